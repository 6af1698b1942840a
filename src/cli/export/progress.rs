//! How far it is, where it takes long and somebody looks on.

use std::time::{Duration, Instant};

use crate::cli::context::Context;

/// Whoever waits no longer than this needs to know nothing.
const QUIET: Duration = Duration::from_millis(500);
/// So often it is said at most.
const PAUSE: Duration = Duration::from_millis(200);

/// Says on a terminal how far it is.
pub struct Progress {
    of: usize,
    /// When it is to be said next; none where nobody looks on.
    next: Option<Instant>,
    is_shown: bool,
}

impl Progress {
    /// The way to so many.
    pub fn new(context: &Context<'_>, of: usize) -> Self {
        let looks_on = context.env.terminals.stderr && !context.env.dumb;
        Self { of, next: looks_on.then(|| Instant::now() + QUIET), is_shown: false }
    }

    /// So many are done.
    pub fn at(&mut self, context: &mut Context<'_>, done: usize) {
        let now = Instant::now();
        let Some(next) = self.next.filter(|next| *next <= now) else { return };
        self.next = Some(next.max(now) + PAUSE);
        self.is_shown = true;
        let _ = write!(context.err, "\r{done} of {}", self.of);
        let _ = context.err.flush();
    }

    /// It is over: the line is free again.
    pub fn over(self, context: &mut Context<'_>) {
        if self.is_shown {
            let blanks = " ".repeat(self.of.to_string().len() * 2 + " of ".len());
            let _ = write!(context.err, "\r{blanks}\r");
            let _ = context.err.flush();
        }
    }
}
