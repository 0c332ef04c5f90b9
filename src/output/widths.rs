//! How wide each column of a terminal table may be, and cutting text to it.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// What a column needs, in terminal columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    /// Its widest cell, and its header on one line.
    pub(super) natural: usize,
    /// Its widest cell, and its header with a word a line.
    pub(super) wrapped: usize,
    /// The least it can do with.
    pub(super) floor: usize,
    /// How much later than others it gives way: 1 for text that is cut, more for text that is wrapped.
    pub(super) patience: usize,
}

/// Shares the available width out. Where it is short, headers are wrapped first; then what can be cut gives way in
/// proportion to its length, so that titles stay longest, and nothing goes below its floor.
pub(super) fn fit(needs: &[Need], available: usize) -> Vec<usize> {
    let natural: Vec<_> = needs.iter().map(|need| need.natural).collect();
    if natural.iter().sum::<usize>() <= available {
        return natural;
    }
    let wanted: Vec<_> = needs.iter().map(|need| need.wrapped.max(1)).collect();
    let mut widths: Vec<_> =
        wanted.iter().zip(needs).map(|(wanted, need)| (*wanted).min(available).max(need.floor)).collect();
    while widths.iter().sum::<usize>() > available {
        let can_give = |at: &usize| widths[*at] > needs[*at].floor;
        let fullness = |at: &usize| (widths[*at] * 1_000_000 / wanted[*at] / needs[*at].patience, *at);
        let Some(fullest) = (0..widths.len()).filter(can_give).max_by_key(fullness) else {
            break;
        };
        widths[fullest] -= 1;
    }
    widths
}

/// The text in at most `width` terminal columns; "…" marks a cut.
pub(super) fn cut(text: &str, width: usize) -> Cow<'_, str> {
    if text.width() <= width {
        return Cow::Borrowed(text);
    }
    let mut taken = 0;
    let mut kept = String::new();
    for letter in text.chars() {
        taken += letter.width().unwrap_or(0);
        if taken >= width {
            break;
        }
        kept.push(letter);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    Cow::Owned(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_give_way_first_then_what_is_long_and_nothing_below_its_floor() {
        let need = |natural, wrapped, floor| Need { natural, wrapped, floor, patience: 1 };
        let year = need(4, 4, 4);
        assert_eq!(fit(&[year, need(20, 20, 6)], 80), [4, 20]);
        assert_eq!(fit(&[year, need(16, 8, 8), need(20, 20, 6)], 34), [4, 8, 20]);
        assert_eq!(fit(&[year, need(100, 100, 6), need(50, 50, 6)], 64), [4, 40, 20]);
        assert_eq!(fit(&[year, need(100, 100, 6), need(10, 10, 6)], 50), [4, 40, 6]);
        assert_eq!(fit(&[need(40, 40, 40), need(20, 20, 6)], 30), [40, 6]);
    }

    #[test]
    fn text_is_cut_by_the_columns_it_takes() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("a longer text", 8), "a longe…");
        assert_eq!(cut("a longer text", 3), "a…");
        assert_eq!(cut("機械学習の理論", 7), "機械学…");
        assert!(cut("機械学習の理論", 6).width() <= 6);
    }
}
