//! The words of a line and of an abstract: taking them apart and hashing them.

use std::hash::{BuildHasherDefault, Hasher};

/// A hasher for keys that are already well mixed hashes.
#[derive(Default, Clone)]
pub(super) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = step(self.0, u64::from(*byte));
        }
    }
    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

/// Builds [`KeyHasher`]s for maps keyed by [`hash_word`].
pub(super) type KeyBuild = BuildHasherDefault<KeyHasher>;

const SEED: u64 = 0x9E37_79B9_7F4A_7C15;

fn step(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value).wrapping_mul(0x517C_C1B7_2722_0A95)
}

fn finish(hash: u64) -> u64 {
    let mixed = (hash ^ (hash >> 32)).wrapping_mul(SEED);
    mixed ^ (mixed >> 29)
}

/// A hash of the word in lower case: words stay out of memory, only hashes are kept.
pub(super) fn hash_word(word: &str) -> u64 {
    let mut hash = SEED;
    if word.is_ascii() {
        for byte in word.bytes() {
            hash = step(hash, u64::from(byte.to_ascii_lowercase()));
        }
    } else {
        for letter in word.chars().flat_map(char::to_lowercase) {
            hash = step(hash, u64::from(u32::from(letter)));
        }
    }
    finish(hash)
}

/// A hash of the exact text, upper and lower case kept apart.
pub(super) fn hash_exact(text: &str) -> u64 {
    finish(text.bytes().fold(!SEED, |hash, byte| step(hash, u64::from(byte))))
}

/// Calls `take` with every piece of the text (see [`pieces`]) and its [`hash_word`].
///
/// The same as splitting at spaces and hashing each of the [`pieces`], in one
/// pass over the bytes: abstracts are most of a page.
pub(super) fn each_piece<'a>(text: &'a str, mut take: impl FnMut(&'a str, u64)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let mut first = None;
        let mut hash = SEED;
        let mut ended = (at, SEED);
        while let Some(&byte) = bytes.get(at).filter(|byte| byte.is_ascii() && !matches!(byte, b' ' | b'-' | b'/')) {
            if byte.is_ascii_alphanumeric() {
                first.get_or_insert(at);
                hash = step(hash, u64::from(byte.to_ascii_lowercase()));
                ended = (at + 1, hash);
            } else if first.is_some() {
                hash = step(hash, u64::from(byte));
            }
            at += 1;
        }
        if bytes.get(at).is_some_and(|byte| !byte.is_ascii()) {
            let token = text[start..].split(' ').next().unwrap_or("");
            for piece in pieces(token) {
                take(piece, hash_word(piece));
            }
            at = start + token.len();
        } else if let Some(first) = first {
            take(&text[first..ended.0], finish(ended.1));
        }
        at += 1;
    }
}

/// The word without the punctuation around it.
pub(super) fn bare(word: &str) -> &str {
    word.trim_matches(|letter: char| !letter.is_alphanumeric())
}

/// The parts of a word around hyphens and slashes, punctuation stripped.
pub(super) fn pieces(word: &str) -> impl Iterator<Item = &str> {
    word.split(['-', '/', '\u{2010}', '\u{2011}', '\u{2013}', '\u{2014}']).map(bare).filter(|piece| !piece.is_empty())
}

/// The last of the [`pieces`] of a word; empty when there is none.
pub(super) fn last_piece(word: &str) -> &str {
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return word;
    }
    pieces(word).last().unwrap_or("")
}

/// The piece before the last one, for words with hyphens.
pub(super) fn piece_before_last(word: &str) -> Option<&str> {
    if word.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let mut kept = None;
    let mut last = None;
    for piece in pieces(word) {
        kept = last.replace(piece);
    }
    kept
}
