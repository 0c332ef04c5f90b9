//! Other pages that people copy as text: each is recognised by itself and read entry by entry.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use common::{TestCatalog, stderr, stdout};

/// Imports a page and gives the catalog with the summary's counts.
fn import(fixture: &str) -> (TestCatalog, String) {
    let catalog = TestCatalog::empty();
    let output = catalog.run_import(fixture, [] as [&str; 0]);
    let summary = stdout(&output).lines().next().unwrap_or_default().to_owned();
    let counts = summary.split_once(": ").map_or(stderr(&output), |(_, counts)| counts.to_owned());
    (catalog, counts)
}

/// One line a paper: title | authors | complete | date | categories | venue | identifiers.
fn papers(catalog: &TestCatalog) -> Vec<String> {
    catalog.values(
        "SELECT v_paper.title || ' | ' || coalesce(v_paper.authors, '') || ' | ' || v_paper.authors_complete || ' | '
                || coalesce(v_paper.published_on, '') || ' | ' || coalesce(v_paper.categories, '') || ' | '
                || coalesce(v_paper.venue, '') || ' | ' || coalesce((SELECT group_concat(scheme || ':' || value)
                FROM identifier WHERE paper_id = v_paper.id), '')
         FROM v_paper ORDER BY v_paper.id",
    )
}

#[test]
fn an_arxiv_listing_is_read_with_its_identifiers_and_categories() {
    let (catalog, counts) = import("arxiv_listing.txt");
    assert_eq!(counts, "3 entries: 2 new, 0 merged, 0 unchanged, 1 rejected (4 lines outside entries)");
    let expected = [
        "Structuring Representation Geometry with Rotationally Equivariant Contrastive Learning | Sharut Gupta; \
         Joshua Robinson; Derek Lim; Soledad Villar; Stefanie Jegelka | 1 | 2023-06 | cs.LG; stat.ML |  | \
         arxiv:2306.13924",
        "Graph Inductive Biases in Transformers without Message Passing | Liheng Ma; Chen Lin; Derek Lim | 0 | 2023-05 \
         | cs.LG | ICML | arxiv:2305.17589",
    ];
    assert_eq!(papers(&catalog), expected);
    assert_eq!(
        catalog.value::<String>("SELECT url || ' ' || stated_by FROM link"),
        "https://github.com/Sharut/CARE comment"
    );
    let abstract_text: String = catalog.value("SELECT abstract FROM paper WHERE id = 2");
    assert_eq!(abstract_text, "A transformer for graphs is made that needs no messages between neighbours.");
    assert_eq!(catalog.value::<String>("SELECT reason FROM record WHERE position = 3"), "it has no title");
    assert!(catalog.value::<String>("SELECT note FROM record WHERE position = 2").contains("journal-ref: ICML 2023"));
}

#[test]
fn an_arxiv_email_is_read_with_its_days_and_abstracts() {
    let (catalog, counts) = import("arxiv_email.txt");
    assert!(counts.starts_with("3 entries: 2 new, 0 merged, 0 unchanged, 1 rejected"), "{counts}");
    let expected = [
        "Structuring Representation Geometry with Rotationally Equivariant Contrastive Learning | Sharut Gupta; \
         Joshua Robinson; Derek Lim; Soledad Villar; Stefanie Jegelka | 1 | 2023-06-24 | cs.LG; stat.ML |  | \
         arxiv:2306.13924",
        "Counting Substructures with Higher-Order Graph Neural Networks: Possibility and Impossibility Results | \
         Behrooz Tahmasebi; Derek Lim; Stefanie Jegelka | 1 | 2020-12 | cs.LG |  | arxiv:2012.03174",
    ];
    assert_eq!(papers(&catalog), expected);
    let abstract_text: String = catalog.value("SELECT abstract FROM paper WHERE id = 1");
    assert!(abstract_text.ends_with("Code is at https://github.com/Sharut/CARE."), "{abstract_text}");
    assert_eq!(catalog.value::<String>("SELECT url FROM link"), "https://github.com/Sharut/CARE");
    assert!(catalog.value::<String>("SELECT note FROM record WHERE position = 2").contains("MIT; MIT; MIT"));
}

#[test]
fn a_scholar_profile_is_read_with_its_venues_and_cut_lists() {
    let (catalog, counts) = import("scholar_profile.txt");
    assert!(counts.starts_with("4 entries: 3 new, 0 merged, 0 unchanged, 1 rejected"), "{counts}");
    let expected = [
        "Graphs of small rooms | A Lee; B Ek; C Wu | 0 | 2021 |  | Advances in neural information processing systems | ",
        "Kernels for quiet streets | A Lee; D Roe | 1 | 2021 |  |  | arxiv:2106.01234",
        "Measures of slow rivers | A Lee | 1 | 2019 |  |  | ",
    ];
    assert_eq!(papers(&catalog), expected);
    let kept: Vec<String> = catalog.values("SELECT text FROM stray_line ORDER BY line");
    assert_eq!(kept.last().unwrap(), "Show more");
}

#[test]
fn a_dblp_page_is_read_with_its_venues_and_years() {
    let (catalog, counts) = import("dblp_page.txt");
    assert!(counts.starts_with("5 entries: 4 new, 0 merged, 0 unchanged, 1 rejected"), "{counts}");
    let expected = [
        "Expressive Sign Equivariant Networks for Spectral Geometric Learning | Derek Lim; Joshua Robinson; \
         Stefanie Jegelka; Haggai Maron | 1 | 2023 |  | NeurIPS | ",
        "Structuring Representation Geometry with Rotationally Equivariant Contrastive Learning | Sharut Gupta; \
         Joshua Robinson; Derek Lim; Soledad Villar; Stefanie Jegelka | 1 | 2023 |  |  | arxiv:2306.13924",
        "Are Rooms Small? | Wei Wang 0001; Ann Lee | 1 | 2021 |  | J. Small Rooms | ",
        "Doubly Stochastic Subspace Clustering | Derek Lim; René Vidal; Benjamin D. Haeffele | 1 | 2020 |  |  | ",
    ];
    assert_eq!(papers(&catalog), expected);
}

#[test]
fn the_same_paper_from_several_pages_is_one_and_its_cut_list_is_completed() {
    let catalog = TestCatalog::import_with("author-page.txt", ["--listed-under", "Derek Lim"]);
    for page in ["arxiv_email.txt", "arxiv_listing.txt", "dblp_page.txt"] {
        catalog.run_import(page, [] as [&str; 0]);
    }
    let of_title = "SELECT count(*) FROM paper WHERE title_key LIKE 'structuring representation geometry%'";
    assert_eq!(catalog.value::<i64>(of_title), 1);
    let authors: String = catalog.value("SELECT authors || ' ' || authors_complete FROM v_paper WHERE id = 1");
    assert_eq!(authors, "Sharut Gupta; Joshua Robinson; Derek Lim; Soledad Villar; Stefanie Jegelka 1");
    let before = catalog.content();
    for page in ["dblp_page.txt", "arxiv_listing.txt", "arxiv_email.txt"] {
        catalog.run_import(page, [] as [&str; 0]);
    }
    assert_eq!(catalog.content(), before);
}
