//! A screen as a picture (SVG): text that can be selected, each character in its own cell.

use std::fmt::Write as _;

use vt100::{Cell, Color, Screen};

const CELL: (f32, f32) = (8.4, 18.0);
const MARGIN: f32 = 14.0;
const TITLE_BAR: f32 = 30.0;
/// Shades of a terminal with dark letters on white paper.
const INK: u32 = 0x1f_23_28;
const PAPER: u32 = 0xff_ff_ff;
const QUIET: u32 = 0x65_6d_76;
const LINE: &str = "#d0d7de";

const FONT: &str =
    "ui-monospace,'SF Mono',Menlo,'Cascadia Mono',Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";

/// How a cell looks.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    ink: u32,
    paper: u32,
    bold: bool,
    italic: bool,
    underline: bool,
}

impl Look {
    fn of(cell: &Cell) -> Self {
        let mut ink = shade(cell.fgcolor(), INK);
        let mut paper = shade(cell.bgcolor(), PAPER);
        if cell.dim() && ink == INK {
            ink = QUIET;
        }
        if cell.inverse() {
            (ink, paper) = (paper, ink);
        }
        Self { ink, paper, bold: cell.bold(), italic: cell.italic(), underline: cell.underline() }
    }
}

/// The colours of a terminal, dark enough for white paper.
fn shade(color: Color, default: u32) -> u32 {
    match color {
        Color::Default => default,
        Color::Rgb(r, g, b) => u32::from_be_bytes([0, r, g, b]),
        Color::Idx(0 | 8) => INK,
        Color::Idx(1 | 9) => 0xb3_26_1e,
        Color::Idx(2 | 10) => 0x1a_7f_37,
        Color::Idx(3 | 11) => 0x8a_5a_00,
        Color::Idx(4 | 12) => 0x05_50_ae,
        Color::Idx(5 | 13) => 0x82_50_df,
        Color::Idx(6 | 14) => 0x0b_6b_7c,
        Color::Idx(7 | 15) => 0xf6_f8_fa,
        Color::Idx(other) => panic!("no shade for colour {other}: the theme has another one now"),
    }
}

/// The picture of a screen. Who cannot see it is told its title; `hide` takes out of its words what
/// differs from one run to the next.
pub fn picture(screen: &Screen, title: &str, hide: impl Fn(&str) -> String) -> String {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let paper = Look::of(screen.cell(0, 0).unwrap()).paper;
    let mut svg = frame(columns, rows, paper, title);
    for y in 0..rows {
        grounds(&mut svg, screen, y, columns, paper);
        for mut run in words(screen, y, columns) {
            run.text = hide(&run.text);
            ink(&mut svg, &run, y);
        }
    }
    if !screen.hide_cursor() {
        let (y, x) = screen.cursor_position();
        let ink = Look::of(screen.cell(y, x.min(columns - 1)).unwrap()).ink;
        block(&mut svg, x, y, 2.0, &hex(ink));
    }
    svg + "</svg>\n"
}

/// The window around it.
fn frame(columns: u16, rows: u16, paper: u32, title: &str) -> String {
    let width = f32::from(columns) * CELL.0 + 2.0 * MARGIN;
    let height = f32::from(rows) * CELL.1 + TITLE_BAR + MARGIN;
    let (title, ink, paper) = (escaped(title), hex(INK), hex(paper));
    let (right, inner, low) = (width - 8.5, width - 1.0, height - 1.0);
    format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width:.0}' height='{height:.0}' viewBox='0 0 {width:.0} {height:.0}' role='img' aria-labelledby='title'>
<title id='title'>{title}</title>
<style>text{{font:14px {FONT};white-space:pre;fill:{ink}}}.b{{font-weight:bold}}.i{{font-style:italic}}.u{{text-decoration:underline}}</style>
<rect x='.5' y='.5' width='{inner:.0}' height='{low:.0}' rx='8' fill='{paper}' stroke='{LINE}'/>
<path d='M.5 {TITLE_BAR}V8.5a8 8 0 0 1 8-8H{right:.1}a8 8 0 0 1 8 8V{TITLE_BAR}z' fill='#f6f8fa' stroke='{LINE}'/>
<g fill='{LINE}'><circle cx='20' cy='15' r='5.5'/><circle cx='38' cy='15' r='5.5'/><circle cx='56' cy='15' r='5.5'/></g>
"
    )
}

/// The left upper corner of a cell.
fn place(x: u16, y: u16) -> (f32, f32) {
    (MARGIN + f32::from(x) * CELL.0, TITLE_BAR + 4.0 + f32::from(y) * CELL.1)
}

/// A bar as high as a row, from a cell's left edge on.
fn block(svg: &mut String, x: u16, y: u16, width: f32, color: &str) {
    let ((left, top), height) = (place(x, y), CELL.1);
    let (left, top, width) = (short(left), short(top), short(width));
    writeln!(svg, "<rect x='{left}' y='{top}' width='{width}' height='{height}' fill='{color}'/>").unwrap();
}

/// What is behind the characters of a row.
fn grounds(svg: &mut String, screen: &Screen, y: u16, columns: u16, paper: u32) {
    let ground = |x: u16| {
        let cell = screen.cell(y, x).unwrap();
        // The second half of a wide character says nothing of itself.
        let whole = if cell.is_wide_continuation() { screen.cell(y, x - 1).unwrap() } else { cell };
        Look::of(whole).paper
    };
    let mut from = 0;
    for x in 1..=columns {
        if x == columns || ground(x) != ground(from) {
            if ground(from) != paper {
                block(svg, from, y, f32::from(x - from) * CELL.0, &hex(ground(from)));
            }
            from = x;
        }
    }
}

/// Characters of one look that stand together.
struct Run {
    x: u16,
    cells: u16,
    look: Look,
    text: String,
    /// Whether what comes next may join. What a font may draw wider or narrower may not, so that
    /// nothing behind it moves.
    open: bool,
}

/// What is written in a row; where there are two blanks, a new run has a place of its own.
fn words(screen: &Screen, y: u16, columns: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for x in 0..columns {
        let cell = screen.cell(y, x).unwrap();
        let text = cell.contents();
        if cell.is_wide_continuation() || text.trim().is_empty() {
            continue;
        }
        let look = Look::of(cell);
        let cells = if cell.is_wide() { 2 } else { 1 };
        let open = cells == 1 && text.chars().count() == 1 && !matches!(text, "│" | "▎");
        match runs.last_mut() {
            Some(run) if run.open && open && run.look == look && x - (run.x + run.cells) < 2 => {
                run.text.push_str(&" ".repeat(usize::from(x - (run.x + run.cells))));
                run.text.push_str(text);
                run.cells = x + 1 - run.x;
            }
            _ => runs.push(Run { x, cells, look, text: text.to_owned(), open }),
        }
    }
    runs
}

fn ink(svg: &mut String, run: &Run, y: u16) {
    // Lines are drawn: characters would leave gaps between the rows.
    match run.text.as_str() {
        "│" => return block(svg, run.x, y, 1.0, &hex(between(run.look.ink, run.look.paper))),
        "▎" => return block(svg, run.x, y, 2.0, &hex(run.look.ink)),
        _ => {}
    }
    let (left, top) = place(run.x, y);
    let (left, base, length) = (short(left), short(top + 13.5), short(f32::from(run.cells) * CELL.0));
    let fill =
        if run.look.ink == INK { String::new() } else { format!(" style='fill:{}'", hex(run.look.ink)) };
    let classes = [(run.look.bold, "b"), (run.look.italic, "i"), (run.look.underline, "u")];
    let classes: Vec<_> = classes.iter().filter(|(is, _)| *is).map(|(_, class)| *class).collect();
    let class = if classes.is_empty() { String::new() } else { format!(" class='{}'", classes.join(" ")) };
    let text = escaped(&run.text);
    writeln!(svg, "<text x='{left}' y='{base}' textLength='{length}'{fill}{class}>{text}</text>").unwrap();
}

/// With one decimal at most.
fn short(number: f32) -> String {
    let text = format!("{number:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// The shade of a thin line: near to the paper.
fn between(ink: u32, paper: u32) -> u32 {
    let mix = |shift: u32| {
        let channel = |shade: u32| (shade >> shift) & 0xff;
        ((channel(ink) + 2 * channel(paper)) / 3) << shift
    };
    mix(16) | mix(8) | mix(0)
}

fn hex(shade: u32) -> String {
    format!("#{shade:06x}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
