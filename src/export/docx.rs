//! A report as a document for a word processor: real headings, lists, tables with a head that is repeated,
//! and numbered pages.

use std::io::Cursor;

use docx_rs::{
    AbstractNumbering, AlignmentType, BorderType, BreakType, Docx, Footer, IndentLevel, Level, LevelJc,
    LevelText, LineSpacing, NumberFormat, Numbering, NumberingId, PageMargin, PageNum, Paragraph, Run,
    RunFonts, Shading, SpecialIndentType, Start, Style, StyleType, TableAlignmentType, TableBorder,
    TableBorderPosition, TableBorders, TableCell, TableLayoutType, TableRow, WidthType,
};

use super::report::{Block, Note, Part, Report, Table, moment, with_colon};

/// The list of points. The first is one of numbers that every document has.
const POINTS: usize = 2;
/// The width between the margins, in twentieths of a point: of A4, and what Letter has, too.
const WIDTH: usize = 9360;

/// The report as a document. Its properties name nobody.
///
/// # Errors
/// If it cannot be put together.
pub fn docx(report: &Report) -> std::io::Result<Vec<u8>> {
    let mut document = styled(Docx::new())
        .page_size(11_906, 16_838)
        .page_margin(PageMargin::new().top(1247).bottom(1247).left(1273).right(1273).header(708).footer(708))
        .footer(
            Footer::new()
                .add_paragraph(Paragraph::new().align(AlignmentType::Right).add_page_num(PageNum::new())),
        )
        .add_paragraph(styled_paragraph("Title", &report.title));
    for part in &report.parts {
        document = add_part(document, part);
    }
    let mut parts = document.build();
    parts.doc_props.core = properties(&report.language).into_bytes();
    parts.document = with_heads(&parts.document);
    parts.styles = with_language(&parts.styles, &report.language);
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes.into_inner())
}

fn add_part(mut document: Docx, part: &Part) -> Docx {
    let mut level = 0;
    if let Some(title) = &part.title {
        document = document.add_paragraph(styled_paragraph("Heading1", title));
        level = 1;
    }
    for block in &part.blocks {
        document = add_block(document, block, level);
    }
    document
}

fn add_block(document: Docx, block: &Block, level: u8) -> Docx {
    let each = |document: Docx, paragraphs: Vec<Paragraph>| {
        paragraphs.into_iter().fold(document, Docx::add_paragraph)
    };
    match block {
        Block::Heading(nth, title) => {
            document.add_paragraph(styled_paragraph(&format!("Heading{}", (level + nth).min(4)), title))
        }
        Block::Paragraph(text) => each(document, paragraphs("BodyText", text)),
        Block::Text(words) => each(document, paragraphs("BodyText", &words.text)),
        Block::Quote(text) => each(document, paragraphs("Quote", text)),
        Block::List(items) => each(document, items.iter().map(|item| point(run(item))).collect()),
        Block::Ticks(items) => {
            let tick = |(is_done, item): &(bool, String)| {
                let mark = if *is_done { "☑" } else { "☐" };
                styled_paragraph("Ticks", &format!("{mark}  {item}"))
            };
            each(document, items.iter().map(tick).collect())
        }
        // Behind a table a paragraph keeps it apart from the next one.
        Block::Table(table) => {
            document.add_table(table_of(table)).add_paragraph(Paragraph::new().style("Gap"))
        }
        Block::Facts(facts) => {
            let fact = |(label, words): &(String, super::report::Words)| {
                let label = Run::new().add_text(plain(&format!("{} ", with_colon(label)))).bold();
                Paragraph::new().style("Facts").add_run(label).add_run(run(&words.text))
            };
            each(document, facts.iter().map(fact).collect())
        }
        Block::Notes(notes) => each(document, notes.iter().map(note_of).collect()),
    }
}

fn note_of(note: &Note) -> Paragraph {
    let text = run(&note.text);
    match &note.at {
        Some(at) => {
            let time = Run::new().add_text(format!("{}  ", moment(at))).color("666666");
            Paragraph::new()
                .style("ListBullet")
                .numbering(NumberingId::new(POINTS), IndentLevel::new(0))
                .add_run(time)
                .add_run(text)
        }
        None => point(text),
    }
}

fn point(run: Run) -> Paragraph {
    Paragraph::new().style("ListBullet").numbering(NumberingId::new(POINTS), IndentLevel::new(0)).add_run(run)
}

fn styled_paragraph(style: &str, text: &str) -> Paragraph {
    Paragraph::new().style(style).add_run(run(text))
}

/// A text by its blank lines.
fn paragraphs(style: &str, text: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines() {
        match (line.trim().is_empty(), paragraphs.last_mut()) {
            (false, Some(last)) => last.push(line),
            _ => paragraphs.push(Vec::new()),
        }
    }
    let filled = paragraphs.into_iter().filter(|lines| !lines.is_empty());
    filled.map(|lines| styled_paragraph(style, &lines.join("\n"))).collect()
}

/// Words, with their lines.
fn run(text: &str) -> Run {
    let mut run = Run::new();
    for (nth, line) in text.split('\n').enumerate() {
        if nth > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(plain(line));
    }
    run
}

/// Words without what XML cannot hold: it is not looked for by who writes it.
fn plain(text: &str) -> String {
    let is_written =
        |c: &char| matches!(c, '\t' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().filter(is_written).map(|c| if c == '\t' { ' ' } else { c }).collect()
}

fn table_of(table: &Table) -> docx_rs::Table {
    let widths = widths(table);
    let cell = |nth: usize, paragraph: Paragraph| {
        TableCell::new().add_paragraph(paragraph).width(widths.get(nth).copied().unwrap_or(0), WidthType::Dxa)
    };
    let head = table.head.iter().enumerate().map(|(nth, text)| {
        let run = Run::new().add_text(plain(text)).bold();
        cell(nth, Paragraph::new().style("Cell").keep_next(true).add_run(run))
            .shading(Shading::new().fill("EFEFEC"))
    });
    let mut rows = vec![TableRow::new(head.collect()).cant_split()];
    rows.extend(table.rows.iter().map(|row| {
        let cells =
            row.iter().enumerate().map(|(nth, words)| cell(nth, styled_paragraph("Cell", &words.text)));
        TableRow::new(cells.collect()).cant_split()
    }));
    docx_rs::Table::new(rows)
        .width(widths.iter().sum(), WidthType::Dxa)
        .set_grid(widths)
        .layout(TableLayoutType::Fixed)
        .align(TableAlignmentType::Left)
        .set_borders(borders())
}

/// How wide each column is: wider where there is more to read, and none too narrow for a word.
fn widths(table: &Table) -> Vec<usize> {
    let longest = |nth: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(nth)).map(|words| words.text.chars().count());
        let head = table.head.get(nth).map_or(0, |head| head.chars().count() + 4);
        cells.chain([head]).max().unwrap_or(0).clamp(12, 38)
    };
    let longest: Vec<usize> = (0..table.head.len().max(1)).map(longest).collect();
    let all: usize = longest.iter().sum();
    longest.into_iter().map(|cells| WIDTH * cells / all).collect()
}

fn borders() -> TableBorders {
    use TableBorderPosition::{Bottom, InsideH, InsideV, Left, Right, Top};
    let line = |position| TableBorder::new(position).size(4).color("BDBDBD").border_type(BorderType::Single);
    [Top, Left, Bottom, Right, InsideH, InsideV]
        .into_iter()
        .fold(TableBorders::with_empty(), |borders, position| borders.set(line(position)))
}

/// The styles: those of the word processor by their own names, so that a heading is one.
fn styled(document: Docx) -> Docx {
    let spacing = |before, after| LineSpacing::new().before(before).after(after);
    let paragraph = |id: &str, name: &str| Style::new(id, StyleType::Paragraph).name(name);
    let heading = |level: usize, size: usize, before: u32| {
        paragraph(&format!("Heading{level}"), &format!("heading {level}"))
            .based_on("Normal")
            .next("BodyText")
            .q_format(true)
            .size(size)
            .bold()
            .outline_lvl(level - 1)
            .line_spacing(spacing(before, 80))
    };
    let hanging = |by: i32| (Some(by), Some(SpecialIndentType::Hanging(by)));
    let (left, special) = hanging(340);
    let points =
        Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("•"), LevelJc::new("left"))
            .indent(left, special, None, None);
    let (left, special) = hanging(400);
    let styles = [
        paragraph("BodyText", "Body Text").based_on("Normal").q_format(true).line_spacing(spacing(0, 120)),
        paragraph("Title", "Title")
            .based_on("Normal")
            .next("BodyText")
            .q_format(true)
            .size(40)
            .bold()
            .line_spacing(spacing(0, 200)),
        heading(1, 30, 360),
        heading(2, 24, 240),
        heading(3, 22, 200),
        heading(4, 21, 160).italic(),
        paragraph("Quote", "Quote")
            .based_on("Normal")
            .q_format(true)
            .italic()
            .indent(Some(400), None, None, None)
            .line_spacing(spacing(0, 120)),
        paragraph("ListBullet", "List Bullet").based_on("Normal").q_format(true).line_spacing(spacing(0, 60)),
        paragraph("Ticks", "Ticks")
            .based_on("Normal")
            .indent(left, special, None, None)
            .line_spacing(spacing(0, 60)),
        paragraph("Facts", "Facts").based_on("Normal").line_spacing(spacing(0, 40)),
        paragraph("Cell", "Cell").based_on("Normal").size(20).line_spacing(spacing(30, 30)),
        paragraph("Gap", "Gap").based_on("Normal").size(12).line_spacing(spacing(0, 0)),
    ];
    let document = document
        .default_fonts(RunFonts::new().ascii("Calibri").hi_ansi("Calibri").cs("Calibri"))
        .default_size(22)
        .add_abstract_numbering(AbstractNumbering::new(POINTS).add_level(points))
        .add_numbering(Numbering::new(POINTS, POINTS));
    styles.into_iter().fold(document, Docx::add_style)
}

/// The first row of each table is its head, and stands on each page anew.
fn with_heads(document: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(document);
    let (mut out, mut rest) = (String::with_capacity(text.len()), &*text);
    // What was typed is escaped: only a table begins so.
    while let Some(at) = rest.find("<w:tbl>") {
        let Some(row) = rest[at..].find("<w:trPr>") else { break };
        let end = at + row + "<w:trPr>".len();
        out.push_str(&rest[..end]);
        out.push_str("<w:tblHeader/>");
        rest = &rest[end..];
    }
    out.push_str(rest);
    out.into_bytes()
}

/// In which language a spelling is looked at.
fn with_language(styles: &[u8], language: &str) -> Vec<u8> {
    let text = String::from_utf8_lossy(styles);
    let is_plain = language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !is_plain {
        return styles.to_vec();
    }
    let mark = format!("<w:lang w:val=\"{language}\"/></w:rPr></w:rPrDefault>");
    text.replacen("</w:rPr></w:rPrDefault>", &mark, 1).into_bytes()
}

/// What a folder shows of a file: nobody's name, and no time.
fn properties(language: &str) -> String {
    let is_plain = language.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let language = if is_plain { language } else { "en" };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
         <cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Conversation</dc:title>\
         <dc:creator>goodterms</dc:creator><dc:language>{language}</dc:language></cp:coreProperties>"
    )
}
