//! What was typed, as the answer it is; or why it is none, and what would be.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

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
        Kind::Choice { options, .. } => {
            let labels: Vec<_> = options.iter().map(Named::of).collect();
            pick(&labels, typed).map(|i| Answer::Choice(options[i].id.clone()))
        }
        Kind::Choices { options, .. } => {
            let mut picked = match session.held(at) {
                Some(Answer::Choices(picked)) => picked.clone(),
                _ => Default::default(),
            };
            for (i, tick) in several(options, typed)? {
                let id = &options[i].id;
                if tick {
                    picked.ids.insert(id.clone())
                } else {
                    picked.ids.remove(id)
                };
            }
            Ok(Answer::Choices(picked))
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
        Kind::Table(_) => Err("Type one row at a time.".to_owned()),
        Kind::Date { .. } | Kind::Period { .. } | Kind::Number { .. } | Kind::Score { .. } => {
            as_on_screen(session, at, typed.trim(), now)
        }
    }
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
    let numbers = |c: char| c.is_whitespace() || c == ',' || c == ';';
    let all_numbers = typed
        .split(numbers)
        .all(|w| matches!(w, "" | "and") || w.trim_start_matches('-').bytes().all(|b| b.is_ascii_digit()));
    let parts: Vec<&str> = match (all_numbers, typed.contains(';')) {
        (true, _) => typed.split(numbers).collect(),
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
}
