//! Check wording, line by line: once a list of questions is given, what could be asked in another way is said,
//! each once, and `rewrite` takes what is offered. Nothing waits for it.

use std::collections::HashSet;
use std::io;

use super::Walk;
use crate::playbook::{Answer, FieldRef, Kind};
use crate::session::{Edit, Target};
use crate::text;
use crate::wording::{TO_FINISH, bare};

/// What was said of questions.
#[derive(Default)]
pub(super) struct Hints {
    /// Those that can be taken, by their numbers.
    offered: Vec<Offered>,
    /// The lines of which it was said.
    said: HashSet<String>,
    /// Whether it was said what is wrong in the advisor's own rules.
    told: bool,
}

struct Offered {
    field: FieldRef,
    question: String,
    rewrite: String,
}

impl Walk<'_, '_> {
    /// Says which questions of a list could be asked in another way, if that was not said yet.
    pub(super) fn say_hints(&mut self, field: FieldRef) -> io::Result<()> {
        let found = self.unsaid(field);
        if !found.is_empty() && !std::mem::replace(&mut self.hints.told, true) {
            let notice = self.talk.rules.notice();
            notice.map_or(Ok(()), |notice| self.talk.say(&format!("Please check: {notice}.")))?;
        }
        if found.is_empty() {
            return Ok(());
        }
        let few = if found.len() == 1 { "One question" } else { "Some questions" };
        self.talk.say_apart(&format!(
            "{few} could be asked in another way. You can leave it at that and go on."
        ))?;
        for (question, message, rewrite) in found {
            self.hints.said.insert(question.clone());
            let Some(rewrite) = rewrite else {
                self.talk.say(&format!("{question}\n{message}"))?;
                continue;
            };
            let nth = self.hints.offered.len() + 1;
            let words = rewrite.replace('\n', " And then: ");
            let how = match rewrite.contains(TO_FINISH) {
                true => {
                    format!("Begin with: {words}\nTo take it, type rewrite {nth} and the whole question.")
                }
                false => format!("Instead: {words}\nTo take it, type rewrite {nth}."),
            };
            self.talk.say(&format!("{nth}. {question}\n{message}\n{how}"))?;
            self.hints.offered.push(Offered { field, question, rewrite });
        }
        Ok(())
    }

    /// The lines of a list with what was found in them, and was not said yet.
    fn unsaid(&self, at: FieldRef) -> Vec<(String, String, Option<String>)> {
        let session = self.session();
        let playbook = session.playbook();
        let is_checked = matches!(&playbook.field(at).kind, Kind::List(list) if list.wording.is_some());
        if !is_checked || matches!(session.held(at), Some(Answer::Verbatim(_)) | None) {
            return Vec::new();
        }
        let Some(rules) = self.talk.rules.rules(&playbook.language) else { return Vec::new() };
        let text = session.text(Target::Field(at));
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        let most = match &playbook.field(at).kind {
            Kind::List(list) => list.at_most,
            _ => None,
        };
        let is_full = most.is_some_and(|most| lines >= most as usize);
        let fresh = text.lines().map(bare).filter(|line| !self.hints.said.contains(*line));
        fresh
            .filter_map(|line| {
                let found = rules.first(line)?;
                // Two questions in the place of one would be one too many.
                let is_offered = !(is_full && found.rewrite.contains('\n'));
                Some((line.to_owned(), found.message, is_offered.then_some(found.rewrite)))
            })
            .collect()
    }

    /// Puts what was offered, or other words, in the place of a question.
    pub(super) fn rewrite(&mut self, nth: usize, words: &str) -> io::Result<()> {
        let Some(offered) = nth.checked_sub(1).and_then(|i| self.hints.offered.get(i)) else {
            let count = self.hints.offered.len();
            return self.talk.say(&match count {
                0 => "No question was said to be asked in another way yet.".to_owned(),
                count if nth == 0 => format!("Type a number: rewrite {count}."),
                1 => "Only the first one was offered: rewrite 1".to_owned(),
                n => format!("Type a number from 1 to {n}, such as: rewrite {n}"),
            });
        };
        if words.is_empty() && offered.rewrite.contains(TO_FINISH) {
            let begin = offered.rewrite.trim_end_matches(TO_FINISH).trim_end();
            return self
                .talk
                .say(&format!("Type the whole question behind it: rewrite {nth} {begin} and so on"));
        }
        let insert = if words.is_empty() { offered.rewrite.clone() } else { words.to_owned() };
        let target = Target::Field(offered.field);
        let text = self.session().text(target).into_owned();
        let mut start = 0;
        let place = text.split('\n').find_map(|line| {
            let at = start;
            start += line.len() + 1;
            (bare(line) == offered.question).then(|| at + line.find(&offered.question).unwrap_or(0))
        });
        let Some(at) = place else {
            return self.talk.say("That question does not stand there any more.");
        };
        let remove = offered.question.len();
        let said = text::clean(&insert).replace('\n', " And then: ");
        self.hints.said.extend(insert.lines().map(str::to_owned));
        self.apply(Edit::Splice { target, at, remove, insert }, self.talk.clock.now())?;
        self.talk.say(&format!("It is now: {said}\nundo brings your own words back."))
    }
}
