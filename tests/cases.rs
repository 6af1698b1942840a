//! The embedded playbooks, each walked with a case of its own: the whole of it, every other way it
//! can go, every hand-off, and the five-minute form. The snapshots are there to be read: as the
//! client would who comes to see them, and as the colleague who takes over.

#![cfg(unix)] // As in `commands.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::DateTime;
use common::{Home, Ran, json};
use goodterms::catalog::Catalog;
use goodterms::log::Log;
use goodterms::session::Session;
use goodterms::store::Store;
use goodterms::store::versions::Keep;
use serde::Deserialize;
use toml::Table;

/// When a case begins, unless it says so.
const BEGINS: &str = "2026-11-21T14:02:10+01:00";

/// Who it is about, what is answered beforehand, and how it goes on.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Begin with a sample of the program, instead of the keys below.
    sample: Option<String>,
    playbook: Option<String>,
    client: Option<String>,
    organisation: Option<String>,
    meeting: Option<String>,
    how: Option<String>,
    advisor: String,
    /// The outcome with which it is closed in the end; it must be the one that is suggested.
    ends: Option<String>,
    #[serde(default)]
    answers: Table,
    /// What comes later, in the order of time.
    #[serde(default)]
    stage: Vec<Stage>,
    /// Other ways it can go on the day of the first stage.
    #[serde(default)]
    branch: Vec<Branch>,
    /// What is typed into the five-minute form, line by line.
    quick: Option<String>,
}

/// Answers that come later.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Stage {
    now: String,
    answers: Table,
}

/// Another way, from what is answered beforehand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Branch {
    name: String,
    answers: Table,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Case {
    fn read(name: &str) -> Self {
        let read = |path: PathBuf| {
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        let case: Self = toml::from_str(&read(root().join(format!("tests/cases/{name}.toml")))).unwrap();
        let Some(sample) = &case.sample else { return case };
        let text = read(root().join(format!("playbooks/samples/{sample}.toml")));
        let mut sample: Table = toml::from_str(&text).unwrap();
        let take = |key: &str| Some(sample.get(key)?.as_str()?.to_owned());
        let (playbook, client, organisation) = (take("playbook"), take("client"), take("organisation"));
        let (meeting, how) = (take("meeting"), take("how"));
        let Some(toml::Value::Table(answers)) = sample.remove("answers") else { panic!("no answers") };
        Self { playbook, client, organisation, meeting, how, answers, ..case }
    }

    fn playbook(&self) -> &str {
        self.playbook.as_deref().unwrap()
    }

    /// What a new conversation is told on the command line.
    fn head(&self) -> Vec<&str> {
        let mut args = Vec::new();
        let said = [
            ("--client", &self.client),
            ("--organisation", &self.organisation),
            ("--meeting", &self.meeting),
            ("--how", &self.how),
        ];
        for (name, value) in said {
            args.extend(value.as_deref().map(|value| [name, value]).into_iter().flatten());
        }
        args
    }

    /// A home folder with the conversation as it is before the meeting.
    fn begun(&self) -> Home {
        let home = Home::new();
        home.write("config/goodterms/config.toml", format!("advisor = \"{}\"\n", self.advisor));
        let args = ["fill", "--start", self.playbook(), "--answers", "-"];
        taken(&home, BEGINS, &[&args[..], &self.head()].concat(), &self.answers);
        home
    }
}

/// Fills in answers, all of which must be taken as they are; only the one that is required may be
/// missing still.
fn taken(home: &Home, now: &str, args: &[&str], answers: &Table) {
    let answers = toml::to_string(answers).unwrap();
    let ran = Ran::of(home.command().env("GOODTERMS_NOW", now).args(args).write_stdin(answers));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let is_said = |line: &&str| !line.starts_with("Meeting: ") && !line.ends_with(" is still needed");
    let said: Vec<_> = ran.err.lines().filter(is_said).collect();
    assert_eq!(said, [""; 0], "{args:?}");
}

fn session(home: &Home, now: &str) -> Session {
    let catalog = Catalog::load(&home.path().join("nowhere"));
    let now = DateTime::parse_from_rfc3339(now).unwrap();
    let files = home.files();
    assert_eq!(files.len(), 1, "{files:?}");
    let store = Store::new(&home.notes(), home.path(), Keep { count: 50, bytes: 20_000_000 }, Log::none());
    store.open(&files[0], |id| catalog.playbook(id), now).unwrap().session
}

/// What the program makes of the answers: how it ended, what follows, what there is to send, and
/// where one can go on.
fn offered(home: &Home, now: &str) -> String {
    let session = session(home, now);
    let mut out = String::new();
    let ended = session.suggested_outcome().map_or("(nothing is suggested)", |o| &o.label);
    writeln!(out, "How it ended: {ended}\n").unwrap();
    for missing in session.missing().into_iter().filter(|m| m.required) {
        writeln!(out, "Still needed: {}\n", missing.what).unwrap();
    }
    writeln!(out, "What follows:\n").unwrap();
    for follow_up in &session.head().follow_ups {
        let due = follow_up.due.map_or("no day yet".to_owned(), |d| d.to_string());
        let every = follow_up.every.map(|e| format!(" (every {e})")).unwrap_or_default();
        writeln!(out, "- {due} {}{every}", follow_up.title).unwrap();
    }
    for hand_off in session.hand_offs() {
        writeln!(out, "\nGo on to {}: {}", hand_off.to, session.fill(&hand_off.label)).unwrap();
        for (field, answer) in carried(home, &hand_off.to) {
            writeln!(out, "  taking along {field} = {answer}").unwrap();
        }
    }
    for message in session.messages() {
        writeln!(out, "\n--- {}\n{}", session.fill(&message.title), session.message_text(message)).unwrap();
    }
    out
}

/// The answers that a conversation begins with which goes on from the only one there is. That one is
/// not changed.
fn carried(home: &Home, to: &str) -> Vec<(String, String)> {
    let copy = Home::new();
    let note = &home.files()[0];
    let text = fs::read_to_string(note).unwrap();
    copy.write(Path::new("data/goodterms/notes/x").join(note.file_name().unwrap()), &text);
    let client = session(home, BEGINS).head().client.name.clone();
    let ran = copy.run_with(&["fill", "--start", to, "--from", &client, "--answers", "-"], "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let id = ran.out.split_whitespace().next().unwrap();
    let shown = json(&copy.run(&["show", id, "--json"]));
    assert_eq!(shown["session"]["client"], client.as_str());
    let answers = shown["answers"].as_object().unwrap().iter();
    answers.map(|(field, answer)| (field.clone(), answer.to_string())).collect()
}

fn walk_every_way(name: &str) {
    let case = Case::read(name);
    let home = case.begun();
    let client = case.client.as_deref().unwrap();
    let mut ways = format!("==== beforehand\n\n{}", offered(&home, BEGINS));
    for stage in &case.stage {
        taken(&home, &stage.now, &["fill", client, "--answers", "-"], &stage.answers);
        write!(ways, "\n==== on {}\n\n{}", &stage.now[..10], offered(&home, &stage.now)).unwrap();
    }
    if let (Some(ends), Some(last)) = (&case.ends, case.stage.last()) {
        assert_eq!(session(&home, &last.now).suggested_outcome().map(|o| &o.id), Some(ends));
        let args = ["close", client, "--outcome", ends];
        let ran = Ran::of(home.command().env("GOODTERMS_NOW", &last.now).args(args));
        assert_eq!(ran.code, 0, "{}", ran.err);
    }
    insta::assert_snapshot!(format!("{name}_note"), home.same(&home.note()));
    let now = case.stage.first().map_or(BEGINS, |stage| &stage.now);
    for branch in &case.branch {
        let home = case.begun();
        taken(&home, now, &["fill", client, "--answers", "-"], &branch.answers);
        write!(ways, "\n==== {}\n\n{}", branch.name, offered(&home, now)).unwrap();
    }
    insta::assert_snapshot!(format!("{name}_ways"), ways);
    if let Some(typed) = &case.quick {
        let home = Home::new();
        let args = ["start", case.playbook(), "--quick", "--plain"];
        let ran = home.run_with(&[&args[..], &case.head()].concat(), typed);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""));
        insta::assert_snapshot!(format!("{name}_five_minutes"), home.same(&ran.out));
    }
}

#[test]
fn a_widow_with_a_trust_may_leave() {
    walk_every_way("exit-interview");
}

#[test]
fn a_manufacturer_has_cooled() {
    walk_every_way("shared-expectations");
}

#[test]
fn a_start_up_was_billed_twice() {
    walk_every_way("rebuild");
}

#[test]
fn a_hospital_is_set_against_the_firm() {
    walk_every_way("win-back");
}

#[test]
fn a_chain_of_bakeries_goes() {
    walk_every_way("farewell");
}

/// A new playbook or a new ending without a case fails here.
#[test]
fn every_playbook_has_a_case_and_every_ending_is_reached() {
    let catalog = Catalog::load(Path::new("nowhere"));
    let walked = catalog.playbooks().filter(|p| !p.is_chooser());
    for id in walked.map(|p| p.id.clone()) {
        let case = Case::read(&id);
        let mut reached = BTreeSet::new();
        let mut handed = BTreeSet::new();
        let mut look = |home: &Home, now: &str| {
            let session = session(home, now);
            reached.extend(session.suggested_outcome().map(|o| o.id.clone()));
            handed.extend(session.hand_offs().map(|h| session.fill(&h.label)));
        };
        let client = case.client.as_deref().unwrap();
        let home = case.begun();
        look(&home, BEGINS);
        for stage in &case.stage {
            taken(&home, &stage.now, &["fill", client, "--answers", "-"], &stage.answers);
            look(&home, &stage.now);
        }
        for branch in &case.branch {
            let home = case.begun();
            taken(&home, BEGINS, &["fill", client, "--answers", "-"], &branch.answers);
            look(&home, BEGINS);
        }
        let session = session(&home, BEGINS);
        let playbook = session.playbook();
        let suggested = playbook.outcomes.iter().filter(|o| o.when.is_some()).map(|o| o.id.clone());
        assert_eq!(reached, suggested.collect(), "{id}");
        let hand_offs: BTreeSet<_> = playbook.hand_offs.iter().map(|h| session.fill(&h.label)).collect();
        assert_eq!(handed, hand_offs, "{id}");
    }
}
