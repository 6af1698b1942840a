//! Forgetting, with everything in every folder, and interrupted at every step.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, FixedOffset};

use super::*;
use crate::document::{Client, Document, Head};
use crate::log::Log;
use crate::store::disk::{Disk, Growing, Stamp, System};
use crate::store::versions::{Keep, Why};
use crate::store::{Base, Filing, path_for};

const ADA: [&str; 2] = ["k3v9q2m8x7ta", "m8x7tak3v9q2"];
const BOB: &str = "b0b0b0b0b0b0";
/// Somebody else, in whose note Ada is named.
const ZOE: &str = "z0e0z0e0z0e0";

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap()
}

fn store(at: &Path) -> Store {
    Store::new(&at.join("notes"), &at.join("state"), Keep { count: 50, bytes: 20_000_000 }, Log::none())
}

fn head(id: &str, name: &str) -> Head {
    let client = Client { name: name.to_owned(), ..Client::default() };
    Head { id: id.to_owned(), client, ..Head::sample() }
}

fn text(head: &Head, words: &str) -> String {
    Document::new(head, &format!("Talk: {}", head.client.name)).render()
        + &format!("## A step {{#slipped}}\n\n### A field {{#slipped.where}}\n\n{words}\n\n")
}

/// Files a note, with an earlier version of it.
fn file(store: &Store, head: &Head, words: &str) -> PathBuf {
    let path = path_for(store.folder().path(), head);
    let (first, now_text) = (text(head, "quince"), text(head, words));
    store.file(Filing::new(&head.id, &path, &first, &Base::NEW, now())).unwrap();
    store.file(Filing::new(&head.id, &path, &now_text, &Base::of(&first), now())).unwrap();
    store.keep(&head.id, &first, Why::Before, now());
    path
}

/// Ada with two conversations under two names, and of everything something; Bob; and Zoë, who knows Ada.
fn home(at: &Path) -> Store {
    let store = store(at);
    let mut second = head(ADA[1], "A. Byron");
    second.client.also = vec!["Ada Byron".to_owned()];
    let path = file(&store, &head(ADA[0], "Ada Byron"), "quince jelly");
    file(&store, &second, "quince jam");
    file(&store, &head(BOB, "Bob Finn"), "plums");
    file(&store, &Head { from: Some(ADA[0].to_owned()), ..head(ZOE, "Zoë") }, "knows ADA BYRON's pears");
    file(&store, &head("y0y0y0y0y0y0", "Yan"), "knows Adabyron and Ada Byronson, ada byron too");
    for id in [ADA[0], BOB] {
        let of = head(id, if id == BOB { "Bob Finn" } else { "Ada Byron" });
        let (name, note) = (&id[..6], text(&of, "quince cheese"));
        let put = |path: &str, text: &str| {
            let path = at.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        put(&format!("state/merged/0011-2026-11-21-exit-{name} (1).md"), &note);
        put(&format!("state/merged/0012-2026-11-21-exit-{name}-2.md"), "+++\nbroken quince");
        put(&format!("state/rescued/0013-2026-11-21-exit-{name}.md"), &note);
        put(&format!("state/aside/0014-goodterms-{id}-aa.part"), "+++\nquince");
        put(&format!("state/aside/0015-{id}-00000001aabbccdd.draft"), "no draft, quince");
        put(&format!("state/edit/{id}-aabb.md"), "quince");
        put(&format!("state/replaced/{id}"), "0123");
        put(&format!("state/versions/{id}/.goodterms-0011.part"), "quince");
        let folder = if id == BOB { "bob-finn" } else { "ada-byron" };
        put(&format!("notes/{folder}/.goodterms-{id}-aa.part"), "quince");
    }
    put_today(at);
    let copy = path.with_file_name(format!("{} (1).md", path.file_stem().unwrap().to_str().unwrap()));
    fs::write(copy, text(&head(ADA[0], "Ada Byron"), "quince tart")).unwrap();
    // Typed and not filed: the next start puts it into the note.
    let base = Base::of(&fs::read_to_string(&path).unwrap());
    let typed = Document::parse(&text(&head(ADA[0], "Ada Byron"), "quince pie"));
    store.keep_last_words((ADA[0], &path, &base), None, &typed, now()).unwrap();
    store
}

fn put_today(at: &Path) {
    fs::write(at.join("state/today.json"), "Ada Byron, quince").unwrap();
    fs::write(at.join("state/.today-x"), "Ada Byron, quince").unwrap();
}

/// All files below a folder.
fn files(at: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(at).into_iter().flatten().flatten() {
        match entry.path().is_dir() {
            true => found.extend(files(&entry.path())),
            false => found.push(entry.path()),
        }
    }
    found.sort();
    found
}

/// Those that are hers: by what they say, or by their names.
fn hers(at: &Path) -> Vec<PathBuf> {
    let is_hers = |path: &PathBuf| {
        let says = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        let name = path.display().to_string();
        let of_others = [BOB, &BOB[..6], ZOE, &ZOE[..6], "y0y0y0"].iter().any(|id| name.contains(id));
        !of_others
            && !name.contains("/locks/")
            && (says.contains("quince")
                || says.contains("Byron")
                || name.contains("byron")
                || name.contains(ADA[0]))
    };
    files(at).into_iter().filter(is_hers).collect()
}

#[test]
fn all_there_is_of_a_client_is_found_and_nothing_of_others() {
    let dir = tempfile::tempdir().unwrap();
    let store = home(dir.path());
    for wanted in ["ada byron", "A. Byron", "m8x7"] {
        let whom = store.whom(wanted, false).unwrap();
        assert_eq!(whom.ids.iter().map(String::as_str).collect::<Vec<_>>(), ADA, "{wanted}");
    }
    let all = store.belongings(&store.whom("Ada Byron", false).unwrap()).unwrap();
    let mut found: Vec<_> = all.items.iter().map(|item| item.path.clone()).collect();
    found.sort();
    assert_eq!(found, hers(dir.path()));
    assert!(all.items.is_sorted_by_key(|item| item.what));
    let mentions: Vec<_> = all.mentions.iter().map(|m| (m.client.as_str(), m.by_name)).collect();
    assert_eq!(mentions, [("Yan", true), ("Zoë", true)], "{mentions:?}");
    let told: Vec<_> =
        all.told().into_iter().map(|told| format!("{}: {}", told.heading, told.lines.len())).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_client_is_forgotten_and_others_are_as_they_were() {
    let dir = tempfile::tempdir().unwrap();
    let store = home(dir.path());
    // The lock of a filing stays, and says nothing of any text of theirs.
    let lock = dir.path().join(format!("state/locks/{}.file", ADA[0]));
    fs::write(&lock, "0011223344556677 8899aabbccddeeff\n").unwrap();
    let before = files(dir.path());
    let theirs = hers(dir.path());
    let all = store.belongings(&store.whom("Ada Byron", false).unwrap()).unwrap();
    let done = store.forget(&all, now()).unwrap();
    assert_eq!(fs::read_to_string(&lock).unwrap(), "");
    assert!(done.is_all() && done.gone.len() == theirs.len(), "{done:?}");
    assert_eq!(hers(dir.path()), Vec::<PathBuf>::new());
    let left: Vec<_> = files(dir.path())
        .into_iter()
        .filter(|path| !path.starts_with(dir.path().join("state/locks")))
        .collect();
    let kept: Vec<_> = before.into_iter().filter(|path| !theirs.contains(path)).collect();
    assert_eq!(
        left,
        kept.into_iter().filter(|p| !p.starts_with(dir.path().join("state/locks"))).collect::<Vec<_>>()
    );
    assert!(
        !dir.path().join("notes/ada-byron").exists()
            && !dir.path().join("state/versions").join(ADA[0]).exists()
    );
    assert!(matches!(store.whom("Ada Byron", false), Err(ForgetError::None(_))));
    assert!(store.recover(now()).is_empty());
}

#[test]
fn what_must_be_kept_is_open_or_cannot_be_read_is_not_forgotten_nor_anything_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = home(dir.path());
    let whom = store.whom("Ada Byron", false).unwrap();
    let all = store.belongings(&whom).unwrap();
    let before = hers(dir.path());
    // In another program.
    let other = self::store(dir.path());
    let lock = other.locks().session(ADA[1], now());
    assert!(matches!(store.forget(&all, now()), Err(ForgetError::Open(who)) if who.starts_with("process")));
    assert!(matches!(other.forget(&all, now()), Err(ForgetError::OpenHere)));
    drop(lock);
    // Somebody put it on hold on another machine; only their copy says so yet.
    let copy = before.iter().find(|path| path.ends_with("2026-11-21-exit-k3v9q2 (1).md")).unwrap();
    let held = fs::read_to_string(copy).unwrap();
    fs::write(copy, held.replace("status =", "hold = true\nstatus =")).unwrap();
    assert!(matches!(store.forget(&all, now()), Err(ForgetError::Held(held)) if held[0].id == ADA[0]));
    fs::write(copy, &held).unwrap();
    // A draft says so that is in no note yet.
    let note = path_for(store.folder().path(), &head(ADA[1], "A. Byron"));
    let stands = fs::read_to_string(&note).unwrap();
    let mut typed = Document::parse(&stands);
    typed.set_head(&Head { hold: Some("a claim".into()), ..typed.head().unwrap() });
    let draft = store.keep_last_words((ADA[1], &note, &Base::of(&stands)), None, &typed, now()).unwrap();
    assert!(store.belongings(&whom).unwrap().held.iter().any(|held| held.why == "a claim"));
    fs::remove_file(draft).unwrap();
    // Half of a note: nobody knows what stands in its other half.
    let half = note.with_file_name("2026-11-20-exit-m8x7ta.md");
    fs::write(&half, "+++\ngoodterms = 1\n").unwrap();
    assert!(
        matches!(store.forget(&all, now()), Err(ForgetError::Unreadable(paths)) if paths == [half.clone()])
    );
    fs::remove_file(half).unwrap();
    // Something came since it was looked at.
    fs::write(dir.path().join("state/edit").join(format!("{}-new.md", ADA[0])), "quince").unwrap();
    assert!(matches!(store.forget(&all, now()), Err(ForgetError::Changed)));
    assert_eq!(hers(dir.path()).len(), before.len() + 1, "nothing was taken away");
}

#[test]
fn what_is_kept_without_a_note_goes_only_if_that_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let store = home(dir.path());
    // Her notes may lie in another folder: this one has none.
    let elsewhere = Store { folder: crate::store::Folder::new(dir.path().join("empty")), ..store.clone() };
    let before = hers(dir.path());
    assert!(matches!(elsewhere.whom("ada byron", false), Err(ForgetError::NotHere { .. })));
    // Somebody of her name is there; what is hers stays, and is said to.
    let other = head("0the0the0the", "Ada Byron");
    file(&elsewhere, &other, "figs");
    let all = elsewhere.belongings(&elsewhere.whom("Ada Byron", false).unwrap()).unwrap();
    assert!(all.items.iter().all(|item| item.what == What::Today || !before.contains(&item.path)), "{all:?}");
    assert!(all.left.iter().any(|path| path.ends_with(format!("versions/{}", ADA[0]))), "{:?}", all.left);
    assert!(all.told().iter().any(|told| told.heading.ends_with("not in this notes folder, and left")));
    fs::remove_dir_all(dir.path().join("empty")).unwrap();
    fs::remove_dir_all(dir.path().join("state/versions/0the0the0the")).unwrap();
    // They were taken away by hand.
    fs::remove_dir_all(dir.path().join("notes/ada-byron")).unwrap();
    fs::remove_dir_all(dir.path().join("notes/a-byron")).unwrap();
    let whom = store.whom("ada byron", true).unwrap();
    assert_eq!(whom.ids.len(), 2);
    let done = store.forget(&store.belongings(&whom).unwrap(), now()).unwrap();
    assert!(done.is_all());
    assert_eq!(hers(dir.path()), Vec::<PathBuf>::new());
}

#[test]
fn a_hold_in_any_version_keeps_what_has_no_note() {
    let dir = tempfile::tempdir().unwrap();
    let store = store(dir.path());
    let path = file(&store, &head(ADA[0], "Ada Byron"), "quince jelly");
    let held = Head { hold: Some("a claim".into()), ..head(ADA[0], "Ada Byron") };
    store.keep(ADA[0], &text(&held, "quince"), Why::Before, now() - chrono::TimeDelta::days(1));
    let whom = store.whom("Ada Byron", false).unwrap();
    // Its note says that it was taken off.
    let all = store.belongings(&whom).unwrap();
    assert_eq!((all.held.len(), all.once_held.len()), (0, 1));
    fs::remove_file(path).unwrap();
    let whom = store.whom("Ada Byron", true).unwrap();
    let all = store.belongings(&whom).unwrap();
    assert!(matches!(store.forget(&all, now()), Err(ForgetError::Held(held)) if held[0].why == "a claim"));
}

#[test]
fn copies_that_an_editor_keeps_go_and_what_is_no_note_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let store = home(dir.path());
    let notes = dir.path().join("notes");
    let (copy, swap) = (text(&head(ADA[0], "Ada Byron"), "quince"), format!(".x-{}.md.swp", &ADA[0][..6]));
    let put = |place: &str, text: &str| {
        fs::write(notes.join(place), text).unwrap();
        notes.join(place)
    };
    let copies = [
        put("ada-byron/note.md~", &copy),
        put("ada-byron/note.md.bak", &copy),
        put("bob-finn/.note.md", &copy),
        put("note.md.orig", &copy),
    ];
    let others = [
        put(&format!("ada-byron/{swap}"), "b0VIM quince"),
        put(&swap, "b0VIM"),
        put("ada-byron/a.pdf", "%PDF"),
    ];
    let bobs = put("ada-byron/bob.md", &text(&head("b0bb0bb0bb0b", "Bob"), "plums"));
    put("list.txt", "milk");
    let all = store.belongings(&store.whom("Ada Byron", false).unwrap()).unwrap();
    let of = |what: What| all.items.iter().filter(move |i| i.what == what).map(|i| i.path.clone());
    assert_eq!(of(What::Backup).collect::<BTreeSet<_>>(), BTreeSet::from(copies.clone()));
    assert_eq!(BTreeSet::from_iter(all.others.clone()), BTreeSet::from(others.clone()));
    assert!(store.forget(&all, now()).unwrap().is_all());
    assert!(copies.iter().all(|path| !path.exists()));
    assert!(others.iter().chain([&bobs]).all(|path| path.exists()));
}

#[test]
fn a_note_of_theirs_that_cannot_be_read_stops_it_wherever_it_is() {
    let dir = tempfile::tempdir().unwrap();
    let store = home(dir.path());
    let whom = store.whom("Ada Byron", false).unwrap();
    let good = text(&head(ADA[0], "Ada Byron"), "quince");
    let broken = good.replace("status = \"open\"", "status = \"open");
    let headless = good.strip_prefix("+++\n").unwrap();
    for (place, text, is_theirs) in [
        ("ada-byron/ada.md", "+++\ngoodterms = 1\nid = \"", true),
        ("a-byron/ada.md", "+++\ngoodterms = 1\nid = \"", true),
        ("moved/ada.md", broken.as_str(), true),
        ("ada.md", broken.as_str(), true),
        ("moved/ada.md", headless, true),
        ("moved/ada.md", "+++\ngoodterms = 1\nid = \"", false),
        ("ada-byron/shopping.md", "quinces", false),
    ] {
        let path = dir.path().join("notes").join(place);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        let unreadable = store.belongings(&whom).unwrap().unreadable;
        assert_eq!(unreadable.contains(&path), is_theirs, "{place}: {text}");
        fs::remove_file(path).unwrap();
    }
}

/// A disk that takes so many files away, and then fails or is cut off.
#[derive(Debug)]
struct Failing {
    removes: AtomicUsize,
    order: Mutex<Vec<PathBuf>>,
}

impl Disk for Failing {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        System.read(path)
    }
    fn stamp(&self, path: &Path) -> io::Result<Stamp> {
        System.stamp(path)
    }
    fn names(&self, folder: &Path) -> io::Result<Vec<OsString>> {
        System.names(folder)
    }
    fn is_folder(&self, path: &Path) -> bool {
        System.is_folder(path)
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        System.make_folder(path)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn Growing>> {
        System.create(path)
    }
    fn hold(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        System.hold(path)
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        System.rename(from, to)
    }
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        System.rename_new(from, to)
    }
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        System.exchange(one, other)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        let left = self.removes.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
        if left.is_err() {
            return Err(io::Error::from_raw_os_error(5));
        }
        self.order.lock().unwrap().push(path.to_owned());
        System.remove(path)
    }
    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        System.sync_folder(folder)
    }
}

#[test]
fn interrupted_at_any_step_nothing_comes_back_and_the_rest_goes_the_next_time() {
    let dir = tempfile::tempdir().unwrap();
    let count = {
        let store = home(dir.path());
        store.belongings(&store.whom("Ada Byron", false).unwrap()).unwrap().items.len()
    };
    for steps in 0..count {
        let dir = tempfile::tempdir().unwrap();
        let mut failing = home(dir.path());
        let disk = Arc::new(Failing { removes: AtomicUsize::new(steps), order: Mutex::default() });
        failing.disk = disk.clone();
        let all = failing.belongings(&failing.whom("Ada Byron", false).unwrap()).unwrap();
        let done = failing.forget(&all, now()).unwrap();
        assert!(!done.is_all() && !done.failed.is_empty(), "{steps}");
        let mut said: Vec<_> = done.gone.iter().chain(&done.remain).cloned().collect();
        said.sort();
        let mut there: Vec<_> = all.items.iter().map(|item| item.path.clone()).collect();
        there.sort();
        assert_eq!(said, there, "{steps}: each is gone or said to be there");
        assert!(done.remain.iter().all(|path| path.exists()), "{steps}");
        // The next start: what was taken away is not put back by what is left.
        let next = store(dir.path());
        let recovered = next.recover(now());
        let gone = done.gone.iter().filter(|path| {
            path.extension().is_some_and(|e| e == "md") && path.starts_with(dir.path().join("notes"))
        });
        for path in gone.clone() {
            assert!(!path.exists(), "{steps}: {path:?} is back, {recovered:?}");
        }
        let notes_gone = gone.count() > 0;
        assert!(!notes_gone || recovered.is_empty(), "{steps}");
        // And once more.
        let whom = next.whom("Ada Byron", false).unwrap();
        let done = next.forget(&next.belongings(&whom).unwrap(), now()).unwrap();
        assert!(done.is_all(), "{steps}: {done:?}");
        assert_eq!(hers(dir.path()), Vec::<PathBuf>::new(), "{steps}");
    }
}
