//! Any text in the cells of a result table, in every format: it is written, and to a terminal goes nothing that one obeys.
#![no_main]

use clap::ValueEnum;
use libfuzzer_sys::fuzz_target;
use paperdex::output::{self, Layout, OutputFormat};
use paperdex::result_table::{Cell, Column, ColumnKind, ResultTable};

const KINDS: [ColumnKind; 5] =
    [ColumnKind::Label, ColumnKind::Text, ColumnKind::Prose, ColumnKind::Share, ColumnKind::Url];

fn cell(text: &str) -> Cell {
    match text {
        "" => Cell::Missing,
        text => match (text.parse(), text.parse()) {
            (Ok(number), _) => Cell::Integer(number),
            (_, Ok(share)) => Cell::Share(share),
            _ => Cell::Text(text.to_owned()),
        },
    }
}

fuzz_target!(|text: &str| {
    let rows: Vec<Vec<Cell>> = text
        .split('\u{1e}')
        .map(|row| (0..KINDS.len()).map(|at| cell(row.split('\u{1f}').nth(at).unwrap_or(""))).collect())
        .collect();
    for format in OutputFormat::value_variants() {
        for terminal in [false, true] {
            let columns = KINDS.map(|kind| Column { name: "name", meaning: "", kind }).to_vec();
            let table = ResultTable {
                columns,
                rows: Box::new(rows.clone().into_iter().map(Ok)),
                notes: vec![text.chars().take(20).collect()],
            };
            let layout = Layout { width: terminal.then_some(40), excel: !terminal, terminal, ..Layout::default() };
            let mut out = Vec::new();
            output::write(table, *format, &layout, &mut out).expect("memory can be written");
            let printed = String::from_utf8(out).expect("every format is UTF-8");
            let is_obeyed = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
            assert!(!terminal || !printed.contains(is_obeyed), "{format:?}");
        }
    }
});
