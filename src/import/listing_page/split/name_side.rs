//! The features of a reading that look at the names.

use super::candidates::Candidate;
use super::feature::{Feature, Features};
use super::scorer::{Facts, Scorer};
use super::shape::{self, Shape};
use super::table::{Place, place_in_name};

impl Scorer<'_> {
    /// The features of the first author by one reading.
    pub(super) fn name_side(&mut self, candidate: &Candidate, found: &mut Features) {
        let rest = candidate.word + 1..self.region.part(candidate.part).end;
        let tokens = rest.len() + 1;
        let name = &self.core[candidate.cut..self.parts[candidate.part].1];
        let is_group = shape::is_group(name);
        found.set(Feature::Group, is_group);
        found.set(Feature::OneWord, tokens == 1 && !is_group && shape::has_case(name));
        found.set(Feature::ThreeWords, tokens == 3);
        found.set(Feature::FourWords, tokens >= 4);
        found.add(Feature::MoreWords, tokens.saturating_sub(4) as f32);
        found.add(Feature::PersonKnown, (1.0 + self.evidence.times_seen(name) as f32).ln());
        let word = self.region.words[candidate.word];
        self.given_name(&self.core[candidate.cut..word.end], found);
        for (at, index) in rest.enumerate() {
            self.rest_of_name(index, place_in_name(at + 1, tokens), found);
        }
    }

    fn given_name(&mut self, given: &str, found: &mut Features) {
        found.add(Feature::Given, self.evidence.name_chance(given, Place::Given, &mut self.symbols));
        found.set(Feature::GivenKnown, self.evidence.is_known_name(given, Place::Given));
        let shape = shape::shape(given);
        found.set(Feature::GivenSmall, shape.lower && !self.evidence.is_particle(given));
        found.set(Feature::GivenCapitals, shape.capitals);
        found.set(Feature::GivenHump, shape.hump);
        found.set(Feature::GivenPrefixHump, shape.prefix_hump);
        found.set(Feature::GivenDoubleCapital, shape.double_capital);
        found.add(Feature::NameOdd, flag(shape.odd));
        if shape.hump {
            let (head, tail) = shape::split_hump(given);
            let head_known = self.evidence.is_known_name(head, Place::Given);
            let tail_known = self.evidence.is_known_name(tail, Place::Given);
            found.set(Feature::GivenHumpLast, !head_known && tail_known);
            found.set(Feature::GivenHumpBoth, head_known && tail_known);
        }
    }

    fn rest_of_name(&mut self, index: usize, place: Place, found: &mut Features) {
        let word = self.region.words[index];
        let token = &self.core[word.start..word.end];
        let chance = self.in_name(index, place);
        if place == Place::Family {
            found.add(Feature::Family, chance);
            found.set(Feature::FamilyKnown, self.evidence.is_known_name(token, Place::Family));
        } else {
            found.add(Feature::Middle, chance);
        }
        let Facts { shape, is_particle, .. } = self.facts[index];
        found.add(Feature::RestSmall, flag(shape.lower && !is_particle));
        found.add(Feature::RestHump, flag(shape.hump) + flag(shape.double_capital));
        found.add(Feature::NameOdd, flag(shape.odd));
        found.add(Feature::RestFunctionWord, flag(shape::is_function_word(token)));
    }

    /// Scores as names, once, the parts that are an author in some readings and title in others.
    pub(super) fn score_other_names(&mut self) {
        let first = self.region.words.first().map_or(0, |word| word.part);
        // The last candidate is the reading without an author.
        let latest = self.region.candidates.iter().rev().nth(1).map_or(0, |candidate| candidate.part);
        for part in first + 1..=latest {
            let words = self.region.part(part);
            let tokens = words.len();
            let (start, end) = self.parts[part];
            let text = &self.core[start..end];
            let single = tokens == 1 && shape::has_case(text) && !shape::is_group(text);
            let (mut chance, mut odd) = (0.0, flag(single) + tokens.saturating_sub(4) as f32);
            for (at, index) in words.enumerate() {
                let word = self.region.words[index];
                let token = &self.core[word.start..word.end];
                let Facts { shape: Shape { lower, odd: signs, hump, .. }, is_particle, .. } = self.facts[index];
                odd += flag(lower && !is_particle) + flag(signs) + flag(hump) + flag(shape::is_function_word(token));
                chance += match place_in_name(at, tokens) {
                    Place::Given => self.evidence.name_chance(token, Place::Given, &mut self.symbols),
                    place => self.in_name(index, place),
                };
            }
            self.part_names[part] = (chance, odd);
        }
    }

    /// How well a word reads inside or at the end of a name; asked for by many readings, found once.
    fn in_name(&mut self, index: usize, place: Place) -> f32 {
        let slot = usize::from(place == Place::Family);
        let known = self.facts[index].in_name[slot];
        if !known.is_nan() {
            return known;
        }
        let word = self.region.words[index];
        let chance = self.evidence.name_chance(&self.core[word.start..word.end], place, &mut self.symbols);
        self.facts[index].in_name[slot] = chance;
        chance
    }
}

fn flag(on: bool) -> f32 {
    f32::from(u8::from(on))
}
