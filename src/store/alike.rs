//! Which of some texts somebody had read who then wrote another one.

use std::collections::HashMap;

/// The text that is most like another, the first of those. Headings, and what stands in a list before it is
/// ticked, are the same in all that was begun by anybody: they tell only where words do not.
pub(super) fn most_like<'a>(texts: impl Iterator<Item = &'a str>, other: &str) -> Option<&'a str> {
    let has_words = |line: &str| !["#", "- [ ]", "|--", "| --"].iter().any(|begin| line.starts_with(begin));
    texts.min_by_key(|text| (unlike(text, other, has_words), unlike(text, other, |_| true)))
}

/// How many lines only one of two texts has, of those that count. What the other lacks counts more: it would
/// be taken for something that was deleted.
fn unlike(one: &str, other: &str, counts: impl Fn(&str) -> bool) -> usize {
    let counts = |line: &&str| !line.trim().is_empty() && counts(line);
    let mut lines: HashMap<&str, isize> = HashMap::new();
    one.lines().filter(counts).for_each(|line| *lines.entry(line).or_default() += 1);
    other.lines().filter(counts).for_each(|line| *lines.entry(line).or_default() -= 1);
    lines.values().map(|n| n.unsigned_abs() * if *n > 0 { 3 } else { 1 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_in_all_that_was_begun_says_nothing_of_who_read_what() {
        let old = "# T\n\n## A\n";
        let begun = |words: &str| {
            format!(
                "{old}\n### B\n\n- [x] {words}\n- [ ] a\n- [ ] b\n- [ ] c\n\n### C\n\n| q | r |\n|---|---|\n| {words} | |\n"
            )
        };
        let (ours, theirs) = (begun("ours"), begun("theirs"));
        assert_eq!(most_like([ours.as_str(), old].into_iter(), &theirs), Some(old));
        // A line that looks like one of those, and was typed since.
        let typed = format!("{ours}\n# of theirs\n");
        assert_eq!(
            most_like([typed.as_str(), ours.as_str()].into_iter(), &format!("{ours}\nmore\n")),
            Some(ours.as_str())
        );
        // Who went on from ours had read it.
        let read = format!("{ours}\n### D\n\ntheirs\n");
        assert_eq!(most_like([ours.as_str(), old].into_iter(), &read), Some(ours.as_str()));
    }
}
