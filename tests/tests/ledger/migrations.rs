//! Accounts of old layouts before today's program: what refuses them, and how they get today's layout.

use girder_sdk::ledger::{
    error::LedgerError,
    state::{
        AccountSpace, Attestor, AttestorSet, Books, Classes, Device, Epoch, Network, Operator, Position, ReportTicket,
        Shard, SlashCase, Verdict, invitation, outcome,
    },
};
use girder_tests::{FirstLayout, Holder, Ledger, assert_refused, sdk::accounts::decode_account};
use solana_account::Account;
use solana_address::Address;
use solana_signer::Signer;

/// All types, with the bytes that they occupy.
macro_rules! spaces {
    ($($account:ident),*) => { [$((<$account as anchor_lang::Discriminator>::DISCRIMINATOR, $account::SPACE)),*] };
}

const SPACES: [(&[u8], usize); 13] = spaces!(
    Attestor,
    AttestorSet,
    Books,
    Classes,
    Device,
    Epoch,
    Network,
    Operator,
    Position,
    ReportTicket,
    Shard,
    SlashCase,
    Verdict
);

fn space_of(account: &Account) -> usize {
    SPACES.iter().find(|(discriminator, _)| account.data.starts_with(discriminator)).unwrap().1
}

fn account(ledger: &Ledger, address: Address) -> Account {
    ledger.chain.find(&address).unwrap()
}

#[test]
fn the_fixture_has_accounts_of_every_type() {
    let old = FirstLayout::restore();
    let found: Vec<_> = old.accounts().into_iter().map(|address| account(&old.ledger, address)).collect();
    for (discriminator, _) in SPACES {
        assert!(found.iter().any(|account| account.data.starts_with(discriminator)), "{discriminator:?}");
    }
}

#[test]
fn every_account_gets_todays_length_once_and_is_read_as_before() {
    let old = FirstLayout::restore();
    let before: Network = {
        old.migrate();
        old.ledger.network_account()
    };
    assert_eq!(before.version, 2);
    assert_eq!(
        (before.authority, before.name),
        (old.ledger.authority.pubkey(), girder_sdk::network::encode_name("test").unwrap())
    );
    for address in old.accounts() {
        let account = account(&old.ledger, address);
        assert_eq!(account.data.len(), space_of(&account), "{address}");
        assert_refused!(old.ledger.migrate(address), LedgerError::LayoutIsCurrent);
    }
    let operator = old.ledger.operator_account(&old.operator);
    assert_eq!((operator.stake, operator.shares, operator.own_shares), (1_500_000, 1_500_000, 1_000_000));
    assert_eq!((operator.commission_bps, operator.next_commission_bps, operator.version), (1_000, 500, 2));
    assert_eq!((operator.displaced_jails, operator.displaced_jail_until, operator.open_cases), (0, 0, 0));
    let position = old.ledger.position(&old.delegator);
    assert_eq!((position.shares, position.unbonding_shares, position.locked_until), (500_000, 100_000, 0));
    let device = old.ledger.device_account(&old.device);
    assert_eq!(
        (device.operator, device.licensor, device.licensed_until),
        (old.operator.address, Address::default(), 0)
    );
    assert_eq!(device.key[..32], old.device.key().as_bytes()[..32]);
    let case = old.ledger.slash_case(&old.liars_device);
    assert_eq!((case.outcome, case.offender), (outcome::OPEN, old.liar.address));
    old.ledger.assert_solvent();
}

#[test]
fn a_migrated_network_has_parameters_that_hold_and_change_nothing() {
    let old = FirstLayout::restore();
    old.migrate();
    let parameters = old.ledger.network_account().parameters;
    assert_eq!((parameters.breaker_size, parameters.invited_operators), (u64::MAX, invitation::OPEN));
    parameters.check(true).unwrap();
    assert_eq!(old.ledger.network_account().retired_from, u64::MAX);
    let mut classes: Classes = old.ledger.chain.read(old.ledger.network.classes).unwrap();
    assert_eq!((classes.count, classes.region_count, classes.reserved), (1, 0, [0; 2]));
    assert!(classes.region_mut(1, &parameters, old.ledger.now()).is_ok());
}

#[test]
fn whoever_migrates_pays_what_the_account_grows_by_and_its_rents_payer_stays() {
    let old = FirstLayout::restore();
    let rent = |bytes: usize| (128 + bytes as u64) * 6_960;
    for address in old.accounts() {
        let payer = old.ledger.wallet();
        let (before, funds) = (account(&old.ledger, address), account(&old.ledger, payer.pubkey()).lamports);
        let migrate = girder_sdk::instructions::migrate_account(address, payer.pubkey());
        old.ledger.send(&[migrate], &[&payer]).unwrap();
        let after = account(&old.ledger, address);
        assert_eq!(after.lamports, rent(after.data.len()));
        assert_eq!(funds - account(&old.ledger, payer.pubkey()).lamports, after.lamports - before.lamports);
    }
    assert_eq!(old.ledger.network_account().rent_payer, old.ledger.payer.pubkey());
    assert_eq!(old.ledger.position(&old.delegator).rent_payer, old.ledger.payer.pubkey());
}

#[test]
fn lamports_that_lie_there_already_pay_for_growth() {
    let old = FirstLayout::restore();
    let address = old.operator.address;
    old.ledger.chain.airdrop(address, 1_000_000_000).unwrap();
    let before = account(&old.ledger, address).lamports;
    old.ledger.migrate(address).unwrap();
    assert_eq!(account(&old.ledger, address).lamports, before);
}

#[test]
fn old_accounts_are_refused_until_they_are_migrated() {
    let old = FirstLayout::restore();
    let ledger = &old.ledger;
    assert!(ledger.harvest(&old.operator, 1).is_err(), "the network is old");
    ledger.migrate(ledger.network.network).unwrap();
    assert_refused!(ledger.harvest(&old.operator, 1), LedgerError::OldLayout);
    ledger.migrate(ledger.network.books).unwrap();
    assert_refused!(ledger.claim(&old.delegator), LedgerError::OldLayout);
    ledger.migrate(old.operator.address).unwrap();
    assert_refused!(ledger.claim(&old.delegator), LedgerError::OldLayout);
    ledger.migrate(old.delegator.position()).unwrap();
    assert_refused!(ledger.claim(&old.delegator), LedgerError::NothingOwed);
    assert_refused!(ledger.prove(&old.device, 3, 100), LedgerError::OldLayout);
}

#[test]
fn a_migrated_network_goes_on() {
    let old = FirstLayout::restore();
    old.migrate();
    let FirstLayout { ledger, operator, delegator, device, liar, liars_device } = &old;
    ledger.prove(device, 3, 2_000).unwrap();
    ledger.chain.warp_to(ledger.now().max(ledger.harvest_time(1)));
    ledger.harvest(operator, 1).unwrap();
    let owed = ledger.earned(delegator);
    ledger.claim(delegator).unwrap();
    assert!(owed > 0 && ledger.rewards_of(delegator) == owed);
    ledger.claim_commission(operator).unwrap();
    ledger.settle_up_to(3);
    ledger.make_harvestable(3);
    ledger.harvest(operator, 3).unwrap();
    ledger.chain.warp_to(ledger.position(delegator).tickets[0].requested_at + ledger.parameters.unbonding);
    ledger.withdraw(delegator, 0, false).unwrap();
    assert_eq!(ledger.collateral_of(delegator), owed + 100_000);
    ledger.chain.warp_to(ledger.slash_case(liars_device).deadline.max(ledger.now()));
    ledger.execute(liars_device).unwrap();
    ledger.harvest(liar, 1).unwrap();
    ledger.assert_solvent();
}

#[test]
fn what_is_no_account_of_the_program_is_not_migrated() {
    let old = FirstLayout::restore();
    let vault = old.ledger.network.reward_vault;
    for address in [old.ledger.payer.pubkey(), vault, old.ledger.keypair().pubkey()] {
        let refusal = old.ledger.migrate(address).unwrap_err().to_string();
        assert!(refusal.contains("AccountOwnedByWrongProgram"), "{refusal}");
    }
    let mut copy = account(&old.ledger, old.operator.address);
    copy.data[0] ^= 1;
    old.ledger.chain.set_account(old.operator.address, copy).unwrap();
    let refusal = old.ledger.migrate(old.operator.address).unwrap_err().to_string();
    assert!(refusal.contains("AccountDiscriminatorMismatch"), "{refusal}");
}

#[test]
fn clients_say_that_an_old_account_is_old_instead_of_misreading_it() {
    let old = FirstLayout::restore();
    assert!(decode_account::<Operator>(&account(&old.ledger, old.operator.address)).is_err());
    assert!(decode_account::<Position>(&account(&old.ledger, old.delegator.position())).is_err());
    let _: Device = {
        old.migrate();
        old.ledger.device_account(&old.device)
    };
    let _: Books = old.ledger.books();
}

#[test]
fn a_decided_case_of_an_old_layout_closes_once_it_is_migrated() {
    let ledger = Ledger::new().device_collateral(100_000).build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    ledger.slash(&device, 1);
    let case = ledger.slash_case(&device);
    ledger.chain.warp_to(case.deadline);
    ledger.execute(&device).unwrap();
    ledger.chain.warp_to(case.evidence_end.max(ledger.now()));
    let address = ledger.case_address(&device);
    let mut old = account(&ledger, address);
    let version = 8 + std::mem::offset_of!(SlashCase, version);
    old.data[version] = 1;
    ledger.chain.set_account(address, old).unwrap();
    let close = || {
        let close = girder_sdk::instructions::close_slash_case(&ledger.network, address, case.rent_payer);
        ledger.send(&[close], &[])
    };
    assert_refused!(close(), LedgerError::OldLayout);
    ledger.migrate(address).unwrap();
    close().unwrap();
}

#[test]
fn accounts_that_were_there_before_keep_their_network_and_operator_open() {
    let old = FirstLayout::restore();
    old.migrate();
    assert!(old.ledger.books().accounts >= Books::UNCOUNTED);
    for operator in [&old.operator, &old.liar] {
        let operator = old.ledger.operator_account(operator);
        assert!(operator.positions >= Operator::UNCOUNTED && operator.devices >= Operator::UNCOUNTED);
        let over = operator.check_over(&old.ledger.parameters, i64::MAX);
        assert!(over.unwrap_err().to_string().contains("OperatorNotEmpty"));
    }
}
