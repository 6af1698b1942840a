//! The blank screen, as whoever looks over a shoulder sees it.

use super::common::Home;
use super::{QUIT, walking};

#[test]
fn a_blank_screen_holds_no_word_and_comes_back_as_it_was() {
    let home = Home::new();
    let mut tty = walking(&home, (120, 40));
    tty.keys("Kontoführung seit März");
    tty.saved("Kontoführung seit März");
    let before = tty.text();
    for (there, back) in [("<f8>", "<f8>"), ("<c-o>", "<c-o>"), ("<f8>", "<esc>")] {
        tty.keys(there);
        tty.until("blank", |tty| tty.text().trim() == "Press F8 to go on");
        tty.keys("nobody");
        tty.paste("sees this");
        tty.mouse(0, (10, 10));
        tty.keys(back);
        tty.see("was blank was not taken");
        // What was said goes with the next key.
        tty.keys("<left><right>");
        tty.until("as it was", |tty| tty.text() == before);
    }

    // Also while it is being saved, and no word of the note or its title is left in any cell.
    tty.keys(" vorbei<f8>");
    tty.until("blank", |tty| tty.text().trim() == "Press F8 to go on");
    for word in before.split_whitespace().filter(|word| word.len() > 3) {
        assert!(!tty.screen().contents().contains(word), "{word}");
    }
    // There is no title of the window that could say a name.
    assert!(!tty.raw.windows(2).any(|two| two == b"\x1b]"));
    tty.keys("<f8>");
    tty.see("März vorbei");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    assert!(home.note().contains("\nKontoführung seit März vorbei\n"), "{}", home.note());
    tty.is_restored();
}
