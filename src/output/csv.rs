//! CSV (RFC 4180) and TSV: a header row, an empty field for what is missing, 1 and 0 for yes and no. Text that a spreadsheet
//! would run has an apostrophe in front, which `import` takes away; numbers never.

use std::borrow::Cow;
use std::io::Write;

use ::csv::{Terminator, WriterBuilder};

use super::{Layout, digits, rounded, shown};
use crate::result_table::{Cell, ResultTable};
use crate::spreadsheet_text::guarded;

/// Spreadsheets take a file with it for UTF-8, and one without it for the system's old encoding.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Writes the table with `delimiter` between fields; lines end with LF, for spreadsheets with CR LF.
pub(super) fn write(table: ResultTable<'_>, layout: &Layout, delimiter: u8, out: &mut dyn Write) -> anyhow::Result<()> {
    if layout.excel && !layout.terminal {
        out.write_all(BYTE_ORDER_MARK)?;
    }
    let terminator = if layout.excel { Terminator::CRLF } else { Terminator::Any(b'\n') };
    let mut writer = WriterBuilder::new().delimiter(delimiter).terminator(terminator).from_writer(out);
    writer.write_record(table.columns.iter().map(|column| column.name))?;
    for row in table.rows {
        let row = row?;
        writer.write_record(row.iter().map(|cell| field(cell, layout).into_owned()))?;
    }
    writer.flush()?;
    Ok(())
}

fn field<'a>(cell: &'a Cell, layout: &Layout) -> Cow<'a, str> {
    match cell {
        Cell::Missing => Cow::Borrowed(""),
        Cell::Text(text) if layout.raw => shown(text, layout),
        Cell::Text(text) => match shown(text, layout) {
            Cow::Borrowed(text) => guarded(text),
            Cow::Owned(text) => Cow::Owned(guarded(&text).into_owned()),
        },
        Cell::Integer(number) => Cow::Owned(number.to_string()),
        Cell::Share(share) => Cow::Owned(rounded(*share).to_string()),
        Cell::Number(number) => Cow::Owned(digits(*number)),
        Cell::Flag(flag) => Cow::Borrowed(if *flag { "1" } else { "0" }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{render, row};
    use super::super::{Layout, OutputFormat};
    use crate::result_table::Cell;

    const EXCEL: Layout = Layout { width: None, excel: true, raw: false, terminal: false };

    #[test]
    fn fields_are_quoted_where_they_must_be_and_what_is_missing_is_empty() {
        let rows = vec![
            row("plain", 1),
            row("with, comma", 2),
            row("with \"quotes\"", 3),
            row("two\nlines", 4),
            vec![Cell::Missing, Cell::Missing, Cell::Share(6.0 / 19.0)],
        ];
        let text = render(rows, &["a note"], OutputFormat::Csv, &Layout::default());
        let expected = "title,paper_count,code_share\nplain,1,\n\"with, comma\",2,\n\"with \"\"quotes\"\"\",3,\n\"two\nlines\",4,\n,,0.3158\n";
        assert_eq!(text, expected);
    }

    #[test]
    fn tabs_part_the_fields_of_tsv() {
        let text = render(vec![row("a\tb", 1)], &[], OutputFormat::Tsv, &Layout::default());
        assert_eq!(text, "title\tpaper_count\tcode_share\n\"a\tb\"\t1\t\n");
    }

    #[test]
    fn text_is_no_formula_and_a_number_is_itself() {
        for (title, guarded) in [("=1+2", "'=1+2"), ("'=1+2", "''=1+2"), ("a=b", "a=b"), ("-1", "'-1")] {
            let text = render(vec![row(title, -1)], &[], OutputFormat::Csv, &Layout::default());
            assert_eq!(text, format!("title,paper_count,code_share\n{guarded},-1,\n"), "{title:?}");
            let text = render(vec![row(title, -1)], &[], OutputFormat::Csv, &EXCEL);
            assert_eq!(text, format!("\u{feff}title,paper_count,code_share\r\n{guarded},-1,\r\n"), "{title:?}");
        }
    }

    #[test]
    fn raw_text_is_exact() {
        let raw = Layout { raw: true, ..Layout::default() };
        for format in [OutputFormat::Csv, OutputFormat::Tsv] {
            let text = render(vec![row("=1+2", 1)], &[], format, &raw);
            assert!(text.contains("\n=1+2"), "{text}");
        }
    }
}
