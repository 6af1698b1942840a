//! The writer's work, moment by moment.

use std::fs;
use std::time::Duration;

use chrono::TimeDelta;

use super::*;
use crate::dates::Moment;
use crate::store::report::{Request, Stands, Typed};
use crate::store::work::Work;

const ID: &str = "k3v9q2m8x7ta";

struct Bench {
    /// The one that the writer has.
    kept: Store,
    dir: tempfile::TempDir,
    work: Work,
    session: Session,
    path: PathBuf,
    tick: Duration,
    generation: u64,
}

impl Bench {
    /// A new conversation with Ada.
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let session = session("Ada", ID);
        let path = path_for(&dir.path().join("notes"), session.head());
        let kept = store(&dir.path().join("notes"));
        let mut work = Work::new(kept.clone());
        let lock = match work_store(&dir).locks.session("another", now()) {
            Access::Write(lock) => Some(lock),
            _ => None,
        };
        let moment = Moment { tick: Duration::ZERO, wall: now() };
        let (base, document) = (Base::NEW, Box::default());
        work.take(Request::Open { id: ID.to_owned(), path: path.clone(), base, document, lock }, moment);
        Self { kept, dir, work, session, path, tick: Duration::ZERO, generation: 0 }
    }

    fn store(&self) -> Store {
        work_store(&self.dir)
    }

    fn moment(&self) -> Moment {
        Moment { tick: self.tick, wall: now() }
    }

    fn note(&mut self, words: &str) -> u64 {
        let edit = self.session.add_note(0, words, now());
        self.session.apply(edit, now());
        self.session.revision()
    }

    fn typed(&self) -> Typed {
        let document = Box::new(self.session.to_document());
        Typed { revision: self.session.revision(), generation: self.generation, document }
    }

    fn edit(&mut self) -> Vec<Report> {
        let (typed, moment) = (self.typed(), self.moment());
        self.work.take(Request::Edit { id: ID.to_owned(), typed }, moment);
        self.work.reports()
    }

    fn file(&mut self) -> Vec<Report> {
        let (typed, moment) = (self.typed(), self.moment());
        self.work.take(Request::File { id: ID.to_owned(), typed }, moment);
        self.work.reports()
    }

    fn wait(&mut self, millis: u64) -> Vec<Report> {
        self.tick += Duration::from_millis(millis);
        let moment = self.moment();
        self.work.run_due(moment);
        self.work.reports()
    }

    fn on_disk(&self) -> String {
        fs::read_to_string(&self.path).unwrap_or_default()
    }
}

fn work_store(dir: &tempfile::TempDir) -> Store {
    store(&dir.path().join("notes"))
}

fn saved(reports: &[Report]) -> Option<u64> {
    reports.iter().find_map(|report| match report {
        Report::Saved { revision, .. } => Some(*revision),
        _ => None,
    })
}

fn is_filed(reports: &[Report]) -> bool {
    reports.iter().any(|report| matches!(report, Report::Filed { .. }))
}

#[test]
fn what_is_typed_is_in_the_draft_at_once_and_in_the_note_when_asked() {
    let mut bench = Bench::new();
    bench.note("one");
    assert_eq!(saved(&bench.edit()), Some(1), "a draft that begins is confirmed at once");
    bench.note("two");
    assert_eq!(saved(&bench.edit()), None);
    assert_eq!(saved(&bench.wait(200)), None);
    assert_eq!(saved(&bench.wait(60)), Some(2), "after a pause");
    assert!(!bench.path.exists() && bench.store().pending().len() == 1);
    let reports = bench.file();
    assert!(is_filed(&reports), "{reports:?}");
    assert!(bench.on_disk().contains(" one\n") && bench.on_disk().contains(" two\n"));
    assert_eq!(bench.store().pending(), [] as [PathBuf; 0]);
}

#[test]
fn while_one_types_on_a_draft_is_synced_each_second() {
    let mut bench = Bench::new();
    bench.note("first");
    bench.edit();
    let mut confirmed = Vec::new();
    for n in 0..30 {
        bench.note(&format!("note {n}"));
        assert_eq!(saved(&bench.edit()), None);
        confirmed.extend(saved(&bench.wait(100)).map(|revision| (n, revision)));
    }
    let at: Vec<_> = confirmed.iter().map(|(n, _)| *n).collect();
    assert_eq!(at, [8, 17, 26]);
    assert_eq!(confirmed[0].1, 10, "all that was typed till then");
}

#[test]
fn what_a_crash_leaves_is_recovered_at_the_next_start() {
    let mut bench = Bench::new();
    bench.note("filed");
    bench.file();
    bench.note("typed");
    bench.edit();
    let store = bench.store();
    // Somebody has it open.
    let held = store.locks.session(ID, now());
    assert!(work_store(&bench.dir).recover(now()).is_empty() && store.pending().len() == 1);
    drop(held);
    let recovered = store.recover(now());
    assert_eq!(recovered[0].words(now()), "Recovered 1 answer typed at 14:02 (Ada)");
    assert!(bench.on_disk().contains(" typed\n") && bench.on_disk().contains(" filed\n"));
    assert!(store.pending().is_empty() && store.recover(now()).is_empty());
}

#[test]
fn a_draft_that_never_had_a_note_becomes_one() {
    let mut bench = Bench::new();
    bench.note("typed");
    bench.edit();
    let recovered = bench.store().recover(now());
    assert!(recovered[0].filed.is_ok() && bench.on_disk().contains(" typed\n"), "{recovered:?}");
}

#[test]
fn a_draft_is_merged_with_what_others_wrote_since() {
    let mut bench = Bench::new();
    bench.note("filed");
    bench.file();
    bench.note("typed");
    bench.edit();
    fs::write(&bench.path, with_line(&Base::of(&bench.on_disk()), "theirs")).unwrap();
    bench.store().recover(now());
    for line in [" filed\n", " typed\n", " theirs\n"] {
        assert!(bench.on_disk().contains(line), "{line}: {}", bench.on_disk());
    }
}

#[test]
fn a_draft_that_cannot_be_put_into_its_note_stays() {
    let mut bench = Bench::new();
    bench.note("filed");
    bench.file();
    bench.note("typed");
    bench.edit();
    let notes = bench.dir.path().join("notes");
    fs::rename(&notes, bench.dir.path().join("away")).unwrap();
    let recovered = bench.store().recover(now());
    let words = recovered[0].words(now());
    assert!(words.starts_with("1 answer typed at 14:02 (Ada) cannot be put into the note yet"), "{words}");
    assert!(!notes.exists() && bench.store().pending().len() == 1);
    fs::rename(bench.dir.path().join("away"), &notes).unwrap();
    assert!(bench.store().recover(now())[0].filed.is_ok());
}

#[test]
fn the_last_words_of_a_sitting_are_those_that_count() {
    let mut bench = Bench::new();
    bench.note("filed");
    bench.file();
    let base = Base::of(&bench.on_disk());
    bench.note("typed");
    bench.edit();
    // The writer hangs, and the end comes.
    let edit = Edit::Note { step: 0, entry: 1, note: None };
    bench.session.apply(edit, now());
    bench.note("typed on");
    let document = bench.session.to_document();
    bench
        .kept
        .keep_last_words((ID, &bench.path, &base), None, &document, now() + TimeDelta::seconds(1))
        .unwrap();
    assert_eq!(bench.store().pending().len(), 2);
    assert!(bench.store().recover(now())[0].filed.is_ok());
    let text = bench.on_disk();
    assert!(
        text.contains(" typed on\n") && !text.contains(" typed\n") && !text.contains("elsewhere"),
        "{text}"
    );
    assert!(bench.store().pending().is_empty());
}

#[test]
fn one_that_is_opened_while_it_is_being_closed_is_open() {
    let mut bench = Bench::new();
    bench.note("typed");
    bench.file();
    let (id, path, base) = (ID.to_owned(), bench.path.clone(), Base::of(&bench.on_disk()));
    let document = Box::new(bench.session.to_document());
    let moment = bench.moment();
    bench.work.take(Request::Close { id: id.clone() }, moment);
    bench.note("lost");
    let reports = bench.edit();
    assert!(
        matches!(reports.as_slice(), [Report::Unsaved { .. }]),
        "nothing is taken in silence: {reports:?}"
    );
    bench.work.take(Request::Open { id, path, base, document, lock: None }, moment);
    bench.note("typed on");
    assert!(saved(&bench.edit()).is_some());
    assert!(work_store(&bench.dir).locks.holder(ID).is_some(), "and nobody else writes in it");
}

#[test]
fn a_damaged_draft_gives_what_is_whole_and_is_kept() {
    let mut bench = Bench::new();
    bench.note("first");
    bench.edit();
    bench.note("second");
    bench.edit();
    let draft = bench.store().pending().remove(0);
    let mut bytes = fs::read(&draft).unwrap();
    let last = bytes.len() - 3;
    bytes[last] ^= 1;
    fs::write(&draft, bytes).unwrap();
    assert!(bench.store().recover(now())[0].filed.is_ok());
    assert!(bench.on_disk().contains(" first\n") && !bench.on_disk().contains(" second\n"));
    let aside = fs::read_dir(bench.dir.path().join("notes.state/aside")).unwrap().count();
    assert_eq!(aside, 1);
}

#[test]
fn what_others_write_comes_in_and_what_is_typed_meanwhile_stays() {
    let mut bench = Bench::new();
    bench.note("filed");
    bench.file();
    fs::write(&bench.path, with_line(&Base::of(&bench.on_disk()), "theirs")).unwrap();
    let reports = bench.wait(2100);
    let [Report::Filed { stands: Stands { ours, merged: Some(stands), generation: 1, .. }, .. }] =
        reports.as_slice()
    else {
        panic!("{reports:?}")
    };
    assert!(stands.render().contains(" theirs\n"));
    // The screen has typed on before it heard of it.
    bench.note("meanwhile");
    bench.file();
    assert!(bench.on_disk().contains(" theirs\n") && bench.on_disk().contains(" meanwhile\n"));
    bench.session.absorb(ours, (**stands).clone(), None, now());
    bench.generation = 1;
    bench.note("afterwards");
    bench.file();
    for line in [" filed\n", " theirs\n", " meanwhile\n", " afterwards\n"] {
        assert_eq!(bench.on_disk().matches(line).count(), 1, "{line}: {}", bench.on_disk());
    }
}

#[test]
fn an_editor_that_had_read_an_earlier_text_takes_nothing_back() {
    let mut bench = Bench::new();
    bench.note("one");
    bench.file();
    let read = bench.on_disk();
    for words in ["two", "three"] {
        bench.note(words);
        bench.file();
    }
    fs::write(&bench.path, read.replacen("\n# ", "\ntheirs\n\n# ", 1)).unwrap();
    assert!(is_filed(&bench.wait(2100)));
    for line in ["\ntheirs\n", " one\n", " two\n", " three\n"] {
        assert_eq!(bench.on_disk().matches(line).count(), 1, "{line}: {}", bench.on_disk());
    }
    // The same editor, once more: it knows nothing of ours.
    bench.note("four");
    bench.file();
    fs::write(&bench.path, read.replacen("\n# ", "\ntheirs\nand more\n\n# ", 1)).unwrap();
    assert!(is_filed(&bench.wait(2100)));
    for line in ["\nand more\n", " one\n", " three\n", " four\n"] {
        assert_eq!(bench.on_disk().matches(line).count(), 1, "{line}: {}", bench.on_disk());
    }
}

#[test]
fn nor_does_one_that_had_read_it_in_an_earlier_sitting() {
    let mut bench = Bench::new();
    bench.note("one");
    bench.file();
    let read = bench.on_disk();
    bench.note("two");
    bench.file();
    let (text, moment) = (bench.on_disk(), bench.moment());
    bench.work.take(Request::Close { id: ID.to_owned() }, moment);
    bench.work = Work::new(bench.store());
    let (id, path, base) = (ID.to_owned(), bench.path.clone(), Base::of(&text));
    let document = Box::new(Document::parse(&text));
    bench.work.take(Request::Open { id, path, base, document, lock: None }, moment);
    fs::write(&bench.path, read.replacen("\n# ", "\ntheirs\n\n# ", 1)).unwrap();
    let reports = bench.wait(2100);
    assert!(
        reports
            .iter()
            .any(|report| matches!(report, Report::Filed { stands: Stands { is_put_back: true, .. }, .. }))
    );
    for line in ["\ntheirs\n", " one\n", " two\n"] {
        assert_eq!(bench.on_disk().matches(line).count(), 1, "{line}: {}", bench.on_disk());
    }
    // What a command files is news.
    let base = Base::of(&bench.on_disk());
    let text = with_line(&base, "three").replace("- 2026-11-21 14:02:10-05:00 one\n", "");
    file(&bench.store(), &bench.path, &text, &base).unwrap();
    bench.wait(2100);
    assert!(bench.on_disk().contains(" three\n"), "{}", bench.on_disk());
}

#[test]
fn what_an_editor_writes_into_the_file_that_was_swapped_out_comes_in() {
    let mut bench = Bench::new();
    bench.note("one");
    bench.file();
    let (text, disk) = (bench.on_disk(), eventful::Eventful::slipping(""));
    let store = Store { disk: Arc::new(disk), ..bench.store() };
    let (id, path, base) = (ID.to_owned(), bench.path.clone(), Base::of(&text));
    let document = Box::new(Document::parse(&text));
    bench.work = Work::new(store);
    bench.work.take(Request::Open { id, path, base, document, lock: None }, bench.moment());
    bench.note("two");
    assert!(is_filed(&bench.file()), "an editor has just emptied the file");
    let folder = bench.path.parent().unwrap().to_owned();
    let beside = |folder: &Path| {
        let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        files.filter(|file| file.extension().is_some_and(|end| end == "swap")).collect::<Vec<_>>()
    };
    let [late] = <[_; 1]>::try_from(beside(&folder)).unwrap();
    fs::write(&late, text.replacen("\n# ", "\ntheirs\n\n# ", 1)).unwrap();
    assert!(is_filed(&bench.wait(2100)));
    for line in ["\ntheirs\n", " one\n", " two\n"] {
        assert_eq!(bench.on_disk().matches(line).count(), 1, "{line}: {}", bench.on_disk());
    }
    bench.wait(9000);
    assert!(beside(&folder).is_empty(), "it goes when nobody writes in it any more");
}

#[test]
fn where_drafts_cannot_be_written_the_note_is_filed_instead() {
    let mut bench = Bench::new();
    bench.note("filed");
    bench.file();
    let drafts = bench.dir.path().join("notes.state/drafts");
    fs::remove_dir_all(&drafts).unwrap();
    fs::write(&drafts, "a file").unwrap();
    bench.note("typed");
    assert_eq!(saved(&bench.edit()), None);
    let reports = bench.wait(0);
    assert!(is_filed(&reports) && bench.on_disk().contains(" typed\n"), "{reports:?}");
    // And not more often than once a second.
    bench.note("more");
    assert!(bench.edit().is_empty() && bench.wait(500).is_empty());
    assert!(is_filed(&bench.wait(600)));
    fs::remove_file(&drafts).unwrap();
    bench.note("again");
    bench.edit();
    let reports = bench.wait(1100);
    assert!(saved(&reports).is_some() || is_filed(&reports), "{reports:?}");
}

#[test]
fn where_neither_can_be_written_it_says_why_and_goes_on() {
    let mut bench = Bench::new();
    for name in ["notes.state/drafts", "notes"] {
        let path = bench.dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "a file").unwrap();
    }
    bench.note("typed");
    bench.edit();
    let reports = bench.wait(0);
    let [Report::Unsaved { reason, .. }] = reports.as_slice() else { panic!("{reports:?}") };
    assert!(reason.contains("a folder should be"), "{reason}");
    fs::remove_file(bench.dir.path().join("notes")).unwrap();
    assert!(is_filed(&bench.file()));
}

#[test]
fn closing_files_what_is_only_in_the_draft() {
    let mut bench = Bench::new();
    bench.note("typed");
    bench.edit();
    let moment = bench.moment();
    bench.work.take(Request::Close { id: ID.to_owned() }, moment);
    assert!(bench.on_disk().contains(" typed\n") && bench.store().pending().is_empty());
    assert_eq!(bench.work.due(), None);
}

#[test]
fn one_that_only_reads_hears_of_changes_and_of_the_end() {
    let mut bench = Bench::new();
    bench.note("filed");
    bench.file();
    let other = work_store(&bench.dir);
    let held = other.locks.session(ID, now());
    let mut work = Work::new(bench.store());
    let (id, path, base) = (ID.to_owned(), bench.path.clone(), Base::of(&bench.on_disk()));
    work.take(Request::Watch { id, path, base }, bench.moment());
    let mut look = |seconds| {
        work.run_due(Moment { tick: Duration::from_secs(seconds), wall: now() });
        work.reports().len()
    };
    assert_eq!((look(1), look(3)), (0, 0));
    fs::write(&bench.path, with_line(&Base::of(&bench.on_disk()), "theirs")).unwrap();
    assert_eq!((look(6), look(9)), (1, 0));
    drop(held);
    assert_eq!(look(12), 1);
}

#[test]
fn the_thread_does_what_is_asked_in_order_and_ends() {
    let mut bench = Bench::new();
    let clock = Arc::new(Standing);
    let writer = Writer::start(bench.store(), clock, || {});
    let (id, path, base) = (ID.to_owned(), bench.path.clone(), Base::NEW);
    writer.ask(Request::Open { id, path, base, document: Box::default(), lock: None });
    for n in 0..20 {
        bench.note(&format!("note {n}"));
        writer.ask(Request::Edit { id: ID.to_owned(), typed: bench.typed() });
    }
    loop {
        let report = writer.wait_report(Duration::from_secs(20)).expect("a report in time");
        if matches!(report, Report::Saved { revision: 20, .. }) {
            break;
        }
    }
    assert!(!bench.path.exists());
    drop(writer);
    assert!(bench.on_disk().contains(" note 19\n"), "the end files it");
}

struct Standing;

impl crate::dates::Clock for Standing {
    fn now(&self) -> DateTime<FixedOffset> {
        now()
    }

    fn at(&self, local: chrono::NaiveDateTime) -> DateTime<FixedOffset> {
        local.and_local_timezone(*now().offset()).unwrap()
    }
}
