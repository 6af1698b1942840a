//! Going on with another playbook: what goes along.

use super::*;

const THERE: &str = r#"
format = 1
[playbook]
id = "there"
version = "1"
title = "There"
summary = "Goes on."
[[step]]
id = "s"
title = "S"
phase = "before"
  [[step.field]]
  id = "text"
  label = "Text"
  [[step.field]]
  id = "why"
  kind = "choices"
  label = "Why"
  options = ["Less work", "Fees"]
  other = true
[[outcome]]
id = "o"
label = "O"
means = "kept"
"#;

const HAND_OFFS: &str = r#"
[[hand_off]]
to = "there"
label = "When it is clear"
when = { field = "one.clear", is = "yes" }
carry = { "s.text" = "one.line" }
[[hand_off]]
to = "there"
label = "When it is not"
when = { field = "one.clear", is = "not-yet" }
carry = { "s.text" = "one.text", "s.why" = "one.signs", "s.gone" = "one.line" }
"#;

fn going_on(s: &Session) -> Session {
    let there = Arc::new(check(THERE.as_bytes()).playbook.unwrap());
    let start = Start { id: "t".to_owned(), ..s.going_on(&there) };
    Session::new(there, start, now())
}

#[test]
fn what_is_offered_speaks_first_and_what_does_not_fit_stays() {
    let source = format!("{PLAYBOOK}{HAND_OFFS}");
    let playbook = Arc::new(check(source.as_bytes()).playbook.unwrap());
    let client = Client { name: "Zoë".to_owned(), ..Client::default() };
    let mut s = Session::new(playbook, Start { id: "h".to_owned(), client, ..Start::default() }, now());
    put(&mut s, "one.line", "the line");
    put(&mut s, "one.text", "the text");
    choose(&mut s, "one.signs", "less-work");
    choose(&mut s, "one.signs", "more-x-criticism");
    put(&mut s, "one.signs", "no calls");
    choose(&mut s, "one.clear", "not-yet");
    let labels: Vec<_> = s.hand_offs().map(|h| s.fill(&h.label)).collect();
    assert_eq!(labels, ["When it is not"]);
    let t = going_on(&s);
    assert_eq!(t.text(Target::Field(at(&t, "s.text"))), "the text");
    let why = t.held(at(&t, "s.why")).unwrap().in_lines(&t.playbook().field(at(&t, "s.why")).kind);
    assert_eq!(
        why,
        ["Less work", "More [x] criticism; no calls"],
        "an option that is not there is written in"
    );
    assert_eq!((t.head().from.as_deref(), t.head().client.name.as_str()), (Some("h"), "Zoë"));
    choose(&mut s, "one.clear", "yes");
    let t = going_on(&s);
    assert_eq!(t.text(Target::Field(at(&t, "s.text"))), "the line");
    let again = reopened(&t);
    assert_eq!(again.answers_json(), t.answers_json());
    assert_eq!(again.head(), t.head());
}

#[test]
fn what_went_on_is_remembered_once() {
    let mut s = session();
    for id in ["a", "b", "a"] {
        let edit = s.handed_on(id);
        s.apply(edit, now());
    }
    assert_eq!(reopened(&s).head().to, ["a", "b"]);
    s.undo();
    assert_eq!(s.head().to, ["a"]);
}
