//! One client from the first worry to the letters afterwards, by keys, with the days going by.

use super::*;
use crate::document::State;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// So many days later, at Today.
fn later(desk: &mut Desk, days: u32) {
    desk.tick += DAY * days;
    desk.event(Event::Focus);
}

/// The follow-ups of the open conversation that wait, with their days.
fn waiting(desk: &Desk) -> Vec<String> {
    let all = &desk.session().head().follow_ups;
    let open = all.iter().filter(|f| f.state == State::Open);
    open.map(|f| format!("{} {}", f.id, f.due.map(|day| day.to_string()).unwrap_or_default())).collect()
}

fn holds(desk: &Desk, words: &[&str]) {
    let screen = desk.screen();
    for words in words {
        assert!(screen.contains(words), "{words}: {screen}");
    }
}

#[test]
fn from_the_exit_interview_to_keeping_in_touch() {
    let mut desk = Desk::new(120, 60);
    desk.app.exports = PathBuf::from("/downloads");
    // Before and at the lunch.
    desk.keys("n<@Pre-emptive exit>Ada Byron<tab><tab><tab>2026-11-24 12:30<c-n>");
    desk.keys("A call each quarter.<c-n>What would you change first?<c-n>Tuesday<c-n>");
    desk.keys("Nobody called for a year.<c-n>");
    desk.keys("We never hear from you<tab>A call each month<tab><space><tab>3<c-n>");
    // In the car park.
    desk.keys("The papers by Friday<tab>2<tab>being open<f9>");
    holds(
        &desk,
        &[
            "They said",
            "Nobody called for a year.",
            "You promised",
            "We never hear from you: A call each month",
            "The papers by Friday",
            "Could this be a complaint? Follow your firm's procedure.",
            "Trial agreed",
            "suggested by your answers",
        ],
    );
    desk.keys("<@Read it back>");
    holds(&desk, &["I heard you say:", "This is what we said we would do:", "Did I get that right?"]);
    desk.keys("<esc>+Send the papers<tab>friday<enter><enter>");
    holds(&desk, &["Send the papers"]);
    assert_eq!(
        waiting(&desk),
        [
            "thanks 2026-11-23",
            "promises 2026-11-28",
            "check-in 2026-12-05",
            "review 2027-02-21",
            "own 2026-11-27"
        ]
    );
    desk.keys("<@Put the dates into a calendar file>");
    holds(&desk, &["written: /downloads/goodterms.ics"]);
    desk.keys("<@Leave it open>");

    // On Monday the thanks are sent; what waits is done or dropped as its day comes.
    later(&mut desk, 2);
    desk.keys("<@Write to Ada>");
    holds(&desk, &["due today", "Thank Ada, and say back what you heard"]);
    desk.keys(" ");
    later(&mut desk, 14);
    for words in ["Send the papers", "Which promises", "Ask Ada how"] {
        desk.keys(&format!("<@{words}>"));
        holds(&desk, &["late"]);
        desk.keys(if words == "Which promises" { "d" } else { " " });
    }

    // The trial ends: then and now beside each other.
    later(&mut desk, 76);
    desk.keys("<@The trial ends>");
    holds(&desk, &["due today", "Trial period (we are on trial): 3 months", "Look back together"]);
    desk.keys("<@Look back together>");
    holds(&desk, &["At the trial's end", "A call each quarter.", "The papers by Friday"]);
    desk.keys("Somebody who listens.<tab>3<f9>");
    holds(&desk, &["The trial did not save it", "They are going: part well"]);

    // They are going, and their words come along.
    desk.keys("<@They are going: part well>");
    let farewell = desk.session().head().id.clone();
    assert_eq!(
        (desk.session().playbook().id.as_str(), desk.session().head().from.is_some()),
        ("farewell", true)
    );
    desk.keys("<c-n>");
    holds(&desk, &["Nobody called for a year."]);
    desk.keys("<c-n>We did not call.<c-n>3<f9>");
    holds(&desk, &["Parted, and helped with the move", "suggested by your answers"]);
    let touch = "keep-in-touch-three-months";
    assert!(waiting(&desk).contains(&format!("{touch} 2027-05-21")), "{:?}", waiting(&desk));
    desk.keys("<@Close this conversation>");
    assert_eq!(
        desk.orders.last().unwrap().said,
        "Closed: Parted, and helped with the move. Its follow-ups stay here"
    );

    // On good terms: every three months, and the next is there at once.
    for next in ["2027-08-21", "2027-11-21"] {
        later(&mut desk, 93);
        desk.keys("<@Be in touch with Ada>");
        assert_eq!(desk.session().head().id, farewell);
        desk.keys(" ");
        holds(&desk, &["Due again on"]);
        assert!(waiting(&desk).iter().any(|due| due.ends_with(next)), "{next}: {:?}", waiting(&desk));
    }
    // Both conversations are one client's, and one led to the other.
    desk.keys("c<@Ada Byron>");
    holds(&desk, &["Pre-emptive exit interview", "Farewell"]);
    desk.keys("e<enter>");
    assert_eq!(desk.orders.last().unwrap().format.ending(), "docx");
}
