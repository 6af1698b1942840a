//! A step and its questions in words.

use std::io;

use super::guide::{credited, whose};
use super::rows::{about_table, rows_said};
use super::steps::when;
use super::{Walk, also};
use crate::dates::in_full;
use crate::playbook::answer::Picked;
use crate::playbook::{Answer, Credit, Facts, Field, FieldRef, Kind};
use crate::session::{Beside, Session, codec};

impl Walk<'_, '_> {
    /// Names the step, and the first time all that helps with it.
    pub(super) fn enter_step(&mut self, step: usize) -> io::Result<()> {
        if self.in_step == Some(step) {
            return Ok(());
        }
        self.in_step = Some(step);
        let steps = self.steps();
        let number = steps.iter().position(|s| *s == step).map_or(1, |i| i + 1);
        let s = &self.session().playbook().steps[step];
        let title = format!("Step {number} of {}: {} ({})", steps.len(), s.title, when(s.phase));
        let needs: Vec<_> = self.unmet_needs(step).iter().map(|n| format!("Before you go on: {n}")).collect();
        self.talk.say_apart(&title)?;
        for need in needs {
            self.talk.say(&need)?;
        }
        if self.introduced.insert(step) {
            if self.has_guide(step) {
                self.say_guide(step)?;
            }
            let responses = self.session().playbook().steps[step].responses.len();
            if responses > 0 {
                self.talk.say_apart("Type responses to hear what they may say, and what you can answer.")?;
            }
            self.say_learnt(step)?;
            self.say_earlier_of(step)?;
            self.say_also(Beside::Step(step))?;
        }
        Ok(())
    }

    /// The question, what stands there, and how to answer.
    pub(super) fn say_question(&mut self, at: FieldRef) -> io::Result<()> {
        let words = format!("{}\n{}", self.progress(at), question(self.session(), at));
        self.talk.say_apart(&words)
    }

    /// What was understood, where that is not plainly what was typed; and a word on what does not
    /// fit.
    pub(super) fn say_answer(&mut self, at: FieldRef) -> io::Result<()> {
        let session = self.session();
        let field = session.playbook().field(at);
        let mut words = match session.held(at) {
            Some(answer) if !matches!(field.kind, Kind::Line { .. }) => ended(&spoken(&field.kind, answer)),
            Some(_) => String::new(),
            None => "The answer is empty now.".to_owned(),
        };
        if let Some(hint) = session.hint(at) {
            words.push_str(&format!(" Please check: {hint}."));
        }
        if words.is_empty() { Ok(()) } else { self.talk.say(words.trim_start()) }
    }
}

fn question(session: &Session, at: FieldRef) -> String {
    let playbook = session.playbook();
    let field = playbook.field(at);
    let mut lines = earlier(session, field);
    lines.push(format!("{}{}", session.fill(&field.label), remarks(session, at)));
    if let Some(help) = &field.help {
        lines.push(session.fill(help));
    }
    let held = session.held(at);
    let choices = field.kind.choices();
    let chosen = |of_it: bool| match (&field.kind, of_it) {
        (_, false) => "",
        (Kind::Checklist { .. }, true) => " (done)",
        (_, true) => " (chosen)",
    };
    for (i, choice) in choices.iter().enumerate() {
        let whose =
            if are_ours(field) { String::new() } else { credited(playbook, choice.credit, field.credit) };
        let mark = chosen(held.is_some_and(|a| a.includes(&choice.id)));
        lines.push(format!("  {}. {}{whose}{mark}", i + 1, choice.label));
    }
    if field.kind.has_other() {
        let other =
            held.and_then(Answer::other).map(|o| format!(": {o}{}", chosen(true))).unwrap_or_default();
        lines.push(format!("  {}. {}{other}", choices.len() + 1, codec::SOMETHING_ELSE));
    }
    if let Some(table) = session.table(at) {
        lines.push(about_table(session, at, table));
    }
    let current = held.filter(|a| !a.is_blank());
    if let Some(answer) = current {
        lines.extend(so_far(session, at, answer));
    }
    lines.extend(also::words(session, Beside::Field(at)));
    lines.push(how_to_answer(field, current));
    lines.join("\n")
}

/// What was answered earlier and stands beside this, a line each.
fn earlier(session: &Session, field: &Field) -> Vec<String> {
    let said = field.beside.iter().filter_map(|at| {
        let kind = &session.playbook().field(*at).kind;
        let answer = session.answer(*at).filter(|a| !a.is_blank())?;
        let label = session.fill(&session.playbook().field(*at).label);
        let words = match (kind, answer) {
            (Kind::Table(table), Answer::Table(rows)) => rows_said(table, rows),
            // Lines of a text are one thing, and no list.
            (Kind::Text { .. }, answer) => ended(&answer.in_lines(kind).join(" ")),
            _ => ended(&answer.in_words(kind)),
        };
        Some(format!("Earlier, {}", called(&label, &words)))
    });
    said.collect()
}

/// What is said of a question in brackets: that it is needed or decides, who does not see it, and
/// whose advice it is.
fn remarks(session: &Session, at: FieldRef) -> String {
    let (field, step) = (session.playbook().field(at), &session.playbook().steps[at.step]);
    let mut remarks = Vec::new();
    if field.required {
        remarks.push("needed");
    }
    if matches!(field.kind, Kind::Choice { decides: true, .. }) {
        remarks.push("a decision");
    }
    if field.private {
        remarks.push("private: left out when you hand the note on");
    }
    remarks.extend(whose(session.playbook(), field.credit, step.credit));
    if are_ours(field) && field.credit != Credit::Ours && !matches!(field.kind, Kind::Choice { .. }) {
        remarks.push("the items are ours");
    }
    if remarks.is_empty() { String::new() } else { format!(" ({})", remarks.join("; ")) }
}

/// Whether all there is to choose from or to tick is ours, so that it need be said once at most.
fn are_ours(field: &Field) -> bool {
    let choices = field.kind.choices();
    !choices.is_empty() && choices.iter().all(|choice| choice.credit == Credit::Ours)
}

/// What stands there, where the question itself does not show it, and what is wrong with it.
fn so_far(session: &Session, at: FieldRef, answer: &Answer) -> Vec<String> {
    let kind = &session.playbook().field(at).kind;
    let shown = matches!(
        answer,
        Answer::Choice(_) | Answer::Other(_) | Answer::Choices(_) | Answer::Checklist(_) | Answer::Table(_)
    );
    let lead = if session.prefill(at).as_ref() == Some(answer) { "Filled in for you" } else { "So far" };
    let mut lines = Vec::new();
    match answer {
        _ if shown => {}
        Answer::Text(text) | Answer::Verbatim(text) if text.contains('\n') => {
            lines.push(format!("{lead}:\n{text}"));
        }
        answer => lines.push(format!("{lead}: {}", spoken(kind, answer))),
    }
    lines.extend(session.hint(at).map(|hint| format!("Please check: {hint}.")));
    lines
}

/// How to answer a kind of question, and what Enter does.
fn how_to_answer(field: &Field, current: Option<&Answer>) -> String {
    if field.kind.table().is_some() {
        return match current {
            Some(Answer::Verbatim(_)) => WHAT_TO_DO_WITH_TEXT.to_owned(),
            _ => "Enter leaves a cell as it is, next goes to the next row, skip leaves the table, and rows \
                  says all that stands in it. Type ? for more."
                .to_owned(),
        };
    }
    let how = match &field.kind {
        Kind::Text { .. } => "Type as many lines as you like; an empty line ends them.".to_owned(),
        Kind::Line { .. } => "Type one line.".to_owned(),
        Kind::List(list) => {
            format!(
                "Type one on each line{}; an empty line ends them.",
                bounds(list.at_least, list.at_most, "at")
            )
        }
        Kind::Choice { options, other: true, .. } => {
            format!("Type a number or the words. {}", how_to_write_in(options.len()))
        }
        Kind::Choice { .. } => "Type a number or the words.".to_owned(),
        Kind::Choices { options, other: true } => {
            let all = "Type the numbers of all that fit, such as 1 2; -2 takes one away.";
            format!("{all} {}", how_to_write_in(options.len()))
        }
        Kind::Choices { options, .. } if options.len() > 1 => {
            "Type the numbers of all that fit, such as 1 2; -2 takes one away.".to_owned()
        }
        Kind::Checklist { items } if items.len() > 1 => {
            "Type the numbers of what is done, such as 1 2, or all; -2 takes one away.".to_owned()
        }
        Kind::Choices { .. } | Kind::Checklist { .. } => "Type 1 if it is so; -1 takes it away.".to_owned(),
        Kind::Table(_) => String::new(),
        Kind::Date { .. } => {
            "Type a day, with a time if you like: 2026-12-01, tomorrow, next friday, 24 nov 12:30.".to_owned()
        }
        Kind::Period { unit, at_least, at_most, .. } => {
            format!("Type a number of {}{}.", unit.word(2), bounds(*at_least, *at_most, "at"))
        }
        Kind::Number { unit, .. } => match unit {
            Some(unit) => format!("Type a number, in {unit}."),
            None => "Type a number.".to_owned(),
        },
        Kind::Score { out_of, low, high } => {
            let named = |word: &Option<String>| word.as_ref().map(|w| format!(" ({w})")).unwrap_or_default();
            format!("Type a number from 1{} to {out_of}{}.", named(low), named(high))
        }
    };
    let enter = match (current.is_some(), field.kind.is_multiline()) {
        (true, true) => "It goes below what is there; clear empties it first. Enter leaves it as it is.",
        (true, false) => "Enter leaves it as it is.",
        (false, _) => "Enter leaves it empty.",
    };
    format!("{how} {enter}")
}

fn bounds(at_least: Option<u32>, at_most: Option<u32>, word: &str) -> String {
    match (at_least, at_most) {
        (Some(least), Some(most)) => format!(", {word} least {least} and {word} most {most}"),
        (Some(least), None) => format!(", {word} least {least}"),
        (None, Some(most)) => format!(", {word} most {most}"),
        (None, None) => String::new(),
    }
}

/// How something else than the options is answered.
pub(super) fn how_to_write_in(options: usize) -> String {
    let n = options + 1;
    format!("For something else type {n} and your words, such as: {n} in my own words.")
}

/// What can be done with text in a table's place that is no table.
pub(super) const WHAT_TO_DO_WITH_TEXT: &str =
    "Enter leaves it as it is. Type clear to begin the table anew; this text then moves to the notes.";

/// Something by its name: `By when: tomorrow`, `How sure are we? 3`.
pub(super) fn called(label: &str, words: &str) -> String {
    let label = label.trim_end_matches([':', '.']);
    let colon = if label.ends_with(['?', '!', '…']) { "" } else { ":" };
    format!("{label}{colon} {words}")
}

/// A sentence that ends.
pub(super) fn ended(said: &str) -> String {
    if said.ends_with(['.', '?', '!', '…']) { said.to_owned() } else { format!("{said}.") }
}

/// An answer said in full.
fn spoken(kind: &Kind, answer: &Answer) -> String {
    match (kind, answer) {
        (Kind::Period { unit, .. }, Answer::Period { n, from: Some(from) }) => {
            let end = crate::dates::Duration { n: *n, unit: *unit }.after(*from);
            format!("{n} {}, from {} to {}", unit.word(*n), in_full(*from), in_full(end))
        }
        (Kind::Score { out_of, .. }, Answer::Score(n)) => format!("{n} out of {out_of}"),
        (_, Answer::Other(text)) => format!("{}: {text}", codec::SOMETHING_ELSE),
        (Kind::Choices { .. }, Answer::Choices(Picked { ids, other: Some(other) })) => {
            let picked = Answer::Choices(Picked { ids: ids.clone(), other: None }).in_lines(kind);
            picked
                .into_iter()
                .chain([format!("{}: {other}", codec::SOMETHING_ELSE)])
                .collect::<Vec<_>>()
                .join("; ")
        }
        (kind, Answer::Verbatim(_)) => codec::typed_text(kind, answer),
        _ => answer.in_words(kind),
    }
}
