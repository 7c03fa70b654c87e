//! The end of a network whose mint takes fees of transfers: Token-2022 keeps them in the receiving account, and closes none
//! that holds some.

use girder_interface::mint_risk;
use girder_sdk::{instructions as build, tokens};
use girder_tests::Ledger;
use solana_signer::Signer;
use spl_token_2022_interface::error::TokenError;

#[test]
fn vaults_close_in_the_transaction_that_moves_what_was_withheld_in_them_to_the_mint() {
    let ledger = Ledger::new().two_mints().mint_risks(mint_risk::TRANSFER_FEE).build();
    let operator = ledger.operator().build();
    let owner = operator.identity.pubkey();
    let network = &ledger.network;
    let source = ledger.chain.create_token_account(&ledger.payer, &network.collateral, owner).unwrap();
    ledger.chain.mint_to(&ledger.authority, &network.collateral, source, 10_000).unwrap();
    let deposit = build::deposit(network, operator.address, owner, source, 10_000);
    ledger.send(&[deposit], &[&operator.identity]).unwrap();
    ledger.fund(5_000).unwrap();
    ledger.reach_end();
    ledger.wind_up();

    let destinations = ledger.heirs_accounts();
    let refused = ledger.close_network().unwrap_err();
    let withheld = TokenError::AccountHasWithheldTransferFees as u32;
    assert_eq!(refused.refusal().map(|refusal| refusal.code), Some(withheld), "{refused:?}");
    let stranger = ledger.wallet();
    let harvest = |token, vault| tokens::harvest_withheld_fees(token, &[vault]).unwrap();
    let left = ledger.balance(network.reward_vault);
    assert_eq!(left, 4_950, "funded, less the fee of a hundredth");
    let before = ledger.balance(destinations[0]);
    let close = [
        harvest(&network.reward, network.reward_vault),
        harvest(&network.collateral, network.stake_vault),
        build::close_network(network, ledger.payer.pubkey(), destinations),
    ];
    ledger.chain.execute(&close, &stranger, &[]).unwrap();
    assert_eq!(ledger.chain.find_all(&[]), vec![], "no account of the program is left");
    assert_eq!(ledger.balance(destinations[0]) - before, 4_900, "the heir bears the fee, rounded up");
}
