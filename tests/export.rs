//! What is exported comes back: the catalog that an export is imported into is the one that was exported.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use common::{TestCatalog, stderr};
use paperdex::catalog::{Catalog, ImportFacts, ListingFacts};
use paperdex::identifier::{Identifier, PersonIdentifier, PersonScheme, Scheme};
use paperdex::import::clean_text;
use paperdex::record::{
    Affiliation, AuthorMention, Entry, Link, LinkKind, PaperRecord, PartialDate, Reading, StatedBy,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Texts with every mark that a format has a meaning for.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-zA-Z]{1,8}",
        "[éüßŁøñ名前자]{1,3}",
        Just("=1+1".to_owned()),
        Just("'quoted'".to_owned()),
        Just("a;b".to_owned()),
        Just("back\\slash".to_owned()),
        Just("end\\".to_owned()),
        Just("\"".to_owned()),
        Just("x, y".to_owned()),
        Just("{\\\"o}".to_owned()),
        Just("$x^2$".to_owned()),
        Just("<i>".to_owned()),
        Just("&amp;".to_owned()),
        Just("|".to_owned()),
        Just("-".to_owned()),
        Just("123".to_owned()),
        Just("null".to_owned()),
    ];
    // What spreadsheets run, and what looks like the guard against it.
    let beginning = prop_oneof![
        8 => Just(""),
        1 => prop_oneof![Just("="), Just("'="), Just("''+"), Just("-"), Just("'"), Just("@"), Just("'＝"), Just("−")],
    ];
    (beginning, vec(word, 1..6)).prop_map(|(beginning, words)| clean_text(&format!("{beginning}{}", words.join(" "))))
}

/// People, of whom two are namesakes with identifiers that tell them apart, and groups.
fn who() -> impl Strategy<Value = AuthorMention> {
    let person = |name: &str| AuthorMention::printed(name);
    let known = |name: &str, orcid: &str| AuthorMention {
        identifiers: PersonIdentifier::new(PersonScheme::Orcid, orcid).into_iter().collect(),
        ..AuthorMention::printed(name)
    };
    prop_oneof![
        Just(known("Ann Lee", "0000-0002-1825-0097")),
        Just(known("Lee, Ann", "0000-0002-1694-233X")),
        Just(person("Lee, Ann")),
        Just(person("D. Wu")),
        Just(person("King, Jr., Martin")),
        Just(person("Chloé O'Brien")),
        Just(AuthorMention::group("ATLAS Collaboration")),
        Just(AuthorMention::group("Barnes and Noble, Inc.")),
        Just(AuthorMention::group("Physics; Rooms")),
        text().prop_map(AuthorMention::printed),
    ]
}

fn affiliation() -> impl Strategy<Value = Affiliation> {
    let known = prop_oneof![
        Just(("MIT".to_owned(), Some("042nb2s44"))),
        Just(("Massachusetts Institute of Technology".to_owned(), Some("042nb2s44"))),
        Just(("ETH".to_owned(), Some("05a28rw58"))),
        Just(("Lab; Second Floor".to_owned(), None)),
        text().prop_map(|name| (name, None)),
    ];
    let country = option::of(prop_oneof![Just("US"), Just("CH")]);
    (known, any::<bool>(), country).prop_map(|((name, ror), states_ror, country)| Affiliation {
        name,
        ror: ror.filter(|_| states_ror).map(str::to_owned),
        country_code: country.map(str::to_owned),
    })
}

fn author() -> impl Strategy<Value = AuthorMention> {
    (who(), vec(affiliation(), 0..3)).prop_map(|(author, affiliations)| AuthorMention { affiliations, ..author })
}

/// Each name once: two equal names on one paper are two people, whom nothing tells apart.
fn each_once(authors: Vec<AuthorMention>) -> Vec<AuthorMention> {
    let mut seen = std::collections::BTreeSet::new();
    let key = |author: &AuthorMention| author.name_as_printed.to_lowercase().replace("lee, ann", "ann lee");
    authors.into_iter().filter(|author| seen.insert(key(author))).collect()
}

fn link() -> impl Strategy<Value = Link> {
    let kind = prop_oneof![Just(LinkKind::Code), Just(LinkKind::Data), Just(LinkKind::Paper), Just(LinkKind::Project)];
    let stated_by =
        prop_oneof![Just(StatedBy::Badge), Just(StatedBy::Field), Just(StatedBy::Abstract), Just(StatedBy::Comment)];
    ("[a-z;,=]{1,8}", kind, stated_by).prop_map(|(path, kind, stated_by)| Link {
        url: format!("https://example.org/{path}"),
        kind,
        stated_by,
    })
}

prop_compose! {
    fn record(number: usize)(
        title in text(),
        authors in vec(author(), 0..4),
        hidden in vec(who(), 0..2),
        complete in any::<bool>(),
        date in option::of(prop_oneof![Just("2020"), Just("2021-03"), Just("2022-05-06")]),
        abstract_text in option::of(text()),
        venue in option::of(text()),
        categories in vec(prop_oneof![Just("cs.LG".to_owned()), Just("stat.ML".to_owned()), Just("x;y".to_owned())], 0..3),
        affiliations in vec(affiliation(), 0..3),
        keywords in vec(text(), 0..3),
        doi in option::of(0..1000_usize),
        links in vec(link(), 0..3),
        code in any::<bool>(),
    ) -> PaperRecord {
        let is_complete = complete && !authors.is_empty();
        let hidden = hidden.into_iter().filter(|_| !is_complete);
        let hidden = hidden.map(|author| AuthorMention { position_stated: false, ..author });
        PaperRecord {
            title: format!("{title} {number}"),
            authors: each_once(authors.into_iter().chain(hidden).collect()),
            authors_complete: is_complete,
            published_on: date.and_then(PartialDate::parse),
            abstract_text,
            venue,
            categories,
            affiliations,
            keywords,
            identifiers: doi.and_then(|doi| Identifier::new(Scheme::Doi, &format!("10.5555/{number}.{doi};x"))).into_iter().collect(),
            links,
            code_stated: code.then_some(true),
        }
    }
}

fn records() -> impl Strategy<Value = Vec<PaperRecord>> {
    (record(1), record(2), record(3), record(4)).prop_map(|(one, two, three, four)| vec![one, two, three, four])
}

/// A catalog of the records, as an import of them would have made it.
fn catalog_of(records: &[PaperRecord]) -> TestCatalog {
    let made = TestCatalog::empty();
    let mut catalog = Catalog::open_or_create(&made.db()).unwrap();
    let writer = catalog.begin().unwrap();
    let facts = ImportFacts { started_at: "2026-11-23T00:00:00Z".into(), program_version: "0".into() };
    let import_id = writer.add_import(&facts).unwrap();
    let facts = ListingFacts {
        path: "made".into(),
        format: "table".into(),
        as_of: "2026-11-23".into(),
        listed_under: None,
        columns: None,
    };
    let mut listing = writer.begin_listing(import_id, &facts).unwrap();
    for (line, record) in (1..).zip(records) {
        writer.write_entry(&mut listing, &Entry::new(line, Reading::paper(record.clone())).into()).unwrap();
    }
    writer.finish_listing(&listing, 0, "").unwrap();
    writer.commit().unwrap();
    catalog.settle().unwrap();
    drop(catalog);
    made
}

fn exported(catalog: &TestCatalog) -> String {
    catalog.stdout(["export", "jsonl"])
}

/// Authors and affiliations as rows.
fn people(catalog: &TestCatalog) -> Vec<String> {
    catalog.values(
        "SELECT author.name || ' ' || author.is_group || ' ' || coalesce((SELECT group_concat(value) \
         FROM author_identifier WHERE author_id = author.id), '') FROM author \
         UNION ALL SELECT name || ' ' || coalesce(ror, '') || coalesce(country_code, '') FROM affiliation",
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, rng_seed: RngSeed::Fixed(20), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_export_imported_again_gives_the_same_catalog(records in records()) {
        let catalog = catalog_of(&records);
        let before = exported(&catalog);
        for kind in ["csv", "tsv", "json", "jsonl"] {
            let other = TestCatalog::empty();
            let file = other.path(&format!("export.{kind}"));
            catalog.stdout(["export".as_ref(), kind.as_ref(), "-o".as_ref(), file.as_os_str()]);
            let output = other.run(["import".as_ref(), file.as_os_str()]);
            prop_assert!(output.status.success(), "{kind}: {}", stderr(&output));
            prop_assert_eq!(&exported(&other), &before, "{}", kind);
            let (mut here, mut there) = (people(&catalog), people(&other));
            here.iter_mut().chain(&mut there).for_each(|row| *row = row.split_once(' ').unwrap().1.to_owned());
            here.sort();
            there.sort();
            prop_assert_eq!(here, there, "{}", kind);
            let again = other.run(["import".as_ref(), file.as_os_str()]);
            prop_assert!(common::stdout(&again).contains("0 new, 0 merged"), "{kind}: {}", common::stdout(&again));
        }
    }
}

#[test]
fn the_papers_report_as_a_file_comes_back_as_the_same_report() {
    let catalog = TestCatalog::import("author-page.txt");
    for kind in ["csv", "tsv", "json", "jsonl"] {
        let other = TestCatalog::empty();
        let file = other.path(&format!("papers.{kind}"));
        catalog.stdout(["papers".as_ref(), "--sort".as_ref(), "id".as_ref(), "-o".as_ref(), file.as_os_str()]);
        assert!(other.run(["import".as_ref(), file.as_os_str()]).status.success());
        let papers = |catalog: &TestCatalog| catalog.stdout(["papers", "--format", "csv"]);
        assert_eq!(papers(&other), papers(&catalog), "{kind}");
    }
}
