//! The tables of a note, laid out to be read: in columns where they fit, else row by row. It is
//! still Markdown.

use crate::session::cells;
use crate::text;

/// The most cells across in which a table stands in columns.
const WIDTH: usize = 80;

/// A text with its tables laid out; all else stays as it is.
pub fn tables(page: &str) -> String {
    let lines: Vec<&str> = page.split('\n').collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let is_row = |line: &&&str| line.trim_start().starts_with('|');
        let table = &lines[at..at + lines[at..].iter().take_while(is_row).count()];
        match cells::grid(table) {
            Some(grid) => {
                out.extend(laid_out(&grid));
                at += table.len();
            }
            None => {
                out.push(lines[at].to_owned());
                at += 1;
            }
        }
    }
    out.join("\n")
}

fn laid_out(grid: &[Vec<String>]) -> Vec<String> {
    let columns = grid.first().map_or(0, Vec::len);
    let widest = |column: usize| {
        let cells = grid.iter().filter_map(|row| row.get(column));
        cells.map(|cell| text::width(&barred(cell))).max().unwrap_or_default().max(3)
    };
    let widths: Vec<_> = (0..columns).map(widest).collect();
    let several_lines = grid.iter().flatten().any(|cell| cell.contains('\n'));
    if several_lines || widths.iter().map(|w| w + 3).sum::<usize>() + 1 > WIDTH {
        return by_row(grid);
    }
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            let cell = barred(cell);
            format!("{cell}{}", " ".repeat(width - text::width(&cell)))
        });
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let ruler = widths.iter().map(|width| "-".repeat(width + 2)).collect::<Vec<_>>().join("|");
    let mut lines: Vec<_> = grid.iter().map(line).collect();
    lines.insert(1, format!("|{ruler}|"));
    lines
}

/// A cell in which a bar does not end it.
fn barred(cell: &str) -> String {
    cell.replace('|', "\\|")
}

/// Each row as an item, with its cells below; what is empty is left out.
fn by_row(grid: &[Vec<String>]) -> Vec<String> {
    let Some((head, rows)) = grid.split_first() else { return Vec::new() };
    let mut lines = Vec::new();
    for (n, row) in rows.iter().enumerate() {
        let mut cells = head.iter().zip(row).peekable();
        // The rows' own words have no label above them.
        let own = cells.next_if(|(label, _)| label.trim().is_empty()).map(|(_, own)| own.trim());
        let row = own.filter(|own| !own.is_empty()).map_or_else(|| format!("Row {}", n + 1), str::to_owned);
        lines.push(format!("- {}", row.replace('\n', "\n  ")));
        for (label, cell) in cells.filter(|(_, cell)| !cell.trim().is_empty()) {
            let label = label.trim_end_matches(':');
            let mark = if label.ends_with(['?', '!']) { "" } else { ":" };
            lines.push(format!("  - {label}{mark} {}", cell.trim().replace('\n', "\n    ")));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_fits_stands_in_columns() {
        let page = "Before\n\n|  | Who | By |\n|---|---|---|\n| Calls \\| mail | 李 | 1 \\< 2 |\n| b |  |  |\n\nafter | all";
        let expected = "Before\n\n|               | Who | By    |\n|---------------|-----|-------|\n\
                        | Calls \\| mail | 李  | 1 < 2 |\n| b             |     |       |\n\nafter | all";
        assert_eq!(tables(page), expected);
    }

    #[test]
    fn a_table_with_much_in_it_is_read_row_by_row() {
        let page = "|  | Said? | Who |\n|---|---|---|\n| Fees | too high<br><br>too often | x |\n|  |  |  |";
        assert_eq!(tables(page), "- Fees\n  - Said? too high\n    \n    too often\n  - Who: x\n- Row 2");
        let wide = format!("| Name | What |\n|---|---|\n| {} | {} |", "n".repeat(50), "w".repeat(50));
        assert!(tables(&wide).starts_with(&format!("- Row 1\n  - Name: {}\n", "n".repeat(50))));
    }

    #[test]
    fn what_is_no_table_stays_as_it_is() {
        for page in
            ["| a | b |\n", "a\n|---|\n", "| a |\n|---|---|\n| b |", "|", "| a |\n|---|\n| b | c |", ""]
        {
            assert_eq!(tables(page), page);
        }
    }
}
