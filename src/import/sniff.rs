//! What a file that is no listing looks like, so that the error can say it.

/// Says what the beginning of a file looks like. Sources of the signatures: the formats' own definitions.
pub(super) fn looks_like(beginning: &[u8]) -> &'static str {
    by_signature(beginning).unwrap_or_else(|| match std::str::from_utf8(whole_letters(beginning)) {
        Ok(text) => by_text(text.trim_start()),
        Err(_) if beginning.contains(&0) => "binary data",
        Err(_) => by_text(String::from_utf8_lossy(beginning).trim_start()),
    })
}

fn by_signature(beginning: &[u8]) -> Option<&'static str> {
    const SIGNATURES: &[(&[u8], &str)] = &[
        (b"%PDF", "a PDF document"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"PK\x03\x04", "a ZIP archive or an office document"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        // One that was packed once or twice has been unpacked.
        (b"\x1f\x8b", "a gzip file in several others"),
        (b"\x28\xb5\x2f\xfd", "a zstd file in several others"),
    ];
    SIGNATURES.iter().find(|(signature, _)| beginning.starts_with(signature)).map(|(_, name)| *name)
}

fn by_text(text: &str) -> &'static str {
    let lower = super::clean::beginning(text, 512).to_lowercase();
    let first_line = lower.lines().next().unwrap_or_default();
    if text.contains('\0') {
        "binary data"
    } else if lower.starts_with("<!doctype html") || lower.starts_with("<html") {
        "an HTML page (copy its text, or save it as text)"
    } else if lower.starts_with('<') {
        "XML of another kind"
    } else if lower.starts_with('{') || lower.starts_with('[') {
        "JSON of another kind"
    } else if first_line.matches('\t').count() >= 2 {
        "a table with tabs (TSV) whose columns are not known"
    } else if first_line.matches(';').count() >= 2 && !first_line.contains(". ") {
        "a table with semicolons (CSV) whose columns are not known"
    } else if first_line.matches(',').count() >= 2 && !first_line.contains(". ") {
        "a table with commas (CSV) whose columns are not known"
    } else {
        "plain text"
    }
}

/// The bytes up to the last whole letter: the sniffed part may end inside one.
fn whole_letters(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => &bytes[..error.valid_up_to()],
        _ => bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_known_kinds_of_files_are_named() {
        let cases: &[(&[u8], &str)] = &[
            (b"%PDF-1.7", "a PDF document"),
            (b"{\"title\": 1}", "JSON of another kind"),
            (b"<?xml version='1.0'?>", "XML of another kind"),
            (b"<!DOCTYPE html>", "an HTML page (copy its text, or save it as text)"),
            (b"title,authors,year\nA,B,2020", "a table with commas (CSV) whose columns are not known"),
            (b"title\tauthors\tyear", "a table with tabs (TSV) whose columns are not known"),
            (b"Dear all, here is, as promised, the minutes. Best", "plain text"),
            (b"a\0b", "binary data"),
            (b"me@example.org wrote", "plain text"),
        ];
        for (beginning, kind) in cases {
            assert_eq!(looks_like(beginning), *kind, "{}", String::from_utf8_lossy(beginning));
        }
    }
}
