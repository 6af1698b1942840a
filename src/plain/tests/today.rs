//! Today by lines.

use super::*;
use crate::document::State;
use crate::plain::{Wanted, today};

/// A notes folder with an open conversation with Ada and a closed one with Grace; both have something
/// due, and what Grace is owed repeats.
struct Folder {
    home: tempfile::TempDir,
    failed: bool,
}

impl Folder {
    fn new() -> Self {
        let this = Self { home: tempfile::tempdir().unwrap(), failed: false };
        for (name, id, day) in
            [("Ada Byron", "k3v9q2m8x7ta", "2026-11-26"), ("Grace Hopper", "m3v9q2m8x7ta", "2026-11-18")]
        {
            let playbook = Arc::new(check(LANGUAGE.as_bytes()).playbook.unwrap());
            let client = Client { name: name.to_owned(), ..Client::default() };
            let start = Start { id: id.to_owned(), client, ..Start::default() };
            let mut session = Session::new(playbook, start, Noon.now());
            let day = crate::dates::typed(day, Noon.now().date_naive()).unwrap().date;
            let due = session.set_due(0, day, None).unwrap();
            session.apply(due, Noon.now());
            if name.starts_with("Grace") {
                let edit = Edit::Close { status: Status::Closed, outcome: None, closed: Some(Noon.now()) };
                session.apply(edit, Noon.now());
            }
            let path = store::path_for(&this.notes(), session.head());
            Open::new(session, path).file(&this.store(), Noon.now()).unwrap();
        }
        this
    }

    fn notes(&self) -> std::path::PathBuf {
        self.home.path().join("notes")
    }

    fn store(&self) -> Store {
        let keep = Keep { count: 50, bytes: 20_000_000 };
        Store::new(&self.notes(), &self.home.path().join("state"), keep, Log::none())
    }

    fn catalog(&self) -> Catalog {
        let own = self.home.path().join("playbooks");
        fs::create_dir_all(&own).unwrap();
        fs::write(own.join("language.toml"), LANGUAGE).unwrap();
        Catalog::load(&own)
    }

    fn today(&mut self, input: &str) -> (Wanted, String) {
        let (mut input, mut output) = (Cursor::new(input.to_owned()), Vec::new());
        let (store, catalog) = (self.store(), self.catalog());
        let mut talk = Talk::new(&mut input, &mut output, &Noon);
        let wanted = today(&mut talk, &store, &catalog, &mut self.failed).unwrap();
        (wanted, String::from_utf8(output).unwrap())
    }

    /// The first follow-up of the conversation with this client, as its note has it.
    fn follow_up(&self, client: &str) -> crate::document::FollowUp {
        let listing = self.store().folder().list().unwrap();
        let note = listing.notes.iter().find(|n| n.head.client.name.starts_with(client)).unwrap();
        note.head.follow_ups[0].clone()
    }
}

#[test]
fn what_is_due_and_open_is_numbered_in_words() {
    let mut folder = Folder::new();
    let (wanted, said) = folder.today("");
    assert!(matches!(wanted, Wanted::Stop));
    insta::assert_snapshot!("today", said);
    let (_, empty) = Folder { home: tempfile::tempdir().unwrap(), failed: false }.today("stop\n");
    insta::assert_snapshot!("today_empty", empty);
}

#[test]
fn a_number_or_a_name_opens_and_new_begins() {
    let mut folder = Folder::new();
    for (typed, id) in
        [("1", "m3v9q2m8x7ta"), ("3.", "k3v9q2m8x7ta"), ("grace", "m3v9q2m8x7ta"), ("2", "k3v9q2m8x7ta")]
    {
        let (wanted, said) = folder.today(&format!("{typed}\n"));
        assert!(
            matches!(&wanted, Wanted::Open { id: opened, .. } if opened == id),
            "{typed}: {wanted:?} {said}"
        );
    }
    assert!(matches!(folder.today("new\n").0, Wanted::New));
    let (wanted, said) = folder.today("0\n9\nzoe\n\nguide\nnew one\n?\nstop\nnew\n");
    assert!(matches!(wanted, Wanted::Stop), "{said}");
    assert_eq!(said.matches("There is no number ").count(), 2, "{said}");
    assert!(said.contains("\"zoe\" is none of these.") && said.contains("later 1 WHEN"), "{said}");
}

#[test]
fn what_is_due_is_done_dropped_moved_and_opened_by_its_number() {
    let mut folder = Folder::new();
    // The numbers stay what they were when they were said.
    let (_, said) = folder.today("done 1\nlater 2 next friday\nshe is ill\ndone 1\n");
    assert!(said.contains("> Done: "), "{said}");
    assert!(
        said.contains("> Fri 27 November 2026. Why?") && said.contains("> Due on Fri 27 November 2026: ")
    );
    assert!(said.ends_with("> It is so already.\n> \n"), "{said}");
    assert_eq!(folder.follow_up("Grace").state, State::Done);
    let ada = folder.follow_up("Ada");
    assert_eq!(ada.due, "2026-11-27".parse().ok());
    assert_eq!(ada.moved.last().and_then(|m| m.why.as_deref()), Some("she is ill"));
    let (_, said) = folder
        .today("open 1\nlater 1 soon\nlater 1\nlater 1 tomorrow\nback\ndrop 1\nlater 1 tomorrow\ndone 8\n");
    assert!(said.contains("It is so already.") && said.contains("\"soon\" is not a day"), "{said}");
    assert!(said.contains("Type the day, too") && said.contains("The day is what it was."), "{said}");
    assert!(said.contains("> Dropped: ") && said.contains("type open and its number first"), "{said}");
    assert!(said.contains("there is no 8 in it."), "{said}");
    assert!(!folder.failed);
}

#[test]
fn one_that_was_done_by_mistake_is_opened_again_and_its_next_goes() {
    let mut folder = Folder::new();
    let before = folder.follow_up("Grace");
    let (_, said) = folder.today("done 1\nopen 1\nlist\n");
    assert!(said.contains("> Open again: "), "{said}");
    assert_eq!(folder.follow_up("Grace"), before);
    let lists: Vec<_> =
        said.split("Today, ").skip(1).map(|l| l.split("Type a number").next().unwrap()).collect();
    assert_eq!(lists[0], lists[1]);
}

#[test]
fn what_another_goodterms_has_open_is_left_to_it() {
    let mut folder = Folder::new();
    let other = folder.store();
    let lock = other.locks().session("m3v9q2m8x7ta", Noon.now());
    let (_, said) = folder.today("done 1\n");
    drop(lock);
    assert!(said.contains("Another goodterms has this conversation open"), "{said}");
    assert_eq!(folder.follow_up("Grace").state, State::Open);
}

#[test]
fn what_cannot_be_filed_is_said_and_goes_into_a_draft() {
    let mut folder = Folder::new();
    let listing = folder.store().folder().list().unwrap();
    let grace = listing.notes.iter().find(|n| n.head.client.name.starts_with("Grace")).unwrap();
    let clients = grace.path.parent().unwrap().to_owned();
    let gone = || {
        fs::remove_dir_all(&clients).unwrap();
        fs::write(&clients, "in the way").unwrap();
    };
    let mut input = Scripted { lines: vec!["later 1 tomorrow\n", "why\n"], at: 0, event: (1, &gone) };
    let mut output = Vec::new();
    let (store, catalog) = (folder.store(), folder.catalog());
    let mut talk = Talk::new(&mut input, &mut output, &Noon);
    today(&mut talk, &store, &catalog, &mut folder.failed).unwrap();
    let said = String::from_utf8(output).unwrap();
    assert!(said.contains("NOT SAVED in the note (it is in a draft"), "{said}");
    assert!(folder.failed && store.pending().len() == 1);
}
