//! How long the screen takes, without a terminal: from an event to the cells that changed.
//!
//! `cargo bench --bench frames`; compare before and after on the same quiet machine.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may")]

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use divan::{Bencher, black_box};
use goodterms::agenda::{Brief, Briefs, Lists};
use goodterms::catalog::{Catalog, EMBEDDED};
use goodterms::dates::{Clock, Moment};
use goodterms::document::{Client, Document};
use goodterms::playbook::{Answer, check};
use goodterms::session::{Edit, Session, Start};
use goodterms::store::remembered::Remembered;
use goodterms::store::shelf::Shelf;
use goodterms::store::{self, Folder, Open, journal};
use goodterms::tui::app::{App, Event};
use goodterms::tui::keys::{Chord, Context, Key};
use goodterms::tui::theme::{Colours, Theme};
use goodterms::tui::view;
use goodterms::{config, text};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

fn main() {
    divan::main();
}

struct StandingClock;

impl Clock for StandingClock {
    fn now(&self) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap()
    }

    fn at(&self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        local.and_local_timezone(*self.now().offset()).unwrap()
    }
}

const NOW: fn() -> Moment = || Moment { wall: StandingClock.now(), tick: Duration::ZERO };

/// An app on a screen of 120×40, and what is on that screen.
struct Desk {
    app: App,
    shown: Buffer,
    next: Buffer,
}

impl Desk {
    fn new() -> Self {
        Self::with(Path::new("/there/is/none"))
    }

    /// With a folder of playbooks.
    fn with(folder: &Path) -> Self {
        let catalog = Arc::new(Catalog::load(folder));
        let theme = Theme::of(config::Theme::Default, Colours::True);
        let mut app = App::new(catalog, None, theme, Arc::new(StandingClock));
        app.update(Event::Resize { width: 120, height: 40 }, NOW());
        let area = Rect::new(0, 0, 120, 40);
        Self { app, shown: Buffer::empty(area), next: Buffer::empty(area) }
    }

    /// In the first field of an exit interview.
    fn walking() -> Self {
        let mut desk = Self::new();
        let session = session(&desk.app, "Ada Byron", "k3v9q2m8x7ta");
        let path = store::path_for(Path::new("/notes"), session.head());
        desk.event(Event::Opened(Ok(Box::new(Open::new(session, path)))));
        desk.frame();
        desk
    }

    /// Behind a text of so many bytes in that field.
    fn in_text(bytes: usize) -> Self {
        let mut desk = Self::walking();
        let line = "we agreed on a call each month; it stopped in March, when Tom left\n";
        desk.event(Event::Paste(line.repeat(bytes / line.len() + 1)[..bytes].to_owned()));
        desk.frame();
        desk
    }

    fn event(&mut self, event: Event) {
        self.app.update(event, NOW());
    }

    /// Draws what is stale, as the program does, and gives the cells that changed.
    fn frame(&mut self) -> usize {
        let part = view::walk::stale_area(&self.app);
        self.app.drawn();
        if let Some(area) = part {
            let mut part = Buffer::empty(area);
            view::walk::draw_fields(&self.app, &mut part);
            let mut before = Buffer::empty(area);
            for at in area.positions() {
                before[at].clone_from(&self.shown[at]);
            }
            let changed = before.diff(&part).len();
            self.shown.merge(&part);
            return changed;
        }
        view::draw(&self.app, &mut self.next);
        let changed = self.shown.diff(&self.next).len();
        std::mem::swap(&mut self.shown, &mut self.next);
        changed
    }
}

fn session(app: &App, client: &str, id: &str) -> Session {
    let playbook = app.catalog.playbook("exit-interview").unwrap().clone();
    let client = Client { name: client.to_owned(), ..Client::default() };
    let start = Start { id: id.to_owned(), client, ..Start::default() };
    Session::new(playbook, start, StandingClock.now())
}

/// A note with something in every field one can type in or choose from.
fn full_note() -> String {
    let mut desk = Desk::walking();
    for _step in 0..8 {
        for _item in 0..6 {
            if desk.app.contexts()[0] == Context::Text {
                let words = "What we agreed on, who does it, and by when: a call each month.\n";
                desk.event(Event::Paste(words.repeat(6)));
            } else {
                desk.event(Event::Text("1".to_owned()));
            }
            desk.event(Event::Key(Chord::plain(Key::Tab)));
        }
        desk.event(Event::Key(Chord::ctrl('n')));
    }
    desk.app.session().unwrap().to_document().render()
}

/// What Today showed last, read again; of so many lines in each list.
#[divan::bench(args = [0, 40])]
fn remembered(bencher: Bencher, lines: usize) {
    let folder = tempfile::tempdir().unwrap();
    let remembered = remember(folder.path(), lines);
    bencher.bench_local(|| black_box(remembered.lists().unwrap()));
}

/// The first frame of Today from what it showed last.
#[divan::bench(args = [0, 40])]
fn today_remembered(bencher: Bencher, lines: usize) {
    let folder = tempfile::tempdir().unwrap();
    let remembered = remember(folder.path(), lines);
    bencher.with_inputs(|| (Desk::new(), remembered.lists().unwrap())).bench_local_values(
        |(mut desk, lists)| {
            desk.app.remember(lists);
            assert!(desk.frame() > 0);
            desk
        },
    );
}

fn remember(folder: &Path, lines: usize) -> Remembered {
    let app = Desk::new().app;
    let briefs = (0..lines).map(|n| {
        let session = session(&app, &format!("Ada Byron {n}"), &format!("{n:012}"));
        let mut head = session.head().clone();
        head.follow_ups.truncate(1);
        for follow_up in &mut head.follow_ups {
            follow_up.due = "2026-11-24".parse().ok();
        }
        Arc::new(Brief::of(&folder.join("ada/2026-11-21-exit-interview.md"), &head))
    });
    let remembered = Remembered::new(folder, folder);
    remembered.keep(&Lists::of(&Briefs { notes: briefs.collect(), unreadable: 0 }));
    remembered
}

/// From nothing to the first frame of Today: listing the folder, sorting, drawing.
#[divan::bench(args = [0, 100, 1_000])]
fn today(bencher: Bencher, notes: usize) {
    let folder = tempfile::tempdir().unwrap();
    let app = Desk::new().app;
    for n in 0..notes {
        let name = format!("Client {}", n / 3);
        let session = session(&app, &name, &format!("{n:012}"));
        let client = folder.path().join(text::slug(&name));
        fs::create_dir_all(&client).unwrap();
        fs::write(client.join(format!("{n}.md")), session.to_document().render()).unwrap();
    }
    bencher.with_inputs(Desk::new).bench_local_values(|mut desk| {
        let briefs = Shelf::new(Folder::new(folder.path())).look();
        desk.event(Event::Listing(briefs.map(Arc::new).map_err(|e| e.to_string())));
        assert!(desk.frame() > 0);
        desk
    });
}

/// A key in a text of so many bytes: update, draw, diff. The key is taken back with the next one.
#[divan::bench(args = [100, 10_000, 100_000, 1_000_000])]
fn key_in_text(bencher: Bencher, bytes: usize) {
    type_and_delete(bencher, Desk::in_text(bytes));
}

/// What follows the frame of a key in a text of so many bytes: the note is handed on for its draft.
/// The next key waits so long if it comes at that very moment.
#[divan::bench(args = [100, 10_000, 100_000, 1_000_000])]
fn draft_after_frame(bencher: Bencher, bytes: usize) {
    let mut desk = Desk::in_text(bytes);
    let mut tick = Duration::ZERO;
    bencher
        .with_inputs(|| {
            tick += Duration::from_secs(1);
            Moment { tick, ..NOW() }
        })
        .bench_local_values(|now| {
            desk.app.update(Event::Text("x".to_owned()), now);
            desk.app.hand_on_after_frame(now.tick)
        });
}

/// The same on the writer's thread: what a key in a text of so many bytes adds to the draft.
#[divan::bench(args = [100, 10_000, 100_000, 1_000_000])]
fn draft_frame(bencher: Bencher, bytes: usize) {
    let mut desk = Desk::in_text(bytes);
    let before = desk.app.session().unwrap().to_document();
    desk.event(Event::Text("x".to_owned()));
    let after = desk.app.session().unwrap().to_document();
    bencher.bench_local(|| journal::change(black_box(&before), &after, StandingClock.now()));
}

/// A letter and a backspace in turn, each with its frame.
fn type_and_delete(bencher: Bencher, mut desk: Desk) {
    let mut there = false;
    bencher.bench_local(|| {
        there = !there;
        if there {
            desk.event(Event::Text("x".to_owned()));
        } else {
            desk.event(Event::Key(Chord::plain(Key::Backspace)));
        }
        let changed = desk.frame();
        assert!(changed > 0);
        changed
    });
}

/// A key in the words of a table with so many rows, in its last row.
#[divan::bench(args = [5, 50, 300])]
fn key_in_table(bencher: Bencher, rows: usize) {
    let mut desk = Desk::new();
    let source = include_str!("../tests/playbooks/valid/language.toml");
    let playbook = Arc::new(check(source.as_bytes()).playbook.unwrap());
    let list: Vec<_> = (1..=rows).map(|n| format!("Question {n}: what changed for you?")).collect();
    let mut session = Session::new(playbook, Start::default(), StandingClock.now());
    let at = session.playbook().find("before.list").unwrap();
    let answer = Some(Answer::Text(list.join("\n")));
    session.apply(Edit::Answer { field: at, answer }, StandingClock.now());
    session.stand_at(1, Some(0));
    let path = store::path_for(Path::new("/notes"), session.head());
    desk.event(Event::Opened(Ok(Box::new(Open::new(session, path)))));
    for _ in 1..rows {
        desk.event(Event::Key(Chord::plain(Key::Down)));
    }
    desk.event(Event::Text("w".to_owned()));
    desk.frame();
    type_and_delete(bencher, desk);
}

/// Going on to the next step and back: a whole other screen.
#[divan::bench]
fn other_step(bencher: Bencher) {
    let mut desk = Desk::walking();
    let mut first = true;
    bencher.bench_local(|| {
        let key = if first { 'n' } else { 'b' };
        first = !first;
        desk.event(Event::Key(Chord::ctrl(key)));
        desk.frame()
    });
}

/// The first sight of New, with all that is read for it, and then a key in it.
#[divan::bench]
fn choose(bencher: Bencher) {
    bencher.with_inputs(Desk::new).bench_local_values(|mut desk| {
        desk.event(Event::Key(Chord::plain(Key::Char('n'))));
        desk.frame()
    });
}

/// A key in New, beside a chooser of the advisor's own with so many ways.
#[divan::bench(args = [0, 10, 100])]
fn key_in_choose(bencher: Bencher, ways: usize) {
    let folder = tempfile::tempdir().unwrap();
    let options: Vec<_> = (0..ways).map(|n| format!("\"What can happen, {n}\"")).collect();
    let chooser = format!(
        "format = 1\n[playbook]\nid = \"own\"\nversion = \"1\"\ntitle = \"Own\"\nsummary = \"s\"\n\
         [[step]]\nid = \"s\"\ntitle = \"S\"\nphase = \"before\"\n[[step.field]]\nid = \"f\"\n\
         kind = \"choice\"\nlabel = \"F\"\noptions = [{}]\n[[hand_off]]\nto = \"farewell\"\nlabel = \"L\"\n",
        options.join(", ")
    );
    fs::write(folder.path().join("own.toml"), chooser).unwrap();
    let mut desk = Desk::with(folder.path());
    desk.event(Event::Key(Chord::plain(Key::Char('n'))));
    desk.frame();
    bencher.bench_local(|| {
        for key in [Key::Down, Key::Up] {
            desk.event(Event::Key(Chord::plain(key)));
            desk.frame();
        }
    });
}

/// Checking a playbook, which is done when it is first asked for.
#[divan::bench(args = EMBEDDED.iter().map(|(name, _)| *name))]
fn check_playbook(bencher: Bencher, name: &str) {
    let (_, source) = EMBEDDED.iter().find(|(n, _)| *n == name).unwrap();
    bencher.bench(|| check(black_box(source.as_bytes())));
}

/// Reading a note with every field filled, and writing it again.
#[divan::bench]
fn note_parse_and_render(bencher: Bencher) {
    let note = full_note();
    assert!(note.len() > 8_000, "{}", note.len());
    bencher.bench(|| {
        let document = Document::parse(black_box(&note));
        document.head().unwrap();
        document.render()
    });
}

/// Writing the document of a full conversation: what each filing begins with.
#[divan::bench]
fn note_of_session(bencher: Bencher) {
    let note = full_note();
    let app = Desk::new().app;
    let playbook = app.catalog.playbook("exit-interview").unwrap().clone();
    let document = Document::parse(&note);
    let head = document.head().unwrap();
    let session = Session::open(playbook, head, document, StandingClock.now());
    bencher.bench_local(|| black_box(&session).to_document().render());
}
