//! The pocket card: how large it is, and how what a playbook has for it is written there.

use std::borrow::Cow;

use crate::text;

/// The most lines of a card, with the one on top.
pub const LINES: usize = 12;
/// The most cells of a line.
pub const CELLS: usize = 48;
/// So many questions a card should have room for.
pub const QUESTIONS: usize = 3;

/// What stands on a card, in the order from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Who, and when.
    Heading,
    Question,
    /// A question of the playbook, with its answer.
    Fact,
    /// What to avoid.
    Tone,
    /// What to say.
    Ask,
    /// What they may say, and what to answer.
    WayOut,
}

impl Part {
    /// The most lines that one of these takes.
    pub fn most_lines(self) -> usize {
        match self {
            Self::Heading | Self::Tone => 1,
            Self::Question | Self::Fact => 2,
            Self::Ask | Self::WayOut => 3,
        }
    }

    /// What stands before it, and before its further lines.
    fn marks(self) -> (&'static str, &'static str) {
        match self {
            Self::Heading => ("", ""),
            Self::Question => ("• ", "  "),
            Self::Tone => ("Avoid: ", "  "),
            Self::Fact | Self::Ask | Self::WayOut => ("", "  "),
        }
    }
}

/// Words to be said, in quotes; what stands in brackets is no such words.
pub fn said(words: &str) -> String {
    let words = words.trim();
    let quoted = words.starts_with(['(', '“', '"', '„', '«']);
    if quoted || words.is_empty() { words.to_owned() } else { format!("“{words}”") }
}

/// What they may say, and what to answer.
pub fn way_out(hears: &str, answer: &str) -> String {
    format!("{} → {}", said(hears), answer.trim())
}

/// What to avoid, in one line: where there is no room, without what stands behind a colon.
pub fn tone(words: &str) -> &str {
    let room = CELLS - text::width(Part::Tone.marks().0);
    match words.split_once(": ") {
        Some((short, _)) if text::width(words) > room => short,
        _ => words,
    }
}

/// A text in lines of so many cells, marked as what it is; where it does not fit into so many lines, cut
/// at a word. With it comes the text as far as it is there, without line breaks.
pub fn fit(part: Part, words: &str, lines: usize, cells: usize) -> (Vec<String>, String) {
    let (first, further) = part.marks();
    let room = |nth: usize| cells.saturating_sub(text::width(if nth == 0 { first } else { further })).max(1);
    let mut rows = Vec::new();
    let mut at = 0;
    while at < words.len() && rows.len() < lines {
        let mut end = words.len();
        text::wrap_from(words, at, room(rows.len()), |row| {
            end = row.end;
            false
        });
        rows.push(at..end);
        at = end;
    }
    let mut shown: Vec<Cow<'_, str>> =
        rows.iter().map(|row| Cow::Borrowed(words[row.clone()].trim_end())).collect();
    let mut whole = words.get(..at).unwrap_or(words).trim_end().to_owned();
    if at < words.len()
        && let (Some(last), Some(row)) = (shown.last_mut(), rows.last())
    {
        let cut = cut(last, room(rows.len() - 1));
        whole = format!("{}{cut}", &words[..row.start]);
        *last = Cow::Owned(cut);
    }
    let marked = |(nth, row): (usize, Cow<'_, str>)| {
        let line = format!("{}{row}", if nth == 0 { first } else { further });
        text::ellipsis(&line, cells).into_owned()
    };
    (shown.into_iter().enumerate().map(marked).collect(), whole)
}

/// A row behind which more would follow.
fn cut(row: &str, cells: usize) -> String {
    let bare = |words: &str| words.trim_end_matches([' ', ',', ';', ':', '.', '…', '-', '–']).to_owned();
    let mut words = row;
    loop {
        let kept = bare(words);
        if !kept.is_empty() && text::width(&kept) < cells {
            return kept + "…";
        }
        match words.trim_end().rsplit_once(' ') {
            Some((before, _)) if !bare(before).is_empty() => words = before,
            // One word that is longer than the line.
            _ => return text::ellipsis(&format!("{row}…"), cells).into_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(part: Part, words: &str, lines: usize) -> Vec<String> {
        fit(part, words, lines, 20).0
    }

    #[test]
    fn a_text_is_broken_into_lines_and_cut_at_a_word() {
        assert_eq!(lines(Part::Question, "What changed?", 2), ["• What changed?"]);
        let long = "What would you change first, if it were up to you?";
        assert_eq!(lines(Part::Question, long, 9).len(), 3);
        assert_eq!(lines(Part::Question, long, 2), ["• What would you", "  change first, if…"]);
        assert_eq!(fit(Part::Question, long, 2, 20).1, "What would you change first, if…");
        assert_eq!(lines(Part::Question, "What would you change, if it were so?", 2)[1], "  change, if it…");
        assert_eq!(lines(Part::Ask, &"x".repeat(50), 1), [format!("{}…", "x".repeat(19))]);
        assert_eq!(lines(Part::Ask, "李李李李李李李李李李李李", 1), ["李李李李李李李李李…"]);
        assert_eq!(lines(Part::Ask, "", 1), [""; 0]);
    }

    #[test]
    fn what_is_said_is_quoted_and_what_is_done_is_not() {
        assert_eq!(way_out("No.", "I see."), "“No.” → I see.");
        assert_eq!(way_out("(They shout.)", "Wait."), "(They shout.) → Wait.");
    }

    #[test]
    fn the_reason_behind_a_colon_gives_way() {
        assert_eq!(tone("Pressing: it hurts"), "Pressing: it hurts");
        assert_eq!(tone("Pressing: it takes the wheel out of their hands"), "Pressing");
    }
}
