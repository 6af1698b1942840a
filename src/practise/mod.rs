//! Practice by recall: cards from the advisor's own questions, from what one can say, and from what one
//! can answer. A cue, the words said aloud, a look, and again what was missed.
//!
//! Pure views of a session: nothing here changes one, and nothing of it is filed.

mod cue;
mod sitting;

pub use self::sitting::{Sitting, times};
use crate::playbook::{Answer, Credit, Facts, FieldRef, Kind, Phase, Slot, Step, Template};
use crate::session::Session;
use crate::text;

/// Which cards: all of them, or those of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Section {
    #[default]
    All,
    /// The advisor's own questions.
    Questions,
    /// What one can say.
    Phrases,
    /// What they may say, and what one can answer.
    Answers,
}

impl Section {
    /// All of them, in the order in which they are practised.
    pub const ALL: [Self; 4] = [Self::All, Self::Questions, Self::Phrases, Self::Answers];

    /// As it is shown.
    pub fn title(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Questions => "Your questions",
            Self::Phrases => "Phrases",
            Self::Answers => "They say",
        }
    }

    /// As it is typed.
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Questions => "questions",
            Self::Phrases => "phrases",
            Self::Answers => "answers",
        }
    }

    /// Whether a card is one of these.
    pub fn has(self, card: &Card) -> bool {
        self == Self::All || self == card.section
    }
}

/// A card: clean text, each of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its kind; never [`Section::All`].
    pub section: Section,
    /// Where it comes in: `Ask to try again: what can you say? 2 of 4`.
    pub place: String,
    /// How it begins, or what they say.
    pub cue: String,
    /// What is to be said.
    pub answer: String,
    /// Whose it is; the advisor's own questions need no name.
    pub whose: Option<String>,
}

/// All cards of a conversation: own questions, phrases, answers, each in the order of the walk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deck {
    cards: Vec<Card>,
    unwritten: Option<FieldRef>,
}

impl Deck {
    /// The cards that a conversation has by now. Phrases and answers are those of the talk itself, and of
    /// the step in which one stands, if somebody answers there: whoever is about to invite them practises
    /// that.
    pub fn of(session: &Session) -> Self {
        let mut deck = Self::default();
        for (at, field) in session.playbook().fields() {
            if !matches!(&field.kind, Kind::List(list) if list.practise) || !session.applies(at) {
                continue;
            }
            let questions = lines(session, at);
            if questions.is_empty() {
                deck.unwritten.get_or_insert(at);
            }
            deck.cards.extend(own(&fill(session, &field.label), &questions));
        }
        let (here, _) = session.position();
        let steps = session.playbook().steps.iter().enumerate();
        let talked = |(nth, step): &(usize, &Step)| {
            let is_talk = step.phase == Phase::During || *nth == here && !step.responses.is_empty();
            session.step_applies(*nth) && is_talk
        };
        let steps: Vec<_> = steps.filter(talked).map(|(_, step)| step).collect();
        deck.cards.extend(steps.iter().flat_map(|step| phrases(session, step)));
        deck.cards.extend(steps.iter().flat_map(|step| answers(session, step)));
        deck
    }

    /// Whether there is no card at all.
    pub fn is_empty(&self) -> bool {
        self.cards.is_empty()
    }

    /// The cards of one kind.
    pub fn cards(&self, section: Section) -> impl Iterator<Item = &Card> {
        self.cards.iter().filter(move |card| section.has(card))
    }

    /// How many cards of one kind there are.
    pub fn count(&self, section: Section) -> usize {
        self.cards(section).count()
    }

    /// What there is to choose from: all, the kinds of which there are cards, and the advisor's own
    /// questions while they are still to be written.
    pub fn sections(&self) -> Vec<Section> {
        let is_offered = |section: &Section| {
            *section == Section::All
                || self.count(*section) > 0
                || *section == Section::Questions && self.unwritten.is_some()
        };
        Section::ALL.into_iter().filter(is_offered).collect()
    }

    /// Where own questions are still to be written, if they are.
    pub fn unwritten(&self) -> Option<FieldRef> {
        self.unwritten
    }
}

/// The lines of a list; of one that was made by hand, without its marks.
fn lines(session: &Session, at: FieldRef) -> Vec<String> {
    let text = match session.answer(at) {
        Some(Answer::Text(text) | Answer::Verbatim(text)) => text.as_str(),
        _ => "",
    };
    let line = |line: &str| {
        let line = text::clean_line(line);
        ["- ", "* ", "+ "].iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(&line).to_owned()
    };
    text.lines().map(line).filter(|line| says_something(line) && !text::is_unfinished(line)).collect()
}

fn own(label: &str, questions: &[String]) -> Vec<Card> {
    let label = label.trim_end_matches([':', '.']);
    let card = |(nth, question): (usize, &String)| Card {
        section: Section::Questions,
        place: format!("{label}: {} of {}", nth + 1, questions.len()),
        cue: quoted(&cue::beginning(question)),
        answer: quoted(question),
        whose: None,
    };
    questions.iter().enumerate().map(card).collect()
}

fn phrases(session: &Session, step: &Step) -> Vec<Card> {
    let said = step.say.iter().map(|phrase| (fill(session, &phrase.text), phrase.credit));
    let said: Vec<_> = said.filter(|(words, _)| says_something(words)).collect();
    let title = text::clean_line(&step.title);
    let title = title.trim_end_matches([':', '.']);
    let place = |nth: usize| match said.len() {
        1 => format!("{title}: what can you say?"),
        all => format!("{title}: what can you say? {} of {all}", nth + 1),
    };
    let card = |(nth, (words, credit)): (usize, &(String, Credit))| Card {
        section: Section::Phrases,
        place: place(nth),
        cue: quoted(&cue::beginning(words)),
        answer: quoted(words),
        whose: whose(session, *credit),
    };
    said.iter().enumerate().map(card).collect()
}

fn answers(session: &Session, step: &Step) -> Vec<Card> {
    let title = text::clean_line(&step.title);
    let title = title.trim_end_matches([':', '.']);
    let cards = step.responses.iter().map(|response| {
        let hears = fill(session, &response.hears);
        // What happens stands in brackets: nobody says it.
        let happens = hears.strip_prefix('(').and_then(|hears| hears.strip_suffix(')'));
        let (asked, cue) = match happens {
            Some(happens) => ("what do you do?", happens.to_owned()),
            None => ("they say", quoted(&hears)),
        };
        Card {
            section: Section::Answers,
            place: format!("{title}: {asked}"),
            cue,
            answer: fill(session, &response.answer),
            whose: whose(session, response.credit),
        }
    });
    cards.filter(|card| says_something(&card.cue) && says_something(&card.answer)).collect()
}

fn whose(session: &Session, credit: Credit) -> Option<String> {
    Some(text::clean_line(session.playbook().credit(credit)))
}

fn quoted(words: &str) -> String {
    format!("“{words}”")
}

fn says_something(words: &str) -> bool {
    words.contains(char::is_alphanumeric)
}

/// A text as it is said: where nothing is known yet, a word that one can put something else for.
fn fill(session: &Session, template: &Template) -> String {
    let value = |slot| {
        let known = session.slot(slot).filter(|value| !value.trim().is_empty());
        known.or_else(|| Some(instead(slot).to_owned()))
    };
    text::clean_line(&template.fill(value))
}

fn instead(slot: Slot) -> &'static str {
    match slot {
        Slot::ClientName | Slot::ClientFirstName => "(their name)",
        Slot::ClientOrganisation => "(their firm)",
        Slot::AdvisorName => "(your name)",
        Slot::Meeting | Slot::Today => "(the day)",
        Slot::Field(_) => "…",
    }
}

#[cfg(test)]
mod tests;
