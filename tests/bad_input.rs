//! Odd and bad input: nothing is lost, nothing is invented, and every flaw is told with its file and line.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use common::{TestCatalog, listing, stderr, stdout};

fn titles(catalog: &TestCatalog) -> Vec<String> {
    catalog.values("SELECT title FROM paper ORDER BY id")
}

/// Imports a fixture of which nothing can be kept, and gives the message.
fn refusal(fixture: &str) -> String {
    let catalog = TestCatalog::empty();
    let output = catalog.run_import(fixture, [] as [&str; 0]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output), "");
    assert!(!catalog.db().exists(), "a catalog was made of nothing");
    stderr(&output)
}

#[test]
fn an_empty_file_is_refused() {
    for fixture in ["empty.txt", "blank.txt"] {
        let message = refusal(fixture);
        assert_eq!(message, format!("error: could not import {}: it is empty\n", listing(fixture).display()));
    }
}

#[test]
fn a_file_that_is_no_listing_is_told_what_it_looks_like_and_what_could_be_read() {
    let message = refusal("not_a_listing.html");
    assert!(message.contains("it looks like an HTML page"), "{message}");
    assert!(message.contains("none of the formats recognises it (paperdex-json, "), "{message}");
}

#[test]
fn a_file_without_an_entry_is_refused_even_when_its_format_is_given() {
    let catalog = TestCatalog::empty();
    let output = catalog.run_import("not_a_listing.html", ["--format", "listing-page"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("it has no entry of the format listing-page"), "{}", stderr(&output));
}

#[test]
fn an_entry_cut_off_at_the_end_is_rejected_and_the_others_come_in() {
    let catalog = TestCatalog::empty();
    let output = catalog.run_import("cut_off_after_first_line.txt", [] as [&str; 0]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("2 entries: 1 new, 0 merged, 0 unchanged, 1 rejected"));
    let place = format!(
        "error: {}: line 4: entry rejected: it has no title line",
        listing("cut_off_after_first_line.txt").display()
    );
    assert!(stderr(&output).starts_with(&place), "{}", stderr(&output));
    assert_eq!(titles(&catalog), ["Graphs of Small Rooms"]);
}

#[test]
fn rejected_entries_are_kept_with_their_text_and_listed() {
    let catalog = TestCatalog::import("impossible_date.txt");
    let rejects = catalog.stdout(["rejects", "--format", "jsonl"]);
    let reject: serde_json::Value = serde_json::from_str(&rejects).unwrap();
    assert_eq!(reject["listing"], listing("impossible_date.txt").display().to_string());
    assert_eq!(reject["line"], 1);
    assert_eq!(reject["reason"], "the date \"Feb 30, 2023\" does not exist");
    assert_eq!(reject["text"], "LGFeb 30, 2023\nGraphs of Small RoomsAnn Lee, Bo Ek\nWe study small rooms.");
    assert_eq!(titles(&catalog), ["Kernels for Quiet Streets"]);
}

#[test]
fn a_missing_abstract_is_not_stated() {
    let catalog = TestCatalog::import("missing_abstract.txt");
    let lengths: Vec<Option<i64>> = catalog.values("SELECT length(abstract) FROM paper ORDER BY id");
    assert_eq!(lengths, [None, Some(57)]);
}

#[test]
fn missing_authors_are_not_invented() {
    let catalog = TestCatalog::import("missing_authors.txt");
    assert_eq!(titles(&catalog)[0], "A survey of rooms that nobody signed");
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM authorship WHERE paper_id = 1"), 0);
    assert_eq!(catalog.value::<i64>("SELECT authors_complete FROM paper WHERE id = 1"), 0);
    let doubt: String = catalog.value("SELECT doubt FROM record WHERE position = 1");
    assert!(doubt.starts_with("no author was found on the title line"), "{doubt}");
}

#[test]
fn missing_affiliations_are_counted_as_not_stated() {
    let catalog = TestCatalog::import("missing_affiliations.txt");
    assert!(catalog.stdout(["affiliations"]).contains("note: no affiliation stated: 2 of 2 papers"));
}

#[test]
fn an_abstract_may_go_over_lines_and_blank_lines() {
    let catalog = TestCatalog::import("abstract_over_lines.txt");
    assert_eq!(titles(&catalog), ["Graphs of Small Rooms", "Kernels for Quiet Streets"]);
    let expected =
        "We study small rooms and the graphs that they make. In May 2021 we began. May 5, 2021 was the first day.";
    assert_eq!(catalog.value::<String>("SELECT abstract FROM paper WHERE id = 1"), expected);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_are_no_part_of_the_text() {
    let catalog = TestCatalog::import("windows_line_ends.txt");
    assert_eq!(titles(&catalog), ["Graphs of Small Rooms", "Kernels for Quiet Streets"]);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM paper WHERE instr(abstract, char(13)) > 0"), 0);
}

#[test]
fn a_utf16_file_is_read_by_its_byte_order_mark() {
    let catalog = TestCatalog::empty();
    let text = std::fs::read_to_string(listing("missing_abstract.txt")).unwrap();
    let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
    let path = catalog.write("utf16.txt", units.flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    catalog.stdout(["import".as_ref(), path.as_os_str()]);
    assert_eq!(titles(&catalog), ["Graphs of Small Rooms", "Kernels for Quiet Streets"]);
}

#[test]
fn every_kind_of_blank_is_one_space() {
    let catalog = TestCatalog::import("odd_blanks.txt");
    assert_eq!(titles(&catalog), ["Graphs of Small Rooms"]);
    assert_eq!(catalog.values::<String>("SELECT name FROM author ORDER BY id"), ["Ann Lee", "Bo Ek"]);
    assert_eq!(catalog.value::<String>("SELECT published_on FROM paper"), "2023-06-24");
    assert_eq!(catalog.value::<String>("SELECT abstract FROM paper"), "We study small rooms.");
}

#[test]
fn a_date_that_does_not_exist_is_rejected_with_its_line() {
    let catalog = TestCatalog::empty();
    let output = catalog.run_import("impossible_date.txt", [] as [&str; 0]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("line 1: entry rejected: the date \"Feb 30, 2023\" does not exist"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_year_in_the_future_is_kept_as_printed_and_doubted() {
    let catalog = TestCatalog::empty();
    let output = catalog.run_import("future_year.txt", [] as [&str; 0]);
    assert!(output.status.success());
    assert_eq!(catalog.value::<String>("SELECT published_on FROM paper WHERE id = 1"), "2091-06-24");
    let doubt: String = catalog.value("SELECT doubt FROM record WHERE position = 1");
    assert_eq!(doubt, "it is dated 2091-06-24, after the listing itself (2026-11-23)");
    assert!(stderr(&output).contains("line 1: not sure: it is dated 2091-06-24"), "{}", stderr(&output));
}

#[test]
fn categories_may_have_hyphens_and_archives() {
    let catalog = TestCatalog::import("hyphenated_categories.txt");
    let codes: Vec<String> = catalog.values("SELECT code FROM category ORDER BY id");
    assert_eq!(codes, ["quant-ph", "soc-ph", "math.NT"]);
}

#[test]
fn unknown_badges_are_noted_and_known_ones_still_count() {
    let catalog = TestCatalog::import("unknown_badges.txt");
    let notes: Vec<String> = catalog.values("SELECT note FROM record ORDER BY position");
    assert_eq!(notes, ["unknown badge \"Oral\"", "unknown badge \"Spotlight\""]);
    let stated: Vec<Option<i64>> = catalog.values("SELECT code_stated FROM paper ORDER BY id");
    assert_eq!(stated, [Some(1), None]);
}

#[test]
fn text_that_is_not_utf8_is_read_and_doubted() {
    let catalog = TestCatalog::import("not_utf8.txt");
    assert_eq!(catalog.value::<String>("SELECT name FROM author WHERE id = 1"), "René Lee");
    assert_eq!(catalog.value::<String>("SELECT doubt FROM record"), "line 2 is not UTF-8 and was read as Windows-1252");
}

#[test]
fn lines_outside_entries_are_kept_and_told() {
    let catalog = TestCatalog::empty();
    let output = catalog.run_import("page_header.txt", [] as [&str; 0]);
    assert!(stdout(&output).contains("2 entries: 2 new, 0 merged, 0 unchanged, 0 rejected (2 lines outside entries)"));
    let kept: Vec<String> = catalog.values("SELECT line || ' ' || text FROM stray_line ORDER BY line");
    assert_eq!(kept, ["1 Papers of Ann Lee", "2 2 papers, newest first"]);
}

#[test]
fn the_text_around_the_entries_of_two_pages_is_no_abstract() {
    let catalog = TestCatalog::import("two_pages.txt");
    let abstracts: Vec<Option<String>> = catalog.values("SELECT abstract FROM paper ORDER BY id");
    let third = "May rivers be measured? In June 2020 we began to do so.";
    let first = "We study small rooms and the graphs that they make.";
    assert_eq!(abstracts, [Some(first.to_owned()), None, Some(third.to_owned())]);
    let kept: Vec<String> = catalog.values("SELECT line || ' ' || text FROM stray_line ORDER BY line");
    let expected = [
        "1 Papers of Ann Lee",
        "2 2 papers, newest first",
        "9 Load more",
        "10 About · Terms · Privacy",
        "11 Papers of Fay Orr",
        "17 © the site",
    ];
    assert_eq!(kept, expected);
}

#[test]
fn a_line_of_200_megabytes_costs_its_entry_alone_and_no_memory() {
    let catalog = TestCatalog::empty();
    let text = std::fs::read_to_string(listing("missing_abstract.txt")).unwrap();
    let (first, second) = text.split_once("MLMay").unwrap();
    let mut page = first.as_bytes().to_vec();
    page.extend(std::iter::repeat_n(b'x', 200 * 1024 * 1024));
    page.extend(format!("\nMLMay{second}").as_bytes());
    let path = catalog.write("long_line.txt", &page);
    drop(page);

    // Unix shells can bound the memory of a program: here to 600 MB of addresses.
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "ulimit -v 600000; exec \"$0\" import \"$1\"", env!("CARGO_BIN_EXE_paperdex")]).arg(&path);
    let output = command.env("PAPERDEX_DB", catalog.db()).output().unwrap();
    assert!(
        stdout(&output).contains("2 entries: 1 new, 0 merged, 0 unchanged, 1 rejected"),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
    assert!(
        stderr(&output).contains("line 1: entry rejected: line 3 is longer than 16777216 bytes"),
        "{}",
        stderr(&output)
    );
    assert_eq!(titles(&catalog), ["Kernels for Quiet Streets"]);
    assert!(catalog.value::<i64>("SELECT length(text) FROM record WHERE outcome = 'rejected'") < 1_100_000);
}

#[test]
fn no_mutation_of_a_page_loses_an_entry_or_crashes() {
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        usize::try_from(seed % below.max(1) as u64).unwrap()
    };
    let catalog = TestCatalog::empty();
    for format in ["listing-page", "arxiv-listing", "arxiv-email", "scholar-profile", "dblp-page"] {
        let fixture =
            if format == "listing-page" { "author-page.txt" } else { &format!("{}.txt", format.replace('-', "_")) };
        let page = std::fs::read(listing(fixture)).unwrap();
        let page = &page[..page.len().min(4_000)];
        for round in 0..25 {
            let mut mutated = page.to_vec();
            for _ in 0..=random(8) {
                let at = random(mutated.len());
                match random(4) {
                    _ if mutated.is_empty() => {}
                    0 => mutated[at] = u8::try_from(random(256)).unwrap(),
                    1 => drop(mutated.drain(at..(at + random(200)).min(mutated.len()))),
                    2 => mutated.insert(at, b'\n'),
                    _ => mutated.truncate(at.max(100)),
                }
            }
            let output = catalog.run_with_input(["import", "-", "--format", format], &mutated);
            let code = output.status.code();
            assert!(matches!(code, Some(0 | 1)), "{format} {round}: {code:?} {}", stderr(&output));
            assert!(!stderr(&output).contains("panicked"), "{format} {round}: {}", stderr(&output));
        }
    }
    let uncounted: i64 = catalog.value(
        "SELECT count(*) FROM listing WHERE new_count + merged_count + unchanged_count + rejected_count
         <> (SELECT count(*) FROM record WHERE listing_id = listing.id)",
    );
    assert_eq!(uncounted, 0);
    assert_eq!(catalog.value::<String>("PRAGMA integrity_check"), "ok");
}
