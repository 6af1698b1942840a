//! Tables: their columns, and where their rows come from.

use std::collections::HashSet;

use super::{Checker, Scope};
use crate::diagnostic::tree::{Placed, Site};
use crate::playbook::kinds::{self, SCORE};
use crate::playbook::model::{Choice, Column, ColumnKind, FieldRef, Rows, Table};
use crate::playbook::raw::{COLUMN_IDS, RawColumn, RawField, each, place};
use crate::text;

impl Checker<'_> {
    pub(super) fn table(&mut self, raw: &RawField, site: &Site<'_>, above: Scope) -> Table {
        let columns = each(raw.columns.as_ref());
        if columns.is_empty() && !site.seen.lost("columns") {
            self.error(
                "empty-options",
                place(raw.columns.as_ref(), &site.span),
                "this table has no columns",
                "add: columns = [{ id = \"words\", label = \"Their words\", kind = \"text\" }]",
            );
        }
        self.not_too_many(columns, "columns");
        let (mut ids, mut labels) = (HashSet::new(), HashSet::new());
        let columns = columns.iter().map(|c| self.column(c, &mut ids, &mut labels)).collect();
        let rows = self.rows(raw, above);
        self.is_not_filled(raw.opening.as_ref());
        let opening = raw.opening.as_ref().map(|o| text::clean_line(o.get_ref()));
        if let (Some(opening), Rows::Added, None, None) = (&raw.opening, &rows, &raw.rows, &raw.start)
            && !site.seen.lost("rows")
            && !site.seen.lost("start")
        {
            self.error(
                "missing-key",
                opening.span(),
                "`opening` stands before the text of each row, and these rows have none",
                "add: rows = \"step.list\", or start = [\"…\", \"…\"]",
            );
        }
        Table { columns, rows, opening }
    }

    fn rows(&mut self, raw: &RawField, above: Scope) -> Rows {
        match (&raw.rows, &raw.start) {
            (Some(_), Some(start)) => {
                let at = raw.seen.place("start").unwrap_or_else(|| start.span());
                self.error(
                    "bad-rows",
                    at,
                    "the rows come from `rows` already",
                    "keep one of the two: rows for the lines of a list, start for rows you write here",
                );
                Rows::Added
            }
            (Some(rows), None) => self.lines(rows, above).map_or(Rows::Added, Rows::Lines),
            (None, Some(start)) => self.starting_rows(start),
            (None, None) => Rows::Added,
        }
    }

    fn lines(&mut self, name: &Placed<String>, above: Scope) -> Option<FieldRef> {
        let at = self.reference(name, above)?;
        let kind = self.index.kind(at)?.to_owned();
        if !matches!(kind.as_str(), "list" | "text") {
            self.error(
                "bad-rows",
                name.span(),
                format!("`{}` is a {kind} field, and has no lines", name.get_ref()),
                "name a field of kind list or text",
            );
            return None;
        }
        Some(at)
    }

    fn starting_rows(&mut self, start: &Placed<Vec<Placed<String>>>) -> Rows {
        let rows = start.get_ref();
        if rows.is_empty() {
            self.error("empty-options", start.span(), "there is no row in this list", "add: start = [\"…\"]");
        }
        self.not_too_many(rows, "start");
        let mut seen = HashSet::new();
        let mut texts = Vec::new();
        for row in rows {
            self.is_not_filled(Some(row));
            let words = text::clean_line(row.get_ref());
            if words.is_empty() {
                self.error(
                    "empty",
                    row.span(),
                    "this row is empty",
                    "write something between the quotation marks",
                );
            } else if !seen.insert(text::fold(&words)) {
                self.error(
                    "duplicate-option",
                    row.span(),
                    format!("`{words}` stands here a second time"),
                    "keep one of the two, or say it in other words",
                );
            }
            texts.push(words);
        }
        Rows::Start(texts)
    }

    fn column(
        &mut self,
        placed: &Placed<RawColumn>,
        ids: &mut HashSet<String>,
        labels: &mut HashSet<String>,
    ) -> Column {
        let (raw, site) = (placed.get_ref(), placed.get_ref().site(placed.span()));
        let id = self.id(raw.id.as_ref(), &site, ids, COLUMN_IDS);
        let label = text::clean_line(&self.words(raw.label.as_ref(), "label", &site));
        if !label.is_empty() && !labels.insert(text::fold(&label)) {
            self.error(
                "duplicate-option",
                place(raw.label.as_ref(), &site.span),
                format!("another column is called `{label}`"),
                "give it another label",
            );
        }
        let kind = self.column_kind(raw, &site);
        Column { id, label, kind, credit: self.credit(raw.source.as_ref()) }
    }

    fn column_kind(&mut self, raw: &RawColumn, site: &Site<'_>) -> ColumnKind {
        if raw.seen.lost("kind") {
            return ColumnKind::Line;
        }
        let word = raw.kind.as_ref().map_or("line", |k| k.get_ref().as_str());
        let Some(row) = kinds::find(kinds::COLUMNS, word) else {
            let names = kinds::words(kinds::COLUMNS);
            let help = match text::nearest(word, names.iter().copied()) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("write one of: {}", names.join(", ")),
            };
            let at = place(raw.kind.as_ref(), &site.span);
            self.error("unknown-value", at, format!("there is no kind \"{word}\" of column"), help);
            return ColumnKind::Line;
        };
        for (key, at) in &raw.seen.keys {
            let having = kinds::having(kinds::COLUMNS, key);
            if !having.is_empty() && !row.has(key) {
                let message = format!("a {word} column has no `{key}`");
                let help =
                    format!("delete it, or change the kind; `{key}` belongs to: {}", having.join(", "));
                self.error("key-of-other-kind", at.clone(), message, help);
            }
        }
        match word {
            "text" => ColumnKind::Text,
            "tick" => ColumnKind::Tick,
            "date" => ColumnKind::Date,
            "choice" => ColumnKind::Choice { options: self.column_options(raw, site) },
            "score" => ColumnKind::Score { out_of: self.out_of(raw.out_of.as_ref(), site) },
            _ => ColumnKind::Line,
        }
    }

    fn column_options(&mut self, raw: &RawColumn, site: &Site<'_>) -> Vec<Choice> {
        let options = each(raw.options.as_ref());
        if options.is_empty() && !site.seen.lost("options") {
            let at = place(raw.options.as_ref(), &site.span);
            let help = "add: options = [\"…\", \"…\"]";
            self.error("empty-options", at, "there is nothing to choose from", help);
        }
        self.choices(options, "options", false)
    }

    /// The highest score, of a field or a column.
    pub(super) fn out_of(&mut self, raw: Option<&Placed<u32>>, site: &Site<'_>) -> u32 {
        match raw {
            None => {
                self.missing("missing-key", site, "out_of", "say what the highest score is: out_of = 5");
                SCORE.1
            }
            Some(n) if !(SCORE.0..=SCORE.1).contains(n.get_ref()) => {
                self.error(
                    "bad-bounds",
                    n.span(),
                    format!("a score cannot be out of {}", n.get_ref()),
                    format!("the highest score is from {} to {}", SCORE.0, SCORE.1),
                );
                SCORE.1
            }
            Some(n) => *n.get_ref(),
        }
    }
}
