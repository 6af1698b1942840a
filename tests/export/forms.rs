//! A conversation, and all with a client, as Markdown, as a page and as a document.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, SystemTime};

use super::common::{Home, Ran};

/// A conversation in which something is private, and something is named.
const REBUILD: &str = r#"
[stake]
telling = "yes"
notes = ["Quentin Featherstone wrote to us, 48213"]
[listen]
words = "You took 4,800 twice, Ada Byron said.\n# And *nobody* called"
"#;

/// Home with two conversations of Zoë, one of which went on from the other, and one of somebody else.
pub fn told() -> Home {
    let home = Home::new();
    let fill = |playbook: &str, client: &str, more: &[&str], answers: &str| {
        let args =
            [&["fill", "--start", playbook, "--client", client][..], more, &["--answers", "-"]].concat();
        let ran = home.run_with(&args, answers);
        assert_eq!(ran.code, 0, "{}", ran.err);
    };
    fill(
        "rebuild",
        "Zoë O'Brien",
        &["--organisation", "Mills & Co", "--meeting", "24 nov 12:30", "--how", "phone"],
        REBUILD,
    );
    fill("farewell", "Zoë O'Brien", &["--organisation", "Mills & Co"], "[why]\nwords = \"I go.\"\n");
    fill(
        "farewell",
        "Ada Byron",
        &[],
        "[why]\nwords = \"Zoë O'Brien told me to.\"\nnotes = [\"O'Brienz is another\"]\n",
    );
    home
}

fn export(home: &Home, args: &[&str]) -> Ran {
    home.run(&[&["export"], args].concat())
}

#[test]
fn a_conversation_is_written_in_each_form() {
    let home = told();
    let id = id_of(&home, "rebuild");
    let text = export(&home, &[&id, "--to", "md"]);
    assert_eq!(text.code, 0, "{text:?}");
    assert!(text.out.starts_with("# Rebuild after you upset them: Zoë O'Brien\n"), "{}", text.out);
    assert!(
        text.out.contains("> You took 4,800 twice, Ada Byron said.\\\n> \\# And \\*nobody\\* called"),
        "{}",
        text.out
    );
    assert_eq!(export(&home, &[&id, "--to", "md", "-o", "-"]).out, text.out);
    let page = export(&home, &[&id, "--to", "html"]).out;
    assert!(
        page.starts_with("<!DOCTYPE html><html lang=\"en\">") && page.contains("# And *nobody* called"),
        "{page}"
    );
    let file = home.path().join("zoe.docx");
    let ran = export(&home, &[&id, "--to", "docx", "-o", file.to_str().unwrap()]);
    assert!(ran.code == 0 && ran.out.is_empty() && ran.err.contains("Written: "), "{ran:?}");
    let bytes = fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"PK"));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(export(&home, &[&id, "--to", "docx", "-o", file.to_str().unwrap(), "--force"]).code, 0);
    assert_eq!(fs::read(&file).unwrap(), bytes, "the same conversation is the same file");
    // A note is never written over, whatever is written.
    let note = home.files()[0].clone();
    let ran = export(&home, &[&id, "--to", "md", "-o", note.to_str().unwrap(), "--force"]);
    assert!(ran.code == 1 && ran.err.contains("notes folder"), "{ran:?}");
}

#[test]
fn what_is_private_goes_along_only_if_it_is_asked_for() {
    let home = told();
    let id = id_of(&home, "rebuild");
    let without = export(&home, &[&id, "--to", "md"]);
    assert!(!without.out.contains("telling others"), "{}", without.out);
    assert_eq!(without.err, "1 private line was left out: --private takes it along\n");
    let with = export(&home, &[&id, "--to", "md", "--private"]);
    assert!(with.out.contains("telling others"), "{}", with.out);
    assert_eq!(with.err, "Private lines may still have to be disclosed\n");
}

#[test]
fn a_redacted_export_names_nobody() {
    let home = told();
    for args in [&["--client", "Zoë O'Brien"][..], &[&id_of(&home, "rebuild")]] {
        for form in ["md", "html"] {
            let ran = export(&home, &[args, &["--to", form, "--redact", "--private"]].concat());
            assert!(ran.code == 0 && ran.err.contains("read it before you give it away"), "{ran:?}");
            for word in ["Zoë", "O'Brien", "O&#39;Brien", "Mills", "Ada", "Byron", "4,800", "48213"] {
                assert!(!ran.out.contains(word), "{word}: {}", ran.out);
            }
            assert!(ran.out.contains("Client 1") && ran.out.contains("[number 1]"), "{}", ran.out);
            // Whom no front matter names, nobody can know.
            assert!(ran.out.contains("Quentin"), "{}", ran.out);
        }
    }
}

#[test]
fn all_with_a_client_is_one_document() {
    let home = told();
    let rebuild = home.files().into_iter().find(|file| file.to_string_lossy().contains("rebuild")).unwrap();
    // Somebody wrote in it the day before: the clock of the tests stands still.
    let text = fs::read_to_string(&rebuild).unwrap().replace("started = 2026-11-21", "started = 2026-11-18");
    fs::write(&rebuild, text).unwrap();
    let yesterday = SystemTime::UNIX_EPOCH + Duration::from_secs(1_795_197_600);
    fs::File::options().append(true).open(&rebuild).unwrap().set_modified(yesterday).unwrap();
    fs::write(rebuild.with_file_name("half.md"), "+++\ngoodterms = 1\nid = \n+++\n").unwrap();
    let gone = fs::read_to_string(&rebuild)
        .unwrap()
        .replace("id = \"rebuild\"", "id = \"not-there\"")
        .replacen("id = \"", "id = \"z", 1);
    fs::write(rebuild.with_file_name("gone.md"), gone).unwrap();
    let ran = export(&home, &["--client", "ZOË O'BRIEN", "--to", "md"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    insta::assert_snapshot!("all_with_a_client", home.same(&ran.out));
    assert!(ran.err.contains("half.md") && ran.err.contains("not-there"), "{}", ran.err);
    // Whom others are is not said.
    assert!(!ran.out.contains("told me to"), "{}", ran.out);
    for form in ["html", "docx"] {
        let file = home.path().join(format!("all.{form}"));
        let ran = export(&home, &["--client", "Zoë O'Brien", "--to", form, "-o", file.to_str().unwrap()]);
        assert!(ran.code == 0 && file.exists(), "{ran:?}");
    }
}

#[test]
fn what_was_amended_and_dropped_is_told_and_days_on_which_nothing_was_are_not() {
    let home = Home::new();
    let on = |day: &str, args: &[&str]| {
        let mut command = home.command();
        let ran = Ran::of(command.env("GOODTERMS_NOW", format!("2026-{day}T10:00:00-05:00")).args(args));
        assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
    };
    on("09-01", &["fill", "--start", "farewell", "--client", "Ada Byron", "--answers", "/dev/null"]);
    on("09-01", &["promise", "Ada Byron", "call", "--on", "1 nov"]);
    on("11-02", &["close", "Ada Byron", "--outcome", "parted"]);
    on("11-05", &["drop", "Ada Byron", "call", "--because", "too late"]);
    on("11-09", &["note", "-s", "Ada Byron", "She called again."]);
    let of = |days: &[&str]| export(&home, &[&["--client", "Ada Byron", "--to", "md"], days].concat());
    let all = of(&[]).out;
    for told in [
        "**Amended:** Mon 9 November 2026, 10:00",
        "| Mon 9 November 2026, 10:00 | Amended after it was closed |",
        "| Thu 5 November 2026 | Dropped: call (too late) |",
    ] {
        assert!(all.contains(told), "{told}: {all}");
    }
    let october = of(&["--from", "2026-10-01", "--to-date", "2026-10-31"]);
    assert!(october.code == 1 && october.err.contains("these days"), "{october:?}");
    for day in ["2026-11-05", "2026-11-09"] {
        assert_eq!(of(&["--from", day, "--to-date", day]).code, 0, "{day}");
    }
}

#[test]
fn the_days_that_are_asked_for_choose_the_conversations() {
    let home = told();
    let all = export(
        &home,
        &["--client", "Zoë O'Brien", "--from", "2026-11-01", "--to-date", "2026-11-22", "--to", "md"],
    );
    assert!(all.out.contains("**Conversations:** 2"), "{all:?}");
    let later = export(&home, &["--client", "Zoë O'Brien", "--from", "23 nov 2026", "--to", "md"]);
    assert!(later.out.contains("**Conversations:** 1") && later.out.contains("Rebuild"), "{later:?}");
    let none = export(&home, &["--client", "Zoë O'Brien", "--to-date", "2020-01-01", "--to", "md"]);
    assert!(none.code == 1 && none.err.contains("these days"), "{none:?}");
}

#[test]
fn what_makes_no_sense_is_refused() {
    let home = told();
    for (args, told) in [
        (&["--to", "md"][..], "<SESSION>"),
        (&["Ada Byron", "--client", "Ada Byron", "--to", "md"], "cannot be used"),
        (&["Ada Byron", "--from", "today", "--to", "md"], "--client"),
        (&["--client", "Byron", "--to", "md"], "did you mean:\n  Ada Byron"),
        (&["--client", "Nobody", "--to", "md"], "goodterms list"),
        (&["--client", "Ada Byron", "--from", "soonish", "--to", "md"], "is not a day"),
        (
            &["--client", "Ada Byron", "--from", "today", "--to-date", "yesterday", "--to", "md"],
            "after the last",
        ),
        (&["--client", "Ada Byron", "--to", "card"], "one conversation"),
        (&["Ada Byron", "--to", "card", "--redact"], "--redact"),
        (&["Ada Byron", "--to", "md", "--full-names"], "--full-names"),
    ] {
        let ran = export(&home, args);
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains(told), "{args:?}: {ran:?}");
    }
}

/// The id of the conversation by a playbook.
pub fn id_of(home: &Home, playbook: &str) -> String {
    let list = home.run(&["list"]).out;
    let line = list.lines().find(|line| line.contains(playbook)).unwrap();
    line.split_whitespace().next().unwrap().to_owned()
}
