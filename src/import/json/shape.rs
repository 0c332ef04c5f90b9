//! What a JSON text looks like at its beginning: the keys of its first object, by which its kind is recognised.

/// The keys of the first entry's outermost level, with the first mark of each value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::import) struct Shape {
    keys: Vec<(String, char)>,
}

/// The keys under which answers of web services keep their entries.
const WRAPPERS: &[&str] = &["results", "items", "message", "notes", "data"];

impl Shape {
    /// The shape of the first entry; `None` where the text is no JSON of objects.
    pub(in crate::import) fn of(beginning: &str) -> Option<Self> {
        let mut cursor = Cursor { text: beginning.trim_start() };
        while cursor.skip('[') {}
        if !cursor.skip('{') {
            return None;
        }
        let mut shape = Self::default();
        // What is recognised shows at once; the rest of a long object need not be looked at.
        while let Some((key, value)) = cursor.next_key() {
            let is_around = WRAPPERS.contains(&key.as_str()) && (value == '[') != (key == "message");
            if is_around && let Some(inner) = Self::of(cursor.text).filter(|inner| !inner.keys.is_empty()) {
                return Some(inner);
            }
            shape.keys.push((key, value));
            if cursor.skip_value().is_none() {
                break;
            }
        }
        Some(shape)
    }

    /// Whether the entry has a key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.first_mark(key).is_some()
    }

    /// The first mark of a key's value: `"`, `[`, `{`, a digit or a letter.
    pub(super) fn first_mark(&self, key: &str) -> Option<char> {
        self.keys.iter().find(|(name, _)| name == key).map(|(_, mark)| *mark)
    }
}

/// Whether the first line is one whole object that is an entry and not an answer, with nothing or another beginning
/// after it.
pub(super) fn is_one_a_line(beginning: &[u8], wrappers: &[&str]) -> bool {
    let start = beginning.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(0);
    let rest = &beginning[start..];
    let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    let (line, after) = (rest[..length].trim_ascii(), rest[length..].trim_ascii_start());
    if line.first() != Some(&b'{') || !after.is_empty() && after.first() != Some(&b'{') {
        return false;
    }
    let text = String::from_utf8_lossy(line);
    if has_wrapper(&text, wrappers) {
        return false;
    }
    let is_whole = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    if text.strip_suffix(',').is_some_and(is_whole) {
        return false;
    }
    // A first line that is broken is one bad entry among lines if others follow, or if it is longer than what is seen.
    let is_cut = length == rest.len() && beginning.len() >= 4096;
    is_whole(&text) || is_cut || after.first() == Some(&b'{') && line.len() > 1
}

/// Whether one of the outermost keys of an object that may be cut holds entries.
fn has_wrapper(object: &str, wrappers: &[&str]) -> bool {
    let mut cursor = Cursor { text: object };
    cursor.skip('{');
    while let Some((key, value)) = cursor.next_key() {
        if wrappers.contains(&key.as_str()) && (value == '[') != (key == "message") {
            return true;
        }
        if cursor.skip_value().is_none() {
            break;
        }
    }
    false
}

/// A place in a JSON text that may end anywhere.
struct Cursor<'a> {
    text: &'a str,
}

impl Cursor<'_> {
    fn skip(&mut self, mark: char) -> bool {
        self.text = self.text.trim_start();
        match self.text.strip_prefix(mark) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }

    /// The next key of the object and the first mark of its value, at which the cursor then is.
    fn next_key(&mut self) -> Option<(String, char)> {
        self.skip(',');
        let end = self.string()?;
        let key = self.text[1..end].to_owned();
        self.text = &self.text[end + 1..];
        self.skip(':').then_some(())?;
        self.text = self.text.trim_start();
        Some((key, self.text.chars().next()?))
    }

    /// Where the string at the cursor ends: its closing quote.
    fn string(&mut self) -> Option<usize> {
        self.text = self.text.trim_start();
        self.text.strip_prefix('"')?;
        let mut is_escaped = false;
        self.text.bytes().enumerate().skip(1).find_map(|(at, byte)| {
            let ends = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            ends.then_some(at)
        })
    }

    /// Passes the value at the cursor; `None` where the text ends before it.
    fn skip_value(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            self.text = self.text.trim_start();
            match self.text.chars().next()? {
                '"' => {
                    let end = self.string()?;
                    self.text = &self.text[end + 1..];
                }
                '{' | '[' => {
                    depth += 1;
                    self.text = &self.text[1..];
                    continue;
                }
                '}' | ']' if depth == 0 => return None,
                '}' | ']' => {
                    depth -= 1;
                    self.text = &self.text[1..];
                }
                ',' | ':' if depth > 0 => {
                    self.text = &self.text[1..];
                    continue;
                }
                _ => {
                    let end = self.text.find([',', '}', ']', ':'])?;
                    self.text = &self.text[end..];
                    if self.text.starts_with(':') {
                        return None;
                    }
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> Vec<String> {
        let shape = Shape::of(text).unwrap_or_default();
        shape.keys.into_iter().map(|(key, mark)| format!("{key}{mark}")).collect()
    }

    #[test]
    fn the_keys_of_the_first_entry_are_seen_wherever_it_stands() {
        let cases: &[(&str, &[&str])] = &[
            (r#"{"a": 1, "b": ["x", {"c": 2}], "d": "e"}"#, &["a1", "b[", "d\""]),
            (r#"[ {"a\"b": null, "c": {"#, &["a\\\"bn", "c{"]),
            (r#"{"meta": {"count": 3}, "results": [{"id": "W1"}]}"#, &["id\""]),
            (r#"{"status": "ok", "message": {"items": [{"DOI": "x"}]}}"#, &["DOI\""]),
            (r#"{"status": "ok", "message": {"DOI": "x"}}"#, &["DOI\""]),
            ("plain", &[]),
            ("[1, 2]", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(keys(text), *expected, "{text}");
        }
    }

    #[test]
    fn lines_are_told_from_nested_texts() {
        let cases: &[(&str, bool)] = &[
            ("{\"a\":1}\n{\"a\":2}\n", true),
            ("{\"a\":1}", true),
            ("{\"a\":\n{\"a\":2}\n", true),
            ("{\n\"a\":1}", false),
            ("[{\"a\":1}]", false),
            ("{\"results\":[{\"a\":1}]}", false),
            ("{\"a\":1},\n{\"a\":2}", false),
        ];
        for (text, expected) in cases {
            assert_eq!(is_one_a_line(text.as_bytes(), &["results"]), *expected, "{text}");
        }
    }
}
