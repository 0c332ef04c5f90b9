//! CSV (RFC 4180) and TSV: a header row, an empty field for what is missing, 1 and 0 for yes and no.

use std::borrow::Cow;
use std::io::Write;

use ::csv::{Terminator, WriterBuilder};

use super::{Layout, digits, rounded, shown};
use crate::result_table::{Cell, ResultTable};

/// Spreadsheets take a file with it for UTF-8, and one without it for the system's old encoding.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Writes the table with `delimiter` between fields; lines end with LF, for spreadsheets with CR LF.
pub(super) fn write(table: ResultTable<'_>, layout: &Layout, delimiter: u8, out: &mut dyn Write) -> anyhow::Result<()> {
    if layout.excel {
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
        Cell::Text(text) if layout.excel => guarded(shown(text, layout)),
        Cell::Text(text) => shown(text, layout),
        Cell::Integer(number) => Cow::Owned(number.to_string()),
        Cell::Share(share) => Cow::Owned(rounded(*share).to_string()),
        Cell::Number(number) => Cow::Owned(digits(*number)),
        Cell::Flag(flag) => Cow::Borrowed(if *flag { "1" } else { "0" }),
    }
}

/// Text that a spreadsheet would take for a formula gets an apostrophe in front.
/// Source: OWASP ASVS 1.2.10, CWE-1236; full-width signs are folded to plain ones by some spreadsheets.
fn guarded(text: Cow<'_, str>) -> Cow<'_, str> {
    let begins_formula = |letter: char| matches!(letter, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let begins_with_control = text.starts_with(['\t', '\r', '\n', '\0']);
    // An apostrophe that is the text's own gets one, too, so that what is taken off again is never the text's.
    let unguarded = text.trim_start_matches('\'');
    if begins_with_control || unguarded.trim_start().starts_with(begins_formula) {
        Cow::Owned(format!("'{text}"))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{render, row};
    use super::super::{Layout, OutputFormat};
    use crate::result_table::Cell;

    const EXCEL: Layout = Layout { width: None, excel: true, terminal: false };

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
    fn a_spreadsheet_gets_a_mark_and_no_formula() {
        for (title, guarded) in [
            ("=1+2", "'=1+2"),
            ("+x", "'+x"),
            ("-x", "'-x"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1", "' =1"),
            ("＝1", "'＝1"),
            ("\tx", "'\tx"),
            ("a=b", "a=b"),
            ("'quoted", "'quoted"),
        ] {
            let text = render(vec![row(title, -1)], &[], OutputFormat::Csv, &EXCEL);
            let expected = format!("\u{feff}title,paper_count,code_share\r\n{guarded},-1,\r\n");
            assert_eq!(text, expected, "{title:?}");
        }
    }

    #[test]
    fn without_excel_text_stays_exact() {
        let text = render(vec![row("=1+2", 1)], &[], OutputFormat::Csv, &Layout::default());
        assert!(text.contains("\n=1+2,1,\n"), "{text}");
    }
}
