//! The fields of a step on the page: the question, what there is to choose from, rows and columns.

use super::super::Credit;
use super::super::model::{ColumnKind, Field, Kind, OTHER, Rows, Table};
use super::{Anchor, Page, quoted};

impl Page<'_> {
    pub(super) fn field(&self, field: &Field, above: Credit) -> String {
        let needed = if field.required { ", needed" } else { "" };
        let choices = field.kind.choices();
        let ours = choices.iter().all(|c| c.credit == Credit::Ours);
        // Answers to choose from are no advice; what there is to tick is.
        let ticks = matches!(field.kind, Kind::Choices { .. } | Kind::Checklist { .. });
        let items = if ours && ticks && field.credit != Credit::Ours { "; the items are ours" } else { "" };
        let mut out = format!(
            "**{}** `{}` ({}{needed}{items}){}",
            self.template(&field.label),
            field.id,
            kind(&field.kind),
            self.credit_under(field.credit, above),
        );
        let mut line = |words: String| out.push_str(&format!("\n  {}", words.replace('\n', "\n  ")));
        if let Some(help) = &field.help {
            line(self.template(help));
        }
        if let Some(when) = &field.when {
            line(format!("Only if {}.", self.condition(when)));
        }
        for remark in self.remarks(field) {
            line(remark);
        }
        for choice in choices {
            let whose = if ours { String::new() } else { self.credit_under(choice.credit, field.credit) };
            line(format!("- {} `{}`{whose}", choice.label, choice.id));
        }
        if field.kind.has_other() {
            line(format!("- Something else, in your own words `{OTHER}`"));
        }
        if let Kind::Table(table) = &field.kind {
            for words in self.table(table, field.credit) {
                line(words);
            }
        }
        out
    }

    /// What a field has beside its question and its options, a sentence each.
    fn remarks(&self, field: &Field) -> Vec<String> {
        let mut remarks = Vec::new();
        if field.quick {
            remarks.push("Part of the five-minute form.".to_owned());
        }
        if field.private {
            remarks.push(
                "Private: left out when you hand the note on. It may have to be disclosed all the same."
                    .to_owned(),
            );
        }
        if field.words {
            remarks.push("What they say while you talk goes here, word for word.".to_owned());
        }
        if field.card {
            let what =
                if matches!(field.kind, Kind::List(_)) { "Its lines stand" } else { "Its answer stands" };
            remarks.push(format!("{what} on the card."));
        }
        if let Some(about) = field.about {
            remarks.push(format!("Counted as: {}.", about.word()));
        }
        if !field.beside.is_empty() {
            let earlier: Vec<_> = field.beside.iter().map(|at| format!("\"{}\"", self.label(*at))).collect();
            remarks.push(format!("Beside it stands what was answered to {}.", earlier.join(", ")));
        }
        match &field.kind {
            Kind::Text { prefill: Some(text) } | Kind::Line { prefill: Some(text) } => {
                remarks
                    .push(format!("Filled in at first:\n{}", quoted(self.template(text).trim_matches('\n'))));
            }
            Kind::Date { prefill: Some(rule) } => {
                remarks.push(format!("Filled in at first: {}.", self.rule(rule)));
            }
            Kind::List(list) => {
                remarks.extend(
                    list.wording.map(|w| format!("Its lines should be {}.", w.word().replace('-', " "))),
                );
                if list.practise {
                    remarks.push("Its lines are worth practising.".to_owned());
                }
            }
            Kind::Period { from: Anchor::Today, .. } => {
                remarks.push("It begins on the day it is put down.".to_owned());
            }
            Kind::Period { from, .. } => {
                remarks.push(format!("It begins on the day of {}.", self.anchor(*from)));
            }
            Kind::Score { low, high, .. } => {
                let ends = [(low, "the lowest is"), (high, "the highest is")];
                let ends: Vec<_> = ends
                    .iter()
                    .filter_map(|(word, is)| word.as_ref().map(|word| format!("{is} \"{word}\"")))
                    .collect();
                if !ends.is_empty() {
                    remarks.push(sentence(&ends.join(", ")));
                }
            }
            _ => {}
        }
        remarks
    }

    /// The rows and columns of a table.
    fn table(&self, table: &Table, above: Credit) -> Vec<String> {
        let mut lines = Vec::new();
        match &table.rows {
            Rows::Added => lines.push("You add its rows.".to_owned()),
            Rows::Lines(list) => {
                lines.push(format!("A row for each line of \"{}\"; more can be added.", self.label(*list)));
            }
            Rows::Start(rows) => {
                let rows: Vec<_> = rows.iter().map(|row| format!("\"{row}\"")).collect();
                lines.push(format!("It begins with the rows {}; more can be added.", rows.join(", ")));
            }
        }
        if let Some(opening) = &table.opening {
            lines.push(format!("Before the words of each row: \"{opening}\""));
        }
        lines.push("In each row:".to_owned());
        let ours_alone = table.columns.iter().all(|c| c.credit == Credit::Ours);
        for column in &table.columns {
            let whose = if ours_alone { String::new() } else { self.credit_under(column.credit, above) };
            lines.push(format!("- {} `{}` ({}){whose}", column.label, column.id, column_kind(&column.kind)));
            if let ColumnKind::Choice { options } = &column.kind {
                let ours_alone = options.iter().all(|o| o.credit == Credit::Ours);
                for option in options {
                    let whose = if ours_alone {
                        String::new()
                    } else {
                        self.credit_under(option.credit, column.credit)
                    };
                    lines.push(format!("  - {} `{}`{whose}", option.label, option.id));
                }
            }
        }
        lines
    }
}

/// What kind of answer it takes, to a person.
fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Text { .. } => "text".to_owned(),
        Kind::Line { .. } => "one line".to_owned(),
        Kind::List(list) => match (list.at_least, list.at_most) {
            (Some(least), Some(most)) => format!("{least} to {most} lines"),
            (Some(least), None) => format!("{least} lines or more"),
            (None, Some(most)) => format!("up to {most} lines"),
            (None, None) => "a list".to_owned(),
        },
        Kind::Choice { decides: true, .. } => "a decision: choose one".to_owned(),
        Kind::Choice { .. } => "choose one".to_owned(),
        Kind::Choices { .. } => "choose all that fit".to_owned(),
        Kind::Checklist { .. } => "tick off".to_owned(),
        Kind::Table(_) => "a table".to_owned(),
        Kind::Date { .. } => "a day".to_owned(),
        Kind::Period { unit, at_least, at_most, .. } => match (at_least, at_most) {
            (Some(least), Some(most)) => format!("{least} to {most} {}", unit.word(*most)),
            (Some(least), None) => format!("{least} {} or more", unit.word(*least)),
            (None, Some(most)) => format!("up to {most} {}", unit.word(*most)),
            (None, None) => format!("a number of {}", unit.word(2)),
        },
        Kind::Number { unit, at_least, at_most } => {
            let unit = unit.as_ref().map(|unit| format!(", in {unit}")).unwrap_or_default();
            match (at_least, at_most) {
                (Some(least), Some(most)) => format!("a number from {least} to {most}{unit}"),
                (Some(least), None) => format!("a number from {least} up{unit}"),
                (None, Some(most)) => format!("a number up to {most}{unit}"),
                (None, None) => format!("a number{unit}"),
            }
        }
        Kind::Score { out_of, .. } => format!("1 to {out_of}"),
    }
}

/// What the cells of a column hold, to a person.
fn column_kind(kind: &ColumnKind) -> String {
    match kind {
        ColumnKind::Line => "one line".to_owned(),
        ColumnKind::Text => "text".to_owned(),
        ColumnKind::Tick => "a tick".to_owned(),
        ColumnKind::Date => "a day".to_owned(),
        ColumnKind::Choice { .. } => "choose one".to_owned(),
        ColumnKind::Score { out_of } => format!("1 to {out_of}"),
    }
}

/// With a capital at the front and a point at the end.
fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}
