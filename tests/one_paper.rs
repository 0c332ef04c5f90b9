//! One paper once: the same papers whatever the order of the imports, cut lists completed, and no trace of what is undone.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use common::{AS_OF, TestCatalog, listing, stderr, stdout};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

const WORKS: [&str; 3] = ["author-page.txt", "author_page_works.bib", "author_page_works.jsonl"];
const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

fn import_work(catalog: &TestCatalog, name: &str) -> String {
    let path = listing(name);
    let mut command = catalog.command(["import", "--as-of", AS_OF]);
    if name.ends_with(".txt") {
        command.args(["--listed-under", "Derek Lim"]);
    }
    let output = command.arg(path).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output).lines().next().unwrap().to_owned()
}

/// What the catalog answers, byte for byte.
fn answers(catalog: &TestCatalog) -> String {
    let reports: [&[&str]; 7] = [
        &["papers"],
        &["authors"],
        &["affiliations"],
        &["code"],
        &["code", "--by", "venue"],
        &["code", "--list", "with"],
        &["years", "--by", "category"],
    ];
    let printed = reports.map(|report| catalog.stdout([report, &["--format", "csv"]].concat()));
    printed.join("\n")
}

fn assert_sound(catalog: &TestCatalog) {
    assert_eq!(catalog.stdout(["check", "--full"]), "the catalog is sound\n");
}

#[test]
fn a_page_a_bib_and_an_arxiv_dump_of_the_same_works_are_one_row_a_paper_in_any_order() {
    let mut first = None;
    for order in ORDERS {
        let catalog = TestCatalog::empty();
        for at in order {
            import_work(&catalog, WORKS[at]);
        }
        assert_eq!(catalog.value::<i64>("SELECT count(*) FROM paper"), 19, "{order:?}");
        let printed = answers(&catalog) + &catalog.stdout(["coauthors", "Derek Lim", "--format", "csv"]);
        assert_eq!(&printed, first.get_or_insert_with(|| printed.clone()), "{order:?}");
        for name in WORKS {
            let again = import_work(&catalog, name);
            assert!(again.contains(" 0 new, 0 merged, "), "{again}");
        }
        assert_sound(&catalog);
    }
}

#[test]
fn a_fuller_source_completes_cut_lists_and_the_summary_says_how_many() {
    let catalog = TestCatalog::empty();
    import_work(&catalog, WORKS[0]);
    assert_eq!(catalog.stdout(["papers", "--cut", "--format", "csv"]).lines().count(), 17);
    let completed = import_work(&catalog, WORKS[1]);
    assert!(completed.ends_with("(14 author lists completed)"), "{completed}");
    let cut = catalog.stdout(["papers", "--cut", "--format", "csv"]);
    assert_eq!(cut.lines().count(), 3, "{cut}");
    assert!(cut.contains("OpenAI GPT-5 System Card") && cut.contains("Humanity's Last Exam"), "{cut}");
    let page_order: Vec<i64> = catalog.values("SELECT paper_id FROM record WHERE listing_id = 1 ORDER BY position");
    assert_eq!(page_order, (1..=19).collect::<Vec<_>>());
    let imports = catalog.stdout(["imports", "--format", "csv"]);
    assert!(imports.lines().nth(1).unwrap().contains(",19,0,18,1,0,0,14,"), "{imports}");
}

#[test]
fn every_field_of_a_paper_can_be_traced_to_the_entries_that_state_it() {
    let catalog = TestCatalog::empty();
    WORKS.iter().for_each(|name| drop(import_work(&catalog, name)));
    let printed = catalog.stdout(["show", "arXiv:2202.13013", "--sources", "--format", "jsonl"]);
    let rows: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |field: &str, file: &str| {
        let fits = |row: &&Value| row["field"] == field && row["listing"].as_str().unwrap().ends_with(file);
        rows.iter().find(fits).map(|row| (row["value"].as_str().unwrap(), row["shown"].as_bool().unwrap()))
    };
    assert_eq!(of("authors", "page.txt"), Some(("Derek Lim; Joshua Robinson; Lingxiao Zhao et al.", false)));
    assert_eq!(of("published_on", "works.bib"), Some(("2022", false)));
    assert_eq!(of("published_on", "page.txt"), Some(("2022-02-25", true)));
    assert_eq!(of("venue", "works.bib"), Some(("International Conference on Learning Representations", true)));
    assert_eq!(of("venue", "page.txt"), None);
    assert_eq!(of("category", "page.txt"), Some(("LG", false)));
    assert_eq!(of("category", "works.jsonl"), Some(("cs.LG", true)));
    assert_eq!(of("identifier", "works.bib"), Some(("arxiv:2202.13013", true)));
}

#[test]
fn a_dry_run_counts_what_the_import_then_does() {
    let catalog = TestCatalog::empty();
    import_work(&catalog, WORKS[0]);
    let bib = listing(WORKS[1]).display().to_string();
    let jsonl = listing(WORKS[2]).display().to_string();
    let dry = catalog.stdout(["import", "--dry-run", &bib, &jsonl]);
    let wet = catalog.stdout(["import", &bib, &jsonl]);
    assert_eq!(dry, format!("dry run, nothing is written; the import would do this:\n{wet}"));
    assert!(wet.contains("2 listings, 36 entries: 0 new, 35 merged, 1 unchanged"), "{wet}");
}

#[test]
fn what_may_be_one_and_is_not_taken_for_one_is_listed_with_its_reason() {
    let catalog = TestCatalog::empty();
    let entry = |title: &str, authors: &str, year: u16, doi: &str| {
        json!({"title": title, "authors": authors, "authors_complete": true, "published_on": year.to_string(),
               "identifiers": doi})
    };
    let entries = [
        entry("Graphs of Small Rooms", "Ann Lee; Bo Ek", 2020, "doi:10.1000/a"),
        entry("Graphs of Small Rooms", "Ann Lee; Bo Ek", 2020, "doi:10.1000/b"),
        entry("A Survey of Rivers", "Cy Wu", 2020, "doi:10.1000/c"),
        entry("Kernels for Streets", "Cy Wu", 2020, "doi:10.1000/c"),
        entry("Measures of Slow Rivers and Lakes", "Di Xu", 2019, ""),
        entry("Measures of Slow Rivers and Seas", "Di Xu", 2019, ""),
        entry("Walls", "Eli Fox", 2015, ""),
        entry("Walls", "Eli Fox", 2019, ""),
        entry("Doors", "Fay Orr; Gus Ray", 2015, ""),
        entry("Doors", "Fay Orr", 2015, ""),
    ];
    write_lines(&catalog, "works.jsonl", &entries);
    catalog.stdout(["import", "works.jsonl"]);
    assert_eq!(catalog.value::<i64>("SELECT count(*) FROM paper"), 10);
    let printed = catalog.stdout(["duplicates", "--format", "jsonl"]);
    let rows: Vec<Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let reason = |title: &str| {
        let row = rows.iter().find(|row| row["title"] == title || row["other_title"] == title);
        row.unwrap_or_else(|| panic!("{title} is not in {printed}"))["reason"].as_str().unwrap().to_owned()
    };
    assert!(reason("Graphs of Small Rooms").contains("two DOIs"));
    assert!(reason("A Survey of Rivers").contains("doi:10.1000/c"));
    assert!(reason("Measures of Slow Rivers and Seas").contains("nearly one title"));
    assert!(reason("Walls").contains("4 years apart"));
    assert!(reason("Doors").contains("author lists"));
    assert_eq!(rows.len(), 5, "{printed}");
    assert!(rows.iter().all(|row| (0.0..=1.0).contains(&row["score"].as_f64().unwrap())));
}

#[test]
fn a_preprint_and_its_publication_are_one_paper_with_both_identifiers_and_the_earlier_date() {
    for order in [[0, 1], [1, 0]] {
        let entries = [
            json!({"title": "Graphs of Small Rooms", "authors": "Ann Lee; Bo Ek", "authors_complete": true,
                   "published_on": "2020-11-03", "venue": "arXiv", "identifiers": "arxiv:2011.00001; doi:10.48550/arxiv.2011.00001"}),
            json!({"title": "Graphs of small rooms.", "authors": "Lee, Ann; Ek, Bo", "authors_complete": true,
                   "published_on": "2021", "venue": "Annals of Rooms", "identifiers": "doi:10.1000/a"}),
        ];
        let catalog = TestCatalog::empty();
        write_lines(&catalog, "works.jsonl", &order.map(|at| entries[at].clone()));
        catalog.stdout(["import", "works.jsonl"]);
        let paper: String =
            catalog.value("SELECT title || '|' || authors || '|' || published_on || '|' || venue FROM v_paper");
        assert_eq!(paper, "Graphs of Small Rooms|Ann Lee; Bo Ek|2020-11-03|Annals of Rooms");
        let identifiers: Vec<String> = catalog.values("SELECT scheme || ':' || value FROM identifier ORDER BY 1");
        assert_eq!(identifiers, ["arxiv:2011.00001", "doi:10.1000/a", "doi:10.48550/arxiv.2011.00001"]);
    }
}

fn write_lines(catalog: &TestCatalog, name: &str, entries: &[Value]) {
    let lines: String = entries.iter().map(|entry| format!("{entry}\n")).collect();
    catalog.write(name, lines);
}

/// Numbers that are the same everywhere (xorshift).
struct Numbers(usize);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// A title with a few letters dropped, added, changed or swapped.
fn mistyped(title: &str, numbers: &mut Numbers) -> String {
    let mut letters: Vec<char> = title.chars().collect();
    for _ in 0..1 + numbers.below(3) {
        let at = numbers.below(letters.len() - 1);
        match numbers.below(4) {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, 'q'),
            2 => letters[at] = 'x',
            _ => letters.swap(at, at + 1),
        }
    }
    letters.into_iter().collect()
}

#[test]
fn a_list_that_was_typed_anew_finds_its_papers_and_no_others() {
    const COUNT: usize = 1500;
    let words = [
        "graphs", "rooms", "rivers", "streets", "kernels", "bounds", "quiet", "small", "fast", "curved", "images",
        "models", "sparse", "learning", "walls", "doors", "signals", "measures", "proofs", "networks",
    ];
    let mut numbers = Numbers(0x5eed);
    let mut works = Vec::new();
    for at in 0..COUNT {
        // No two works have the same first words; many share authors and days.
        let first: String = [at / 400, at / 20 % 20, at % 20].map(|word| words[word]).join(" ");
        let rest: Vec<_> = (0..4).map(|_| words[numbers.below(words.len())]).collect();
        let author = format!("{} Writer{}", ["Ann", "Bo", "Cy"][numbers.below(3)], numbers.below(150));
        let date = format!("20{:02}-{:02}-01", 10 + numbers.below(10), 1 + numbers.below(12));
        works.push((format!("On {first} of {}", rest.join(" ")), author, date));
    }
    let catalog = TestCatalog::empty();
    let csv = |rows: &[(String, String, String)]| {
        rows.iter().fold("Title,Authors,Date\n".to_owned(), |text, (title, author, date)| {
            text + &format!("{title},{author},{date}\n")
        })
    };
    catalog.write("page.csv", csv(&works));
    catalog.stdout(["import", "page.csv"]);
    let mut order: Vec<usize> = (0..COUNT).collect();
    (1..COUNT).for_each(|at| order.swap(at, numbers.below(at + 1)));
    let typed: Vec<_> = order
        .iter()
        .map(|at| {
            let (title, author, date) = works[*at].clone();
            let title = if numbers.below(20) == 0 { mistyped(&title, &mut numbers) } else { title };
            (title, author, date)
        })
        .collect();
    catalog.write("typed.csv", csv(&typed));
    catalog.stdout(["import", "typed.csv"]);
    let of = |listing: usize| -> Vec<i64> {
        catalog.values(&format!("SELECT paper_id FROM record WHERE listing_id = {listing} ORDER BY position"))
    };
    let (first, second) = (of(1), of(2));
    let own = order.iter().zip(&second).filter(|(at, paper)| first[**at] == **paper).count();
    let wrong = order.iter().zip(&second).filter(|(at, paper)| first[**at] != **paper && first.contains(paper)).count();
    assert_eq!(wrong, 0, "an entry went into another paper");
    assert!(own * 100 >= COUNT * 99, "{own} of {COUNT} found their papers");
}

/// An entry of one of a few works, whose sources say more or less of it, and now and then something else.
fn entry() -> impl Strategy<Value = Value> {
    let works = prop_oneof![
        Just(("Graphs of Small Rooms", vec!["Ann Lee", "Bo Ek", "Cy Wu"], "arxiv:2001.00001")),
        Just(("Grphs of Small Rooms", vec!["Ann Lee", "Bo Ek", "Cy Wu"], "arxiv:2001.00001")),
        Just(("Graphs of Small Rooms", vec!["Ann Lee", "Dana Roe"], "doi:10.1000/b")),
        Just(("Measures of Slow Rivers", vec!["Eli Fox"], "doi:10.1000/c")),
        Just(("Measures of Slow Rivers", vec!["Eli Fox"], "doi:10.1000/d")),
        Just(("Editorial", vec!["Ann Lee"], "doi:10.1000/e")),
    ];
    let list = prop_oneof![Just("whole"), Just("cut"), Just("initials"), Just("turned"), Just("none")];
    let date = prop_oneof![Just("2020-03-01"), Just("2020"), Just("2021"), Just("2022-01"), Just("")];
    let venue = prop_oneof![Just(""), Just("arXiv"), Just("ICLR"), Just("Annals of Rooms")];
    let place = prop_oneof![Just(""), Just("mit"), Just("MIT; ETH"), Just("Massachusetts Institute of Technology")];
    let category = prop_oneof![Just(""), Just("LG"), Just("cs.LG"), Just("stat.ML")];
    let rest = (venue, place, category, any::<bool>(), 0..3_usize);
    (works, list, date, any::<bool>(), rest).prop_map(|(work, list, date, has_identifier, rest)| {
        let (title, names, identifier) = work;
        let (venue, place, category, has_code, length) = rest;
        let initials = |name: &str| format!("{}. {}", &name[..1], name.split_once(' ').unwrap().1);
        let turned = |name: &str| format!("{}, {}", name.split_once(' ').unwrap().1, name.split_once(' ').unwrap().0);
        let shown: Vec<String> = match list {
            "initials" => names.iter().map(|name| initials(name)).collect(),
            "turned" => names.iter().map(|name| turned(name)).collect(),
            "cut" => names[..1].iter().map(|name| (*name).to_owned()).collect(),
            "none" => Vec::new(),
            _ => names.iter().map(|name| (*name).to_owned()).collect(),
        };
        json!({
            "title": title,
            "authors": shown.join("; "),
            "authors_complete": !matches!(list, "cut" | "none"),
            "published_on": date,
            "venue": venue,
            "affiliations": place,
            "categories": category,
            "identifiers": if has_identifier { identifier } else { "" },
            "code_stated": if has_code { Value::Bool(true) } else { Value::Null },
            "abstract": "A text about rooms. ".repeat(length).trim(),
        })
    })
}

fn import_entries(catalog: &TestCatalog, name: &str, entries: &[Value]) {
    write_lines(catalog, name, entries);
    let output = catalog.run(["import", name]);
    assert!(output.status.success(), "{}", stderr(&output));
}

/// The same few cases in every run; as many others as `PAPERDEX_CASES` says where it is set.
fn cases() -> ProptestConfig {
    let asked = std::env::var("PAPERDEX_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(24),
        rng_seed: asked.map_or(RngSeed::Fixed(20), |_| RngSeed::Random),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_order_of_imports_and_of_entries_does_not_matter(entries in vec(entry(), 2..9), turn in 0..8_usize, cut in 0..9_usize) {
        let straight = TestCatalog::empty();
        import_entries(&straight, "all.jsonl", &entries);
        let mut turned = entries.clone();
        turned.rotate_left(turn % entries.len());
        turned.reverse();
        let (one, other) = turned.split_at(cut.min(turned.len() - 1).max(1));
        let parts = TestCatalog::empty();
        import_entries(&parts, "one.jsonl", one);
        import_entries(&parts, "other.jsonl", other);
        prop_assert_eq!(answers(&straight), answers(&parts));
        assert_sound(&straight);
        assert_sound(&parts);
    }

    #[test]
    fn an_import_that_is_undone_leaves_the_catalog_as_if_it_had_not_been(
        a in vec(entry(), 1..6),
        b in vec(entry(), 1..6),
    ) {
        let (alone, both) = (TestCatalog::empty(), TestCatalog::empty());
        import_entries(&alone, "b.jsonl", &b);
        import_entries(&both, "a.jsonl", &a);
        let first = answers(&both);
        import_entries(&both, "b.jsonl", &b);
        let whole = answers(&both);
        both.stdout(["undo", "1", "--yes"]);
        assert_sound(&both);
        prop_assert_eq!(answers(&alone), answers(&both), "A, B, undo A is B");
        both.stdout(["undo", "--ruling", "1", "--yes"]);
        assert_sound(&both);
        prop_assert_eq!(&whole, &answers(&both), "undo is undone");
        both.stdout(["undo", "2", "--yes"]);
        assert_sound(&both);
        prop_assert_eq!(first, answers(&both), "A, B, undo B is A");
    }
}
