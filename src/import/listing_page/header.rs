//! The first line of an entry: category, date and badges without a mark between, `LGJun 24, 2023Code`.

use jiff::civil::Date;

use crate::import::clean::beginning;
use crate::import::months::MONTHS;
use crate::record::PartialDate;

/// How far back the day of a date without a year is looked for: a leap day comes at least every eighth year.
const YEARS_BACK: i16 = 8;

/// The longest category, in bytes.
const MAX_CATEGORY_BYTES: usize = 20;

/// What the first line of an entry says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// The category as printed, usually without its archive.
    pub(super) category: String,
    /// The date, or why it is none.
    pub(super) date: Result<PartialDate, String>,
    /// What follows the date, `Code` or a word that we do not know; empty when nothing does.
    pub(super) badges: String,
}

impl Header {
    /// Reads a line as an entry's first line; `None` when it does not have the shape of one.
    ///
    /// A date without a year is the latest such day that is not after `as_of`.
    pub(super) fn parse(line: &str, as_of: Date) -> Option<Self> {
        let shape = Shape::of(line)?;
        let date = resolve(&shape, as_of);
        Some(Self { category: shape.category.to_owned(), date, badges: shape.badges.trim().to_owned() })
    }

    /// Whether a line has the shape of an entry's first line, whatever its date.
    pub(super) fn has_shape(line: &str) -> bool {
        Shape::of(line).is_some()
    }

    /// Whether a listing's last line is a first line that was cut off inside its month: `LGJu`, on a page that has
    /// shown the category `LG` before.
    pub(super) fn is_cut_off(line: &str, is_known_category: impl Fn(&str) -> bool) -> bool {
        let line = line.trim_end();
        let ends =
            line.char_indices().map(|(at, _)| at).filter(|&at| at > 0).take_while(|&at| at <= MAX_CATEGORY_BYTES);
        ends.map(|at| line.split_at(at)).any(|(category, month)| {
            month.len() >= 2 && is_known_category(category) && MONTHS.iter().any(|name| name.starts_with(month))
        })
    }
}

/// The parts of a first line, before the date is known to exist.
struct Shape<'a> {
    category: &'a str,
    month: i8,
    day: &'a str,
    year: Option<&'a str>,
    badges: &'a str,
}

impl<'a> Shape<'a> {
    fn of(line: &'a str) -> Option<Self> {
        // A category and a date are short; anything later in the line is text.
        let month_starts =
            beginning(line, 24).match_indices(|letter: char| letter.is_ascii_uppercase()).map(|(at, _)| at);
        month_starts.filter(|&at| at > 0).find_map(|at| Self::with_month_at(line, at))
    }

    fn with_month_at(line: &'a str, at: usize) -> Option<Self> {
        let category = &line[..at];
        let month = MONTHS.iter().position(|month| line[at..].starts_with(month))?;
        let after_month = line[at + 3..].strip_prefix(' ')?;
        let (day, rest) = leading_digits(after_month);
        let (year, badges) = match rest.strip_prefix(", ").map(leading_digits) {
            Some((year, badges)) if !year.is_empty() => (Some(year), badges),
            _ => (None, rest),
        };
        let sound = is_category(category) && !day.is_empty() && day.len() <= 2 && are_badges(badges);
        sound.then_some(Self { category, month: month as i8 + 1, day, year, badges })
    }
}

fn leading_digits(text: &str) -> (&str, &str) {
    text.split_at(text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len()))
}

/// An arXiv category with or without its archive: `LG`, `quant-ph`, `cs.LG`, `cond-mat.dis-nn`.
/// Source: arXiv category taxonomy.
fn is_category(text: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && part.ends_with(|letter: char| letter.is_ascii_alphabetic())
            && part.chars().all(|letter| letter.is_ascii_alphabetic() || letter == '-')
    };
    (1..=MAX_CATEGORY_BYTES).contains(&text.len()) && text.split('.').count() <= 2 && text.split('.').all(is_part)
}

/// Nothing, or a few words in the manner of a badge: short, beginning with a capital, without a sentence's marks.
fn are_badges(text: &str) -> bool {
    let text = text.trim();
    let is_word = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '+' | '&' | '/');
    text.is_empty()
        || (text.len() <= 40
            && text.starts_with(char::is_uppercase)
            && text.chars().all(is_word)
            && text.split(' ').count() <= 4)
}

fn resolve(shape: &Shape<'_>, as_of: Date) -> Result<PartialDate, String> {
    let printed = |year: &str| format!("{} {}{year}", MONTHS[shape.month as usize - 1], shape.day);
    let day: i8 = shape.day.parse().expect("one or two digits are a number below 128");
    let Some(year) = shape.year else {
        let years = (0..YEARS_BACK).map(|back| as_of.year() - back);
        let mut days = years.filter_map(|year| Date::new(year, shape.month, day).ok());
        return days
            .find(|date| *date <= as_of)
            .map(PartialDate::from)
            .ok_or_else(|| format!("the date \"{}\" does not exist in any year", printed("")));
    };
    let exists = |year: i16| Date::new(year, shape.month, day).ok().filter(|_| year > 0);
    let date = Some(year).filter(|year| year.len() == 4).and_then(|year| year.parse().ok()).and_then(exists);
    date.map(PartialDate::from).ok_or_else(|| format!("the date \"{}\" does not exist", printed(&format!(", {year}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(String, String, String)> {
        let header = Header::parse(line, Date::constant(2026, 11, 23))?;
        let date = header.date.map_or_else(|reason| reason, |date| date.to_string());
        Some((header.category, date, header.badges))
    }

    #[test]
    fn category_date_and_badges_are_told_apart() {
        let cases = [
            ("LGJun 24, 2023Code", "LG", "2023-06-24", "Code"),
            ("CLDec 19, 2025", "CL", "2025-12-19", ""),
            ("quant-phDec 13, 2017", "quant-ph", "2017-12-13", ""),
            ("soc-phMay 1, 2020Code", "soc-ph", "2020-05-01", "Code"),
            ("cs.LGJun 24, 2023", "cs.LG", "2023-06-24", ""),
            ("astro-ph.COMar 2, 2021", "astro-ph.CO", "2021-03-02", ""),
            ("LGJun 24, 2023 Code", "LG", "2023-06-24", "Code"),
            ("LGJun 24, 2023CodeOral", "LG", "2023-06-24", "CodeOral"),
            ("MLMar 19", "ML", "2026-03-19", ""),
            ("MLMar 19Code", "ML", "2026-03-19", "Code"),
            ("MLDec 24", "ML", "2025-12-24", ""),
            ("MLNov 23", "ML", "2026-11-23", ""),
            ("MLFeb 29", "ML", "2024-02-29", ""),
            ("LGFeb 30, 2023", "LG", "the date \"Feb 30, 2023\" does not exist", ""),
            ("LGFeb 30", "LG", "the date \"Feb 30\" does not exist in any year", ""),
            ("LGJun 24, 20233", "LG", "the date \"Jun 24, 20233\" does not exist", ""),
        ];
        for (line, category, date, badges) in cases {
            let expected = (category.to_owned(), date.to_owned(), badges.to_owned());
            assert_eq!(read(line), Some(expected), "{line}");
        }
    }

    #[test]
    fn a_leap_day_without_a_year_is_found_over_a_century_without_one() {
        let header = Header::parse("LGFeb 29", Date::constant(2103, 1, 1)).unwrap();
        assert_eq!(header.date.unwrap().to_string(), "2096-02-29");
    }

    #[test]
    fn other_lines_are_no_headers() {
        for line in [
            "",
            "Jun 24, 2023",
            "May 2023 saw the release of many models",
            "In May 5, 2020 we began.",
            "On May 5, 2020 Berlin",
            "LGJune 24, 2023",
            "LGJun 24, 2023 was the day on which we began, and so on.",
            "Large Scale Learning on Graphs",
            "Ünïcödé Jun 24",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn a_header_cut_off_inside_its_month_is_noticed() {
        let is_known = |category: &str| category == "LG";
        for (line, expected) in
            [("LGJu", true), ("LGJ", false), ("LGJun ", true), ("LG", false), ("MLJu", false), ("É", false)]
        {
            assert_eq!(Header::is_cut_off(line, is_known), expected, "{line}");
        }
    }
}
