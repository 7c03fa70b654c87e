//! The same life with either token program, with one mint and with two.

use girder_sdk::Token;
use girder_tests::{Ledger, Setup};
use solana_signer::Signer;

/// Stakes, proves, settles, harvests, claims and withdraws, with attestors, tip, commission and a treasury.
fn live(setup: Setup) -> Ledger {
    let setup = setup.treasury().parameters(|p| {
        p.attestor_bps = 1_000;
        p.settle_tip = 5;
        p.min_bond = 100;
    });
    let ledger = setup.build();
    let operator = ledger.operator().stake(1 << 20).commission(1_000).build();
    let device = ledger.device(&operator);
    ledger.fund(1_000).unwrap();

    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 10_000).unwrap();
    ledger.settle_up_to(0);
    ledger.chain.warp_to(ledger.settle_time(1));
    let settler = ledger.wallet();
    let tip = ledger.reward_account(settler.pubkey());
    let supply = ledger.reward_supply();
    ledger.settle_as(&settler, 1, Some(tip)).unwrap();
    assert_eq!(ledger.balance(tip), 5);
    assert_eq!(ledger.reward_supply(), supply + 9_000, "1,000 were in the reserve");

    ledger.chain.warp_to(ledger.harvest_time(1));
    ledger.harvest(&operator, 1).unwrap();
    ledger.close_epoch(1, settler.pubkey()).unwrap();
    ledger.claim(&operator).unwrap();
    ledger.claim_commission(&operator).unwrap();
    for attestor in &ledger.attestors {
        ledger.claim_attestor_pay(attestor, 1).unwrap();
        assert_eq!(reward(&ledger, attestor.owner.pubkey()), 333);
    }
    // 8,995 are left, of which 10,000 credits get 8,994 whole base units: 899 of them commission.
    assert_eq!(reward(&ledger, operator.payout.pubkey()), 899);
    assert_eq!(reward(&ledger, operator.identity.pubkey()), 8_095);
    assert_eq!(ledger.assert_solvent().owed, 1, "1,000 by three attestors");

    // A slash to the treasury: a limit of 10,000 credits covered by 100,000.
    let (first, second) = ledger.equivocate(&device, 1);
    ledger.report(&first, &second).unwrap();
    ledger.chain.warp_by(ledger.parameters.appeal);
    ledger.execute(&device).unwrap();
    assert_eq!(ledger.balance(ledger.network.treasury.unwrap()), 100_000);

    let before = collateral(&ledger, operator.identity.pubkey());
    ledger.unstake(&operator, 1 << 20).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_eq!(collateral(&ledger, operator.identity.pubkey()) - before, (1 << 20) - 100_000);
    let books = ledger.assert_solvent();
    assert_eq!((books.staked, books.escrow, books.bonds), (0, 0, 300));
    ledger
}

fn reward(ledger: &Ledger, wallet: solana_address::Address) -> u64 {
    ledger.balance(ledger.network.reward.account_of(wallet))
}

fn collateral(ledger: &Ledger, wallet: solana_address::Address) -> u64 {
    ledger.balance(ledger.network.collateral.account_of(wallet))
}

#[test]
fn a_life_with_one_mint_of_spl_token() {
    let ledger = live(Ledger::new().spl_token());
    assert_eq!(ledger.network.reward, Token::spl(ledger.network.reward.mint));
    assert_eq!(ledger.network.reward, ledger.network.collateral);
}

#[test]
fn a_life_with_one_mint_of_token_2022() {
    let ledger = live(Ledger::new().token_2022());
    assert_eq!(ledger.network.reward, Token::spl_2022(ledger.network.reward.mint));
    assert_eq!(ledger.network.reward, ledger.network.collateral);
}

#[test]
fn a_life_with_two_mints_of_spl_token() {
    let ledger = live(Ledger::new().two_mints().spl_token());
    assert_ne!(ledger.network.reward, ledger.network.collateral);
}

#[test]
fn a_life_with_two_mints_of_token_2022() {
    let ledger = live(Ledger::new().two_mints().token_2022());
    assert_ne!(ledger.network.reward, ledger.network.collateral);
    assert_eq!(ledger.network.collateral, Token::spl_2022(ledger.network.collateral.mint));
}

#[test]
fn a_life_with_a_mint_of_each_program() {
    let ledger = live(Ledger::new().mixed_programs());
    assert_eq!(ledger.network.reward, Token::spl_2022(ledger.network.reward.mint));
    assert_eq!(ledger.network.collateral, Token::spl(ledger.network.collateral.mint));
}
