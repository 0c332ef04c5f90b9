//! Which column of a table holds what, told by its name.
//!
//! Sources of the names: the header rows that Zotero, Scopus, IEEE Xplore, Springer, Web of Science, PubMed, Dimensions,
//! OpenAlex, JabRef, Publish or Perish and paperdex itself write. Case, blanks and punctuation do not matter.

use std::borrow::Cow;

use clap::ValueEnum;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Column {
    /// The title
    Title,
    /// The authors, with ; between
    Authors,
    /// The authors with their full names, where another column has them shortened
    FullNames,
    /// The day, month or year of publication
    Date,
    /// The year
    Year,
    /// The journal, the conference or the series
    Venue,
    /// The same, where no other column has it
    OtherVenue,
    /// The abstract
    Abstract,
    /// The DOI
    Doi,
    /// The arXiv identifier
    Arxiv,
    /// The PubMed number
    Pmid,
    /// The PubMed Central number
    Pmcid,
    /// The OpenAlex identifier
    #[value(name = "openalex")]
    OpenAlex,
    /// An address of the paper
    Url,
    /// An address of its code
    Code,
    /// An address of its project
    Project,
    /// Keywords, with ; between
    Keywords,
    /// Categories such as cs.LG, with ; between
    Categories,
    /// Affiliations, with ; between
    Affiliations,
    /// The authors' ORCIDs, in the order of the authors
    Orcids,
    /// The authors' OpenAlex identifiers, in the order of the authors
    OpenalexAuthors,
    /// paperdex: whether the author list is whole
    #[value(skip)]
    AuthorsComplete,
    /// paperdex: whether a source states code
    #[value(skip)]
    CodeStated,
    /// paperdex: authors whose place is hidden
    #[value(skip)]
    HiddenAuthors,
    /// paperdex: places of the authors that are groups
    #[value(skip)]
    Groups,
    /// paperdex: affiliations by the place of the author
    #[value(skip)]
    AuthorAffiliations,
    /// paperdex: identifiers by the place of the author
    #[value(skip)]
    AuthorIdentifiers,
    /// paperdex: what registries call the affiliations
    #[value(skip)]
    AffiliationRegistry,
    /// paperdex: identifiers with their schemes
    #[value(skip)]
    Identifiers,
    /// paperdex: addresses with their kinds
    #[value(skip)]
    Links,
    /// paperdex: the number of the row, which means nothing elsewhere
    #[value(skip)]
    Ignored,
}

/// The names under which a column is known, folded, the preferred first.
const NAMES: &[(Column, &[&str])] = &[
    (
        Column::Title,
        &[
            "title",
            "document title",
            "article title",
            "item title",
            "paper title",
            "display name",
            "work title",
            "publication name",
            "ti",
        ],
    ),
    (
        Column::Authors,
        &["authors", "author", "author s", "author names", "authorships author display name", "creators", "au"],
    ),
    (
        Column::FullNames,
        &["author full names", "authors full names", "full author names", "authorships raw author name", "af"],
    ),
    (
        Column::Date,
        &[
            "published on",
            "publication date",
            "date published",
            "date",
            "published",
            "pub date",
            "cover date",
            "online date",
            "issue date",
            "published date",
        ],
    ),
    (
        Column::Year,
        &[
            "publication year",
            "year",
            "pub year",
            "year published",
            "published year",
            "copyright year",
            "pubyear",
            "py",
        ],
    ),
    (
        Column::Venue,
        &[
            "venue",
            "publication title",
            "source title",
            "journal",
            "journal book",
            "journal title",
            "journaltitle",
            "source",
            "primary location source display name",
            "host venue display name",
            "container title",
            "journal name",
            "so",
            "source display name",
            "source full title",
            "secondary title",
        ],
    ),
    (
        Column::OtherVenue,
        &[
            "booktitle",
            "book title",
            "conference name",
            "conference title",
            "proceedings title",
            "series title",
            "publication",
            "ct",
        ],
    ),
    (Column::Abstract, &["abstract", "abstract note", "abstracts", "notes abstract", "ab"]),
    (Column::Doi, &["doi", "item doi", "doi link", "article doi", "di"]),
    (Column::Arxiv, &["arxiv", "arxiv id", "arxivid", "eprint"]),
    (Column::Pmid, &["pmid", "pubmed id", "ids pmid", "pm"]),
    (Column::Pmcid, &["pmcid", "pmc id", "ids pmcid"]),
    (Column::OpenAlex, &["openalex id", "work id", "openalex"]),
    (
        Column::Url,
        &[
            "url",
            "link",
            "item url",
            "article url",
            "articleurl",
            "fulltexturl",
            "full text url",
            "pdf link",
            "landing page url",
            "primary location landing page url",
            "open access oa url",
            "urls",
        ],
    ),
    (Column::Code, &["code", "code url", "github", "repository", "code link"]),
    (Column::Project, &["project", "project url", "website", "project page"]),
    (
        Column::Keywords,
        &[
            "keywords",
            "author keywords",
            "index keywords",
            "manual tags",
            "automatic tags",
            "tags",
            "ieee terms",
            "keywords plus",
            "keywords display name",
            "mesh terms",
            "keyword",
            "de",
        ],
    ),
    (Column::Categories, &["categories", "category", "arxiv categories", "primaryclass"]),
    (
        Column::Affiliations,
        &[
            "affiliations",
            "author affiliations",
            "affiliation",
            "authors affiliations",
            "institutions",
            "authorships institutions display name",
            "research organizations",
            "institution names",
            "addresses",
            "c1",
        ],
    ),
    (Column::Orcids, &["orcid", "orcids", "authorships author orcid", "author orcids"]),
    (Column::OpenalexAuthors, &["author ids", "authorships author id", "openalex author ids"]),
    (Column::AuthorsComplete, &["authors complete"]),
    (Column::CodeStated, &["code stated"]),
    (Column::HiddenAuthors, &["hidden authors"]),
    (Column::Groups, &["groups"]),
    (Column::AuthorAffiliations, &["affiliations by author"]),
    (Column::AuthorIdentifiers, &["identifiers by author"]),
    (Column::AffiliationRegistry, &["affiliation registry"]),
    (Column::Identifiers, &["identifiers"]),
    (Column::Links, &["links"]),
];

/// The columns of a table.
#[derive(Debug, Clone, Default)]
pub(super) struct Header {
    names: Vec<String>,
    columns: Vec<Option<Column>>,
    /// For each kind of column that there is, its places, the best name first.
    places: Vec<(Column, Vec<usize>)>,
    is_own: bool,
    runs_names_together: bool,
}

impl Header {
    /// The columns with these names; `map` says which hold what, whatever their names.
    pub(super) fn of(cells: &[Cow<'_, str>], map: &[(Column, String)]) -> Self {
        let names: Vec<_> = cells.iter().map(|cell| crate::import::clean_text(cell)).collect();
        let folded: Vec<_> = names.iter().map(|name| plain(name)).collect();
        let has = |name: &str| folded.iter().any(|folded| folded == name);
        let is_own = has("authors complete") && has("published on");
        let known =
            |name: &String| NAMES.iter().find(|(_, known)| known.contains(&name.as_str())).map(|(column, _)| *column);
        let mut columns: Vec<_> = folded.iter().map(known).collect();
        // JabRef's table has numbers for names of two columns.
        if has("bibliographytype") {
            for (name, column) in [("custom1", Column::Abstract), ("custom3", Column::Keywords)] {
                folded.iter().position(|known| known == name).into_iter().for_each(|at| columns[at] = Some(column));
            }
        }
        for (column, name) in map {
            let wanted = plain(name);
            columns.iter_mut().filter(|known| **known == Some(*column)).for_each(|known| *known = None);
            for (at, name) in folded.iter().enumerate() {
                if *name == wanted {
                    columns[at] = Some(*column);
                }
            }
        }
        if is_own {
            let id = folded.iter().position(|name| name == "id");
            id.into_iter().for_each(|at| columns[at] = Some(Column::Ignored));
        } else {
            for (column, _) in NAMES.iter().filter(|(column, _)| is_of_paperdex(*column)) {
                columns.iter_mut().filter(|known| **known == Some(*column)).for_each(|known| *known = None);
            }
        }
        let places = places(&columns, &folded);
        let runs_names_together = has("item title") && has("item doi");
        Self { names, columns, places, is_own, runs_names_together }
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether paperdex wrote the table, so that its lists are in its own form.
    pub(super) fn is_own(&self) -> bool {
        self.is_own
    }

    /// Whether the table is Springer's, in which nothing stands between two authors.
    pub(super) fn runs_names_together(&self) -> bool {
        self.runs_names_together
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }

    /// Whether it shows beyond doubt that it is the header of a table of papers.
    pub(super) fn is_plain(&self) -> bool {
        self.has(Column::Title) && self.known_count() >= 2
    }

    pub(super) fn known_count(&self) -> usize {
        self.columns.iter().flatten().count()
    }

    /// What is missing so that nothing can be read: a column of titles, or one that the user named.
    pub(super) fn missing(&self, map: &[(Column, String)]) -> Option<String> {
        let listed = self.names.iter().take(20).map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let unknown = map.iter().find(|(_, name)| self.names.iter().all(|known| plain(known) != plain(name)));
        match unknown {
            Some((_, name)) => Some(format!("the table has no column \"{name}\"; it has {listed}")),
            None if self.has(Column::Title) => None,
            None => Some(format!(
                "no column of the table is known to hold titles; name one with --map title=\"…\"; it has {listed}"
            )),
        }
    }

    /// The cells of the columns that hold something, best name first.
    pub(super) fn cells_of<'a>(&'a self, column: Column, cells: &'a [Cow<'_, str>]) -> impl Iterator<Item = &'a str> {
        let places = self.places.iter().find(|(known, _)| *known == column).map_or(&[][..], |(_, places)| places);
        places.iter().map(|at| cells[*at].trim()).filter(|cell| !cell.is_empty())
    }

    /// The cells of columns that are not known, with the names of their columns.
    pub(super) fn others<'a>(&'a self, cells: &'a [Cow<'_, str>]) -> impl Iterator<Item = (&'a str, &'a str)> {
        let unknown = self.columns.iter().zip(&self.names).zip(cells).filter(|((column, _), _)| column.is_none());
        unknown.map(|((_, name), cell)| (name.as_str(), cell.trim())).filter(|(_, cell)| !cell.is_empty())
    }
}

fn places(columns: &[Option<Column>], folded: &[String]) -> Vec<(Column, Vec<usize>)> {
    let mut places: Vec<(Column, Vec<usize>)> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let Some(column) = column else { continue };
        match places.iter_mut().find(|(known, _)| known == column) {
            Some((_, places)) => places.push(at),
            None => places.push((*column, vec![at])),
        }
    }
    for (column, places) in &mut places {
        let names = NAMES.iter().find(|(known, _)| known == column).map_or(&[][..], |(_, names)| *names);
        places.sort_by_key(|at| names.iter().position(|name| *name == folded[*at]).unwrap_or(0));
    }
    places
}

fn is_of_paperdex(column: Column) -> bool {
    matches!(
        column,
        Column::AuthorsComplete
            | Column::CodeStated
            | Column::HiddenAuthors
            | Column::Groups
            | Column::AuthorAffiliations
            | Column::AuthorIdentifiers
            | Column::AffiliationRegistry
            | Column::Identifiers
            | Column::Links
    )
}

/// A name in lower case, with one blank for every run of blanks and punctuation.
fn plain(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(header: &str) -> Vec<Option<Column>> {
        let cells: Vec<_> = header.split(',').map(Cow::Borrowed).collect();
        Header::of(&cells, &[]).columns
    }

    #[test]
    fn the_headers_of_well_known_programs_are_known() {
        use Column::*;
        let cases: &[(&str, &[Option<Column>])] = &[
            (
                "Key,Author,Publication Year,Title,Publication Title",
                &[None, Some(Authors), Some(Year), Some(Title), Some(Venue)],
            ),
            (
                "Authors,Author full names,Title,Year,Source title,EID",
                &[Some(Authors), Some(FullNames), Some(Title), Some(Year), Some(Venue), None],
            ),
            ("Document Title,Authors,Author Affiliations", &[Some(Title), Some(Authors), Some(Affiliations)]),
            ("Item Title,Item DOI,Publication Year", &[Some(Title), Some(Doi), Some(Year)]),
            ("id,display_name,authorships.author.display_name", &[None, Some(Title), Some(Authors)]),
            (
                "id,title,authors,authors_complete,published_on",
                &[Some(Ignored), Some(Title), Some(Authors), Some(AuthorsComplete), Some(Date)],
            ),
            ("PMID,Title,Authors,Journal/Book", &[Some(Pmid), Some(Title), Some(Authors), Some(Venue)]),
        ];
        for (header, expected) in cases {
            assert_eq!(columns(header), *expected, "{header}");
        }
    }

    #[test]
    fn no_name_stands_for_two_columns() {
        let names: Vec<_> = NAMES.iter().flat_map(|(_, names)| names.iter()).collect();
        let unique: std::collections::BTreeSet<_> = names.iter().collect();
        assert_eq!(names.len(), unique.len());
        assert!(names.iter().all(|name| plain(name) == **name));
    }
}
