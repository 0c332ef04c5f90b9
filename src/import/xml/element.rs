//! One element as a small tree: the entries of these formats are short.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use crate::import::clean::beginning;

/// How deep elements may stand within each other.
const MAX_DEPTH: usize = 64;

/// Elements that only say how text looks; their text is that of the element around them. Source: dblp.dtd.
const INLINE: &[&str] = &["i", "b", "u", "sub", "sup", "tt", "ref", "em"];

/// An element with its children. Names are without prefix.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    name: Name,
    attributes: Vec<(Name, String)>,
    /// Its own text and that of the inline elements in it.
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

/// A name, held in place: millions of entries repeat the same few.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Name {
    bytes: [u8; Self::ROOM],
    length: u8,
}

impl Name {
    const ROOM: usize = 23;

    fn of(name: &str) -> Self {
        let name = beginning(name, Self::ROOM);
        let mut bytes = [0; Self::ROOM];
        bytes[..name.len()].copy_from_slice(name.as_bytes());
        Self { bytes, length: u8::try_from(name.len()).expect("it is as short as its room") }
    }

    fn is(&self, name: &str) -> bool {
        self.bytes[..usize::from(self.length)] == *name.as_bytes()
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..usize::from(self.length)]).expect("it was cut between letters")
    }
}

impl Element {
    /// Reads an element but for the children in `unread`. Named and numeric references are resolved; one that is not known
    /// stays as printed.
    ///
    /// Fails with a sentence where the text is not sound XML.
    pub(super) fn parse(text: &str, unread: &[&str]) -> Result<Self, String> {
        let wrong = |error: quick_xml::Error| format!("it is no sound XML: {error}");
        let mut reader = Reader::from_str(text);
        let mut open: Vec<Self> = vec![Self::default()];
        loop {
            match reader.read_event().map_err(wrong)? {
                Event::Start(tag) if open.len() == 2 && unread.contains(&tag.local_name().as_ref()) => {
                    reader.read_to_end(tag.name()).map_err(wrong)?;
                }
                Event::Start(tag) => {
                    if open.len() > MAX_DEPTH {
                        return Err(format!("its elements stand more than {MAX_DEPTH} deep within each other"));
                    }
                    let children = Vec::with_capacity(if open.len() == 1 { 16 } else { 0 });
                    open.push(Self { children, ..Self::of(&tag)? });
                }
                Event::Empty(tag) => {
                    let element = Self::of(&tag)?;
                    top(&mut open).children.push(element);
                }
                Event::End(_) => {
                    if let Some(element) = open.pop() {
                        top(&mut open).take(element);
                    }
                }
                Event::Text(text) => {
                    let (element, text) = (top(&mut open), text.xml10_content());
                    // Line ends between elements say nothing.
                    if text != "\n" || !element.text.is_empty() {
                        element.text.reserve(text.len().max(24));
                        element.text.push_str(&text);
                    }
                }
                Event::CData(text) => top(&mut open).text.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => add_resolved(&reference, &mut top(&mut open).text),
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
        match (open.len(), top(&mut open).children.pop()) {
            (1, Some(element)) => Ok(element),
            _ => Err("it is no sound XML: an element in it is not closed".into()),
        }
    }

    fn of(tag: &BytesStart<'_>) -> Result<Self, String> {
        let mut element = Self { name: Name::of(tag.local_name().as_ref()), ..Self::default() };
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| format!("it is no sound XML: {error}"))?;
            // DBLP's days of change stand on every record and are not asked for.
            if matches!(attribute.key.as_ref(), "mdate" | "cdate") {
                continue;
            }
            let value = attribute.normalized_value_with(XmlVersion::Implicit1_0, 1, resolve_html5_entity);
            let value =
                value.map(std::borrow::Cow::into_owned).unwrap_or_else(|_| attribute.value.clone().into_owned());
            element.attributes.push((Name::of(attribute.key.local_name().as_ref()), value));
        }
        Ok(element)
    }

    fn take(&mut self, child: Self) {
        if INLINE.iter().any(|name| child.name.is(name)) {
            self.text.push_str(&child.text);
        } else {
            self.children.push(child);
        }
    }

    /// Its name; of a longer one than any that is known, the beginning.
    pub(super) fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The value of an attribute; empty where it is not stated.
    pub(super) fn attribute(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key.is(name)).map_or("", |(_, value)| value.as_str())
    }

    /// The children with a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name.is(name))
    }

    /// The text of the first child with a name; empty where there is none.
    pub(super) fn text_of(&self, name: &str) -> &str {
        self.children.iter().find(|child| child.name.is(name)).map_or("", |child| child.text.as_str())
    }
}

/// The element that is open; the first stands for the text around it.
fn top(open: &mut [Element]) -> &mut Element {
    open.last_mut().expect("the first is never closed: an end tag without a start is an error of the reader")
}

fn add_resolved(reference: &BytesRef<'_>, text: &mut String) {
    if let Ok(Some(letter)) = reference.resolve_char_ref() {
        text.push(letter);
        return;
    }
    let name = reference.xml10_content();
    match resolve_html5_entity(&name) {
        Some(letters) => text.push_str(letters),
        None => text.extend(["&", &name, ";"]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_attributes_and_references_are_read() {
        let element = Element::parse(
            "<e k='1&amp;2'><no>x<b>y</b></no><t>H<sub>2</sub>O &#8211; M&uuml;ller <![CDATA[a<b]]> &nosuch;</t><p:n/><n x=\"y\">z</n></e>",
            &["no"],
        );
        let element = element.unwrap();
        assert_eq!((element.attribute("k"), element.text_of("no")), ("1&2", ""));
        assert_eq!(element.text_of("t"), "H2O – Müller a<b &nosuch;");
        assert_eq!(element.all("n").map(|child| child.text.as_str()).collect::<Vec<_>>(), ["", "z"]);
    }

    #[test]
    fn unsound_elements_are_told() {
        let deep = format!("{}{}", "<a>".repeat(100), "</a>".repeat(100));
        for text in ["<e><t>x</e>", "<e><t>", "<e></e", &deep, ""] {
            assert!(Element::parse(text, &[]).is_err(), "{text}");
        }
    }
}
