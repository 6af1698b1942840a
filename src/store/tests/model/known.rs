//! Courses of events in which words were once lost, and some at each of their moments.

use super::words::Place::{First, Notes, Second};
use super::*;

/// At so many moments of a filing something is asked of the disk, or some more.
const MOMENTS: u32 = 40;

fn walk_all(is_plain: bool, events: impl IntoIterator<Item = Event>, what_if: Option<End>) {
    let step = |event| Step { event, hears: true, what_if };
    let steps: Vec<_> = events.into_iter().map(step).collect();
    let went = walk(is_plain, &steps);
    went.unwrap_or_else(|wrong| panic!("{wrong}\n{steps:#?}"));
}

fn type_in(place: Place) -> Event {
    Event::Type { place, is_sent: true }
}

fn failing(kind: Kind, after: u32, is_lasting: bool) -> Event {
    Event::Fault(Fault { kind: Some(kind), after, errno: 5, is_lasting })
}

/// What another program has kept is nothing that ours was made from.
#[test]
fn an_editor_saves_while_a_command_files() {
    for after in 0..MOMENTS {
        let slip = Event::SlipIn { after, place: Notes, is_synced: after % 2 == 0 };
        let command = Event::Command { place: First, is_stale: false };
        walk_all(false, [type_in(Notes), Event::File, slip, command], None);
    }
}

#[test]
fn an_editor_saves_what_it_read_some_time_ago() {
    for place in [First, Notes] {
        let read = [type_in(place), Event::File, Event::Read, type_in(place), Event::File];
        let write = Event::Write { place: Second, is_stale: true, is_synced: true };
        walk_all(false, read.into_iter().chain([write]), None);
    }
}

/// What another one wrote meanwhile is none of its business.
#[test]
fn an_editor_saves_what_it_read_before_somebody_else_wrote() {
    let write = |place, is_stale| Event::Write { place, is_stale, is_synced: true };
    let typed = [type_in(Notes), Event::File, Event::Read, write(Notes, false), Event::File];
    walk_all(false, typed.into_iter().chain([write(First, true), Event::File]), None);
}

/// Both begin the same answer, and what is around their words is the same.
#[test]
fn an_editor_saves_an_answer_that_was_begun_here_meanwhile() {
    for place in [First, Second, Notes] {
        let begun = [Event::File, Event::Read, type_in(place), Event::File];
        let write = Event::Write { place, is_stale: true, is_synced: true };
        walk_all(false, begun.into_iter().chain([write, Event::File]), None);
    }
}

/// What it saved is beside the note only, then.
#[test]
fn an_editor_saves_at_the_moment_of_a_filing_that_fails() {
    for (after, moment) in (0..8).flat_map(|after| (0..6).map(move |moment| (after, moment))) {
        let slip = Event::SlipIn { after: moment, place: Second, is_synced: true };
        let fault = failing(Kind::Sync, after, false);
        walk_all(false, [Event::File, type_in(Second), fault, slip, Event::NextDay, Event::File], None);
    }
}

#[test]
fn no_folder_can_be_synced() {
    let fault = failing(Kind::SyncFolder, 0, true);
    let what_if = Some(End::PowerCut(0));
    walk_all(false, [fault.clone(), type_in(First), Event::Wait { millis: 9_000 }], what_if);
    let typed = [type_in(First), Event::File, fault, type_in(First), Event::Wait { millis: 9_000 }];
    walk_all(false, typed.into_iter().chain([Event::File]), what_if);
}

/// There are two drafts then, of which each has words that the other one lacks.
#[test]
fn a_draft_stays_for_the_note_cannot_be_written_and_one_types_on() {
    let end = Event::End(End::PowerCut(0));
    for kind in [Kind::RenameNew, Kind::Rename] {
        let typed = [type_in(First), failing(kind, 0, true), end.clone(), Event::Open, type_in(First)];
        walk_all(false, typed.into_iter().chain([type_in(First)]), Some(End::PowerCut(0)));
    }
}

#[test]
fn it_ends_at_each_moment_of_a_filing_while_an_editor_saves() {
    for (after, is_plain) in (0..MOMENTS).flat_map(|after| [(after, false), (after, true)]) {
        for how in [End::Kill, End::PowerCut(0), End::PowerCut(after.wrapping_mul(2_654_435_761))] {
            let slip = Event::SlipIn { after: after / 2, place: Second, is_synced: true };
            let end = Event::EndWithin { after, how };
            walk_all(is_plain, [type_in(First), Event::File, type_in(First), slip, end, Event::File], None);
        }
    }
}

/// An answer and what was also written for it have changed their places since.
#[test]
fn an_editor_saves_an_answer_that_was_settled_otherwise() {
    let write = |is_stale| Event::Write { place: First, is_stale, is_synced: true };
    let slip = Event::SlipIn { after: 0, place: First, is_synced: true };
    let typed = Event::Type { place: First, is_sent: false };
    let both = [Event::File, write(false), slip, typed, Event::File];
    let again = [Event::Read, Event::Close, Event::Open, write(true), Event::File];
    walk_all(false, both.into_iter().chain(again), None);
}

/// What an editor saved in the middle of a filing is on no name that anybody has confirmed.
#[test]
fn an_editor_writes_after_a_filing_that_was_ended_in_the_middle() {
    let steps: Vec<_> = [
        (Event::File, None),
        (type_in(First), None),
        (Event::EndWithin { after: 8, how: End::Kill }, None),
        (Event::SlipIn { after: 4, place: First, is_synced: true }, None),
        (Event::Close, None),
        (Event::Write { place: First, is_stale: false, is_synced: false }, None),
        (Event::SlipIn { after: 0, place: First, is_synced: false }, Some(End::PowerCut(2205125345))),
    ]
    .into_iter()
    .map(|(event, what_if)| Step { event, hears: false, what_if })
    .collect();
    walk(false, &steps).unwrap_or_else(|wrong| panic!("{wrong}"));
}
