//! A result table as text: one file a format, all with the same rows and columns. It writes to what it is given.

mod csv;
mod json;
mod markdown;
mod table;
mod widths;

use std::borrow::Cow;
use std::io::Write;
use std::path::Path;

use clap::ValueEnum;

use crate::result_table::{Cell, ResultTable};
use crate::terminal_text::terminal_safe;

/// A way to print a result table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// For reading in a terminal
    Table,
    /// Comma-separated values (RFC 4180), UTF-8
    Csv,
    /// Tab-separated values
    Tsv,
    /// A JSON array of objects
    Json,
    /// JSON lines: an object a line
    Jsonl,
    /// A Markdown table
    Markdown,
}

impl OutputFormat {
    /// The format that a file's ending names, in any case; `None` for an unknown ending or none.
    pub fn from_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" => Some(Self::Table),
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "json" => Some(Self::Json),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "md" | "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }

    /// Whether all rows are held in memory before the first is printed; else they stream.
    pub fn holds_all_rows(self) -> bool {
        matches!(self, Self::Table)
    }

    /// Whether the format prints the table's notes itself; else the caller tells them beside it.
    pub fn shows_notes(self) -> bool {
        matches!(self, Self::Table | Self::Markdown)
    }
}

/// Where the text will be read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Layout {
    /// How many terminal columns a table may take; `None`: any number, so nothing is cut or wrapped.
    pub width: Option<u16>,
    /// Whether CSV and TSV are for a spreadsheet that is to know their encoding.
    pub excel: bool,
    /// Whether CSV and TSV have every text as it is, also one that a spreadsheet would run.
    pub raw: bool,
    /// Whether it goes to a terminal, so that every cell is made safe in every format.
    pub terminal: bool,
}

/// Writes a table in a format. Fails when a row cannot be read or the text cannot be written.
pub fn write(table: ResultTable<'_>, format: OutputFormat, layout: &Layout, out: &mut dyn Write) -> anyhow::Result<()> {
    match format {
        OutputFormat::Table => table::write(table, layout, out),
        OutputFormat::Csv => csv::write(table, layout, b',', out),
        OutputFormat::Tsv => csv::write(table, layout, b'\t', out),
        OutputFormat::Json => json::write_array(table, layout, out),
        OutputFormat::Jsonl => json::write_lines(table, layout, out),
        OutputFormat::Markdown => markdown::write(table, layout, out),
    }
}

/// Text as it may be shown where it goes.
fn shown<'a>(text: &'a str, layout: &Layout) -> Cow<'a, str> {
    if layout.terminal { terminal_safe(text) } else { Cow::Borrowed(text) }
}

/// A share with at most four decimals, as files carry it.
fn rounded(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

/// A real number with as few digits as tell it from all others: `0.1`, `2.0`, `1e300`; JSON has them alike.
fn digits(number: f64) -> String {
    format!("{number:?}")
}

/// A cell as people read it: what is missing a dash, shares in percent, yes and no.
fn in_words(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Missing => Cow::Borrowed("–"),
        Cell::Text(text) => Cow::Borrowed(text),
        Cell::Integer(number) => Cow::Owned(number.to_string()),
        Cell::Share(share) => Cow::Owned(format!("{:.1}%", share * 100.0)),
        Cell::Number(number) => Cow::Owned(digits(*number)),
        Cell::Flag(true) => Cow::Borrowed("yes"),
        Cell::Flag(false) => Cow::Borrowed("no"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::result_table::{Column, ColumnKind, Row};

    /// A table of three columns: a title, a count and a share.
    pub(super) fn render(rows: Vec<Row>, notes: &[&str], format: OutputFormat, layout: &Layout) -> String {
        let column = |name, kind| Column { name, meaning: "", kind };
        let columns = vec![
            column("title", ColumnKind::Text),
            column("paper_count", ColumnKind::Count),
            column("code_share", ColumnKind::Share),
        ];
        let notes = notes.iter().map(|note| (*note).to_owned()).collect();
        let table = ResultTable { columns, rows: Box::new(rows.into_iter().map(Ok)), notes };
        let mut out = Vec::new();
        write(table, format, layout, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    pub(super) fn row(title: &str, count: i64) -> Row {
        vec![Cell::Text(title.into()), Cell::Integer(count), Cell::Missing]
    }

    #[test]
    fn every_format_renders_an_empty_table() {
        for format in OutputFormat::value_variants() {
            let text = render(Vec::new(), &[], *format, &Layout::default());
            assert!(*format == OutputFormat::Jsonl || !text.is_empty(), "{format:?}");
            assert!(text.is_empty() || text.ends_with('\n'), "{format:?}");
        }
    }

    #[test]
    fn no_format_lets_text_drive_a_terminal() {
        let layout = Layout { terminal: true, ..Layout::default() };
        for format in OutputFormat::value_variants() {
            let text = render(vec![row("\u{1b}]0;owned\u{7}\u{202e}x", 1)], &[], *format, &layout);
            assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{format:?}: {text:?}");
        }
    }

    #[test]
    fn every_format_prints_a_real_number_with_all_its_digits() {
        for format in OutputFormat::value_variants() {
            for (number, printed) in [(0.1, "0.1"), (2.0, "2.0"), (-1e300, "-1e300"), (1.0 / 3.0, "0.3333333333333333")]
            {
                let rows = vec![vec![Cell::Text("a".into()), Cell::Number(number), Cell::Missing]];
                let text = render(rows, &[], *format, &Layout::default());
                assert!(text.contains(printed), "{format:?}: {text}");
            }
        }
    }

    #[test]
    fn a_row_that_cannot_be_read_ends_every_format_with_its_error() {
        for format in OutputFormat::value_variants() {
            let rows = [Ok(row("a", 1)), Err(anyhow::anyhow!("the disk is gone"))];
            let columns = Vec::from(
                [("title", ColumnKind::Text), ("paper_count", ColumnKind::Count), ("share", ColumnKind::Share)]
                    .map(|(name, kind)| Column { name, meaning: "", kind }),
            );
            let table = ResultTable { columns, rows: Box::new(rows.into_iter()), notes: Vec::new() };
            let error = write(table, *format, &Layout::default(), &mut Vec::new()).unwrap_err();
            assert_eq!(error.to_string(), "the disk is gone", "{format:?}");
        }
    }

    #[test]
    fn the_ending_of_a_file_names_its_format() {
        let format = |name: &str| OutputFormat::from_path(Path::new(name));
        assert_eq!(format("a/b.CSV"), Some(OutputFormat::Csv));
        assert_eq!(format("b.ndjson"), Some(OutputFormat::Jsonl));
        assert_eq!(format("b.docx"), None);
        assert_eq!(format("csv"), None);
    }
}
