//! A small table of counters for runs of four letters.

/// How many bits of a cell hold the count; the rest holds the run.
const COUNT_BITS: u32 = 12;
const MOST: u32 = (1 << COUNT_BITS) - 1;
const FIRST_SIZE: usize = 1 << 14;

/// Counts runs of four letters, each a number below 2^20.
///
/// Only a few of the possible runs are ever seen, and they are looked up very
/// often: the table is one array of small cells, kept at most half full.
#[derive(Clone)]
pub(super) struct Runs {
    cells: Vec<u32>,
    used: usize,
}

impl Runs {
    /// A table without counts.
    pub(super) fn new() -> Self {
        Self { cells: vec![0; FIRST_SIZE], used: 0 }
    }

    /// How often the run was counted.
    pub(super) fn get(&self, run: usize) -> u32 {
        self.cells[self.find(run)] & MOST
    }

    /// Counts the run once more and gives the new count; `None` when the counter is full.
    pub(super) fn add(&mut self, run: usize) -> Option<u32> {
        if self.used * 2 >= self.cells.len() {
            self.grow();
        }
        let at = self.find(run);
        let cell = &mut self.cells[at];
        if *cell == 0 {
            *cell = (run as u32) << COUNT_BITS;
            self.used += 1;
        }
        if *cell & MOST == MOST {
            return None;
        }
        *cell += 1;
        Some(*cell & MOST)
    }

    /// The cell of the run, or the free cell where it belongs.
    fn find(&self, run: usize) -> usize {
        let mask = self.cells.len() - 1;
        let mut at = (run as u32).wrapping_mul(0x9E37_79B1) as usize >> 12 & mask;
        while self.cells[at] != 0 && (self.cells[at] >> COUNT_BITS) as usize != run {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let size = self.cells.len() * 2;
        let old = std::mem::replace(&mut self.cells, vec![0; size]);
        for cell in old.into_iter().filter(|cell| *cell != 0) {
            let at = self.find((cell >> COUNT_BITS) as usize);
            self.cells[at] = cell;
        }
    }
}
