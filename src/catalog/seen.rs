//! By what papers could be found so far: while a new catalog is filled, most entries are of papers that are not there, and
//! need not be looked for in the file.

use xxhash_rust::xxh3::xxh3_64_with_seed;

/// 16 MiB of bits, enough for ten million keys; with more, ever more are looked for in vain.
const BITS: usize = 1 << 27;
/// How many bits stand for a key.
const BITS_OF_KEY: u32 = 3;

/// A set that never denies a key it was given, and seldom one that it was not (a Bloom filter).
pub(super) struct Seen(Vec<u64>);

/// What kind of key it is, so that a title is not taken for an identifier.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Identifier = 1,
    Title = 2,
    Author = 3,
}

impl Seen {
    pub(super) fn new() -> Self {
        Self(vec![0; BITS / 64])
    }

    pub(super) fn add(&mut self, kind: Kind, key: &[u8]) {
        for place in places(kind, key) {
            self.0[place / 64] |= 1 << (place % 64);
        }
    }

    pub(super) fn may_hold(&self, kind: Kind, key: &[u8]) -> bool {
        places(kind, key).all(|place| self.0[place / 64] >> (place % 64) & 1 == 1)
    }
}

fn places(kind: Kind, key: &[u8]) -> impl Iterator<Item = usize> {
    let hash = xxh3_64_with_seed(key, kind as u64);
    let (one, other) = (hash, hash.rotate_left(32) | 1);
    #[expect(clippy::cast_possible_truncation, reason = "it is below the number of bits")]
    (0..BITS_OF_KEY).map(move |turn| (one.wrapping_add(other.wrapping_mul(u64::from(turn))) % BITS as u64) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_known_under_its_kind_alone() {
        let mut seen = Seen::new();
        seen.add(Kind::Title, b"graphs of small rooms");
        assert!(seen.may_hold(Kind::Title, b"graphs of small rooms"));
        assert!(!seen.may_hold(Kind::Identifier, b"graphs of small rooms"));
        assert!(!seen.may_hold(Kind::Title, b"graphs of small room"));
    }
}
