//! Faults with their place: what is wrong in a text that a person wrote, where, and what to do.
//!
//! A [`Fault`] marks bytes of a source; [`render`] shows it under the line itself, [`places`]
//! gives lines and columns for editors. [`tree`] reads TOML so that every value keeps its place
//! and one pass finds all faults.

pub mod schema;
pub mod shape;
mod syntax;
pub mod tree;

pub use syntax::without_consequences;

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet, renderer::DecorStyle};
use serde::Serialize;

/// How bad it is. A file with an error is not used; a warning is advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub severity: Severity,
    /// Stable and kebab-case; part of the public interface.
    pub code: &'static str,
    /// Bytes of the source, on character boundaries; may be empty.
    pub span: Range<usize>,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do about it, on one line.
    pub help: Option<String>,
}

impl Fault {
    /// An error without help.
    pub fn error(code: &'static str, span: Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, code, span, message: message.into(), help: None }
    }

    /// A warning without help.
    pub fn warning(code: &'static str, span: Range<usize>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message) }
    }

    /// With what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Whether any of them is an error.
pub fn has_errors(faults: &[Fault]) -> bool {
    faults.iter().any(|f| f.severity == Severity::Error)
}

/// How many errors and warnings, in words: `2 errors, 1 warning`.
pub fn tally(faults: &[Fault]) -> String {
    let errors = faults.iter().filter(|f| f.severity == Severity::Error).count();
    let warnings = faults.len() - errors;
    match (errors, warnings) {
        (e, 0) => crate::text::count(e, "error"),
        (0, w) => crate::text::count(w, "warning"),
        (e, w) => format!("{}, {}", crate::text::count(e, "error"), crate::text::count(w, "warning")),
    }
}

/// The faults as a person reads them, each under its line with the span marked. `name` is what
/// the file is called; `styled` allows colour.
pub fn render(faults: &[Fault], name: &str, source: &str, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.decor_style(DecorStyle::Ascii).term_width(100);
    let name = crate::text::clean_line(name);
    let lines = Lines::of(source);
    let mut out = String::new();
    for fault in faults {
        let level = match fault.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let message = crate::text::clean_line(&fault.message);
        let excerpt = Excerpt::of(&lines, &fault.span);
        let mut group = level.primary_title(message).id(fault.code).element(
            Snippet::source(excerpt.text.as_str())
                .line_start(excerpt.line)
                .path(name.as_str())
                .annotation(AnnotationKind::Primary.span(excerpt.span)),
        );
        if let Some(help) = &fault.help {
            group = group.element(Level::HELP.message(crate::text::clean_line(help)));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    out
}

/// The lines of a fault, harmless to a terminal, and where in them it is. Only these go to the
/// renderer, which reads everything it is given, once a fault.
pub struct Excerpt {
    pub text: String,
    /// The number of the first line.
    pub line: usize,
    pub span: Range<usize>,
}

impl Excerpt {
    /// The lines that a span of a source touches.
    pub fn of(lines: &Lines<'_>, span: &Range<usize>) -> Self {
        let source = lines.source;
        let start = boundary(source, span.start);
        let end = boundary(source, span.end).max(start);
        let line = lines.number(start);
        let first = lines.range(line).start;
        let last = lines.range(lines.number(end)).end;
        // Carriage returns end lines in some files, and are no part of what is shown.
        let shown = |part: &str| crate::text::clean(&part.replace('\r', "")).into_owned();
        let before = shown(&source[first..start]);
        let marked = shown(&source[start..end]);
        let after = shown(&source[end..last]);
        let span = before.len()..before.len() + marked.len();
        Self { text: before + &marked + &after, line: line + 1, span }
    }
}

/// A fault as an editor wants it: lines and columns from 1, columns in characters.
#[derive(Clone, Debug, Serialize)]
pub struct Place {
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub end_line: usize,
    pub end_column: usize,
    pub severity: Severity,
    pub code: &'static str,
    pub message: String,
    pub help: Option<String>,
}

/// The faults of one file as [`Place`]s.
pub fn places(faults: &[Fault], name: &str, source: &str) -> Vec<Place> {
    let lines = Lines::of(source);
    let place = |fault: &Fault| {
        let (line, column) = lines.line_and_column(fault.span.start);
        let (end_line, end_column) = lines.line_and_column(fault.span.end);
        Place {
            file: name.to_owned(),
            line,
            column,
            end_line,
            end_column,
            severity: fault.severity,
            code: fault.code,
            message: crate::text::clean_line(&fault.message),
            help: fault.help.as_deref().map(crate::text::clean_line),
        }
    };
    faults.iter().map(place).collect()
}

/// Line and column (from 1, in characters) of a byte offset.
pub fn line_and_column(source: &str, offset: usize) -> (usize, usize) {
    Lines::of(source).line_and_column(offset)
}

/// A source with its line breaks found once, for whoever asks for many places.
pub struct Lines<'s> {
    source: &'s str,
    breaks: Vec<usize>,
}

impl<'s> Lines<'s> {
    /// Finds them.
    pub fn of(source: &'s str) -> Self {
        Self { source, breaks: source.match_indices('\n').map(|(at, _)| at).collect() }
    }

    /// The line that a byte stands on, from 0.
    fn number(&self, offset: usize) -> usize {
        self.breaks.partition_point(|at| *at < offset)
    }

    /// The bytes of a line, without its end.
    fn range(&self, number: usize) -> Range<usize> {
        let start = number.checked_sub(1).and_then(|before| self.breaks.get(before)).map_or(0, |at| at + 1);
        start..self.breaks.get(number).copied().unwrap_or(self.source.len())
    }

    fn text(&self, number: usize) -> &'s str {
        &self.source[self.range(number)]
    }

    /// Line and column (from 1, in characters) of a byte offset.
    pub fn line_and_column(&self, offset: usize) -> (usize, usize) {
        let at = boundary(self.source, offset);
        let number = self.number(at);
        let start = self.range(number).start;
        (number + 1, self.source[start..at].chars().count() + 1)
    }
}

/// The offset, or the last one before it at which the source can be cut.
fn boundary(source: &str, offset: usize) -> usize {
    let offset = offset.min(source.len());
    (0..=offset).rev().find(|at| source.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        assert_eq!(line_and_column("é = 1\r\nlünge = 2", 15), (2, 7));
        assert_eq!(line_and_column("", 9), (1, 1));
    }

    #[test]
    fn a_hostile_source_is_shown_harmless() {
        let source = "a = \"\u{1b}[2J\u{202e}\"\nb = 3\n";
        let at = source.find("3").unwrap();
        let shown = render(&[Fault::error("x", at..at + 1, "no")], "f\u{1b}.toml", source, false);
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown}");
        assert!(shown.contains("b = 3") && shown.contains(":2:5"), "{shown}");
    }
}
