//! The words that are typed, and which of them the screen has promised to keep. Every word is
//! `a0001`, `a0002`, …: a letter for its field, and a number. So one sees at a glance what a screen
//! shows and what a note holds, and nothing can be lost, doubled or swapped unseen.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::talk::CLIENT;
use super::terminal::{Came, Tty};

/// The fields that are typed in, by their letters.
pub const FIELDS: [(char, &str); 3] = [('a', "one.a"), ('b', "one.b"), ('c', "two.c")];

/// What was typed, and what of it was promised.
#[derive(Clone, Debug, Default)]
pub struct Words {
    typed: BTreeMap<char, String>,
    promised: BTreeMap<char, usize>,
    /// When each word was complete.
    times: BTreeMap<char, Vec<Instant>>,
    /// The conversation itself was called saved.
    begun: bool,
    /// What commands have put into the note.
    pub lines: Vec<String>,
}

impl Words {
    /// The next word of a field, with the blank behind it.
    pub fn next(&mut self, letter: char) -> String {
        let times = self.times.entry(letter).or_default();
        times.push(Instant::now());
        let word = format!("{letter}{:04} ", times.len());
        self.typed.entry(letter).or_default().push_str(&word);
        word
    }

    /// Takes a promise from what a screen shows that says that it is saved.
    pub fn promise(&mut self, text: &str) {
        self.begun |= text.contains(CLIENT);
        for word in text.split_whitespace() {
            if let Some((letter, n)) = number(word) {
                let promised = self.promised.entry(letter).or_default();
                *promised = (*promised).max(n);
            }
        }
    }

    /// All that was typed is promised, as after an end without complaint.
    pub fn promise_all(&mut self) {
        self.begun = true;
        self.promised = self.times.iter().map(|(letter, times)| (*letter, times.len())).collect();
    }

    /// Nothing was promised, not even the conversation: it need not be there.
    pub fn is_free(&self) -> bool {
        !self.begun && self.promised() == 0
    }

    /// How many words were promised.
    pub fn promised(&self) -> usize {
        self.promised.values().sum()
    }

    /// How many words were typed into a field.
    pub fn typed(&self, letter: char) -> usize {
        self.times.get(&letter).map_or(0, Vec::len)
    }

    /// What is wrong with the text of a field, if anything: it must begin as it was typed, and
    /// hold all that was promised.
    pub fn judge(&self, letter: char, text: &str) -> Result<(), String> {
        let typed = self.typed.get(&letter).map_or("", String::as_str);
        let text = text.trim_end();
        if !typed.starts_with(text) {
            return Err(format!("field {letter} holds {text:?}, which is not how {typed:?} begins"));
        }
        let promised = self.promised.get(&letter).copied().unwrap_or(0);
        let kept = text.split_whitespace().filter(|w| number(w).is_some()).count();
        if kept < promised {
            return Err(format!(
                "LOST in field {letter}: {promised} words were called Saved, {kept} are there"
            ));
        }
        Ok(())
    }

    /// After a kill a field holds this; what was lost by then may not come back, and typing goes on
    /// behind it.
    pub fn go_on_after(&mut self, letter: char, text: &str) {
        let kept = text.split_whitespace().filter(|w| number(w).is_some()).count();
        self.times.entry(letter).or_default().truncate(kept);
        self.typed.insert(letter, text.to_owned());
    }

    /// How long before this moment the oldest word was typed that is not in the text.
    pub fn missing_since(&self, letter: char, text: &str, end: Instant) -> Option<Duration> {
        let kept = text.split_whitespace().filter(|w| number(w).is_some()).count();
        let times = self.times.get(&letter)?;
        times.get(kept).map(|typed| end.saturating_duration_since(*typed))
    }
}

/// The letter and the number of a whole word.
fn number(word: &str) -> Option<(char, usize)> {
    let letter = FIELDS.iter().map(|(letter, _)| *letter).find(|l| word.starts_with(*l))?;
    let digits = &word[1..];
    let whole = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    whole.then(|| (letter, digits.parse().unwrap()))
}

/// What the status bar says; a reason may fill several rows.
pub fn bar(tty: &Tty) -> String {
    let text = tty.text();
    let Some((_, reason)) = text.split_once("NOT SAVED") else { return tty.status() };
    let rows: Vec<&str> = reason.lines().collect();
    let rows = &rows[..rows.len().saturating_sub(1)];
    let words: Vec<&str> = rows.iter().flat_map(|row| row.split_whitespace()).collect();
    format!("NOT SAVED{}{}", if reason.starts_with(':') { "" } else { " " }, words.join(" "))
}

/// Whether the bar says that every character on the screen is safe.
pub fn says_saved(bar: &str) -> bool {
    is_saved(bar) || bar.contains("every word is in the draft")
}

/// Whether it says that, and that nothing is amiss.
pub fn is_saved(bar: &str) -> bool {
    !bar.contains("NOT SAVED") && (bar.ends_with("Saved 14:02") || bar.ends_with("Saved"))
}

/// Somebody who types, and believes the screen.
pub struct Typist {
    pub tty: Tty,
    pub words: Words,
}

impl Typist {
    /// At this terminal.
    pub fn at(tty: Tty) -> Self {
        Self { tty, words: Words::default() }
    }

    /// Goes on behind what a field holds after a kill.
    pub fn go_on_after(&mut self, letter: char, text: &str) {
        self.words.go_on_after(letter, text);
        // A word that was cut short stays so.
        if !text.is_empty() && !text.ends_with(' ') {
            self.words.go_on_after(letter, &format!("{text} "));
            self.tty.send(" ");
        }
    }

    /// Types the next word of a field.
    pub fn word(&mut self, letter: char) {
        let word = self.words.next(letter);
        self.tty.send(&word);
    }

    /// Pastes the next words of a field.
    pub fn paste(&mut self, letter: char, words: usize) {
        let text: String = (0..words).map(|_| self.words.next(letter)).collect();
        self.tty.paste(&text);
    }

    /// Types the next word of a field at a program that may have ended.
    ///
    /// # Errors
    /// If it has.
    pub fn try_word(&mut self, letter: char) -> Result<(), String> {
        let word = self.words.next(letter);
        self.keys(&word)
    }

    /// Presses keys at a program that may have ended.
    ///
    /// # Errors
    /// If it has.
    pub fn keys(&mut self, keys: &str) -> Result<(), String> {
        self.tty.try_keys(keys).map_err(|e| format!("{keys:?}: {e}"))
    }

    /// Draws the next frame, and remembers what it promises.
    pub fn look(&mut self, until: Instant) -> Came {
        let came = self.tty.frame(until);
        if came == Came::Frame && says_saved(&bar(&self.tty)) {
            self.words.promise(&self.tty.text());
        }
        came
    }

    /// Looks at the screen for this long, or until the program ends.
    pub fn look_for(&mut self, time: Duration) -> Came {
        let until = Instant::now() + time;
        loop {
            match self.look(until) {
                Came::Frame if Instant::now() < until => {}
                Came::Frame => return Came::Nothing,
                other => return other,
            }
        }
    }

    /// Waits until a screen is so.
    ///
    /// # Errors
    /// If it does not come, with the screen as it is.
    pub fn until(
        &mut self,
        what: &str,
        within: Duration,
        is_so: impl Fn(&Tty) -> bool,
    ) -> Result<Duration, String> {
        let began = Instant::now();
        while !is_so(&self.tty) {
            let came = self.look(began + within);
            if came != Came::Frame {
                return Err(format!("{what}: did not come ({came:?}); the screen is\n{}", self.tty.text()));
            }
        }
        Ok(began.elapsed())
    }

    /// Waits until the last word of a field is on the screen.
    ///
    /// # Errors
    /// If that does not come.
    pub fn shown(&mut self, letter: char) -> Result<Duration, String> {
        let last = format!("{letter}{:04}", self.words.typed(letter));
        self.until(&last, Duration::from_secs(20), |tty| tty.text().contains(&last))
    }

    /// Waits until all that was typed into a field is on the screen and called saved.
    ///
    /// # Errors
    /// If that does not come.
    pub fn saved(&mut self, letter: char, within: Duration) -> Result<Duration, String> {
        let last = format!("{letter}{:04}", self.words.typed(letter));
        self.until(&format!("{last}, saved"), within, |tty| {
            says_saved(&bar(tty)) && tty.text().contains(&last)
        })
    }

    /// Takes what the program still wrote before it ended.
    pub fn until_it_ends(&mut self, within: Duration) -> Result<(), String> {
        let until = Instant::now() + within;
        loop {
            match self.look(until) {
                Came::Frame => {}
                Came::End => return Ok(()),
                Came::Nothing => {
                    return Err(format!(
                        "it still runs after {within:?}; the screen is\n{}",
                        self.tty.text()
                    ));
                }
            }
        }
    }
}

#[test]
fn what_was_promised_must_be_there_and_nothing_twice() {
    let mut words = Words::default();
    for _ in 0..3 {
        words.next('a');
    }
    words.promise("What happened?\n  a0001 a0002 a00 │ Guide");
    assert_eq!(words.judge('a', "a0001 a0002 a0"), Ok(()));
    assert_eq!(words.judge('a', "a0001 a0002 a0003"), Ok(()));
    for wrong in ["", "a0001 a00", "a0001 a0003", "a0001 a0002 a0002", "a0002 a0001", "x"] {
        assert!(words.judge('a', wrong).is_err(), "{wrong}");
    }
    assert_eq!(words.judge('b', ""), Ok(()));
    assert!(words.judge('b', "a0001").is_err());
}
