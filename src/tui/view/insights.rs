//! What we've learnt, as lines.

use super::today::column;
use crate::dates;
use crate::insights::{Figure, Insights, Lesson, Part, Section, Told};
use crate::text;
use crate::tui::app::App;
use crate::tui::app::insights::{Entry, FigurePage, InsightsPage, LessonsPage};
use crate::tui::app::list::{Page, PageLine};
use crate::tui::theme::Theme;
use crate::tui::widget::markdown::{self, StyledLine};

const EMPTY: &str = "Once you have had some conversations, this page shows why clients leave, in their words; what you tried, \
     and what saved them; how it ended, and how long that took; which promises were kept in time; and what you \
     mean to do better. Every number leads to its conversations, and nothing is guessed.";
/// What stands before a line below another.
const INDENT: &str = "  ";

/// All figures.
pub fn page(app: &App, insights: &InsightsPage, mut page: Page, cells: usize) -> Page {
    let theme = &app.theme;
    let Some(counted) = &insights.counted else { return not_read(app, cells) };
    if counted.is_empty() {
        say(&mut page, "Nothing to count yet.", cells, theme.strong);
        page.lines.push(PageLine::default());
        say(&mut page, EMPTY, cells.min(80), theme.text);
        page.lines.push(PageLine::default());
        say(&mut page, begins(counted), cells.min(80), theme.quiet);
        return page;
    }
    let entries = insights.entries();
    let mut before: Option<(Part, Option<&str>)> = None;
    let mut in_lessons = false;
    for (item, entry) in entries.iter().enumerate() {
        match entry {
            Entry::Figure(section, figure) => {
                let of = figure.playbook.as_ref().filter(|_| section.part == Part::Endings);
                let here = (section.part, of.map(|(id, _)| id.as_str()));
                if before.map(|(part, _)| part) != Some(section.part) {
                    heading(&mut page, section, cells, theme);
                }
                if before != Some(here)
                    && let Some((_, title)) = of
                {
                    let pieces = vec![(format!("{INDENT}{}", text::clean_line(title)), theme.quiet)];
                    page.lines.push(PageLine { pieces, ..PageLine::default() });
                }
                before = Some(here);
                let room = Room::of(section, cells);
                page.push_item(item, room.height(), || room.lines(figure, item, theme));
            }
            Entry::More(_, more) => {
                let words = format!("{INDENT}… and {}", text::count(*more, "more").replace("mores", "more"));
                page.push_item(item, 1, || one(words, item, theme.quiet));
            }
            Entry::Lesson(lesson) => {
                if !std::mem::replace(&mut in_lessons, true) {
                    title(&mut page, "Lessons", theme);
                }
                one_lesson(&mut page, lesson, item, cells, theme, INDENT.len());
            }
            Entry::Lessons(all) => {
                let words = format!("{INDENT}All {all} lessons");
                page.push_item(item, 1, || one(words, item, theme.quiet));
            }
        }
    }
    nothing_yet(&mut page, counted, cells, theme);
    left_out(app, &mut page, cells);
    page
}

fn begins(counted: &Insights) -> &'static str {
    match counted.samples {
        0 => "It begins with your first conversation: Esc, then n.",
        _ => "The samples do not count. It begins with your first conversation of your own: Esc, then n.",
    }
}

fn not_read(app: &App, cells: usize) -> Page {
    let mut page = Page::default();
    match &app.learning.error {
        Some(error) => {
            let words = "The notes folder cannot be read. Nothing in it was touched.";
            say(&mut page, words, cells, app.theme.bad);
            say(&mut page, error, cells, app.theme.text);
        }
        None => say(&mut page, &reading(app), cells, app.theme.quiet),
    }
    page
}

/// How far the reading is: `Reading… 1,200 of 10,000`.
fn reading(app: &App) -> String {
    match app.learning.progress {
        Some((done, of)) => format!("Reading… {} of {}", text::thousands(done), text::thousands(of)),
        None => "Reading your notes…".to_owned(),
    }
}

/// What stands at the right of the header.
pub fn tally(app: &App, counted: Option<&Insights>) -> String {
    match counted {
        Some(_) if app.learning.progress.is_some() => reading(app),
        Some(counted) if !counted.is_empty() => counted.tally(),
        _ => String::new(),
    }
}

/// What it is about: all conversations, or those with one playbook.
pub fn scope(app: &App, only: Option<&str>) -> String {
    let title = only.map(|id| app.catalog.title(id).unwrap_or(id));
    title.map(|title| format!("  only {}", text::clean_line(title))).unwrap_or_default()
}

fn say(page: &mut Page, words: &str, cells: usize, style: ratatui::style::Style) {
    let lines = markdown::plain(words, cells, style);
    page.lines.extend(lines.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }));
}

fn one(words: String, item: usize, style: ratatui::style::Style) -> Vec<PageLine> {
    vec![PageLine { pieces: vec![(words, style)], item: Some(item), ..PageLine::default() }]
}

fn title(page: &mut Page, words: &str, theme: &Theme) {
    if !page.lines.is_empty() {
        page.lines.push(PageLine::default());
    }
    page.lines.push(PageLine { pieces: vec![(words.to_owned(), theme.strong)], ..PageLine::default() });
}

fn heading(page: &mut Page, section: &Section, cells: usize, theme: &Theme) {
    title(page, section.part.title(), theme);
    if !section.note.is_empty() {
        say(page, &section.note, cells, theme.quiet);
    }
}

/// How the figures of a section share a row.
struct Room {
    /// Before the label: where playbooks stand above figures, these are below them.
    indent: usize,
    label: usize,
    bar: usize,
    /// The number has a row of its own.
    below: bool,
}

impl Room {
    fn of(section: &Section, cells: usize) -> Self {
        let told = section.figures.iter().map(|figure| text::width(&figure.told)).max().unwrap_or(0);
        let bar = if cells >= 70 { 20 } else { 10 };
        let below = told > cells * 2 / 5;
        let right = if below { 0 } else { told + 2 };
        let indent = if section.part == Part::Endings { 2 * INDENT.len() } else { INDENT.len() };
        let label = cells.saturating_sub(indent + bar + 2 + right);
        // On a wide screen the bar stays near what it belongs to.
        Self { indent, label: label.min(64), bar, below }
    }

    fn height(&self) -> usize {
        1 + usize::from(self.below)
    }

    fn lines(&self, figure: &Figure, item: usize, theme: &Theme) -> Vec<PageLine> {
        let label = text::clean_line(&figure.label);
        let label = match figure.own_words {
            true => format!("“{}”", text::ellipsis(&label, self.label.saturating_sub(2))),
            false => label,
        };
        let mut pieces: StyledLine =
            vec![(format!("{}{}", " ".repeat(self.indent), column(&label, self.label)), theme.text)];
        pieces.extend(bar(figure, self.bar, theme));
        let told = text::clean_line(&figure.told);
        if !self.below {
            pieces.push((format!("  {told}"), theme.text));
            return vec![PageLine { pieces, right: Vec::new(), item: Some(item) }];
        }
        let below = vec![(format!("{INDENT}{INDENT}{told}"), theme.quiet)];
        [pieces, below].map(|pieces| PageLine { pieces, right: Vec::new(), item: Some(item) }).into()
    }
}

/// A bar, in three tones that are three signs, too.
fn bar(figure: &Figure, room: usize, theme: &Theme) -> StyledLine {
    let drawn: Vec<char> = figure.bar.drawn(room, false).chars().collect();
    let [full, half, _] = figure.bar.cells(room);
    let part = |from: usize, to: usize| drawn[from..to].iter().collect::<String>();
    vec![
        (part(0, full), theme.accent),
        (part(full, full + half), theme.warning),
        (part(full + half, drawn.len()), theme.quiet),
    ]
}

fn one_lesson(page: &mut Page, lesson: &Lesson, item: usize, cells: usize, theme: &Theme, indent: usize) {
    let lead = " ".repeat(indent);
    let rows = text::paragraphs(&text::clean_line(&lesson.words), cells.saturating_sub(indent + 2).max(12));
    let from = format!("{lead}  {}, {}", text::clean_line(&lesson.title), lesson.month());
    page.push_item(item, rows.len() + 1, || {
        let mut lines: Vec<PageLine> = Vec::new();
        for (nth, row) in rows.into_iter().enumerate() {
            let mark = if nth == 0 { "- " } else { "  " };
            lines.extend(one(format!("{lead}{mark}{row}"), item, theme.text));
        }
        lines.extend(one(from, item, theme.quiet));
        lines
    });
}

/// What will stand here once there is something.
fn nothing_yet(page: &mut Page, counted: &Insights, cells: usize, theme: &Theme) {
    let empty = counted.sections.iter().filter(|section| section.figures.is_empty());
    let mut empty: Vec<&str> = empty.map(|section| section.part.title()).collect();
    if counted.lessons.is_empty() {
        empty.push("Lessons");
    }
    if !empty.is_empty() {
        page.lines.push(PageLine::default());
        say(page, &format!("Nothing yet on: {}.", empty.join("; ")), cells, theme.quiet);
    }
}

/// What could not be counted.
fn left_out(app: &App, page: &mut Page, cells: usize) {
    let Some(counted) = &app.learning.counted else { return };
    let theme = &app.theme;
    if counted.unknown > 0 {
        let n = text::count(counted.unknown, "conversation");
        let words = format!(
            "{n} not counted: their playbook is not here, or has errors. Playbooks (p on Today) says more."
        );
        say(page, &words, cells, theme.warning);
    }
    if counted.unreadable > 0 {
        let n = text::count(counted.unreadable, "file");
        let words = format!("{n} in the notes folder cannot be read as notes: goodterms doctor says why.");
        say(page, &words, cells, theme.warning);
    }
}

/// The conversations behind a figure.
pub fn figure(app: &App, figure: &FigurePage, mut page: Page, cells: usize) -> Page {
    let theme = &app.theme;
    say(&mut page, &figure.part, cells, theme.quiet);
    say(&mut page, &text::clean_line(&figure.label), cells, theme.strong);
    say(&mut page, &figure.told, cells, theme.text);
    page.lines.push(PageLine::default());
    for (item, told) in figure.conversations.iter().enumerate() {
        page.push_item(item, 1, || vec![conversation(app, told, item, cells)]);
    }
    page
}

fn conversation(app: &App, told: &Told, item: usize, cells: usize) -> PageLine {
    let theme = &app.theme;
    let today = app.now.wall.date_naive();
    let ended = match (&told.ending, told.open) {
        (_, true) => "open".to_owned(),
        (None, false) => "closed".to_owned(),
        (Some(ending), false) => text::clean_line(&ending.label),
    };
    let day = dates::short(told.day(), today);
    let right = format!("{}  {day}", text::ellipsis(&ended, cells / 3));
    let name = text::clean_line(&told.client.name);
    let title = format!("  {}", text::clean_line(&told.title));
    PageLine {
        pieces: vec![(name, theme.strong), (title, theme.text)],
        right: vec![(right, theme.quiet)],
        item: Some(item),
    }
}

/// The lessons that fit what is typed.
pub fn lessons(app: &App, lessons: &LessonsPage, mut page: Page, cells: usize) -> Page {
    let theme = &app.theme;
    let Some(fitting) = lessons.fitting() else { return not_read(app, cells) };
    if fitting.is_empty() {
        let words = match lessons.line.text().trim().is_empty() {
            true => "Nothing yet: what you will do better stands here once you wrote it.",
            false => "No lesson has all of these words.",
        };
        say(&mut page, words, cells, theme.quiet);
        return page;
    }
    for (item, lesson) in fitting.into_iter().enumerate() {
        one_lesson(&mut page, lesson, item, cells, theme, 0);
    }
    page
}

/// How many lessons there are, for the header.
pub fn lessons_tally(lessons: &LessonsPage) -> String {
    lessons
        .fitting()
        .filter(|all| !all.is_empty())
        .map(|all| text::count(all.len(), "lesson"))
        .unwrap_or_default()
}
