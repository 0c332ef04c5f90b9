//! `sql`: asking in SQL of one's own. (That it can do nothing else is promise 11.)
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use common::{TestCatalog, stderr, stdout};

fn catalog() -> TestCatalog {
    TestCatalog::import_with("author-page.txt", ["--listed-under", "Derek Lim"])
}

/// A row with a value of every type.
const EVERY_TYPE: &str = "SELECT 'a|b' AS text, 7 AS whole, 0.1 AS part, 1e300 AS large, NULL AS none, x'00FFa0' AS bytes, 1e999 AS all_of_it";

#[test]
fn every_format_prints_every_type_of_value() {
    let catalog = catalog();
    for (format, answer) in [
        ("csv", "text,whole,part,large,none,bytes,all_of_it\na|b,7,0.1,1e300,,00FFA0,Inf\n"),
        ("tsv", "text\twhole\tpart\tlarge\tnone\tbytes\tall_of_it\na|b\t7\t0.1\t1e300\t\t00FFA0\tInf\n"),
        (
            "json",
            "[\n  {\"text\": \"a|b\", \"whole\": 7, \"part\": 0.1, \"large\": 1e300, \"none\": null, \
             \"bytes\": \"00FFA0\", \"all_of_it\": \"Inf\"}\n]\n",
        ),
        (
            "markdown",
            "| text | whole | part | large | none | bytes | all\\_of\\_it |\n| --- | ---: | ---: | ---: | --- | --- | --- |\n\
             | a\\|b | 7 | 0.1 | 1e300 | – | 00FFA0 | Inf |\n",
        ),
        (
            "table",
            "text  whole  part  large  none  bytes   all of it\n\
             ─────────────────────────────────────────────────\n\
             a|b       7   0.1  1e300  –     00FFA0  Inf\n",
        ),
    ] {
        assert_eq!(catalog.stdout(["sql", EVERY_TYPE, "--format", format]), answer, "{format}");
    }
    let lines = catalog.stdout(["sql", EVERY_TYPE, "--format", "jsonl"]);
    let parsed: serde_json::Value = serde_json::from_str(&lines).unwrap();
    assert_eq!(parsed["large"], 1e300);
}

#[test]
fn an_empty_answer_still_has_its_columns() {
    let catalog = catalog();
    let none = "SELECT title, year FROM paper WHERE year = 1066";
    assert_eq!(catalog.stdout(["sql", none, "--format", "csv"]), "title,year\n");
    assert_eq!(catalog.stdout(["sql", none, "--format", "json"]), "[\n]\n");
    assert_eq!(catalog.stdout(["sql", none]), "title  year\n───────────\n(no rows)\n");
}

#[test]
fn columns_of_one_name_are_told_apart() {
    let catalog = catalog();
    let sql = "SELECT 1 AS a, 2 AS a, 3 AS a_2, 4 AS \"\", 5 AS a";
    let printed = catalog.stdout(["sql", sql, "--format", "jsonl"]);
    assert_eq!(printed, "{\"a\": 1, \"a_3\": 2, \"a_2\": 3, \"column_4\": 4, \"a_4\": 5}\n");
}

#[test]
fn an_answer_can_go_to_a_file_and_to_a_spreadsheet() {
    let catalog = catalog();
    catalog.stdout(["sql", "SELECT '=1+2' AS x, -1 AS y", "--excel", "-o", "answer.csv"]);
    assert_eq!(std::fs::read_to_string(catalog.path("answer.csv")).unwrap(), "\u{feff}x,y\r\n'=1+2,-1\r\n");
    assert!(catalog.failure(["sql", "SELECT 1", "-o", "answer.csv"]).contains("give --force"));
    catalog.stdout(["sql", "SELECT 1 AS one", "-o", "answer.csv", "--force"]);
    assert_eq!(std::fs::read_to_string(catalog.path("answer.csv")).unwrap(), "one\n1\n");
}

#[test]
fn a_query_comes_from_a_file_or_from_standard_input() {
    let catalog = catalog();
    catalog.write("query.sql", "\u{feff}-- How many?\nSELECT count(*) AS papers\nFROM paper;\n");
    assert_eq!(catalog.stdout(["sql", "--file", "query.sql", "--format", "csv"]), "papers\n19\n");
    let output = catalog.run_with_input(["sql", "--file", "-", "--format", "csv"], b"SELECT 1 AS one");
    assert_eq!(stdout(&output), "one\n1\n");
    let told = catalog.failure(["sql", "--file", "none.sql"]);
    assert!(told.starts_with("error: could not read the query from none.sql: "), "{told}");
    let output = catalog.run_with_input(["sql", "--file", "-"], b"SELECT '\xff'");
    assert_eq!(stderr(&output), "error: the query in standard input is not UTF-8\n");
    let output = catalog.run_with_input(["sql", "--file", "-"], &b" ".repeat(1 << 20));
    assert!(stderr(&output).contains("longer than 100000 bytes"), "{}", stderr(&output));
    assert_eq!(catalog.run(["sql"]).status.code(), Some(2));
    assert_eq!(catalog.run(["sql", "SELECT 1", "--file", "query.sql"]).status.code(), Some(2));
}

#[test]
fn parameters_are_bound_by_name_as_what_they_look_like() {
    let catalog = catalog();
    let sql = "SELECT typeof(:a) AS a, typeof(@b) AS b, typeof($c) AS c, typeof(:d) AS d, :e AS e, :e = @e AS same";
    let printed = catalog.stdout([
        "sql",
        "--format",
        "csv",
        sql,
        "--param",
        "a=1",
        "--param",
        ":b=0.5",
        "--param",
        "c=x",
        "--param",
        "d='1'",
        "--param",
        "e=Robert'); DROP TABLE paper; --",
    ]);
    assert_eq!(printed, "a,b,c,d,e,same\ninteger,real,text,text,Robert'); DROP TABLE paper; --,1\n");
    let papers = "SELECT count(*) AS papers FROM paper WHERE year = :year";
    assert_eq!(catalog.stdout(["sql", papers, "--param", "year=2023", "--format", "csv"]), "papers\n5\n");
    for (arguments, told) in [
        (vec![papers], "the parameter :year has no value: give it with --param year=VALUE"),
        (vec![papers, "--param", "year=1", "--param", "yaer=2"], "the query has no parameter :yaer"),
        (vec![papers, "--param", "year=1", "--param", "year=2"], "--param year is given twice"),
        (vec!["SELECT ?"], "a parameter has no name: write :year and not ?, and give it with --param year=2020"),
        (
            vec!["SELECT ?7, :a", "--param", "a=1"],
            "a parameter has no name: write :year and not ?, and give it with --param year=2020",
        ),
    ] {
        let told_really = catalog.failure(["sql"].into_iter().chain(arguments));
        assert_eq!(told_really, format!("error: {told}\n"));
    }
    assert_eq!(catalog.run(["sql", papers, "--param", "2023"]).status.code(), Some(2));
}

#[test]
fn a_mistake_is_told_with_its_place_and_the_next_step() {
    let catalog = catalog();
    for (sql, told) in [
        ("SELECT title FROM papers", "no such table: papers: `paperdex sql --tables` lists what there is"),
        ("SELECT titel FROM paper", "no such column: titel: `paperdex sql --tables` lists what there is"),
        (
            "SELECT title\nFROM paper\nWHERE yaer = 2020",
            "line 3, column 7: no such column: yaer: `paperdex sql --tables` lists what there is",
        ),
        ("SELEC 1", "near \"SELEC\": syntax error"),
        ("SELECT \"Derek Lim\"", "no such column: \"Derek Lim\" - should this be a string literal in single-quotes?"),
    ] {
        assert_eq!(catalog.failure(["sql", sql]), format!("error: could not answer the query: {told}\n"), "{sql}");
    }
}

#[test]
fn where_there_is_no_catalog_it_says_so_and_makes_none() {
    let catalog = TestCatalog::empty();
    assert!(catalog.failure(["sql", "SELECT 1"]).contains("there is no catalog at "));
    assert!(!catalog.db().exists());
}

#[test]
fn the_tables_are_described_in_every_format_without_a_catalog() {
    let catalog = TestCatalog::empty();
    let printed = catalog.stdout(["sql", "--tables", "--format", "csv"]);
    assert!(printed.starts_with("table,column,type,refers_to,meaning\nv_paper,,view,,"), "{printed:.200}");
    for line in [
        "authorship,,table,,\"One row per author of a paper, in printed order.\"",
        "authorship,author_id,integer,author.id,",
        "authorship,position,integer,,1 is the first author",
        "paper,merged_into,integer,paper.id,the paper that stands for this one",
        "v_coauthor,coauthor,text,,",
        "paper_text,title,,,",
    ] {
        assert!(printed.lines().any(|printed| printed == line), "{line}");
    }
    for hidden in ["paper_text_data", "sqlite_", "paper_text,rank"] {
        assert!(!printed.contains(hidden), "{hidden}");
    }
    assert!(!catalog.db().exists());
}

#[test]
fn every_table_that_is_described_can_be_asked_for() {
    let catalog = catalog();
    let printed = catalog.stdout(["sql", "--tables", "--format", "jsonl"]);
    let rows: Vec<serde_json::Value> = printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let described = rows.iter().filter(|row| row["column"].is_string());
    let columns = described.map(|row| (row["table"].as_str().unwrap(), row["column"].as_str().unwrap()));
    let mut tables: Vec<(&str, Vec<&str>)> = Vec::new();
    for (table, column) in columns {
        match tables.last_mut() {
            Some((last, columns)) if *last == table => columns.push(column),
            _ => tables.push((table, vec![column])),
        }
    }
    assert!(tables.len() > 25);
    for (table, columns) in tables {
        let quoted: Vec<_> = columns.iter().map(|column| format!("\"{column}\"")).collect();
        let sql = format!("SELECT {} FROM \"{table}\" LIMIT 1", quoted.join(", "));
        let printed = catalog.stdout(["sql", &sql, "--format", "csv"]);
        assert_eq!(printed.lines().next(), Some(columns.join(",").as_str()), "{table}");
    }
}
