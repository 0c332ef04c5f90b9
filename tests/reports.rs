//! The reports: what they count, in which order, and what they say they could not count.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use common::{TestCatalog, stderr};

fn page() -> TestCatalog {
    TestCatalog::import_with("author-page.txt", ["--listed-under", "Derek Lim"])
}

fn csv(catalog: &TestCatalog, arguments: &[&str]) -> String {
    catalog.stdout(arguments.iter().copied().chain(["--format", "csv"]))
}

fn header_and_rows(csv: &str) -> (&str, Vec<&str>) {
    let mut lines = csv.lines();
    (lines.next().unwrap(), lines.collect())
}

#[test]
fn years_counts_papers_and_fills_the_years_between() {
    assert_eq!(csv(&page(), &["years"]), "year,paper_count\n2020,4\n2021,4\n2022,1\n2023,5\n2024,1\n2025,3\n2026,1\n");
    let apart = TestCatalog::import("years_apart.txt");
    assert_eq!(csv(&apart, &["years"]), "year,paper_count\n2020,1\n2021,0\n2022,0\n2023,1\n");
    assert_eq!(csv(&apart, &["years", "--text", "no such word"]), "year,paper_count\n");
}

#[test]
fn years_can_be_counted_by_another_property() {
    let expected = "affiliation,year,paper_count\nmit,2023,2\n";
    assert_eq!(
        csv(&page(), &["years", "--by", "affiliation", "--affiliation", "mit", "--year", "2023", "--limit", "1"]),
        expected
    );
    for by in ["year", "category", "affiliation", "venue", "author", "code"] {
        csv(&page(), &["years", "--by", by]);
    }
}

#[test]
fn code_counts_papers_with_code_their_share_and_those_with_an_address() {
    let catalog = TestCatalog::import("code_addresses.txt");
    let expected =
        "year,paper_count,with_code,code_not_stated,code_share,with_code_url\n2022,2,1,1,0.5,0\n2023,1,1,0,1,1\n";
    assert_eq!(csv(&catalog, &["code"]), expected);
    let expected = "author,paper_count,with_code,code_not_stated,code_share,with_code_url\n";
    let by_author = csv(&catalog, &["code", "--by", "author", "--author", "cy wu"]);
    assert_eq!(by_author, format!("{expected}Cy Wu,1,1,0,1,0\nDana Roe,1,1,0,1,0\n"));
    let by_category = csv(&page(), &["code", "--by", "category"]);
    assert!(by_category.contains("\nLG,15,6,9,0.4,6\n"), "{by_category}");
    for by in ["affiliation", "venue", "code"] {
        csv(&catalog, &["code", "--by", by]);
    }
}

#[test]
fn code_lists_the_papers_with_and_without_it() {
    let catalog = TestCatalog::import("code_addresses.txt");
    let (header, rows) = (csv(&catalog, &["code", "--list", "with"]), csv(&catalog, &["code", "--list", "without"]));
    let expected = "title,published_on,code_stated,code_urls,project_urls\n\
        Graphs of Small Rooms,2023-06-24,1,https://github.com/annlee/rooms; https://gitlab.com/annlee/rooms; \
        https://huggingface.co/annlee/rooms,https://rooms.example/demo\n\
        Kernels for Quiet Streets,2022-05-02,1,,\n";
    assert_eq!(header, expected);
    assert!(rows.ends_with("\nMeasures of Slow Rivers,2022-05-03,,,https://rivers.example\n"), "{rows}");
}

#[test]
fn coauthors_counts_papers_together_with_the_first_and_last_year() {
    let (catalog, mut arguments) = (page(), vec!["coauthors", "Derek Lim", "--limit", "3"]);
    let expected = "coauthor,paper_count,first_year,last_year\n\
        Fabrizio Frasca,3,2021,2025\nJoshua Robinson,3,2022,2023\nAaron Lou,2,2020,2021\n";
    assert_eq!(csv(&catalog, &arguments), expected);
    arguments.extend(["--format", "csv"]);
    let message = stderr(&catalog.run(&arguments));
    assert_eq!(message, "note: author list cut: 16 of 19 papers; counts of papers together are lower bounds\n");
}

#[test]
fn coauthors_counts_a_paper_once_per_pair() {
    let catalog = TestCatalog::import("years_apart.txt");
    let expected = "coauthor,paper_count,first_year,last_year\nBo Ek,1,2023,2023\nCy Wu,1,2020,2020\n";
    assert_eq!(csv(&catalog, &["coauthors", "Ann Lee"]), expected);
    let with_ids = "coauthor,paper_count,first_year,last_year,author_id\nBo Ek,1,2023,2023,2\nCy Wu,1,2020,2020,3\n";
    assert_eq!(csv(&catalog, &["coauthors", "Ann Lee", "--ids"]), with_ids);
    assert_eq!(stderr(&catalog.run(["coauthors", "Ann Lee"])), "");
}

#[test]
fn a_name_matches_however_it_is_typed() {
    let catalog = page();
    let expected = csv(&catalog, &["coauthors", "René Vidal"]);
    for typed in ["rene vidal", "RENE VIDAL", "renevidal", "Vidal, René", "vidal", "Rene\u{301} Vidal", "#29"] {
        assert_eq!(csv(&catalog, &["coauthors", typed]), expected, "{typed}");
    }
    assert_eq!(csv(&catalog, &["coauthors", "--id", "29"]), expected);
}

#[test]
fn a_name_that_fits_several_people_lists_them_and_guesses_none() {
    let catalog = page();
    let expected = "error: \"adam\" fits 2 authors:\n       5  Adam Fry (1 paper)\n       6  Adam Perelman (1 paper)\n\
                    say more of the name, or give an id, such as \"#5\"\n";
    assert_eq!(catalog.failure(["author", "adam"]), expected);
    assert!(catalog.failure(["papers", "--author", "adam"]).starts_with("error: --author: \"adam\" fits 2 authors:"));
}

#[test]
fn a_name_that_fits_nobody_is_answered_with_those_that_look_alike() {
    let catalog = page();
    assert_eq!(
        catalog.failure(["author", "Derik Lim"]),
        "error: no author fits \"Derik Lim\"; did you mean Derek Lim?\n"
    );
    assert_eq!(catalog.failure(["author", "xyzzy"]), "error: no author fits \"xyzzy\"\n");
    assert_eq!(catalog.failure(["author", "--id", "999"]), "error: there is no author with the id 999\n");
    assert_eq!(catalog.failure(["author", ""]), "error: no author fits an empty name\n");
}

#[test]
fn author_is_one_person_on_one_screen() {
    let (catalog, arguments) = (page(), ["author", "derek lim"]);
    let facts = csv(&catalog, &arguments);
    let (header, rows) = header_and_rows(&facts);
    assert_eq!(header, "fact,value,paper_count,paper_share");
    for row in [
        "name,Derek Lim,19,1",
        "with code,,6,0.3158",
        "place not stated,\"on papers whose \"\"et al.\"\" hides it\",3,0.1579",
        "first year,2020,4,0.2105",
        "last year,2026,1,0.0526",
        "most papers in,2023,5,0.2632",
        "co-author,Fabrizio Frasca,3,0.1579",
        "affiliation,nvidia,4,0.2105",
        "category,LG,15,0.7895",
        "newest paper,2026: Any-Subgroup Equivariant Networks via Symmetry Breaking,,",
    ] {
        assert!(rows.contains(&row), "{row} is missing in:\n{facts}");
    }
    assert!(rows.len() <= 40, "{} rows are more than a screen", rows.len());
}

#[test]
fn affiliations_and_categories_and_authors_count_papers_once_per_row() {
    let catalog = page();
    let affiliations = csv(&catalog, &["affiliations", "--limit", "2"]);
    let header = "affiliation,paper_count,first_year,last_year,with_code,code_share\n";
    assert_eq!(affiliations, format!("{header}nvidia,4,2023,2024,1,0.25\nmit,2,2023,2023,1,0.5\n"));
    let categories = csv(&catalog, &["categories"]);
    let header = "category,paper_count,first_year,last_year,with_code,code_share\n";
    assert_eq!(
        categories,
        format!("{header}LG,15,2020,2026,6,0.4\nML,2,2020,2021,0,0\nCL,1,2025,2025,0,0\nSI,1,2020,2020,0,0\n")
    );
    let authors = csv(&catalog, &["authors", "--limit", "2"]);
    let header = "author,paper_count,first_year,last_year\n";
    assert_eq!(authors, format!("{header}Derek Lim,19,2020,2026\nFabrizio Frasca,3,2021,2025\n"));
}

#[test]
fn show_tells_all_that_is_known_of_a_paper_and_from_where() {
    let catalog = page();
    let text = csv(&catalog, &["show", "humanity's last exam"]);
    for row in [
        "author 1,Long Phan",
        "\"author, place not stated\",Derek Lim",
        "author list,cut: there are more authors",
        "published on,2025-01-24",
        "affiliation,amazon-science",
        "code,not stated",
        "project address,https://lastexam.ai (from the abstract)",
    ] {
        assert!(text.contains(row), "{row} is missing in:\n{text}");
    }
    assert!(text.contains("author-page.txt, line 19: new"), "{text}");
    assert_eq!(csv(&catalog, &["show", "7"]), text);
    assert_eq!(csv(&catalog, &["show", "last exam"]), text);
    assert!(catalog.failure(["show", "equivariant"]).contains("fits 6 papers"));
    assert_eq!(catalog.failure(["show", "doi:10.1234/x"]), "error: no paper has the identifier doi:10.1234/x\n");
    assert_eq!(catalog.failure(["show", "999"]), "error: no paper fits \"999\"\n");
}

#[test]
fn stats_counts_everything() {
    let catalog = page();
    catalog.run_import("impossible_date.txt", [] as [&str; 0]);
    let text = csv(&catalog, &["stats"]);
    for row in [
        "papers,20,",
        "papers with code,6,0.3",
        "first year,2020,",
        "last year,2026,",
        "imports,2,",
        "entries,21,",
        "entries rejected,1,",
    ] {
        assert!(text.contains(&format!("\n{row}")), "{row} is missing in:\n{text}");
    }
}

#[test]
fn papers_lists_the_newest_first_with_their_lists_in_cells() {
    let text = csv(&page(), &["papers", "--limit", "2"]);
    let expected = "title,authors,authors_complete,published_on,categories,affiliations,code_stated\n\
        Any-Subgroup Equivariant Networks via Symmetry Breaking,Abhinav Goel; Derek Lim; Hannah Lawrence,0,2026-03-19,LG,,\n\
        OpenAI GPT-5 System Card,Aaditya Singh; Adam Fry; Adam Perelman; Derek Lim,0,2025-12-19,CL,berkeley; mila,\n";
    assert_eq!(text, expected);
}

#[test]
fn lists_are_sorted_by_any_column_of_theirs() {
    let catalog = page();
    let first = |sort: &str| {
        let text = csv(&catalog, &["authors", "--sort", sort, "--limit", "1"]);
        text.lines().nth(1).unwrap().split(',').next().unwrap().to_owned()
    };
    assert_eq!(first("author"), "Aaditya Singh");
    assert_eq!(first("author:desc"), "Ziwen Han");
    assert_eq!(first("paper_count:desc"), "Derek Lim");
    let message = catalog.failure(["authors", "--sort", "age"]);
    let expected = "error: this report cannot be sorted by \"age\": give one of author, paper_count, first_year, last_year, author_id\n";
    assert_eq!(message, expected);
}

#[test]
fn the_same_filters_work_on_every_report() {
    let catalog = page();
    for report in
        ["papers", "authors", "years", "code", "affiliations", "categories", "stats", "author derek", "coauthors derek"]
    {
        let arguments =
            report.split(' ').chain(["--year", "2020..2023", "--code", "--category", "lg", "--affiliation", "mit"]);
        let arguments: Vec<_> = arguments
            .chain(["--author", "sharut", "--since", "2023", "--until", "2023-12", "--text", "contrastive"])
            .collect();
        let text = csv(&catalog, &arguments);
        assert!(text.lines().count() >= 2, "{report}:\n{text}");
    }
}

#[test]
fn each_filter_leaves_the_papers_that_fit() {
    let catalog = page();
    let ids = |filter: &[&str]| -> Vec<i64> {
        let text = csv(&catalog, &[&["papers", "--ids", "--sort", "id"], filter].concat());
        text.lines().skip(1).map(|line| line.split(',').next().unwrap().parse().unwrap()).collect()
    };
    assert_eq!(ids(&["--author", "Xiuyu Li"]), [9, 10]);
    assert_eq!(ids(&["--affiliation", "Massachusetts Institute of Technology"]), [1, 3]);
    assert_eq!(ids(&["--category", "ml"]), [15, 18]);
    assert_eq!(ids(&["--year", "2022"]), [8]);
    assert_eq!(ids(&["--year", "2025.."]), [2, 5, 6, 7]);
    assert_eq!(ids(&["--year", "..2020"]), [16, 17, 18, 19]);
    assert_eq!(ids(&["--since", "2025-03-18"]), [2, 5, 6]);
    assert_eq!(ids(&["--until", "2020-06"]), [18, 19]);
    assert_eq!(ids(&["--since", "2021-07", "--until", "2021-10-06"]), [14, 15]);
    assert_eq!(ids(&["--code"]), [1, 4, 6, 8, 9, 10]);
    assert_eq!(ids(&["--code=without", "--year", "2021"]), [14, 15]);
    assert_eq!(ids(&["--text", "GENIUS platform"]), [19]);
    assert_eq!(ids(&["--listing", "author-page.txt", "--year", "2022"]), [8]);
    assert_eq!(ids(&["--listing", "1", "--year", "2022"]), [8]);
    assert!(catalog.failure(["papers", "--category", "zz"]).contains("there are: CL, LG, ML, SI"));
    assert!(catalog.failure(["papers", "--venue", "icml"]).contains("no venue fits \"icml\""));
    assert!(catalog.failure(["papers", "--listing", "nowhere.txt"]).contains("no listing has"));
}

#[test]
fn without_a_catalog_every_report_says_how_to_make_one() {
    let catalog = TestCatalog::empty();
    for report in [
        "papers",
        "show x",
        "authors",
        "author x",
        "coauthors x",
        "years",
        "code",
        "affiliations",
        "categories",
        "stats",
        "rejects",
    ] {
        let message = catalog.failure(report.split(' '));
        let expected = format!(
            "error: there is no catalog at {} yet: make one with `paperdex import FILE`\n",
            catalog.db().display()
        );
        assert_eq!(message, expected, "{report}");
    }
    assert!(!catalog.db().exists());
}
