//! A disk that takes ten seconds for each sync. The screen goes on as if nothing were, but for its bar.

use std::time::{Duration, Instant};

use rustix::process::Signal;

use super::common::Home;
use super::counts::{Tally, Verdict, alone, count};
use super::scene::Scene;
use super::talk::HANG;
use super::trace::Fault;
use super::words::bar;

/// A frame comes within this time after a key.
const FRAME: Duration = Duration::from_millis(100);
/// The bar says it after 2 s.
const TOLD: std::ops::Range<Duration> = Duration::from_millis(1500)..Duration::from_millis(3500);

fn slow() -> Fault {
    Fault::new("fdatasync,fsync", "delay_enter=10000000", "")
}

/// What a key took to show, in order; and when the bar said it.
fn typed_meanwhile(scene: &mut Scene) -> Result<(Vec<Duration>, Option<Duration>), String> {
    let began = Instant::now();
    let (mut echoes, mut told) = (Vec::new(), None);
    while began.elapsed() < Duration::from_secs(7) {
        scene.typist.try_word('a')?;
        echoes.push(scene.typist.shown('a')?);
        scene.typist.look_for(Duration::from_millis(40));
        if told.is_none() && bar(&scene.typist.tty).contains("NOT SAVED") {
            told = Some(began.elapsed());
        }
    }
    echoes.sort();
    Ok((echoes, told))
}

#[test]
#[ignore = "needs strace, and measures time"]
fn the_screen_never_waits_for_a_disk() {
    let _alone = alone();
    let tally = Tally::of("a sync of 10 s");
    for n in 0..count(5, 1) {
        tally.case(&format!("typing {n}"), || {
            let mut scene = Scene::begin(Home::new())?;
            scene.break_calls(&slow());
            let (echoes, told) = typed_meanwhile(&mut scene)?;
            let (median, worst) = (echoes[echoes.len() / 2], echoes[echoes.len() - 1]);
            let late = echoes.iter().filter(|echo| **echo > FRAME).count();
            tally.note(format!(
                "{} keys, echo median {median:?}, worst {worst:?}, {late} over 100 ms; NOT SAVED after {told:?}",
                echoes.len()
            ));
            if late * 50 > echoes.len() {
                return Err(format!("{late} of {} frames came later than {FRAME:?}", echoes.len()));
            }
            match told {
                Some(after) if TOLD.contains(&after) => {}
                other => return Err(format!("NOT SAVED after {other:?}, and not after 2 s")),
            }
            scene.mend();
            scene.filed("by itself, as the disk answers again")?;
            scene.leave()
        });
        for (name, signal) in [("TERM", Signal::TERM), ("KILL", Signal::KILL)] {
            tally.case(&format!("{name} meanwhile {n}"), || ended(&tally, signal));
        }
    }
    tally.end();
}

/// It ends in time, whatever the disk does; what was called Saved is there.
fn ended(tally: &Tally, signal: Signal) -> Verdict {
    let mut scene = Scene::begin(Home::new())?;
    scene.break_calls(&slow());
    scene.type_and_save()?;
    scene.told()?;
    let began = Instant::now();
    scene.typist.tty.signal(signal);
    scene.typist.until_it_ends(HANG)?;
    let took = began.elapsed();
    tally.note(format!("{signal:?} took {took:?}"));
    if took > Duration::from_secs(2) {
        return Err(format!("{signal:?} took {took:?}"));
    }
    scene.judge_end(HANG, || ())
}
