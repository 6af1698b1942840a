//! What we've learnt: figures, what is behind them, lessons, and lessons in the next walk.

use super::*;
use crate::document::Status;
use crate::session::{Edit, Start, input};

/// A conversation that was had: playbook, client, when it began and ended, how, and what was answered.
type Past<'a> = (&'a str, &'a str, &'a str, Option<(&'a str, &'a str)>, &'a str);

const PAST: &[Past<'_>] = &[
    (
        "farewell",
        "Ada Byron",
        "2026-09-01",
        Some(("2026-10-13", "parted")),
        "[why]\nwords = \"Nobody called me.\\nThe fees\"\n[right]\nanswer = \"no\"\n\
         [lessons]\nlearnt = [\"Call Ada's kind of client each month, before they ask\", \"Say early what a report costs\"]",
    ),
    (
        "farewell",
        "Zoë O'Brien-李",
        "2026-03-02",
        Some(("2026-03-09", "parted")),
        "[why]\nwords = \"nobody called me\"\n[right]\nanswer = \"no\"\n[lessons]\nlearnt = [\"Two people on each account\"]",
    ),
    (
        "farewell",
        "Tom Haddad",
        "2026-11-02",
        Some(("2026-11-04", "second-chance")),
        "[why]\nwords = \"The fees.\"\n",
    ),
    ("win-back", "Ruth Okonkwo", "2026-08-01", Some(("2026-10-01", "back")), STEPS),
    ("win-back", "Grace Hopper", "2026-08-01", Some(("2026-09-01", "never")), STEPS),
    (
        "shared-expectations",
        "Priya Raman",
        "2026-11-10",
        None,
        "[wrong]\nsigns = [\"less-work\", \"bills\"]\n",
    ),
];
const STEPS: &str = "[steps]\nlist = [{ what = \"A call each month\" }]\n";

fn at(day: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(&format!("{day}T10:00:00-05:00")).unwrap()
}

fn put(desk: &mut Desk, nth: usize, past: &Past<'_>) {
    let (playbook, client, started, ended, answers) = past;
    let playbook = desk.app.catalog.playbook(playbook).unwrap().clone();
    let id = format!("{nth:012}");
    let client = crate::document::Client { name: (*client).to_owned(), ..Default::default() };
    let mut session =
        Session::new(playbook.clone(), Start { id: id.clone(), client, ..Start::default() }, at(started));
    let (given, faults) = input::read(&playbook, answers, at(started).date_naive());
    assert!(faults.is_empty(), "{faults:?}");
    let edit = session.taking(&given, at(started));
    session.apply(edit, at(started));
    if let Some((day, outcome)) = ended {
        assert!(playbook.outcomes.iter().any(|known| known.id == *outcome), "{outcome}");
        let edit = Edit::Close {
            status: Status::Closed,
            outcome: Some((*outcome).to_owned()),
            closed: Some(at(day)),
        };
        session.apply(edit, at(day));
    }
    let path = PathBuf::from(format!("/notes/{id}.md"));
    desk.places.insert(id, path.clone());
    desk.notes.insert(path, session.to_document().render());
}

/// Six conversations with six clients.
fn with_past(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height);
    PAST.iter().enumerate().for_each(|(nth, past)| put(&mut desk, nth, past));
    desk.carry_out(Effect::List);
    desk
}

#[test]
fn screen_insights() {
    for (width, height) in SIZES {
        let mut desk = with_past(width, height);
        desk.keys("w");
        insta::assert_snapshot!(format!("insights_{width}x{height}"), desk.screen());
        desk.keys("<pgdn><pgdn>");
        insta::assert_snapshot!(format!("insights_below_{width}x{height}"), desk.screen());
    }
}

#[test]
fn screen_insights_behind_a_figure_and_lessons() {
    for (width, height) in SIZES {
        let mut desk = with_past(width, height);
        desk.keys("w<enter>");
        insta::assert_snapshot!(format!("insights_figure_{width}x{height}"), desk.screen());
        desk.keys("<esc>l");
        insta::assert_snapshot!(format!("insights_lessons_{width}x{height}"), desk.screen());
    }
}

#[test]
fn screen_insights_of_nothing() {
    for (width, height) in SIZES {
        let mut desk = Desk::new(width, height);
        desk.keys("w");
        insta::assert_snapshot!(format!("insights_empty_{width}x{height}"), desk.screen());
    }
}

#[test]
fn a_figure_leads_to_its_conversations_and_esc_back_to_its_place() {
    let mut desk = with_past(80, 24);
    desk.keys("w<down><enter>");
    let behind = desk.screen();
    assert!(behind.contains("“Nobody called me.”") && behind.contains("2 conversations"), "{behind}");
    assert!(behind.contains("Zoë") && !behind.contains("Tom Haddad"), "{behind}");
    desk.keys("<down><up><down><enter>");
    assert!(matches!(desk.app.screen, Screen::Walk(_)), "{}", desk.screen());
    assert_eq!(desk.session().head().client.name, "Zoë O'Brien-李");
    desk.keys("<esc>");
    let Screen::Figure(page) = &desk.app.screen else { panic!("{}", desk.screen()) };
    assert_eq!(page.list.marked, 1);
    desk.keys("<esc>");
    let Screen::Insights(page) = &desk.app.screen else { panic!("{}", desk.screen()) };
    assert_eq!(page.list.marked, 1);
    desk.keys("<esc>");
    assert!(matches!(desk.app.screen, Screen::Today(_)));
    assert_eq!(desk.counts, 0, "what was read is kept no longer");
    assert!(desk.app.learning.counted.is_none());
}

#[test]
fn the_mouse_opens_figures_and_conversations() {
    let mut desk = with_past(120, 40);
    desk.click_on("Ctrl+P More");
    desk.keys("learnt");
    desk.click_on("Learnt");
    desk.click_on("They give us another chance");
    assert!(desk.screen().contains("How it ended: Farewell"), "{}", desk.screen());
    desk.click_on("Tom Haddad");
    assert_eq!(desk.session().head().client.name, "Tom Haddad");
}

#[test]
fn what_is_changed_in_a_conversation_is_counted_when_one_comes_back() {
    let mut desk = with_past(120, 40);
    desk.keys("w");
    let reasons = |desk: &Desk| {
        let Screen::Insights(page) = &desk.app.screen else { panic!("{}", desk.screen()) };
        page.counted.as_ref().unwrap().sections[0].figures.len()
    };
    assert_eq!(reasons(&desk), 2);
    desk.click_on("They give us another chance");
    desk.keys("<enter>");
    desk.app.go_on_to(
        opening::Then::At { step: "why".into(), field: Some("words".into()), words: String::new() },
        &mut Vec::new(),
    );
    desk.keys("<c-end><enter>It was too far<esc><esc>");
    while !matches!(desk.app.screen, Screen::Insights(_)) {
        desk.keys("<esc>");
    }
    assert_eq!(reasons(&desk), 3, "{}", desk.screen());
}

#[test]
fn one_key_takes_one_playbook_after_the_other() {
    let mut desk = with_past(120, 40);
    desk.keys("wf");
    assert!(
        desk.screen().contains("only Farewell") && desk.screen().contains("3 conversations"),
        "{}",
        desk.screen()
    );
    assert!(!desk.screen().contains("A call each month"), "{}", desk.screen());
    desk.keys("f");
    assert!(desk.screen().contains("only Shared expectations"), "{}", desk.screen());
    desk.keys("ff");
    assert!(desk.screen().contains("6 conversations"), "{}", desk.screen());
}

#[test]
fn lessons_are_found_by_what_is_typed_and_opened_where_they_stand() {
    let mut desk = with_past(80, 24);
    desk.keys("wl");
    let all = desk.screen();
    assert!(all.find("Call Ada's").unwrap() < all.find("Two people").unwrap(), "{all}");
    desk.keys("ACCOUNT two");
    assert!(desk.screen().contains("1 lesson") && !desk.screen().contains("Call Ada's"), "{}", desk.screen());
    desk.keys("<enter>");
    assert_eq!(desk.session().head().client.name, "Zoë O'Brien-李");
    assert!(desk.screen().contains("Two people on each account"), "{}", desk.screen());
    desk.keys("<esc>");
    assert!(desk.screen().contains("ACCOUNT two"), "{}", desk.screen());
    desk.keys("zzz");
    assert!(desk.screen().contains("No lesson has all of these words."), "{}", desk.screen());
}

#[test]
fn nothing_waits_for_the_reading() {
    let mut desk = with_past(80, 24);
    desk.counts_late = true;
    desk.keys("w");
    assert!(desk.screen().contains("Reading your notes…"), "{}", desk.screen());
    desk.event(Event::Reading { done: 1200, of: 10_000 });
    desk.event(Event::Reading { done: 800, of: 10_000 });
    assert!(desk.screen().contains("Reading… 1,200 of 10,000"), "{}", desk.screen());
    desk.keys("l<enter><down>f<esc>");
    let error = "the disk is away".to_owned();
    desk.event(Event::Counted(Err(error)));
    assert!(desk.screen().contains("cannot be read"), "{}", desk.screen());
    desk.keys("<esc>");
    // What comes too late is nobody's any more.
    let counted = desk.counted();
    desk.event(Event::Counted(Ok(Arc::new(counted))));
    assert!(desk.app.learning.counted.is_none());
}

#[test]
fn the_next_walk_shows_what_was_learnt_without_the_name_of_who_it_was() {
    for (width, height) in SIZES {
        let mut desk = with_past(width, height);
        let playbook = desk.app.catalog.playbook("farewell").unwrap().clone();
        let client = crate::document::Client { name: "Mei Lindqvist".into(), ..Default::default() };
        desk.app.begin_form(crate::tui::app::form::Purpose::New(playbook), client, Default::default(), None);
        desk.keys("<c-n>");
        if width < 80 {
            desk.keys("<f3>");
        }
        let screen = desk.screen();
        assert!(screen.contains("Learnt last time") && !screen.contains("Ada"), "{screen}");
        insta::assert_snapshot!(format!("insights_learnt_{width}x{height}"), screen);
        let learnt = desk.app.learnt_for(0);
        let words: Vec<_> = learnt.iter().map(|one| (one.words.as_str(), one.month.as_str())).collect();
        assert_eq!(
            words,
            [
                ("Call the client's kind of client each month, before they ask", "Oct 2026"),
                ("Say early what a report costs", "Oct 2026"),
            ]
        );
        let steps = &desk.session().playbook().steps;
        let asks = steps.iter().position(|step| step.id == "lessons").unwrap();
        assert!(!desk.app.learnt_for(asks).is_empty() && desk.app.learnt_for(1).is_empty());
    }
}

#[test]
fn nobody_is_shown_their_own_lessons_as_those_of_others() {
    let mut desk = with_past(120, 40);
    desk.keys("wl<enter>");
    assert_eq!(desk.session().head().client.name, "Ada Byron");
    let learnt: Vec<_> = desk.app.learnt_for(0).into_iter().map(|one| one.words.clone()).collect();
    assert_eq!(learnt, ["Two people on each account"]);
    // A playbook that asks for no lessons asks nobody for any.
    desk.keys("<esc><esc><esc>n<@Pre-emptive exit>Mei<c-n>");
    assert!(desk.app.learnt_for(0).is_empty());
}
