//! The fixture page has the facts of a real page; where the real page itself is at hand, it is read as well.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use std::path::{Path, PathBuf};

use common::{AS_OF, TestCatalog, listing, project};

/// Titles and printed authors, entry by entry.
const ENTRIES: [(&str, &[&str]); 19] = [
    (
        "Structuring Representation Geometry with Rotationally Equivariant Contrastive Learning",
        &["Sharut Gupta", "Joshua Robinson", "Derek Lim"],
    ),
    ("OpenAI GPT-5 System Card", &["Aaditya Singh", "Adam Fry", "Adam Perelman"]),
    ("Equivariant Polynomials for Graph Neural Networks", &["Omri Puny", "Derek Lim", "Bobak T. Kiani"]),
    (
        "Expressive Sign Equivariant Networks for Spectral Geometric Learning",
        &["Derek Lim", "Joshua Robinson", "Stefanie Jegelka"],
    ),
    ("Any-Subgroup Equivariant Networks via Symmetry Breaking", &["Abhinav Goel", "Derek Lim", "Hannah Lawrence"]),
    (
        "Beyond Next Token Probabilities: Learnable, Fast Detection of Hallucinations and Data Contamination on LLM Output Distributions",
        &["Guy Bar-Shalom", "Fabrizio Frasca", "Derek Lim"],
    ),
    ("Humanity's Last Exam", &["Long Phan", "Alice Gatti", "Ziwen Han"]),
    (
        "Sign and Basis Invariant Networks for Spectral Graph Representation Learning",
        &["Derek Lim", "Joshua Robinson", "Lingxiao Zhao"],
    ),
    (
        "Large Scale Learning on Non-Homophilous Graphs: New Benchmarks and Strong Simple Methods",
        &["Derek Lim", "Felix Hohne", "Xiuyu Li"],
    ),
    ("New Benchmarks for Learning on Non-Homophilous Graphs", &["Derek Lim", "Xiuyu Li", "Felix Hohne"]),
    ("Graph Metanetworks for Processing Diverse Neural Architectures", &["Derek Lim", "Haggai Maron", "Marc T. Law"]),
    (
        "Future Directions in the Theory of Graph Machine Learning",
        &["Christopher Morris", "Fabrizio Frasca", "Nadav Dym"],
    ),
    ("Graph Inductive Biases in Transformers without Message Passing", &["Liheng Ma", "Chen Lin", "Derek Lim"]),
    ("Equivariant Subgraph Aggregation Networks", &["Beatrice Bevilacqua", "Fabrizio Frasca", "Derek Lim"]),
    ("Equivariant Manifold Flows", &["Isay Katsman", "Aaron Lou", "Derek Lim"]),
    (
        "Counting Substructures with Higher-Order Graph Neural Networks: Possibility and Impossibility Results",
        &["Behrooz Tahmasebi", "Derek Lim", "Stefanie Jegelka"],
    ),
    ("Doubly Stochastic Subspace Clustering", &["Derek Lim", "René Vidal", "Benjamin D. Haeffele"]),
    ("Neural Manifold Ordinary Differential Equations", &["Aaron Lou", "Derek Lim", "Isay Katsman"]),
    (
        "Expertise and Dynamics within Crowdsourced Musical Knowledge Curation: A Case Study of the Genius Platform",
        &["Derek Lim", "Austin R. Benson"],
    ),
];

fn import(page: &Path) -> TestCatalog {
    let catalog = TestCatalog::empty();
    let arguments = ["import", "--as-of", AS_OF, "--listed-under", "Derek Lim"].map(Into::into);
    let printed = catalog.stdout(arguments.into_iter().chain([page.as_os_str().to_owned()]));
    assert!(printed.contains("19 entries: 19 new, 0 merged, 0 unchanged, 0 rejected\n"), "{printed}");
    catalog
}

fn assert_facts(catalog: &TestCatalog) {
    let titles: Vec<String> = catalog.values("SELECT title FROM paper ORDER BY id");
    assert_eq!(titles, ENTRIES.map(|(title, _)| title));
    for (id, (_, authors)) in (1..).zip(ENTRIES) {
        let printed: Vec<String> = catalog.values(&format!(
            "SELECT name_as_printed FROM authorship WHERE paper_id = {id} AND position_stated = 1 ORDER BY position"
        ));
        assert_eq!(printed, authors);
    }
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM paper WHERE code_stated = 1"), 6);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM record WHERE doubt IS NOT NULL"), 0);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM authorship WHERE position_stated = 0"), 3);
    assert_eq!(catalog.value::<i64>("SELECT count(DISTINCT paper_id) FROM authorship JOIN author ON author.id = author_id WHERE name = 'Derek Lim'"), 19);
    let urls: Vec<String> = catalog.values("SELECT url FROM link WHERE kind = 'code' ORDER BY paper_id");
    let expected = [
        "https://github.com/Sharut/CARE",
        "https://github.com/cptq/Sign-Equivariant-Nets",
        "https://github.com/BarSGuy/Beyond-next-token-probabilities",
        "https://github.com/cptq/SignNet-BasisNet",
        "https://github.com/CUAI/Non-Homophily-Large-Scale",
        "https://github.com/CUAI/Non-Homophily-Benchmarks",
    ];
    assert_eq!(urls, expected);
    assert_eq!(catalog.value::<String>("SELECT url FROM link WHERE kind = 'project'"), "https://lastexam.ai");
    let years = catalog.stdout(["years", "--format", "csv"]);
    assert_eq!(years, "year,paper_count\n2020,4\n2021,4\n2022,1\n2023,5\n2024,1\n2025,3\n2026,1\n");
    let affiliations = catalog.stdout(["affiliations", "--format", "csv"]);
    assert!(affiliations.contains("\nnvidia,4,") && affiliations.contains("\nmit,2,"), "{affiliations}");
}

#[test]
fn the_fixture_page_is_read_exactly() {
    assert_facts(&import(&listing("author-page.txt")));
}

#[test]
fn the_real_page_is_read_exactly_where_it_is_at_hand() {
    let page: PathBuf = project().join("../shared/seed/listing.txt");
    if !page.exists() {
        eprintln!("not checked: the real page {} is not here", page.display());
        return;
    }
    assert_facts(&import(&page));
}
