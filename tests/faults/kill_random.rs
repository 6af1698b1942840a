//! kill -9 at random moments while somebody types.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::counts::{Seed, Tally, Verdict, alone, count};
use super::talk::{HANG, PATIENCE, Talk, finish};
use super::words::{FIELDS, Typist, bar, is_saved, says_saved};

/// Types as people do, with pauses now and then, for this long, into one field after another.
pub fn type_until(typist: &mut Typist, seed: &mut Seed, moment: Duration) {
    type_into(&['a', 'b', 'c'], typist, seed, moment, &mut |_| ());
}

/// `aside` comes now and then.
fn type_into(
    fields: &[char],
    typist: &mut Typist,
    seed: &mut Seed,
    moment: Duration,
    aside: &mut dyn FnMut(&mut Typist),
) {
    let began = Instant::now();
    let mut fields = fields.iter().copied();
    let mut letter = fields.next().unwrap();
    while began.elapsed() < moment {
        match seed.below(40) {
            0 => typist.tty.keys("<c-s>"),
            3 => aside(typist),
            1 => drop(typist.look_for(Duration::from_millis(350))),
            2 if typist.words.typed(letter) > 0 => {
                if let Some(next) = fields.next() {
                    typist.tty.keys(if next == 'b' { "<tab>" } else { "<c-n>" });
                    letter = next;
                }
            }
            _ => typist.word(letter),
        }
        let pause = Duration::from_millis(5 + seed.below(40));
        typist.look_for(pause.min(moment.saturating_sub(began.elapsed())));
    }
}

#[test]
#[ignore = "takes half an hour"]
fn killed_at_random_moments_while_somebody_types() {
    let _alone = alone();
    let tally = Tally::of("kill at random moments");
    let worst = Mutex::new((Duration::ZERO, 0, 0, 0));
    let cases: Vec<u64> = (0..count(1000, 40) as u64).collect();
    tally.each(
        &cases,
        2,
        |n| format!("seed {n}"),
        |n| {
            let mut seed = Seed(*n);
            let talk = Talk::new();
            let mut typist = talk.open();
            let moment = Duration::from_millis(seed.below(2500));
            type_into(&['a', 'b', 'c'], &mut typist, &mut seed, moment, &mut |typist| {
                let line = format!("word {} in passing.", typist.words.lines.len());
                let ran = finish(talk.home.process(&["note", "-s", &talk.id, &line]), "");
                if ran.is_ok_and(|ran| ran.code == 0) {
                    typist.words.lines.push(line);
                }
            });
            typist.tty.signal(Signal::KILL);
            let end = Instant::now();
            typist.until_it_ends(HANG)?;
            let kept = talk.check(&typist.words)?;
            let missing = kept.texts.iter().filter_map(|(l, text)| typist.words.missing_since(*l, text, end));
            let mut worst = worst.lock().unwrap();
            worst.0 = missing.max().unwrap_or_default().max(worst.0);
            worst.1 += typist.words.promised();
            worst.2 += usize::from(says_saved(&bar(&typist.tty)));
            worst.3 += typist.words.lines.len();
            Ok(())
        },
    );
    let (missing, promised, saved, lines) = *worst.lock().unwrap();
    tally.note(format!(
        "{promised} words called Saved, {lines} notes from the shell, {saved} killed at a Saved"
    ));
    tally.note(format!("the longest typing lost, which nothing had called Saved: {missing:?}"));
    tally.end();
}

/// Killed, opened again, typed on, killed again: each time the screen itself brings the words back.
fn lives(n: u64) -> Verdict {
    let mut seed = Seed(n);
    let talk = Talk::new();
    let mut typist = talk.open();
    for _ in 0..count(6, 4) {
        let moment = Duration::from_millis(seed.below(1500));
        type_into(&['a'], &mut typist, &mut seed, moment, &mut |_| ());
        typist.tty.signal(Signal::KILL);
        typist.until_it_ends(HANG)?;
        let before = typist.words;
        typist = talk.open();
        typist.until("Saved again", PATIENCE, |tty| is_saved(&bar(tty)))?;
        typist.words = before;
        for (letter, key) in FIELDS {
            let body = talk.body(key);
            typist.words.judge(letter, &body)?;
            typist.go_on_after(letter, &body);
        }
    }
    typist.keys("<c-q>")?;
    typist.until_it_ends(HANG)?;
    typist.words.promise_all();
    talk.check(&typist.words).map(drop)
}

#[test]
#[ignore = "takes minutes"]
fn killed_again_and_again() {
    let _alone = alone();
    let tally = Tally::of("kill, again and again");
    let cases: Vec<u64> = (0..count(100, 4) as u64).collect();
    tally.each(&cases, 2, |n| format!("seed {n}"), |n| lives(*n));
    tally.end();
}
