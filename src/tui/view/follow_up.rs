//! One follow-up, as lines: why now, their words, what was agreed, the message, and what to decide.

use crate::dates;
use crate::document::{FollowUp, State};
use crate::playbook::placeholder::BLANK;
use crate::review::{self, Said};
use crate::session::Session;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::end::sides;
use crate::tui::app::follow_up::{FollowUpItem, items};
use crate::tui::app::letter::Letter;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::theme::Theme;
use crate::tui::widget::markdown;

/// The page.
pub fn page(app: &App, cells: usize) -> Page {
    let Some((session, nth)) = app.session().zip(app.shown_follow_up()) else { return Page::default() };
    let Some(follow_up) = session.head().follow_ups.get(nth) else { return Page::default() };
    let theme = &app.theme;
    let mut lines = Lines { theme, cells: cells.min(96), lines: Vec::new() };
    lines.words(&text::clean_line(&follow_up.title), theme.strong, 0);
    why(app, session, follow_up, &mut lines);
    lines.lines.push(PageLine::default());
    // What one decides is in sight, however much was said.
    for (i, item) in items(session, nth).into_iter().enumerate() {
        lines.item(app, session, follow_up, i, item);
    }
    let sides = sides(session);
    for (title, said) in [("Their words", &sides.theirs), ("What you agreed", &sides.ours)] {
        if !said.is_empty() {
            lines.heading(title);
            said.iter().for_each(|said| lines.answer(said));
        }
    }
    let notes = review::notes(session);
    if !notes.is_empty() {
        lines.heading("Notes from the conversation");
        notes.iter().for_each(|note| lines.words(note, theme.text, 2));
    }
    Page { lines: lines.lines, ..Page::default() }
}

/// When it is due and why: by its day, by what was decided about it, and by what it hangs on.
fn why(app: &App, session: &Session, follow_up: &FollowUp, lines: &mut Lines<'_>) {
    let theme = &app.theme;
    let today = app.now.wall.date_naive();
    let (day, style) = match follow_up.due {
        _ if follow_up.state != State::Open => (String::new(), theme.quiet),
        None => ("no day yet".to_owned(), theme.quiet),
        Some(day) if day < today => {
            let days = usize::try_from((today - day).num_days()).unwrap_or(0);
            (format!("{}, {} late", dates::in_full(day), text::count(days, "day")), theme.bad)
        }
        Some(day) if day == today => ("due today".to_owned(), theme.warning),
        Some(day) => (dates::in_full(day), theme.text),
    };
    let waits = session.waits_for(&follow_up.id).filter(|what| what != "today");
    let hangs = waits.map(|what| format!("it goes by: {what}"));
    let remarks = follow_up.remarks(today).into_iter().chain(hangs);
    let words: Vec<_> = std::iter::once(day).filter(|day| !day.is_empty()).chain(remarks).collect();
    lines.words(&text::clean_line(&words.join(" · ")), style, 0);
    if let Some(trial) = review::trial(session, &follow_up.id) {
        let words = format!("{}: {}", trial.label, trial.in_words(today));
        lines.words(&text::clean_line(&words), theme.text, 0);
    }
    let head = session.head();
    let since = dates::long(head.started.date_naive(), today);
    let words = format!("From: {}, begun {since}", session.playbook().title);
    lines.words(&text::clean_line(&words), theme.quiet, 0);
}

struct Lines<'a> {
    theme: &'a Theme,
    cells: usize,
    lines: Vec<PageLine>,
}

impl Lines<'_> {
    fn words(&mut self, words: &str, style: ratatui::style::Style, indent: usize) {
        let room = self.cells.saturating_sub(indent).max(8);
        for mut pieces in markdown::plain(words, room, style) {
            pieces.insert(0, (" ".repeat(indent), style));
            self.lines.push(PageLine { pieces, ..PageLine::default() });
        }
    }

    fn heading(&mut self, words: &str) {
        self.lines.push(PageLine::default());
        self.words(words, self.theme.strong, 0);
    }

    fn answer(&mut self, said: &Said) {
        // What says itself what it is of needs nothing above it.
        if !said.words.iter().all(|words| words.starts_with(&said.label)) {
            self.words(&said.label, self.theme.quiet, 2);
        }
        for words in &said.words {
            self.words(words, self.theme.text, 4);
        }
    }

    fn item(&mut self, app: &App, session: &Session, follow_up: &FollowUp, nth: usize, item: FollowUpItem) {
        let theme = self.theme;
        let is_open = follow_up.state == State::Open;
        let first = text::first_name(&session.head().client.name);
        let (words, remark) = match item {
            FollowUpItem::Message(nth) => {
                let letter = Letter::Message(nth);
                let title = app.letter_title(letter).unwrap_or_default();
                let blanks = app.letter_text(letter).is_some_and(|body| body.contains(BLANK));
                let remark = if blanks {
                    "a message; something in it is still to be filled in"
                } else {
                    "a message, ready"
                };
                (title, remark.to_owned())
            }
            FollowUpItem::Done if is_open => ("Done".to_owned(), "Space".to_owned()),
            FollowUpItem::Done => ("Open it again".to_owned(), "Space".to_owned()),
            FollowUpItem::Later => ("Later".to_owned(), "l: another day".to_owned()),
            FollowUpItem::Drop => ("Drop".to_owned(), "d: it will not be done".to_owned()),
            FollowUpItem::Review(step) => {
                let step = &session.playbook().steps[step].title;
                (format!("Look back together: {}", text::clean_line(step)), String::new())
            }
            FollowUpItem::Conversation => {
                (format!("Go to the conversation with {}", text::clean_line(first)), "o".to_owned())
            }
        };
        let remark = if remark.is_empty() { remark } else { format!("  {remark}") };
        let fits = text::width(&words) + text::width(&remark) <= self.cells;
        let mut rows = markdown::plain(&words, self.cells, theme.accent);
        match rows.last_mut() {
            Some(row) if fits => row.push((remark, theme.quiet)),
            // Which of the messages it is must be read whole; what is said of it stands below.
            _ => rows.extend(markdown::plain(&remark, self.cells, theme.quiet)),
        }
        self.lines.extend(rows.into_iter().map(|pieces| PageLine {
            pieces,
            item: Some(nth),
            ..PageLine::default()
        }));
    }
}
