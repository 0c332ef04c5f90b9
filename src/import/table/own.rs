//! Lists within one cell as paperdex writes them: `; ` between items, a backslash before a `;` or a backslash of an item.

/// The items of a cell.
pub(in crate::import) fn items(cell: &str) -> Vec<String> {
    let mut items = vec![String::new()];
    let mut letters = cell.chars();
    while let Some(letter) = letters.next() {
        let item = items.last_mut().expect("there is always one");
        match letter {
            '\\' => item.push(letters.next().unwrap_or('\\')),
            ';' => items.push(String::new()),
            other => item.push(other),
        }
    }
    items.into_iter().map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
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
        assert!(items("").is_empty());
        assert_eq!(placed("3 MIT Lab"), Some((3, "MIT Lab")));
        assert_eq!(placed("0 x"), None);
    }
}
