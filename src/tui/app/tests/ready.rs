//! Ready? What is open before the meeting, the countdown, and a meeting that is moved or missed.

use super::*;

/// On the walk with Zoë, whom one meets in person at a time.
fn meeting(width: u16, height: u16, at: &str) -> Desk {
    let mut desk = Desk::new(80, 24);
    desk.keys("n<@Pre-emptive exit>Zoë O'Brien-李<tab><tab><space><tab>");
    desk.keys(at);
    desk.keys("<tab>Chez Luc<c-n>");
    desk.event(Event::Resize { width, height });
    desk
}

#[test]
fn screen_ready() {
    for (width, height) in SIZES {
        let mut desk = meeting(width, height, "today 15:42");
        desk.keys("<f10>");
        insta::assert_snapshot!(format!("ready_{width}x{height}"), desk.screen());
    }
    let mut desk = meeting(40, 10, "");
    desk.keys("<f10>");
    insta::assert_snapshot!("ready_40x10", desk.screen());
}

#[test]
fn the_countdown_goes_on_once_a_minute_and_only_where_it_is_seen() {
    let mut desk = meeting(80, 24, "today 15:42");
    let counts = |desk: &Desk| desk.app.ready_deadline().map(|at| at.saturating_sub(desk.tick));
    assert_eq!(counts(&desk), None);
    desk.keys("<f10>");
    assert!(desk.screen().contains("Meeting with Zoë in 1 h 40 min"), "{}", desk.screen());
    assert!(counts(&desk).is_some_and(|wait| wait <= Duration::from_secs(51)), "{:?}", counts(&desk));
    desk.wait(51);
    assert!(desk.screen().contains("in 1 h 39 min"), "{}", desk.screen());
    assert!(counts(&desk).is_some_and(|wait| wait > Duration::from_secs(55)), "{:?}", counts(&desk));
    desk.keys("<f8>");
    assert_eq!(counts(&desk), None, "nobody sees it");
    desk.keys("<f8><esc>");
    assert_eq!(counts(&desk), None);
    let mut other = meeting(80, 24, "tuesday 12:30");
    other.keys("<a-r>");
    assert!(other.screen().contains("Meeting with Zoë: Tue 24 November, 12:30"), "{}", other.screen());
    assert_eq!(counts(&other), None, "on another day nothing counts");
}

#[test]
fn what_is_open_leads_to_its_place() {
    let mut desk = meeting(80, 24, "");
    desk.keys("<f10><enter>");
    assert!(matches!(&desk.app.screen, Screen::Form(form) if form.line == crate::tui::app::form::Line::When));
    desk.keys("today 15:42<c-n>");
    assert!(matches!(desk.app.screen, Screen::Walk(_)));
    desk.keys("<f10>");
    assert!(!desk.screen().contains("No day is set"), "{}", desk.screen());
    desk.click_on("Is the cause clear to you?");
    assert!(matches!(&desk.app.screen, Screen::Walk(walk) if walk.focus == Focus::Field(3)));
    // From Today, too, and from the end.
    desk.wait(6);
    desk.keys("<esc><f10><@Two times to offer>x<f9><f10>");
    assert!(!desk.screen().contains("Two times to offer"), "{}", desk.screen());
    desk.keys("<down><down><enter>");
    assert!(matches!(desk.app.screen, Screen::Walk(_)) && desk.app.overlay.is_none(), "{}", desk.screen());
}

#[test]
fn a_meeting_is_moved() {
    let mut desk = meeting(80, 24, "tuesday 12:30");
    desk.keys("<f10>mfriday 9:00<c-n>");
    let at = desk.session().head().meeting.at.unwrap();
    assert_eq!(at.in_full(), "Fri 27 November 2026, 09:00");
    assert_eq!(desk.session().head().meeting.place.as_deref(), Some("Chez Luc"));
    desk.keys("<c-z>");
    assert_eq!(desk.session().head().meeting.at.unwrap().in_full(), "Tue 24 November 2026, 12:30");
}

#[test]
fn one_that_was_missed_is_put_down_and_another_day_is_asked_for() {
    let mut desk = meeting(80, 24, "today 13:30");
    desk.keys("<f10>");
    assert!(desk.screen().contains("Meeting with Zoë, for 32 min by now"), "{}", desk.screen());
    desk.click_on("They did not come");
    insta::assert_snapshot!("missed", desk.screen());
    desk.keys("friday 12:30<c-n>");
    let noted = |desk: &Desk| {
        let step = desk.session().playbook().first_of_talk();
        desk.session().notes(step).iter().map(|entry| entry.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(noted(&desk), ["They did not come (Sat 21 November 2026, 13:30)"]);
    assert_eq!(desk.session().head().meeting.at.unwrap().in_full(), "Fri 27 November 2026, 12:30");
    desk.keys("<c-z><c-z>");
    assert_eq!(noted(&desk), [""; 0]);
    assert_eq!(desk.session().head().meeting.at.unwrap().in_full(), "Sat 21 November 2026, 13:30");
}

#[test]
fn nobody_misses_a_day_that_is_still_to_come() {
    let mut desk = meeting(80, 24, "tuesday 12:30");
    desk.keys("<f10>x");
    assert!(desk.screen().contains("still to come"), "{}", desk.screen());
    assert!(desk.app.overlay.is_some());
    let mut desk = meeting(80, 24, "");
    desk.keys("<f10>x");
    assert!(desk.screen().contains("No day is set for this meeting"), "{}", desk.screen());
}

#[test]
fn on_the_way_into_the_talk_it_says_whether_one_is_ready() {
    let mut desk = meeting(80, 24, "today 15:42");
    desk.keys("<c-n><c-n>");
    assert!(!desk.screen().contains("still open before"), "{}", desk.screen());
    desk.keys("<c-n>");
    assert!(desk.screen().contains("7 things are still open before the meeting: F10"), "{}", desk.screen());
    // Once they have talked, that is over.
    desk.keys("nobody rang<c-b><c-n>");
    assert!(!desk.screen().contains("still open before"), "{}", desk.screen());
    desk.keys("<f10>");
    assert!(desk.screen().contains("You have talked"), "{}", desk.screen());
    let mut ready = Desk::new(80, 24);
    ready.keys("n<@They say they're going>Ada<tab><tab><space><tab>today 15:42<c-n> <c-n>");
    assert!(ready.screen().contains("You are ready. F7 is the card"), "{}", ready.screen());
    ready.keys("<f10>");
    insta::assert_snapshot!("ready_for_it", ready.screen());
}
