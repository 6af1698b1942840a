//! Others that write into an open note: editors that save by a rename, editors that truncate and write in
//! pieces, and tools that bring a file over in parts.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use super::common::Home;
use super::counts::{Seed, Tally, Verdict, alone, count, eventually, spread};
use super::scene::Scene;
use super::talk::{END, HANG, OLD, PATIENCE, Talk, restart};
use super::terminal::Came;
use super::trace::Fault;
use super::words::Typist;

/// An open note is looked at every two seconds, and one that is half there a few times more.
const LOOK: Duration = Duration::from_secs(20);

/// How an editor saves.
#[derive(Clone, Copy, Debug)]
enum Saves {
    Rename,
    Truncate,
    /// As it truncates, and takes longer than the swap.
    Slowly,
}

/// Saves a text as that editor does.
fn save(path: &Path, text: &str, how: Saves, seed: &mut Seed) {
    match how {
        Saves::Rename => {
            let new = path.with_extension("md~new");
            fs::write(&new, text).unwrap();
            fs::rename(&new, path).unwrap();
        }
        Saves::Truncate | Saves::Slowly => {
            let mut file = fs::File::create(path).unwrap();
            let (first, rest) = text.as_bytes().split_at(seed.below(text.len() as u64) as usize);
            for part in [first, rest] {
                // So slow is a large file on a slow disk.
                let pause = if let Saves::Slowly = how { 600 } else { seed.below(40) };
                std::thread::sleep(Duration::from_millis(pause));
                file.write_all(part).unwrap();
            }
        }
    }
}

/// Where the editor adds its line.
#[derive(Clone, Copy, Debug)]
enum Where {
    /// In a field that nobody types in.
    Elsewhere,
    /// In the field that is typed in.
    SameField,
}

/// A note with one more line in a field.
fn with_line(note: &str, place: Where, line: &str) -> Option<String> {
    let heading = match place {
        Where::Elsewhere => "{#one.old}\n\n",
        Where::SameField => "{#one.a}\n\n",
    };
    let (before, after) = note.split_once(heading)?;
    // At the end of its body: before the next heading.
    let end = after.find("\n\n#")?;
    Some(format!("{before}{heading}{}\n{line}{}", &after[..end], &after[end..]))
}

/// That all of these words are in the note of this conversation, after a restart, and the older ones.
fn all_there(talk: &Talk, typist: &Typist, lines: &[String]) -> Verdict {
    restart(&talk.home)?;
    let note = talk.text().ok_or("there is not one note")?;
    let typed = (1..=typist.words.typed('a')).map(|n| format!("a{n:04}"));
    let older = [OLD, END].map(str::to_owned);
    for word in typed.chain(older).chain(lines.iter().cloned()) {
        if !note.contains(&word) {
            return Err(format!("LOST: {word:?} is not in the note:\n{note}"));
        }
    }
    Ok(())
}

fn leave(typist: &mut Typist) -> Verdict {
    typist.keys("<c-q>")?;
    typist.until_it_ends(HANG)?;
    let status = typist.tty.exit(HANG).ok_or("it does not end")?;
    if status.success() { Ok(()) } else { Err(format!("{status:?}: {}", typist.tty.text())) }
}

/// Somebody types while an editor saves now and then.
#[derive(Clone, Copy)]
struct Interleaved {
    how: Saves,
    place: Where,
    /// The editor has read the note some time ago: it does not know what was filed since.
    stale: bool,
    seed: u64,
}

impl Interleaved {
    fn new(n: u64) -> Self {
        Self {
            how: if n.is_multiple_of(2) { Saves::Rename } else { Saves::Truncate },
            place: if (n / 2).is_multiple_of(2) { Where::Elsewhere } else { Where::SameField },
            stale: n / 4 % 2 == 1,
            seed: n,
        }
    }

    fn name(&self) -> String {
        let read = if self.stale { "read earlier" } else { "just read" };
        format!("{:?}, {:?}, {read}, seed {}", self.how, self.place, self.seed)
    }

    fn run(&self) -> Verdict {
        let mut seed = Seed(self.seed);
        let talk = Talk::new();
        let mut typist = talk.open();
        let mut read: Option<String> = None;
        let mut lines = Vec::new();
        for step in 0..24 {
            match seed.below(8) {
                0 | 1 => {
                    let was_open = read.is_some();
                    let text = read.take().or_else(|| talk.text()).unwrap_or_default();
                    if self.stale && !was_open {
                        read = Some(text);
                    } else if let Some(text) =
                        with_line(&text, self.place, &format!("line {step} of an editor"))
                    {
                        save(&talk.note(), &text, self.how, &mut seed);
                        lines.push(format!("line {step} of an editor"));
                    }
                }
                2 => typist.keys("<c-s>")?,
                3 => drop(typist.look_for(Duration::from_millis(seed.below(600)))),
                _ => typist.try_word('a')?,
            }
            if typist.look_for(Duration::from_millis(seed.below(60))) == Came::End {
                return Err(format!("it ended:\n{}", typist.tty.text()));
            }
        }
        leave(&mut typist)?;
        all_there(&talk, &typist, &lines)
    }
}

#[test]
#[ignore = "takes ten minutes"]
fn an_editor_saves_while_somebody_types() {
    let _alone = alone();
    let tally = Tally::of("outside edits");
    let cases: Vec<_> = (0..count(200, 16) as u64).map(Interleaved::new).collect();
    tally.each(&cases, 2, Interleaved::name, Interleaved::run);
    tally.end();
}

/// The editor saves while the swap is under way: ours lies beside the note, whole, and is about to take
/// its place.
fn in_the_swap(how: Saves, place: Where, seed: u64) -> Verdict {
    let mut scene = Scene::begin(Home::new())?;
    scene.type_and_save()?;
    scene.filed("before")?;
    scene.break_calls(&Fault::new("renameat2", "delay_enter=400000", ""));
    scene.typist.try_word('a')?;
    scene.typist.shown('a')?;
    let text = with_line(&scene.talk.text().unwrap(), place, "line of an editor").unwrap();
    let note = scene.talk.note();
    let folder = note.parent().unwrap();
    scene.typist.keys("<c-s>")?;
    eventually("the swap", PATIENCE, || {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        names.into_iter().any(|name| name.to_string_lossy().ends_with(".swap"))
    })?;
    save(&note, &text, how, &mut Seed(seed));
    scene.mend();
    scene.filed("afterwards")?;
    // It is open on the screen for a while yet: another look may find more.
    scene.typist.look_for(Duration::from_secs(3));
    leave(&mut scene.typist)?;
    all_there(&scene.talk, &scene.typist, &["line of an editor".to_owned()])
}

#[test]
#[ignore = "takes minutes, and needs strace"]
fn an_editor_saves_in_the_moment_of_the_swap() {
    let _alone = alone();
    let tally = Tally::of("outside edits in a swap");
    let ways = [
        (Saves::Rename, Where::Elsewhere),
        (Saves::Rename, Where::SameField),
        (Saves::Truncate, Where::Elsewhere),
        (Saves::Truncate, Where::SameField),
        (Saves::Slowly, Where::Elsewhere),
    ];
    let cases: Vec<_> = (0..count(10, 1) as u64).flat_map(|n| ways.map(|way| (way, n))).collect();
    tally.each(
        &cases,
        2,
        |((how, place), n)| format!("{how:?}, {place:?}, seed {n}"),
        |((how, place), n)| in_the_swap(*how, *place, *n),
    );
    tally.end();
}

/// The first so many bytes of the other machine's version come, and the rest later.
fn half_synced(length: usize) -> Verdict {
    let talk = Talk::new();
    let mut typist = talk.open();
    (0..2).try_for_each(|_| typist.try_word('a'))?;
    typist.keys("<c-s>")?;
    filed(&talk, &mut typist)?;
    let line = "a line from the other machine".to_owned();
    let whole = with_line(&talk.text().unwrap(), Where::Elsewhere, &line).unwrap();
    let length = length.min(whole.len());
    put(&talk.note(), &whole.as_bytes()[..length]);
    typist.try_word('a')?;
    typist.keys("<c-s>")?;
    // It has been looked at by then, and the words are safe.
    typist.saved('a', LOOK)?;
    typist.look_for(Duration::from_millis(300));
    put(&talk.note(), whole.as_bytes());
    typist.until("the line of the other machine", LOOK, |tty| tty.text().contains(&line))?;
    typist.try_word('a')?;
    typist.shown('a')?;
    leave(&mut typist)?;
    typist.words.promise_all();
    all_there(&talk, &typist, &[line])?;
    let note = talk.text().unwrap();
    // Nobody else wrote in that field: it is as it was typed.
    let body = goodterms::document::Document::parse(&note).body("one.a").unwrap_or_default();
    typist.words.judge('a', &body).map_err(|e| format!("{e}:\n{note}"))
}

/// Puts a file in place, as sync tools do.
pub fn put(path: &Path, bytes: &[u8]) {
    let new = path.with_file_name(".syncthing.note.tmp");
    fs::write(&new, bytes).unwrap();
    fs::rename(&new, path).unwrap();
}

fn filed(talk: &Talk, typist: &mut Typist) -> Verdict {
    let last = format!("a{:04}", typist.words.typed('a'));
    let until = std::time::Instant::now() + PATIENCE;
    while !talk.text().is_some_and(|text| text.contains(&last)) {
        if std::time::Instant::now() > until {
            return Err(format!("{last} is not filed"));
        }
        typist.look_for(Duration::from_millis(20));
    }
    typist.saved('a', PATIENCE).map(drop)
}

#[test]
#[ignore = "takes an hour"]
fn a_version_comes_in_parts() {
    let _alone = alone();
    let tally = Tally::of("half-synced versions");
    // As long as the note is that the case makes, and a little more.
    let lengths: Vec<usize> = (0..720).collect();
    let lengths = spread(&lengths, count(usize::MAX, 14));
    tally.each(&lengths, 2, |n| format!("the first {n} bytes"), |n| half_synced(*n));
    tally.end();
}
