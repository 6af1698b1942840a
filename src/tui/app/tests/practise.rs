//! Practising: a cue, a look, and again what was missed; nothing of it is filed.

use super::due::with_follow_ups;
use super::*;
use crate::text;

const QUESTIONS: &str = "What would have to be different for you to stay?<enter>How would you like to hear from us?<enter>What else?";

/// In the step of an exit interview where own questions are written, with three of them, all filed.
fn prepared(width: u16, height: u16) -> Desk {
    let mut desk = Desk::walking(80, 24);
    desk.keys("<c-n>");
    desk.keys(QUESTIONS);
    desk.wait(6);
    desk.event(Event::Resize { width, height });
    desk
}

/// Practising them.
fn practising(width: u16, height: u16) -> Desk {
    let mut desk = prepared(width, height);
    desk.keys("<f6>");
    desk
}

fn is_practising(desk: &Desk) -> bool {
    matches!(desk.app.screen, Screen::Practise(_))
}

/// The row with these words.
fn row(desk: &Desk, words: &str) -> usize {
    let screen = desk.screen();
    screen.lines().position(|line| line.contains(words)).unwrap_or_else(|| panic!("{words}: {screen}"))
}

const ALL_SIZES: [(u16, u16); 4] = [(120, 40), (80, 24), (60, 20), (40, 10)];

#[test]
fn screen_practise() {
    for (width, height) in ALL_SIZES {
        let mut desk = practising(width, height);
        insta::assert_snapshot!(format!("practise_{width}x{height}"), desk.screen());
        desk.keys(" ");
        insta::assert_snapshot!(format!("practise_answer_{width}x{height}"), desk.screen());
        desk.keys("a <right> <right>");
        insta::assert_snapshot!(format!("practise_again_{width}x{height}"), desk.screen());
    }
}

#[test]
fn screen_practise_what_they_say() {
    for (width, height) in ALL_SIZES {
        let mut desk = practising(width, height);
        desk.keys("<tab><tab><tab> g ");
        insta::assert_snapshot!(format!("practise_they_say_{width}x{height}"), desk.screen());
        // The third phrase of the playbook's source.
        desk.keys("<tab><tab><tab> ");
        insta::assert_snapshot!(format!("practise_phrase_{width}x{height}"), desk.screen());
    }
}

#[test]
fn screen_practise_over() {
    for (width, height) in ALL_SIZES {
        let mut desk = practising(width, height);
        desk.keys("<tab> a g g a");
        assert!(!desk.screen().contains("You have all 3"), "{}", desk.screen());
        desk.keys(" g");
        insta::assert_snapshot!(format!("practise_over_{width}x{height}"), desk.screen());
    }
}

#[test]
fn screen_practise_nothing_written_yet() {
    for (width, height) in ALL_SIZES {
        let mut desk = Desk::walking(80, 24);
        desk.event(Event::Resize { width, height });
        desk.keys("<f6><tab>");
        insta::assert_snapshot!(format!("practise_unwritten_{width}x{height}"), desk.screen());
        desk.keys("<enter>What would help?");
        assert!(matches!(desk.app.screen, Screen::Walk(_)), "{}", desk.screen());
        assert_eq!(desk.session().answers_json()["questions.list"][0], "What would help?");
    }
}

#[test]
fn nobody_goes_through_by_pressing_one_key() {
    for key in [" ", "<enter>", "g", "a", "<right>", "<left>"] {
        let mut desk = practising(80, 24);
        desk.keys(&key.repeat(12));
        assert!(desk.screen().contains("1 of 26"), "{key}: {}", desk.screen());
        assert!(desk.screen().contains("“What would …”"), "{key}: {}", desk.screen());
    }
}

#[test]
fn a_missed_card_comes_again_and_the_last_word_is_taken_back() {
    let mut desk = practising(80, 24);
    desk.keys(" a");
    assert!(desk.screen().contains(", 1 to come again"), "{}", desk.screen());
    desk.keys(" g<right>");
    assert!(desk.screen().contains("“What …”"), "nothing is judged unseen: {}", desk.screen());
    desk.keys("<c-z>");
    assert!(desk.screen().contains("“How would …”"), "{}", desk.screen());
    for (keys, cue, is_shown) in [
        ("", "“How would …”", true),
        ("g", "“What …”", false),
        (" g", "“Help me …”", false),
        (" <right>", "“What would …”", false),
    ] {
        desk.keys(keys);
        assert!(desk.screen().contains(cue), "{keys}: {}", desk.screen());
        assert_eq!(desk.screen().contains("Got it"), is_shown, "{keys}: {}", desk.screen());
    }
    desk.keys("<bs><bs><bs><bs><bs>");
    assert!(desk.screen().contains("nothing to take back"), "{}", desk.screen());
    assert!(desk.screen().contains("“What would …”") && !desk.screen().contains("to come again"));
}

#[test]
fn the_cue_stays_where_it_is_when_the_answer_comes() {
    for (width, height) in SIZES {
        let mut desk = practising(width, height);
        let before = row(&desk, "“What would …”");
        desk.keys(" ");
        assert_eq!(row(&desk, "“What would …”"), before);
    }
}

#[test]
fn other_cards_are_chosen_by_a_key_or_a_click_and_stay_where_they_were() {
    let mut desk = practising(80, 24);
    desk.keys(" g");
    desk.click_on("Phrases");
    assert!(desk.screen().contains("[Phrases") && desk.screen().contains("“Help me …”"), "{}", desk.screen());
    desk.keys("<tab>");
    assert!(desk.screen().contains("[They say 15]"), "{}", desk.screen());
    desk.keys("<tab>");
    assert!(desk.screen().contains("[All") && desk.screen().contains("“How would …”"), "{}", desk.screen());
}

#[test]
fn whoever_has_only_a_mouse_practises_too() {
    let mut desk = practising(80, 24);
    // Anywhere on the page is a look.
    let (x, y) = desk.find("Say it aloud");
    desk.click(x + 60, y + 1);
    assert!(desk.screen().contains("What would have to be different"), "{}", desk.screen());
    desk.click(x + 60, y + 1);
    assert!(desk.screen().contains("Got it"), "a second click there judges nothing: {}", desk.screen());
    desk.click_on("← Again");
    assert!(desk.screen().contains("1 to come again"), "{}", desk.screen());
    let status = desk.screen().lines().count() - 2;
    let footer = u16::try_from(status).unwrap();
    for (words, shown) in
        [("Look", "How would you like"), ("Got it", "“What …”"), ("Take back", "How would you like")]
    {
        let screen = desk.screen();
        let line = screen.lines().nth(usize::from(footer)).unwrap();
        let at = line[1..].find(words).unwrap_or_else(|| panic!("{words}: {screen}"));
        desk.click(u16::try_from(text::width(&line[1..1 + at])).unwrap(), footer);
        assert!(desk.screen().contains(shown), "{words}: {}", desk.screen());
    }
    desk.click_on("→ Got it");
    desk.click_on("Back");
    assert!(matches!(desk.app.screen, Screen::Walk(_)));
}

#[test]
fn at_the_end_one_goes_on_once_more_or_back() {
    let mut desk = practising(80, 24);
    desk.keys("<tab> g a g g");
    assert!(desk.screen().contains("You have all 3."), "{}", desk.screen());
    assert!(desk.screen().contains("2 at the first try; 1 came again."), "{}", desk.screen());
    desk.keys("<enter>");
    assert!(desk.screen().contains("1 of 1") && desk.screen().contains("“How would …”"), "{}", desk.screen());
    desk.keys(" g");
    assert!(desk.screen().contains("You have it."), "{}", desk.screen());
    desk.click_on("On to: Phrases");
    assert!(desk.screen().contains("“Help me …”"), "{}", desk.screen());
    desk.keys("<tab><tab><tab><@Once more all>");
    assert!(desk.screen().contains("“How would …”"), "{}", desk.screen());
    desk.keys(" g<@Back>");
    assert!(matches!(desk.app.screen, Screen::Walk(_)), "{}", desk.screen());
}

/// Wherever one came from: every cell of the screen is as it was.
#[test]
fn esc_goes_back_to_where_one_was_and_never_asks() {
    let mut desk = prepared(80, 24);
    for place in ["", "<tab>", "<c-f>", "<tab><tab>", "<c-n>", "<c-n><tab><down>", "<f9>", "<down><down>"] {
        desk.keys(&place.replace("<c-f>", "a note<enter>"));
        desk.wait(6);
        let before = desk.screen();
        desk.keys("<f6> g a");
        assert!(is_practising(&desk), "{place}: {}", desk.screen());
        desk.keys("<esc>");
        assert_eq!(desk.screen(), before, "{place}");
    }
    // And on: what one types goes where the cursor stands.
    let mut desk = prepared(80, 24);
    desk.keys("<left><c-r> <esc>!");
    assert_eq!(desk.session().answers_json()["questions.list"][2], "What else!?");
}

#[test]
fn nothing_of_it_is_filed() {
    let mut desk = prepared(80, 24);
    let before = (desk.note().to_owned(), desk.session().revision(), desk.status());
    let mut effects = Vec::new();
    let keys = [Key::F(6), Key::Char(' '), Key::Left, Key::Enter, Key::Right, Key::Tab, Key::Char(' ')];
    let more = [Key::Right, Key::Backspace, Key::Left, Key::Down, Key::PageDown, Key::Tab, Key::Esc];
    for key in keys.into_iter().chain(more) {
        let now = Moment { wall: StandingClock.now(), tick: desk.tick };
        let event = match key {
            Key::Char(c) => Event::Text(c.to_string()),
            key => Event::Key(Chord::plain(key)),
        };
        effects.extend(desk.app.update(event, now));
        effects.extend(desk.app.hand_on_after_frame(desk.tick));
    }
    assert!(matches!(desk.app.screen, Screen::Walk(_)));
    assert!(effects.is_empty(), "{effects:?}");
    desk.wait(30);
    assert_eq!((desk.note().to_owned(), desk.session().revision(), desk.status()), before);
    assert!(desk.drafts.is_empty() || desk.drafts.values().all(|draft| *draft == before.0));
}

#[test]
fn what_is_typed_before_is_saved_as_ever() {
    let mut desk = Desk::walking(80, 24);
    desk.keys("No calls since March<f6> ");
    desk.wait(11);
    assert!(is_practising(&desk) && desk.note().contains("No calls since March"), "{}", desk.note());
    desk.keys("<c-q>");
    assert!(desk.quit);
}

#[test]
fn from_a_line_of_today_its_conversation_is_practised_and_esc_is_today_again() {
    let mut desk = prepared(120, 40);
    desk.keys("<esc>");
    desk.app.note = None;
    desk.keys("<f6>");
    assert!(is_practising(&desk) && desk.screen().contains("“What would …”"), "{}", desk.screen());
    desk.keys("<esc>");
    assert!(matches!(desk.app.screen, Screen::Today(_)), "{}", desk.screen());
    // From the agenda, the page of a client, and on something that is due: back to there.
    let mut desk = with_follow_ups(120, 40);
    for (keys, is_there) in [
        ("", (|screen| matches!(screen, Screen::Today(_))) as fn(&Screen) -> bool),
        ("a", |screen| matches!(screen, Screen::Agenda(_))),
        ("<esc>c<enter>", |screen| matches!(screen, Screen::Client(_))),
    ] {
        desk.keys(keys);
        desk.keys("<f6>");
        assert!(is_practising(&desk), "{keys}: {}", desk.screen());
        desk.keys(" g<esc>");
        assert!(is_there(&desk.app.screen), "{keys}: {}", desk.screen());
    }
    let mut desk = Desk::new(80, 24);
    desk.keys("<f6>");
    assert!(desk.screen().contains("n begins a conversation"), "{}", desk.screen());
}

#[test]
fn a_conversation_that_is_only_read_is_practised_too() {
    let mut desk = prepared(80, 24);
    desk.app.note.as_mut().unwrap().open.holder = Some("process 7".to_owned());
    let revision = desk.session().revision();
    desk.keys("<f6> g a");
    assert!(is_practising(&desk) && desk.screen().contains("“What …”"), "{}", desk.screen());
    desk.keys("<esc>");
    assert_eq!(desk.session().revision(), revision);
}

/// However long the words and low the window, all of them can be read.
#[test]
fn a_long_answer_is_scrolled_to_and_read_to_its_end() {
    let mut desk = Desk::walking(80, 24);
    let long: Vec<_> = (1..90).map(|n| format!("word{n}")).collect();
    desk.keys("<c-n>");
    desk.event(Event::Paste(long.join(" ")));
    for (width, height) in [(60, 20), (40, 10)] {
        desk.event(Event::Resize { width, height });
        desk.keys("<f6> ");
        assert!(desk.screen().contains("“word1 word2 word3"), "{}", desk.screen());
        let mut seen = desk.screen();
        for _ in 0..20 {
            desk.keys("<down>");
            seen.push_str(&desk.screen());
        }
        assert!((1..90).all(|n| seen.contains(&format!("word{n}"))), "{seen}");
        assert!(desk.screen().contains("→ Got it"), "{}", desk.screen());
        desk.keys("<esc>");
    }
}

#[test]
fn nothing_is_told_by_colour_alone_and_nothing_hangs_over_the_edge() {
    for (width, height) in [(120, 40), (80, 24), (60, 20), (40, 24), (40, 10), (200, 60)] {
        let mut desk = practising(width, height);
        let told = |desk: &mut Desk| {
            let colours = desk.screen();
            let theme = desk.app.theme;
            desk.app.theme = Theme::of(config::Theme::Dark, Colours::None);
            let plain = desk.screen();
            desk.app.theme = theme;
            assert_eq!(colours.replace('>', "|"), plain.replace('>', "|"));
            let cells = usize::from(view::body(desk.app.size).width);
            let page = desk.app.screen_page().unwrap();
            for line in &page.lines {
                let line: String = line.pieces.iter().map(|(words, _)| words.as_str()).collect();
                assert!(text::width(line.trim_end()) <= cells, "{width}: {line}");
            }
        };
        for keys in ["", " ", "a", "<tab> a", "<tab><tab> ", "<tab><tab> g g g g "] {
            desk.keys(keys);
            told(&mut desk);
        }
    }
}

#[test]
fn a_playbook_that_changes_meanwhile_harms_nothing() {
    let own = tempfile::tempdir().unwrap();
    let source = include_str!("../../../../playbooks/exit-interview.toml");
    let file = own.path().join("exit-interview.toml");
    std::fs::write(&file, source).unwrap();
    // The step of the questions is another one by now, and where it stood stands something else.
    let steps: Vec<_> = source.split("[[step]]\n").collect();
    let mine = steps[2].replace("id       = \"list\"", "id       = \"mine\"");
    let turned =
        [&[steps[0], steps[1]], &steps[3..5], &[mine.as_str()], &steps[5..]].concat().join("[[step]]\n");
    for (keys, is_walk) in [(" g<esc>", true), (" g<tab><enter>", false)] {
        std::fs::write(&file, source).unwrap();
        let mut desk = Desk::with(own.path(), 80, 24);
        desk.keys("n<@Pre-emptive exit>Ada Byron<c-n><c-n>");
        assert!(desk.screen().contains("Your questions"), "{}", desk.screen());
        desk.keys("<f6>");
        std::fs::write(&file, &turned).unwrap();
        desk.event(Event::Focus);
        assert!(desk.session().playbook().find("questions.mine").is_some());
        desk.keys(keys);
        assert_eq!(is_practising(&desk), !is_walk, "{}", desk.screen());
        if !is_walk {
            assert!(desk.screen().contains("not there any more"), "{}", desk.screen());
            desk.keys("<esc>");
        }
        assert!(desk.screen().contains("in your own words"), "the same step by its id: {}", desk.screen());
        desk.keys("What would help?");
        desk.wait(6);
        assert!(desk.note().contains("What would help?"));
    }
}

#[test]
fn all_that_can_be_done_is_in_help_and_in_all_actions() {
    let mut desk = practising(120, 40);
    desk.keys("<f1>");
    for words in ["Practising", "→, g", "you had it", "←, a", "comes again", "Ctrl+Z, Backspace"] {
        assert!(desk.screen().contains(words), "{words}: {}", desk.screen());
    }
    desk.keys("<esc> <c-p>again");
    desk.keys("<enter>");
    assert!(desk.screen().contains("1 to come again"), "{}", desk.screen());
    let mut desk = prepared(60, 20);
    desk.keys("<c-p>practise<enter>");
    assert!(is_practising(&desk), "{}", desk.screen());
    // On a blank screen no word of it stays.
    desk.keys("<f8>");
    assert!(!desk.screen().contains("What would"), "{}", desk.screen());
    desk.keys("<f8>");
    assert!(desk.screen().contains("What would"), "{}", desk.screen());
}
