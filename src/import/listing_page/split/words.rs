//! Words of running text, marks aside.

/// The words of a text, in order: letters and digits, with hyphens and apostrophes inside.
pub(super) fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// The parts of a word: `self-supervised` is two words that are seen elsewhere. Apostrophes part nothing.
pub(super) fn parts(word: &str) -> impl Iterator<Item = &str> {
    let is_inside = |letter: char| kind(letter) == Kind::Inside || matches!(letter, '\'' | '’');
    word.split(move |letter: char| !is_inside(letter)).filter(|part| !part.is_empty())
}

/// See [`words`].
pub(super) struct Words<'a> {
    text: &'a str,
    at: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A letter or a digit.
    Inside,
    /// A mark that stands inside words and not at their ends.
    Joint,
    Outside,
}

fn kind(letter: char) -> Kind {
    match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Kind::Inside,
        '-' | '\'' | '’' => Kind::Joint,
        letter if !letter.is_ascii() && letter.is_alphanumeric() => Kind::Inside,
        _ => Kind::Outside,
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let bytes = self.text.as_bytes();
        let mut word = None;
        while let Some(&byte) = bytes.get(self.at) {
            // Nearly every letter of a page is one byte.
            let letter = if byte.is_ascii() { char::from(byte) } else { self.text[self.at..].chars().next()? };
            let kind = kind(letter);
            if kind == Kind::Outside && word.is_some() {
                break;
            }
            self.at += letter.len_utf8();
            if kind == Kind::Inside {
                let (start, _) = word.unwrap_or((self.at - letter.len_utf8(), 0));
                word = Some((start, self.at));
            }
        }
        word.map(|(start, end)| &self.text[start..end])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_inner_marks_and_lose_their_outer_ones() {
        let found: Vec<_> =
            words("We (the well-known) -study- it's, Müller’s «naïve» X-ray 3D: $x_1$ 王小明. ").collect();
        let expected =
            ["We", "the", "well-known", "study", "it's", "Müller’s", "naïve", "X-ray", "3D", "x", "1", "王小明"];
        assert_eq!(found, expected);
        assert_eq!(parts("self-supervised").collect::<Vec<_>>(), ["self", "supervised"]);
        assert_eq!(parts("it's").collect::<Vec<_>>(), ["it's"]);
        assert!(words(" - ' ").next().is_none());
    }
}
