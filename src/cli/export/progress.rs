//! How far it is, where it takes long and somebody looks on.

use std::time::{Duration, Instant};

use crate::cli::context::Context;
use crate::gather::Listener;

/// Whoever waits no longer than this needs to know nothing.
const QUIET: Duration = Duration::from_millis(500);
/// So often it is said at most.
const PAUSE: Duration = Duration::from_millis(200);

/// Says on a terminal how far it is, and what there is to know.
pub struct Progress<'a, 'b> {
    context: &'a mut Context<'b>,
    /// When it is to be said next; none where nobody looks on.
    next: Option<Instant>,
    /// The cells it takes.
    shown: usize,
}

impl<'a, 'b> Progress<'a, 'b> {
    /// The way begins.
    pub fn new(context: &'a mut Context<'b>) -> Self {
        let looks_on = context.env.terminals.stderr && !context.env.dumb;
        Self { context, next: looks_on.then(|| Instant::now() + QUIET), shown: 0 }
    }

    /// It is over: the line is free again.
    pub fn over(&mut self) {
        let cells = std::mem::take(&mut self.shown);
        if cells > 0 {
            let _ = write!(self.context.err, "\r{}\r", " ".repeat(cells));
            let _ = self.context.err.flush();
        }
    }
}

impl Listener for Progress<'_, '_> {
    fn say(&mut self, words: &str) {
        self.over();
        self.context.say(words);
    }

    fn at(&mut self, done: usize, of: usize) {
        let now = Instant::now();
        let Some(next) = self.next.filter(|next| *next <= now) else { return };
        self.next = Some(next.max(now) + PAUSE);
        let words = format!("{done} of {of}");
        self.shown = words.len();
        let _ = write!(self.context.err, "\r{words}");
        let _ = self.context.err.flush();
    }
}
