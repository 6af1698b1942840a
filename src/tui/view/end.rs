//! The end of a walk, as lines.

use crate::dates;
use crate::document::State;
use crate::session::Session;
use crate::text;
use crate::tui::app::App;
use crate::tui::app::end::{End, EndItem, items};
use crate::tui::app::list::{Page, PageLine};
use crate::tui::widget::markdown::{self, StyledLine};

/// The page.
pub fn page(app: &App, end: &End, cells: usize) -> Page {
    let mut page = Page::default();
    let Some(session) = app.session() else { return page };
    let theme = &app.theme;
    let mut lines = Vec::new();
    let heading =
        |words: &str| PageLine { pieces: vec![(words.to_owned(), theme.strong)], ..PageLine::default() };
    let items = items(session);
    let missing = items.iter().filter(|i| matches!(i, EndItem::Missing(_))).count();
    let mut before = None;
    for (i, item) in items.iter().enumerate() {
        let section = match item {
            EndItem::Missing(_) => "What is missing",
            EndItem::Outcome(_) => "How did it end?",
            _ => "",
        };
        if before != Some(section) {
            if before.is_some() {
                lines.push(PageLine::default());
            }
            match section {
                "What is missing" => lines.push(heading("What is missing. You can go on regardless")),
                "" => add_follow_ups(app, session, cells, &mut lines),
                _ => lines.push(heading(section)),
            }
            before = Some(section);
        }
        let pieces = pieces(app, session, end, item);
        lines.push(PageLine { pieces, right: right(app, session, item), item: Some(i) });
    }
    if missing == 0 {
        let words = vec![("✓ Nothing is missing.".to_owned(), theme.good)];
        lines.insert(0, PageLine::default());
        lines.insert(0, PageLine { pieces: words, ..PageLine::default() });
    }
    add_place(app, session, cells, &mut lines);
    page.lines = lines;
    page
}

fn pieces(app: &App, session: &Session, end: &End, item: &EndItem) -> StyledLine {
    let theme = &app.theme;
    match item {
        EndItem::Missing(missing) => {
            let step = &session.playbook().steps[missing.step].title;
            let lead = if missing.required { ("! ", theme.warning) } else { ("· ", theme.quiet) };
            vec![
                (lead.0.to_owned(), lead.1),
                (text::clean_line(&missing.what), theme.text),
                (format!("  {}", text::clean_line(step)), theme.quiet),
            ]
        }
        EndItem::Outcome(id) => {
            let outcome = session.playbook().outcomes.iter().find(|o| o.id == *id);
            let label = outcome.map_or(id.as_str(), |o| o.label.as_str());
            let tick = if end.outcome.as_ref() == Some(id) { "(x) " } else { "( ) " };
            vec![(tick.to_owned(), theme.text), (text::clean_line(label), theme.text)]
        }
        EndItem::Close => vec![("Close this conversation".to_owned(), theme.accent)],
        EndItem::LeaveOpen if session.is_open() => {
            vec![("Leave it open, back to Today".to_owned(), theme.accent)]
        }
        EndItem::LeaveOpen => vec![("Leave it closed, back to Today".to_owned(), theme.accent)],
        EndItem::Reopen => vec![("Open this conversation again".to_owned(), theme.accent)],
    }
}

fn right(app: &App, session: &Session, item: &EndItem) -> StyledLine {
    let suggested = session.suggested_outcome().map(|o| o.id.as_str());
    match item {
        EndItem::Outcome(id) if session.head().outcome.as_ref() == Some(id) => {
            vec![("recorded".to_owned(), app.theme.quiet)]
        }
        EndItem::Outcome(id) if suggested == Some(id) => {
            vec![("suggested by your answers".to_owned(), app.theme.quiet)]
        }
        _ => Vec::new(),
    }
}

fn add_follow_ups(app: &App, session: &Session, cells: usize, lines: &mut Vec<PageLine>) {
    let theme = &app.theme;
    if session.head().follow_ups.is_empty() {
        return;
    }
    lines.push(PageLine { pieces: vec![("What follows".to_owned(), theme.strong)], ..PageLine::default() });
    for follow_up in &session.head().follow_ups {
        let when = match (follow_up.due, follow_up.state) {
            (_, State::Done) => "done".to_owned(),
            (_, State::Dropped) => "dropped".to_owned(),
            (Some(due), State::Open) => dates::short(due, session.today()),
            (None, State::Open) => "no date".to_owned(),
        };
        let waits = session.waits_for(&follow_up.id).filter(|_| follow_up.due.is_none());
        let title = match waits {
            Some(what) => format!("{} (set {what}: F4 Details)", follow_up.title).replace(
                "F4 Details)",
                if what.contains("meeting") { "F4 Details)" } else { "in its step)" },
            ),
            None => follow_up.title.clone(),
        };
        let lead = format!("{when:<16}");
        for (i, words) in
            text::paragraphs(&text::clean_line(&title), cells.saturating_sub(16)).into_iter().enumerate()
        {
            let lead = if i == 0 { lead.clone() } else { " ".repeat(16) };
            lines.push(PageLine {
                pieces: vec![(lead, theme.quiet), (words, theme.text)],
                ..PageLine::default()
            });
        }
    }
    lines.push(PageLine::default());
}

fn add_place(app: &App, session: &Session, cells: usize, lines: &mut Vec<PageLine>) {
    let theme = &app.theme;
    let mut say = |words: &str| {
        let wrapped = markdown::plain(words, cells, theme.quiet);
        lines.extend(wrapped.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() }));
    };
    say(" ");
    let earlier = session.earlier().len();
    if earlier > 0 {
        say(&format!(
            "{} from an earlier version of the playbook {} kept in the note.",
            text::count(earlier, "answer"),
            if earlier == 1 { "is" } else { "are" }
        ));
    }
    if let Some(note) = &app.note {
        say(&format!("The note: {}", text::clean_line(&note.open.path.display().to_string())));
    }
}
