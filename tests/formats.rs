//! Every format: what its fixtures bring, and what is common to all files whatever their format.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;

use common::{TestCatalog, listing, stderr, stdout};

/// A fixture for each trait of each format.
const FIXTURES: &[&str] = &[
    "bibtex_strings.bib",
    "bibtex_names.bib",
    "bibtex_crossref.bib",
    "bibtex_broken.bib",
    "bibtex_fields.bib",
    "ris_odd.ris",
    "medline.nbib",
    "web_of_science.txt",
    "endnote.enw",
    "search_above_header.csv",
    "quotes_in_tabs.tsv",
    "csl.json",
    "zotero.csv",
    "scopus.csv",
    "arxiv_atom.xml",
    "arxiv_oai.xml",
    "arxiv_snapshot.jsonl",
    "openalex_page.json",
    "crossref_page.json",
    "semantic_scholar.jsonl",
    "conference.json",
    "openreview.json",
    "dblp.xml",
];

/// What an import of a fixture brings: its counts, its messages, and all that is known of the papers, fact by fact.
fn brought(fixture: &str) -> String {
    let catalog = TestCatalog::empty();
    let output = catalog.run_import(fixture, [] as [&str; 0]);
    let place = listing(fixture).display().to_string();
    let mut text = format!("== {fixture}\n");
    let counts = stdout(&output).lines().next().unwrap_or_default().replace(&place, "");
    let _ = writeln!(text, "{}{}", catalog.value::<String>("SELECT format FROM listing"), counts);
    stderr(&output).lines().for_each(|line| {
        let _ = writeln!(text, "{}", line.replace(&place, ""));
    });
    for line in catalog.stdout(["export", "jsonl"]).lines() {
        let paper: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        let _ = writeln!(text, "* {}", paper["title"].as_str().unwrap());
        for (fact, value) in paper.iter().filter(|(fact, value)| !value.is_null() && *fact != "title" && *fact != "id")
        {
            let _ = writeln!(text, "  {fact}: {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
    }
    text + "\n"
}

#[test]
fn every_fixture_brings_what_it_is_known_to_bring() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/expected/formats.txt");
    let brought: String = FIXTURES.iter().map(|fixture| brought(fixture)).collect();
    if std::env::var_os("PAPERDEX_ACCEPT").is_some() {
        fs::write(&path, &brought).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    for (here, there) in brought.split("== ").zip(expected.split("== ")) {
        assert_eq!(here, there);
    }
    assert_eq!(brought.len(), expected.len());
}

#[test]
fn every_format_is_listed_with_what_it_brings() {
    let listed = TestCatalog::empty().stdout(["formats", "--format", "csv"]);
    for name in
        ["bibtex", "ris", "medline", "csl-json", "table", "arxiv-atom", "arxiv-oai", "dblp-xml", "papers-with-code"]
    {
        let line = listed.lines().find(|line| line.starts_with(&format!("{name},"))).unwrap();
        assert!(line.split(',').all(|cell| !cell.is_empty()), "{line}");
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Imports some bytes under a name that says nothing, and gives the first line of the answer.
fn import_bytes(catalog: &TestCatalog, bytes: &[u8]) -> String {
    let file = catalog.write("file", bytes);
    let output = catalog.run(["import".as_ref(), file.as_os_str()]);
    stdout(&output)
        .lines()
        .next()
        .unwrap_or_default()
        .split_once(": ")
        .map(|(_, counts)| counts)
        .unwrap_or_default()
        .to_owned()
        + &stderr(&output)
}

#[test]
fn packed_and_otherwise_encoded_files_are_read_by_their_content() {
    let bib = fs::read(listing("bibtex_names.bib")).unwrap();
    let text = String::from_utf8(bib.clone()).unwrap();
    let half = text.find("@article{b").unwrap();
    let titles = |bytes: &[u8]| {
        let catalog = TestCatalog::empty();
        let told = import_bytes(&catalog, bytes);
        assert!(told.starts_with("3 entries: 3 new, 0 merged, 0 unchanged, 0 rejected"), "{told}");
        catalog.values::<String>("SELECT title FROM paper ORDER BY id")
    };
    let expected = titles(&bib);
    let utf_16 =
        |mark: &str| -> Vec<u8> { format!("{mark}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let zstd = |bytes: &[u8]| zstd::encode_all(bytes, 1).unwrap();
    let two_members = [gzip(&bib[..half]), gzip(&bib[half..])].concat();
    let two_frames = [zstd(&bib[..half]), zstd(&bib[half..])].concat();
    for bytes in
        [gzip(&bib), two_members, zstd(&bib), two_frames, utf_16("\u{feff}"), utf_16(""), gzip(&utf_16("\u{feff}"))]
    {
        assert_eq!(titles(&bytes), expected);
    }
}

#[test]
fn latin_1_is_read_and_told() {
    let catalog = TestCatalog::empty();
    let told = import_bytes(&catalog, b"@article{a, title = {Caf\xe9}, author = {Ren\xe9 Vidal}, year = 2020}");
    assert!(told.contains("line 1: it is not UTF-8 and was read as Windows-1252"), "{told}");
    assert_eq!(catalog.values::<String>("SELECT name FROM author"), ["René Vidal"]);
}

#[test]
fn of_a_packed_file_that_breaks_off_what_came_before_is_kept() {
    let catalog = TestCatalog::empty();
    let entry = |number: usize| format!("@article{{k{number}, title = {{Title {number} of {}}}}}\n", number * 7919);
    let text: String = (0..20_000).map(entry).collect();
    let packed = gzip(text.as_bytes());
    let told = import_bytes(&catalog, &packed[..packed.len() / 2]);
    assert!(told.contains("the file cannot be unpacked to its end"), "{told}");
    assert!(catalog.value::<i64>("SELECT count(*) FROM paper") > 5_000);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM record WHERE outcome = 'rejected'"), 1);
}

#[test]
fn rejected_entries_are_written_in_their_own_format_and_come_in_when_mended() {
    let cases = [
        ("bibtex_broken.bib", "author = {Bo Ek, year", "author = {Bo Ek}, year", "Never closed"),
        ("zotero.csv", "\"An open quote,\"\"", "\"An open quote\",\"\"", "An open quote"),
        ("dblp.xml", "Wrong <i>tags</title>", "Wrong <i>tags</i></title>", "Wrong tags"),
        ("arxiv_atom.xml", "<title>Never closed</title>", "<title>Never closed</title></entry>", "Never closed"),
        ("csl.json", "\"broken", "\"broken\"", "broken"),
        ("arxiv_snapshot.jsonl", "cut off in the mid", "cut off in the mid\"}", "cut off in the mid"),
    ];
    for (fixture, wrong, right, title) in cases {
        let catalog = TestCatalog::import(fixture);
        let file = catalog.path("rejected");
        catalog.stdout(["rejects".as_ref(), "--export".as_ref(), file.as_os_str()]);
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(wrong), "{fixture}: {text}");
        fs::write(&file, text.replace(wrong, right).replace("year = 2020\n}", "year = 2020}")).unwrap();
        let before = catalog.value::<String>("SELECT format FROM listing");
        let output = catalog.run(["import".as_ref(), "--format".as_ref(), before.as_ref(), file.as_os_str()]);
        assert_eq!(catalog.values::<String>("SELECT DISTINCT format FROM listing"), [before], "{}", stderr(&output));
        assert!(
            catalog.values::<String>("SELECT title FROM paper").contains(&title.to_owned()),
            "{fixture}: {}",
            stderr(&output)
        );
    }
}

#[test]
fn rejected_entries_of_several_formats_are_written_one_file_at_a_time() {
    let catalog = TestCatalog::import("zotero.csv");
    catalog.run_import("bibtex_broken.bib", [] as [&str; 0]);
    let message = catalog.failure(["rejects", "--export", "mixed"]);
    assert!(message.contains("choose one file with --listing: 1 (table"), "{message}");
    catalog.stdout(["rejects", "--export", "one.bib", "--listing", "2"]);
    assert!(fs::read_to_string(catalog.path("one.bib")).unwrap().contains("@article{quote, title = \"No end"));
    assert_eq!(catalog.stdout(["rejects", "--listing", "2", "--format", "jsonl"]).lines().count(), 2);
}

#[test]
fn strict_refuses_a_file_with_a_broken_entry() {
    let catalog = TestCatalog::empty();
    let output = catalog.run_import("bibtex_broken.bib", ["--strict"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(!catalog.db().exists());
}

#[test]
fn columns_of_any_name_are_named_with_map() {
    let catalog = TestCatalog::empty();
    let unknown = catalog.run_import("renamed_columns.csv", [] as [&str; 0]);
    assert!(
        stderr(&unknown).contains("a table with semicolons (CSV) whose columns are not known"),
        "{}",
        stderr(&unknown)
    );
    let forced = catalog.run_import("renamed_columns.csv", ["--format", "table"]);
    assert!(stderr(&forced).contains("name one with --map title="), "{}", stderr(&forced));
    let wrong = catalog.run_import("renamed_columns.csv", ["--map", "title=Paper"]);
    assert!(
        stderr(&wrong).contains("the table has no column \"Paper\"; it has \"Name of the work\""),
        "{}",
        stderr(&wrong)
    );
    let output = catalog.run_import(
        "renamed_columns.csv",
        ["--map", "title=name of the work", "--map", "authors=who", "--map", "date=When"],
    );
    assert!(output.status.success(), "{}", stderr(&output));
    let papers = catalog.stdout(["papers", "--format", "csv"]);
    assert!(papers.contains("Rooms by another name,\"Lee, Ann\",1,2020-02,"), "{papers}");
    let usage = catalog.run(["import", "--map", "nothing=x", "y"]);
    assert_eq!(usage.status.code(), Some(2));
    assert!(stderr(&usage).contains("a column holds one of: title, authors"), "{}", stderr(&usage));
}

#[test]
fn code_links_are_added_to_known_papers_and_never_make_one() {
    let catalog = TestCatalog::import("semantic_scholar.jsonl");
    let output = catalog.run_import("papers_with_code_links.json", [] as [&str; 0]);
    let counts = "4 entries: 0 new, 2 merged, 0 unchanged, 1 rejected, 1 skipped";
    assert!(stdout(&output).contains(counts), "{}", stdout(&output));
    assert!(stderr(&output).contains("1 entry skipped: no paper in the catalog has its identifier or title"));
    assert_eq!(
        catalog.values::<String>("SELECT url FROM link WHERE stated_by = 'field' ORDER BY url"),
        ["https://github.com/lee/official", "https://github.com/other/camel"]
    );
    assert!(catalog.stdout(["show", "Rooms of S2"]).contains("official code: https://github.com/lee/official"));
    let again = catalog.run_import("papers_with_code_links.json", [] as [&str; 0]);
    assert!(stdout(&again).contains("0 new, 0 merged, 2 unchanged"), "{}", stdout(&again));
}

#[test]
fn namesakes_with_numbers_are_two_people_and_their_pages_name_them() {
    let catalog = TestCatalog::import("dblp.xml");
    let people = "SELECT author.name || ' ' || group_concat(DISTINCT author_name.name) FROM author \
                  JOIN author_name ON author_name.author_id = author.id WHERE author.name = 'Wenbo Guo' GROUP BY author.id";
    assert_eq!(catalog.values::<String>(people), ["Wenbo Guo W. B. Guo,Wenbo Guo", "Wenbo Guo Wenbo Guo"]);
    let places = "SELECT name_as_printed FROM author_affiliation";
    assert_eq!(catalog.values::<String>(places), ["Purdue University"]);
}

#[test]
fn the_same_identifier_and_the_same_name_are_one_person_across_formats() {
    let catalog = TestCatalog::import("openalex_page.json");
    catalog.run_import("crossref_page.json", [] as [&str; 0]);
    catalog.run_import("medline.nbib", [] as [&str; 0]);
    let orcid = "SELECT count(DISTINCT authorship.paper_id) FROM author_identifier \
                 JOIN authorship USING (author_id) WHERE scheme = 'orcid' AND value = '0000-0002-1825-0097'";
    assert_eq!(catalog.value::<i64>(orcid), 3);
}

#[test]
fn a_folder_of_all_formats_is_imported_whole_and_nothing_new_the_second_time() {
    let catalog = TestCatalog::empty();
    for fixture in FIXTURES {
        fs::create_dir_all(catalog.path("all")).unwrap();
        fs::copy(listing(fixture), catalog.path("all").join(fixture)).unwrap();
    }
    let first = catalog.run(["import", "all"]);
    assert!(stdout(&first).contains(&format!("{} listings", FIXTURES.len())), "{}{}", stdout(&first), stderr(&first));
    let content = catalog.content();
    let second = catalog.run(["import", "all"]);
    let total = stdout(&second).lines().find(|line| line.contains(" listings, ")).unwrap().to_owned();
    assert!(total.contains(" 0 new, 0 merged"), "{total}");
    assert_eq!(catalog.content(), content);
}

#[test]
fn standard_input_may_be_packed() {
    let catalog = TestCatalog::empty();
    let packed = gzip(&fs::read(listing("openalex_page.json")).unwrap());
    let output = catalog.run_with_input(["import", "-"], &packed);
    assert!(stdout(&output).starts_with("standard input: 2 entries: 2 new"), "{}", stderr(&output));
}

#[test]
fn text_before_and_after_an_entry_of_one_line_is_kept() {
    let catalog = TestCatalog::empty();
    let told = import_bytes(&catalog, b"before @article{a, title = {One}} between @article{b, title = {Two}} after");
    assert!(told.starts_with("2 entries: 2 new"), "{told}");
    assert_eq!(catalog.values::<String>("SELECT text FROM stray_line"), ["before … between … after"]);
}

#[test]
fn a_person_has_the_affiliations_that_are_stated_as_theirs() {
    let catalog = TestCatalog::import("openalex_page.json");
    catalog.run_import("dblp.xml", [] as [&str; 0]);
    let ann = catalog.stdout(["author", "Ann Lee", "--format", "csv"]);
    assert!(ann.contains("affiliation,Massachusetts Institute of Technology,1"), "{ann}");
    assert!(!ann.contains("Room 3"), "{ann}");
    let guo = catalog.stdout(["author", "W. B. Guo", "--format", "csv"]);
    assert!(guo.contains("works or worked at,Purdue University,"), "{guo}");
}

#[test]
fn control_characters_are_taken_out_and_told() {
    let catalog = TestCatalog::empty();
    let json = br#"{"id":"W1","title":"Ro\u0000oms \u001b[2J","authorships":[]}"#;
    let told = import_bytes(&catalog, json);
    assert!(told.contains("line 1: 2 control characters taken out of it"), "{told}");
    let told = import_bytes(&catalog, b"@article{a, title = {Wa\x07lls\0}}");
    assert!(told.contains("line 1: 2 control characters taken out of it"), "{told}");
    assert_eq!(catalog.values::<String>("SELECT title FROM paper ORDER BY id"), ["Rooms [2J", "Walls"]);
}
