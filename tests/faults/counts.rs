//! How many cases, in which order, and what came of them.

use std::any::Any;
use std::io::Write;
use std::panic::{self, AssertUnwindSafe};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How many faults are shown in full; the others are counted.
const SHOWN: usize = 12;

/// One test at a time: most of them measure, or have the disk for themselves.
static ALONE: Mutex<()> = Mutex::new(());

/// Waits until no other test runs.
pub fn alone() -> MutexGuard<'static, ()> {
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The full count, or that of the cut of a few minutes (`GOODTERMS_FAULTS=cut`).
pub fn count(full: usize, cut: usize) -> usize {
    match std::env::var("GOODTERMS_FAULTS").as_deref() {
        Err(_) | Ok("full") => full,
        Ok("cut") => cut,
        Ok(other) => panic!("GOODTERMS_FAULTS is {other:?}: it is `full` or `cut`"),
    }
}

/// At most so many of these, spread over all of them; the first and the last are among them.
pub fn spread<T: Clone>(all: &[T], at_most: usize) -> Vec<T> {
    if all.len() <= at_most {
        return all.to_vec();
    }
    let step = (all.len() - 1) as f64 / (at_most.max(2) - 1) as f64;
    (0..at_most).map(|i| all[(i as f64 * step).round() as usize].clone()).collect()
}

/// Numbers that come in the same order each time (SplitMix64).
#[derive(Clone, Debug)]
pub struct Seed(pub u64);

impl Seed {
    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end.max(1)
    }
}

/// What one case found: nothing wrong, or what was.
pub type Verdict = Result<(), String>;

/// What came of the cases of a test.
#[derive(Debug)]
pub struct Tally {
    what: &'static str,
    began: Instant,
    cases: AtomicUsize,
    faults: Mutex<Vec<String>>,
    notes: Mutex<Vec<String>>,
}

impl Tally {
    /// Of a test with this name.
    pub fn of(what: &'static str) -> Self {
        let (faults, notes) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
        Self { what, began: Instant::now(), cases: AtomicUsize::new(0), faults, notes }
    }

    /// Runs one case; a panic in it is a fault like another. Gives whether all was well.
    pub fn case(&self, name: &str, run: impl FnOnce() -> Verdict) -> bool {
        if let Ok(wanted) = std::env::var("GOODTERMS_FAULTS_CASE")
            && !name.contains(&wanted)
        {
            return true;
        }
        self.cases.fetch_add(1, Ordering::Relaxed);
        let fault = match panic::catch_unwind(AssertUnwindSafe(run)) {
            Ok(Ok(())) => return true,
            Ok(Err(fault)) => fault,
            Err(panic) => words_of(&*panic),
        };
        let mut faults = self.faults.lock().unwrap_or_else(PoisonError::into_inner);
        if faults.len() < SHOWN {
            say(&format!("FAULT {}, case \"{name}\": {fault}", self.what));
        }
        faults.push(format!("{name}: {fault}"));
        false
    }

    /// Runs all of them, so many at a time.
    pub fn each<T: Sync>(
        &self,
        cases: &[T],
        at_a_time: usize,
        name: impl Fn(&T) -> String + Sync,
        run: impl Fn(&T) -> Verdict + Sync,
    ) {
        let next = AtomicUsize::new(0);
        let work = || {
            while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                self.case(&name(case), || run(case));
            }
        };
        thread::scope(|scope| {
            let others: Vec<_> = (1..at_a_time).map(|_| scope.spawn(work)).collect();
            work();
            others.into_iter().for_each(|other| other.join().unwrap());
        });
    }

    /// A figure that belongs into the line at the end.
    pub fn note(&self, figure: impl Into<String>) {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner).push(figure.into());
    }

    /// Says the figures, and fails if anything went wrong.
    #[track_caller]
    pub fn end(self) {
        let cases = self.cases.into_inner();
        let faults = self.faults.into_inner().unwrap_or_else(PoisonError::into_inner);
        let notes = self.notes.into_inner().unwrap_or_else(PoisonError::into_inner);
        let more: String = notes.iter().map(|note| format!("; {note}")).collect();
        let seconds = self.began.elapsed().as_secs();
        say(&format!("FIGURES {}: {cases} cases, {} failures{more}; {seconds} s", self.what, faults.len()));
        assert!(cases > 0, "no case ran");
        assert!(faults.is_empty(), "{} of {cases} failed; the first: {}", faults.len(), faults[0]);
    }
}

/// Says something past the harness, which keeps to itself what a test prints.
pub fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn words_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap_or_else(|| "a panic".into())
}

/// Waits until it is so.
pub fn eventually(what: &str, within: Duration, mut is_so: impl FnMut() -> bool) -> Verdict {
    let until = Instant::now() + within;
    while !is_so() {
        if Instant::now() >= until {
            return Err(format!("{what}: not within {within:?}"));
        }
        thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}
