//! Check wording in the walk: a line that is left is held against the rules, a hint stands below its field,
//! and one key takes what it offers. The line that is being typed is left alone, and nothing is ever blocked.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use super::walk::{Focus, Walk};
use super::{App, Screen};
use crate::playbook::{Answer, FieldRef, Kind};
use crate::session::{Edit, Session, Target};
use crate::text;
use crate::wording::{Finding, Rulebook, TO_FINISH, bare};

/// A list longer than this is none of questions.
const LONGEST: usize = 16 << 10;

/// What the check knows in this sitting.
#[derive(Debug, Default)]
pub struct Wording {
    rules: Arc<Rulebook>,
    /// Whether it was said what is wrong in the advisor's own rules.
    told: bool,
    /// What was found in each line that was left, by language and line.
    found: HashMap<(String, String), Option<Finding>>,
    /// The lines that are to stay as they are.
    kept: HashSet<String>,
    /// The line that one came to.
    came: Option<Came>,
    /// Where one was last in each field.
    lines: HashMap<FieldRef, usize>,
}

/// The line one is in, and how it read when one came to it; `None` where it came to be by typing.
#[derive(Debug)]
struct Came {
    at: FieldRef,
    line: usize,
    stood: Option<String>,
}

/// What is shown of the lines of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hints {
    /// The lines that have one.
    pub marked: Vec<usize>,
    pub shown: Hint,
}

/// The hint that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub line: usize,
    /// The question, as it stands in its line.
    pub question: String,
    pub finding: Finding,
    /// Whether the cursor is in its line.
    pub is_here: bool,
}

impl Wording {
    /// With these rules.
    pub fn new(rules: Arc<Rulebook>) -> Self {
        Self { rules, ..Self::default() }
    }

    /// What was found in a line; it is checked the first time only.
    fn finding(&mut self, language: &str, line: &str) -> Option<&Finding> {
        let key = (language.to_owned(), line.to_owned());
        let rules = &self.rules;
        let check = || rules.rules(language).and_then(|rules| rules.first(bare(line)));
        let found = self.found.entry(key).or_insert_with(check).as_ref();
        found.filter(|_| !self.kept.contains(line))
    }

    /// Whether a line is being typed: it reads otherwise than when one came to it.
    fn is_typed(&mut self, language: &str, at: FieldRef, number: usize, line: &str) -> bool {
        let was_seen = self.found.contains_key(&(language.to_owned(), line.to_owned()));
        match &self.came {
            Some(came) if (came.at, came.line) == (at, number) => {}
            before => {
                // Within the field, only what was left before did not come to be by typing.
                let within = before.as_ref().is_some_and(|came| came.at == at);
                let stood = (!within || line.is_empty() || was_seen).then(|| line.to_owned());
                self.came = Some(Came { at, line: number, stood });
            }
        }
        self.came.as_ref().is_some_and(|came| came.stood.as_deref() != Some(line))
    }

    /// The hints of a field.
    fn hints(&mut self, session: &Session, at: FieldRef, cursor: Option<usize>) -> Option<Hints> {
        let text = questions(session, at)?;
        let here = cursor.map(|cursor| text.get(..cursor).unwrap_or(&text).matches('\n').count());
        if let Some(here) = here {
            self.lines.insert(at, here);
        }
        let near = here.or_else(|| self.lines.get(&at).copied()).unwrap_or(0);
        let language = session.playbook().language.clone();
        let is_full = is_full(session, at, &text);
        let mut marked = Vec::new();
        let mut shown: Option<Hint> = None;
        for (number, line) in text.split('\n').enumerate() {
            if Some(number) == here && self.is_typed(&language, at, number, line) {
                continue;
            }
            if line.trim().is_empty() {
                continue;
            }
            let Some(finding) = self.finding(&language, line) else { continue };
            marked.push(number);
            let nearer = shown.as_ref().is_none_or(|hint| hint.line.abs_diff(near) > number.abs_diff(near));
            if nearer {
                let (question, is_here) = (bare(line).to_owned(), here == Some(number));
                let mut finding = finding.clone();
                if is_full && finding.rewrite.contains('\n') {
                    finding.rewrite.clear();
                }
                shown = Some(Hint { line: number, question, finding, is_here });
            }
        }
        shown.map(|shown| Hints { marked, shown })
    }
}

/// The lines of a field in which questions are to be checked.
fn questions(session: &Session, at: FieldRef) -> Option<String> {
    let is_checked = matches!(&session.playbook().field(at).kind, Kind::List(list) if list.wording.is_some());
    if !is_checked || !session.is_asked(at) || matches!(session.held(at), Some(Answer::Verbatim(_))) {
        return None;
    }
    let text = session.text(Target::Field(at));
    (text.len() <= LONGEST).then(|| text.into_owned())
}

/// Whether a list has as many lines as it may have: two questions in the place of one are one too many.
fn is_full(session: &Session, at: FieldRef, text: &str) -> bool {
    let Kind::List(list) = &session.playbook().field(at).kind else { return false };
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    list.at_most.is_some_and(|most| lines >= most as usize)
}

impl Walk {
    /// The hint that the keys are about.
    pub fn hint(&self) -> Option<(usize, &Hint)> {
        let field = self.hinted?;
        Some((field, &self.hints.get(&field)?.shown))
    }
}

impl App {
    /// Brings the hints up to date: nothing is checked but lines that were left and not seen before.
    pub(super) fn settle_wording(&mut self) {
        let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) else { return };
        let (session, step) = (note.session(), walk.step);
        let mut hints = BTreeMap::new();
        if note.open.holder.is_none() {
            let cursor = |field: usize| (walk.focus == Focus::Field(field)).then(|| walk.editor.cursor());
            for field in 0..session.playbook().steps[step].fields.len() {
                let found = self.wording.hints(session, FieldRef { step, field }, cursor(field));
                hints.extend(found.map(|found| (field, found)));
            }
        }
        let own = walk.field().filter(|field| hints.contains_key(field));
        walk.hinted = own.or(walk.hinted.filter(|field| hints.contains_key(field)));
        walk.hinted = walk.hinted.or_else(|| hints.keys().next().copied());
        walk.hints = hints;
        if self.wording.came.as_ref().is_some_and(|came| walk.field_ref() != Some(came.at)) {
            self.wording.came = None;
        }
        if !self.wording.found.is_empty()
            && !std::mem::replace(&mut self.wording.told, true)
            && let Some(notice) = self.wording.rules.notice()
        {
            self.complain(notice);
        }
    }

    /// What to say of the line that is left together with its step: nobody would see its hint.
    pub(super) fn left_behind(&mut self) -> Option<String> {
        let (Screen::Walk(walk), Some(note)) = (&self.screen, &self.note) else { return None };
        let (session, at) = (note.session(), walk.field_ref()?);
        let came = self.wording.came.as_ref().filter(|came| came.at == at)?;
        let text = questions(session, at)?;
        let line = text.split('\n').nth(came.line)?;
        if came.stood.as_deref() == Some(line) {
            return None;
        }
        let playbook = session.playbook();
        let (language, title) = (playbook.language.clone(), text::clean_line(&playbook.steps[at.step].title));
        self.wording.finding(&language, line)?;
        Some(format!("A question could be asked in another way: see the step {title}"))
    }

    /// Takes what the hint offers, in the place of its line.
    pub(super) fn take_rewrite(&mut self) {
        let Some((at, place, hint)) = self.hinted_line() else { return };
        let rewrite = hint.finding.rewrite;
        if rewrite.is_empty() {
            self.say("There is no line left for a second question: keep the one that matters more");
            return;
        }
        let Screen::Walk(walk) = &self.screen else { return };
        let is_here = walk.field_ref() == Some(at);
        let gap = rewrite.find(TO_FINISH).map(|gap| place.start + gap);
        let end = place.start + rewrite.len();
        // Who types in another line goes on there.
        let cursor = match walk.editor.cursor() {
            _ if hint.is_here => end,
            cursor if cursor > place.start => (cursor + rewrite.len()).saturating_sub(place.len()),
            cursor => cursor,
        };
        let target = Target::Field(at);
        let edit = Edit::Splice { target, at: place.start, remove: place.len(), insert: rewrite };
        self.seal();
        if !self.edit(edit) {
            return;
        }
        self.seal();
        if let Screen::Walk(walk) = &mut self.screen
            && let Some(rows) = walk.rows.get_mut(at.field)
        {
            *rows = None;
        }
        if is_here {
            self.refresh_text(Some(cursor));
        } else if gap.is_some() {
            self.go_to_item(Focus::Field(at.field), end);
        }
        let Some(gap) = gap else {
            self.say("Asked in another way; Ctrl+Z brings yours back");
            return;
        };
        if let (Screen::Walk(walk), Some(note)) = (&mut self.screen, &self.note) {
            let text = note.session().text(target);
            walk.editor.select(&text, gap..gap + TO_FINISH.len());
        }
        self.say("Type on in the place of the …; Ctrl+Z brings yours back");
    }

    /// Leaves the question of the hint as it is; nothing more is said of it in this sitting.
    pub(super) fn keep_question(&mut self) {
        let Some((at, place, _)) = self.hinted_line() else { return };
        let Some(session) = self.session() else { return };
        let text = session.text(Target::Field(at));
        let before = text.get(..place.start).and_then(|text| text.rfind('\n')).map_or(0, |n| n + 1);
        let line = text.get(before..).and_then(|text| text.split('\n').next()).unwrap_or_default().to_owned();
        self.wording.kept.insert(line);
        self.say("It stays as it is");
    }

    /// The line of the hint, where the question stands in the text of its field, and the hint.
    fn hinted_line(&self) -> Option<(FieldRef, Range<usize>, Hint)> {
        let Screen::Walk(walk) = &self.screen else { return None };
        let (field, hint) = walk.hint()?;
        let at = FieldRef { step: walk.step, field };
        let text = self.session()?.text(Target::Field(at));
        let start: usize = text.split('\n').take(hint.line).map(|line| line.len() + 1).sum();
        let line = text.get(start..)?.split('\n').next()?;
        let within = line.find(&hint.question).filter(|_| bare(line) == hint.question)?;
        let start = start + within;
        Some((at, start..start + hint.question.len(), hint.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_checked_in_each_language_for_itself() {
        let mut wording = Wording::default();
        assert_eq!(wording.finding("fr", "Did you go?"), None);
        assert!(wording.finding("en", "Did you go?").is_some());
        assert_eq!(wording.finding("fr", "Did you go?"), None);
    }
}
