use std::path::Path;

use super::*;
use crate::document::Client;
use crate::insights::{Ending, Filter, Said};
use crate::playbook::model::{About, Means};

fn told(id: &str, words: &str) -> Told {
    let said = |about, words: &str| Said {
        about,
        beforehand: false,
        private: false,
        step: "s".into(),
        field: "f".into(),
        what: What::Words(words.into()),
    };
    Told {
        path: Path::new("/notes/a.md").into(),
        id: id.into(),
        client: Client { name: "Ada Byron".into(), ..Client::default() },
        playbook: "farewell".into(),
        title: "Farewell <&>".into(),
        started: "2026-10-01".parse().unwrap(),
        open: false,
        closed: "2026-11-04".parse().ok(),
        sample: false,
        ending: Some(Ending { id: "parted".into(), label: "Parted".into(), means: Some(Means::Parted) }),
        said: vec![
            said(About::Reason, words),
            said(About::Lesson, "Call Ada sooner"),
            said(About::Tried, "a call"),
        ],
        promises: Vec::new(),
    }
}

fn page(words: &str, names: bool) -> String {
    let told = told("a", words);
    let all = [Arc::new(told)];
    let all = if names { all.to_vec() } else { without_names(&all) };
    let counted = Insights::of(&all, &Filter::default(), "2026-11-21".parse().unwrap());
    let page = Page { names, made: "Sat 21 November 2026".into(), scope: counted.tally() };
    insights(&counted, &page)
}

#[test]
fn the_page_of_what_was_learnt() {
    let page = page("nobody called Mrs Byron", false);
    insta::assert_snapshot!(page.replace(STYLE, "[style]\n").replace("><", ">\n<"));
}

#[test]
fn clients_are_named_only_if_that_is_asked_for() {
    let bare = page("nobody called Mrs Byron", false);
    assert!(!bare.contains("Ada") && !bare.contains("Byron"), "{bare}");
    let named = page("nobody called Mrs Byron", true);
    assert!(
        named.contains("Ada Byron, Farewell &lt;&amp;&gt;, Nov 2026") && named.contains("Mrs Byron"),
        "{named}"
    );
}

#[test]
fn no_client_is_named_by_a_name_of_another_conversation_with_them() {
    let first = told("a", "Mrs Lovelace of Mills asked twice");
    let mut second = told("b", "fees");
    second.client = Client {
        name: "Countess Lovelace".into(),
        organisation: Some("Mills & Co".into()),
        also: vec!["ada byron".into()],
    };
    let all = without_names(&[Arc::new(first), Arc::new(second)]);
    let What::Words(words) = &all[0].said[0].what else { panic!() };
    assert_eq!(words, "the client of their firm asked twice");
}

#[test]
fn nothing_that_was_typed_is_a_tag_and_nothing_is_fetched() {
    let page = page("</style><script>alert('1')</script> & \"\u{1b}[31m\u{202e}", true);
    assert!(page.contains("&lt;script&gt;"), "{page}");
    assert_eq!(page.matches("</style>").count(), 1);
    for word in ["<script", "\u{1b}", "\u{202e}", "http://", "https://", "url(", "@import", "src=", "href="] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn each_bar_says_in_words_what_it_shows() {
    let page = page("fees", true);
    assert_eq!(page.matches("<svg").count(), page.matches("role=\"img\"><title>").count());
    assert!(page.contains("<title>“fees”: 1 of 1</title>"), "{page}");
}
