//! A client's names, and a text without them: a card that is found must not say whose it is.

mod crowd;

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

pub use self::crowd::{Care, Crowd, Named};
use super::everyday::{COMMON, FORMS, ORDINARY, PARTICLES, SPOKEN};
use crate::document::Client;
use crate::text;

/// How sure one is that a word means the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// However it is written.
    Always,
    /// Only as it is written in the name: it is a word of every day, too.
    Exactly,
}

/// Words that mean the client.
#[derive(Debug)]
struct Pattern {
    words: Vec<String>,
    /// As they are written.
    written: Vec<String>,
    says: Says,
    /// What stands for them; `None` for the client themselves.
    firm: bool,
}

impl Pattern {
    /// Whether words are written as in the name.
    fn is_written(&self, found: &[&str]) -> bool {
        self.written.iter().zip(found).all(|(own, found)| own == found)
    }

    /// Whether it is one word that has a capital only as each word has at the beginning of a sentence.
    fn is_like_a_beginning(&self) -> bool {
        matches!(&self.written[..], [word] if !word.chars().skip(1).any(char::is_uppercase))
    }
}

/// A client's names.
#[derive(Debug)]
pub struct Names {
    /// What they are called on the card.
    known: String,
    firm: String,
    /// What they are greeted with, if that is one word.
    first: Option<String>,
    /// Those with more words first.
    patterns: Vec<Pattern>,
}

/// What stands for somebody who is not to be named, and for their firm.
const NOBODY: &str = "the client";
const NO_FIRM: &str = "their firm";

/// A word of a text: where it stands, and folded.
type Word = (Range<usize>, String);

impl Names {
    /// The names of a client.
    pub fn of(client: &Client) -> Self {
        let is_unsure = is_of_signs(&client.name);
        let known = match is_unsure {
            true => "…".to_owned(),
            false => text::without_surname(&text::clean_line(&client.name)),
        };
        let greeted = words(text::first_name(&client.name));
        let first = match &greeted[..] {
            _ if is_unsure => None,
            [(_, word)] if text::first_name(&client.name).split_whitespace().count() == 1 => {
                Some(word.clone())
            }
            _ => None,
        };
        let mut names = Self { known, firm: String::new(), first, patterns: Vec::new() };
        let greeted = text::first_name(&client.name);
        names.person(&client.name, greeted);
        client.also.iter().for_each(|also| names.person(also, ""));
        client.organisation.iter().for_each(|organisation| names.firm(organisation));
        names.patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.words.len()));
        names
    }

    /// Nobody's.
    fn none() -> Self {
        Self { known: String::new(), firm: String::new(), first: None, patterns: Vec::new() }
    }

    /// The names of somebody who is not to be named at all, not by the first name either.
    pub fn all_of(client: &Client) -> Self {
        let mut names =
            Self { known: NOBODY.to_owned(), firm: String::new(), first: None, patterns: Vec::new() };
        for name in std::iter::once(&client.name).chain(&client.also) {
            names.person(name, "");
        }
        client.organisation.iter().for_each(|organisation| names.firm(organisation));
        names.firm = NO_FIRM.to_owned();
        for pattern in &mut names.patterns {
            // Who is called Will is not meant by every "will".
            if matches!(&pattern.words[..], [word] if is_ordinary(word)) {
                pattern.says = Says::Exactly;
            }
        }
        names.patterns.sort_by_key(|pattern| std::cmp::Reverse(pattern.words.len()));
        names
    }

    /// What they are called on the card.
    pub fn known(&self) -> &str {
        &self.known
    }

    /// Who the card is for, as it stands on top.
    pub fn heading(&self) -> &str {
        if self.known == "…" { "Your client" } else { &self.known }
    }

    /// What somebody wrote, without these names: whole words, however they are written.
    pub fn take_out(&self, text: &str) -> String {
        self.replace(text, &|pattern, found, before| {
            let is_beginning = pattern.firm && pattern.is_like_a_beginning() && begins(before);
            pattern.says == Says::Always || pattern.is_written(found) && !is_beginning
        })
    }

    /// What a playbook says, without these names: a word that is a name by chance stays.
    pub fn take_out_of_playbook(&self, text: &str) -> String {
        self.replace(text, &|pattern, found, before| {
            let quoted = before.ends_with(['"', '“', '(', '\'', '‘']);
            let is_sure = pattern.words.len() > 1 && pattern.says == Says::Always;
            is_sure || pattern.is_written(found) && !begins(before) && !quoted
        })
    }

    fn person(&mut self, name: &str, greeted: &str) {
        if is_of_signs(name) {
            return self.signs(name);
        }
        let parts: Vec<&str> = text::names_in(name).map(|part| part.trim_end_matches(',')).collect();
        let surnames: Vec<&str> = match greeted.split_whitespace().count() {
            // The greeting is a name that is kept.
            1 => {
                let kept = parts.iter().position(|part| *part == greeted.trim_end_matches(','));
                let others = parts.iter().enumerate().filter(|(nth, _)| Some(*nth) != kept);
                others.map(|(_, part)| *part).collect()
            }
            _ => parts.clone(),
        };
        if surnames.is_empty() {
            return;
        }
        let is_sure = surnames.iter().any(|surname| !is_particle(surname));
        for several in [&parts, &surnames].into_iter().filter(|words| words.len() > 1) {
            self.add(&several.join(" "), Says::Always, false);
        }
        self.joined(&parts);
        self.joined(&surnames);
        for surname in surnames {
            match (is_particle(surname), is_sure) {
                (true, true) => continue,
                (true, false) => self.add(surname, Says::Exactly, false),
                (false, _) => self.add(surname, Says::Always, false),
            }
            // Of Smith-Jones each is one, and O'Brien is OBrien.
            for part in surname.split('-') {
                let inner = words(part);
                let joined: String = inner.iter().map(|(_, word)| word.as_str()).collect();
                let own = inner.iter().map(|(range, _)| &part[range.clone()]);
                let all: Vec<&str> = [part, &joined].into_iter().chain(own).collect();
                for word in all.into_iter().filter(|word| !is_particle(word)) {
                    self.add(word, Says::Always, false);
                }
            }
        }
    }

    /// Names that are written as one, as in an address: all of them, and each with the last one.
    fn joined(&mut self, parts: &[&str]) {
        let Some((last, others)) = parts.split_last().filter(|(_, others)| !others.is_empty()) else {
            return;
        };
        let pairs = others.iter().flat_map(|other| [format!("{other}{last}"), format!("{last}{other}")]);
        for name in std::iter::once(parts.concat()).chain(pairs) {
            self.add_joined(&name, false);
        }
    }

    /// A name written without blanks: nobody can say for sure which part of it is the surname.
    fn signs(&mut self, name: &str) {
        self.add(name, Says::Always, false);
        let parts: Vec<&str> = name.split(|c: char| !c.is_alphanumeric() && c != 'ー').collect();
        for part in &parts {
            self.add(part, Says::Always, false);
        }
        let all: Vec<char> = parts.concat().chars().collect();
        // Of a short name each part that can be one; of a single sign only the first, which is a surname.
        for cut in (1..all.len()).filter(|_| all.len() <= 4) {
            let (before, behind) = all.split_at(cut);
            self.add(&before.iter().collect::<String>(), Says::Always, false);
            if behind.len() > 1 {
                self.add(&behind.iter().collect::<String>(), Says::Always, false);
            }
        }
    }

    fn firm(&mut self, organisation: &str) {
        let organisation = text::clean_line(organisation);
        let all = words(&organisation);
        let own: Vec<&Word> = all.iter().filter(|(_, word)| !FORMS.contains(&word.as_str())).collect();
        let own = if own.is_empty() { all.iter().collect() } else { own };
        let initials: Vec<String> =
            own.iter().map(|(range, _)| text::initial(&organisation[range.clone()])).collect();
        let says_all = initials.iter().any(|initial| initial == "…");
        self.firm = if says_all { "…".to_owned() } else { initials.concat() };
        let is_short = own.iter().all(|(_, word)| word.chars().count() < 4 && !is_of_one(word));
        // Whoever writes of SAP writes no sap, and who asks for help does not mean Help Ltd.
        let is_word = matches!(&own[..], [(_, word)] if is_ordinary(word));
        let says = if own.len() == 1 && (is_short || is_word) { Says::Exactly } else { says(&own) };
        let bare: Vec<&str> = own.iter().map(|(range, _)| &organisation[range.clone()]).collect();
        self.add(&bare.join(" "), says, true);
        self.add(&organisation, says, true);
        self.firm_in_short(&organisation, &own);
    }

    /// What people call a firm by: how its name begins, its words that are those of few, and its letters.
    fn firm_in_short(&mut self, organisation: &str, own: &[&Word]) {
        let [(first, word), others @ ..] = own else { return };
        let bare: Vec<&str> = own.iter().map(|(range, _)| &organisation[range.clone()]).collect();
        let letters = own.iter().take_while(|(_, word)| is_letter(word)).count();
        for several in 2..=own.len().min(IN_SHORT) {
            let says = says(&own[..several]);
            self.add(&bare[..several].join(" "), says, true);
            self.add(&organisation[first.start..own[several - 1].0.end], says, true);
            self.add_joined(&bare[..several].concat(), true);
            if letters > 1 && several >= letters {
                let rest = bare[letters..several].iter().map(|word| format!(" {word}"));
                let pointless = bare[..letters].concat() + &rest.collect::<String>();
                self.add(&pointless, if several == letters { Says::Exactly } else { Says::Always }, true);
            }
        }
        let is_long = word.chars().count() > 3 || is_of_one(word);
        if !others.is_empty() && is_long && !COMMON.contains(&word.as_str()) {
            let says = if is_ordinary(word) { Says::Exactly } else { Says::Always };
            self.add(&organisation[first.clone()], says, true);
        }
        for (range, word) in others.iter().take(IN_SHORT).filter(|(_, word)| word.chars().count() > 3) {
            if !is_ordinary(word) && !is_particle(word) {
                self.add(&organisation[range.clone()], Says::Always, true);
            }
        }
    }

    /// Several words written as one; what is short may be a word of its own.
    fn add_joined(&mut self, name: &str, firm: bool) {
        if name.chars().filter(|c| c.is_alphanumeric()).count() > 5 {
            let bare: String = name.chars().filter(|c| c.is_alphanumeric() || is_inner(*c)).collect();
            self.add(&bare, Says::Always, firm);
        }
    }

    /// A name, however its ä, ö and ü are written.
    fn add(&mut self, name: &str, says: Says, firm: bool) {
        let name: String = name.nfc().collect();
        for spelling in [name.clone(), with_e(&name), without_e(&name)] {
            self.add_as_written(&spelling, says, firm);
        }
    }

    fn add_as_written(&mut self, name: &str, says: Says, firm: bool) {
        let found = words(name);
        let written: Vec<String> = found.iter().map(|(range, _)| name[range.clone()].to_owned()).collect();
        let folded: Vec<String> = found.into_iter().map(|(_, word)| word).collect();
        let is_first = matches!(&folded[..], [word] if Some(word) == self.first.as_ref());
        let is_letter = matches!(&folded[..], [word] if is_letter(word));
        let is_known = self.patterns.iter().any(|pattern| pattern.words == folded);
        if !(folded.is_empty() || is_first || is_letter || is_known) {
            self.patterns.push(Pattern { words: folded, written, says, firm });
        }
    }

    /// A text in which what is found is said otherwise. `means` says of what is found only by how it is
    /// folded whether it is meant: what stands there, and the text before it.
    fn replace(&self, text: &str, means: &dyn Fn(&Pattern, &[&str], &str) -> bool) -> String {
        let found = words(text);
        let (mut out, mut at, mut nth) = (String::new(), 0, 0);
        while nth < found.len() {
            let pattern = self.patterns.iter().find(|pattern| {
                let Some(here) = found.get(nth..nth + pattern.words.len()) else { return false };
                // Most is unlike it already: what is longer is looked at only then.
                if !is_like(pattern, here, text) {
                    return false;
                }
                let written: Vec<&str> = here.iter().map(|(range, _)| &text[range.clone()]).collect();
                means(pattern, &written, &text[..here[0].0.start])
            });
            let Some(pattern) = pattern else {
                nth += 1;
                continue;
            };
            let mut from = nth;
            while from > 0 && !pattern.firm && self.belongs(&found, from - 1, text, at) {
                from -= 1;
            }
            let end = nth + pattern.words.len();
            out.push_str(&text[at..found[from].0.start]);
            out.push_str(if pattern.firm { &self.firm } else { &self.known });
            at = found[end - 1].0.end;
            nth = end;
        }
        out.push_str(&text[at..]);
        out
    }

    /// Whether a word before a surname belongs to it: a title, or the first name.
    fn belongs(&self, found: &[Word], nth: usize, text: &str, from: usize) -> bool {
        let ((range, word), next) = (&found[nth], &found[nth + 1].0);
        let between = &text[range.end..next.start];
        let title = if between.starts_with('.') { range.start..range.end + 1 } else { range.clone() };
        range.start >= from
            && matches!(between, " " | ". ")
            && (text::is_title(&text[title]) || Some(word) == self.first.as_ref())
    }
}

/// Of so many words of a firm's name people make short forms.
const IN_SHORT: usize = 12;

/// Whether a sentence begins behind a text.
fn begins(before: &str) -> bool {
    before.trim_end().is_empty() || before.trim_end().ends_with(['.', '?', '!', '…', ':'])
}

/// Whether a name is written wholly in Han, Kana or Hangul.
fn is_of_signs(name: &str) -> bool {
    let is_sign = |c: char| stands_alone(c) && !matches!(c, '\u{e00}'..='\u{17ff}');
    name.contains(char::is_alphanumeric) && name.chars().filter(|c| c.is_alphanumeric()).all(is_sign)
}

fn is_letter(word: &str) -> bool {
    word.chars().count() < 2 && !is_of_one(word)
}

/// Whether a word of a firm's name is one of every day.
fn is_ordinary(word: &str) -> bool {
    [COMMON, ORDINARY, SPOKEN].iter().any(|words| words.contains(&word))
}

/// How sure one is of several words of a firm's name: "help me" is said by many.
fn says(words: &[&Word]) -> Says {
    let is_spoken = |word: &str| SPOKEN.contains(&word) || is_particle(word);
    let is_said = words.iter().all(|(_, word)| is_ordinary(word) || is_particle(word));
    let is_any = words.iter().any(|(_, word)| is_spoken(word));
    if is_said && is_any { Says::Exactly } else { Says::Always }
}

const UMLAUTS: [(&str, &str); 6] =
    [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")];

/// As it is written where there is no ä, ö or ü.
fn with_e(name: &str) -> String {
    UMLAUTS.iter().fold(name.to_owned(), |name, (one, two)| name.replace(one, two))
}

/// As it may be written with ä, ö or ü. Of a short word too little would be left.
fn without_e(name: &str) -> String {
    let back = |word: &str| match word.chars().count() {
        0..=4 => word.to_owned(),
        _ => UMLAUTS.iter().fold(word.to_owned(), |word, (one, two)| {
            word.replace(two, one).replace(&two.to_uppercase(), one)
        }),
    };
    name.split(' ').map(back).collect::<Vec<_>>().join(" ")
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&text::unaccented(word).as_str())
}

/// Whether words are those of a name; the last one may be several of them: the Byrons.
fn is_like(pattern: &Pattern, here: &[Word], text: &str) -> bool {
    let last = pattern.words.len() - 1;
    let words = pattern.words.iter().zip(here).enumerate().all(|(nth, (own, (_, word)))| {
        own == word || nth == last && word.strip_suffix('s') == Some(own.as_str())
    });
    let are_near = |pair: &[Word]| text[pair[0].0.end..pair[1].0.start].chars().count() <= 3;
    words && here.windows(2).all(are_near)
}

/// Whether a word is one of a script that has no blanks between words: there, each sign is one.
fn is_of_one(word: &str) -> bool {
    word.chars().next().is_some_and(stands_alone)
}

fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

/// What is part of a word and is not seen, or only above a letter.
fn is_inner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether it is a letter or a digit of ours.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// The words of a text.
fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let (mut open, mut latin) = (false, false);
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let alone = stands_alone(c) && c.is_alphanumeric();
        // Nobody writes half of a word in other letters; and a line may be broken there.
        if c.is_alphanumeric() && is_latin(c) != latin {
            (latin, open) = (!latin, false);
        }
        match found.last_mut().filter(|_| open) {
            Some(word) if !alone && (c.is_alphanumeric() || is_inner(c)) => word.end = end,
            _ if c.is_alphanumeric() => found.push(at..end),
            _ => {}
        }
        open = !alone && (c.is_alphanumeric() || open && is_inner(c));
    }
    let fold = |range: Range<usize>| {
        // Most words are plain, and texts may be long.
        let plain = Some(&text[range.clone()]).filter(|word| word.is_ascii());
        if let Some(word) = plain {
            return (range, word.to_ascii_lowercase());
        }
        let bare: String = text[range.clone()].chars().filter(|c| !is_inner(*c)).collect();
        (range, text::unaccented(&text::fold(&bare)))
    };
    found.into_iter().map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_not_to_be_named_is_not_by_the_first_name_either() {
        let also = vec!["Countess Lovelace".to_owned()];
        let client = Client { name: "Ada Byron".into(), organisation: Some("Mills & Co".into()), also };
        let names = Names::all_of(&client);
        assert_eq!(
            names.take_out("Call Ada at Mills sooner; the Byrons, Mrs Lovelace and ada's canal wait."),
            "Call the client at their firm sooner; the the client, the client and the client's canal wait."
        );
        let will = Client { name: "Will Grace".into(), ..Client::default() };
        let said = Names::all_of(&will).take_out("I will ask Will first.");
        assert_eq!(said, "I will ask the client first.");
    }

    fn names(name: &str, organisation: &str, also: &[&str]) -> Names {
        let also = also.iter().map(|a| (*a).to_owned()).collect();
        let organisation = Some(organisation.to_owned()).filter(|o| !o.is_empty());
        Names::of(&Client { name: name.to_owned(), organisation, also })
    }

    #[test]
    fn a_client_is_told_by_their_first_name_only() {
        let ada = names("Ada Byron", "Analytical Engines Ltd", &["Lady Lovelace"]);
        for (typed, shown) in [
            ("What does Byron want?", "What does Ada want?"),
            ("BYRON's fees, ada byron's letter", "Ada's fees, Ada's letter"),
            ("Ask Mrs. Byron, or Dr Byron", "Ask Ada, or Ada"),
            ("the Byrons; by Ron; Byronic", "the Ada; by Ron; Byronic"),
            ("Lovelace and Lady Lovelace", "Ada and Ada"),
            ("At Analytical Engines, Ltd.", "At A.E.."),
            ("analytical engines were late", "A.E. were late"),
            ("What did Analytical say?", "What did A.E. say?"),
            ("ada.byron@example.com", "Ada@example.com"),
            ("By\u{200b}ron, Byro\u{301}n", "Ada, Ada"),
            ("", ""),
        ] {
            assert_eq!(ada.take_out(typed), shown);
        }
    }

    #[test]
    fn names_of_every_kind_are_taken_out() {
        let of = |name: &str, typed: &str| names(name, "", &[]).take_out(typed);
        assert_eq!(of("Zoë O'Brien-李", "obrien, O’Brien, 李女士 and Brien-李"), "Zoë, Zoë女士 and Zoë-Zoë");
        assert_eq!(
            of("Tom van der Berg", "Van der Berg, der Berg, and the van"),
            "Tom, der Tom, and the van"
        );
        assert_eq!(of("Kim Do", "What do you and Mr Do want?"), "What do you and Kim want?");
        assert_eq!(of("Mr Weiß", "WEISS, Herr Weiß"), "Mr W., Mr W.");
        assert_eq!(of("Smith, John", "John Smith; Mr Smith"), "John; John");
        assert_eq!(
            of("Ada and Bob Byron", "What do the Byrons think? Does Bob?"),
            "What do the A. and B. B. think? Does A. and B. B.?"
        );
        assert_eq!(of("Ada", "What does Ada want?"), "What does Ada want?");
    }

    #[test]
    fn firms_of_every_kind_are_taken_out() {
        let of = |firm: &str, typed: &str| names("Ada Byron", firm, &[]).take_out(typed);
        assert_eq!(of("SAP", "SAP, and the sap rises"), "S., and the sap rises");
        assert_eq!(
            of("The First National Bank", "What came first? First National Bank"),
            "What came first? F.N.B."
        );
        assert_eq!(of("李 & Söhne", "bei 李 & Söhne, Sohne"), "bei …, Sohne");
        assert_eq!(of("Contoso Capital GmbH", "contoso"), "C.C.");
    }

    #[test]
    fn a_firm_is_taken_out_as_people_call_it() {
        for (firm, typed) in [
            ("Goldman Sachs", "Sachs; sachs; @goldmansachs.com"),
            ("First Republic Bank", "First Republic; firstrepublic; Republic"),
            ("Royal Dutch Shell", "Shell; Royal Dutch"),
            ("North Sea Oil", "North Sea; north sea oil"),
            ("J.P. Morgan", "JP Morgan; JPMorgan; J.P. Morgan; JP; Morgan"),
            ("Berkshire Hathaway", "Hathaway; berkshire"),
            ("Bank of America Corp", "Bank of America; BankAmerica; America"),
        ] {
            let names = names("Ada Byron", firm, &[]);
            let out = names.take_out(typed).replace(&names.firm, "");
            assert!(!out.replace(".com", "").contains(char::is_alphabetic), "{firm}: {out}");
        }
        for (firm, typed) in [
            ("Help Me Ltd", "Help me understand"),
            ("Help Ltd", "Help me, and help us"),
            ("Bank of America", "How is the bank?"),
            ("First Republic Bank", "Which bank came first?"),
            ("Mills & Sons", "Your sons?"),
        ] {
            let names = names("Ada Byron", firm, &[]);
            assert_eq!(names.take_out(typed), typed, "{firm}");
            assert_eq!(names.take_out_of_playbook(typed), typed, "{firm}");
        }
        assert_eq!(
            names("Ada Byron", "Help Me Ltd", &[]).take_out("What did Help Me say?"),
            "What did H.M. say?"
        );
    }

    #[test]
    fn surnames_are_taken_out_however_they_are_written() {
        let of = |name: &str, typed: &str| names(name, "", &[]).take_out(typed);
        assert_eq!(of("Karl Müller", "Mueller, MUELLER, Muller"), "Karl, Karl, Karl");
        assert_eq!(of("Karl Mueller", "Müller, mu\u{308}ller"), "Karl, Karl");
        assert_eq!(of("Ada Byron", "AdaByron, byronada@example.com"), "Ada, Ada@example.com");
        assert_eq!(of("Byron, Ada", "AdaByron"), "Ada");
        assert_eq!(of("李明", "李明, 李女士, 明天"), "…, …女士, 明天");
        assert_eq!(of("田中 太郎", "田中さん, 太郎, 田中太郎"), "…さん, …, …");
        assert_eq!(of("김민준", "김민준, 민준"), "…, …");
        let li = names("李明", "", &[]);
        assert_eq!((li.heading(), li.known()), ("Your client", "…"));
        assert_eq!(names("Ada Byron", "", &[]).heading(), "Ada");
    }

    #[test]
    fn what_a_playbook_says_is_not_garbled_by_a_name_that_is_a_word() {
        let theresa = names("Theresa May", "Trial Co", &[]);
        assert_eq!(
            theresa.take_out_of_playbook("May we try again, on trial?"),
            "May we try again, on trial?"
        );
        assert_eq!(theresa.take_out_of_playbook("Ask “May I”, and Mrs May"), "Ask “May I”, and Theresa");
        assert_eq!(theresa.take_out("may we"), "Theresa we");
    }
}
