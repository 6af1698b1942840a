//! A call in which somebody types, ticks and pastes a hundred times a second for a minute, with a writer that
//! saves it on a disk: whether anything is lost, and how late each event is seen.
//!
//! `cargo bench --bench live`. Each event is taken and drawn as fast as it can be; how late it would have been
//! is reckoned with one event each ten milliseconds, waiting for those before it.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may")]
#![allow(clippy::print_stdout, reason = "it tells figures")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use goodterms::catalog::Catalog;
use goodterms::config;
use goodterms::dates::{Clock, Moment};
use goodterms::document::{Client, Document};
use goodterms::log::Log;
use goodterms::playbook::Answer;
use goodterms::session::{Edit, Session, Start};
use goodterms::store::versions::Keep;
use goodterms::store::writer::Request;
use goodterms::store::{self, Open, Store, Writer};
use goodterms::tui::app::{App, Effect, Event};
use goodterms::tui::keys::{Chord, Key};
use goodterms::tui::theme::{Colours, Theme};
use goodterms::tui::view;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const EVENTS: usize = 6_000;
const EACH: Duration = Duration::from_millis(10);

struct StandingClock;

impl Clock for StandingClock {
    fn now(&self) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap()
    }

    fn at(&self, local: NaiveDateTime) -> DateTime<FixedOffset> {
        local.and_local_timezone(*self.now().offset()).unwrap()
    }
}

/// The nth thing that happens: lines of four kinds, letter by letter; between them ticks, arrows and the end
/// of a second.
fn events() -> (Vec<Event>, Vec<String>) {
    let (mut events, mut lines) = (Vec::new(), Vec::new());
    let key = |key| Event::Key(Chord::plain(key));
    while events.len() < EVENTS {
        let n = lines.len();
        let mark = ["", "\"", "@", "!"][n % 4];
        let line = format!("{mark}line {n} of what was said, Zoë O'Brien-李");
        events.extend(line.chars().map(|c| Event::Text(c.to_string())));
        events.extend([
            key(Key::Enter),
            Event::Text(" ".to_owned()),
            key(Key::Down),
            key(Key::Up),
            Event::Tick,
        ]);
        lines.push(line.trim_start_matches('"').to_owned());
    }
    (events, lines)
}

fn main() {
    let home = tempfile::tempdir().unwrap();
    let notes = home.path().join("notes");
    let clock: Arc<dyn Clock> = Arc::new(StandingClock);
    let catalog = Arc::new(Catalog::load(&home.path().join("none")));
    let keep = Keep { count: 50, bytes: 20_000_000 };
    let store = Store::new(&notes, &home.path().join("state"), keep, Log::none());
    let mut writer = Writer::start(store.clone(), clock.clone(), || ());
    let mut app = App::new(catalog, None, Theme::of(config::Theme::Default, Colours::True), clock.clone());
    let began = Instant::now();
    let now = || Moment { wall: StandingClock.now(), tick: began.elapsed() };
    let area = Rect::new(0, 0, 120, 40);
    app.update(Event::Resize { width: area.width, height: area.height }, now());

    let session = session(&app);
    let (id, path) = (session.head().id.clone(), store::path_for(&notes, session.head()));
    let open = Open::new(session, path.clone());
    let document = Box::new(open.session.to_document());
    let asked = Request::Open { id, path: path.clone(), base: open.base.clone(), document, lock: None };
    writer.ask(asked);
    app.update(Event::Opened(Ok(Box::new(open))), now());
    app.update(Event::Key(Chord::plain(Key::F(5))), now());

    let (events, lines) = events();
    let (mut shown, mut next) = (Buffer::empty(area), Buffer::empty(area));
    let (mut takes, mut free, mut late) = (Vec::new(), Duration::ZERO, Duration::ZERO);
    let carry_out = |effects: Vec<Effect>, writer: &Writer| {
        for effect in effects {
            match effect {
                Effect::Draft { id, typed } => writer.ask(Request::Edit { id, typed }),
                Effect::File { id, typed } => writer.ask(Request::File { id, typed }),
                _ => {}
            }
        }
    };
    for (n, event) in events.into_iter().enumerate() {
        let at = Instant::now();
        let mut effects = app.update(event, now());
        while let Some(report) = writer.try_report() {
            effects.extend(app.update(Event::Report(report), now()));
        }
        view::draw(&app, &mut next);
        let _changed = shown.diff(&next).len();
        std::mem::swap(&mut shown, &mut next);
        app.drawn();
        effects.extend(app.hand_on_after_frame(began.elapsed()));
        carry_out(effects, &writer);
        let took = at.elapsed();
        let comes = EACH * u32::try_from(n).unwrap();
        free = free.max(comes) + took;
        late = late.max(free - comes);
        takes.push(took);
    }
    let effects = app.last_effects();
    carry_out(effects, &writer);
    writer.end(Duration::from_secs(10));
    let note = std::fs::read_to_string(&path).unwrap();
    Document::parse(&note).head().unwrap();
    // What was played back says their words once more.
    let note: String =
        note.lines().filter(|line| !line.contains(" [x] ")).map(|line| format!("{line}\n")).collect();
    let is_there = |line: &&String| note.matches(&format!("{line}\n")).count() == 1;
    let lost = lines.iter().filter(|line| !is_there(line)).count();
    takes.sort_unstable();
    let of = |part: f64| takes[((takes.len() - 1) as f64 * part) as usize];
    println!("{} events, {} lines: {lost} lost or doubled", takes.len(), lines.len());
    println!("an event: median {:?}, 99 % {:?}, longest {:?}", of(0.5), of(0.99), of(1.0));
    println!("the latest was seen {late:?} after it came");
    assert_eq!(lost, 0);
    assert!(late < Duration::from_millis(50), "{late:?}");
}

fn session(app: &App) -> Session {
    let playbook = app.catalog.playbook("exit-interview").unwrap().clone();
    let client = Client { name: "Ada Byron".to_owned(), ..Client::default() };
    let start = Start { id: "k3v9q2m8x7ta".to_owned(), client, ..Start::default() };
    let mut session = Session::new(playbook, start, StandingClock.now());
    let field = session.playbook().find("questions.list").unwrap();
    let questions = (0..5).map(|n| format!("What about number {n}?")).collect::<Vec<_>>().join("\n");
    session.apply(Edit::Answer { field, answer: Some(Answer::Text(questions)) }, StandingClock.now());
    session
}
