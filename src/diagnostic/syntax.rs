//! What is wrong with the writing of a file, in words for people who do not write programs.
//!
//! The parser's own messages speak of its grammar, and after one missing bracket it finds a fault
//! in every word. Here each line tells its first fault, and an opened bracket or text that never
//! ends is told where it opens. A message that is not known here is passed on as it is.

use std::collections::HashSet;
use std::ops::Range;

use super::{Fault, Lines, Severity};
use crate::text;

const LINE: &str = "a line is: name = \"text\"; a note for the reader begins with #";

/// The parser's errors as faults, in the order of the file.
pub(super) fn faults<'m>(source: &str, errors: impl Iterator<Item = (Range<usize>, &'m str)>) -> Vec<Fault> {
    let mut errors: Vec<_> = errors.collect();
    errors.sort_by_key(|(span, _)| span.start);
    let lines = Lines::of(source);
    // What is not told need not be put into words: a line may have very many.
    first_of_each_line(&mut errors, |(span, message)| (lines.number(span.start), message.starts_with(AGAIN)));
    let mut faults: Vec<Fault> =
        errors.into_iter().map(|(span, message)| fault(source, span, message)).collect();
    if faults.is_empty() {
        return faults;
    }
    if let Some(open) = unclosed(source) {
        faults.retain(|f| f.span.start < open.start);
        faults.push(never_closed(source, open));
    }
    first_of_each_line(&mut faults, |f| (lines.number(f.span.start), f.code == "duplicate-key"));
    faults
}

/// How the parser says that a key or table stands a second time.
const AGAIN: &str = "duplicate key";

/// Keeps the first of each line; and every key that stands twice, for that is no slip of the pen
/// that the next words would suffer from.
fn first_of_each_line<T>(faults: &mut Vec<T>, line_and_again: impl Fn(&T) -> (usize, bool)) {
    let mut last = None;
    faults.retain(|fault| {
        let (line, again) = line_and_again(fault);
        again || last.replace(line) != Some(line)
    });
}

/// The faults that are left when those are taken away that a syntax fault may have caused: what
/// it swallowed is not missing, and what follows it may stand in the wrong table.
pub fn without_consequences(source: &str, mut found: Vec<Fault>, syntax: Vec<Fault>) -> Vec<Fault> {
    /// Codes that speak of a value alone, whatever stands around it.
    const LOCAL: &[&str] = &[
        "bad-bounds",
        "bad-duration",
        "bad-id",
        "bad-placeholder",
        "control-character",
        "empty",
        "newer-format",
        "reserved-id",
        "too-long",
        "unknown-key",
        "unknown-value",
        "wrong-type",
    ];
    if syntax.iter().any(|f| f.code == "syntax") {
        let numbers = Lines::of(source);
        let lines: HashSet<usize> = syntax.iter().map(|f| numbers.number(f.span.start)).collect();
        let headings = lines.iter().any(|line| numbers.text(*line).trim_start().starts_with('['));
        let end = unclosed(source).map_or(source.len(), |open| open.start);
        found.retain(|f| {
            f.severity == Severity::Error
                && LOCAL.contains(&f.code)
                && !(headings && matches!(f.code, "unknown-key" | "wrong-type"))
                && f.span.start < end
                && !lines.contains(&numbers.number(f.span.start))
        });
    }
    let told: HashSet<_> = syntax.iter().map(|s| (s.code, s.span.clone())).collect();
    found.retain(|f| !told.contains(&(f.code, f.span.clone())));
    found.extend(syntax);
    found.sort_by_key(|f| (f.span.start, f.severity));
    found
}

/// How the parser begins a message, and what we say in its place, where that is always the same.
const WORDS: &[(&[&str], &str, &str)] = &[
    (&["carriage return"], "half of a line ending stands here", "save the file with ordinary line endings"),
    (&["unquoted keys cannot be empty", "missing key"], "there is no name before the =", LINE),
    (
        &["unclosed table", "unclosed array table", "missing table open"],
        "this heading is not closed",
        "write [playbook], or [[step]], on a line of its own",
    ),
    (
        &["missing escaped value", "too few unicode"],
        "a \\ means something special in a text",
        "write \\\\ for a \\, or \\\" for a quotation mark",
    ),
    (
        &["invalid basic string", "invalid literal string", "missing opening quote"],
        "this text does not end on its line",
        "put a quotation mark at its end; a text of several lines stands between \"\"\" and \"\"\"",
    ),
    (
        &["missing comma"],
        "a comma is missing before this",
        "put a comma between the two, and quotation marks around each text",
    ),
    (
        &["invalid inline table element", "missing assignment"],
        "between { and } stands name = value",
        "write for example { id = \"yes\", label = \"Yes\" }",
    ),
    (&["extra comma"], "there is a comma too many", "delete it"),
    (
        &["extra `=`", "extra assignment", "unexpected `=`"],
        "there is a = too many",
        "delete it, or close what was opened before it",
    ),
    (
        &["cannot recurse", "recursion limit"],
        "brackets stand in brackets too deep here",
        "write it with fewer",
    ),
    (
        &["cannot extend value"],
        "this name has a value already, and cannot be a heading too",
        "choose one of the two",
    ),
];

/// How the parser begins a message about a value that it cannot read.
const VALUES: &[&str] = &[
    "string values must be quoted",
    "invalid boolean",
    "invalid float",
    "invalid integer",
    "invalid date-time",
    "missing value",
    "invalid value",
    "unexpected leading zero",
    "unexpected sign",
    "redundant",
    "`_` may only",
    "radix",
    "integers with a radix",
];

/// One error of the parser in our words.
fn fault(source: &str, span: Range<usize>, parser: &str) -> Fault {
    let span = on_boundaries(source, span);
    let word = &source[span.clone()];
    let line = line_of(source, span.start);
    let next = source[span.start..].chars().next();
    let say = |message: &str, help: &str| Fault::error("syntax", span.clone(), message).help(help);
    let starts = |beginnings: &[&str]| beginnings.iter().any(|b| parser.starts_with(b));
    if parser.starts_with(AGAIN) {
        let message = format!("`{}` stands here a second time", text::clean_line(word));
        return Fault::error("duplicate-key", span, message).help("keep one of the two");
    }
    if let Some(c) = next.filter(|c| text::is_unsafe(*c) && *c != '\r') {
        return super::tree::hidden_character(c, span.start..span.start + c.len_utf8());
    }
    // Before the values: this, too, begins with "missing value".
    if starts(&["key with no value", "missing value for key", "invalid key-value pair"]) {
        return if line.contains('=') {
            say("there should be a = here", "a name is one word, and then comes the =: name = \"text\"")
        } else {
            say("this line cannot be read: there is no = in it", LINE)
        };
    }
    if starts(VALUES) {
        return value_fault(word, &say);
    }
    if starts(&["invalid unquoted key"]) {
        return match next {
            Some(':') => say("there should be a = here, and not a :", LINE),
            _ => say("a name cannot have this in it", "a name is made of letters, digits, - and _"),
        };
    }
    if starts(&["unexpected key or value"]) {
        return rest_of_line_fault(source, &span, line, &say);
    }
    match WORDS.iter().find(|(beginnings, ..)| starts(beginnings)) {
        Some((_, message, help)) => say(message, help),
        None => Fault::error("syntax", span, text::clean_line(parser)),
    }
}

/// A value that is no text, number, date, or true or false.
fn value_fault(word: &str, say: &dyn Fn(&str, &str) -> Fault) -> Fault {
    let lower = word.trim().to_lowercase();
    match lower.as_str() {
        "" => say("there is nothing after the =", "write a value, or delete the line"),
        "true" | "false" | "yes" | "no" | "on" | "off" => {
            say("this is neither true nor false", "write true or false, in small letters and without quotes")
        }
        _ if lower.starts_with(['“', '”', '„', '‘', '’', '«']) => {
            say("these are not the quotation marks that a text stands in", "use the straight ones: \"…\"")
        }
        _ if lower.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) => say(
            "this is not a number or date that can be read",
            "write a number as 5 or 2.5, a date as 2026-12-01, and put text in quotes: \"…\"",
        ),
        _ => say("this text is not in quotes", "put it in straight quotes: \"…\""),
    }
}

/// Something that stands behind a complete value.
fn rest_of_line_fault(
    source: &str,
    span: &Range<usize>,
    line: &str,
    say: &dyn Fn(&str, &str) -> Fault,
) -> Fault {
    let before = &source[line_start(source, span.start)..span.start];
    let value = before.split_once('=').map_or("", |(_, value)| value.trim());
    if source[span.start..].starts_with(',') && value.bytes().all(|b| b.is_ascii_digit()) {
        return say("a number has a point, and not a comma", "write it as 1.5");
    }
    let help = if value.starts_with('\'') {
        "to have a ' inside a text, put the text in double quotes: \"…\""
    } else if value.starts_with('"') && line.matches('"').count() > 2 {
        "to have a \" inside a text, write \\\" in its place"
    } else {
        "one line has one value: take away what follows it, or put it on a line of its own"
    };
    say("the value ended before this", help)
}

/// What is opened and never closed, told at its opening.
fn never_closed(source: &str, open: Range<usize>) -> Fault {
    let opening = &source[open.clone()];
    let (what, closing) = match opening {
        "[" => ("list", "]"),
        "{" => ("table", "}"),
        _ => ("text", opening),
    };
    let help = format!("put {closing} where the {what} ends; what follows here could not be checked");
    Fault::error("syntax", open.clone(), format!("this {opening} is never closed")).help(help)
}

/// The bracket, or the quotes of a text of several lines, that is still open where the file ends
/// or a new heading begins.
fn unclosed(source: &str) -> Option<Range<usize>> {
    let mut open: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut line_begins = true;
    while at < source.len() {
        let rest = &source[at..];
        let here_begins = line_begins;
        line_begins = rest.starts_with('\n') || (here_begins && rest.starts_with([' ', '\t']));
        if !open.is_empty() && here_begins && rest.starts_with('[') && is_heading(rest) {
            // The innermost one that is open; the outer ones follow from it.
            return open.last().cloned();
        }
        let long = ["\"\"\"", "'''"].into_iter().find(|quotes| rest.starts_with(quotes));
        if let Some(quotes) = long {
            match end_of_long_text(rest, quotes) {
                Some(length) => at += length,
                None => return Some(at..at + quotes.len()),
            }
            continue;
        }
        let c = rest.chars().next()?;
        at += match c {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => match end_of_text(rest, c) {
                Some(length) => length,
                // It swallows the bracket that would close the list.
                None if !open.is_empty() => return Some(at..at + 1),
                None => rest.find('\n').unwrap_or(rest.len()),
            },
            // A heading's brackets close on their line; if not, the parser says so.
            '[' if open.is_empty() && here_begins => rest.find('\n').unwrap_or(rest.len()),
            '[' | '{' => {
                open.push(at..at + 1);
                1
            }
            ']' | '}' => {
                let fits = open.last().is_some_and(|o| (&source[o.clone()] == "[") == (c == ']'));
                if !fits {
                    // A bracket of the other sort: what is open is not closed by it.
                    return open.last().cloned();
                }
                open.pop();
                1
            }
            _ => c.len_utf8(),
        };
    }
    open.pop()
}

/// Whether a line is `[name]` or `[[name]]` and nothing more.
fn is_heading(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or_default().trim();
    let inner = line.strip_prefix("[[").and_then(|l| l.strip_suffix("]]"));
    let inner = inner.or_else(|| line.strip_prefix('[').and_then(|l| l.strip_suffix(']')));
    inner.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'.'))
    })
}

/// The bytes of a text on one line, its quotes included.
fn end_of_text(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return None,
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if c == quote => return Some(at + c.len_utf8()),
            _ => {}
        }
    }
    None
}

/// The bytes of a text of several lines, its quotes included.
fn end_of_long_text(rest: &str, quotes: &str) -> Option<usize> {
    let mut at = quotes.len();
    while at < rest.len() {
        if rest[at..].starts_with(quotes) {
            // One or two more quotation marks may end the text itself.
            let marks = rest[at..].chars().take(5).take_while(|c| quotes.starts_with(*c)).count();
            return Some(at + marks);
        }
        let c = rest[at..].chars().next()?;
        at += c.len_utf8();
        if c == '\\' && quotes.starts_with('"') {
            at += rest[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    None
}

fn line_start(source: &str, at: usize) -> usize {
    source.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |n| n + 1)
}

fn line_of(source: &str, at: usize) -> &str {
    source[line_start(source, at)..].lines().next().unwrap_or_default()
}

/// A span that can be cut out of the source, whatever the parser says.
fn on_boundaries(source: &str, span: Range<usize>) -> Range<usize> {
    let end = super::boundary(source, span.end);
    super::boundary(source, span.start).min(end)..end
}
