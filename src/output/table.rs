//! A table for the terminal: plain lines, readable without colour, as wide as the terminal and no wider.

use std::io::Write;

use comfy_table::{
    Cell as TableCell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::widths::{Need, cut, fit};
use super::{Layout, in_words};
use crate::result_table::{Cell, Column, ColumnKind, ResultTable};
use crate::terminal_text::terminal_safe;

/// Blanks between two columns.
const GAP: u16 = 2;
/// Up to so many terminal columns cells are filled up where nothing is cut.
const MOST_PADDED: usize = 500;
/// What a column of text that is cut keeps at least.
const TEXT_FLOOR: usize = 6;
/// What a column of text that is wrapped keeps at least.
const PROSE_FLOOR: usize = 8;

/// Writes the table, then its notes. Rows are collected, because widths depend on all of them.
pub(super) fn write(table: ResultTable<'_>, layout: &Layout, out: &mut dyn Write) -> anyhow::Result<()> {
    let ResultTable { mut columns, rows, notes } = table;
    let mut cells: Vec<Vec<String>> = Vec::new();
    for row in rows {
        let row = row?;
        for (column, cell) in columns.iter_mut().zip(&row) {
            // A column of which the first rows have numbers may have texts of any length.
            if column.kind == ColumnKind::Number && matches!(cell, Cell::Text(_)) {
                column.kind = ColumnKind::Text;
            }
        }
        cells.push(row.iter().map(|cell| terminal_safe(&in_words(cell)).into_owned()).collect());
    }
    match layout.width {
        Some(width) => {
            let widths = fitted(&columns, &cells, width.into());
            writeln!(out, "{}", arranged(&columns, &cells, &widths).trim_fmt())?;
        }
        None => write_whole(&columns, &cells, out)?,
    }
    if cells.is_empty() {
        writeln!(out, "(no rows)")?;
    }
    if !notes.is_empty() {
        writeln!(out)?;
    }
    for note in &notes {
        writeln!(out, "note: {}", terminal_safe(note))?;
    }
    Ok(())
}

/// A header in words, so that it can be wrapped between them.
fn header(column: &Column<'_>) -> String {
    column.name.replace('_', " ")
}

/// Whether a column's text is cut to one line where the terminal is narrow.
fn is_cut(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::Text | ColumnKind::Url)
}

fn fitted(columns: &[Column<'_>], cells: &[Vec<String>], width: usize) -> Vec<usize> {
    let need = |(at, column): (usize, &Column<'_>)| {
        let header = header(column);
        let widest_cell = cells.iter().map(|row| row[at].width()).max().unwrap_or(0);
        let widest_word = header.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
        let wrapped = widest_cell.max(widest_word);
        let floor = match column.kind {
            kind if is_cut(kind) => TEXT_FLOOR,
            ColumnKind::Prose => PROSE_FLOOR,
            _ => wrapped,
        };
        let patience = if column.kind == ColumnKind::Prose { 3 } else { 1 };
        Need { natural: widest_cell.max(header.width()), wrapped, floor: floor.min(wrapped), patience }
    };
    let needs: Vec<_> = columns.iter().enumerate().map(need).collect();
    let gaps = usize::from(GAP) * columns.len().saturating_sub(1);
    fit(&needs, width.saturating_sub(gaps))
}

/// Writes the table with every cell whole on one line. What is longer than [`MOST_PADDED`] pushes the rest of its row on: were
/// all other rows filled up to it, a thousand of them beside one long list would be a thousand times as long.
fn write_whole(columns: &[Column<'_>], cells: &[Vec<String>], out: &mut dyn Write) -> std::io::Result<()> {
    let headers: Vec<_> = columns.iter().map(header).collect();
    let width = |(at, header): (usize, &String)| {
        let widest = cells.iter().map(|row| row[at].width()).max().unwrap_or(0);
        widest.max(header.width()).min(MOST_PADDED)
    };
    let widths: Vec<_> = headers.iter().enumerate().map(width).collect();
    write_line(columns, &headers, &widths, out)?;
    let gaps = usize::from(GAP) * widths.len().saturating_sub(1);
    writeln!(out, "{}", "─".repeat(widths.iter().sum::<usize>() + gaps))?;
    cells.iter().try_for_each(|row| write_line(columns, row, &widths, out))
}

fn write_line(columns: &[Column<'_>], row: &[String], widths: &[usize], out: &mut dyn Write) -> std::io::Result<()> {
    let mut line = String::new();
    let mut blanks = 0;
    for ((column, text), width) in columns.iter().zip(row).zip(widths) {
        let missing = width.saturating_sub(text.width());
        let (before, after) = if column.kind.is_numeric() { (missing, 0) } else { (0, missing) };
        line.extend(std::iter::repeat_n(' ', blanks + before));
        line.push_str(text);
        blanks = after + usize::from(GAP);
    }
    writeln!(out, "{}", line.trim_end())
}

/// The table with its columns as wide as given.
fn arranged(columns: &[Column<'_>], cells: &[Vec<String>], widths: &[usize]) -> Table {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─')));
    table.force_no_tty();
    let fitting = |at: usize, text: &str| {
        let text = if is_cut(columns[at].kind) { cut(text, widths[at]) } else { text.into() };
        TableCell::new(text)
    };
    table.set_header(columns.iter().enumerate().map(|(at, column)| fitting(at, &header(column))));
    for row in cells {
        table.add_row(row.iter().enumerate().map(|(at, cell)| fitting(at, cell)));
    }
    table.set_content_arrangement(ContentArrangement::Dynamic);
    for (at, column) in columns.iter().enumerate() {
        let gap = if at + 1 < columns.len() { GAP } else { 0 };
        let shown = table.column_mut(at).expect("the header has given the table its columns");
        shown.set_padding((0, gap));
        if column.kind.is_numeric() {
            shown.set_cell_alignment(CellAlignment::Right);
        }
        let width = u16::try_from(widths[at]).unwrap_or(u16::MAX).saturating_add(gap);
        shown.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::super::tests::{render, row};
    use super::super::{Layout, OutputFormat};
    use unicode_width::UnicodeWidthStr;

    fn at_width(width: Option<u16>, titles: &[&str]) -> String {
        let rows = titles.iter().map(|title| row(title, 12)).collect();
        render(rows, &[], OutputFormat::Table, &Layout { width, ..Layout::default() })
    }

    #[test]
    fn numbers_are_right_aligned_and_what_is_missing_is_a_dash() {
        let expected =
            "title  paper count  code share\n──────────────────────────────\na               12           –\n";
        assert_eq!(at_width(Some(80), &["a"]), expected);
        assert_eq!(at_width(None, &["a"]), expected);
    }

    #[test]
    fn a_table_is_never_wider_than_its_terminal() {
        let titles = [
            "short",
            "a very long title that goes on and on beyond any reason",
            "機械学習の理論と応用の研究の歴史の本",
            "👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻",
        ];
        for width in [30, 40, 80, 120] {
            let text = at_width(Some(width), &titles);
            assert!(text.lines().all(|line| line.width() <= usize::from(width)), "{width}:\n{text}");
            assert_eq!(text.lines().filter(|line| line.contains("12")).count(), 4, "{width}:\n{text}");
        }
    }

    #[test]
    fn without_a_terminal_nothing_is_cut() {
        let long = "x".repeat(500);
        assert!(at_width(None, &[&long]).contains(&long));
    }

    #[test]
    fn one_long_cell_makes_the_other_rows_no_longer() {
        let long = "x".repeat(100_000);
        let text = at_width(None, &["a", &long, "b"]);
        let lengths: Vec<_> = text.lines().map(UnicodeWidthStr::width).collect();
        assert_eq!(lengths, [525, 525, 525, 100_025, 525], "each is filled up to 500 at most");
    }

    #[test]
    fn notes_stand_below_and_an_empty_table_says_so() {
        let text = render(Vec::new(), &["no year: 3"], OutputFormat::Table, &Layout::default());
        assert_eq!(
            text,
            "title  paper count  code share\n──────────────────────────────\n(no rows)\n\nnote: no year: 3\n"
        );
    }
}
