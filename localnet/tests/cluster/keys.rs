//! A key that `girder keys` makes, as everybody's.

use girder_sdk::transport::Transport;
use solana_address::Address;
use solana_keypair::read_keypair_file;
use solana_signer::Signer;

use crate::harness::{Node, Output, program};

#[tokio::test]
async fn a_new_key_is_funded_by_its_file_and_pays() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key.json");
    let file = file.to_str().unwrap();
    let told = program("girder", ["keys", "new", file, "--json"]).json();
    let key = read_keypair_file(file).unwrap();
    assert_eq!(told["public_key"], key.pubkey().to_string());

    let node = Node::start_with(&["--fund".to_owned(), file.to_owned(), "--sol".to_owned(), "2".to_owned()]);
    assert_eq!(node.client().get_balance(&key.pubkey()).await.unwrap(), 2_000_000_000);
    let to = Address::new_unique();
    let transfer = solana_system_interface::instruction::transfer(&key.pubkey(), &to, 1_000_000_000);
    node.ledger().send(&[transfer], &key, &[]).await.unwrap();
    assert_eq!(node.client().get_balance(&to).await.unwrap(), 1_000_000_000);
}
