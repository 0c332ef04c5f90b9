//! No file takes more memory than 256 MB, whatever is in it and however small it is packed (Linux).

use clap::ValueEnum;
use paperdex::import::ListingFormat;

use crate::bombs::{measured, within};
use crate::common::TestCatalog;

/// How long the endless entry is: several times as long as what is held of one.
const BYTES: usize = 48 * 1024 * 1024;

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

#[test]
fn an_entry_without_end_takes_no_more_memory_than_is_allowed() {
    let catalog = TestCatalog::empty();
    for format in ListingFormat::value_variants() {
        let text = [beginning(*format).as_bytes(), &b"x y ".repeat(BYTES / 4)].concat();
        let file = catalog.write("endless.zst", zstd::encode_all(&text[..], 1).unwrap());
        let db = catalog.path(&format!("{}.db", format.name()));
        let options = ["--db".as_ref(), db.as_os_str(), "import".as_ref(), "--format".as_ref(), format.name().as_ref()];
        let output = measured(format.name(), within(&catalog, options).arg(file));
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!told.contains("memory"), "{}: {told}", format.name());
    }
}
