//! The network's totals against the sums over its accounts, the vaults, and the supply.

use ledger::state::{Books, outcome};

use super::{Report, Snapshot, sum};

pub fn check(snapshot: &Snapshot, report: &mut Report) {
    check_sums(snapshot, report);
    check_accounts(snapshot, report);
    check_debt(snapshot, report);
    check_vaults(snapshot, report);
    check_supply(snapshot, report);
}

fn check_sums(snapshot: &Snapshot, report: &mut Report) {
    let books = &snapshot.books;
    let open_cases = snapshot.cases.iter().filter(|(_, case)| case.outcome == outcome::OPEN);
    let pots = sum(snapshot.epochs.iter().map(|(_, epoch)| epoch.pot_left));
    let staked = sum(snapshot.operators.iter().map(|(_, operator)| operator.stake));
    let active = sum(snapshot.operators.iter().map(|(_, operator)| operator.active_stake));
    let excess = sum(snapshot.operators.iter().map(|(_, operator)| operator.excess));
    let escrow = sum(open_cases.map(|(_, case)| case.taken)) + excess;
    let bonds = sum(snapshot.attestors.iter().map(|(_, attestor)| attestor.bond));
    report.equal(None, "pots = what is left in the epochs' pots", books.pots, pots);
    report.equal(None, "staked = the operators' stake", books.staked, staked);
    report.equal(None, "active stake = the operators' active stake", books.active_stake, active);
    report.equal(None, "escrow = what open slash cases took, and the operators' excess", books.escrow, escrow);
    report.equal(None, "bonds = the attestors' bonds", books.bonds, bonds);
}

/// The accounts that the network counts, unless it had an old layout: it closes when there is none.
fn check_accounts(snapshot: &Snapshot, report: &mut Report) {
    let of_network =
        [snapshot.shards.len(), snapshot.attestor_sets.len(), snapshot.attestors.len(), snapshot.operators.len()];
    let of_work = [snapshot.epochs.len(), snapshot.cases.len(), snapshot.tickets.len(), snapshot.verdicts.len()];
    let all = of_network.iter().chain(&of_work).copied().chain([snapshot.proposals.len()]);
    let open = sum(all.map(|count| count as u64));
    if snapshot.books.accounts < Books::UNCOUNTED {
        report.equal(None, "accounts = those of the network that are open", snapshot.books.accounts, open);
    }
}

/// What is owed covers every claim; beyond that it holds only the dust of rounding down.
fn check_debt(snapshot: &Snapshot, report: &mut Report) {
    let claims = claims(snapshot);
    let owed = u128::from(snapshot.books.owed);
    report.at_most(None, "what positions, payout wallets and attestors may claim <= owed", claims, owed);
    report.at_most(None, "owed <= all claims + rounding dust", owed, claims.saturating_add(dust(snapshot)));
}

/// What everybody could claim now, base units of the reward mint. An account that can't be brought up to date counts as
/// more than can be owed, so that the check fails.
fn claims(snapshot: &Snapshot) -> u128 {
    const IMPOSSIBLE: u128 = 1 << 64;
    let operators = snapshot.operators_by_address();
    let positions = snapshot.positions.iter().map(|(_, position)| {
        let mut position = *position;
        let accrued = operators.get(&position.operator).is_some_and(|operator| position.accrue(operator).is_ok());
        if accrued { position.owed.into() } else { IMPOSSIBLE }
    });
    let commissions = snapshot.operators.iter().map(|(_, operator)| u128::from(operator.commission_owed));
    let attestors = snapshot.attestor_sets.iter().flat_map(|(_, set)| {
        let mut set = *set;
        (0..set.members().len())
            .map(|index| set.accrue(index).map_or(IMPOSSIBLE, |member| member.owed.into()))
            .collect::<Vec<u128>>()
    });
    positions.chain(commissions).chain(attestors).sum()
}

/// Most that rounding can have left in `owed`, base units. Everything is rounded down, by less than one unit each time: a
/// reward per share once an epoch and operator (or attestor set), and what it gives a position (or member) at most once an
/// epoch, since between two changes of the reward per share nothing is earned.
fn dust(snapshot: &Snapshot) -> u128 {
    let members: usize = snapshot.attestor_sets.iter().map(|(_, set)| set.members().len()).sum();
    let rounded = [snapshot.operators.len(), snapshot.positions.len(), snapshot.attestor_sets.len(), members];
    let per_epoch: u128 = rounded.iter().map(|&count| count as u128).sum();
    per_epoch.saturating_mul(snapshot.books.next_epoch.into())
}

fn check_vaults(snapshot: &Snapshot, report: &mut Report) {
    let (books, balances) = (&snapshot.books, &snapshot.balances);
    let rewards = sum([books.reserve, books.pots, books.owed]);
    let collateral = sum([books.staked, books.escrow, books.bonds]);
    report.at_most(None, "reserve + pots + owed <= reward vault", rewards, balances.reward_vault);
    report.at_most(None, "staked + escrow + bonds <= stake vault", collateral, balances.stake_vault);
}

fn check_supply(snapshot: &Snapshot, report: &mut Report) {
    let (books, parameters) = (&snapshot.books, &snapshot.network.parameters);
    if parameters.is_vault_funded() {
        report.equal(None, "minted = 0, as rewards are vault-funded", books.minted, 0u64);
        return;
    }
    let issued = sum([books.initial_supply, books.minted]);
    report.at_most(None, "initial supply + minted <= supply cap", issued, parameters.supply_cap);
    // Only the network mints, and anybody may burn.
    report.at_most(
        None,
        "supply of the reward mint <= initial supply + minted",
        snapshot.balances.reward_supply,
        issued,
    );
}
