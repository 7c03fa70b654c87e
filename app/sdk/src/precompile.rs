//! Instructions of Solana's signature precompiles, in exactly the layout that the program expects: a count, a padding byte,
//! 14 bytes of offsets a signature, then the signatures, the keys and the messages. All three instruction indices of a
//! signature are `u16::MAX`, "this same instruction".

use girder_interface::{
    Hash,
    key::{DeviceKey, KeyKind},
    limits::MAX_PRECOMPILE_SIGNATURES,
};
use solana_address::Address;
use solana_instruction::Instruction;

use crate::{
    proof::ProofError,
    signer::{SignatureBytes, hex},
};

const HEADER: usize = 2;
const OFFSETS: usize = 14;
const SIGNATURE: usize = 64;
const MESSAGE: usize = 32;
const THIS_INSTRUCTION: u16 = u16::MAX;

/// Signatures of one digest by different keys of a kind.
pub fn one_message(
    kind: KeyKind,
    digest: &Hash,
    signatures: &[(&[u8], SignatureBytes)],
) -> Result<Instruction, ProofError> {
    let keys: Vec<&[u8]> = signatures.iter().map(|(key, _)| *key).collect();
    let entries: Vec<_> = signatures.iter().enumerate().map(|(index, (_, bytes))| (bytes, index, 0)).collect();
    instruction(kind, &entries, &keys, &[digest])
}

/// Signatures of different digests by one key.
pub fn one_key(key: &DeviceKey, signatures: &[(&Hash, SignatureBytes)]) -> Result<Instruction, ProofError> {
    let messages: Vec<&Hash> = signatures.iter().map(|(digest, _)| *digest).collect();
    let entries: Vec<_> = signatures.iter().enumerate().map(|(index, (_, bytes))| (bytes, 0, index)).collect();
    instruction(key.kind(), &entries, &[key.as_bytes()], &messages)
}

/// `entries`: a signature, the index of its key and the index of its message.
fn instruction(
    kind: KeyKind,
    entries: &[(&SignatureBytes, usize, usize)],
    keys: &[&[u8]],
    messages: &[&Hash],
) -> Result<Instruction, ProofError> {
    let too_many = ProofError::TooManySignatures { count: entries.len() };
    if entries.len() > MAX_PRECOMPILE_SIGNATURES {
        return Err(too_many);
    }
    let count = u8::try_from(entries.len()).map_err(|_| too_many)?;
    let first_signature = HEADER + OFFSETS * entries.len();
    let first_key = first_signature + SIGNATURE * entries.len();
    let first_message = first_key + kind.key_length() * keys.len();

    let mut data = vec![count, 0];
    for (index, &(_, key, message)) in entries.iter().enumerate() {
        let fields = [
            offset(first_signature + SIGNATURE * index),
            THIS_INSTRUCTION,
            offset(first_key + kind.key_length() * key),
            THIS_INSTRUCTION,
            offset(first_message + MESSAGE * message),
            MESSAGE as u16,
            THIS_INSTRUCTION,
        ];
        data.extend(fields.iter().flat_map(|field| field.to_le_bytes()));
    }
    data.extend(entries.iter().flat_map(|(signature, _, _)| signature.iter()));
    data.extend(keys.iter().flat_map(|key| key.iter()));
    data.extend(messages.iter().flat_map(|message| message.iter()));

    let program_id = match kind {
        KeyKind::Ed25519 => solana_sdk_ids::ed25519_program::ID,
        KeyKind::Secp256r1 => solana_sdk_ids::secp256r1_program::ID,
    };
    Ok(Instruction { program_id, accounts: Vec::new(), data })
}

/// A signature as a precompile's instruction holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedMessage {
    /// The key; an attestor's is Ed25519.
    pub key: DeviceKey,
    /// What was signed.
    pub message: Hash,
    /// The signature.
    pub signature: SignatureBytes,
}

impl SignedMessage {
    /// Whether the key is of that kind.
    pub fn is_secp256r1(&self) -> bool {
        self.key.kind() == KeyKind::Secp256r1
    }

    /// The key: base58 if Ed25519, hexadecimal if secp256r1.
    pub fn show_key(&self) -> String {
        match self.key {
            DeviceKey::Ed25519(key) => Address::new_from_array(key).to_string(),
            DeviceKey::Secp256r1(key) => hex(&key),
        }
    }
}

/// The signatures of a precompile's instruction over messages of 32 bytes, all in its own data; `None` if it is none.
pub fn read(program: &Address, data: &[u8]) -> Option<Vec<SignedMessage>> {
    let kind = match *program {
        solana_sdk_ids::ed25519_program::ID => KeyKind::Ed25519,
        solana_sdk_ids::secp256r1_program::ID => KeyKind::Secp256r1,
        _ => return None,
    };
    let count = usize::from(*data.first()?);
    (0..count).map(|index| read_one(kind, data, HEADER.checked_add(OFFSETS.checked_mul(index)?)?)).collect()
}

fn read_one(kind: KeyKind, data: &[u8], at: usize) -> Option<SignedMessage> {
    let offsets = data.get(at..)?.get(..OFFSETS)?;
    let mut fields = offsets.chunks_exact(2).map(|field| field.try_into().map_or(0, u16::from_le_bytes));
    let signature = fields.next()?;
    let signature_in = fields.next()?;
    let key = fields.next()?;
    let key_in = fields.next()?;
    let message = fields.next()?;
    let length = fields.next()?;
    let all = [signature_in, key_in, fields.next()?];
    if all != [THIS_INSTRUCTION; 3] || usize::from(length) != MESSAGE {
        return None;
    }
    let bytes = |offset: u16, length: usize| data.get(usize::from(offset)..)?.get(..length);
    let mut padded = [0; 33];
    padded.get_mut(..kind.key_length())?.copy_from_slice(bytes(key, kind.key_length())?);
    Some(SignedMessage {
        key: DeviceKey::from_padded(kind as u8, &padded)?,
        message: bytes(message, MESSAGE)?.try_into().ok()?,
        signature: bytes(signature, SIGNATURE)?.try_into().ok()?,
    })
}

/// Offsets fit: [`MAX_PRECOMPILE_SIGNATURES`] signatures with their keys and messages are below 2,000 bytes.
fn offset(bytes: usize) -> u16 {
    bytes as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The fields of a signature's offsets.
    fn offsets(data: &[u8], index: usize) -> [usize; 7] {
        let start = HEADER + OFFSETS * index;
        std::array::from_fn(|field| {
            let at = start + 2 * field;
            u16::from_le_bytes([data[at], data[at + 1]]).into()
        })
    }

    #[test]
    fn keys_share_one_message() {
        let digest = [9; 32];
        let keys = [[1; 33], [2; 33], [3; 33]];
        let signatures: Vec<(&[u8], SignatureBytes)> = keys.iter().map(|key| (&key[..], [key[0]; 64])).collect();
        let instruction = one_message(KeyKind::Secp256r1, &digest, &signatures).unwrap();
        let data = &instruction.data;
        assert_eq!(data[..2], [3, 0]);
        assert_eq!(data.len(), 2 + 3 * (14 + 64 + 33) + 32);
        for (index, key) in keys.iter().enumerate() {
            let [signature, s, public_key, k, message, size, m] = offsets(data, index);
            assert_eq!([s, k, m], [0xffff; 3]);
            assert_eq!(data[signature..][..64], [key[0]; 64]);
            assert_eq!(data[public_key..][..33], *key);
            assert_eq!(data[message..][..size], digest);
        }
    }

    #[test]
    fn messages_share_one_key() {
        let key = DeviceKey::Ed25519([5; 32]);
        let instruction = one_key(&key, &[(&[1; 32], [11; 64]), (&[2; 32], [12; 64])]).unwrap();
        let data = &instruction.data;
        assert_eq!(data.len(), 2 + 2 * (14 + 64) + 32 + 2 * 32);
        for index in 0..2 {
            let [signature, _, public_key, _, message, size, _] = offsets(data, index);
            let number = index as u8 + 1;
            assert_eq!(data[signature..][..64], [10 + number; 64]);
            assert_eq!(data[public_key..][..32], [5; 32]);
            assert_eq!(data[message..][..size], [number; 32]);
        }
    }

    #[test]
    fn what_was_laid_out_is_read_back() {
        let key = DeviceKey::Ed25519([5; 32]);
        let mut instruction = one_key(&key, &[(&[1; 32], [11; 64]), (&[2; 32], [12; 64])]).unwrap();
        let signed = [1, 2].map(|number| SignedMessage { key, message: [number; 32], signature: [10 + number; 64] });
        assert_eq!(read(&instruction.program_id, &instruction.data).unwrap(), signed);
        assert_eq!(read(&Address::default(), &instruction.data), None);
        for length in 0..instruction.data.len() {
            assert_eq!(read(&instruction.program_id, &instruction.data[..length]), None, "{length}");
        }
        // Signatures of another instruction prove nothing here.
        instruction.data[4] = 0;
        assert_eq!(read(&instruction.program_id, &instruction.data), None);
    }

    #[test]
    fn a_ninth_signature_is_refused() {
        let signatures = [(&[0; 32][..], [0; 64]); 9];
        let refused = one_message(KeyKind::Ed25519, &[0; 32], &signatures);
        assert_eq!(refused, Err(ProofError::TooManySignatures { count: 9 }));
    }
}
