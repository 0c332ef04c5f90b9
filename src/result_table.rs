//! The one shape between a report and an output format.
//!
//! A report fills a [`ResultTable`]; an output format prints it. Neither knows the other, so every
//! format prints every report. Rows come one at a time, so that a million papers stream in flat memory.

/// A value of one row. What the catalog does not know is [`Cell::Missing`], never `""` or `0`.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Not stated by any source: an empty field in CSV, `null` in JSON, a dash in tables.
    Missing,
    /// Text as the catalog holds it.
    Text(String),
    /// A count, a year or a key of ours.
    Integer(i64),
    /// A part of a whole, 0 to 1.
    Share(f64),
    /// Any other real number, finite; printed with all its digits.
    Number(f64),
    /// A statement that is true or false; "not stated" is [`Cell::Missing`].
    Flag(bool),
}

/// How the values of a column are read, aligned and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Short text; a terminal table may cut it to keep one row on one line.
    Text,
    /// A word or two that name the row; never cut.
    Label,
    /// Text to be read whole; a terminal table wraps it and never cuts it.
    Prose,
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, Gregorian.
    Date,
    /// A Gregorian year.
    Year,
    /// A count, 0 or more.
    Count,
    /// A key of ours (`paper.id`, `author.id`).
    Id,
    /// A part of a whole, 0 to 1; tables show it in percent.
    Share,
    /// Numbers of any kind.
    Number,
    /// Yes, no, or not stated.
    Flag,
    /// A web address.
    Url,
}

impl ColumnKind {
    /// Whether values are numbers, which tables align to the right and spreadsheets may add up.
    pub fn is_numeric(self) -> bool {
        matches!(self, Self::Year | Self::Count | Self::Id | Self::Share | Self::Number)
    }
}

/// One column of a report: its public name and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column<'a> {
    /// The public name, in lower case with underscores: the CSV header and the JSON key.
    pub name: &'a str,
    /// Meaning, unit or range, and what a missing value means, for help texts and documentation.
    pub meaning: &'a str,
    /// How its values are aligned and shown.
    pub kind: ColumnKind,
}

/// The cells of one row, one for each column, in the order of the columns.
pub type Row = Vec<Cell>;

/// Rows on their way from a report to an output format; an error ends the report.
pub type Rows<'a> = Box<dyn Iterator<Item = anyhow::Result<Row>> + 'a>;

/// The answer of one report.
pub struct ResultTable<'a> {
    /// The columns, alike in every output format.
    pub columns: Vec<Column<'a>>,
    /// The rows, in the report's total order.
    pub rows: Rows<'a>,
    /// What the report could not count and which figures are bounds, each a sentence without a full stop.
    pub notes: Vec<String>,
}
