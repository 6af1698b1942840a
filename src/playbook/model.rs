//! A playbook that has been checked: every reference points at something, every bound holds.

mod table;

pub use self::table::{Column, ColumnKind, Rows, Table};
use super::condition::Condition;
use super::placeholder::Template;
use crate::dates::{Duration, Rule, Unit};

/// A playbook.
#[derive(Clone, Debug, Default)]
pub struct Playbook {
    pub id: String,
    pub version: String,
    pub language: String,
    pub title: String,
    pub summary: String,
    /// The situations it fits, as the advisor would say them.
    pub fits: Vec<String>,
    /// A call for which nothing was prepared begins with it.
    pub call_now: bool,
    pub sources: Vec<Source>,
    /// At least one.
    pub steps: Vec<Step>,
    pub follow_ups: Vec<FollowUp>,
    pub outcomes: Vec<Outcome>,
    pub messages: Vec<Message>,
    pub hand_offs: Vec<HandOff>,
    /// Of the file's bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// Where advice comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub name: String,
    pub credit: String,
}

/// Whose an item is: an index into [`Playbook::sources`], or ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Credit {
    #[default]
    Ours,
    Source(usize),
}

/// When in the conversation a step has its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Before,
    During,
    After,
}

impl Phase {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Before, Self::During, Self::After];

    /// As files say it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::During => "during",
            Self::After => "after",
        }
    }

    /// As the screen says it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Before => "Before",
            Self::During => "During",
            Self::After => "After",
        }
    }
}

/// A step of the walk.
#[derive(Clone, Debug)]
pub struct Step {
    pub id: String,
    pub title: String,
    pub phase: Phase,
    pub minutes: Option<u32>,
    pub credit: Credit,
    /// Markdown.
    pub guide: Template,
    pub say: Vec<Phrase>,
    pub avoid: Vec<Phrase>,
    pub needs: Vec<Need>,
    pub responses: Vec<Response>,
    pub when: Option<Condition>,
    pub fields: Vec<Field>,
}

impl Step {
    /// Whether it has more to say than what its fields ask for.
    pub fn has_guide(&self) -> bool {
        !(self.guide.is_empty() && self.say.is_empty() && self.avoid.is_empty() && self.responses.is_empty())
    }
}

/// Something to say, or to avoid.
#[derive(Clone, Debug)]
pub struct Phrase {
    pub text: Template,
    pub credit: Credit,
    /// It stands on the pocket card.
    pub card: bool,
}

/// What should be so before a step; it warns and never blocks.
#[derive(Clone, Debug)]
pub struct Need {
    pub when: Condition,
    pub otherwise: String,
    pub credit: Credit,
}

/// What the client may say, and what one can answer.
#[derive(Clone, Debug)]
pub struct Response {
    pub hears: Template,
    pub answer: Template,
    pub credit: Credit,
    /// It stands on the pocket card.
    pub card: bool,
}

/// Something to fill in.
#[derive(Clone, Debug)]
pub struct Field {
    pub id: String,
    /// `step.field`: the key of its block in the note.
    pub key: String,
    pub label: Template,
    pub help: Option<Template>,
    pub required: bool,
    /// Left out of exports, unless they are asked for it.
    pub private: bool,
    /// Part of the five-minute form.
    pub quick: bool,
    /// Its answer stands on the pocket card.
    pub card: bool,
    pub about: Option<About>,
    /// What the client says while one talks goes here, word for word. Only of texts and lists.
    pub words: bool,
    /// Earlier fields whose answers are shown next to this one.
    pub beside: Vec<FieldRef>,
    pub when: Option<Condition>,
    pub credit: Credit,
    pub kind: Kind,
}

/// What an answer tells about the client: what "what we've learnt" counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Reason,
    Tried,
    Agreed,
    Lesson,
    Sign,
}

impl About {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Reason, Self::Tried, Self::Agreed, Self::Lesson, Self::Sign];

    /// As the file says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Reason => "reason",
            Self::Tried => "tried",
            Self::Agreed => "agreed",
            Self::Lesson => "lesson",
            Self::Sign => "sign",
        }
    }
}

/// How the lines of a list are checked as they are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    OpenQuestions,
}

impl Wording {
    /// All of them.
    pub const ALL: [Self; 1] = [Self::OpenQuestions];

    /// As the file says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::OpenQuestions => "open-questions",
        }
    }
}

/// What kind of answer a field takes.
#[derive(Clone, Debug)]
pub enum Kind {
    Text { prefill: Option<Template> },
    Line { prefill: Option<Template> },
    List(List),
    Choice { options: Vec<Choice>, other: bool, decides: bool },
    Choices { options: Vec<Choice>, other: bool },
    Checklist { items: Vec<Choice> },
    Table(Table),
    Date { prefill: Option<Rule<Anchor>> },
    Period { unit: Unit, from: Anchor, at_least: Option<u32>, at_most: Option<u32> },
    Number { unit: Option<String>, at_least: Option<f64>, at_most: Option<f64> },
    Score { out_of: u32, low: Option<String>, high: Option<String> },
}

impl Kind {
    /// As the file says it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Line { .. } => "line",
            Self::List(_) => "list",
            Self::Choice { .. } => "choice",
            Self::Choices { .. } => "choices",
            Self::Checklist { .. } => "checklist",
            Self::Table(_) => "table",
            Self::Date { .. } => "date",
            Self::Period { .. } => "period",
            Self::Number { .. } => "number",
            Self::Score { .. } => "score",
        }
    }

    /// What one chooses from or ticks; nothing for other kinds.
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Choice { options, .. } | Self::Choices { options, .. } => options,
            Self::Checklist { items } => items,
            _ => &[],
        }
    }

    /// Whether the answer is typed, as against ticked.
    pub fn is_typed(&self) -> bool {
        !matches!(
            self,
            Self::Choice { .. }
                | Self::Choices { .. }
                | Self::Checklist { .. }
                | Self::Score { .. }
                | Self::Table(_)
        )
    }

    /// Whether something else can be written in beside the options.
    pub fn has_other(&self) -> bool {
        matches!(self, Self::Choice { other: true, .. } | Self::Choices { other: true, .. })
    }

    /// Whether the answer has several lines.
    pub fn is_multiline(&self) -> bool {
        matches!(self, Self::Text { .. } | Self::List(_))
    }

    /// The table, if it is one.
    pub fn table(&self) -> Option<&Table> {
        match self {
            Self::Table(table) => Some(table),
            _ => None,
        }
    }
}

/// An ordered list of lines.
#[derive(Clone, Debug, Default)]
pub struct List {
    pub at_least: Option<u32>,
    pub at_most: Option<u32>,
    pub wording: Option<Wording>,
    /// The lines become practice cards.
    pub practise: bool,
}

/// The id that stands for what is written in beside the options.
pub const OTHER: &str = "other";

/// An option of a choice, or an item of a checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub id: String,
    pub label: String,
    pub credit: Credit,
}

/// A field by its place. Only the check makes these, so both indices hold in its playbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldRef {
    pub step: usize,
    pub field: usize,
}

/// What a date hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// A date field, or a period field where the rule asks for its end.
    Field(FieldRef),
    Meeting,
    Today,
}

/// Something to do on a day.
#[derive(Clone, Debug)]
pub struct FollowUp {
    pub id: String,
    pub title: Template,
    pub due: Rule<Anchor>,
    /// It repeats at this interval.
    pub every: Option<Duration>,
    pub when: Option<Condition>,
    pub credit: Credit,
}

/// A text to send or to say.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: String,
    pub title: Template,
    pub body: Template,
    /// It is offered if this holds.
    pub when: Option<Condition>,
    pub credit: Credit,
}

/// A playbook that can go on from this one.
#[derive(Clone, Debug)]
pub struct HandOff {
    /// The id of the other playbook; it need not be installed.
    pub to: String,
    pub label: Template,
    /// It is offered if this holds.
    pub when: Option<Condition>,
    /// The `step.field` there, and the field here that fills it.
    pub carry: Vec<(String, FieldRef)>,
    pub credit: Credit,
}

/// What an ending means for the relationship.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    Kept,
    Trial,
    Parked,
    Parted,
    Lost,
}

impl Means {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Kept, Self::Trial, Self::Parked, Self::Parted, Self::Lost];

    /// As the file says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Trial => "trial",
            Self::Parked => "parked",
            Self::Parted => "parted",
            Self::Lost => "lost",
        }
    }
}

/// How it can end.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub id: String,
    pub label: String,
    pub means: Means,
    /// It is suggested if this holds.
    pub when: Option<Condition>,
    pub credit: Credit,
}

impl Playbook {
    /// The first step of the talk itself; of one that has none, its first step.
    pub fn first_of_talk(&self) -> usize {
        self.steps.iter().position(|step| step.phase == Phase::During).unwrap_or(0)
    }

    /// The field at a place.
    pub fn field(&self, at: FieldRef) -> &Field {
        &self.steps[at.step].fields[at.field]
    }

    /// Whether a field is private, or says again what one that is says: line by line, or because it is
    /// filled with it.
    pub fn says_private(&self, at: FieldRef) -> bool {
        self.says_private_within(at, self.fields().count())
    }

    fn says_private_within(&self, at: FieldRef, fields: usize) -> bool {
        let field = self.field(at);
        let sources = match &field.kind {
            Kind::Text { prefill: Some(text) } | Kind::Line { prefill: Some(text) } => text.fields(),
            Kind::Date { prefill: Some(rule) } => match rule.anchor() {
                Anchor::Field(source) => vec![source],
                _ => Vec::new(),
            },
            Kind::Period { from: Anchor::Field(source), .. } => vec![*source],
            Kind::Table(Table { rows: Rows::Lines(source), .. }) => vec![*source],
            _ => Vec::new(),
        };
        // Fields that fill one another for ever are none that a card may have.
        field.private
            || sources.into_iter().any(|source| fields == 0 || self.says_private_within(source, fields - 1))
    }

    /// The step with this id.
    pub fn step(&self, id: &str) -> Option<usize> {
        self.steps.iter().position(|s| s.id == id)
    }

    /// The field with this `step.field` key.
    pub fn find(&self, key: &str) -> Option<FieldRef> {
        let (step, field) = key.split_once('.')?;
        let step = self.step(step)?;
        let field = self.steps[step].fields.iter().position(|f| f.id == field)?;
        Some(FieldRef { step, field })
    }

    /// All fields in the order of the walk.
    pub fn fields(&self) -> impl Iterator<Item = (FieldRef, &Field)> {
        self.steps.iter().enumerate().flat_map(|(step, s)| {
            s.fields.iter().enumerate().map(move |(field, f)| (FieldRef { step, field }, f))
        })
    }

    /// Whose an item is, for the screen: a source's name, or `ours`.
    pub fn credit(&self, credit: Credit) -> &str {
        match credit {
            Credit::Ours => "ours",
            Credit::Source(i) => &self.sources[i].name,
        }
    }

    /// Whose an item is, where that is not plain from what it stands under: a source where another
    /// stands above it, and ours where any does, so that nobody is quoted for what we say.
    pub fn credit_under(&self, own: Credit, above: Credit) -> Option<&str> {
        (own != above).then(|| self.credit(own))
    }

    /// The minutes that the steps of a phase say they take.
    pub fn minutes(&self, phase: Phase) -> u32 {
        self.steps.iter().filter(|s| s.phase == phase).filter_map(|s| s.minutes).sum()
    }
}
