//! The playbook file as it stands: flat tables of optional, placed values. Only
//! [`check`](mod@super::check) looks at these, and [`schema`](super::schema) at what they say of
//! themselves: the doc comments are what an author reads in the editor.

mod values;

use std::ops::Range;

pub use self::values::{RawCarry, RawOperand, RawOption, RawPhrase, RawPrefill};
use super::check::{FIELDS_MAX, STEPS_MAX};
use super::kinds::{COLUMNS, FIELDS, KindRow, SCORE};
use super::model::{About, Means, Phase, Wording};
use crate::diagnostic::shape::Rule::{
    self, AtMost, Between, Example, Filled, Must, NotEmpty, Otherwise, Pattern, Reserved, Words,
};
use crate::diagnostic::tree::Placed;
use crate::table;

/// An id.
pub const ID: Rule = Pattern("^[a-z][a-z0-9]*(-[a-z0-9]+)*$");
/// A field by its step's id and its own.
pub const FIELD: Rule = Pattern(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z][a-z0-9]*(-[a-z0-9]+)*$");
/// A day that others are counted from.
const DAY: Rule = Pattern(r"^(meeting|today|[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z][a-z0-9]*(-[a-z0-9]+)*)$");
/// A length of time.
const LENGTH: Rule =
    Pattern(r"^\s*0*(1000|[0-9]{1,3}) +(day|days|business day|business days|week|weeks|month|months)\s*$");
/// A length of time that is not nothing.
const INTERVAL: Rule = Pattern(
    r"^\s*0*(1000|[1-9][0-9]{0,2}) +(day|days|business day|business days|week|weeks|month|months)\s*$",
);

/// Ids that would read as something else in a placeholder or a date rule.
pub const STEP_IDS: &[&str] = &["client", "advisor", "meeting", "today"];
/// Ids that the note uses for blocks of its own.
pub const FIELD_IDS: &[&str] = &["notes", "also"];
/// The id under which answers have the text of a row.
pub const COLUMN_IDS: &[&str] = &["row"];
/// What stands for advice that has no other source.
pub const OURS: &str = "ours";

fn words<T: Copy>(all: &[T], word: fn(T) -> &'static str) -> Rule {
    Words(all.iter().map(|t| (word(*t), "")).collect())
}

fn meanings(rows: &[KindRow]) -> Vec<(&'static str, &'static str)> {
    rows.iter().map(|row| (row.word, row.means)).collect()
}

table! {
    /// A goodterms playbook: the plan of one kind of conversation with a client, step by step.
    pub struct RawFile {
        /// The version of the playbook format. Write 1.
        format: u32 = [Must, Between(1, 1), Example("1")],
        /// What this playbook is: its id, version, title and summary.
        playbook: RawPlaybook = [Must],
        /// Where advice comes from. Begin each source with a line `[[source]]`.
        source: Vec<Placed<RawSource>>,
        /// The steps in the order of the walk. Begin each with a line `[[step]]`.
        step: Vec<Placed<RawStep>> = [Must, NotEmpty, AtMost(STEPS_MAX)],
        /// What to do on a later day. Begin each with a line `[[follow_up]]`.
        follow_up: Vec<Placed<RawFollowUp>>,
        /// How the conversation can end. Begin each with a line `[[outcome]]`. Have one, or a hand-off.
        outcome: Vec<Placed<RawOutcome>>,
        /// Texts to send or to say, filled from the answers. Begin each with a line `[[message]]`.
        message: Vec<Placed<RawMessage>>,
        /// Which playbook can go on from here. Begin each with a line `[[hand_off]]`.
        hand_off: Vec<Placed<RawHandOff>>,
    }

    /// What this playbook is.
    pub struct RawPlaybook = "one table: [playbook], in single brackets" {
        /// Its id, unlike that of any other playbook: small letters and digits, joined by hyphens.
        /// Do not change it once the playbook has been used.
        id: String = [Must, ID, Example("\"quiet-client\"")],
        /// Its version, for you. Each note remembers the one it was written with.
        version: String = [Must, Filled, Example("\"1.0.0\"")],
        /// The language it is written in.
        language: String = [Otherwise("\"en\""), Example("\"en\"")],
        /// Its name, as people read it.
        title: String = [Must, Filled, Example("\"A client who has gone quiet\"")],
        /// What it does for whom, in a sentence or two.
        summary: String = [
            Must, Filled, Example("\"They stopped answering. Find out why before they leave.\""),
        ],
        /// The situations it fits, as an advisor would say them.
        fits: Vec<Placed<String>> = [Example("[\"They stopped answering\"]")],
        /// Its prompts stand beside a call for which nothing was prepared: Call now (F5) begins with it.
        call_now: bool = [Otherwise("false"), Example("true")],
    }

    /// Somebody whose advice this is. Steps, fields and phrases refer to it by its name.
    pub struct RawSource {
        /// A short name, which others write behind `source`.
        name: String = [Must, Filled, Reserved(&[OURS]), Example("\"Rebuilding\"")],
        /// Who said it, and where.
        credit: String = [Must, Filled, Example("\"Rebuilding Client Relations, unsigned\"")],
    }

    /// A step of the walk: what to read, to say and to fill in at one point of the conversation.
    pub struct RawStep {
        /// Its id, unlike that of any other step: small letters and digits, joined by hyphens.
        /// Answers find their step by it, so do not change it once the playbook has been used.
        id: String = [Must, ID, Reserved(STEP_IDS), Example("\"look-back\"")],
        /// Its name in the list of steps.
        title: String = [Must, Filled, Example("\"Look back\"")],
        /// Its place in the conversation: before, during or after the meeting.
        phase: String = [Must, words(&Phase::ALL, Phase::word), Example("\"before\"")],
        /// How many minutes it takes.
        minutes: u32 = [Example("5")],
        /// Whose advice it is: the name of a source, or "ours".
        source: String = [Otherwise("\"ours\"")],
        /// Why it matters and how to do it well, short. `**bold**` and lists with `-` work, and
        /// placeholders such as `{client.first_name}`.
        guide: String = [Example("\"Think of the last three times you spoke. **What changed?**\"")],
        /// Phrases to say.
        say: Vec<Placed<RawPhrase>> = [Example("[\"What would you like me to do differently?\"]")],
        /// What not to do or say.
        avoid: Vec<Placed<RawPhrase>> = [Example("[\"Hoping that it passes\"]")],
        /// What should be so before this step. If it is not, the advisor is told; nobody is stopped.
        need: Vec<Placed<RawNeed>> = [
            Example("[{ when = { field = \"call.words\", filled = true }, else = \"Know what they said first.\" }]"),
        ],
        /// The step is passed over unless this holds.
        when: RawCondition = [Example("{ field = \"look-back.clear\", is = \"yes\" }")],
        /// What the client may say, and what one can answer. Begin each with a line `[[step.response]]`.
        response: Vec<Placed<RawResponse>>,
        /// What to fill in. Begin each with a line `[[step.field]]`.
        field: Vec<Placed<RawField>> = [AtMost(FIELDS_MAX)],
    }

    /// A phrase with its source.
    pub struct RawPhraseTable {
        /// The words.
        text: String = [Must, Filled, Example("\"Help me understand what changed for you.\"")],
        /// Whose words they are: the name of a source, or "ours".
        source: String = [Otherwise("\"ours\"")],
        /// Whether it stands on the card to take along: of what to say, the question to ask; of what to avoid, the tone.
        card: bool = [Otherwise("false"), Example("true")],
    }

    /// What should be so before a step, and what to say if it is not.
    pub struct RawNeed = "a table: { when = { … }, else = \"…\" }" {
        /// What should hold.
        when: RawCondition = [Must, Example("{ field = \"call.words\", filled = true }")],
        /// What the advisor is told if it does not hold.
        r#else: String = [Must, Filled, Example("\"Know what they said before you ask.\"")],
        /// Whose advice it is: the name of a source, or "ours".
        source: String = [Otherwise("\"ours\"")],
    }

    /// What the client may say, and what one can answer.
    pub struct RawResponse {
        /// What the client says.
        hears: String = [Must, Filled, Example("\"It's the fees.\"")],
        /// What one can answer.
        r#try: String = [Must, Filled, Example("\"What would feel fair to you for what we do?\"")],
        /// Whose advice it is: the name of a source, or "ours".
        source: String = [Otherwise("\"ours\"")],
        /// Whether it stands on the card to take along, as a way out.
        card: bool = [Otherwise("false"), Example("true")],
    }

    /// Something to fill in. Its kind says how it is answered, and which other keys it has.
    pub struct RawField {
        /// Its id, unlike that of any other field of the step: small letters and digits, joined by
        /// hyphens. Answers find their field by it, so do not change it once the playbook has been used.
        id: String = [Must, ID, Reserved(FIELD_IDS), Example("\"changed\"")],
        /// How it is answered.
        kind: String = [Words(meanings(FIELDS)), Otherwise("\"text\""), Example("\"choice\"")],
        /// The question, or the name of the field.
        label: String = [Must, Filled, Example("\"What changed between you?\"")],
        /// One line of help under the label.
        help: String = [Example("\"Tick what you can back with a date or a message.\"")],
        /// Whether the walk says so if it is missing. Have one such field: the one that matters most.
        required: bool = [Otherwise("false"), Example("true")],
        /// Whether it is left out of what is handed on, unless that is asked for.
        private: bool = [Otherwise("false"), Example("true")],
        /// Whether it is part of the five-minute form. Have four in a phase at most.
        quick: bool = [Otherwise("false"), Example("true")],
        /// Whether its answer stands on the card to take along: of a list, its lines. A private one never does.
        card: bool = [Otherwise("false"), Example("true")],
        /// What the answer tells about the client: why they leave (reason), what you tried (tried),
        /// what you agreed (agreed), what you learnt (lesson), or how you could have seen it coming (sign).
        about: String = [words(&About::ALL, About::word), Example("\"reason\"")],
        /// Earlier fields whose answers are shown next to it, each as "step.field".
        beside: Vec<Placed<String>> = [FIELD, Example("[\"look-back.changed\"]")],
        /// The field is passed over unless this holds.
        when: RawCondition = [Example("{ field = \"look-back.clear\", is = \"not-yet\" }")],
        /// Whose advice it is: the name of a source, or "ours".
        source: String = [Otherwise("\"ours\"")],
        /// The fewest lines, the shortest period, the lowest number. A hint: nobody is stopped.
        at_least: f64 = [Example("3")],
        /// The most lines, the longest period, the highest number. A hint: nobody is stopped.
        at_most: f64 = [Example("5")],
        /// What one can choose from: texts, or tables with an id of their own.
        options: Vec<Placed<RawOption>> = [
            NotEmpty, Example("[\"Yes\", \"Not yet\"]"), Example("[{ id = \"no\", label = \"Not yet\" }]"),
        ],
        /// Whether something else can be written in. Conditions know it as the option "other".
        other: bool = [Otherwise("false"), Example("true")],
        /// Whether it is drawn as a decision, apart from things to tick.
        decides: bool = [Otherwise("false"), Example("true")],
        /// What stands there when one first comes to the field: a text with placeholders, or for a
        /// date a date rule.
        prefill: RawPrefill = [
            Example("\"Dear {client.first_name},\""), Example("{ after = \"2 weeks\", from = \"meeting\" }"),
        ],
        /// What the lines are. `open-questions`: they are questions to ask, and
        /// should be open ones.
        wording: String = [words(&Wording::ALL, Wording::word), Example("\"open-questions\"")],
        /// Whether what the client says goes here, word for word, while you talk: lines that begin with
        /// a quotation mark.
        words: bool = [Otherwise("false"), Example("true")],
        /// Whether the lines are worth practising.
        practise: bool = [Otherwise("false"), Example("true")],
        /// The columns of the table.
        columns: Vec<Placed<RawColumn>> = [
            NotEmpty, Example("[{ id = \"words\", label = \"Their exact words\", kind = \"text\" }]"),
        ],
        /// A list or text field above this one, as "step.field": the table has a row for each of its lines.
        rows: String = [FIELD, Example("\"questions.list\"")],
        /// The rows that the table begins with.
        start: Vec<Placed<String>> = [NotEmpty, Filled, Example("[\"How often we talk\", \"What we charge\"]")],
        /// Words before the text of each row when it is read out.
        opening: String = [Example("\"I heard you say\"")],
        /// What there is to tick: texts, or tables with an id of their own.
        items: Vec<Placed<RawOption>> = [NotEmpty, Example("[\"Phone off\", \"Their file read\"]")],
        /// What it is counted in: days, weeks or months for a period; any short text for a number.
        unit: String = [Example("\"weeks\"")],
        /// The day a period begins: "meeting", "today", or a date field as "step.field".
        from: String = [DAY, Otherwise("\"today\""), Example("\"meeting\"")],
        /// The highest score.
        out_of: u32 = [Between(SCORE.0, SCORE.1), Example("5")],
        /// What the lowest score means, in words.
        low: String = [Example("\"not at all\"")],
        /// What the highest score means, in words.
        high: String = [Example("\"fully\"")],
    }

    /// An option or item with an id of its own.
    pub struct RawOptionTable {
        /// Its id, by which conditions know it: small letters and digits, joined by hyphens. Made
        /// from the label if you give none.
        id: String = [ID, Example("\"not-yet\"")],
        /// What it says.
        label: String = [Must, Filled, Example("\"Not yet\"")],
        /// Whose advice it is: the name of a source, or "ours".
        source: String = [Otherwise("\"ours\"")],
    }

    /// A column of a table.
    pub struct RawColumn = "a table: { id = \"…\", label = \"…\", kind = \"line\" }" {
        /// Its id, unlike that of any other column of the table: small letters and digits, joined by
        /// hyphens.
        id: String = [Must, ID, Reserved(COLUMN_IDS), Example("\"words\"")],
        /// What stands at its head.
        label: String = [Must, Filled, Example("\"Their exact words\"")],
        /// What its cells hold.
        kind: String = [Words(meanings(COLUMNS)), Otherwise("\"line\""), Example("\"text\"")],
        /// What one can choose from in each of its cells.
        options: Vec<Placed<RawOption>> = [NotEmpty, Example("[\"Us\", \"They\"]")],
        /// The highest score.
        out_of: u32 = [Between(SCORE.0, SCORE.1), Example("5")],
        /// Whose advice it is: the name of a source, or "ours".
        source: String = [Otherwise("\"ours\"")],
    }

    /// A text to send or to say, filled from the answers and offered at the end of the walk.
    pub struct RawMessage {
        /// Its id, unlike that of any other message: small letters and digits, joined by hyphens.
        id: String = [Must, ID, Example("\"thanks\"")],
        /// What it is for.
        title: String = [Must, Filled, Example("\"Thank {client.first_name}\"")],
        /// The text, with placeholders such as `{client.first_name}` or `{step.field}`.
        body: String = [Must, Filled, Example("\"Dear {client.first_name}, thank you for your time.\"")],
        /// It is offered only if this holds.
        when: RawCondition = [Example("{ field = \"call.words\", filled = true }")],
        /// Whose words they are: the name of a source, or "ours".
        source: String = [Otherwise("\"ours\"")],
    }

    /// Another playbook that can go on with the same client, offered at the end of the walk.
    pub struct RawHandOff {
        /// The id of the other playbook. If it is not there, it is not offered.
        to: String = [Must, ID, Example("\"quiet-client\"")],
        /// Why one would go on to it.
        label: String = [Must, Filled, Example("\"They go quiet again\"")],
        /// It is offered only if this holds.
        when: RawCondition = [Example("{ field = \"call.words\", filled = false }")],
        /// Answers that go along: on the left the field there, on the right the field here that fills it.
        carry: RawCarry = [Example("{ \"look-back.changed\" = \"call.words\" }")],
        /// Whose advice it is: the name of a source, or "ours".
        source: String = [Otherwise("\"ours\"")],
    }

    /// Something to do on a later day.
    pub struct RawFollowUp {
        /// Its id, unlike that of any other follow-up: small letters and digits, joined by hyphens.
        id: String = [Must, ID, Example("\"call-again\"")],
        /// What to do.
        title: String = [Must, Filled, Example("\"Call {client.first_name} again\"")],
        /// On which day.
        due: RawDue = [Must, Example("{ after = \"2 weeks\", from = \"meeting\" }")],
        /// It repeats: once it is done, the next one follows so much later.
        every: String = [INTERVAL, Example("\"3 months\"")],
        /// It applies only if this holds.
        when: RawCondition = [Example("{ field = \"call.next\", filled = true }")],
        /// Whose advice it is: the name of a source, or "ours".
        source: String = [Otherwise("\"ours\"")],
    }

    /// A date rule says one day, in one of four ways: on a day; at the end of a period; so long
    /// after a day; so long before it.
    pub struct RawDue = "a date rule: { after = \"2 weeks\", from = \"meeting\" }" {
        /// On that day: "meeting", "today", or a date field as "step.field".
        on: String = [DAY, Example("\"meeting\"")],
        /// On the last day of that period field, as "step.field".
        end_of: String = [FIELD, Example("\"ask.trial\"")],
        /// So long after the day behind `from`: a number and days, business days, weeks or months.
        after: String = [LENGTH, Example("\"2 weeks\"")],
        /// So long before the day behind `from`: a number and days, business days, weeks or months.
        before: String = [LENGTH, Example("\"1 business day\"")],
        /// The day that `after` or `before` counts from: "meeting", "today", or a date field as
        /// "step.field".
        from: String = [DAY, Example("\"meeting\"")],
    }

    /// A way in which the conversation can end.
    pub struct RawOutcome {
        /// Its id, unlike that of any other outcome: small letters and digits, joined by hyphens.
        id: String = [Must, ID, Example("\"trial-agreed\"")],
        /// How it is said.
        label: String = [Must, Filled, Example("\"Trial agreed\"")],
        /// What it means for the two of you: they stay (kept), they give it a try (trial), it is put
        /// off (parked), you part well (parted), or they are gone (lost).
        means: String = [Must, words(&Means::ALL, Means::word), Example("\"trial\"")],
        /// It is suggested if this holds. The advisor decides.
        when: RawCondition = [Example("{ field = \"ask.answer\", is = \"yes\" }")],
        /// Whose advice it is: the name of a source, or "ours".
        source: String = [Otherwise("\"ours\"")],
    }

    /// A condition looks at one answer, by a field and one thing to look for; or it puts others
    /// together with all, any or not.
    pub struct RawCondition = "a condition: { field = \"step.field\", filled = true }; several stand in { all = [ … ] } or { any = [ … ] }" {
        /// The field it looks at, as "step.field".
        field: String = [FIELD, Example("\"look-back.clear\"")],
        /// It holds if this option is chosen, or the number is this one.
        is: RawOperand = [Example("\"yes\""), Example("5")],
        /// It holds if the field is answered with anything but this option or number.
        is_not: RawOperand = [Example("\"yes\""), Example("5")],
        /// It holds if this option or item is ticked.
        includes: RawOperand = [Example("\"fees\"")],
        /// It holds if there are as many or more, or the number is as high or higher.
        at_least: f64 = [Example("3")],
        /// It holds if there are as many or fewer, or the number is as low or lower.
        at_most: f64 = [Example("3")],
        /// `true`: it holds if the field is answered. `false`: it holds if it is not.
        filled: bool = [Example("true")],
        /// It holds if every one of these does.
        all: Vec<Placed<RawCondition>> = [
            NotEmpty,
            Example("[{ field = \"call.words\", filled = true }, { field = \"look-back.clear\", is = \"yes\" }]"),
        ],
        /// It holds if one of these does, or several.
        any: Vec<Placed<RawCondition>> = [
            NotEmpty,
            Example("[{ field = \"call.words\", filled = true }, { field = \"look-back.clear\", is = \"yes\" }]"),
        ],
        /// It holds if this does not.
        not: Box<RawCondition> = [Example("{ field = \"look-back.clear\", is = \"yes\" }")],
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
