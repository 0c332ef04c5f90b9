//! For each format a listing of ten thousand entries of which a known number is broken: exactly those are rejected.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;
#[path = "common/made.rs"]
mod made;

use common::{TestCatalog, stderr, stdout};

const ENTRIES: usize = 10_000;

/// One entry in so many is broken.
const BROKEN_EVERY: usize = 97;

fn only_the_broken_are_rejected(format: &str) {
    let catalog = TestCatalog::empty();
    let (text, broken) = made::listing(format, ENTRIES, BROKEN_EVERY);
    let file = catalog.write("made.txt", text);
    let output = catalog.run(["import".as_ref(), file.as_os_str()]);
    let expected = format!("{ENTRIES} entries: {} new, 0 merged, 0 unchanged, {broken} rejected", ENTRIES - broken);
    assert!(stdout(&output).contains(&expected), "{format}\n{}\n{}", stdout(&output), stderr(&output));
    assert_eq!(output.status.code(), Some(1), "an import with rejected entries says so");
    assert_eq!(catalog.value::<String>("SELECT format FROM listing"), format);
    let rows = "SELECT count(*) FROM record WHERE outcome = 'rejected' AND reason <> '' AND text <> '' AND line > 0";
    assert_eq!(catalog.value::<i64>(rows), i64::try_from(broken).unwrap());
    let paper = made::Paper::of(0);
    assert_eq!(catalog.value::<String>("SELECT title FROM paper WHERE id = 1"), paper.title, "{format}");
    let authors = catalog.value::<i64>("SELECT count(*) FROM authorship WHERE paper_id = 1");
    assert_eq!(authors, i64::try_from(paper.authors.len()).unwrap(), "{format}");
}

macro_rules! each_format {
    ($($name:ident: $format:literal,)*) => {
        $(#[test]
        fn $name() {
            only_the_broken_are_rejected($format);
        })*

        #[test]
        fn every_format_that_is_made_is_tried() {
            assert_eq!(made::FORMATS, [$($format),*]);
        }
    };
}

each_format! {
    only_broken_entries_of_bibtex_are_rejected: "bibtex",
    only_broken_entries_of_ris_are_rejected: "ris",
    only_broken_entries_of_medline_are_rejected: "medline",
    only_broken_rows_of_a_table_are_rejected: "table",
    only_broken_entries_of_csl_json_are_rejected: "csl-json",
    only_broken_entries_of_the_arxiv_snapshot_are_rejected: "arxiv-snapshot",
    only_broken_entries_of_openalex_are_rejected: "openalex",
    only_broken_entries_of_crossref_are_rejected: "crossref",
    only_broken_entries_of_semantic_scholar_are_rejected: "semantic-scholar",
    only_broken_entries_of_openreview_are_rejected: "openreview",
    only_broken_entries_of_conference_json_are_rejected: "conference-json",
    only_broken_entries_of_papers_with_code_are_rejected: "papers-with-code",
    only_broken_entries_of_paperdex_json_are_rejected: "paperdex-json",
    only_broken_entries_of_arxiv_atom_are_rejected: "arxiv-atom",
    only_broken_entries_of_arxiv_oai_are_rejected: "arxiv-oai",
    only_broken_entries_of_dblp_xml_are_rejected: "dblp-xml",
}
