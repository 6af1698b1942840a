//! A note that stands in its place without the disk having confirmed it, and words that were typed on
//! it and only in a draft when the program ended.

use std::fs;

use super::*;
use crate::store::journal::{self, Beginning};
use crate::store::names::safe_id;

const ID: &str = "k3v9q2m8x7ta";

struct Talk {
    dir: tempfile::TempDir,
    store: Store,
    path: PathBuf,
    stood: String,
}

impl Talk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let filed = file_new(dir.path(), "Ada", ID);
        let store = store(dir.path());
        store.begin_sitting(ID);
        Self { store, path: filed.path, stood: filed.base.text().unwrap().to_owned(), dir }
    }

    fn saying(&self, answer: &str) -> String {
        format!(
            "{}## Where it slipped {{#slipped}}\n\n### Expected {{#slipped.expected}}\n\n{answer}\n\n",
            self.stood
        )
    }

    /// A draft with these texts, each of which was typed, or has what others wrote.
    fn draft(&self, texts: &[(&str, bool)]) {
        let (path, sitting) = (self.path.clone(), self.store.sitting(ID));
        let beginning = Beginning { id: ID.to_owned(), path, base: Some(self.stood.clone()), sitting };
        let mut before = Document::parse(&self.stood);
        let mut changes = Vec::new();
        for (text, is_typed) in texts {
            let text = Document::parse(text);
            let change = if *is_typed { journal::change } else { journal::taken_in };
            changes.extend(change(&before, &text, now()));
            before = text;
        }
        self.store.begin_draft(&beginning, &changes).unwrap();
    }

    fn last_words(&self, text: &str, seconds: i64) {
        let later = now() + chrono::TimeDelta::seconds(seconds);
        let of = (ID, self.path.as_path(), &Base::of(&self.stood));
        self.store.keep_last_words(of, None, &Document::parse(text), later).unwrap();
    }

    fn recovered(&self) -> String {
        let recovered = store(self.dir.path()).recover(now());
        assert!(recovered.iter().all(|one| one.filed.is_ok()), "{recovered:?}");
        assert!(self.store.pending().is_empty());
        fs::read_to_string(&self.path).unwrap()
    }
}

/// The note with words that came from the shell.
fn noted(text: &str) -> String {
    format!("{text}### Notes {{#slipped.notes}}\n\n- 2026-11-21 14:07:31-05:00 from the shell\n\n")
}

#[test]
fn what_was_typed_on_it_is_no_difference() {
    let talk = Talk::new();
    let (one, two) = (talk.saying("They sai"), talk.saying("They said no."));
    talk.draft(&[(&one, true), (&two, true)]);
    fs::write(&talk.path, &one).unwrap();
    assert_eq!(talk.recovered(), two);
}

#[test]
fn what_others_wrote_stays_although_who_typed_on_had_not_seen_it() {
    let talk = Talk::new();
    let one = talk.saying("They sai");
    let both = noted(&one);
    // The writer knew of it; the screen, which wrote its last words itself, did not.
    talk.draft(&[(&one, true), (&both, false)]);
    talk.last_words(&talk.saying("They said no."), 1);
    fs::write(&talk.path, &both).unwrap();
    let text = talk.recovered();
    assert!(text.contains("\nThey said no.\n") && text.contains("from the shell"), "{text}");
    assert!(!text.contains("elsewhere") && !text.contains("They sai\n"), "{text}");
}

#[test]
fn a_clock_that_is_put_back_hides_no_words() {
    let talk = Talk::new();
    talk.draft(&[(&talk.saying("They said"), true)]);
    let last = talk.saying("They said no.");
    talk.last_words(&last, -3600);
    assert_eq!(talk.recovered(), last);
}

#[test]
fn what_was_taken_out_stays_out() {
    let talk = Talk::new();
    let said = talk.saying("They said no.\n\nThen yes.");
    fs::write(&talk.path, &said).unwrap();
    let talk = Talk { stood: said.clone(), ..talk };
    let less = said.replace("Then yes.\n", "");
    talk.draft(&[(&less, true)]);
    // Somebody else wrote, and did not take it out.
    fs::write(&talk.path, noted(&said)).unwrap();
    let text = talk.recovered();
    assert!(text.contains("from the shell") && !text.contains("Then yes."), "{text}");
}

#[test]
fn what_others_wrote_and_the_newest_words_took_out_stays_out() {
    let talk = Talk::new();
    let one = talk.saying("They sai");
    let both = noted(&one);
    let without = both.replace("from the shell", "from me");
    talk.draft(&[(&one, true), (&both, false), (&without, true)]);
    fs::write(&talk.path, &both).unwrap();
    assert_eq!(talk.recovered(), without);
}

/// Without a disk that hangs just then it takes a very exact moment.
#[test]
fn what_was_typed_before_does_not_come_back_once_all_is_filed() {
    let talk = Talk::new();
    let (one, two) = (talk.saying("They said"), talk.saying("They said no."));
    // The first draft was not to be trusted any more; the second one says that it was filed.
    talk.draft(&[(&one, true)]);
    let first = talk.store.pending();
    talk.draft(&[(&two, true)]);
    let second = talk.store.pending().into_iter().find(|draft| !first.contains(draft)).unwrap();
    let filed = [fs::read(&second).unwrap(), journal::filed()].concat();
    fs::write(second, filed).unwrap();
    fs::write(&talk.path, &two).unwrap();
    assert_eq!(talk.recovered(), two);
}

#[test]
fn a_draft_that_was_just_begun_hides_no_words() {
    let talk = Talk::new();
    let one = talk.saying("They said no.");
    talk.draft(&[(&one, true)]);
    talk.draft(&[]);
    assert_eq!(talk.recovered(), one);
}

/// A draft that is about to be written, or was when somebody pulled the plug.
fn empty_draft(state: &Path, id: &str) -> PathBuf {
    let drafts = state.join("drafts");
    fs::create_dir_all(&drafts).unwrap();
    let draft = drafts.join(format!("{}-0000000012345678.draft", safe_id(id)));
    fs::write(&draft, "goodterms").unwrap();
    draft
}

fn make_old(draft: &Path) {
    let file = File::options().write(true).open(draft).unwrap();
    file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(61)).unwrap();
}

#[test]
fn a_draft_that_is_just_being_written_is_left_alone() {
    // Also where the id is somebody's own invention, and no name of a file.
    for id in [ID, "Ada's own-1"] {
        let dir = tempfile::tempdir().unwrap();
        let (one, other) = (store(dir.path()), store(dir.path()));
        let draft = empty_draft(one.state(), id);
        let Access::Write(held) = one.locks.session(id, now()) else { panic!() };
        assert!(other.recover(now()).is_empty() && draft.exists(), "{id}");
        assert!(other.waiting()[0].is_open, "{id}");
        drop(held);
        assert!(!other.waiting()[0].is_open, "{id}");
        assert!(other.recover(now()).is_empty() && !draft.exists(), "{id}");
    }
}

#[test]
fn where_there_are_no_locks_a_draft_may_be_somebodys_who_is_typing() {
    let talk = Talk::new();
    let one = talk.saying("They said no.");
    talk.draft(&[(&one, true)]);
    let [draft] = &talk.store.pending()[..] else { panic!() };
    let empty = empty_draft(talk.store.state(), "another");
    // No lock can be made.
    let locks = talk.dir.path().join(".state/locks");
    fs::remove_dir_all(&locks).unwrap();
    fs::write(&locks, "in the way").unwrap();
    let again = || store(talk.dir.path()).recover(now()).len();
    assert_eq!(again(), 0);
    assert!(draft.exists() && empty.exists());
    [draft, &empty].into_iter().for_each(|draft| make_old(draft));
    assert_eq!(again(), 1);
    assert_eq!(fs::read_to_string(&talk.path).unwrap(), one);
    assert!(talk.store.pending().is_empty());
}

#[test]
fn what_was_taken_out_again_does_not_stay_in_a_note_that_is_not_confirmed() {
    let talk = Talk::new();
    let one = talk.saying("They said no.");
    talk.draft(&[(&one, true), (&talk.stood, true)]);
    fs::write(&talk.path, &one).unwrap();
    assert_eq!(talk.recovered(), talk.stood);
}

#[test]
fn last_words_are_newer_than_a_draft_of_a_writer_that_wakes_up() {
    let talk = Talk::new();
    let last = talk.saying("They said no.");
    talk.last_words(&last, 0);
    talk.draft(&[(&talk.saying("They"), true)]);
    assert_eq!(talk.recovered(), last);
}

/// Line by line, where the disk confirms nothing.
#[test]
fn words_that_are_kept_go_from_what_was_confirmed() {
    let talk = Talk::new();
    let mut unfiled = Unfiled::default();
    let mut keep = |text: &str, base: &Base| {
        let (document, head) = (Document::parse(text), Document::parse(text).head().unwrap());
        let playbook = check(EMBEDDED[0].1.as_bytes()).playbook.unwrap();
        let session = Session::open(Arc::new(playbook), head, document, now());
        // It was filed, and the disk has not confirmed it.
        let open = Open { session, path: talk.path.clone(), base: Base::of(text), holder: None };
        assert!(unfiled.keep(&talk.store, &open, base, now()));
    };
    let one = talk.saying("They said no.");
    keep(&one, &Base::of(&talk.stood));
    keep(&noted(&one), &Base::of(&one));
    assert_eq!(talk.store.pending().len(), 1);
    // A power cut brings the old text back.
    let text = talk.recovered();
    assert!(text.contains("\nThey said no.\n") && text.contains("from the shell"), "{text}");
}
