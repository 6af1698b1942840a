//! Conditions and references: each must point at something that is there, comes before where it
//! must, and has the operator.

use std::ops::Range;

use super::{Checker, Scope};
use crate::diagnostic::tree::Placed;
use crate::playbook::condition::{Condition, Operand, Test};
use crate::playbook::model::{Anchor, FieldRef};
use crate::playbook::raw::{RawCondition, RawOperand};
use crate::text;

const FORM: &str = "write for example { field = \"step.field\", filled = true }";
const GROUP: &str =
    "say one thing in each, and put them together: all = [{ … }, { … }], or any = [{ … }, { … }]";
const DAY_HELP: &str = "write \"meeting\", \"today\", or a field of kind date as \"step.field\"";

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
        "list" | "table" | "period" => &["at_least", "at_most"],
        "choice" => &["is", "is_not"],
        "choices" | "checklist" => &["includes", "at_least", "at_most"],
        "number" | "score" => &["is", "is_not", "at_least", "at_most"],
        _ => &[],
    }
}

/// What can be asked of a kind, as help.
fn known_operators(kind: &str) -> String {
    let mut all = operators(kind).to_vec();
    all.push("filled");
    format!("of a {kind} field can be asked: {}", all.join(", "))
}

fn listed(names: &[String]) -> String {
    text::listed(names.iter().map(String::as_str))
}

impl Checker<'_> {
    pub(super) fn when(&mut self, raw: Option<&Placed<RawCondition>>, scope: Scope) -> Option<Condition> {
        raw.and_then(|raw| self.condition(raw, scope))
    }

    pub(super) fn condition(&mut self, placed: &Placed<RawCondition>, scope: Scope) -> Option<Condition> {
        let (raw, span) = (placed.get_ref(), placed.span());
        let tests = raw.tests();
        let groups =
            [raw.all.is_some(), raw.any.is_some(), raw.not.is_some()].into_iter().filter(|b| *b).count();
        let simple = raw.field.is_some() || !tests.is_empty();
        match usize::from(simple) + groups {
            1 => {}
            0 if !raw.seen.is_whole() => return None,
            0 => {
                self.error("bad-condition", span, "this condition says nothing", FORM);
                return None;
            }
            _ => {
                self.error("bad-condition", span, "this says several things in one", GROUP);
                return None;
            }
        }
        if let Some(all) = &raw.all {
            return self.conditions(all, scope).map(Condition::All);
        }
        if let Some(any) = &raw.any {
            return self.conditions(any, scope).map(Condition::Any);
        }
        if let Some(not) = &raw.not {
            let inner = Placed::new(not.span(), (**not.get_ref()).clone());
            return self.condition(&inner, scope).map(|c| Condition::Not(Box::new(c)));
        }
        self.simple(raw, span, &tests, scope)
    }

    /// Every condition of a list is checked, also after a bad one.
    fn conditions(
        &mut self,
        list: &Placed<Vec<Placed<RawCondition>>>,
        scope: Scope,
    ) -> Option<Vec<Condition>> {
        if list.get_ref().is_empty() {
            self.error("bad-condition", list.span(), "there is no condition in this list", FORM);
        }
        let each: Vec<_> = list.get_ref().iter().map(|c| self.condition(c, scope)).collect();
        each.into_iter().collect()
    }

    fn simple(
        &mut self,
        raw: &RawCondition,
        span: Range<usize>,
        tests: &[(&'static str, Placed<Raw>)],
        scope: Scope,
    ) -> Option<Condition> {
        let Some(name) = &raw.field else {
            if raw.seen.is_whole() {
                let help = "add: field = \"step.field\"";
                self.error(
                    "bad-condition",
                    span,
                    "this condition does not say which field it looks at",
                    help,
                );
            }
            return None;
        };
        let field = self.reference(name, scope);
        let (operator, operand) = match tests {
            [only] => only,
            [] => {
                if raw.seen.is_whole() {
                    let kind = field.and_then(|at| self.index.kind(at));
                    let help = kind.map_or_else(|| FORM.to_owned(), known_operators);
                    self.error("bad-condition", span, "this condition does not say what to look for", help);
                }
                return None;
            }
            _ => {
                self.error("bad-condition", span, "this condition asks for several things", GROUP);
                return None;
            }
        };
        let at = raw.seen.place(operator).unwrap_or_else(|| operand.span());
        let field = field?;
        let test = self.test(field, name.get_ref(), operator, &at, operand)?;
        Some(Condition::Test { field, test })
    }

    fn test(
        &mut self,
        field: FieldRef,
        name: &str,
        operator: &str,
        at: &Range<usize>,
        operand: &Placed<Raw>,
    ) -> Option<Test> {
        if let Raw::Filled(filled) = operand.get_ref() {
            return Some(Test::Filled(*filled));
        }
        let kind = self.index.kind(field)?.to_owned();
        if !operators(&kind).contains(&operator) {
            self.error(
                "bad-operator",
                at.clone(),
                format!("`{name}` is a {kind} field, and those have no `{operator}`"),
                known_operators(&kind),
            );
            return None;
        }
        match (operator, operand.get_ref()) {
            ("at_least", Raw::Number(n)) => Some(Test::AtLeast(*n)),
            ("at_most", Raw::Number(n)) => Some(Test::AtMost(*n)),
            ("includes", _) => self.operand(field, &kind, name, operand).and_then(|o| match o {
                Operand::Option(id) => Some(Test::Includes(id)),
                Operand::Number(_) => None,
            }),
            ("is", _) => self.operand(field, &kind, name, operand).map(Test::Is),
            _ => self.operand(field, &kind, name, operand).map(Test::IsNot),
        }
    }

    fn operand(&mut self, at: FieldRef, kind: &str, name: &str, operand: &Placed<Raw>) -> Option<Operand> {
        let numeric = matches!(kind, "number" | "score");
        match operand.get_ref() {
            Raw::Number(n) if numeric => Some(Operand::Number(*n)),
            Raw::Text(id) if !numeric => {
                let options = self.index.options(at)?;
                if options.contains(id) {
                    return Some(Operand::Option(id.clone()));
                }
                let help = match self.index.nearest(id, options.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => format!("write one of: {}", listed(options)),
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
                    format!("`{name}` is a {kind} field, and this is not {wanted}"),
                    match self.index.options(at) {
                        Some(options) if !numeric => format!("write one of: {}", listed(options)),
                        _ => "write a number, without quotes".to_owned(),
                    },
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
                format!("`{}` is not answered yet at this point of the walk", name.get_ref()),
                "look only at what is asked before, or move this further down",
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
            other => {
                if !other.contains('.') && self.index.find(other).is_none() {
                    let help = match text::nearest(other, ["meeting", "today"]) {
                        Some(near) => format!("did you mean \"{near}\"?"),
                        None => DAY_HELP.to_owned(),
                    };
                    self.error("not-a-date", name.span(), format!("`{other}` is no day to count from"), help);
                    return None;
                }
                let at = self.reference(name, scope)?;
                let kind = self.index.kind(at)?;
                if kind != "date" {
                    let message = format!("`{other}` is a {kind} field, and not a date");
                    self.error("not-a-date", name.span(), message, DAY_HELP);
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
