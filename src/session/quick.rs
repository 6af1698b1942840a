//! The five-minute form: of each step only what matters most when there is no time.

use super::Session;
use crate::playbook::{FieldRef, Playbook};

impl Playbook {
    /// Whether it has a five-minute form.
    pub fn has_quick(&self) -> bool {
        self.fields().any(|(_, field)| field.quick)
    }
}

impl Session {
    /// Asks for the five-minute form only, or for all again. A playbook without one is asked whole.
    pub fn ask_quick(&mut self, quick: bool) {
        self.quick = quick && self.playbook.has_quick();
    }

    /// Whether only the five-minute form is asked for.
    pub fn is_quick(&self) -> bool {
        self.quick
    }

    /// Whether a step is asked: it is not passed over, and has something of the form that is.
    pub fn step_is_asked(&self, step: usize) -> bool {
        self.step_applies(step) && (!self.quick || self.has_quick_field(step))
    }

    /// Whether a field is asked. In a step without anything of the five-minute form, to which one
    /// has gone all the same, every field is.
    pub fn is_asked(&self, at: FieldRef) -> bool {
        let form = !self.quick || self.playbook.field(at).quick || !self.has_quick_field(at.step);
        self.applies(at) && form
    }

    fn has_quick_field(&self, step: usize) -> bool {
        let fields = self.playbook.steps[step].fields.iter().enumerate();
        fields.filter(|(_, f)| f.quick).any(|(field, _)| self.applies(FieldRef { step, field }))
    }
}
