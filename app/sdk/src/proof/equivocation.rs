use ledger::Equivocation;
use solana_address::Address;
use solana_instruction::Instruction;

use super::{Proof, ProofError};
use crate::{NetworkAddresses, Result, instructions, precompile};

/// A device's two different statements for one epoch and sequence.
#[derive(Clone, Debug)]
pub struct EquivocationReport<'a> {
    first: &'a Proof,
    second: &'a Proof,
}

impl<'a> EquivocationReport<'a> {
    /// Two proofs by one device. Only the device's signatures are evidence: attestors are not needed.
    pub fn new(first: &'a Proof, second: &'a Proof) -> Result<Self> {
        let (a, b) = (&first.statement, &second.statement);
        let one_slot = a.epoch == b.epoch && a.sequence == b.sequence;
        if !one_slot || first.digest == second.digest || first.device != second.device {
            return Err(ProofError::NoEquivocation.into());
        }
        Ok(Self { first, second })
    }

    /// The precompile instruction, then `report_equivocation`. Signed by `reporter`, who pays the case's rent.
    pub fn instructions(
        &self,
        network: &NetworkAddresses,
        reporter: Address,
        first_index: u8,
    ) -> Result<Vec<Instruction>> {
        let Self { first, second } = self;
        let signatures = [(&first.digest, first.device_signature), (&second.digest, second.device_signature)];
        let equivocation =
            Equivocation { first: first.statement, second: second.statement, signature_index: first_index };
        Ok(vec![
            precompile::one_key(&first.key, &signatures)?,
            instructions::report_equivocation(network, reporter, first.operator, first.device, equivocation),
        ])
    }
}

#[cfg(test)]
mod tests {
    use girder_interface::Domain;
    use ledger::Statement;

    use super::*;
    use crate::{
        SdkError,
        proof::ProofBuilder,
        signer::{DeviceSigner, Ed25519Signer},
    };

    const STATEMENT: Statement = Statement { epoch: 4, sequence: 5, class: 6, units: 7, evidence_hash: [8; 32] };

    fn proof(seed: u8, statement: Statement) -> Proof {
        let domain = Domain { program_id: [1; 32], network: [2; 32], instance: [3; 32] };
        let device = Ed25519Signer::from_seed(&[seed; 32].into());
        let builder = ProofBuilder::new(&domain, Address::default(), device.key(), statement);
        builder.sign(&device).unwrap().build().unwrap()
    }

    #[test]
    fn only_two_different_statements_of_one_device_for_one_slot_are_evidence() {
        let first = proof(1, STATEMENT);
        let none = [
            first.clone(),
            proof(1, Statement { epoch: 5, ..STATEMENT }),
            proof(1, Statement { sequence: 6, ..STATEMENT }),
            proof(2, Statement { units: 8, ..STATEMENT }),
        ];
        for second in &none {
            let refused = EquivocationReport::new(&first, second).unwrap_err();
            assert!(matches!(refused, SdkError::Proof(ProofError::NoEquivocation)));
        }
        EquivocationReport::new(&first, &proof(1, Statement { units: 8, ..STATEMENT })).unwrap();
    }
}
