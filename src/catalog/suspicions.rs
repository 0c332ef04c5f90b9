//! Papers that may be one and are not taken for one: noted when they are looked at, so that `duplicates` need not compare.

use std::collections::BTreeMap;

use rusqlite::params;

use super::paper_rulings::Rulings;
use super::source::Source;
use super::write::Writer;
use crate::identity::clustering::Pairs;
use crate::identity::matching::{Profile, Suspicion};

impl Writer<'_> {
    /// Notes the suspicions between papers that were grouped together, in the place of all that was noted of them before.
    pub(super) fn note_suspicions_within(&self, papers: &[(i64, &[usize])], pairs: &Pairs) -> anyhow::Result<()> {
        for (id, _) in papers {
            self.connection
                .prepare_cached("DELETE FROM suspected_duplicate WHERE paper_id = ?1 OR other_id = ?1")?
                .execute([id])?;
        }
        for (at, (id, members)) in papers.iter().enumerate() {
            for (other_id, others) in &papers[at + 1..] {
                if let Some(suspicion) = pairs.suspicion(members, others) {
                    self.note_suspicion(*id, *other_id, &suspicion)?;
                }
            }
        }
        Ok(())
    }

    /// Notes the suspicions between papers and those that were looked at beside them.
    pub(super) fn note_suspicions(
        &self,
        papers: &[(i64, &[Source])],
        outside: &BTreeMap<i64, Vec<Source>>,
        rulings: &Rulings,
    ) -> anyhow::Result<()> {
        for (id, sources) in papers {
            for (other_id, others) in outside {
                let all: Vec<_> = sources.iter().chain(others).filter(|source| !source.is_addition).collect();
                let hashes = if rulings.is_empty() {
                    vec![String::new(); all.len()]
                } else {
                    all.iter().map(|source| source.hash()).collect::<anyhow::Result<_>>()?
                };
                let profiles: Vec<&Profile> = all.iter().map(|source| &*source.profile).collect();
                let verdicts = rulings.verdicts(&profiles, &hashes.iter().map(String::as_str).collect::<Vec<_>>());
                let count = sources.iter().filter(|source| !source.is_addition).count();
                let pairs = Pairs::between(&profiles, count, |one, other| verdicts.on(one, other));
                let (ours, theirs): (Vec<_>, Vec<_>) = (0..all.len()).partition(|at| *at < count);
                if let Some(suspicion) = pairs.suspicion(&ours, &theirs) {
                    self.note_suspicion(*id, *other_id, &suspicion)?;
                }
            }
        }
        Ok(())
    }

    fn note_suspicion(&self, one: i64, other: i64, suspicion: &Suspicion) -> anyhow::Result<()> {
        let add =
            "INSERT OR REPLACE INTO suspected_duplicate (paper_id, other_id, score, reason) VALUES (?1, ?2, ?3, ?4)";
        let values = params![one.min(other), one.max(other), suspicion.score, suspicion.reason];
        self.connection.prepare_cached(add)?.execute(values)?;
        Ok(())
    }
}
