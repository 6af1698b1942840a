//! Practising: the cue alone, then the answer; at the end what came again, and what one can do.

use ratatui::style::Style;

use crate::practise::{Card, Section, Sitting, times};
use crate::text;
use crate::tui::app::list::{Page, PageLine};
use crate::tui::app::practise::{Practise, PractiseItem, Stage};
use crate::tui::app::{App, Screen};
use crate::tui::keys::Action;

/// Words are read best in lines of at most so many cells.
const WIDEST: usize = 68;
/// Below so many rows only what one practises is shown.
const LOW: usize = 12;

/// What a click on words means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    Does(Action),
    /// Practise these cards.
    Cards(Section),
}

/// Words of a row.
struct Bit {
    words: String,
    style: Style,
    on: Option<On>,
}

impl Bit {
    fn plain(words: impl Into<String>, style: Style) -> Self {
        Self { words: words.into(), style, on: None }
    }

    fn does(words: &str, style: Style, action: Action) -> Self {
        Self { words: words.to_owned(), style, on: Some(On::Does(action)) }
    }
}

/// A row of the page.
#[derive(Default)]
struct Row {
    bits: Vec<Bit>,
    item: Option<usize>,
}

/// The page.
pub fn page(app: &App, practise: &Practise, cells: usize) -> Page {
    let lines = rows(app, practise, cells).rows.into_iter().map(|row| PageLine {
        pieces: row.bits.into_iter().map(|bit| (bit.words, bit.style)).collect(),
        right: Vec::new(),
        item: row.item,
    });
    Page { lines: lines.collect(), ..Page::default() }
}

/// What a click at a place means, beside marking an item.
pub fn at(app: &App, x: u16, y: u16) -> Option<On> {
    let Screen::Practise(practise) = &app.screen else { return None };
    let area = super::page_area(app);
    if !area.contains((x, y).into()) {
        return None;
    }
    let rows = rows(app, practise, usize::from(area.width)).rows;
    let row = rows.get(practise.list.scroll + usize::from(y - area.y));
    let mut before = usize::from(x - area.x);
    for bit in row.iter().flat_map(|row| &row.bits) {
        let width = text::width(&bit.words);
        if before < width {
            if bit.on.is_some() {
                return bit.on;
            }
            break;
        }
        before -= width;
    }
    matches!(practise.stage(), Stage::Cue(_)).then_some(On::Does(Action::Reveal))
}

/// The row where the answer begins that is shown.
pub fn answer_line(app: &App) -> Option<usize> {
    let Screen::Practise(practise) = &app.screen else { return None };
    rows(app, practise, usize::from(super::page_area(app).width)).answer
}

fn rows<'a>(app: &'a App, practise: &Practise, cells: usize) -> Rows<'a> {
    let height = usize::from(super::body(app.size).height);
    let mut rows = Rows { app, cells, is_low: height < LOW, rows: Vec::new(), answer: None };
    let Some(sitting) = practise.sitting() else { return rows };
    rows.sections(practise);
    match practise.stage() {
        Stage::Cue(card) => rows.card(sitting, card, false, height),
        Stage::Answer(card) => rows.card(sitting, card, true, height),
        Stage::Over => rows.over(practise, sitting),
    }
    rows
}

struct Rows<'a> {
    app: &'a App,
    cells: usize,
    /// There is no room for what one can do without.
    is_low: bool,
    rows: Vec<Row>,
    /// Where the answer begins.
    answer: Option<usize>,
}

impl Rows<'_> {
    fn blank(&mut self) {
        if !self.is_low {
            self.rows.push(Row::default());
        }
    }

    fn say(&mut self, words: &str, style: Style, indent: usize) {
        let room = self.cells.saturating_sub(indent).clamp(8, WIDEST);
        for words in text::paragraphs(words, room) {
            let bit = Bit::plain(format!("{}{words}", " ".repeat(indent)), style);
            self.rows.push(Row { bits: vec![bit], item: None });
        }
    }

    /// Words beside each other, on as many rows as they need; none is broken.
    fn beside(&mut self, bits: Vec<Bit>, indent: usize) {
        let mut used = self.cells;
        for bit in bits {
            let width = text::width(&bit.words);
            if used + width > self.cells || self.rows.is_empty() {
                let lead = Bit::plain(" ".repeat(indent), self.app.theme.text);
                self.rows.push(Row { bits: vec![lead], item: None });
                used = indent;
            }
            used += width;
            if let Some(row) = self.rows.last_mut() {
                row.bits.push(bit);
            }
        }
    }

    /// Which cards there are to choose from, the chosen ones in brackets.
    fn sections(&mut self, practise: &Practise) {
        let theme = &self.app.theme;
        let sections = practise.deck().sections();
        if self.is_low || sections.len() == 1 {
            return;
        }
        let bits = sections.into_iter().map(|section| {
            let words = format!("{} {}", section.title(), practise.deck().count(section));
            let on = Some(On::Cards(section));
            match section == practise.section() {
                true => Bit { words: format!("[{words}] "), style: theme.strong, on },
                false => Bit { words: format!(" {words}  "), style: theme.text, on },
            }
        });
        self.beside(bits.collect(), 0);
    }

    fn card(&mut self, sitting: &Sitting, card: &Card, is_shown: bool, height: usize) {
        let theme = &self.app.theme;
        let mut far = format!("Card {} of {}", sitting.got() + 1, sitting.total());
        if sitting.to_come_again() > 0 {
            far.push_str(&format!(", {} to come again", sitting.to_come_again()));
        }
        self.say(&far, theme.quiet, 0);
        let indent = if self.cells < 50 { 0 } else { 4 };
        let said = match &card.whose {
            Some(whose) => format!("{} ({whose})", card.answer),
            None => card.answer.clone(),
        };
        self.stand_free([&card.place, &card.cue, &said], indent, height);
        self.blank();
        self.say(&card.place, theme.quiet, indent);
        self.blank();
        self.say(&card.cue, theme.strong, indent);
        self.blank();
        if is_shown {
            self.answer = Some(self.rows.len());
            self.answer(card, &said, indent);
            self.blank();
            self.ask(indent);
        } else {
            self.say("Say it aloud. Then look: Space", theme.quiet, indent);
        }
        self.blank();
        if !self.is_low {
            self.say("Nothing of this is filed.", theme.quiet, indent);
        }
    }

    /// Empty rows above a card, where there is room. The cue stands where it stands when the answer comes,
    /// and, if they are not long, so does that of the next card.
    fn stand_free(&mut self, texts: [&str; 3], indent: usize, height: usize) {
        const USUAL: usize = 6;
        let room = self.cells.saturating_sub(indent).clamp(8, WIDEST);
        let rows: usize = texts.iter().map(|words| text::paragraphs(words, room).len()).sum();
        let all = self.rows.len() + rows.max(USUAL) + 6;
        for _ in 0..height.saturating_sub(all) / 3 {
            self.blank();
        }
    }

    /// Asks whether one had it: what one says to that can be clicked.
    fn ask(&mut self, indent: usize) {
        let theme = &self.app.theme;
        let asked = (self.cells >= 50).then(|| Bit::plain("Did you have it?   ", theme.quiet));
        let got = Bit::does("→ Got it", theme.accent, Action::GotIt);
        let again = Bit::does("← Again", theme.accent, Action::Again);
        let bits = asked.into_iter().chain([got, Bit::plain("   ", theme.text), again]);
        self.beside(bits.collect(), indent);
    }

    /// The answer, and quietly whose it is.
    fn answer(&mut self, card: &Card, said: &str, indent: usize) {
        let theme = &self.app.theme;
        self.say(said, theme.text, indent);
        let Some(whose) = card.whose.as_ref().map(|whose| format!("({whose})")) else { return };
        let Some(last) = self.rows.last_mut() else { return };
        // Broken over two rows it is read all the same.
        if let Some(words) = last.bits.pop() {
            let (said, whose) = match words.words.strip_suffix(&whose) {
                Some(said) => (said.to_owned(), whose),
                None => (words.words, String::new()),
            };
            last.bits.extend(
                [(said, theme.text), (whose, theme.quiet)].map(|(words, style)| Bit::plain(words, style)),
            );
        }
    }

    fn over(&mut self, practise: &Practise, sitting: &Sitting) {
        let theme = &self.app.theme;
        self.blank();
        self.result(practise, sitting);
        self.blank();
        for (nth, item) in practise.items().into_iter().enumerate() {
            let from = self.rows.len();
            self.say(&words(practise, item), theme.accent, 0);
            self.rows[from..].iter_mut().for_each(|row| row.item = Some(nth));
        }
        let came = sitting.came_again();
        if !came.is_empty() {
            self.rows.push(Row::default());
            self.say("What came again", theme.strong, 0);
            for (card, missed) in came {
                let words = if card.section == Section::Answers { &card.cue } else { &card.answer };
                self.say(&format!("{}: {words}", times(missed)), theme.text, 2);
            }
        }
        self.blank();
        if sitting.total() > 0 {
            self.say("Nothing of this was filed.", theme.quiet, 0);
        }
    }

    /// How it went; or, where there was no card, why.
    fn result(&mut self, practise: &Practise, sitting: &Sitting) {
        let theme = &self.app.theme;
        match (sitting.total(), practise.deck().unwritten()) {
            (0, Some(_)) => {
                self.say("Write your questions first.", theme.strong, 0);
                self.say("Each becomes a card here, to practise until you have it.", theme.text, 0);
            }
            (0, None) => {
                self.say("There is nothing to practise here.", theme.strong, 0);
                let why = "This playbook has no list of questions to practise for you to write, and nothing to \
                           say or to answer in the talk.";
                self.say(why, theme.text, 0);
            }
            _ => {
                let [got, how] = sitting.result();
                self.say(&got, theme.strong, 0);
                self.say(&how, theme.text, 0);
            }
        }
    }
}

fn words(practise: &Practise, item: PractiseItem) -> String {
    match item {
        PractiseItem::Write(field) => format!("Write them: go to “{}”", practise.title_of(field)),
        PractiseItem::Missed(1) => "Once more the one that came again".to_owned(),
        PractiseItem::Missed(n) => format!("Once more the {n} that came again"),
        PractiseItem::On(section, n) => match section {
            Section::Answers => format!("On to what they say ({n})"),
            section => format!("On to: {} ({n})", section.title()),
        },
        PractiseItem::OnceMore => "Once more all of them".to_owned(),
        PractiseItem::Back => "Back".to_owned(),
    }
}
