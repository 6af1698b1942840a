//! No name and no number of the session is left, in whatever is made of it.

use proptest::prelude::*;

use super::super::redact::redacted;
use super::super::report::{client, conversation};
use super::super::{Options, docx, html, json, markdown};
use super::*;
use crate::text;

fn others() -> Vec<Client> {
    let named = |name: &str, firm: Option<&str>| Client {
        name: name.into(),
        organisation: firm.map(str::to_owned),
        also: Vec::new(),
    };
    vec![named("Quentin Featherstone", Some("Octavia Holdings")), head().client, named("Will Price", None)]
}

const NAMES: [&str; 13] = [
    "zoë",
    "zoe",
    "o'brien",
    "obrien",
    "brien",
    "zozo",
    "quill",
    "mills",
    "charles",
    "babbage",
    "quentin",
    "featherstone",
    "octavia",
];

/// Everything that can be made of these conversations, as plain text.
fn everything(sessions: &[Session]) -> Vec<String> {
    let options = Options { private: true };
    let (story, _) = story();
    let report = match sessions {
        [one] => conversation(one, &options, &[]),
        several => {
            let name = several[0].head().client_said();
            client(&Story { name, organisation: None, also: Vec::new(), ..story }, several, &options)
        }
    };
    let json = sessions.iter().map(|session| {
        let (answers, notes) = (session.answers_json(), session.notes_json());
        format!("{}\n{}", serde_json::to_string(&answers).unwrap(), serde_json::to_string(&notes).unwrap())
    });
    let notes = sessions.iter().map(|session| session.to_document().render());
    let written = [markdown(&report), html(&report), in_docx(&docx(&report).unwrap())];
    written.into_iter().chain(json).chain(notes).collect()
}

fn words(text: &str) -> Vec<String> {
    let folded = text::fold(&text.replace("&#39;", "'"));
    folded.split(|c: char| !(c.is_alphanumeric() || c == '\'')).map(str::to_owned).collect()
}

fn assert_no_name(text: &str) {
    let words = words(text);
    for name in NAMES {
        assert!(!words.iter().any(|word| word == name), "{name}: {text}");
    }
    for number in ["48213", "48,213", "1815", "2025", "77"] {
        assert!(!text.contains(number), "{number}: {text}");
    }
    assert!(!text.contains("mills.example") && !text.contains("Chez Luc"), "{text}");
}

#[test]
fn a_redacted_conversation() {
    let redacted = redacted(&[session()], others().iter());
    let report = conversation(&redacted.sessions[0], &Options { private: true }, &[]);
    insta::assert_snapshot!(markdown(&report));
    everything(&redacted.sessions).iter().for_each(|text| assert_no_name(text));
    assert_eq!(redacted.ids["k3v9q2m8x7ta"], redacted.sessions[0].head().id);
    assert_ne!(redacted.sessions[0].head().id, "k3v9q2m8x7ta");
    assert!(text::is_session_id(&redacted.sessions[0].head().id));
}

#[test]
fn all_with_a_client_without_names() {
    let (_, sessions) = story();
    let redacted = redacted(&sessions, others().iter());
    everything(&redacted.sessions).iter().for_each(|text| assert_no_name(text));
    // The same ones are called the same, and the way from one to the next is still there.
    let heads: Vec<_> = redacted.sessions.iter().map(Session::head).collect();
    assert_eq!((heads[0].client.name.as_str(), heads[1].client.name.as_str()), ("Client 1", "Client 1"));
    assert_eq!(heads[1].from.as_ref(), Some(&heads[0].id));
    assert_eq!(heads[0].to, [heads[1].id.clone()]);
}

#[test]
fn what_is_said_of_a_line_of_a_list_stays_beside_it() {
    let before = session();
    let after = &redacted(std::slice::from_ref(&before), others().iter()).sessions[0];
    let at = before.playbook().find("talk.said").unwrap();
    let texts = |session: &Session| session.rows(at).iter().map(|row| row.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&before).len(), 2);
    assert_eq!(texts(after), ["What would you change?", "How was [number 2] for you?"]);
    // What was passed over stays so, and days stay.
    let passed = before.playbook().find("talk.passed").unwrap();
    assert!(!after.applies(passed));
    let day = before.playbook().find("talk.day").unwrap();
    assert_eq!(before.held(day), after.held(day));
}

#[test]
fn one_client_with_several_names_is_one() {
    let of = |id: &str, name: &str, also: &[&str], said: &str| {
        let also = also.iter().map(|name| (*name).to_owned()).collect();
        let client = Client { name: name.into(), organisation: None, also };
        let note = format!("\n## The talk {{#talk}}\n\n### Their words {{#talk.words}}\n\n{said}\n");
        session_of(Head { id: id.into(), client, ..Head::sample() }, &note)
    };
    let all = [
        of("k3v9q2m8x7ta", "Zoë Haddad", &[], "Zoë Haddad asked Quill."),
        of("k3v9q2m8x7tb", "Zozo Quill", &[], "Quill asked Finn."),
        of("k3v9q2m8x7tc", "Ben Finn", &[], "Finn asked Haddad."),
        of("k3v9q2m8x7td", "Octavia Mills", &["Ben Finn"], "Mills asked."),
        of("k3v9q2m8x7te", "Zozo Quill", &["Zoë Haddad", "Octavia Mills"], "Quill asked Haddad."),
    ];
    let redacted = redacted(&all, std::iter::empty());
    for session in &redacted.sessions {
        let text = session.to_document().render();
        assert!(text.contains("Client 1") && !text.contains("Client 2"), "{text}");
    }
}

#[test]
fn why_it_is_on_hold_is_not_said() {
    let held = session_of(Head { hold: Some("the claim of Quentin, 77".into()), ..head() }, "");
    let json = json(&redacted(&[held], others().iter()).sessions, &Options { private: true });
    assert!(json.contains("\"hold\": \"\"") && !json.contains("claim"), "{json}");
}

#[test]
fn somebody_without_a_name_stays_somebody() {
    let head = Head { client: Client { name: "Somebody".into(), ..Client::default() }, ..head() };
    let session =
        session_of(head, "\n## The talk {#talk}\n\n### Their words {#talk.words}\n\nsomebody called\n");
    let redacted = redacted(&[session], others().iter());
    assert_eq!(redacted.sessions[0].head().client.name, "Somebody");
    assert!(
        markdown(&conversation(&redacted.sessions[0], &Options::default(), &[])).contains("somebody called")
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_name_is_left_however_it_stands_there(
        parts in proptest::collection::vec(
            "(Zoë|ZOË|zoe|O'Brien|O’Brien|obrien|Zoë O'Brien|Zozo|quill|Mills|mills & co|Mills and Co|Babbage|charles babbage|Quentin Featherstone|Octavia|Chez Luc|48213|48,213|48'213|zoe@mills\\.example|www\\.mills\\.example|Mrs O'Brien's)",
            1..6,
        ),
        between in "( |, |; |-|/|\\(|\\n| and |: |\\*)",
    ) {
        let typed = parts.join(&between);
        let note = format!("\n## The talk {{#talk}}\n\n### Their words {{#talk.words}}\n\n{typed}\n\n### Notes {{#talk.notes}}\n\n- 2026-11-21 14:07:31-05:00 {}\n", typed.replace('\n', " "));
        let redacted = redacted(&[session_of(head(), &note)], others().iter());
        everything(&redacted.sessions).iter().for_each(|text| assert_no_name(text));
    }
}
