//! Checks a recorded contribution again, step by step, as the program checked it: for people who want to see why it
//! counted.

use anchor_lang::{AnchorDeserialize, Discriminator};
use girder_interface::{Hash, key::DeviceKey};
use ledger::{
    Statement,
    instruction::SubmitContribution,
    state::{AttestorSet, Classes, Network, Operator},
};
use p256::ecdsa::{VerifyingKey, signature::Verifier};
use solana_address::Address;
use solana_message::compiled_instruction::CompiledInstruction;
use solana_transaction::versioned::VersionedTransaction;

use crate::{
    Result, SdkError,
    events::LedgerEvent,
    history::Record,
    lookup, pda,
    precompile::{self, SignedMessage},
    signer::hex,
    transport::{self, Transport},
};

/// A rule of the program, with the values it was checked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The rule.
    pub rule: &'static str,
    /// The values on both sides.
    pub values: String,
    /// Whether they keep it; `None` where nobody can tell any more.
    pub holds: Option<bool>,
}

/// A contribution that a transaction submitted, checked again.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The network.
    pub network: Address,
    /// The operator.
    pub operator: Address,
    /// The device.
    pub device: Address,
    /// What was signed.
    pub statement: Statement,
    /// The checks, in the program's order. Signatures, digest and window are checked as of then; what accounts hold (the
    /// attestors struck, the cover) as of now.
    pub steps: Vec<Step>,
}

/// Checks again every contribution that a transaction submitted by itself; one that another program submitted is not
/// shown. Refuses where the network's accounts are gone.
pub async fn contributions(transport: &dyn Transport, record: &Record) -> Result<Vec<Verification>> {
    let keys = keys(transport, &record.transaction).await?;
    let mut verified = Vec::new();
    for called in record.transaction.message.instructions() {
        if let Some(submission) = Submission::read(&keys, called) {
            verified.push(submission.verify(transport, record, &keys).await?);
        }
    }
    Ok(verified)
}

/// A transaction's keys: its own, then those from lookup tables.
async fn keys(transport: &dyn Transport, transaction: &VersionedTransaction) -> Result<Vec<Address>> {
    let mut keys = transaction.message.static_account_keys().to_vec();
    let (mut writable, mut readonly) = (Vec::new(), Vec::new());
    for part in transaction.message.address_table_lookups().unwrap_or_default() {
        let table = lookup::fetch(transport, part.account_key).await?.addresses;
        let at = |index: &u8| table.get(usize::from(*index)).copied().unwrap_or_default();
        writable.extend(part.writable_indexes.iter().map(at));
        readonly.extend(part.readonly_indexes.iter().map(at));
    }
    keys.extend(writable.into_iter().chain(readonly));
    Ok(keys)
}

/// A submission as its instruction has it.
struct Submission {
    network: Address,
    attestor_set: Address,
    operator: Address,
    device: Address,
    arguments: SubmitContribution,
}

impl Submission {
    fn read(keys: &[Address], called: &CompiledInstruction) -> Option<Self> {
        if keys.get(usize::from(called.program_id_index)) != Some(&ledger::ID) {
            return None;
        }
        let mut data = called.data.strip_prefix(SubmitContribution::DISCRIMINATOR)?;
        let account = |index: usize| keys.get(usize::from(*called.accounts.get(index)?)).copied();
        Some(Self {
            network: account(0)?,
            attestor_set: account(2)?,
            operator: account(3)?,
            device: account(4)?,
            arguments: SubmitContribution::deserialize(&mut data).ok()?,
        })
    }

    async fn verify(&self, transport: &dyn Transport, record: &Record, keys: &[Address]) -> Result<Verification> {
        let network: Network = transport::fetch(transport, self.network).await?;
        let classes: Box<Classes> = Box::new(transport::fetch(transport, pda::classes(self.network)).await?);
        let statement = self.arguments.statement;
        let digest = statement.contribution(&self.operator, &self.device).digest(&network.domain(&self.network));
        let signatures = self.signatures(record, keys)?;
        let mut steps = Steps(Vec::new());
        steps.window(&network, &statement, record.time);
        steps.units(&classes, &statement);
        steps.digest(&digest, &signatures);
        steps.device(self, &signatures);
        steps.signatures(&signatures);
        // Where a class has a verifier, the program itself stands in the attestors' place.
        if self.attestor_set != ledger::ID {
            let set = transport::fetch(transport, self.attestor_set).await?;
            steps.attestors(&set, &statement, &signatures);
        }
        if let Some(operator) = transport.account(&self.operator).await? {
            let address = self.operator;
            let operator: Operator =
                crate::accounts::decode_account(&operator).map_err(|source| SdkError::Decode { address, source })?;
            steps.cover(&network, &operator, &statement);
        }
        steps.counted(record, self);
        let Self { network, operator, device, .. } = *self;
        Ok(Verification { network, operator, device, statement, steps: steps.0 })
    }

    /// The signatures that the submission points to, the device's first.
    fn signatures(&self, record: &Record, keys: &[Address]) -> Result<Vec<SignedMessage>> {
        let indices = self.arguments.indices;
        let called = record.transaction.message.instructions();
        let read = |index: u8| {
            let called = called.get(usize::from(index))?;
            precompile::read(keys.get(usize::from(called.program_id_index))?, &called.data)
        };
        let missing = || SdkError::BadTransaction("there are no signatures where the submission points".into());
        let first = read(indices.secp256r1).filter(|signed| signed.iter().all(SignedMessage::is_secp256r1));
        let rest = read(indices.ed25519).filter(|signed| !signed.iter().any(SignedMessage::is_secp256r1));
        let all: Vec<SignedMessage> = first.into_iter().chain(rest).flatten().collect();
        if all.is_empty() { Err(missing()) } else { Ok(all) }
    }
}

struct Steps(Vec<Step>);

impl Steps {
    fn add(&mut self, rule: &'static str, holds: bool, values: String) {
        self.0.push(Step { rule, values, holds: Some(holds) });
    }

    fn window(&mut self, network: &Network, statement: &Statement, time: Option<i64>) {
        let parameters = &network.parameters;
        let start = parameters.schedule().start(statement.epoch);
        let (Some(time), Some(start), Ok(end)) = (time, start, parameters.settle_time(statement.epoch)) else {
            return self.add("It came within the epoch's window", false, "nobody says when it came".into());
        };
        let holds = start <= time && time < end;
        self.add("It came within the epoch's window", holds, format!("{start} ≤ {time} < {end} (Unix seconds)"));
    }

    fn units(&mut self, classes: &Classes, statement: &Statement) {
        let Ok(class) = classes.get(statement.class) else {
            return self.add("The class exists", false, format!("class {}", statement.class));
        };
        let open = statement.epoch < class.retired_from;
        self.add("The class was not retired", open, format!("class {}, epoch {}", statement.class, statement.epoch));
        let holds = statement.units <= class.limit;
        self.add("A device may contribute that much", holds, format!("{} ≤ {} units", statement.units, class.limit));
    }

    fn digest(&mut self, digest: &Hash, signatures: &[SignedMessage]) {
        let holds = signatures.iter().all(|signed| signed.message == *digest);
        let values =
            format!("{}, computed again from the statement and signed {} times", hex(digest), signatures.len());
        self.add("All signed this statement's digest", holds, values);
    }

    fn device(&mut self, submission: &Submission, signatures: &[SignedMessage]) {
        let key = signatures.first().map(|signed| signed.key);
        let holds = key.is_some_and(|key| pda::device(submission.network, &key) == submission.device);
        let key = key.map(|key| hex(key.as_bytes())).unwrap_or_default();
        self.add(
            "The first key is the device's",
            holds,
            format!("the account {} follows from key {key}", submission.device),
        );
    }

    fn signatures(&mut self, signatures: &[SignedMessage]) {
        for signed in signatures {
            let kind = if signed.is_secp256r1() { "secp256r1" } else { "Ed25519" };
            self.add("A signature is right", verify(signed), format!("{kind}, key {}", signed.show_key()));
        }
    }

    fn attestors(&mut self, set: &AttestorSet, statement: &Statement, signatures: &[SignedMessage]) {
        let in_force = set.sealed == 1 && set.from_epoch <= statement.epoch && statement.epoch <= set.until_epoch;
        let values = format!("set {}, from epoch {}; epoch {}", set.set_version, set.from_epoch, statement.epoch);
        self.add("The attestor set was in force", in_force, values);
        let mut weight = 0u64;
        let mut seen = Vec::new();
        for signed in signatures.iter().skip(1) {
            let member = set.members().iter().find(|member| member.key.as_ref() == signed.key.as_bytes());
            let first = !seen.contains(&signed.key.as_bytes());
            seen.push(signed.key.as_bytes());
            let own = member.filter(|_| first).map_or(0, |member| member.weight);
            weight = weight.saturating_add(own);
            let struck = if member.is_some_and(|member| member.struck == 1) { ", struck since" } else { "" };
            self.add(
                "An attestor of the set signed, once",
                own > 0,
                format!("{}, weight {own}{struck}", signed.show_key()),
            );
        }
        let values = format!("{weight} ≥ {} of {}", set.proof_threshold, set.total_weight);
        self.add("Their weight reaches the threshold", weight >= set.proof_threshold, values);
    }

    fn cover(&mut self, network: &Network, operator: &Operator, statement: &Statement) {
        let rate = network.parameters.collateral_per_million_credits;
        let limit =
            ledger::math::coverage::credit_limit(operator.covered(&network.parameters), rate).unwrap_or_default();
        let credit = operator.credit_in(statement.epoch);
        let rule = "Stake covers the operator's credit";
        let values = format!("{credit} credits in epoch {} ≤ {limit}, what the stake covers now", statement.epoch);
        if credit <= limit {
            return self.add(rule, true, values);
        }
        let values =
            format!("{credit} credits in epoch {}; the stake covers {limit} now, less than then", statement.epoch);
        self.0.push(Step { rule, values, holds: None });
    }

    fn counted(&mut self, record: &Record, submission: &Submission) {
        if let Some(failure) = &record.failure {
            return self.add("The ledger counted it", false, failure.clone());
        }
        let counted = record.events.iter().find_map(|event| match event {
            LedgerEvent::ContributionCounted(event) if event.device == submission.device => Some(event),
            _ => None,
        });
        let values = counted.map_or_else(String::new, |event| {
            format!(
                "{} new units; the operator's credit from {} to {}",
                event.counted_units, event.credit_before, event.credit_after
            )
        });
        self.add("The ledger counted it", counted.is_some(), values);
    }
}

/// Whether a signature is right.
fn verify(signed: &SignedMessage) -> bool {
    match signed.key {
        DeviceKey::Ed25519(key) => solana_signature::Signature::from(signed.signature).verify(&key, &signed.message),
        DeviceKey::Secp256r1(key) => {
            let key = VerifyingKey::from_sec1_bytes(&key);
            let signature = p256::ecdsa::Signature::from_slice(&signed.signature);
            matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(&signed.message, &signature).is_ok())
        }
    }
}
