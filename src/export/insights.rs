//! What was learnt, as a page for a meeting of partners: one file, no script, bars as drawings with their
//! words beside them.

use std::sync::Arc;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::agenda::known_as;
use crate::card::Names;
use crate::document::Client;
use crate::insights::{Figure, Insights, Section, Told, What};
use crate::text;

/// More figures of a section than these would be read by nobody.
const MOST: usize = 25;
/// The least that is worth a line of its own where there are many.
const OFTEN: usize = 2;

/// Everything is in the page: nothing is fetched, and nothing runs.
const STYLE: &str = "\
:root { color-scheme: light dark; --ink: #1d1d1b; --quiet: #5c5a55; --ground: #fff; --rule: #d8d5cd;
  --full: #00565c; --half: #c9863c; --rest: #e8e5dd; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e4de; --quiet: #a3a19b; --ground: #1b1c1f;
  --rule: #3a3b3f; --full: #7fd0d6; --half: #e8b75e; --rest: #34363b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 52rem; color: var(--ink); background: var(--ground);
  font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .25rem; border-bottom: 1px solid var(--rule); padding-bottom: .25rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
p { margin: .25rem 0 .75rem; }
.quiet, summary, .behind { color: var(--quiet); font-size: .9rem; }
.figures { list-style: none; margin: 0; padding: 0; }
.figure { display: grid; grid-template-columns: minmax(0, 5fr) minmax(6rem, 3fr) minmax(0, 4fr); gap: 0 1rem;
  align-items: center; padding: .3rem 0; break-inside: avoid; }
.figure > * { overflow-wrap: anywhere; }
.figure details { grid-column: 1 / -1; }
.figure svg { display: block; width: 100%; height: .9rem; }
.full { fill: var(--full); } .half { fill: var(--half); } .rest { fill: var(--rest); }
.lessons { padding-left: 1.2rem; } .lessons li { margin: .4rem 0; break-inside: avoid; overflow-wrap: anywhere; }
.behind { margin: .15rem 0 .5rem; padding-left: 1.2rem; }
@media (max-width: 34rem) { .figure { grid-template-columns: 1fr; gap: .15rem; } }
@media print { :root { --ink: #000; --quiet: #444; --ground: #fff; --rule: #bbb; --full: #00565c; --half: #c9863c;
  --rest: #e8e5dd; } body { padding: 0; max-width: none; font-size: 10.5pt; } details { display: none; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; } h2, h3 { break-after: avoid; } }
";

/// The policy of the page: nothing but its own style.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

const LESSONS: &str = "Lessons";

/// How the page is wanted.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// With the names of clients.
    pub names: bool,
    /// The day it is made, in words.
    pub made: String,
    /// What is counted, in words: `12 conversations, since 1 March 2026`.
    pub scope: String,
}

/// The page of what was learnt.
pub fn insights(insights: &Insights, page: &Page) -> String {
    let title = "What we’ve learnt";
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                h1 { (title) }
                p.quiet { (clean(&page.scope)) ". Made on " (clean(&page.made)) "." }
                p.quiet { (how_to_read(page.names)) }
                @for section in insights.sections.iter().filter(|section| !section.figures.is_empty()) {
                    (of_section(insights, section, page.names))
                }
                @if !insights.lessons.is_empty() { (of_lessons(insights, page.names)) }
                (nothing_yet(insights))
            }
        }
    };
    markup.into_string()
}

/// What one must know to read it.
fn how_to_read(names: bool) -> &'static str {
    match names {
        true => {
            "Each number is of conversations that say something about it; fewer than ten have no per cent. \
                 This page names clients: keep it where your notes are kept."
        }
        false => {
            "Each number is of conversations that say something about it; fewer than ten have no per cent. \
                  Clients are not named, and their names are taken out of what was written with them; read it before you pass it on."
        }
    }
}

fn clean(words: &str) -> String {
    text::clean_line(words)
}

fn of_section(insights: &Insights, section: &Section, names: bool) -> Markup {
    let title = section.part.title();
    let shown = shown(section);
    let more = section.figures.len() - shown;
    html! {
        section {
            h2 { (title) }
            @if !section.note.is_empty() { p.quiet { (clean(&section.note)) } }
            @for figures in by_playbook(section, shown) {
                @if let Some((_, playbook)) = figures[0].playbook.as_ref().filter(|_| stands_apart(section)) {
                    h3 { (clean(playbook)) }
                }
                ul.figures { @for figure in figures { (of_figure(insights, figure, names)) } }
            }
            @if more > 0 { p.quiet { "… and " (more) " more, said once each." } }
        }
    }
}

/// Whether the figures of a section stand under their playbooks.
fn stands_apart(section: &Section) -> bool {
    section.part == crate::insights::Part::Endings
}

/// How many figures are shown: of a long tail only what was said more than once.
fn shown(section: &Section) -> usize {
    let of_own =
        section.figures.iter().take_while(|figure| figure.count >= OFTEN || figure.playbook.is_some());
    section.figures.len().min(of_own.count().max(MOST))
}

fn by_playbook(section: &Section, shown: usize) -> impl Iterator<Item = &[Figure]> {
    let apart = stands_apart(section);
    section.figures[..shown].chunk_by(move |a, b| !apart || a.playbook == b.playbook)
}

fn of_figure(insights: &Insights, figure: &Figure, names: bool) -> Markup {
    let words = label(figure);
    let said = format!("{words}: {}", clean(&figure.told));
    let [full, half, _] = figure.bar.cells(1000);
    html! {
        li.figure {
            span dir="auto" { (words) }
            svg viewBox="0 0 1000 40" preserveAspectRatio="none" role="img" {
                title { (said) }
                rect.rest x="0" y="0" width="1000" height="40" {}
                @if full > 0 { rect.full x="0" y="0" width=(full) height="40" {} }
                @if half > 0 { rect.half x=(full) y="0" width=(half) height="40" {} }
            }
            span { (clean(&figure.told)) }
            details {
                summary { (text::count(figure.sessions.len(), "conversation")) }
                ul.behind { @for told in insights.behind(&figure.sessions) { li dir="auto" { (called(told, names)) } } }
            }
        }
    }
}

/// What a figure is about; somebody's own words are quoted.
fn label(figure: &Figure) -> String {
    let words = clean(&figure.label);
    if figure.own_words { format!("“{words}”") } else { words }
}

fn called(told: &Told, names: bool) -> String {
    if names { told.named() } else { told.unnamed() }
}

/// What one may miss.
fn nothing_yet(insights: &Insights) -> Markup {
    let empty = insights.sections.iter().filter(|section| section.figures.is_empty());
    let mut empty: Vec<&str> = empty.map(|section| section.part.title()).collect();
    if insights.lessons.is_empty() {
        empty.push(LESSONS);
    }
    html! {
        @if !empty.is_empty() { p.quiet { "Nothing yet on: " (empty.join("; ")) "." } }
    }
}

fn of_lessons(insights: &Insights, names: bool) -> Markup {
    html! {
        section {
            h2 { (LESSONS) }
            ul.lessons {
                @for lesson in &insights.lessons {
                    li dir="auto" {
                        (clean(&lesson.words)) " "
                        @if let Some(told) = insights.conversations.get(lesson.session) {
                            span.quiet { "(" (called(told, names)) ")" }
                        }
                    }
                }
            }
        }
    }
}

/// The same conversations without the names of their clients in what was said, by whichever of them each is called.
pub fn without_names(all: &[Arc<Told>]) -> Vec<Arc<Told>> {
    let known = known_as(&all.iter().map(|told| &told.client).collect::<Vec<_>>());
    all.iter().zip(known).map(|(told, known)| Arc::new(without(told, &known))).collect()
}

fn without(told: &Told, known: &[Client]) -> Told {
    let names: Vec<Names> = known.iter().map(Names::all_of).collect();
    let mut told = told.clone();
    for said in &mut told.said {
        // What an option says is the playbook's, and names nobody.
        if let What::Words(words) = &mut said.what {
            *words = names.iter().fold(words.clone(), |words, names| names.take_out(&words));
        }
    }
    told
}

#[cfg(test)]
mod tests;
