//! Draws docs/walk.svg from the running program: `cargo run --example picture`.
//!
//! The program runs in a pseudo-terminal with a home folder of its own and a clock that stands
//! still, is walked half-way through a conversation by keys, and its screen is written as a
//! picture: text that can be selected, no scripts, no fonts from elsewhere.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "whoever runs it sees what went wrong")]

#[cfg(unix)]
fn main() {
    unix::main();
}

#[cfg(not(unix))]
fn main() {
    panic!("the picture is drawn on Unix: it needs a pseudo-terminal");
}

#[cfg(unix)]
mod unix {
    use std::env;
    use std::fmt::Write as _;
    use std::fs;
    use std::io::{Read, Write as _};
    use std::path::PathBuf;
    use std::process::Command;
    use std::sync::mpsc::{self, Receiver};
    use std::thread;
    use std::time::Duration;

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    use vt100::{Cell, Color, Parser, Screen};

    const COLUMNS: u16 = 104;
    const ROWS: u16 = 32;
    const START: [&str; 10] = [
        "start",
        "exit-interview",
        "--client",
        "Ada Byron",
        "--organisation",
        "Analytical Engines",
        "--meeting",
        "2026-11-24 12:30",
        "--how",
        "in-person",
    ];
    /// What is typed, and what is then on the screen.
    const KEYS: &[(&str, &str)] = &[
        (
            "A call each month, from the same person\rx Figures we both read the same way; not since March\t",
            "[ ]",
        ),
        ("  \x1b[B\t", "Is there a quick fix?"),
        ("Ring her on Monday, just to listen\r\x1b[B\r", "(x) Not yet"),
        ("She sounded tired when she rang about the July figures\r\x0e", "one a line"),
        (
            "What changed for you this year?\rWhat bothered you most?\rHow often would you like to hear from us?\x0e",
            "Two times to offer",
        ),
        ("Tuesday or Thursday\rChez Luc, near her office\x0e", "in their exact words"),
        ("“Nobody rang when Tom left.”\r“I read about it in the newsletter.”\x0e", "Their concerns"),
        ("Nobody rang when Tom left\rThe July figures came late\t", "What could mend each of them"),
        ("I call on first Mondays\rFigures by the 5th, from Grace", "5th, from Grace"),
    ];

    pub fn main() {
        let home = tempfile::tempdir().unwrap();
        let size = PtySize { rows: ROWS, cols: COLUMNS, ..PtySize::default() };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program());
        command.args(START);
        command.env_clear();
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.env("GOODTERMS_NOW", "2026-11-21T14:02:10-05:00");
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().unwrap();
        let (send, chunks) = mpsc::channel();
        thread::spawn(move || {
            let mut buffer = [0; 16 * 1024];
            while let Ok(n @ 1..) = output.read(&mut buffer) {
                if send.send(buffer[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let mut keys = pair.master.take_writer().unwrap();
        let mut parser = Parser::new(ROWS.try_into().unwrap(), COLUMNS.try_into().unwrap(), 0);
        wait(&mut parser, &chunks, "What did you settle with them");
        for (typed, then) in KEYS {
            keys.write_all(typed.as_bytes()).unwrap();
            keys.flush().unwrap();
            wait(&mut parser, &chunks, then);
        }
        wait(&mut parser, &chunks, "Saving…");
        wait(&mut parser, &chunks, "Saved 14:02");
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/walk.svg");
        fs::write(&path, picture(parser.screen())).unwrap();
        keys.write_all(b"\x11").unwrap();
        keys.flush().unwrap();
        child.wait().unwrap();
    }

    /// The program beside this example, built anew.
    fn program() -> PathBuf {
        let here = env::current_exe().unwrap();
        let folder = here.parent().and_then(|examples| examples.parent()).unwrap();
        let mut build = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        build.args(["build", "--quiet", "--bin", "goodterms"]);
        if folder.ends_with("release") {
            build.arg("--release");
        }
        assert!(build.status().unwrap().success());
        folder.join("goodterms")
    }

    /// Reads until these words are on the screen.
    fn wait(parser: &mut Parser, chunks: &Receiver<Vec<u8>>, words: &str) {
        while !parser.screen().contents().contains(words) {
            let chunk = chunks.recv_timeout(Duration::from_secs(20));
            let Ok(chunk) = chunk else { panic!("no {words:?} on\n{}", parser.screen().contents()) };
            parser.process(&chunk);
        }
    }

    const CELL: (f32, f32) = (8.4, 18.0);
    const MARGIN: f32 = 14.0;
    const TITLE_BAR: f32 = 30.0;
    const INK: &str = "#1f2328";
    const PAPER: &str = "#ffffff";
    const QUIET: &str = "#656d76";
    const LINE: &str = "#d0d7de";

    /// How a cell looks.
    #[derive(Clone, Copy, PartialEq, Eq)]
    struct Look {
        ink: &'static str,
        paper: &'static str,
        bold: bool,
        underline: bool,
    }

    impl Look {
        fn of(cell: &Cell) -> Self {
            let mut ink = color(cell.fgcolor(), INK);
            let mut paper = color(cell.bgcolor(), PAPER);
            if cell.dim() && ink == INK {
                ink = QUIET;
            }
            if cell.inverse() {
                (ink, paper) = (paper, ink);
            }
            Self { ink, paper, bold: cell.bold(), underline: cell.underline() }
        }
    }

    /// The colours of a terminal, dark enough for white paper.
    fn color(color: Color, default: &'static str) -> &'static str {
        match color {
            Color::Idx(0 | 8) => INK,
            Color::Idx(1 | 9) => "#b3261e",
            Color::Idx(2 | 10) => "#1a7f37",
            Color::Idx(3 | 11) => "#8a5a00",
            Color::Idx(4 | 12) => "#0550ae",
            Color::Idx(5 | 13) => "#8250df",
            Color::Idx(6 | 14) => "#0b6b7c",
            Color::Idx(7 | 15) => "#f6f8fa",
            Color::Default => default,
            other => panic!("no shade for {other:?}: the theme has another colour now"),
        }
    }

    fn picture(screen: &Screen) -> String {
        let width = f32::from(COLUMNS) * CELL.0 + 2.0 * MARGIN;
        let height = f32::from(ROWS) * CELL.1 + TITLE_BAR + MARGIN;
        let mut svg =
            HEAD.replace("WIDTH", &format!("{width:.0}")).replace("HEIGHT", &format!("{height:.0}"));
        let bar = width - 8.5;
        let frame = [
            format!(
                "<rect x='.5' y='.5' width='{:.0}' height='{:.0}' rx='8' fill='{PAPER}' stroke='{LINE}'/>",
                width - 1.0,
                height - 1.0
            ),
            format!(
                "<path d='M.5 {TITLE_BAR}V8.5a8 8 0 0 1 8-8H{bar:.1}a8 8 0 0 1 8 8V{TITLE_BAR}z' fill='#f6f8fa' stroke='{LINE}'/>"
            ),
            format!(
                "<g fill='{LINE}'><circle cx='20' cy='15' r='5.5'/><circle cx='38' cy='15' r='5.5'/><circle cx='56' cy='15' r='5.5'/></g>"
            ),
        ];
        svg.extend(frame.map(|shape| shape + "\n"));
        for y in 0..ROWS {
            grounds(&mut svg, screen, y);
            words(screen, y).iter().for_each(|run| ink(&mut svg, run, y));
        }
        if !screen.hide_cursor() {
            let (y, x) = screen.cursor_position();
            block(&mut svg, x, y, 2.0, INK);
        }
        svg + "</svg>\n"
    }

    const HEAD: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='WIDTH' height='HEIGHT' viewBox='0 0 WIDTH HEIGHT' role='img' aria-labelledby='title'>
<title id='title'>goodterms, half-way through an exit interview with Ada Byron: the steps at the left, what to fill in, and a guide at the right</title>
<style>text{font:14px ui-monospace,'SF Mono',Menlo,'Cascadia Mono',Consolas,'DejaVu Sans Mono','Liberation Mono',monospace;white-space:pre}.b{font-weight:bold}.u{text-decoration:underline}</style>
";

    /// The left upper corner of a cell.
    fn place(x: u16, y: u16) -> (f32, f32) {
        (MARGIN + f32::from(x) * CELL.0, TITLE_BAR + 4.0 + f32::from(y) * CELL.1)
    }

    /// A bar as high as a row, from a cell's left edge on.
    fn block(svg: &mut String, x: u16, y: u16, width: f32, color: &str) {
        let (left, top) = place(x, y);
        let height = CELL.1;
        writeln!(
            svg,
            "<rect x='{left:.1}' y='{top:.1}' width='{width:.1}' height='{height}' fill='{color}'/>"
        )
        .unwrap();
    }

    /// What is behind the characters of a row.
    fn grounds(svg: &mut String, screen: &Screen, y: u16) {
        let paper = |x: u16| Look::of(screen.cell(y, x).unwrap()).paper;
        let mut from = 0;
        for x in 1..=COLUMNS {
            if x == COLUMNS || paper(x) != paper(from) {
                if paper(from) != PAPER {
                    block(svg, from, y, f32::from(x - from) * CELL.0, paper(from));
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
        /// Whether what comes next may join. What a font may draw wider or narrower may not, so
        /// that nothing behind it moves.
        open: bool,
    }

    /// What is written in a row; where there are two blanks, a new run has a place of its own.
    fn words(screen: &Screen, y: u16) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for x in 0..COLUMNS {
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
            "│" => return block(svg, run.x, y, 1.0, LINE),
            "▎" => return block(svg, run.x, y, 2.0, run.look.ink),
            _ => {}
        }
        let (left, top) = place(run.x, y);
        let (base, length, color) = (top + 13.5, f32::from(run.cells) * CELL.0, run.look.ink);
        let class = match (run.look.bold, run.look.underline) {
            (true, true) => " class='b u'",
            (true, false) => " class='b'",
            (false, true) => " class='u'",
            (false, false) => "",
        };
        let text = run.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        writeln!(
            svg,
            "<text x='{left:.1}' y='{base:.1}' textLength='{length:.1}' lengthAdjust='spacingAndGlyphs' fill='{color}'{class}>{text}</text>"
        )
        .unwrap();
    }
}
