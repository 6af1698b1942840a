//! How a sentence begins: enough of it to know which one is meant, and never all of it.

use unicode_segmentation::UnicodeSegmentation;

/// So many words are given away at most.
const WORDS: usize = 2;

/// The first words of a sentence, at most half of it. What stands in brackets before it only says when
/// it is for, and is given whole.
pub(super) fn beginning(words: &str) -> String {
    let (when, words) = match words.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((when, rest)) if !rest.trim().is_empty() => (format!("({when}) "), rest.trim_start()),
        _ => (String::new(), words),
    };
    let all: Vec<_> = words.split(' ').filter(|word| !word.is_empty()).collect();
    let shown = match all.len() / 2 {
        0 => first_letters(words),
        half => all[..half.min(WORDS)].join(" "),
    };
    // It may end in these dots already.
    let dots = match (shown.ends_with('…'), all.len()) {
        (true, _) => "",
        (false, 0 | 1) => "…",
        (false, _) => " …",
    };
    format!("{when}{shown}{dots}")
}

/// Of what is one word, or is written without blanks: its first letters, at most a third of it.
fn first_letters(word: &str) -> String {
    let letters: Vec<_> = word.graphemes(true).collect();
    letters.iter().take((letters.len() / 3).min(3)).copied().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_tells_which_one_is_meant_and_leaves_the_rest_to_be_said() {
        for (words, begins) in [
            ("What would have to be different for you to stay?", "What would …"),
            ("What would it take?", "What would …"),
            ("What else?", "What …"),
            ("May we try?", "May …"),
            ("Why?", "W…"),
            ("", "…"),
            ("I heard… Did I get that right?", "I heard…"),
            (
                "(Where it is beyond doubt:) We should have done better.",
                "(Where it is beyond doubt:) We should …",
            ),
            ("(They nod.)", "(They …"),
            ("何があなたを変えましたか", "何があ…"),
        ] {
            assert_eq!(beginning(words), begins, "{words}");
        }
    }

    proptest! {
        #[test]
        fn at_least_half_of_the_words_are_left_to_be_said(words in "([a-zà-ž'?]{1,6} ?){1,12}") {
            let words = words.trim();
            let shown = beginning(words);
            let shown = shown.trim_end_matches('…').trim_end();
            prop_assert!(words.starts_with(shown));
            prop_assert!(shown.len() < words.len() || words.is_empty());
            prop_assert!(shown.split(' ').filter(|w| !w.is_empty()).count() <= WORDS);
        }
    }
}
