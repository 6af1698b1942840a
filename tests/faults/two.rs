//! Two at one conversation: a second screen, and commands from the shell during a call.

use std::process::Stdio;
use std::time::Duration;

use rustix::process::Signal;

use super::counts::{Tally, Verdict, alone, count, eventually};
use super::talk::{CLIENT, HANG, PATIENCE, Talk, finish, json};
use super::words::{Typist, Words};

const READ_ONLY: &str = "READ ONLY: open in another goodterms";
/// An open note is looked at every two seconds.
const LOOK: Duration = Duration::from_secs(8);

/// How the one that writes ends.
#[derive(Clone, Copy, Debug)]
enum End {
    Killed,
    Quit,
}

fn read_only(typist: &mut Typist) -> Verdict {
    typist.until(READ_ONLY, PATIENCE, |tty| squeezed(&tty.text()).contains(READ_ONLY)).map(drop)
}

/// A text with its rows put together.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The second one only reads; when the first has ended, it writes, and nothing is missing.
fn pair(end: End) -> Verdict {
    let talk = Talk::new();
    let mut first = talk.open();
    first.try_word('a')?;
    first.saved('a', PATIENCE)?;
    let mut second = talk.open();
    read_only(&mut second)?;
    // It must not take a word: nobody would keep it.
    second.tty.keys("zzz");
    (0..3).try_for_each(|_| first.try_word('a'))?;
    first.saved('a', PATIENCE)?;
    match end {
        End::Killed => first.tty.signal(Signal::KILL),
        End::Quit => first.keys("<c-q>")?,
    }
    first.until_it_ends(HANG)?;
    if let End::Quit = end {
        first.words.promise_all();
    }
    take_over(&mut second)?;
    let last = format!("a{:04}", first.words.typed('a'));
    second.until("the words of the first", LOOK, |tty| tty.text().contains(&last))?;
    if second.tty.text().contains("zzz") {
        return Err(format!("what was typed while it was read-only is in it:\n{}", second.tty.text()));
    }
    second.words = first.words;
    second.keys("<tab>")?;
    (0..3).try_for_each(|_| second.try_word('b'))?;
    second.saved('b', PATIENCE)?;
    second.keys("<c-q>")?;
    second.until_it_ends(HANG)?;
    second.words.promise_all();
    talk.check(&second.words).map(drop)
}

/// By itself, at its next look; or when it is opened again.
fn take_over(second: &mut Typist) -> Verdict {
    let writes = |typist: &mut Typist, within| {
        typist.until("it may write", within, |tty| !tty.text().contains("READ ONLY")).map(drop)
    };
    if writes(second, LOOK).is_ok() {
        return Ok(());
    }
    second.keys("<esc>")?;
    second.until("Today", PATIENCE, |tty| tty.text().contains("n New"))?;
    second.keys("<enter>")?;
    second.until("the conversation", PATIENCE, |tty| tty.text().contains("What happened?"))?;
    writes(second, LOOK)
}

/// Started at the same moment: one writes, the other reads.
fn at_once() -> Verdict {
    let talk = Talk::new();
    let open = || {
        let command = super::talk::program(&["resume", &talk.id]);
        Typist::at(super::terminal::Tty::run_command(&talk.home, command, super::talk::SIZE))
    };
    let mut both = [open(), open()];
    for typist in &mut both {
        typist.until("the conversation", PATIENCE, |tty| tty.text().contains("What happened?"))?;
    }
    let mut readers = 0;
    for typist in &mut both {
        typist.try_word('a')?;
        typist.until("a word or READ ONLY", PATIENCE, |tty| {
            tty.text().contains("a0001") || squeezed(&tty.text()).contains(READ_ONLY)
        })?;
        if !typist.tty.text().contains("a0001") {
            readers += 1;
            typist.words = Words::default();
        }
    }
    if readers != 1 {
        return Err(format!("{readers} of two only read"));
    }
    let mut words = Words::default();
    for mut typist in both {
        typist.keys("<c-q>")?;
        typist.until_it_ends(HANG)?;
        if typist.words.typed('a') > 0 {
            typist.words.promise_all();
            words = typist.words;
        }
    }
    talk.check(&words).map(drop)
}

#[test]
#[ignore = "takes minutes"]
fn a_second_screen_reads_and_then_takes_over() {
    let _alone = alone();
    let tally = Tally::of("two instances");
    let cases: Vec<usize> = (0..count(100, 6)).collect();
    tally.each(
        &cases,
        2,
        |n| format!("pair {n}"),
        |n| match n % 3 {
            0 => pair(End::Killed),
            1 => pair(End::Quit),
            _ => at_once(),
        },
    );
    tally.end();
}

/// What is filed from the shell while somebody types comes to the note and to the screen.
fn from_the_shell(n: usize) -> Verdict {
    let talk = Talk::new();
    let mut typist = talk.open();
    (0..3).try_for_each(|_| typist.try_word('a'))?;
    if n.is_multiple_of(2) {
        typist.saved('a', PATIENCE)?;
    }
    let id = talk.id.as_str();
    let fill = "[one]\nb = \"b0001\"\n";
    let commands: [(&[&str], &str); 3] = [
        (&["note", "-s", id, "a word in passing"], ""),
        (&["done", id, "ring"], ""),
        (&["fill", id, "--answers", "-"], fill),
    ];
    for turn in 0..commands.len() {
        let (args, stdin) = commands[(turn + n) % commands.len()];
        let ran = finish(talk.home.process(args), stdin)?;
        if ran.code != 0 {
            return Err(format!("{args:?}: {ran:?}"));
        }
        typist.try_word('a')?;
    }
    typist.words.next('b');
    typist.until("what was filled in and noted", LOOK, |tty| {
        tty.text().contains("b0001") && tty.text().contains("a word in passing")
    })?;
    typist.try_word('a')?;
    typist.keys("<c-q>")?;
    typist.until_it_ends(HANG)?;
    typist.words.promise_all();
    talk.check(&typist.words)?;
    there(&talk, &["a word in passing"])
}

/// That the follow-up is done, and these words are in the note, each once.
fn there(talk: &Talk, words: &[&str]) -> Verdict {
    let shown = json(&talk.home, &["show", &talk.id, "--json"])?;
    if shown["follow_ups"][0]["state"] != "done" {
        return Err(format!("the follow-up is not done: {shown}"));
    }
    let text = talk.text().unwrap_or_default();
    match words.iter().find(|word| text.matches(**word).count() != 1) {
        Some(word) => Err(format!("{word:?} is not there once:\n{text}")),
        None => Ok(()),
    }
}

#[test]
#[ignore = "takes minutes"]
fn commands_during_a_call_come_to_the_note_and_the_screen() {
    let _alone = alone();
    let tally = Tally::of("commands during a call");
    let cases: Vec<usize> = (0..count(100, 6)).collect();
    tally.each(&cases, 2, |n| format!("call {n}"), |n| from_the_shell(*n));
    tally.end();
}

/// Many commands at the same moment, and none of them is lost.
#[test]
#[ignore = "takes a minute"]
fn commands_at_the_same_moment_are_all_kept() {
    let _alone = alone();
    let tally = Tally::of("commands at once");
    let cases: Vec<usize> = (0..count(50, 4)).collect();
    tally.each(
        &cases,
        1,
        |n| format!("round {n}"),
        |_| {
            let talk = Talk::new();
            let notes: Vec<String> = (0..8).map(|n| format!("word number {n} in passing")).collect();
            let start = |args: &[&str]| {
                let mut command = talk.home.process(args);
                command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
            };
            let mut running: Vec<_> = notes.iter().map(|note| start(&["note", "-s", CLIENT, note])).collect();
            running.push(start(&["done", CLIENT, "ring"]));
            eventually("all have ended", HANG, || {
                running.iter_mut().all(|child| child.try_wait().unwrap().is_some())
            })?;
            for child in &mut running {
                let status = child.wait().unwrap();
                if !status.success() {
                    return Err(format!("one failed: {status}"));
                }
            }
            talk.check(&Words::default())?;
            there(&talk, &notes.iter().map(String::as_str).collect::<Vec<_>>())
        },
    );
    tally.end();
}
