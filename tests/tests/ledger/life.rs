//! The whole life of an operator.

use girder_tests::Ledger;
use solana_signer::Signer;

#[test]
fn an_operator_stakes_proves_is_paid_and_leaves() {
    let ledger = Ledger::new().two_mints().build();
    let operator = ledger.operator().stake(1_000_000).build();
    let device = ledger.device(&operator);

    ledger.enter_epoch(1);
    ledger.prove(&device, 1, 2_500).unwrap();
    assert_eq!(ledger.operator_account(&operator).ring[1].credit, 2_500);

    ledger.settle_up_to(1);
    assert_eq!(ledger.books().pots, 2_500, "one base unit per credit");
    ledger.chain.warp_to(ledger.harvest_time(1));
    ledger.harvest(&operator, 1).unwrap();
    ledger.claim(&operator).unwrap();
    assert_eq!(ledger.rewards_of(&operator), 2_499, "rounded down to whole base units per share");

    ledger.unstake(&operator, 1_000_000).unwrap();
    ledger.chain.warp_by(ledger.parameters.unbonding);
    ledger.withdraw(&operator, 0, false).unwrap();
    assert_eq!(ledger.balance(ledger.network.collateral.account_of(operator.identity.pubkey())), 1_000_000);
}
