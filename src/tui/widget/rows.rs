//! A text as rows on the screen, kept up to date by redoing only the lines that changed.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::text;

/// The rows of a text in a column of some width: byte ranges without the line feeds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    width: usize,
    rows: Vec<Range<usize>>,
}

impl Rows {
    /// Lays a text out.
    pub fn of(text: &str, width: usize) -> Self {
        let mut rows = Vec::new();
        lay_out(text, 0, width, &mut rows);
        Self { width, rows }
    }

    /// How many rows there are: at least one.
    pub fn count(&self) -> usize {
        self.rows.len().max(1)
    }

    /// The width it was laid out for.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The bytes of a row.
    pub fn row(&self, row: usize) -> Range<usize> {
        self.rows.get(row).cloned().unwrap_or(0..0)
    }

    /// Brings the rows up to date: at `at`, `removed` bytes became `inserted` ones; `text` is the
    /// text after that.
    pub fn splice(&mut self, text: &str, at: usize, removed: usize, inserted: usize) {
        let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
        let end = text[at + inserted..].find('\n').map_or(text.len(), |n| at + inserted + n);
        let old_end = end - inserted + removed;
        let first = self.rows.partition_point(|r| r.start < start);
        let last = self.rows.partition_point(|r| r.start <= old_end);
        let mut fresh = Vec::new();
        lay_out(&text[start..end], start, self.width, &mut fresh);
        let behind = first + fresh.len();
        self.rows.splice(first..last, fresh);
        for row in &mut self.rows[behind..] {
            row.start = row.start - removed + inserted;
            row.end = row.end - removed + inserted;
        }
    }

    /// The row and cell of a byte offset. Where a row was broken, the next one has it.
    pub fn place(&self, text: &str, at: usize) -> (usize, usize) {
        let row = self.rows.partition_point(|r| r.start <= at).saturating_sub(1);
        let start = self.row(row).start;
        let cells = text::width(&text[start..at.max(start)]);
        // Behind a full row there is a cell for the cursor; blanks that hang over have none.
        (row, cells.min(self.width))
    }

    /// The byte offset at a row and cell, on a grapheme's edge.
    pub fn offset(&self, text: &str, row: usize, cell: usize) -> usize {
        let range = self.row(row.min(self.count() - 1));
        let continues = self.rows.get(row + 1).is_some_and(|next| next.start == range.end);
        let mut used = 0;
        let mut last = range.start;
        for (i, g) in text[range.clone()].grapheme_indices(true) {
            let w = text::width(g);
            last = range.start + i;
            if used + w > cell {
                return last;
            }
            used += w;
        }
        // The end of a broken row is the start of the next one.
        if continues { last } else { range.end }
    }
}

fn lay_out(text: &str, offset: usize, width: usize, rows: &mut Vec<Range<usize>>) {
    let mut start = 0;
    for line in text.split('\n') {
        let at = offset + start;
        rows.extend(text::wrap(line, width).into_iter().map(|r| r.start + at..r.end + at));
        start += line.len() + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn splicing_equals_laying_out_anew(
            text in "[a-z \n李]{0,80}", from in 0usize..80, remove in 0usize..10,
            insert in "[a-z \n👩]{0,12}", width in 3usize..20,
        ) {
            let edge = |mut i: usize, t: &str| { i = i.min(t.len()); while !t.is_char_boundary(i) { i -= 1; } i };
            let at = edge(from, &text);
            let end = edge(at + remove, &text).max(at);
            let mut rows = Rows::of(&text, width);
            let mut after = text.clone();
            after.replace_range(at..end, &insert);
            rows.splice(&after, at, end - at, insert.len());
            prop_assert_eq!(rows, Rows::of(&after, width));
        }

        #[test]
        fn a_place_is_found_again(text in "[a-z \n李]{0,60}", width in 3usize..20) {
            let rows = Rows::of(&text, width);
            for (at, _) in text.grapheme_indices(true) {
                let (row, cell) = rows.place(&text, at);
                let back = rows.offset(&text, row, cell);
                prop_assert!(back == at || cell + 1 >= width, "{} {}", at, back);
            }
        }
    }
}
