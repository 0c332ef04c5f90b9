//! Numbers by chance that are the same on every machine.

/// What comes next, by chance.
pub struct Chance(u64);

impl Chance {
    /// A row of numbers of its own for each round.
    pub fn of(round: usize) -> Self {
        let mut chance = Self(round as u64);
        // Neighbouring rounds begin alike.
        chance.below(2);
        chance.0 ^= (round as u64) << 40;
        chance
    }

    /// A number below the limit.
    pub fn below(&mut self, limit: usize) -> usize {
        // Knuth's linear congruential generator (MMIX).
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }
}
