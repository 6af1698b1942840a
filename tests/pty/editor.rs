//! The advisor's own editor: it has the terminal while it runs, and what it saves counts.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rustix::process::Signal;

use super::common::Home;
use super::terminal::Tty;
use super::{END, QUIT, behind_the_built_in, walking_with};

const TALK: &str = include_str!("../playbooks/valid/minimal.toml");

/// A home folder with a playbook, and an editor that is this script. Gives what `EDITOR` says.
fn home_with(playbook: &str, script: &str) -> (Home, String) {
    let home = Home::new();
    home.write("data/goodterms/playbooks/talk.toml", playbook);
    // A name that is told the line, in a folder with a blank.
    let editor = home.write("my programs/nano", format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o700)).unwrap();
    (home, format!("'{editor}' -x"))
}

fn read(home: &Home, name: &str) -> String {
    fs::read_to_string(home.path().join(name)).unwrap_or_default()
}

#[test]
fn a_broken_playbook_is_mended_in_the_editor() {
    // It saves by renaming, and somebody presses Ctrl+C in it.
    let script = r#"
        printf '%s\n' "$@" > "$HOME/called"
        stty -a > "$HOME/stty"
        kill -INT $PPID
        sed 's/lable/label/' "$3" > "$3.new" && mv "$3.new" "$3""#;
    let (home, editor) = home_with(&TALK.replace("label = \"What", "lable = \"What"), script);
    let mut tty = Tty::run_with_editor(&home, &[], &editor, (80, 24));
    tty.see("n New");
    tty.keys("p");
    tty.see("built in");
    tty.keys(&behind_the_built_in());
    tty.see("1 error, cannot be used");
    tty.keys("<enter>");
    tty.see("did you mean `label`?");
    tty.keys("e");
    tty.see("can be used now");
    tty.see("Find out what is wrong.");
    tty.is_taken();
    let line = 1 + TALK.lines().position(|l| l.contains("What happened?")).unwrap();
    let file = home.path().join("data/goodterms/playbooks/talk.toml");
    assert_eq!(read(&home, "called"), format!("-x\n+{line}\n{}\n", file.display()));
    let modes = read(&home, "stty");
    assert!(
        modes.contains(" icanon") && modes.contains(" echo"),
        "the editor had a terminal as it was: {modes}"
    );

    // And on: a conversation with it.
    tty.keys("nAda<c-n>");
    tty.see("What happened?");
    tty.keys("words");
    tty.saved("words");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    tty.is_restored();
}

#[test]
fn a_built_in_playbook_is_copied_first_and_a_copy_nobody_changed_goes_again() {
    let (home, editor) = home_with(TALK, r#"[ -e "$HOME/change" ] && echo >> "$3"; true"#);
    let folder = home.path().join("data/goodterms/playbooks");
    let is_playbook = |path: &Path| path.extension().is_some_and(|e| e == "toml");
    let files =
        || fs::read_dir(&folder).unwrap().filter(|f| is_playbook(&f.as_ref().unwrap().path())).count();
    let mut tty = Tty::run_with_editor(&home, &[], &editor, (80, 24));
    tty.see("n New");
    tty.keys("p");
    tty.see("built in");
    tty.keys("e");
    tty.see("Nothing was changed");
    assert_eq!(files(), 1);
    home.write("change", "");
    tty.keys("e");
    tty.see("is yours now, in");
    assert_eq!(files(), 2);
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
}

#[test]
fn an_editor_that_is_not_there_is_told_in_words() {
    let (home, _) = home_with(TALK, "");
    let mut tty = Tty::run_with_editor(&home, &[], "/there/is/no-editor", (80, 24));
    tty.see("n New");
    tty.keys("p");
    tty.see("built in");
    tty.keys(&format!("{}e", behind_the_built_in()));
    tty.see("there is no such program");
    tty.see("VISUAL or EDITOR");
    tty.is_taken();
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    tty.is_restored();
}

#[test]
fn whoever_ends_us_while_the_editor_is_up_loses_no_word() {
    // It ends by itself when we are gone, so that nobody holds the terminal.
    let script = r#"echo; echo "THE EDITOR IS UP"; touch "$HOME/up"; while kill -0 $PPID 2>/dev/null; do sleep 0.02; done"#;
    let (home, editor) = home_with(TALK, script);
    let mut tty = walking_with(&home, &editor);
    tty.keys("precious words<esc>");
    tty.see("n New");
    tty.keys("p");
    tty.see("built in");
    tty.keys(&format!("{}e", behind_the_built_in()));
    tty.until_raw("THE EDITOR IS UP");
    tty.signal(Signal::TERM);
    tty.end_within(END);
    tty.is_restored();
    assert!(home.note().contains("\nprecious words\n"), "{}", home.note());
}

#[test]
fn the_command_asks_whether_to_go_on_until_nothing_is_wrong() {
    // The first time it breaks the playbook, the second time it mends it; Ctrl+C is the editor's own.
    let script = r#"
        kill -INT $PPID
        if [ -e "$HOME/broken" ]; then sed -i.bak 's/lable/label/' "$3"
        else touch "$HOME/broken"; sed -i.bak 's/label/lable/' "$3"; fi"#;
    let (home, editor) = home_with(TALK, script);
    let mut tty = Tty::run_with_editor(&home, &["playbook", "edit", "talk"], &editor, (80, 24));
    tty.until_raw("Edit again? [Y/n] ");
    tty.keys("<enter>");
    tty.until_raw("talk.toml: nothing is wrong.");
    assert!(tty.end_within(QUIT).success());

    let mut tty = Tty::run_with_editor(&home, &["playbook", "edit", "talk"], "false", (80, 24));
    tty.until_raw("the editor ended with an error");
    assert!(tty.end_within(QUIT).success(), "nothing is wrong with the playbook");
    home.write("data/goodterms/playbooks/talk.toml", TALK.replace("label", "lable"));
    let mut tty = Tty::run_with_editor(&home, &["playbook", "edit", "talk"], "true", (80, 24));
    tty.until_raw("Edit again? [Y/n] ");
    tty.keys("n<enter>");
    assert_eq!(tty.end_within(QUIT).exit_code(), 1);
}

#[test]
fn coming_back_to_the_window_brings_what_was_changed_elsewhere() {
    let (home, editor) = home_with(TALK, "");
    let mut tty = walking_with(&home, &editor);
    tty.keys("words");
    tty.saved("words");
    home.write("data/goodterms/playbooks/talk.toml", TALK.replace("What happened?", "What was it?"));
    // What a terminal sends when its window is come back to.
    tty.send("\x1b[O\x1b[I");
    tty.see("What was it?");
    tty.see("The playbook changed; your answers are where they were");
    tty.see("▎ words");

    // And one that is not there any more is told on opening, with what to do.
    tty.keys("<esc>");
    tty.see("n New");
    fs::remove_file(home.path().join("data/goodterms/playbooks/talk.toml")).unwrap();
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    let mut tty = Tty::run_with_editor(&home, &[], &editor, (80, 24));
    tty.see("Open conversations");
    tty.keys("<enter>");
    tty.see("Its playbook `talk` is not here. Press p");
}

/// What lies where texts are while an editor has them.
fn sheets(home: &Home) -> Vec<String> {
    let Ok(folder) = fs::read_dir(home.path().join("state/goodterms/edit")) else { return Vec::new() };
    folder.map(|f| f.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_text_is_written_in_the_editor_and_its_file_is_gone_when_it_is_saved() {
    let script = r#"
        printf '%s\n' "$@" > "$HOME/called"
        ls -ld "$(dirname "$3")" "$3" | cut -c1-10 > "$HOME/modes"
        cp "$3" "$HOME/given"
        printf 'written by %s\r\nin the editor\n' hand >> "$3""#;
    let (home, editor) = home_with(TALK, script);
    let mut tty = walking_with(&home, &editor);
    tty.keys("typed here<c-e>");
    tty.see("Your editor may keep copies");
    tty.see("in the editor");
    tty.is_taken();
    tty.saved("in the editor");
    let called = read(&home, "called");
    let file = Path::new(called.lines().nth(2).unwrap());
    assert_eq!(file.parent().unwrap(), home.path().join("state/goodterms/edit"));
    let name = file.file_name().unwrap().to_str().unwrap();
    assert!(name.ends_with(".md") && !name.to_lowercase().contains("ada"), "{name}");
    assert_eq!(read(&home, "modes"), "drwx------\n-rw-------\n");
    assert_eq!(read(&home, "given"), "typed here\n");
    assert_eq!(sheets(&home), [""; 0]);
    tty.keys("<c-z>");
    tty.until("undone", |tty| !tty.text().contains("by hand") && tty.text().contains("typed here"));
    tty.keys("<c-y>");
    tty.see("by hand");
    tty.keys("<c-q>");
    assert!(tty.end_within(QUIT).success());
    assert!(home.note().contains("\ntyped here\nwritten by hand\nin the editor\n"), "{}", home.note());
    tty.is_restored();
}

#[test]
fn an_editor_that_fails_leaves_the_text_as_it_was() {
    let script = r#"
        case $(cat "$HOME/how") in
            fails) echo "half a word" >> "$3"; exit 1 ;;
            gives-up) exit 1 ;;
            loses) rm "$3" ;;
            scrambles) printf '\377\376' > "$3" ;;
            pipes) rm "$3"; mkfifo "$3" ;;
        esac"#;
    for (how, told, left) in [
        ("fails", "The editor failed, and the text is as it was. What it saved: ", 1),
        ("gives-up", "The editor ended with an error, and the text is as it was", 0),
        ("loses", "Your editor left no file, and the text is as it was", 0),
        ("scrambles", "The text is as it was. What your editor saved: this is no text", 1),
        ("pipes", "The text is as it was. What your editor saved: this is no plain file", 1),
    ] {
        let (home, editor) = home_with(TALK, script);
        home.write("how", how);
        let mut tty = walking_with(&home, &editor);
        tty.resize(300, 24);
        tty.keys("precious words<c-e>");
        tty.see(told);
        tty.see("precious words");
        assert_eq!(sheets(&home).len(), left, "{how}: what was written there is kept");
        tty.keys("!<c-q>");
        assert!(tty.end_within(QUIT).success());
        assert!(home.note().contains("\nprecious words!\n"), "{how}");
        assert_eq!(sheets(&home).len(), left, "{how}");
    }
}

#[test]
fn whoever_ends_us_while_a_text_is_in_the_editor_finds_its_file() {
    let script = r#"
        echo "more words" >> "$3"
        echo; echo "THE EDITOR IS UP"; while kill -0 $PPID 2>/dev/null; do sleep 0.02; done"#;
    for signal in [Signal::TERM, Signal::HUP, Signal::KILL] {
        let (home, editor) = home_with(TALK, script);
        let mut tty = walking_with(&home, &editor);
        tty.keys("precious words<c-e>");
        tty.until_raw("THE EDITOR IS UP");
        tty.signal(signal);
        tty.end_within(END);
        let [sheet] = sheets(&home).try_into().unwrap();
        let sheet = read(&home, &format!("state/goodterms/edit/{sheet}"));
        assert_eq!(sheet, "precious words\nmore words\n", "{signal:?}");
        if signal != Signal::KILL {
            assert!(home.note().contains("\nprecious words\n"), "{}", home.note());
        }
    }
}

#[test]
fn a_link_in_the_place_of_its_folder_is_not_written_through() {
    let (home, editor) = home_with(TALK, r#"echo more >> "$3""#);
    fs::create_dir_all(home.path().join("elsewhere")).unwrap();
    fs::create_dir_all(home.path().join("state/goodterms")).unwrap();
    std::os::unix::fs::symlink(home.path().join("elsewhere"), home.path().join("state/goodterms/edit"))
        .unwrap();
    let mut tty = walking_with(&home, &editor);
    tty.keys("precious words<c-e>");
    tty.see("this is no folder, but a link");
    tty.keys("!<c-q>");
    assert!(tty.end_within(QUIT).success());
    assert!(home.note().contains("\nprecious words!\n"));
    assert_eq!(fs::read_dir(home.path().join("elsewhere")).unwrap().count(), 0);
}
