//! Tokens change hands by the command's own steps, in the real token program.

use std::sync::Arc;

use solana_address::Address;

use super::{Kind, change};
use crate::{
    cluster::Session,
    demo::{keys::Secrets, setup},
    network_file::NetworkFile,
};

#[tokio::test]
async fn whole_tokens_are_sent_to_a_wallet_that_had_none_and_more_than_there_are_are_not() {
    let stage = setup::create_network(&NetworkFile::load(None).unwrap(), Secrets::new(1), 1).await.unwrap();
    let (network, ledger, founder) = (stage.network.network, Arc::new(stage.ledger), stage.founder);
    let session = Session::signed(ledger, vec![founder, stage.relay], true, true);
    let wallet = Address::new_unique();
    for is_reward in [false, true] {
        let kind = Kind::read(session.ledger(), network, is_reward).await.unwrap();
        change::send(&session, &kind, "2.5", wallet).await.unwrap();
    }
    let kind = Kind::read(session.ledger(), network, false).await.unwrap();
    assert_eq!(kind.balance(session.ledger(), wallet).await.unwrap(), "5", "rewards and stakes are one token here");

    change::send(&session, &kind, "1000000", wallet).await.unwrap_err();
    let refused = change::send(&session, &kind, "0.0000001", wallet).await.unwrap_err();
    assert!(refused.to_string().contains("0.0000001"), "{refused}");
    assert_eq!(kind.balance(session.ledger(), wallet).await.unwrap(), "5");
}
