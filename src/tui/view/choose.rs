//! Which one? The situations, in the advisor's words.

use ratatui::layout::Rect;

use super::{guide, walk};
use crate::catalog::{Group, Situation};
use crate::text;
use crate::tui::app::App;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::view;
use crate::tui::widget::markdown;

/// From so many columns on the guide stands beside the list.
const GUIDE_FROM: u16 = 100;
/// What stands before a situation: its number.
const NUMBER: usize = 3;
/// Groups within groups are indented no further than this.
const DEEPEST: usize = 4;

/// The list, and the guide where there is one and room for it.
pub struct Areas {
    pub list: Rect,
    pub guide: Option<Rect>,
}

/// Where they are.
pub fn areas(app: &App) -> Areas {
    let body = view::body(app.size);
    if app.size.0 < GUIDE_FROM || app.guiding_chooser().is_none() {
        return Areas { list: body, guide: None };
    }
    let width = guide::width(app.size.0);
    let list = Rect { width: body.width.saturating_sub(width + walk::GUTTER), ..body };
    Areas { list, guide: Some(Rect { x: body.right() - width, width, ..body }) }
}

/// Where the titles of the playbooks stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Titles {
    /// At the right, wherever there is room.
    AtRight,
    Below,
    /// Below what a playbook says of itself; a way of a chooser says enough.
    OfOthers,
}

/// The page.
pub fn page(app: &App, cells: usize) -> Page {
    let situations = app.situations();
    let height = usize::from(view::body(app.size).height);
    let with = |titles| List { app, cells, titles, situations: &situations }.page();
    let mut ways = situations.iter().filter(|s| s.through.is_some()).peekable();
    if ways.peek().is_some() && ways.all(|s| fits_beside(s, cells)) {
        return with(Titles::AtRight);
    }
    let whole = with(Titles::Below);
    if whole.lines.len() <= height {
        return whole;
    }
    // Rather than to scroll: if not even that helps, nothing is left out.
    let short = with(Titles::OfOthers);
    if short.lines.len() <= height { short } else { whole }
}

fn title(situation: &Situation) -> String {
    text::clean_line(&situation.playbook.title)
}

fn indent(depth: usize) -> usize {
    NUMBER + 2 * depth.min(DEEPEST)
}

/// Whether the title has room on the line of the situation.
fn fits_beside(situation: &Situation, cells: usize) -> bool {
    let words = indent(situation.groups().len()) + text::width(&situation.words);
    words + 2 + text::width(&title(situation)) <= cells
}

struct List<'a> {
    app: &'a App,
    cells: usize,
    titles: Titles,
    situations: &'a [Situation],
}

impl List<'_> {
    fn page(&self) -> Page {
        let mut lines = Vec::new();
        let mut before: Option<&Situation> = None;
        for (item, situation) in self.situations.iter().enumerate() {
            self.add_heading(&mut lines, before, situation);
            self.add_groups(&mut lines, before, situation);
            self.add_situation(&mut lines, item, situation);
            before = Some(situation);
        }
        if self.situations.is_empty() {
            lines.extend(self.heading("What is happening?"));
        }
        self.add_broken(&mut lines);
        Page { lines, ..Page::default() }
    }

    fn heading(&self, words: &str) -> impl Iterator<Item = PageLine> + use<> {
        let lines = markdown::plain(words, self.cells, self.app.theme.strong);
        lines.into_iter().chain([Vec::new()]).map(|pieces| PageLine { pieces, ..PageLine::default() })
    }

    /// The question of a chooser above its ways; a word above what no chooser leads to.
    fn add_heading(&self, lines: &mut Vec<PageLine>, before: Option<&Situation>, situation: &Situation) {
        if before.is_some_and(|before| before.chooser() == situation.chooser()) {
            return;
        }
        if before.is_some() {
            lines.push(PageLine::default());
        }
        let heading = match (&situation.through, before) {
            (Some(through), _) => through.question.as_str(),
            (None, None) => "What is happening?",
            (None, Some(_)) => "Other playbooks",
        };
        let heading = self.heading(heading);
        match (&situation.through, before) {
            // Its situations follow at once: they are no answers to a question.
            (None, Some(_)) => lines.extend(heading.filter(|line| !line.pieces.is_empty())),
            _ => lines.extend(heading),
        }
    }

    /// The choices before the last one, as far as they are not those of the situation before.
    fn add_groups(&self, lines: &mut Vec<PageLine>, before: Option<&Situation>, situation: &Situation) {
        let known = before.filter(|b| b.chooser() == situation.chooser()).map_or(&[][..], Situation::groups);
        let groups = situation.groups();
        let shared = known.iter().zip(groups).take_while(|(a, b)| a == b).count();
        for (depth, group) in groups.iter().enumerate().skip(shared) {
            self.add_group(lines, depth, group);
        }
    }

    fn add_group(&self, lines: &mut Vec<PageLine>, depth: usize, group: &Group) {
        let theme = &self.app.theme;
        let lead = " ".repeat(indent(depth));
        let room = self.cells.saturating_sub(lead.len()).max(8);
        for words in text::paragraphs(&group.words, room) {
            let pieces = vec![(lead.clone(), theme.text), (words, theme.text)];
            lines.push(PageLine { pieces, ..PageLine::default() });
        }
        // What it asks stands behind it where there is room: the choices below say it, too.
        if let Some(last) = lines.last_mut() {
            let used: usize = last.pieces.iter().map(|(words, _)| text::width(words)).sum();
            if used + 2 + text::width(&group.question) <= self.cells {
                last.pieces.push((format!("  {}", group.question), theme.quiet));
            }
        }
    }

    fn add_situation(&self, lines: &mut Vec<PageLine>, item: usize, situation: &Situation) {
        let theme = &self.app.theme;
        let indent = indent(situation.groups().len());
        let first = lines.len();
        for words in text::paragraphs(&situation.words, self.cells.saturating_sub(indent).max(8)) {
            let number =
                if lines.len() == first && item < 9 { (item + 1).to_string() } else { String::new() };
            let pieces = vec![(format!("{number:indent$}"), theme.accent), (words, theme.text)];
            lines.push(PageLine { pieces, right: Vec::new(), item: Some(item) });
        }
        let title = (title(situation), theme.quiet);
        match (self.titles, lines.last_mut()) {
            (Titles::OfOthers, _) if situation.through.is_some() => {}
            (Titles::AtRight, Some(line)) if fits_beside(situation, self.cells) => line.right = vec![title],
            _ => {
                let pieces = vec![(" ".repeat(indent), theme.quiet), title];
                lines.push(PageLine { pieces, right: Vec::new(), item: Some(item) });
            }
        }
    }

    /// What cannot be chosen, and why.
    fn add_broken(&self, lines: &mut Vec<PageLine>) {
        let broken = self.app.catalog.unusable();
        if broken == 0 {
            return;
        }
        lines.push(PageLine::default());
        let words = format!("{} cannot be used. Enter here shows why", text::count(broken, "playbook"));
        let item = Some(self.situations.len());
        let wrapped = markdown::plain(&words, self.cells, self.app.theme.warning);
        lines.extend(wrapped.into_iter().map(|pieces| PageLine { pieces, item, ..PageLine::default() }));
    }
}
