//! Listings of any size, made up: for each format a text of entries as real ones look, some of them broken.
#![allow(dead_code, missing_docs, reason = "each user of it needs a part")]

use std::fmt::Write;

/// The formats of which listings are made, by the name that `--format` has for them.
pub const FORMATS: &[&str] = &[
    "bibtex",
    "ris",
    "medline",
    "table",
    "csl-json",
    "arxiv-snapshot",
    "openalex",
    "crossref",
    "semantic-scholar",
    "openreview",
    "conference-json",
    "papers-with-code",
    "paperdex-json",
    "arxiv-atom",
    "arxiv-oai",
    "dblp-xml",
];

const GIVEN: &[&str] = &["Ann", "Bo", "Chloé", "Di", "Eşref", "Fay", "Gaël", "Hà", "Ivo", "Jürgen", "Kai", "Lía"];
const FAMILY: &[&str] =
    &["Lee", "Ek", "Wu", "Šimić", "O'Brien", "García", "Müller", "Nguyễn", "Park", "Rossi", "Diaz", "Holm"];
const WORDS: &[&str] = &[
    "graphs",
    "rooms",
    "learning",
    "small",
    "equivariant",
    "of",
    "the",
    "walks",
    "bounds",
    "on",
    "sparse",
    "light",
    "for",
    "networks",
    "with",
    "proof",
    "deep",
    "sets",
    "under",
    "noise",
    "fields",
    "and",
    "spectral",
    "maps",
];

/// A paper that was never written.
pub struct Paper {
    pub number: usize,
    pub title: String,
    /// Given and family names.
    pub authors: Vec<(String, String)>,
    pub year: usize,
    pub month: usize,
    pub day: usize,
    pub text: String,
    pub venue: String,
}

impl Paper {
    pub fn of(number: usize) -> Self {
        let mut chance = Chance(number as u64 * 2 + 1);
        let mut words = |count: usize| -> String {
            let words: Vec<_> = (0..count).map(|_| WORDS[chance.below(WORDS.len())]).collect();
            words.join(" ")
        };
        let title = format!("Paper {number} on {}", words(6));
        let text = format!("We study {}. {}. The code is at https://github.com/made/p{number}.", words(60), words(40));
        let venue = format!("Journal of {}", words(1));
        let count = 1 + chance.below(5);
        let name = |list: &[&str], chance: &mut Chance| list[chance.below(list.len())].to_owned();
        let authors = (0..count).map(|at| {
            let given = format!("{} {}.", name(GIVEN, &mut chance), char::from(b'A' + u8::try_from(at).unwrap_or(0)));
            (given, format!("{}{}", name(FAMILY, &mut chance), chance.below(50)))
        });
        let authors = authors.collect();
        Self {
            number,
            title,
            authors,
            year: 2000 + number % 24,
            month: 1 + number % 12,
            day: 1 + number % 28,
            text,
            venue,
        }
    }

    fn names(&self, between: &str, write: impl Fn(&str, &str) -> String) -> String {
        self.authors.iter().map(|(given, family)| write(given, family)).collect::<Vec<_>>().join(between)
    }

    fn doi(&self) -> String {
        format!("10.5555/made.{}", self.number)
    }

    fn arxiv(&self) -> String {
        format!("{:02}{:02}.{:05}", self.year % 100, self.month, self.number % 100_000)
    }

    fn date(&self) -> String {
        format!("{}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        // Knuth's linear congruential generator (MMIX): the same papers on every machine.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }
}

/// A listing of some entries of which every `broken_every`-th is broken in one of several ways, and how many are. With 0
/// none is.
pub fn listing(format: &str, count: usize, broken_every: usize) -> (String, usize) {
    let (before, between, after) = frame(format);
    let mut text = before.to_owned();
    let mut broken = 0;
    for number in 0..count {
        if number > 0 {
            text.push_str(between);
        }
        let sound = entry(format, &Paper::of(number));
        if broken_every > 0 && number % broken_every == broken_every / 2 {
            text.push_str(&damaged(format, &sound, broken));
            broken += 1;
        } else {
            text.push_str(&sound);
        }
    }
    text.push_str(after);
    (text, broken)
}

/// A listing of two short entries: something to do harm to.
pub fn seed(format: &str) -> String {
    let (before, between, after) = frame(format);
    let short = |number| {
        let mut paper = Paper::of(number);
        paper.text.truncate(40);
        paper.authors.truncate(2);
        entry(format, &paper)
    };
    format!("{before}{}{between}{}{after}", short(1), short(2))
}

fn frame(format: &str) -> (&'static str, &'static str, &'static str) {
    match format {
        "bibtex" => ("@string{made = {Made in }}\n\n", "\n\n", "\n"),
        "medline" => ("", "\n\n", "\n"),
        "table" => ("Title,Authors,Publication Date,Journal,DOI,Abstract\n", "\n", "\n"),
        "crossref" => {
            ("{\"status\":\"ok\",\"message\":{\"total-results\":9,\"items\":[\n", ",\n", "\n],\"query\":{}}}\n")
        }
        "csl-json" | "conference-json" | "papers-with-code" => ("[\n", ",\n", "\n]\n"),
        "openreview" => ("{\"notes\":[\n", ",\n", "\n],\"count\":9}\n"),
        "arxiv-atom" => (
            "<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>made</title>\n",
            "\n",
            "\n</feed>\n",
        ),
        "arxiv-oai" => ("<?xml version=\"1.0\"?>\n<OAI-PMH>\n<ListRecords>\n", "\n", "\n</ListRecords>\n</OAI-PMH>\n"),
        "dblp-xml" => (
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<!DOCTYPE dblp SYSTEM \"dblp.dtd\">\n<dblp>\n",
            "",
            "\n</dblp>\n",
        ),
        _ => ("", "\n", "\n"),
    }
}

/// A sound entry.
pub fn entry(format: &str, paper: &Paper) -> String {
    let Paper { number, title, year, month, day, text, venue, .. } = paper;
    let (doi, arxiv, date) = (paper.doi(), paper.arxiv(), paper.date());
    let full = |given: &str, family: &str| format!("{given} {family}");
    let quoted = |given: &str, family: &str| format!("\"{given} {family}\"");
    let comma = |given: &str, family: &str| format!("{family}, {given}");
    match format {
        "bibtex" => format!(
            "@article{{made{number},\n  title = {{{{P}}{rest}}},\n  author = {{{authors}}},\n  journal = made # {{{venue}}},\n  \
             year = {year}, month = {{{month}}},\n  doi = {{{doi}}},\n  abstract = {{{text}}}\n}}",
            rest = &title[1..],
            authors = paper.names(" and ", comma),
        ),
        "ris" => {
            let authors = paper.names("", |given, family| format!("AU  - {family}, {given}\n"));
            format!(
                "TY  - JOUR\nTI  - {title}\n{authors}PY  - {year}\nDA  - {}\nT2  - {venue}\nDO  - {doi}\nAB  - {text}\nER  - ",
                date.replace('-', "/")
            )
        }
        "medline" => {
            let authors = paper
                .names("", |given, family| format!("FAU - {family}, {given}\nAU  - {family}\nAD  - Made Institute.\n"));
            format!(
                "PMID- {}\nTI  - {title}\n{authors}DP  - {year}\nJT  - {venue}\nLID - {doi} [doi]\nAB  - {text}",
                number + 1
            )
        }
        "table" => format!("\"{title}\",\"{}\",{date},{venue},{doi},\"{text}\"", paper.names("; ", comma)),
        "csl-json" => {
            let authors =
                paper.names(",", |given, family| format!("{{\"family\":\"{family}\",\"given\":\"{given}\"}}"));
            format!(
                "{{\"id\":\"made{number}\",\"type\":\"article-journal\",\"title\":\"{title}\",\"author\":[{authors}],\"issued\":{{\
                 \"date-parts\":[[{year},{month},{day}]]}},\"container-title\":\"{venue}\",\"DOI\":\"{doi}\",\"abstract\":\"{text}\"}}"
            )
        }
        "arxiv-snapshot" => {
            let parsed = paper.names(",", |given, family| format!("[\"{family}\",\"{given}\",\"\"]"));
            format!(
                "{{\"id\":\"{arxiv}\",\"submitter\":null,\"authors\":\"{}\",\"title\":\"{title}\",\"comments\":\"8 pages\",\"journal-ref\":\
                 null,\"doi\":\"{doi}\",\"report-no\":null,\"categories\":\"cs.LG stat.ML\",\"license\":null,\"abstract\":\"  {text}\\n\",\
                 \"versions\":[{{\"version\":\"v1\",\"created\":\"{day} {} {year} 10:00:00 GMT\"}}],\"update_date\":\"2024-01-01\",\
                 \"authors_parsed\":[{parsed}]}}",
                paper.names(", ", full),
                month_name(*month),
            )
        }
        "openalex" => {
            let authors = paper.names(",", |given, family| {
                let name = format!("{given} {family}");
                format!(
                    "{{\"author_position\":\"first\",\"author\":{{\"id\":null,\"display_name\":\"{name}\",\"orcid\":null}},\"institutions\":\
                     [{{\"id\":\"https://openalex.org/I1\",\"display_name\":\"Made Institute\",\"country_code\":\"DE\"}}],\
                     \"raw_author_name\":\"{name}\"}}"
                )
            });
            let words: Vec<_> =
                text.split(' ').enumerate().map(|(at, word)| format!("\"{word}{at}\":[{at}]")).collect();
            format!(
                "{{\"id\":\"https://openalex.org/W{}\",\"doi\":\"https://doi.org/{doi}\",\"title\":\"{title}\",\"display_name\":\"{title}\",\
                 \"publication_year\":{year},\"publication_date\":\"{date}\",\"primary_location\":{{\"source\":{{\"display_name\":\"{venue}\"}}}},\
                 \"authorships\":[{authors}],\"abstract_inverted_index\":{{{}}},\"referenced_works\":[\"https://openalex.org/W1\"],\
                 \"cited_by_count\":3}}",
                number + 1,
                words.join(","),
            )
        }
        "crossref" => {
            let authors = paper.names(",", |given, family| {
                format!("{{\"given\":\"{given}\",\"family\":\"{family}\",\"sequence\":\"first\",\"affiliation\":[{{\"name\":\"Made Institute\"}}]}}")
            });
            format!(
                "{{\"DOI\":\"{doi}\",\"type\":\"journal-article\",\"title\":[\"{title}\"],\"author\":[{authors}],\"container-title\":[\"{venue}\"],\
                 \"issued\":{{\"date-parts\":[[{year},{month},{day}]]}},\"abstract\":\"<jats:p>{text}</jats:p>\",\"URL\":\"https://doi.org/{doi}\"}}"
            )
        }
        "semantic-scholar" => {
            let authors =
                paper.names(",", |given, family| format!("{{\"authorId\":null,\"name\":\"{given} {family}\"}}"));
            format!(
                "{{\"corpusid\":{},\"externalids\":{{\"DOI\":\"{doi}\",\"ArXiv\":null}},\"title\":\"{title}\",\"authors\":[{authors}],\
                 \"venue\":\"{venue}\",\"year\":{year},\"publicationdate\":\"{date}\",\"abstract\":\"{text}\"}}",
                number + 1
            )
        }
        "openreview" => format!(
            "{{\"id\":\"made{number}\",\"forum\":\"made{number}\",\"signatures\":[],\"cdate\":{},\"content\":{{\"title\":{{\"value\":\"{title}\"}},\
             \"authors\":{{\"value\":[{}]}},\"abstract\":{{\"value\":\"{text}\"}},\"venue\":{{\"value\":\"{venue}\"}}}}}}",
            1_500_000_000_000_u64 + *number as u64 * 1_000_000,
            paper.names(",", quoted),
        ),
        "conference-json" => format!(
            "{{\"id\":\"made{number}\",\"title\":\"{title}\",\"track\":\"main\",\"status\":\"Poster\",\"author\":\"{}\",\"aff\":\"{}\",\
             \"github\":\"\",\"abstract\":\"{text}\"}}",
            paper.names("; ", full),
            paper.names("; ", |_, _| "Made Institute".to_owned()),
        ),
        "papers-with-code" => format!(
            "{{\"paper_url\":\"https://example.org/{number}\",\"arxiv_id\":\"{arxiv}\",\"title\":\"{title}\",\"abstract\":\"{text}\",\
             \"url_abs\":\"https://arxiv.org/abs/{arxiv}\",\"authors\":[{}],\"tasks\":[],\"date\":\"{date}\",\"proceeding\":null}}",
            paper.names(",", quoted),
        ),
        "paperdex-json" => format!(
            "{{\"id\":{number},\"title\":\"{title}\",\"authors\":\"{}\",\"authors_complete\":true,\"published_on\":\"{date}\",\
             \"venue\":\"{venue}\",\"identifiers\":\"doi:{doi}\",\"code_stated\":null,\"abstract\":\"{text}\"}}",
            paper.names("; ", full),
        ),
        "arxiv-atom" => format!(
            "<entry>\n<id>http://arxiv.org/abs/{arxiv}v1</id>\n<published>{date}T10:00:00Z</published>\n<title>{title}</title>\n\
             <summary>  {text}\n</summary>\n{}<category term=\"cs.LG\"/>\n</entry>",
            paper.names("", |given, family| format!("<author><name>{given} {family}</name></author>\n")),
        ),
        "arxiv-oai" => format!(
            "<record><header><identifier>oai:arXiv.org:{arxiv}</identifier></header><metadata><arXiv><id>{arxiv}</id><created>{date}</created>\
             <authors>{}</authors><title>{title}</title><categories>cs.LG</categories><abstract>{text}</abstract></arXiv></metadata></record>",
            paper.names("", |given, family| format!(
                "<author><keyname>{family}</keyname><forenames>{given}</forenames></author>"
            )),
        ),
        "dblp-xml" => {
            let mut entry = format!("<article key=\"journals/made/M{number}\" mdate=\"2020-01-01\">");
            for (given, family) in &paper.authors {
                let (given, family) = (dblp_text(given, *number), dblp_text(family, *number));
                let _ = write!(entry, "\n<author>{given} {}</author>", family);
            }
            let _ = write!(
                entry,
                "\n<title>{title}.</title>\n<pages>1-9</pages>\n<year>{year}</year>\n<volume>{month}</volume>\n\
                 <journal>{venue}</journal>\n<number>{day}</number>\n<url>db/journals/made/made{month}.html#M{number}</url>\n<ee>https://doi.org/{doi}</ee>\n</article>"
            );
            entry
        }
        other => panic!("no listing of the format {other} is made"),
    }
}

/// A name as DBLP writes it: letters beyond ASCII as references. Most names there have none; here one paper's in six.
fn dblp_text(name: &str, number: usize) -> String {
    let write = |letter: char| match letter {
        'ü' => "&uuml;".to_owned(),
        'í' => "&iacute;".to_owned(),
        letter if letter.is_ascii() => letter.to_string(),
        letter => format!("&#{};", u32::from(letter)),
    };
    match number % 6 {
        0 => name.chars().map(write).collect(),
        _ => name.chars().map(|letter| if letter.is_ascii() { letter } else { 'a' }).collect(),
    }
}

fn month_name(month: usize) -> &'static str {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month - 1]
}

/// An entry with one of the flaws that entries of the format really have.
fn damaged(format: &str, sound: &str, kind: usize) -> String {
    match format {
        "bibtex" => match kind % 4 {
            0 => sound[..sound.len() - 1].to_owned(),
            1 => sound.replacen("}},", "},", 1).replacen("{{P}", "{P", 1).replacen("author = {", "author = {{", 1),
            2 => sound.replacen("doi = {", "doi = \"", 1),
            _ => "@article{}".to_owned(),
        },
        "ris" => "TY  - \nKW  - a word\nER  - ".to_owned(),
        "medline" => "PMID- \nOWN - NLM".to_owned(),
        "table" => match kind % 3 {
            0 => sound.trim_end_matches('"').to_owned(),
            1 => format!("{sound},one,more"),
            _ => sound.replacen('"', "", 1).split(',').skip(2).collect::<Vec<_>>().join(","),
        },
        "arxiv-atom" | "arxiv-oai" | "dblp-xml" => match kind % 3 {
            0 => sound[..sound.rfind("</").unwrap_or(0)].to_owned(),
            1 => sound.replacen("<title>", "<titel>", 1),
            _ => {
                let (start, end) = (sound.find("<title>").unwrap_or(0), sound.find("</title>").unwrap_or(0) + 8);
                format!("{}{}", &sound[..start], &sound[end..])
            }
        },
        _ => match kind % 3 {
            0 => sound[..sound.len() / 2].trim_end_matches('\\').to_owned(),
            1 => sound.replacen("\":", "\"", 1),
            _ => sound.replacen("\"title\":", "\"title\":\u{7},", 1),
        },
    }
}
