//! The comparison can fail: whatever the model is told that is not so, it notices, and says where.

use girder_model::{
    chain::{VARIANTS, Variant},
    ledger::{Account, AttestorKey, DeviceKey, Ledger, Mint, Offence, Offender, Purse, Wallet, tokens::Holder},
    run::World,
    step::Step,
};

/// What is not so, and how that shows.
type Lie = (fn(&mut Ledger), &'static str);

/// An operator with delegators and its own stake.
const OPERATOR: Wallet = Wallet(2);

/// One of each kind of account, total, balance and field of some arithmetic.
const LIES: &[Lie] = &[
    (|ledger| ledger.parameters.correlation_bps += 1, "Network(0): parameters: correlation_bps: "),
    (|ledger| ledger.set_version += 1, "Network(0): attestor_set_version: "),
    (|ledger| ledger.retired_from -= 1, "Network(0): retired_from: "),
    (|ledger| ledger.books.reserve -= 1, "Books(0): reserve: "),
    (|ledger| ledger.books.average_credit += 1, "Books(0): average_credit: "),
    (|ledger| ledger.books.breaker_level += 1, "Books(0): breaker_level: "),
    (|ledger| ledger.books.slashed[1].amount += 1, "Books(0): slashed: "),
    (|ledger| _ = ledger.books.quiet.insert(0), "Books(0): quiet: "),
    // What is counted, beyond what there is.
    (|ledger| ledger.books.uncounted += 1, "Books(0): accounts: "),
    (|ledger| operator(ledger).uncounted[0] += 1, "Operator(Wallet(2)): positions: "),
    (|ledger| operator(ledger).uncounted[1] += 1, "Operator(Wallet(2)): devices: "),
    // Totals, which the model adds up.
    (|ledger| epoch(ledger).pot_left -= 1, "Books(0): pots: "),
    (|ledger| operator(ledger).stake += 1, "Books(0): staked: "),
    (|ledger| case(ledger).taken += 1, "Books(0): escrow: "),
    (|ledger| attestor(ledger).bond += 1, "Books(0): bonds: "),
    (|ledger| position(ledger, Wallet(8)).tickets[0].shares += 50_000, "Books(0): active_stake: "),
    (|ledger| position(ledger, OPERATOR).shares += 1, "Operator(Wallet(2)): shares: "),
    (|ledger| case(ledger).offender = Offender::Operator(OPERATOR), "Operator(Wallet(2)): open_cases: "),
    // Each kind of account.
    (|ledger| ledger.classes[0].terms.floor += 1, "Classes(0): classes: floor: "),
    (|ledger| ledger.shards.get_mut(&0).expect("a shard").ring[0].credit += 1, "Shard(0): ring: credit: "),
    (|ledger| ledger.sets.get_mut(&1).expect("a set").pay_per_weight += 1, "Set(1): pay_per_weight: "),
    (|ledger| attestor(ledger).slashed_statements += 1, "Attestor(AttestorKey(0)): slashed_statements: "),
    (|ledger| operator(ledger).reward_per_share += 1, "Operator(Wallet(2)): reward_per_share: "),
    (|ledger| operator(ledger).ring[0].harvested ^= true, "Operator(Wallet(2)): ring: harvested: "),
    (|ledger| operator(ledger).duties.until += 1, "Operator(Wallet(2)): floors_until: "),
    (|ledger| _ = operator(ledger).duties.excused.insert(0), "Operator(Wallet(2)): excused: "),
    (|ledger| position(ledger, Wallet(8)).since += 1, "Position(Wallet(2), Wallet(8)): since: "),
    (|ledger| position(ledger, OPERATOR).checkpoint += 1, "Position(Wallet(2), Wallet(2)): checkpoint: "),
    (|ledger| device(ledger).slots[0].units += 1, "Device(DeviceKey(0)): slots: units: "),
    (|ledger| epoch(ledger).reward_per_credit += 1, "Epoch(0): reward_per_credit: "),
    (|ledger| case(ledger).void_slots.clear(), "Case(Equivocation(DeviceKey(2))): void_slots: "),
    (|ledger| case(ledger).displaced.at += 1, "Case(Equivocation(DeviceKey(2))): displaced_offence: at: "),
    (|ledger| ledger.tickets.values_mut().for_each(|ticket| ticket.slot += 1), "slot: "),
    (|ledger| ledger.verdicts.values_mut().for_each(|verdict| verdict.signers.push(0)), "signers: "),
    // Tokens.
    (|ledger| ledger.tokens.issue(Holder::Purse(purse(7)), 1).expect("it fits"), "supply of Reward: "),
    (
        |ledger| move_token(ledger, Holder::Purse(purse(8))),
        "balance of Purse(Purse { owner: Wallet(7), mint: Reward }): ",
    ),
    (|ledger| move_token(ledger, Holder::RewardVault), "balance of "),
    // Lamports.
    (|ledger| *ledger.lamports.wallets.get_mut(&OPERATOR).expect("a wallet") += 1, "lamports of Wallet(2): "),
];

fn operator(ledger: &mut Ledger) -> &mut girder_model::ledger::Operator {
    ledger.operators.get_mut(&OPERATOR).expect("an operator")
}

fn position(ledger: &mut Ledger, owner: Wallet) -> &mut girder_model::ledger::Position {
    ledger.positions.get_mut(&(OPERATOR, owner)).expect("a position")
}

fn attestor(ledger: &mut Ledger) -> &mut girder_model::ledger::Attestor {
    ledger.attestors.get_mut(&AttestorKey(0)).expect("an attestor")
}

fn device(ledger: &mut Ledger) -> &mut girder_model::ledger::Device {
    ledger.devices.get_mut(&DeviceKey(0)).expect("a device")
}

fn epoch(ledger: &mut Ledger) -> &mut girder_model::ledger::Epoch {
    ledger.epochs.get_mut(&0).expect("a settled epoch")
}

fn case(ledger: &mut Ledger) -> &mut girder_model::ledger::Case {
    ledger.cases.get_mut(&Offence::Equivocation(DeviceKey(2))).expect("a case")
}

fn purse(number: u8) -> Purse {
    Purse { owner: Wallet(number), mint: Mint::Reward }
}

fn move_token(ledger: &mut Ledger, to: Holder) {
    ledger.tokens.transfer(Holder::Purse(purse(7)), to, 1).expect("it has one");
}

/// A network with one of everything: with a history, and an epoch that was settled.
fn world() -> World {
    let mut world = World::new(&Variant::new(VARIANTS / 2));
    let p = world.ledger().parameters;
    let until = p.genesis + p.epoch_length + p.grace;
    let shards = (0..p.shards as u8).collect();
    let settle = Step::SettleEpoch { settler: Wallet(4), epoch: 0, set: Some(1), tip: None, shards };
    for step in [Step::Wait { until }, settle] {
        world.take(&step, None).expect("no difference");
    }
    world
}

#[test]
fn whatever_is_not_so_shows() {
    let world = world();
    assert_eq!(world.notices(|_| ()), None);
    for (number, (lie, shows)) in LIES.iter().enumerate() {
        let noticed = world.notices(lie).unwrap_or_else(|| panic!("nobody noticed lie {number}, about {shows}"));
        assert!(noticed.contains(shows), "lie {number}, about {shows}, shows as {noticed}");
    }
}

#[test]
fn every_account_is_compared() {
    let world = world();
    let accounts: Vec<Account> = world.ledger().lamports.accounts.keys().copied().collect();
    let kinds: std::collections::BTreeSet<_> =
        accounts.iter().map(|account| format!("{account:?}").split('(').next().map(str::to_owned)).collect();
    assert_eq!(kinds.len(), 16, "not one of everything: {kinds:?}");
    for account in accounts {
        let held = |ledger: &mut Ledger| ledger.lamports.accounts.get_mut(&account).expect("it is there").lamports += 1;
        let noticed = world.notices(held).expect("lamports are compared");
        assert!(noticed.starts_with(&format!("{account:?}: ")), "{noticed}");
        if !matches!(account, Account::RewardVault(_) | Account::StakeVault(_)) {
            let noticed = world.notices(|ledger| _ = ledger.lamports.accounts.remove(&account));
            assert!(noticed.expect("accounts are looked for").contains("is unknown to the model"));
        }
    }
    let nowhere = Account::Epoch(17);
    let noticed = world.notices(|ledger| ledger.lamports.open(nowhere, Wallet(3)).expect("lamports"));
    assert!(noticed.expect("accounts are looked for").contains("there is no such account"));
}

#[test]
fn what_is_done_and_why_it_is_refused_is_compared() {
    let world = world();
    let owner = Wallet(8);
    let from = Purse { owner, mint: Mint::Collateral };
    let deposit = |amount| Step::Deposit { by: owner, from, operator: OPERATOR, owner, amount };
    let strict = |ledger: &mut Ledger| ledger.parameters.min_deposit = u64::MAX;
    let lax = |ledger: &mut Ledger| ledger.parameters.min_deposit = 0;

    assert_eq!(world.notices_by(|_| (), &deposit(500)), None);
    let noticed = world.notices_by(strict, &deposit(500)).expect("a refusal that is not there");
    assert_eq!(noticed, "Ok(()) on chain, Err(Ledger(DepositTooSmall)) in the model");
    let noticed = world.notices_by(lax, &deposit(9)).expect("a refusal that is there");
    assert_eq!(noticed, "Err(Ledger(DepositTooSmall)) on chain, Ok(()) in the model");
    let other = |ledger: &mut Ledger| {
        ledger.operators.get_mut(&OPERATOR).expect("an operator").jailed_until = i64::MAX;
    };
    let noticed = world.notices_by(other, &deposit(9)).expect("another refusal");
    assert_eq!(noticed, "Err(Ledger(DepositTooSmall)) on chain, Err(Ledger(Jailed)) in the model");
}
