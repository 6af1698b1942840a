//! Exports of conversations in which everything is that a conversation can have.

mod marks;
mod private;
mod redaction;

use std::sync::Arc;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::report::{Linked, Mention, Report, Story, client, conversation, left_out};
use super::{Options, docx, html, markdown};
use crate::document::{Client, Document, FollowUp, Head, Meeting, Moved, State, Status, When};
use crate::playbook::{Playbook, check};
use crate::session::Session;

const PLAYBOOK: &str = r##"
format = 1
[playbook]
id = "everything"
version = "1.0.0"
language = "en"
title = "Everything there is"
summary = "A playbook for tests."
[[step]]
id = "before"
title = "Before you meet"
phase = "before"
  [[step.field]]
  id = "own"
  label = "What did we do?"
  private = true
  [[step.field]]
  id = "fears"
  kind = "list"
  label = "What may {client.first_name} fear?"
  private = true
  [[step.field]]
  id = "questions"
  kind = "list"
  label = "Questions"
  [[step.field]]
  id = "clear"
  kind = "choice"
  label = "Is it clear?"
  options = ["Yes", "Not yet"]
  other = true
  [[step.field]]
  id = "signs"
  kind = "choices"
  label = "Signs"
  options = ["Fewer calls", "Less work"]
  other = true
[[step]]
id = "talk"
title = "The talk"
phase = "during"
  [[step.field]]
  id = "words"
  label = "Their words"
  words = true
  [[step.field]]
  id = "said"
  kind = "table"
  label = "What they said"
  rows = "before.questions"
  columns = [{ id = "words", label = "Answer" }, { id = "by", label = "By", kind = "date" }, { id = "asked", label = "Asked", kind = "tick" }]
  [[step.field]]
  id = "checks"
  kind = "checklist"
  label = "Checks"
  items = ["Say sorry", "Ask"]
  [[step.field]]
  id = "trial"
  kind = "period"
  label = "Trial"
  unit = "months"
  from = "meeting"
  [[step.field]]
  id = "fee"
  kind = "number"
  label = "Fee"
  unit = "CHF"
  [[step.field]]
  id = "day"
  kind = "date"
  label = "Next meeting"
  [[step.field]]
  id = "score"
  kind = "score"
  label = "How sure are you?"
  out_of = 5
  [[step.field]]
  id = "passed"
  label = "Passed over"
  when = { field = "before.clear", is = "yes" }
[[follow_up]]
id = "review"
title = "Meet {client.first_name} again"
due = { end_of = "talk.trial" }
[[outcome]]
id = "kept"
label = "They stay"
means = "kept"
[[message]]
id = "thanks"
title = "Thank {client.first_name}"
body = """
Dear {client.first_name},

{talk.words}

{before.own}
{advisor.name}"""
"##;

const NOTE: &str = r#"
## Before you meet {#before}

### What did we do? {#before.own}

We sent the wrong letter to Quentin.

### What may Zoë fear? {#before.fears}

- being passed on
- fees

### Questions {#before.questions}

- What would you change?
- How was 2025 for you?

### Is it clear? {#before.clear}

- [ ] Yes
- [x] Not yet

### Signs {#before.signs}

- [x] Fewer calls
- [ ] Less work
- [x] Something else: she asked Quentin Featherstone twice

### Old question {#before.gone}

An answer of before

### Notes {#before.notes}

- 2026-11-21 14:07:31-05:00 @ call O'Brien back about 48213
- 2026-11-21 14:09:00-05:00 two lines
  | and | a pipe

## The talk {#talk}

### Their words {#talk.words}

# I pay 48,213 a year.
1. And nobody calls *me* <b>back</b>.

zoe@mills.example, https://mills.example/zoe

#### Also written elsewhere {#talk.words.also}

> Zoë said it otherwise

### What they said {#talk.said}

|  | Answer | By | Asked |
|---|---|---|---|
| What would you change? | The \| letters of Mills & Co<br>and the 77 calls | 2026-12-01 | x |

### Checks {#talk.checks}

- [x] Say sorry
- [ ] Ask

### Trial {#talk.trial}

3 months, 2026-11-24 to 2027-02-24

### Fee {#talk.fee}

48213

### Next meeting {#talk.day}

2026-12-01 12:30

### How sure are you? {#talk.score}

4 / 5

### Passed over {#talk.passed}

nobody reads this
"#;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

pub(super) fn playbook() -> Arc<Playbook> {
    let checked = check(PLAYBOOK.as_bytes());
    let shown = crate::diagnostic::render(&checked.faults, "test", &checked.source, false);
    checked.playbook.unwrap_or_else(|| panic!("{shown}")).into()
}

pub(super) fn head() -> Head {
    Head {
        client: Client {
            name: "Zoë O'Brien".into(),
            organisation: Some("Mills & Co".into()),
            also: vec!["Zozo Quill".into()],
        },
        advisor: Some("Charles Babbage".into()),
        meeting: Meeting {
            at: Some(When::At(at("2026-11-24T12:30:00-05:00"))),
            how: Some(crate::document::How::InPerson),
            place: Some("Chez Luc".into()),
        },
        follow_ups: vec![FollowUp {
            id: "own".into(),
            title: "Send Zoë the letter of 1815".into(),
            due: Some(day("2026-12-08")),
            by_hand: true,
            state: State::Done,
            done: Some(day("2026-12-09")),
            moved: vec![Moved { from: day("2026-12-01"), why: Some("O'Brien is on holiday".into()) }],
            ..FollowUp::default()
        }],
        to: vec!["cdefghjkmnpq".into()],
        ..Head::sample()
    }
}

pub(super) fn session_of(head: Head, note: &str) -> Session {
    let mut document = Document::new(&head, "Everything there is");
    document = Document::parse(&format!("{}{note}", document.render().trim_end()));
    Session::open(playbook(), head, document, at("2026-11-25T09:00:00-05:00"))
}

pub(super) fn session() -> Session {
    session_of(head(), NOTE)
}

fn links() -> Vec<Linked> {
    vec![Linked { id: "cdefghjkmnpq".into(), title: "Part well".into(), day: day("2027-03-03") }]
}

fn report(private: bool) -> Report {
    conversation(&session(), &Options { private }, &links())
}

/// The text of the document, a line a paragraph.
pub(super) fn in_docx(bytes: &[u8]) -> String {
    let xml = String::from_utf8_lossy(bytes);
    // Nothing in the file is compressed.
    let start = xml.find("<w:document ").unwrap();
    let end = xml.find("</w:document>").unwrap() + "</w:document>".len();
    let document = roxmltree::Document::parse(&xml[start..end]).unwrap();
    let mut out = String::new();
    for node in document.descendants() {
        match node.tag_name().name() {
            "p" => out.push('\n'),
            "br" => out.push('\n'),
            "t" => out.push_str(node.text().unwrap_or_default()),
            _ => {}
        }
    }
    out
}

#[test]
fn a_conversation_as_markdown() {
    insta::assert_snapshot!(markdown(&report(false)));
}

#[test]
fn a_conversation_as_a_page() {
    insta::assert_snapshot!(html(&report(false)));
}

#[test]
fn a_conversation_as_a_document() {
    let bytes = docx(&report(false)).unwrap();
    insta::assert_snapshot!(in_docx(&bytes));
    assert_eq!(bytes, docx(&report(false)).unwrap(), "equal conversations are equal files");
    let whole = String::from_utf8_lossy(&bytes);
    let core = &whole[whole.find("<cp:coreProperties").unwrap()..];
    let core = &core[..core.find("</cp:coreProperties>").unwrap()];
    assert!(!core.contains("Zoë") && core.contains("<dc:title>Conversation</dc:title>"), "{core}");
    assert_eq!(whole.matches("<w:tblHeader/>").count(), 2);
}

#[test]
fn what_is_private_is_there_only_if_it_is_asked_for() {
    let (without, with) = (markdown(&report(false)), markdown(&report(true)));
    for words in ["wrong letter", "being passed on", "What did we do?"] {
        assert!(!without.contains(words), "{words}");
        assert!(with.contains(words), "{words}");
    }
    assert!(html(&report(true)).contains("wrong letter") && !html(&report(false)).contains("wrong letter"));
    assert!(!in_docx(&docx(&report(false)).unwrap()).contains("wrong letter"));
    assert_eq!(left_out(&[session()]), 3);
}

#[test]
fn what_is_passed_over_and_what_is_not_ours_is_left_out() {
    for text in [markdown(&report(true)), html(&report(true)), in_docx(&docx(&report(true)).unwrap())] {
        for words in ["nobody reads this", "{#", "+++", "sha256", "k3v9q2m8x7ta"] {
            assert!(!text.contains(words), "{words}: {text}");
        }
    }
}

/// The story of a client with two conversations.
pub(super) fn story() -> (Story, Vec<Session>) {
    let farewell = Head {
        id: "cdefghjkmnpq".into(),
        started: at("2027-03-03T10:00:00-05:00"),
        from: Some("k3v9q2m8x7ta".into()),
        status: Status::Closed,
        closed: Some(at("2027-03-05T10:00:00-05:00")),
        outcome: Some("kept".into()),
        client: Client { also: Vec::new(), ..head().client },
        meeting: Meeting::default(),
        to: Vec::new(),
        follow_ups: Vec::new(),
        ..head()
    };
    let second = session_of(farewell, "\n## The talk {#talk}\n\n### Their words {#talk.words}\n\nI stay.\n");
    let story = Story {
        name: "Zoë O'Brien".into(),
        organisation: Some("Mills & Co".into()),
        also: vec!["Zozo Quill".into()],
        edits: vec![vec![day("2026-11-22"), day("2026-11-25")], Vec::new()],
        links: links()
            .into_iter()
            .chain([Linked {
                id: "k3v9q2m8x7ta".into(),
                title: "Everything there is".into(),
                day: day("2026-11-21"),
            }])
            .collect(),
        mentions: vec![Mention {
            day: day("2026-10-01"),
            title: "Exit interview".into(),
            step: Some("Where it slipped".into()),
        }],
        missing: vec!["2026-12-01-farewell-abcdef.md".into()],
        period: (None, None),
    };
    (story, vec![session(), second])
}

#[test]
fn all_with_a_client_in_the_order_of_time() {
    let (story, sessions) = story();
    let report = client(&story, &sessions, &Options::default());
    insta::assert_snapshot!("a_client_as_markdown", markdown(&report));
    insta::assert_snapshot!("a_client_as_a_page", html(&report));
}

#[test]
fn only_the_days_that_are_asked_for_are_in_the_order_of_time() {
    let (story, sessions) = story();
    let story = Story { period: (Some(day("2027-01-01")), Some(day("2027-03-04"))), ..story };
    let text = markdown(&client(&story, &sessions, &Options::default()));
    let events = text.split("## In the order of time").nth(1).unwrap().split("\n## ").next().unwrap();
    assert!(events.contains("Wed 3 March 2027, 10:00 | Conversation begun"), "{events}");
    assert!(!events.contains("2026,") && !events.contains("Closed"), "{events}");
    assert!(text.contains("**Days asked for:** Fri 1 January 2027 to Thu 4 March 2027"), "{text}");
}

#[test]
fn it_fetches_nothing_and_runs_nothing() {
    let page = html(&report(true));
    let (style, body) = page.split_once("</style>").unwrap();
    for word in ["url(", "@import", "http"] {
        assert!(!style.contains(word) || word == "http" && style.matches("http").count() == 1, "{word}");
    }
    for word in ["<script", "src=", "href=", "style="] {
        assert!(!body.contains(word), "{word}");
    }
}
