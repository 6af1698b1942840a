//! A file of rules as it stands.

use toml::de::DeValue;

use super::Code;
use crate::diagnostic::Fault;
use crate::diagnostic::shape::Shape;
use crate::diagnostic::tree::{Placed, Read, Value, wrong_type};
use crate::table;

/// A list of words or phrases.
pub type Texts = Vec<Placed<String>>;

table! {
    /// Rules for the wording of questions in one language.
    pub struct RawWording {
        /// The language that they are for, such as `en`.
        language: String,
        /// What may stand before a question and makes no difference: `so`, `well`.
        lead_ins: Texts,
        /// How an open question begins.
        questions: Texts,
        /// How one is invited to tell something: `tell me`.
        invitations: Texts,
        /// How a condition begins, behind which a question is about another thing: `if`.
        conditions: Texts,
        /// Short questions that are none of the faults here: `such as`.
        fragments: Texts,
        /// Words in capitals that everybody knows.
        capitals: Texts,
        /// What is never flagged if these words are in it.
        allow: Texts,
        /// Phrases among the built-in ones that are not to count.
        remove: Texts,
        /// Words that stand for each other in phrases, by the name that stands in braces there.
        lists: RawLists,
        /// Words that are written in another way.
        same: RawPairs,
        /// Saying back what was heard, and asking whether it is right.
        confirming: RawPhrases,
        /// Dates, asking leave, and polite ways to ask for more.
        arranging: RawPhrases,
        accusing: RawRule,
        leading: RawRule,
        why: RawRule,
        double: RawRule,
        statement: RawRule,
        closed: RawRule,
        absolute: RawRule,
        jargon: RawRule,
    }

    /// Where phrases stand.
    pub struct RawPhrases {
        /// At the beginning of a sentence, or of a part of it.
        starts: Texts,
        /// Anywhere.
        has: Texts,
        /// At the end.
        ends: Texts,
        /// Alone behind the last comma.
        tags: Texts,
        /// Not if this is in it.
        unless: Texts,
    }

    /// What is flagged, what is said of it, and what is offered instead.
    pub struct RawRule {
        /// At the beginning of a sentence, or of a part of it.
        starts: Texts,
        /// Anywhere.
        has: Texts,
        /// At the end.
        ends: Texts,
        /// Alone behind the last comma.
        tags: Texts,
        /// Not if this is in it.
        unless: Texts,
        /// What a rewrite cannot take along: with one of these in it, the opening is offered.
        breaks: Texts,
        /// Why, in a sentence.
        message: String,
        /// What is offered where nothing better fits: an opening to finish.
        rewrite: String,
        /// How a question begins, and what is offered for it.
        rewrites: RawPairs,
    }
}

impl RawWording {
    /// The rule of a code.
    pub fn rule(&self, code: Code) -> Option<&RawRule> {
        let rule = match code {
            Code::Accusing => &self.accusing,
            Code::Leading => &self.leading,
            Code::Why => &self.why,
            Code::Double => &self.double,
            Code::Statement => &self.statement,
            Code::Closed => &self.closed,
            Code::Absolute => &self.absolute,
            Code::Jargon => &self.jargon,
        };
        rule.as_ref().map(Placed::get_ref)
    }
}

/// A table whose keys are words or phrases, and whose values are text.
#[derive(Clone, Debug, Default)]
pub struct RawPairs(pub Vec<(Placed<String>, Placed<String>)>);

/// A table whose keys are names, and whose values are lists of words.
#[derive(Clone, Debug, Default)]
pub struct RawLists(pub Vec<(Placed<String>, Texts)>);

impl Read for RawPairs {
    const WHAT: &'static str = "a table: \"these words\" = \"those words\"";

    fn shape() -> Shape {
        Shape::Pairs
    }

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        Some(Self(pairs(value, Self::WHAT, faults)?))
    }
}

impl Read for RawLists {
    const WHAT: &'static str = "a table: name = [\"word\", \"word\"]";

    fn shape() -> Shape {
        Shape::Pairs
    }

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        Some(Self(pairs(value, Self::WHAT, faults)?.into_iter().map(|(k, v)| (k, v.into_inner())).collect()))
    }
}

fn pairs<T: Read>(
    value: &Value<'_>,
    what: &str,
    faults: &mut Vec<Fault>,
) -> Option<Vec<(Placed<String>, Placed<T>)>> {
    let DeValue::Table(table) = value.get_ref() else {
        wrong_type(value, what, faults);
        return None;
    };
    let mut pairs = Vec::new();
    for (key, value) in table.iter() {
        if let Some(read) = T::read(value, faults) {
            let key = Placed::new(key.span(), key.get_ref().to_string());
            pairs.push((key, Placed::new(value.span(), read)));
        }
    }
    Some(pairs)
}
