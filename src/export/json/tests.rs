//! What is exported and imported again is what it was.

use proptest::prelude::*;

use super::read::{ImportError, Imported, read};
use super::*;
use crate::document::Head;

fn session(text: &str) -> Session {
    let playbook = std::sync::Arc::new(crate::playbook::check(PLAYBOOK.as_bytes()).playbook.unwrap());
    let document = Document::parse(text);
    let head = document.head().unwrap();
    let now = head.started;
    Session::open(playbook, head, document, now)
}

const PLAYBOOK: &str = "format = 1\n[playbook]\nid = \"small\"\nversion = \"1.0.0\"\ntitle = \"Small\"\n\
    summary = \"For tests.\"\n[[step]]\nid = \"one\"\ntitle = \"One\"\nphase = \"before\"\n\
    [[step.field]]\nid = \"first\"\nlabel = \"First\"\nkind = \"text\"\n\
    [[step.field]]\nid = \"secret\"\nlabel = \"Secret\"\nprivate = true\n\
    [[step.field]]\nid = \"signs\"\nlabel = \"Signs\"\nkind = \"choices\"\noptions = [\"A\", \"B\"]\n\
    [[follow_up]]\nid = \"ask\"\ntitle = \"Ask for {one.secret}\"\ndue = { on = \"today\" }\n\
    [[outcome]]\nid = \"kept\"\nlabel = \"Kept\"\nmeans = \"kept\"\n";

fn note(more: &str, body: &str) -> String {
    let mut head = Head::sample();
    head.playbook.id = "small".to_owned();
    format!("+++\n{}{more}+++\n{body}", head.write_over("").unwrap())
}

fn back(json: &str) -> Imported {
    let mut all = read(json).unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

const ALL: Options = Options { private: true };

#[test]
fn everything_of_a_conversation_comes_back() {
    let more = "outcome = \"kept\"\nclosed = 2026-11-25T12:30:00-05:00\n\
        amended = [2026-12-05T10:02:00-05:00, 2026-12-09T09:00:00-05:00]\nhold = \"court\"\nmine = [1, 2.5, { a = true }]\n\
        meeting = { at = 2026-11-24T12:30:00-05:00, how = \"phone\", where = \"Chez Luc\" }\n\
        [[follow_up]]\nid = \"ask\"\ntitle = \"Ask for money\"\ndue = 2026-12-01\nevery = \"3 months\"\nby_hand = true\n\
        moved = [[2026-11-30, \"ill\"], [2026-11-29]]\nmine = 3\n\
        [[follow_up]]\nid = \"b\"\nstate = \"dropped\"\ndropped = [2026-11-25, \"no\"]\n\
        [[follow_up]]\nid = \"c\"\nstate = \"done\"\ndone = 2026-11-25\n\
        [labels]\n\"one.signs\" = { x = \"X\" }\n";
    let body = "\n# Small: Ada\n\nby hand\n\n## One {#one}\n\n### First {#one.first}\n\nwords\n\n\\## x {#y}\n\n\
        #### Also written elsewhere {#one.first.also}\n\n> other words\n\n### Secret {#one.secret}\n\nmoney\n\n\
        ### Gone {#gone.field}\n\n- [x] what was\n\n### Signs {#one.signs}\n\n- [x] A\n- [ ] B\n\n\
        ### Notes {#one.notes}\n\n- 2026-11-21 14:07:31-05:00 a note\n  of two lines\n";
    let session = session(&note(more, body));
    let json = json(std::slice::from_ref(&session), &ALL);
    insta::assert_snapshot!(json);
    let read = back(&json);
    assert_eq!(read.head, *session.head());
    assert_eq!(read.document.front_values(), session.to_document().front_values());
    let blocks = |document: &Document| document.to_parts().collect::<Vec<_>>();
    assert_eq!(blocks(&read.document), blocks(&session.to_document()));
    assert_eq!(read.document.opening(), "# Small: Ada\n\nby hand");
    assert_eq!(read.answers.unwrap(), session.answers_json());
}

#[test]
fn what_is_private_stays_unless_it_is_asked_for() {
    let body = "\n### Secret {#one.secret}\n\nmoney\n\n#### Also {#one.secret.also}\n\n> more money\n\n### First {#one.first}\n\nwords\n";
    let more = "hold = \"a claim for money\"\n[[follow_up]]\nid = \"ask\"\ntitle = \"Ask for money\"\ndue = 2026-12-01\n";
    let session = session(&note(more, body));
    let without = json(std::slice::from_ref(&session), &Options::default());
    assert!(!without.contains("money") && without.contains("words"), "{without}");
    assert!(json(std::slice::from_ref(&session), &ALL).contains("more money"));
    assert_eq!(back(&without).document.keys().collect::<Vec<_>>(), ["one.first"]);
    assert_eq!(back(&without).head.hold.as_deref(), Some(""), "it is on hold, and why is not said");
}

#[test]
fn what_is_written_fits_the_schema_and_so_does_its_copy_in_the_documentation() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let session = session(&note("", "\n## One {#one}\n"));
    let value: Value = serde_json::from_str(&json(&[session], &ALL)).unwrap();
    assert!(validator.is_valid(&value), "{value}");
    assert_eq!(value.as_object().unwrap().keys().next().unwrap(), "version");
    let copy = include_str!("../../../docs/export.schema.json");
    assert_eq!(
        copy,
        serde_json::to_string_pretty(&schema()).unwrap() + "\n",
        "goodterms import --schema makes it"
    );
}

/// A good file with one value made another.
fn with(pointer: &str, new: &Value) -> Value {
    let session =
        session(&note("[[follow_up]]\nid = \"ask\"\ndue = 2026-12-01\n", "\n## One {#one}\n\ntext\n"));
    let mut value: Value = serde_json::from_str(&json(&[session], &ALL)).unwrap();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = new.clone(),
        object => object[key] = new.clone(),
    }
    value
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let c = "/conversations/0";
    for (pointer, new, told) in [
        ("/conversations", value!({}), "conversations: this should be a list"),
        ("/conversations/0", value!(3), "conversations[0]: this should be an object"),
        (
            &format!("{c}/head/client/name"),
            value!(3),
            "conversations[0].head.client.name: this should be a text, and is the number 3",
        ),
        (&format!("{c}/head/client"), value!({}), "conversations[0].head.client.name: this is missing"),
        (&format!("{c}/head/id"), value!("../../etc"), "conversations[0].head.id: an id has small letters"),
        (&format!("{c}/head/id"), value!(""), "head.id: this should be a text that is not empty"),
        (&format!("{c}/head/id"), value!("a".repeat(65)), "at most 64 characters"),
        (&format!("{c}/head/started"), value!("soon"), "conversations[0].head.started: this is not a day"),
        (
            &format!("{c}/head/started"),
            value!("2026-12-01"),
            "head: its front matter cannot be read: `started`",
        ),
        (&format!("{c}/head/started"), value!("10:00:00"), "head.started: this is not a day"),
        (&format!("{c}/head/status"), value!("gone"), "should be \"open\" or \"closed\""),
        (&format!("{c}/head/goodterms"), value!(9), "a newer goodterms wrote this note"),
        (&format!("{c}/head/mine"), value!(u64::MAX), "conversations[0].head.mine: this number is too large"),
        (
            &format!("{c}/head/mine"),
            value!([null]),
            "conversations[0].head.mine[0]: a list has no empty places",
        ),
        (
            &format!("{c}/head/follow_up/0/due"),
            value!("\u{1b}[2J"),
            "head.follow_up[0].due: this is not a day",
        ),
        (
            &format!("{c}/head/follow_up/0/moved"),
            value!([["soon"]]),
            "follow_up[0].moved[0][0]: this is not a day",
        ),
        (
            &format!("{c}/head/follow_up/0/moved"),
            value!([[]]),
            "follow_up[0].moved[0]: this is a list of 0 items",
        ),
        (&format!("{c}/head/follow_up/0/every"), value!("1e99 days"), "`follow_up.every`"),
        (&format!("{c}/head/answered"), value!({ "all": [1] }), "a list of 1 item"),
        (&format!("{c}/blocks/0/key"), value!("a}\n+++"), "conversations[0].blocks[0].key: this cannot be"),
        (&format!("{c}/blocks/0/level"), value!(7), "a whole number from 1 to 6"),
        (&format!("{c}/blocks/0/text"), value!(null), "and is nothing (null)"),
    ] {
        let value = with(pointer, &new);
        let Err(ImportError::Faults(faults)) = read(&value.to_string()) else { panic!("{pointer} {new}") };
        assert!(faults.iter().any(|fault| fault.contains(told)), "{told}: {faults:?}");
        assert!(!faults.concat().contains('\u{1b}'), "{faults:?}");
    }
    assert!(read(&with("/version", &value!(2)).to_string()) == Err(ImportError::Newer("2".to_owned())));
    for other in ["{}", "[]", "3", "{\"version\": 1}", "{\"version\": \"1\", \"conversations\": []}"] {
        assert_eq!(read(other), Err(ImportError::NotOurs), "{other}");
    }
    let twice = with("/version", &value!(1));
    let one = twice["conversations"][0].clone();
    let Err(ImportError::Faults(faults)) =
        read(&value!({ "version": 1, "conversations": [one, one] }).to_string())
    else {
        panic!()
    };
    assert!(faults[0].contains("conversations[1].head.id: another conversation"), "{faults:?}");
}

#[test]
fn what_nobody_could_read_is_refused_in_words() {
    for (deep, told) in
        [("[".repeat(1_000_000), "in one another"), ("{\"a\":".repeat(1_000_000), "in one another")]
    {
        let Err(error) = read(&deep) else { panic!() };
        assert!(error.to_string().contains(told), "{error}");
    }
    for broken in ["", "{", "{\"version\": 1e999}", "nul", "\u{0}"] {
        let Err(ImportError::NotJson { line, .. }) = read(broken) else { panic!("{broken}") };
        assert_eq!(line, usize::from(!broken.is_empty()).max(line));
    }
}

proptest! {
    #[test]
    fn import_of_an_export_is_the_same(
        // An empty name is refused.
        name in "[^\r\n\u{0}]{0,19}x",
        title in "[^\r\n]{0,20}",
        why in proptest::option::of("[^\r]{0,20}"),
        first in "([^\r]|## x \\{#one\\}\n|\\+\\+\\+\n|👩‍👧|\u{202e}){0,30}",
        opening in "([^\r]|\n){0,20}",
        notes in "(- 2026-11-21 14:07:31-05:00 [^\r\n]{0,9}\n|[^\r]{0,9}\n){0,4}",
    ) {
        use crate::document::{Dropped, FollowUp, State};
        let on = "2026-12-01".parse().unwrap();
        let mut head = Head::sample();
        head.playbook.id = "small".to_owned();
        head.client.name = name;
        let dropped = Some(Dropped { on, why });
        head.follow_ups =
            vec![FollowUp { id: "own".into(), title, due: Some(on), state: State::Dropped, dropped, by_hand: true, ..FollowUp::default() }];
        let mut document = Document::parse(&format!("+++\n+++\n\n{opening}\n\n"));
        prop_assume!(document.keys().next().is_none());
        document = Document::parse(&(Document::new(&head, "x").front().render() + &document.render()[8..]));
        document.insert(None, 3, "First", "one.first", &first);
        document.insert(Some("one.first"), 3, "Notes", "one.notes", &notes);
        let before = session(&document.render());
        let json = json(std::slice::from_ref(&before), &ALL);
        prop_assert!(!json.contains(text::is_unsafe));
        let read = back(&json);
        prop_assert_eq!(&read.head, before.head());
        let after = session(&read.document.render());
        prop_assert_eq!(after.head(), before.head());
        prop_assert_eq!(after.answers_json(), before.answers_json());
        prop_assert_eq!(after.notes_json(), before.notes_json());
        prop_assert_eq!(after.to_document().opening(), before.to_document().opening());
        // And once more: nothing drifts.
        prop_assert_eq!(super::json(&[after], &ALL), json);
    }
}
