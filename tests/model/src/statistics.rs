//! What a run reached: how often each step was done, and why it was refused.

use std::collections::BTreeMap;

use crate::{
    ledger::{Outcome, Refusal},
    step::Step,
};

/// Counts of a run.
#[derive(Clone, Debug, Default)]
pub struct Statistics {
    counts: BTreeMap<String, Counts>,
    bent: u64,
}

#[derive(Clone, Debug, Default)]
struct Counts {
    done: u64,
    refused: BTreeMap<&'static str, u64>,
}

impl Statistics {
    /// Counts a step.
    pub fn count(&mut self, step: &Step, outcome: &Outcome) {
        let counts = self.counts.entry(step.name()).or_default();
        match outcome {
            Ok(()) => counts.done += 1,
            Err(refusal) => {
                let name = match refusal {
                    Refusal::Ledger(error) => error.name(),
                    Refusal::Elsewhere => "elsewhere",
                };
                *counts.refused.entry(name).or_default() += 1;
            }
        }
    }

    /// Counts a transaction that was bent and refused.
    pub fn count_bent(&mut self) {
        self.bent += 1;
    }

    /// Adds another run's counts.
    pub fn add(&mut self, other: &Self) {
        for (name, counts) in &other.counts {
            let sum = self.counts.entry(name.clone()).or_default();
            sum.done += counts.done;
            for (refusal, times) in &counts.refused {
                *sum.refused.entry(refusal).or_default() += times;
            }
        }
        self.bent += other.bent;
    }

    /// All steps.
    pub fn steps(&self) -> u64 {
        let refused = |counts: &Counts| counts.refused.values().sum::<u64>();
        self.counts.values().map(|counts| counts.done + refused(counts)).sum::<u64>() + self.bent
    }

    /// How often a step was done.
    pub fn done(&self, name: &str) -> u64 {
        self.counts.get(name).map_or(0, |counts| counts.done)
    }

    /// A line a step: how often it was done, and refused for which reasons.
    pub fn table(&self) -> String {
        let mut lines = Vec::new();
        for (name, counts) in &self.counts {
            let refused: u64 = counts.refused.values().sum();
            let mut reasons: Vec<_> = counts.refused.iter().collect();
            reasons.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
            let reasons: Vec<_> = reasons.iter().map(|(name, times)| format!("{name} {times}")).collect();
            lines.push(format!("{name:<26} {:>7} done {refused:>7} refused  {}", counts.done, reasons.join(", ")));
        }
        lines.push(format!("{} steps, {} of them bent and refused", self.steps(), self.bent));
        lines.join("\n")
    }
}
