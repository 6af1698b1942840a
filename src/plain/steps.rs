//! How far the walk is: the steps, and the place of a question among all of them.

use std::io;

use super::{Place, Walk};
use crate::playbook::{FieldRef, Phase};

/// When a step takes place, in words.
pub(super) fn when(phase: Phase) -> &'static str {
    match phase {
        Phase::Before => "before the meeting",
        Phase::During => "during the meeting",
        Phase::After => "after the meeting",
    }
}

impl Walk<'_, '_> {
    /// The steps that are asked, in their order.
    pub(super) fn steps(&self) -> Vec<usize> {
        let session = self.session();
        (0..session.playbook().steps.len()).filter(|step| session.step_is_asked(*step)).collect()
    }

    /// `Question 3 of 14, before the meeting.`
    pub(super) fn progress(&self, at: FieldRef) -> String {
        let questions: Vec<_> = self.places().into_iter().filter(|p| p.field.is_some()).collect();
        let here = |p: &Place| (p.step, p.field) == (at.step, Some(at.field));
        let number = questions.iter().position(here).map_or(1, |i| i + 1);
        let phase = self.session().playbook().steps[at.step].phase;
        format!("Question {number} of {}, {}.", questions.len(), when(phase))
    }

    /// All steps with how far each is.
    pub(super) fn say_steps(&mut self) -> io::Result<()> {
        let (session, mut lines) = (self.session(), vec!["The steps:".to_owned()]);
        for (i, step) in self.steps().into_iter().enumerate() {
            let s = &session.playbook().steps[step];
            let [done, of] = session.step_progress(step);
            let far = match of {
                0 => "nothing to fill in".to_owned(),
                _ => format!("{done} of {of} answered"),
            };
            let here = if self.in_step == Some(step) { "; you are here" } else { "" };
            lines.push(format!("  {}. {} ({}): {far}{here}", i + 1, s.title, when(s.phase)));
        }
        lines.push("Type step and a number to go there, such as step 2.".to_owned());
        self.talk.say_apart(&lines.join("\n"))
    }

    /// The first question of the nth step; says so, if there is none.
    pub(super) fn place_of_step(&mut self, n: usize) -> io::Result<Option<Place>> {
        let steps = self.steps();
        let step = n.checked_sub(1).and_then(|n| steps.get(n)).copied();
        let place = step.and_then(|step| self.places().into_iter().find(|p| p.step == step));
        if place.is_none() {
            self.talk.say(&format!("There is no step {n}: there are {}.", steps.len()))?;
        }
        Ok(place)
    }
}
