//! What came out of a swap and is not in the note yet, on a disk that fails then.

use std::fs;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::eventful::{Eventful, on};
use super::*;
use crate::dates::Moment;
use crate::store::journal;
use crate::store::report::{Request, Typed};
use crate::store::work::Work;

const ID: &str = "k3v9q2m8x7ta";

struct Desk {
    dir: tempfile::TempDir,
    disk: Arc<Eventful>,
    store: Store,
    work: Work,
    path: PathBuf,
    base: Base,
    revision: u64,
    tick: Duration,
}

impl Desk {
    /// A note is open on this disk.
    fn new(disk: impl FnOnce(&Base) -> Eventful) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let filed = file_new(dir.path(), "Ada", ID);
        let disk = Arc::new(disk(&filed.base));
        let store = on(dir.path(), &disk);
        let work = Work::new(store.clone());
        let (path, base) = (filed.path, filed.base);
        let mut desk = Self { dir, disk, store, work, path, base, revision: 0, tick: Duration::ZERO };
        let document = Box::new(Document::parse(desk.base.text().unwrap()));
        let (path, base) = (desk.path.clone(), desk.base.clone());
        desk.ask(Request::Open { id: ID.to_owned(), path, base, document, lock: None });
        desk
    }

    fn ask(&mut self, request: Request) -> Vec<Report> {
        self.work.take(request, Moment { tick: self.tick, wall: now() });
        self.work.reports()
    }

    fn file(&mut self, line: &str) -> Vec<Report> {
        self.revision += 1;
        let document = Box::new(Document::parse(&with_line(&self.base, line)));
        let typed = Typed { revision: self.revision, generation: 0, document };
        self.ask(Request::File { id: ID.to_owned(), typed })
    }

    fn wait(&mut self, seconds: u64) -> Vec<Report> {
        self.tick += Duration::from_secs(seconds);
        self.work.run_due(Moment { tick: self.tick, wall: now() });
        self.work.reports()
    }

    fn swaps(&self) -> Vec<PathBuf> {
        let beside = fs::read_dir(self.path.parent().unwrap()).unwrap().map(|file| file.unwrap().path());
        beside.filter(|path| path.extension().is_some_and(|end| end == "swap")).collect()
    }

    fn is_drafted(&self, words: &str) -> bool {
        let text = |draft: &PathBuf| journal::read(&fs::read(draft).unwrap()).unwrap().text;
        self.store.pending().iter().any(|draft| text(draft).contains(words))
    }

    fn note(&self) -> String {
        fs::read_to_string(&self.path).unwrap()
    }
}

fn with_more(text: &str) -> String {
    format!("{}- 2026-11-21 14:09:31-05:00 more of theirs\n\n", text.trim_end_matches('\n').to_owned() + "\n")
}

#[test]
fn words_in_a_swapped_out_file_are_somewhere_at_any_moment() {
    let mut desk = Desk::new(|base| Eventful::slipping(&with_line(base, "theirs")));
    desk.file("ours");
    assert!(desk.note().contains("theirs") && desk.note().contains("ours"));
    // Their editor has the file open still, and writes into it at last; the note cannot be written any more.
    let [swap] = &desk.swaps()[..] else { panic!("{:?}", desk.swaps()) };
    fs::write(swap, with_more(&fs::read_to_string(swap).unwrap())).unwrap();
    let (note, away) = (desk.path.clone(), desk.dir.path().join("away"));
    fs::rename(&note, &away).unwrap();
    fs::create_dir(&note).unwrap();
    let reports = desk.wait(60);
    assert!(matches!(reports.last(), Some(Report::Failed { .. })), "{reports:?}");
    assert!(desk.swaps() == [swap.clone()] && desk.is_drafted("more of theirs"));
    // At the end that is as it was.
    desk.ask(Request::Close { id: ID.to_owned() });
    assert!(desk.is_drafted("more of theirs"));
    fs::remove_dir(&note).unwrap();
    fs::rename(&away, &note).unwrap();
    assert!(store(desk.dir.path()).recover(now()).iter().all(|one| one.filed.is_ok()));
    assert!(desk.note().contains("more of theirs"), "{}", desk.note());
}

#[test]
fn what_came_out_and_was_not_put_into_the_note_comes_in_later() {
    let mut desk = Desk::new(|base| Eventful::slipping(&with_line(base, "theirs")));
    desk.disk.makes(1);
    let reports = desk.file("ours");
    assert!(matches!(reports.last(), Some(Report::Failed { stands: Some(_), .. })), "{reports:?}");
    assert!(desk.note().contains("ours") && !desk.note().contains("theirs"));
    desk.disk.makes(usize::MAX);
    desk.wait(2);
    let note = desk.note();
    assert!(note.contains(" ours\n") && note.contains(" theirs\n") && !note.contains("elsewhere"), "{note}");
}

#[test]
fn what_came_out_and_could_not_be_read_comes_in_later() {
    let mut desk = Desk::new(|base| Eventful::slipping(&with_line(base, "theirs")));
    desk.disk.is_unread.store(true, Ordering::SeqCst);
    let reports = desk.file("ours");
    assert!(matches!(reports.last(), Some(Report::Failed { stands: Some(_), .. })), "{reports:?}");
    desk.wait(2);
    desk.disk.is_unread.store(false, Ordering::SeqCst);
    desk.wait(2);
    let note = desk.note();
    assert!(note.contains(" ours\n") && note.contains(" theirs\n") && !note.contains("elsewhere"), "{note}");
}

/// A power cut may bring back the folder as it was before both.
#[test]
fn the_confirmed_text_is_there_until_a_newer_one_is_confirmed() {
    let mut desk = Desk::new(|_| Eventful::default());
    desk.disk.is_unsynced.store(true, Ordering::SeqCst);
    desk.file("one");
    let confirmed = desk.base.text().unwrap().to_owned();
    let is_there =
        |desk: &Desk| desk.swaps().iter().any(|swap| fs::read_to_string(swap).unwrap() == confirmed);
    assert!(is_there(&desk));
    desk.disk.is_unread.store(true, Ordering::SeqCst);
    desk.file("two");
    assert!(is_there(&desk));
    desk.disk.is_unread.store(false, Ordering::SeqCst);
    desk.file("three");
    assert!(!is_there(&desk));
}
