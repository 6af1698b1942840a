//! The mouse, pasting and a window that is dragged to other sizes, all in one conversation.

use super::*;

#[test]
fn with_mouse_paste_and_windows_of_all_sizes_every_word_arrives() {
    let home = Home::new();
    let mut tty = walking(&home, (120, 40));
    tty.click_on("Is there a quick fix?");
    tty.paste("elsewhere");
    tty.see("elsewhere");
    tty.click_on(FIRST);
    tty.paste("alpha beta\r\ngamma delta 李李 és");
    tty.see("gamma delta 李李 és");

    // A click sets the cursor, a drag selects, and two clicks select a word.
    tty.click_on("beta");
    tty.keys("X");
    tty.see("alpha Xbeta");
    let (x, y) = tty.place_of("gamma");
    tty.drag((x, y), (x + 5, y));
    tty.keys("GAMMA");
    tty.see("GAMMA delta");
    let delta = tty.place_of("delta");
    tty.mouse(0, delta);
    tty.mouse(0, delta);
    tty.keys("DELTA");
    tty.see("GAMMA DELTA 李李 és");

    // Typed while the window changes, and where there is no room to show it.
    tty.resize(60, 20);
    tty.keys(" one");
    tty.see("DELTA one 李李 és");
    tty.resize(1, 1);
    tty.keys(" two");
    tty.paste(" pasted");
    tty.until("the sentence", |tty| tty.text().starts_with('T'));
    tty.resize(80, 24);
    tty.keys(" three");
    tty.see("DELTA one two pasted three 李李 és");

    let guide = tty.place_of("Do not let this one drift.");
    tty.mouse(65, guide);
    tty.until("the guide scrolled", |tty| !tty.text().contains("Do not let this one drift."));
    assert!(tty.text().contains("DELTA one two"), "only the pane under the mouse: {}", tty.text());

    tty.click_on("F2 Steps");
    tty.see("At the trial's end");
    tty.click_on("Esc Close");
    tty.see(FIRST);
    tty.click_on("Ctrl+Q");
    assert!(tty.end_within(QUIT).success());
    tty.is_restored();
    let note = home.note();
    for words in ["\nalpha Xbeta\nGAMMA DELTA one two pasted three 李李 és\n", "elsewhere"] {
        assert!(note.contains(words), "{words:?}: {note}");
    }
}
