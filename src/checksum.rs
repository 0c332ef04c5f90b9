//! Checksums of what rows say, which find what SQLite's own checks cannot: a byte that changed within a text and left the
//! file's structure whole.

use xxhash_rust::xxh3::xxh3_64;

use crate::record::PaperRecord;

/// The checksum of a paper whose lists are in order ([`crate::identity::merging::normalize`]), and of its title's key.
pub fn of_paper(paper: &PaperRecord, title_key: &str) -> i64 {
    let mut values = Values(Vec::with_capacity(2048));
    values.text(&paper.title);
    values.text(title_key);
    match &paper.abstract_text {
        Some(text) => values.text(text),
        None => values.nothing(),
    }
    match paper.published_on {
        Some(date) => values.text(&date.to_string()),
        None => values.nothing(),
    }
    values.number(i64::from(paper.authors_complete));
    values.number(paper.code_stated.map_or(-1, i64::from));
    values.list(&paper.authors, |values, author| {
        values.text(&author.name_as_printed);
        values.number(i64::from(author.position_stated));
    });
    values.list(&paper.categories, |values, code| values.text(code));
    values.list(&paper.keywords, |values, keyword| values.text(keyword));
    values.list(&paper.identifiers, |values, identifier| {
        values.text(identifier.scheme.as_str());
        values.text(&identifier.value);
    });
    values.list(&paper.links, |values, link| {
        values.text(&link.url);
        values.text(link.kind.as_str());
        values.text(link.stated_by.as_str());
    });
    values.checksum()
}

/// Values one after the other, each with its kind and length, so that no two lists of values are the same bytes.
#[derive(Debug)]
pub struct Values(Vec<u8>);

impl Default for Values {
    /// With room for what most rows hold, so that it need not grow.
    fn default() -> Self {
        Self(Vec::with_capacity(256))
    }
}

impl Values {
    /// A value that is not there.
    pub fn nothing(&mut self) {
        self.0.push(0);
    }

    /// A number.
    pub fn number(&mut self, number: i64) {
        self.0.push(1);
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    /// Bytes, or the text that they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.0.push(2);
        self.0.extend_from_slice(&(bytes.len() as u64).to_le_bytes());
        self.0.extend_from_slice(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn list<T>(&mut self, items: &[T], mut add: impl FnMut(&mut Self, &T)) {
        self.0.push(3);
        self.0.extend_from_slice(&(items.len() as u64).to_le_bytes());
        for item in items {
            add(self, item);
        }
    }

    /// The checksum of all of them: XXH3, 64 bits.
    pub fn checksum(&self) -> i64 {
        xxh3_64(&self.0).cast_signed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::AuthorMention;

    #[test]
    fn whatever_is_moved_from_one_field_to_the_next_changes_the_checksum() {
        let mut papers = vec![PaperRecord { title: "ab".into(), ..PaperRecord::default() }];
        papers.push(PaperRecord { title: "a".into(), abstract_text: Some("b".into()), ..PaperRecord::default() });
        papers.push(PaperRecord { categories: vec!["a".into(), "b".into()], ..PaperRecord::default() });
        papers.push(PaperRecord { categories: vec!["ab".into()], ..PaperRecord::default() });
        papers.push(PaperRecord { keywords: vec!["ab".into()], ..PaperRecord::default() });
        papers.push(PaperRecord { authors: vec![AuthorMention::printed("ab")], ..PaperRecord::default() });
        papers.push(PaperRecord { authors: vec![AuthorMention::hidden("ab")], ..PaperRecord::default() });
        let mut checksums: Vec<_> = papers.iter().map(|paper| of_paper(paper, "")).collect();
        checksums.sort_unstable();
        checksums.dedup();
        assert_eq!(checksums.len(), papers.len());
    }
}
