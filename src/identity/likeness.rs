//! How alike two titles are, and the keys by which papers with nearly the same title are found without comparing all with
//! all: the first author, the year, and a sketch of the title.

use rapidfuzz::distance::osa;
use xxhash_rust::xxh3::xxh3_64;

use super::fold::squeezed;
use super::name::author_key;
use crate::record::PaperRecord;

/// In how many of their 56 bits the sketches of two titles may differ that are worth comparing letter by letter. Titles of
/// nothing in common differ in 28; one wrong letter in twenty moves about 11.
pub const MAX_SKETCH_DISTANCE: u32 = 21;

/// The bits of a sketch that hold the title's length.
const LENGTH_BITS: u64 = 0xff;

/// Titles that differ in so many places differ by typing; another word is one place, or two.
/// Of how many letters titles are compared letter by letter, which takes the square of it; longer ones, which no work has, are
/// alike only where they are equal.
const MAX_COMPARED_LETTERS: usize = 1_000;

const MANY_PLACES: usize = 3;
/// How many letters in one place are typed otherwise at most, where titles differ in one place or two, and in many.
const MAX_LETTERS: usize = 3;
const MAX_LETTERS_OF_MANY: usize = 5;

/// The key of the first printed author, by family name and initial of the given name, so that `D. Lim` and `Derek Lim` have
/// one. `None` where no author is printed.
pub fn first_author_key(record: &PaperRecord) -> Option<i64> {
    let first = record.authors.iter().find(|author| author.position_stated)?;
    Some(first_author_of(&author_key(first)))
}

/// The same, given the key of that author's name.
pub fn first_author_of(author_key: &str) -> i64 {
    let (given, family) = author_key.rsplit_once(' ').unwrap_or(("", author_key));
    let initial = given.chars().next().map(String::from).unwrap_or_default();
    xxh3_64(format!("{initial} {family}").as_bytes()).cast_signed()
}

/// A sketch of a title, given its key: titles that differ in few letters have sketches that differ in few bits. The lowest
/// byte is the number of letters, up to 255.
/// Source: M. Charikar, "Similarity estimation techniques from rounding algorithms" (simhash), over runs of three letters.
pub fn title_sketch(title_key: &str) -> i64 {
    let length = letters(title_key).count().min(LENGTH_BITS as usize) as u64;
    let mut letters = letters(title_key);
    let mut run = [letters.next(), letters.next(), letters.next()];
    let mut counts = BitCounts::default();
    counts.add(hash(run));
    for letter in letters {
        run = [run[1], run[2], Some(letter)];
        counts.add(hash(run));
    }
    (counts.majority() & !LENGTH_BITS | length).cast_signed()
}

/// The hash of a run of three letters, or of all letters of a shorter title.
fn hash(run: [Option<char>; 3]) -> u64 {
    let mut bytes = [0_u8; 12];
    let mut length = 0;
    for letter in run.into_iter().flatten() {
        length += letter.encode_utf8(&mut bytes[length..]).len();
    }
    xxh3_64(&bytes[..length])
}

/// How many of some numbers have each of their 64 bits set.
struct BitCounts {
    /// Of bit `n`, in byte `n % 8` of `lanes[n / 8]`, so that eight are counted by one addition.
    lanes: [u64; 8],
    /// What the bytes held when they were full.
    carried: [u32; 64],
    in_lanes: u8,
    total: u32,
}

impl Default for BitCounts {
    fn default() -> Self {
        Self { lanes: [0; 8], carried: [0; 64], in_lanes: 0, total: 0 }
    }
}

impl BitCounts {
    fn add(&mut self, number: u64) {
        for (lane, byte) in self.lanes.iter_mut().zip(number.to_le_bytes()) {
            *lane += SPREAD[usize::from(byte)];
        }
        self.in_lanes += 1;
        self.total += 1;
        if self.in_lanes == u8::MAX {
            self.carry();
        }
    }

    fn carry(&mut self) {
        let bytes = self.lanes.iter().flat_map(|lane| lane.to_le_bytes());
        self.carried.iter_mut().zip(bytes).for_each(|(carried, byte)| *carried += u32::from(byte));
        self.lanes = [0; 8];
        self.in_lanes = 0;
    }

    /// The number with the bits set that more than half of the numbers have.
    fn majority(mut self) -> u64 {
        self.carry();
        let is_set = |count: &u32| *count * 2 > self.total;
        let set = self.carried.iter().enumerate().filter(|(_, count)| is_set(count));
        set.fold(0, |number, (bit, _)| number | 1 << bit)
    }
}

/// Every byte with its bits spread over eight bytes.
const SPREAD: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut bit = 0;
        while bit < 8 {
            table[byte] |= ((byte as u64 >> bit) & 1) << (8 * bit);
            bit += 1;
        }
        byte += 1;
    }
    table
};

/// In how many bits two sketches differ, 0 to 56; more where the titles' lengths are too far apart for one title.
pub fn sketch_distance(one: i64, other: i64) -> u32 {
    let length = |sketch: i64| usize::try_from(sketch.cast_unsigned() & LENGTH_BITS).unwrap_or(usize::MAX);
    if lengths_agree(length(one), length(other)) {
        ((one ^ other).cast_unsigned() & !LENGTH_BITS).count_ones()
    } else {
        u32::MAX
    }
}

/// Whether two titles of so many letters can be one: typing loses and adds single letters, and a title with a further
/// clause is another one.
pub fn lengths_agree(one: usize, other: usize) -> bool {
    one.abs_diff(other) <= 2 + one.max(other) / 10
}

/// How alike two title keys are, spacing aside: 1 for equal ones, else 1 less the share of letters that must be changed,
/// added, dropped or swapped with their neighbour.
#[expect(clippy::cast_precision_loss, reason = "titles have fewer than 2^52 letters")]
pub fn similarity(one: &str, other: &str) -> f64 {
    let count = |text: &str| letters(text).count();
    let longest = count(one).max(count(other));
    if longest == 0 {
        return 1.0;
    }
    if longest > MAX_COMPARED_LETTERS {
        return f64::from(u8::from(letters(one).eq(letters(other))));
    }
    1.0 - osa::distance(letters(one), letters(other)) as f64 / longest as f64
}

/// The letters of a folded text, without its spaces.
fn letters(folded: &str) -> impl DoubleEndedIterator<Item = char> + Clone {
    folded.chars().filter(|letter| *letter != ' ')
}

/// Whether two title keys can be one title typed in two ways: they differ in single letters here and there, not in a word,
/// a number or a part. Where they differ in many places, a few of them may be longer.
pub fn differ_by_typing(one: &str, other: &str) -> bool {
    let (one_letters, other_letters) = (squeezed(one), squeezed(other));
    if one_letters.len().max(other_letters.len()) > 4 * MAX_COMPARED_LETTERS {
        return one_letters == other_letters;
    }
    let differences = differences(&one_letters, &other_letters);
    if differences.len() >= MANY_PLACES {
        return differences.iter().all(|(one, other)| one.len().max(other.len()) <= MAX_LETTERS_OF_MANY);
    }
    let is_typing = |(one, other): &(Vec<char>, Vec<char>)| {
        let has_digit = one.iter().chain(other).any(char::is_ascii_digit);
        // Two letters more or less make another word (un-, in-); two changed or swapped ones need not.
        let is_other_word = (one.is_empty() || other.is_empty()) && one.len().max(other.len()) > 1;
        !has_digit && !is_other_word && one.len().max(other.len()) <= MAX_LETTERS
    };
    same_numbers(one, other) && differences.iter().all(is_typing) && words_are_alike(one, other)
}

/// Whether each word can be the other title's word in its place; of titles with other numbers of words nothing is said.
fn words_are_alike(one: &str, other: &str) -> bool {
    let (one, other): (Vec<_>, Vec<_>) = (one.split(' ').collect(), other.split(' ').collect());
    let is_alike = |(one, other): (&&str, &&str)| {
        let edits = osa::distance(one.chars(), other.chars());
        edits <= 1 || edits * 5 <= one.chars().count().max(other.chars().count()) * 2
    };
    one.len() != other.len() || one.iter().zip(&other).all(is_alike)
}

/// The places where two texts differ, with the letters of each that stand there, by the least number of changes.
fn differences(one: &str, other: &str) -> Vec<(Vec<char>, Vec<char>)> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let width = other.len() + 1;
    // The number of changes between the ends of both texts, from each place on.
    let mut changes = vec![0_usize; (one.len() + 1) * width];
    for at in (0..=one.len()).rev() {
        for to in (0..=other.len()).rev() {
            changes[at * width + to] = match (one.get(at), other.get(to)) {
                (None, _) => other.len() - to,
                (_, None) => one.len() - at,
                (Some(left), Some(right)) if left == right => changes[(at + 1) * width + to + 1],
                _ => {
                    1 + changes[(at + 1) * width + to + 1]
                        .min(changes[(at + 1) * width + to])
                        .min(changes[at * width + to + 1])
                }
            };
        }
    }
    let mut places: Vec<(Vec<char>, Vec<char>)> = Vec::new();
    let (mut at, mut to, mut in_place) = (0, 0, false);
    while at < one.len() || to < other.len() {
        let here = changes[at * width + to];
        if at < one.len() && to < other.len() && one[at] == other[to] {
            (at, to, in_place) = (at + 1, to + 1, false);
            continue;
        }
        if !in_place {
            places.push((Vec::new(), Vec::new()));
            in_place = true;
        }
        let place = places.last_mut().expect("a place was just begun");
        let takes_one = at < one.len()
            && (to == other.len()
                || changes[(at + 1) * width + to] < here
                || changes[(at + 1) * width + to + 1] < here);
        let takes_other = to < other.len()
            && (at == one.len() || changes[at * width + to + 1] < here || changes[(at + 1) * width + to + 1] < here);
        let takes_both = at < one.len() && to < other.len() && changes[(at + 1) * width + to + 1] < here;
        if takes_both || takes_one {
            place.0.push(one[at]);
        }
        if takes_both || !takes_one && takes_other {
            place.1.push(other[to]);
        }
        (at, to) =
            (at + usize::from(takes_both || takes_one), to + usize::from(takes_both || !takes_one && takes_other));
    }
    places
}

/// Whether two title keys have the same numbers in them, Roman ones too: what differs in them is another part.
pub fn same_numbers(one: &str, other: &str) -> bool {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let is_roman = |word: &&str| matches!(*word, "i" | "ii" | "iii" | "iv" | "v" | "vi");
    digits(one) == digits(other) && one.split(' ').filter(is_roman).eq(other.split(' ').filter(is_roman))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::AuthorMention;

    #[test]
    fn initials_do_not_change_the_key_of_the_first_author() {
        let by = |name: &str| {
            let authors = vec![AuthorMention::printed(name)];
            first_author_key(&PaperRecord { authors, ..PaperRecord::default() })
        };
        assert_eq!(by("D. Lim"), by("Derek Lim"));
        assert_eq!(by("Lim, Derek"), by("Derek Lim"));
        assert_ne!(by("Derek Lim"), by("Derek Liu"));
        assert_eq!(first_author_key(&PaperRecord::default()), None);
    }

    #[test]
    fn titles_that_differ_in_few_letters_have_sketches_that_agree() {
        let title = "sign and basis invariant networks for spectral graph representation learning";
        let typed = "sgin and basis invariant netwroks for spectral grph representation learing";
        let other = "doubly stochastic subspace clustering of images on curved spaces";
        assert!(sketch_distance(title_sketch(title), title_sketch(typed)) <= MAX_SKETCH_DISTANCE);
        assert!(sketch_distance(title_sketch(title), title_sketch(other)) > MAX_SKETCH_DISTANCE);
        assert!(similarity(title, typed) > 0.9);
        assert!(similarity(title, other) < 0.5);
    }

    #[test]
    fn another_word_or_number_is_no_way_of_typing() {
        let cases = [
            ("graphs of small rooms", "graphs of smal rooms", true),
            ("graphs of small rooms", "grpahs of small roms", true),
            ("learning from images", "learning from videos", false),
            ("the rooms part i", "the rooms part ii", false),
            ("rooms of 2019", "rooms of 2020", false),
            ("hyper graphs", "hypergraphs", true),
            ("supervised graphs", "unsupervised graphs", false),
            ("smooth rooms", "non smooth rooms", false),
            ("h2o2 powered actuators for robots", "hqo2 powerde actautors for robts", true),
            ("h2o2 powered actuators", "h2o3 powered actuators", false),
        ];
        for (one, other, expected) in cases {
            assert_eq!(differ_by_typing(one, other), expected, "{one} / {other}");
            assert_eq!(differ_by_typing(other, one), expected, "{other} / {one}");
        }
    }
}
