//! Columns that line up, whatever the letters in them.

use std::io::{self, Write};

use crate::text;

/// Wider cells than this are cut off with `…`, so that a row stays a row.
const WIDEST: usize = 40;
const GAP: &str = "  ";

/// Writes rows in columns; the last column is as wide as it needs to be.
pub fn write(out: &mut dyn Write, rows: &[Vec<String>]) -> io::Result<()> {
    let cell = |row: &[String], i: usize| {
        let cleaned = text::clean_line(&row[i]);
        if i + 1 == row.len() { cleaned } else { text::ellipsis(&cleaned, WIDEST).into_owned() }
    };
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<_> = (0..columns)
        .map(|i| rows.iter().filter(|r| i < r.len()).map(|r| text::width(&cell(r, i))).max().unwrap_or(0))
        .collect();
    for row in rows {
        let mut line = String::new();
        for (i, width) in widths.iter().enumerate().take(row.len()) {
            let cell = cell(row, i);
            let blanks = width.saturating_sub(text::width(&cell));
            line.push_str(&cell);
            if i + 1 < row.len() {
                line.push_str(&" ".repeat(blanks));
                line.push_str(GAP);
            }
        }
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_line_up_and_hostile_ones_do_no_harm() {
        let rows = [["李李", "x", "1"], ["a\u{1b}[2J", "yy\nz", "2"]];
        let rows: Vec<_> = rows.iter().map(|r| r.map(str::to_owned).to_vec()).collect();
        let mut out = Vec::new();
        write(&mut out, &rows).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "李李   x     1\na\u{FFFD}[2J  yy z  2\n");
    }
}
