//! Any bytes as a block of packed papers, as a database of someone else's may have them: they are refused, or they are a block
//! that can be asked for every paper and written as it was. The first bytes say how long each of the four pieces is.
#![no_main]

use std::convert::Infallible;

use libfuzzer_sys::fuzz_target;
use paperdex::packed::{Block, List};

fuzz_target!(|bytes: &[u8]| {
    let Some((lengths, rest)) = bytes.split_at_checked(6) else { return };
    let mut pieces = Vec::new();
    let mut rest = rest;
    for length in lengths.as_chunks::<2>().0 {
        let (piece, after) = rest.split_at(usize::from(u16::from_le_bytes(*length)).min(rest.len()));
        pieces.push(piece);
        rest = after;
    }
    let [facts, affiliations, categories] = pieces[..] else { unreachable!("three lengths were read") };
    let piece = |column: &str| {
        Ok::<_, Infallible>(match column {
            "facts" => facts,
            "affiliations" => affiliations,
            "categories" => categories,
            _ => rest,
        })
    };
    let mut block = Block::default();
    let Ok(is_read) = block.read(&List::ALL, piece);
    for slot in 0..1024 {
        List::ALL.into_iter().for_each(|list| drop(block.members(list, slot).to_vec()));
    }
    if is_read {
        assert_eq!(block.facts_bytes(), facts);
        List::ALL.into_iter().for_each(|list| assert_eq!(Ok(&block.list_bytes(list)[..]), piece(list.column())));
        block.facts().iter().for_each(|facts| assert!(facts.date.is_stated() == facts.date.year().is_some()));
        let _ = block.with(&[]);
    }
});
