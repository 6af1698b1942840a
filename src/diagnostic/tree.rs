//! TOML as a tree in which every key and value keeps its place.
//!
//! [`parse`] gives the tree and all syntax faults; [`Read`] takes a value out of it and reports
//! what does not fit without stopping; [`table!`](crate::table) declares a table as a flat struct
//! of optional, placed values, with unknown keys reported at the key. Serde stops at the first
//! fault of an element and cannot place an unknown key; this does neither.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::shape::Shape;
use super::{Fault, syntax};
use crate::text;

/// The most bytes in one string of a playbook or the config.
pub const STRING_MAX: usize = 8 * 1024;

/// A value and where it stands.
pub type Placed<T> = Spanned<T>;
/// A TOML value in the tree.
pub type Value<'i> = Spanned<DeValue<'i>>;

/// Parses a text, with every syntax fault. The tree holds what could be understood.
pub fn parse(source: &str) -> (Spanned<DeTable<'_>>, Vec<Fault>) {
    let (table, errors) = DeTable::parse_recoverable(source);
    let errors = errors.iter().map(|e| (e.span().unwrap_or(0..0), e.message()));
    (table, syntax::faults(source, errors))
}

/// What was found in a table beside its values: where its keys stand, and what got lost. A key
/// that is there but cannot be read, or is misspelt, is told once, and not again as missing.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The known keys that are there, with their places.
    pub keys: Vec<(&'static str, Range<usize>)>,
    lost: Vec<&'static str>,
    unknown: bool,
}

impl Seen {
    /// Notes a known key, and whether its value could be read.
    pub fn key(&mut self, key: &'static str, span: Range<usize>, readable: bool) {
        self.keys.push((key, span));
        if !readable {
            self.lost.push(key);
        }
    }

    /// Notes an unknown key, and the one that was probably meant.
    pub fn unknown(&mut self, meant: Option<&'static str>) {
        self.unknown = true;
        self.lost.extend(meant);
    }

    /// Whether this key has been told of already.
    pub fn lost(&self, key: &str) -> bool {
        self.lost.contains(&key)
    }

    /// Whether every key was known and could be read.
    pub fn is_whole(&self) -> bool {
        !self.unknown && self.lost.is_empty()
    }

    /// Where a key stands.
    pub fn place(&self, key: &str) -> Option<Range<usize>> {
        self.keys.iter().find(|(k, _)| *k == key).map(|(_, span)| span.clone())
    }
}

/// A table as faults see it: where it stands, and what was found in it.
#[derive(Clone, Debug)]
pub struct Site<'a> {
    pub span: Range<usize>,
    pub seen: &'a Seen,
}

/// Something that can be taken from a TOML value.
pub trait Read: Sized {
    /// What is expected, as a noun with its article; behind a colon, how it is written.
    const WHAT: &'static str;
    /// What it looks like, for whoever explains the file.
    fn shape() -> Shape;
    /// Takes it, or adds the faults that prevent it.
    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self>;
}

/// What kind of value this is, in words.
pub fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Reports a value of another type than was wanted.
pub fn wrong_type(value: &Value<'_>, wanted: &str, faults: &mut Vec<Fault>) {
    let found = kind_of(value.get_ref());
    let (what, written) = said_and_written(wanted);
    let fault = Fault::error("wrong-type", value.span(), format!("this is {found}, and should be {what}"));
    let simple = !matches!(value.get_ref(), DeValue::Array(_) | DeValue::Table(_));
    let quoted = matches!(value.get_ref(), DeValue::String(_));
    faults.push(match wanted {
        _ if simple && !quoted && wanted.starts_with("text") => fault.help("put it in quotes: \"…\""),
        <bool as Read>::WHAT => fault.help("write true or false, without quotes"),
        <u32 as Read>::WHAT | <f64 as Read>::WHAT if quoted => fault.help("write the number without quotes"),
        _ => fault.help(format!("write {written}")),
    });
}

/// What is wanted as a person says it and, behind a colon, as it is written.
fn said_and_written(wanted: &str) -> (&str, &str) {
    wanted.split_once(": ").unwrap_or((wanted, wanted))
}

/// Reports a number of the right type that cannot be used.
fn wrong_number(value: &Value<'_>, wanted: &str, faults: &mut Vec<Fault>) {
    faults.push(
        Fault::error("wrong-type", value.span(), "this number cannot be used here")
            .help(format!("write {wanted}")),
    );
}

/// Reports a key that is not known here, and gives the one that was probably meant.
pub fn unknown_key<'k>(
    key: &str,
    span: Range<usize>,
    known: &[&'k str],
    faults: &mut Vec<Fault>,
) -> Option<&'k str> {
    let near = text::nearest(key, known.iter().copied());
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known here: {}", known.join(", ")),
    };
    faults.push(Fault::error("unknown-key", span, format!("there is no key `{key}` here")).help(help));
    near
}

/// A character that hides or reorders what stands around it.
pub(super) fn hidden_character(c: char, span: Range<usize>) -> Fault {
    let what = format!("there is an invisible character here (U+{:04X})", u32::from(c));
    Fault::error("control-character", span, what)
        .help("it can hide or reorder words: delete it, and type what stands around it anew")
}

impl Read for String {
    const WHAT: &'static str = "text";

    fn shape() -> Shape {
        Shape::Text(Vec::new())
    }

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let DeValue::String(text) = value.get_ref() else {
            wrong_type(value, Self::WHAT, faults);
            return None;
        };
        if text.len() > STRING_MAX {
            faults.push(
                Fault::error("too-long", value.span(), format!("this text is {} bytes long", text.len()))
                    .help("a text has at most 8192 bytes, about 1300 words: shorten or split it"),
            );
        }
        if let Some(c) = text.chars().find(|c| text::is_unsafe(*c) && *c != '\r') {
            faults.push(hidden_character(c, value.span()));
        }
        Some(text::unix_lines(text).into_owned())
    }
}

impl Read for bool {
    const WHAT: &'static str = "true or false";

    fn shape() -> Shape {
        Shape::YesNo
    }

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let found = value.get_ref().as_bool();
        if found.is_none() {
            wrong_type(value, Self::WHAT, faults);
        }
        found
    }
}

impl Read for u32 {
    const WHAT: &'static str = "a whole number from 0 up";

    fn shape() -> Shape {
        Shape::Whole
    }

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let found = value
            .get_ref()
            .as_integer()
            .and_then(|n| Self::from_str_radix(&n.as_str().replace('_', ""), n.radix()).ok());
        match value.get_ref() {
            DeValue::Integer(_) if found.is_none() => wrong_number(value, Self::WHAT, faults),
            _ if found.is_none() => wrong_type(value, Self::WHAT, faults),
            _ => {}
        }
        found
    }
}

impl Read for f64 {
    const WHAT: &'static str = "a number";

    fn shape() -> Shape {
        Shape::Number
    }

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let found = match value.get_ref() {
            DeValue::Integer(n) if n.radix() == 10 => n.as_str().replace('_', "").parse().ok(),
            DeValue::Float(n) => n.as_str().replace('_', "").parse().ok().filter(|n: &Self| n.is_finite()),
            _ => None,
        };
        match value.get_ref() {
            DeValue::Integer(_) | DeValue::Float(_) if found.is_none() => {
                wrong_number(value, "a number such as 5 or 2.5", faults);
            }
            _ if found.is_none() => wrong_type(value, Self::WHAT, faults),
            _ => {}
        }
        found
    }
}

/// Whether a table is written in braces: only then what is in it stands inside its place.
fn is_inline(keys: &DeTable<'_>, place: &Range<usize>) -> bool {
    keys.iter().any(|(key, _)| place.contains(&key.span().start))
}

impl<T: Read> Read for Vec<Placed<T>> {
    const WHAT: &'static str = "a list";

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let DeValue::Array(items) = value.get_ref() else {
            let found = kind_of(value.get_ref());
            let message = format!("this is {found}, and should be a list");
            let help = match value.get_ref() {
                DeValue::Table(keys) if !is_inline(keys, &value.span()) => {
                    "write its heading in double brackets, [[…]]: there can be several".to_owned()
                }
                _ => format!("write [ … ], and in it {}", said_and_written(T::WHAT).1),
            };
            faults.push(Fault::error("wrong-type", value.span(), message).help(help));
            return None;
        };
        let mut read = Self::new();
        for item in items {
            if let Some(value) = T::read(item, faults) {
                read.push(Placed::new(item.span(), value));
            }
        }
        // Where nothing could be read, nothing is not what was written.
        (!read.is_empty() || items.is_empty()).then_some(read)
    }
}

impl<T: Read> Read for Box<T> {
    const WHAT: &'static str = T::WHAT;

    fn shape() -> Shape {
        T::shape()
    }

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        T::read(value, faults).map(Self::new)
    }
}

/// Declares a TOML table: a struct with one `Option<Placed<T>>` a key, its [`Read`], and `KEYS`.
/// The doc comments are the descriptions of the table and its keys. Behind a table's `=` stands
/// what it is, for a person who wrote something else in its place; behind a key's `=` what is to
/// be said of its value ([`Rule`](crate::diagnostic::shape::Rule)).
#[macro_export]
macro_rules! table {
    ($($(#[doc = $about:expr])* pub struct $name:ident $(= $what:literal)? {
        $($(#[doc = $doc:expr])* $key:ident : $type:ty $(= [$($rule:expr),* $(,)?])?),* $(,)?
    })*) => {$(
        $(#[doc = $about])*
        #[derive(Clone, Debug, Default)]
        pub struct $name {
            $($(#[doc = $doc])* pub $key: Option<$crate::diagnostic::tree::Placed<$type>>,)*
            /// What was found beside the values.
            pub seen: $crate::diagnostic::tree::Seen,
        }

        impl $name {
            /// The keys of this table.
            pub const KEYS: &'static [&'static str] =
                &[$($crate::diagnostic::tree::key_name(stringify!($key))),*];

            /// The keys with all that is to be said of them.
            pub fn keys() -> Vec<$crate::diagnostic::shape::Key> {
                vec![$($crate::diagnostic::shape::Key {
                    name: $crate::diagnostic::tree::key_name(stringify!($key)),
                    text: concat!($($doc),*).trim_ascii(),
                    shape: <$type as $crate::diagnostic::tree::Read>::shape(),
                    rules: vec![$($($rule),*)?],
                }),*]
            }

            /// The table as faults see it.
            pub fn site(&self, span: std::ops::Range<usize>) -> $crate::diagnostic::tree::Site<'_> {
                $crate::diagnostic::tree::Site { span, seen: &self.seen }
            }

            /// Takes the table's keys, and reports those it does not have.
            pub fn read_table(
                table: &toml::de::DeTable<'_>,
                faults: &mut Vec<$crate::diagnostic::Fault>,
            ) -> Self {
                let mut read = Self::default();
                for (key, value) in table.iter() {
                    let found: &str = key.get_ref();
                    $(if found == $crate::diagnostic::tree::key_name(stringify!($key)) {
                        read.$key = <$type as $crate::diagnostic::tree::Read>::read(value, faults)
                            .map(|v| $crate::diagnostic::tree::Placed::new(value.span(), v));
                        let name = $crate::diagnostic::tree::key_name(stringify!($key));
                        read.seen.key(name, key.span(), read.$key.is_some());
                        continue;
                    })*
                    let meant =
                        $crate::diagnostic::tree::unknown_key(found, key.span(), Self::KEYS, faults);
                    read.seen.unknown(meant);
                }
                read
            }
        }

        impl $crate::diagnostic::tree::Read for $name {
            const WHAT: &'static str = {
                let what: &[&'static str] = &["a table" $(, $what)?];
                what[what.len() - 1]
            };

            fn shape() -> $crate::diagnostic::shape::Shape {
                $crate::diagnostic::shape::Shape::Table($crate::diagnostic::shape::Table {
                    name: stringify!($name),
                    text: concat!($($about),*).trim_ascii(),
                    keys: Self::keys,
                })
            }

            fn read(
                value: &$crate::diagnostic::tree::Value<'_>,
                faults: &mut Vec<$crate::diagnostic::Fault>,
            ) -> Option<Self> {
                let Some(table) = value.get_ref().as_table() else {
                    $crate::diagnostic::tree::wrong_type(value, <Self as $crate::diagnostic::tree::Read>::WHAT, faults);
                    return None;
                };
                Some(Self::read_table(table, faults))
            }
        }
    )*};
}

/// The key a field of [`table!`](crate::table) stands for: `r#else` is `else`.
pub const fn key_name(field: &str) -> &str {
    let bytes = field.as_bytes();
    if bytes.len() > 2 && bytes[0] == b'r' && bytes[1] == b'#' { field.split_at(2).1 } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;

    table! {
        pub struct Sample {
            title: String,
            r#else: String,
            minutes: u32,
            tags: Vec<Placed<String>>,
        }
    }

    fn codes(source: &str) -> Vec<(&'static str, &str)> {
        let (table, mut faults) = parse(source);
        Sample::read_table(table.get_ref(), &mut faults);
        faults.iter().map(|f| (f.code, &source[f.span.clone()])).collect()
    }

    #[test]
    fn all_faults_of_a_table_in_one_pass() {
        let source = "titel = 1\nelse = 2\nminutes = -1\ntags = [\"a\", 3]\ntitle = \"x\u{202e}\"\n";
        assert_eq!(
            codes(source),
            [
                ("unknown-key", "titel"),
                ("wrong-type", "2"),
                ("wrong-type", "-1"),
                ("wrong-type", "3"),
                ("control-character", "\"x\u{202e}\"")
            ]
        );
    }

    #[test]
    fn what_was_told_of_is_not_missing_too() {
        let (table, mut faults) = parse("titel = \"x\"\nminutes = \"5\"\nelse = \"y\"\n");
        let sample = Sample::read_table(table.get_ref(), &mut faults);
        let site = sample.site(0..1);
        let lost = Sample::KEYS.iter().filter(|k| site.seen.lost(k)).copied().collect::<Vec<_>>();
        assert_eq!(lost, ["title", "minutes"]);
        assert!(!site.seen.is_whole());
        assert_eq!(site.seen.place("else"), Some(26..30));
    }

    #[test]
    fn every_syntax_fault_is_reported() {
        let found = codes("a = \nb = [1,\nc = \"x\n");
        assert!(found.iter().filter(|(c, _)| *c == "syntax").count() >= 2, "{found:?}");
    }
}
