//! Promise 5: a damaged file is reported, never a crash, never silently wrong.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

#[path = "common/chance.rs"]
mod chance;
mod common;

use std::fs;
use std::path::Path;

use chance::Chance;
use common::{TestCatalog, rounds, stderr, stdout};
use rusqlite::Connection;

/// A way to harm a file.
#[derive(Debug, Clone, Copy)]
enum Harm {
    FlippedBit,
    ZeroedPage,
    GarbagePage,
    CutOff,
    HeaderByte,
    SwappedPages,
    RepeatedLetter,
}

const HARMS: [Harm; 7] = [
    Harm::FlippedBit,
    Harm::ZeroedPage,
    Harm::GarbagePage,
    Harm::CutOff,
    Harm::HeaderByte,
    Harm::SwappedPages,
    Harm::RepeatedLetter,
];

impl Harm {
    fn done_to(self, file: &[u8], page_size: usize, chance: &mut Chance) -> Vec<u8> {
        let mut harmed = file.to_vec();
        let page = |chance: &mut Chance| chance.below(file.len() / page_size) * page_size;
        match self {
            Self::FlippedBit => harmed[chance.below(file.len())] ^= 1 << chance.below(8),
            Self::ZeroedPage => {
                let at = page(chance);
                harmed[at..at + page_size].fill(0);
            }
            Self::GarbagePage => {
                let at = page(chance);
                harmed[at..at + page_size].fill_with(|| u8::try_from(chance.below(256)).unwrap());
            }
            Self::CutOff => harmed.truncate(chance.below(file.len())),
            Self::HeaderByte => harmed[chance.below(100)] = u8::try_from(chance.below(256)).unwrap(),
            Self::SwappedPages => {
                let (one, other) = (page(chance), page(chance));
                harmed[one..one + page_size].copy_from_slice(&file[other..other + page_size]);
                harmed[other..other + page_size].copy_from_slice(&file[one..one + page_size]);
            }
            // A letter of a text becomes another one: what a structure never shows.
            Self::RepeatedLetter => {
                let letters: Vec<_> = (1..file.len())
                    .filter(|&at| file[at].is_ascii_lowercase() && file[at - 1].is_ascii_lowercase())
                    .collect();
                let at = letters[chance.below(letters.len())];
                harmed[at] = if file[at] == b'e' { b'a' } else { b'e' };
            }
        }
        harmed
    }
}

/// All rows of the tables that are made from nothing else; `None` where they cannot be read.
fn content(db: &Path) -> Option<Vec<String>> {
    let connection = Connection::open(db).ok()?;
    let made = "name NOT LIKE 'paper_text%' AND name NOT LIKE 'sqlite_%' AND name <> 'paper_block'";
    let tables = format!("SELECT name FROM sqlite_schema WHERE type = 'table' AND {made} ORDER BY name");
    let mut statement = connection.prepare(&tables).ok()?;
    let tables = statement.query_map([], |row| row.get::<_, String>(0)).ok()?.collect::<Result<Vec<_>, _>>().ok()?;
    let mut lines = Vec::new();
    for table in tables {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table} NOT INDEXED")).ok()?;
        let width = statement.column_count();
        let mut rows = statement.query([]).ok()?;
        while let Some(row) = rows.next().ok()? {
            let cells: Vec<_> = (0..width).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
            lines.push(format!("{table}: {}", cells.join(", ")));
        }
    }
    lines.sort();
    Some(lines)
}

#[test]
fn whatever_harm_is_done_to_the_file_check_tells_it_or_no_content_changed() {
    let catalog = TestCatalog::of_everything();
    let file = fs::read(catalog.db()).unwrap();
    let page_size = usize::from(catalog.value::<u16>("PRAGMA page_size"));
    let sound = content(&catalog.db()).unwrap();
    let mut silent = Vec::new();
    for round in 0..rounds(350, 7_000) {
        let harm = HARMS[round % HARMS.len()];
        let mut chance = Chance::of(round as u64);
        fs::write(catalog.db(), harm.done_to(&file, page_size, &mut chance)).unwrap();
        let output = catalog.run(["check", "--full"]);
        let told = format!("{}{}", stdout(&output), stderr(&output));
        assert!(!told.contains("panicked"), "round {round}, {harm:?}: {told}");
        match output.status.code() {
            Some(0) => {
                let now = content(&catalog.db());
                if now.as_ref() != Some(&sound) {
                    let changed = now.map(|now| now.into_iter().find(|line| !sound.contains(line)));
                    silent.push(format!("round {round}, {harm:?}: {changed:?}"));
                }
            }
            Some(1) => assert!(!told.trim().is_empty(), "round {round}, {harm:?}"),
            other => panic!("round {round}, {harm:?}: ended with {other:?}: {told}"),
        }
    }
    assert!(silent.is_empty(), "{} changes were not told:\n{}", silent.len(), silent.join("\n"));
}
