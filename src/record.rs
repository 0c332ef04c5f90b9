//! What a listing says of a paper, before the catalog has seen it.
//!
//! A reader fills these types and keeps what was printed; normal forms are made elsewhere, beside it.

use std::fmt;

use jiff::civil::Date;

use crate::identifier::{Identifier, PersonIdentifier};

/// A Gregorian date of which the month or the day may not be stated.
///
/// Written as `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (ISO 8601). Ordered by what is stated; a year comes before its months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl PartialDate {
    /// A year alone; `None` outside 1 to 9999.
    pub fn of_year(year: i16) -> Option<Self> {
        Date::new(year, 1, 1).ok().filter(|_| year >= 1)?;
        Some(Self { year, month: None, day: None })
    }

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `None` when it is none of these or no such day exists.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts.next().filter(|part| part.len() == 4)?.parse().ok()?;
        let mut number = |_| match parts.next() {
            None => Some(None),
            Some(part) if part.len() == 2 => part.parse::<i8>().ok().map(Some),
            Some(_) => None,
        };
        let (month, day) = (number(())?, number(())?);
        if parts.next().is_some() {
            return None;
        }
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        Self::of_year(year).map(|date| Self { month, day, ..date })
    }

    /// The Gregorian year, 1 to 9999.
    pub fn year(self) -> i16 {
        self.year
    }

    /// How much of the date is stated: 1 the year, 2 also the month, 3 also the day.
    pub fn precision(self) -> u8 {
        1 + u8::from(self.month.is_some()) + u8::from(self.day.is_some())
    }
}

impl From<Date> for PartialDate {
    fn from(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().flatten() {
            write!(formatter, "-{part:02}")?;
        }
        Ok(())
    }
}

/// An author as a listing names them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuthorMention {
    /// The name, verbatim.
    pub name_as_printed: String,
    /// False for an author who is known to be on the paper but whose place in the list "et al." hides.
    pub position_stated: bool,
    /// True where the listing marks the name as that of a collaboration or an organisation, which has no family name.
    pub is_group: bool,
    /// What registries call the person. Empty where none is stated.
    pub identifiers: Vec<PersonIdentifier>,
    /// Where the listing says that this author works. Empty where it does not tell them apart by author.
    pub affiliations: Vec<Affiliation>,
}

impl AuthorMention {
    /// An author printed in the list.
    pub fn printed(name: impl Into<String>) -> Self {
        Self { name_as_printed: name.into(), position_stated: true, ..Self::default() }
    }

    /// An author whose place in the list is hidden.
    pub fn hidden(name: impl Into<String>) -> Self {
        Self { name_as_printed: name.into(), ..Self::default() }
    }

    /// A collaboration or an organisation printed in the list.
    pub fn group(name: impl Into<String>) -> Self {
        Self { is_group: true, ..Self::printed(name) }
    }
}

/// A place as a listing names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Affiliation {
    /// The name, as printed, never empty.
    pub name: String,
    /// ROR identifier in normal form, e.g. `042nb2s44`.
    pub ror: Option<String>,
    /// ISO 3166-1 alpha-2, in capitals.
    pub country_code: Option<String>,
}

impl Affiliation {
    /// A place of which only the name is stated.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

/// What a web address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkKind {
    /// Source code or a model, on a host made for it.
    Code,
    /// Data that the work made or used.
    Data,
    /// The text of the work.
    Paper,
    /// Any other page about the work.
    Project,
}

impl LinkKind {
    const ALL: [Self; 4] = [Self::Code, Self::Data, Self::Paper, Self::Project];

    /// The word the catalog stores (`link.kind`).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Data => "data",
            Self::Paper => "paper",
            Self::Project => "project",
        }
    }

    /// The kind a stored word stands for; `None` for any other word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Where in a listing a web address stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatedBy {
    /// By a badge on a page.
    Badge,
    /// In a field made for it.
    Field,
    /// In the text of the abstract.
    Abstract,
    /// In the authors' comments.
    Comment,
}

impl StatedBy {
    const ALL: [Self; 4] = [Self::Badge, Self::Field, Self::Abstract, Self::Comment];

    /// The word the catalog stores (`link.stated_by`).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Badge => "badge",
            Self::Field => "field",
            Self::Abstract => "abstract",
            Self::Comment => "comment",
        }
    }

    /// The place a stored word stands for; `None` for any other word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.as_str() == word)
    }
}

/// A web address that a listing gives for a paper.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Link {
    /// The address, with its scheme.
    pub url: String,
    /// What it leads to.
    pub kind: LinkKind,
    /// Where it stands.
    pub stated_by: StatedBy,
}

/// What one entry of a listing says of one paper. Lists are empty where nothing is stated.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PaperRecord {
    /// The title, never empty.
    pub title: String,
    /// Printed authors in order, then those whose place is hidden.
    pub authors: Vec<AuthorMention>,
    /// Whether the printed list is the whole list; false for "et al." and where no list is stated.
    pub authors_complete: bool,
    /// When it came out first, as far as the listing knows.
    pub published_on: Option<PartialDate>,
    /// The abstract as one paragraph.
    pub abstract_text: Option<String>,
    /// The conference series or journal.
    pub venue: Option<String>,
    /// Subject classes as stated, e.g. `cs.LG` or `LG`.
    pub categories: Vec<String>,
    /// The paper's affiliations, not told apart by author; those of its authors need not be among them.
    pub affiliations: Vec<Affiliation>,
    /// Words that authors or indexers chose for it, as printed.
    pub keywords: Vec<String>,
    /// What registries call it.
    pub identifiers: Vec<Identifier>,
    /// Web addresses.
    pub links: Vec<Link>,
    /// `Some(true)` where the listing states that there is code; `None` where it is silent.
    pub code_stated: Option<bool>,
}

impl PaperRecord {
    /// The names in the printed author list, in order; those whose place is hidden are not in it.
    pub fn printed_names(&self) -> impl Iterator<Item = &str> {
        self.authors.iter().filter(|author| author.position_stated).map(|author| author.name_as_printed.as_str())
    }

    fn weight(&self) -> usize {
        let of_author = |author: &AuthorMention| {
            let identifiers = author.identifiers.iter().map(|identifier| identifier.value.len() + 32).sum::<usize>();
            size_of::<AuthorMention>()
                + author.name_as_printed.len()
                + identifiers
                + places_weight(&author.affiliations)
        };
        let texts = self.categories.iter().chain(&self.keywords).map(|text| text.len() + size_of::<String>());
        let addresses = self.links.iter().map(|link| link.url.len() + size_of::<Link>());
        let identifiers = self.identifiers.iter().map(|identifier| identifier.value.len() + size_of::<Identifier>());
        size_of::<Self>()
            + self.title.len()
            + self.abstract_text.as_ref().map_or(0, String::len)
            + self.venue.as_ref().map_or(0, String::len)
            + self.authors.iter().map(of_author).sum::<usize>()
            + places_weight(&self.affiliations)
            + texts.chain(addresses).chain(identifiers).sum::<usize>()
    }
}

fn places_weight(places: &[Affiliation]) -> usize {
    places.iter().map(|place| size_of::<Affiliation>() + place.name.len()).sum()
}

/// One entry of a listing, in file order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line it begins on, 1-based.
    pub line: u64,
    /// What was read.
    pub reading: Reading,
    /// What was repaired in reading it, to be told to the user; each a clause without a full stop.
    pub notes: Vec<String>,
    /// What it says beside that a paper's record has no place for, such as comments; kept with the entry.
    pub set_aside: Vec<String>,
}

impl Entry {
    /// An entry of which nothing was repaired or set aside.
    pub fn new(line: u64, reading: Reading) -> Self {
        Self { line, reading, notes: Vec::new(), set_aside: Vec::new() }
    }

    /// About how many bytes it takes in memory.
    pub fn weight(&self) -> usize {
        let texts = |texts: &[String]| texts.iter().map(|text| text.len() + size_of::<String>()).sum::<usize>();
        let reading = match &self.reading {
            Reading::Paper { record, .. } | Reading::Addition(record) => record.weight(),
            Reading::Bad(BadRecord { reason, text }) | Reading::Skipped { reason, text } => reason.len() + text.len(),
            Reading::Head(text) | Reading::Stray(text) => text.len(),
            Reading::Person(person) => texts(&person.names) + places_weight(&person.affiliations),
        };
        size_of::<Self>() + reading + texts(&self.notes) + texts(&self.set_aside)
    }
}

/// What a reader made of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A paper.
    Paper {
        /// What the entry says.
        record: Box<PaperRecord>,
        /// Why the reading is not sure; `None` when it is.
        doubt: Option<Doubt>,
    },
    /// An entry that could not be read.
    Bad(BadRecord),
    /// What the entry adds to a paper that the catalog has, such as an address of its code; it never makes a paper.
    Addition(Box<PaperRecord>),
    /// What the entry says of a person.
    Person(Box<PersonRecord>),
    /// An entry that is no paper, or is withdrawn.
    Skipped {
        /// Why it makes no paper, a clause without a full stop.
        reason: String,
        /// What it says.
        text: String,
    },
    /// What the entries that follow need to be read on their own, such as a table's header row. It is no entry.
    Head(String),
    /// A line that belongs to no entry, such as a page's own header.
    Stray(String),
}

impl Reading {
    /// A paper whose reading is sure.
    pub fn paper(record: PaperRecord) -> Self {
        Self::Paper { record: Box::new(record), doubt: None }
    }

    /// An entry that cannot be read.
    pub fn bad(reason: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Bad(BadRecord { reason: reason.into(), text: text.into() })
    }
}

/// What one entry of a listing says of one person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonRecord {
    /// The forms of the name, the preferred one first; at least one.
    pub names: Vec<String>,
    /// Whether it is a collaboration or an organisation.
    pub is_group: bool,
    /// What registries call the person.
    pub identifiers: Vec<PersonIdentifier>,
    /// Where the person works or worked.
    pub affiliations: Vec<Affiliation>,
}

/// One way to read the line on which title and authors are run together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitleAndAuthors {
    /// The title.
    pub title: String,
    /// The printed authors, in order.
    pub authors: Vec<String>,
}

impl TitleAndAuthors {
    /// Title and authors as the line has them, without a mark between. Every reading of one line gives one text, by
    /// which a ruling on it is found again.
    pub fn run_together(&self) -> String {
        format!("{}{}", self.title, self.authors.join(", "))
    }
}

/// Why the reading of an entry is not sure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// Why, in clauses without a full stop.
    pub reason: String,
    /// What else its title line could say; `None` where the doubt is about something else.
    pub other: Option<TitleAndAuthors>,
}

impl Doubt {
    /// A doubt that no other reading of the title line would settle.
    pub fn because(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), other: None }
    }

    /// Why, and what else the title line could say.
    pub fn in_words(&self) -> String {
        match &self.other {
            Some(other) => {
                format!("{}; it could also be \"{}\" by {}", self.reason, other.title, other.authors.join(", "))
            }
            None => self.reason.clone(),
        }
    }

    /// Two doubts about one entry.
    pub fn and(self, further: Option<Self>) -> Self {
        match further {
            Some(further) => {
                Self { reason: format!("{}; {}", self.reason, further.reason), other: self.other.or(further.other) }
            }
            None => self,
        }
    }
}

/// An entry that could not be read. It is kept and listed, never dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRecord {
    /// What is wrong, a clause without a full stop.
    pub reason: String,
    /// What the entry says, as the input has it; of a very long one, its beginning.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_they_are_read_and_days_must_exist() {
        for text in ["2023", "2023-06", "2023-06-24", "2024-02-29", "0794-01-01"] {
            assert_eq!(PartialDate::parse(text).map(|date| date.to_string()).as_deref(), Some(text));
        }
        for text in ["", "23", "2023-", "2023-13", "2023-02-29", "2023-6-24", "2023-06-24-", "x", "0000"] {
            assert_eq!(PartialDate::parse(text), None, "{text}");
        }
    }
}
