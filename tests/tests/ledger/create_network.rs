//! Creating networks and their shards.

use girder_tests::{
    Ledger, Setup, assert_refused,
    program::{
        error::LedgerError::*,
        state::{Shard, emission_kind},
    },
    sdk::{
        Result, Token,
        instructions::{self as build, NewNetwork},
        network::encode_name,
        pda,
        transport::Receipt,
    },
};
use solana_account::Account;
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

fn create(ledger: &Ledger, new: &NewNetwork) -> Result<Receipt> {
    ledger.send(&[build::create_network(new)], &[&ledger.authority])
}

fn vault_funded() -> Setup {
    Ledger::new().two_mints().parameters(|p| p.emission_kind = emission_kind::VAULT_FUNDED)
}

fn shard(ledger: &Ledger, payer: &Keypair, number: u8) -> Result<Receipt> {
    ledger.send(&[build::create_shard(&ledger.network, payer.pubkey(), number)], &[payer])
}

#[test]
fn a_name_has_1_to_32_bytes_padded_with_zeros() {
    let (ledger, new) = vault_funded().prepare();
    let mut holed = encode_name("left").unwrap();
    holed[5] = b'r';
    let mut late = [0; 32];
    late[31] = b'x';
    for name in [[0; 32], holed, late] {
        assert_refused!(create(&ledger, &NewNetwork { name, ..new }), BadName);
    }
    for name in ["a", "exactly thirty-two bytes of name"] {
        create(&ledger, &NewNetwork { name: encode_name(name).unwrap(), ..new }).unwrap();
    }
}

#[test]
fn a_creator_has_one_network_of_a_name() {
    let (ledger, new) = Ledger::new().prepare();
    create(&ledger, &new).unwrap();
    assert_refused!(create(&ledger, &new), AlreadyExists);
}

#[test]
fn another_creators_network_of_the_same_name_is_in_nobodys_way() {
    let (ledger, new) = vault_funded().prepare();
    let other = ledger.wallet();
    let before = NewNetwork { creator: other.pubkey(), ..new };
    ledger.send(&[build::create_network(&before)], &[&other]).unwrap();
    create(&ledger, &new).unwrap();
    assert_ne!(before.addresses().network, new.addresses().network);
    assert_eq!(ledger.network_account().authority, ledger.authority.pubkey());
}

#[test]
fn nobody_creates_a_network_in_anothers_name() {
    let (ledger, new) = vault_funded().prepare();
    let mut unsigned = build::create_network(&new);
    unsigned.accounts.iter_mut().filter(|meta| meta.pubkey == new.creator).for_each(|meta| meta.is_signer = false);
    let error = ledger.send(&[unsigned], &[]).unwrap_err();
    assert_eq!(error.refusal().unwrap().name, "AccountNotSigner");
}

#[test]
fn the_instance_is_the_newest_slot_hash() {
    let (ledger, new) = vault_funded().prepare();
    let newest = |ledger: &Ledger| -> [u8; 32] {
        let sysvar = ledger.chain.find(&solana_sdk_ids::sysvar::slot_hashes::ID).unwrap();
        sysvar.data[16..48].try_into().unwrap()
    };
    create(&ledger, &new).unwrap();
    let first = ledger.network_account().instance;
    assert_eq!(first, newest(&ledger));
    ledger.chain.warp_by(10);
    let later = NewNetwork { name: encode_name("later").unwrap(), ..new };
    create(&ledger, &later).unwrap();
    let account: girder_tests::program::state::Network = ledger.chain.read(later.addresses().network).unwrap();
    assert_eq!(account.instance, newest(&ledger));
    assert_ne!(account.instance, first);
}

#[test]
fn lamports_at_its_addresses_do_not_stop_a_network() {
    for lamports in [1, 10_000_000_000] {
        let (ledger, new) = Ledger::new().prepare();
        let network = new.addresses();
        let accounts = [network.network, network.books, network.classes, network.reward_vault, network.stake_vault];
        let shard_address = pda::shard(network.network, 0);
        for address in accounts.into_iter().chain([shard_address]) {
            ledger.chain.set_account(address, Account { lamports, ..Account::default() }).unwrap();
        }
        create(&ledger, &new).unwrap();
        shard(&ledger, &ledger.wallet(), 0).unwrap();
        assert_eq!(ledger.chain.read::<Shard>(shard_address).unwrap().network, network.network);
    }
}

#[test]
fn anybody_creates_each_shard_once() {
    let (ledger, new) = Ledger::new().parameters(|p| p.shards = 2).prepare();
    create(&ledger, &new).unwrap();
    let stranger = ledger.wallet();
    for number in [1, 0] {
        shard(&ledger, &stranger, number).unwrap();
        assert_refused!(shard(&ledger, &stranger, number), AlreadyExists);
    }
    for number in [2, 16, u8::MAX] {
        assert_refused!(shard(&ledger, &stranger, number), ShardOutOfRange);
    }
}

#[test]
fn native_collateral_of_either_program_needs_a_treasury() {
    let (ledger, new) = vault_funded().prepare();
    let natives =
        [Token::spl(spl_token_interface::native_mint::ID), Token::spl_2022(spl_token_2022_interface::native_mint::ID)];
    for native in natives {
        let mut data = vec![0; 82];
        (data[44], data[45]) = (9, 1);
        let mint = Account { lamports: 10_000_000, data, owner: native.program, ..Account::default() };
        ledger.chain.set_account(native.mint, mint).unwrap();
        let name = encode_name(&native.mint.to_string()[..32]).unwrap();
        let new = NewNetwork { collateral: native, name, ..new };
        assert_refused!(create(&ledger, &new), TreasuryNeeded);
        let nobody = NewNetwork { treasury: Some(Address::default()), ..new };
        assert_refused!(create(&ledger, &nobody), TreasuryNeeded);
        create(&ledger, &NewNetwork { treasury: Some(ledger.payer.pubkey()), ..new }).unwrap();
    }
}

#[test]
fn a_treasury_is_any_wallet_also_one_without_a_token_account() {
    let (ledger, new) = Ledger::new().two_mints().prepare();
    let wallet = Keypair::new().pubkey();
    create(&ledger, &NewNetwork { treasury: Some(wallet), ..new }).unwrap();
    assert_eq!(ledger.network_account().treasury, wallet);
}
