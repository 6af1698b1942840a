//! A conversation on a disk that fails, is cut off from its power and is written to by others, for
//! many made-up courses of events: what was called saved is there afterwards, always.
//!
//! `GOODTERMS_MODEL_CASES=100000` tries so many. A failure names the seed of its run:
//! `GOODTERMS_MODEL_SEED` does that one again.

mod known;
mod others;
mod screen;
mod words;
mod world;

use std::time::Instant;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use self::words::Place;
use self::world::World;
use super::memory::{Fault, Kind};

/// In the ordinary suite, as many courses of events as there is time for in so many seconds.
const SECONDS: u64 = 60;
/// So many are tried with one seed.
const RUN: u32 = 100;

/// Something that happens.
#[derive(Clone, Debug)]
enum Event {
    /// The advisor types a word, which goes to the writer at once or later.
    Type {
        place: Place,
        is_sent: bool,
    },
    /// Ctrl+S.
    File,
    Wait {
        millis: u32,
    },
    /// The machine sleeps till tomorrow.
    NextDay,
    /// An editor elsewhere reads the note.
    Read,
    /// It saves, having read it just now or when it did.
    Write {
        place: Place,
        is_stale: bool,
        is_synced: bool,
    },
    /// An editor that read it just now saves in the middle of what we do.
    SlipIn {
        after: u32,
        place: Place,
        is_synced: bool,
    },
    /// A command in a shell files, having read the note just now or when the editor did.
    Command {
        place: Place,
        is_stale: bool,
    },
    Fault(Fault),
    Mend,
    /// The power is cut, or the program killed, in the middle of what comes next.
    EndWithin {
        after: u32,
        how: End,
    },
    End(End),
    Close,
    Open,
}

/// How a program ends that was not asked.
#[derive(Clone, Copy, Debug)]
enum End {
    Kill,
    /// What is left is chosen by the seed.
    PowerCut(u32),
}

/// Something that happens, and what is made of it.
#[derive(Clone, Debug)]
struct Step {
    event: Event,
    /// Whether the screen takes in what the writer has to say.
    hears: bool,
    /// What if it ended here?
    what_if: Option<End>,
}

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![Just(Place::First), Just(Place::Second), Just(Place::Notes)]
}

fn end() -> impl Strategy<Value = End> {
    prop_oneof![3 => any::<u32>().prop_map(End::PowerCut), 2 => Just(End::PowerCut(0)), 1 => Just(End::Kill)]
}

fn fault() -> impl Strategy<Value = Fault> {
    let kind = prop_oneof![
        1 => Just(None),
        3 => proptest::sample::select(&Kind::ALL[..]).prop_map(Some),
        2 => Just(Some(Kind::Sync)),
        1 => Just(Some(Kind::SyncFolder)),
    ];
    // EIO, ENOSPC, EROFS, EACCES, EDQUOT.
    let errno = proptest::sample::select(vec![5, 28, 30, 13, 122]);
    (kind, 0..4_u32, errno, any::<bool>()).prop_map(|(kind, after, errno, is_lasting)| Fault {
        kind,
        after,
        errno,
        is_lasting,
    })
}

fn event() -> impl Strategy<Value = Event> {
    let millis = prop_oneof![Just(100_u32), Just(260), Just(2_000), Just(9_000)];
    prop_oneof![
        8 => (place(), proptest::bool::weighted(0.9)).prop_map(|(place, is_sent)| Event::Type { place, is_sent }),
        4 => Just(Event::File),
        5 => millis.prop_map(|millis| Event::Wait { millis }),
        1 => Just(Event::NextDay),
        2 => Just(Event::Read),
        2 => (place(), any::<bool>(), any::<bool>())
            .prop_map(|(place, is_stale, is_synced)| Event::Write { place, is_stale, is_synced }),
        3 => (0..16_u32, place(), any::<bool>())
            .prop_map(|(after, place, is_synced)| Event::SlipIn { after, place, is_synced }),
        1 => (place(), any::<bool>()).prop_map(|(place, is_stale)| Event::Command { place, is_stale }),
        2 => fault().prop_map(Event::Fault),
        1 => Just(Event::Mend),
        2 => (0..24_u32, end()).prop_map(|(after, how)| Event::EndWithin { after, how }),
        1 => end().prop_map(Event::End),
        1 => Just(Event::Close),
        3 => Just(Event::Open),
    ]
}

fn steps() -> impl Strategy<Value = (bool, Vec<Step>)> {
    let what_if = proptest::option::weighted(0.3, end());
    let step = (event(), proptest::bool::weighted(0.8), what_if).prop_map(|(event, hears, what_if)| Step {
        event,
        hears,
        what_if,
    });
    (proptest::bool::weighted(0.2), proptest::collection::vec(step, 1..24))
}

/// Goes through a course of events on a disk that is plain or knows how to exchange files.
fn walk(is_plain: bool, steps: &[Step]) -> Result<(), String> {
    let mut world = World::new(is_plain);
    world.open()?;
    for (n, step) in steps.iter().enumerate() {
        world.step(step).map_err(|wrong| format!("{wrong}\nin step {n}, {:?}", step.event))?;
    }
    world.end_well()
}

/// Tries so many courses of events, if they fit in so many seconds.
#[allow(clippy::print_stderr)]
fn try_many(cases: u32, seconds: u64) {
    let number = |name| std::env::var(name).ok().and_then(|number| number.parse::<u64>().ok());
    let again = number("GOODTERMS_MODEL_SEED");
    let (cases, seconds) = match number("GOODTERMS_MODEL_CASES") {
        Some(cases) => (u32::try_from(cases).unwrap(), u64::MAX),
        None => (cases, seconds),
    };
    let first = again.unwrap_or_else(|| u64::from(std::process::id()) << 32 | u64::from(now_in_nanos()));
    let (began, mut tried) = (Instant::now(), 0);
    for seed in first.. {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
        let config = Config {
            cases: RUN,
            failure_persistence: None,
            max_shrink_time: 30_000,
            max_shrink_iters: 20_000,
            ..Config::default()
        };
        let done = TestRunner::new_with_rng(config, rng)
            .run(&steps(), |(is_plain, steps)| walk(is_plain, &steps).map_err(TestCaseError::fail));
        if let Err(error) = done {
            panic!("after {tried} courses of events, GOODTERMS_MODEL_SEED={seed}: {error}");
        }
        tried += RUN;
        if tried >= cases || began.elapsed().as_secs() >= seconds || again.is_some() {
            break;
        }
    }
    assert!(tried >= RUN);
    // `--nocapture` shows it.
    eprintln!("{tried} courses of events in {:.1} s", began.elapsed().as_secs_f32());
}

fn now_in_nanos() -> u32 {
    std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.subsec_nanos())
}

#[test]
fn what_was_called_saved_is_there_whatever_happens() {
    try_many(u32::MAX, SECONDS);
}

#[test]
#[ignore = "the long run: see CONTRIBUTING.md"]
fn what_was_called_saved_is_there_whatever_happens_100_000_times() {
    try_many(100_000, u64::MAX);
}
