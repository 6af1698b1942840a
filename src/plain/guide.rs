//! What helps with a step, in words: its guide, what to say, what they may answer, whose advice it is.

use std::io;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::Walk;
use crate::playbook::model::About;
use crate::playbook::{Credit, Field, Phrase, Playbook};

impl Walk<'_, '_> {
    pub(super) fn has_guide(&self, step: usize) -> bool {
        let s = &self.session().playbook().steps[step];
        !s.guide.is_empty() || !s.say.is_empty() || !s.avoid.is_empty()
    }

    /// The step's guide, what to say and what to avoid.
    pub(super) fn say_guide(&mut self, step: usize) -> io::Result<()> {
        if !self.has_guide(step) {
            return self.talk.say("There is no guide to this step.");
        }
        let session = self.session();
        let playbook = session.playbook();
        let s = &playbook.steps[step];
        let guide = without_stars(session.fill(&s.guide).trim());
        let whose = (s.credit != Credit::Ours && !guide.is_empty())
            .then(|| format!("Guide ({}):", playbook.credit(s.credit)));
        let words =
            |p: &Phrase| format!("- {}{}", session.fill(&p.text), credited(playbook, p.credit, s.credit));
        let say: Vec<_> = s.say.iter().map(words).collect();
        let avoid: Vec<_> = s.avoid.iter().map(words).collect();
        let guide: Vec<_> = whose.into_iter().chain([guide]).filter(|g| !g.is_empty()).collect();
        if !guide.is_empty() {
            self.talk.say_apart(&guide.join("\n"))?;
        }
        for (heading, phrases) in [("You can say:", say), ("Avoid:", avoid)] {
            if !phrases.is_empty() {
                self.talk.say_apart(heading)?;
                self.talk.say(&phrases.join("\n"))?;
            }
        }
        Ok(())
    }

    /// What was learnt with others: where the walk begins, and in the step that asks for it.
    pub(super) fn say_learnt(&mut self, step: usize) -> io::Result<()> {
        let asks = |field: &Field| field.about == Some(About::Lesson);
        let is_asked = self.session().playbook().steps[step].fields.iter().any(asks);
        if self.learnt.is_empty() || !(is_asked || self.introduced.len() == 1) {
            return Ok(());
        }
        let learnt = self.learnt.iter().map(|learnt| format!("- {} ({})", learnt.words, learnt.month));
        let lines: Vec<_> = std::iter::once("Learnt last time:".to_owned()).chain(learnt).collect();
        self.talk.say_apart(&lines.join("\n"))
    }

    /// What they may say, and what one can answer.
    pub(super) fn say_responses(&mut self, step: usize) -> io::Result<()> {
        let playbook = self.session().playbook();
        let step = &playbook.steps[step];
        if step.responses.is_empty() {
            return self.talk.say("There are no responses for this step.");
        }
        let pairs: Vec<_> = step
            .responses
            .iter()
            .map(|r| {
                let whose = credited(playbook, r.credit, step.credit);
                let (hears, answer) = (self.session().fill(&r.hears), self.session().fill(&r.answer));
                format!("They say: {hears}\nYou can say: {answer}{whose}")
            })
            .collect();
        self.talk.say_apart(&pairs.join("\n\n"))
    }

    /// The needs of a step that are not met, each with whose advice it is.
    pub(super) fn unmet_needs(&self, step: usize) -> Vec<String> {
        let session = self.session();
        let step = &session.playbook().steps[step];
        let unmet = step.needs.iter().filter(|need| !session.holds(&need.when));
        let words =
            unmet.map(|n| format!("{}{}", n.otherwise, credited(session.playbook(), n.credit, step.credit)));
        words.collect()
    }

    /// Who the names in brackets are.
    pub(super) fn say_sources(&mut self) -> io::Result<()> {
        let sources = &self.session().playbook().sources;
        if sources.is_empty() {
            return self.talk.say("This playbook names no sources: its advice is its author's own.");
        }
        let mut lines: Vec<_> = sources.iter().map(|s| format!("{}: {}", s.name, s.credit)).collect();
        lines.push("What names no source is ours.".to_owned());
        self.talk.say_apart(&lines.join("\n"))
    }
}

/// Whose an item is. To the ear each line stands by itself: a source is said each time, and ours
/// where a source stands above.
pub(super) fn whose(playbook: &Playbook, own: Credit, above: Credit) -> Option<&str> {
    (own != Credit::Ours || above != Credit::Ours).then(|| playbook.credit(own))
}

/// The same, behind it.
pub(super) fn credited(playbook: &Playbook, own: Credit, above: Credit) -> String {
    whose(playbook, own, above).map(|whose| format!(" ({whose})")).unwrap_or_default()
}

/// Emphasis is noise to the ear.
fn without_stars(markdown: &str) -> String {
    let mut marks = Vec::new();
    for (event, Range { start, end }) in Parser::new(markdown).into_offset_iter() {
        let width = match event {
            Event::Start(Tag::Strong) => 2,
            Event::Start(Tag::Emphasis) => 1,
            _ => continue,
        };
        marks.extend([start..start + width, end - width..end]);
    }
    marks.sort_by_key(|mark| mark.start);
    let mut text = markdown.to_owned();
    marks.into_iter().rev().for_each(|mark| text.replace_range(mark, ""));
    text
}

#[cfg(test)]
mod tests {
    use super::without_stars;

    #[test]
    fn emphasis_is_taken_out_and_nothing_else() {
        for (guide, heard) in [
            ("**Our tip:** ready under *Finish*.\n- say *no*", "Our tip: ready under Finish.\n- say no"),
            ("***both*** and **one *in* another**", "both and one in another"),
            (
                "2 * 3 * 4, __init__, snake_case, a lone * or ** here",
                "2 * 3 * 4, init, snake_case, a lone * or ** here",
            ),
            ("* one\n* two ← Zoë", "* one\n* two ← Zoë"),
            ("", ""),
        ] {
            assert_eq!(without_stars(guide), heard);
        }
    }
}
