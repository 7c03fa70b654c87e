//! Instructions with signatures beside them: right ones, and wrong ones as a step asks for.

use girder_interface::{Hash, key::KeyKind, licence, registration::Registration};
use girder_sdk::{
    instructions::{self as build, DoubleStatementReport, NewDevice, Submission, VerdictAddresses},
    ledger::{self as program, SignatureIndices, VerdictStatement},
    pda, precompile,
    signer::{DeviceSigner, Ed25519Signer, SignatureBytes},
};
use sha2::{Digest, Sha256};
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_signer::Signer;

use super::{Addresses, VERIFIER};
use crate::ledger::{
    Account, AttestorKey, Condemnation, Consent, DeviceKey, DoubleStatement, Equivocation, Held, Licence,
    NewDevice as New, Signed, Statement, Submission as Submitted, VerdictSignatures, Wallet,
};

/// What signs.
pub struct Signing<'a> {
    /// Where everything is.
    pub addresses: &'a Addresses,
}

impl Signing<'_> {
    /// The registration of a device: by `predecessor` a rotation.
    pub fn registration(
        &self,
        [payer, by, operator]: [Wallet; 3],
        predecessor: Option<DeviceKey>,
        new: &New,
        (class, region): (u16, u32),
    ) -> Vec<Instruction> {
        let keys = &self.addresses.keys;
        let key = keys.device_key(new.key);
        let operator = self.addresses.operator(operator);
        let device = NewDevice { operator, key, class, region };
        let registration = Registration { operator: operator.to_bytes(), class, region, key };
        let digest = registration.digest(&self.addresses.domain.get());
        let (payer, by) = (keys.wallet(payer), keys.wallet(by));
        let network = &self.addresses.network;
        let register = match predecessor {
            None => build::register_device(network, payer, by, &device, 0),
            Some(old) => build::rotate_device(network, payer, by, self.device(old), &device, 0),
        };
        let mut instructions = self.alone(self.device_signer(new.key, new.consent), new.consent, &[digest]);
        instructions.push(register);
        instructions
    }

    /// A device's licence for the region in which it stands.
    pub fn licence(&self, licence: &Licence, region: u32) -> Vec<Instruction> {
        let Licence { device, said, signature } = licence;
        let Held { licensor, issued_at, expires_at } = *said;
        let device = self.device(*device);
        let signed = licence::Licence { device: device.to_bytes(), region, issued_at, expires_at };
        let digest = signed.digest(&self.addresses.domain.get());
        let keys = &self.addresses.keys;
        let own = Ed25519Signer::new(keys.wallets[usize::from(licensor.0)].insecure_clone());
        let signer = if *signature == Consent::OtherKey { keys.strangers[0].as_ref() } else { &own };
        let mut instructions = self.alone(signer, *signature, &[digest]);
        instructions.push(build::license_device(&self.addresses.network, device, issued_at, expires_at, 0));
        instructions
    }

    /// The submission of a statement, with all its signatures.
    pub fn submission(&self, submitted: &Submitted) -> Vec<Instruction> {
        let Submitted { operator, device, signature, attestors, .. } = submitted;
        let digest = self.digest(&Signed::Contribution(*operator, *device, submitted.statement));
        let signer = self.device_signer(*device, *signature);
        let (mut instructions, indices) = match (signature, device.is_secp256r1()) {
            (Consent::Missing, _) => (Vec::new(), SignatureIndices::default()),
            (_, false) => {
                let signed = if *signature == Consent::OtherMessage { other(&digest) } else { digest };
                let device = (signer.key().as_bytes().to_vec(), sign(signer, *signature, &signed));
                (vec![self.together(Some(device), attestors, &signed)], SignatureIndices::default())
            }
            (_, true) => {
                let mut instructions = self.alone(signer, *signature, &[digest]);
                if !attestors.is_empty() {
                    instructions.push(self.together(None, attestors, &digest));
                }
                (instructions, SignatureIndices { ed25519: 1, secp256r1: 0 })
            }
        };
        instructions.push(self.submit(submitted, indices));
        instructions
    }

    fn submit(&self, submitted: &Submitted, indices: SignatureIndices) -> Instruction {
        let network = &self.addresses.network;
        let submission = Submission {
            operator: self.addresses.operator(submitted.operator),
            device: self.device(submitted.device),
            shard: submitted.shard,
            attestor_set: submitted.set,
            verifier: submitted.vouched.then(|| pda::verifier(network.network, VERIFIER)),
            statement: statement(&submitted.statement),
            indices,
        };
        let mut submit = build::submit_contribution(network, &submission);
        if submitted.vouched {
            submit.program_id = VERIFIER;
            submit.accounts.iter_mut().for_each(|meta: &mut AccountMeta| meta.is_signer = false);
        }
        submit
    }

    /// The report of two statements of a device.
    pub fn equivocation(&self, reporter: Wallet, evidence: &Equivocation) -> Vec<Instruction> {
        let Equivocation { operator, device, statements, signature } = evidence;
        let digests = statements.map(|said| self.digest(&Signed::Contribution(*operator, *device, said)));
        let mut instructions = self.alone(self.device_signer(*device, *signature), *signature, &digests);
        let [first, second] = statements.map(|said| statement(&said));
        let report = build::report_equivocation(
            &self.addresses.network,
            self.addresses.keys.wallet(reporter),
            self.addresses.operator(*operator),
            self.device(*device),
            program::Equivocation { first, second, signature_index: 0 },
        );
        instructions.push(report);
        instructions
    }

    /// The report of two statements of an attestor.
    pub fn double_statement(&self, reporter: Wallet, evidence: &DoubleStatement) -> Vec<Instruction> {
        let DoubleStatement { attestor, set, statements, signature } = evidence;
        let digests = statements.map(|signed| self.digest(&signed));
        let keys = &self.addresses.keys;
        let own = Ed25519Signer::new(keys.attestor(*attestor).insecure_clone());
        let signer = if *signature == Consent::OtherKey { keys.strangers[0].as_ref() } else { &own };
        let mut instructions = self.alone(signer, *signature, &digests);
        let report = DoubleStatementReport {
            key: self.addresses.attestor_key(*attestor),
            set_version: *set,
            subject: self.addresses.subject(statements[0].subject()),
            evidence: self.double(statements),
            signature_index: 0,
        };
        let reporter = keys.wallet(reporter);
        instructions.push(build::report_double_statement(&self.addresses.network, reporter, report));
        instructions
    }

    /// The program's form of two statements of one kind.
    fn double(&self, [first, second]: &[Signed; 2]) -> program::DoubleStatement {
        match (first, second) {
            (Signed::Contribution(one, device, said), Signed::Contribution(two, _, also)) => {
                program::DoubleStatement::Contributions {
                    device: self.device(*device),
                    operators: [*one, *two].map(|operator| self.addresses.operator(operator)),
                    statements: [said, also].map(statement),
                }
            }
            (Signed::Verdict(said), Signed::Verdict(also)) => program::DoubleStatement::Verdicts {
                operator: self.addresses.operator(said.operator),
                statements: [said, also].map(condemnation),
            },
            _ => unreachable!("both are of one kind"),
        }
    }

    /// Signatures of a verdict.
    pub fn verdict(&self, payer: Wallet, signatures: &VerdictSignatures) -> Vec<Instruction> {
        let VerdictSignatures { said, set, attestors, signature } = signatures;
        let digest = self.digest(&Signed::Verdict(*said));
        let signed = if *signature == Consent::OtherMessage { other(&digest) } else { digest };
        let stranger = self.addresses.keys.strangers[0].as_ref();
        let first = (*signature == Consent::OtherKey)
            .then(|| (stranger.key().as_bytes().to_vec(), sign(stranger, Consent::Given, &signed)));
        let mut instructions = Vec::new();
        if *signature != Consent::Missing {
            let mut precompile = self.together(first, attestors, &signed);
            if *signature == Consent::Forged {
                // The message's last byte, which was signed otherwise.
                *precompile.data.last_mut().expect("not empty") ^= 1;
            }
            instructions.push(precompile);
        }
        let (verdict, payer) = (self.condemned(said, *set), self.addresses.keys.wallet(payer));
        instructions.push(build::sign_verdict(&self.addresses.network, payer, &verdict, 0));
        instructions
    }

    /// A verdict in the form of the SDK.
    pub fn condemned(&self, said: &Condemnation, set_version: u64) -> VerdictAddresses {
        VerdictAddresses {
            operator: self.addresses.operator(said.operator),
            set_version,
            statement: condemnation(said),
            digest: self.digest(&Signed::Verdict(*said)),
        }
    }

    /// A precompile instruction with one key's signatures of digests; none if they are missing.
    fn alone(&self, signer: &dyn DeviceSigner, consent: Consent, digests: &[Hash]) -> Vec<Instruction> {
        if consent == Consent::Missing {
            return Vec::new();
        }
        let meant = |digest: &Hash| if consent == Consent::OtherMessage { other(digest) } else { *digest };
        let digests: Vec<Hash> = digests.iter().map(meant).collect();
        let signatures: Vec<_> = digests.iter().map(|digest| (digest, sign(signer, consent, digest))).collect();
        vec![precompile::one_key(&signer.key(), &signatures).expect("few signatures")]
    }

    /// A precompile instruction with signatures of one digest: somebody's first, then attestors'.
    fn together(
        &self,
        first: Option<(Vec<u8>, SignatureBytes)>,
        attestors: &[AttestorKey],
        digest: &Hash,
    ) -> Instruction {
        let mut signatures: Vec<_> = first.into_iter().collect();
        for &attestor in attestors {
            let key = self.addresses.keys.attestor(attestor);
            signatures.push((key.pubkey().to_bytes().to_vec(), key.sign_message(digest).into()));
        }
        let borrowed: Vec<(&[u8], SignatureBytes)> = signatures.iter().map(|(key, bytes)| (&key[..], *bytes)).collect();
        precompile::one_message(KeyKind::Ed25519, digest, &borrowed).expect("few signatures")
    }

    fn device_signer(&self, key: DeviceKey, consent: Consent) -> &dyn DeviceSigner {
        let keys = &self.addresses.keys;
        if consent == Consent::OtherKey { keys.stranger(key) } else { keys.device(key) }
    }

    fn digest(&self, signed: &Signed) -> Hash {
        self.addresses.digest(&self.addresses.domain.get(), signed)
    }

    fn device(&self, key: DeviceKey) -> Address {
        self.addresses.of(Account::Device(key))
    }
}

/// The program's form of a statement.
fn statement(said: &Statement) -> program::Statement {
    let Statement { epoch, sequence, class, units, evidence } = *said;
    program::Statement { epoch, sequence, class, units, evidence_hash: [evidence; 32] }
}

/// The program's form of a verdict.
fn condemnation(said: &Condemnation) -> VerdictStatement {
    VerdictStatement { epoch: said.epoch, evidence_hash: [said.evidence; 32], fraction_bps: said.fraction_bps }
}

fn sign(signer: &dyn DeviceSigner, consent: Consent, digest: &Hash) -> SignatureBytes {
    let mut signature = signer.sign(digest).expect("a key in memory signs");
    if consent == Consent::Forged {
        signature[3] ^= 1;
    }
    signature
}

/// Another digest.
fn other(digest: &Hash) -> Hash {
    Sha256::digest(digest).into()
}
