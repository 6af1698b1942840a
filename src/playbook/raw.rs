//! The playbook file as it stands: flat tables of optional, placed values. Only
//! [`check`](mod@super::check) looks at these.

use std::ops::Range;

use toml::de::DeValue;

use crate::diagnostic::Fault;
use crate::diagnostic::tree::{Placed, Read, Value, wrong_type};
use crate::table;

table! {
    /// A playbook file.
    pub struct RawFile {
        /// The version of the format: 1.
        format: u32,
        /// What this playbook is.
        playbook: RawPlaybook,
        /// Where advice comes from.
        source: Vec<Placed<RawSource>>,
        /// The steps in the order of the walk.
        step: Vec<Placed<RawStep>>,
        /// What to do on a day, after the walk.
        follow_up: Vec<Placed<RawFollowUp>>,
        /// How it can end.
        outcome: Vec<Placed<RawOutcome>>,
    }

    /// `[playbook]`
    pub struct RawPlaybook = "one table: [playbook], in single brackets" {
        /// Kebab-case, unique in the catalog.
        id: String,
        /// The playbook's own version.
        version: String,
        /// The language it is written in: `en`.
        language: String,
        /// Its name.
        title: String,
        /// One sentence: what it does for whom.
        summary: String,
        /// The situations it fits, as the advisor would say them.
        fits: Vec<Placed<String>>,
    }

    /// `[[source]]`
    pub struct RawSource {
        /// The short name that items refer to.
        name: String,
        /// Who said it, and where.
        credit: String,
    }

    /// `[[step]]`
    pub struct RawStep {
        /// Kebab-case, unique in the playbook.
        id: String,
        /// What the list of steps shows.
        title: String,
        /// `before`, `during` or `after` the meeting.
        phase: String,
        /// How long it takes.
        minutes: u32,
        /// Whose advice it is: a source's name, or `ours`.
        source: String,
        /// Why it matters and how to do it well: short Markdown.
        guide: String,
        /// Phrases to say.
        say: Vec<Placed<RawPhrase>>,
        /// What not to do or say.
        avoid: Vec<Placed<RawPhrase>>,
        /// What should be so before this step; it warns and never blocks.
        need: Vec<Placed<RawNeed>>,
        /// The step is passed over unless this holds.
        when: RawCondition,
        /// What the client may say, and what one can answer.
        response: Vec<Placed<RawResponse>>,
        /// What to fill in.
        field: Vec<Placed<RawField>>,
    }

    /// A phrase with its source.
    pub struct RawPhraseTable {
        /// The words.
        text: String,
        /// Whose they are: a source's name, or `ours`.
        source: String,
    }

    /// One `need` of a step.
    pub struct RawNeed = "a table: { when = { … }, else = \"…\" }" {
        /// What should hold.
        when: RawCondition,
        /// What to say if it does not.
        r#else: String,
    }

    /// `[[step.response]]`
    pub struct RawResponse {
        /// What the client says.
        hears: String,
        /// What one can answer.
        r#try: String,
        /// Whose advice it is: a source's name, or `ours`.
        source: String,
    }

    /// `[[step.field]]`: the keys of all kinds, sorted out by the check.
    pub struct RawField {
        /// Kebab-case, unique in the step.
        id: String,
        /// What kind of answer it takes; `text` by default.
        kind: String,
        /// The question or the name of the field.
        label: String,
        /// One line under the label.
        help: String,
        /// Whether the walk says so when it is missing.
        required: bool,
        /// The field is passed over unless this holds.
        when: RawCondition,
        /// Whose advice it is: a source's name, or `ours`.
        source: String,
        /// The fewest lines, the shortest period, the lowest number.
        at_least: f64,
        /// The most lines, the longest period, the highest number.
        at_most: f64,
        /// What one can choose from.
        options: Vec<Placed<RawOption>>,
        /// Drawn as a decision, apart from items to tick.
        decides: bool,
        /// What there is to tick.
        items: Vec<Placed<RawOption>>,
        /// What it is counted in.
        unit: String,
        /// What a period starts from: a date field, `meeting` or `today`.
        from: String,
        /// The highest score.
        out_of: u32,
        /// What the lowest score means.
        low: String,
        /// What the highest score means.
        high: String,
    }

    /// An option with an id of its own.
    pub struct RawOptionTable {
        /// Kebab-case; the slug of the label by default.
        id: String,
        /// What it says.
        label: String,
        /// Whose it is: a source's name, or `ours`.
        source: String,
    }

    /// `[[follow_up]]`
    pub struct RawFollowUp {
        /// Kebab-case, unique among the follow-ups.
        id: String,
        /// What to do.
        title: String,
        /// The day, as a rule.
        due: RawDue,
        /// It repeats at this interval.
        every: String,
        /// It applies if this holds.
        when: RawCondition,
    }

    /// A date rule: one of `on`, `end_of`, `after` with `from`, `before` with `from`.
    pub struct RawDue = "a date rule: { after = \"2 weeks\", from = \"meeting\" }" {
        /// On that day.
        on: String,
        /// At the end of that period.
        end_of: String,
        /// So long after `from`: `2 weeks`.
        after: String,
        /// So long before `from`: `1 day`.
        before: String,
        /// A date field, `meeting` or `today`.
        from: String,
    }

    /// `[[outcome]]`
    pub struct RawOutcome {
        /// Kebab-case, unique among the outcomes.
        id: String,
        /// How it is said.
        label: String,
        /// `kept`, `trial`, `parked`, `parted` or `lost`.
        means: String,
        /// It is suggested if this holds.
        when: RawCondition,
    }

    /// A condition: a field and one operator, or `all`, `any`, `not`.
    pub struct RawCondition = "a condition: { field = \"step.field\", filled = true }" {
        /// `step.field`
        field: String,
        /// Is this option or number.
        is: RawOperand,
        /// Is answered, and not this option or number.
        is_not: RawOperand,
        /// This option or item is ticked.
        includes: RawOperand,
        /// As many or more; as high or higher.
        at_least: f64,
        /// As many or fewer; as low or lower.
        at_most: f64,
        /// Whether it is filled.
        filled: bool,
        /// Every one of these holds.
        all: Vec<Placed<RawCondition>>,
        /// One of these holds.
        any: Vec<Placed<RawCondition>>,
        /// This does not hold.
        not: Box<RawCondition>,
    }
}

/// A phrase: a string, or a table with its source.
#[derive(Clone, Debug)]
pub struct RawPhrase(pub RawPhraseTable);

impl Read for RawPhrase {
    const WHAT: &'static str = "text: \"…\", or { text = \"…\", source = \"…\" }";

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Self(RawPhraseTable::read_table(table, faults))),
            DeValue::String(_) => {
                let text = String::read(value, faults)?;
                let text = Some(Placed::new(value.span(), text));
                Some(Self(RawPhraseTable { text, ..RawPhraseTable::default() }))
            }
            _ => {
                wrong_type(value, Self::WHAT, faults);
                None
            }
        }
    }
}

/// An option or item: a string, or a table with an id.
#[derive(Clone, Debug)]
pub struct RawOption(pub RawOptionTable);

impl Read for RawOption {
    const WHAT: &'static str = "text: \"…\", or { id = \"…\", label = \"…\" }";

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        match value.get_ref() {
            DeValue::Table(table) => Some(Self(RawOptionTable::read_table(table, faults))),
            DeValue::String(_) => {
                let label = String::read(value, faults)?;
                let label = Some(Placed::new(value.span(), label));
                Some(Self(RawOptionTable { label, ..RawOptionTable::default() }))
            }
            _ => {
                wrong_type(value, Self::WHAT, faults);
                None
            }
        }
    }
}

/// What an operator compares with.
#[derive(Clone, Debug)]
pub enum RawOperand {
    Text(String),
    Number(f64),
}

impl Read for RawOperand {
    const WHAT: &'static str = "an option's id or a number";

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        match value.get_ref() {
            DeValue::String(_) => String::read(value, faults).map(Self::Text),
            DeValue::Integer(_) | DeValue::Float(_) => f64::read(value, faults).map(Self::Number),
            DeValue::Array(_) => {
                let fault = Fault::error("wrong-type", value.span(), "only one thing can stand here");
                faults.push(fault.help("for one of several, write any = [{ … }, { … }]"));
                None
            }
            _ => {
                wrong_type(value, Self::WHAT, faults);
                None
            }
        }
    }
}

/// The place of a value that may be missing: its own, or that of the table it is missing from.
pub fn place<T>(value: Option<&Placed<T>>, table: &Range<usize>) -> Range<usize> {
    value.map_or_else(|| table.clone(), Placed::span)
}

/// The elements of a list that may be missing.
pub fn each<T>(list: Option<&Placed<Vec<Placed<T>>>>) -> &[Placed<T>] {
    list.map_or(&[], |list| list.get_ref())
}
