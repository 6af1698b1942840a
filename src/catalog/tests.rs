//! The folder of a user, as it is and as it changes.

use std::fs;

use chrono::{DateTime, FixedOffset, NaiveDateTime};

use super::*;
use crate::dates::Clock;
use crate::document::{Document, Head};
use crate::session::{self, Session, Start};

#[test]
fn every_playbook_of_the_repository_is_embedded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks");
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|n| n.ends_with(".toml"));
    names.sort();
    for entry in Catalog::load(Path::new("/there/is/none")).entries() {
        assert!(names.contains(&format!("{}.toml", entry.id)), "the file of {} has another name", entry.id);
    }
    assert_eq!(names, EMBEDDED.iter().map(|(n, _)| *n).collect::<Vec<_>>());
}

#[test]
fn a_title_is_known_before_its_playbook_was_checked_and_is_the_same() {
    let temp = tempfile::tempdir().unwrap();
    let catalog = Catalog::load(temp.path());
    for (file, source) in EMBEDDED {
        assert_eq!(title_in(source).as_deref(), catalog.title(id_of(file)), "{file}");
        assert_eq!(catalog.title(id_of(file)), catalog.playbook(id_of(file)).map(|p| p.title.as_str()));
    }
    assert_eq!(catalog.title("nowhere"), None);
}

#[test]
fn the_title_is_that_of_the_one_that_is_used() {
    let temp = tempfile::tempdir().unwrap();
    let own = Catalog::embedded("win-back").unwrap().replace("\"Win back\"", "\"Come back\"");
    fs::write(temp.path().join("win-back.toml"), &own).unwrap();
    assert_eq!(Catalog::load(temp.path()).title("win-back"), Some("Come back"));
    fs::write(temp.path().join("win-back.toml"), own.replace("[playbook]", "[playbok]")).unwrap();
    assert_eq!(Catalog::load(temp.path()).title("win-back"), Some("Win back"));
    let broken = own.replace("\"win-back\"", "\"mine\"").replace("[[step]]", "[[stepp]]");
    fs::write(temp.path().join("mine.toml"), broken).unwrap();
    let catalog = Catalog::load(temp.path());
    assert!(catalog.entries().any(|entry| entry.id == "mine"));
    assert_eq!(catalog.title("mine"), None, "nobody can use it");
}

#[test]
fn every_sample_of_the_repository_is_embedded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("playbooks/samples");
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, SAMPLES.iter().map(|(n, _)| *n).collect::<Vec<_>>());
}

/// A clock of which tests say what it shows.
struct Standing(&'static str);

impl Clock for Standing {
    fn now(&self) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(self.0).unwrap()
    }

    fn at(&self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        local.and_local_timezone(*self.now().offset()).unwrap()
    }
}

/// At noon, at the turn of a year and of a day, and on a day that not every year has.
const MOMENTS: [&str; 4] = [
    "2026-11-21T14:02:10-05:00",
    "2027-01-01T00:00:30+01:00",
    "2027-12-31T23:59:59-08:00",
    "2028-02-29T09:00:00+05:30",
];

fn sample(source: &str, clock: &Standing) -> Session {
    let start = Start { id: "k3v9q2m8x7ta".to_owned(), ..Start::default() };
    session::sample::read(source, Catalog::embedded_playbook, start, clock)
        .unwrap_or_else(|faults| panic!("{}", crate::diagnostic::render(&faults, "sample", source, false)))
}

#[test]
fn every_embedded_sample_is_a_note_that_reads_back_on_every_day() {
    for ((file, source), now) in SAMPLES.iter().flat_map(|sample| MOMENTS.map(|now| (sample, now))) {
        let clock = Standing(now);
        let begun = sample(source, &clock);
        let text = begun.to_document().render();
        assert_eq!(text, sample(source, &clock).to_document().render(), "{file}: made twice");
        let document = Document::parse(&text);
        let head = document.head().unwrap();
        assert!(head.started <= clock.now(), "{file}");
        assert_eq!(head.sample.as_ref(), Some(&document.text_hash()), "{file}");
        assert!(head.answered.all[0] > 0, "{file}: an empty one shows nothing");
        let again = Session::open(begun.playbook().clone(), head, document, clock.now());
        assert_eq!(again.answers_json(), begun.answers_json(), "{file}");
        assert_eq!(again.notes_json(), begun.notes_json(), "{file}");
        // The words of options are known from the note only.
        let head = Head { labels: begun.head().labels.clone(), ..again.head().clone() };
        assert_eq!(&head, begun.head(), "{file}");
        assert_eq!(again.to_document().render(), text, "{file}");
        assert_eq!((again.verbatim().count(), again.earlier().len()), (0, 0), "{file}");
    }
}

/// A field that is passed over, or a list that is too short, would be a slip of ours.
#[test]
fn every_embedded_sample_fits_its_playbook() {
    for (file, source) in SAMPLES {
        let session = sample(source, &Standing(MOMENTS[0]));
        for (at, field) in session.playbook().fields() {
            assert!(
                session.held(at).is_none() || session.applies(at),
                "{file}: {} is passed over",
                field.key
            );
        }
    }
}

#[test]
fn a_users_playbook_replaces_and_a_broken_one_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let (_, farewell) = EMBEDDED[1];
    fs::write(folder.path().join("mine.TOML"), farewell.replace("[playbook]", "[playbook]\n# mine")).unwrap();
    fs::write(folder.path().join("broken.toml"), EMBEDDED[0].1.replace("format = 1", "format = 9")).unwrap();
    fs::write(folder.path().join("notes.txt"), "x").unwrap();
    let catalog = Catalog::load(folder.path());
    let listed: Vec<_> = catalog.entries().map(|e| (e.id.as_str(), e.origin, e.errors())).collect();
    let replaced = |id| if id == "farewell" { Origin::Replaces } else { Origin::Embedded };
    let embedded = EMBEDDED.iter().map(|(file, _)| id_of(file)).map(|id| (id, replaced(id), 0));
    let broken = ("exit-interview", Origin::WouldReplace, 1);
    assert_eq!(listed, embedded.chain([broken]).collect::<Vec<_>>());
    assert!(catalog.playbook("exit-interview").is_some());
}

#[cfg(unix)]
#[test]
fn a_pipe_does_not_hold_up_the_catalog() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.toml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let catalog = Catalog::load(folder.path());
    assert_eq!((catalog.entries().count(), catalog.unreadable.len()), (EMBEDDED.len(), 1));
}

#[test]
fn two_files_with_one_id_are_both_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mine = EMBEDDED[1].1.replace("\"farewell\"", "\"goodbye\"");
    fs::write(folder.path().join("a.toml"), &mine).unwrap();
    fs::write(folder.path().join("b.toml"), &mine).unwrap();
    let catalog = Catalog::load(folder.path());
    assert!(catalog.playbook("goodbye").is_none());
    assert_eq!(catalog.entries().filter(|e| e.errors() == 1).count(), 2);
}

// Elsewhere than on Unix nothing tells such a file from the one before.
#[cfg(unix)]
#[test]
fn a_reread_sees_what_changed_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let mine = EMBEDDED[1].1.replace("\"farewell\"", "\"goodbye\"");
    fs::write(path("a.toml"), &mine).unwrap();
    fs::write(path("b.toml"), mine.replace("\"goodbye\"", "\"b\"")).unwrap();
    let catalog = Catalog::load(folder.path());
    assert!(catalog.reread().is_none(), "nothing changed");

    // As many bytes, the same time, another file under the name: as an editor saves that renames.
    let before = fs::metadata(path("a.toml")).unwrap().modified().unwrap();
    fs::write(path("new"), mine.replace("\"goodbye\"", "\"goodday\"")).unwrap();
    fs::File::options().write(true).open(path("new")).unwrap().set_modified(before).unwrap();
    fs::rename(path("new"), path("a.toml")).unwrap();
    let again = catalog.reread().unwrap();
    assert!(again.playbook("goodday").is_some() && again.playbook("goodbye").is_none());
    let (b, same) = (catalog.playbook("b").unwrap(), again.playbook("b").unwrap());
    assert!(Arc::ptr_eq(b, same), "what did not change is not read again");

    fs::write(path("notes.txt"), "x").unwrap();
    fs::write(path(".#a.toml"), "x").unwrap();
    assert!(again.reread().is_none(), "neither other files nor those of an editor count");
    fs::remove_file(path("a.toml")).unwrap();
    assert!(again.reread().unwrap().playbook("goodday").is_none());
}

#[test]
fn two_with_one_id_come_back_when_one_is_renamed() {
    let folder = tempfile::tempdir().unwrap();
    let mine = EMBEDDED[1].1.replace("\"farewell\"", "\"goodbye\"");
    for name in ["a.toml", "b.toml"] {
        fs::write(folder.path().join(name), &mine).unwrap();
    }
    let catalog = Catalog::load(folder.path());
    assert_eq!(catalog.unusable(), 2);
    assert!(catalog.entries().skip(EMBEDDED.len()).all(|e| e.origin == Origin::Twice));
    fs::write(folder.path().join("b.toml"), mine.replace("\"goodbye\"", "\"b\"")).unwrap();
    let again = catalog.reread().unwrap();
    assert!(again.playbook("goodbye").is_some() && again.playbook("b").is_some());
    assert_eq!(again.unusable(), 0);
}

#[test]
fn a_copy_that_nobody_changed_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.toml");
    assert!(copy_of("one", &path).unwrap().take_back() && !path.exists());
    let copied = copy_of("one", &path).unwrap();
    assert!(copy_of("two", &path).is_err(), "never over a file");
    fs::write(&path, "mine").unwrap();
    assert!(!copied.take_back());
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
}
