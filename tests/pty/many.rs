//! A folder of ten thousand notes.

use std::fs;
use std::time::Instant;

use super::*;

const NOTES: usize = 10_000;
/// So many notes are of one client.
const EACH: usize = 20;

/// The first look at all notes of a disk that is cold, by a program that is not built to be fast.
const FIRST_LOOK: Duration = Duration::from_secs(20);
/// Everything else.
const ANSWER: Duration = Duration::from_secs(5);

/// Waits until these words are on the screen, and not longer.
#[track_caller]
fn see_within(tty: &mut Tty, words: &[&str], at_most: Duration) {
    let until = Instant::now() + at_most;
    while let Some(missing) = words.iter().find(|words| !tty.text().contains(**words)) {
        let came = tty.frame(until);
        assert_eq!(came, Came::Frame, "{missing:?} did not come within {at_most:?}:\n{}", tty.text());
    }
}

/// Ten thousand conversations; in one of them is a word that no other has, and something is due.
fn ten_thousand(home: &Home) {
    home.filled("Template", "");
    let template = home.note();
    let id = template.lines().find_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"')).unwrap();
    fs::remove_dir_all(home.notes()).unwrap();
    for n in 0..NOTES {
        let client = n / EACH;
        let mut note = template
            .replace(id, &format!("k3v9q{n:05}ta"))
            .replace("Template", &format!("Client {client:03}"));
        if n == 4_217 {
            note = note.replacen(
                "\n+++\n",
                "\n[[follow_up]]\nid = \"papers\"\ntitle = \"Send the papers\"\ndue = 2026-11-20\nstate = \"open\"\n+++\n",
                1,
            );
            note.push_str("\n## Theirs\n\nThey keep a unicorn.\n");
        }
        let folder = home.notes().join(format!("client-{client:03}"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(format!("2026-11-21-farewell-{n:05}.md")), note).unwrap();
    }
}

#[test]
fn ten_thousand_notes_keep_nobody_waiting() {
    let home = Home::new();
    ten_thousand(&home);
    let mut tty = Tty::run(&home, &[], (120, 40));
    see_within(&mut tty, &["n New"], ANSWER);
    // What is due of 4,217 conversations comes first, whatever their order.
    see_within(&mut tty, &["Send the papers", "Client 210"], FIRST_LOOK);

    tty.keys("c");
    see_within(&mut tty, &["Client 000"], ANSWER);
    tty.keys("client 499");
    see_within(&mut tty, &["Client 499"], ANSWER);
    tty.until("only that one", |tty| !tty.text().contains("Client 000"));
    tty.keys("<enter>");
    see_within(&mut tty, &["r Rename", "Client 499"], ANSWER);
    tty.keys("<esc>");
    see_within(&mut tty, &["Clients", "▎ client 499"], ANSWER);
    tty.keys("<esc>");
    see_within(&mut tty, &["n New"], ANSWER);

    tty.keys("a");
    see_within(&mut tty, &["Send the papers", "Fri 20 Nov"], ANSWER);
    tty.keys("<esc>");
    see_within(&mut tty, &["n New"], ANSWER);

    tty.keys("/unicorn");
    see_within(&mut tty, &["They keep a unicorn.", "Client 210"], FIRST_LOOK);
    tty.keys("<enter>");
    tty.see("Client 210");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    tty.is_restored();
}

/// Without rights of an administrator nobody makes a disk hang. A pipe is the next worst: who opens
/// one as if it were a file waits for ever.
#[test]
fn what_was_remembered_is_shown_where_the_notes_are_pipes() {
    for is_folder in [false, true] {
        let home = Home::new();
        home.filled("Ada Byron", "");
        let mut tty = Tty::run(&home, &[], (80, 24));
        tty.see("Ada Byron");
        tty.keys("<c-q>");
        assert!(tty.end_within(QUIT).success());
        let remembered = home.state().join("today.json");
        assert!(fs::read_to_string(&remembered).unwrap().contains("Ada Byron"));

        let note = home.files().remove(0);
        let mut pipes: Vec<_> = (0..50).map(|n| note.with_file_name(format!("2026-11-21-{n}.md"))).collect();
        pipes.push(note.clone());
        fs::remove_file(&note).unwrap();
        if is_folder {
            fs::remove_dir_all(home.notes()).unwrap();
            pipes = vec![home.notes()];
        }
        assert!(Command::new("mkfifo").args(&pipes).status().unwrap().success());

        let mut tty = Tty::run(&home, &[], (80, 24));
        // The first frame has it, whatever comes of the folder then.
        tty.until("a frame", |tty| !tty.text().trim().is_empty());
        assert!(tty.text().contains("Ada Byron"), "{}", tty.text());
        tty.keys("p");
        see_within(&mut tty, &["built in"], ANSWER);
        tty.keys("<esc>");
        see_within(&mut tty, &["n New"], ANSWER);
        tty.keys("a");
        see_within(&mut tty, &["Esc Back"], ANSWER);
        tty.keys("<esc>");
        see_within(&mut tty, &["n New"], ANSWER);
        tty.keys("<c-q>");
        assert!(tty.end_within(QUIT).success());
        tty.is_restored();
    }
}
