//! Web addresses in running text.

use std::collections::HashSet;

use super::limits::MAX_LISTED;
use crate::record::{Link, LinkKind, StatedBy};

/// Hosts made for code and models. Their user pages (`github.io`) are ordinary project pages.
const CODE_HOSTS: &[&str] = &["github.com", "gitlab.com", "huggingface.co", "hf.co", "bitbucket.org", "zenodo.org"];

/// The web addresses in a text, each once, in order: those with `http://` or `https://`, and those without it
/// that begin with a code host (`github.com/…`), which get `https://`.
///
/// Full stops, commas and closing marks after an address are not part of it, nor is a bracket that the address
/// did not open. TeX escapes (`\_`, `\%`, `\~`) are undone.
pub(super) fn links(text: &str, stated_by: StatedBy) -> Vec<Link> {
    let mut found: Vec<Link> = Vec::new();
    let mut seen = HashSet::new();
    let mut rest = text;
    while let Some((start, with_scheme)) = next_start(rest) {
        // More than are taken: the entry is rejected for them.
        if found.len() > MAX_LISTED {
            break;
        }
        let (address, length) = address(&rest[start..]);
        rest = &rest[start + length..];
        let url = if with_scheme { address } else { format!("https://{address}") };
        let Some(kind) = kind(&url) else { continue };
        if seen.insert(url.clone()) {
            found.push(Link { url, kind, stated_by });
        }
    }
    found
}

/// Where the next address begins, and whether it has its scheme. Every address has a slash after its scheme or host,
/// and slashes are rare in text.
fn next_start(text: &str) -> Option<(usize, bool)> {
    text.match_indices('/').find_map(|(slash, _)| {
        let before = &text[..slash];
        let is_scheme = text[slash..].starts_with("//");
        let scheme = ["http:", "https:"].iter().filter(|_| is_scheme).find_map(|scheme| start_of(before, scheme));
        let host = || CODE_HOSTS.iter().find_map(|host| start_of(before, host).filter(|&at| is_word_start(text, at)));
        scheme.map(|start| (start, true)).or_else(|| host().map(|start| (start, false)))
    })
}

/// Where `ending` begins if the text ends with it, in any case.
fn start_of(text: &str, ending: &str) -> Option<usize> {
    let start = text.len().checked_sub(ending.len())?;
    text.get(start..).filter(|end| end.eq_ignore_ascii_case(ending)).map(|_| start)
}

fn is_word_start(text: &str, at: usize) -> bool {
    !text[..at]
        .ends_with(|letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_' | '@' | '/'))
}

/// The address at the start of `text`, cleaned, and how many bytes of the text it takes.
fn address(text: &str) -> (String, usize) {
    let mut end = text.len();
    let mut previous = '\0';
    for (at, letter) in text.char_indices() {
        let another_begins = at > 0 && (text[at..].starts_with("http://") || text[at..].starts_with("https://"));
        let escape = letter == '\\' && text[at + 1..].starts_with(['_', '%', '#', '&', '~']);
        // An address inside an address (an archive's, say) follows a slash or a parameter's "=".
        if !escape && ends_address(letter) || another_begins && !matches!(previous, '/' | '=') {
            end = at;
            break;
        }
        previous = letter;
    }
    let mut address = text[..end].replace('\\', "");
    let end_of_address = without_trailing_marks(&address).len();
    address.truncate(end_of_address);
    (address, end)
}

/// The address without the marks of the sentence around it: one pass from the end, so that no text makes it slow.
fn without_trailing_marks(address: &str) -> &str {
    let count = |mark: char| address.matches(mark).count();
    let (mut round, mut square) = (count(')').saturating_sub(count('(')), count(']').saturating_sub(count('[')));
    address.trim_end_matches(|last: char| match last {
        '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '(' | '[' => true,
        ')' if round > 0 => {
            round -= 1;
            true
        }
        ']' if square > 0 => {
            square -= 1;
            true
        }
        _ => false,
    })
}

fn ends_address(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`' | '$')
        || matches!(letter, '“' | '”' | '‘' | '’' | '，' | '。' | '、' | '；' | '）' | '】')
}

/// What an address leads to; `None` when it names no host at all.
pub(super) fn kind(url: &str) -> Option<LinkKind> {
    let after_scheme = url.split_once("://")?.1;
    let host = after_scheme.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    if !host.contains('.') || host.starts_with('.') || host.ends_with('.') {
        return None;
    }
    let is_under =
        |code_host: &str| host.strip_suffix(code_host).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'));
    // Many institutes run a GitLab of their own.
    let is_code = CODE_HOSTS.iter().any(|code_host| is_under(code_host)) || host.starts_with("gitlab.");
    Some(if is_code { LinkKind::Code } else { LinkKind::Project })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        let cases = [
            ("Code: https://github.com/a/b.", "https://github.com/a/b", LinkKind::Code),
            ("(see https://github.com/a/b).", "https://github.com/a/b", LinkKind::Code),
            (
                "at https://en.wikipedia.org/wiki/Graph_(x), too",
                "https://en.wikipedia.org/wiki/Graph_(x)",
                LinkKind::Project,
            ),
            (r"\url{https://gitlab.com/a/b\_c}.", "https://gitlab.com/a/b_c", LinkKind::Code),
            (r"\href{http://x.org/a}{here}", "http://x.org/a", LinkKind::Project),
            ("released at github.com/a/b!", "https://github.com/a/b", LinkKind::Code),
            ("https://gitlab.inria.fr/a/b", "https://gitlab.inria.fr/a/b", LinkKind::Code),
            ("https://a.github.io/b/", "https://a.github.io/b/", LinkKind::Project),
            ("https://huggingface.co/a/b, and", "https://huggingface.co/a/b", LinkKind::Code),
            ("HTTPS://Bitbucket.org/a/b;", "HTTPS://Bitbucket.org/a/b", LinkKind::Code),
            ("“https://zenodo.org/record/1”", "https://zenodo.org/record/1", LinkKind::Code),
            ("https://lastexam.ai.", "https://lastexam.ai", LinkKind::Project),
            (
                "https://web.archive.org/web/2020/https://x.org/a",
                "https://web.archive.org/web/2020/https://x.org/a",
                LinkKind::Project,
            ),
        ];
        for (text, url, kind) in cases {
            let expected = Link { url: url.into(), kind, stated_by: StatedBy::Abstract };
            assert_eq!(links(text, StatedBy::Abstract), [expected], "{text}");
        }
    }

    #[test]
    fn every_address_is_found_once_and_other_text_is_none() {
        let text =
            "https://a.org/x https://a.org/x and http://b.orghttps://c.org/y; mail me@github.com/x http:// é https://.";
        let urls: Vec<_> = links(text, StatedBy::Abstract).into_iter().map(|link| link.url).collect();
        assert_eq!(urls, ["https://a.org/x", "http://b.org", "https://c.org/y"]);
    }
}
