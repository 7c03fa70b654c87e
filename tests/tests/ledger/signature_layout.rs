//! What a precompile instruction must look like, byte by byte: where the program would read something else than the
//! precompile verified, it refuses.

use girder_interface::key::{DeviceKey, KeyKind};
use girder_sdk::{
    Result,
    instructions::{self as build, NewDevice, Submission},
    proof::RegistrationBuilder,
    signer::DeviceSigner,
    transport::Receipt,
};
use girder_tests::{
    Ledger, Offsets, RawSignatures, TestDevice, TestOperator, assert_failed, assert_refused,
    program::{SignatureIndices, error::LedgerError},
};
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;

const PRECOMPILES: [(KeyKind, &str); 2] = [
    (KeyKind::Ed25519, "Ed25519SigVerify111111111111111111111111111"),
    (KeyKind::Secp256r1, "Secp256r1SigVerify1111111111111111111111111"),
];

/// A network with one attestor, so that two precompile instructions fit a transaction.
struct Scene {
    ledger: Ledger,
    operator: TestOperator,
    device: TestDevice,
}

impl Scene {
    fn new() -> Self {
        let ledger = Ledger::new().attestors(&[1]).build();
        let operator = ledger.operator().stake(1_000_000).build();
        let device = ledger.device(&operator);
        ledger.enter_epoch(1);
        Self { ledger, operator, device }
    }

    /// Whatever takes signatures, with honest ones.
    fn attempts(&self) -> [Attempt<'_>; 3] {
        [self.submission(100), self.registration(TestDevice::ed25519()), self.registration(TestDevice::secp256r1())]
    }

    fn submission(&self, units: u64) -> Attempt<'_> {
        let Self { ledger, device, .. } = self;
        let proof = ledger.attested(device, ledger.statement(device, 1, units));
        let raw = RawSignatures::read(&ledger.submission(&proof)[0]);
        let call = move |index| {
            let submission = Submission {
                operator: device.operator,
                device: device.address,
                shard: 0,
                attestor_set: Some(1),
                verifier: None,
                statement: proof.statement,
                indices: SignatureIndices { ed25519: index, secp256r1: index },
            };
            build::submit_contribution(&ledger.network, &submission)
        };
        Attempt { scene: self, raw, digest: proof.digest, call: Box::new(call) }
    }

    fn registration(&self, signer: Box<dyn DeviceSigner>) -> Attempt<'_> {
        let network = self.ledger.network;
        let new = NewDevice { operator: self.operator.address, key: signer.key(), class: 0, region: 0 };
        let builder = RegistrationBuilder::new(&self.ledger.domain, new);
        let digest = builder.digest();
        let raw = RawSignatures::new(&digest, &[(signer.key(), signer.sign(&digest).unwrap())]);
        let (payer, authority) = (self.ledger.payer.pubkey(), self.operator.identity.pubkey());
        let call = move |index| build::register_device(&network, payer, authority, &new, index);
        Attempt { scene: self, raw, digest, call: Box::new(call) }
    }
}

/// A precompile instruction and the call that it is for.
struct Attempt<'a> {
    scene: &'a Scene,
    raw: RawSignatures,
    digest: [u8; 32],
    call: Box<dyn Fn(u8) -> Instruction + 'a>,
}

impl Attempt<'_> {
    fn send(&self) -> Result<Receipt> {
        self.send_with(&[])
    }

    /// Precompile instruction, call, and others behind them: the first of these has index 2.
    fn send_with(&self, others: &[Instruction]) -> Result<Receipt> {
        self.send_all(&[&[self.raw.instruction(), (self.call)(0)], others].concat())
    }

    fn send_all(&self, instructions: &[Instruction]) -> Result<Receipt> {
        let identity = &self.scene.operator.identity;
        let needed = instructions.iter().any(|i| i.accounts.iter().any(|meta| meta.pubkey == identity.pubkey()));
        let signers: &[&Keypair] = if needed { &[identity] } else { &[] };
        self.scene.ledger.send(instructions, signers)
    }

    fn precompile(&self) -> &'static str {
        PRECOMPILES.iter().find(|(kind, _)| *kind == self.raw.kind).unwrap().1
    }
}

#[test]
fn signatures_as_they_should_be_are_accepted_before_and_behind_the_call() {
    let scene = Scene::new();
    for attempt in scene.attempts() {
        attempt.send().unwrap();
    }
    for attempt in scene.attempts() {
        attempt.send_all(&[(attempt.call)(1), attempt.raw.instruction()]).unwrap();
    }
}

#[test]
fn a_wrong_signature_behind_the_call_fails_the_transaction() {
    let scene = Scene::new();
    for mut attempt in scene.attempts() {
        attempt.raw.payload[0] ^= 1;
        let result = attempt.send_all(&[(attempt.call)(1), attempt.raw.instruction()]);
        assert_failed!(result, attempt.precompile());
    }
}

#[test]
fn each_of_the_three_instruction_indices_must_say_this_same_instruction() {
    let set: [fn(&mut Offsets, u16); 3] = [
        |offsets, to| offsets.signature_instruction = to,
        |offsets, to| offsets.key_instruction = to,
        |offsets, to| offsets.message_instruction = to,
    ];
    let scene = Scene::new();
    for set in set {
        // Index 2 is an equal copy, so the precompile is content; index 0 names the instruction itself.
        for other in [2, 0] {
            for mut attempt in scene.attempts() {
                let copy = attempt.raw.instruction();
                for signature in 0..attempt.raw.offsets.len() {
                    let honest = attempt.raw.offsets[signature];
                    set(&mut attempt.raw.offsets[signature], other);
                    assert_refused!(attempt.send_with(std::slice::from_ref(&copy)), LedgerError::MalformedSignatures);
                    attempt.raw.offsets[signature] = honest;
                }
            }
        }
    }
}

#[test]
fn a_message_in_another_instruction_cannot_stand_in_for_the_statement() {
    let scene = Scene::new();
    let (old, mut forged) = (scene.submission(100), scene.submission(10_000));
    let digest = forged.digest;
    forged.raw = old.raw.clone();
    forged.raw.claim(&digest);
    for offsets in &mut forged.raw.offsets {
        offsets.message_instruction = 2;
    }
    assert_refused!(forged.send_with(&[old.raw.instruction()]), LedgerError::MalformedSignatures);
}

#[test]
fn keys_in_another_instruction_cannot_stand_in_for_the_signers() {
    let scene = Scene::new();
    let mut forged = scene.submission(10_000);
    let thieves: Vec<_> = (0..2).map(|_| TestDevice::ed25519()).collect();
    let signed: Vec<_> = thieves.iter().map(|thief| (thief.key(), thief.sign(&forged.digest).unwrap())).collect();
    let theirs = RawSignatures::new(&forged.digest, &signed);
    forged.raw.payload[..128].copy_from_slice(&theirs.payload[..128]);
    for offsets in &mut forged.raw.offsets {
        offsets.key_instruction = 2;
    }
    assert_refused!(forged.send_with(&[theirs.instruction()]), LedgerError::MalformedSignatures);
}

#[test]
fn the_named_instruction_must_be_the_precompile_of_the_keys_kind() {
    let scene = Scene::new();
    let payer = scene.ledger.payer.pubkey();
    for attempt in scene.attempts() {
        let other: Box<dyn DeviceSigner> = match attempt.raw.kind {
            KeyKind::Ed25519 => TestDevice::secp256r1(),
            KeyKind::Secp256r1 => TestDevice::ed25519(),
        };
        let signature = other.sign(&attempt.digest).unwrap();
        let other_kind = RawSignatures::new(&attempt.digest, &[(other.key(), signature)]).instruction();
        let transfer = solana_system_interface::instruction::transfer(&payer, &payer, 1);
        for (index, what) in [(1, "the call itself"), (2, "a transfer"), (3, "the other precompile"), (200, "nothing")]
        {
            let instructions = [attempt.raw.instruction(), (attempt.call)(index), transfer.clone(), other_kind.clone()];
            let result = attempt.send_all(&instructions);
            assert!(result.is_err(), "{what} was taken for signatures");
            assert_refused!(result, LedgerError::NotPrecompile);
        }
    }
}

#[test]
fn the_right_bytes_for_another_program_prove_nothing() {
    let scene = Scene::new();
    for attempt in scene.attempts() {
        for program_id in [solana_sdk_ids::system_program::ID, spl_token_interface::ID, girder_sdk::ledger::ID] {
            let fake = Instruction { program_id, ..attempt.raw.instruction() };
            assert_refused!(attempt.send_all(&[(attempt.call)(1), fake]), LedgerError::NotPrecompile);
        }
    }
}

#[test]
fn the_padding_byte_must_be_zero() {
    let scene = Scene::new();
    for padding in [1, 0x80, u8::MAX] {
        for mut attempt in scene.attempts() {
            attempt.raw.padding = padding;
            assert_refused!(attempt.send(), LedgerError::MalformedSignatures);
        }
    }
}

#[test]
fn an_instruction_without_signatures_proves_nothing() {
    let scene = Scene::new();
    for mut attempt in scene.attempts() {
        attempt.raw.count = 0;
        attempt.raw.offsets.clear();
        attempt.raw.payload.clear();
        match attempt.raw.kind {
            KeyKind::Ed25519 => assert_refused!(attempt.send(), LedgerError::MalformedSignatures),
            KeyKind::Secp256r1 => assert_failed!(attempt.send(), attempt.precompile()),
        }
    }
}

#[test]
fn a_count_that_differs_from_what_follows_is_refused() {
    let scene = Scene::new();
    let mut too_few = scene.submission(100);
    too_few.raw.count = 1;
    assert_refused!(too_few.send(), LedgerError::MalformedSignatures);
    for more in [1, 100] {
        for mut attempt in scene.attempts() {
            attempt.raw.count += more;
            assert_failed!(attempt.send(), attempt.precompile());
        }
    }
}

#[test]
fn a_registration_takes_one_signature_not_the_same_twice() {
    let scene = Scene::new();
    for signer in [TestDevice::ed25519(), TestDevice::secp256r1()] {
        let mut attempt = scene.registration(signer);
        let first = attempt.raw.offsets[0];
        attempt.raw.push(first);
        // Room for a second signature, so that the length is that of two.
        attempt.raw.payload.extend([0; 64]);
        assert_refused!(attempt.send(), LedgerError::MalformedSignatures);
    }
}

#[test]
fn trailing_bytes_are_refused() {
    let scene = Scene::new();
    for extra in [1, 32, 96] {
        for mut attempt in scene.attempts() {
            attempt.raw.payload.extend(vec![0; extra]);
            assert_refused!(attempt.send(), LedgerError::MalformedSignatures);
        }
    }
}

#[test]
fn truncated_data_fails_wherever_it_is_cut() {
    let scene = Scene::new();
    for attempt in scene.attempts() {
        let whole = attempt.raw.instruction();
        for length in (0..whole.data.len()).step_by(7).chain([whole.data.len() - 1]) {
            let cut = Instruction { data: whole.data[..length].to_vec(), ..whole.clone() };
            assert!(attempt.send_all(&[cut, (attempt.call)(0)]).is_err(), "cut to {length} bytes");
        }
    }
}

#[test]
fn offsets_beyond_the_data_fail_in_the_precompile() {
    let scene = Scene::new();
    let set: [fn(&mut Offsets); 4] = [
        |offsets| offsets.signature = u16::MAX,
        |offsets| offsets.key = u16::MAX - 16,
        |offsets| offsets.message += 1,
        |offsets| offsets.message_size = u16::MAX,
    ];
    for set in set {
        for mut attempt in scene.attempts() {
            set(&mut attempt.raw.offsets[0]);
            assert_failed!(attempt.send(), attempt.precompile());
        }
    }
}

#[test]
fn a_message_of_any_length_but_32_is_refused() {
    let scene = Scene::new();
    let keypair = Keypair::new();
    let key = DeviceKey::Ed25519(keypair.pubkey().to_bytes());
    let signer = girder_sdk::signer::Ed25519Signer::new(keypair.insecure_clone());
    let mut attempt = scene.registration(Box::new(signer));
    let honest = attempt.raw.clone();
    // The message begins so many bytes earlier or later; it always ends where the data does, so that all lengths fit.
    for length in [0, 1, 31, 33, 64] {
        attempt.raw = honest.clone();
        let data = attempt.raw.instruction().data;
        let message = &data[data.len() - length..];
        let signature = keypair.sign_message(message);
        attempt.raw.payload[..64].copy_from_slice(signature.as_ref());
        attempt.raw.offsets[0].message = (data.len() - length) as u16;
        attempt.raw.offsets[0].message_size = length as u16;
        assert_refused!(attempt.send(), LedgerError::MalformedSignatures);
    }
    // 32 bytes short of the digest, in data of 32 bytes less.
    let signed: [u8; 64] = keypair.sign_message(&attempt.digest[..31]).into();
    attempt.raw = RawSignatures::new(&attempt.digest[..31], &[(key, signed)]);
    assert_refused!(attempt.send(), LedgerError::MalformedSignatures);
}
