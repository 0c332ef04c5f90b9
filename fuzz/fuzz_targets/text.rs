//! Any text through what every text goes through: cleaning, folding, the keys of titles, names and places, identifiers, and the
//! way to a terminal. What is done twice is as if done once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use paperdex::identifier::{Identifier, ror};
use paperdex::identity::affiliation::affiliation_key;
use paperdex::identity::fold::fold;
use paperdex::identity::matching::title_key;
use paperdex::identity::name::{given_name_first, name_key};
use paperdex::import::clean_text;
use paperdex::terminal_text::terminal_safe;

fuzz_target!(|text: &str| {
    let clean = clean_text(text);
    assert_eq!(clean_text(&clean), clean);
    assert!(!clean.contains(char::is_control));
    assert!(!clean.starts_with(' ') && !clean.ends_with(' ') && !clean.contains("  "));
    assert_eq!(fold(&fold(text)), fold(text));
    let safe = terminal_safe(text).into_owned();
    assert_eq!(terminal_safe(&safe), safe);
    assert!(!safe.contains(char::is_control));
    let (_, _, _) = (title_key(text), name_key(&given_name_first(text)), affiliation_key(text));
    ror(text);
    if let Some(identifier) = Identifier::parse(text) {
        let (scheme, value) = (identifier.scheme, identifier.value.clone());
        assert_eq!(Identifier::new(scheme, &value), Some(identifier));
    }
});
