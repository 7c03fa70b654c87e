//! What transactions offer for their place in a block, and how much compute they ask for.

use solana_address::Address;
use solana_compute_budget_interface::ComputeBudgetInstruction;
use solana_instruction::Instruction;

/// Compute units that a transaction may take at most.
const MOST_UNITS: u32 = 1_400_000;

/// Addresses by which a node takes a question for recent fees.
const MOST_ADDRESSES: usize = 128;

/// How priority fees and compute limits are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeePolicy {
    /// Which of the recent fees of the accounts that a transaction writes is offered: 0 the lowest, 50 the median, 100 the
    /// highest.
    pub percentile: u8,
    /// The most that is offered, micro-lamports a compute unit; 0 offers nothing.
    pub most: u64,
    /// What the compute limit has on top of what the simulation took, basis points.
    pub margin_bps: u16,
}

impl Default for FeePolicy {
    /// Three quarters of the recent fees, at most one lamport a compute unit, a tenth more compute than simulated.
    fn default() -> Self {
        Self { percentile: 75, most: 1_000_000, margin_bps: 1_000 }
    }
}

impl FeePolicy {
    /// The price to offer after these recent ones, all micro-lamports a compute unit.
    pub(super) fn price(&self, mut recent: Vec<u64>) -> u64 {
        recent.sort_unstable();
        let last = recent.len().saturating_sub(1);
        let index = last.saturating_mul(self.percentile.min(100).into()).div_ceil(100);
        recent.get(index).copied().unwrap_or_default().min(self.most)
    }

    /// The limit for what a simulation took.
    pub(super) fn limit(&self, simulated: u64) -> u32 {
        let margin = simulated.saturating_mul(self.margin_bps.into()).div_ceil(10_000);
        u32::try_from(simulated.saturating_add(margin)).map_or(MOST_UNITS, |units| units.min(MOST_UNITS))
    }
}

/// The compute budget that somebody chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Budget {
    /// Most compute units.
    pub(super) limit: Option<u32>,
    /// Micro-lamports a unit.
    pub(super) price: Option<u64>,
}

impl Budget {
    /// No limit but the runtime's: for a simulation.
    pub(super) const SIMULATED: Self = Self { limit: Some(MOST_UNITS), price: None };

    /// The instructions with this budget behind them, as far as they do not set their own. In front of them, it would move
    /// the instructions whose indices the ledger is told.
    pub(super) fn behind(&self, instructions: &[Instruction]) -> Vec<Instruction> {
        let limit = self.limit.map(ComputeBudgetInstruction::set_compute_unit_limit);
        let price = self.price.filter(|&price| price > 0).map(ComputeBudgetInstruction::set_compute_unit_price);
        let own = [limit, price].into_iter().flatten().filter(|added| !sets_same(instructions, added));
        instructions.iter().cloned().chain(own).collect()
    }
}

fn sets_same(instructions: &[Instruction], other: &Instruction) -> bool {
    instructions.iter().any(|own| own.program_id == other.program_id && own.data.first() == other.data.first())
}

/// The accounts that a transaction competes for: those that it writes, its payer among them.
pub(super) fn written(instructions: &[Instruction], payer: Address) -> Vec<Address> {
    let metas = instructions.iter().flat_map(|instruction| &instruction.accounts);
    let mut written: Vec<Address> = metas.filter(|meta| meta.is_writable).map(|meta| meta.pubkey).collect();
    written.push(payer);
    written.sort_unstable();
    written.dedup();
    written.truncate(MOST_ADDRESSES);
    written
}

#[cfg(test)]
mod tests {
    use solana_instruction::AccountMeta;

    use super::*;

    #[test]
    fn the_price_is_a_percentile_of_recent_ones_and_bounded() {
        let price = |percentile, most, recent: &[u64]| {
            FeePolicy { percentile, most, ..FeePolicy::default() }.price(recent.to_vec())
        };
        let recent = [50, 10, 30, 20, 40];
        assert_eq!(
            [0, 25, 50, 75, 100, 255].map(|percentile| price(percentile, 1_000, &recent)),
            [10, 20, 30, 40, 50, 50]
        );
        assert_eq!(price(100, 35, &recent), 35);
        assert_eq!(price(50, 1_000, &[]), 0);
    }

    #[test]
    fn the_limit_is_the_simulation_and_a_margin() {
        let policy = FeePolicy { margin_bps: 1_000, ..FeePolicy::default() };
        assert_eq!(
            [0, 1, 10_000, 1_390_000, u64::MAX].map(|units| policy.limit(units)),
            [0, 2, 11_000, 1_400_000, 1_400_000]
        );
    }

    #[test]
    fn a_budget_goes_behind_the_instructions_and_leaves_their_own_alone() {
        let first = Instruction { program_id: ledger::ID, accounts: Vec::new(), data: vec![1] };
        let own = ComputeBudgetInstruction::set_compute_unit_limit(7);
        let budget = Budget { limit: Some(9), price: Some(3) };
        let price = ComputeBudgetInstruction::set_compute_unit_price(3);
        let limit = ComputeBudgetInstruction::set_compute_unit_limit(9);
        assert_eq!(budget.behind(std::slice::from_ref(&first)), [first.clone(), limit, price.clone()]);
        assert_eq!(budget.behind(&[first.clone(), own.clone()]), [first.clone(), own, price]);
        assert_eq!(Budget { limit: None, price: Some(0) }.behind(std::slice::from_ref(&first)), [first]);
    }

    #[test]
    fn a_transaction_competes_for_what_it_writes() {
        let [payer, read, wrote] = std::array::from_fn(|_| Address::new_unique());
        let accounts = vec![
            AccountMeta::new(wrote, false),
            AccountMeta::new_readonly(read, false),
            AccountMeta::new(wrote, false),
        ];
        let mut expected = vec![payer, wrote];
        expected.sort_unstable();
        assert_eq!(written(&[Instruction { program_id: ledger::ID, accounts, data: Vec::new() }], payer), expected);
    }
}
