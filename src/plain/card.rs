//! The card to take along, said line by line.

use std::io;

use super::Walk;
use crate::card::{Card, LEAVE_IT, Options};

impl Walk<'_, '_> {
    /// Says the card of the conversation, each thing on it as one line: a voice needs no line breaks.
    pub(super) fn say_card(&mut self) -> io::Result<()> {
        let card = Card::of(self.session(), Options::default());
        let said = |lines: &[String]| lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
        let lines: Vec<_> = card.items.iter().map(|item| said(&item.lines)).collect();
        self.talk.say_apart(&lines.join("\n"))?;
        let id = &self.session().head().id;
        let print = format!("{LEAVE_IT} To print it: goodterms export {id} --to card -o card.html");
        self.talk.say(&print)
    }
}
