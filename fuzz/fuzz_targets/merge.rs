//! Three texts to the merge of notes, with a zero byte between them: what both came from, and two versions.

#![no_main]

#[path = "../../src/document/merge/tests/again.rs"]
mod again;

use std::collections::BTreeSet;

use again::takes_up_again;
use goodterms::document::{ALSO, Document};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let mut texts = text.split('\0').map(Document::parse);
    let mut next = || texts.next().unwrap_or_default();
    let (base, x, y) = (next(), next(), next());
    let merged = Document::merge(&base, &x, &y);
    let result = merged.document.render();
    assert_eq!(Document::merge(&base, &y, &x), merged, "it depends on the side");
    assert_eq!(Document::parse(&result), merged.document, "it does not read back");
    assert!(
        merged.document.head().is_ok() || x.head().is_err() && y.head().is_err(),
        "its front matter broke"
    );
    for side in [&x, &y] {
        if !takes_up_again(&base.also(), &side.also(), &merged.document.also()) {
            assert_eq!(
                Document::merge(&base, &merged.document, side).document,
                merged.document,
                "it goes on changing"
            );
        }
        assert_eq!(
            Document::merge(side, &merged.document, side).document,
            merged.document,
            "it goes on changing"
        );
        nothing_is_lost(&base, side, &merged.document);
    }
    let copy = Document::merge_copy(&x, &y, &[]);
    assert_eq!(copy, Document::merge_copy(&y, &x, &[]));
    let known = Document::merge_copy(&x, &y, std::slice::from_ref(&base)).document;
    for side in [&x, &y] {
        nothing_is_lost(&Document::default(), side, &copy.document);
        nothing_is_lost(&base, side, &known);
    }
});

/// Each line that a side wrote is in the result, or among what was also written.
fn nothing_is_lost(base: &Document, side: &Document, merged: &Document) {
    let (was, now) = (lines(base), lines(merged));
    let whole = side.render();
    if base.render().starts_with(&whole) || merged.render().starts_with(&whole) {
        return;
    }
    // What was not ticked before the first tick needs no saying.
    let unticked = |line: &str| {
        ["- [ ]", "* [ ]", "+ [ ]", "- []", "* []", "+ []"].iter().any(|mark| line.starts_with(mark))
    };
    // Nor does the title that is not somebody's.
    let says = |line: &&String| !unticked(line) && *line != ALSO;
    for line in lines(side).difference(&was).filter(says) {
        assert!(now.contains(line), "{line:?} is lost in\n{}", merged.render());
    }
}

/// The lines of a note with the titles, without escapes and the marks of quotes.
fn lines(document: &Document) -> BTreeSet<String> {
    let text = document.readable().replace('\r', "\n");
    let titles =
        document.blocks().map(|(_, title, _)| title.replace('\r', "\n")).collect::<Vec<_>>().join("\n");
    let bare = |line: &str| line.trim_start_matches(['>', ' ', '#', '\\']).trim().to_owned();
    text.lines().chain(titles.lines()).map(bare).filter(|line| !line.is_empty()).collect()
}
