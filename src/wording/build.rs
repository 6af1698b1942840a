//! From files of rules to rules: lists and phrases are put together, and what is wrong is told.

use std::collections::HashSet;
use std::ops::Range;

use super::phrase::{Found, Lists, Phrase, Wrong};
use super::raw::{RawPhrases, RawRule, RawWording, Texts};
use super::words::{Same, Word, words};
use super::{Code, DEFAULT_LANGUAGE};
use crate::diagnostic::Fault;
use crate::diagnostic::tree::{self, Placed};
use crate::text;

/// The rules of one language.
#[derive(Debug)]
pub struct Rules {
    /// As it stands in playbooks, such as `en`.
    pub language: String,
    pub(super) same: Same,
    pub(super) lead_ins: Vec<Phrase>,
    pub(super) questions: Vec<Phrase>,
    pub(super) invitations: Vec<Phrase>,
    pub(super) conditions: Vec<Phrase>,
    pub(super) fragments: Vec<Phrase>,
    pub(super) capitals: HashSet<String>,
    pub(super) confirming: Places,
    pub(super) arranging: Places,
    rules: Vec<Rule>,
}

/// Where phrases count.
#[derive(Debug, Default)]
pub(super) struct Places {
    pub starts: Vec<Phrase>,
    pub has: Vec<Phrase>,
    pub ends: Vec<Phrase>,
    pub tags: Vec<Phrase>,
    pub unless: Vec<Phrase>,
}

/// What is flagged with a code, and what is said then.
#[derive(Debug, Default)]
pub(super) struct Rule {
    pub places: Places,
    pub breaks: Vec<Phrase>,
    pub message: String,
    pub rewrite: String,
    pub rewrites: Vec<(Phrase, String)>,
}

/// A file of rules that was read, and not yet put together.
#[derive(Debug)]
pub(super) struct Own {
    pub language: String,
    raw: RawWording,
}

impl Own {
    /// Reads one; what is wrong does not count.
    pub fn read(source: &str, faults: &mut Vec<Fault>) -> Self {
        let (table, mut found) = tree::parse(source);
        let raw = RawWording::read_table(table.get_ref(), &mut found);
        faults.append(&mut found);
        if let Some(language) = raw.language.as_ref().filter(|l| !is_language(l.get_ref())) {
            let message = format!("`{}` is no language", text::clean_line(language.get_ref()));
            faults.push(
                Fault::error("bad-language", language.span(), message)
                    .help("write it as in playbooks, such as \"en\""),
            );
        }
        let language = raw.language.as_ref().filter(|l| is_language(l.get_ref()));
        let language = language.map(|l| l.get_ref().trim().to_owned()).filter(|l| !l.is_empty());
        Self { language: language.unwrap_or_else(|| DEFAULT_LANGUAGE.to_owned()), raw }
    }
}

impl Rules {
    /// Puts the rules of a language together: the first file, and what another one adds or takes away. What
    /// is wrong in the last of them is told.
    pub(super) fn build(first: &Own, more: Option<&Own>, faults: &mut Vec<Fault>) -> Self {
        let raws: Vec<&RawWording> = [Some(first), more].into_iter().flatten().map(|own| &own.raw).collect();
        let mut builder = Builder::new(&raws, faults);
        let last = raws.len() - 1;
        let of = |builder: &mut Builder<'_>, pick: fn(&RawWording) -> &Option<Placed<Texts>>| {
            raws.iter()
                .enumerate()
                .flat_map(|(i, raw)| builder.phrases(pick(raw).as_ref(), i == last))
                .collect()
        };
        let lead_ins = of(&mut builder, |raw| &raw.lead_ins);
        let questions = of(&mut builder, |raw| &raw.questions);
        let invitations = of(&mut builder, |raw| &raw.invitations);
        let conditions = of(&mut builder, |raw| &raw.conditions);
        let fragments = of(&mut builder, |raw| &raw.fragments);
        let allow: Vec<_> = of(&mut builder, |raw| &raw.allow);
        let capitals =
            raws.iter().flat_map(|raw| texts(raw.capitals.as_ref()).map(|t| t.get_ref().trim().to_owned()));
        let capitals = capitals.collect();
        let mut confirming = Places { has: allow, ..Places::default() };
        let mut arranging = Places::default();
        let mut rules: Vec<_> = Code::ALL.iter().map(|_| Rule::default()).collect();
        for (i, raw) in raws.iter().enumerate() {
            let told = i == last;
            builder.places(raw.confirming.as_ref().map(Placed::get_ref), told, &mut confirming);
            builder.places(raw.arranging.as_ref().map(Placed::get_ref), told, &mut arranging);
            for (code, rule) in Code::ALL.into_iter().zip(&mut rules) {
                if let Some(raw) = raw.rule(code) {
                    builder.rule(code, raw, told, rule);
                }
            }
        }
        let same = builder.finish();
        Self {
            language: first.language.clone(),
            same,
            lead_ins,
            questions,
            invitations,
            conditions,
            fragments,
            capitals,
            confirming,
            arranging,
            rules,
        }
    }

    /// The rule of a code.
    pub(super) fn rule(&self, code: Code) -> &Rule {
        // One a code, in the order of `Code::ALL`.
        &self.rules[code as usize]
    }
}

impl Places {
    /// Whether something is in it for which none of this counts.
    pub fn is_excused(&self, words: &[Word]) -> bool {
        self.unless.iter().any(|p| p.anywhere(words).is_some_and(|found| !words[found.words.start].quoted))
    }

    /// The first phrase that stands where it counts, given where clauses start.
    pub fn find(&self, words: &[Word], starts: &[usize]) -> Option<Found> {
        if self.is_excused(words) {
            return None;
        }
        let starting = starts.iter().find_map(|at| self.starts.iter().find_map(|p| p.at(words, *at)));
        starting.or_else(|| self.elsewhere(words))
    }

    /// The same, but for what starts a clause.
    pub fn elsewhere(&self, words: &[Word]) -> Option<Found> {
        let own = |found: &Found| !words[found.words.start].quoted;
        let has = self.has.iter().filter_map(|p| p.anywhere(words)).find(own);
        has.or_else(|| self.ends.iter().find_map(|p| p.at_end(words))).or_else(|| {
            let last = words.iter().rposition(|w| w.begins_clause).filter(|at| *at > 0)?;
            let whole = |p: &Phrase| p.at(words, last).filter(|found| found.words.end == words.len());
            self.tags.iter().find_map(whole)
        })
    }
}

/// The texts of a list.
fn texts(list: Option<&Placed<Texts>>) -> impl Iterator<Item = &Placed<String>> {
    list.into_iter().flat_map(|list| list.get_ref())
}

/// Puts together, and collects what is wrong.
struct Builder<'a> {
    lists: Lists,
    same: Same,
    /// Phrases that are not to count, and whether one of ours was one of them.
    removed: Vec<(&'a Placed<String>, String, bool)>,
    known: Vec<String>,
    faults: &'a mut Vec<Fault>,
}

impl<'a> Builder<'a> {
    fn new(raws: &[&'a RawWording], faults: &'a mut Vec<Fault>) -> Self {
        let mut same = Same::new();
        for (word, other) in
            raws.iter().filter_map(|raw| raw.same.as_ref()).flat_map(|same| &same.get_ref().0)
        {
            let key = words(word.get_ref(), &Same::new()).concat();
            same.insert(key, words(other.get_ref(), &Same::new()));
        }
        let mut lists = Lists::new();
        let empty = |list: &&Placed<String>| words(list.get_ref(), &same).is_empty();
        let own = raws.last().and_then(|raw| raw.lists.as_ref());
        for (name, all) in own.iter().flat_map(|lists| &lists.get_ref().0) {
            if all.iter().all(|item| empty(&item)) {
                let message =
                    format!("there are no words in the list `{}`", text::clean_line(name.get_ref()));
                let fault = Fault::warning("empty", name.span(), message);
                faults.push(fault.help("write the words that it stands for, or leave it out"));
            }
        }
        for (name, all) in
            raws.iter().filter_map(|raw| raw.lists.as_ref()).flat_map(|lists| &lists.get_ref().0)
        {
            let all = all.iter().map(|item| words(item.get_ref(), &same)).filter(|item| !item.is_empty());
            lists.entry(name.get_ref().clone()).or_default().extend(all);
        }
        let removed = raws.iter().flat_map(|raw| texts(raw.remove.as_ref()));
        let removed = removed.map(|phrase| (phrase, plain(phrase.get_ref()), false)).collect();
        Self { lists, same, removed, known: Vec::new(), faults }
    }

    /// Reads phrases. What is wrong is told of the last file, and those of one before it may be removed.
    fn phrases(&mut self, list: Option<&Placed<Texts>>, told: bool) -> Vec<Phrase> {
        texts(list).filter_map(|phrase| self.phrase(phrase, told)).collect()
    }

    fn phrase(&mut self, phrase: &Placed<String>, told: bool) -> Option<Phrase> {
        let written = plain(phrase.get_ref());
        let own = |removed: &&mut (&Placed<String>, String, bool)| removed.1 == written;
        if let Some(removed) = self.removed.iter_mut().find(own) {
            removed.2 = true;
            return None;
        }
        match Phrase::read(phrase.get_ref(), &self.lists, &self.same) {
            Ok(read) => {
                if !self.removed.is_empty() {
                    self.known.push(written);
                }
                Some(read)
            }
            Err(wrong) => {
                if told {
                    let fault = self.wrong(wrong, phrase.span());
                    self.faults.push(fault);
                }
                None
            }
        }
    }

    fn wrong(&self, wrong: Wrong, span: Range<usize>) -> Fault {
        match wrong {
            Wrong::Empty => Fault::error("empty", span, "there are no words in this phrase")
                .help("write the words of a question, such as \"are you happy with\""),
            Wrong::NoList(name) => {
                let message = format!("there is no list `{}`", text::clean_line(&name));
                let names = self.lists.keys().map(String::as_str);
                let help = match text::nearest(&name, names) {
                    Some(near) => format!("did you mean {{{near}}}?"),
                    None => "write it below [lists], or leave out the braces".to_owned(),
                };
                Fault::error("unknown-placeholder", span, message).help(help)
            }
            Wrong::RestWithin => Fault::error("bad-placeholder", span, "{rest} stands for what follows")
                .help("write it at the end of the phrase, or … for some words within"),
            Wrong::OpenGap => Fault::error("bad-placeholder", span, "a … stands for words between others")
                .help("leave it out at the beginning and at the end"),
            Wrong::TooManyGaps => {
                Fault::error("bad-placeholder", span, "there are more than three gaps in this")
                    .help("write it as several phrases")
            }
        }
    }

    fn places(&mut self, raw: Option<&RawPhrases>, told: bool, into: &mut Places) {
        let Some(raw) = raw else { return };
        into.starts.extend(self.phrases(raw.starts.as_ref(), told));
        into.has.extend(self.phrases(raw.has.as_ref(), told));
        into.ends.extend(self.phrases(raw.ends.as_ref(), told));
        into.tags.extend(self.phrases(raw.tags.as_ref(), told));
        into.unless.extend(self.phrases(raw.unless.as_ref(), told));
    }

    fn rule(&mut self, code: Code, raw: &RawRule, told: bool, into: &mut Rule) {
        into.places.starts.extend(self.phrases(raw.starts.as_ref(), told));
        into.places.has.extend(self.phrases(raw.has.as_ref(), told));
        into.places.ends.extend(self.phrases(raw.ends.as_ref(), told));
        into.places.tags.extend(self.phrases(raw.tags.as_ref(), told));
        into.places.unless.extend(self.phrases(raw.unless.as_ref(), told));
        if told {
            self.texts_of(raw);
        }
        into.breaks.extend(self.phrases(raw.breaks.as_ref(), told));
        if let Some(message) = raw.message.as_ref().filter(|m| !m.get_ref().trim().is_empty()) {
            into.message = text::clean_line(message.get_ref());
        }
        if let Some(rewrite) = raw.rewrite.as_ref().filter(|r| !r.get_ref().trim().is_empty()) {
            into.rewrite = text::clean_line(rewrite.get_ref());
        }
        for (phrase, other) in raw.rewrites.as_ref().map_or(&[][..], |pairs| &pairs.get_ref().0) {
            let Some(read) = self.phrase(phrase, told) else { continue };
            let lacks = read
                .gives()
                .into_iter()
                .find(|(name, given)| !given && other.get_ref().contains(&format!("{{{name}}}")));
            if let Some((name, _)) = lacks {
                if told {
                    let message = format!("{{{name}}} stands here, and not in the phrase before it");
                    let help = "write it at the same place in both, or leave it out here";
                    self.faults.push(Fault::error("unknown-placeholder", other.span(), message).help(help));
                }
                continue;
            }
            if !is_in_place(code) && code != Code::Double {
                into.places.starts.push(read.clone());
            }
            let lines: Vec<_> = other.get_ref().lines().map(text::clean_line).collect();
            into.rewrites.push((read, lines.join("\n")));
        }
    }

    /// Tells what is wrong with what is said and offered.
    fn texts_of(&mut self, raw: &RawRule) {
        let rewrites = raw.rewrites.iter().flat_map(|pairs| &pairs.get_ref().0).map(|(_, other)| other);
        let message = raw.message.iter().map(|text| (text, &["words"][..]));
        let opening = raw.rewrite.iter().map(|text| (text, &[][..]));
        for (text, known) in message.chain(opening).chain(rewrites.map(|text| (text, &["some", "rest"][..])))
        {
            if text.get_ref().trim().is_empty() {
                let fault = Fault::error("empty", text.span(), "there are no words in this");
                self.faults.push(fault.help("write what is to be said, or leave the line out"));
            }
            for name in in_braces(text.get_ref()).filter(|name| !known.contains(name)) {
                let message = format!("{{{}}} stands for nothing here", text::clean_line(name));
                let help = match known.first() {
                    Some(known) => format!("write {{{known}}}, or leave out the braces"),
                    None => "leave out the braces".to_owned(),
                };
                self.faults.push(Fault::error("unknown-placeholder", text.span(), message).help(help));
            }
        }
    }

    /// What was to be removed and is not there is told.
    fn finish(self) -> Same {
        for (phrase, written, found) in &self.removed {
            if !found {
                let message = format!("there is no phrase \"{written}\" among ours");
                let near = text::nearest(written, self.known.iter().map(String::as_str));
                let help = match near {
                    Some(near) => format!("did you mean \"{near}\"?"),
                    None => "take a phrase as goodterms wording --rules shows it; what is in `allow` is not flagged \
                             either"
                        .to_owned(),
                };
                self.faults.push(Fault::warning("unknown-phrase", phrase.span(), message).help(help));
            }
        }
        self.same
    }
}

/// Whether the rewrites of a code take the place of the words themselves, wherever these stand.
pub(super) fn is_in_place(code: Code) -> bool {
    matches!(code, Code::Absolute | Code::Jargon)
}

/// Whether something may be the name of a language, such as `en` or `en-GB`.
fn is_language(text: &str) -> bool {
    let text = text.trim();
    text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
        && text.starts_with(char::is_alphabetic)
}

/// The names that stand in braces.
fn in_braces(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

/// A phrase for comparing with another one.
fn plain(phrase: &str) -> String {
    text::clean_line(phrase).replace('’', "'").to_lowercase()
}
