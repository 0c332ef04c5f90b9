//! A model of how words of one kind are spelled: letters given the three letters before them.
//!
//! It lets words be judged that were never seen: "Sharut" is spelled like a given name, "Equivariant" like a word
//! of a title. Counts of longer contexts are backed by shorter ones (interpolated with a fixed weight).

/// Letters are told apart as a to z, one class for every other letter, and the end of the word.
const ALPHABET: usize = 32;
const OTHER_LETTER: u8 = 27;
const APOSTROPHE: u8 = 28;
const END: u8 = 29;
const START: u8 = 0;
/// How much the shorter context counts for, in letters seen.
const BACKING: f64 = 3.0;

/// Spelling counts of the words of one kind.
#[derive(Debug, Clone)]
pub(super) struct Letters {
    /// Counts by context length: of the last `n` letters and the next, packed five bits each.
    counts: [Vec<u32>; 4],
    /// Counts of the contexts alone.
    totals: [Vec<u32>; 4],
}

impl Letters {
    pub(super) fn new() -> Self {
        let table = |length: u32| vec![0; ALPHABET.pow(length)];
        Self { counts: [table(1), table(2), table(3), table(4)], totals: [table(0), table(1), table(2), table(3)] }
    }

    /// Takes in one word in lower case.
    pub(super) fn learn(&mut self, word: &str) {
        let mut context = [START; 3];
        for letter in codes(word) {
            for length in 0..4 {
                let index = pack(&context[3 - length..]);
                self.counts[length][index * ALPHABET + usize::from(letter)] += 1;
                self.totals[length][index] += 1;
            }
            context = [context[1], context[2], letter];
        }
    }

    /// The probability of a word in lower case, its end included.
    pub(super) fn probability(&self, word: &str) -> f64 {
        let mut context = [START; 3];
        let mut product = 1.0;
        for letter in codes(word) {
            let mut probability = 1.0 / 30.0;
            for length in 0..4 {
                let index = pack(&context[3 - length..]);
                let count = f64::from(self.counts[length][index * ALPHABET + usize::from(letter)]);
                let total = f64::from(self.totals[length][index]);
                probability = (count + BACKING * probability) / (total + BACKING);
            }
            product *= probability;
            context = [context[1], context[2], letter];
        }
        product
    }
}

fn pack(context: &[u8]) -> usize {
    context.iter().fold(0, |packed, letter| packed * ALPHABET + usize::from(*letter))
}

fn codes(word: &str) -> impl Iterator<Item = u8> {
    let code = |letter: char| match letter {
        'a'..='z' => letter as u8 - b'a' + 1,
        '\'' | '’' => APOSTROPHE,
        _ => OTHER_LETTER,
    };
    word.chars().take(40).map(code).chain([END])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_like_those_learned_are_likelier_than_others() {
        let mut letters = Letters::new();
        for word in ["learning", "training", "meaning", "planning", "networks"] {
            letters.learn(word);
        }
        assert!(letters.probability("cleaning") > 100.0 * letters.probability("xiaoqing"));
    }

    #[test]
    fn the_words_of_a_short_alphabet_have_probabilities_that_add_up_to_less_than_one() {
        let mut letters = Letters::new();
        letters.learn("ab");
        let all = ["", "a", "b", "aa", "ab", "ba", "bb"];
        let sum: f64 = all.iter().map(|word| letters.probability(word)).sum();
        assert!(sum > 0.2 && sum < 1.0, "{sum}");
    }
}
