//! The text field: cursor, selection and moves over a text that lives elsewhere.
//!
//! The editor never holds the text. It gives a [`Splice`] for what should change, and is told
//! when it did; undo lives with the text. Graphemes are never split.

use std::ops::Range;

use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

use super::rows::Rows;

/// Bytes that should become others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    pub at: usize,
    pub remove: usize,
    pub insert: String,
}

/// Where the cursor can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    Left,
    Right,
    Up,
    Down,
    WordLeft,
    WordRight,
    RowStart,
    RowEnd,
    Top,
    Bottom,
}

/// A cursor in a text, with the rows the text is laid out in.
#[derive(Clone, Debug, Default)]
pub struct Editor {
    cursor: usize,
    anchor: Option<usize>,
    /// The cell that moves up and down aim for.
    goal: Option<usize>,
    rows: Rows,
}

impl Editor {
    /// A cursor at a byte of a text.
    pub fn new(text: &str, cursor: usize, width: usize) -> Self {
        let mut editor = Self { rows: Rows::of(text, width), ..Self::default() };
        editor.set_cursor(text, cursor);
        editor
    }

    /// The rows of the text.
    pub fn rows(&self) -> &Rows {
        &self.rows
    }

    /// The byte the cursor stands at.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// The row of the cursor.
    pub fn row(&self) -> usize {
        self.rows.row_of(self.cursor)
    }

    /// The row and cell of the cursor.
    pub fn place(&self, text: &str) -> (usize, usize) {
        self.rows.place(text, self.cursor)
    }

    /// What is selected, if anything is.
    pub fn selection(&self) -> Option<Range<usize>> {
        let anchor = self.anchor.filter(|a| *a != self.cursor)?;
        Some(anchor.min(self.cursor)..anchor.max(self.cursor))
    }

    /// Lays the text out for another width.
    pub fn set_width(&mut self, text: &str, width: usize) {
        if self.rows.width() != width {
            self.rows = Rows::of(text, width);
        }
    }

    /// Puts the cursor at a byte, or at the grapheme before it.
    pub fn set_cursor(&mut self, text: &str, at: usize) {
        self.anchor = None;
        self.goal = None;
        self.cursor = edge(text, at);
    }

    /// Puts the cursor at a row and cell; with `extend`, selects up to there.
    pub fn point(&mut self, text: &str, row: usize, cell: usize, extend: bool) {
        self.mark(extend);
        self.goal = None;
        self.cursor = self.rows.offset(text, row, cell);
    }

    /// Selects all.
    pub fn select_all(&mut self, text: &str) {
        self.anchor = Some(0);
        self.cursor = text.len();
        self.goal = None;
    }

    /// Selects some of the text, with the cursor behind it.
    pub fn select(&mut self, text: &str, selected: Range<usize>) {
        self.set_cursor(text, selected.end);
        self.anchor = Some(edge(text, selected.start));
    }

    /// Selects the word under the cursor.
    pub fn select_word(&mut self, text: &str) {
        let (start, line) = near(text, self.cursor);
        let word = line.split_word_bound_indices().find(|(i, w)| self.cursor < start + i + w.len());
        if let Some((i, word)) = word {
            self.anchor = Some(start + i);
            self.cursor = start + i + word.len();
        }
    }

    /// Selects the line that the cursor is in.
    pub fn select_line(&mut self, text: &str) {
        let (start, line) = line_at(text, self.cursor);
        self.select(text, start..start + line.len());
    }

    /// Moves; with `extend`, the selection grows or shrinks. `false` if there is nowhere to go.
    pub fn go(&mut self, text: &str, motion: Motion, extend: bool) -> bool {
        if !extend
            && let Some(selected) = self.selection()
            && matches!(motion, Motion::Left | Motion::Right)
        {
            let to = if motion == Motion::Left { selected.start } else { selected.end };
            self.set_cursor(text, to);
            return true;
        }
        let (row, cell) = self.place(text);
        let goal = self.goal.unwrap_or(cell);
        let to = match motion {
            Motion::Left => previous(text, self.cursor),
            Motion::Right => next(text, self.cursor),
            Motion::WordLeft => word_left(text, self.cursor),
            Motion::WordRight => word_right(text, self.cursor),
            Motion::RowStart => self.rows.row(row).start,
            Motion::RowEnd => self.rows.offset(text, row, usize::MAX),
            Motion::Top => 0,
            Motion::Bottom => text.len(),
            Motion::Up if row == 0 => return false,
            Motion::Down if row + 1 >= self.rows.count() => return false,
            Motion::Up => self.rows.offset(text, row - 1, goal),
            Motion::Down => self.rows.offset(text, row + 1, goal),
        };
        self.mark(extend);
        self.goal = matches!(motion, Motion::Up | Motion::Down).then_some(goal);
        let moved = to != self.cursor;
        self.cursor = to;
        moved
    }

    fn mark(&mut self, extend: bool) {
        self.anchor = if extend { self.anchor.or(Some(self.cursor)) } else { None };
    }

    /// What inserting this changes: a selection is replaced.
    pub fn insert(&self, insert: &str) -> Splice {
        let range = self.selection().unwrap_or(self.cursor..self.cursor);
        Splice { at: range.start, remove: range.len(), insert: insert.to_owned() }
    }

    /// What deleting the selection, or up to where a motion leads, changes.
    pub fn delete(&self, text: &str, motion: Motion) -> Option<Splice> {
        let range = self.selection().unwrap_or_else(|| {
            let to = match motion {
                Motion::Left => previous(text, self.cursor),
                Motion::WordLeft => word_left(text, self.cursor),
                Motion::WordRight => word_right(text, self.cursor),
                _ => next(text, self.cursor),
            };
            to.min(self.cursor)..to.max(self.cursor)
        });
        (!range.is_empty()).then(|| Splice { at: range.start, remove: range.len(), insert: String::new() })
    }

    /// A splice was made; `text` is the text after it.
    pub fn spliced(&mut self, text: &str, splice: &Splice) {
        self.rows.splice(text, splice.at, splice.remove, splice.insert.len());
        self.set_cursor(text, splice.at + splice.insert.len());
    }

    /// The text changed in some other way.
    pub fn replaced(&mut self, text: &str, cursor: usize) {
        self.rows = Rows::of(text, self.rows.width());
        self.set_cursor(text, cursor);
    }
}

fn edge(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    match cursor.is_boundary(text, 0) {
        Ok(false) => previous(text, at),
        _ => at,
    }
}

fn previous(text: &str, at: usize) -> usize {
    GraphemeCursor::new(at, text.len(), true).prev_boundary(text, 0).ok().flatten().unwrap_or(0)
}

fn next(text: &str, at: usize) -> usize {
    GraphemeCursor::new(at, text.len(), true).next_boundary(text, 0).ok().flatten().unwrap_or(text.len())
}

/// The line a byte is in: where it starts, and its text.
fn line_at(text: &str, at: usize) -> (usize, &str) {
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
    (start, &text[start..end])
}

/// As much of the line a byte is in as a word can be long, for a line without end: where it starts, and
/// its text.
fn near(text: &str, at: usize) -> (usize, &str) {
    const FAR: usize = 1 << 10;
    let (start, line) = line_at(text, at);
    if line.len() <= 2 * FAR {
        return (start, line);
    }
    let from = if at - start > FAR { edge(text, at - FAR).max(start) } else { start };
    let to =
        if at + FAR < start + line.len() { next(text, edge(text, at + FAR)) } else { start + line.len() };
    (from, &text[from..to])
}

fn is_word(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

fn word_left(text: &str, at: usize) -> usize {
    let (start, line) = line_at(text, at);
    if at == start {
        return previous(text, at);
    }
    let mut words = line[..at - start].split_word_bound_indices();
    words.rfind(|(_, w)| is_word(w)).map_or(start, |(i, _)| start + i)
}

fn word_right(text: &str, at: usize) -> usize {
    let (start, line) = line_at(text, at);
    let rest = &line[at - start..];
    if rest.is_empty() {
        return next(text, at);
    }
    let after = rest.split_word_bound_indices().find(|(_, w)| is_word(w));
    after.map_or(start + line.len(), |(i, w)| at + i + w.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn apply(text: &mut String, editor: &mut Editor, splice: Option<Splice>) {
        if let Some(s) = splice {
            text.replace_range(s.at..s.at + s.remove, &s.insert);
            editor.spliced(text, &s);
        }
    }

    #[test]
    fn a_family_is_deleted_as_one_character() {
        let mut text = "Zoë 👩‍👩‍👧 e\u{301}".to_owned();
        let mut editor = Editor::new(&text, text.len(), 20);
        let delete = editor.delete(&text, Motion::Left);
        apply(&mut text, &mut editor, delete);
        let delete = editor.delete(&text, Motion::Left);
        apply(&mut text, &mut editor, delete);
        let delete = editor.delete(&text, Motion::Left);
        apply(&mut text, &mut editor, delete);
        assert_eq!(text, "Zoë ");
    }

    #[test]
    fn moves_follow_the_rows_and_keep_their_column() {
        let text = "one two three\nx\nfour five six";
        let mut editor = Editor::new(text, 9, 9); // rows: "one two ", "three", "x", "four ", ...
        assert!(editor.go(text, Motion::Down, false));
        assert!(editor.go(text, Motion::Down, false));
        assert_eq!(&text[editor.cursor()..=editor.cursor()], "o");
        assert!(editor.go(text, Motion::RowEnd, false));
        assert!(editor.go(text, Motion::Bottom, false));
        assert!(!editor.go(text, Motion::Down, false));
    }

    #[test]
    fn words_are_walked_and_selected() {
        let text = "Don't stop, 李 now";
        let mut editor = Editor::new(text, 0, 40);
        let mut stops = Vec::new();
        while editor.go(text, Motion::WordRight, false) {
            stops.push(editor.cursor());
        }
        assert_eq!(
            stops.iter().map(|s| &text[..*s]).collect::<Vec<_>>(),
            ["Don't", "Don't stop", "Don't stop, 李", text]
        );
        editor.go(text, Motion::WordLeft, true);
        assert_eq!(&text[editor.selection().unwrap()], "now");
        let splice = editor.insert("then");
        assert_eq!((splice.remove, splice.insert.as_str()), (3, "then"));
    }

    proptest! {
        #[test]
        fn the_cursor_stays_on_an_edge(
            start in "[a-z \n李👩é\u{301}\u{200d}]{0,40}", width in 2usize..12,
            steps in proptest::collection::vec((0u8..14, any::<bool>(), "[a李 \n\u{301}]{0,3}"), 0..40),
        ) {
            let mut text = start;
            let mut editor = Editor::new(&text, 0, width);
            for (step, extend, insert) in steps {
                let motions = [Motion::Left, Motion::Right, Motion::Up, Motion::Down, Motion::WordLeft,
                    Motion::WordRight, Motion::RowStart, Motion::RowEnd, Motion::Top, Motion::Bottom];
                match step {
                    0..=9 => { editor.go(&text, motions[usize::from(step)], extend); }
                    10 => { let s = editor.insert(&insert); apply(&mut text, &mut editor, Some(s)); }
                    11 => { let s = editor.delete(&text, Motion::Left); apply(&mut text, &mut editor, s); }
                    12 => { let s = editor.delete(&text, Motion::WordLeft); apply(&mut text, &mut editor, s); }
                    _ => editor.point(&text, usize::from(step), 3, extend),
                }
                prop_assert!(text.is_char_boundary(editor.cursor()));
                prop_assert_eq!(edge(&text, editor.cursor()), editor.cursor());
                prop_assert_eq!(editor.rows(), &Rows::of(&text, width));
                if let Some(s) = editor.selection() { prop_assert!(s.end <= text.len()); }
            }
        }
    }
}
