//! The end of a network whose mint takes fees of transfers: Token-2022 keeps them in the receiving account, and closes none
//! that holds some.

use girder_interface::mint_risk;
use girder_sdk::{
    due::{Crank, Task},
    instructions as build, tokens,
};
use girder_tests::Ledger;
use solana_signer::Signer;
use spl_token_2022_interface::error::TokenError;

/// The network with stake and rewards in its vaults until all of it is paid out.
fn wound_up() -> Ledger {
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
    ledger
}

#[test]
fn vaults_close_in_the_transaction_that_moves_what_was_withheld_in_them_to_the_mint() {
    let ledger = wound_up();
    let network = &ledger.network;
    let destinations = ledger.heirs_accounts();
    let refused = ledger.close_network().unwrap_err();
    let withheld = TokenError::AccountHasWithheldTransferFees as u32;
    assert_eq!(refused.refusal().map(|refusal| refusal.code), Some(withheld), "{refused:?}");
    let stranger = ledger.wallet();
    let left = ledger.balance(network.reward_vault);
    assert_eq!(left, 4_950, "funded, less the fee of a hundredth");
    let before = ledger.balance(destinations[0]);
    let harvest = |token, vault| tokens::harvest_withheld_fees(token, &[vault]).unwrap();
    let close = [
        harvest(&network.reward, network.reward_vault),
        harvest(&network.collateral, network.stake_vault),
        build::close_network(network, ledger.payer.pubkey(), destinations),
    ];
    ledger.chain.execute(&close, &stranger, &[]).unwrap();
    assert_eq!(ledger.chain.find_all(&[]), vec![], "no account of the program is left");
    assert_eq!(ledger.balance(destinations[0]) - before, 4_900, "the heir bears the fee, rounded up");
}

#[tokio::test]
async fn a_crank_closes_it_and_its_heir_gets_what_is_left() {
    let ledger = wound_up();
    let (stranger, [rewards, _]) = (ledger.wallet(), ledger.heirs_accounts());
    let before = ledger.balance(rewards);
    let (network, tasks) = (ledger.network.network, Task::ALL.into());
    let crank = Crank { transport: ledger.chain.as_ref(), network, signer: &stranger, tasks };
    let report = crank.turn(&mut |_| {}).await.unwrap();
    assert_eq!((report.done, report.failed), (1, 0), "{report:?}");
    assert_eq!(ledger.chain.find_all(&[]), vec![], "no account of the program is left");
    assert_eq!(ledger.balance(rewards) - before, 4_900);
}

#[tokio::test]
async fn vaults_of_a_mint_without_fees_need_nothing_moved() {
    let ledger = Ledger::new().two_mints().build();
    let moved = tokens::harvest_withheld_fees_of_vaults(ledger.chain.as_ref(), &ledger.network).await.unwrap();
    assert_eq!(moved, vec![]);
}
