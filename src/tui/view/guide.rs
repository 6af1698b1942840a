//! The guide of a step: how to do it well, what to say, what to avoid, what they may answer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::playbook::{Credit, Kind, Phrase, Playbook, Step, Template};
use crate::text;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::app::{App, Screen};
use crate::tui::theme::Theme;
use crate::tui::widget::markdown::{self, StyledLine};
use crate::tui::widget::paint;

/// How wide its pane is on a screen of so many columns; below 80 there is none.
pub fn width(columns: u16) -> u16 {
    match columns {
        140.. => 46,
        116.. => 34,
        100.. => 30,
        80.. => 28,
        _ => 0,
    }
}

/// As a page over the screen.
pub fn page(app: &App, cells: usize) -> Page {
    let lines = lines(app, cells.min(80));
    let lines = lines.into_iter().map(|pieces| PageLine { pieces, ..PageLine::default() });
    Page { lines: lines.collect(), ..Page::default() }
}

/// The lines for a pane of so many cells: of the step one is in, or of what helps to choose.
pub fn lines(app: &App, cells: usize) -> Vec<StyledLine> {
    let theme = &app.theme;
    match (&app.screen, app.session()) {
        (Screen::Walk(walk), Some(session)) => {
            let (playbook, step) = (session.playbook(), &session.playbook().steps[walk.step]);
            let guide = Guide { theme, playbook, step, fill: &|template| session.fill(template) };
            let mut lines = learnt(app, walk.step, cells);
            lines.extend(guide.lines(cells));
            lines
        }
        (Screen::Choose(choose), _) => {
            let Some(chooser) = app.guiding_chooser() else { return Vec::new() };
            let (known, step) = (app.known(choose), &chooser.steps[0]);
            Guide { theme, playbook: &chooser, step, fill: &|template| known.fill(template) }.lines(cells)
        }
        _ => Vec::new(),
    }
}

/// The latest that was learnt with others, where it matters. A long lesson is told by its beginning.
fn learnt(app: &App, step: usize, cells: usize) -> Vec<StyledLine> {
    let theme = &app.theme;
    let learnt = app.learnt_for(step);
    let mut lines = Vec::new();
    if learnt.is_empty() {
        return lines;
    }
    lines.push(vec![("Learnt last time".to_owned(), theme.strong)]);
    for one in learnt {
        let words = format!("{} ({})", text::ellipsis(&text::clean_line(&one.words), LESSON), one.month);
        let rows = markdown::plain(&words, cells.saturating_sub(2), theme.text);
        lines.extend(rows.into_iter().enumerate().map(|(i, mut line)| {
            line.insert(0, (if i == 0 { "• " } else { "  " }.to_owned(), theme.accent));
            line
        }));
    }
    lines.push(Vec::new());
    lines
}

/// The most cells of a lesson beside a step.
const LESSON: usize = 160;

/// Draws its pane, from a line on.
pub fn draw(app: &App, scroll: usize, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    for y in area.top()..area.bottom() {
        paint::put(buffer, area.x - 2, y, 1, "│", theme.quiet);
    }
    let lines = lines(app, usize::from(area.width));
    let scroll = scroll.min(lines.len().saturating_sub(1));
    for (i, line) in lines.iter().skip(scroll).take(usize::from(area.height)).enumerate() {
        let y = area.y + u16::try_from(i).unwrap_or(0);
        let pieces: Vec<_> = line.iter().map(|(t, s)| (t.as_str(), *s)).collect();
        paint::put_all(buffer, area.x, y, area.width, &pieces);
    }
    if lines.len() > scroll + usize::from(area.height) && area.bottom() < app.size.1 - 2 {
        paint::put_right(buffer, area, area.bottom(), "F3 shows all", theme.quiet);
    }
}

/// The guide of a step, and how its texts are filled.
struct Guide<'a> {
    theme: &'a Theme,
    playbook: &'a Playbook,
    step: &'a Step,
    fill: &'a dyn Fn(&Template) -> String,
}

impl Guide<'_> {
    fn lines(&self, cells: usize) -> Vec<StyledLine> {
        let Self { theme, playbook, step, fill } = self;
        let mut lines = Vec::new();
        let whose = playbook.credit(step.credit);
        let minutes = step.minutes.map(|m| format!(" · {m} min")).unwrap_or_default();
        lines.push(vec![("Guide".to_owned(), theme.strong), (format!("  {whose}{minutes}"), theme.quiet)]);
        lines.extend(markdown::render(&fill(&step.guide), cells, theme.text));
        self.phrases(&mut lines, "Say", &step.say, cells, true);
        self.phrases(&mut lines, "Avoid", &step.avoid, cells, false);
        if !step.responses.is_empty() {
            lines.push(Vec::new());
            lines.push(vec![("If they say…".to_owned(), theme.strong)]);
            for response in &step.responses {
                let hears = text::clean_line(&fill(&response.hears));
                lines.extend(markdown::plain(&hears, cells, theme.text.add_modifier(Modifier::ITALIC)));
                let mut answer = text::clean_line(&fill(&response.answer));
                if let Some(whose) = playbook.credit_under(response.credit, step.credit) {
                    answer = format!("{answer} ({whose})");
                }
                let indented = markdown::plain(&answer, cells.saturating_sub(4), theme.text);
                lines.extend(indented.into_iter().enumerate().map(|(i, mut line)| {
                    line.insert(0, (if i == 0 { "  → " } else { "    " }.to_owned(), theme.accent));
                    line
                }));
            }
        }
        self.credits(&mut lines, cells);
        lines
    }

    fn phrases(
        &self,
        lines: &mut Vec<StyledLine>,
        title: &str,
        phrases: &[Phrase],
        cells: usize,
        quoted: bool,
    ) {
        let Self { theme, playbook, step, fill } = self;
        if phrases.is_empty() {
            return;
        }
        lines.push(Vec::new());
        lines.push(vec![(title.to_owned(), theme.strong)]);
        for phrase in phrases {
            let words = text::clean_line(&fill(&phrase.text));
            let mut words = if quoted { format!("“{words}”") } else { words };
            if let Some(whose) = playbook.credit_under(phrase.credit, step.credit) {
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

    /// Who the sources of this step are; what names none is ours.
    fn credits(&self, lines: &mut Vec<StyledLine>, cells: usize) {
        let Self { theme, playbook, step, .. } = self;
        lines.push(Vec::new());
        let phrases = step.say.iter().chain(&step.avoid).map(|p| p.credit);
        let fields = step.fields.iter().flat_map(|f| credits_of(&f.kind).chain([f.credit]));
        let responses = step.responses.iter().map(|r| r.credit);
        let used: Vec<_> = phrases.chain(fields).chain(responses).chain([step.credit]).collect();
        for (i, source) in playbook.sources.iter().enumerate() {
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
                text::clean_line(playbook.credit(whose))
            ),
        };
        lines.extend(markdown::plain(&words, cells, theme.quiet));
    }
}

/// Whose the options, items or columns of a field are.
fn credits_of(kind: &Kind) -> impl Iterator<Item = Credit> {
    let columns = kind.table().into_iter().flat_map(|table| table.columns.iter().map(|c| c.credit));
    kind.choices().iter().map(|c| c.credit).chain(columns)
}
