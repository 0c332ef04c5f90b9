//! What a line says beyond doubt, before anything is learned.

use super::shape;

/// The comma parts that are surely authors.
pub(super) fn names<'a>(
    core: &'a str,
    parts: &'a [(usize, usize)],
    more_authors: bool,
) -> impl Iterator<Item = &'a str> {
    // With "et al." exactly three authors are printed, and no title stands in the last two parts.
    let certain = more_authors && parts.len() >= 3;
    let texts = parts.iter().skip(1).rev().take(2).map(|&(start, end)| &core[start..end]);
    texts.take_while(move |part| certain || is_plain_name(part))
}

fn is_plain_name(part: &str) -> bool {
    let tokens = part.split(' ').count();
    (2..=4).contains(&tokens)
        && part.split(' ').all(|token| {
            let shape = shape::shape(token);
            !(shape.lower || shape.odd || shape.hump || shape.double_capital || shape::is_function_word(token))
        })
}

/// The title and the first author of a line that can be cut in a single way: a small letter
/// and then a capital, and no other capital inside a word of the parts that may hold the cut.
pub(super) fn cut<'a>(core: &'a str, parts: &[(usize, usize)], more_authors: bool) -> Option<(&'a str, &'a str)> {
    let earliest = parts.len().saturating_sub(3);
    let mut latest = parts.len().checked_sub(1)?;
    if more_authors && parts.len() >= 3 {
        latest = earliest;
    }
    let mut found = None;
    for &(start, end) in &parts[earliest..=latest] {
        let mut before = [' ', ' '];
        for (offset, letter) in core[start..end].char_indices() {
            let inside = before[1].is_alphanumeric() || !matches!(before[1], ' ' | '-' | '\'' | '’' | '(' | '.');
            if inside && letter.is_alphabetic() && !letter.is_lowercase() {
                let plain = before[0].is_lowercase() && before[1].is_lowercase() && letter.is_uppercase();
                if !plain || found.is_some() {
                    return None;
                }
                found = Some((start + offset, end));
            }
            before = [before[1], letter];
        }
    }
    let (cut, end) = found?;
    let name = &core[cut..end];
    let others = parts.iter().filter(|part| part.0 > cut);
    let plain = is_plain_name(name)
        && (latest == earliest || others.into_iter().all(|&(start, end)| is_plain_name(&core[start..end])));
    plain.then(|| (&core[..cut], name))
}

/// The part of the line that is title by any reading.
pub(super) fn title_start<'a>(core: &'a str, parts: &[(usize, usize)]) -> &'a str {
    let earliest = parts.len().saturating_sub(3);
    let Some(&(start, end)) = parts.get(earliest) else {
        return "";
    };
    let kept = core[start..end].rmatch_indices(' ').nth(super::candidates::MOST_NAME_WORDS).map_or(0, |(at, _)| at);
    core[..start + kept].trim_end()
}
