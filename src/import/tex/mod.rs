//! TeX in names and titles: accents, special letters and text commands as Unicode; mathematics stays as printed.
//!
//! Sources: The TeXbook, chapter 9 and appendix B; LaTeX's text encodings T1 and TS1. One pass without recursion, so that
//! no depth of braces matters.

mod commands;

use std::borrow::Cow;
use std::str::CharIndices;

use commands::{Meaning, accent, meaning};

use super::clean::beginning;

/// How far ahead the end of a formula or an address is looked for, in bytes, so that no text is slow to read.
const MAX_AHEAD: usize = 4096;

/// How much of a text is TeX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// All of it, as in BibTeX: braces group, `--` is a dash, `~` a blank.
    Whole,
    /// Accents and special letters only, as in arXiv's records; every other mark stays.
    Letters,
}

/// The text with its TeX decoded.
pub(super) fn decode(text: &str, dialect: Dialect) -> Cow<'_, str> {
    let is_mark = |byte: &u8| match dialect {
        Dialect::Whole => matches!(byte, b'\\' | b'{' | b'}' | b'$' | b'~' | b'`' | b'\'' | b'-'),
        Dialect::Letters => *byte == b'\\',
    };
    if !text.as_bytes().iter().any(is_mark) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(Decoder::new(text, dialect).run())
}

struct Decoder<'a> {
    text: &'a str,
    letters: std::iter::Peekable<CharIndices<'a>>,
    dialect: Dialect,
    out: String,
    /// Marks that wait for the letter they stand on, outermost first.
    marks: Vec<char>,
    /// For each open brace whether it is left out.
    braces: Vec<bool>,
}

impl<'a> Decoder<'a> {
    fn new(text: &'a str, dialect: Dialect) -> Self {
        let out = String::with_capacity(text.len());
        Self { text, letters: text.char_indices().peekable(), dialect, out, marks: Vec::new(), braces: Vec::new() }
    }

    fn run(mut self) -> String {
        while let Some((at, letter)) = self.letters.next() {
            match letter {
                '\\' => self.command(at),
                '$' => self.math(at),
                '{' => self.open_brace(at),
                '}' => self.close_brace(),
                _ if self.dialect == Dialect::Whole => self.ligature(letter),
                _ => self.put(letter),
            }
        }
        self.out
    }

    /// A letter of the text, under the marks that wait for it.
    fn put(&mut self, letter: char) {
        if self.marks.is_empty() {
            self.out.push(letter);
        } else if !letter.is_whitespace() {
            self.out.push(match letter {
                'ı' => 'i',
                'ȷ' => 'j',
                other => other,
            });
            self.out.extend(self.marks.drain(..).rev());
        }
    }

    fn put_all(&mut self, text: &str) {
        text.chars().for_each(|letter| self.put(letter));
    }

    /// Marks written with several characters: dashes and quotes.
    fn ligature(&mut self, letter: char) {
        match letter {
            '~' => self.put(' '),
            '-' if self.skip('-') => {
                let dash = if self.skip('-') { '—' } else { '–' };
                self.put(dash);
            }
            '`' if self.skip('`') => self.put('“'),
            '\'' if self.skip('\'') => self.put('”'),
            '`' => self.put('‘'),
            other => self.put(other),
        }
    }

    fn skip(&mut self, letter: char) -> bool {
        self.letters.next_if(|(_, next)| *next == letter).is_some()
    }

    fn open_brace(&mut self, at: usize) {
        let after = &self.text[at + 1..];
        let is_left_out = self.dialect == Dialect::Whole || !self.marks.is_empty() || begins_with_letter_command(after);
        self.braces.push(is_left_out);
        if !is_left_out {
            self.out.push('{');
        }
    }

    fn close_brace(&mut self) {
        // `\~{}` is the mark itself.
        for mark in std::mem::take(&mut self.marks) {
            self.out.extend(commands::alone(mark));
        }
        let is_left_out = self.braces.pop().unwrap_or(self.dialect == Dialect::Whole);
        if !is_left_out {
            self.out.push('}');
        }
    }

    /// Everything to the end of the formula as printed. A lone dollar is a dollar.
    fn math(&mut self, at: usize) {
        let opening = if self.text[at + 1..].starts_with('$') { "$$" } else { "$" };
        let body = at + opening.len();
        match end_of_math(beginning(&self.text[body..], MAX_AHEAD), opening) {
            Some(length) => self.copy_until(at, body + length),
            None => self.put('$'),
        }
    }

    fn copy_until(&mut self, at: usize, end: usize) {
        self.out.push_str(&self.text[at..end]);
        while self.letters.next_if(|(next, _)| *next < end).is_some() {}
    }

    fn command(&mut self, at: usize) {
        let rest = &self.text[at + 1..];
        let Some(first) = rest.chars().next() else {
            return self.put('\\');
        };
        if !first.is_ascii_alphabetic() {
            self.letters.next();
            return self.sign(at, first);
        }
        let name = &rest[..rest.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(rest.len())];
        let end = at + 1 + name.len();
        match meaning(name) {
            Some(Meaning::Letter(text)) => {
                self.move_to(end);
                self.skip_blanks();
                self.put_all(text);
            }
            Some(Meaning::Accent(mark)) => {
                self.move_to(end);
                self.skip_blanks();
                self.marks.push(mark);
            }
            Some(Meaning::Sign(text)) if self.dialect == Dialect::Whole => {
                self.move_to(end);
                // TeX passes the blanks after any command; those after a name or dots are mostly meant.
                if name.starts_with("textq") {
                    self.skip_blanks();
                }
                self.skip_empty_braces();
                self.put_all(text);
            }
            Some(Meaning::Nothing) if self.dialect == Dialect::Whole => {
                self.move_to(end);
                self.skip_blanks();
            }
            Some(Meaning::Hidden { before_text }) if self.dialect == Dialect::Whole => {
                self.move_to(end);
                self.skip_group(before_text);
            }
            _ => {
                self.out.push_str(&self.text[at..end]);
                self.move_to(end);
            }
        }
    }

    /// A command of one sign: an accent, an escaped sign, a blank.
    fn sign(&mut self, at: usize, sign: char) {
        if let Some(mark) = accent(sign) {
            // `\'` at the end of a word, or before a blank, is no accent.
            self.skip_blanks();
            self.marks.push(mark);
            if self.letters.peek().is_none() {
                self.close_brace();
            }
            return;
        }
        match sign {
            '&' | '%' | '#' | '_' | '$' | '{' | '}' => self.put(sign),
            _ if self.dialect == Dialect::Letters => {
                self.out.push('\\');
                self.put(sign);
            }
            '(' | '[' => {
                let closing = if sign == '(' { "\\)" } else { "\\]" };
                match beginning(&self.text[at + 2..], MAX_AHEAD).find(closing) {
                    Some(length) => self.copy_until(at, at + 2 + length + 2),
                    None => self.put(sign),
                }
            }
            '\\' | ' ' | ',' | ';' | ':' | '\n' | '\t' => self.put(' '),
            '-' | '/' | '!' | '@' | '*' => {}
            other => {
                self.out.push('\\');
                self.put(other);
            }
        }
    }

    fn move_to(&mut self, end: usize) {
        while self.letters.next_if(|(next, _)| *next < end).is_some() {}
    }

    fn skip_blanks(&mut self) {
        while self.letters.next_if(|(_, next)| next.is_whitespace()).is_some() {}
    }

    fn skip_empty_braces(&mut self) {
        if let Some((at, '{')) = self.letters.peek().copied()
            && self.text[at..].starts_with("{}")
        {
            self.move_to(at + 2);
        }
    }

    /// The address of `\href{address}{text}`: the text is what is printed. With `before_text` a group is left out only
    /// where another follows.
    fn skip_group(&mut self, before_text: bool) {
        let Some((at, '{')) = self.letters.peek().copied() else { return };
        let rest = &self.text[at..];
        if let Some(length) = beginning(rest, MAX_AHEAD).find('}')
            && (!before_text || rest[length + 1..].starts_with('{'))
        {
            self.move_to(at + length + 1);
        }
    }
}

/// Whether a group begins with an accent or a special letter, so that its braces belong to it.
fn begins_with_letter_command(text: &str) -> bool {
    let Some(command) = text.strip_prefix('\\') else { return false };
    let name = &command[..command.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(command.len())];
    match command.chars().next() {
        Some(first) if name.is_empty() => accent(first).is_some(),
        Some(_) => matches!(meaning(name), Some(Meaning::Letter(_) | Meaning::Accent(_))),
        None => false,
    }
}

/// Where a formula ends, its closing mark included; `None` when it does not.
fn end_of_math(text: &str, closing: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text[from..].find(closing)?;
        if !text[..at].ends_with('\\') {
            return Some(at + closing.len()).filter(|_| at > 0);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn whole(text: &str) -> String {
        decode(text, Dialect::Whole).nfc().collect()
    }

    #[test]
    fn accents_and_letters_become_unicode() {
        let cases = [
            (r#"M{\"u}ller"#, "Müller"),
            (r#"M\"uller"#, "Müller"),
            (r#"M{\"{u}}ller"#, "Müller"),
            (r"\'Etienne Ren\'{e}", "Étienne René"),
            (r"{\L}ukasz", "Łukasz"),
            (r"\L ukasz", "Łukasz"),
            (r"\v{s}\v C", "šČ"),
            (r"Erd{\H o}s Erd\H{o}s", "Erdős Erdős"),
            (r"\c{C}a\u{g}r{\i}", "Çağrı"),
            (r#"na{\"\i}ve na\"{\i}ve"#, "naïve naïve"),
            (r"{\~{\^e}}", "ễ"),
            (r"Stra{\ss}e Stra\ss e", "Straße Straße"),
            (r"{\AA}ngstr{\o}m {\O}", "Ångstrøm Ø"),
            (r"\k{a}\r{a}\d{s}\b{b}\=a\.z", "ąåṣḇāż"),
            (r"S{\o}ren", "Søren"),
            (r"\`a \^o \~n", "à ô ñ"),
        ];
        for (tex, text) in cases {
            assert_eq!(whole(tex), text, "{tex}");
        }
    }

    #[test]
    fn commands_and_marks_of_text_are_read_and_mathematics_stays() {
        let cases = [
            (r"The {BibTeX} Book", "The BibTeX Book"),
            (r"\textit{E. coli} and \emph{S. aureus}", "E. coli and S. aureus"),
            (r"{\em Nature} {\it x}", "Nature x"),
            (r"A~B -- C --- D ``q'' `r'", "A B – C — D “q” ‘r'"),
            (r"50\% of R\&D \$5 a\_b \#1", "50% of R&D $5 a_b #1"),
            (r"$O(n^2)$ and $\alpha_{1}$", r"$O(n^2)$ and $\alpha_{1}$"),
            (r"costs $5 only", "costs $5 only"),
            (r"\url{http://x.org/~a}", "http://x.org/ a"),
            (r"\href{http://x.org}{here}", "here"),
            (r"\LaTeX{} and \TeX", "LaTeX and TeX"),
            (r"\textquotedblleft x\textquotedblright{} y", "“x” y"),
            (r"a\ldots b\-c\ d", "a… bc d"),
            (r"x\textsuperscript{2} \alpha", r"x2 \alpha"),
            (r"~\~{}~", " ~ "),
            (r"\(x^2\) y", r"\(x^2\) y"),
            ("a } b { c", "a  b  c"),
            (r"\", r"\"),
            (r"{\relax Ch}apman", "Chapman"),
        ];
        for (tex, text) in cases {
            assert_eq!(whole(tex), text, "{tex}");
        }
    }

    #[test]
    fn in_the_dialect_of_letters_every_other_mark_stays() {
        let cases = [
            (r"Ren{\'e} Vidal", "René Vidal"),
            (r#"J. Kr\"uger {\it et al.}"#, r"J. Krüger {\it et al.}"),
            (r"{a} -- $\'e$ ~", r"{a} -- $\'e$ ~"),
            (r"Fran\c{c}ois \O stlin", "François Østlin"),
            (r"\alpha \& \beta", r"\alpha & \beta"),
        ];
        for (tex, text) in cases {
            let read: String = decode(tex, Dialect::Letters).nfc().collect();
            assert_eq!(read, text, "{tex}");
        }
    }

    #[test]
    fn a_million_braces_and_marks_are_read_in_one_pass() {
        for part in ["{", "\\emph{", "\\href{", "\\'", "\\(", "$", "$\\", "}", "\\"] {
            let text = part.repeat(1_000_000 / part.len());
            assert!(whole(&text).len() <= 2 * text.len() + 2);
        }
    }
}
