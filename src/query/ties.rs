//! Rows that a report's order does not tell apart: put in the order of what they show, so that the order of the imports, on
//! which the catalog's keys depend, never shows.

use std::cmp::Ordering;
use std::iter::Peekable;

use crate::result_table::{Cell, Row, Rows};

/// The most rows that are put in order at a time; beyond, the statement's own order stands.
const MOST: usize = 10_000;

/// A row with what it is ordered by.
pub(super) type Ordered = (Vec<Cell>, Row);

/// The rows with each run of ties put in order, `limit` of them at most.
///
/// `rows` may end within a run of ties once they are at least `limit`; `run` then gives that run whole, from the number of the
/// row with which it begins.
pub(super) fn in_order<'a>(
    rows: impl Iterator<Item = anyhow::Result<Ordered>> + 'a,
    limit: Option<usize>,
    fetched: Option<usize>,
    mut run: impl FnMut(usize) -> anyhow::Result<Vec<Row>> + 'a,
) -> Rows<'a> {
    let mut rows = rows.peekable();
    let mut ready: std::vec::IntoIter<Row> = Vec::new().into_iter();
    let (mut read, mut given) = (0, 0);
    Box::new(std::iter::from_fn(move || {
        if limit.is_some_and(|limit| given >= limit) {
            return None;
        }
        if ready.len() == 0 {
            let begins = read;
            let mut group = match next_run(&mut rows)? {
                Ok(group) => group,
                Err(error) => return Some(Err(error)),
            };
            read += group.len();
            if group.len() < MOST && fetched == Some(read) && limit.is_some_and(|limit| read > limit) {
                match run(begins) {
                    Ok(whole) => group = whole,
                    Err(error) => return Some(Err(error)),
                }
            }
            group.sort_by(compare);
            ready = group.into_iter();
        }
        given += 1;
        ready.next().map(Ok)
    }))
}

/// The next rows that are ordered alike.
pub(super) fn next_run(
    rows: &mut Peekable<impl Iterator<Item = anyhow::Result<Ordered>>>,
) -> Option<anyhow::Result<Vec<Row>>> {
    let (key, first) = match rows.next()? {
        Ok(first) => first,
        Err(error) => return Some(Err(error)),
    };
    let mut group = vec![first];
    while group.len() < MOST {
        match rows.next_if(|next| next.as_ref().is_ok_and(|(next, _)| *next == key)) {
            Some(Ok((_, row))) => group.push(row),
            _ => break,
        }
    }
    Some(Ok(group))
}

fn compare(one: &Row, other: &Row) -> Ordering {
    let cells = one.iter().zip(other).map(|(one, other)| compare_cells(one, other));
    cells.fold(Ordering::Equal, Ordering::then)
}

/// Missing comes last. Cells of one column are of one kind.
fn compare_cells(one: &Cell, other: &Cell) -> Ordering {
    match (one, other) {
        (Cell::Text(one), Cell::Text(other)) => one.cmp(other),
        (Cell::Integer(one), Cell::Integer(other)) => one.cmp(other),
        (Cell::Share(one), Cell::Share(other)) | (Cell::Number(one), Cell::Number(other)) => one.total_cmp(other),
        (Cell::Flag(one), Cell::Flag(other)) => other.cmp(one),
        (one, other) => matches!(one, Cell::Missing).cmp(&matches!(other, Cell::Missing)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(of: &[(i64, i64)]) -> Vec<anyhow::Result<Ordered>> {
        of.iter().map(|(key, shown)| Ok((vec![Cell::Integer(*key)], vec![Cell::Integer(*shown)]))).collect()
    }

    #[test]
    fn ties_come_in_the_order_of_what_they_show_and_a_run_that_the_limit_cuts_is_read_whole() {
        let all = [(1, 9), (2, 8), (2, 7), (2, 1), (3, 0)];
        let shown = |rows: Rows<'_>| rows.map(|row| row.unwrap().remove(0)).collect::<Vec<_>>();
        let integers = |of: &[i64]| of.iter().map(|number| Cell::Integer(*number)).collect::<Vec<_>>();
        let whole = in_order(rows(&all).into_iter(), None, None, |_| unreachable!());
        assert_eq!(shown(whole), integers(&[9, 1, 7, 8, 0]));
        let cut = in_order(rows(&all[..3]).into_iter(), Some(2), Some(3), |begins| {
            assert_eq!(begins, 1);
            Ok(all[1..4].iter().map(|(_, shown)| vec![Cell::Integer(*shown)]).collect())
        });
        assert_eq!(shown(cut), integers(&[9, 1]));
    }
}
