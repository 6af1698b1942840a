//! Nothing private leaves in the words and days of a follow-up, in whatever is made of it.

use super::super::{Dated, calendar, csv, json};
use super::*;

const RULES: &str = "format = 1\n[playbook]\nid = \"small\"\nversion = \"1.0.0\"\ntitle = \"Small\"\n\
    summary = \"For tests.\"\n[[step]]\nid = \"one\"\ntitle = \"One\"\nphase = \"before\"\n\
    [[step.field]]\nid = \"secret\"\nlabel = \"Secret\"\nprivate = true\n\
    [[step.field]]\nid = \"day\"\nkind = \"date\"\nlabel = \"Day\"\nprivate = true\n\
    [[step.field]]\nid = \"trial\"\nkind = \"period\"\nlabel = \"Trial\"\nunit = \"months\"\nfrom = \"one.day\"\n\
    [[step.field]]\nid = \"signs\"\nkind = \"choices\"\nlabel = \"Signs\"\nprivate = true\noptions = [\"A\", \"B\"]\n\
    [[follow_up]]\nid = \"rep\"\ntitle = \"Ask for {one.secret}\"\ndue = { on = \"today\" }\nevery = \"1 month\"\n\
    [[follow_up]]\nid = \"end\"\ntitle = \"See how it goes\"\ndue = { end_of = \"one.trial\" }\n\
    [[follow_up]]\nid = \"set\"\ntitle = \"Write\"\ndue = { after = \"1 day\", from = \"one.day\" }\n\
    [[outcome]]\nid = \"kept\"\nlabel = \"Kept\"\nmeans = \"kept\"\n";

pub(super) fn rules(source: &str, more: &str, note: &str) -> Session {
    let checked = check(source.as_bytes());
    let shown = crate::diagnostic::render(&checked.faults, "test", &checked.source, false);
    let playbook = Arc::new(checked.playbook.unwrap_or_else(|| panic!("{shown}")));
    let front = Head { id: "k3v9q2m8x7ta".into(), ..Head::sample() }.write_over("").unwrap();
    let front = front.replace("id = \"exit\"", "id = \"small\"");
    let document = Document::parse(&format!("+++\n{front}{more}+++\n{note}"));
    let head = document.head().unwrap();
    Session::open(playbook, head, document, at("2026-11-25T09:00:00-05:00"))
}

/// Everything that can be made of a conversation.
pub(super) fn all_of(session: &Session, private: bool) -> Vec<String> {
    let (options, one) = (Options { private }, std::slice::from_ref(session));
    let of_client = client(&Story::default(), one, &options);
    vec![
        markdown(&conversation(session, &options, &[])),
        markdown(&of_client),
        csv(one, &options),
        json(one, &options),
    ]
}

#[test]
fn one_that_repeats_says_nothing_private_and_neither_does_one_whose_rule_is_gone() {
    let more = "[[follow_up]]\nid = \"rep\"\ntitle = \"Ask for money\"\ndue = 2026-11-21\nstate = \"done\"\ndone = 2026-11-22\nevery = \"1 month\"\n\
        [[follow_up]]\nid = \"rep-2\"\ntitle = \"Ask for money\"\ndue = 2026-12-21\nevery = \"1 month\"\n\
        [[follow_up]]\nid = \"gone\"\ntitle = \"Bring money\"\ndue = 2026-12-21\nby_hand = true\n\
        [[follow_up]]\nid = \"own-2\"\ntitle = \"Call Ben\"\ndue = 2026-12-21\nby_hand = true\n";
    let session = rules(RULES, more, "\n### Secret {#one.secret}\n\nmoney\n");
    for text in all_of(&session, false) {
        assert!(!text.contains("money") && text.contains("Call Ben") && text.contains("Follow-up"), "{text}");
    }
    for text in all_of(&session, true) {
        assert!(text.contains("Bring money"), "{text}");
    }
    let dated = Dated { head: session.head(), playbook: Some(session.playbook()) };
    let ics = calendar([dated], at("2026-11-25T09:00:00-05:00"));
    assert!(!ics.contains("money") && ics.contains("Call Ben"), "{ics}");
    // Where nothing is private, nothing is hidden.
    let open = RULES.replace("private = true\n", "");
    assert!(all_of(&rules(&open, more, ""), false).iter().all(|text| text.contains("Bring money")));
}

#[test]
fn a_private_day_is_in_nothing_that_is_counted_from_it() {
    let more = "[[follow_up]]\nid = \"set\"\ntitle = \"Write\"\ndue = 2027-01-09\nby_hand = true\nmoved = [[2026-12-02, \"ill\"]]\n\
        [labels]\n\"one.signs\" = { x = \"Hidden\" }\n\"gone.field\" = { y = \"Shown\" }\n";
    let note = "\n### Day {#one.day}\n\n2026-12-01\n\n### Trial {#one.trial}\n\n3 months, 2026-12-01 to 2027-03-01\n";
    let session = rules(RULES, more, note);
    let of = |id: &str| session.head().follow_ups.iter().find(|f| f.id == id).unwrap();
    assert_eq!(of("end").due, Some(day("2027-03-01")));
    for text in all_of(&session, false) {
        for private in
            ["2026-12-01", "1 December", "2027-03-01", "1 March", "2026-12-02", "2 December", "Hidden"]
        {
            assert!(!text.contains(private), "{private}: {text}");
        }
        assert!(
            text.contains("2027-01-09") || text.contains("9 January 2027"),
            "the day set by hand: {text}"
        );
    }
    assert!(json(std::slice::from_ref(&session), &Options::default()).contains("Shown"));
    let all = all_of(&session, true);
    assert!(all[0].contains("Mon 1 March 2027") && all[3].contains("Hidden"), "{}", all[0]);
}
