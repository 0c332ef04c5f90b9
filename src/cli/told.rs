//! What is told of the entries of a listing while it is read: the first messages of every kind, and how many more there were.

use std::collections::BTreeMap;

use super::message;
use crate::catalog::Written;
use crate::record::{Entry, Reading};

/// How many messages of one kind a listing may bring; the rest are counted.
const MAX_MESSAGES: u64 = 10;

/// What is told of a listing's entries while it is read: every kind of message a few times, then only counted.
pub(super) struct Told {
    title: String,
    rejected: u64,
    doubtful: u64,
    noted: u64,
    stray: u64,
    /// The reasons for which entries were skipped, and how many each.
    skipped: BTreeMap<String, u64>,
}

impl Told {
    pub(super) fn new(title: String) -> Self {
        Self { title, rejected: 0, doubtful: 0, noted: 0, stray: 0, skipped: BTreeMap::new() }
    }

    pub(super) fn has_to_tell(&self, entry: &Entry, written: &Written) -> bool {
        let is_imported = matches!(written, Written::Imported(_) | Written::PutOff);
        !is_imported || !entry.notes.is_empty() || matches!(entry.reading, Reading::Paper { doubt: Some(_), .. })
    }

    pub(super) fn tell(&mut self, entry: &Entry, written: &Written) {
        let place = format!("{}: line {}", self.title, entry.line);
        match written {
            Written::Rejected(reason) => {
                self.rejected += 1;
                if self.rejected <= MAX_MESSAGES {
                    message::error(&format!("{place}: entry rejected: {reason}"));
                }
            }
            Written::Skipped(reason) => *self.skipped.entry(reason.clone()).or_default() += 1,
            Written::Imported(_) | Written::PutOff | Written::Stray => {}
        }
        match &entry.reading {
            Reading::Paper { doubt: Some(doubt), .. } => {
                self.doubtful += 1;
                note_if(self.doubtful, &format!("{place}: not sure: {}", doubt.in_words()));
            }
            Reading::Stray(text) => {
                self.stray += 1;
                let beginning: String = text.chars().take(60).collect();
                note_if(self.stray, &format!("{place}: belongs to no entry: \"{beginning}\""));
            }
            _ => {}
        }
        for text in &entry.notes {
            self.noted += 1;
            note_if(self.noted, &format!("{place}: {text}"));
        }
    }

    pub(super) fn tell_the_rest(&self) {
        for (reason, count) in &self.skipped {
            let noun = if *count == 1 { "entry" } else { "entries" };
            message::note(&format!("{}: {count} {noun} skipped: {reason}", self.title));
        }
        let kinds = [
            (self.rejected, "rejected entries"),
            (self.doubtful, "entries that are not sure"),
            (self.stray, "lines that belong to no entry"),
            (self.noted, "notes"),
        ];
        for (count, what) in kinds {
            if let Some(untold @ 1..) = count.checked_sub(MAX_MESSAGES) {
                message::note(&format!("{}: {untold} more {what}", self.title));
            }
        }
    }
}

fn note_if(count: u64, text: &str) {
    if count <= MAX_MESSAGES {
        message::note(text);
    }
}
