//! The filters that every list and report shares: as options, and as the condition they amount to.

use std::str::FromStr;

use anyhow::Context;
use clap::{Args, ValueEnum};
use rusqlite::types::Value;
use rusqlite::{Connection, ToSql};

use super::find::{self, Kind};
use super::pick::Pick;
use crate::identity::fold::fold;
use crate::packed::{DateKey, List};
use crate::record::PartialDate;

const SELECTED: &str = include_str!("sql/selected.sql");
/// A list that is not stated at all is not cut.
const CUT: &str = "paper.authors_complete = 0 \
                   AND EXISTS (SELECT authorship.paper_id FROM authorship WHERE authorship.paper_id = paper.id)";
const SELECTED_MARK: &str = "/* selected */";

/// Which papers a question is about. All of those given must hold.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Filters")]
pub struct FilterArgs {
    /// Papers by this author, "et al." or not
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    /// Papers with this affiliation
    #[arg(long, value_name = "NAME")]
    pub affiliation: Option<String>,
    /// Papers of this category; LG finds cs.LG too
    #[arg(long, value_name = "CODE")]
    pub category: Option<String>,
    /// Papers of this journal or conference
    #[arg(long, value_name = "NAME")]
    pub venue: Option<String>,
    /// Papers of a year or of years: 2021, 2020..2023, 2020.., ..2019
    #[arg(long, value_name = "YEARS")]
    pub year: Option<YearRange>,
    /// Papers of this day (YYYY-MM-DD, YYYY-MM or YYYY) or later
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub since: Option<PartialDate>,
    /// Papers of this day (YYYY-MM-DD, YYYY-MM or YYYY) or earlier
    #[arg(long, value_name = "DATE", value_parser = parse_date)]
    pub until: Option<PartialDate>,
    /// Papers whose code is stated; --code=without for the others
    #[arg(long, value_name = "WHICH", num_args = 0..=1, require_equals = true, default_missing_value = "with")]
    pub code: Option<CodeFilter>,
    /// Papers with all these words in title or abstract; graph* finds graphs too
    #[arg(long, value_name = "WORDS")]
    pub text: Option<String>,
    /// Papers whose author list was cut and is not completed yet
    #[arg(long)]
    pub cut: bool,
    /// Papers of this input file, by its path, its name or its number
    #[arg(long, value_name = "FILE")]
    pub listing: Option<String>,
}

/// Papers told apart by code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CodeFilter {
    /// A source states code
    With,
    /// No source states code, which is not "no code"
    Without,
}

impl CodeFilter {
    fn flag(self) -> i64 {
        i64::from(self == Self::With)
    }
}

/// Years from one to another, both counted; `None` is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct YearRange {
    /// The first year.
    pub from: Option<i16>,
    /// The last year.
    pub to: Option<i16>,
}

impl FromStr for YearRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let year = |text: &str| match text.trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| format!("\"{text}\" is not a year")),
        };
        let (from, to) = match text.split_once("..") {
            Some((from, to)) => (year(from)?, year(to)?),
            None => (year(text)?, year(text)?),
        };
        match (from, to) {
            (None, None) => Err("give a year or years, such as 2021, 2020..2023 or 2020..".into()),
            (Some(from), Some(to)) if from > to => Err(format!("{from} is after {to}")),
            _ => Ok(Self { from, to }),
        }
    }
}

fn parse_date(text: &str) -> Result<PartialDate, String> {
    PartialDate::parse(text).ok_or_else(|| "give a day that exists, as YYYY-MM-DD, YYYY-MM or YYYY".into())
}

impl FilterArgs {
    /// The selection these options amount to: names become ids. Fails when a name fits nothing or several.
    pub fn resolve(&self, connection: &Connection) -> anyhow::Result<Selection> {
        let mut selection = Selection::all();
        if let Some(name) = &self.author {
            selection.by_author(find::one(connection, Kind::Author, name).context("--author")?);
        }
        if let Some(name) = &self.affiliation {
            let id = find::one(connection, Kind::Affiliation, name).context("--affiliation")?;
            let of_affiliation = "SELECT paper_id FROM paper_affiliation WHERE affiliation_id";
            selection.with_any(List::Affiliations, of_affiliation, "affiliation", &[id])?;
        }
        if let Some(code) = &self.category {
            let ids = find::categories(connection, code).context("--category")?;
            let of_category = "SELECT paper_id FROM paper_category WHERE category_id";
            selection.with_any(List::Categories, of_category, "category", &ids)?;
        }
        if let Some(name) = &self.venue {
            let id = find::one(connection, Kind::Venue, name).context("--venue")?;
            selection.condition("paper.venue_id = :venue", [("venue", Value::Integer(id))]);
            selection.pick.venue_id = Some(u32::try_from(id)?);
        }
        if let Some(listing) = &self.listing {
            let ids = find::listings(connection, listing).context("--listing")?;
            selection.member("SELECT paper_id FROM record WHERE listing_id", "listing", &ids);
        }
        self.add_dates(&mut selection);
        if self.cut {
            selection.condition(CUT, []);
            selection.pick.cut = true;
        }
        if let Some(code) = self.code {
            selection.by_code(code);
        }
        if let Some(words) = &self.text {
            let with_words = "SELECT paper_text.rowid FROM paper_text WHERE paper_text MATCH :words";
            selection.among(with_words.to_owned(), [(":words".to_owned(), Value::Text(full_text_query(words)?))]);
        }
        Ok(selection)
    }

    fn add_dates(&self, selection: &mut Selection) {
        let YearRange { from, to } = self.year.unwrap_or(YearRange { from: None, to: None });
        if let Some(from) = from {
            selection.condition("paper.year >= :from_year", [("from_year", Value::Integer(from.into()))]);
            selection.pick.keep_since(DateKey::of_year(from));
        }
        if let Some(to) = to {
            selection.condition("paper.year <= :to_year", [("to_year", Value::Integer(to.into()))]);
            selection.pick.keep_until(DateKey::last_of_year(to));
        }
        // A date of which the day or the month is not stated counts as the first of its time. As text, such a date
        // comes before all days in it; "~" comes after every digit and dash.
        if let Some(since) = self.since.map(|since| since.to_string()) {
            selection.pick.keep_since(DateKey::of(&since));
            selection.condition("paper.published_on >= :since", [("since", Value::Text(since))]);
        }
        if let Some(until) = self.until.map(|until| until.to_string()) {
            selection.pick.keep_until(DateKey::last_of(&until));
            selection.condition("paper.published_on <= :until", [("until", Value::Text(format!("{until}~")))]);
        }
    }
}

/// The papers a question is about, in two forms that mean the same: as a condition of SQL with its values, and as what must hold
/// of packed papers.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    conditions: Vec<String>,
    params: Vec<(String, Value)>,
    pick: Pick,
    /// Whether all is counted by SQL.
    counted_by_sql: bool,
    /// Whether those that a report lists are handed over to its statement.
    is_listed: bool,
}

impl Selection {
    /// All papers.
    pub fn all() -> Self {
        Self::default()
    }

    /// The papers of one import.
    pub fn of_import(import_id: i64) -> Self {
        let mut selection = Self::all();
        let of_import = "SELECT record.paper_id FROM listing \
                         JOIN record ON record.listing_id = coalesce(listing.repeats_id, listing.id) \
                         WHERE listing.import_id";
        selection.member(of_import, "import", &[import_id]);
        selection
    }

    /// The same papers, of which everything is counted by SQL alone, whatever the catalog keeps for counting: to compare the two.
    #[must_use]
    pub fn counted_by_sql(mut self) -> Self {
        self.counted_by_sql = true;
        self
    }

    /// Leaves only the papers of an author.
    pub fn by_author(&mut self, author_id: i64) {
        self.member("SELECT paper_id FROM authorship WHERE author_id", "author", &[author_id]);
    }

    /// Leaves only the papers with or without code.
    pub fn by_code(&mut self, code: CodeFilter) {
        self.pick.code = Some(code);
    }

    /// Whether what the catalog keeps for counting answers.
    pub(super) fn is_tallied(&self) -> bool {
        !self.counted_by_sql
    }

    /// What must hold of packed papers.
    pub(super) fn pick(&self) -> &Pick {
        &self.pick
    }

    /// The same papers, where those of them that are to be listed are in `temp.listed_paper`.
    pub(super) fn listed(&self) -> Self {
        Self { is_listed: true, ..self.clone() }
    }

    /// Whether all papers are selected.
    pub(super) fn is_all(&self) -> bool {
        self.conditions.is_empty() && self.pick.code.is_none()
    }

    /// Leaves the papers of which a list has any of some members; `subselect` gives the papers of those.
    fn with_any(&mut self, list: List, subselect: &str, name: &'static str, ids: &[i64]) -> anyhow::Result<()> {
        let members = ids.iter().map(|id| u32::try_from(*id)).collect::<Result<_, _>>()?;
        self.pick.any_of.push((list, members));
        let (subselect, params) = self.of_ids(subselect, name, ids);
        self.restrict(&subselect, params);
        Ok(())
    }

    /// Leaves the papers that a subselect gives for any of some ids. `name` may come more than once.
    fn member(&mut self, subselect: &str, name: &'static str, ids: &[i64]) {
        let (subselect, params) = self.of_ids(subselect, name, ids);
        self.among(subselect, params);
    }

    fn of_ids(&self, subselect: &str, name: &str, ids: &[i64]) -> (String, Vec<(String, Value)>) {
        let names: Vec<_> = (self.params.len()..).zip(ids).map(|(at, _)| format!(":{name}_{at}")).collect();
        let subselect = format!("{subselect} IN ({})", names.join(", "));
        (subselect, names.into_iter().zip(ids.iter().map(|id| Value::Integer(*id))).collect())
    }

    /// Leaves the papers that a subselect gives.
    fn among(&mut self, subselect: String, params: impl IntoIterator<Item = (String, Value)>) {
        self.restrict(&subselect, params);
        self.pick.among.push(subselect);
    }

    fn restrict(&mut self, subselect: &str, params: impl IntoIterator<Item = (String, Value)>) {
        self.conditions.push(format!("paper.id IN ({subselect})"));
        self.params.extend(params);
    }

    fn condition<const N: usize>(&mut self, condition: &str, params: [(&str, Value); N]) {
        self.conditions.push(condition.to_owned());
        self.params.extend(params.map(|(name, value)| (format!(":{name}"), value)));
    }

    /// Puts the selection where a statement asks for it.
    pub(super) fn insert_into(&self, sql: &str) -> String {
        if self.is_listed {
            // SQLite goes through what is left of such a join first.
            let listed = "FROM temp.listed_paper CROSS JOIN paper ON paper.id = listed_paper.paper_id";
            let selected = SELECTED.trim_end().replace("FROM paper", listed);
            return sql.replace(SELECTED_MARK, &format!("\n{selected}\n"));
        }
        let mut selected = SELECTED.trim_end().to_owned();
        for condition in &self.conditions {
            selected.push_str("\n      AND ");
            selected.push_str(condition);
        }
        if let Some(code) = self.pick.code {
            // The selection's own column says what counts as code, so that filter and count cannot differ.
            selected = format!(
                "    SELECT paper_id, year, published_on, authors_complete, venue_id, with_code, with_code_url\n    \
                 FROM (\n{selected}\n    ) AS unfiltered\n    WHERE with_code = {}",
                code.flag()
            );
        }
        sql.replace(SELECTED_MARK, &format!("\n{selected}\n"))
    }

    /// The values of the selection's parameters.
    pub(super) fn params(&self) -> Vec<(&str, &dyn ToSql)> {
        self.params.iter().map(|(name, value)| (name.as_str(), value as &dyn ToSql)).collect()
    }
}

/// What to look for in the index of words: each word, folded, as a phrase; one that ends in `*` as the beginning of one. Fails
/// when there is no word. Source: the query syntax of SQLite's FTS5.
fn full_text_query(words: &str) -> anyhow::Result<String> {
    let phrase = |word: &str| {
        let folded = fold(word);
        let end = if word.ends_with('*') { " *" } else { "" };
        (!folded.is_empty()).then(|| format!("\"{folded}\"{end}"))
    };
    let phrases: Vec<_> = words.split_whitespace().filter_map(phrase).collect();
    anyhow::ensure!(!phrases.is_empty(), "--text \"{words}\" has no word in it");
    Ok(format!("{{title abstract}} : ({})", phrases.join(" AND ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_read_as_one_year_or_as_an_open_or_closed_range() {
        let cases = [
            ("2021", Some((Some(2021), Some(2021)))),
            ("2020..2023", Some((Some(2020), Some(2023)))),
            ("2020..", Some((Some(2020), None))),
            ("..2019", Some((None, Some(2019)))),
            ("", None),
            ("..", None),
            ("2023..2020", None),
            ("20l9", None),
        ];
        for (text, expected) in cases {
            let read = text.parse::<YearRange>().ok().map(|range| (range.from, range.to));
            assert_eq!(read, expected, "{text}");
        }
    }
}
