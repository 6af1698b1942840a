//! What a field holds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::model::Kind;
use crate::dates::Day;

/// An answer. Its variant fits the field's [`Kind`], or it is [`Answer::Verbatim`].
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// `text`, `line` and `list` (a line an item), without `\r`.
    Text(String),
    /// The id of the option.
    Choice(String),
    /// The ids of the options.
    Choices(BTreeSet<String>),
    /// The ids of what is ticked, with the moment where it is known.
    Checklist(BTreeMap<String, Option<DateTime<FixedOffset>>>),
    Day(Day),
    /// So many of the field's unit; the start, once it is known.
    Period {
        n: u32,
        from: Option<NaiveDate>,
    },
    /// Finite.
    Number(f64),
    /// 1 to the field's `out_of`.
    Score(u32),
    /// What stands there and is no answer of this kind: half-typed, or changed by hand.
    Verbatim(String),
}

impl Answer {
    /// The lines of a list or text that are not blank.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        let text = match self {
            Self::Text(text) => text.as_str(),
            _ => "",
        };
        text.lines().map(str::trim_end).filter(|l| !l.trim().is_empty())
    }

    /// Whether the field is filled, as conditions and progress mean it.
    pub fn is_filled(&self, kind: &Kind) -> bool {
        match self {
            Self::Text(text) => !text.trim().is_empty(),
            Self::Choices(ids) => !ids.is_empty(),
            Self::Checklist(ticks) => kind.choices().iter().all(|item| ticks.contains_key(&item.id)),
            Self::Choice(_) | Self::Day(_) | Self::Period { .. } | Self::Number(_) | Self::Score(_) => true,
            Self::Verbatim(_) => false,
        }
    }

    /// Whether there is anything at all in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) | Self::Verbatim(text) => text.trim().is_empty(),
            Self::Choices(ids) => ids.is_empty(),
            Self::Checklist(ticks) => ticks.is_empty(),
            _ => false,
        }
    }

    /// What `at_least` and `at_most` compare: lines, ticks, the period's length, the number.
    pub fn size(&self) -> Option<f64> {
        match self {
            Self::Text(_) => Some(self.lines().count() as f64),
            Self::Choices(ids) => Some(ids.len() as f64),
            Self::Checklist(ticks) => Some(ticks.len() as f64),
            Self::Period { n, .. } | Self::Score(n) => Some(f64::from(*n)),
            Self::Number(n) => Some(*n),
            Self::Choice(_) | Self::Day(_) | Self::Verbatim(_) => None,
        }
    }

    /// Whether this option or item is chosen or ticked.
    pub fn includes(&self, id: &str) -> bool {
        match self {
            Self::Choice(chosen) => chosen == id,
            Self::Choices(ids) => ids.contains(id),
            Self::Checklist(ticks) => ticks.contains_key(id),
            _ => false,
        }
    }

    /// The answer as one line of plain text, for placeholders and lists.
    pub fn in_words(&self, kind: &Kind) -> String {
        let label =
            |id: &str| kind.choices().iter().find(|c| c.id == id).map_or(id, |c| c.label.as_str()).to_owned();
        match self {
            Self::Text(_) => self.lines().collect::<Vec<_>>().join("; "),
            Self::Choice(id) => label(id),
            Self::Choices(_) | Self::Checklist(_) => {
                let ticked = kind.choices().iter().filter(|c| self.includes(&c.id));
                ticked.map(|c| c.label.as_str()).collect::<Vec<_>>().join("; ")
            }
            Self::Day(day) => day.in_full(),
            Self::Period { n, .. } => match kind {
                Kind::Period { unit, .. } => format!("{n} {}", unit.word(*n)),
                _ => n.to_string(),
            },
            Self::Number(n) => match kind {
                Kind::Number { unit: Some(unit), .. } => format!("{n} {unit}"),
                _ => n.to_string(),
            },
            Self::Score(n) => match kind {
                Kind::Score { out_of, .. } => format!("{n} / {out_of}"),
                _ => n.to_string(),
            },
            Self::Verbatim(text) => text.lines().collect::<Vec<_>>().join(" "),
        }
    }
}
