//! Storms: whatever is pressed, pasted, clicked, resized, refused, read late or written elsewhere, in
//! whatever order and from wherever one stands, the screen holds and no word is lost.
//!
//! `GOODTERMS_STORM_EVENTS=100000` has so many things happen. A failure shows its shortest course as
//! what a test would say, and names its seed: `GOODTERMS_STORM_SEED` does that one again.

mod happening;
mod holds;
mod mended;
mod offers;
mod places;
mod quietly;
mod weather;

use std::time::Instant;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

use self::happening::{Happening, happening};
use self::places::{Place, Stock, begin, place};
use self::weather::Weather;
use super::*;

/// In the ordinary suite, as many as there is time for in so many seconds.
const SECONDS: u64 = 10;
/// So many things happen at most in one course.
const MOST: usize = 80;

/// Courses that failed once: each is gone through again.
const KNOWN: &[u64] = &[78349655336972, 85646092849750, 123416184538151, 89426353361595, 79083433982304];

type Course = (Place, Vec<Happening>);

fn courses() -> impl Strategy<Value = Course> {
    (place(), proptest::collection::vec(happening(), 1..MOST))
}

/// Goes through the course of a seed. How many things happened, or why it did not hold.
fn go(stock: &Stock, seed: u64) -> Result<usize, String> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let config = Config {
        cases: 1,
        failure_persistence: None,
        max_shrink_time: 60_000,
        max_shrink_iters: 4_000,
        ..Config::default()
    };
    let count = std::cell::Cell::new(0);
    let done = TestRunner::new_with_rng(config, rng).run(&courses(), |(place, course)| {
        count.set(course.len());
        Weather::go_through(stock, place, &course).map_err(|(why, _)| TestCaseError::fail(why))
    });
    match done {
        Ok(()) => Ok(count.get()),
        Err(TestError::Abort(why)) => Err(format!("GOODTERMS_STORM_SEED={seed}: {why}")),
        Err(TestError::Fail(_, (place, course))) => {
            let (why, script) = Weather::go_through(stock, place, &course).unwrap_err();
            Err(format!("{why}\n\nGOODTERMS_STORM_SEED={seed}, the shortest course:\n{script}"))
        }
    }
}

/// Has so many things happen, if they fit in so many seconds.
#[allow(clippy::print_stderr)]
fn many(events: usize, seconds: u64) {
    let number = |name| std::env::var(name).ok().and_then(|number| number.parse::<u64>().ok());
    let stock = Stock::new();
    if let Some(seed) = number("GOODTERMS_STORM_SEED") {
        go(&stock, seed).unwrap_or_else(|why| panic!("{why}"));
        return;
    }
    let (events, seconds) = match number("GOODTERMS_STORM_EVENTS") {
        Some(events) => (usize::try_from(events).unwrap(), u64::MAX),
        None => (events, seconds),
    };
    for seed in KNOWN {
        go(&stock, *seed).unwrap_or_else(|why| panic!("{why}"));
    }
    let nanos = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.subsec_nanos());
    let first = u64::from(std::process::id()) << 32 | u64::from(nanos);
    let (began, mut count, mut courses) = (Instant::now(), 0, 0);
    for seed in first.. {
        count += go(&stock, seed).unwrap_or_else(|why| panic!("after {count} events: {why}"));
        courses += 1;
        if count >= events || began.elapsed().as_secs() >= seconds {
            break;
        }
    }
    assert!(count > 0);
    // `--nocapture` shows it.
    let took = began.elapsed().as_secs_f32();
    eprintln!("{count} events in {courses} courses, from seed {first} on, in {took:.1} s");
}

#[test]
fn no_storm_harms_the_screen_or_loses_a_word() {
    many(usize::MAX, SECONDS);
}

#[test]
#[ignore = "the long run: see CONTRIBUTING.md"]
fn no_storm_harms_the_screen_or_loses_a_word_in_100_000_events() {
    many(100_000, u64::MAX);
}
