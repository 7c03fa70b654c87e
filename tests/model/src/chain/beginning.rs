//! What was done before a sequence begins.

use girder_sdk::ledger::state::{Parameters, network_role};

use crate::{
    ledger::{
        AttestorKey, ClassTerms, Commitment, Condemnation, Consent, DeviceKey, Equivocation, Mint, NewDevice, Offence,
        Purse, Signed, Statement, Submission, VerdictSignatures, Wallet,
    },
    step::Step,
};

/// How far a network is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// It was created, and that is all.
    Empty,
    /// It has classes, attestors and two operators with devices, and its first epoch has begun.
    Settled,
    /// It has delegators, floors, more sets, proofs of two epochs, an unstaking, and a case that is open, too.
    Busy,
    /// It is retired, and little is left of it: some stake and a bond that may leave, a device, a set, the shards.
    Retired,
}

/// Who operates devices, with what a deposit of theirs is.
const OPERATORS: [(Wallet, u64); 2] = [(Wallet(2), 500_000), (Wallet(3), 200_000)];

/// Delegators, with the operator whom they trust and how much.
const DELEGATORS: [(Wallet, Wallet, u64); 3] =
    [(Wallet(8), Wallet(2), 300_000), (Wallet(9), Wallet(3), 100_000), (Wallet(3), Wallet(2), 70_000)];

/// Who pauses.
const GUARDIAN: Wallet = Wallet(6);

/// The device that signs two statements, and whose it is.
const LIAR: (DeviceKey, Wallet) = (DeviceKey(2), Wallet(3));

/// The steps that lead there.
pub fn steps(beginning: Beginning, parameters: &Parameters) -> Vec<Step> {
    let begins = Step::Wait { until: parameters.genesis };
    let settled = || [shards(parameters), classes(), attestors(parameters), operators(parameters)].concat();
    match beginning {
        Beginning::Empty => Vec::new(),
        Beginning::Settled => [settled(), vec![begins]].concat(),
        Beginning::Retired => [settled(), ends(parameters)].concat(),
        Beginning::Busy => {
            let next = Step::Wait { until: parameters.genesis + parameters.epoch_length };
            let first = [settled(), delegators(), promises(parameters), vec![begins], proofs(0), commitments()];
            [first.concat(), vec![next], proofs(1), accusations(), departures()].concat()
        }
    }
}

fn shards(parameters: &Parameters) -> Vec<Step> {
    (0..parameters.shards as u8).map(|number| Step::CreateShard { payer: Wallet(10), number }).collect()
}

fn classes() -> Vec<Step> {
    let class = |weight, limit, floor, key_kinds, verified| Step::AddClass {
        by: Wallet::AUTHORITY,
        class: ClassTerms { weight, limit, floor, key_kinds, verified },
        set: None,
    };
    vec![class(1, 10_000, 100, 3, false), class(3, 2_000, 0, 1, false), class(2, 5_000, 3_000, 3, true)]
}

/// Three attestors in a set in force, and a fourth in none.
fn attestors(parameters: &Parameters) -> Vec<Step> {
    let mut steps = Vec::new();
    for number in 0..4 {
        let (key, authority) = (AttestorKey(number), Wallet(7 + number));
        steps.push(Step::RegisterAttestor { payer: authority, authority, key });
        let from = Purse { owner: authority, mint: Mint::Collateral };
        steps.push(Step::PostBond { by: authority, from, key, amount: parameters.min_bond.max(1) * 10 });
    }
    steps.extend(draft(1, 0..3));
    steps.push(seal(1, 0, [4, 4], None));
    steps
}

/// A set of these attestors, of whom each weighs one more than the one before.
fn draft(version: u64, attestors: std::ops::Range<u8>) -> Vec<Step> {
    let by = Wallet::AUTHORITY;
    let add = |number| Step::AddAttestor { by, version, key: AttestorKey(number), weight: u64::from(number) + 1 };
    [vec![Step::CreateAttestorSet { payer: by, by, version }], attestors.map(add).collect()].concat()
}

/// Seals a set with the weights that proofs and verdicts need.
fn seal(version: u64, from_epoch: u64, thresholds: [u64; 2], predecessor: Option<u64>) -> Step {
    Step::SealAttestorSet { by: Wallet::AUTHORITY, version, from_epoch, thresholds, predecessor }
}

fn operators(parameters: &Parameters) -> Vec<Step> {
    let mut steps = Vec::new();
    for (identity, amount) in OPERATORS {
        let payout = Some(Wallet(identity.0 + 4));
        let commission_bps = parameters.max_commission_bps / 2;
        let authority = (parameters.invited_operators == 1).then_some(Wallet::AUTHORITY);
        steps.push(Step::RegisterOperator { payer: identity, identity, authority, commission_bps, payout });
        steps.push(deposit(identity, identity, amount));
    }
    for (key, class, number) in [(0, 0, 2), (1, 1, 2), (9, 0, 2), (2, 0, 3), (3, 2, 3)] {
        let new = NewDevice { key: DeviceKey(key), class, region: 7, consent: Consent::Given };
        let operator = Wallet(number);
        steps.push(Step::RegisterDevice { payer: operator, by: operator, operator, new });
    }
    steps
}

fn deposit(owner: Wallet, operator: Wallet, amount: u64) -> Step {
    Step::Deposit { by: owner, from: Purse { owner, mint: Mint::Collateral }, operator, owner, amount }
}

fn delegators() -> Vec<Step> {
    let joins = |(owner, operator, amount)| {
        [Step::OpenPosition { payer: owner, operator, owner: Some(owner) }, deposit(owner, operator, amount)]
    };
    let funder = Wallet(5);
    let fund = Step::Fund { by: funder, from: Purse { owner: funder, mint: Mint::Reward }, amount: 200_000 };
    DELEGATORS.into_iter().flat_map(joins).chain([fund]).collect()
}

/// A set for later and a draft, a guardian, other parameters, another commission, and maintenance.
fn promises(parameters: &Parameters) -> Vec<Step> {
    let operator = Wallet(3);
    let commission_bps = parameters.max_commission_bps / 2 + parameters.commission_step_bps / 3;
    let mut steps = [draft(2, 0..4), vec![seal(2, 4, [6, 7], Some(1))], draft(3, 1..3)].concat();
    steps.extend([
        Step::OfferNetworkRole { by: Wallet::AUTHORITY, role: network_role::GUARDIAN, to: Some(GUARDIAN) },
        Step::AcceptNetworkRole { by: GUARDIAN, role: network_role::GUARDIAN },
    ]);
    let others = Parameters { settle_tip: parameters.settle_tip + 1, ..*parameters };
    let (by, parameters) = (Wallet::AUTHORITY, Box::new(others));
    steps.push(Step::ProposeParameters { payer: Wallet(5), by, version: 0, parameters });
    steps.push(Step::SetCommission { by: operator, operator, commission_bps });
    steps.push(Step::DeclareMaintenance { by: operator, operator, from_epoch: 3, epochs: 1 });
    steps
}

/// Two devices prove something in an epoch.
fn proofs(epoch: u64) -> Vec<Step> {
    let prove = |(operator, device, class, units, shard)| {
        Step::SubmitContribution(Submission {
            operator: Wallet(operator),
            device: DeviceKey(device),
            set: Some(1),
            shard,
            statement: Statement { epoch, sequence: 1, class, units, evidence: 1 },
            signature: Consent::Given,
            attestors: vec![AttestorKey(2), AttestorKey(1)],
            vouched: false,
        })
    };
    vec![prove((2, 0, 0, 8_000, 0)), prove((2, 1, 1, 1_500, 0)), prove((3, 2, 0, 50, 0))]
}

/// Two statements of the device that lies.
fn lies() -> [Statement; 2] {
    [700, 900].map(|units| Statement { epoch: 1, sequence: 2, class: 0, units, evidence: 1 })
}

/// Two reporters who know of the lies beforehand.
fn commitments() -> Vec<Step> {
    let (device, operator) = LIAR;
    let statements = lies().map(|said| Signed::Contribution(operator, device, said));
    let commit = |number: u8, reporter| {
        let commitment = Commitment::new(Offence::Equivocation(device), statements, Some(Wallet(reporter)), number);
        Step::CommitReport { payer: Wallet(4), commitment }
    };
    vec![commit(0, 5), commit(1, 6)]
}

/// The lies are reported, and a verdict is signed by one attestor of several.
fn accusations() -> Vec<Step> {
    let (device, operator) = LIAR;
    let evidence = Equivocation { operator, device, statements: lies(), signature: Consent::Given };
    let said = Condemnation { operator: Wallet(2), epoch: 0, evidence: 1, fraction_bps: 2_000 };
    let attestors = vec![AttestorKey(2)];
    let signatures = VerdictSignatures { said, set: 1, attestors, signature: Consent::Given };
    vec![Step::ReportEquivocation { reporter: Wallet(6), evidence }, Step::SignVerdict { payer: Wallet(7), signatures }]
}

/// The network is retired from epoch 2 on. Most of what it had is gone again.
fn ends(parameters: &Parameters) -> Vec<Step> {
    let from_epoch = 2;
    let over = parameters.genesis + parameters.epoch_length * from_epoch as i64 + parameters.grace;
    let gone = Step::Wait { until: over + 2 * parameters.bond_unbonding };
    let mut steps = vec![Step::RetireNetwork { by: Wallet::AUTHORITY, from_epoch }, Step::Wait { until: over }];
    for epoch in 0..from_epoch {
        let (settler, shards) = (Wallet(10), (0..parameters.shards as u8).collect());
        steps.push(Step::SettleEpoch { settler, epoch, set: Some(1), tip: None, shards });
        steps.push(Step::CloseEpoch { epoch, rent_payer: settler });
    }
    let by = Wallet(11);
    let devices = [(0, 2), (1, 2), (9, 2), (2, 3), (3, 3)].map(|(key, operator)| (DeviceKey(key), Wallet(operator)));
    steps.extend(devices.map(|(device, operator)| Step::RetireDevice { by, operator, device }));
    let unstake = |(owner, shares)| Step::Unstake { by, operator: owner, owner, shares };
    steps.extend(OPERATORS.map(unstake));
    steps.extend((0..4).map(|key| Step::UnbondAttestor { by, key: AttestorKey(key), sealed: None, draft: None }));
    steps.push(gone);
    for (device, operator) in devices.into_iter().skip(1) {
        steps.push(Step::CloseDevice { operator, device, rent_payer: operator });
    }
    let operator = Wallet(3);
    let to = Purse { owner: operator, mint: Mint::Collateral };
    steps.push(Step::Withdraw { signer: None, operator, owner: operator, ticket: 0, to });
    steps.push(Step::CloseOperator { by, operator, rent_payer: operator });
    for (key, owner) in [(1, 8), (2, 9), (3, 10)].map(|(key, owner)| (AttestorKey(key), Wallet(owner))) {
        let to = Purse { owner, mint: Mint::Collateral };
        steps.push(Step::WithdrawBond { key, to, rent_payer: owner });
    }
    steps
}

/// A delegator and an operator want some of their stake back, and an authority is on its way to somebody else.
fn departures() -> Vec<Step> {
    let leave = |owner, operator, shares| Step::Unstake { by: owner, operator, owner, shares };
    let operator = Wallet(2);
    vec![
        leave(Wallet(8), operator, 60_000),
        leave(operator, operator, 30_000),
        Step::OfferOperatorAuthority { by: operator, operator, to: Some(Wallet(5)) },
    ]
}
