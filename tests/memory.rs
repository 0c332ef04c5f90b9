//! No file takes more memory than 256 MB, whatever is in it and however small it is packed (Linux).
#![cfg(target_os = "linux")]
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::Duration;

use clap::ValueEnum;
use common::TestCatalog;
use paperdex::import::ListingFormat;

/// How long the endless entry is: several times as long as what is held of one.
const BYTES: usize = 96 * 1024 * 1024;

/// What a program may take in memory, in kB.
const LIMIT: u64 = 256_000;

/// What it may take in addresses, in kB: the allocator sets more of them aside than it uses.
const ADDRESSES: &str = "600000";

/// How an entry of a format begins that then never ends.
fn beginning(format: ListingFormat) -> &'static str {
    match format.name() {
        "bibtex" => "@article{k, title = {",
        "ris" => "TY  - JOUR\nTI  - ",
        "medline" => "PMID- 1\nTI  - ",
        "web-of-science" => "PT J\nTI ",
        "endnote" => "%0 Book\n%T ",
        "table" => "Title,Authors\n\"",
        "arxiv-atom" => "<feed><entry><title>",
        "arxiv-oai" => "<OAI-PMH><ListRecords><record><metadata>",
        "dblp-xml" => "<dblp><article key=\"a\"><title>",
        "crossref" => "{\"message\":{\"items\":[{\"title\":[\"",
        "openalex" => "{\"results\":[{\"title\":\"",
        name if name.ends_with("json") || name.contains("scholar") && !name.ends_with("profile") => "[{\"title\":\"",
        _ => "LGJun 24, 2023\nA title ",
    }
}

/// What a program printed, and the most memory it had, in kB, as far as it was seen.
fn run(command: &mut Command) -> (Output, u64) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let seen = std::fs::read_to_string(&status).unwrap_or_default();
        let line = seen.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most = most.max(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0));
        sleep(Duration::from_millis(2));
    }
    (child.wait_with_output().unwrap(), most)
}

#[test]
fn an_entry_without_end_takes_no_more_memory_than_is_allowed() {
    let catalog = TestCatalog::empty();
    for format in ListingFormat::value_variants() {
        let text = [beginning(*format).as_bytes(), &b"x y ".repeat(BYTES / 4)].concat();
        let file = catalog.write("endless.zst", zstd::encode_all(&text[..], 1).unwrap());
        let script = format!("ulimit -v {ADDRESSES}; exec \"$0\" --db \"$1\" import --format {} \"$2\"", format.name());
        let db = catalog.path(&format!("{}.db", format.name()));
        let mut command = Command::new("sh");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_paperdex")]).arg(db).arg(file);
        let (output, most) = run(&mut command);
        assert!(most < LIMIT, "{}: {most} kB", format.name());
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}: {:?}\n{told}", format.name(), output.status);
        assert!(!told.contains("memory"), "{}: {told}", format.name());
    }
}
