//! What paperdex itself exports as JSON: a row of its table an object.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

use super::values::Text;
use super::{Read, Shape, parse};
use crate::import::table::read_own;

/// The keys of an object with their values, in order.
struct Row<'a>(Vec<(Text<'a>, Text<'a>)>);

impl<'de: 'a, 'a> Deserialize<'de> for Row<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct RowVisitor;
        impl<'de> Visitor<'de> for RowVisitor {
            type Value = Row<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut cells = Vec::new();
                while let Some(cell) = map.next_entry()? {
                    cells.push(cell);
                }
                Ok(Row(cells))
            }
        }
        deserializer.deserialize_map(RowVisitor)
    }
}

pub(super) fn recognises(shape: &Shape) -> bool {
    shape.has("title") && shape.has("authors_complete") && shape.has("published_on")
}

pub(super) fn read(text: &str) -> Result<Read, String> {
    let Row(cells) = parse(text)?;
    let cells: Vec<_> =
        cells.into_iter().map(|(key, value)| (key.0, value.0)).collect::<Vec<(Cow<'_, str>, Cow<'_, str>)>>();
    Ok(read_own(&cells, text))
}
