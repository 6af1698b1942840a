//! Answers as a table for a spreadsheet: a row for each answer, of a table for each of its cells; then notes and
//! follow-ups. The columns are always the same, so that files of several conversations can be put together.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::Options;
use crate::document::{FollowUp, Head, State};
use crate::playbook::answer::{Cell, Row};
use crate::playbook::model::{ColumnKind, Table};
use crate::playbook::{Answer, Facts, FieldRef, Kind, Slot};
use crate::session::{Session, codec};
use crate::text;

/// The columns.
pub const COLUMNS: [&str; 16] = [
    "client",
    "organisation",
    "conversation",
    "playbook",
    "started",
    "source",
    "step",
    "field",
    "question",
    "kind",
    "private",
    "answer",
    "row",
    "column",
    "time",
    "state",
];

/// What a spreadsheet made by Microsoft takes for a sign that what follows is UTF-8.
const MARK: &str = "\u{feff}";

/// The table of some conversations, by RFC 4180.
pub fn csv(sessions: &[Session], options: &Options) -> String {
    // Where a spreadsheet parts cells by semicolons, those in a cell must not part it.
    let mut out = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Always)
        .from_writer(MARK.as_bytes().to_vec());
    let records = sessions.iter().flat_map(|session| {
        lines(session, *options).into_iter().map(|line| line.record(session.head()).to_vec())
    });
    for record in std::iter::once(COLUMNS.map(str::to_owned).to_vec()).chain(records) {
        // Rows are as long as their heading, and memory takes what is written.
        let _ = out.write_record(record);
    }
    String::from_utf8(out.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// What differs from line to line.
#[derive(Default)]
struct Line {
    source: &'static str,
    step: String,
    field: String,
    question: String,
    kind: &'static str,
    private: bool,
    answer: String,
    row: String,
    column: String,
    time: String,
    state: String,
}

impl Line {
    fn record(self, head: &Head) -> [String; COLUMNS.len()] {
        let organisation = head.client.organisation.clone().unwrap_or_default();
        [
            head.client_said(),
            organisation,
            head.id.clone(),
            head.playbook.id.clone(),
            head.started.to_rfc3339(),
            self.source.to_owned(),
            self.step,
            self.field,
            self.question,
            self.kind.to_owned(),
            if self.private { "yes" } else { "" }.to_owned(),
            self.answer,
            self.row,
            self.column,
            self.time,
            self.state,
        ]
        .map(harmless)
    }
}

/// A cell that no spreadsheet takes for a formula, as a whole or parted by its semicolons: what would be one begins
/// with an apostrophe. What else steers a screen is shown as it is elsewhere. Numbers stay numbers.
fn harmless(cell: String) -> String {
    let cell = text::clean(&cell.replace("\r\n", "\n").replace('\r', "\n")).into_owned();
    let parts =
        cell.split(';').map(|part| if opens_formula(part) { format!("'{part}") } else { part.to_owned() });
    let parted = parts.collect::<Vec<_>>().join(";");
    // A tab in front moves what follows into the next cell, where it is the first.
    if parted.starts_with(['\t', '\n']) { format!("'{parted}") } else { parted }
}

/// Whether a spreadsheet would take this for a formula.
fn opens_formula(part: &str) -> bool {
    let is_blank = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}')
    };
    let first = part.trim_start_matches(is_blank).chars().next();
    let opens = matches!(
        first,
        Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '−' | '﹢' | '﹣' | '﹦' | '﹫')
    );
    let number = part.trim().strip_prefix('-').unwrap_or("");
    let is_number = !number.is_empty()
        && number.starts_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && number.matches('.').count() <= 1;
    opens && !is_number
}

fn lines(session: &Session, options: Options) -> Vec<Line> {
    let playbook = session.playbook();
    let hidden = |at: FieldRef| !options.private && playbook.says_private(at);
    let fill = |template| {
        session.fill_as(template, |slot, words| match slot {
            Slot::Field(at) if hidden(at) => None,
            _ => Some(words),
        })
    };
    let mut lines = Vec::new();
    for (s, step) in playbook.steps.iter().enumerate() {
        for (f, field) in step.fields.iter().enumerate() {
            let at = FieldRef { step: s, field: f };
            let Some(answer) = session.answer(at).filter(|answer| !answer.is_blank() && !hidden(at)) else {
                continue;
            };
            let line = || Line {
                source: "answer",
                step: step.id.clone(),
                field: field.id.clone(),
                question: fill(&field.label),
                kind: field.kind.word(),
                private: playbook.says_private(at),
                ..Line::default()
            };
            match (&field.kind, answer) {
                (Kind::Table(table), Answer::Table(_)) => {
                    for (nth, row) in session.rows(at).iter().enumerate().filter(|(_, row)| !row.is_blank()) {
                        lines.extend(cells(table, row).map(|(column, answer)| Line {
                            row: if table.has_row_text() { row.text.clone() } else { (nth + 1).to_string() },
                            column,
                            answer,
                            ..line()
                        }));
                    }
                }
                (kind, answer) => lines.push(Line { answer: said(kind, answer), ..line() }),
            }
        }
        lines.extend(session.notes(s).iter().map(|note| Line {
            source: "note",
            step: step.id.clone(),
            answer: note.text.clone(),
            time: note.at.map(|at| at.to_rfc3339()).unwrap_or_default(),
            ..Line::default()
        }));
    }
    let earlier = session.earlier().iter();
    let is_shown = |key: &str| !playbook.find(key).is_some_and(hidden);
    lines.extend(earlier.filter(|e| !e.text.trim().is_empty() && is_shown(&e.key)).map(|earlier| {
        let (step, field) = earlier.key.split_once('.').unwrap_or((&earlier.key, ""));
        Line {
            source: "earlier",
            step: step.to_owned(),
            field: field.to_owned(),
            question: earlier.title.clone(),
            answer: earlier.text.clone(),
            ..Line::default()
        }
    }));
    for follow_up in &session.head().follow_ups {
        lines.push(match options.private {
            true => follow_up_line(follow_up),
            false => follow_up_line(&session.without_private(follow_up)),
        });
    }
    lines
}

fn follow_up_line(follow_up: &FollowUp) -> Line {
    let why = follow_up.dropped.as_ref().and_then(|dropped| dropped.why.clone());
    let state = match (follow_up.state, follow_up.done) {
        (State::Done, Some(day)) => format!("done {day}"),
        (state, _) => state.word().to_owned(),
    };
    let because = why.or_else(|| follow_up.moved.last().and_then(|moved| moved.why.clone()));
    Line {
        source: "follow-up",
        field: follow_up.id.clone(),
        question: follow_up.title.clone(),
        answer: because.unwrap_or_default(),
        time: follow_up.due.map(|due| due.to_string()).unwrap_or_default(),
        state,
        ..Line::default()
    }
}

/// An answer in one cell: several lines stay several, and what was chosen is parted by semicolons.
fn said(kind: &Kind, answer: &Answer) -> String {
    match answer {
        Answer::Choice(_) | Answer::Choices(_) | Answer::Checklist(_) => {
            let labels = kind.choices().iter().filter(|choice| answer.includes(&choice.id));
            let labels = labels.map(|choice| choice.label.as_str());
            labels.chain(answer.other().map(str::trim)).collect::<Vec<_>>().join("; ")
        }
        Answer::Other(text) => text.trim().to_owned(),
        Answer::Text(text) | Answer::Verbatim(text) => text.clone(),
        // Numbers without their unit can be counted with.
        Answer::Number(n) => n.to_string(),
        Answer::Score(n) => n.to_string(),
        answer => codec::encode(kind, answer),
    }
}

/// The cells of a row that hold something, each with what its column is called. A row with its own text only is
/// one, too.
fn cells<'a>(table: &'a Table, row: &'a Row) -> impl Iterator<Item = (String, String)> {
    let of_column = |(cell, column): (&Cell, &'a crate::playbook::model::Column)| {
        let said = match cell {
            Cell::Tick => "yes".to_owned(),
            Cell::Text(text) => text.clone(),
            Cell::Day(day) => day.to_string(),
            Cell::Score(n) => n.to_string(),
            Cell::Choice(id) => match &column.kind {
                ColumnKind::Choice { options } => {
                    options.iter().find(|option| option.id == *id).map_or(id, |option| &option.label).clone()
                }
                _ => id.clone(),
            },
        };
        (!said.trim().is_empty()).then(|| (column.label.clone(), said))
    };
    let mut all: Vec<_> = row.cells.iter().zip(&table.columns).filter_map(of_column).collect();
    if all.is_empty() {
        all.push((String::new(), String::new()));
    }
    all.into_iter()
}

#[cfg(test)]
mod tests;
