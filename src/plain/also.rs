//! What was also written elsewhere, in words, and settling it.

use std::io;

use super::{Place, Walk};
use crate::document::ALSO;
use crate::playbook::FieldRef;
use crate::session::{Beside, Session};

impl Walk<'_, '_> {
    /// What was also written for a step as a whole, or for no step.
    pub(super) fn say_also(&mut self, beside: Beside) -> io::Result<()> {
        let words = words(self.session(), beside);
        if words.is_empty() { Ok(()) } else { self.talk.say_apart(&words.join("\n")) }
    }

    /// Settles what was said beside the question, else beside its step.
    pub(super) fn settle(&mut self, at: Place) -> io::Result<()> {
        let field = at.field.map(|field| Beside::Field(FieldRef { step: at.step, field }));
        let places = field.into_iter().chain([Beside::Step(at.step)]);
        self.settle_first(places)
    }

    /// Settles the first of these where there is something.
    pub(super) fn settle_first(&mut self, places: impl IntoIterator<Item = Beside>) -> io::Result<()> {
        let edit = places.into_iter().find_map(|beside| self.session().settled(beside));
        let Some(edit) = edit else {
            return self.talk.say("Nothing was also written elsewhere here.");
        };
        self.apply(edit, self.talk.clock.now())?;
        self.talk.say("What was also written elsewhere is settled; undo brings it back.")
    }
}

/// The texts, with what they belong to, and what to do with them.
pub(super) fn words(session: &Session, beside: Beside) -> Vec<String> {
    let mut lines = Vec::new();
    for also in session.also(beside) {
        let of = also.title.map(|title| format!(", {title}")).unwrap_or_default();
        lines.push(format!("{ALSO}{of}:"));
        lines.extend(also.texts.iter().map(|text| format!("- {}", text.replace('\n', "\n  "))));
    }
    if !lines.is_empty() {
        lines.push("Take over what you want of it, then type settle.".to_owned());
    }
    lines
}
