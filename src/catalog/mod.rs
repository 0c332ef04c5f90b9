//! The catalog file: opening, creating, migrating, and everything that writes its rows.

mod bulk;
mod bulk_undo;
mod candidates;
mod check;
mod counts;
mod decide;
mod entries;
mod inspect;
mod interned;
mod migrate;
mod open;
mod other;
mod outcome;
mod paper;
mod paper_rulings;
mod place;
mod reading;
mod seen;
mod source;
mod statement;
mod suspicions;
mod terms;
mod text_index;
mod tidy;
mod undo;
mod write;

pub use check::check;
pub use decide::{SharedRuling, shared_rulings};
pub use entries::Prepared;
pub use inspect::{APPLICATION_ID, SCHEMA_VERSION};
pub use migrate::{Migration, migrate};
pub use open::{Catalog, create_schema, open_to_read, open_to_search};
pub use outcome::{Counts, Finished, Outcome, Written};
pub use reading::{LookedAgain, Ruled, rulings};
pub use undo::{UndoPlan, undo_plan};
pub use write::{ImportFacts, Listing, ListingFacts, Writer};
