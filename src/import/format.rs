//! The formats: what each is called, what it brings, how it is recognised and who reads it. A format is one arm here.

use std::io::BufRead;

use clap::ValueEnum;

use super::json::{self, JsonFormat, Shape};
use super::table;
use super::tagged::{self, TaggedFormat};
use super::xml::{self, XmlFormat};
use super::{
    Entries, Finds, Found, ReadContext, arxiv_email, arxiv_listing, bibtex, dblp_page, listing_page, scholar_profile,
};

/// A kind of listing that can be read. A file is of the first that recognises it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ListingFormat {
    /// What paperdex exports as JSON
    PaperdexJson,
    /// The metadata snapshot of arXiv (JSON lines)
    ArxivSnapshot,
    /// OpenAlex works (JSON)
    #[value(name = "openalex")]
    OpenAlex,
    /// Crossref works (JSON)
    Crossref,
    /// Semantic Scholar papers (JSON)
    SemanticScholar,
    /// OpenReview notes (JSON)
    #[value(name = "openreview")]
    OpenReview,
    /// Links and papers of Papers with Code (JSON)
    PapersWithCode,
    /// Lists of a conference's papers (JSON)
    ConferenceJson,
    /// CSL-JSON of Zotero, Pandoc and others
    CslJson,
    /// Answers of arXiv's search service (Atom)
    ArxivAtom,
    /// Answers of arXiv's harvesting service (OAI-PMH: arXiv, arXivRaw)
    ArxivOai,
    /// The DBLP dump (XML)
    DblpXml,
    /// Text copied from an author's page of a paper site
    ListingPage,
    /// Text copied from an arXiv listing of new or recent papers
    ArxivListing,
    /// An arXiv announcement e-mail
    ArxivEmail,
    /// Text copied from a Google Scholar profile
    ScholarProfile,
    /// Text copied from a DBLP author page
    DblpPage,
    /// BibTeX or BibLaTeX
    #[value(name = "bibtex")]
    BibTeX,
    /// RIS
    Ris,
    /// MEDLINE, as PubMed saves it (.nbib)
    Medline,
    /// Plain text of Web of Science
    WebOfScience,
    /// EndNote's tagged export (.enw), Refer
    #[value(name = "endnote")]
    EndNote,
    /// A table with a header row (CSV, TSV)
    Table,
}

/// The beginning of a file: its first 64 KB, as UTF-8.
pub(super) struct Beginning<'a> {
    text: &'a str,
    shape: Option<Shape>,
}

impl<'a> Beginning<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let shape = if text.trim_start().starts_with(['{', '[']) { Shape::of(text) } else { None };
        Self { text, shape }
    }
}

/// What goes around entries that are written on their own, and between two of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frame {
    /// Before the first.
    pub before: &'static str,
    /// Between two.
    pub between: &'static str,
    /// After the last.
    pub after: &'static str,
}

impl Frame {
    const LINES: Self = Self { before: "", between: "\n", after: "\n" };
    const BLOCKS: Self = Self { before: "", between: "\n\n", after: "\n" };
    const ARRAY: Self = Self { before: "[\n", between: ",\n", after: "\n]\n" };
}

/// All there is to say of a format.
struct Facts {
    name: &'static str,
    brings: &'static str,
    frame: Frame,
    recognises: Recognises,
    open: Open,
}

/// How a format is recognised.
enum Recognises {
    Text(fn(&str) -> bool),
    Json(fn(&Shape) -> bool),
    Xml(XmlFormat),
    Tagged(TaggedFormat),
}

/// Who reads a format.
enum Open {
    Text(fn(Box<dyn BufRead + Send>) -> Entries),
    InContext(fn(Box<dyn BufRead + Send>, &ReadContext) -> Entries),
    Table,
    Json(JsonFormat),
    Xml(XmlFormat),
    Tagged(TaggedFormat),
}

impl Facts {
    const fn tagged(name: &'static str, format: TaggedFormat, frame: Frame, brings: &'static str) -> Self {
        Self { name, brings, frame, recognises: Recognises::Tagged(format), open: Open::Tagged(format) }
    }

    const fn xml(name: &'static str, format: XmlFormat, frame: Frame, brings: &'static str) -> Self {
        Self { name, brings, frame, recognises: Recognises::Xml(format), open: Open::Xml(format) }
    }

    const fn json(name: &'static str, format: JsonFormat, brings: &'static str) -> Self {
        Self {
            name,
            brings,
            frame: Frame::ARRAY,
            recognises: Recognises::Json(format.recognises),
            open: Open::Json(format),
        }
    }

    const fn text(name: &'static str, recognises: fn(&str) -> bool, open: Open, brings: &'static str) -> Self {
        Self { name, brings, frame: Frame::BLOCKS, recognises: Recognises::Text(recognises), open }
    }
}

impl ListingFormat {
    fn facts(self) -> Facts {
        match self {
            Self::PaperdexJson => Facts::json("paperdex-json", json::OWN, "everything that a catalog holds of a paper"),
            Self::ArxivSnapshot => Facts::json(
                "arxiv-snapshot",
                json::ARXIV_SNAPSHOT,
                "authors with affiliations, day of version 1, categories, DOI, journal reference, code links in comments",
            ),
            Self::OpenAlex => Facts::json(
                "openalex",
                json::OPENALEX,
                "authors with OpenAlex and ORCID identifiers, affiliations with ROR and country, abstract, venue, keywords, \
                 identifiers, addresses",
            ),
            Self::Crossref => Facts::json(
                "crossref",
                json::CROSSREF,
                "authors with ORCID, affiliations with ROR, abstract, venue, subjects, DOI, addresses",
            ),
            Self::SemanticScholar => Facts::json(
                "semantic-scholar",
                json::SEMANTIC_SCHOLAR,
                "authors with S2 identifiers, venue, abstract, identifiers of eight registries",
            ),
            Self::OpenReview => Facts::json(
                "openreview",
                json::OPENREVIEW,
                "authors with OpenReview profiles, venue, abstract, keywords, code links; replies are skipped",
            ),
            Self::PapersWithCode => Facts::json(
                "papers-with-code",
                json::CODE_LINKS,
                "links: code for papers that are in the catalog; papers: authors, abstract, venue, tasks, identifiers",
            ),
            Self::ConferenceJson => Facts::json(
                "conference-json",
                json::CONFERENCE,
                "authors with affiliations and profiles, abstract, keywords, code and project addresses",
            ),
            Self::CslJson => Facts::json(
                "csl-json",
                json::CSL,
                "authors, date, venue, abstract, keywords, DOI, PubMed numbers, address",
            ),
            Self::ArxivAtom => Facts::xml(
                "arxiv-atom",
                xml::ARXIV_ATOM,
                Frame {
                    before: "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:arxiv=\"http://arxiv.org/schemas/atom\">\n",
                    between: "\n",
                    after: "\n</feed>\n",
                },
                "authors with affiliations, first day, categories, DOI, journal reference, abstract, code links in comments",
            ),
            Self::ArxivOai => Facts::xml(
                "arxiv-oai",
                xml::ARXIV_OAI,
                Frame { before: "<OAI-PMH>\n<ListRecords>\n", between: "\n", after: "\n</ListRecords>\n</OAI-PMH>\n" },
                "the same; the day of version 1 only from arXivRaw; deleted records are skipped",
            ),
            Self::DblpXml => Facts::xml(
                "dblp-xml",
                xml::DBLP,
                Frame { before: "<dblp>\n", between: "\n", after: "\n</dblp>\n" },
                "authors with homonym numbers and ORCID, venue, year, identifiers; people's other names and affiliations",
            ),
            Self::BibTeX => Facts::text(
                "bibtex",
                bibtex::recognises,
                Open::Text(bibtex::open),
                "authors, groups, date, venue, abstract, keywords, DOI, arXiv identifier and class, addresses; other fields as notes",
            ),
            Self::Ris => Facts::tagged(
                "ris",
                tagged::RIS,
                Frame::LINES,
                "authors, date, venue, abstract, keywords, DOI, affiliations, addresses; other fields as notes",
            ),
            Self::Medline => Facts::tagged(
                "medline",
                tagged::MEDLINE,
                Frame::BLOCKS,
                "authors with ORCID, groups, affiliations by author, date, venue, abstract, keywords, DOI, PubMed numbers",
            ),
            Self::WebOfScience => Facts::tagged(
                "web-of-science",
                tagged::WEB_OF_SCIENCE,
                Frame::LINES,
                "authors with full names, affiliations by author, year, venue, abstract, keywords, DOI, PubMed number",
            ),
            Self::EndNote => Facts::tagged(
                "endnote",
                tagged::ENDNOTE,
                Frame::BLOCKS,
                "authors, date, venue, abstract, keywords, DOI, affiliations, addresses",
            ),
            Self::ListingPage => Facts::text(
                "listing-page",
                listing_page::recognises,
                Open::InContext(listing_page::open),
                "up to three authors, day, category, code badge, affiliations, abstract, addresses in it",
            ),
            Self::ArxivListing => Facts::text(
                "arxiv-listing",
                arxiv_listing::recognises,
                Open::Text(arxiv_listing::open),
                "authors, categories, arXiv identifier, month, abstract, code links in comments",
            ),
            Self::ArxivEmail => Facts::text(
                "arxiv-email",
                arxiv_email::recognises,
                Open::Text(arxiv_email::open),
                "authors, categories, arXiv identifier, day, DOI, abstract, code links in comments",
            ),
            Self::ScholarProfile => Facts::text(
                "scholar-profile",
                scholar_profile::recognises,
                Open::Text(scholar_profile::open),
                "authors as abbreviated there, venue, year",
            ),
            Self::Table => Facts {
                frame: Frame::LINES,
                ..Facts::text(
                    "table",
                    table::recognises,
                    Open::Table,
                    "what its columns hold: those of Zotero, Scopus, IEEE, Springer, OpenAlex, JabRef and paperdex are known, others \
                     are named with --map",
                )
            },
            Self::DblpPage => {
                Facts::text("dblp-page", dblp_page::recognises, Open::Text(dblp_page::open), "authors, venue, year")
            }
        }
    }

    /// Whether what is read depends on the day that it is read on, and on what the user ruled of readings.
    pub fn depends_on_day(self) -> bool {
        self == Self::ListingPage
    }

    /// The name users type and the catalog stores (`listing.format`).
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// What its entries bring beside the title, in words.
    pub fn brings(self) -> &'static str {
        self.facts().brings
    }

    /// What goes around its entries where some are written on their own.
    pub fn frame(self) -> Frame {
        self.facts().frame
    }

    /// The format with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::value_variants().iter().copied().find(|format| format.name() == name)
    }

    /// The names of all formats, for messages.
    pub fn all_names() -> String {
        Self::value_variants().iter().map(|format| format.name()).collect::<Vec<_>>().join(", ")
    }

    /// The first format that recognises the beginning of a file.
    pub(super) fn of(beginning: &Beginning<'_>) -> Option<Self> {
        Self::value_variants().iter().copied().find(|format| match format.facts().recognises {
            Recognises::Text(recognises) => beginning.shape.is_none() && recognises(beginning.text),
            Recognises::Tagged(format) => beginning.shape.is_none() && format.recognises(beginning.text),
            Recognises::Xml(format) => {
                beginning.text.trim_start().starts_with('<') && format.recognises(beginning.text)
            }
            Recognises::Json(recognises) => beginning.shape.as_ref().is_some_and(recognises),
        })
    }

    pub(super) fn open(self, input: Box<dyn BufRead + Send>, context: &ReadContext) -> Finds {
        match self.facts().open {
            Open::Text(open) => all_read(open(input)),
            Open::InContext(open) => all_read(open(input, context)),
            Open::Table => table::open(input, context),
            Open::Json(format) => json::open(input, format),
            Open::Tagged(format) => tagged::open(input, format),
            Open::Xml(format) => xml::open(input, format),
        }
    }
}

/// Entries that depend on the page they stand on or on those before them.
fn all_read(entries: Entries) -> Finds {
    Box::new(entries.map(|entry| entry.map(Found::Read)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_what_is_stored() {
        for format in ListingFormat::value_variants() {
            assert_eq!(format.to_possible_value().unwrap().get_name(), format.name());
            assert_eq!(ListingFormat::named(format.name()), Some(*format));
        }
    }
}
