//! A step and its questions in words.

use std::io;

use super::Walk;
use crate::dates::in_full;
use crate::playbook::{Answer, Field, FieldRef, Kind};
use crate::session::Session;
use crate::session::codec;

impl Walk<'_, '_> {
    /// Names the step, and the first time all that helps with it.
    pub(super) fn enter_step(&mut self, step: usize) -> io::Result<()> {
        if self.in_step == Some(step) {
            return Ok(());
        }
        self.in_step = Some(step);
        let session = self.session();
        let applying: Vec<_> =
            (0..session.playbook().steps.len()).filter(|s| session.step_is_asked(*s)).collect();
        let number = applying.iter().position(|s| *s == step).map_or(1, |i| i + 1);
        let s = &session.playbook().steps[step];
        let phase = match s.phase.word() {
            "during" => "during the meeting",
            "after" => "after the meeting",
            _ => "before the meeting",
        };
        let title = format!("Step {number} of {}: {} ({phase})", applying.len(), s.title);
        let needs: Vec<_> =
            session.unmet_needs(step).iter().map(|n| format!("Before you go on: {n}")).collect();
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
            self.say_earlier_of(step)?;
        }
        Ok(())
    }

    fn has_guide(&self, step: usize) -> bool {
        let s = &self.session().playbook().steps[step];
        !s.guide.is_empty() || !s.say.is_empty() || !s.avoid.is_empty()
    }

    /// The step's guide, what to say and what to avoid.
    pub(super) fn say_guide(&mut self, step: usize) -> io::Result<()> {
        if !self.has_guide(step) {
            return self.talk.say("There is no guide to this step.");
        }
        let session = self.session();
        let s = &session.playbook().steps[step];
        let guide = without_stars(session.fill(&s.guide).trim());
        let say: Vec<_> = s.say.iter().map(|p| format!("- {}", session.fill(&p.text))).collect();
        let avoid: Vec<_> = s.avoid.iter().map(|p| format!("- {}", session.fill(&p.text))).collect();
        if !guide.is_empty() {
            self.talk.say_apart(&guide)?;
        }
        for (heading, phrases) in [("You can say:", say), ("Avoid:", avoid)] {
            if !phrases.is_empty() {
                self.talk.say_apart(heading)?;
                self.talk.say(&phrases.join("\n"))?;
            }
        }
        Ok(())
    }

    /// What they may say, and what one can answer.
    pub(super) fn say_responses(&mut self, step: usize) -> io::Result<()> {
        let responses = &self.session().playbook().steps[step].responses;
        if responses.is_empty() {
            return self.talk.say("There are no responses for this step.");
        }
        let pairs: Vec<_> =
            responses.iter().map(|r| format!("They say: {}\nYou can say: {}", r.hears, r.answer)).collect();
        self.talk.say_apart(&pairs.join("\n\n"))
    }

    /// The question, what stands there, and how to answer.
    pub(super) fn say_question(&mut self, at: FieldRef) -> io::Result<()> {
        let words = question(self.session(), at);
        self.talk.say_apart(&words)
    }

    /// What was understood, where that is not plainly what was typed; and a word on what does not
    /// fit.
    pub(super) fn say_answer(&mut self, at: FieldRef) -> io::Result<()> {
        let session = self.session();
        let field = session.playbook().field(at);
        let mut words = match session.held(at) {
            Some(answer) if !matches!(field.kind, Kind::Line { .. }) => {
                let said = spoken(&field.kind, answer);
                if said.ends_with(['.', '?', '!', '…']) { said } else { format!("{said}.") }
            }
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
    let field = session.playbook().field(at);
    let mut lines = vec![session.fill(&field.label)];
    if field.required {
        lines[0].push_str(" (needed)");
    }
    if let Some(help) = &field.help {
        lines.push(session.fill(help));
    }
    let held = session.held(at);
    for (i, choice) in field.kind.choices().iter().enumerate() {
        let chosen = held.is_some_and(|a| a.includes(&choice.id));
        let mark = match (&field.kind, chosen) {
            (_, false) => "",
            (Kind::Checklist { .. }, true) => " (done)",
            (_, true) => " (chosen)",
        };
        lines.push(format!("  {}. {}{mark}", i + 1, choice.label));
    }
    let current = held.filter(|a| !a.is_blank());
    if let Some(answer) = current {
        let lists_it = matches!(answer, Answer::Choice(_) | Answer::Choices(_) | Answer::Checklist(_));
        match answer {
            _ if lists_it => {}
            Answer::Text(text) | Answer::Verbatim(text) if text.contains('\n') => {
                lines.push(format!("So far:\n{text}"));
            }
            answer => lines.push(format!("So far: {}", spoken(&field.kind, answer))),
        }
        if let Some(hint) = session.hint(at) {
            lines.push(format!("Please check: {hint}."));
        }
    }
    lines.push(how_to_answer(field, current.is_some()));
    lines.join("\n")
}

/// How to answer a kind of question, and what Enter does.
fn how_to_answer(field: &Field, filled: bool) -> String {
    let how = match &field.kind {
        Kind::Text { .. } => "Type as many lines as you like; an empty line ends them.".to_owned(),
        Kind::Line { .. } => "Type one line.".to_owned(),
        Kind::List(list) => {
            format!(
                "Type one on each line{}; an empty line ends them.",
                bounds(list.at_least, list.at_most, "at")
            )
        }
        Kind::Choice { .. } => "Type a number or the words.".to_owned(),
        Kind::Choices { options, .. } if options.len() > 1 => {
            "Type the numbers of all that fit, such as 1 2; -2 takes one away.".to_owned()
        }
        Kind::Checklist { items } if items.len() > 1 => {
            "Type the numbers of what is done, such as 1 2, or all; -2 takes one away.".to_owned()
        }
        Kind::Choices { .. } | Kind::Checklist { .. } => "Type 1 if it is so; -1 takes it away.".to_owned(),
        Kind::Table(_) => "Type one row at a time.".to_owned(),
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
    let enter = match (filled, field.kind.is_multiline()) {
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

/// An answer said in full.
fn spoken(kind: &Kind, answer: &Answer) -> String {
    match (kind, answer) {
        (Kind::Period { unit, .. }, Answer::Period { n, from: Some(from) }) => {
            let end = crate::dates::Duration { n: *n, unit: *unit }.after(*from);
            format!("{n} {}, from {} to {}", unit.word(*n), in_full(*from), in_full(end))
        }
        (kind, Answer::Verbatim(_)) => codec::typed_text(kind, answer),
        _ => answer.in_words(kind),
    }
}

/// Emphasis is noise to the ear.
fn without_stars(markdown: &str) -> String {
    markdown.replace("**", "")
}
