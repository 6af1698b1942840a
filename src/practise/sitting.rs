//! One sitting: the order in which cards come, and come again.

use std::collections::VecDeque;

use super::Card;

/// So many others come before a missed card comes again.
const BETWEEN: usize = 3;

/// Cards that are practised until each of them was got once. Nothing is left to chance: they come as
/// they stand, and a missed one behind the next three.
#[derive(Clone, Debug)]
pub struct Sitting {
    cards: Vec<Card>,
    /// What is still to come, by number; the first is the one that is shown.
    queue: VecDeque<usize>,
    is_revealed: bool,
    /// How often each was missed.
    missed: Vec<usize>,
    /// What was said of which, for taking it back.
    judged: Vec<Judged>,
}

#[derive(Clone, Copy, Debug)]
enum Judged {
    Got(usize),
    /// It was put back into the queue at this place.
    Missed(usize, usize),
}

impl Sitting {
    /// A sitting with these cards, in this order.
    pub fn new(cards: Vec<Card>) -> Self {
        let queue = (0..cards.len()).collect();
        let missed = vec![0; cards.len()];
        Self { cards, queue, is_revealed: false, missed, judged: Vec::new() }
    }

    /// The card that is shown; none if all were got.
    pub fn card(&self) -> Option<&Card> {
        self.queue.front().and_then(|nth| self.cards.get(*nth))
    }

    /// Whether its answer is shown, too.
    pub fn is_revealed(&self) -> bool {
        self.is_revealed
    }

    /// Shows the answer. `false` if there is none to show, or it is shown.
    pub fn reveal(&mut self) -> bool {
        let was_hidden = !self.is_revealed && !self.queue.is_empty();
        self.is_revealed |= was_hidden;
        was_hidden
    }

    /// It was got: it does not come again. `false` if nobody has looked yet.
    pub fn got_it(&mut self) -> bool {
        let Some(card) = self.take() else { return false };
        self.judged.push(Judged::Got(card));
        true
    }

    /// It was missed: it comes again, behind the next three or at the end. `false` if nobody has looked
    /// yet.
    pub fn again(&mut self) -> bool {
        let Some(card) = self.take() else { return false };
        let at = BETWEEN.min(self.queue.len());
        self.queue.insert(at, card);
        self.missed[card] += 1;
        self.judged.push(Judged::Missed(card, at));
        true
    }

    fn take(&mut self) -> Option<usize> {
        if !std::mem::take(&mut self.is_revealed) {
            return None;
        }
        self.queue.pop_front()
    }

    /// Takes back what was said of a card last: it is shown as it was, with its answer. `false` if
    /// nothing was said yet.
    pub fn take_back(&mut self) -> bool {
        let card = match self.judged.pop() {
            None => return false,
            Some(Judged::Got(card)) => card,
            Some(Judged::Missed(card, at)) => {
                self.queue.remove(at);
                self.missed[card] -= 1;
                card
            }
        };
        self.queue.push_front(card);
        self.is_revealed = true;
        true
    }

    /// Whether all were got.
    pub fn is_over(&self) -> bool {
        self.queue.is_empty()
    }

    /// How many cards there are.
    pub fn total(&self) -> usize {
        self.cards.len()
    }

    /// How many were got.
    pub fn got(&self) -> usize {
        self.cards.len() - self.queue.len()
    }

    /// How many were got at the first try.
    pub fn got_at_once(&self) -> usize {
        let at_once = |nth: &usize| self.missed[*nth] == 0 && !self.queue.contains(nth);
        (0..self.cards.len()).filter(at_once).count()
    }

    /// How it went, once it is over: that one has them all, and how.
    pub fn result(&self) -> [String; 2] {
        let got = match self.total() {
            1 => "You have it.".to_owned(),
            2 => "You have both.".to_owned(),
            all => format!("You have all {all}."),
        };
        let how = match (self.came_again().len(), self.got_at_once(), self.total()) {
            (0, _, 1) => "At the first try.".to_owned(),
            (0, ..) => "Each at the first try.".to_owned(),
            (_, _, 1) => "It came again.".to_owned(),
            (came, 0, _) => format!("{came} came again."),
            (came, at_once, _) => format!("{at_once} at the first try; {came} came again."),
        };
        [got, how]
    }

    /// How many missed ones are still to come, beside the card that is shown.
    pub fn to_come_again(&self) -> usize {
        self.queue.iter().skip(1).filter(|nth| self.missed[**nth] > 0).count()
    }

    /// The cards that came again and how often, what was missed most first.
    pub fn came_again(&self) -> Vec<(&Card, usize)> {
        let missed = self.cards.iter().zip(&self.missed).filter(|(_, missed)| **missed > 0);
        let mut missed: Vec<_> = missed.map(|(card, missed)| (card, *missed)).collect();
        missed.sort_by_key(|(_, missed)| std::cmp::Reverse(*missed));
        missed
    }

    /// Another sitting with the cards that came again.
    pub fn with_missed(&self) -> Self {
        Self::new(self.came_again().into_iter().map(|(card, _)| card.clone()).collect())
    }

    /// Another sitting with all of them, those that came again first.
    pub fn once_more(&self) -> Self {
        let others = self.cards.iter().zip(&self.missed).filter(|(_, missed)| **missed == 0);
        let missed = self.came_again().into_iter().map(|(card, _)| card);
        Self::new(missed.chain(others.map(|(card, _)| card)).cloned().collect())
    }
}

/// How often something was, in words.
pub fn times(n: usize) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}
