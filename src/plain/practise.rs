//! Practising in words: a cue, Enter, the answer, and whether one had it. Nothing of it is filed.

use std::io;

use super::talk::{Said, Talk, understand};
use crate::playbook::FieldRef;
use crate::practise::{Deck, Section, Sitting, times};
use crate::session::Session;
use crate::text;

const HELP_PRACTISING: &str = "\
While you practise, on a line of its own:
  Enter          after the cue: the answer; after the answer: you had it
  a              after the answer: not quite, it comes again
  back           take back what you said of the last card
  questions      only the questions that you wrote yourself
  phrases        only what you can say
  answers        only what they say, and what you can answer
  all            all cards
  stop           end practising
What else you type after a cue is only for you: it is not kept.";

const BEGIN: &str =
    "Say each aloud, then press Enter to hear it. Nothing of it is filed. Type ? for more, stop to end.";

/// A line.
enum Heard {
    Enter,
    Again,
    Back,
    Turn(Section),
    Stop,
    /// Something else that was typed.
    Words,
}

/// Where it goes from a card.
enum Then {
    On,
    Turn(Section),
    Stop,
}

/// Practises the cards of a conversation until each was got, or the advisor stops.
///
/// # Errors
/// If the input or output is gone.
pub fn practise(talk: &mut Talk<'_>, session: &Session, section: Section) -> io::Result<()> {
    let mut practise = Practise { talk, session, deck: Deck::of(session), section };
    if practise.deck.is_empty() {
        return practise.say_none(Section::All);
    }
    let greeting = practise.greeting();
    practise.talk.say_apart(&greeting)?;
    let mut sitting = practise.turn(section)?;
    loop {
        let then = match sitting.is_over() {
            false => practise.card(&mut sitting)?,
            true => practise.over(&mut sitting)?,
        };
        match then {
            Then::On => {}
            Then::Turn(section) => sitting = practise.turn(section)?,
            Then::Stop => return practise.talk.say("Practising has ended. Nothing of it was filed."),
        }
    }
}

struct Practise<'a, 'b> {
    talk: &'a mut Talk<'b>,
    session: &'a Session,
    deck: Deck,
    section: Section,
}

impl Practise<'_, '_> {
    fn greeting(&self) -> String {
        let kinds = [
            (Section::Questions, "of your questions"),
            (Section::Phrases, "to say"),
            (Section::Answers, "to answer"),
        ];
        let kinds = kinds.map(|(section, what)| (self.deck.count(section), what));
        let kinds = kinds.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
        let kinds = kinds.collect::<Vec<_>>().join(", ");
        let unwritten =
            self.deck.unwritten().map(|at| format!("\n{}", self.unwritten(at))).unwrap_or_default();
        let cards = text::count(self.deck.count(Section::All), "card");
        format!("Practise for {}. {cards}: {kinds}.{unwritten}\n{BEGIN}", self.session.head().client_said())
    }

    /// Where one's own questions are to be written.
    fn unwritten(&self, at: FieldRef) -> String {
        let title = self.session.playbook().steps.get(at.step).map(|step| text::clean_line(&step.title));
        let title = title.unwrap_or_default();
        format!("You have written no questions yet: write them in the step \"{title}\", and they come first.")
    }

    /// Begins with these cards; where there are none of them, with all.
    fn turn(&mut self, section: Section) -> io::Result<Sitting> {
        self.section = section;
        if self.deck.count(section) == 0 {
            self.say_none(section)?;
            self.section = Section::All;
        }
        Ok(Sitting::new(self.deck.cards(self.section).cloned().collect()))
    }

    fn say_none(&mut self, section: Section) -> io::Result<()> {
        let words = match (section, self.deck.unwritten()) {
            (Section::All | Section::Questions, Some(at)) => self.unwritten(at),
            (Section::All, None) => {
                "There is nothing to practise here: this playbook has no list of questions \
                                     to practise, and nothing to say or to answer in the talk."
                    .to_owned()
            }
            (section, _) => format!("There are no {} to practise here.", section.word()),
        };
        self.talk.say(&words)
    }

    /// Says the card that is shown, and hears whether one had it.
    fn card(&mut self, sitting: &mut Sitting) -> io::Result<Then> {
        let Some(card) = sitting.card().cloned() else { return Ok(Then::On) };
        let (nth, all) = (sitting.got() + 1, sitting.total());
        self.talk.say_apart(&format!("Card {nth} of {all}. {}: {}", called(&card.place), card.cue))?;
        if !sitting.is_revealed() {
            match self.hear()? {
                Heard::Back => return self.take_back(sitting),
                Heard::Turn(section) => return Ok(Then::Turn(section)),
                Heard::Stop => return Ok(Then::Stop),
                // Who types the words has said them, too.
                Heard::Enter | Heard::Again | Heard::Words => sitting.reveal(),
            };
        }
        let whose = card.whose.as_ref().map(|whose| format!(" ({whose})")).unwrap_or_default();
        self.talk.say(&format!("{}{whose}", card.answer))?;
        loop {
            self.talk.say("Got it? Enter = yes, a = again.")?;
            match self.hear()? {
                Heard::Enter => sitting.got_it(),
                Heard::Again => sitting.again(),
                Heard::Back => return self.take_back(sitting),
                Heard::Turn(section) => return Ok(Then::Turn(section)),
                Heard::Stop => return Ok(Then::Stop),
                Heard::Words => continue,
            };
            return Ok(Then::On);
        }
    }

    fn take_back(&mut self, sitting: &mut Sitting) -> io::Result<Then> {
        if !sitting.take_back() {
            self.talk.say("There is nothing to take back yet.")?;
        }
        Ok(Then::On)
    }

    /// All were got: says how it went, and whether there is more to do.
    fn over(&mut self, sitting: &mut Sitting) -> io::Result<Then> {
        let came = sitting.came_again();
        let mut lines = vec![sitting.result().join(" ")];
        lines.extend(came.iter().map(|(card, missed)| {
            let words = if card.section == Section::Answers { &card.cue } else { &card.answer };
            format!("  {}: {words}", times(*missed))
        }));
        let again = if came.is_empty() { "" } else { "a: once more those that came again. " };
        lines.push(format!("{again}all: once more all cards. Enter ends."));
        self.talk.say_apart(&lines.join("\n"))?;
        loop {
            match self.hear()? {
                Heard::Again if !sitting.came_again().is_empty() => *sitting = sitting.with_missed(),
                Heard::Turn(section) if section == self.section => *sitting = sitting.once_more(),
                Heard::Turn(section) => return Ok(Then::Turn(section)),
                Heard::Back => return self.take_back(sitting),
                Heard::Enter | Heard::Stop => return Ok(Then::Stop),
                Heard::Again | Heard::Words => {
                    self.talk.say("Enter ends; all goes through all cards once more.")?;
                    continue;
                }
            }
            return Ok(Then::On);
        }
    }

    fn hear(&mut self) -> io::Result<Heard> {
        loop {
            let Some(line) = self.talk.line()? else { return Ok(Heard::Stop) };
            let word = line.trim();
            if let Some(section) = Section::ALL.into_iter().find(|section| section.word() == word) {
                return Ok(Heard::Turn(section));
            }
            match (word, understand(&line)) {
                ("", _) => return Ok(Heard::Enter),
                ("a" | "again", _) => return Ok(Heard::Again),
                ("back", _) => return Ok(Heard::Back),
                ("stop", _) => return Ok(Heard::Stop),
                ("?", _) => self.talk.say(HELP_PRACTISING)?,
                // Somebody may believe that it is written down.
                (_, Said::Command(_)) => {
                    self.talk.say(
                        "While you practise that does nothing, and nothing is written down. stop ends it.",
                    )?;
                }
                _ => return Ok(Heard::Words),
            }
        }
    }
}

/// A place as what stands before a colon.
fn called(place: &str) -> String {
    place.replace(": ", ", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_in_the_help() {
        for word in ["Enter", "a", "back", "stop"].into_iter().chain(Section::ALL.map(Section::word)) {
            assert!(
                HELP_PRACTISING.lines().any(|line| line.trim_start().starts_with(&format!("{word} "))),
                "{word}"
            );
        }
    }
}
