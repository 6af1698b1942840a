use std::fs;

use super::*;
use crate::catalog::EMBEDDED;
use crate::document::{Client, Status};
use crate::playbook::check;
use crate::session::{Edit, Start};

fn session(name: &str, id: &str) -> Session {
    let playbook = check(EMBEDDED[0].1.as_bytes()).playbook.unwrap();
    let client = Client { name: name.to_owned(), ..Client::default() };
    let now = DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap();
    Session::new(Arc::new(playbook), Start { id: id.to_owned(), client, ..Start::default() }, now)
}

/// A store whose state is kept where no note is looked for.
fn store(notes: &Path) -> Store {
    let is_below = notes.ends_with("notes");
    let state = if is_below { notes.with_extension("state") } else { notes.join(".state") };
    Store::new(notes, &state, Keep { count: 50, bytes: 20_000_000 }, Log::none())
}

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap()
}

fn file(store: &Store, path: &Path, text: &str, base: &Base) -> Result<Filed, StoreError> {
    let id = Document::parse(text).head().map(|head| head.id).unwrap_or_default();
    store.file(Filing::new(&id, path, text, base, now()))
}

fn file_new(notes: &Path, name: &str, id: &str) -> Filed {
    let session = session(name, id);
    let path = path_for(notes, session.head());
    file(&store(notes), &path, &session.to_document().render(), &Base::NEW).unwrap()
}

/// The note with a line more in its first step's notes.
fn with_line(base: &Base, line: &str) -> String {
    let (text, at) = (base.text().unwrap(), "2026-11-21 14:07:31-05:00");
    match text.strip_suffix("\n\n") {
        Some(text) if text.contains(".notes}") => format!("{text}\n- {at} {line}\n\n"),
        _ => format!(
            "{text}\n## Where it slipped {{#slipped}}\n\n### Notes {{#slipped.notes}}\n\n- {at} {line}\n\n"
        ),
    }
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_new_note_is_filed_where_it_belongs_for_its_owner_only() {
    let dir = tempfile::tempdir().unwrap();
    let notes = dir.path().join("a/notes");
    let filed = file_new(&notes, "Zoë O'Brien-李", "k3v9q2m8x7ta");
    assert_eq!(filed.path, notes.join("zoe-obrien-li/2026-11-21-exit-interview-k3v9q2.md"));
    #[cfg(unix)]
    {
        assert_eq!(mode(&filed.path), 0o600);
        assert_eq!(mode(filed.path.parent().unwrap()), 0o700);
        assert_eq!(mode(&notes), 0o700);
    }
    let left = fs::read_dir(filed.path.parent().unwrap()).unwrap().count();
    assert_eq!(left, 1, "no temporary file stays");
}

#[test]
fn a_listing_reads_what_is_ours_and_names_the_rest() {
    let dir = tempfile::tempdir().unwrap();
    file_new(dir.path(), "Ada", "aaaaaaaaaaaa");
    file_new(dir.path(), "Bob", "bbbbbbbbbbbb");
    fs::write(dir.path().join("readme.md"), "# hello").unwrap();
    fs::write(dir.path().join("half.md"), "+++\ngoodterms = 1\nid = \"k").unwrap();
    fs::write(dir.path().join("newer.md"), "+++\ngoodterms = 2\n+++\n").unwrap();
    fs::write(dir.path().join("bad.md"), "+++\ngoodterms = 1\nid = \n+++\n").unwrap();
    fs::write(dir.path().join("latin.md"), b"+++\ngoodterms = 1\nid = \"\xe9\"\n+++\n").unwrap();
    fs::write(dir.path().join(".hidden.md"), "x").unwrap();
    let listing = Folder::new(dir.path()).list().unwrap();
    assert_eq!(listing.notes.len(), 2);
    let told: Vec<_> = listing
        .unreadable
        .iter()
        .map(|e| e.to_string().replace(&dir.path().display().to_string(), "").replace('\\', "/"))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[cfg(unix)]
#[test]
fn pipes_and_links_neither_hold_up_a_listing_nor_hide_or_double_notes() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    let (notes, elsewhere) = (dir.path().join("notes"), dir.path().join("elsewhere"));
    file_new(&notes, "Ada", "aaaaaaaaaaaa");
    file_new(&elsewhere, "Bob", "bbbbbbbbbbbb");
    fs::copy(notes.join("ada/2026-11-21-exit-interview-aaaaaa.md"), notes.join("top.md")).unwrap();
    symlink(elsewhere.join("bob"), notes.join("bob")).unwrap();
    symlink(elsewhere.join("bob"), notes.join("bob-again")).unwrap();
    symlink(notes.join("ada"), notes.join("aa")).unwrap();
    symlink(&notes, notes.join("loop")).unwrap();
    symlink("nowhere", notes.join("nowhere")).unwrap();
    symlink("circle.md", notes.join("circle.md")).unwrap();
    fs::create_dir(notes.join("folder.md")).unwrap();
    let pipe = notes.join("pipe.md");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let listing = Folder::new(&notes).list().unwrap();
    assert_eq!(listing.notes.len(), 3, "{:?}", listing.notes);
    assert_eq!(listing.unreadable.len(), 3, "{:?}", listing.unreadable);
    let error = read(&pipe).unwrap_err().to_string();
    assert!(error.ends_with("pipe.md: this is a pipe or a device, and no file"), "{error}");
    let error = read(&pipe).unwrap_err().reason_first();
    assert!(error.starts_with("this is a pipe or a device, and no file ("), "{error}");
    assert!(file(&store(&notes), &pipe, "ours", &Base::NEW).is_err());
}

#[test]
fn a_listing_ends_front_matter_where_a_reader_does() {
    let dir = tempfile::tempdir().unwrap();
    let text = session("Ada", "k3v9q2m8x7ta").to_document().render();
    for padding in 8160..8200 {
        let mine = format!("+++\npad = \"{}\"\nmine = \'\'\'\n+++ no fence\n\'\'\'\n", "x".repeat(padding));
        fs::write(dir.path().join(format!("{padding}.md")), text.replacen("+++\n", &mine, 1)).unwrap();
    }
    fs::write(dir.path().join("spaces.md"), text.replacen("\n+++\n", "\n+++ \t\r\n", 1)).unwrap();
    fs::write(dir.path().join("no-body.md"), text.split_once("\n\n#").unwrap().0).unwrap();
    let listing = Folder::new(dir.path()).list().unwrap();
    assert_eq!((listing.notes.len(), listing.unreadable.len()), (42, 0), "{:?}", listing.unreadable);
}

#[test]
fn many_notes_are_all_listed() {
    let dir = tempfile::tempdir().unwrap();
    let text = session("Ada", "k3v9q2m8x7ta").to_document().render();
    for i in 0..700 {
        fs::write(dir.path().join(format!("{i}.md")), text.replace("k3v9q2m8x7ta", &format!("{i:012}")))
            .unwrap();
    }
    assert_eq!(Folder::new(dir.path()).list().unwrap().notes.len(), 700);
}

#[test]
fn a_conversation_is_found_by_name_id_or_path() {
    let dir = tempfile::tempdir().unwrap();
    let ada = file_new(dir.path(), "Ada Byron", "aaaabbbbcccc");
    file_new(dir.path(), "Zoë", "aaaaddddeeee");
    file_new(dir.path(), "Bob", "bbbbddddeeee");
    file_new(dir.path(), "Bob", "ccccddddeeee");
    let folder = Folder::new(dir.path());
    let found = |wanted: &str| folder.find(wanted).map(|n| n.head.id).map_err(|e| e.to_string());
    assert_eq!(found("ada byron"), Ok("aaaabbbbcccc".to_owned()));
    assert_eq!(found("ZOË"), Ok("aaaaddddeeee".to_owned()));
    assert_eq!(found("aaaab"), Ok("aaaabbbbcccc".to_owned()));
    assert_eq!(found(&ada.path.display().to_string()), Ok("aaaabbbbcccc".to_owned()));
    assert!(found("aaaa").unwrap_err().starts_with("several conversations fit `aaaa`"));
    assert!(found("Bob").unwrap_err().contains("bbbbddddeeee  Bob  exit-interview  2026-11-21  open"));
    assert!(found("nobody").unwrap_err().starts_with("there is no conversation `nobody`"));
    assert!(found("").is_err());
    file_new(dir.path(), "Cy", "ccccddddee"); // shorter by hand
    assert_eq!(found("ccccddddee"), Ok("ccccddddee".to_owned()));
    // Two files have its id.
    fs::copy(&ada.path, ada.path.with_file_name("another.md")).unwrap();
    let both = found("aaaab").unwrap_err();
    assert!(both.contains("name one by its path") && both.contains("another.md"), "{both}");
    // One of them is what a sync tool made: it counts for nothing.
    fs::remove_file(ada.path.with_file_name("another.md")).unwrap();
    let copy = ada.path.with_file_name("2026-11-21-exit-interview-aaaabb (1).md");
    fs::copy(&ada.path, &copy).unwrap();
    assert_eq!(found("aaaab"), Ok("aaaabbbbcccc".to_owned()));
    assert_eq!(folder.list().unwrap().copies, [copy]);
}

#[test]
fn of_the_notes_beside_one_only_those_that_are_asked_for_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let one = file_new(dir.path(), "Ada", "aaaabbbbcccc");
    let other = file_new(dir.path(), "Ada", "ddddeeeeffff");
    file_new(dir.path(), "Bob", "bbbbddddeeee");
    fs::write(one.path.with_file_name("2026-11-21-broken-ddddee.md"), "no note").unwrap();
    let ids = ["ddddeeeeffff", "bbbbddddeeee", "000000000000"].map(str::to_owned);
    let found: Vec<_> = beside(&one.path, &ids).into_iter().map(|head| head.id).collect();
    assert_eq!(found, ["ddddeeeeffff"], "in this folder");
    // Another conversation in a file of that name is not the one that is asked for.
    fs::copy(&one.path, &other.path).unwrap();
    assert_eq!(beside(&one.path, &ids), []);
    assert_eq!(beside(Path::new("/there/is/none.md"), &ids), []);
}

#[test]
fn a_closed_conversation_is_found_by_name_if_it_is_the_only_one() {
    let dir = tempfile::tempdir().unwrap();
    let mut s = session("Ada", "aaaabbbbcccc");
    let now = s.head().started;
    s.apply(Edit::Close { status: Status::Closed, outcome: None, closed: Some(now) }, now);
    let path = path_for(dir.path(), s.head());
    file(&store(dir.path()), &path, &s.to_document().render(), &Base::NEW).unwrap();
    assert_eq!(Folder::new(dir.path()).find("Ada").unwrap().head.id, "aaaabbbbcccc");
}

#[test]
fn only_what_was_looked_at_is_removed_and_only_an_empty_folder_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::new(dir.path());
    let filed = file_new(dir.path(), "Ada", "k3v9q2m8x7ta");
    let second = file_new(dir.path(), "Ada", "zzzzzzzzzzzz");
    fs::write(&filed.path, "theirs").unwrap();
    assert!(!folder.remove(&filed.path, filed.base.clone()).unwrap(), "somebody changed it meanwhile");
    assert_eq!(fs::read_to_string(&filed.path).unwrap(), "theirs");
    assert!(folder.remove(&second.path, second.base).unwrap());
    assert!(filed.path.exists() && !second.path.exists());
    assert!(folder.remove(&filed.path, Base::of("theirs")).unwrap());
    assert!(!filed.path.parent().unwrap().exists());
    // One that lies in the notes folder itself does not take that along.
    let loose = dir.path().join("loose.md");
    fs::write(&loose, "x").unwrap();
    assert!(folder.remove(&loose, Base::of("x")).unwrap() && dir.path().exists());
    let error = folder.remove(&dir.path().join("gone/note.md"), Base::of("x")).unwrap_err();
    assert!(error.to_string().contains("gone"), "{error}");
}

mod commanded;
mod eventful;
mod filed;
mod late;
mod memory;
mod model;
mod unconfirmed;
mod working;
