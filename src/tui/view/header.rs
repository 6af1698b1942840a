//! The line at the top: where one is, with whom.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::dates;
use crate::document::{How, SAMPLE};
use crate::text;
use crate::tui::app::form::Purpose;
use crate::tui::app::{App, Overlay, Screen};
use crate::tui::view;
use crate::tui::widget::paint;

/// What the page of figures is called.
const LEARNT: &str = "What we’ve learnt";

/// Draws it.
pub fn draw(app: &App, buffer: &mut Buffer) {
    let area = Rect::new(2, 0, app.size.0.saturating_sub(4), 1);
    let (title, rest, right) = words(app);
    let right = text::ellipsis(&right, usize::from(area.width) / 2).into_owned();
    let room = area.width.saturating_sub(u16::try_from(text::width(&right)).unwrap_or(0) + 2);
    let title = text::ellipsis(&title, usize::from(room));
    let used = paint::put(buffer, area.x, 0, room, &title, app.theme.strong);
    let rest = text::ellipsis(&rest, usize::from(room - used));
    paint::put(buffer, area.x + used, 0, room - used, &rest, app.theme.quiet);
    paint::put_right(buffer, area, 0, &right, app.theme.quiet);
}

/// Title, what it is about, and what stands at the right.
fn words(app: &App) -> (String, String, String) {
    let today = dates::in_full(app.now.wall.date_naive());
    match &app.overlay {
        Some(Overlay::Help(_)) => return ("Help".to_owned(), String::new(), String::new()),
        Some(Overlay::Actions(_)) => return ("All actions".to_owned(), String::new(), String::new()),
        Some(Overlay::Unsaved) => return ("Not saved".to_owned(), String::new(), String::new()),
        _ => {}
    }
    match &app.screen {
        Screen::Welcome(_) => ("Welcome".to_owned(), String::new(), today),
        Screen::Today(_) => ("Today".to_owned(), String::new(), today),
        Screen::Search(search) => ("Search".to_owned(), String::new(), view::search::tally(search)),
        Screen::Insights(page) => (
            LEARNT.to_owned(),
            view::insights::scope(app, page.only.as_deref()),
            view::insights::tally(app, page.counted.as_deref()),
        ),
        Screen::Figure(page) => {
            (LEARNT.to_owned(), String::new(), text::count(page.conversations.len(), "conversation"))
        }
        Screen::Lessons(page) => (
            "Lessons".to_owned(),
            view::insights::scope(app, page.only.as_deref()),
            view::insights::lessons_tally(page),
        ),
        Screen::Clients(_) => ("Clients".to_owned(), String::new(), today),
        Screen::Client(page) => {
            let client = &page.client;
            let firm = client.organisation.as_deref().map(|o| format!("  {}", text::clean_line(o)));
            let sample = client.notes.iter().all(|brief| brief.sample).then(|| format!(" {SAMPLE}"));
            let name = format!("{}{}", text::clean_line(&client.name), sample.unwrap_or_default());
            (name, firm.unwrap_or_default(), today)
        }
        Screen::Agenda(_) => ("Agenda".to_owned(), String::new(), today),
        Screen::Choose(choose) if choose.of_call => {
            (text::clean_line(&choose.client.name), "  What was the call about?".to_owned(), today)
        }
        Screen::Choose(_) => ("A new conversation".to_owned(), "  Which one?".to_owned(), today),
        Screen::Form(form) => match &form.purpose {
            Purpose::New(playbook) => {
                ("A new conversation".to_owned(), format!("  {}", text::clean_line(&playbook.title)), today)
            }
            Purpose::Caller => ("A call".to_owned(), "  Who was it?".to_owned(), today),
            Purpose::Details { .. } => ("Details".to_owned(), "  who, when and how".to_owned(), today),
        },
        Screen::Playbooks(_) => ("Playbooks".to_owned(), String::new(), String::new()),
        Screen::Playbook(opened) => {
            let entry = app.catalog.entry(&opened.key);
            let title = entry.map(|e| text::clean_line(&e.title)).unwrap_or_default();
            let whose = entry.map(|e| e.origin.words()).unwrap_or_default();
            (title, format!("  {whose}"), String::new())
        }
        Screen::Walk(_) | Screen::Debrief(_) | Screen::End(_) | Screen::FollowUp(_) | Screen::Practise(_) => {
            let Some(session) = app.session() else { return Default::default() };
            let head = session.head();
            let meeting = head.meeting.at.map(|at| {
                let time = at.day().time.map(|t| t.format(", %H:%M").to_string()).unwrap_or_default();
                format!("meeting {}{time}", dates::short(at.date(), app.now.wall.date_naive()))
            });
            let quick = if session.is_quick() { " · five minutes" } else { "" };
            let sample = if head.is_sample() { format!(" {SAMPLE}") } else { String::new() };
            let playbook = format!("{sample}  {}{quick}", text::clean_line(&session.playbook().title));
            if let Screen::Practise(_) = app.screen {
                return (
                    "Practise".to_owned(),
                    format!("  {}", text::clean_line(&head.client_said())),
                    meeting.unwrap_or_default(),
                );
            }
            let closed = (!session.is_open()).then(|| "closed".to_owned());
            if let Some(time) = app.call_time() {
                let how = match head.meeting.how {
                    Some(How::Video) => "on video",
                    Some(How::InPerson) => "talking",
                    Some(How::Phone) | None => "on the phone",
                };
                return (
                    text::clean_line(&head.client.name),
                    playbook,
                    closed.into_iter().chain([format!("{how} {time}")]).collect::<Vec<_>>().join(" · "),
                );
            }
            let hold = head.hold.is_some().then(|| "on hold".to_owned());
            let amended = head
                .amended_since_closed()
                .map(|at| format!("amended {}", dates::short(at.date_naive(), app.now.wall.date_naive())));
            let right: Vec<_> = hold.into_iter().chain(closed).chain(amended).chain(meeting).collect();
            (text::clean_line(&head.client.name), playbook, right.join(" · "))
        }
    }
}
