//! Lists within one cell as paperdex writes them: `; ` between items. A `;` within an item has a backslash before it, and
//! a backslash before a `;` or at the end of an item is doubled.

use crate::import::fields::text;

/// The items of a cell.
pub(in crate::import) fn items(cell: &str) -> Vec<String> {
    let (mut items, mut item, mut backslashes) = (Vec::new(), String::new(), 0_usize);
    for letter in cell.chars().map(Some).chain([None]) {
        match letter {
            Some('\\') => backslashes += 1,
            Some(';') | None => {
                let is_within = letter.is_some() && backslashes % 2 == 1;
                item.extend(std::iter::repeat_n('\\', backslashes / 2));
                backslashes = 0;
                if is_within {
                    item.push(';');
                } else {
                    items.extend(text(&std::mem::take(&mut item)));
                }
            }
            Some(other) => {
                item.extend(std::iter::repeat_n('\\', std::mem::take(&mut backslashes)));
                item.push(other);
            }
        }
    }
    items
}

/// An item of a list by places: the author's place, 1-based, and the rest.
pub(super) fn placed(item: &str) -> Option<(usize, &str)> {
    let (place, rest) = item.split_once(' ')?;
    Some((place.parse().ok().filter(|place| *place >= 1)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_may_hold_semicolons() {
        assert_eq!(items(r"a\; b; c\\; d"), ["a; b", "c\\", "d"]);
        assert_eq!(items(r"a\b; c\\\; d"), [r"a\b", r"c\; d"]);
        assert!(items("").is_empty());
        assert_eq!(placed("3 MIT Lab"), Some((3, "MIT Lab")));
        assert_eq!(placed("0 x"), None);
    }
}
