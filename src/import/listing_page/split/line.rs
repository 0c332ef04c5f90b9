//! The fixed parts of a title line: affiliation slugs, the `et al.` mark and the comma parts.

/// A title line with its end read off.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// The line without its slugs.
    pub(super) body: &'a str,
    /// Title and authors, still run together: the body without its mark.
    pub(super) core: &'a str,
    /// Whether the line marks that more authors are hidden.
    pub(super) more_authors: bool,
    /// The slugs as printed; empty when the page prints none.
    pub(super) slugs: Vec<&'a str>,
}

/// Reads the slugs and the `et al.` mark off the end of the line.
pub(super) fn read(line: &str) -> Line<'_> {
    let line = line.trim();
    let (body, slugs) = read_slugs(line);
    let (core, more_authors) = read_more_mark(body);
    Line { body, core, more_authors, slugs }
}

fn read_slugs(line: &str) -> (&str, Vec<&str>) {
    let Some((body, tail)) = line.rsplit_once('·') else {
        return (line, Vec::new());
    };
    let slugs: Vec<&str> = tail.split(',').map(str::trim).collect();
    // A dot inside a title is followed by ordinary words, which are not slugs.
    if slugs.iter().all(|slug| is_slug(slug)) && tail.starts_with(' ') && !body.trim().is_empty() {
        (body.trim_end(), slugs)
    } else {
        (line, Vec::new())
    }
}

fn is_slug(text: &str) -> bool {
    let starts_well = text.starts_with(|letter: char| letter.is_lowercase() || letter.is_ascii_digit());
    starts_well
        && text.chars().all(|letter| letter.is_lowercase() || letter.is_ascii_digit() || "-.&_'+()".contains(letter))
}

fn read_more_mark(body: &str) -> (&str, bool) {
    for mark in ["et al.", "et al", "et. al."] {
        if let Some(core) = body.strip_suffix(mark) {
            return (core.trim_end().trim_end_matches(',').trim_end(), true);
        }
    }
    (body, false)
}

/// The byte ranges of the comma parts of the core.
///
/// `Jr.` and the like after a comma belong to the name before them.
pub(super) fn comma_parts(core: &str) -> Vec<(usize, usize)> {
    let mut parts: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    for piece in core.split(", ") {
        let end = start + piece.len();
        match parts.last_mut() {
            Some(last) if is_generation(piece) => last.1 = end,
            _ => parts.push((start, end)),
        }
        start = end + 2;
    }
    parts
}

fn is_generation(piece: &str) -> bool {
    matches!(piece, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III" | "IV")
}
