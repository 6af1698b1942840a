//! How much of the screen a change has made stale: a key in text redraws its own rows and nothing
//! else.

use super::place::{Focus, Spot, Walk};
use super::{App, Message, Screen};
use crate::document::When;
use crate::session::StepState;
use crate::tui::keys::Context;

/// How much of the screen is no longer true.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stale {
    Nothing,
    /// The rows of the text one types in, and nothing else.
    Text,
    /// The fields of the walk, and nothing else.
    Fields,
    #[default]
    All,
}

impl App {
    /// How much must be drawn.
    pub fn stale(&self) -> Stale {
        self.stale
    }

    /// All of it was drawn.
    pub fn drawn(&mut self) {
        self.stale = Stale::Nothing;
    }

    /// How much of the last frame is no longer true.
    pub(super) fn note_stale(&mut self) {
        let (outline, inner) = (self.outline(), self.inner());
        let stale = match (&outline, &inner) {
            (None, _) => Stale::All,
            (outline, _) if *outline != self.outline => Stale::All,
            // The same text, and all around it stands where it stood.
            (_, Some(inner)) if self.inner.as_ref() == Some(inner) => Stale::Text,
            _ => Stale::Fields,
        };
        self.stale = self.stale.max(stale);
        (self.outline, self.inner) = (outline, inner);
    }

    /// Where one types in the walk, and what is laid out around it.
    fn inner(&self) -> Option<Inner> {
        let Screen::Walk(walk) = &self.screen else { return None };
        let text = self.contexts()[0] == Context::Text;
        let Walk { focus, spot, option, scroll, laid_version: laid, .. } = **walk;
        // What is written in beside options ticks itself, on another row than the text.
        let session = self.session()?;
        let written = walk.field_ref().and_then(|at| session.held(at)).is_some_and(|a| a.other().is_some());
        let refilled = session.refilled();
        text.then_some(Inner { focus, spot, option, scroll, laid, written, refilled })
    }

    /// All that a frame of the walk shows outside its fields. `None` on other screens.
    fn outline(&self) -> Option<Outline> {
        let (Screen::Walk(walk), None) = (&self.screen, &self.overlay) else { return None };
        if self.is_blank() || self.is_too_small() || self.find.is_some() || self.is_live() {
            return None;
        }
        let note = self.note.as_ref()?;
        let session = note.session();
        let step = session.playbook().steps.get(walk.step)?;
        let phrases = step.say.iter().chain(&step.avoid).map(|p| &p.text);
        let responses = step.responses.iter().flat_map(|r| [&r.hears, &r.answer]);
        let learnt = self.learnt_for(walk.step).into_iter().map(|learnt| learnt.words.clone());
        let texts = std::iter::once(&step.guide).chain(phrases).chain(responses).map(|t| session.fill(t));
        let guide = texts.chain(learnt).collect();
        let steps = 0..session.playbook().steps.len();
        Some(Outline {
            size: self.size,
            step: walk.step,
            guide_scroll: walk.guide_scroll,
            guide,
            steps: steps
                .map(|s| (session.step_state(s), session.step_progress(s), session.step_lacks(s)))
                .collect(),
            status: note.status(self.now.tick),
            message: self.message.clone(),
            contexts: self.contexts(),
            header: (session.head().client.name.clone(), session.head().meeting.at, session.is_open()),
            call: self.call_time(),
        })
    }
}

/// See [`App::inner`].
#[derive(PartialEq)]
pub(super) struct Inner {
    focus: Focus,
    spot: Spot,
    option: usize,
    scroll: usize,
    laid: u64,
    written: bool,
    /// A text that is filled with this one says something else.
    refilled: u64,
}

/// See [`App::outline`].
#[derive(PartialEq)]
pub(super) struct Outline {
    size: (u16, u16),
    step: usize,
    guide_scroll: usize,
    guide: String,
    steps: Vec<(StepState, [usize; 2], bool)>,
    status: (String, bool),
    message: Option<Message>,
    /// The footer offers what they have.
    contexts: &'static [Context],
    header: (String, Option<When>, bool),
    call: Option<String>,
}
