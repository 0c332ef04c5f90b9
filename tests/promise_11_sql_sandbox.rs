//! Promise 11: `sql` cannot write, reach another file, run for ever or eat the memory.
#![allow(missing_docs, clippy::unwrap_used, reason = "the names of the tests say what they show; a test may panic")]

mod common;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use common::{TestCatalog, rounds, stderr, stdout};

fn catalog() -> TestCatalog {
    let catalog = TestCatalog::import_with("author-page.txt", ["--listed-under", "Derek Lim"]);
    std::fs::create_dir(catalog.path("tmp")).unwrap();
    catalog
}

fn ask<'a>(catalog: &TestCatalog, arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = catalog.command(["sql", "--format", "csv"]);
    command.args(arguments).env("TMPDIR", catalog.path("tmp")).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What a program printed that ends in so long; one that does not is ended.
fn within(limit: Duration, command: &mut Command) -> Option<Output> {
    let began = Instant::now();
    let mut child = command.spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        if began.elapsed() > limit {
            child.kill().unwrap();
            child.wait().unwrap();
            return None;
        }
        sleep(Duration::from_millis(10));
    }
    Some(child.wait_with_output().unwrap())
}

/// Every file in the catalog's folder with its bytes.
fn files(catalog: &TestCatalog) -> BTreeMap<String, Vec<u8>> {
    fn add(folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let bytes = if path.is_dir() { Vec::new() } else { std::fs::read(&path).unwrap() };
            files.insert(path.display().to_string(), bytes);
            if path.is_dir() {
                add(&path, files);
            }
        }
    }
    let mut found = BTreeMap::new();
    add(&catalog.path(""), &mut found);
    found
}

/// What a program printed, and the most memory it had, in kB, as far as it was seen.
fn measured(command: &mut Command) -> (Output, u64) {
    let mut child = command.spawn().unwrap();
    let (mut stdout, mut stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let readers = [
        thread::spawn(move || std::io::copy(&mut stdout, &mut std::io::sink()).map(|_| Vec::new())),
        thread::spawn(move || {
            let mut told = Vec::new();
            std::io::Read::read_to_end(&mut stderr, &mut told).map(|_| told)
        }),
    ];
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    let status = loop {
        let seen = std::fs::read_to_string(&status).unwrap_or_default();
        let line = seen.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most = most.max(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0));
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => sleep(Duration::from_millis(2)),
        }
    };
    let [_, stderr] = readers.map(|reader| reader.join().unwrap().unwrap());
    (Output { status, stdout: Vec::new(), stderr }, most)
}

/// Joins what `part` makes of the numbers from 0.
fn joined(count: usize, separator: &str, part: impl Fn(usize) -> String) -> String {
    (0..count).map(part).collect::<Vec<_>>().join(separator)
}

const FORBIDDEN: &[&str] = &[
    "UPDATE paper SET year = 1999",
    "DELETE FROM paper",
    "INSERT INTO category (code) VALUES ('x')",
    "INSERT INTO category (code) VALUES ('x') RETURNING id",
    "REPLACE INTO category (id, code) VALUES (1, 'x')",
    "UPDATE paper SET title = 'x' RETURNING id, title",
    "WITH new (code) AS (SELECT 'x') INSERT INTO category (code) SELECT code FROM new",
    "WITH old AS (SELECT id FROM paper) DELETE FROM paper WHERE id IN (SELECT id FROM old) RETURNING id",
    "DROP TABLE paper",
    "ALTER TABLE paper RENAME TO x",
    "ALTER TABLE paper ADD COLUMN x",
    "CREATE TABLE x (y)",
    "CREATE TABLE x AS SELECT id FROM paper",
    "CREATE TEMP TABLE x (y)",
    "CREATE TEMP TABLE x AS SELECT id FROM paper",
    "CREATE TEMP VIEW x AS SELECT id FROM paper",
    "CREATE TEMP TRIGGER x AFTER INSERT ON paper BEGIN SELECT 1; END",
    "CREATE TRIGGER x AFTER INSERT ON paper BEGIN DELETE FROM author; END",
    "CREATE INDEX x ON paper (title)",
    "CREATE VIEW x AS SELECT id FROM paper",
    "CREATE VIRTUAL TABLE x USING fts5 (y)",
    "CREATE VIRTUAL TABLE temp.x USING fts5vocab (main, paper_text, row)",
    "CREATE VIRTUAL TABLE temp.x USING rtree (id, a, b)",
    "INSERT INTO paper_text (paper_text) VALUES ('optimize')",
    "INSERT INTO paper_text (paper_text) VALUES ('delete-all')",
    "DELETE FROM paper_text_data",
    "UPDATE sqlite_schema SET sql = ''",
    "DELETE FROM sqlite_master",
    "ATTACH 'other.db' AS other",
    "ATTACH ':memory:' AS other",
    "ATTACH 'file:other.db?mode=rwc' AS other",
    "DETACH main",
    "VACUUM",
    "VACUUM main",
    "VACUUM INTO 'other.db'",
    "REINDEX",
    "ANALYZE",
    "BEGIN",
    "BEGIN IMMEDIATE",
    "COMMIT",
    "SAVEPOINT x",
    "PRAGMA journal_mode = WAL",
    "PRAGMA journal_mode",
    "PRAGMA user_version = 7",
    "PRAGMA application_id = 7",
    "PRAGMA query_only = OFF",
    "PRAGMA writable_schema = ON",
    "PRAGMA temp_store_directory = '.'",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA hard_heap_limit = 0",
    "PRAGMA trusted_schema = ON",
    "PRAGMA cache_size = -8000000",
    "PRAGMA mmap_size = 1000000000",
    "PRAGMA wal_checkpoint(TRUNCATE)",
    "PRAGMA incremental_vacuum",
    "PRAGMA optimize",
    "PRAGMA database_list",
    "SELECT * FROM pragma_optimize",
    "SELECT count(*) FROM pragma_optimize(-1)",
    "SELECT * FROM pragma_journal_mode",
    "SELECT * FROM pragma_database_list",
    "SELECT count(*) FROM pragma_database_list",
    "SELECT * FROM pragma_hard_heap_limit",
    "SELECT load_extension('other.so')",
    "SELECT load_extension('other.so', 'init')",
    "SELECT fts3_tokenizer('simple')",
    "SELECT fts3_tokenizer('x', x'0000000000000000')",
    "SELECT fts5(1)",
    "SELECT optimize(paper_text) FROM paper_text",
    "SELECT sqlite_log(1, 'x')",
    "SELECT readfile('catalog.db')",
    "SELECT writefile('other.db', 'x')",
    "SELECT edit('x')",
    "SELECT * FROM fsdir('.')",
    "SELECT * FROM dbstat",
    "SELECT count(*) FROM dbstat",
    "SELECT * FROM sqlite_dbpage",
    "SELECT * FROM sqlite_temp_schema",
    "EXPLAIN UPDATE paper SET year = 1999",
    "EXPLAIN VACUUM INTO 'other.db'",
    ".shell touch other",
    ".read other.sql",
];

#[test]
fn a_statement_that_is_no_question_is_refused_and_changes_nothing() {
    let catalog = catalog();
    let before = files(&catalog);
    for sql in FORBIDDEN {
        for text in [(*sql).to_owned(), format!("{sql};"), format!("/* SELECT */ {sql} -- SELECT")] {
            let output = ask(&catalog, [text.as_str()]).output().unwrap();
            assert_eq!(output.status.code(), Some(1), "{text}: {}", stdout(&output));
            assert_eq!(stdout(&output), "", "{text}");
            let told = stderr(&output);
            assert!(told.starts_with("error: ") && told.lines().count() == 1, "{text}: {told}");
        }
    }
    assert!(files(&catalog) == before, "a file was changed or made");
}

#[test]
fn a_write_is_told_that_sql_only_reads() {
    let catalog = catalog();
    for sql in
        ["UPDATE paper SET year = 1999", "VACUUM INTO 'x'", "PRAGMA user_version = 7", "ATTACH 'x' AS x", "BEGIN"]
    {
        let told = catalog.failure(["sql", sql]);
        assert!(told.starts_with("error: `sql` only reads the catalog: "), "{sql}: {told}");
    }
    let told = catalog.failure(["sql", "SELECT load_extension('x')"]);
    assert_eq!(told, "error: `sql` only reads the catalog: the function load_extension is refused\n");
}

#[test]
fn one_statement_is_asked_and_no_second_one() {
    let catalog = catalog();
    let before = files(&catalog);
    for sql in ["SELECT 1; DELETE FROM paper", "SELECT 1; SELECT 2", "SELECT 1;;SELECT 2", "SELECT 1; nonsense"] {
        let told = catalog.failure(["sql", sql]);
        assert!(told.contains("several statements"), "{sql}: {told}");
    }
    let many = "SELECT 1;".repeat(11_000);
    assert!(catalog.failure(["sql", &many]).contains("several statements"));
    for sql in ["", " ", ";", ";;", "/* nothing */", "\n-- nothing"] {
        let told = catalog.failure(["sql", sql]);
        assert!(told.contains("no statement"), "{sql:?}: {told}");
    }
    assert_eq!(catalog.stdout(["sql", "--format", "csv", "SELECT 1 AS one; -- and no more\n"]), "one\n1\n");
    let output = catalog.run_with_input(["sql", "--file", "-"], b"SELECT 1 \0; DELETE FROM paper");
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(1), ""));
    assert!(stderr(&output).contains("NUL"), "{}", stderr(&output));
    assert!(files(&catalog) == before);
}

/// A table of endless numbers.
const NUMBERS: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";

#[test]
fn a_query_without_end_ends_in_its_time() {
    let a = |count: usize| format!("printf('%.*c', {count}, 'a')");
    let endless = [
        format!("{NUMBERS} SELECT count(*) FROM n"),
        format!("{NUMBERS} SELECT i FROM n WHERE i < 0"),
        format!("{NUMBERS} SELECT hex(randomblob(100)) AS x FROM n ORDER BY x"),
        format!("{NUMBERS} SELECT count(DISTINCT hex(randomblob(20))) FROM n"),
        format!("{NUMBERS} SELECT i, sum(i) OVER (ORDER BY -i) FROM n"),
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION SELECT random() FROM n) SELECT max(i) FROM n".into(),
        format!("SELECT count(*) FROM {}", joined(12, ", ", |at| format!("authorship AS a{at}"))),
        format!("SELECT sum(length({})) FROM {}", a(1_000_000), joined(6, ", ", |at| format!("paper AS p{at}"))),
        // Each of these is one step of SQLite, which asks no clock in the middle of it.
        format!("SELECT instr({}, {} || 'b')", a(16_000_000), a(8_000_000)),
        format!("SELECT length(replace({}, {} || 'b', 'c'))", a(16_000_000), a(8_000_000)),
        format!("SELECT {} LIKE '%' || {} || 'b'", a(16_000_000), a(900)),
        format!("SELECT length(trim({}, {}))", a(16_000_000), a(7_000_000).replace("'a'", "'b'")),
        // And these are many steps without a loop.
        format!("SELECT {}", joined(900, ", ", |_| "length(randomblob(16000000))".into())),
        format!("SELECT {}", joined(90, " + ", |_| format!("instr({}, {} || 'b')", a(4_000_000), a(100_000)))),
        // This one is long before its first step.
        format!("SELECT count(*) FROM {}", joined(64, ", ", |at| format!("paper AS p{at}"))),
    ];
    let catalog = catalog();
    let before = files(&catalog);
    // Three at a time: some only wait.
    thread::scope(|scope| {
        for part in endless.chunks(endless.len().div_ceil(3)) {
            let catalog = &catalog;
            scope.spawn(move || {
                for sql in part {
                    // A machine under load is slow to notice; without the limit each takes minutes or for ever.
                    let output = within(Duration::from_secs(30), &mut ask(catalog, ["--timeout", "1", sql.as_str()]));
                    let output = output.unwrap_or_else(|| panic!("it did not end: {sql:.200}"));
                    let told = stderr(&output);
                    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(1), ""), "{sql:.200}: {told}");
                    let limit = "error: the query takes longer than 1 s: make it narrower, or allow more with --timeout SECONDS\n";
                    assert!(told == limit || told.contains("longer than 16 MB"), "{sql:.200}: {told}");
                }
            });
        }
    });
    assert!(files(&catalog) == before, "a file was changed or left");
}

#[test]
fn the_time_that_a_reader_takes_is_not_the_query_s() {
    let catalog = catalog();
    let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 50000) SELECT i FROM n";
    let mut child = ask(&catalog, ["--timeout", "1", sql]).spawn().unwrap();
    sleep(Duration::from_secs(3));
    let mut printed = String::new();
    std::io::Read::read_to_string(child.stdout.as_mut().unwrap(), &mut printed).unwrap();
    assert!(child.wait().unwrap().success());
    assert_eq!(printed.lines().count(), 50_001);
}

#[test]
fn no_query_takes_more_memory_than_is_allowed() {
    if !cfg!(target_os = "linux") {
        eprintln!("not checked, because only Linux bounds the memory of a program");
        return;
    }
    let a = |less: usize| format!("printf('%.*c', {}, 'a')", 16_000_000 - less);
    let greedy = [
        format!("SELECT {}", joined(1000, ", ", a)),
        format!("SELECT {}", joined(1000, ", ", |_| "zeroblob(16000000)".into())),
        format!("SELECT {}", joined(90, " + ", |at| format!("length({})", a(at)))),
        format!("SELECT {} FROM paper", joined(1000, ", ", |at| format!("max({})", a(at)))),
        format!("SELECT DISTINCT {} FROM paper ORDER BY 2", joined(500, ", ", a)),
        format!(
            "WITH x AS MATERIALIZED (SELECT {}) SELECT count(*) FROM x, x AS y",
            joined(500, ", ", |at| format!("{} AS c{at}", a(at)))
        ),
        format!("{NUMBERS} SELECT group_concat(hex(randomblob(1000))) FROM n"),
        format!("{NUMBERS} SELECT json_group_array(i) FROM n"),
        format!("{NUMBERS} SELECT json_group_object(i, hex(randomblob(1000))) FROM n"),
        format!("{NUMBERS} SELECT {} FROM n", joined(90, ", ", |_| "group_concat(hex(randomblob(1000)))".into())),
        format!("{NUMBERS} SELECT hex(randomblob(10000)) AS x FROM n ORDER BY x"),
        format!("{NUMBERS} SELECT i FROM n GROUP BY hex(randomblob(10000))"),
        format!("{NUMBERS} SELECT {} FROM n LIMIT 3", joined(100, ", ", a)),
        format!("SELECT json_pretty('{}{}', {})", "[".repeat(900), "]".repeat(900), a(0)),
        format!("SELECT {}", joined(500, ", ", |at| format!("hex({})", a(8_100_000 + at)))),
        "SELECT zeroblob(16000000)".into(),
        format!("VALUES {}", joined(24_000, ",", |_| "(1)".into())),
        format!("SELECT {}", "(".repeat(49_000)),
        format!("SELECT {}1", "NOT ".repeat(20_000)),
    ];
    let catalog = catalog();
    thread::scope(|scope| {
        for part in greedy.chunks(greedy.len().div_ceil(3)) {
            let catalog = &catalog;
            scope.spawn(move || {
                for sql in part {
                    let (output, most) = measured(&mut ask(catalog, ["--timeout", "1", "--max-memory", "128MB", sql]));
                    let told = stderr(&output);
                    // SQLite's 128 MB, the program itself, and an answer's longest rows on their way out.
                    assert!(most < 300_000, "{sql:.100}: {most} kB");
                    assert!(matches!(output.status.code(), Some(0 | 1)), "{sql:.100}: {:?} {told}", output.status);
                }
            });
        }
    });
    let told = catalog.failure(["sql", "--max-memory", "64MB", &format!("SELECT {}", joined(1000, ", ", a))]);
    let limit =
        "error: the query needs more memory than 64 MB: make it narrower, or allow more with --max-memory SIZE\n";
    assert_eq!(told, limit);
}

#[test]
fn temporary_files_are_bounded_and_leave_nothing_behind() {
    if !cfg!(target_os = "linux") {
        eprintln!("not checked, because only Linux tells how large files without a name are");
        return;
    }
    let catalog = catalog();
    let sql = format!("{NUMBERS} SELECT hex(randomblob(2000)) AS x FROM n ORDER BY x");
    let output = ask(&catalog, ["--timeout", "60", "--max-temp", "64MB", &sql]).output().unwrap();
    let limit = "error: the query fills more than 64 MB of temporary files: make it narrower, or allow more with --max-temp SIZE\n";
    assert_eq!(stderr(&output), limit);
    assert_eq!(std::fs::read_dir(catalog.path("tmp")).unwrap().count(), 0);
}

#[test]
fn what_is_sorted_may_be_larger_than_the_memory() {
    let catalog = catalog();
    // 120 MB of text.
    let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)
               SELECT length(x) AS size FROM (SELECT hex(randomblob(2000)) AS x FROM n) ORDER BY x";
    let output = ask(&catalog, ["--timeout", "600", "--max-memory", "64MB", sql]).output().unwrap();
    assert_eq!((stdout(&output).lines().count(), stderr(&output).as_str()), (30_001, ""));
}

#[test]
fn a_query_that_is_too_long_or_too_deep_or_too_wide_says_so() {
    let catalog = catalog();
    for (sql, told) in [
        (format!("SELECT '{}'", "x".repeat(100_000)), "longer than 100000 bytes"),
        ("SELECT printf('%.*c', 17000000, 'x')".into(), "longer than 16 MB"),
        ("SELECT zeroblob(17000000)".into(), "longer than 16 MB"),
        (format!("SELECT {}", joined(3, ", ", |_| "zeroblob(8000000)".into())), "a row is longer than 33 MB"),
        ("SELECT replace(printf('%.*c', 4000, 'a'), 'a', printf('%.*c', 10000, 'b'))".into(), "longer than 16 MB"),
        (format!("SELECT 1{}", " + 1".repeat(200)), "maximum depth 100"),
        (joined(200, " UNION ALL ", |_| "SELECT 1".into()), "too many terms in compound SELECT"),
        (format!("SELECT {}", joined(2001, ", ", |_| "1".into())), "too many columns"),
        ("SELECT ?2000".into(), "variable number must be between ?1 and ?1000"),
    ] {
        let output = catalog.run_with_input(["sql", "--file", "-"], sql.as_bytes());
        assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(1), ""), "{sql:.80}");
        assert!(stderr(&output).contains(told), "{sql:.80}: {}", stderr(&output));
    }
    let rows = format!("{NUMBERS} SELECT i FROM n LIMIT 300000");
    assert!(catalog.failure(["sql", &rows]).contains("too large for a table: add a LIMIT, or choose another --format"));
}

#[test]
fn a_million_rows_stream_in_flat_memory() {
    let catalog = catalog();
    let sql = format!("{NUMBERS} SELECT i, 'a text of some length, as titles have it' AS title FROM n LIMIT 1000000");
    for format in ["csv", "jsonl"] {
        let (output, most) = measured(
            catalog
                .command(["sql", "--format", format, "--timeout", "600", &sql])
                .stdout(Stdio::piped())
                .stderr(Stdio::piped()),
        );
        assert!(output.status.success(), "{}", stderr(&output));
        // Where the system does not tell, nothing is seen.
        assert!(most < 64_000, "{format}: {most} kB");
    }
}

#[test]
fn honest_questions_are_answered() {
    let catalog = catalog();
    let before = files(&catalog);
    for (sql, answer) in [
        ("SELECT count(*) AS papers FROM paper", "papers\n19\n"),
        (
            "SELECT year, count(*) AS papers FROM v_paper GROUP BY year HAVING papers > 3 ORDER BY year",
            "year,papers\n2020,4\n2021,4\n2023,5\n",
        ),
        (
            "SELECT name, count(*) AS papers FROM author JOIN authorship ON author.id = author_id \
             GROUP BY author.id ORDER BY papers DESC, name LIMIT 2",
            "name,papers\nDerek Lim,19\nFabrizio Frasca,3\n",
        ),
        (
            "SELECT coauthor, paper_count FROM v_coauthor WHERE author_id = (SELECT id FROM author WHERE name = 'René Vidal') ORDER BY coauthor",
            "coauthor,paper_count\nBenjamin D. Haeffele,1\nDerek Lim,1\n",
        ),
        (
            "SELECT title FROM paper WHERE id IN (SELECT rowid FROM paper_text WHERE paper_text MATCH 'title : \"neural manifold\"')",
            "title\nNeural Manifold Ordinary Differential Equations\n",
        ),
        (
            "SELECT paper.title FROM paper_text JOIN paper ON paper.id = paper_text.rowid WHERE paper_text MATCH 'subspace' ORDER BY bm25(paper_text) LIMIT 1",
            "title\nDoubly Stochastic Subspace Clustering\n",
        ),
        (
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4) SELECT sum(i) AS sum, 7 / 2.0 AS part FROM n",
            "sum,part\n10,3.5\n",
        ),
        (
            "SELECT published_on, row_number() OVER (ORDER BY published_on) AS place FROM paper ORDER BY published_on LIMIT 2",
            "published_on,place\n2020-06-15,1\n2020-06-18,2\n",
        ),
        ("SELECT value AS letter FROM json_each('[\"a\", \"b\"]')", "letter\na\nb\n"),
        ("SELECT json_extract('{\"a\": [1, 2]}', '$.a[1]') AS two, '{\"a\": 3}' ->> 'a' AS three", "two,three\n2,3\n"),
        ("SELECT julianday('2020-01-02') - julianday('2020-01-01') AS days", "days\n1.0\n"),
        (
            "SELECT name, type FROM pragma_table_info('category')",
            "name,type\nid,INTEGER\ncode,TEXT\nchecksum,INTEGER\n",
        ),
        (
            "PRAGMA table_info(category)",
            "cid,name,type,notnull,dflt_value,pk\n0,id,INTEGER,0,,1\n1,code,TEXT,1,,0\n2,checksum,INTEGER,0,,0\n",
        ),
        ("SELECT count(*) AS tables FROM sqlite_schema WHERE name = 'paper'", "tables\n1\n"),
        ("VALUES (1, 'a'), (2, NULL)", "column1,column2\n1,a\n2,\n"),
        ("WITH dbstat (x) AS (VALUES (1)) SELECT x FROM dbstat", "x\n1\n"),
        (
            "SELECT DISTINCT upper(substr(title, 1, 1)) AS letter FROM paper WHERE title LIKE 'neural%' OR title GLOB 'Doubly*'",
            "letter\nD\nN\n",
        ),
    ] {
        let output = ask(&catalog, [sql]).output().unwrap();
        assert_eq!((stdout(&output).as_str(), stderr(&output).as_str()), (answer, ""), "{sql}");
    }
    let plan = stdout(&ask(&catalog, ["EXPLAIN QUERY PLAN SELECT title FROM paper WHERE id = 1"]).output().unwrap());
    assert!(plan.contains("SEARCH paper USING INTEGER PRIMARY KEY"), "{plan}");
    assert!(files(&catalog) == before);
}

#[test]
fn the_index_of_words_that_is_not_built_is_no_empty_answer() {
    let catalog = TestCatalog::import_with("author-page.txt", ["--no-index"]);
    let sql = "SELECT count(*) AS papers FROM paper_text WHERE paper_text MATCH 'graph*'";
    let told = catalog.failure(["sql", sql]);
    assert_eq!(told, "error: the index of words is not built yet: `paperdex papers --text WORD` builds it\n");
    catalog.stdout(["papers", "--text", "graph*"]);
    assert_ne!(catalog.stdout(["sql", "--format", "csv", sql]), "papers\n0\n");
}

#[test]
fn an_answer_is_never_written_over_the_catalog() {
    let catalog = catalog();
    let before = files(&catalog);
    let db = catalog.db();
    let told = catalog.failure(["sql", "SELECT 1", "--format", "csv", "--force", "-o", db.to_str().unwrap()]);
    assert!(told.contains("it is the catalog itself"), "{told}");
    let endless = format!("{NUMBERS} SELECT i FROM n");
    let told = catalog.failure(["sql", &endless, "--timeout", "1", "-o", catalog.path("out.csv").to_str().unwrap()]);
    assert!(told.contains("longer than 1 s"), "{told}");
    assert!(files(&catalog) == before, "a file was changed or left");
}

#[test]
fn what_is_asked_cannot_drive_the_terminal() {
    let catalog = catalog();
    for format in ["table", "markdown"] {
        let sql = "SELECT char(27) || ']0;x' || char(7) AS \"a\u{1b}[2J\u{202e}\"";
        let printed = catalog.stdout(["sql", sql, "--format", format]);
        assert!(format == "markdown" || !printed.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{format}: {printed:?}");
        assert!(!printed.lines().next().unwrap().contains(['\u{1b}', '\u{202e}']), "{format}: {printed:?}");
    }
    let told = catalog.failure(["sql", "SELECT \u{1b}[2J"]);
    assert!(!told.contains('\u{1b}'), "{told:?}");
}

/// Words that make statements, and some that break them.
const WORDS: &[&str] = &[
    "SELECT",
    "FROM",
    "WHERE",
    "INSERT INTO",
    "UPDATE",
    "SET",
    "DELETE FROM",
    "ATTACH",
    "AS",
    "VACUUM INTO",
    "PRAGMA",
    "WITH",
    "RECURSIVE",
    "UNION ALL",
    "VALUES",
    "CREATE TEMP TABLE",
    "DROP TABLE",
    "RETURNING",
    "paper",
    "author",
    "v_paper",
    "paper_text",
    "paper_text_data",
    "sqlite_schema",
    "pragma_user_version",
    "json_each",
    "id",
    "title",
    "year",
    "rowid",
    "x",
    "'x'",
    "'other.db'",
    "1",
    "0",
    "-1",
    "x'00'",
    "NULL",
    "(",
    ")",
    ",",
    ",",
    "=",
    "*",
    "*",
    "+",
    "||",
    ";",
    "--",
    "/*",
    "user_version",
    "journal_mode",
    "WAL",
    "load_extension",
    "count",
    "max",
    "writefile",
    "GROUP BY",
    "ORDER BY",
    "LIMIT",
    "JOIN",
    "ON",
    "IN",
    "MATCH",
    "EXPLAIN",
    "BEGIN",
    "COMMIT",
    "REPLACE INTO",
    "ANALYZE",
    "REINDEX",
    "\u{0}",
    "\u{1f4a9}",
    "\"",
    "`",
    "[",
    "?",
    ":a",
    "@b",
];

#[test]
fn no_text_of_a_query_changes_a_file_or_breaks_the_program() {
    let catalog = catalog();
    let before = files(&catalog);
    // A generator of our own, so that every run asks the same.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut below = |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % limit as u64).unwrap()
    };
    for _ in 0..rounds(300, 20_000) {
        let length = 1 + below(14);
        let sql = (0..length).map(|_| WORDS[below(WORDS.len())]).collect::<Vec<_>>().join(" ");
        let output =
            catalog.run_with_input(["sql", "--timeout", "2", "--format", "json", "--file", "-"], sql.as_bytes());
        assert!(matches!(output.status.code(), Some(0 | 1)), "{sql}: {output:?}");
        assert_eq!(output.status.code() == Some(1), stderr(&output).starts_with("error: "), "{sql}: {output:?}");
    }
    assert!(files(&catalog) == before, "a file was changed or made");
}
