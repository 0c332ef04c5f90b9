//! The catalog file: opening, creating, migrating, and everything that writes its rows.

mod inspect;
mod migrate;
mod open;
mod other;
mod paper;
mod reading;
mod said;
mod terms;
mod write;

pub use inspect::{APPLICATION_ID, SCHEMA_VERSION};
pub use migrate::{Migration, migrate};
pub use open::{Catalog, create_schema, open_to_read};
pub use reading::{LookedAgain, Ruled, rulings};
pub use write::{Counts, ImportFacts, Listing, ListingFacts, Outcome, Writer, Written};
