//! Counting packed papers by label: years, categories, authors and so on.

use super::dimension::Dimension;
use super::pick::Picked;
use crate::packed::{Facts, List};

/// One value a key, for keys of which most are small and near each other. (A catalog that is damaged may name any key; then
/// only the pages of those that are named are made.)
pub(super) struct ByKey<T> {
    pages: Vec<Option<Box<[T]>>>,
}

const PAGE_BITS: u32 = 12;

impl<T: Default + Clone> ByKey<T> {
    pub(super) fn new() -> Self {
        Self { pages: Vec::new() }
    }

    pub(super) fn at(&mut self, key: u32) -> &mut T {
        let page = (key >> PAGE_BITS) as usize;
        if self.pages.len() <= page {
            self.pages.resize(page + 1, None);
        }
        let values = self.pages[page].get_or_insert_with(|| vec![T::default(); 1 << PAGE_BITS].into_boxed_slice());
        &mut values[key as usize & ((1 << PAGE_BITS) - 1)]
    }

    fn get(&self, key: u32) -> Option<&T> {
        let page = self.pages.get((key >> PAGE_BITS) as usize)?.as_ref()?;
        Some(&page[key as usize & ((1 << PAGE_BITS) - 1)])
    }

    /// All values of the pages that were made, with their keys, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        let pages = (0_u32..).zip(&self.pages).filter_map(|(page, values)| Some((page, values.as_ref()?)));
        pages.flat_map(|(page, values)| (page << PAGE_BITS..).zip(values.iter()))
    }
}

/// What is counted of the papers of a label.
///
/// Sixteen bytes: there is one for each of half a million authors, and they are found in no order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Total {
    pub paper_count: u32,
    pub with_code: u32,
    pub with_code_url: u32,
    first_year: u16,
    /// Before the first year where no paper has one.
    last_year: u16,
}

impl Default for Total {
    fn default() -> Self {
        Self { paper_count: 0, with_code: 0, with_code_url: 0, first_year: u16::MAX, last_year: 0 }
    }
}

impl Total {
    fn add(&mut self, facts: Facts) {
        self.paper_count += 1;
        self.with_code += u32::from(facts.with_code());
        self.with_code_url += u32::from(facts.with_code_url());
        if let Some(year) = facts.date.year() {
            self.first_year = self.first_year.min(year);
            self.last_year = self.last_year.max(year);
        }
    }

    /// The year of the first paper; `None`: no paper has a year.
    pub(super) fn first_year(&self) -> Option<u16> {
        (self.first_year <= self.last_year).then_some(self.first_year)
    }

    /// The year of the last paper.
    pub(super) fn last_year(&self) -> Option<u16> {
        (self.first_year <= self.last_year).then_some(self.last_year)
    }
}

/// Counts papers in each of the labels that they have.
pub(super) fn each_label(dimension: Dimension, picked: &Picked<'_>, mut count: impl FnMut(u32, Facts)) {
    let Picked { block, slots, .. } = picked;
    let facts = block.facts();
    let mut of_list = |list| {
        for slot in *slots {
            for id in block.members(list, *slot) {
                count(*id, facts[*slot]);
            }
        }
    };
    match dimension {
        Dimension::Category => of_list(List::Categories),
        Dimension::Affiliation => of_list(List::Affiliations),
        Dimension::Author => of_list(List::Authors),
        Dimension::Year | Dimension::Venue | Dimension::Code => {
            for facts in slots.iter().map(|slot| facts[*slot]) {
                let label = match dimension {
                    Dimension::Year => facts.date.year().map(u32::from),
                    Dimension::Venue => Some(facts.venue_id).filter(|id| *id > 0),
                    _ => Some(facts.with_code().into()),
                };
                if let Some(label) = label {
                    count(label, facts);
                }
            }
        }
    }
}

/// The list of which a dimension's labels are members, if they are.
pub(super) fn list_of(dimension: Dimension) -> Option<List> {
    match dimension {
        Dimension::Category => Some(List::Categories),
        Dimension::Affiliation => Some(List::Affiliations),
        Dimension::Author => Some(List::Authors),
        Dimension::Year | Dimension::Venue | Dimension::Code => None,
    }
}

/// Papers by label.
pub(super) struct Totals(ByKey<Total>);

impl Totals {
    pub(super) fn new() -> Self {
        Self(ByKey::new())
    }

    pub(super) fn add(&mut self, dimension: Dimension, picked: &Picked<'_>) {
        each_label(dimension, picked, |label, facts| self.0.at(label).add(facts));
    }

    /// The labels that have papers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &Total)> {
        self.0.iter().filter(|(_, total)| total.paper_count > 0)
    }
}

/// Papers by label and year; papers without a year are left out.
pub(super) struct Yearly(ByKey<Vec<(u16, u32)>>);

impl Yearly {
    pub(super) fn new() -> Self {
        Self(ByKey::new())
    }

    pub(super) fn add(&mut self, dimension: Dimension, picked: &Picked<'_>) {
        each_label(dimension, picked, |label, facts| {
            let Some(year) = facts.date.year() else { return };
            // A label has papers of few years, and those that come one after the other are mostly of one time.
            let years = self.0.at(label);
            match years.iter_mut().rev().find(|(of, _)| *of == year) {
                Some((_, count)) => *count += 1,
                None => years.push((year, 1)),
            }
        });
    }

    /// Whether a label has papers.
    pub(super) fn has(&self, label: u32) -> bool {
        self.0.get(label).is_some_and(|years| !years.is_empty())
    }

    /// Label, year, papers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, u16, u32)> {
        self.0.iter().flat_map(|(label, years)| years.iter().map(move |(year, count)| (label, *year, *count)))
    }
}
