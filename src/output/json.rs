//! JSON: the columns' names are the keys, what is missing is `null`. Rows are written as they come.

use std::io::Write;

use super::{Layout, digits, rounded, shown};
use crate::result_table::{Cell, Column, ResultTable, Row};

/// Writes an array with an object a line.
pub(super) fn write_array(table: ResultTable<'_>, layout: &Layout, out: &mut dyn Write) -> anyhow::Result<()> {
    out.write_all(b"[")?;
    let mut separator: &[u8] = b"\n  ";
    for row in table.rows {
        let row = row?;
        out.write_all(separator)?;
        write_object(&table.columns, &row, layout, out)?;
        separator = b",\n  ";
    }
    out.write_all(b"\n]\n")?;
    Ok(())
}

/// Writes an object a line.
pub(super) fn write_lines(table: ResultTable<'_>, layout: &Layout, out: &mut dyn Write) -> anyhow::Result<()> {
    for row in table.rows {
        write_object(&table.columns, &row?, layout, out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn write_object(columns: &[Column<'_>], row: &Row, layout: &Layout, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut separator: &[u8] = b"{";
    for (column, cell) in columns.iter().zip(row) {
        out.write_all(separator)?;
        serde_json::to_writer(&mut *out, column.name)?;
        out.write_all(b": ")?;
        match cell {
            Cell::Missing => out.write_all(b"null")?,
            Cell::Text(text) => serde_json::to_writer(&mut *out, &shown(text, layout))?,
            Cell::Integer(number) => serde_json::to_writer(&mut *out, number)?,
            Cell::Share(share) => serde_json::to_writer(&mut *out, &rounded(*share))?,
            Cell::Number(number) => out.write_all(digits(*number).as_bytes())?,
            Cell::Flag(flag) => serde_json::to_writer(&mut *out, flag)?,
        }
        separator = b", ";
    }
    out.write_all(b"}")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{render, row};
    use super::super::{Layout, OutputFormat};
    use crate::result_table::Cell;

    #[test]
    fn an_array_is_json_and_keeps_every_letter() {
        let title = "a \"b\"\n\u{1b} é \\ 王";
        let rows = vec![row(title, 1), vec![Cell::Missing, Cell::Flag(true), Cell::Share(0.5)]];
        let text = render(rows, &[], OutputFormat::Json, &Layout::default());
        let parsed: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(parsed[0]["title"], title);
        assert_eq!(parsed[1], serde_json::json!({"title": null, "paper_count": true, "code_share": 0.5}));
        let empty = render(Vec::new(), &[], OutputFormat::Json, &Layout::default());
        assert_eq!(serde_json::from_str::<serde_json::Value>(&empty).unwrap(), serde_json::json!([]));
    }

    #[test]
    fn json_lines_have_an_object_a_line() {
        let text = render(vec![row("a\nb", 1), row("c", 2)], &[], OutputFormat::Jsonl, &Layout::default());
        assert_eq!(text.lines().count(), 2);
        assert!(text.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
    }
}
