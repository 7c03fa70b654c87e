//! What an epoch pays, from where, and to whom.

use girder_interface::limits::{BASIS_POINTS, CREDITS_PER_RATE, MAX_TIP_BPS};

use super::{accumulator, mul_div_floor};

/// Everything that decides what an epoch pays. Amounts in base units of the reward mint.
#[derive(Clone, Copy, Debug)]
pub struct Inputs {
    /// Credits of the epoch, all shards.
    pub credit: u64,
    /// Reward tokens not yet promised.
    pub reserve: u64,
    /// What this epoch may mint, or take from the reserve where nothing is minted.
    pub emission: u64,
    /// Emission of earlier epochs that was not minted.
    pub deferred: u64,
    /// supply cap - initial supply - minted so far; `None` where nothing is minted.
    pub mintable: Option<u64>,
    /// Part of what is available that may be paid, basis points.
    pub direct_bps: u64,
    /// Most reward per 10^6 credits.
    pub max_reward_per_million_credits: u64,
    /// Part of the payment that goes to attestors, basis points.
    pub attestor_bps: u64,
    /// Weight of the attestors that are paid, and of the whole set (struck ones included).
    pub live_weight: u64,
    /// Weight of the whole set; 0 without one.
    pub total_weight: u64,
    /// What the settling caller asks for.
    pub tip: u64,
}

/// What an epoch pays. Amounts in base units of the reward mint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Leaves the reserve.
    pub from_reserve: u64,
    /// Is minted into the vault.
    pub minted: u64,
    /// Emission that stays for later epochs.
    pub deferred: u64,
    /// Owed to the attestors.
    pub attestors: u64,
    /// Paid to whoever settles.
    pub tip: u64,
    /// Distributed to operators by credit.
    pub pot: u64,
    /// Base units per credit, Q64.64: floor(pot x 2^64 / credit), 0 without credit.
    pub reward_per_credit: u128,
}

/// Settles an epoch. `None` only for inputs that the program's invariants exclude.
pub fn settle(inputs: &Inputs) -> Option<Settlement> {
    let room = match inputs.mintable {
        // Emission beyond what may ever be minted is dropped here: it could not be minted later either.
        Some(mintable) => inputs.emission.saturating_add(inputs.deferred).min(mintable),
        None => 0,
    };
    let budget = inputs.mintable.map_or(inputs.emission, |_| u64::MAX);
    let available = u128::from(inputs.reserve).checked_add(room.into())?;
    let share = available.checked_mul(inputs.direct_bps.into())?.checked_div(BASIS_POINTS.into())?;
    let worth = u128::from(inputs.credit)
        .checked_mul(inputs.max_reward_per_million_credits.into())?
        .checked_div(CREDITS_PER_RATE.into())?;
    // Both vault and supply are u64: more could not be paid.
    let direct = u64::try_from(share.min(worth)).unwrap_or(u64::MAX).min(budget);

    let from_reserve = direct.min(inputs.reserve);
    let minted = direct.checked_sub(from_reserve)?;
    let attestors = attestors_part(inputs, direct)?;
    let tip = inputs.tip.min(mul_div_floor(direct, MAX_TIP_BPS, BASIS_POINTS)?);
    let pot = direct.checked_sub(attestors)?.checked_sub(tip)?;
    Some(Settlement {
        from_reserve,
        minted,
        deferred: room.checked_sub(minted)?,
        attestors,
        tip,
        pot,
        reward_per_credit: accumulator::per_share(pot, inputs.credit).unwrap_or(0),
    })
}

/// floor(direct x attestors' rate), of which the weight of struck keys gets nothing.
fn attestors_part(inputs: &Inputs, direct: u64) -> Option<u64> {
    let part = mul_div_floor(direct, inputs.attestor_bps, BASIS_POINTS)?;
    Some(mul_div_floor(part, inputs.live_weight, inputs.total_weight).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const INPUTS: Inputs = Inputs {
        credit: 2_000_000,
        reserve: 300,
        emission: 1_000,
        deferred: 0,
        mintable: Some(1_000_000),
        direct_bps: 10_000,
        max_reward_per_million_credits: 400,
        attestor_bps: 500,
        live_weight: 3,
        total_weight: 4,
        tip: 5,
    };

    #[test]
    fn the_reserve_pays_first_and_the_rest_of_the_emission_waits() {
        let settled = settle(&INPUTS).unwrap();
        assert_eq!((settled.from_reserve, settled.minted, settled.deferred), (300, 500, 500));
        assert_eq!((settled.attestors, settled.tip, settled.pot), (30, 5, 765));
    }

    #[test]
    fn an_idle_epoch_mints_nothing_and_leaves_no_jackpot() {
        let idle = settle(&Inputs { credit: 0, ..INPUTS }).unwrap();
        assert_eq!((idle.from_reserve, idle.minted, idle.deferred, idle.pot), (0, 0, 1_000, 0));
        let one_credit = settle(&Inputs { credit: 1_000_000, deferred: 1_000_000, ..INPUTS }).unwrap();
        assert_eq!(one_credit.from_reserve + one_credit.minted, 400);
    }

    #[test]
    fn a_vault_funded_epoch_spends_its_budget_at_most() {
        let funded = Inputs { mintable: None, reserve: 5_000, emission: 600, ..INPUTS };
        let settled = settle(&funded).unwrap();
        assert_eq!((settled.from_reserve, settled.minted, settled.deferred), (600, 0, 0));
    }

    #[test]
    fn small_epochs_exhaustively() {
        let amounts = [0u64, 1, 2, 7, 50];
        let rates = [0u64, 1, 5_000, 10_000];
        for credit in [0, 1, 3, 1_000_000] {
            for m in [0, 1, 1_000_000, 7_000_000] {
                for (reserve, emission) in amounts.into_iter().flat_map(|a| amounts.map(|b| (a, b))) {
                    for (deferred, mintable) in
                        amounts.into_iter().flat_map(|a| [None, Some(0), Some(9)].map(|b| (a, b)))
                    {
                        for (direct_bps, tip) in rates.into_iter().flat_map(|a| [0, 3].map(|b| (a, b))) {
                            let inputs = Inputs {
                                credit,
                                reserve,
                                emission,
                                deferred,
                                mintable,
                                direct_bps,
                                tip,
                                max_reward_per_million_credits: m,
                                ..INPUTS
                            };
                            check(&inputs, &settle(&inputs).unwrap());
                        }
                    }
                }
            }
        }
    }

    /// What holds for every epoch.
    fn check(inputs: &Inputs, settled: &Settlement) {
        let paid = settled.attestors + settled.tip + settled.pot;
        assert_eq!(paid, settled.from_reserve + settled.minted);
        assert!(settled.from_reserve <= inputs.reserve);
        assert!(settled.minted == 0 || settled.from_reserve == inputs.reserve, "the reserve pays first");
        let worth = u128::from(inputs.credit) * u128::from(inputs.max_reward_per_million_credits) / 1_000_000;
        assert!(u128::from(paid) <= worth, "a credit never earns more than m / 10^6");
        let room = inputs.mintable.map_or(0, |mintable| (inputs.emission + inputs.deferred).min(mintable));
        assert_eq!(settled.minted + settled.deferred, room);
        assert!(inputs.mintable.is_some() || paid <= inputs.emission, "the budget of a vault-funded epoch");
        assert!(settled.tip <= inputs.tip && u128::from(settled.tip) * 100 <= u128::from(paid));
        assert!(accumulator::value(inputs.credit, settled.reward_per_credit).unwrap() <= settled.pot);
    }

    proptest! {
        #[test]
        fn what_is_paid_equals_where_it_came_from(
            credit: u64, reserve: u64, emission: u64, deferred: u64, mintable: Option<u64>, direct_bps in 0u64..=10_000,
            m: u64, attestor_bps in 0u64..=5_000, live: u64, total: u64, tip: u64,
        ) {
            let inputs = Inputs {
                credit, reserve, emission, deferred, mintable, direct_bps, max_reward_per_million_credits: m, attestor_bps,
                live_weight: live.min(total), total_weight: total, tip,
            };
            let settled = settle(&inputs).unwrap();
            let paid = u128::from(settled.attestors) + u128::from(settled.tip) + u128::from(settled.pot);
            prop_assert_eq!(paid, u128::from(settled.from_reserve) + u128::from(settled.minted));
            prop_assert!(settled.from_reserve <= reserve);
            prop_assert!(settled.minted <= mintable.unwrap_or(0));
            prop_assert!(paid <= u128::from(credit) * u128::from(m) / 1_000_000);
            prop_assert!(accumulator::value(credit, settled.reward_per_credit).unwrap() <= settled.pot);
        }
    }
}
