//! The end of a walk, as lines.

use ratatui::style::Style;

use super::due;
use crate::dates;
use crate::document::hold_said;
use crate::live::{Mark, Moment};
use crate::session::Session;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::end::{End, EndItem, items, sides};
use crate::tui::app::export::shown;
use crate::tui::app::letter::Letter;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::app::note::{Filing, Saving};
use crate::tui::widget::markdown;

/// The page.
pub fn page(app: &App, end: &End, cells: usize) -> Page {
    let mut page = Page::default();
    let Some(session) = app.session() else { return page };
    let theme = &app.theme;
    let mut lines = Vec::new();
    let heading =
        |words: &str| PageLine { pieces: vec![(words.to_owned(), theme.strong)], ..PageLine::default() };
    let items = items(session, &app.catalog);
    let missing = items.iter().filter(|i| matches!(i, EndItem::Missing(_))).count();
    let mut before = None;
    for (i, item) in items.iter().enumerate() {
        let section = match item {
            EndItem::Missing(_) => "What is missing",
            EndItem::Moment(Moment { mark: Mark::Flag, .. }) => "To come back to",
            EndItem::Moment(_) => "You promised. Space makes it a follow-up",
            EndItem::ReadBack => "Their words, and what you promised",
            EndItem::Decided(..) => "Decided",
            EndItem::Outcome(_) => "How did it end?",
            EndItem::FollowUp(_) | EndItem::Promise => "What follows",
            EndItem::Message(_) => "Messages",
            EndItem::Calendar => "Your calendar",
            EndItem::GoOn(_) | EndItem::Linked { .. } => "Go on to…",
            _ => "",
        };
        if before != Some(section) {
            if before.is_some() {
                lines.push(PageLine::default());
            }
            match section {
                "What is missing" => lines.push(heading("What is missing. You can go on regardless")),
                "" => {}
                _ => lines.push(heading(section)),
            }
            before = Some(section);
        }
        let of_item = match item {
            EndItem::FollowUp(nth) => due::lines(app, session, &session.head().follow_ups[*nth], cells),
            _ => entry(app, session, end, item).lines(cells),
        };
        if *item == EndItem::ReadBack {
            lines.extend(super::sides::lines(&sides(session), cells, theme));
        }
        lines.extend(of_item.into_iter().map(|line| PageLine { item: Some(i), ..line }));
    }
    if missing == 0 {
        let words = vec![("✓ Nothing is missing.".to_owned(), theme.good)];
        lines.insert(0, PageLine::default());
        lines.insert(0, PageLine { pieces: words, ..PageLine::default() });
    }
    lines.splice(0..0, kept(app, session, cells));
    lines.splice(0..0, super::also::lines(session, cells, theme));
    let earlier = super::earlier::lines(session, cells, theme);
    if !earlier.is_empty() {
        lines.push(PageLine::default());
        lines.extend(earlier);
    }
    add_place(app, cells, &mut lines);
    page.lines = lines;
    page
}

/// When it was closed and changed since, and that it must be kept.
fn kept(app: &App, session: &Session, cells: usize) -> Vec<PageLine> {
    let (head, theme) = (session.head(), &app.theme);
    let closed = head.closed_said(app.now.wall.date_naive()).map(|words| (words, theme.quiet));
    let hold = head.hold.as_deref().map(|why| (hold_said(why), theme.warning));
    let said = closed.into_iter().chain(hold);
    let lines = said.flat_map(|(words, style)| markdown::plain(&words, cells, style));
    let mut lines: Vec<_> = lines.map(|pieces| PageLine { pieces, ..PageLine::default() }).collect();
    if !lines.is_empty() {
        lines.push(PageLine::default());
    }
    lines
}

/// An item in words: nothing of them is cut, whatever the room.
struct Entry {
    lead: (&'static str, Style),
    words: (String, Style),
    /// A remark, beside the words or at the right; below where it does not fit.
    remark: (String, Style),
    at_right: bool,
}

impl Entry {
    fn lines(self, cells: usize) -> Vec<PageLine> {
        let indent = text::width(self.lead.0);
        let wrapped = text::paragraphs(&self.words.0, cells.saturating_sub(indent).max(8));
        let whole = indent + text::width(&self.words.0) + 2 + text::width(&self.remark.0);
        let beside = wrapped.len() == 1 && whole <= cells;
        let blank = || (" ".repeat(indent), self.words.1);
        let mut lines = Vec::new();
        for (i, words) in wrapped.into_iter().enumerate() {
            let lead = if i == 0 { (self.lead.0.to_owned(), self.lead.1) } else { blank() };
            lines.push(PageLine { pieces: vec![lead, (words, self.words.1)], ..PageLine::default() });
        }
        match lines.last_mut() {
            _ if self.remark.0.is_empty() => {}
            Some(line) if beside && self.at_right => line.right = vec![self.remark],
            Some(line) if beside => line.pieces.push((format!("  {}", self.remark.0), self.remark.1)),
            _ => lines.push(PageLine { pieces: vec![blank(), self.remark], ..PageLine::default() }),
        }
        lines
    }
}

fn entry(app: &App, session: &Session, end: &End, item: &EndItem) -> Entry {
    let theme = &app.theme;
    let nothing = (String::new(), theme.quiet);
    let button = |words: &str| Entry {
        lead: ("", theme.accent),
        words: (words.to_owned(), theme.accent),
        remark: nothing.clone(),
        at_right: false,
    };
    match item {
        EndItem::Missing(missing) => {
            let step = &session.playbook().steps[missing.step].title;
            Entry {
                lead: if missing.required { ("! ", theme.warning) } else { ("· ", theme.quiet) },
                words: (text::clean_line(&missing.what), theme.text),
                remark: (text::clean_line(step), theme.quiet),
                at_right: false,
            }
        }
        EndItem::Moment(moment) => Entry {
            lead: (if moment.settled { "[x] " } else { "[ ] " }, theme.text),
            words: (moment.words.clone(), if moment.settled { theme.quiet } else { theme.text }),
            remark: (moment.at.map(|at| at.format("%H:%M").to_string()).unwrap_or_default(), theme.quiet),
            at_right: true,
        },
        EndItem::Outcome(id) => {
            let outcome = session.playbook().outcomes.iter().find(|o| o.id == *id);
            let label = outcome.map_or(id.as_str(), |o| o.label.as_str());
            let suggested = session.suggested_outcome().map(|o| &o.id);
            let remark = match session.head().outcome.as_ref() {
                Some(recorded) if recorded == id => "recorded",
                _ if suggested == Some(id) => "suggested by your answers",
                _ => "",
            };
            Entry {
                lead: (if end.outcome.as_ref() == Some(id) { "(x) " } else { "( ) " }, theme.text),
                words: (text::clean_line(label), theme.text),
                remark: (remark.to_owned(), theme.quiet),
                at_right: true,
            }
        }
        EndItem::ReadBack => Entry {
            remark: ("to say or to send; copy it there".to_owned(), theme.quiet),
            ..button(&app.letter_title(Letter::ReadBack).unwrap_or_default())
        },
        EndItem::Decided(at, answer) => Entry {
            lead: ("", theme.text),
            words: (text::clean_line(&session.fill(&session.playbook().field(*at).label)), theme.text),
            remark: (answer.clone(), theme.strong),
            at_right: true,
        },
        EndItem::FollowUp(_) => button(""),
        EndItem::Promise => Entry {
            remark: ("a day, and how often, if you like".to_owned(), theme.quiet),
            ..button("Add one of your own")
        },
        EndItem::Message(nth) => button(&app.letter_title(Letter::Message(*nth)).unwrap_or_default()),
        EndItem::GoOn(nth) => go_on(app, session, *nth),
        EndItem::Linked { id, before } => {
            let words = if *before {
                "← The conversation before this one"
            } else {
                "→ The conversation that went on"
            };
            Entry { remark: (linked(app, id), theme.quiet), ..button(words) }
        }
        EndItem::Calendar => {
            let tick = match (session.is_open(), end.kept.no_calendar) {
                (true, false) => "[x] ",
                (true, true) => "[ ] ",
                (false, _) => "",
            };
            let days = app.calendar_days().unwrap_or_default();
            Entry {
                lead: (tick, theme.text),
                words: (format!("Put the dates into a calendar file ({days})"), theme.text),
                remark: match &end.kept.written {
                    Some(file) => (format!("written: {}", shown(file)), theme.good),
                    None if !session.is_open() => ("Enter writes it".to_owned(), theme.quiet),
                    None => ("when you close; Enter: now".to_owned(), theme.quiet),
                },
                at_right: false,
            }
        }
        EndItem::Export => Entry {
            remark: ("a document, a page, a sheet".to_owned(), theme.quiet),
            ..button("Hand it on as a file")
        },
        EndItem::Whole => button("Go on with the whole playbook"),
        EndItem::Close => button("Close this conversation"),
        EndItem::LeaveOpen if session.is_open() => button("Leave it open, back to Today"),
        EndItem::LeaveOpen => button("Leave it closed, back to Today"),
        EndItem::Reopen => button("Open this conversation again"),
    }
}

/// What tells a linked conversation from others: its playbook and its day.
fn linked(app: &App, id: &str) -> String {
    let Some(linked) = app.note.as_ref().and_then(|note| note.linked.get(id)) else { return String::new() };
    let title = app.catalog.title(&linked.playbook).unwrap_or(&linked.playbook);
    format!("{}, {}", text::clean_line(title), dates::short(linked.started, app.now.wall.date_naive()))
}

/// Another playbook that can go on, if it is there.
fn go_on(app: &App, session: &Session, nth: usize) -> Entry {
    let theme = &app.theme;
    let hand_off = session.hand_offs().nth(nth);
    let label = hand_off.map(|h| session.fill(&h.label)).unwrap_or_default();
    let there = hand_off.and_then(|h| app.catalog.playbook(&h.to));
    let (remark, style) = match (there, hand_off) {
        (Some(playbook), _) => (text::clean_line(&playbook.title), theme.quiet),
        (None, hand_off) => {
            let id = hand_off.map_or("", |h| h.to.as_str());
            (format!("{} is not among your playbooks", text::clean_line(id)), theme.warning)
        }
    };
    Entry {
        lead: ("→ ", theme.accent),
        words: (text::clean_line(&label), theme.accent),
        remark: (remark, style),
        at_right: false,
    }
}

fn add_place(app: &App, cells: usize, lines: &mut Vec<PageLine>) {
    let theme = &app.theme;
    let mut say = |words: &str| {
        let wrapped = markdown::plain(words, cells, theme.quiet);
        lines.extend(wrapped.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }));
    };
    say(" ");
    if let Some(note) = &app.note {
        let missing = match (&note.saving, &note.filing) {
            (_, Filing::Filed) => "",
            (Saving::Saved(_), Filing::Due | Filing::Asked { .. }) => {
                " (the last words follow in a moment; they are in the draft)"
            }
            (Saving::Saved(_), Filing::Failed { .. }) => " (NOT up to date; every word is in the draft)",
            (Saving::Failed { .. }, _) | (_, Filing::Failed { .. }) => " (NOT up to date; the bar says why)",
            (Saving::Waiting | Saving::Asked { .. }, _) => " (the last words are on their way)",
        };
        let missing = if note.open.holder.is_some() { "" } else { missing };
        say(&format!("The note: {}{missing}", text::clean_line(&note.open.path.display().to_string())));
    }
}
