//! How long a search takes over 10,000 notes of 4 KB: with each key on the screen, and from the shell
//! beside `rg -i` over the same folder.
//!
//! `cargo bench --bench search`; `RG=/path/to/rg` if it is not in the path. With `-- --make DIR 500` it only
//! makes a folder of so many notes, to try things in. Run it on a quiet machine: the times are medians, and
//! both programs run in turn.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may")]
#![allow(clippy::print_stdout, reason = "it is what a benchmark is for")]

#[path = "search/made.rs"]
mod made;

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use goodterms::store::Folder;
use goodterms::store::search::{Library, Limit, Query};
use made::{COMMON, RARE};

const NOTES: usize = 10_000;
const TIMES: usize = 15;
/// As many as a screen asks for.
const LIMIT: Limit = Limit { lines: 50, in_note: 5 };
/// What may be typed: single keys, which are in most lines, and what follows them.
const TYPED: &[&str] = &[
    "e",
    "E",
    "a",
    "q",
    "the",
    COMMON,
    RARE,
    "Fees",
    "zoe",
    "李",
    "e a",
    "the fees",
    "\"the fees\"",
    "fees call month",
];

fn main() {
    let args: Vec<_> = env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "--make") {
        made::folder(Path::new(&args[at + 1]), args[at + 2].parse().unwrap());
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let notes = home.path().join("notes");
    let bytes = made::folder(&notes, NOTES);
    println!("{NOTES} notes, {:.1} MB", as_mb(bytes));
    with_each_key(&notes, bytes);
    from_the_shell(home.path(), &notes);
}

/// What a thread of the screen does.
fn with_each_key(notes: &Path, bytes: usize) {
    let folder = Folder::new(notes);
    let before = resident();
    let began = Instant::now();
    let mut library = Library::read(&folder).unwrap();
    println!("\nread all: {:.0} ms", as_ms(began.elapsed()));
    if let (Some(before), Some(after)) = (before, resident()) {
        let grown = after.saturating_sub(before);
        println!("memory: {:.1} MB, {:.2} of the text", as_mb(grown), grown as f64 / bytes as f64);
    }
    println!(
        "look whether anything changed: {:.0} ms",
        as_ms(median(|| assert!(!library.refresh().unwrap())))
    );
    for typed in TYPED {
        let query = Query::new(typed);
        let found = library.search(&query, LIMIT);
        let time = median(|| assert_eq!(library.search(&query, LIMIT).lines, found.lines));
        println!("{typed:>16}  {:5.1} ms  {:7} lines in {:5} notes", as_ms(time), found.lines, found.notes);
    }
}

/// What somebody at the shell waits for, from the start of the program to its end.
fn from_the_shell(home: &Path, notes: &Path) {
    let rg = env::var("RG").unwrap_or_else(|_| "rg".to_owned());
    if Command::new(&rg).arg("--version").stdout(Stdio::null()).status().is_err() {
        println!("\nno ripgrep to compare with: say where it is with RG=");
        return;
    }
    println!("\n{:>16}  goodterms search    rg -i    ratio", "");
    let folder = notes.to_str().unwrap();
    for word in [RARE, COMMON, "month"] {
        let run = |program: &str, args: &[&str]| {
            let mut command = Command::new(program);
            command.args(args).env_clear().env("HOME", home).stderr(Stdio::null());
            command.stdout(fs::File::create(home.join("out")).unwrap());
            let began = Instant::now();
            assert!(command.status().unwrap().success(), "{program} {args:?}");
            began.elapsed()
        };
        let ours = || run(env!("CARGO_BIN_EXE_goodterms"), &["--notes", folder, "search", word]);
        let theirs = || run(&rg, &["-i", word, folder]);
        // In turn, so that what else the machine does meets both.
        let (mut a, mut b): (Vec<_>, Vec<_>) = (0..TIMES).map(|_| (ours(), theirs())).unzip();
        a.sort();
        b.sort();
        let (a, b) = (as_ms(a[TIMES / 2]), as_ms(b[TIMES / 2]));
        println!("{word:>16}  {a:13.1} ms {b:5.1} ms     {:.2}", a / b);
    }
}

fn median(mut run: impl FnMut()) -> Duration {
    let time = |_| {
        let began = Instant::now();
        run();
        began.elapsed()
    };
    let mut times: Vec<_> = (0..TIMES).map(time).collect();
    times.sort();
    times[TIMES / 2]
}

/// The memory that this process holds, where the system tells.
fn resident() -> Option<usize> {
    let pages: usize = fs::read_to_string("/proc/self/statm").ok()?.split(' ').nth(1)?.parse().ok()?;
    Some(pages * 4096)
}

fn as_mb(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn as_ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
