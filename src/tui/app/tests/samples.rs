//! Samples on the screen: marked wherever their people are named, and the same after a look around.

use super::*;
use crate::catalog::SAMPLES;
use crate::session::sample;

/// On Today, with a sample and a client, to both of whom something is due.
fn with_a_sample(width: u16, height: u16) -> Desk {
    let mut desk = Desk::new(width, height);
    for name in ["Ada Byron", "Zoë O'Brien-李"] {
        desk.keys(&format!("n<@They say they're going>{name}<tab><tab><tab>2026-11-12<c-n>"));
        desk.keys("<f2><down><down><down><enter><down><down><enter><c-s><esc>");
    }
    desk.keys("n<@Pre-emptive exit>Wilhelmina Featherstonehaugh-Cholmondeley<c-n><esc>");
    for note in desk.notes.values_mut().filter(|note| !note.contains("Zoë")) {
        let hash = Document::parse(note).text_hash();
        *note = note.replacen("\nstarted = ", &format!("\nsample = \"{hash}\"\nstarted = "), 1);
    }
    desk.app.note = None; // as if it were the next day
    desk.carry_out(Effect::List);
    desk
}

#[test]
fn screen_today_with_a_sample() {
    for (width, height) in SIZES {
        insta::assert_snapshot!(format!("today_{width}x{height}"), with_a_sample(width, height).screen());
    }
}

#[test]
fn the_mark_is_quiet_and_stands_in_the_header_too() {
    for (width, height) in SIZES {
        let mut desk = with_a_sample(width, height);
        // What is marked is neither strong nor quiet.
        desk.keys("<down>");
        let (x, y) = desk.find("(sample)");
        assert_quiet(&desk, x, y);
        desk.keys("<up><enter>");
        let header = desk.screen().lines().next().unwrap().to_owned();
        assert!(header.starts_with("|  Ada Byron (sample)  "), "{header}");
        assert_quiet(&desk, 12, 0);
    }
}

fn assert_quiet(desk: &Desk, x: u16, y: u16) {
    let (style, quiet) = (desk.buffer().0[(x, y)].style(), desk.app.theme.quiet);
    assert!(style.add_modifier.contains(quiet.add_modifier), "{style:?}");
    assert!(!style.add_modifier.contains(Modifier::BOLD), "{style:?}");
    assert!(quiet.fg.is_none() || quiet.fg == style.fg, "{style:?}");
}

/// The clock that stands still does so on the moment at which the sample is made, too.
#[test]
fn walking_through_every_embedded_sample_changes_no_word_of_it() {
    for (file, source) in SAMPLES {
        let mut desk = Desk::new(120, 40);
        let start = Start { id: "k3v9q2m8x7ta".to_owned(), ..Start::default() };
        let session = sample::read(source, Catalog::embedded_playbook, start, &StandingClock).unwrap();
        let document = session.to_document();
        desk.notes.insert(store::path_for(Path::new("/notes"), session.head()), document.render());
        desk.carry_out(Effect::List);
        assert!(desk.screen().contains("(sample)"), "{}", desk.screen());
        desk.click_on(&session.playbook().title);
        for _ in 0..session.playbook().steps.len() {
            desk.keys("<c-b>");
        }
        for _ in 0..session.playbook().fields().count() * 2 + 20 {
            desk.keys("<tab>");
        }
        desk.keys("<c-s>");
        let note = Document::parse(desk.note());
        assert_eq!(note.text_hash(), document.text_hash(), "{file}: {}", note.render());
        // Who and where are words, too.
        desk.keys("<f4><tab><tab><tab><tab>, upstairs<c-n><c-s>");
        assert!(desk.note().contains(", upstairs\""), "{file}: {}", desk.screen());
        let note = Document::parse(desk.note());
        assert_ne!(note.text_hash(), document.text_hash(), "{file}");
        assert_eq!(note.head().unwrap().sample, session.head().sample, "{file}");
    }
}
