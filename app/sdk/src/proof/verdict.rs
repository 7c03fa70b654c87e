use girder_interface::{Domain, Hash, key::KeyKind};
use ledger::VerdictStatement;
use solana_address::Address;
use solana_instruction::Instruction;
use solana_signer::Signer;

use super::ProofError;
use crate::{
    NetworkAddresses, Result,
    instructions::{self, VerdictAddresses},
    precompile,
    signer::Attestation,
};

/// Collects attestors' signatures of a verdict. A quorum may take several transactions: each takes what it has.
#[derive(Clone, Debug)]
pub struct VerdictSignatures {
    verdict: VerdictAddresses,
    attestations: Vec<Attestation>,
}

impl VerdictSignatures {
    /// A verdict about an operator. `set_version`: the attestor set in force in the statement's epoch.
    pub fn new(domain: &Domain, operator: Address, set_version: u64, statement: VerdictStatement) -> Self {
        let digest = statement.verdict(&operator).digest(domain);
        let verdict = VerdictAddresses { operator, set_version, statement, digest };
        Self { verdict, attestations: Vec::new() }
    }

    /// The 32 bytes that the attestors sign.
    pub fn digest(&self) -> Hash {
        self.verdict.digest
    }

    /// The verdict and where it is.
    pub fn verdict(&self) -> &VerdictAddresses {
        &self.verdict
    }

    /// Signs with an attestor's key.
    pub fn attest(self, attestor: &dyn Signer) -> Result<Self> {
        let attestation = Attestation::sign(attestor, &self.verdict.digest)?;
        self.attestation(attestation)
    }

    /// Takes an attestor's signature from elsewhere.
    pub fn attestation(mut self, attestation: Attestation) -> Result<Self> {
        let attestor = attestation.attestor;
        if self.attestations.iter().any(|other| other.attestor == attestor) {
            return Err(ProofError::AttestedAlready { attestor }.into());
        }
        self.attestations.push(attestation);
        Ok(self)
    }

    /// The precompile instruction, then `sign_verdict`. Signed by `payer`, who pays the rent of a verdict that is new.
    pub fn instructions(
        &self,
        network: &NetworkAddresses,
        payer: Address,
        first_index: u8,
    ) -> Result<Vec<Instruction>> {
        let signatures: Vec<_> =
            self.attestations.iter().map(|found| (found.attestor.as_ref(), found.signature)).collect();
        Ok(vec![
            precompile::one_message(KeyKind::Ed25519, &self.verdict.digest, &signatures)?,
            instructions::sign_verdict(network, payer, &self.verdict, first_index),
        ])
    }
}

#[cfg(test)]
mod tests {
    use solana_keypair::Keypair;

    use super::*;
    use crate::{SdkError, Token};

    const STATEMENT: VerdictStatement = VerdictStatement { epoch: 4, evidence_hash: [8; 32], fraction_bps: 500 };
    const DOMAIN: Domain = Domain { program_id: [1; 32], network: [2; 32], instance: [3; 32] };

    fn key(number: u8) -> Keypair {
        Keypair::new_from_array([number; 32])
    }

    fn network() -> NetworkAddresses {
        let token = Token::spl(Address::new_from_array([4; 32]));
        NetworkAddresses::derive(Address::new_from_array([2; 32]), token, token, None, 1)
    }

    fn signatures() -> VerdictSignatures {
        VerdictSignatures::new(&DOMAIN, Address::new_from_array([5; 32]), 7, STATEMENT)
    }

    #[test]
    fn every_field_of_a_verdict_is_signed() {
        let operator = Address::new_from_array([5; 32]);
        let digest = |operator, statement| VerdictSignatures::new(&DOMAIN, operator, 7, statement).digest();
        let mut all = vec![
            digest(operator, STATEMENT),
            digest(Address::new_from_array([6; 32]), STATEMENT),
            digest(operator, VerdictStatement { epoch: 5, ..STATEMENT }),
            digest(operator, VerdictStatement { evidence_hash: [9; 32], ..STATEMENT }),
            digest(operator, VerdictStatement { fraction_bps: 501, ..STATEMENT }),
        ];
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn a_quorum_may_be_split_over_transactions() {
        let first = signatures().attest(&key(1)).unwrap().attest(&key(2)).unwrap();
        let second = signatures().attest(&key(3)).unwrap();
        assert_eq!(first.digest(), second.digest());
        let payer = Address::new_from_array([9; 32]);
        let [one, other] =
            [&first, &second].map(|part| part.instructions(&network(), payer, 0).unwrap()).map(|built| {
                assert_eq!(built.len(), 2);
                assert_eq!(built[0].program_id, solana_sdk_ids::ed25519_program::ID);
                built
            });
        assert_eq!((one[0].data[0], other[0].data[0]), (2, 1), "signatures");
        assert_eq!(one[1], other[1], "both add to the one verdict");
        assert!(one[1].accounts.iter().any(|meta| meta.pubkey == pda_of(&first)));
    }

    fn pda_of(signatures: &VerdictSignatures) -> Address {
        crate::pda::verdict(network().network, &signatures.digest())
    }

    #[test]
    fn the_signatures_are_where_the_instruction_says() {
        let built = signatures().attest(&key(1)).unwrap().instructions(&network(), Address::default(), 6).unwrap();
        assert_eq!(built[1].data.last(), Some(&6));
    }

    #[test]
    fn nobody_attests_twice_and_nine_are_too_many() {
        let refused = |result: Result<_>| match result {
            Err(SdkError::Proof(error)) => error,
            other => panic!("{other:?}"),
        };
        let attestor = key(1);
        let twice = signatures().attest(&attestor).unwrap().attest(&attestor);
        assert_eq!(refused(twice.map(|_| ())), ProofError::AttestedAlready { attestor: attestor.pubkey() });
        let crowd = (1..=9).fold(signatures(), |crowd, number| crowd.attest(&key(number)).unwrap());
        let built = crowd.instructions(&network(), Address::default(), 0);
        assert_eq!(refused(built.map(|_| ())), ProofError::TooManySignatures { count: 9 });
    }
}
