//! Conditions and references: each must point at something that is there, comes before where it
//! must, and has the operator.

use super::{Checker, Scope};
use crate::diagnostic::tree::Placed;
use crate::playbook::condition::{Condition, Operand, Test};
use crate::playbook::model::{Anchor, FieldRef};
use crate::playbook::raw::{RawCondition, RawOperand};
use crate::text;

impl Scope {
    /// Whether a field may be looked at from here.
    pub fn allows(self, at: FieldRef) -> bool {
        match self {
            Self::All => true,
            Self::Before { step, field } => at.step < step || (at.step == step && at.field < field),
        }
    }
}

/// The operators of a kind, apart from `filled`, which all have.
fn operators(kind: &str) -> &'static [&'static str] {
    match kind {
        "list" | "period" => &["at_least", "at_most"],
        "choice" => &["is", "is_not"],
        "choices" | "checklist" => &["includes", "at_least", "at_most"],
        "number" | "score" => &["is", "is_not", "at_least", "at_most"],
        _ => &[],
    }
}

impl Checker<'_> {
    pub(super) fn when(&mut self, raw: Option<&Placed<RawCondition>>, scope: Scope) -> Option<Condition> {
        raw.and_then(|raw| self.condition(raw, scope))
    }

    pub(super) fn condition(&mut self, placed: &Placed<RawCondition>, scope: Scope) -> Option<Condition> {
        const HELP: &str = "write { field = \"step.field\", OPERATOR = value }, or combine conditions by one of all = […], any = […], not = {…}";
        let (raw, span) = (placed.get_ref(), placed.span());
        let tests = raw.tests();
        let groups =
            [raw.all.is_some(), raw.any.is_some(), raw.not.is_some()].into_iter().filter(|b| *b).count();
        let simple = raw.field.is_some() || !tests.is_empty();
        if usize::from(simple) + groups != 1 {
            self.error("bad-condition", span, "this is not a condition", HELP);
            return None;
        }
        let mut each = |list: &Placed<Vec<Placed<RawCondition>>>| {
            if list.get_ref().is_empty() {
                self.error("bad-condition", list.span(), "there is no condition in this list", HELP);
            }
            // Collected first: every condition is checked, also after a bad one.
            let each: Vec<Option<Condition>> =
                list.get_ref().iter().map(|c| self.condition(c, scope)).collect();
            each.into_iter().collect::<Option<Vec<_>>>()
        };
        if let Some(all) = &raw.all {
            return each(all).map(Condition::All);
        }
        if let Some(any) = &raw.any {
            return each(any).map(Condition::Any);
        }
        if let Some(not) = &raw.not {
            let inner = Placed::new(not.span(), (**not.get_ref()).clone());
            return self.condition(&inner, scope).map(|c| Condition::Not(Box::new(c)));
        }
        let Some(name) = &raw.field else {
            self.error("bad-condition", span, "this condition does not say of which field", HELP);
            return None;
        };
        let field = self.reference(name, scope);
        if tests.len() != 1 {
            let what =
                if tests.is_empty() { "does not say what to test" } else { "has more than one operator" };
            self.error("bad-condition", span, format!("this condition {what}"), HELP);
            return None;
        }
        let field = field?;
        let (operator, operand) = &tests[0];
        let test = self.test(field, name.get_ref(), operator, operand)?;
        Some(Condition::Test { field, test })
    }

    fn test(&mut self, at: FieldRef, name: &str, operator: &str, operand: &Placed<Raw>) -> Option<Test> {
        if let Raw::Filled(filled) = operand.get_ref() {
            return Some(Test::Filled(*filled));
        }
        let kind = self.index.kind(at).unwrap_or("text").to_owned();
        let known = operators(&kind);
        if !known.contains(&operator) {
            let mut all = known.to_vec();
            all.push("filled");
            let help = format!("a {kind} field has: {}", all.join(", "));
            self.error(
                "bad-operator",
                operand.span(),
                format!("`{name}` is a {kind} field, which has no `{operator}`"),
                help,
            );
            return None;
        }
        match (operator, operand.get_ref()) {
            ("at_least", Raw::Number(n)) => Some(Test::AtLeast(*n)),
            ("at_most", Raw::Number(n)) => Some(Test::AtMost(*n)),
            ("includes", _) => self.operand(at, &kind, name, operand).and_then(|o| match o {
                Operand::Option(id) => Some(Test::Includes(id)),
                Operand::Number(_) => None,
            }),
            ("is", _) => self.operand(at, &kind, name, operand).map(Test::Is),
            _ => self.operand(at, &kind, name, operand).map(Test::IsNot),
        }
    }

    fn operand(&mut self, at: FieldRef, kind: &str, name: &str, operand: &Placed<Raw>) -> Option<Operand> {
        let numeric = matches!(kind, "number" | "score");
        match operand.get_ref() {
            Raw::Number(n) if numeric => Some(Operand::Number(*n)),
            Raw::Text(id) if !numeric => {
                let options = self.index.options(at);
                if options.contains(id) {
                    return Some(Operand::Option(id.clone()));
                }
                let help = match text::nearest(id, options.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("its options are: {}", options.join(", ")),
                };
                self.error(
                    "unknown-option",
                    operand.span(),
                    format!("`{name}` has no option \"{id}\""),
                    help,
                );
                None
            }
            _ => {
                let wanted = if numeric { "a number" } else { "the id of an option" };
                self.error(
                    "wrong-type",
                    operand.span(),
                    format!("`{name}` is compared with {wanted}"),
                    format!("write {wanted} here"),
                );
                None
            }
        }
    }

    /// The field that a name stands for.
    pub(super) fn reference(&mut self, name: &Placed<String>, scope: Scope) -> Option<FieldRef> {
        let Some(at) = self.index.find(name.get_ref()) else {
            let help = self.index.suggest(name.get_ref(), false);
            self.error(
                "unknown-reference",
                name.span(),
                format!("there is no field `{}`", name.get_ref()),
                help,
            );
            return None;
        };
        if !scope.allows(at) {
            self.error(
                "later-reference",
                name.span(),
                format!("`{}` comes later in the walk", name.get_ref()),
                "refer only to what comes before, or move this further down",
            );
            return None;
        }
        Some(at)
    }

    /// The day that a date rule or period hangs on.
    pub(super) fn anchor(&mut self, name: &Placed<String>, scope: Scope) -> Option<Anchor> {
        match name.get_ref().as_str() {
            "meeting" => Some(Anchor::Meeting),
            "today" => Some(Anchor::Today),
            _ => {
                let at = self.reference(name, scope)?;
                if self.index.kind(at) != Some("date") {
                    self.error(
                        "not-a-date",
                        name.span(),
                        format!("`{}` is not a date", name.get_ref()),
                        "write a field of kind date, \"meeting\" or \"today\"",
                    );
                    return None;
                }
                Some(Anchor::Field(at))
            }
        }
    }
}

/// What stands behind an operator.
enum Raw {
    Text(String),
    Number(f64),
    Filled(bool),
}

impl RawCondition {
    /// The operators that are there, with what stands behind them.
    fn tests(&self) -> Vec<(&'static str, Placed<Raw>)> {
        let operand = |o: &Placed<RawOperand>| {
            let raw = match o.get_ref() {
                RawOperand::Text(text) => Raw::Text(text.clone()),
                RawOperand::Number(n) => Raw::Number(*n),
            };
            Placed::new(o.span(), raw)
        };
        let number = |n: &Placed<f64>| Placed::new(n.span(), Raw::Number(*n.get_ref()));
        let filled = |b: &Placed<bool>| Placed::new(b.span(), Raw::Filled(*b.get_ref()));
        [
            ("is", self.is.as_ref().map(operand)),
            ("is_not", self.is_not.as_ref().map(operand)),
            ("includes", self.includes.as_ref().map(operand)),
            ("at_least", self.at_least.as_ref().map(number)),
            ("at_most", self.at_most.as_ref().map(number)),
            ("filled", self.filled.as_ref().map(filled)),
        ]
        .into_iter()
        .filter_map(|(name, value)| value.map(|v| (name, v)))
        .collect()
    }
}
