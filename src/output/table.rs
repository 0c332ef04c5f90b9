//! A table for the terminal: plain lines, readable without colour, as wide as the terminal and no wider.

use std::io::Write;

use comfy_table::{
    Cell as TableCell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::widths::{Need, cut, fit};
use super::{Layout, in_words};
use crate::result_table::{Column, ColumnKind, ResultTable};
use crate::terminal_text::terminal_safe;

/// Blanks between two columns.
const GAP: u16 = 2;
/// What a column of text that is cut keeps at least.
const TEXT_FLOOR: usize = 6;
/// What a column of text that is wrapped keeps at least.
const PROSE_FLOOR: usize = 8;

/// Writes the table, then its notes. Rows are collected, because widths depend on all of them.
pub(super) fn write(table: ResultTable<'_>, layout: &Layout, out: &mut dyn Write) -> anyhow::Result<()> {
    let ResultTable { columns, rows, notes } = table;
    let mut cells: Vec<Vec<String>> = Vec::new();
    for row in rows {
        cells.push(row?.iter().map(|cell| terminal_safe(&in_words(cell)).into_owned()).collect());
    }
    let widths = layout.width.map(|width| fitted(&columns, &cells, width.into()));
    let printed = arranged(&columns, &cells, widths.as_deref());
    writeln!(out, "{}", printed.trim_fmt())?;
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

/// The table with its columns as wide as given; as wide as they need where nothing is given.
fn arranged(columns: &[Column<'_>], cells: &[Vec<String>], widths: Option<&[usize]>) -> Table {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─')));
    table.force_no_tty();
    let fitting = |at: usize, text: &str| match widths {
        Some(widths) if is_cut(columns[at].kind) => TableCell::new(cut(text, widths[at])),
        _ => TableCell::new(text),
    };
    table.set_header(columns.iter().enumerate().map(|(at, column)| fitting(at, &header(column))));
    for row in cells {
        table.add_row(row.iter().enumerate().map(|(at, cell)| fitting(at, cell)));
    }
    let arrangement = if widths.is_some() { ContentArrangement::Dynamic } else { ContentArrangement::Disabled };
    table.set_content_arrangement(arrangement);
    for (at, column) in columns.iter().enumerate() {
        let gap = if at + 1 < columns.len() { GAP } else { 0 };
        let shown = table.column_mut(at).expect("the header has given the table its columns");
        shown.set_padding((0, gap));
        if column.kind.is_numeric() {
            shown.set_cell_alignment(CellAlignment::Right);
        }
        if let Some(widths) = widths {
            let width = u16::try_from(widths[at]).unwrap_or(u16::MAX).saturating_add(gap);
            shown.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
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
    fn notes_stand_below_and_an_empty_table_says_so() {
        let text = render(Vec::new(), &["no year: 3"], OutputFormat::Table, &Layout::default());
        assert_eq!(
            text,
            "title  paper count  code share\n──────────────────────────────\n(no rows)\n\nnote: no year: 3\n"
        );
    }
}
