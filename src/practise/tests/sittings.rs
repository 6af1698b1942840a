//! How a sitting goes.

use super::*;

fn cards(n: usize) -> Vec<Card> {
    let card = |nth: usize| Card {
        section: Section::Phrases,
        place: String::new(),
        cue: nth.to_string(),
        answer: nth.to_string(),
        whose: None,
    };
    (0..n).map(card).collect()
}

fn shown(sitting: &Sitting) -> Option<usize> {
    sitting.card().map(|card| card.cue.parse().unwrap())
}

/// Looks, and judges.
fn judge(sitting: &mut Sitting, got: bool) {
    assert!(sitting.reveal());
    assert!(if got { sitting.got_it() } else { sitting.again() });
}

/// What is shown, judged by these, and then always got.
fn course(sitting: &mut Sitting, judged: &[bool]) -> Vec<usize> {
    let mut judged = judged.iter().copied();
    let mut seen = Vec::new();
    while let Some(card) = shown(sitting) {
        seen.push(card);
        judge(sitting, judged.next().unwrap_or(true));
    }
    seen
}

#[test]
fn a_missed_card_comes_again_behind_the_next_three() {
    let mut sitting = Sitting::new(cards(6));
    assert_eq!(course(&mut sitting, &[true, false, true, false]), [0, 1, 2, 3, 4, 1, 5, 3]);
    assert_eq!((sitting.got(), sitting.got_at_once(), sitting.total()), (6, 4, 6));
}

#[test]
fn at_the_end_it_comes_behind_those_that_are_left() {
    let mut sitting = Sitting::new(cards(2));
    assert_eq!(course(&mut sitting, &[true, false, false]), [0, 1, 1, 1]);
    let mut sitting = Sitting::new(cards(2));
    assert_eq!(course(&mut sitting, &[false, false, false]), [0, 1, 0, 1, 0]);
}

#[test]
fn nobody_judges_what_was_not_looked_at() {
    let mut sitting = Sitting::new(cards(2));
    assert!(!sitting.got_it() && !sitting.again() && !sitting.take_back());
    assert!(sitting.reveal() && !sitting.reveal());
    assert!(sitting.got_it() && !sitting.got_it());
    assert_eq!(shown(&sitting), Some(1));
    assert!(!sitting.is_revealed());
    let mut none = Sitting::new(Vec::new());
    assert!(none.is_over() && !none.reveal() && !none.got_it() && none.card().is_none());
}

#[test]
fn it_tells_how_far_one_is_and_what_came_again() {
    let mut sitting = Sitting::new(cards(5));
    judge(&mut sitting, false);
    judge(&mut sitting, false);
    assert_eq!((sitting.got(), sitting.to_come_again()), (0, 2));
    course(&mut sitting, &[true, false, false]);
    let came: Vec<_> = sitting.came_again().into_iter().map(|(card, n)| (card.cue.as_str(), n)).collect();
    assert_eq!(came, [("0", 2), ("1", 1), ("3", 1)]);
    assert_eq!(sitting.got_at_once(), 2);
    assert_eq!(course(&mut sitting.with_missed(), &[]), [0, 1, 3]);
    assert_eq!(course(&mut sitting.once_more(), &[]), [0, 1, 3, 2, 4]);
}

/// What one does.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Reveal,
    Got,
    Again,
    TakeBack,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => Just(Deed::Reveal),
        2 => Just(Deed::Got),
        2 => Just(Deed::Again),
        1 => Just(Deed::TakeBack),
    ]
}

proptest! {
    #[test]
    fn every_card_is_got_once_and_shown_once_more_for_each_miss(
        n in 0usize..9,
        judged in prop::collection::vec(any::<bool>(), 0..40),
    ) {
        let mut sitting = Sitting::new(cards(n));
        let seen = course(&mut sitting, &judged);
        prop_assert!(sitting.is_over());
        prop_assert_eq!(sitting.got(), n);
        let misses: usize = sitting.came_again().iter().map(|(_, missed)| missed).sum();
        prop_assert_eq!(seen.len(), n + misses);
        prop_assert_eq!(misses, judged.iter().take(seen.len()).filter(|got| !**got).count());
        // A missed card comes before the end, not at once if there is another, and not too late.
        for (at, card) in seen.iter().enumerate().filter(|(at, _)| judged.get(*at) == Some(&false)) {
            let behind = seen[at + 1..].iter().position(|other| other == card);
            prop_assert!(behind.is_some_and(|others| others <= 3), "{:?} at {}", seen, at);
            prop_assert!(behind != Some(0) || seen[at..].iter().all(|other| other == card), "{:?} at {}", seen, at);
        }
    }

    #[test]
    fn what_is_taken_back_is_as_if_it_had_not_been_said(deeds in prop::collection::vec(deed(), 0..60)) {
        let mut sitting = Sitting::new(cards(5));
        let mut before: Vec<Sitting> = Vec::new();
        for deed in deeds {
            let was = sitting.clone();
            match deed {
                Deed::Reveal => drop(sitting.reveal()),
                Deed::Got | Deed::Again => {
                    let judged = if matches!(deed, Deed::Got) { sitting.got_it() } else { sitting.again() };
                    prop_assert_eq!(judged, was.is_revealed());
                    before.extend(judged.then_some(was));
                }
                Deed::TakeBack => match before.pop() {
                    Some(before) => {
                        prop_assert!(sitting.take_back());
                        prop_assert_eq!(format!("{sitting:?}"), format!("{before:?}"));
                    }
                    None => prop_assert!(!sitting.take_back()),
                },
            }
        }
    }

    #[test]
    fn a_sitting_changes_nothing_of_the_conversation(judged in prop::collection::vec(any::<bool>(), 0..20)) {
        let mut session = session();
        text(&mut session, "before.list", "What would have to change for you?\nWhat else?");
        let before = (session.revision(), session.to_document().render());
        let deck = Deck::of(&session);
        course_of(&mut Sitting::new(deck.cards(Section::All).cloned().collect()), &judged);
        prop_assert_eq!(before, (session.revision(), session.to_document().render()));
        prop_assert_eq!(deck, Deck::of(&session));
    }
}

fn course_of(sitting: &mut Sitting, judged: &[bool]) {
    let mut judged = judged.iter().copied();
    while !sitting.is_over() {
        judge(sitting, judged.next().unwrap_or(true));
    }
}
