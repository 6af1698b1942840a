//! Ready? What is still open before the meeting, said line by line.

use std::io;

use super::Walk;
use crate::ready::{Place, Ready, countdown};

impl Walk<'_, '_> {
    /// Says how long it is till the meeting, and what is still open; each with what leads there.
    pub(super) fn say_ready(&mut self) -> io::Result<()> {
        let (session, now) = (self.session(), self.talk.clock.now());
        let ready = Ready::of(session, now);
        let count = countdown(session, now).map(|words| format!("{words}."));
        let mut lines: Vec<_> = count.into_iter().collect();
        lines.push(match &ready {
            Ready::Open(items) if !items.is_empty() => format!("{}:", ready.in_words()),
            _ => format!("{}.", ready.in_words()),
        });
        for (nth, item) in ready.items().iter().enumerate() {
            let way = match item.place {
                Place::When => "meeting WHEN".to_owned(),
                Place::How => "details".to_owned(),
                Place::Field(at) => format!("step {}", at.step + 1),
            };
            lines.push(format!("  {}. {} (type: {way})", nth + 1, item.what));
        }
        self.talk.say_apart(&lines.join("\n"))
    }
}
