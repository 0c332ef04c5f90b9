//! The catalog file: opening, creating, migrating, and everything that writes its rows.

mod bulk_undo;
mod candidates;
mod check;
mod decide;
mod inspect;
mod migrate;
mod open;
mod other;
mod paper;
mod paper_rulings;
mod place;
mod reading;
mod seen;
mod source;
mod statement;
mod suspicions;
mod terms;
mod tidy;
mod undo;
mod write;

pub use check::check;
pub use decide::{SharedRuling, shared_rulings};
pub use inspect::{APPLICATION_ID, SCHEMA_VERSION};
pub use migrate::{Migration, migrate};
pub use open::{Catalog, create_schema, open_to_read};
pub use reading::{LookedAgain, Ruled, rulings};
pub use undo::{UndoPlan, undo_plan};
pub use write::{Counts, ImportFacts, Listing, ListingFacts, Outcome, Writer, Written};
