//! The guide of a step: how to do it well, what to say, what to avoid, what they may answer.

use ratatui::style::Modifier;

use crate::playbook::{Credit, Kind, Phrase, Step};
use crate::session::Session;
use crate::text;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::app::{App, Screen};
use crate::tui::widget::markdown::{self, StyledLine};

/// As a page over the screen.
pub fn page(app: &App, cells: usize) -> Page {
    let lines = lines(app, cells.min(80));
    let lines = lines.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() });
    Page { lines: lines.collect(), ..Page::default() }
}

/// The lines for a pane of so many cells.
pub fn lines(app: &App, cells: usize) -> Vec<StyledLine> {
    let (Screen::Walk(walk), Some(session)) = (&app.screen, app.session()) else { return Vec::new() };
    let theme = &app.theme;
    let step = &session.playbook().steps[walk.step];
    let mut lines = Vec::new();
    let whose = session.playbook().credit(step.credit);
    let minutes = step.minutes.map(|m| format!(" · {m} min")).unwrap_or_default();
    lines.push(vec![("Guide".to_owned(), theme.strong), (format!("  {whose}{minutes}"), theme.quiet)]);
    lines.extend(markdown::render(&session.fill(&step.guide), cells, theme.text));
    phrases(&mut lines, app, step, "Say", &step.say, cells, true);
    phrases(&mut lines, app, step, "Avoid", &step.avoid, cells, false);
    if !step.responses.is_empty() {
        lines.push(Vec::new());
        lines.push(vec![("If they say…".to_owned(), theme.strong)]);
        for response in &step.responses {
            let hears = text::clean_line(&session.fill(&response.hears));
            lines.extend(markdown::plain(&hears, cells, theme.text.add_modifier(Modifier::ITALIC)));
            let mut answer = text::clean_line(&session.fill(&response.answer));
            if let Some(whose) = session.playbook().credit_under(response.credit, step.credit) {
                answer = format!("{answer} ({whose})");
            }
            let indented = markdown::plain(&answer, cells.saturating_sub(4), theme.text);
            lines.extend(indented.into_iter().enumerate().map(|(i, mut line)| {
                line.insert(0, (if i == 0 { "  → " } else { "    " }.to_owned(), theme.accent));
                line
            }));
        }
    }
    credits(&mut lines, app, session, step, cells);
    lines
}

fn phrases(
    lines: &mut Vec<StyledLine>,
    app: &App,
    step: &Step,
    title: &str,
    phrases: &[Phrase],
    cells: usize,
    quoted: bool,
) {
    let Some(session) = app.session().filter(|_| !phrases.is_empty()) else { return };
    let theme = &app.theme;
    lines.push(Vec::new());
    lines.push(vec![(title.to_owned(), theme.strong)]);
    for phrase in phrases {
        let words = text::clean_line(&session.fill(&phrase.text));
        let mut words = if quoted { format!("“{words}”") } else { words };
        if let Some(whose) = session.playbook().credit_under(phrase.credit, step.credit) {
            words = format!("{words} ({whose})");
        }
        let wrapped = markdown::plain(&words, cells.saturating_sub(2), theme.text);
        lines.extend(wrapped.into_iter().enumerate().map(|(i, mut line)| {
            let lead = match (i, quoted) {
                (0, true) => "• ",
                (0, false) => "× ",
                _ => "  ",
            };
            line.insert(0, (lead.to_owned(), theme.quiet));
            line
        }));
    }
}

/// Whose the options, items or columns of a field are.
fn credits_of(kind: &Kind) -> impl Iterator<Item = Credit> {
    let columns = kind.table().into_iter().flat_map(|table| table.columns.iter().map(|c| c.credit));
    kind.choices().iter().map(|c| c.credit).chain(columns)
}

/// Who the sources of this step are; what names none is ours.
fn credits(lines: &mut Vec<StyledLine>, app: &App, session: &Session, step: &Step, cells: usize) {
    let theme = &app.theme;
    lines.push(Vec::new());
    let phrases = step.say.iter().chain(&step.avoid).map(|p| p.credit);
    let fields = step.fields.iter().flat_map(|f| credits_of(&f.kind).chain([f.credit]));
    let responses = step.responses.iter().map(|r| r.credit);
    let used: Vec<_> = phrases.chain(fields).chain(responses).chain([step.credit]).collect();
    for (i, source) in session.playbook().sources.iter().enumerate() {
        if !used.contains(&Credit::Source(i)) {
            continue;
        }
        let words = format!("{}: {}", text::clean_line(&source.name), text::clean_line(&source.credit));
        lines.extend(markdown::plain(&words, cells, theme.quiet));
    }
    let words = match step.credit {
        Credit::Ours => "What names no source is ours.".to_owned(),
        whose => format!(
            "What names no source has that of what it stands in: the step's is {}.",
            text::clean_line(session.playbook().credit(whose))
        ),
    };
    lines.extend(markdown::plain(&words, cells, theme.quiet));
}
