//! Stake that votes in a realm of spl-governance: what its records say, and that no share counts in one vote twice.

use girder_sdk::governor::{
    accounts::decode_voter_weight,
    events::{self, GovernorEvent},
    instructions::{self as build, RealmMint},
    pda,
    program::{error::GovernorError, state::VoterWeightRecord},
};
use girder_tests::{Holder, Ledger, TestDelegator, TestOperator, assert_failed, assert_vote_refused};
use sha2::{Digest, Sha256};
use solana_account::Account;
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

/// How long a vote of the realm lasts.
const VOTING_TIME: i64 = 3 * 86_400;

/// Where SPL Governance is deployed on mainnet.
const SPL_GOVERNANCE: Address = Address::from_str_const("GovER5Lthms3bLBqWub97yVrMmEogzX7xNjdXpPPCVZw");

/// A network whose stake counts in a realm.
struct Scene {
    ledger: Ledger,
    authority: Keypair,
    of: RealmMint,
    operator: TestOperator,
}

/// A realm's account as spl-governance writes it: of version 2, with a council, or of version 1 without.
fn realm(version: u8, mints: [Address; 2], authority: Option<Address>) -> Vec<u8> {
    let option = |address: Option<Address>| match address {
        Some(address) => [&[1][..], address.as_ref()].concat(),
        None => vec![0],
    };
    let council = (version == 2).then_some(mints[1]);
    let name = "Wetternetz".as_bytes();
    [
        &[if version == 2 { 16 } else { 1 }][..],
        mints[0].as_ref(),
        &[0, 0],
        &[0; 6],
        &1_000_000u64.to_le_bytes(),
        &[0],
        &10_000_000_000u64.to_le_bytes(),
        &option(council),
        &[0; 6],
        &[0; 2],
        &option(authority),
        &(name.len() as u32).to_le_bytes(),
        name,
        &[0; 128],
    ]
    .concat()
}

/// Puts a realm on the chain, with the network's reward mint for its council.
pub fn put(ledger: &Ledger, of: RealmMint, version: u8, authority: Option<Address>) {
    let data = realm(version, [of.governing_token_mint, ledger.network.reward.mint], authority);
    let account = Account { lamports: 10_000_000, data, owner: SPL_GOVERNANCE, ..Account::default() };
    ledger.chain.set_account(of.realm, account).unwrap();
}

impl Scene {
    fn new() -> Self {
        let scene = Self::unregistered();
        scene.register(VOTING_TIME).unwrap();
        scene
    }

    fn unregistered() -> Self {
        let ledger = Ledger::new().two_mints().build();
        ledger.chain.add_governor().unwrap();
        let operator = ledger.operator().stake(2_000).build();
        let authority = ledger.wallet();
        let of = RealmMint {
            realm: Address::new_from_array([0x4e; 32]),
            governing_token_mint: ledger.network.collateral.mint,
        };
        let scene = Self { ledger, authority, of, operator };
        scene.put_realm(2, Some(scene.authority.pubkey()));
        scene
    }

    fn put_realm(&self, version: u8, authority: Option<Address>) {
        put(&self.ledger, self.of, version, authority);
    }

    fn register(&self, voting_time: i64) -> girder_sdk::Result<girder_sdk::transport::Receipt> {
        let (network, payer) = (self.ledger.network.network, self.ledger.payer.pubkey());
        let register = build::register_realm(network, payer, self.of, self.authority.pubkey(), voting_time);
        self.ledger.send(&[register], &[&self.authority])
    }

    fn create(&self, owner: Address) -> girder_sdk::Result<girder_sdk::transport::Receipt> {
        self.ledger.send(&[build::create_voter_weight(self.ledger.payer.pubkey(), self.of, owner)], &[])
    }

    fn update(&self, owner: Address, operators: &[Address]) -> girder_sdk::Result<girder_sdk::transport::Receipt> {
        self.ledger.send(&[build::update_voter_weight(self.of, owner, operators)], &[])
    }

    fn account(&self, owner: Address) -> Account {
        let address = pda::voter_weight(self.of.realm, self.of.governing_token_mint, owner);
        self.ledger.chain.find(&address).unwrap()
    }

    fn record(&self, owner: Address) -> VoterWeightRecord {
        decode_voter_weight(&self.account(owner)).unwrap()
    }

    /// The weight of a holder's position, written now.
    fn weight(&self, holder: &dyn Holder) -> u64 {
        let owner = holder.owner().pubkey();
        self.update(owner, &[holder.operator()]).unwrap();
        self.record(owner).voter_weight
    }

    fn delegate(&self, amount: u64) -> TestDelegator {
        let delegator = self.ledger.delegate(&self.operator, amount);
        self.create(delegator.owner.pubkey()).unwrap();
        delegator
    }
}

/// What spl-governance reads, field by field. That the published crate writes the same is shown where the record is defined.
fn published_bytes(record: &VoterWeightRecord) -> Vec<u8> {
    [
        &Sha256::digest("account:VoterWeightRecord")[..8],
        record.realm.as_ref(),
        record.governing_token_mint.as_ref(),
        record.governing_token_owner.as_ref(),
        &record.voter_weight.to_le_bytes(),
        &[1],
        &record.voter_weight_expiry.unwrap().to_le_bytes(),
        &[0],
        &[0],
        &[0; 8],
    ]
    .concat()
}

#[test]
fn a_record_is_laid_out_as_spl_governance_reads_it() {
    let scene = Scene::new();
    let voter = scene.delegate(1_000);
    scene.ledger.chain.warp_by(VOTING_TIME + 1);
    let owner = voter.owner.pubkey();
    assert_eq!(scene.weight(&voter), 1_000);
    let (account, record) = (scene.account(owner), scene.record(owner));
    assert_eq!(account.owner, girder_sdk::governor::program::ID);
    assert_eq!(account.data[..8], [46, 249, 155, 75, 153, 248, 116, 9], "its ACCOUNT_DISCRIMINATOR");
    let published = published_bytes(&record);
    assert!(account.data.starts_with(&published));
    assert_eq!(
        &account.data[published.len()..][..32],
        scene.ledger.payer.pubkey().as_ref(),
        "the rent's payer, behind it"
    );
    assert_eq!((record.realm, record.governing_token_mint), (scene.of.realm, scene.of.governing_token_mint));
    assert_eq!(record.governing_token_owner, owner);
    assert_eq!((record.weight_action, record.weight_action_target, record.reserved), (None, None, [0; 8]));
}

#[test]
fn a_weight_expires_in_the_slot_it_was_written_in() {
    let scene = Scene::new();
    let voter = scene.delegate(1_000);
    assert_eq!(scene.record(voter.owner.pubkey()).voter_weight_expiry, Some(0), "before it was ever written");
    scene.weight(&voter);
    let slot = scene.ledger.chain.now().slot;
    assert_eq!(scene.record(voter.owner.pubkey()).voter_weight_expiry, Some(slot));
    scene.ledger.chain.warp_by(10);
    scene.weight(&voter);
    assert_eq!(scene.record(voter.owner.pubkey()).voter_weight_expiry, Some(scene.ledger.chain.now().slot));
    assert!(scene.ledger.chain.now().slot > slot);
}

#[test]
fn positions_count_that_were_held_for_longer_than_a_vote_lasts() {
    let scene = Scene::new();
    let voter = scene.delegate(1_000);
    let since = scene.ledger.position(&voter).since;
    for (moment, weight) in [(0, 0), (VOTING_TIME, 0), (VOTING_TIME + 1, 1_000)] {
        scene.ledger.chain.warp_to(since + moment);
        assert_eq!(scene.weight(&voter), weight, "after {moment} s");
    }
}

#[test]
fn a_weight_is_the_sum_of_what_an_owners_positions_are_worth() {
    let scene = Scene::new();
    let ledger = &scene.ledger;
    let voter = scene.delegate(1_000);
    let owner = voter.owner.pubkey();
    let mut pools = vec![voter.operator];
    for stake in [300, 70] {
        let operator = ledger.operator().stake(2_000).build();
        let position = ledger.open_position(&operator, voter.owner.insecure_clone()).unwrap();
        ledger.deposit(&position, stake).unwrap();
        pools.push(operator.address);
    }
    ledger.chain.warp_by(VOTING_TIME + 1);
    let late = ledger.operator().stake(2_000).build();
    let position = ledger.open_position(&late, voter.owner.insecure_clone()).unwrap();
    ledger.deposit(&position, 5).unwrap();
    pools.push(late.address);
    ledger.unstake(&voter, 400).unwrap();
    scene.update(owner, &pools).unwrap();
    assert_eq!(scene.record(owner).voter_weight, 970, "neither what leaves nor what is new");
    scene.update(owner, &[]).unwrap();
    assert_eq!(scene.record(owner).voter_weight, 0);
}

#[test]
fn no_position_counts_twice_and_none_of_others_or_of_another_network() {
    let scene = Scene::new();
    let ledger = &scene.ledger;
    let (voter, other) = (scene.delegate(1_000), scene.delegate(500));
    ledger.chain.warp_by(VOTING_TIME + 1);
    let owner = voter.owner.pubkey();
    let pool = voter.operator;
    assert_vote_refused!(scene.update(owner, &[pool, pool]), GovernorError::PositionsNotAscending);

    let second = ledger.operator().stake(2_000).build();
    ledger.open_position(&second, voter.owner.insecure_clone()).unwrap();
    let mut descending = build::update_voter_weight(scene.of, owner, &[pool, second.address]);
    descending.accounts[2..].rotate_left(2);
    assert_vote_refused!(ledger.send(&[descending], &[]), GovernorError::PositionsNotAscending);

    let mut anothers = build::update_voter_weight(scene.of, owner, &[pool]);
    anothers.accounts[3].pubkey = other.position();
    assert_vote_refused!(ledger.send(&[anothers], &[]), GovernorError::WrongAuthority);
    let mut wrong_pool = build::update_voter_weight(scene.of, owner, &[pool]);
    wrong_pool.accounts[2].pubkey = second.address;
    assert_vote_refused!(ledger.send(&[wrong_pool], &[]), GovernorError::WrongOperator);
    let mut half = build::update_voter_weight(scene.of, owner, &[pool]);
    half.accounts.pop();
    assert_vote_refused!(ledger.send(&[half], &[]), GovernorError::NoPairs);
    let mut swapped = build::update_voter_weight(scene.of, owner, &[pool]);
    swapped.accounts.swap(2, 3);
    assert_failed!(ledger.send(&[swapped], &[]), "AccountDiscriminatorMismatch");

    let neighbour = ledger.neighbour();
    let there = neighbour.operator().stake(2_000).build();
    let foreign = neighbour.open_position(&there, voter.owner.insecure_clone()).unwrap();
    neighbour.deposit(&foreign, 1_000).unwrap();
    assert_vote_refused!(scene.update(owner, &[there.address]), GovernorError::WrongNetwork);
}

#[test]
fn shares_that_change_hands_during_a_vote_count_in_it_once() {
    let scene = Scene::new();
    let ledger = &scene.ledger;
    let voter = scene.delegate(1_000);
    ledger.chain.warp_by(VOTING_TIME + 1);
    // A vote begins, and lasts up to and with this second, in which spl-governance still takes votes.
    let last = ledger.now() + VOTING_TIME;
    assert_eq!(scene.weight(&voter), 1_000);
    let to = ledger.delegator_of(&voter);
    scene.create(to.owner.pubkey()).unwrap();
    ledger.give_shares(&voter, &to, 1_000).unwrap();
    assert_eq!((scene.weight(&voter), scene.weight(&to)), (0, 0));
    ledger.chain.warp_to(last);
    assert_eq!(scene.weight(&to), 0);
    ledger.chain.warp_to(last + 1);
    assert_eq!(scene.weight(&to), 1_000);
}

#[test]
fn only_the_realms_authority_says_whose_stake_counts_in_it() {
    let scene = Scene::unregistered();
    let ledger = &scene.ledger;
    let (network, payer) = (ledger.network.network, ledger.payer.pubkey());
    // Without this anybody's network, with stake of a worthless mint, could vote in the realm.
    let stranger = ledger.wallet();
    let neighbour = ledger.neighbour();
    let hijack = build::register_realm(neighbour.network.network, payer, scene.of, stranger.pubkey(), 1);
    assert_vote_refused!(ledger.send(&[hijack], &[&stranger]), GovernorError::WrongAuthority);
    scene.put_realm(2, None);
    assert_vote_refused!(scene.register(VOTING_TIME), GovernorError::WrongAuthority);
    scene.put_realm(2, Some(scene.authority.pubkey()));
    let receipt = scene.register(VOTING_TIME).unwrap();
    let [GovernorEvent::RealmRegistered(event)] = &events::of(&receipt)[..] else { panic!("{receipt:?}") };
    assert_eq!((event.realm, event.network, event.voting_time), (scene.of.realm, network, VOTING_TIME));
    assert_failed!(scene.register(VOTING_TIME), "already in use");

    let other = build::unregister_realm(scene.of, stranger.pubkey(), payer);
    assert_vote_refused!(ledger.send(&[other], &[&stranger]), GovernorError::WrongAuthority);
    let unregister = |rent_payer| build::unregister_realm(scene.of, scene.authority.pubkey(), rent_payer);
    let theft = ledger.send(&[unregister(stranger.pubkey())], &[&scene.authority]);
    assert_vote_refused!(theft, GovernorError::WrongRentPayer);
    ledger.send(&[unregister(payer)], &[&scene.authority]).unwrap();
    scene.register(1).unwrap();
}

#[test]
fn a_realm_that_is_none_and_mints_and_times_that_do_not_fit_are_refused() {
    let scene = Scene::unregistered();
    let (ledger, authority) = (&scene.ledger, &scene.authority);
    let (network, payer) = (ledger.network.network, ledger.payer.pubkey());
    for voting_time in [i64::MIN, 0, 90 * 86_400 + 1] {
        assert_vote_refused!(scene.register(voting_time), GovernorError::RealmVotingTimeOutOfBounds);
    }
    let register = |of| {
        let register = build::register_realm(network, payer, of, authority.pubkey(), VOTING_TIME);
        ledger.send(&[register], &[authority])
    };
    let other_mint = RealmMint { governing_token_mint: payer, ..scene.of };
    assert_vote_refused!(register(other_mint), GovernorError::WrongMint);
    for not_a_realm in [payer, network, ledger.network.stake_vault] {
        assert_vote_refused!(register(RealmMint { realm: not_a_realm, ..scene.of }), GovernorError::NoRealm);
    }
    // The council's mint is as good as the community's, and realms of the first version are as good as later ones.
    register(RealmMint { governing_token_mint: ledger.network.reward.mint, ..scene.of }).unwrap();
    scene.put_realm(1, Some(authority.pubkey()));
    scene.register(90 * 86_400).unwrap();
}

#[test]
fn a_record_is_closed_by_its_owner_or_who_paid_for_it_and_by_nobody_else() {
    let scene = Scene::new();
    let ledger = &scene.ledger;
    let payer = ledger.payer.pubkey();
    let voter = scene.delegate(1_000);
    let owner = voter.owner.pubkey();
    assert_failed!(scene.create(owner), "already in use");
    let stranger = ledger.wallet();
    let close = |signer, to| build::close_voter_weight(scene.of, owner, signer, to);
    let theft = ledger.send(&[close(stranger.pubkey(), payer)], &[&stranger]);
    assert_vote_refused!(theft, GovernorError::WrongAuthority);
    assert_vote_refused!(ledger.send(&[close(owner, owner)], &[&voter.owner]), GovernorError::WrongRentPayer);
    ledger.send(&[close(owner, payer)], &[&voter.owner]).unwrap();
    scene.create(owner).unwrap();
    ledger.send(&[close(payer, payer)], &[]).unwrap();
}
