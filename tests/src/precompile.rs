use girder_interface::{
    Hash,
    key::{DeviceKey, KeyKind},
};
use girder_sdk::signer::SignatureBytes;
use solana_instruction::Instruction;

/// The seven numbers by which a precompile finds one signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offsets {
    /// Where the signature begins.
    pub signature: u16,
    /// In which instruction of the transaction the signature is.
    pub signature_instruction: u16,
    /// Where the public key begins.
    pub key: u16,
    /// In which instruction the public key is.
    pub key_instruction: u16,
    /// Where the message begins.
    pub message: u16,
    /// Bytes of the message.
    pub message_size: u16,
    /// In which instruction the message is.
    pub message_instruction: u16,
}

impl Offsets {
    const BYTES: usize = 14;

    fn read(bytes: &[u8]) -> Self {
        let number = |index: usize| u16::from_le_bytes([bytes[2 * index], bytes[2 * index + 1]]);
        Self {
            signature: number(0),
            signature_instruction: number(1),
            key: number(2),
            key_instruction: number(3),
            message: number(4),
            message_size: number(5),
            message_instruction: number(6),
        }
    }

    fn write(&self) -> [[u8; 2]; 7] {
        [
            self.signature,
            self.signature_instruction,
            self.key,
            self.key_instruction,
            self.message,
            self.message_size,
            self.message_instruction,
        ]
        .map(u16::to_le_bytes)
    }
}

/// A precompile instruction taken apart, so that a test can bend any part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawSignatures {
    /// Which precompile.
    pub kind: KeyKind,
    /// The first byte: how many signatures it says there are.
    pub count: u8,
    /// The second byte, which precompiles ignore.
    pub padding: u8,
    /// What follows.
    pub offsets: Vec<Offsets>,
    /// The rest: signatures, keys and messages.
    pub payload: Vec<u8>,
}

impl RawSignatures {
    /// One message signed by several keys, as the program expects it.
    pub fn new(message: &[u8], signatures: &[(DeviceKey, SignatureBytes)]) -> Self {
        let kind = signatures.first().map_or(KeyKind::Ed25519, |(key, _)| key.kind());
        let count = signatures.len();
        let first_signature = 2 + Offsets::BYTES * count;
        let first_key = first_signature + 64 * count;
        let offsets = |index: usize| Offsets {
            signature: (first_signature + 64 * index) as u16,
            signature_instruction: u16::MAX,
            key: (first_key + kind.key_length() * index) as u16,
            key_instruction: u16::MAX,
            message: (first_key + kind.key_length() * count) as u16,
            message_size: message.len() as u16,
            message_instruction: u16::MAX,
        };
        let payload = signatures.iter().flat_map(|(_, signature)| signature.iter());
        let payload = payload.chain(signatures.iter().flat_map(|(key, _)| key.as_bytes())).chain(message);
        Self {
            kind,
            count: count as u8,
            padding: 0,
            offsets: (0..count).map(offsets).collect(),
            payload: payload.copied().collect(),
        }
    }

    /// Takes an honest instruction apart.
    pub fn read(instruction: &Instruction) -> Self {
        let kind = match instruction.program_id {
            id if id == solana_sdk_ids::ed25519_program::ID => KeyKind::Ed25519,
            id if id == solana_sdk_ids::secp256r1_program::ID => KeyKind::Secp256r1,
            other => panic!("{other} is no precompile"),
        };
        let data = &instruction.data;
        let (offsets, payload) = data[2..].split_at(Offsets::BYTES * usize::from(data[0]));
        let offsets = offsets.chunks(Offsets::BYTES).map(Offsets::read).collect();
        Self { kind, count: data[0], padding: data[1], offsets, payload: payload.to_vec() }
    }

    /// Adds offsets for one more signature; everything behind them moves, and those before follow it.
    pub fn push(&mut self, offsets: Offsets) {
        self.offsets.push(offsets);
        self.count += 1;
        for moved in &mut self.offsets {
            for place in [&mut moved.signature, &mut moved.key, &mut moved.message] {
                *place += Offsets::BYTES as u16;
            }
        }
    }

    /// Replaces the 32 bytes that the first signature's message is.
    pub fn claim(&mut self, digest: &Hash) {
        let start = usize::from(self.offsets[0].message) - 2 - Offsets::BYTES * self.offsets.len();
        self.payload[start..start + 32].copy_from_slice(digest);
    }

    /// The instruction.
    pub fn instruction(&self) -> Instruction {
        let program_id = match self.kind {
            KeyKind::Ed25519 => solana_sdk_ids::ed25519_program::ID,
            KeyKind::Secp256r1 => solana_sdk_ids::secp256r1_program::ID,
        };
        Instruction { program_id, accounts: Vec::new(), data: self.data() }
    }

    fn data(&self) -> Vec<u8> {
        let mut data = vec![self.count, self.padding];
        data.extend(self.offsets.iter().flat_map(Offsets::write).flatten());
        data.extend(&self.payload);
        data
    }
}
