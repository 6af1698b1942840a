//! What is counted, as text with bars.

use std::io::{self, Write};

use chrono::NaiveDate;

use super::scope;
use crate::insights::{Figure, Insights, Lesson, Part, Section};
use crate::text;

/// The columns of a row where nobody says how many there are, and the most and the least that are used.
const WIDTH: usize = 80;
const WIDEST: usize = 100;
const NARROWEST: usize = 40;
/// So many figures of a section are shown.
const SHOWN: usize = 10;
/// Cells of a bar, and before a row.
const BAR: usize = 20;
const INDENT: &str = "  ";

/// How it looks.
pub struct Look {
    pub width: Option<usize>,
    pub is_coloured: bool,
    /// Only plain letters and signs.
    pub plain: bool,
    /// Every figure.
    pub all: bool,
    /// Only lessons, with these words.
    pub lessons: Option<String>,
    /// What is counted.
    pub scope: String,
}

impl Look {
    /// With the day since when it is counted.
    pub fn with_scope(self, since: Option<NaiveDate>, today: NaiveDate) -> Self {
        // The number of conversations comes when it is known.
        let words = scope(&Insights::default(), since, today);
        let since = words.split_once(',').map(|(_, since)| format!(",{since}")).unwrap_or_default();
        Self { scope: since, ..self }
    }

    fn width(&self) -> usize {
        self.width.map_or(WIDTH, |columns| columns.clamp(NARROWEST, WIDEST))
    }

    fn strong(&self, words: &str) -> String {
        if self.is_coloured { format!("\x1b[1m{words}\x1b[0m") } else { words.to_owned() }
    }

    fn quiet(&self, words: &str) -> String {
        if self.is_coloured { format!("\x1b[2m{words}\x1b[0m") } else { words.to_owned() }
    }

    /// Words in rows, behind an indent.
    fn wrapped(&self, words: &str) -> Vec<String> {
        let rows = text::paragraphs(words, self.width() - INDENT.len());
        rows.into_iter().map(|row| format!("{INDENT}{row}")).collect()
    }

    /// Signs that a plain terminal has, too.
    fn said(&self, words: &str) -> String {
        let words = text::clean_line(words);
        if self.plain {
            words.replace(['“', '”'], "\"").replace('’', "'").replace('…', "...")
        } else {
            words
        }
    }
}

/// Writes all of it; sections in which there is nothing are named in one line at the end.
pub fn write(out: &mut dyn Write, insights: &Insights, look: &Look) -> io::Result<()> {
    if let Some(words) = &look.lessons {
        return lessons(out, insights, words, look);
    }
    if insights.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "{}",
        look.strong(&look.said(&format!("What we’ve learnt from {}{}", insights.tally(), look.scope)))
    )?;
    for section in insights.sections.iter().filter(|section| !section.figures.is_empty()) {
        writeln!(out)?;
        writeln!(out, "{}", look.strong(section.part.title()))?;
        for row in look.wrapped(&look.said(&section.note)) {
            writeln!(out, "{}", look.quiet(&row))?;
        }
        figures(out, section, look)?;
    }
    if !insights.lessons.is_empty() {
        writeln!(out)?;
        writeln!(out, "{}", look.strong("Lessons"))?;
        let shown = if look.all { insights.lessons.len() } else { insights.lessons.len().min(SHOWN) };
        insights.lessons[..shown].iter().try_for_each(|lesson| one_lesson(out, lesson, look))?;
        let more = insights.lessons.len() - shown;
        if more > 0 {
            writeln!(
                out,
                "{}",
                look.quiet(&format!("{INDENT}{}", look.said(&format!("… and {more} more: --lessons"))))
            )?;
        }
    }
    let empty: Vec<&str> = insights
        .sections
        .iter()
        .filter(|section| section.figures.is_empty())
        .map(|s| s.part.title())
        .collect();
    if !empty.is_empty() {
        writeln!(out)?;
        let words = format!("Nothing yet on: {}.", empty.join("; "));
        for row in text::paragraphs(&look.said(&words), look.width()) {
            writeln!(out, "{}", look.quiet(&row))?;
        }
    }
    Ok(())
}

fn figures(out: &mut dyn Write, section: &Section, look: &Look) -> io::Result<()> {
    // Of endings all are shown: they add up.
    let adds_up = matches!(section.part, Part::Endings | Part::Promises | Part::Days);
    let most = if look.all || adds_up { usize::MAX } else { SHOWN };
    let shown = section.figures.len().min(most);
    let room = look.width() - INDENT.len();
    let told = section.figures[..shown].iter().map(|figure| text::width(&figure.told)).max().unwrap_or(0);
    // Beside a long number there would be no room for words.
    let long = told > room * 2 / 5;
    let label = if long { room.saturating_sub(BAR + 2) } else { room.saturating_sub(BAR + told + 4) };
    let mut before: Option<&(String, String)> = None;
    for figure in &section.figures[..shown] {
        if section.part == Part::Endings && figure.playbook.as_ref() != before {
            before = figure.playbook.as_ref();
            let title = before.map(|(_, title)| look.said(title)).unwrap_or_default();
            writeln!(out, "{INDENT}{}", look.strong(&title))?;
        }
        // Where playbooks stand above figures, these are below them.
        let deep = if section.part == Part::Endings { INDENT.len() } else { 0 };
        one_figure(out, figure, [deep, label - deep], long, look)?;
    }
    let more = section.figures.len() - shown;
    if more > 0 {
        let once = section.figures[shown].count == 1;
        let each = if once { ", said once each" } else { "" };
        writeln!(
            out,
            "{}",
            look.quiet(&format!("{INDENT}{}", look.said(&format!("… and {more} more{each}: --all"))))
        )?;
    }
    Ok(())
}

/// A figure: its label in as many rows as it takes, the bar beside the first, and the number behind it or
/// below.
fn one_figure(
    out: &mut dyn Write,
    figure: &Figure,
    [deep, cells]: [usize; 2],
    below: bool,
    look: &Look,
) -> io::Result<()> {
    let lead = format!("{INDENT}{}", " ".repeat(deep));
    let quoted = if figure.own_words { format!("“{}”", figure.label) } else { figure.label.clone() };
    let rows = text::paragraphs(&look.said(&quoted), cells.max(10));
    let bar = figure.bar.drawn(BAR, look.plain);
    for (nth, row) in rows.iter().enumerate() {
        let fill = " ".repeat(cells.max(10).saturating_sub(text::width(row)));
        match (nth, below) {
            (0, false) => writeln!(out, "{lead}{row}{fill}  {bar}  {}", figure.told)?,
            (0, true) => writeln!(out, "{lead}{row}{fill}  {bar}")?,
            _ => writeln!(out, "{lead}{row}")?,
        }
    }
    if below {
        writeln!(out, "{INDENT}{INDENT}{}", look.quiet(&look.said(&figure.told)))?;
    }
    Ok(())
}

fn lessons(out: &mut dyn Write, insights: &Insights, words: &str, look: &Look) -> io::Result<()> {
    let fitting: Vec<_> = insights.lessons.iter().filter(|lesson| lesson.fits(words)).collect();
    if fitting.is_empty() && !insights.is_empty() {
        let none = match insights.lessons.is_empty() {
            true => "No lesson yet: what you will do better stands here once you wrote it.".to_owned(),
            false => format!("None of your {} has that.", text::count(insights.lessons.len(), "lesson")),
        };
        return writeln!(out, "{none}");
    }
    fitting.into_iter().try_for_each(|lesson| one_lesson(out, lesson, look))
}

fn one_lesson(out: &mut dyn Write, lesson: &Lesson, look: &Look) -> io::Result<()> {
    let rows = text::paragraphs(&look.said(&lesson.words), look.width() - 4);
    for (nth, row) in rows.into_iter().enumerate() {
        writeln!(out, "{INDENT}{}{row}", if nth == 0 { "- " } else { "  " })?;
    }
    writeln!(
        out,
        "{}",
        look.quiet(&format!("    {}", look.said(&format!("{}, {}", lesson.title, lesson.month()))))
    )
}
