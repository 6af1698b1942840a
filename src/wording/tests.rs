//! What the rules do to lines, and what one's own rules do to the rules.

use proptest::prelude::*;

use super::*;

/// The built-in rules, read once.
fn english() -> &'static Rulebook {
    static BOOK: std::sync::LazyLock<Rulebook> = std::sync::LazyLock::new(Rulebook::default);
    &BOOK
}

/// The codes of what is found in a line.
fn codes(line: &str) -> Vec<&'static str> {
    english().rules("en").unwrap().check(line).iter().map(|found| found.code.word()).collect()
}

fn with(own: &str) -> Rulebook {
    Rulebook::new("wording.toml".to_owned(), Ok(Some(own.to_owned())))
}

/// The faults of one's own rules, and what they mark.
fn faults(own: &str) -> Vec<(&'static str, String)> {
    with(own).faults().iter().map(|f| (f.code, own[f.span.clone()].to_owned())).collect()
}

#[test]
fn nothing_is_wrong_in_the_built_in_rules() {
    for (language, source) in EMBEDDED {
        assert_eq!(with(source).faults(), [], "{language}");
        let own = Own::read(source, &mut Vec::new());
        assert_eq!(own.language, *language);
    }
}

#[test]
fn every_code_has_its_words_and_an_opening_that_is_not_flagged() {
    let book = english();
    let rules = book.rules("en-GB").unwrap();
    for code in Code::ALL {
        let rule = rules.rule(code);
        assert!(!rule.message.is_empty() && rule.rewrite.contains(TO_FINISH), "{code:?}");
        assert_eq!(rules.check(&rule.rewrite), [], "{code:?}");
        assert_eq!(serde_json::to_value(code).unwrap(), code.word());
    }
    assert!(Code::ALL.is_sorted());
}

#[test]
fn each_kind_is_found_and_rewritten() {
    let book = english();
    let rules = book.rules("en").unwrap();
    let mut shown = String::new();
    for line in [
        "Why did you go elsewhere?",
        "Are you happy with the new reports?",
        "Is there anything we could have done better?",
        "Did you read the letter?",
        "Did your people ever call the helpdesk?",
        "Is the fee too high?",
        "Well, Ada, are you satisfied with us?",
        "You mentioned the fees last spring. Did you like the change? I'd love to know.",
        "Why didn't you tell us sooner?",
        "You never returned my calls.",
        "Don't you think we did well?",
        "We finished on time, didn't we?",
        "How much did you enjoy our superb service?",
        "What happened, and how did you feel about it?",
        "What do you miss? And what do you get there?",
        "You wanted something cheaper?",
        "I think the price was fair?",
        "What do we always get wrong?",
        "Who on my team has never listened to you?",
        "What do you think of the ltv and the purlins?",
        "What does the XQZ report leave out?",
    ] {
        let found = rules.check(line);
        let first = &found[0];
        let all: Vec<_> = found.iter().map(|f| f.code.word()).collect();
        shown.push_str(&format!(
            "{line}\n  {}: {}\n  → {}\n",
            all.join(", "),
            first.message,
            first.rewrite.replace('\n', " / ")
        ));
        assert_eq!(rules.first(line).as_ref(), Some(first));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn confirming_dates_and_asking_leave_are_not_flagged() {
    for line in [
        "Do you feel that by making this change we can put it right?",
        "I heard you say that we never call. Did I get that right?",
        "Is that a fair way of putting it?",
        "May we try again, on trial for three months?",
        "Would you give us another chance?",
        "Does Tuesday at ten suit you?",
        "Are you free next Friday?",
        "Could you tell me what happened?",
        "Help me understand why that mattered.",
        "When you say “you never listen”, what comes to mind?",
        "When and where shall we meet?",
        "Suppose we had never met: what would you want?",
        "Who else, if anyone, should be there?",
        "Should you ever come back, what would have to be different?",
        "Will, what would you change first?",
        "Tell me about the week after the flood.",
        "What else?",
        "",
        "   ?!",
    ] {
        assert_eq!(codes(line), [""; 0], "{line}");
    }
}

#[test]
fn how_it_is_typed_makes_no_difference() {
    for line in [
        "Did you feel heard?",
        "DID YOU FEEL HEARD?",
        "so, did you feel heard",
        "Well, honestly, did you feel heard?",
        "Ada, did you feel heard?",
        "And did you feel heard?",
        "“Did you feel heard?”",
        "When we met in May, did you feel heard?",
    ] {
        assert_eq!(codes(line), ["closed"], "{line}");
    }
    for line in
        ["Why didn't you call?", "Why didn’t you call?", "why didnt you call", "But why didn't you call?"]
    {
        assert_eq!(codes(line)[0], "accusing", "{line}");
    }
}

#[test]
fn a_mark_of_a_list_is_no_part_of_a_question() {
    for (line, question) in [
        ("- What now?", "What now?"),
        (" 12.  What now? ", "What now?"),
        ("* [ ] What now?", "What now?"),
        ("3) What", "What"),
        ("3.5 % more?", "3.5 % more?"),
        ("-5 degrees?", "-5 degrees?"),
        ("-", ""),
        ("", ""),
    ] {
        assert_eq!(bare(line), question);
    }
}

#[test]
fn ones_own_rules_add_and_take_away() {
    let own = "\
allow = [\"does the shoe fit\"]
remove = [\"purlins\", \"always\"]
[jargon]
has = [\"grundlast\"]
[jargon.rewrites]
\"the book\" = \"the list of your policies\"
[closed]
message = \"Yes or no?\"
[closed.rewrites]
\"did you try {rest}\" = \"How did you get on with {rest}?\"
";
    let book = with(own);
    assert_eq!(book.faults(), []);
    let rules = book.rules("en").unwrap();
    let first = |line: &str| rules.first(line).map(|f| (f.code.word(), f.rewrite));
    assert_eq!(first("Does the shoe fit, and why?"), None);
    assert_eq!(first("What do we always get wrong about purlins?"), None);
    assert_eq!(first("What of the Grundlast?"), Some(("jargon", "What of the …?".to_owned())));
    assert_eq!(
        first("What is missing in the book?"),
        Some(("jargon", "What is missing in the list of your policies?".to_owned()))
    );
    assert_eq!(
        first("Did you try the new form?"),
        Some(("closed", "How did you get on with the new form?".to_owned()))
    );
    assert_eq!(rules.first("Did you go?").unwrap().message, "Yes or no?");
    assert_eq!(english().rules("de").map(|r| r.language.clone()), None);
}

#[test]
fn another_language_stands_by_itself() {
    let own = "\
language = \"de\"
questions = [\"was\", \"wie\", \"wer\"]
lead_ins = [\"also\", \"und\"]
[closed]
starts = [\"haben sie\", \"sind sie\"]
message = \"Das lässt sich mit Ja oder Nein beantworten.\"
rewrite = \"Wie …\"
[closed.rewrites]
\"sind sie zufrieden mit {rest}\" = \"Was denken Sie über {rest}?\"
[confirming]
has = [\"habe ich das richtig verstanden\"]
";
    let book = with(own);
    assert_eq!(book.faults(), []);
    let rules = book.rules("de-AT").unwrap();
    assert_eq!(
        rules.first("Also, sind Sie zufrieden mit uns?").unwrap().rewrite,
        "Also, was denken Sie über uns?"
    );
    assert_eq!(rules.first("Haben Sie Zeit?").unwrap().rewrite, "Wie …");
    assert_eq!(rules.check("Was fehlt Ihnen?"), []);
    assert_eq!(rules.check("Sind Sie es leid, habe ich das richtig verstanden?"), []);
    assert!(book.rules("en").unwrap().first("Did you go?").is_some());
}

#[test]
fn what_is_wrong_in_ones_own_rules_is_told_with_its_place() {
    let own = "\
langage = \"en\"
allow = [\"\"]
remove = [\"alwais\"]
[closed]
start = [\"did you\"]
starts = [\"did {yu} go\", \"{rest}\", 5]
[closed.rewrites]
\"did you\" = \"How {rest}?\"
[jargn]
has = [\"x\"]
";
    assert_eq!(
        faults(own),
        [
            ("unknown-key", "langage".to_owned()),
            ("empty", "\"\"".to_owned()),
            ("unknown-phrase", "\"alwais\"".to_owned()),
            ("unknown-key", "start".to_owned()),
            ("unknown-placeholder", "\"did {yu} go\"".to_owned()),
            ("empty", "\"{rest}\"".to_owned()),
            ("wrong-type", "5".to_owned()),
            ("unknown-placeholder", "\"How {rest}?\"".to_owned()),
            ("unknown-key", "jargn".to_owned()),
        ]
    );
    let book = with(own);
    let helps: Vec<_> = book.faults().iter().filter_map(|f| f.help.as_deref()).collect();
    assert!(
        helps.contains(&"did you mean `language`?") && helps.contains(&"did you mean \"always\"?"),
        "{helps:?}"
    );
    assert!(helps.contains(&"did you mean {you}?") && helps.contains(&"did you mean `jargon`?"), "{helps:?}");
    assert!(
        book.notice().unwrap().starts_with("8 errors, 1 warning in your rules for questions, wording.toml")
    );
    assert_eq!(codes("Did you go?"), ["closed"]);
    assert!(book.rules("en").unwrap().first("Did you go?").is_some(), "the others go on working");
}

#[test]
fn rules_that_cannot_be_read_leave_ours() {
    let book = Rulebook::new("w.toml".to_owned(), Err("w.toml is not UTF-8 text".to_owned()));
    assert!(book.notice().unwrap().contains("w.toml is not UTF-8 text"));
    assert!(book.rules("en").unwrap().first("Did you go?").is_some());
}

/// Words that the rules are about, and some others.
fn line() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "why",
        "did",
        "you",
        "didn't",
        "never",
        "always",
        "what",
        "and",
        "how",
        "are",
        "happy",
        "with",
        "the",
        "fee",
        ",",
        "?",
        "is",
        "it",
        "too",
        "high",
        "was",
        "because",
        "of",
        "isn't",
        "right",
        "we",
        "could",
        "have",
        "done",
        "better",
        "anything",
        "there",
        "surely",
        "ltv",
        "purlins",
        "every time",
        "nobody",
        "ever",
        "So",
        "Well,",
        "…",
        "“",
        "”",
        ".",
        "who",
        "told",
        "May",
        "I",
        "do",
        "think",
        "that",
        "your",
        "team",
        "AUM",
        "-",
        "when",
        "feel",
        "by",
        "would",
        "like",
        "to",
        "stay",
    ]);
    prop::collection::vec(words, 0..14).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_is_checked(text in any::<String>()) {
        let book = english();
        let rules = book.rules("en").unwrap();
        prop_assert_eq!(rules.check(&text), rules.check(&text));
        let _ = bare(&text);
    }

    #[test]
    fn what_is_offered_is_not_flagged_for_the_same_again(line in line()) {
        let book = english();
        let rules = book.rules("en").unwrap();
        let found = rules.check(&line);
        prop_assert_eq!(&found, &rules.check(&line));
        prop_assert!(found.is_sorted_by(|a, b| a.code < b.code));
        for finding in found {
            prop_assert!(!finding.rewrite.trim().is_empty() && !finding.message.is_empty());
            for line in finding.rewrite.lines() {
                prop_assert!(rules.check(line).iter().all(|f| f.code != finding.code), "{:?}", finding);
            }
        }
    }

    #[test]
    fn any_file_of_ones_own_is_read(own in "[a-z\\[\\]\"= {}…\n.]{0,80}") {
        let mut faults = Vec::new();
        let read = Own::read(&own, &mut faults);
        Rules::build(&read, None, &mut faults);
        for fault in faults {
            prop_assert!(own.get(fault.span).is_some());
        }
    }
}
