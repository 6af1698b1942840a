//! TOML as a tree in which every key and value keeps its place.
//!
//! [`parse`] gives the tree and all syntax faults; [`Read`] takes a value out of it and reports
//! what does not fit without stopping; [`table!`](crate::table) declares a table as a flat struct
//! of optional, placed values, with unknown keys reported at the key. Serde stops at the first
//! fault of an element and cannot place an unknown key; this does neither.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Fault;
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
    let faults = errors
        .iter()
        .map(|e| {
            let mut span = e.span().unwrap_or(0..0);
            span.end = span.end.min(source.len());
            span.start = span.start.min(span.end);
            let code = if e.message().starts_with("duplicate key") { "duplicate-key" } else { "syntax" };
            Fault::error(code, span, text::clean_line(e.message()))
        })
        .collect();
    (table, faults)
}

/// Something that can be taken from a TOML value.
pub trait Read: Sized {
    /// What is expected, as a noun with its article.
    const WHAT: &'static str;
    /// Takes it, or adds the faults that prevent it.
    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self>;
}

/// What kind of value this is, in words.
pub fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Reports a value of another type than was wanted.
pub fn wrong_type(value: &Value<'_>, wanted: &str, faults: &mut Vec<Fault>) {
    let found = kind_of(value.get_ref());
    let mut fault =
        Fault::error("wrong-type", value.span(), format!("this is {found}, and should be {wanted}"));
    if wanted == "text" && !matches!(value.get_ref(), DeValue::Array(_) | DeValue::Table(_)) {
        fault = fault.help("put it in quotes: \"…\"");
    }
    faults.push(fault);
}

/// Reports a key that is not known here.
pub fn unknown_key(key: &str, span: Range<usize>, known: &[&str], faults: &mut Vec<Fault>) {
    let help = match text::nearest(key, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known here: {}", known.join(", ")),
    };
    faults.push(Fault::error("unknown-key", span, format!("there is no key `{key}` here")).help(help));
}

impl Read for String {
    const WHAT: &'static str = "text";

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let DeValue::String(text) = value.get_ref() else {
            wrong_type(value, Self::WHAT, faults);
            return None;
        };
        if text.len() > STRING_MAX {
            faults.push(
                Fault::error("too-long", value.span(), format!("this text has {} bytes", text.len()))
                    .help("a text holds at most 8 KiB; split it"),
            );
        }
        if let Some(c) = text.chars().find(|c| text::is_unsafe(*c) && *c != '\r') {
            let code = u32::from(c);
            let what = format!("there is a control or bidirectional character here (U+{code:04X})");
            faults.push(Fault::error("control-character", value.span(), what).help("remove it"));
        }
        Some(text::unix_lines(text).into_owned())
    }
}

impl Read for bool {
    const WHAT: &'static str = "true or false";

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let found = value.get_ref().as_bool();
        if found.is_none() {
            wrong_type(value, Self::WHAT, faults);
        }
        found
    }
}

impl Read for u32 {
    const WHAT: &'static str = "a whole number";

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let found = value
            .get_ref()
            .as_integer()
            .and_then(|n| Self::from_str_radix(&n.as_str().replace('_', ""), n.radix()).ok());
        if found.is_none() {
            wrong_type(value, "a whole number from 0 up", faults);
        }
        found
    }
}

impl Read for f64 {
    const WHAT: &'static str = "a number";

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let found = match value.get_ref() {
            DeValue::Integer(n) if n.radix() == 10 => n.as_str().replace('_', "").parse().ok(),
            DeValue::Float(n) => n.as_str().replace('_', "").parse().ok().filter(|n: &Self| n.is_finite()),
            _ => None,
        };
        if found.is_none() {
            wrong_type(value, Self::WHAT, faults);
        }
        found
    }
}

impl<T: Read> Read for Vec<Placed<T>> {
    const WHAT: &'static str = "a list";

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        let DeValue::Array(items) = value.get_ref() else {
            wrong_type(value, &format!("a list: [ … ], each {}", T::WHAT), faults);
            return None;
        };
        let mut read = Self::new();
        for item in items {
            if let Some(value) = T::read(item, faults) {
                read.push(Placed::new(item.span(), value));
            }
        }
        Some(read)
    }
}

impl<T: Read> Read for Box<T> {
    const WHAT: &'static str = T::WHAT;

    fn read(value: &Value<'_>, faults: &mut Vec<Fault>) -> Option<Self> {
        T::read(value, faults).map(Self::new)
    }
}

/// Declares a TOML table: a struct with one `Option<Placed<T>>` a key, its [`Read`], and `KEYS`.
/// The doc comments are the descriptions of the keys.
#[macro_export]
macro_rules! table {
    ($($(#[$meta:meta])* pub struct $name:ident { $($(#[$doc:meta])* $key:ident : $type:ty),* $(,)? })*) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default)]
        pub struct $name {
            $($(#[$doc])* pub $key: Option<$crate::diagnostic::tree::Placed<$type>>,)*
        }

        impl $name {
            /// The keys of this table.
            pub const KEYS: &'static [&'static str] =
                &[$($crate::diagnostic::tree::key_name(stringify!($key))),*];

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
                        continue;
                    })*
                    $crate::diagnostic::tree::unknown_key(found, key.span(), Self::KEYS, faults);
                }
                read
            }
        }

        impl $crate::diagnostic::tree::Read for $name {
            const WHAT: &'static str = "a table";

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
    fn every_syntax_fault_is_reported() {
        let found = codes("a = \nb = [1,\nc = \"x\n");
        assert!(found.iter().filter(|(c, _)| *c == "syntax").count() >= 2, "{found:?}");
    }
}
