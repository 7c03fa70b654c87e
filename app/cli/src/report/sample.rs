//! A report to test with: five operators over ten epochs; one goes offline, one cheats and is slashed.

use super::check::{Check, Unit};
use super::model::{EpochCell, EpochRow, Event, EventKind, Fact, Network, OperatorRow, Report, Token};

/// Seconds in an epoch.
const EPOCH: u64 = 3600;
const NAMES: [&str; 5] = ["alpine", "borealis", "cobalt", "dunes", "estuary"];
const BEHAVIOUR: [&str; 5] =
    ["honest", "honest, half the share", "offline in epochs 3 to 5", "signs two proofs for one slot", "honest"];
const SHARE: [u64; 5] = [30, 15, 25, 20, 10];
const STAKE: [u64; 5] = [4_000_000_000, 2_500_000_000, 4_000_000_000, 3_000_000_000, 1_500_000_000];
const SLASH: u64 = 450_000_000;

/// The sample.
pub(super) fn report() -> Report {
    let epochs: Vec<EpochRow> = (0..10).map(epoch).collect();
    let operators: Vec<OperatorRow> = (0..NAMES.len()).map(|position| operator(position, &epochs)).collect();
    let checks = checks(&operators, &epochs);
    Report {
        title: "Storage of 1,204 files, proven and paid".into(),
        summary: "Five operators kept the files of app/ and interface/ for ten epochs. One was offline for a \
                  while and earned nothing then; one signed two proofs for one slot, was reported by a third \
                  party and lost stake."
            .into(),
        network: Network {
            name: "demo".into(),
            reward: Token { symbol: "GIRD".into(), decimals: 6 },
            stake: Token { symbol: "GIRD".into(), decimals: 6 },
            epoch_seconds: EPOCH,
            facts: vec![
                fact("address", "7Np41oeYqPefeNQEHSv1UDhYrehxin3NStELsSKCT4K2"),
                fact("program", "GirdRzT7m8v3Q1c5YbVHPn1kbWqVZ5u7k4bK3n2mLdg1"),
                fact("data", "app/ and interface/: 1,204 files, 38,211,004 bytes, 9,871 chunks"),
                fact("epoch", "1 hour"),
            ],
        },
        operators,
        epochs,
        events: events(),
        checks,
    }
}

fn fact(name: &str, value: &str) -> Fact {
    Fact { name: name.into(), value: value.into() }
}

fn epoch(index: u64) -> EpochRow {
    let credit = |position: usize| match (position, index) {
        (2, 3..=5) => 0,
        (3, 6..) => 0,
        _ => SHARE[position] * 37_315 * EPOCH / 100 * (95 + (index * 7 + position as u64 * 3) % 6) / 100,
    };
    let total: u64 = (0..NAMES.len()).map(credit).sum();
    let pot = 125_000_000 - index * 2_500_000;
    let cell = |position: usize| EpochCell {
        credits: credit(position),
        rewards: (u128::from(pot) * u128::from(credit(position)) / u128::from(total)) as u64,
        stake: STAKE[position] - slashed(position, index),
        slashed: slashed(position, index),
    };
    let reward_per_million = (u128::from(pot) * 1_000_000 / u128::from(total)) as u64;
    EpochRow { index, pot, minted: pot, reward_per_million, cells: (0..NAMES.len()).map(cell).collect() }
}

fn slashed(position: usize, index: u64) -> u64 {
    if position == 3 && index >= 6 { SLASH } else { 0 }
}

fn operator(position: usize, epochs: &[EpochRow]) -> OperatorRow {
    let cells = || epochs.iter().map(|row| row.cells[position]);
    let rewards = cells().map(|cell| cell.rewards).sum();
    let slashed = slashed(position, u64::MAX);
    OperatorRow {
        name: NAMES[position].into(),
        behaviour: BEHAVIOUR[position].into(),
        stake: STAKE[position] - slashed,
        credits: cells().map(|cell| cell.credits).sum(),
        rewards,
        slashed,
        paid: rewards,
    }
}

fn events() -> Vec<Event> {
    let event = |at, kind, operator, text: &str| Event { at, kind, operator, text: text.into() };
    vec![
        event(0, EventKind::Setup, None, "The network is created; five operators stake and register a device each."),
        event(EPOCH, EventKind::Payment, None, "Epoch 0 is settled: 125 GIRD are minted."),
        event(3 * EPOCH + 90, EventKind::Outage, Some(2), "Goes offline: no answer to any challenge."),
        event(6 * EPOCH, EventKind::Work, Some(2), "Is back and answers."),
        event(6 * EPOCH + 300, EventKind::Fraud, Some(3), "Signs a second proof for a slot, with more units."),
        event(6 * EPOCH + 900, EventKind::Case, Some(3), "A third party reports both proofs; 900 GIRD go to escrow."),
        event(
            11 * EPOCH + 900,
            EventKind::Slash,
            Some(3),
            "The deadline has passed: 450 GIRD are burned, the rest returns.",
        ),
        event(12 * EPOCH, EventKind::Payment, None, "Everybody claims."),
    ]
}

fn checks(operators: &[OperatorRow], epochs: &[EpochRow]) -> Vec<Check> {
    let each = |pick: fn(&OperatorRow) -> u64| -> Vec<(String, u64)> {
        operators.iter().map(|row| (row.name.clone(), pick(row))).collect()
    };
    let paid: u64 = operators.iter().map(|row| row.paid).sum();
    let pots: u64 = epochs.iter().map(|row| row.pot).sum();
    let credits =
        epochs.iter().map(|row| (format!("epoch {}", row.index), row.cells.iter().map(|cell| cell.credits).sum()));
    vec![
        Check::equal(
            "What was minted was paid or is in the vault",
            Unit::Reward,
            [("minted", pots)],
            [("paid to token accounts", paid), ("reward vault", pots - paid)],
        ),
        Check::at_most(
            "The reward vault covers what is owed",
            Unit::Reward,
            [("reserve", pots - paid - 4), ("pots", 4), ("root pot", 0), ("owed", 0)],
            [("reward vault", pots - paid)],
        ),
        Check::equal(
            "Each operator's credits are the epochs' credits",
            Unit::Credits,
            each(|row| row.credits),
            credits,
        ),
        Check::equal(
            "Stake is in the stake vault",
            Unit::Stake,
            each(|row| row.stake),
            [("stake vault", 14_550_000_000)],
        ),
    ]
}
