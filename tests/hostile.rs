//! Hostile playbooks, notes and files: nothing that others wrote steers the terminal, and nothing is
//! written where it should not be.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

#[path = "hostile/cases.rs"]
mod cases;
mod common;
#[path = "hostile/kinds.rs"]
mod kinds;
#[path = "hostile/place.rs"]
mod place;
#[path = "pty/terminal.rs"]
mod terminal;

use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use common::{Home, Ran};
use goodterms::catalog::EMBEDDED;
use kinds::kinds;
use place::{ID, Place, note, playbook};
use rustix::process::Signal;
use terminal::Tty;

/// So long nothing comes before what is drawn counts as drawn.
const QUIET: Duration = Duration::from_millis(40);
/// Nothing takes longer, whatever it is.
const END: Duration = Duration::from_secs(20);
const SIZE: (u16, u16) = (100, 30);

/// What was seen of the program in one place.
#[derive(Default)]
struct Seen {
    /// All that it wrote to terminals.
    raw: Vec<u8>,
    /// All that was on the screen, and what commands said.
    shown: String,
    faults: Vec<String>,
}

impl Seen {
    /// Runs a command to its end in a terminal, with lines for it to read.
    fn command(&mut self, home: &Home, args: &[&str], lines: &str) {
        let mut tty = Tty::run(home, args, SIZE);
        if !lines.is_empty() {
            tty.send(lines);
        }
        let status = tty.end_within(END);
        self.take(&tty, args, status.exit_code(), status.signal());
    }

    fn take(&mut self, tty: &Tty, args: &[&str], code: u32, signal: Option<&str>) {
        self.raw.extend_from_slice(&tty.raw);
        let said = String::from_utf8_lossy(&tty.raw);
        self.shown += &said;
        if code > 2 || signal.is_some() || said.contains("panicked") || said.contains("a mistake of ours") {
            self.faults.push(format!("{args:?} ended with {code}, {signal:?}: {said}"));
        }
    }

    /// A command whose output another program reads.
    fn piped(&mut self, home: &Home, args: &[&str]) {
        let ran = Ran::of(home.command().args(args).timeout(END));
        let found = kinds((ran.out.clone() + &ran.err).as_bytes());
        if ran.code > 2 || !found.is_empty() {
            self.faults.push(format!("{args:?} wrote {found:?}: {ran:?}"));
        }
    }

    /// The screen, and on it the conversation, its end, and the playbook.
    fn screen(&mut self, home: &Home) {
        let mut tty = Tty::run(home, &[], SIZE);
        tty.see("Ctrl+Q Quit");
        let behind = "<down>".repeat(EMBEDDED.len());
        let ways = [
            "<enter>",
            // Where something is due, that was its screen.
            "o",
            "<f2>",
            "<f2>",
            "<tab>x<tab><tab>y",
            "<c-e>",
            "<f6>",
            " g a",
            "<tab> g",
            "<esc>",
            "<f9>",
            "<down><down>",
            "<esc>",
            "<esc>",
            "<esc>",
            "p",
        ];
        let ways = ways.into_iter().chain([behind.as_str(), "<enter>", "<down><down>", "<f8>"]);
        for keys in ways {
            tty.keys(keys);
            tty.settle(QUIET);
            self.shown += &tty.text();
        }
        tty.signal(Signal::TERM);
        tty.end_within(END);
        self.take(&tty, &["the screen"], 0, None);
    }

    /// What other programs may read of it.
    fn pipes(&mut self, home: &Home) {
        for args in [
            &["list"][..],
            &["list", "--json"],
            &["list", "--older-than", "1 day"],
            &["hold", ID],
            &["forget", ID],
            &["show", ID],
            &["show", ID, "--json"],
            &["search", "a"],
            &["export", ID, "--to", "card"],
            &["export", ID, "--to", "ics"],
            &["export", ID, "--to", "json", "--private"],
            &["agenda"],
            &["agenda", "--json"],
            &["agenda", "--ics"],
            &["export", ID, "--to", "md", "--private"],
            &["insights"],
            &["insights", "--json"],
            &["insights", "--lessons"],
        ] {
            self.piped(home, args);
        }
        self.piped(home, &["resume", ID, "--plain"]);
        self.piped(home, &["playbook", "check", "data/goodterms/playbooks"]);
    }

    /// Every command that shows something.
    fn commands(&mut self, home: &Home) {
        self.command(home, &["list"], "");
        self.command(home, &["show", ID], "");
        self.command(home, &["export", ID, "--to", "card", "--full-names"], "");
        self.command(home, &["export", ID, "--to", "csv", "--private"], "");
        self.command(home, &["agenda"], "");
        self.command(home, &["promise", ID, "call", "--on", "friday"], "");
        self.command(home, &["postpone", ID, "call", "--to", "in 2 weeks", "--because", "ill"], "");
        self.command(home, &["drop", ID, "call"], "");
        self.command(home, &["reopen", ID, "call"], "");
        self.command(home, &["reopen", ID], "");
        self.command(home, &["export", ID, "--to", "md"], "");
        self.command(home, &["export", ID, "--to", "html"], "");
        self.command(home, &["search", "notes"], "");
        self.command(home, &["search", "a", "--all"], "");
        self.command(
            home,
            &["resume", ID, "--plain"],
            "?\rguide\rskip\rskip\rskip\rskip\rstop\rstop\rstop\r\x04",
        );
        self.command(home, &["practise", ID, "--plain"], "\r\r\ra\rback\r?\rall\r\rstop\r\x04");
        self.command(home, &["playbook", "new", "Mine"], "");
        self.command(home, &["playbook", "list"], "");
        self.command(home, &["playbook", "show", "hostile"], "");
        self.command(home, &["playbook", "check", "data/goodterms/playbooks"], "");
        self.command(home, &["wording", "--check"], "");
        self.command(home, &["wording", "-"], "Did you like it?\r\x04");
        self.piped(home, &["show", ID, "--json"]);
        self.piped(home, &["list", "--json"]);
        self.piped(home, &["search", "a", "--json"]);
    }
}

/// What the program writes when nobody means harm.
fn benign() -> BTreeSet<String> {
    let place = Place::new();
    // With faults to show, and files to complain of.
    place.playbook(playbook("hostile", "plain words") + "\nwrong = 1\n");
    let mut seen = Seen::default();
    seen.commands(&place.home);
    seen.screen(&place.home);
    place.playbook(playbook("hostile", "plain words"));
    seen.commands(&place.home);
    seen.screen(&place.home);
    assert!(seen.faults.is_empty(), "{:#?}", seen.faults);
    for there in ["Ada Byron", "plain words", "Ctrl+N Next", "How did it end?", "Press F8", "Got it"] {
        assert!(seen.shown.contains(there), "{there} was not looked at: {}", seen.shown);
    }
    kinds(&seen.raw)
}

/// Something hostile, and how it gets there.
struct Case {
    name: String,
    put: Box<dyn Fn(&Place) + Send + Sync>,
    /// So much that it is looked at through pipes: a terminal would take its time.
    is_huge: bool,
}

/// What is wrong where something hostile was put.
fn look(case: &Case, benign: &BTreeSet<String>) -> Vec<String> {
    let Case { name, put, is_huge } = case;
    let place = Place::new();
    put(&place);
    let before = place.others();
    let mut seen = Seen::default();
    if *is_huge {
        seen.pipes(&place.home);
    } else {
        seen.commands(&place.home);
        seen.screen(&place.home);
    }
    let steering: Vec<_> = kinds(&seen.raw).difference(benign).cloned().collect();
    if !steering.is_empty() {
        seen.faults.push(format!("the terminal was steered: {steering:?}"));
    }
    let after = place.others();
    if before != after {
        let changed = |path: &&std::path::PathBuf| before.get(*path) != after.get(*path);
        let changed: BTreeSet<_> = before.keys().chain(after.keys()).filter(changed).collect();
        seen.faults.push(format!("something was written outside: {changed:?}"));
    }
    seen.faults.into_iter().map(|fault| format!("{name}: {fault}")).collect()
}

#[test]
fn nothing_hostile_steers_the_terminal_or_leads_our_writing_astray() {
    let mut cases = Vec::new();
    let files = cases::FILES.iter().map(|file| (file, false));
    for ((name, put), is_huge) in files.chain(cases::HUGE.iter().map(|file| (file, true))) {
        cases.push(Case { name: (*name).to_owned(), put: Box::new(*put), is_huge });
    }
    let words = cases::WORDS.iter().map(|(name, words)| (*name, (*words).to_owned()));
    for (name, words) in words.chain(cases::floods()) {
        // In both: what a playbook says is filled into what a note says, and the other way round.
        let put = move |place: &Place| {
            place.playbook(playbook("hostile", &words));
            place.note(note(ID, &words));
        };
        cases.push(Case { name: format!("words: {name}"), put: Box::new(put), is_huge: false });
    }
    assert!(cases.len() >= 60, "{}", cases.len());
    let benign = benign();
    let (next, faults) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::SeqCst)) {
                    // One that hangs fails by a panic.
                    let looked = panic::catch_unwind(AssertUnwindSafe(|| look(case, &benign)));
                    let found =
                        looked.unwrap_or_else(|_| vec![format!("{}: it hangs; see above", case.name)]);
                    faults.lock().unwrap().extend(found);
                }
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    let short: Vec<String> = faults.iter().map(|fault| fault.chars().take(2_000).collect()).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), short.join("\n\n"));
}
