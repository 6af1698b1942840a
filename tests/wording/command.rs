//! `goodterms wording` as a person or a script runs it.

use std::path::Path;

use crate::common::{Home, json, keys};

const QUESTIONS: &str =
    "\u{feff}- Are you happy with us?\n\n2. What matters most?\r\n  * What happened, and how did you feel?\n";

#[test]
fn questions_are_checked_one_a_line() {
    let home = Home::new();
    let file = home.write("questions.txt", QUESTIONS);
    let ran = home.run(&["wording", &file]);
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(ran.all(&home));
    for args in [&["wording"][..], &["wording", "-"]] {
        assert_eq!(home.run_with(args, QUESTIONS).out, ran.out);
    }
    let well = home.run_with(&["wording"], "What matters most?\n");
    assert_eq!((well.code, well.out.as_str(), well.err.as_str()), (0, "", "1 question: nothing to say.\n"));
    assert_eq!(home.run_with(&["wording"], " \n- \n").err, "There is no question.\n");
}

#[test]
fn the_shape_of_wording_is_a_promise() {
    let home = Home::new();
    let ran = home.run_with(&["wording", "--json"], QUESTIONS);
    assert_eq!(ran.code, 1);
    let checked = json(&ran);
    assert_eq!(keys(&checked), ["version", "questions"]);
    assert_eq!(checked["version"], 1);
    let questions = checked["questions"].as_array().unwrap();
    assert_eq!(questions.len(), 3);
    assert_eq!(keys(&questions[0]), ["text", "findings"]);
    assert_eq!(questions[0]["text"], "Are you happy with us?");
    assert_eq!(keys(&questions[0]["findings"][0]), ["code", "message", "rewrite"]);
    assert_eq!(questions[0]["findings"][0]["code"], "closed");
    assert_eq!(questions[0]["findings"][0]["rewrite"], "How do you feel about us?");
    assert_eq!(questions[1]["findings"].as_array().unwrap().len(), 0);
    assert_eq!(questions[2]["findings"][0]["rewrite"], "What happened?\nHow did you feel?");
    let well = home.run_with(&["wording", "--json"], "");
    assert_eq!((well.code, json(&well)["questions"].as_array().unwrap().len()), (0, 0));
}

#[test]
fn what_cannot_be_checked_says_why() {
    let home = Home::new();
    let missing = home.run(&["wording", "nowhere.txt"]);
    assert!(missing.code == 1 && missing.err.contains("nowhere.txt"), "{}", missing.err);
    let file = home.write("latin.txt", b"caf\xe9?");
    assert!(home.run(&["wording", &file]).err.contains("not UTF-8"));
    let french = home.run_with(&["wording", "--language", "fr"], "Pourquoi ?");
    assert_eq!(french.code, 2);
    assert!(
        french.err.contains("no rules for questions in the language `fr`; there are some for: en"),
        "{}",
        french.err
    );
    let hostile = home.run_with(&["wording"], "Did you see \u{1b}[2J\u{202e} it?");
    assert!(!hostile.all(&home).contains(['\u{1b}', '\u{202e}']), "{hostile:?}");
}

#[test]
fn ones_own_rules_stand_beside_the_config() {
    let home = Home::new();
    let path = home.run(&["path", "wording"]).out;
    assert_eq!(Path::new(path.trim()), home.config().with_file_name("wording.toml"));
    let none = home.run(&["wording", "--check"]);
    assert!(none.code == 0 && none.err.contains("no rules of your own"), "{none:?}");
    home.write("config/goodterms/wording.toml", "allow = [\"happy with us\"]\n[jargon]\nhas = [\"gizmo\"]\n");
    let well = home.run(&["wording", "--check"]);
    assert!(well.code == 0 && well.out.contains("nothing is wrong"), "{well:?}");
    let ran = home.run_with(&["wording"], "Are you happy with us?\nWhat of the gizmo?\n");
    assert!(ran.out.starts_with("2: What of the gizmo?\n   jargon:"), "{}", ran.out);

    home.write("config/goodterms/wording.toml", "alow = [\"x\"]\n[jargon]\nhas = [\"gizmo\", 5]\n");
    let wrong = home.run(&["wording", "--check"]);
    assert_eq!(wrong.code, 1);
    insta::assert_snapshot!(wrong.all(&home));
    let ran = home.run_with(&["wording"], "What of the gizmo?\n");
    assert!(ran.code == 1 && ran.err.starts_with("warning: 2 errors in your rules for questions"), "{ran:?}");
    let doctor = home.run(&["doctor"]);
    assert!(
        doctor.out.contains("wording: ") && doctor.out.contains("→ goodterms wording --check"),
        "{}",
        doctor.out
    );

    home.write("config/goodterms/wording.toml", b"allow = [\"caf\xe9\"]");
    assert_eq!(home.run(&["wording", "--check"]).code, 1);
    assert_eq!(home.run_with(&["wording"], "Did you go?").code, 1);
}

#[test]
fn the_built_in_rules_can_be_read_and_are_rules() {
    let home = Home::new();
    let rules = home.run(&["wording", "--rules"]).out;
    home.write("config/goodterms/wording.toml", &rules);
    let checked = home.run(&["wording", "--check"]);
    assert!(checked.code == 0 && checked.out.contains("nothing is wrong"), "{checked:?}");
}
