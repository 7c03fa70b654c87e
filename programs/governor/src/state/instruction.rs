use anchor_lang::{prelude::*, solana_program::instruction::Instruction};

use crate::error::{GovernorError, check};

/// An instruction of any program, as it runs when the proposal passed.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct ProposedInstruction {
    /// The program that is called.
    pub program: Pubkey,
    /// What it is called with, in this order.
    pub accounts: Vec<ProposedAccount>,
    /// Its data.
    pub data: Vec<u8>,
}

/// An account that a proposed instruction names.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProposedAccount {
    /// Where it is.
    pub address: Pubkey,
    /// Whether it signs: the governor does, others sign the transaction that executes.
    pub is_signer: bool,
    /// Whether it may change.
    pub is_writable: bool,
}

impl ProposedInstruction {
    /// Its bytes in a proposal.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.serialize(&mut bytes)?;
        Ok(bytes)
    }

    /// The first instruction in these bytes, and how many it takes.
    pub fn read(bytes: &[u8]) -> Result<(Self, u64)> {
        let mut rest = bytes;
        let instruction = Self::deserialize(&mut rest).map_err(|_| GovernorError::BadInstruction)?;
        let taken = bytes.len().checked_sub(rest.len()).ok_or(GovernorError::Overflow)?;
        Ok((instruction, taken as u64))
    }

    /// Refuses accounts among which one that it names, or its program, is missing.
    pub fn check_accounts(&self, given: &[AccountInfo]) -> Result<()> {
        let is_given = |address: &Pubkey| given.iter().any(|account| account.key == address);
        let all = is_given(&self.program) && self.accounts.iter().all(|account| is_given(&account.address));
        check(all, GovernorError::AccountMissing)
    }
}

impl From<&Instruction> for ProposedInstruction {
    fn from(instruction: &Instruction) -> Self {
        let accounts = instruction.accounts.iter().map(|meta| ProposedAccount {
            address: meta.pubkey,
            is_signer: meta.is_signer,
            is_writable: meta.is_writable,
        });
        Self { program: instruction.program_id, accounts: accounts.collect(), data: instruction.data.clone() }
    }
}

impl From<ProposedInstruction> for Instruction {
    fn from(instruction: ProposedInstruction) -> Self {
        let accounts = instruction.accounts.into_iter().map(|account| AccountMeta {
            pubkey: account.address,
            is_signer: account.is_signer,
            is_writable: account.is_writable,
        });
        Self { program_id: instruction.program, accounts: accounts.collect(), data: instruction.data }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn instructions() -> impl Strategy<Value = ProposedInstruction> {
        let account = any::<([u8; 32], bool, bool)>().prop_map(|(address, is_signer, is_writable)| ProposedAccount {
            address: address.into(),
            is_signer,
            is_writable,
        });
        let accounts = proptest::collection::vec(account, 0..40);
        (any::<[u8; 32]>(), accounts, proptest::collection::vec(any::<u8>(), 0..1_000))
            .prop_map(|(program, accounts, data)| ProposedInstruction { program: program.into(), accounts, data })
    }

    proptest! {
        #[test]
        fn instructions_are_read_back_one_after_the_other(list in proptest::collection::vec(instructions(), 0..8)) {
            let bytes: Vec<u8> = list.iter().flat_map(|instruction| instruction.to_bytes().unwrap()).collect();
            let mut at = 0;
            for expected in list {
                let (read, taken) = ProposedInstruction::read(&bytes[at..]).unwrap();
                prop_assert_eq!(&read, &expected);
                let called = Instruction::from(read);
                prop_assert_eq!(ProposedInstruction::from(&called), expected);
                at += taken as usize;
            }
            prop_assert_eq!(at, bytes.len());
        }

        #[test]
        fn no_bytes_make_reading_fail_otherwise_than_by_refusing(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok((read, taken)) = ProposedInstruction::read(&bytes) {
                prop_assert_eq!(&read.to_bytes().unwrap()[..], &bytes[..taken as usize]);
            }
        }
    }
}
