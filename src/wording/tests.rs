//! What the rules do to lines, and what one's own rules do to the rules.

use std::collections::HashSet;

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

/// What is found first in a line, and what is offered.
fn first_of(line: &str) -> Option<(&'static str, String)> {
    english().rules("en").unwrap().first(line).map(|found| (found.code.word(), found.rewrite))
}

#[test]
fn half_a_contraction_is_not_swapped() {
    let book = with(
        "\
[jargon]
has = [\"what\", \"is\", \"they\"]
[jargon.rewrites]
\"it\" = \"the plan\"
\"is\" = \"stays\"
\"we are\" = \"the firm was\"
",
    );
    assert_eq!(book.faults(), []);
    let rules = book.rules("en").unwrap();
    let rewrite = |line: &str| rules.check(line).pop().unwrap().rewrite;
    let opening = "In everyday words, what …";
    // The opening has one of the words itself here, and is offered all the same: nothing is better.
    for line in ["what's", "It's a go", "They're a go", "What's it's what's?"] {
        assert_eq!(rewrite(line), opening, "{line}");
    }
    assert_eq!(rewrite("We're a go"), "The firm was a go");
    assert_eq!(rewrite("So it goes"), "So the plan goes");
}

#[test]
fn good_questions_with_never_why_or_when_are_not_flagged() {
    for line in [
        "How can we make sure it never happens again?",
        "What is the one thing you would never want us to change?",
        "What would never happen again if you had a say?",
        "What has always worked well between us?",
        "What annoyed you most, and why?",
        "Since when have you felt this way?",
        "By when would you like to hear from me?",
        "Until when do you need an answer?",
        "What did the CFO make of the ETF, in USD?",
        "What did the CPA in the UAE say?",
        "What did the vendor promise you?",
        "Whose idea was it to move?",
        "What have you never told us?",
        "What happened then, and what next?",
        "Would you like a coffee?",
    ] {
        assert_eq!(codes(line), [""; 0], "{line}");
    }
    assert_eq!(codes("What do we never do?"), ["absolute"]);
    assert_eq!(codes("You left us why?"), ["why"]);
    assert_eq!(codes("And why did you leave?"), ["why"]);
    assert_eq!(codes("Since when do we owe you that?"), ["accusing"]);
}

#[test]
fn the_sentences_around_stay_where_an_opening_is_offered() {
    for (line, rewrite) in [
        ("Why did nobody call? Tell me about June.", "Help me understand what led to … Tell me about June."),
        (
            "We raised the fee in June. Why did you not say anything then? I would like to know.",
            "We raised the fee in June. Help me understand what … I would like to know.",
        ),
    ] {
        assert_eq!(first_of(line).unwrap().1, rewrite);
    }
}

#[test]
fn what_is_offered_is_a_sentence() {
    for (line, rewrite) in [
        (
            "What do you think of our AUM fee?",
            "What do you think of our fee on the money that we look after for you?",
        ),
        ("How was the onboarding?", "How was the start with us?"),
        ("Your biggest worry?", "From your perspective, what …"),
        ("Your fee was too high?", "Have I understood you correctly that your fee was too high?"),
        ("Will you miss anything?", "What will you miss?"),
        ("If we lowered the fee, would you stay?", "Help me understand what …"),
        ("If we lowered the fee, would you come back to us?", "Help me understand what …"),
        ("Would you stay if we lowered the fee?", "What would change for you if we lowered the fee?"),
        ("Was it something I said?", "Help me understand what …"),
        ("Did you get everything you needed?", "What was missing?"),
        ("Did you get the letter?", "What did you make of the letter?"),
        ("WHY DID YOU LEAVE?", "WHAT LED YOU TO LEAVE?"),
    ] {
        assert_eq!(first_of(line).unwrap().1, rewrite, "{line}");
    }
}

#[test]
fn a_phrase_in_capitals_is_an_abbreviation() {
    let book =
        with("[jargon]\nhas = [\"IT\"]\n[jargon.rewrites]\n\"RED\" = \"renewable energy directive\"\n");
    let rules = book.rules("en").unwrap();
    assert_eq!(rules.check("What was it about red?"), []);
    assert_eq!(rules.first("What did our IT do?").unwrap().rewrite, "What did our … do?");
    assert_eq!(rules.first("What of the RED?").unwrap().rewrite, "What of the renewable energy directive?");
    assert_eq!(rules.check("WHAT WAS IT?"), [], "all of the line is loud");
}

#[test]
fn what_would_say_nothing_is_told() {
    assert_eq!(
        faults(
            "\
language = \"../../x\"
[lists]
none = []
some = [\"a\"]
[jargon]
message = \"{word} is {words}\"
rewrite = \"  \"
[closed]
rewrite = \"How {rest}\"
[closed.rewrites]
\"did you {rest}\" = \"How did {other} {rest}?\"
\"do you\" = \"\"
"
        ),
        [
            ("bad-language", "\"../../x\"".to_owned()),
            ("empty", "none".to_owned()),
            ("unknown-placeholder", "\"{word} is {words}\"".to_owned()),
            ("empty", "\"  \"".to_owned()),
            ("unknown-placeholder", "\"How {rest}\"".to_owned()),
            ("unknown-placeholder", "\"How did {other} {rest}?\"".to_owned()),
            ("empty", "\"\"".to_owned()),
        ]
    );
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

/// Words, contractions and the halves of these.
fn half_contraction() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "what", "is", "what's", "it", "it's", "it is", "you", "you're", "are", "are you", "and what", "we'd",
        "would", "is it", "let's", "us", "the plan", "and",
    ])
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
    fn any_rules_of_ones_own_swap_without_harm(
        phrases in prop::collection::vec((half_contraction(), 0..4usize), 1..5),
        words in prop::collection::vec(half_contraction(), 0..8),
    ) {
        let mut own = String::new();
        for (n, table) in ["jargon", "absolute", "closed", "double"].into_iter().enumerate() {
            let all: HashSet<_> = phrases.iter().filter(|(_, t)| *t == n).map(|(p, _)| p).collect();
            let has: Vec<_> = all.iter().map(|p| format!("\"{p}\"")).collect();
            own.push_str(&format!("[{table}]\nhas = [{}]\n[{table}.rewrites]\n", has.join(", ")));
            for (i, p) in all.iter().enumerate().filter(|(i, _)| i % 2 == 0) {
                own.push_str(&format!("\"{p}\" = \"other {i}\"\n"));
            }
        }
        let book = with(&own);
        prop_assert_eq!(book.faults(), []);
        let line = format!("{}?", words.join(" "));
        for found in book.rules("en").unwrap().check(&line) {
            prop_assert!(!found.rewrite.is_empty());
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
