//! What must hold for whatever a playbook file holds: the check answers, what it says can be shown,
//! and a playbook that comes out can be walked. For the property tests and for the fuzzer.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use goodterms::diagnostic::{Fault, has_errors, places, render};
use goodterms::document::{Client, Document};
use goodterms::playbook::check::links;
use goodterms::playbook::chooser::ways;
use goodterms::playbook::{Checked, FieldRef, Kind, Playbook, check};
use goodterms::session::{Edit, Session, Start, Target};

/// Checks some bytes, shows what was found in every way there is, and walks what comes out of it
/// by these choices.
pub fn survives(bytes: &[u8], choices: &[u8]) -> Checked {
    let checked = check(bytes);
    let source = checked.source.as_str();
    shown(&checked.faults, source);
    assert_eq!(checked.playbook.is_some(), !has_errors(&checked.faults));
    if let Some(playbook) = &checked.playbook {
        // Whatever it hands off to, let it be this one: everything to carry is then looked at.
        shown(&links::check(playbook, &checked.links, |_| Some(playbook)), source);
        shown(&links::check(playbook, &checked.links, |_| None), source);
        let offered = |to: &str| playbook.hand_offs.iter().any(|h| h.to == to);
        assert!(ways(playbook).iter().all(|way| !way.turns.is_empty() && offered(&way.hand_off.to)));
        walk(&Arc::new(playbook.clone()), choices);
    }
    checked
}

fn shown(faults: &[Fault], source: &str) {
    for fault in faults {
        let span = fault.span.clone();
        assert!(source.get(span).is_some(), "{fault:?} in {} bytes", source.len());
        assert!(!fault.message.is_empty());
    }
    assert!(faults.is_sorted_by_key(|f| f.span.start));
    let shown = render(faults, "a.toml", source, false);
    let hidden = |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
    assert!(!shown.contains(hidden), "{shown:?}");
    assert_eq!(shown.matches("--> a.toml:").count(), faults.len());
    render(faults, "a.toml", source, true);
    let lines: Vec<&str> = source.split('\n').collect();
    for (place, fault) in places(faults, "a.toml", source).iter().zip(faults) {
        let line = lines.get(place.line - 1);
        assert!(line.is_some_and(|l| place.column <= l.chars().count() + 1), "{fault:?}");
        assert!((place.line, place.column) <= (place.end_line, place.end_column));
    }
}

/// Things a person types.
const TYPED: &[&str] = &[
    "x",
    "Why did you leave?\nWhat changed?",
    "\n- a\n* b\n",
    "2026-12-01 12:30",
    "next friday",
    "3",
    "-1.5",
    "| a | b |\n|---|---|\n",
    "- [x] Yes\n",
    "<!-- goodterms: a.b -->\n## Title\n+++\n",
    "é 李 👩‍👩‍👧\u{202e}\r\n",
    "   ",
];

fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-11-21T14:02:10-05:00").expect("a moment")
}

fn session(playbook: &Arc<Playbook>) -> Session {
    let client = Client { name: "Ada Byron".to_owned(), ..Client::default() };
    let start = Start { id: "k3v9q2m8x7ta".to_owned(), client, ..Start::default() };
    Session::new(playbook.clone(), start, now())
}

/// Walks a playbook: each choice is an edit somewhere, or undoes or redoes one. Then it is all
/// written to a note and read back.
fn walk(playbook: &Arc<Playbook>, choices: &[u8]) {
    let mut session = session(playbook);
    let fields: Vec<FieldRef> = playbook.fields().map(|(at, _)| at).collect();
    for (i, choice) in choices.iter().enumerate() {
        let n = usize::from(*choice) + i * 7;
        session.arrive(n % playbook.steps.len(), now());
        match (fields.get(n % fields.len().max(1)), choice % 16) {
            (_, 0) => drop(session.undo()),
            (_, 1) => drop(session.redo()),
            (Some(field), _) => edit(&mut session, *field, n),
            (None, _) => {
                let note = session.add_note(n % playbook.steps.len(), TYPED[n % TYPED.len()], now());
                session.apply(note, now());
            }
        }
    }
    looked_at(&session);
    reads_back(&session);
}

/// Something that can be done to a field of its kind.
fn edit(session: &mut Session, field: FieldRef, n: usize) {
    let playbook = session.playbook().clone();
    let kind = &playbook.field(field).kind;
    let edit = match kind {
        Kind::Choice { .. } | Kind::Choices { .. } | Kind::Checklist { .. } if !n.is_multiple_of(5) => {
            let choices = kind.choices();
            choices.get(n % choices.len().max(1)).map(|choice| session.toggle(field, &choice.id, now()))
        }
        Kind::Table(table) => {
            let row = n % 4;
            let column = n / 4 % table.columns.len();
            match n % 7 {
                0 => session.add_row(field, row),
                1 => session.remove_row(field, row),
                2 => session.move_row(field, row, n / 3 % 4),
                3 => session.turn_cell(field, row, column, now()),
                4 => Some(typed(session, Target::Cell { field, row, column: None }, n)),
                _ => Some(typed(session, Target::Cell { field, row, column: Some(column) }, n)),
            }
        }
        _ => Some(typed(session, Target::Field(field), n)),
    };
    if let Some(edit) = edit {
        session.apply(edit, now());
    }
    if n.is_multiple_of(3)
        && let Some(meant) = session.on_leave(field)
    {
        session.apply(meant, now());
    }
}

/// Something typed at some place, over what stood there.
fn typed(session: &Session, target: Target, n: usize) -> Edit {
    let length = session.text(target).len();
    let at = n % (length + 1);
    Edit::Splice { target, at, remove: n / 5 % (length - at + 1), insert: TYPED[n % TYPED.len()].to_owned() }
}

/// All that a screen asks of a session.
fn looked_at(session: &Session) {
    let playbook = session.playbook();
    for (i, step) in playbook.steps.iter().enumerate() {
        session.step_state(i);
        session.unmet_needs(i);
        session.fill(&step.guide);
        for phrase in step.say.iter().chain(&step.avoid) {
            session.fill(&phrase.text);
        }
    }
    for (at, field) in playbook.fields() {
        session.hint(at);
        session.fill(&field.label);
        if let Some(answer) = session.held(at) {
            answer.in_words(&field.kind);
        }
    }
    session.missing();
    session.suggested_outcome();
    session.answers_json();
}

/// A note can be read again; what was half typed may then be what it looks like, and from there on
/// reading and writing changes nothing.
fn reads_back(session: &Session) {
    let read = |note: &str| {
        let document = Document::parse(note);
        let head = document.head().expect("our own front matter");
        Session::open(session.playbook().clone(), head, document, now())
    };
    let once = read(&session.to_document().render()).to_document().render();
    assert_eq!(read(&once).to_document().render(), once);
}
