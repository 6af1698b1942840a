//! `{client.first_name}` and its kin: text with slots that are filled from a conversation.

use super::model::FieldRef;

/// What an unanswered slot shows.
pub const BLANK: &str = "____";

/// What a slot is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    ClientName,
    ClientFirstName,
    ClientOrganisation,
    AdvisorName,
    Meeting,
    Today,
    Field(FieldRef),
}

/// The slots that are not fields, by name.
pub const NAMES: &[(&str, Slot)] = &[
    ("client.name", Slot::ClientName),
    ("client.first_name", Slot::ClientFirstName),
    ("client.organisation", Slot::ClientOrganisation),
    ("advisor.name", Slot::AdvisorName),
    ("meeting", Slot::Meeting),
    ("today", Slot::Today),
];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Slot(Slot),
}

/// A text with its slots resolved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template(Vec<Part>);

/// What is wrong with a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPlaceholder {
    /// As it is written, with its braces as far as they go.
    pub written: String,
    pub unclosed: bool,
}

impl Template {
    /// Parses a text; `{{` is a brace. `resolve` finds fields by `step.field`.
    ///
    /// # Errors
    /// Every placeholder that is unknown or not closed.
    pub fn parse(
        text: &str,
        mut resolve: impl FnMut(&str) -> Option<FieldRef>,
    ) -> Result<Self, Vec<BadPlaceholder>> {
        let mut parts = Vec::new();
        let mut bad = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            plain.push_str(&rest[..open]);
            rest = &rest[open + 1..];
            if let Some(after) = rest.strip_prefix('{') {
                plain.push('{');
                rest = after;
                continue;
            }
            let Some(close) = rest.find(['}', '\n']).filter(|i| rest[*i..].starts_with('}')) else {
                let written = format!("{{{}", rest.lines().next().unwrap_or_default());
                bad.push(BadPlaceholder { written, unclosed: true });
                continue;
            };
            let name = &rest[..close];
            rest = &rest[close + 1..];
            let known = NAMES.iter().find(|(n, _)| *n == name).map(|(_, slot)| *slot);
            match known.or_else(|| resolve(name).map(Slot::Field)) {
                Some(slot) => {
                    if !plain.is_empty() {
                        parts.push(Part::Text(std::mem::take(&mut plain)));
                    }
                    parts.push(Part::Slot(slot));
                }
                None => bad.push(BadPlaceholder { written: format!("{{{name}}}"), unclosed: false }),
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        if bad.is_empty() { Ok(Self(parts)) } else { Err(bad) }
    }

    /// The text with each slot filled, or [`BLANK`] where `value` has nothing.
    pub fn fill(&self, value: impl Fn(Slot) -> Option<String>) -> String {
        let parts = self.0.iter().map(|part| match part {
            Part::Text(text) => text.clone(),
            Part::Slot(slot) => {
                value(*slot).filter(|v| !v.trim().is_empty()).unwrap_or_else(|| BLANK.to_owned())
            }
        });
        parts.collect()
    }

    /// The same for a text of several lines: a slot that has a line to itself is filled with lines.
    pub fn fill_lines(
        &self,
        value: impl Fn(Slot) -> Option<String>,
        lines: impl Fn(Slot) -> Option<String>,
    ) -> String {
        let is_edge = |part: Option<&Part>, at_end: bool| match part {
            None => true,
            Some(Part::Text(text)) if at_end => text.ends_with('\n'),
            Some(Part::Text(text)) => text.starts_with('\n'),
            Some(Part::Slot(_)) => false,
        };
        let mut filled = String::new();
        for (i, part) in self.0.iter().enumerate() {
            let before = i.checked_sub(1).and_then(|i| self.0.get(i));
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Slot(slot) => {
                    let alone = is_edge(before, true) && is_edge(self.0.get(i + 1), false);
                    let found = if alone { lines(*slot) } else { value(*slot) };
                    let found = found.filter(|v| !v.trim().is_empty());
                    filled.push_str(found.as_deref().unwrap_or(BLANK));
                }
            }
        }
        filled
    }

    /// The text with its slots named, for reading a playbook without a conversation.
    pub fn plain(&self, field_label: impl Fn(FieldRef) -> String) -> String {
        let name = |slot: Slot| match slot {
            Slot::Field(at) => Some(format!("[{}]", field_label(at))),
            Slot::ClientName | Slot::ClientFirstName => Some("[client]".to_owned()),
            Slot::ClientOrganisation => Some("[organisation]".to_owned()),
            Slot::AdvisorName => Some("[you]".to_owned()),
            Slot::Meeting => Some("[meeting]".to_owned()),
            Slot::Today => Some("[today]".to_owned()),
        };
        self.fill(name)
    }

    /// The fields that it is filled with.
    pub fn fields(&self) -> Vec<FieldRef> {
        let field = |part: &Part| match part {
            Part::Slot(Slot::Field(at)) => Some(*at),
            _ => None,
        };
        self.0.iter().filter_map(field).collect()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str) -> Option<FieldRef> {
        (name == "a.b").then_some(FieldRef { step: 0, field: 1 })
    }

    #[test]
    fn slots_are_filled_and_blanks_are_visible() {
        let t = Template::parse("Hi {client.first_name}, {{x} {a.b}", field).unwrap();
        let value = |slot| (slot == Slot::ClientFirstName).then(|| "Ada".to_owned());
        assert_eq!(t.fill(value), "Hi Ada, {x} ____");
    }

    #[test]
    fn a_slot_with_a_line_to_itself_is_filled_with_lines() {
        let t = Template::parse("You said {a.b}:\n{a.b}\nand {client.name}", field).unwrap();
        let value = |slot| matches!(slot, Slot::Field(_)).then(|| "x; y".to_owned());
        let lines = |slot| matches!(slot, Slot::Field(_)).then(|| "- x\n- y".to_owned());
        assert_eq!(t.fill_lines(value, lines), "You said x; y:\n- x\n- y\nand ____");
    }

    #[test]
    fn every_bad_placeholder_is_told() {
        let bad = Template::parse("{client.nam} {a.c} {open", field).unwrap_err();
        let written: Vec<_> = bad.iter().map(|b| (b.written.as_str(), b.unclosed)).collect();
        assert_eq!(written, [("{client.nam}", false), ("{a.c}", false), ("{open", true)]);
    }
}
