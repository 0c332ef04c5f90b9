//! Markup in texts that are not documents: `<i>E. coli</i>`, `H<sub>2</sub>O`, `&amp;`, JATS and MathML elements.

use std::borrow::Cow;

/// The text without tags and with its character references resolved. A mark that begins no tag stays: `p < 0.05`.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(['<', '&']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match (tag(rest), reference(rest)) {
            (Some((length, is_block)), _) => {
                if is_block {
                    out.push(' ');
                }
                length
            }
            (_, Some((length, letter))) => {
                out.push_str(&letter);
                length
            }
            _ => {
                out.push_str(&rest[..1]);
                1
            }
        };
        rest = &rest[length..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The length of the tag at the beginning of a text, and whether it parts words.
fn tag(text: &str) -> Option<(usize, bool)> {
    const INLINE: &[&str] = &[
        "i",
        "b",
        "u",
        "em",
        "strong",
        "sub",
        "sup",
        "sc",
        "scp",
        "tt",
        "span",
        "font",
        "a",
        "small",
        "italic",
        "bold",
        "monospace",
        "underline",
        "inline-formula",
        "tex-math",
        "alternatives",
        "xref",
        "ext-link",
        "named-content",
        "styled-content",
    ];
    const BLOCK: &[&str] = &[
        "p",
        "br",
        "div",
        "title",
        "sec",
        "list",
        "list-item",
        "disp-formula",
        "abstract",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
    ];
    let inner = text.strip_prefix('<').filter(|inner| begins_with(inner, '/'))?;
    let end = super::clean::beginning(inner, 300).find('>')?;
    let inside = inner[..end].trim_start_matches('/').trim_end_matches('/');
    let name = inside.split(char::is_whitespace).next()?.to_ascii_lowercase();
    let local = name.rsplit(':').next()?;
    let is_math = name.starts_with("mml:") || name == "math";
    let is_block = BLOCK.contains(&local);
    (is_math || is_block || INLINE.contains(&local)).then_some((end + 2, is_block))
}

/// Whether a text begins with a letter of ASCII or with a mark: nothing is looked for behind what begins otherwise.
fn begins_with(text: &str, mark: char) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == mark)
}

/// The character reference at the beginning of a text: its length and what it stands for.
fn reference(text: &str) -> Option<(usize, String)> {
    let inner = text.strip_prefix('&').filter(|inner| begins_with(inner, '#'))?;
    let end = super::clean::beginning(inner, 12).find(';')?;
    let name = &inner[..end];
    let letter = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?.to_string()
        }
        None => quick_xml::escape::resolve_html5_entity(name)?.to_owned(),
    };
    Some((end + 2, letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_references_are_resolved() {
        let cases = [
            ("<i>E. coli</i> in H<sub>2</sub>O", "E. coli in H2O"),
            ("R&amp;D &#8211; M&uuml;ller &#x41;", "R&D – Müller A"),
            ("p < 0.05 & q > 1", "p < 0.05 & q > 1"),
            ("a<br/>b", "a b"),
            ("<jats:p>One.</jats:p><jats:p>Two.</jats:p>", " One.  Two. "),
            ("<span class=\"nocase\">RNA</span>", "RNA"),
            ("List<T> and &nosuch;", "List<T> and &nosuch;"),
            ("<", "<"),
        ];
        for (text, expected) in cases {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
