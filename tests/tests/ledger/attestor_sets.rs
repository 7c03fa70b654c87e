//! Attestor sets: drafts, thresholds, and the epochs in which they are in force.

use girder_tests::{
    Ledger, TestAttestor, assert_refused, class,
    interface::key::KeyKind,
    program::{NewClass, error::LedgerError::*, state::AttestorSet},
    sdk::{
        Result,
        instructions::{self as build, Seal},
        pda,
        transport::Receipt,
    },
};
use solana_keypair::Keypair;
use solana_signer::Signer;

/// A network with a class for these key kinds, and no set.
fn without_set(key_kinds: u8) -> Ledger {
    Ledger::new().classes(&[NewClass { key_kinds, ..class(10) }]).attestors(&[]).build()
}

const ED25519: u8 = KeyKind::Ed25519.bit();
const BOTH: u8 = KeyKind::Ed25519.bit() | KeyKind::Secp256r1.bit();

fn open(ledger: &Ledger, version: u64) -> Result<Receipt> {
    let create = build::create_attestor_set(&ledger.network, version, ledger.payer.pubkey(), ledger.authority.pubkey());
    ledger.send(&[create], &[&ledger.authority])
}

fn add(ledger: &Ledger, version: u64, attestor: &TestAttestor) -> Result<Receipt> {
    let (authority, key) = (ledger.authority.pubkey(), attestor.key.pubkey());
    let add = build::add_attestor(&ledger.network, version, authority, key, attestor.weight);
    ledger.send(&[add], &[&ledger.authority])
}

fn seal(ledger: &Ledger, version: u64, seal: Seal) -> Result<Receipt> {
    let seal = build::seal_attestor_set(&ledger.network, version, ledger.authority.pubkey(), seal);
    ledger.send(&[seal], &[&ledger.authority])
}

fn strike(ledger: &Ledger, version: u64, by: &Keypair, attestor: &TestAttestor) -> Result<Receipt> {
    let strike = build::strike_attestor(&ledger.network, version, by.pubkey(), attestor.key.pubkey(), false);
    ledger.send(&[strike], &[by])
}

fn registered(ledger: &Ledger, weight: u64) -> TestAttestor {
    let attestor = TestAttestor::new(weight);
    ledger.register_attestor(&attestor);
    attestor
}

fn set(ledger: &Ledger, version: u64) -> AttestorSet {
    ledger.chain.read(pda::attestor_set(ledger.network.network, version)).unwrap()
}

/// Seals a first set of these weights.
fn sealed(key_kinds: u8, weights: &[u64], proof_threshold: u64, verdict_threshold: u64) -> Result<Receipt> {
    let ledger = without_set(key_kinds);
    open(&ledger, 1).unwrap();
    for &weight in weights {
        add(&ledger, 1, &registered(&ledger, weight)).unwrap();
    }
    seal(&ledger, 1, Seal { from_epoch: 0, proof_threshold, verdict_threshold })
}

#[test]
fn a_draft_takes_each_key_once_until_it_is_sealed() {
    let ledger = without_set(BOTH);
    open(&ledger, 1).unwrap();
    assert_refused!(open(&ledger, 1), AlreadyExists);
    assert_refused!(open(&ledger, 2), WrongAddress);
    let (first, second) = (registered(&ledger, 1), registered(&ledger, 1));
    add(&ledger, 1, &first).unwrap();
    assert_refused!(add(&ledger, 1, &first), DuplicateAttestor);
    let all = Seal { from_epoch: 0, proof_threshold: 1, verdict_threshold: 1 };
    seal(&ledger, 1, all).unwrap();
    assert_refused!(add(&ledger, 1, &second), SetSealed);
    assert_refused!(seal(&ledger, 1, all), SetSealed);
}

#[test]
fn the_32nd_key_fits_and_the_33rd_does_not() {
    let ledger = without_set(BOTH);
    open(&ledger, 1).unwrap();
    for _ in 0..32 {
        add(&ledger, 1, &registered(&ledger, 1)).unwrap();
    }
    assert_refused!(add(&ledger, 1, &registered(&ledger, 1)), SetFull);
    assert_eq!((set(&ledger, 1).count, set(&ledger, 1).total_weight), (32, 32));
}

#[test]
fn weights_are_above_zero_and_their_sum_fits() {
    let ledger = without_set(BOTH);
    open(&ledger, 1).unwrap();
    assert_refused!(add(&ledger, 1, &registered(&ledger, 0)), BadWeight);
    add(&ledger, 1, &registered(&ledger, u64::MAX - 1)).unwrap();
    assert_refused!(add(&ledger, 1, &registered(&ledger, 2)), BadWeight);
    add(&ledger, 1, &registered(&ledger, 1)).unwrap();
    assert_eq!(set(&ledger, 1).total_weight, u64::MAX);
    let seal_all = Seal { from_epoch: 0, proof_threshold: u64::MAX, verdict_threshold: u64::MAX };
    seal(&ledger, 1, seal_all).unwrap();
}

#[test]
fn the_proof_threshold_is_above_half_and_at_most_all() {
    let odd = [4, 4, 3];
    assert_refused!(sealed(BOTH, &odd, 5, 11), BadProofThreshold);
    sealed(BOTH, &odd, 6, 11).unwrap();
    sealed(BOTH, &odd, 11, 11).unwrap();
    assert_refused!(sealed(BOTH, &odd, 12, 11), BadProofThreshold);
    let even = [4, 3, 3];
    assert_refused!(sealed(BOTH, &even, 5, 10), BadProofThreshold);
    sealed(BOTH, &even, 6, 10).unwrap();
    assert_refused!(sealed(BOTH, &[1], 0, 1), BadProofThreshold);
    assert_refused!(sealed(BOTH, &[], 0, 0), BadProofThreshold);
}

#[test]
fn the_verdict_threshold_is_two_thirds_at_least_and_at_most_all() {
    let weights = [4, 3, 3];
    assert_refused!(sealed(BOTH, &weights, 10, 6), BadVerdictThreshold);
    sealed(BOTH, &weights, 10, 7).unwrap();
    sealed(BOTH, &weights, 10, 10).unwrap();
    assert_refused!(sealed(BOTH, &weights, 10, 11), BadVerdictThreshold);
    sealed(BOTH, &[3, 3, 3], 9, 6).unwrap();
    assert_refused!(sealed(BOTH, &[3, 3, 3], 9, 5), BadVerdictThreshold);
}

#[test]
fn a_transaction_holds_a_quorum_of_four_or_beside_secp256r1_of_three() {
    let weights = [1, 2, 1, 1, 1];
    sealed(ED25519, &weights, 5, 6).unwrap();
    assert_refused!(sealed(ED25519, &weights, 6, 6), QuorumTooWide);
    sealed(BOTH, &weights, 4, 6).unwrap();
    assert_refused!(sealed(BOTH, &weights, 5, 6), QuorumTooWide);
}

#[test]
fn a_set_begins_ahead_and_after_its_predecessor_which_ends_there() {
    let ledger = Ledger::new().build();
    let seal_at =
        |version, from_epoch| seal(&ledger, version, Seal { from_epoch, proof_threshold: 1, verdict_threshold: 1 });
    ledger.enter_epoch(3);
    open(&ledger, 2).unwrap();
    add(&ledger, 2, &registered(&ledger, 1)).unwrap();
    assert_refused!(seal_at(2, 3), EpochNotAhead);
    assert_eq!(set(&ledger, 1).until_epoch, u64::MAX);
    seal_at(2, 10).unwrap();
    assert_eq!((set(&ledger, 1).until_epoch, set(&ledger, 2).until_epoch), (9, u64::MAX));

    open(&ledger, 3).unwrap();
    add(&ledger, 3, &registered(&ledger, 1)).unwrap();
    assert_refused!(seal_at(3, 9), EpochNotAhead);
    assert_refused!(seal_at(3, 10), EpochNotAhead);
    seal_at(3, 11).unwrap();
    assert_eq!((set(&ledger, 1).until_epoch, set(&ledger, 2).until_epoch), (9, 10));
}

#[test]
fn a_set_begins_at_most_32_epochs_after_the_next() {
    let ledger = Ledger::new().build();
    let seal_at =
        |version, from_epoch| seal(&ledger, version, Seal { from_epoch, proof_threshold: 1, verdict_threshold: 1 });
    for (version, latest) in [(2, 32), (3, 36)] {
        open(&ledger, version).unwrap();
        add(&ledger, version, &registered(&ledger, 1)).unwrap();
        for too_late in [latest + 1, 1_000_000, u64::MAX] {
            assert_refused!(seal_at(version, too_late), EpochTooFarAhead);
        }
        seal_at(version, latest).unwrap();
        ledger.enter_epoch(3);
    }
}

#[test]
fn a_key_struck_from_a_draft_is_as_if_it_had_never_been_added() {
    let ledger = without_set(BOTH);
    open(&ledger, 1).unwrap();
    let members = [u64::MAX - 6, 4, 2].map(|weight| registered(&ledger, weight));
    for attestor in &members {
        add(&ledger, 1, attestor).unwrap();
    }
    strike(&ledger, 1, &ledger.authority, &members[0]).unwrap();
    assert_eq!((set(&ledger, 1).count, set(&ledger, 1).total_weight), (2, 6));
    assert_refused!(strike(&ledger, 1, &ledger.authority, &members[0]), NotInSet);
    let light = TestAttestor { weight: 1, key: members[0].key.insecure_clone(), owner: Keypair::new() };
    add(&ledger, 1, &light).unwrap();
    strike(&ledger, 1, &members[2].owner, &members[2]).unwrap();
    strike(&ledger, 1, &ledger.authority, &light).unwrap();
    let keys: Vec<_> = set(&ledger, 1).members[..2].iter().map(|member| member.key).collect();
    assert_eq!(keys, [members[1].key.pubkey(), Default::default()]);
    assert_eq!((set(&ledger, 1).count, set(&ledger, 1).total_weight), (1, 4));
    assert_refused!(
        seal(&ledger, 1, Seal { from_epoch: 0, proof_threshold: 5, verdict_threshold: 4 }),
        BadProofThreshold
    );
    seal(&ledger, 1, Seal { from_epoch: 0, proof_threshold: 3, verdict_threshold: 3 }).unwrap();
}

#[test]
fn proofs_count_under_the_set_of_their_epoch_alone() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    let members: Vec<_> = ledger.attestors.iter().map(|attestor| (attestor.key.pubkey(), 1)).collect();
    ledger.seal_set(2, &members, Seal { from_epoch: 2, proof_threshold: 2, verdict_threshold: 3 }).unwrap();

    ledger.enter_epoch(2);
    for (epoch, right, wrong) in [(1, 1, 2), (2, 2, 1)] {
        let proof = ledger.attested(&device, ledger.statement(&device, epoch, 10));
        let mut other = ledger.submission(&proof);
        let (right, wrong) = [right, wrong].map(|version| pda::attestor_set(ledger.network.network, version)).into();
        for meta in other.iter_mut().flat_map(|one| &mut one.accounts).filter(|meta| meta.pubkey == right) {
            meta.pubkey = wrong;
        }
        assert_refused!(ledger.send(&other, &[]), SetNotInForce);
        ledger.submit(&proof).unwrap();
    }
}

#[test]
fn the_authority_and_the_payee_strike_a_key_and_nobody_else() {
    let ledger = Ledger::new().build();
    let [first, second, third] = &ledger.attestors[..] else { panic!("three attestors") };
    assert_refused!(strike(&ledger, 1, &ledger.wallet(), first), WrongAuthority);
    assert_refused!(strike(&ledger, 1, &second.owner, first), WrongAuthority);
    assert_refused!(strike(&ledger, 1, &first.key, first), WrongAuthority);
    strike(&ledger, 1, &ledger.authority, first).unwrap();
    strike(&ledger, 1, &second.owner, second).unwrap();
    assert_refused!(strike(&ledger, 1, &ledger.authority, first), NotInSet);
    assert_refused!(strike(&ledger, 1, &ledger.authority, &TestAttestor::new(1)), NotInSet);

    let set = set(&ledger, 1);
    assert_eq!((set.total_weight, set.live_weight(), set.proof_threshold), (3, third.weight, 3), "no threshold falls");
}
