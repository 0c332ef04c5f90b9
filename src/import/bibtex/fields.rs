//! The fields of one entry: names and values as written, with `@string` names put in.

use std::collections::HashMap;

/// The text that `@string` names stand for, by name in lower case.
pub(super) type Strings = HashMap<String, String>;

/// An entry taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RawEntry {
    /// `article`, in lower case.
    pub(super) kind: String,
    /// What it is cited by; empty where it has none.
    pub(super) key: String,
    /// Names in lower case with their values as written; of a name that stands twice, the first.
    pub(super) fields: Vec<(String, String)>,
    /// What was overlooked in reading it.
    pub(super) notes: Vec<String>,
    /// How much of its text names stand for, in bytes.
    pub(super) named_bytes: usize,
}

impl RawEntry {
    /// A field's value; empty where it is not stated.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
    }

    /// Adds a field unless its name is there.
    pub(super) fn add(&mut self, name: String, value: String) {
        if self.fields.iter().all(|(known, _)| *known != name) {
            self.fields.push((name, value));
        }
    }
}

/// The word after the `@`, in lower case, and what stands between the outer braces.
pub(super) fn head_and_body(text: &str) -> (String, &str) {
    let rest = text.trim_start_matches('@');
    let at = rest.find(['{', '(']).unwrap_or(rest.len());
    let body = rest.get(at + 1..).unwrap_or_default();
    (rest[..at].trim().to_ascii_lowercase(), body.strip_suffix(['}', ')']).unwrap_or(body))
}

/// Reads the body of an entry, in which names may stand for so many bytes. Fails with a sentence where a value has no end.
pub(super) fn entry(kind: String, body: &str, strings: &Strings, room: usize) -> Result<RawEntry, String> {
    let mut entry = RawEntry { kind, ..RawEntry::default() };
    let mut rest = body;
    let end_of_key = body.find([',', '=', '"', '{']).unwrap_or(body.len());
    // `@article{title = {…}` has no key.
    if !body[end_of_key..].starts_with(['=', '"', '{']) {
        body[..end_of_key].trim().clone_into(&mut entry.key);
        rest = &body[end_of_key..];
    }
    let room = room.min(MAX_NAMED_BYTES);
    let mut cursor = Cursor { rest, strings, room };
    let mut count = 0;
    while let Some(word) = cursor.field_name() {
        count += 1;
        if count > MAX_FIELDS {
            return Err(format!("it has more than {MAX_FIELDS} fields"));
        }
        if !cursor.skip('=') {
            if !cursor.is_at_value() {
                entry.notes.push(format!("\"{}\" stands in it without a value", shown(word)));
                continue;
            }
            entry.notes.push(format!("an equals sign is missing after its field {}", shown(word)));
        }
        let name = word.to_ascii_lowercase();
        let value = cursor.value().map_err(|reason| format!("the value of its field {} {reason}", shown(word)))?;
        if entry.fields.iter().any(|(known, earlier)| *known == name && *earlier != value) {
            entry.notes.push(format!("its field {} stands twice; the first is taken", shown(word)));
        }
        entry.add(name, value);
        if !cursor.is_at_end() && !cursor.skip(',') {
            entry.notes.push(format!("a comma is missing after its field {}", shown(word)));
        }
    }
    entry.named_bytes = room - cursor.room;
    Ok(entry)
}

/// Reads the body of a `@string`: its name in lower case, and the text.
pub(super) fn string(body: &str, strings: &Strings) -> Option<(String, String)> {
    let mut cursor = Cursor { rest: body, strings, room: MAX_NAMED_BYTES };
    let name = cursor.field_name()?.to_ascii_lowercase();
    cursor.skip('=').then_some(())?;
    Some((name, cursor.value().ok()?))
}

fn shown(word: &str) -> &str {
    crate::import::clean::beginning(word, 40)
}

/// How many fields an entry may have: programs write some dozens.
const MAX_FIELDS: usize = 1_000;

/// How much text the names in one entry may stand for: names may stand for names, each twice.
const MAX_NAMED_BYTES: usize = 4 * 1024 * 1024;

/// A place in the body of an entry.
struct Cursor<'a> {
    rest: &'a str,
    strings: &'a Strings,
    /// How much more text names may stand for.
    room: usize,
}

impl<'a> Cursor<'a> {
    fn is_at_end(&self) -> bool {
        self.rest.trim_start().is_empty()
    }

    /// Whether a value in braces or quotes comes next.
    fn is_at_value(&self) -> bool {
        self.rest.trim_start().starts_with(['{', '"'])
    }

    fn skip(&mut self, mark: char) -> bool {
        self.rest = self.rest.trim_start();
        self.rest.strip_prefix(mark).map(|rest| self.rest = rest).is_some()
    }

    /// The next word before a `=`; commas and stray marks before it are passed.
    fn field_name(&mut self) -> Option<&'a str> {
        let is_mark =
            |letter: char| letter.is_whitespace() || matches!(letter, ',' | '}' | '{' | '"' | '#' | ')' | '=');
        loop {
            self.rest = self.rest.trim_start_matches(is_mark);
            // A comment to the end of the line, as some programs write.
            if self.rest.starts_with('%') {
                self.rest = self.rest.split_once('\n').map_or("", |(_, rest)| rest);
                continue;
            }
            break;
        }
        let length = self.rest.find(is_mark).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(length);
        self.rest = rest;
        Some(name).filter(|name| !name.is_empty())
    }

    /// One value or several with `#` between, joined.
    fn value(&mut self) -> Result<String, &'static str> {
        let mut value = String::new();
        loop {
            self.rest = self.rest.trim_start();
            match self.rest.chars().next() {
                Some('{') => value.push_str(self.braced()?),
                Some('"') => value.push_str(self.quoted()?),
                Some(_) => self.bare(&mut value)?,
                None => {}
            }
            if !self.skip('#') {
                return Ok(value);
            }
        }
    }

    fn braced(&mut self) -> Result<&'a str, &'static str> {
        let mut depth = 0_usize;
        for (at, byte) in self.rest.bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                let inner = &self.rest[1..at];
                self.rest = &self.rest[at + 1..];
                return Ok(inner);
            }
        }
        Err("has no closing brace")
    }

    /// A text in quotes; within braces quotes are ordinary marks.
    fn quoted(&mut self) -> Result<&'a str, &'static str> {
        let mut depth = 0_usize;
        for (at, byte) in self.rest.bytes().enumerate().skip(1) {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                b'"' if depth == 0 && self.ends_quote(at) => {
                    let inner = &self.rest[1..at];
                    self.rest = &self.rest[at + 1..];
                    return Ok(inner);
                }
                _ => {}
            }
        }
        Err("has no closing quote")
    }

    /// Whether the quote at a place ends a value: `\"` of an accent without braces does not where a letter follows.
    fn ends_quote(&self, at: usize) -> bool {
        let is_escaped = self.rest[..at].ends_with('\\') && !self.rest[..at].ends_with("\\\\");
        !is_escaped
            || self.rest[at + 1..].trim_start().starts_with([',', '#', '}'])
            || self.rest[at + 1..].trim_start().is_empty()
    }

    /// A number, or a name that stands for a text. One that stands for none is its own text, as `jan` is.
    fn bare(&mut self, value: &mut String) -> Result<(), &'static str> {
        let ends = |letter: char| letter.is_whitespace() || matches!(letter, ',' | '#' | '}' | '{' | '"');
        let length = self.rest.find(ends).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        match self.strings.get(&word.to_ascii_lowercase()) {
            Some(text) => {
                self.room = self.room.checked_sub(text.len()).ok_or("names more text than an entry may have")?;
                value.push_str(text);
            }
            None => value.push_str(word),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<RawEntry, String> {
        let strings = Strings::from([("icml".to_owned(), "Proc. of ICML".to_owned())]);
        let (kind, body) = head_and_body(text);
        entry(kind, body, &strings, MAX_NAMED_BYTES)
    }

    fn fields(text: &str) -> Vec<String> {
        let entry = read(text).unwrap();
        entry.fields.into_iter().map(|(name, value)| format!("{name}={value}")).collect()
    }

    #[test]
    fn values_of_every_form_are_read() {
        let cases: &[(&str, &[&str])] = &[
            ("@a{k, title = {The {B}ook}, year = 2020}", &["title=The {B}ook", "year=2020"]),
            ("@a{k, t = \"a {and \"b\" c} d\"}", &["t=a {and \"b\" c} d"]),
            ("@a{k, b = icml # { } # \"2020\", m = jan}", &["b=Proc. of ICML 2020", "m=jan"]),
            ("@a{k, pages = 10--20,, T={x},}", &["pages=10--20", "t=x"]),
            ("@a{title = {x}}", &["title=x"]),
            ("@a{k, t = {x} y = {z}}", &["t=x", "y=z"]),
            ("@a{k, t = \"M\\\"uller\", y = 1}", &["t=M\\\"uller", "y=1"]),
            ("@a(k, t = {x})", &["t=x"]),
            ("@a{k, t = {x}, t = {y}}", &["t=x"]),
            ("@a{k, % note\n t = {x}}", &["t=x"]),
            ("@a{k, y {2018}, t \"x\"}", &["y=2018", "t=x"]),
            ("@a{k, t = , y = 2}", &["t=", "y=2"]),
        ];
        for (text, expected) in cases {
            assert_eq!(fields(text), *expected, "{text}");
        }
        assert_eq!(read("@a{k, t = \"x}").unwrap_err(), "the value of its field t has no closing quote");
    }

    #[test]
    fn an_entry_may_have_no_key() {
        assert_eq!(read("@a{title = {x}}").unwrap().key, "");
        assert_eq!(read("@a{, title = {x}}").unwrap().key, "");
        assert_eq!(read("@a{DBLP:conf/x, title = {x}}").unwrap().key, "DBLP:conf/x");
        assert_eq!(read("@a{k}").unwrap().key, "k");
    }
}
