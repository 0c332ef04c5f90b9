//! A Markdown table (GitHub's pipe tables) in which text is text: no title can bring markup of its own.

use std::io::Write;

use super::{Layout, in_words, shown};
use crate::result_table::ResultTable;

/// Letters that begin markup within a line. Source: CommonMark, sections 2.4 and 6.
const MARKUP: &[char] = &['\\', '|', '*', '_', '`', '[', ']', '<', '>', '&', '~', '$', '#', '!'];

/// Writes the table, then its notes as paragraphs.
pub(super) fn write(table: ResultTable<'_>, layout: &Layout, out: &mut dyn Write) -> anyhow::Result<()> {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let names = table.columns.iter().map(|column| inert(column.name)).collect();
    let rules = table.columns.iter().map(|column| if column.kind.is_numeric() { "---:" } else { "---" }.to_owned());
    out.write_all(line(names).as_bytes())?;
    out.write_all(line(rules.collect()).as_bytes())?;
    for row in table.rows {
        let cells = row?.iter().map(|cell| inert(&shown(&in_words(cell), layout))).collect();
        out.write_all(line(cells).as_bytes())?;
    }
    for note in &table.notes {
        write!(out, "\nnote: {}\n", inert(&shown(note, layout)))?;
    }
    Ok(())
}

fn inert(text: &str) -> String {
    let mut inert = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => inert.push(' '),
            letter if MARKUP.contains(&letter) => inert.extend(['\\', letter]),
            letter => inert.push(letter),
        }
    }
    inert
}

#[cfg(test)]
mod tests {
    use super::super::tests::{render, row};
    use super::super::{Layout, OutputFormat};

    #[test]
    fn text_brings_no_markup_and_no_further_cell() {
        let rows = vec![row("a|b\n<b>[x](y)</b>", 3)];
        let text = render(rows, &["no year: 3"], OutputFormat::Markdown, &Layout::default());
        let expected = "| title | paper\\_count | code\\_share |\n| --- | ---: | ---: |\n\
                        | a\\|b \\<b\\>\\[x\\](y)\\</b\\> | 3 | – |\n\nnote: no year: 3\n";
        assert_eq!(text, expected);
    }
}
