//! A program is deployed at the address that it was compiled for, and nowhere else.

use girder_migrations::cluster_file::ProgramName;
use girder_sdk::{artifacts, governor::program as governor, ledger, steward};
use solana_account::Account;

use crate::scene::Scene;

const GOVERNOR: &str = "[[program]]\nname = \"governor\"";

/// A cluster on which nobody reserved the governor's address.
fn without_reservation() -> Scene {
    let scene = Scene::empty();
    scene.ledger.set_account(governor::ID, Account::default()).unwrap();
    scene
}

#[test]
fn the_committed_programs_were_compiled_for_the_addresses_that_clients_know() {
    for (name, address) in [("steward", steward::program::ID), ("ledger", ledger::ID), ("governor", governor::ID)] {
        assert_eq!(artifacts::compiled_for(name), Some(address), "{name}");
    }
    assert_eq!(artifacts::compiled_for("clerk"), None);
}

#[tokio::test]
async fn an_address_that_nobody_reserved_needs_its_key() {
    let said = without_reservation().refusal(GOVERNOR).await;
    assert!(said.contains("can only be taken with its key"), "{said}");
}

#[tokio::test]
async fn a_key_of_another_address_is_refused_with_the_command_that_compiles_for_it() {
    for scene in [without_reservation(), Scene::empty()] {
        let other = scene.key("other.json");
        let said = scene.refusal(&format!("{GOVERNOR}\nkeypair = \"other.json\"")).await;
        let file = scene.directory.path().join("other.json");
        let expected = format!("its keypair is of {other}, but this build of Girder is for {}", governor::ID);
        let command = format!("sbf/build --program-keypair governor={},", file.display());
        assert!(said.contains(&expected) && said.contains(&command), "{said}");
    }
}

#[tokio::test]
async fn a_keypair_may_be_named_beside_the_file() {
    let scene = without_reservation();
    let other = scene.key("other.json");
    let mut file = scene.file(GOVERNOR).unwrap();
    let refused = file.set_keypair(ProgramName::Ledger, "ledger.json".as_ref()).unwrap_err();
    assert!(refused.to_string().contains("the file has no program `ledger`"), "{refused}");
    file.set_keypair(ProgramName::Governor, &scene.directory.path().join("other.json")).unwrap();
    let said = girder_migrations::plan(&file, &scene.ledger, &scene.payer).await.expect_err("it is refused");
    assert!(format!("{said:#}").contains(&format!("its keypair is of {other}")), "{said:#}");
}

#[tokio::test]
async fn a_program_that_is_there_needs_its_key_no_more() {
    let scene = Scene::empty();
    scene.settle(GOVERNOR).await;
    assert!(scene.plan(&format!("{GOVERNOR}\nkeypair = \"gone.json\"")).await.unwrap().is_done());
}
