//! Instructions of Solana's signature precompiles, in exactly the layout that the program expects: a count, a padding byte,
//! 14 bytes of offsets a signature, then the signatures, the keys and the messages. All three instruction indices of a
//! signature are `u16::MAX`, "this same instruction".

use girder_interface::{
    Hash,
    key::{DeviceKey, KeyKind},
    limits::MAX_PRECOMPILE_SIGNATURES,
};
use solana_instruction::Instruction;

use crate::{proof::ProofError, signer::SignatureBytes};

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
    fn a_ninth_signature_is_refused() {
        let signatures = [(&[0; 32][..], [0; 64]); 9];
        let refused = one_message(KeyKind::Ed25519, &[0; 32], &signatures);
        assert_eq!(refused, Err(ProofError::TooManySignatures { count: 9 }));
    }
}
