//! The precompiles that proofs rest on, against vectors that others published, and against keys and signatures that a
//! laxer verifier would take.

use girder_interface::key::DeviceKey;
use girder_sdk::{
    Result,
    instructions::{self as build, NewDevice},
    proof::RegistrationBuilder,
    transport::Receipt,
};
use girder_tests::{Ledger, RawSignatures, TestDevice, TestOperator, assert_failed};
use p256::ecdsa::Signature;
use solana_signer::Signer;

use crate::scene::Scene;

/// RFC 8032, section 7.1: public key, message, signature of the tests 1, 2, 3 and "SHA(abc)".
const RFC_8032: [(&str, &str, &str); 4] = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
];

/// RFC 6979, appendix A.2.5: the P-256 key, and messages with their signatures for SHA-256. The first has a high s.
const RFC_6979_KEY: &str = "0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6";
const RFC_6979: [(&str, &str); 2] = [
    (
        "sample",
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
    ),
    (
        "test",
        "f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
    ),
];

/// The eight points of small order on edwards25519, and the other encodings of some that a lax decoder takes.
const SMALL_ORDER: [&str; 12] = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
];

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|start| u8::from_str_radix(&hex[start..start + 2], 16).unwrap()).collect()
}

fn array<const N: usize>(hex: &str) -> [u8; N] {
    bytes(hex).try_into().unwrap()
}

/// The precompile alone, on any message.
fn verify(ledger: &Ledger, key: DeviceKey, message: &[u8], signature: [u8; 64]) -> Result<Receipt> {
    ledger.send(&[RawSignatures::new(message, &[(key, signature)]).instruction()], &[])
}

/// A registration of this key with this signature.
fn register(scene: &Scene, new: &NewDevice, signature: [u8; 64]) -> Result<Receipt> {
    let (ledger, operator): (&Ledger, &TestOperator) = (&scene.ledger, &scene.operator);
    let digest = RegistrationBuilder::new(&ledger.domain, *new).digest();
    let raw = RawSignatures::new(&digest, &[(new.key, signature)]);
    let call = build::register_device(&ledger.network, ledger.payer.pubkey(), operator.identity.pubkey(), new, 0);
    ledger.send(&[raw.instruction(), call], &[&operator.identity])
}

/// The same signature with the other s: n - s, as valid for textbook ECDSA.
fn other_s(signature: &[u8; 64]) -> [u8; 64] {
    let (r, s) = Signature::from_slice(signature).unwrap().split_scalars();
    Signature::from_scalars(r, -s).unwrap().to_bytes().into()
}

#[test]
fn ed25519_is_that_of_rfc_8032() {
    let ledger = Ledger::new().build();
    for (key, message, signature) in RFC_8032 {
        let (key, message, signature) = (DeviceKey::Ed25519(array(key)), bytes(message), array(signature));
        verify(&ledger, key, &message, signature).unwrap();
        for byte in [0, 31, 32, 63] {
            let mut wrong: [u8; 64] = signature;
            wrong[byte] ^= 1;
            assert_failed!(verify(&ledger, key, &message, wrong), "Ed25519SigVerify");
        }
        let longer = [message.as_slice(), &[0]].concat();
        assert_failed!(verify(&ledger, key, &longer, signature), "Ed25519SigVerify");
    }
}

#[test]
fn secp256r1_is_that_of_rfc_6979_with_low_s_only() {
    let ledger = Ledger::new().build();
    let key = DeviceKey::Secp256r1(array(RFC_6979_KEY));
    let [(sample, high), (test, low)] = RFC_6979;
    let (high, low): ([u8; 64], [u8; 64]) = (array(high), array(low));
    verify(&ledger, key, test.as_bytes(), low).unwrap();
    verify(&ledger, key, sample.as_bytes(), other_s(&high)).unwrap();
    assert_failed!(verify(&ledger, key, sample.as_bytes(), high), "Secp256r1SigVerify");
    assert_failed!(verify(&ledger, key, test.as_bytes(), other_s(&low)), "Secp256r1SigVerify");
    assert_failed!(verify(&ledger, key, sample.as_bytes(), low), "Secp256r1SigVerify");
}

#[test]
fn an_ed25519_scalar_beyond_the_groups_order_is_refused() {
    // s + L verifies as s does where nobody checks the range; L is little-endian.
    let order: [u8; 32] = array("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    let ledger = Ledger::new().build();
    for (key, message, signature) in RFC_8032 {
        let mut signature: [u8; 64] = array(signature);
        let mut carry = 0u16;
        for (byte, add) in signature[32..].iter_mut().zip(order) {
            let sum = u16::from(*byte) + u16::from(add) + carry;
            *byte = sum as u8;
            carry = sum >> 8;
        }
        let key = DeviceKey::Ed25519(array(key));
        assert_failed!(verify(&ledger, key, &bytes(message), signature), "Ed25519SigVerify");
    }
}

#[test]
fn high_s_proves_nothing_for_a_device() {
    let scene = Scene::with_key(Ledger::new().attestors(&[1]).build(), TestDevice::secp256r1());
    let mut proof = scene.ledger.attested(&scene.device, scene.statement());
    let low = proof.device_signature;
    proof.device_signature = other_s(&low);
    assert_failed!(scene.ledger.submit(&proof), "Secp256r1SigVerify");
    proof.device_signature = low;
    scene.ledger.submit(&proof).unwrap();
}

#[test]
fn high_s_registers_no_device() {
    let scene = Scene::new();
    let signer = TestDevice::secp256r1();
    let new = NewDevice { operator: scene.operator.address, key: signer.key(), class: 0, region: 0 };
    let digest = RegistrationBuilder::new(&scene.ledger.domain, new).digest();
    let low = signer.sign(&digest).unwrap();
    assert_failed!(register(&scene, &new, other_s(&low)), "Secp256r1SigVerify");
    register(&scene, &new, low).unwrap();
}

#[test]
fn keys_of_small_order_register_no_device() {
    // For A and R of small order and s = 0, the lax equation sB = R + kA holds for about every eighth message, and always
    // for A = R = 1: such a key would be everybody's.
    let scene = Scene::new();
    for key in SMALL_ORDER {
        for r in SMALL_ORDER {
            let key = DeviceKey::Ed25519(array(key));
            let new = NewDevice { operator: scene.operator.address, key, class: 0, region: 0 };
            let mut signature = [0; 64];
            signature[..32].copy_from_slice(&bytes(r));
            assert_failed!(register(&scene, &new, signature), "Ed25519SigVerify");
        }
    }
}
