//! A line asked for and a line given: plain text, nothing that moves a cursor.

use std::io::{self, BufRead, Write};
use std::sync::Arc;

use crate::dates::Clock;
use crate::text;
use crate::wording::Rulebook;

/// What the walk talks through.
pub struct Talk<'a> {
    input: &'a mut dyn BufRead,
    output: &'a mut dyn Write,
    pub clock: &'a dyn Clock,
    /// The rules for questions.
    pub rules: Arc<Rulebook>,
}

/// A line that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Only Enter.
    Nothing,
    Text(String),
    Command(Command),
}

/// What can be said at any prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Guide,
    Responses,
    Sources,
    Back,
    Skip,
    Clear,
    Undo,
    Redo,
    Settle,
    Card,
    Practise,
    Ready,
    Details,
    Steps,
    Step(usize),
    Finish,
    Live,
    Note(String),
    Meeting(String),
    /// Take what is offered for a question, by its number; or these words.
    Rewrite(usize, String),
    /// Said, or the end of the input.
    Stop,
}

/// The commands in words.
pub const HELP: &str = "\
At any prompt, on a line of its own, in small letters:
  ?              this help
  guide          why this step matters and how to do it well
  responses      what they may say, and what you can answer
  sources        whose advice it is
  back           the question before this one
  skip           the next question; what is there stays (so does Enter)
  clear          empty the answer to this question
  undo           take back the last change, wherever it was
  redo           bring back what was taken back
  settle         be done with what was also written elsewhere; undo brings it back
  card           the card: your questions, what to ask, the ways out, to hear in the car
  ready          what is still open before the meeting, and how long it is till then
  rewrite 2      take what was offered for your second question; or rewrite 2 TEXT
  note TEXT      write down something beside the question, with the time
  meeting WHEN   set the day (and time) you meet, such as: meeting 24 nov 12:30
  practise       by heart: your questions, what to say, what to answer; nothing of it is filed
  details        who, when, where and how you meet
  steps          all steps, and how far you are
  step 3         go to the third step
  live           the call: what to say now and next, and all you hear
  finish         go to the end: what is missing, how did it end, what follows
  stop           leave; everything is saved, and you can go on later
To begin a line of text with one of these words, put a \\ in front of it: \\stop. A \\ alone is an
empty line inside your text.";

impl<'a> Talk<'a> {
    /// Talks through these.
    pub fn new(input: &'a mut dyn BufRead, output: &'a mut dyn Write, clock: &'a dyn Clock) -> Self {
        Self { input, output, clock, rules: Arc::default() }
    }

    /// With these rules for questions.
    pub fn with_rules(self, rules: Arc<Rulebook>) -> Self {
        Self { rules, ..self }
    }

    /// Says one or more lines.
    pub fn say(&mut self, words: &str) -> io::Result<()> {
        writeln!(self.output, "{}", text::clean(words))
    }

    /// Says lines after an empty one.
    pub fn say_apart(&mut self, words: &str) -> io::Result<()> {
        writeln!(self.output)?;
        self.say(words)
    }

    /// Waits for what is said. The end of the input is a `Command::Stop`.
    pub fn hear(&mut self) -> io::Result<Said> {
        Ok(self.line()?.map_or(Said::Command(Command::Stop), |line| understand(&line)))
    }

    /// Waits for a line as it is typed. `None` at the end of the input.
    pub fn line(&mut self) -> io::Result<Option<String>> {
        loop {
            write!(self.output, "> ")?;
            self.output.flush()?;
            let mut bytes = Vec::new();
            if self.input.read_until(b'\n', &mut bytes)? == 0 {
                writeln!(self.output)?;
                return Ok(None);
            }
            // Taking it with holes would garble a sentence for good.
            let Ok(line) = String::from_utf8(bytes) else {
                self.say(
                    "That line was not taken: it is not UTF-8. Set your terminal to UTF-8 and type it again.",
                )?;
                continue;
            };
            let line = line.trim_end_matches(['\r', '\n']);
            return Ok(Some(line.trim_start_matches('\u{feff}').to_owned()));
        }
    }
}

/// What a line says, where no table is asked for.
pub fn understand(line: &str) -> Said {
    if let Some(literal) = line.strip_prefix('\\') {
        return Said::Text(literal.to_owned());
    }
    let trimmed = line.trim();
    let (word, rest) = trimmed.split_once(char::is_whitespace).unwrap_or((trimmed, ""));
    let command = match (word, rest.trim()) {
        ("", _) => return Said::Nothing,
        ("?", "") => Command::Help,
        ("guide", "") => Command::Guide,
        ("responses", "") => Command::Responses,
        ("sources", "") => Command::Sources,
        ("back", "") => Command::Back,
        ("skip", "") => Command::Skip,
        ("clear", "") => Command::Clear,
        ("undo", "") => Command::Undo,
        ("redo", "") => Command::Redo,
        ("card", "") => Command::Card,
        ("ready", "") => Command::Ready,
        ("details", "") => Command::Details,
        ("steps", "") => Command::Steps,
        ("finish", "") => Command::Finish,
        ("live", "") => Command::Live,
        ("settle", "") => Command::Settle,
        ("practise", "") => Command::Practise,
        ("stop", "") => Command::Stop,
        ("rewrite", "") => Command::Rewrite(0, String::new()),
        ("note", note) if !note.is_empty() => Command::Note(note.to_owned()),
        ("meeting", when) if !when.is_empty() => Command::Meeting(when.to_owned()),
        ("rewrite", rest) if rewrite(rest).is_some() => {
            let (nth, words) = rewrite(rest).unwrap_or_default();
            Command::Rewrite(nth, words)
        }
        ("step", n) if n.parse::<usize>().is_ok() => Command::Step(n.parse().unwrap_or_default()),
        _ => return Said::Text(line.to_owned()),
    };
    Said::Command(command)
}

/// The number of what was offered, and the words behind it.
fn rewrite(rest: &str) -> Option<(usize, String)> {
    let (nth, words) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    Some((nth.parse().ok()?, words.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_whole_lines_and_a_backslash_takes_them_back() {
        let text = |t: &str| Said::Text(t.to_owned());
        assert_eq!(understand(" stop "), Said::Command(Command::Stop));
        assert_eq!(understand("\\stop"), text("stop"));
        assert_eq!(understand("\\\\stop"), text("\\stop"));
        assert_eq!(understand("\\"), text(""));
        assert_eq!(understand("   "), Said::Nothing);
        assert_eq!(understand("stop calling me"), text("stop calling me"));
        assert_eq!(understand("Back in May"), text("Back in May"));
        assert_eq!(understand("note  he sighed"), Said::Command(Command::Note("he sighed".to_owned())));
        assert_eq!(understand("note"), text("note"));
        assert_eq!(understand("  indented"), text("  indented"));
        assert_eq!(understand("rewrite"), Said::Command(Command::Rewrite(0, String::new())));
        assert_eq!(understand("rewrite the plan"), text("rewrite the plan"));
        assert_eq!(understand("rewrite 2"), Said::Command(Command::Rewrite(2, String::new())));
        assert_eq!(
            understand("rewrite 1  What now?"),
            Said::Command(Command::Rewrite(1, "What now?".to_owned()))
        );
        assert_eq!(understand("rewrite it"), text("rewrite it"));
        assert_eq!(understand("step 3"), Said::Command(Command::Step(3)));
        assert_eq!(understand("step by step"), text("step by step"));
        assert_eq!(understand("\\finish"), text("finish"));
    }

    #[test]
    fn a_line_that_is_not_utf_8_is_asked_for_again() {
        let now = chrono::DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").unwrap();
        let (mut input, mut output) = (b"Caf\xe9\nCaf\xc3\xa9\n".as_slice(), Vec::new());
        let clock = Still(now);
        let mut talk = Talk::new(&mut input, &mut output, &clock);
        assert_eq!(talk.hear().unwrap(), Said::Text("Café".to_owned()));
        assert!(String::from_utf8(output).unwrap().contains("not taken"));
    }

    struct Still(chrono::DateTime<chrono::FixedOffset>);

    impl Clock for Still {
        fn now(&self) -> chrono::DateTime<chrono::FixedOffset> {
            self.0
        }

        fn at(&self, _: chrono::NaiveDateTime) -> chrono::DateTime<chrono::FixedOffset> {
            self.0
        }
    }

    #[test]
    fn every_command_is_in_the_help() {
        let words = "? guide responses sources back skip clear undo redo settle rewrite card ready note meeting practise \
                     details steps step live finish stop";
        for word in words.split(' ') {
            assert!(HELP.lines().any(|l| l.trim_start().starts_with(word)), "{word}");
        }
    }
}
