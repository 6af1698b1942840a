//! Conditions: typed tests on fields, evaluated against the answers there are.

use super::answer::Answer;
use super::model::{FieldRef, Playbook};

/// What conditions and placeholders may ask of a conversation.
pub trait Facts {
    /// The playbook that the references belong to.
    fn playbook(&self) -> &Playbook;
    /// The answer of a field; `None` if there is none or the field is passed over.
    fn answer(&self, field: FieldRef) -> Option<&Answer>;
}

/// A condition that fits the kinds of its fields.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Test { field: FieldRef, test: Test },
}

/// One operator with what it compares.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    Is(Operand),
    /// Holds only for an answer that is there and differs.
    IsNot(Operand),
    Includes(String),
    AtLeast(f64),
    AtMost(f64),
    Filled(bool),
}

/// An option's id, or a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    Option(String),
    Number(f64),
}

impl Condition {
    /// Whether it holds. An unanswered field holds in `filled = false` and in `not`, nowhere else.
    pub fn holds(&self, facts: &impl Facts) -> bool {
        match self {
            Self::All(conditions) => conditions.iter().all(|c| c.holds(facts)),
            Self::Any(conditions) => conditions.iter().any(|c| c.holds(facts)),
            Self::Not(condition) => !condition.holds(facts),
            Self::Test { field, test } => {
                let kind = &facts.playbook().field(*field).kind;
                test.holds(facts.answer(*field).and_then(|answer| answer.held(kind)).as_ref())
            }
        }
    }

    /// The fields it looks at.
    pub fn fields(&self) -> Vec<FieldRef> {
        match self {
            Self::All(conditions) | Self::Any(conditions) => {
                conditions.iter().flat_map(Self::fields).collect()
            }
            Self::Not(condition) => condition.fields(),
            Self::Test { field, .. } => vec![*field],
        }
    }
}

/// What a test sees of an answer that is there.
pub struct Held<'a> {
    /// What `at_least`, `at_most` and a number compare with; asked only by these, for the lines of a
    /// long text are counted one by one.
    pub size: Box<dyn Fn() -> Option<f64> + 'a>,
    /// Whether an option or item is chosen or ticked.
    pub includes: Box<dyn Fn(&str) -> bool + 'a>,
    pub filled: bool,
}

impl Test {
    /// Whether it holds of what there is.
    pub fn holds(&self, held: Option<&Held<'_>>) -> bool {
        if let Self::Filled(wanted) = self {
            return held.is_some_and(|held| held.filled) == *wanted;
        }
        let Some(held) = held else { return false };
        match self {
            Self::Is(operand) => operand.equals(held),
            Self::IsNot(operand) => held.filled && !operand.equals(held),
            Self::Includes(id) => (held.includes)(id),
            Self::AtLeast(n) => (held.size)().is_some_and(|size| size >= *n),
            Self::AtMost(n) => (held.size)().is_some_and(|size| size <= *n),
            Self::Filled(_) => false,
        }
    }
}

impl Operand {
    fn equals(&self, held: &Held<'_>) -> bool {
        match self {
            Self::Option(id) => (held.includes)(id),
            Self::Number(n) => (held.size)() == Some(*n),
        }
    }
}
