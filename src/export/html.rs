//! A report as one page: nothing is fetched and nothing runs; it prints on A4 and Letter, and is light or
//! dark as the screen is.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::report::{Block, Note, Part, Report, Table, Words, machine, moment, with_colon};

/// Everything is in the page.
const STYLE: &str = "\
:root { color-scheme: light dark; --ink: #1b1b1b; --quiet: #555; --paper: #fff; --line: #c4c4c4; --soft: #f3f3f0; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e3; --quiet: #a5a5a0; --paper: #1c1c1e; --line: #4a4a4d; --soft: #28282b; }
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 1rem/1.5 system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; margin: 2.2rem 0 .6rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.05rem; margin: 1.4rem 0 .3rem; }
h4 { font-size: 1rem; font-style: italic; margin: 1.1rem 0 .3rem; }
p, ul, blockquote, dl { margin: 0 0 .7rem; }
p { white-space: pre-line; }
ul { padding-left: 1.4rem; }
li p { margin: 0; }
blockquote { padding: .1rem 0 .1rem .9rem; border-left: 3px solid var(--line); }
blockquote p { margin: .3rem 0; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .15rem 1.2rem; }
dt { color: var(--quiet); }
dd { margin: 0; white-space: pre-line; }
.ticks { list-style: none; padding-left: 0; }
.ticks li { padding-left: 1.6rem; text-indent: -1.6rem; }
.ticks li > * { text-indent: 0; }
.mark { display: inline-block; width: 1.6rem; }
.notes time { color: var(--quiet); }
.wide { overflow-x: auto; margin-bottom: .7rem; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; overflow-wrap: break-word; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border: 1px solid var(--line); white-space: pre-line; }
td time, th time { white-space: nowrap; }
thead th { background: var(--soft); }
tbody th { font-weight: normal; }
@page { margin: 20mm 18mm; }
@media print {
  :root { color-scheme: light; }
  body { font-size: 10.5pt; line-height: 1.4; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 18pt; } h2 { font-size: 14pt; } h3 { font-size: 11.5pt; } h4 { font-size: 10.5pt; }
  h1, h2, h3, h4 { break-after: avoid; }
  li, tr, dt, dd, table { break-inside: avoid; }
  p { orphans: 3; widows: 3; }
  thead { display: table-header-group; }
  thead th { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .wide { overflow: visible; }
}
@media (max-width: 30rem) { dl { display: block; } dd { margin-bottom: .4rem; } }
";

/// The report as a page.
pub fn html(report: &Report) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(report.language) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                title { (report.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 dir="auto" { (report.title) }
                    @for part in &report.parts { (part_of(part, &report.language)) }
                }
            }
        }
    };
    page.into_string() + "\n"
}

fn part_of(part: &Part, language: &str) -> Markup {
    let other = (part.language != language).then_some(&part.language);
    html! {
        @match &part.title {
            Some(title) => section lang=[other] {
                h2 dir="auto" { (title) }
                @for block in &part.blocks { (block_of(block, 2)) }
            },
            None => div lang=[other] { @for block in &part.blocks { (block_of(block, 1)) } },
        }
    }
}

fn block_of(block: &Block, level: u8) -> Markup {
    match block {
        Block::Heading(nth, title) => heading(level + nth, title),
        Block::Paragraph(text) => html! { p { (text) } },
        Block::Text(words) if words.time.is_some() => html! { p { (said(words)) } },
        Block::Text(words) => paragraphs(&words.text),
        Block::Quote(text) => html! { blockquote { (paragraphs(text)) } },
        Block::List(items) => html! { ul { @for item in items { li dir="auto" { (item) } } } },
        Block::Ticks(items) => html! {
            ul.ticks {
                @for (is_done, item) in items {
                    li dir="auto" { span.mark { (if *is_done { "☑" } else { "☐" }) } (item) }
                }
            }
        },
        Block::Table(table) => table_of(table),
        Block::Facts(facts) => html! {
            dl { @for (label, words) in facts { dt { (with_colon(label)) } dd dir="auto" { (said(words)) } } }
        },
        Block::Notes(notes) => {
            html! { ul.notes { @for note in notes { li dir="auto" { (note_of(note)) } } } }
        }
    }
}

fn heading(level: u8, title: &str) -> Markup {
    match level {
        2 => html! { h2 dir="auto" { (title) } },
        3 => html! { h3 dir="auto" { (title) } },
        4 => html! { h4 dir="auto" { (title) } },
        _ => html! { h5 dir="auto" { (title) } },
    }
}

fn note_of(note: &Note) -> Markup {
    html! {
        p dir="auto" {
            @if let Some(at) = &note.at { time datetime=(machine(at)) { (moment(at)) } " " }
            (note.text)
        }
    }
}

/// Words, with the day or moment that they are.
fn said(words: &Words) -> Markup {
    match &words.time {
        Some(time) => html! { time datetime=(time) { (words.text) } },
        None => html! { (words.text) },
    }
}

/// A text by its blank lines; the other lines break where they broke.
fn paragraphs(text: &str) -> Markup {
    let mut paragraphs: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        match (line.trim().is_empty(), paragraphs.last_mut()) {
            (false, Some(last)) => last.push(line),
            _ => paragraphs.push(Vec::new()),
        }
    }
    html! {
        @for lines in paragraphs.iter().filter(|lines| !lines.is_empty()) {
            p dir="auto" { (lines.join("\n")) }
        }
    }
}

fn table_of(table: &Table) -> Markup {
    html! {
        div.wide {
            table {
                thead {
                    tr {
                        @for cell in &table.head {
                            @if cell.is_empty() { td {} } @else { th scope="col" dir="auto" { (cell) } }
                        }
                    }
                }
                tbody {
                    @for row in &table.rows {
                        tr {
                            @for (nth, cell) in row.iter().enumerate() {
                                @if nth == 0 {
                                    th scope="row" dir="auto" { (said(cell)) }
                                } @else {
                                    td dir="auto" { (said(cell)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
