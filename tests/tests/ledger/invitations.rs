//! Networks whose operators are invited.

use girder_sdk::{Result, instructions as build, ledger::error::LedgerError, transport::Receipt};
use girder_tests::{Ledger, assert_refused};
use solana_keypair::Keypair;
use solana_signer::Signer;

/// Registers an operator for whom somebody signs as the network's authority.
fn invite(ledger: &Ledger, identity: &Keypair, authority: &Keypair) -> Result<Receipt> {
    let (payer, us) = (ledger.payer.pubkey(), identity.pubkey());
    let register = build::invite_operator(&ledger.network, payer, us, authority.pubkey(), 0, us);
    ledger.send(&[register], &[identity, authority])
}

fn register(ledger: &Ledger, identity: &Keypair) -> Result<Receipt> {
    let us = identity.pubkey();
    ledger.send(&[build::register_operator(&ledger.network, ledger.payer.pubkey(), us, 0, us)], &[identity])
}

#[test]
fn where_operators_are_invited_only_the_networks_authority_lets_them_in() {
    let ledger = Ledger::new().parameters(|p| p.invited_operators = 1).build();
    let identity = ledger.wallet();
    assert_refused!(register(&ledger, &identity), LedgerError::NotInvited);
    assert_refused!(invite(&ledger, &identity, &ledger.wallet()), LedgerError::WrongAuthority);
    assert_refused!(invite(&ledger, &identity, &identity), LedgerError::WrongAuthority);
    invite(&ledger, &identity, &ledger.authority).unwrap();
}

#[test]
fn an_open_network_asks_nobody() {
    let ledger = Ledger::new().build();
    register(&ledger, &ledger.wallet()).unwrap();
    // Whoever signs beside the identity makes no difference.
    invite(&ledger, &ledger.wallet(), &ledger.wallet()).unwrap();
}
