//! The pocket card: what one takes to a meeting without taking it in, for nothing lies on the table
//! there. Read in the car, and left there.
//!
//! What stands on it is marked in the playbook. Of the client it says the first name and no more, unless
//! that is asked for: whoever finds it must not learn whose it is. What is private is never on it.

mod everyday;
mod names;
#[cfg(test)]
mod tests;

pub use self::names::{Care, Crowd, Named, Names};
use crate::dates;
use crate::playbook::card::{CELLS, LINES, Part, fit, said, tone, way_out};
use crate::playbook::model::Wording;
use crate::playbook::placeholder::BLANK;
use crate::playbook::{Answer, Facts, Field, FieldRef, Kind, Phase, Slot, Step, Template};
use crate::session::Session;
use crate::text::{self, is_unfinished};

/// What is beneath a card.
pub const LEAVE_IT: &str = "Leave this in the car.";
/// Of what was cut at a blank at least so many cells are worth a line.
const WORTH: usize = 16;
/// So many ways out a card has where its playbook names none.
const WAYS_OUT: usize = 2;

/// How a card is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// With the client's whole name, and their firm.
    pub full: bool,
}

/// Something on a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub part: Part,
    /// Its lines, marked as what they are.
    pub lines: Vec<String>,
    /// The same as one text.
    pub words: String,
}

/// A card: at most [`LINES`] lines of [`CELLS`] cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// From top to bottom.
    pub items: Vec<Item>,
}

impl Card {
    /// The card of a conversation, as it stands now.
    pub fn of(session: &Session, options: Options) -> Self {
        let names = Names::of(&session.head().client);
        let maker = Maker { session, names: (!options.full).then_some(names) };
        laid_out(maker.heading(), maker.items())
    }

    /// Its lines.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.items.iter().flat_map(|item| item.lines.iter().map(String::as_str))
    }

    /// As a text, each line with its break.
    pub fn text(&self) -> String {
        self.lines().map(|line| format!("{line}\n")).collect()
    }
}

/// Something that is to stand on a card.
type Wanted = (Part, String);

struct Maker<'a> {
    session: &'a Session,
    /// The names that are not to stand there.
    names: Option<Names>,
}

impl Maker<'_> {
    fn heading(&self) -> String {
        let head = self.session.head();
        let who = match &self.names {
            Some(names) => names.heading().to_owned(),
            None => {
                let firm = head.client.organisation.iter().map(|firm| format!(", {firm}"));
                text::clean_line(&format!("{}{}", head.client.name, firm.collect::<String>()))
            }
        };
        let when = head.meeting.at.map(|at| {
            let day = at.day();
            let time = day.time.map(|time| time.format(", %H:%M").to_string()).unwrap_or_default();
            format!(" · {}{time}", dates::short(day.date, self.session.today()))
        });
        let when = when.unwrap_or_default();
        format!("{}{when}", text::ellipsis(&who, CELLS - text::width(&when)))
    }

    /// What is wanted on the card, part by part.
    fn items(&self) -> Vec<Wanted> {
        let (mut items, mut phrases) = (self.fields(), self.phrases());
        items.append(&mut phrases);
        items.retain(|(_, words)| !words.is_empty());
        items.sort_by_key(|(part, _)| *part);
        items
    }

    fn fields(&self) -> Vec<Wanted> {
        let playbook = self.session.playbook();
        let asks = |field: &Field| matches!(&field.kind, Kind::List(list) if list.wording == Some(Wording::OpenQuestions));
        let is_marked = playbook.fields().any(|(_, field)| field.card);
        let is_wanted = |field: &Field| if is_marked { field.card } else { asks(field) };
        let fields = playbook.fields().filter(|(at, field)| is_wanted(field) && !self.is_private(*at));
        fields.flat_map(|(at, field)| self.field(at, field)).collect()
    }

    fn field(&self, at: FieldRef, field: &Field) -> Vec<Wanted> {
        let Some(answer) = self.session.answer(at).filter(|answer| !answer.is_blank()) else {
            return Vec::new();
        };
        if let Kind::List(_) = &field.kind {
            let lines = answer.in_lines(&field.kind);
            let whole = lines.iter().filter(|line| !is_unfinished(line));
            return whole.map(|line| (Part::Question, self.typed(bare(line)))).collect();
        }
        let words = self.typed(&answer.in_words(&field.kind));
        let is_own =
            matches!((&field.kind, answer), (Kind::Line { .. } | Kind::Text { .. }, Answer::Text(_)));
        if is_own && words.ends_with('?') {
            return vec![(Part::Question, words)];
        }
        let label = self.fill(&field.label).unwrap_or_default();
        let label = label.trim_end_matches(':');
        // A label may be a placeholder of which nothing is known.
        if !label.contains(char::is_alphanumeric) {
            return vec![(Part::Fact, words)];
        }
        let between = if label.ends_with(['?', '!', '…', '.']) { " " } else { ": " };
        vec![(Part::Fact, format!("{label}{between}{words}"))]
    }

    /// What to avoid, to say and to answer, in the steps that are not passed over.
    fn phrases(&self) -> Vec<Wanted> {
        let playbook = self.session.playbook();
        let marks = |step: &Step| {
            let phrases = step.say.iter().chain(&step.avoid).any(|phrase| phrase.card);
            phrases || step.responses.iter().any(|response| response.card)
        };
        if !playbook.steps.iter().any(marks) {
            return self.likely();
        }
        let steps = playbook.steps.iter().enumerate().filter(|(nth, _)| self.session.step_applies(*nth));
        let mut items = Vec::new();
        for (_, step) in steps {
            let avoid = step.avoid.iter().filter(|phrase| phrase.card);
            items.extend(avoid.filter_map(|phrase| self.tone(&phrase.text)));
            let say = step.say.iter().filter(|phrase| phrase.card);
            items.extend(say.filter_map(|phrase| self.ask(&phrase.text)));
            let responses = step.responses.iter().filter(|response| response.card);
            items.extend(responses.filter_map(|response| self.way_out(&response.hears, &response.answer)));
        }
        items
    }

    /// What is likely meant for the card where the playbook does not say: how not to begin, what it is
    /// about, and what they may say to that.
    fn likely(&self) -> Vec<Wanted> {
        let playbook = self.session.playbook();
        let mut steps = playbook.steps.iter().enumerate();
        let first = steps.find(|(nth, step)| step.phase == Phase::During && self.session.step_applies(*nth));
        let avoid = first.and_then(|(_, step)| step.avoid.first());
        let decides =
            |field: &Field| field.required && matches!(field.kind, Kind::Choice { decides: true, .. });
        let decision = playbook.fields().find(|(at, field)| {
            decides(field)
                && playbook.steps[at.step].phase != Phase::Before
                && self.session.applies(*at)
                && !self.is_private(*at)
        });
        let ask = decision.and_then(|(_, field)| self.ask(&field.label));
        let of_decision = decision.map(|(at, _)| &playbook.steps[at.step]);
        let responses = of_decision.or(first.map(|(_, step)| step)).into_iter().flat_map(|s| &s.responses);
        let ways_out = responses.filter_map(|r| self.way_out(&r.hears, &r.answer)).take(WAYS_OUT);
        avoid.and_then(|phrase| self.tone(&phrase.text)).into_iter().chain(ask).chain(ways_out).collect()
    }

    fn tone(&self, template: &Template) -> Option<Wanted> {
        self.fill(template).map(|words| (Part::Tone, tone(&words).to_owned()))
    }

    fn ask(&self, template: &Template) -> Option<Wanted> {
        self.fill(template).map(|words| (Part::Ask, said(&words)))
    }

    fn way_out(&self, hears: &Template, answer: &Template) -> Option<Wanted> {
        Some((Part::WayOut, way_out(&self.fill(hears)?, &self.fill(answer)?)))
    }

    /// What somebody wrote, on one line, without the names that are not to stand there.
    fn typed(&self, words: &str) -> String {
        let words = text::clean_line(words);
        self.names.as_ref().map_or(words.clone(), |names| names.take_out(&words))
    }

    /// What the playbook says. Where there is nothing yet to fill it with, as far as it goes, or `None` if
    /// that is not worth a line.
    fn fill(&self, template: &Template) -> Option<String> {
        let put = |slot: Slot, words: String| match (slot, &self.names) {
            (Slot::Field(at), _) if self.is_private(at) => None,
            (Slot::ClientName | Slot::ClientFirstName, Some(names)) => Some(names.known().to_owned()),
            _ => Some(self.typed(&words)),
        };
        let filled = text::clean_line(&self.session.fill_as(template, put));
        let filled = match filled.split_once(BLANK) {
            None => filled,
            Some((before, _)) => {
                let before = before.trim_end_matches(|c: char| !c.is_alphanumeric());
                Some(before)
                    .filter(|before| text::width(before) >= WORTH)
                    .map(|before| format!("{before}…"))?
            }
        };
        Some(self.names.as_ref().map_or(filled.clone(), |names| names.take_out_of_playbook(&filled)))
    }

    /// Whether a field is private, or says again what one that is says.
    fn is_private(&self, at: FieldRef) -> bool {
        self.session.playbook().says_private(at)
    }
}

/// A line of a list that was written by hand, without its mark.
fn bare(line: &str) -> &str {
    let line = line.trim_start();
    line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")).unwrap_or(line)
}

/// What comes first where there is not room for all: one of each part, then more of them.
fn urgency((nth, part): (usize, Part)) -> (usize, Part) {
    match (part, nth) {
        (Part::Heading, _) => (0, part),
        (_, 0) => (1, part),
        (Part::Question, 1 | 2) => (2, part),
        (Part::WayOut | Part::Ask, 1) => (3, part),
        (Part::Question, 3 | 4) => (4, part),
        (_, nth) => (4 + nth, part),
    }
}

/// Which of those of its part each item is.
fn counted(items: &[Wanted]) -> Vec<(usize, Part)> {
    let nth = |at: usize| items[..at].iter().filter(|(part, _)| *part == items[at].0).count();
    (0..items.len()).map(|at| (nth(at), items[at].0)).collect()
}

/// Gives each item a line as long as there are any, the most urgent first; and those that need more of
/// them what is left, in the same order.
fn laid_out(heading: String, items: Vec<Wanted>) -> Card {
    let mut wanted = vec![(Part::Heading, heading)];
    wanted.extend(items);
    let counted = counted(&wanted);
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|at| urgency(counted[*at]));
    let mut lines = vec![0; wanted.len()];
    let mut left = LINES;
    for at in order.iter().take(LINES) {
        (lines[*at], left) = (1, left - 1);
    }
    for at in order.into_iter().take(LINES) {
        let (part, words) = &wanted[at];
        let needs = fit(*part, words, part.most_lines(), CELLS).0.len();
        let more = needs.saturating_sub(lines[at]).min(left);
        (lines[at], left) = (lines[at] + more, left - more);
    }
    let items = wanted.into_iter().zip(lines).filter(|(_, lines)| *lines > 0);
    let items = items.map(|((part, words), lines)| {
        let (lines, words) = fit(part, &words, lines, CELLS);
        Item { part, lines, words }
    });
    Card { items: items.collect() }
}
