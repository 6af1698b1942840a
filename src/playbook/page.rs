//! A playbook as a Markdown page to read.

mod fields;
mod short;

use super::condition::{Operand, Test};
use super::model::{HandOff, OTHER};
use super::{
    Anchor, Condition, Credit, FieldRef, Kind, Need, Phase, Phrase, Playbook, Response, Step, Template,
};
use crate::dates::Rule;
use crate::text;

pub use self::short::short;

/// The page.
pub fn page(playbook: &Playbook) -> String {
    let page = Page { playbook, out: String::new() };
    text::clean(&page.write()).into_owned()
}

struct Page<'a> {
    playbook: &'a Playbook,
    out: String,
}

impl Page<'_> {
    fn write(mut self) -> String {
        let p = self.playbook;
        self.line(&format!("# {}", p.title));
        self.apart(p.summary.trim());
        if p.is_chooser() {
            self.apart("It only helps to choose: it leads to other playbooks, and nothing of it is filed.");
        }
        if !p.fits.is_empty() {
            self.apart("It fits when you would say:");
            self.items(p.fits.iter().map(|f| format!("\"{f}\"")));
        }
        self.how_long();
        let mut phase = None;
        for (i, step) in p.steps.iter().enumerate() {
            if phase.replace(step.phase) != Some(step.phase) {
                self.apart(&format!("## {}", step.phase.title()));
            }
            self.step(i, step);
        }
        self.messages();
        self.follow_ups();
        self.outcomes();
        self.hand_offs();
        if !p.sources.is_empty() {
            self.apart("## Sources");
            self.items(p.sources.iter().map(|s| format!("{}: {}", s.name, s.credit)));
        }
        let language = match p.language.as_str() {
            "en" => String::new(),
            other => format!(", in the language `{other}`"),
        };
        self.apart(&format!(
            "Playbook `{}`, version {}{language}. What names no source has that of what it stands in; where there is none, it is our own. So are the minutes, and the help under a question.",
            p.id, p.version
        ));
        self.out
    }

    fn how_long(&mut self) {
        let minutes = |phase: Phase| {
            let minutes = self.playbook.minutes(phase);
            (minutes > 0).then(|| format!("{} {}", phase.word(), text::count(minutes as usize, "minute")))
        };
        let minutes: Vec<_> = Phase::ALL.into_iter().filter_map(minutes).collect();
        if !minutes.is_empty() {
            self.apart(&format!("How long it takes: {}.", minutes.join(", ")));
        }
    }

    fn step(&mut self, i: usize, step: &Step) {
        let minutes =
            step.minutes.map(|m| format!(", {}", text::count(m as usize, "minute"))).unwrap_or_default();
        self.apart(&format!("### {}. {}", i + 1, step.title));
        self.apart(&format!("`[{}]`{}{minutes}", step.id, self.credit(step.credit)));
        if let Some(when) = &step.when {
            self.apart(&format!("Only if {}.", self.condition(when)));
        }
        let guide = self.template(&step.guide);
        if !guide.trim().is_empty() {
            self.apart(guide.trim());
        }
        if !step.needs.is_empty() {
            self.apart("Before this step:");
            let need = |n: &Need| {
                let whose = self.credit_under(n.credit, step.credit);
                let when = match &n.when {
                    Condition::Not(not) => format!("if {}", self.condition(not)),
                    when => format!("unless {}", self.condition(when)),
                };
                format!("{}{whose}\n  Said {when}.", n.otherwise)
            };
            let needs: Vec<_> = step.needs.iter().map(need).collect();
            self.items(needs);
        }
        for (heading, phrases) in [("You can say:", &step.say), ("Avoid:", &step.avoid)] {
            if !phrases.is_empty() {
                self.apart(heading);
                let phrase = |p: &Phrase| {
                    let whose = self.credit_under(p.credit, step.credit);
                    format!("{}{whose}{}", self.template(&p.text), on_card(p.card))
                };
                let phrases: Vec<_> = phrases.iter().map(phrase).collect();
                self.items(phrases);
            }
        }
        if !step.responses.is_empty() {
            self.apart("They say, and you can answer:");
            let pair = |r: &Response| {
                let whose = self.credit_under(r.credit, step.credit);
                let on_card = on_card(r.card);
                format!("{}\n  → {}{whose}{on_card}", self.template(&r.hears), self.template(&r.answer))
            };
            let pairs: Vec<_> = step.responses.iter().map(pair).collect();
            self.items(pairs);
        }
        if !step.fields.is_empty() {
            self.apart("You fill in:");
            let fields: Vec<_> = step.fields.iter().map(|f| self.field(f, step.credit)).collect();
            self.items(fields);
        }
    }

    fn messages(&mut self) {
        if self.playbook.messages.is_empty() {
            return;
        }
        self.apart("## What you can send");
        for message in &self.playbook.messages {
            self.apart(&format!("### {}", self.template(&message.title)));
            self.apart(&format!("`{}`{}", message.id, self.credit(message.credit)));
            if let Some(when) = &message.when {
                self.apart(&format!("Offered if {}.", self.condition(when)));
            }
            self.apart(&quoted(self.template(&message.body).trim_matches('\n')));
        }
    }

    fn hand_offs(&mut self) {
        if self.playbook.hand_offs.is_empty() {
            return;
        }
        self.apart("## Where one can go on");
        let lines: Vec<_> = self.playbook.hand_offs.iter().map(|hand_off| self.hand_off(hand_off)).collect();
        self.items(lines);
    }

    fn hand_off(&self, hand_off: &HandOff) -> String {
        let mut out = format!(
            "{}{}\n  Go on to the playbook `{}`.",
            self.template(&hand_off.label),
            self.credit(hand_off.credit),
            hand_off.to
        );
        if let Some(when) = &hand_off.when {
            out.push_str(&format!("\n  Offered if {}.", self.condition(when)));
        }
        for (there, here) in &hand_off.carry {
            out.push_str(&format!("\n  - \"{}\" goes along as `{there}`", self.label(*here)));
        }
        out
    }

    fn follow_ups(&mut self) {
        if self.playbook.follow_ups.is_empty() {
            return;
        }
        self.apart("## What follows");
        let lines: Vec<_> = self
            .playbook
            .follow_ups
            .iter()
            .map(|f| {
                let when = f.when.as_ref().map(|c| format!(", if {}", self.condition(c))).unwrap_or_default();
                let whose = self.credit(f.credit);
                let every = f.every.map(|every| format!(" Again every {every}.")).unwrap_or_default();
                format!("{}{whose}\n  Due {}{when}.{every}", self.template(&f.title), self.rule(&f.due))
            })
            .collect();
        self.items(lines);
    }

    fn outcomes(&mut self) {
        if self.playbook.outcomes.is_empty() {
            return;
        }
        self.apart("## How it can end");
        let lines: Vec<_> = self
            .playbook
            .outcomes
            .iter()
            .map(|o| {
                let when = o
                    .when
                    .as_ref()
                    .map(|c| format!("\n  Suggested if {}.", self.condition(c)))
                    .unwrap_or_default();
                format!("{} `{}` (means {}){}{when}", o.label, o.id, o.means.word(), self.credit(o.credit))
            })
            .collect();
        self.items(lines);
    }

    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn apart(&mut self, words: &str) {
        self.out.push('\n');
        self.line(words);
        if self.out.starts_with('\n') {
            self.out.remove(0);
        }
    }

    fn items(&mut self, items: impl IntoIterator<Item = String>) {
        self.out.push('\n');
        for item in items {
            self.line(&format!("- {item}"));
        }
    }

    fn credit(&self, credit: Credit) -> String {
        match credit {
            Credit::Ours => String::new(),
            Credit::Source(_) => format!(" ({})", self.playbook.credit(credit)),
        }
    }

    /// Whose an item is, where that is not plain from what it stands under.
    fn credit_under(&self, own: Credit, above: Credit) -> String {
        self.playbook.credit_under(own, above).map(|whose| format!(" ({whose})")).unwrap_or_default()
    }

    fn template(&self, template: &Template) -> String {
        template.plain(|at| self.label(at))
    }

    fn label(&self, at: FieldRef) -> String {
        self.playbook.field(at).label.plain(|at| self.playbook.field(at).key.clone())
    }

    fn rule(&self, rule: &Rule<Anchor>) -> String {
        let anchor = self.anchor(rule.anchor());
        match rule {
            Rule::On(Anchor::Today) => format!("on {anchor}"),
            Rule::On(_) => format!("on the day of {anchor}"),
            Rule::EndOf(_) => format!("at the end of {anchor}"),
            Rule::After(span, _) => format!("{span} after {anchor}"),
            Rule::Before(span, _) => format!("{span} before {anchor}"),
        }
    }

    fn anchor(&self, anchor: Anchor) -> String {
        match anchor {
            Anchor::Meeting => "the meeting".to_owned(),
            Anchor::Today => "the day it comes up".to_owned(),
            Anchor::Field(at) => format!("\"{}\"", self.label(at)),
        }
    }

    fn condition(&self, condition: &Condition) -> String {
        // Of "and" and "or" in one sentence, brackets say which belong together.
        let part = |c: &Condition| match c {
            Condition::All(all) | Condition::Any(all) if all.len() > 1 => format!("({})", self.condition(c)),
            _ => self.condition(c),
        };
        let joined = |all: &[Condition], word: &str| all.iter().map(part).collect::<Vec<_>>().join(word);
        match condition {
            Condition::All(all) => joined(all, ", and "),
            Condition::Any(any) => joined(any, ", or "),
            Condition::Not(not) => match &**not {
                Condition::Any(any) => any.iter().map(|c| self.negated(c)).collect::<Vec<_>>().join(", and "),
                not => self.negated(not),
            },
            Condition::Test { field, test } => self.test(*field, test, ""),
        }
    }

    fn negated(&self, condition: &Condition) -> String {
        match condition {
            Condition::Test { field, test } => self.test(*field, test, "not "),
            other => format!("it is not so that {}", self.condition(other)),
        }
    }

    fn test(&self, at: FieldRef, test: &Test, not: &str) -> String {
        let label = self.label(at);
        let choices = self.playbook.field(at).kind.choices();
        let named = |id: &str| match choices.iter().find(|c| c.id == *id) {
            Some(choice) => choice.label.clone(),
            None if id == OTHER => "Something else".to_owned(),
            None => id.to_owned(),
        };
        let operand = |operand: &Operand| match operand {
            Operand::Option(id) => format!("\"{}\"", named(id)),
            Operand::Number(n) => n.to_string(),
        };
        let counted = |word: &str, n: f64| match &self.playbook.field(at).kind {
            Kind::List(_) => format!("{word} {}", text::count(n as usize, "line")),
            Kind::Choices { .. } | Kind::Checklist { .. } => format!("{word} {n} ticked"),
            Kind::Table(_) => format!("{word} {}", text::count(n as usize, "row")),
            _ => format!("{word} {n}"),
        };
        let is = match test {
            Test::Is(value) => operand(value),
            Test::IsNot(value) => format!("answered, and not {}", operand(value)),
            Test::Includes(id) => format!("ticked with \"{}\"", named(id)),
            Test::AtLeast(n) => counted("at least", *n),
            Test::AtMost(n) => counted("at most", *n),
            Test::Filled(true) => "answered".to_owned(),
            Test::Filled(false) => "empty".to_owned(),
        };
        format!("\"{label}\" is {not}{is}")
    }
}

/// That something stands on the pocket card.
fn on_card(card: bool) -> &'static str {
    if card { " [on the card]" } else { "" }
}

/// A text of several lines as a block of its own.
fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}
