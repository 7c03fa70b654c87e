//! The program's accounts: lamports sent ahead stop nothing, none is created twice, and rent goes back to whoever paid it.

use anchor_lang::ZeroCopy;
use girder_sdk::{
    instructions::{self as build, Seal},
    ledger::{
        error::LedgerError,
        state::{
            AccountSpace, Attestor, AttestorSet, Books, Classes, Device, Epoch, Network, Operator, Position, Shard,
            SlashCase,
        },
    },
    pda,
    proof::RegistrationBuilder,
    transport::Transport,
};
use girder_tests::{Ledger, TestDevice, TestOperator, assert_refused, class};
use solana_account::Account;
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

/// Bytes of a token account, of either program where it has no extension.
const TOKEN_ACCOUNT: usize = 165;

fn rent(ledger: &Ledger, bytes: usize) -> u64 {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(ledger.chain.minimum_balance(bytes)).unwrap()
}

fn lamports(ledger: &Ledger, address: Address) -> u64 {
    ledger.chain.find(&address).map_or(0, |account| account.lamports)
}

/// How many lamports somebody sent ahead to an account that needs `rent`.
#[derive(Clone, Copy, Debug)]
enum Ahead {
    One,
    OneBelow,
    Exactly,
    Above,
}

/// Sends lamports ahead to accounts, and checks afterwards that they were created all the same.
struct Prefunded<'a> {
    ledger: &'a Ledger,
    accounts: Vec<(Address, u64, u64)>,
}

impl<'a> Prefunded<'a> {
    fn send(ledger: &'a Ledger, ahead: Ahead, accounts: &[(Address, usize)]) -> Self {
        let accounts = accounts.iter().map(|&(address, bytes)| {
            let rent = rent(ledger, bytes);
            let sent = match ahead {
                Ahead::One => 1,
                Ahead::OneBelow => rent - 1,
                Ahead::Exactly => rent,
                Ahead::Above => rent + 1,
            };
            ledger.chain.set_account(address, Account { lamports: sent, ..Account::default() }).unwrap();
            (address, sent, rent)
        });
        Self { ledger, accounts: accounts.collect() }
    }

    fn assert_created(self, owner: Address) {
        for (address, sent, rent) in self.accounts {
            let account = self.ledger.chain.find(&address).unwrap();
            assert_eq!(account.lamports, rent.max(sent), "only what was missing is paid");
            assert_eq!(account.owner, owner);
        }
    }
}

const LEDGER: Address = girder_sdk::ledger::ID;
const EVERY: [Ahead; 4] = [Ahead::One, Ahead::OneBelow, Ahead::Exactly, Ahead::Above];

fn space<T: ZeroCopy>() -> usize {
    T::SPACE
}

#[test]
fn lamports_sent_ahead_do_not_stop_a_network() {
    for (ahead, token_2022) in EVERY.into_iter().flat_map(|ahead| [(ahead, false), (ahead, true)]) {
        let setup = Ledger::new().attestors(&[1]);
        let (ledger, new) = if token_2022 { setup.token_2022().prepare() } else { setup.prepare() };
        let network = ledger.network;
        let own = [
            (network.network, space::<Network>()),
            (network.books, space::<Books>()),
            (network.classes, space::<Classes>()),
        ];
        let own = Prefunded::send(&ledger, ahead, &own);
        let vaults = [(network.reward_vault, TOKEN_ACCOUNT), (network.stake_vault, TOKEN_ACCOUNT)];
        let vaults = Prefunded::send(&ledger, ahead, &vaults);
        let key = ledger.attestors[0].key.pubkey();
        let later = [
            (pda::shard(network.network, 0), space::<Shard>()),
            (pda::attestor(network.network, key), space::<Attestor>()),
            (pda::attestor_set(network.network, 1), space::<AttestorSet>()),
        ];
        let later = Prefunded::send(&ledger, ahead, &later);

        ledger.send(&[build::create_network(&new)], &[&ledger.authority]).unwrap();
        ledger.send(&[build::create_shard(&network, ledger.payer.pubkey(), 0)], &[]).unwrap();
        ledger.register_attestor(&ledger.attestors[0]);
        let seal = Seal { from_epoch: 0, proof_threshold: 1, verdict_threshold: 1 };
        ledger.seal_set(1, &[(key, 1)], seal).unwrap();
        own.assert_created(LEDGER);
        vaults.assert_created(network.reward.program);
        later.assert_created(LEDGER);
    }
}

#[test]
fn lamports_sent_ahead_do_not_stop_an_operator_its_devices_an_epoch_or_a_case() {
    for ahead in EVERY {
        let ledger = Ledger::new().build();
        let network = ledger.network.network;
        let identity = ledger.wallet();
        let address = pda::operator(network, identity.pubkey());
        let (first, second) = (TestDevice::ed25519(), TestDevice::secp256r1());
        let [old, new] = [&first, &second].map(|signer| pda::device(network, &signer.key()));
        let accounts = [
            (address, space::<Operator>()),
            (pda::position(address, identity.pubkey()), space::<Position>()),
            (old, space::<Device>()),
            (new, space::<Device>()),
            (pda::epoch(network, 0), space::<Epoch>()),
            (pda::equivocation_case(network, new), space::<SlashCase>()),
        ];
        let accounts = Prefunded::send(&ledger, ahead, &accounts);

        let payer = ledger.payer.pubkey();
        let register = build::register_operator(&ledger.network, payer, identity.pubkey(), 0, payer);
        ledger.send(&[register], &[&identity]).unwrap();
        let operator = TestOperator { identity, payout: ledger.wallet(), address };
        ledger.deposit(&operator, 1_000_000).unwrap();
        let device = ledger.register(&operator, first, 0).unwrap();
        let device = ledger.rotate(&operator, &device, second).unwrap();
        ledger.settle_up_to(0);
        ledger.slash(&device, 1);
        accounts.assert_created(LEDGER);
    }
}

#[test]
fn nothing_is_created_twice() {
    let (ledger, new) = Ledger::new().prepare();
    let authority = &ledger.authority;
    let us = ledger.payer.pubkey();
    ledger.send(&[build::create_network(&new)], &[authority]).unwrap();
    assert_refused!(ledger.send(&[build::create_network(&new)], &[authority]), LedgerError::AlreadyExists);
    for number in [0, 1] {
        let shard = build::create_shard(&ledger.network, us, number);
        ledger.send(std::slice::from_ref(&shard), &[]).unwrap();
        assert_refused!(ledger.send(&[shard], &[]), LedgerError::AlreadyExists);
    }
    let set = build::create_attestor_set(&ledger.network, 1, us, authority.pubkey());
    ledger.send(std::slice::from_ref(&set), &[authority]).unwrap();
    assert_refused!(ledger.send(&[set], &[authority]), LedgerError::AlreadyExists);
    let attestor = &ledger.attestors[0];
    ledger.register_attestor(attestor);
    let (owner, key) = (ledger.wallet(), attestor.key.pubkey());
    let again = build::register_attestor(&ledger.network, us, owner.pubkey(), key);
    assert_refused!(ledger.send(&[again], &[&owner, &attestor.key]), LedgerError::AlreadyExists);
}

#[test]
fn lamports_sent_ahead_do_not_pass_for_an_account() {
    let ledger = Ledger::new().build();
    let operator = ledger.operator().build();
    let device = ledger.device(&operator);
    let nobody = pda::operator(ledger.network.network, ledger.payer.pubkey());
    ledger.chain.airdrop(nobody, 1_000_000_000).unwrap();
    let retire = build::retire_device(&ledger.network, nobody, operator.identity.pubkey(), device.address);
    let error = ledger.send(&[retire], &[&operator.identity]).unwrap_err();
    assert_eq!(error.refusal().unwrap().name, "AccountOwnedByWrongProgram");
}

/// Asserts that what closes an account is refused for a wrong rent payer, and returns its rent, all of it, to the sponsor.
fn assert_rent_returns(
    ledger: &Ledger,
    address: Address,
    sponsor: &Keypair,
    close: impl Fn(Address) -> solana_instruction::Instruction,
) {
    let held = lamports(ledger, address);
    let before = lamports(ledger, sponsor.pubkey());
    assert!(held > 0);
    for other in [ledger.payer.pubkey(), ledger.authority.pubkey(), ledger.wallet().pubkey()] {
        assert_refused!(ledger.send(&[close(other)], &[]), LedgerError::WrongRentPayer);
    }
    ledger.send(&[close(sponsor.pubkey())], &[]).unwrap();
    assert_eq!(lamports(ledger, sponsor.pubkey()), before + held);
    assert!(ledger.chain.find(&address).is_none());
}

#[test]
fn an_epochs_rent_returns_to_whoever_settled_it() {
    let ledger = Ledger::new().build();
    let settler = ledger.wallet();
    ledger.chain.warp_to(ledger.settle_time(0));
    ledger.settle_as(&settler, 0, None).unwrap();
    let epoch = pda::epoch(ledger.network.network, 0);
    assert_rent_returns(&ledger, epoch, &settler, |to| build::close_epoch(&ledger.network, 0, to));
}

#[test]
fn a_devices_rent_returns_to_its_sponsor() {
    let ledger = Ledger::new().build();
    let (operator, sponsor) = (ledger.operator().build(), ledger.wallet());
    let signer = TestDevice::ed25519();
    let consent = RegistrationBuilder::new(&ledger.domain, ledger.new_device(&operator, signer.as_ref(), 0));
    let consent = consent.sign(signer.as_ref()).unwrap();
    let register = consent.register(&ledger.network, sponsor.pubkey(), operator.identity.pubkey(), 0).unwrap();
    ledger.send(&register, &[&sponsor, &operator.identity]).unwrap();
    let address = pda::device(ledger.network.network, &signer.key());
    let device = TestDevice { signer, address, operator: operator.address, class: 0 };

    let successor = TestDevice::ed25519();
    let consent = RegistrationBuilder::new(&ledger.domain, ledger.new_device(&operator, successor.as_ref(), 0));
    let consent = consent.sign(successor.as_ref()).unwrap();
    let other = ledger.wallet();
    let rotate = consent.rotate(&ledger.network, other.pubkey(), operator.identity.pubkey(), device.address, 0);
    ledger.send(&rotate.unwrap(), &[&other, &operator.identity]).unwrap();
    let address = pda::device(ledger.network.network, &successor.key());
    let successor = TestDevice { signer: successor, address, operator: operator.address, class: 0 };
    ledger.retire(&operator, &successor).unwrap();

    ledger.chain.warp_to(ledger.evidence_end(0));
    for (device, sponsor) in [(&device, &sponsor), (&successor, &other)] {
        let close = |to| build::close_device(&ledger.network, device.operator, device.address, to);
        assert_rent_returns(&ledger, device.address, sponsor, close);
    }
}

#[test]
fn a_cases_rent_returns_to_its_reporter() {
    let ledger = Ledger::new().build();
    let (operator, reporter) = (ledger.operator().stake(1_000).build(), ledger.wallet());
    let device = ledger.device(&operator);
    ledger.enter_epoch(1);
    let (first, second) = ledger.equivocate(&device, 1);
    let report = girder_sdk::proof::EquivocationReport::new(&first, &second).unwrap();
    ledger.send(&report.instructions(&ledger.network, reporter.pubkey(), 0).unwrap(), &[&reporter]).unwrap();
    ledger.chain.warp_to(ledger.slash_case(&device).deadline);
    ledger.execute(&device).unwrap();
    ledger.chain.warp_to(ledger.evidence_end(1));
    let case = pda::equivocation_case(ledger.network.network, device.address);
    let close = |to| build::close_slash_case(&ledger.network, case, to);
    assert_rent_returns(&ledger, case, &reporter, close);
}

#[test]
fn an_attestors_rent_returns_to_its_sponsor_and_its_bond_to_its_owner() {
    let ledger = Ledger::new().attestors(&[]).classes(&[class(10)]).build();
    let (sponsor, owner, key) = (ledger.wallet(), ledger.wallet(), ledger.wallet());
    let register = build::register_attestor(&ledger.network, sponsor.pubkey(), owner.pubkey(), key.pubkey());
    ledger.send(&[register], &[&sponsor, &owner, &key]).unwrap();
    let collateral = ledger.network.collateral;
    let destination = ledger.give(&collateral, owner.pubkey(), 50);
    let post = build::post_bond(&ledger.network, key.pubkey(), owner.pubkey(), destination, 50);
    ledger.send(&[post], &[&owner]).unwrap();
    let unbond = build::unbond_attestor(&ledger.network, key.pubkey(), owner.pubkey(), None, None);
    ledger.send(&[unbond], &[&owner]).unwrap();
    ledger.chain.warp_by(ledger.parameters.bond_unbonding);
    let attestor = pda::attestor(ledger.network.network, key.pubkey());
    let close = |to| build::withdraw_bond(&ledger.network, key.pubkey(), destination, to);
    assert_rent_returns(&ledger, attestor, &sponsor, close);
    assert_eq!(ledger.balance(destination), 50);
}
