//! Finding by a few letters: `nx st` means "Next step".

use super::loose::{Case, loosened};

/// How well some letters fit a text: each of them stands in it, in their order; the higher the better.
/// `None` if they do not fit. Blanks, case and accents do not count.
pub fn fuzzy(letters: &str, text: &str) -> Option<usize> {
    let wanted: Vec<char> = unaccented(letters).chars().filter(|c| !c.is_whitespace()).collect();
    let text: Vec<char> = unaccented(text).chars().collect();
    let starts: Vec<bool> = (0..text.len())
        .map(|i| text[i].is_alphanumeric() && (i == 0 || !text[i - 1].is_alphanumeric()))
        .collect();
    // The best sum of points with the nth letter at each place: at a word's start, behind the one before.
    let mut best: Vec<Option<usize>> = vec![Some(0); text.len()];
    for (nth, letter) in wanted.iter().enumerate() {
        let mut next = vec![None; text.len()];
        let mut before = if nth == 0 { Some(0) } else { None };
        for i in 0..text.len() {
            if nth > 0 && i > 0 {
                before = before.max(best[i - 1]);
            }
            if text[i] != *letter {
                continue;
            }
            let follows = nth > 0 && i > 0 && best[i - 1].is_some();
            let adjacent = best.get(i.wrapping_sub(1)).copied().flatten().filter(|_| follows);
            let points = 1 + if starts[i] { 3 } else { 0 };
            next[i] = before.map(|p| p + points).max(adjacent.map(|p| p + points + 4));
        }
        best = next;
    }
    if wanted.is_empty() { Some(0) } else { best.into_iter().flatten().max() }
}

/// As people type who look for something: without capitals and accents.
pub fn unaccented(text: &str) -> String {
    String::from_utf8_lossy(&loosened(text, Case::Any)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stand_in_their_order_and_words_begin_with_them() {
        assert!(fuzzy("nxst", "Next step").is_some());
        assert!(fuzzy("zoe", "Zoë O'Brien").is_some());
        assert_eq!(fuzzy("stn", "Next step"), None);
        assert_eq!(fuzzy("", "anything"), Some(0));
        assert_eq!(fuzzy("x", ""), None);
        assert!(fuzzy("ps", "Previous step") > fuzzy("ps", "go up some"));
        assert!(fuzzy("step", "previous step") > fuzzy("step", "set up the page"));
        assert!(fuzzy("und", "undo, across fields") > fuzzy("und", "sound of it, and"));
    }
}
