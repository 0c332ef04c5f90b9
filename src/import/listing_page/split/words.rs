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
    if word.is_ascii() {
        return hash_bytes(word.as_bytes(), SEED, SMALL);
    }
    let letters = word.chars().flat_map(char::to_lowercase);
    finish(letters.fold(SEED, |hash, letter| step(hash, u64::from(u32::from(letter)))))
}

/// A hash of the exact text, upper and lower case kept apart.
pub(super) fn hash_exact(text: &str) -> u64 {
    hash_bytes(text.as_bytes(), !SEED, 0)
}

/// The bit that makes a small letter of a capital, in each of eight bytes.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// Hashes eight bytes at a time, with these bits set in all of them.
fn hash_bytes(bytes: &[u8], seed: u64, bits: u64) -> u64 {
    let (chunks, rest) = bytes.as_chunks::<8>();
    let hash = chunks.iter().fold(seed, |hash, chunk| step(hash, u64::from_le_bytes(*chunk) | bits));
    let last = rest.iter().rev().fold(0, |last, byte| last << 8 | u64::from(*byte));
    // The length keeps short words apart from the same word with padding.
    finish(step(step(hash, last | bits), bytes.len() as u64))
}

/// Calls `take` with every piece of the text (see [`pieces`]) and its [`hash_word`].
///
/// The same as splitting at spaces and hashing each of the [`pieces`], in one
/// pass over the bytes: abstracts are most of a page.
pub(super) fn each_piece<'a>(text: &'a str, mut take: impl FnMut(&'a str, u64)) {
    let bytes = text.as_bytes();
    // The piece being read: where the token part begins, and its first and last letters.
    let (mut start, mut first, mut end) = (0, 0, 0);
    let mut at = 0;
    while at < bytes.len() {
        match BYTES[usize::from(bytes[at])] {
            Byte::Letter => {
                if end == 0 {
                    first = at;
                }
                end = at + 1;
            }
            Byte::Sign => {}
            Byte::Separator => {
                if end > 0 {
                    take(&text[first..end], hash_bytes(&bytes[first..end], SEED, SMALL));
                }
                (start, end) = (at + 1, 0);
            }
            Byte::Foreign => {
                let token = text[start..].split(' ').next().unwrap_or("");
                for piece in pieces(token) {
                    take(piece, hash_word(piece));
                }
                (at, end) = (start + token.len(), 0);
                start = at + 1;
            }
        }
        at += 1;
    }
    if end > 0 {
        take(&text[first..end], hash_bytes(&bytes[first..end], SEED, SMALL));
    }
}

/// What a byte is to [`each_piece`].
#[derive(Clone, Copy)]
enum Byte {
    /// An ASCII letter or digit.
    Letter,
    /// ASCII punctuation.
    Sign,
    /// What stands between pieces.
    Separator,
    /// Part of a letter outside ASCII: the token is read the slow way.
    Foreign,
}

const BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Foreign; 256];
    let mut at = 0_u8;
    while at < 128 {
        bytes[at as usize] = match at {
            b' ' | b'-' | b'/' => Byte::Separator,
            _ if at.is_ascii_alphanumeric() => Byte::Letter,
            _ => Byte::Sign,
        };
        at += 1;
    }
    bytes
};

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
