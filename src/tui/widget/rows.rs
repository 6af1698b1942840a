//! A text as rows on the screen, kept up to date by redoing only the lines that changed.

use std::ops::Range;

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
        lay_out_from(text, 0, width, |row| {
            rows.push(row);
            true
        });
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
    /// text after that. Rows are made anew only from shortly before the change to where one begins
    /// that began there before: in a line of a million letters, too, that is a few.
    pub fn splice(&mut self, text: &str, at: usize, removed: usize, inserted: usize) {
        let first = self.first_to_redo(at);
        let start = self.rows.get(first).map_or(0, |row| row.start);
        let mut last = self.rows.len();
        let mut fresh = Vec::new();
        lay_out_from(text, start, self.width, |row| {
            if row.start >= at + inserted {
                let before = row.start - inserted + removed;
                if let Ok(same) = self.rows.binary_search_by_key(&before, |row| row.start) {
                    last = same;
                    return false;
                }
            }
            fresh.push(row);
            true
        });
        let behind = first + fresh.len();
        self.rows.splice(first..last, fresh);
        for row in &mut self.rows[behind..] {
            row.start = row.start - removed + inserted;
            row.end = row.end - removed + inserted;
        }
    }

    /// The first row that a change at a byte may change. A row ends where a word does not fit any
    /// more, so that a change has to do with the row before its own, and where words are longer than
    /// rows, with one more.
    fn first_to_redo(&self, at: usize) -> usize {
        let mut row = self.row_of(at);
        for _ in 0..3 {
            match row.checked_sub(1) {
                // Only a line feed stands between the rows of two lines.
                Some(before) if self.rows[before].end == self.rows[row].start => row = before,
                _ => break,
            }
        }
        row
    }

    /// The row of a byte offset. Where a row was broken, the next one has it.
    pub fn row_of(&self, at: usize) -> usize {
        self.rows.partition_point(|r| r.start <= at).saturating_sub(1)
    }

    /// The row and cell of a byte offset. Where a row was broken, the next one has it.
    pub fn place(&self, text: &str, at: usize) -> (usize, usize) {
        let row = self.row_of(at);
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
        for (i, _, w) in text::cells::graphemes(&text[range.clone()], 0) {
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

/// The rows of a text from the byte on at which one of them begins, for as long as `take` wants more.
fn lay_out_from(text: &str, from: usize, width: usize, mut take: impl FnMut(Range<usize>) -> bool) {
    let (mut start, mut goes_on) = (from, true);
    for line in text[from..].split('\n') {
        text::wrap_from(line, 0, width, |row| {
            goes_on = take(row.start + start..row.end + start);
            goes_on
        });
        if !goes_on {
            return;
        }
        start += line.len() + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn splicing_equals_laying_out_anew(
            text in "[a-c \n李אש\u{5b0}\u{301}é-]{0,80}|[a-z \n李👩🇩\u{200d}\u{fe0f}\u{301}☺]{0,80}",
            from in 0usize..160, remove in 0usize..40,
            insert in "[a-c \n👩🇩א\u{301}\u{200d}-]{0,12}", width in 1usize..20,
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
