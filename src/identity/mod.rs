//! When two papers, two people or two places are one. Pure functions over names and records: no SQL, no files.

pub mod affiliation;
pub mod author_lists;
pub mod clustering;
pub mod fold;
pub mod likeness;
pub mod matching;
pub mod merging;
pub mod name;
pub mod page_owner;
