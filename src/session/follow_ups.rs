//! What is due after a conversation: follow-ups come from the playbook's rules and move with what
//! they hang on, until the advisor decides otherwise; those that repeat bring their next.

use chrono::NaiveDate;

use super::{Edit, Session};
use crate::dates::{Duration, Rule};
use crate::document::{Dropped, FollowUp, Moved, State};
use crate::playbook::{self, Anchor, Answer, Condition, FieldRef, Kind, Playbook};
use crate::text;

/// The id of a follow-up of the advisor's own; the next ones are numbered.
const OWN: &str = "own";

impl Session {
    /// Follow-ups of the playbook come and go with their conditions and move with what they hang
    /// on; one that was done, dropped or set by hand stays as it is.
    pub(super) fn derive_follow_ups(&mut self) {
        let playbook = self.playbook.clone();
        let mut derived = Vec::new();
        for rule in &playbook.follow_ups {
            let old = self.head.follow_ups.iter().find(|f| f.id == rule.id);
            if old.is_some_and(|f| f.by_hand || f.state != State::Open) {
                derived.extend(old.cloned());
                continue;
            }
            // Nobody knows whether it applies, or when: that must not take it away.
            let asks = rule.when.as_ref().map(Condition::fields).unwrap_or_default();
            let hangs_on = asks.into_iter().chain(anchor_field(rule.due.anchor()));
            if let Some(old) = old.filter(|_| hangs_on.into_iter().any(|at| self.is_unread(at))) {
                derived.push(old.clone());
                continue;
            }
            if !rule.when.as_ref().is_none_or(|c| c.holds(self)) {
                // It may come back: then it is the one it was.
                if let Some(old) = old.cloned() {
                    self.gone.insert(old.id.clone(), old);
                }
                continue;
            }
            let old = old.or_else(|| self.gone.get(&rule.id));
            let kept = old.and_then(|f| f.due).filter(|_| rule.due.anchor() == Anchor::Today);
            derived.push(FollowUp {
                id: rule.id.clone(),
                title: text::clean_line(&self.fill(&rule.title)),
                due: kept.or_else(|| self.anchor(rule.due.anchor()).map(|day| rule.due.apply(day))),
                every: rule.every,
                ..old.cloned().unwrap_or_default()
            });
        }
        // Those of another version stay, those that repeat, and copies made by hand: the rule speaks
        // for the first.
        let rest = self.head.follow_ups.iter().enumerate().filter(|(i, f)| {
            self.rule(&f.id).is_none() || self.head.follow_ups[..*i].iter().any(|before| before.id == f.id)
        });
        derived.extend(rest.map(|(_, f)| f.clone()));
        self.head.follow_ups = derived;
    }

    /// Whether a field, or one that decides whether it is shown, holds what cannot be read: its
    /// option went with another version of the playbook, or somebody wrote something else there.
    fn is_unread(&self, at: FieldRef) -> bool {
        let field = self.playbook.field(at);
        if !field.kind.is_typed() && matches!(self.answers.get(&at), Some(Answer::Verbatim(_))) {
            return true;
        }
        // Conditions look only at what comes before: this ends.
        let conditions = field.when.iter().chain(&self.playbook.steps[at.step].when);
        conditions.flat_map(Condition::fields).any(|before| self.is_unread(before))
    }

    fn rule(&self, id: &str) -> Option<&playbook::FollowUp> {
        rule(&self.playbook, id)
    }

    /// What the day of a follow-up hangs on, in words. `None` if it is none of the playbook's.
    pub fn waits_for(&self, id: &str) -> Option<String> {
        let rule = self.rule(id)?;
        Some(match rule.due.anchor() {
            Anchor::Meeting => "the day of the meeting".to_owned(),
            Anchor::Today => "today".to_owned(),
            Anchor::Field(at) if matches!(rule.due, Rule::EndOf(_)) => match &self.playbook.field(at).kind {
                Kind::Period { from: Anchor::Meeting, .. } if self.is_filled(at) => {
                    "the day of the meeting".to_owned()
                }
                _ => self.fill(&self.playbook.field(at).label),
            },
            Anchor::Field(at) => self.fill(&self.playbook.field(at).label),
        })
    }

    /// The edit that adds a follow-up of the advisor's own, behind the others; one that repeats, if a span is
    /// given. Its id is none that would make it, or one that is there, the next of another one.
    pub fn add_follow_up(&self, title: &str, due: Option<NaiveDate>, every: Option<Duration>) -> Edit {
        let mut all = self.head.follow_ups.clone();
        let would_be_next = |of: &str, id: &str| {
            let n = id.strip_prefix(of).and_then(|rest| rest.strip_prefix('-'));
            n.is_some_and(|n| n.parse::<u32>().is_ok_and(|n| n > 1))
        };
        let is_free = |id: &String| {
            let taken = |f: &FollowUp| f.id == *id || every.is_some() && would_be_next(id, &f.id);
            self.rule(id).is_none() && self.base(id) == id && !all.iter().any(taken)
        };
        let numbered = (2..all.len() + 3).filter(|_| every.is_none()).map(|n| format!("{OWN}-{n}"));
        let apart = (2..).map(|n| format!("{OWN}{n}"));
        let mut ids = std::iter::once(OWN.to_owned()).chain(numbered).chain(apart);
        let id = ids.find(is_free).unwrap_or_default();
        let title = text::clean_line(title);
        all.push(FollowUp { id, title, due, every, by_hand: true, ..FollowUp::default() });
        Edit::FollowUps(all)
    }

    /// The edit that marks the nth follow-up as done on a day. If it repeats, its next is there at
    /// once, on the first of its days after that one.
    pub fn mark_done(&self, nth: usize, today: NaiveDate) -> Option<Edit> {
        let old = self.head.follow_ups.get(nth).filter(|f| f.state != State::Done)?;
        let mut all = self.head.follow_ups.clone();
        all[nth].state = State::Done;
        all[nth].done = Some(today);
        all[nth].dropped = None;
        all.extend(self.next_of(nth, old, today));
        Some(Edit::FollowUps(all))
    }

    /// The edit that makes the nth follow-up open again, be it done or dropped. The next one, if it
    /// repeats and nobody touched that, goes.
    pub fn open_again(&self, nth: usize) -> Option<Edit> {
        let old = self.head.follow_ups.get(nth).filter(|f| f.state != State::Open)?;
        let mut all = self.head.follow_ups.clone();
        all[nth].state = State::Open;
        all[nth].done = None;
        all[nth].dropped = None;
        if old.state == State::Done
            && let Some(next) = self.series(&old.id).find(|i| *i > nth)
            && is_untouched(&all[next])
        {
            all.remove(next);
        }
        Some(Edit::FollowUps(all))
    }

    /// The edit that drops the nth follow-up: it will not be done, and does not repeat any more.
    pub fn drop_follow_up(&self, nth: usize) -> Option<Edit> {
        self.drop_because(nth, self.today, None)
    }

    /// The same on a day and for a reason. One that was dropped already can be given another reason; the
    /// day stays.
    pub fn drop_because(&self, nth: usize, today: NaiveDate, why: Option<&str>) -> Option<Edit> {
        let why = why.map(text::clean_line).filter(|why| !why.is_empty());
        let old = self.head.follow_ups.get(nth)?;
        let on = match (old.state, &old.dropped) {
            (State::Open, _) => today,
            (State::Dropped, Some(dropped)) if why.is_some() && dropped.why != why => dropped.on,
            (State::Dropped, None) if why.is_some() => today,
            _ => return None,
        };
        let mut all = self.head.follow_ups.clone();
        all[nth].state = State::Dropped;
        all[nth].dropped = Some(Dropped { on, why });
        Some(Edit::FollowUps(all))
    }

    /// The edit that sets the day of the nth follow-up by hand: from now on it stays there.
    pub fn set_due(&self, nth: usize, day: NaiveDate, why: Option<&str>) -> Option<Edit> {
        self.head.follow_ups.get(nth).filter(|f| f.state == State::Open)?;
        let mut all = self.head.follow_ups.clone();
        let follow_up = &mut all[nth];
        let why = why.map(text::clean_line).filter(|why| !why.is_empty());
        match follow_up.due {
            Some(from) if from != day => follow_up.moved.push(Moved { from, why }),
            // The day stays, and there is another reason for it: the one before is kept.
            Some(from) if why.is_some() => match follow_up.moved.last_mut().filter(|_| follow_up.by_hand) {
                Some(Moved { why: Some(before), .. }) if why.as_ref() != Some(before) => {
                    *before = format!("{before}; {}", why.unwrap_or_default());
                }
                Some(last) => last.why = why,
                None => follow_up.moved.push(Moved { from, why }),
            },
            // It came from no day: the reason is that of the day it has now.
            None if why.is_some() => follow_up.moved.push(Moved { from: day, why }),
            _ => {}
        }
        follow_up.due = Some(day);
        follow_up.by_hand = true;
        (all != self.head.follow_ups).then_some(Edit::FollowUps(all))
    }

    /// The edit that lets the nth follow-up move again with what it hangs on. `None` if it does, or
    /// hangs on nothing.
    pub fn let_move(&self, nth: usize) -> Option<Edit> {
        let old = self.head.follow_ups.get(nth).filter(|f| f.state == State::Open && f.by_hand)?;
        let rule = self.rule(&old.id)?;
        let mut all = self.head.follow_ups.clone();
        all[nth].by_hand = false;
        // What hangs on the day it was made has that day no more, but was moved from there.
        all[nth].due = match rule.due.anchor() {
            Anchor::Today => old.moved.first().map(|moved| moved.from),
            _ => None,
        };
        Some(Edit::FollowUps(all))
    }

    /// The next of one that repeats; none if there is one already, or no file could hold its day.
    fn next_of(&self, nth: usize, of: &FollowUp, today: NaiveDate) -> Option<FollowUp> {
        let every = of.every?;
        let all = &self.head.follow_ups;
        if self.series(&of.id).any(|i| i > nth && all[i].state == State::Open) {
            return None;
        }
        // Counted from the first one, so that the 31st does not become the 28th for good; one that
        // was set by hand is a new beginning.
        let mut first = None;
        for one in self.series(&of.id).filter(|i| *i <= nth).map(|i| &all[i]) {
            if first.is_none() || one.by_hand {
                first = one.due.or(first);
            }
        }
        let due = every.repeated(first.unwrap_or(today), of.due.map_or(today, |due| due.max(today)))?;
        let base = self.base(&of.id);
        let is_free = |id: &String| self.rule(id).is_none() && !all.iter().any(|f| f.id == *id);
        let id = (2..).map(|n| format!("{base}-{n}")).find(is_free)?;
        Some(FollowUp { id, title: of.title.clone(), due: Some(due), every: of.every, ..FollowUp::default() })
    }

    /// The places of all that repeat one follow-up, this one with them, in their order.
    fn series(&self, id: &str) -> impl Iterator<Item = usize> {
        let base = self.base(id);
        let all = self.head.follow_ups.iter().enumerate();
        all.filter(move |(_, f)| self.base(&f.id) == base).map(|(i, _)| i)
    }

    /// The id of the first one that this one repeats: `review` of `review-3`; or its own.
    fn base<'a>(&self, id: &'a str) -> &'a str {
        base_of(&self.playbook, &self.head.follow_ups, id)
    }
}

/// The rule of this id.
fn rule<'a>(playbook: &'a Playbook, id: &str) -> Option<&'a playbook::FollowUp> {
    playbook.follow_ups.iter().find(|rule| rule.id == id)
}

/// The rule that one of these follow-ups comes from, be it the first one or one that repeats that.
pub(super) fn rule_of<'a>(
    playbook: &'a Playbook,
    all: &[FollowUp],
    id: &str,
) -> Option<&'a playbook::FollowUp> {
    rule(playbook, id).or_else(|| rule(playbook, base_of(playbook, all, id)))
}

/// Whether an id is one that follow-ups of the advisor's own have, or those that repeat them.
pub(super) fn is_own(id: &str) -> bool {
    id.strip_prefix(OWN).is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit() || b == b'-'))
}

/// The id of the first one that this one of them repeats.
fn base_of<'a>(playbook: &Playbook, all: &[FollowUp], id: &'a str) -> &'a str {
    let Some((base, n)) = id.rsplit_once('-') else { return id };
    let repeats = |base: &str| {
        let held = all.iter().any(|f| f.id == base && f.every.is_some());
        held || rule(playbook, base).is_some_and(|rule| rule.every.is_some())
    };
    match n.parse::<u32>() {
        Ok(2..) if rule(playbook, id).is_none() && repeats(base) => base,
        _ => id,
    }
}

fn anchor_field(anchor: Anchor) -> Option<FieldRef> {
    match anchor {
        Anchor::Field(at) => Some(at),
        Anchor::Meeting | Anchor::Today => None,
    }
}

fn is_untouched(follow_up: &FollowUp) -> bool {
    follow_up.state == State::Open && !follow_up.by_hand && follow_up.moved.is_empty()
}

#[cfg(test)]
mod tests;
