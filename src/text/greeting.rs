//! What a client is greeted with in a letter.

use unicode_segmentation::UnicodeSegmentation;

/// What stands before a name and is none; whatever else is cut short with a point is one, too.
const TITLES: [&str; 23] = [
    "capt",
    "captain",
    "dame",
    "dr",
    "fr",
    "frau",
    "herr",
    "hon",
    "judge",
    "lady",
    "lord",
    "madame",
    "miss",
    "mme",
    "mr",
    "mrs",
    "ms",
    "mx",
    "prof",
    "professor",
    "rev",
    "sir",
    "sr",
];

/// What joins the names of several people; a capital E is an initial.
const AND: [&str; 8] = ["&", "+", "and", "e", "et", "und", "y", "en"];

/// What says that a name is that of a family.
const FAMILY: [&str; 4] = ["familie", "famille", "family", "the"];

/// What a client is greeted with: the first word of their name, behind titles, or the word behind the
/// comma of a surname. Several people, a family, and who is known by title and surname alone are
/// greeted with the whole.
pub fn first_name(name: &str) -> &str {
    let whole = name.trim();
    let words: Vec<&str> = whole.split_whitespace().collect();
    let are_several = words.iter().any(|word| AND.contains(word));
    let is_family = words.iter().any(|word| FAMILY.contains(&word.to_lowercase().as_str()));
    let titles = words.iter().take_while(|word| is_title(word)).count();
    match &words[titles..] {
        _ if are_several || is_family => whole,
        [surname, first, ..] if surname.ends_with(',') => first,
        // A number is no surname: who is called so is called by all of it.
        [_, second, ..] if second.bytes().all(|b| b.is_ascii_digit()) => whole,
        [first, _, ..] => first,
        [first] if titles == 0 => first,
        _ => whole,
    }
}

/// Whether a word stands before a name and is none.
pub fn is_title(word: &str) -> bool {
    let cut_short = word.ends_with('.') && word.chars().filter(|c| c.is_alphabetic()).count() > 1;
    cut_short || TITLES.contains(&word.trim_end_matches('.').to_lowercase().as_str())
}

/// The words of a name that are names: without titles, and without what joins several of them.
pub fn names_in(name: &str) -> impl Iterator<Item = &str> {
    let is_name = |word: &&str| {
        !is_title(word) && !AND.contains(word) && !FAMILY.contains(&word.to_lowercase().as_str())
    };
    name.split_whitespace().filter(is_name)
}

/// A client without their surname: what they are greeted with, and of that, if it has a surname in it,
/// the initials.
pub fn without_surname(name: &str) -> String {
    let greeted = first_name(name);
    if greeted.split_whitespace().count() < 2 {
        return greeted.trim_end_matches(',').to_owned();
    }
    let names: Vec<&str> = names_in(greeted).collect();
    let short = |word| if names.contains(&word) { initial(word) } else { word.to_owned() };
    greeted.split_whitespace().map(short).collect::<Vec<_>>().join(" ")
}

/// The initial of a word with its point; what has only one letter is said by none.
pub fn initial(word: &str) -> String {
    let mut letters = word.graphemes(true).filter(|g| g.contains(char::is_alphanumeric));
    match (letters.next(), letters.next()) {
        (Some(first), Some(_)) => format!("{first}."),
        _ => "…".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_named_without_their_surname() {
        for (name, short) in [
            ("Ada Byron", "Ada"),
            ("Ada", "Ada"),
            ("Dr. Amara Okonkwo", "Amara"),
            ("Mr Weiß", "Mr W."),
            ("Smith, John", "John"),
            ("Mr. and Mrs. Smith", "Mr. and Mrs. S."),
            ("Ada and Bob Byron", "A. and B. B."),
            ("The Adlers", "The A."),
            ("Herr 李", "Herr …"),
            ("", ""),
        ] {
            assert_eq!(without_surname(name), short, "{name}");
        }
    }

    #[test]
    fn a_client_is_greeted_by_name_and_not_by_title() {
        for (name, greeted) in [
            ("Ada Byron", "Ada"),
            ("Ada", "Ada"),
            ("Dr. Amara Okonkwo", "Amara"),
            ("Herr Prof. Dr. Jürgen Weiß", "Jürgen"),
            (" Mr Weiß ", "Mr Weiß"),
            ("MRS. O'Brien-李", "MRS. O'Brien-李"),
            ("J. R. Hartley", "J."),
            ("Prof. Dr. med. Hans Müller", "Hans"),
            ("Dipl.-Ing. Karl Huber", "Karl"),
            ("Captain Jean Picard", "Jean"),
            ("Smith, John", "John"),
            ("John E Smith", "John"),
            ("Mr. and Mrs. Smith", "Mr. and Mrs. Smith"),
            ("Herr und Frau Meier", "Herr und Frau Meier"),
            ("Dr. & Mrs. Jones", "Dr. & Mrs. Jones"),
            ("Ada and Bob Byron", "Ada and Bob Byron"),
            ("The Adlers", "The Adlers"),
            ("Adler Family", "Adler Family"),
            ("Sir", "Sir"),
            ("Household 12", "Household 12"),
            ("", ""),
        ] {
            assert_eq!(first_name(name), greeted, "{name}");
        }
    }
}
