//! A verdict from its draft to its case, with the commands' own steps on the real program.

use girder_interface::offence::Offence;
use girder_sdk::{ledger::state::SlashCase, pda};

use super::change;
use crate::{attest, attested, tests::scene::Scene, verdict_file};

#[tokio::test]
async fn a_verdict_that_a_quorum_signed_one_by_one_opens_a_case() {
    let scene = Scene::new().await;
    let (operator, session, _) = scene.worker(1).await;
    scene.ledger.warp_to(scene.start_of(0));
    let evidence = scene.write("log.txt", "it was never there");
    let drafted = change::draft(session.ledger(), operator, (0, 1_000), &evidence).await.unwrap();
    let file = scene.write("verdict.json", &serde_json::to_string(&drafted.to_file()).unwrap());
    let verdict = verdict_file::load(&file).unwrap();
    let digest = attested::load(&file).unwrap().digest();
    assert_eq!((verdict.digest(), drafted.digest()), (digest, digest));

    for (number, attestor) in scene.attestors.iter().take(2).enumerate() {
        change::slash(&session, &verdict).await.unwrap_err();
        let signed = scene.attestation(&format!("attestation{number}.json"), attestor, &digest);
        change::sign(&session, &verdict, vec![attest::load(&signed, &digest).unwrap()]).await.unwrap();
    }
    change::slash(&session, &verdict).await.unwrap();
    let (about, evidence_hash) = (operator.to_bytes(), &verdict.statement.evidence_hash);
    let offence = Offence::Verdict { operator: &about, evidence_hash };
    let case: SlashCase = scene.ledger.read(pda::slash_case(scene.network.network, &offence)).unwrap();
    assert_eq!((case.offender, case.taken), (operator, 2_000_000_000), "a tenth of 20,000 tokens");
}

#[tokio::test]
async fn a_verdict_that_came_to_nothing_closes_once_its_evidence_is_old() {
    let scene = Scene::new().await;
    let (operator, session, _) = scene.worker(1).await;
    scene.ledger.warp_to(scene.start_of(0));
    let evidence = scene.write("log.txt", "hearsay");
    let verdict = change::draft(session.ledger(), operator, (0, 1_000), &evidence).await.unwrap();
    let digest = verdict.digest();
    let signed = scene.attestation("attestation.json", &scene.attestors[0], &digest);
    change::sign(&session, &verdict, vec![attest::load(&signed, &digest).unwrap()]).await.unwrap();
    let address = pda::verdict(scene.network.network, &digest);
    change::close(&session, address).await.unwrap_err();
    scene.ledger.warp_to(scene.parameters.evidence_end(0).unwrap());
    change::close(&session, address).await.unwrap();
    assert!(scene.ledger.find(&address).is_none());
}

#[test]
fn a_verdict_whose_digest_is_not_its_own_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("verdict.json");
    std::fs::write(&file, r#"{"fraction_bps": 1}"#).unwrap();
    let refused = attested::load(&file).err().unwrap();
    assert!(refused.to_string().contains("is no verdict"), "{refused}");
}
