//! What was typed, as the answer it is; or why it is none, and what would be.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::question::{WHAT_TO_DO_WITH_TEXT, how_to_write_in};
use crate::playbook::answer::Picked;
use crate::playbook::{Answer, Choice, FieldRef, Kind};
use crate::session::{Edit, Session, Target};
use crate::text;

/// The answer that a line means.
///
/// # Errors
/// In words, with what to type instead.
pub fn understand(
    session: &Session,
    at: FieldRef,
    typed: &str,
    now: DateTime<FixedOffset>,
) -> Result<Answer, String> {
    let kind = &session.playbook().field(at).kind;
    match kind {
        Kind::Text { .. } | Kind::Line { .. } | Kind::List(_) => Ok(Answer::Text(typed.to_owned())),
        Kind::Choice { options, other, .. } => one_of(options, *other, session.held(at), typed),
        Kind::Choices { options, other } => {
            let picked = match session.held(at) {
                Some(Answer::Choices(picked)) => picked.clone(),
                _ => Picked::default(),
            };
            some_of(options, *other, picked, typed)
        }
        Kind::Checklist { items } => {
            let mut ticks = match session.held(at) {
                Some(Answer::Checklist(ticks)) => ticks.clone(),
                _ => BTreeMap::new(),
            };
            for (i, tick) in several(items, typed)? {
                let id = &items[i].id;
                if tick {
                    ticks.entry(id.clone()).or_insert(Some(now));
                } else {
                    ticks.remove(id);
                }
            }
            Ok(Answer::Checklist(ticks))
        }
        Kind::Table(_) => {
            Err(format!("This is kept as it stands, for it is no table. {WHAT_TO_DO_WITH_TEXT}"))
        }
        Kind::Date { .. } | Kind::Period { .. } | Kind::Number { .. } | Kind::Score { .. } => {
            as_on_screen(session, at, typed.trim(), now)
        }
    }
}

/// The option that a line means, or what it writes in beside them.
fn one_of(options: &[Choice], other: bool, held: Option<&Answer>, typed: &str) -> Result<Answer, String> {
    let named: Vec<_> = options.iter().map(Named::of).collect();
    let found = pick(&named, typed).map(|i| Answer::Choice(options[i].id.clone()));
    if !other || found.is_ok() {
        return found;
    }
    match written_in(options.len(), typed) {
        Some(("", "")) => match held {
            Some(Answer::Other(_)) => held.cloned().ok_or_else(String::new),
            _ => Err(how_to_write_in(options.len())),
        },
        Some(("", words)) => Ok(Answer::Other(words.to_owned())),
        Some(_) => Err("Choose one, or write in something else: not both.".to_owned()),
        None => found.map_err(|why| format!("{why} {}", how_to_write_in(options.len()))),
    }
}

/// Those that a line ticks and takes away, and what it writes in beside them.
fn some_of(options: &[Choice], other: bool, mut picked: Picked, typed: &str) -> Result<Answer, String> {
    let mut rest = typed.trim();
    let named: Vec<_> = options.iter().map(Named::of).collect();
    let away = format!("-{}", options.len() + 1);
    let without: String;
    if other && pick(&named, rest).is_err() {
        if let Some((before, words)) = written_in(options.len(), rest) {
            if words.is_empty() && picked.other.is_none() {
                return Err(how_to_write_in(options.len()));
            }
            if !words.is_empty() {
                picked.other = Some(words.to_owned());
            }
            rest = before;
        } else if rest.split(is_between).any(|word| word == away) {
            picked.other = None;
            without = rest.split(is_between).filter(|word| *word != away).collect::<Vec<_>>().join(" ");
            rest = without.trim();
        }
    }
    if !rest.is_empty() {
        let ticks = several(options, rest);
        let hint = |why| if other { format!("{why} {}", how_to_write_in(options.len())) } else { why };
        for (i, tick) in ticks.map_err(hint)? {
            let id = &options[i].id;
            if tick {
                picked.ids.insert(id.clone())
            } else {
                picked.ids.remove(id)
            };
        }
    }
    Ok(Answer::Choices(picked))
}

/// What stands between numbers.
fn is_between(c: char) -> bool {
    c.is_whitespace() || c == ',' || c == ';'
}

/// What a line writes in beside so many options, and what stands before that: `5 they moved`,
/// `1 2 5 they moved`, `else: they moved`. `None` if it writes in nothing.
fn written_in(options: usize, typed: &str) -> Option<(&str, &str)> {
    let before = |at: usize| {
        let before = typed[..at].trim_end_matches(is_between);
        before.strip_suffix("and").unwrap_or(before).trim_matches(is_between)
    };
    for lead in ["something else:", "else:"] {
        // Of ASCII, so that the places in the line stay what they are.
        if let Some(at) = typed.to_ascii_lowercase().find(lead)
            && typed[..at].chars().next_back().is_none_or(is_between)
        {
            return Some((before(at), typed[at + lead.len()..].trim()));
        }
    }
    let mut at = 0;
    for word in typed.split_inclusive(is_between) {
        let number = word.trim_end_matches(is_between).trim_end_matches(['.', ')', ':']);
        let rest = &typed[at + word.len()..];
        match number {
            "" | "and" => {}
            _ if number.parse() == Ok(options + 1) => return Some((before(at), rest.trim())),
            _ if number.trim_start_matches('-').parse::<usize>().is_ok() => {}
            _ => return None,
        }
        at += word.len();
    }
    None
}

/// What the field would hold had this been typed on the screen, and the field been left.
fn as_on_screen(
    session: &Session,
    at: FieldRef,
    typed: &str,
    now: DateTime<FixedOffset>,
) -> Result<Answer, String> {
    let mut trial = session.clone();
    let target = Target::Field(at);
    let remove = trial.text(target).len();
    trial.apply(Edit::Splice { target, at: 0, remove, insert: typed.to_owned() }, now);
    if let Some(edit) = trial.on_leave(at) {
        trial.apply(edit, now);
    }
    match trial.held(at) {
        Some(Answer::Verbatim(_)) | None => {
            let shown = text::clean_line(typed);
            Err(match &session.playbook().field(at).kind {
                Kind::Date { .. } => format!(
                    "\"{shown}\" is not a day I understand. Type it as 2026-12-01, tomorrow, next friday, in 2 weeks or 24 nov 12:30."
                ),
                Kind::Period { unit, .. } => {
                    format!(
                        "\"{shown}\" is not a number of {}. Type a whole number, such as 3.",
                        unit.word(2)
                    )
                }
                Kind::Score { out_of, .. } => {
                    format!("\"{shown}\" is not on the scale. Type a number from 1 to {out_of}.")
                }
                _ => format!("\"{shown}\" is not a number. Type it in digits, such as 12.5."),
            })
        }
        Some(answer) => Ok(answer.clone()),
    }
}

/// Something to choose, by number, label or id.
pub struct Named<'a> {
    pub id: &'a str,
    pub label: &'a str,
}

impl<'a> Named<'a> {
    fn of(choice: &'a Choice) -> Self {
        Self { id: &choice.id, label: &choice.label }
    }
}

/// The one that is meant.
///
/// # Errors
/// In words, with what can be typed.
pub fn pick(options: &[Named<'_>], typed: &str) -> Result<usize, String> {
    let typed = typed.trim();
    let digits = typed.trim_end_matches(['.', ')']);
    if let Ok(n) = digits.parse::<usize>()
        && (1..=options.len()).contains(&n)
    {
        return Ok(n - 1);
    }
    let folded = text::fold(typed);
    let same = |o: &&Named<'_>| text::fold(o.label) == folded || o.id == folded;
    if let Some(i) = options.iter().position(|o| same(&o)) {
        return Ok(i);
    }
    let mut beginning = (0..options.len()).filter(|i| text::fold(options[*i].label).starts_with(&folded));
    if let (Some(only), None) = (beginning.next(), beginning.next())
        && !folded.is_empty()
    {
        return Ok(only);
    }
    let wrong = format!("\"{}\" is none of these.", text::clean_line(typed));
    Err(match (text::nearest(typed, options.iter().map(|o| o.label)), options.len()) {
        (Some(near), _) => format!("{wrong} Did you mean \"{near}\"? Type its number or its words."),
        (None, 1) => format!("{wrong} Type 1, or its words."),
        (None, n) => format!("{wrong} Type a number from 1 to {n}, or the words."),
    })
}

/// Those that are meant, each with whether it is to be ticked (`3`) or not (`-3`).
fn several(options: &[Choice], typed: &str) -> Result<Vec<(usize, bool)>, String> {
    let named: Vec<_> = options.iter().map(Named::of).collect();
    let typed = typed.trim();
    if typed == "all" {
        return Ok((0..options.len()).map(|i| (i, true)).collect());
    }
    if let Ok(i) = pick(&named, typed) {
        return Ok(vec![(i, true)]);
    }
    let all_numbers = typed
        .split(is_between)
        .all(|w| matches!(w, "" | "and") || w.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit()));
    let parts: Vec<&str> = match (all_numbers, typed.contains(';')) {
        (true, _) => typed.split(is_between).collect(),
        // A label may have commas in it.
        (false, true) => typed.split(';').collect(),
        (false, false) => typed.split(',').collect(),
    };
    let parts = parts.into_iter().map(str::trim).filter(|p| !matches!(*p, "" | "and"));
    parts
        .map(|part| match part.strip_prefix('-') {
            Some(part) => pick(&named, part).map(|i| (i, false)),
            None => pick(&named, part).map(|i| (i, true)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn options() -> Vec<Choice> {
        ["Yes", "They'll think about it", "Fees, and other costs"]
            .map(|label| Choice {
                id: text::slug(label),
                label: label.to_owned(),
                credit: Default::default(),
            })
            .to_vec()
    }

    #[test]
    fn one_is_picked_by_number_words_or_how_they_begin() {
        let options = options();
        let named: Vec<_> = options.iter().map(Named::of).collect();
        for typed in ["2", "2.", "they'll think about it", "They", "theyll-think-about-it"] {
            assert_eq!(pick(&named, typed), Ok(1), "{typed}");
        }
        assert_eq!(
            pick(&named, "0").unwrap_err(),
            "\"0\" is none of these. Type a number from 1 to 3, or the words."
        );
        assert!(pick(&named, "yse").unwrap_err().contains("Did you mean \"Yes\"?"));
    }

    #[test]
    fn several_are_picked_by_numbers_and_taken_away_with_a_minus() {
        let options = options();
        assert_eq!(several(&options, "1 3"), Ok(vec![(0, true), (2, true)]));
        assert_eq!(several(&options, "1, 2 and -3"), Ok(vec![(0, true), (1, true), (2, false)]));
        assert_eq!(several(&options, "fees, and other costs"), Ok(vec![(2, true)]));
        assert_eq!(several(&options, "yes, they"), Ok(vec![(0, true), (1, true)]));
        assert_eq!(several(&options, "-yes; fees, and other costs"), Ok(vec![(0, false), (2, true)]));
        assert_eq!(several(&options, "all").map(|v| v.len()), Ok(3));
        assert!(several(&options, "1 4").is_err());
        assert!(several(&options, "-").is_err());
    }

    #[test]
    fn something_else_is_written_in_behind_its_number_or_a_word() {
        let options = options();
        for (typed, words) in [
            ("4 they moved away", "they moved away"),
            ("4. 3 people left", "3 people left"),
            ("else: Their son", "Their son"),
            ("Something else: ask, 2 of them", "ask, 2 of them"),
        ] {
            assert_eq!(one_of(&options, true, None, typed), Ok(Answer::Other(words.to_owned())), "{typed}");
        }
        let held = Answer::Other("so".to_owned());
        assert_eq!(one_of(&options, true, Some(&held), "4"), Ok(held));
        assert_eq!(one_of(&options, true, None, "yes"), Ok(Answer::Choice("yes".to_owned())));
        for typed in ["4", "else:", "1 4 both", "maybe", "4"] {
            assert!(one_of(&options, true, None, typed).is_err(), "{typed}");
        }
        assert!(one_of(&options, false, None, "4 they moved").is_err());
    }

    #[test]
    fn something_else_goes_with_ticks_and_is_taken_away_like_one() {
        let options = options();
        let held = Picked { ids: BTreeSet::from(["yes".to_owned()]), other: Some("so".to_owned()) };
        let said = |held: &Picked, typed: &str| match some_of(&options, true, held.clone(), typed) {
            Ok(Answer::Choices(picked)) => {
                Some((picked.ids.into_iter().collect::<Vec<_>>().join(" "), picked.other.unwrap_or_default()))
            }
            _ => None,
        };
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        let none = Picked::default();
        assert_eq!(said(&none, "1 4 they moved"), pair("yes", "they moved"));
        assert_eq!(said(&none, "1, else: they, 2 of them"), pair("yes", "they, 2 of them"));
        assert_eq!(said(&none, "They; else: x"), pair("theyll-think-about-it", "x"));
        assert_eq!(said(&held, "-4"), pair("yes", ""));
        assert_eq!(said(&held, "-1 -4 2"), pair("theyll-think-about-it", ""));
        assert_eq!(said(&held, "4 other words"), pair("yes", "other words"));
        assert_eq!(said(&held, "2"), pair("theyll-think-about-it yes", "so"));
        for typed in ["4", "5", "9 4 x", "nothing"] {
            assert_eq!(said(&none, typed), None, "{typed}");
        }
    }
}
