//! What a table of TOML looks like, as a value: its keys with their descriptions, what stands
//! behind them, and the rules that one value can be held to by itself. [`table!`](crate::table)
//! makes these from its declarations; whoever explains a file to an editor reads them.

/// What stands behind a key.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A text, which keeps to these rules wherever it stands.
    Text(Vec<Rule>),
    YesNo,
    /// A whole number from 0 up.
    Whole,
    Number,
    List(Box<Self>),
    Table(Table),
    /// One of these.
    Either(Vec<Self>),
    /// A table whose keys are the author's: these rules hold for its keys and for its texts.
    Pairs,
}

/// A table with fixed keys.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// The name of the Rust type.
    pub name: &'static str,
    /// What the table is.
    pub text: &'static str,
    /// A function, for a table may hold others of its own sort.
    pub keys: fn() -> Vec<Key>,
}

/// A key of a table.
#[derive(Clone, Debug)]
pub struct Key {
    pub name: &'static str,
    /// What it is, for the author of a file.
    pub text: &'static str,
    pub shape: Shape,
    pub rules: Vec<Rule>,
}

impl Key {
    /// Whether it must be there.
    pub fn must(&self) -> bool {
        self.rules.iter().any(|rule| matches!(rule, Rule::Must))
    }
}

/// Something that holds for the value of a key. A rule about texts holds for each text of a list.
/// These describe; the check of the file refuses, and tests hold the two together.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    /// The key must be there.
    Must,
    /// What counts if the key is not there, as TOML.
    Otherwise(&'static str),
    /// What one might write, as TOML.
    Example(&'static str),
    /// A text has more in it than blanks.
    Filled,
    /// A text matches this regular expression.
    Pattern(&'static str),
    /// A text is one of these; what each means stands beside it, or nothing.
    Words(Vec<(&'static str, &'static str)>),
    /// A text is none of these.
    Reserved(&'static [&'static str]),
    /// A list has an element or more.
    NotEmpty,
    /// A list has so many elements and no more.
    AtMost(usize),
    /// A number lies between these, both included.
    Between(u32, u32),
}
