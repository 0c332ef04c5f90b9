//! paperdex: a catalog of research papers in one SQLite file, and the reports that it answers.
//!
//! The library is laid out as rooms that know as little of each other as they can:
//!
//! | Room | What it is for | What it does not know |
//! |---|---|---|
//! | [`record`], [`identifier`], [`result_table`], [`packed`], [`checksum`] | the shapes that pass between rooms | any other room |
//! | [`terminal_text`], [`spreadsheet_text`] | text that neither a terminal nor a spreadsheet obeys | any other room |
//! | [`import`] | readers: a listing's bytes into entries | SQL, the catalog, the terminal |
//! | [`identity`] | when two papers, people or places are one | SQL, files, the terminal |
//! | [`catalog`] | the file, and everything that writes its rows | listing formats, output formats |
//! | [`query`] | reports: a struct and a `.sql` file each; names to ids, with the keys of [`identity`] | output formats; it never writes |
//! | [`output`] | a result table into text, one file a format | SQL, papers, authors, stdout |
//! | [`unfinished`], [`whole_file`] | files that appear whole or not at all | what is in them |
//! | [`cli`] | the program: arguments, streams, environment, clock | SQL text, file formats |

pub mod catalog;
pub mod checksum;
pub mod cli;
pub mod identifier;
pub mod identity;
pub mod import;
pub mod output;
pub mod packed;
pub mod query;
pub mod record;
pub mod result_table;
pub mod spreadsheet_text;
pub mod terminal_text;
pub mod unfinished;
pub mod whole_file;
