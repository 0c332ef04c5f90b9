//! One entry on its way from lines to a record.

use jiff::civil::Date;

use super::header::Header;
use super::split::{self, Evidence, Split, TitleLine};
use crate::import::clean::{ending, shortened};
use crate::import::limits::MAX_LINES;
use crate::import::lines::{Line, MAX_LINE_BYTES};
use crate::import::links::links;
use crate::import::{ReadContext, Rulings};
use crate::record::{
    Affiliation, AuthorMention, BadRecord, Doubt, Entry, PaperRecord, PartialDate, Reading, StatedBy, TitleAndAuthors,
};

/// The longest title line that is read, in bytes: a title of a page, three authors and their places are far shorter.
const MAX_TITLE_LINE_BYTES: usize = 8 * 1024;

/// The lines of one entry.
pub(super) struct RawEntry {
    line: u64,
    header: Header,
    header_text: String,
    title_line: String,
    abstract_text: String,
    /// The numbers of the abstract's lines and where each begins in it.
    abstract_lines: Vec<(u64, usize)>,
    /// Why the entry cannot be read, if its lines already show it.
    flaw: Option<String>,
    doubts: Vec<Doubt>,
    notes: Vec<String>,
}

impl RawEntry {
    pub(super) fn begin(header: Header, line: &Line) -> Self {
        let mut raw = Self {
            line: line.number,
            header,
            header_text: line.text.clone(),
            title_line: String::new(),
            abstract_text: String::new(),
            abstract_lines: Vec::new(),
            flaw: None,
            doubts: Vec::new(),
            notes: Vec::new(),
        };
        raw.note_repairs(line);
        raw
    }

    /// Takes in a line after the first: the title line, then the abstract, whose lines become one paragraph.
    pub(super) fn add(&mut self, line: Line) {
        self.note_repairs(&line);
        if line.text.is_empty() {
            return;
        }
        if self.title_line.is_empty() {
            if line.control_count > 0 {
                // Where a letter should be, a name or a word may lack one.
                self.doubts.push(Doubt::because(format!("its title line {} has control characters", line.number)));
            }
            if line.is_unended {
                self.notes.push("the listing ends inside its title line, which may be cut off".to_owned());
            }
            if line.text.len() > MAX_TITLE_LINE_BYTES {
                self.flaw.get_or_insert_with(|| format!("its title line is longer than {MAX_TITLE_LINE_BYTES} bytes"));
            }
            self.title_line = line.text;
        } else if self.abstract_text.len() + line.text.len() > MAX_LINE_BYTES {
            self.flaw.get_or_insert_with(|| {
                format!("its abstract is longer than {MAX_LINE_BYTES} bytes at line {}", line.number)
            });
        } else if self.abstract_lines.len() >= MAX_LINES {
            self.flaw.get_or_insert_with(|| format!("it has more than {MAX_LINES} lines"));
        } else {
            if !self.abstract_text.is_empty() {
                self.abstract_text.push(' ');
            }
            self.abstract_lines.push((line.number, self.abstract_text.len()));
            self.abstract_text.push_str(&line.text);
        }
    }

    /// The listing ends here. Its last line may be the first line of a further entry, cut off inside its date.
    pub(super) fn take_cut_off_entry(&mut self, is_known_category: impl Fn(&str) -> bool) -> Option<Entry> {
        let &(line, start) = self.abstract_lines.last()?;
        if !Header::is_cut_off(&self.abstract_text[start..], is_known_category) {
            return None;
        }
        let text = self.take_last_line(start);
        let reason = "it is cut off in its first line, where the listing ends".to_owned();
        Some(Entry::new(line, Reading::Bad(BadRecord { reason, text })))
    }

    /// The page's own text after an entry ("Load more", the owner's name on a further page): the last lines that are
    /// short, end no sentence and stand after a sentence that is complete.
    pub(super) fn take_page_text(&mut self) -> Vec<Entry> {
        // One such line alone, right after the title, is taken for an odd abstract; several are the page's.
        let are_several = self.abstract_lines.len() > 1;
        let may_follow = |before: &str| before.is_empty() && are_several || ends_sentence(before);
        let mut first = self.abstract_lines.len();
        for (at, &(_, start)) in self.abstract_lines.iter().enumerate().rev() {
            let end = self.abstract_lines.get(at + 1).map_or(self.abstract_text.len(), |(_, end)| *end);
            if !is_page_text(self.abstract_text[start..end].trim_end()) {
                break;
            }
            if may_follow(self.abstract_text[..start].trim_end()) {
                first = at;
            }
        }
        let mut page_text = Vec::new();
        while self.abstract_lines.len() > first {
            let (line, start) = self.abstract_lines[self.abstract_lines.len() - 1];
            page_text.push(Entry::new(line, Reading::Stray(self.take_last_line(start))));
        }
        page_text.reverse();
        page_text
    }

    fn take_last_line(&mut self, start: usize) -> String {
        self.abstract_lines.pop();
        let text = self.abstract_text.split_off(start);
        self.abstract_text.truncate(self.abstract_text.trim_end().len());
        text
    }

    fn note_repairs(&mut self, line: &Line) {
        if line.is_too_long {
            self.flaw.get_or_insert_with(|| format!("line {} is longer than {MAX_LINE_BYTES} bytes", line.number));
        }
        if line.is_guessed_encoding {
            let reason = format!("line {} is not UTF-8 and was read as Windows-1252", line.number);
            self.doubts.push(Doubt::because(reason));
        }
        if line.control_count > 0 {
            self.notes.push(format!("{} control characters taken out of line {}", line.control_count, line.number));
        }
    }

    /// How much text it holds, in bytes.
    pub(super) fn size(&self) -> usize {
        self.title_line.len() + self.abstract_text.len()
    }

    fn as_title_line(&self) -> TitleLine<'_> {
        let abstract_text = Some(self.abstract_text.as_str()).filter(|text| !text.is_empty());
        TitleLine { line: &self.title_line, abstract_text }
    }

    /// Lets the splitter learn from the entry.
    pub(super) fn teach(&self, evidence: &mut Evidence) {
        if self.flaw.is_none() && !self.title_line.is_empty() {
            evidence.learn(&self.as_title_line());
        }
    }

    /// The entry, with its title line split.
    pub(super) fn finish(mut self, evidence: &Evidence, context: &ReadContext) -> Entry {
        let (line, notes) = (self.line, self.all_notes());
        let reading = match self.read(evidence, context) {
            Ok((record, doubt)) => Reading::Paper { record: Box::new(record), doubt },
            Err(reason) => Reading::Bad(BadRecord { reason, text: self.into_text() }),
        };
        Entry { notes, ..Entry::new(line, reading) }
    }

    fn read(&mut self, evidence: &Evidence, context: &ReadContext) -> Result<(PaperRecord, Option<Doubt>), String> {
        if let Some(flaw) = &self.flaw {
            return Err(flaw.clone());
        }
        let published_on = self.header.date.clone()?;
        if self.title_line.is_empty() {
            return Err("it has no title line: the entry is cut off, or its second line was not copied".into());
        }
        let split = split::split(&self.as_title_line(), evidence);
        if split.title.is_empty() {
            return Err("its second line has no title".into());
        }
        let (split, doubt) = match ruled(&split, &context.rulings) {
            Some(ruled) => (ruled, None),
            None => {
                let header_doubt = self.header_doubt(published_on, context.as_of);
                let doubts = self.doubts.drain(..).chain(header_doubt).chain(splitters_doubt(&split));
                let doubt = doubts.reduce(|first, next| first.and(Some(next)));
                (split, doubt)
            }
        };
        Ok((self.record(split, published_on), doubt))
    }

    fn record(&self, split: Split, published_on: PartialDate) -> PaperRecord {
        let abstract_text = Some(self.abstract_text.clone()).filter(|text| !text.is_empty());
        let links = abstract_text.as_deref().map(|text| links(text, StatedBy::Abstract)).unwrap_or_default();
        PaperRecord {
            title: split.title,
            authors: split.authors.into_iter().map(AuthorMention::printed).collect(),
            authors_complete: split.authors_complete,
            published_on: Some(published_on),
            abstract_text,
            categories: vec![self.header.category.clone()],
            affiliations: split.affiliations.into_iter().map(Affiliation::named).collect(),
            links,
            code_stated: self.badges().any(|badge| badge == "Code").then_some(true),
            ..PaperRecord::default()
        }
    }

    /// No paper came out after the page was copied; a later date is kept as printed, and doubted.
    fn header_doubt(&self, published_on: PartialDate, as_of: Date) -> Option<Doubt> {
        let latest = PartialDate::from(as_of);
        let reason = || format!("it is dated {published_on}, after the listing itself ({latest})");
        (published_on > latest).then(|| Doubt::because(reason()))
    }

    /// The words after the date: `CodeOral` is two.
    fn badges(&self) -> impl Iterator<Item = &str> {
        let text = self.header.badges.as_str();
        let starts = text.char_indices().filter(move |&(at, letter)| {
            at == 0 || (letter.is_uppercase() && text[..at].ends_with(char::is_lowercase))
        });
        let starts: Vec<_> = starts.map(|(at, _)| at).collect();
        let ends: Vec<_> = starts.iter().skip(1).copied().chain([text.len()]).collect();
        starts.into_iter().zip(ends).map(|(start, end)| text[start..end].trim())
    }

    fn all_notes(&self) -> Vec<String> {
        let unknown = self.badges().filter(|badge| !badge.is_empty() && *badge != "Code");
        let unknown = unknown.map(|badge| format!("unknown badge \"{badge}\""));
        let odd = Some(&self.abstract_text).filter(|text| !text.is_empty() && is_page_text(text));
        let odd = odd.map(|text| format!("its abstract is no sentence: \"{text}\""));
        self.notes.iter().cloned().chain(unknown).chain(odd).collect()
    }

    fn into_text(self) -> String {
        let lines = [self.header_text, self.title_line, self.abstract_text];
        shortened(lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
    }
}

/// Whether a line looks like a page's own text: a few words that end no sentence.
fn is_page_text(line: &str) -> bool {
    line.chars().count() <= 60 && line.split(' ').count() <= 8 && !ends_sentence(line)
}

fn ends_sentence(text: &str) -> bool {
    // Of marks without end nobody asks what stands before them.
    let text = ending(text, 200);
    text.trim_end_matches([')', ']', '"', '\'', '”', '’', '}', '$', ' ']).ends_with(['.', '?', '!', '…', '。'])
}

/// The reading that the user ruled for this line; with it the whole entry is beyond doubt.
fn ruled(split: &Split, rulings: &Rulings) -> Option<Split> {
    let printed = TitleAndAuthors { title: split.title.clone(), authors: split.authors.clone() };
    let ruled = rulings.get(&printed.run_together())?;
    Some(Split { title: ruled.title.clone(), authors: ruled.authors.clone(), ..split.clone() })
}

fn splitters_doubt(split: &Split) -> Option<Doubt> {
    let split::Doubt { reason, other_title, other_authors } = split.doubt.as_ref()?;
    let other = TitleAndAuthors { title: other_title.clone(), authors: other_authors.clone() };
    Some(Doubt { reason: reason.clone(), other: Some(other).filter(|other| !other.title.is_empty()) })
}
