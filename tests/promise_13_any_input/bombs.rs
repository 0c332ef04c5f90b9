//! Files that are made to take all memory or all time: each costs the records that are broken, and no other.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::common::{TestCatalog, rounds, stderr, stdout};

/// What the program may take in memory, in kB.
const LIMIT: u64 = 256_000;

/// What it may take in addresses, in kB: the allocator sets more of them aside than it uses.
const ADDRESSES: &str = "600000";

/// Far more than any of these files takes, also where machine and program are slow; what is squared takes hours.
const TIME: Duration = Duration::from_secs(120);

/// The program with a bound on its memory, as Unix shells set one.
pub fn within<S: AsRef<OsStr>>(catalog: &TestCatalog, arguments: impl IntoIterator<Item = S>) -> Command {
    let program = catalog.command([] as [&str; 0]);
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("ulimit -v {ADDRESSES}; exec \"$0\" \"$@\"")])
        .arg(program.get_program())
        .args(arguments);
    program.get_envs().for_each(|(name, value)| match value {
        Some(value) => drop(command.env(name, value)),
        None => drop(command.env_remove(name)),
    });
    command.current_dir(program.get_current_dir().unwrap()).stdin(Stdio::null());
    command
}

/// Runs a program that must come to an end of its own, with exit code 0 or 1 and in little memory.
pub fn measured(name: &str, command: &mut Command) -> Output {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Where there is no such file, the bound on addresses alone must do.
    let status = format!("/proc/{}/status", child.id());
    let mut most: u64 = 0;
    let mut pipes = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let (stdout, stderr) = std::thread::scope(|scope| {
        let read = |pipe: &mut dyn std::io::Read| {
            let mut bytes = Vec::new();
            pipe.read_to_end(&mut bytes).unwrap();
            bytes
        };
        let (out, err) = &mut pipes;
        let (out, err) = (scope.spawn(move || read(out)), scope.spawn(move || read(err)));
        while child.try_wait().unwrap().is_none() {
            let seen = std::fs::read_to_string(&status).unwrap_or_default();
            let line = seen.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            most = most.max(line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0));
            if begun.elapsed() > TIME {
                child.kill().unwrap();
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        (out.join().unwrap(), err.join().unwrap())
    });
    let output = Output { status: child.wait().unwrap(), stdout, stderr };
    let elapsed = begun.elapsed();
    assert!(elapsed < TIME, "{name} takes {elapsed:?}");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{name}: {:?}\n{told}", output.status);
    assert!(!told.contains("panicked") && !told.contains("memory"), "{name}: {told}");
    assert!(most < LIMIT, "{name}: {most} kB");
    output
}

/// A file, how it is read, and what comes of it: the beginning of the counts (empty: nothing is imported), and what is told.
struct Bomb {
    name: &'static str,
    options: &'static [&'static str],
    text: Vec<u8>,
    counts: String,
    told: &'static str,
}

fn bomb(name: &'static str, text: impl AsRef<[u8]>, counts: &str, told: &'static str) -> Bomb {
    Bomb { name, options: &[], text: text.as_ref().to_vec(), counts: counts.into(), told }
}

fn of_format(format: &'static [&'static str], bomb: Bomb) -> Bomb {
    Bomb { options: format, ..bomb }
}

fn explode(bombs: Vec<Bomb>) {
    for Bomb { name, options, text, counts, told } in bombs {
        let catalog = TestCatalog::empty();
        let file = catalog.write("bomb", &text);
        drop(text);
        let options = ["import"].iter().chain(options);
        let output = measured(name, within(&catalog, options).arg(file));
        let printed = format!("{name}\n{}{}", stdout(&output), stderr(&output).chars().take(2_000).collect::<String>());
        assert!(printed.contains(&format!("bomb: {counts}")), "{printed}");
        assert!(printed.contains(told), "{printed}");
        if counts.is_empty() {
            assert_eq!(output.status.code(), Some(1), "{printed}");
        } else {
            assert_eq!(catalog.value::<String>("PRAGMA integrity_check"), "ok", "{name}");
        }
    }
}

fn numbered(count: usize, write: impl Fn(usize) -> String) -> String {
    (0..count).map(write).collect()
}

const ONE_NEW_ONE_REJECTED: &str = "2 entries: 1 new, 0 merged, 0 unchanged, 1 rejected";
const ONE_REJECTED: &str = "1 entry: 0 new, 0 merged, 0 unchanged, 1 rejected";
const BOTH_NEW: &str = "2 entries: 2 new, 0 merged, 0 unchanged, 0 rejected";
const PARTS: &str = "it has more than 400000 parts";

#[test]
fn no_bibtex_takes_all_memory_or_all_time() {
    let sound = "\n@article{g, title={Graphs of Small Rooms}, author={Ann Lee}, year=2020}\n";
    let with = |field: &str, value: String| format!("@article{{k, title={{x}}, {field}={{{value}}}}}{sound}");
    let title = |value: String| format!("@article{{k, title={{{value}}}}}{sound}");
    explode(vec![
        bomb("five million braces", format!("{sound}{}{sound}", "{".repeat(5_000_000)), "2 entries: 1 new", "outside"),
        bomb("braces in an entry", title("{".repeat(3_000_000) + &"}".repeat(3_000_000)), ONE_NEW_ONE_REJECTED, PARTS),
        bomb(
            "a hundred thousand fields",
            format!("@article{{k,{}}}{sound}", numbered(50_000, |at| format!("f{at}={{}},"))),
            ONE_NEW_ONE_REJECTED,
            "it has more than 1000 fields",
        ),
        bomb(
            "fields without values",
            format!("@article{{k,{}}}{sound}", "a,".repeat(8_000_000)),
            ONE_NEW_ONE_REJECTED,
            PARTS,
        ),
        bomb("a million authors", with("author", "A and ".repeat(1_000_000)), ONE_NEW_ONE_REJECTED, PARTS),
        bomb(
            "an author more than any work has",
            with("author", numbered(50_001, |at| format!("A{at} and "))),
            ONE_NEW_ONE_REJECTED,
            "it has more than 50000 authors",
        ),
        bomb(
            "keywords",
            with("keywords", numbered(90_000, |at| format!("{at},"))),
            ONE_NEW_ONE_REJECTED,
            "more than 1000 keywords",
        ),
        bomb(
            "names that double sixty times",
            format!(
                "@string{{a={{xxxxxxxxxxxxxxxx}}}}\n{}@article{{k, title = a # a}}{sound}",
                "@string{a = a # a}\n".repeat(60)
            ),
            ONE_NEW_ONE_REJECTED,
            "more text than an entry may have",
        ),
        bomb(
            "short entries that stand for long texts",
            format!(
                "@string{{a={{{}}}}}\n{}{sound}",
                "x".repeat(1_000_000),
                numbered(2_000, |at| format!("@article{{k{at}, title = a # a # a}}\n"))
            ),
            "2001 entries: 1 new, 0 merged, 0 unchanged, 2000 rejected",
            "names more text than an entry may have",
        ),
        bomb(
            "a chain of parents",
            numbered(5_000, |at| format!("@book{{k{at}, title={{T {at}}}, crossref={{k{}}}}}\n", at + 1)),
            "5000 entries: 5000 new",
            "",
        ),
        bomb(
            "circles of parents",
            numbered(5_000, |at| format!("@book{{k{at}, title={{T {at}}}, crossref={{k{}}}}}\n", (at + 1) % 50)),
            "5000 entries: 5000 new",
            "",
        ),
        bomb(
            "a brace that is not closed",
            format!("@article{{k, title={{x\n{}", numbered(300, |at| format!("@article{{k{at}, title={{T {at}}}}}\n"))),
            "301 entries: 300 new, 0 merged, 0 unchanged, 1 rejected",
            "its closing brace is missing",
        ),
        bomb(
            "a quote that is not closed",
            format!("@article{{k, title=\"x}}{sound}"),
            "2 entries: 1 new",
            "closing quote",
        ),
        bomb("commands within each other", title("\\emph{".repeat(8_000) + &"}".repeat(8_000)), BOTH_NEW, ""),
        bomb("marks that wait for a letter", title("\\'".repeat(2_000_000) + "a"), BOTH_NEW, ""),
        bomb("dollars", title("$\\".repeat(2_000_000)), ONE_NEW_ONE_REJECTED, "its title is longer than 65536 bytes"),
    ]);
}

#[test]
fn no_tagged_lines_take_all_memory_or_all_time() {
    let sound = "ER  - \nTY  - JOUR\nTI  - Graphs of Small Rooms\nAU  - Lee, Ann\nER  - \n";
    let with = |lines: String| format!("TY  - JOUR\nTI  - x\n{lines}\n{sound}");
    let tags = |tag: &str, count: usize| numbered(count, |at| format!("{tag}  - 10.1000/{at}\n"));
    explode(vec![
        bomb(
            "ten million tags",
            with("KW  - a\n".repeat(rounds(2_500_000, 10_000_000))),
            ONE_NEW_ONE_REJECTED,
            "longer than 16777216 bytes",
        ),
        bomb("two million tags", with("C1  - a\n".repeat(1_900_000)), ONE_NEW_ONE_REJECTED, PARTS),
        bomb("keywords", with(tags("KW", 100_000)), ONE_NEW_ONE_REJECTED, "it has more than 1000 keywords"),
        bomb("identifiers", with(tags("DO", 100_000)), ONE_NEW_ONE_REJECTED, "it has more than 1000 identifiers"),
        bomb("affiliations", with(tags("AD", 20_000)), BOTH_NEW, ""),
        bomb("authors", with(tags("AU", 60_000)), ONE_NEW_ONE_REJECTED, "it has more than 50000 authors"),
        bomb(
            "addresses in an abstract",
            with(format!("AB  - {}", numbered(100_000, |at| format!("http://a.b/{at} ")))),
            ONE_NEW_ONE_REJECTED,
            "it has more than 1000 addresses",
        ),
        bomb("marks without end", with(format!("AB  - a{}", "\u{301}\u{323}".repeat(2_000_000))), BOTH_NEW, ""),
        bomb("a word without end", with(format!("AB  - {}", "a".repeat(8_000_000))), BOTH_NEW, ""),
        bomb(
            "a name without end",
            with(format!("AU  - {}", "b".repeat(1_000_000))),
            ONE_NEW_ONE_REJECTED,
            "its name of an author is longer",
        ),
        bomb("returns alone", with(String::new()).replace('\n', "\r"), BOTH_NEW, ""),
        bomb(
            "lines that go on",
            format!("PMID- 1\nTI  - x\n{}\nPMID- 2\nTI  - Graphs\n", "      y\n".repeat(1_000_000)),
            ONE_NEW_ONE_REJECTED,
            PARTS,
        ),
        bomb(
            "UTF-16 without its mark",
            with(String::new()).encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
            BOTH_NEW,
            "",
        ),
    ]);
}

#[test]
fn no_json_takes_all_memory_or_all_time() {
    let with = |fields: String| {
        format!("[{{\"title\":\"x\",{fields}}},\n{{\"title\":\"Graphs\",\"author\":[{{\"family\":\"Lee\"}}]}}]")
    };
    let authors =
        |count: usize| with(format!("\"author\":[{}{{}}]", numbered(count, |at| format!("{{\"family\":\"L{at}\"}},"))));
    let csl = &["--format", "csl-json"];
    let nested = |key: &str, open: &str, close: &str| {
        with(format!("\"{key}\":{}1{}", open.repeat(200_000), close.repeat(200_000)))
    };
    explode(vec![
        of_format(csl, bomb("lists 200,000 deep", nested("author", "[", "]"), ONE_NEW_ONE_REJECTED, "no sound JSON")),
        of_format(csl, bomb("objects 200,000 deep that nobody asks for", nested("a", "{\"a\":", "}"), BOTH_NEW, "")),
        of_format(
            csl,
            bomb(
                "a million keys",
                with(format!("{}\"a\":1", numbered(1_000_000, |at| format!("\"k{at}\":1,")))),
                ONE_NEW_ONE_REJECTED,
                PARTS,
            ),
        ),
        of_format(csl, bomb("half a million authors", authors(500_000), ONE_NEW_ONE_REJECTED, PARTS)),
        of_format(csl, bomb("authors", authors(60_000), ONE_NEW_ONE_REJECTED, "it has more than 50000 authors")),
        of_format(csl, bomb("strings that are not closed", "[{\"a\":\"\n".repeat(50_000), "", "")),
        of_format(
            csl,
            bomb("text outside entries", format!("[{}]", "x".repeat(20_000_000)), ONE_REJECTED, "longer than"),
        ),
        of_format(
            csl,
            bomb("tags that are none", format!("[{{\"title\":\"{}\"}}]", "<".repeat(3_000_000)), ONE_REJECTED, PARTS),
        ),
        of_format(
            &["--format", "arxiv-snapshot"],
            bomb(
                "classes",
                format!(
                    "{{\"id\":\"2001.00001\",\"title\":\"x\",\"categories\":\"{}\"}}\n",
                    numbered(100_000, |at| format!("c{at} "))
                ),
                ONE_REJECTED,
                "it has more than 1000 classes",
            ),
        ),
        of_format(
            &["--format", "openalex"],
            bomb(
                "affiliations of one author",
                format!(
                    "{{\"results\":[{{\"id\":\"W1\",\"title\":\"x\",\"authorships\":[{{\"raw_author_name\":\"L\",\"institutions\":[{}{{}}]}}]}}]}}",
                    numbered(30_000, |at| format!("{{\"display_name\":\"Place {at}\"}},"))
                ),
                "1 entry: 1 new",
                "",
            ),
        ),
    ]);
}

#[test]
fn no_xml_takes_all_memory_or_all_time() {
    let sound = "<entry><title>Graphs</title></entry></feed>";
    let titled = |title: String| format!("<feed><entry><title>{title}</title></entry>{sound}");
    let attributed = |name: &str| {
        let attributes = numbered(600_000, |at| format!(" {name}{at}=\"1\""));
        format!("<feed><entry{attributes}><title>x</title></entry>{sound}")
    };
    let entities = numbered(10, |at| format!("<!ENTITY l{} \"{}\">", at + 1, format!("&l{at};").repeat(10)));
    let atom = &["--format", "arxiv-atom"];
    explode(vec![
        of_format(
            atom,
            bomb(
                "150,000 deep",
                titled("<a>".repeat(150_000) + &"</a>".repeat(150_000)),
                ONE_NEW_ONE_REJECTED,
                "deep within each other",
            ),
        ),
        of_format(atom, bomb("attributes", attributed("a"), ONE_NEW_ONE_REJECTED, PARTS)),
        of_format(atom, bomb("name spaces", attributed("xmlns:a"), ONE_NEW_ONE_REJECTED, PARTS)),
        of_format(atom, bomb("elements", titled("<a/>".repeat(3_000_000)), ONE_NEW_ONE_REJECTED, PARTS)),
        of_format(
            atom,
            bomb(
                "a billion laughs",
                format!("<!DOCTYPE a [<!ENTITY l0 \"lol\">{entities}]>{}", titled("&l10;".into())),
                BOTH_NEW,
                "",
            ),
        ),
        of_format(
            atom,
            bomb(
                "one long entity many times",
                format!("<!DOCTYPE a [<!ENTITY a \"{}\">]>{}", "a".repeat(1_000_000), titled("&a;".repeat(100_000))),
                ONE_NEW_ONE_REJECTED,
                "its title is longer than",
            ),
        ),
        of_format(
            atom,
            bomb(
                "entries that are not closed",
                format!("<feed>{}", "<entry ".repeat(100_000)),
                "100000 entries: 0 new",
                "is not closed",
            ),
        ),
        of_format(
            &["--format", "dblp-xml"],
            bomb(
                "authors",
                format!(
                    "<dblp><article key=\"a\"><title>x</title>{}</article></dblp>",
                    "<author>A</author>".repeat(60_000)
                ),
                ONE_REJECTED,
                "more than 50000 authors",
            ),
        ),
    ]);
}

#[test]
fn no_table_takes_all_memory_or_all_time() {
    let rows = |row: String| format!("Title,Authors\n{row}\nGraphs,Lee\n");
    let long_words = |end: &str| format!("{}{end}", "ab cd ef ".repeat(2_500));
    explode(vec![
        bomb(
            "a million columns",
            format!("Title,Authors,{}\nA,B,{}\n", numbered(1_000_000, |at| format!("c{at},")), ",".repeat(1_000_000)),
            "",
            PARTS,
        ),
        bomb("a row of commas", rows(",".repeat(16_000_000)), ONE_NEW_ONE_REJECTED, PARTS),
        bomb(
            "a row of commas and a quote",
            rows(format!("\"x\"{}", ",".repeat(16_000_000))),
            ONE_NEW_ONE_REJECTED,
            PARTS,
        ),
        bomb(
            "a header of 16 MiB",
            format!("Title,Authors,{}\nA,B,C\n", "x".repeat(16 << 20)),
            "",
            "longer than 16777216 bytes",
        ),
        bomb(
            "a quote that is not closed",
            rows(format!("\"A,B{}", numbered(300, |at| format!("\nT{at},Lee")))),
            "302 entries: 301 new, 0 merged, 0 unchanged, 1 rejected",
            "a quote in it is not closed",
        ),
        bomb(
            "quotes that are not closed",
            rows("\"\n".repeat(100_000)),
            "100001 entries: 1 new, 0 merged, 0 unchanged, 100000 rejected",
            "",
        ),
        bomb("authors", rows(format!("A,{}", "a;".repeat(5_000_000))), ONE_NEW_ONE_REJECTED, PARTS),
        bomb(
            "two long titles",
            rows(format!("{},Lee\n{},Lee", long_words("x"), long_words("y"))),
            "3 entries: 3 new",
            "",
        ),
        bomb(
            "a title without end",
            rows(format!("{},Lee", "a ".repeat(2_000_000))),
            ONE_NEW_ONE_REJECTED,
            "its title is longer",
        ),
    ]);
}

#[test]
fn no_page_takes_all_memory_or_all_time() {
    let with = |lines: String| {
        format!(
            "LGJun 24, 2023Code\nGraphs of Small RoomsAnn Lee, Bo Ek\n{lines}LGJun 25, 2023\nKernels for Quiet StreetsBo Ek, Ann Lee\n"
        )
    };
    explode(vec![
        bomb("a hundred thousand lines", with("We study small rooms.\n".repeat(90_000)), BOTH_NEW, ""),
        bomb(
            "millions of lines",
            with("abc\n".repeat(1_000_000)),
            ONE_NEW_ONE_REJECTED,
            "it has more than 100000 lines",
        ),
        bomb("lines of brackets", with(")\n".repeat(50_000)), BOTH_NEW, ""),
        bomb(
            "a last line that may be cut off",
            format!("{}{}", with(String::new()), "Ab ".repeat(500_000)),
            BOTH_NEW,
            "",
        ),
        bomb("capitals", format!("LGJun 24, 2023\n{}\nabc\n", "Ab".repeat(4_000)).repeat(10), "10 entries: 1 new", ""),
        bomb(
            "commas",
            format!("LGJun 24, 2023\nGraphs{}\nabc\n", ", Ann".repeat(1_500)).repeat(20),
            "20 entries: 1 new",
            "",
        ),
        bomb(
            "first lines alone",
            "LGJun 24, 2023Code\n".repeat(50_000),
            "50000 entries: 0 new",
            "it has no title line",
        ),
        of_format(&["--format", "dblp-page"], bomb("lines without end", "a\n".repeat(300_000), "", "")),
    ]);
}

#[test]
fn entries_without_number_that_may_be_one_paper_take_no_more_time_each() {
    let titled =
        |count: usize, row: &dyn Fn(usize) -> String| format!("Title,Authors,Abstract,DOI\n{}", numbered(count, row));
    let authors: Vec<String> = (0..3_000).map(|at| format!("A{at} Lee")).collect();
    let turned: Vec<String> = authors.iter().rev().cloned().collect();
    explode(vec![
        bomb(
            "one title, other abstracts",
            titled(1_000, &|at| format!("Graphs of Small Rooms,,abstract {at},\n")),
            "1000 entries: 1 new",
            "entries of its paper say otherwise each",
        ),
        bomb(
            "one entry again and again",
            titled(5_000, &|_| "Graphs of Small Rooms,Ann Lee,,\n".into()),
            "5000 entries: 1 new, 0 merged, 4999 unchanged",
            "",
        ),
        bomb(
            "one identifier, other titles",
            titled(150, &|at| {
                format!(
                    "{},Ann Lee,,10.1000/1\n",
                    ["ab", "cd", "ef", "gh"][at % 4].repeat(1 + at / 4 % 9) + &at.to_string()
                )
            }),
            "150 entries: ",
            "",
        ),
        bomb(
            "one author of thousands",
            titled(3_000, &|at| format!("T{at},Ann Lee,,\n")),
            "3000 entries: 3000 new",
            "",
        ),
        bomb(
            "one list and the same turned round",
            titled(2, &|at| {
                format!(
                    "Graphs of Small Rooms,\"{}\",,\n",
                    if at == 0 { authors.join("; ") } else { turned.join("; ") }
                )
            }),
            "2 entries: 2 new",
            "",
        ),
    ]);
}

/// Bytes packed by gzip, in one member.
fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn no_packed_file_takes_all_memory_or_all_time() {
    let entry = |at: usize| format!("TY  - JOUR\nTI  - Title {at}\nER  - \n");
    let zeros = vec![0; 16 << 20];
    let abstracts = rounds(3, 100);
    let lines = vec![b'x'; 16 << 20];
    let header = b"Title,Authors\nGraphs,Lee\n".to_vec();
    let whole = gzip(numbered(2_000, entry).as_bytes());
    explode(vec![
        bomb("a gigabyte of zeros", gzip(&zeros).repeat(64), "", "it begins with nothing but zeros"),
        of_format(
            &["--format", "table"],
            bomb("a gigabyte of zeros as a table", gzip(&zeros).repeat(64), "", "nothing but zeros"),
        ),
        bomb(
            "one long line",
            [gzip(&header), gzip(&lines).repeat(rounds(2, 64))].concat(),
            ONE_NEW_ONE_REJECTED,
            "longer than 16777216 bytes",
        ),
        bomb(
            "two thousand members",
            (0..2_000).flat_map(|at| gzip(entry(at).as_bytes())).collect::<Vec<_>>(),
            "2000 entries: 2000 new",
            "",
        ),
        bomb("packed three times", gzip(&gzip(&gzip(entry(1).as_bytes()))), "1 entry: 1 new", ""),
        bomb(
            "packed four times",
            gzip(&gzip(&gzip(&gzip(entry(1).as_bytes())))),
            "",
            "it looks like a gzip file in several others",
        ),
        bomb("cut in the middle", &whole[..whole.len() / 2], "", "cannot be unpacked to its end"),
        bomb(
            "with a byte that is wrong",
            [&whole[..whole.len() / 2], b"~~~~", &whole[whole.len() / 2 + 4..]].concat(),
            "",
            "",
        ),
        bomb(
            "long abstracts that pack well",
            (0..abstracts)
                .flat_map(|at| {
                    gzip(format!("TY  - JOUR\nTI  - T {at}\nAB  - {}\nER  - \n", "ab ".repeat(1_500_000)).as_bytes())
                })
                .collect::<Vec<_>>(),
            &format!("{abstracts} entries: {abstracts} new"),
            "",
        ),
    ]);
}

#[test]
fn sixteen_gigabytes_in_a_few_kilobytes_pass_in_little_memory() {
    let catalog = TestCatalog::empty();
    let path = catalog.path("bomb.zst");
    let mut file = BufWriter::new(File::create(&path).unwrap());
    file.write_all(&zstd::encode_all(&b"Title,Authors\nGraphs,Lee\n"[..], 1).unwrap()).unwrap();
    let frame = zstd::encode_all(&vec![b'x'; 64 << 20][..], 1).unwrap();
    // 1 GiB; 16 GiB before a release.
    for _ in 0..rounds(16, 256) {
        file.write_all(&frame).unwrap();
    }
    file.into_inner().unwrap();
    let output = measured("zstd", &mut within(&catalog, ["import".as_ref(), path.as_os_str()]));
    assert!(stdout(&output).contains(ONE_NEW_ONE_REJECTED), "{}{}", stdout(&output), stderr(&output));
}
