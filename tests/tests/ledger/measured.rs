//! What arrives in a vault is what counts, should a mint ever keep a part of a transfer for itself.

use girder_sdk::{Token, instructions as build, ledger::error::LedgerError, tokens::NewMint};
use girder_tests::{Ledger, TestOperator, assert_refused};
use solana_account::Account;
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;
use spl_token_2022_interface::extension::{ExtensionType, transfer_fee};

/// Gives the network's mint a transfer fee of 1%, which it could not have had when the network was created, and an
/// operator's identity a token account of it; returns that account.
fn charge_for_transfers(ledger: &Ledger, operator: &TestOperator, amount: u64) -> Address {
    let key = Keypair::new();
    let charging = Token::spl_2022(key.pubkey());
    let (authority, mint) = (ledger.authority.pubkey(), charging.mint);
    let fee = transfer_fee::instruction::initialize_transfer_fee_config(
        &charging.program,
        &mint,
        Some(&authority),
        Some(&authority),
        100,
        u64::MAX,
    );
    let extensions = vec![(ExtensionType::TransferFeeConfig, fee.unwrap())];
    let new = NewMint { extensions, ..NewMint::plain(charging, authority, 6) };
    ledger.chain.create_mint(&ledger.authority, &key, &new).unwrap();
    let [source, vault] = [&operator.identity, &ledger.authority]
        .map(|owner| ledger.chain.create_token_account(&ledger.payer, &charging, owner.pubkey()).unwrap());

    // The same accounts once more, as if they were of the network's own mint.
    let network = &ledger.network;
    let copy = |from: Address, to: Address, changes: &[(usize, &[u8])]| {
        let mut account: Account = ledger.chain.find(&from).unwrap();
        for (offset, bytes) in changes {
            account.data[*offset..offset + bytes.len()].copy_from_slice(bytes);
        }
        ledger.chain.set_account(to, account).unwrap();
    };
    let own_mint = network.collateral.mint;
    copy(mint, own_mint, &[]);
    copy(source, source, &[(0, own_mint.as_ref()), (64, &amount.to_le_bytes())]);
    copy(vault, network.stake_vault, &[(0, own_mint.as_ref()), (32, network.network.as_ref())]);
    source
}

#[test]
fn a_deposit_counts_what_arrived_in_the_vault() {
    let ledger = Ledger::new().token_2022().parameters(|p| p.min_deposit = 99).build();
    let operator = ledger.operator().build();
    let source = charge_for_transfers(&ledger, &operator, 10_000);
    let owner = operator.identity.pubkey();
    let deposit = |amount| {
        let deposit = build::deposit(&ledger.network, operator.address, owner, source, amount);
        ledger.send(&[deposit], &[&operator.identity])
    };
    deposit(1_000).unwrap();
    let pool = ledger.operator_account(&operator);
    assert_eq!((pool.stake, pool.shares, ledger.books().staked), (990, 990, 990));
    assert_eq!(ledger.balance(ledger.network.stake_vault), 990);
    assert_refused!(deposit(99), LedgerError::DepositTooSmall);
    deposit(100).unwrap();
    assert_eq!(ledger.operator_account(&operator).stake, 1_089);
    ledger.assert_solvent();
}

#[test]
fn a_bond_counts_what_arrived_in_the_vault() {
    let ledger = Ledger::new().token_2022().build();
    let operator = ledger.operator().build();
    let source = charge_for_transfers(&ledger, &operator, 10_000);
    let (owner, key) = (operator.identity.pubkey(), ledger.attestors[0].key.pubkey());
    let post = build::post_bond(&ledger.network, key, owner, source, 1_000);
    ledger.send(&[post], &[&operator.identity]).unwrap();
    assert_eq!(ledger.assert_solvent().bonds, 990);
}
