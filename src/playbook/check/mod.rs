//! From the file as it stands to the model, with every fault in one pass.
//!
//! A playbook with an error gives no model; one with warnings does. The model's indices are the
//! positions in the file, which is sound because a model exists only if nothing was left out.

mod conditions;
mod fields;
mod index;

use std::collections::HashSet;
use std::ops::Range;

use sha2::{Digest, Sha256};

use self::index::Index;
use super::model::{
    Anchor, Credit, FollowUp, Means, Need, Outcome, Phase, Phrase, Playbook, Response, Source, Step,
};
use super::placeholder::Template;
use super::raw::{
    RawDue, RawFile, RawFollowUp, RawOutcome, RawPhrase, RawPlaybook, RawResponse, RawSource, RawStep, place,
};
use crate::dates::{Duration, Rule};
use crate::diagnostic::tree::{self, Placed};
use crate::diagnostic::{Fault, Severity, has_errors};
use crate::text;

/// The version of the playbook format that this program reads.
pub const FORMAT: u32 = 1;
/// The most bytes of a playbook file.
pub const FILE_MAX: usize = 1024 * 1024;
/// The most steps of a playbook.
pub const STEPS_MAX: usize = 200;
/// The most fields of a playbook.
pub const FIELDS_MAX: usize = 500;
/// More items than this at one pause point is a warning: a list under pressure must be short.
pub const ITEMS_COMFORTABLE: usize = 9;

const RESERVED_FIELDS: &[&str] = &["notes", "also"];
const RESERVED_STEPS: &[&str] = &["client", "advisor", "meeting", "today"];

/// What the check found.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The playbook, unless there is an error.
    pub playbook: Option<Playbook>,
    /// In the order of the file.
    pub faults: Vec<Fault>,
    /// The text the faults point into.
    pub source: String,
    /// The id, as far as it could be read: to list a broken playbook under its name.
    pub id: Option<String>,
    /// The title, likewise.
    pub title: Option<String>,
}

/// Checks the bytes of a playbook file.
pub fn check(bytes: &[u8]) -> Checked {
    let refuse = |fault: Fault, source: String| Checked {
        playbook: None,
        faults: vec![fault],
        source,
        id: None,
        title: None,
    };
    if bytes.len() > FILE_MAX {
        let message = format!("this file has {} bytes; a playbook has at most 1 MiB", bytes.len());
        return refuse(Fault::error("too-large", 0..0, message), String::new());
    }
    let source = match str::from_utf8(bytes) {
        Ok(source) => source.trim_start_matches('\u{feff}').to_owned(),
        Err(error) => {
            let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]).into_owned();
            let at = good.len();
            let fault = Fault::error("not-utf8", at..at, "from here on this file is not UTF-8 text")
                .help("save it as UTF-8 in your editor");
            return refuse(fault, good);
        }
    };
    let (table, syntax) = tree::parse(&source);
    let mut faults = Vec::new();
    let raw = RawFile::read_table(table.get_ref(), &mut faults);
    let mut checker = Checker { source: &source, index: Index::of(&raw), sources: Vec::new(), faults };
    let mut playbook = checker.file(&raw);
    let mut faults = checker.faults;
    if !syntax.is_empty() {
        // What a syntax fault swallowed is not missing.
        faults.retain(|f| !f.code.starts_with("missing") && f.code != "unknown-reference");
        faults.retain(|f| f.severity == Severity::Error);
        faults.extend(syntax);
    }
    faults.sort_by_key(|f| (f.span.start, f.severity));
    playbook.sha256 = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    let (id, title) = (playbook.id.clone(), playbook.title.clone());
    Checked {
        playbook: (!has_errors(&faults)).then_some(playbook),
        faults,
        id: (!id.is_empty()).then_some(id),
        title: (!title.is_empty()).then_some(title),
        source,
    }
}

/// What a reference may look at.
#[derive(Clone, Copy)]
enum Scope {
    /// Fields before this one in the walk.
    Before { step: usize, field: usize },
    /// Anything.
    All,
}

struct Checker<'a> {
    source: &'a str,
    index: Index,
    sources: Vec<String>,
    faults: Vec<Fault>,
}

impl Checker<'_> {
    fn error(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.faults.push(Fault::error(code, span, message).help(help));
    }

    fn warn(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.faults.push(Fault::warning(code, span, message).help(help));
    }

    fn file(&mut self, raw: &RawFile) -> Playbook {
        let start = 0..self.source.lines().next().map_or(0, str::len);
        match &raw.format {
            None => self.error(
                "missing-format",
                start.clone(),
                "the format's version is missing",
                "begin the file with: format = 1",
            ),
            Some(n) if *n.get_ref() > FORMAT => {
                self.error(
                    "newer-format",
                    n.span(),
                    format!("this playbook is written in format {}", n.get_ref()),
                    "update goodterms to use it",
                );
            }
            Some(n) if *n.get_ref() != FORMAT => {
                self.error(
                    "newer-format",
                    n.span(),
                    format!("there is no format {}", n.get_ref()),
                    "write: format = 1",
                );
            }
            Some(_) => {}
        }
        self.sources = self.sources(raw.source.as_ref());
        let mut playbook = self.header(raw.playbook.as_ref(), start.clone());
        let no_steps = Vec::new();
        let steps = raw.step.as_ref().map_or(&no_steps, Placed::get_ref);
        if steps.is_empty() {
            self.error(
                "missing-step",
                start.clone(),
                "a playbook has at least one step",
                "add one: [[step]]",
            );
        }
        if let Some(extra) = steps.get(STEPS_MAX) {
            self.error(
                "too-many-steps",
                extra.span(),
                format!("this playbook has {} steps", steps.len()),
                "the most is 200",
            );
        }
        playbook.sources = self.source_list(raw);
        playbook.steps = steps.iter().enumerate().map(|(i, s)| self.step(i, s)).collect();
        self.fields_in_all(&playbook, steps);
        let none = Vec::new();
        let follow_ups = raw.follow_up.as_ref().map_or(&none, Placed::get_ref);
        let mut seen = HashSet::new();
        playbook.follow_ups = follow_ups.iter().map(|f| self.follow_up(f, &mut seen)).collect();
        let none = Vec::new();
        let outcomes = raw.outcome.as_ref().map_or(&none, Placed::get_ref);
        let mut seen = HashSet::new();
        playbook.outcomes = outcomes.iter().map(|o| self.outcome(o, &mut seen)).collect();
        if outcomes.is_empty() {
            self.warn("no-outcome", start, "this playbook does not say how it can end", "add an [[outcome]]");
        }
        playbook
    }

    fn header(&mut self, raw: Option<&Placed<RawPlaybook>>, start: Range<usize>) -> Playbook {
        let span = place(raw, &start);
        let empty = RawPlaybook::default();
        let raw = match raw {
            Some(raw) => raw.get_ref(),
            None => {
                self.error(
                    "missing-playbook",
                    start,
                    "the table [playbook] is missing",
                    "say what this is: [playbook] with id, version, title and summary",
                );
                &empty
            }
        };
        let missing_all = raw.id.is_none() && raw.title.is_none() && raw.version.is_none();
        let mut required = |value: &Option<Placed<String>>, key: &str| {
            if missing_all && span.is_empty() { String::new() } else { self.text(value.as_ref(), key, &span) }
        };
        let version = required(&raw.version, "version");
        let title = required(&raw.title, "title");
        let summary = required(&raw.summary, "summary");
        let id = self.id(raw.id.as_ref(), &span, &mut HashSet::new(), &[]);
        let fits = raw.fits.as_ref().map_or(&[][..], |f| f.get_ref());
        let fits = fits.iter().map(|f| f.get_ref().trim().to_owned()).collect();
        let language = raw.language.as_ref().map_or_else(|| "en".to_owned(), |l| l.get_ref().clone());
        Playbook {
            id,
            version,
            language,
            title,
            summary,
            fits,
            sources: Vec::new(),
            steps: Vec::new(),
            follow_ups: Vec::new(),
            outcomes: Vec::new(),
            sha256: String::new(),
        }
    }

    fn sources(&mut self, raw: Option<&Placed<Vec<Placed<RawSource>>>>) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for source in raw.map_or(&[][..], |r| r.get_ref()) {
            let name = self.text(source.get_ref().name.as_ref(), "name", &source.span());
            self.text(source.get_ref().credit.as_ref(), "credit", &source.span());
            let at = place(source.get_ref().name.as_ref(), &source.span());
            if name == "ours" {
                self.error(
                    "reserved-id",
                    at,
                    "`ours` is kept for what is nobody else's",
                    "give this source another name",
                );
            } else if !name.is_empty() && names.contains(&name) {
                self.error(
                    "duplicate-id",
                    at,
                    format!("there is a source `{name}` already"),
                    "give each source a name of its own",
                );
            }
            names.push(name);
        }
        names
    }

    fn source_list(&self, raw: &RawFile) -> Vec<Source> {
        let credit = |i: usize| {
            let credit = raw.source.as_ref()?.get_ref().get(i)?.get_ref().credit.as_ref()?;
            Some(credit.get_ref().clone())
        };
        let named = self.sources.iter().enumerate();
        named.map(|(i, name)| Source { name: name.clone(), credit: credit(i).unwrap_or_default() }).collect()
    }

    fn step(&mut self, position: usize, placed: &Placed<RawStep>) -> Step {
        let (raw, span) = (placed.get_ref(), placed.span());
        let mut seen: HashSet<String> = self.index.step_ids_before(position);
        let id = self.id(raw.id.as_ref(), &span, &mut seen, RESERVED_STEPS);
        let title = self.text(raw.title.as_ref(), "title", &span);
        let phase = self.one_of(raw.phase.as_ref(), "phase", &span, &Phase::ALL, Phase::word);
        let own = Scope::Before { step: position, field: usize::MAX };
        let fields = raw.field.as_ref().map_or(&[][..], |f| f.get_ref());
        if fields.is_empty() {
            self.warn(
                "step-without-field",
                span.clone(),
                "there is nothing to fill in in this step",
                "add a [[step.field]], or put its guide into another step",
            );
        }
        let mut seen = HashSet::new();
        let fields =
            fields.iter().enumerate().map(|(i, f)| self.field(position, i, &id, f, &mut seen)).collect();
        let needs = raw.need.as_ref().map_or(&[][..], |n| n.get_ref());
        let needs = needs.iter().filter_map(|need| {
            let (raw, span) = (need.get_ref(), need.span());
            let otherwise = self.text(raw.r#else.as_ref(), "else", &span);
            let Some(when) = &raw.when else {
                self.error(
                    "missing-key",
                    span,
                    "`when` is missing",
                    "say what should hold: when = { field = \"…\", filled = true }",
                );
                return None;
            };
            Some(Need { when: self.condition(when, own)?, otherwise })
        });
        let needs = needs.collect();
        Step {
            phase: phase.unwrap_or(Phase::Before),
            minutes: raw.minutes.as_ref().map(|m| *m.get_ref()),
            credit: self.credit(raw.source.as_ref()),
            guide: self.template(raw.guide.as_ref(), own),
            say: self.phrases(raw.say.as_ref(), own),
            avoid: self.phrases(raw.avoid.as_ref(), own),
            needs,
            responses: self.responses(raw.response.as_ref()),
            when: self.when(raw.when.as_ref(), Scope::Before { step: position, field: 0 }),
            fields,
            id,
            title,
        }
    }

    /// What can only be said of all fields together.
    fn fields_in_all(&mut self, playbook: &Playbook, steps: &[Placed<RawStep>]) {
        let raw_fields: Vec<_> =
            steps.iter().filter_map(|s| s.get_ref().field.as_ref()).flat_map(|f| f.get_ref()).collect();
        if let Some(extra) = raw_fields.get(FIELDS_MAX) {
            self.error(
                "too-many-fields",
                extra.span(),
                format!("this playbook has {} fields", raw_fields.len()),
                "the most is 500",
            );
        }
        let required = playbook.fields().zip(&raw_fields).filter(|((_, f), _)| f.required);
        for (_, raw) in required.skip(1) {
            let at = place(raw.get_ref().required.as_ref(), &raw.span());
            self.warn(
                "several-required",
                at,
                "another field is required already",
                "a playbook that asks for one thing is used twice: keep the one that matters",
            );
        }
    }

    fn phrases(&mut self, raw: Option<&Placed<Vec<Placed<RawPhrase>>>>, scope: Scope) -> Vec<Phrase> {
        let mut phrases = Vec::new();
        for phrase in raw.map_or(&[][..], |r| r.get_ref()) {
            let raw = &phrase.get_ref().0;
            self.text(raw.text.as_ref(), "text", &phrase.span());
            phrases.push(Phrase {
                text: self.template(raw.text.as_ref(), scope),
                credit: self.credit(raw.source.as_ref()),
            });
        }
        phrases
    }

    fn responses(&mut self, raw: Option<&Placed<Vec<Placed<RawResponse>>>>) -> Vec<Response> {
        let mut responses = Vec::new();
        for response in raw.map_or(&[][..], |r| r.get_ref()) {
            let (raw, span) = (response.get_ref(), response.span());
            responses.push(Response {
                hears: self.text(raw.hears.as_ref(), "hears", &span),
                answer: self.text(raw.r#try.as_ref(), "try", &span),
                credit: self.credit(raw.source.as_ref()),
            });
        }
        responses
    }

    fn follow_up(&mut self, placed: &Placed<RawFollowUp>, seen: &mut HashSet<String>) -> FollowUp {
        let (raw, span) = (placed.get_ref(), placed.span());
        let id = self.id(raw.id.as_ref(), &span, seen, &[]);
        self.text(raw.title.as_ref(), "title", &span);
        let due = match &raw.due {
            Some(due) => self.due(due),
            None => {
                self.error(
                    "missing-key",
                    span,
                    "`due` is missing",
                    "say when: due = { after = \"2 weeks\", from = \"meeting\" }",
                );
                None
            }
        };
        FollowUp {
            id,
            title: self.template(raw.title.as_ref(), Scope::All),
            due: due.unwrap_or(Rule::On(Anchor::Today)),
            when: self.when(raw.when.as_ref(), Scope::All),
        }
    }

    fn due(&mut self, placed: &Placed<RawDue>) -> Option<Rule<Anchor>> {
        const HELP: &str = "write one of: { on = X }, { end_of = \"step.period\" }, { after = \"2 weeks\", from = X }, { before = \"1 day\", from = X }; X is a date field, \"meeting\" or \"today\"";
        let (raw, span) = (placed.get_ref(), placed.span());
        let forms = [&raw.on, &raw.end_of, &raw.after, &raw.before].into_iter().flatten().count();
        let relative = raw.after.is_some() || raw.before.is_some();
        if forms != 1 || relative != raw.from.is_some() {
            self.error("bad-due", span, "this is not a date rule", HELP);
            return None;
        }
        if let Some(on) = &raw.on {
            return self.anchor(on, Scope::All).map(Rule::On);
        }
        if let Some(period) = &raw.end_of {
            let at = self.reference(period, Scope::All)?;
            if self.index.kind(at) != Some("period") {
                self.error(
                    "not-a-period",
                    period.span(),
                    format!("`{}` is not a period", period.get_ref()),
                    "end_of takes a field of kind period",
                );
                return None;
            }
            return Some(Rule::EndOf(Anchor::Field(at)));
        }
        let from = raw.from.as_ref().and_then(|from| self.anchor(from, Scope::All));
        let span = raw.after.as_ref().or(raw.before.as_ref())?;
        let Ok(duration) = span.get_ref().parse::<Duration>() else {
            self.error(
                "bad-duration",
                span.span(),
                format!("`{}` is not a span of time", span.get_ref()),
                "write a number and days, business days, weeks or months: \"2 weeks\"",
            );
            return None;
        };
        Some(if raw.after.is_some() { Rule::After(duration, from?) } else { Rule::Before(duration, from?) })
    }

    fn outcome(&mut self, placed: &Placed<RawOutcome>, seen: &mut HashSet<String>) -> Outcome {
        let (raw, span) = (placed.get_ref(), placed.span());
        Outcome {
            id: self.id(raw.id.as_ref(), &span, seen, &[]),
            label: self.text(raw.label.as_ref(), "label", &span),
            means: self
                .one_of(raw.means.as_ref(), "means", &span, &Means::ALL, Means::word)
                .unwrap_or(Means::Lost),
            when: self.when(raw.when.as_ref(), Scope::All),
        }
    }

    /// A text that must be there and not be blank.
    fn text(&mut self, value: Option<&Placed<String>>, key: &str, table: &Range<usize>) -> String {
        match value {
            None => {
                let code = if matches!(key, "title" | "label") { "missing-title" } else { "missing-key" };
                self.error(
                    code,
                    table.clone(),
                    format!("`{key}` is missing"),
                    format!("add a line: {key} = \"…\""),
                );
                String::new()
            }
            Some(text) if text.get_ref().trim().is_empty() => {
                self.error(
                    "empty",
                    text.span(),
                    format!("`{key}` is empty"),
                    "write what the advisor should read here",
                );
                String::new()
            }
            Some(text) => text.get_ref().trim().to_owned(),
        }
    }

    fn id(
        &mut self,
        id: Option<&Placed<String>>,
        table: &Range<usize>,
        seen: &mut HashSet<String>,
        reserved: &[&str],
    ) -> String {
        let Some(placed) = id else {
            self.error("missing-id", table.clone(), "`id` is missing", "add a line: id = \"a-short-name\"");
            return String::new();
        };
        let id = placed.get_ref().as_str();
        if !text::is_kebab_case(id) {
            let slug = text::slug(id);
            let example = if text::is_kebab_case(&slug) { slug } else { "where-it-slipped".to_owned() };
            self.error(
                "bad-id",
                placed.span(),
                format!("`{id}` cannot be an id"),
                format!("use lower-case letters and digits joined by hyphens: \"{example}\""),
            );
        } else if reserved.contains(&id) {
            self.error(
                "reserved-id",
                placed.span(),
                format!("the id `{id}` is kept for goodterms"),
                "choose another one",
            );
        } else if !seen.insert(id.to_owned()) {
            self.error(
                "duplicate-id",
                placed.span(),
                format!("there is a `{id}` already"),
                "ids are unique: choose another one",
            );
        }
        id.to_owned()
    }

    fn one_of<T: Copy>(
        &mut self,
        value: Option<&Placed<String>>,
        key: &str,
        table: &Range<usize>,
        all: &[T],
        word: fn(T) -> &'static str,
    ) -> Option<T> {
        let words = all.iter().map(|t| word(*t));
        let known = words.clone().collect::<Vec<_>>().join(", ");
        let Some(value) = value else {
            self.error(
                "missing-key",
                table.clone(),
                format!("`{key}` is missing"),
                format!("it is one of: {known}"),
            );
            return None;
        };
        let found = all.iter().find(|t| word(**t) == value.get_ref()).copied();
        if found.is_none() {
            let help = match text::nearest(value.get_ref(), words) {
                Some(near) => format!("did you mean \"{near}\"?"),
                None => format!("it is one of: {known}"),
            };
            self.error(
                "unknown-value",
                value.span(),
                format!("`{key}` cannot be \"{}\"", value.get_ref()),
                help,
            );
        }
        found
    }

    fn credit(&mut self, source: Option<&Placed<String>>) -> Credit {
        let Some(source) = source.filter(|s| s.get_ref() != "ours") else { return Credit::Ours };
        if let Some(i) = self.sources.iter().position(|name| name == source.get_ref()) {
            return Credit::Source(i);
        }
        let known = self.sources.clone();
        let help = match text::nearest(source.get_ref(), known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean \"{near}\"?"),
            None => format!("it is \"ours\" or the name of a [[source]]: {}", known.join(", ")),
        };
        self.error(
            "unknown-source",
            source.span(),
            format!("there is no source \"{}\"", source.get_ref()),
            help,
        );
        Credit::Ours
    }

    fn template(&mut self, value: Option<&Placed<String>>, scope: Scope) -> Template {
        let Some(value) = value else { return Template::default() };
        let mut fields = Vec::new();
        let parsed = Template::parse(value.get_ref(), |name| {
            let at = self.index.find(name);
            fields.extend(at.map(|at| (at, format!("{{{name}}}"))));
            at
        });
        for (at, written) in fields {
            if !scope.allows(at) {
                let span = self.within(value, &written);
                self.error(
                    "later-reference",
                    span,
                    format!("{written} is asked for later in the walk"),
                    "refer only to what comes before",
                );
            }
        }
        parsed.unwrap_or_else(|bad| {
            for bad in bad {
                let span = self.within(value, &bad.written);
                let written = bad.written.as_str();
                if bad.unclosed {
                    self.error(
                        "bad-placeholder",
                        span,
                        "this { is not closed",
                        "close it with }, or write {{ for a brace",
                    );
                } else {
                    let help = self.index.suggest(written.trim_matches(['{', '}']), true);
                    self.error(
                        "unknown-placeholder",
                        span,
                        format!("there is nothing to fill {written} with"),
                        help,
                    );
                }
            }
            Template::default()
        })
    }

    /// The place of some words inside a value; the whole value where escapes hide them.
    fn within(&self, value: &Placed<String>, words: &str) -> Range<usize> {
        let whole = value.span();
        match self.source.get(whole.clone()).and_then(|s| s.find(words)) {
            Some(at) => whole.start + at..whole.start + at + words.len(),
            None => whole,
        }
    }
}
