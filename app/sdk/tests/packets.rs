//! What the protocol promises to fit one plain transaction does.

use girder_sdk::{
    NetworkAddresses, Token, instructions,
    interface::{
        Domain,
        limits::{ATTESTORS_WITH_ED25519, ATTESTORS_WITH_SECP256R1, MAX_SHARDS},
    },
    ledger::Statement,
    proof::{ProofBuilder, Route},
    signer::{DeviceSigner, Ed25519Signer, Secp256r1Signer},
    transport::{MAX_TRANSACTION_BYTES, sign, wire_size},
};
use solana_address::Address;
use solana_hash::Hash;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

const STATEMENT: Statement = Statement { epoch: 4, sequence: 5, class: 6, units: 7, evidence_hash: [8; 32] };

fn network() -> NetworkAddresses {
    let token = Token::spl_2022(Address::new_unique());
    NetworkAddresses::derive(Address::new_unique(), token, token, None, MAX_SHARDS as u8)
}

fn bytes(instructions: &[Instruction], payer: &Keypair) -> usize {
    wire_size(&sign(instructions, payer, &[], Hash::default()).unwrap())
}

fn proof_bytes(device: &dyn DeviceSigner, attestors: usize) -> usize {
    let network = network();
    let domain = Domain { program_id: [1; 32], network: network.network.to_bytes(), instance: [3; 32] };
    let builder = ProofBuilder::new(&domain, Address::new_unique(), device.key(), STATEMENT).sign(device).unwrap();
    let proof = (0..attestors).fold(builder, |builder, _| builder.attest(&Keypair::new()).unwrap()).build().unwrap();
    let route = Route { attestor_set: Some(1), ..Route::default() };
    bytes(&proof.instructions(&network, route).unwrap(), &Keypair::new())
}

#[test]
fn the_widest_proofs_fit() {
    let plain = Ed25519Signer::from_seed(&[1; 32].into());
    let hardware = Secp256r1Signer::from_scalar(&[1; 32].into()).unwrap();
    assert!(proof_bytes(&plain, ATTESTORS_WITH_ED25519) <= MAX_TRANSACTION_BYTES);
    assert!(proof_bytes(&hardware, ATTESTORS_WITH_SECP256R1) <= MAX_TRANSACTION_BYTES);
}

#[test]
fn settling_the_most_shards_fits() {
    let settler = Keypair::new();
    let tip = Some(Address::new_unique());
    let settle = instructions::settle_epoch(&network(), 1, settler.pubkey(), Some(1), tip);
    assert!(bytes(&[settle], &settler) <= MAX_TRANSACTION_BYTES);
}
