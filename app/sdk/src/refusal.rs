//! A program's refusal: which rule, and which numbers decided.

use std::fmt;

use ledger::error::LedgerError;
use solana_address::Address;

macro_rules! ledger_errors {
    ($($name:ident)*) => {
        const LEDGER_ERRORS: &[LedgerError] = &[$(LedgerError::$name),*];

        /// Does not compile while an error of the program is missing above.
        const fn _all_are_listed(error: LedgerError) {
            match error {
                $(LedgerError::$name => {})*
            }
        }
    };
}

ledger_errors! {
    WrongNetwork WrongOperator WrongOffender WrongAuthority WrongMint WrongVault WrongDestination WrongTokenProgram
    WrongRentPayer WrongAddress AlreadyExists WrongShards ShardOutOfRange BadName ParameterOutOfBounds
    GraceExceedsEpoch EvidenceOutlivesUnbonding DelaysExceedRing EvidenceOutlivesBonds CorrelationExceedsRing
    LyingWouldPay BreakerTooSmall StaleProposal NoSuchRole NoSuchPauseSubject Paused PauseTooLong NotPaused MintHasFreezeAuthority MintExtensionRefused UnknownMintRisk NoMintAuthority TreasuryNeeded ZeroAmount
    SetSealed SetNotSealed SetNotInForce SetFull DuplicateAttestor NotInSet BadWeight BadProofThreshold
    BadVerdictThreshold QuorumTooWide EpochNotAhead EpochTooFarAhead BondTooSmall AttestorLeaving AttestorInForce
    BondNotUnbonding AttestorAtFault NoSuchClass ClassesFull BadClass ReweightTooSoon ClassRetired KeyKindNotAllowed
    NotInvited CommissionTooHigh CommissionStepTooLarge MaintenanceTooLong MaintenanceRunning MaintenanceTooSoon Jailed
    NotJailed BadKey DeviceNotActive DeviceActive RegionsFull LicenceNeeded WrongLicensor LicenceNotNewer WrongClass
    OutsideProofWindow EpochSettled DeviceTooNew OldSequence TooManyUnits NotPrecompile MalformedSignatures
    WrongMessage WrongDeviceKey AttestorSignedTwice BelowThreshold VerifierNeeded HarvestFirst SettleFirst
    SettleInOrder TooEarly TooLate EpochNotSettled NothingToHarvest NothingOwed BreakerFull EpochNotHarvested
    DepositTooSmall SelfStakeTooSmall LeverageExceeded PoolFull PoolDraining CaseOpen NotEnoughShares TicketsFull
    NoSuchTicket OwnerMustWithdraw SamePosition RecipientMustSign LockOutOfRange SharesLocked PositionNotEmpty
    OwnPosition NoEquivocation NoDoubleStatement EvidenceAhead EvidenceClosed NotDown BadFraction NoBounty WrongCommitment
    TicketTooNew OlderTicketRevealed CaseDecided CaseUndecided CaseNotClosed NetworkRetired NetworkNotOver
    NetworkNotEmpty OperatorNotEmpty CommissionOwed SetNotOver PayOwed Overflow Insolvent CapExceeded
    InvariantBroken NoHandover ZeroAddress OldLayout LayoutIsCurrent
}

/// Why a program refused an instruction, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which of the transaction's instructions, counted from 0.
    pub instruction: u8,
    /// The program that refused: the one that this instruction called, or one called by that.
    pub program: Address,
    /// The program's error number.
    pub code: u32,
    /// The error's name; empty if the program gave none.
    pub name: String,
    /// What was wrong and what would be right; empty if the program said nothing.
    pub message: String,
    /// The account that was at fault, if the program named one.
    pub account: Option<String>,
    /// What the program logged right before, if anything: where the message says that something is named in the log.
    pub note: Option<String>,
    /// The two numbers (or addresses) that decided, if any did.
    pub values: Option<(String, String)>,
    /// The transaction's log.
    pub logs: Vec<String>,
}

impl Refusal {
    /// Reads a refusal from the number and the log of a failed transaction. `program`: what the instruction called; if that
    /// called another program which failed, the log says so.
    pub fn new(instruction: u8, program: Address, code: u32, logs: Vec<String>) -> Self {
        let program = failed_program(&logs).unwrap_or(program);
        let mut logged = Logged::find(&logs, code);
        if let Some(error) = ledger_error(code).filter(|_| program == ledger::ID && logged.name.is_empty()) {
            logged.name = error.name().to_owned();
            logged.message = error.to_string();
        } else if logged.name.is_empty() {
            logged.message = precompile_message(program, code).map_or_else(|| last_words(&logs), str::to_owned);
        }
        let Logged { name, message, account, note, values } = logged;
        Self { instruction, program, code, name, message, account, note, values, logs }
    }

    /// The ledger's own error, if it is one: not of Anchor's framework, and not another program's. By its name, so that a
    /// program of another version, with other numbers, is understood.
    pub fn ledger_error(&self) -> Option<LedgerError> {
        LEDGER_ERRORS.iter().copied().find(|error| self.program == ledger::ID && error.name() == self.name)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.name.is_empty() {
            write!(f, "program {} refused with error {}", self.program, self.code)?;
            if !self.message.is_empty() {
                write!(f, ": {}", self.message)?;
            }
        } else {
            write!(f, "refused: {} ({})", self.message, self.name)?;
        }
        if let Some(account) = &self.account {
            write!(f, "; account: {account}")?;
        }
        if let Some(note) = &self.note {
            write!(f, "; {note}")?;
        }
        if let Some((left, right)) = &self.values {
            write!(f, "; Left: {left}, Right: {right}")?;
        }
        write!(f, " [instruction {}]", self.instruction)
    }
}

impl std::error::Error for Refusal {}

/// The program that failed first: no program survives the failure of one that it calls.
fn failed_program(logs: &[String]) -> Option<Address> {
    logs.iter().find_map(|line| failure_of(line)?.parse().ok())
}

/// The program in a line that says that it failed.
fn failure_of(line: &str) -> Option<&str> {
    line.strip_prefix("Program ")?.split_once(" failed: ").map(|(program, _)| program)
}

/// The last thing that was logged before a program failed.
fn last_words(logs: &[String]) -> String {
    let before = logs.iter().take_while(|line| failure_of(line).is_none());
    let words = before.filter_map(|line| match line.strip_prefix("Program ") {
        Some(of_program) => of_program.strip_prefix("log: "),
        None => Some(line.as_str()),
    });
    words.last().map(|text| text.trim_start_matches("Error: ").to_owned()).unwrap_or_default()
}

/// What the number of a signature precompile means; precompiles log nothing.
fn precompile_message(program: Address, code: u32) -> Option<&'static str> {
    let precompiles = [solana_sdk_ids::ed25519_program::ID, solana_sdk_ids::secp256r1_program::ID];
    let messages = [
        "a public key is not valid",
        "a recovery id is not valid",
        "a signature is not valid",
        "an offset is outside the data",
        "the data is too short",
    ];
    messages.get(code as usize).copied().filter(|_| precompiles.contains(&program))
}

/// The ledger's error of this number.
fn ledger_error(code: u32) -> Option<LedgerError> {
    LEDGER_ERRORS.iter().copied().find(|&error| u32::from(error) == code)
}

/// What Anchor's log says about an error.
#[derive(Default)]
struct Logged {
    name: String,
    message: String,
    account: Option<String>,
    note: Option<String>,
    values: Option<(String, String)>,
}

impl Logged {
    fn find(logs: &[String], code: u32) -> Self {
        let number = format!("Error Number: {code}. ");
        let Some((index, line)) = logs.iter().enumerate().rev().find(|(_, line)| line.contains(&number)) else {
            return Self::default();
        };
        let after = |marker: &str| line.split_once(marker).map(|(_, rest)| rest);
        let name = after("Error Code: ").and_then(|rest| rest.split_once(". ")).map(|(name, _)| name);
        let message = after("Error Message: ").map(|rest| rest.strip_suffix('.').unwrap_or(rest));
        let account = after("caused by account: ").and_then(|rest| rest.split_once(". ")).map(|(account, _)| account);
        let before = index.checked_sub(1).and_then(|index| logs.get(index)?.strip_prefix("Program log: "));
        let rest = logs.get(index + 1..).unwrap_or_default();
        Self {
            name: name.unwrap_or_default().to_owned(),
            message: message.unwrap_or_default().to_owned(),
            account: account.map(str::to_owned),
            note: before.filter(|text| !text.starts_with("Instruction: ")).map(str::to_owned),
            values: logged_value(rest, "Left:").zip(logged_value(rest, "Right:")),
        }
    }
}

/// A compared value: on the marker's own line, or on the next one for an address.
fn logged_value(logs: &[String], marker: &str) -> Option<String> {
    let text = |line: &String| line.strip_prefix("Program log: ").map(|text| text.trim().to_owned());
    let mut lines = logs.iter().filter_map(text).skip_while(|line| !line.starts_with(marker));
    let value = lines.next()?.strip_prefix(marker)?.trim().to_owned();
    if value.is_empty() { lines.next() } else { Some(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn logs(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| format!("Program log: {line}")).collect()
    }

    #[test]
    fn every_error_of_the_program_is_found_by_its_number() {
        for (index, &error) in LEDGER_ERRORS.iter().enumerate() {
            assert_eq!(u32::from(error), 6000 + index as u32, "{} is listed out of order", error.name());
            assert_eq!(ledger_error(u32::from(error)), Some(error));
        }
        assert_eq!(ledger_error(6000 + LEDGER_ERRORS.len() as u32), None);
    }

    #[test]
    fn numbers_that_decided_are_read_from_the_log() {
        let code = u32::from(LedgerError::OldSequence);
        let line = format!("AnchorError occurred. Error Code: OldSequence. Error Number: {code}. Error Message: x.");
        let refusal = Refusal::new(1, ledger::ID, code, logs(&[&line, "Left: 4", "Right: 5"]));
        assert_eq!(refusal.ledger_error(), Some(LedgerError::OldSequence));
        assert_eq!(refusal.values, Some(("4".into(), "5".into())));
        assert!(refusal.to_string().contains("Left: 4, Right: 5"));
    }

    #[test]
    fn an_error_of_the_framework_keeps_its_own_words() {
        let lines = logs(&[
            "AnchorError caused by account: books. Error Code: ConstraintSeeds. Error Number: 2006. Error Message: A seeds constraint was violated.",
            "Left:",
            "11111111111111111111111111111111",
            "Right:",
            "FsSaaZWPuP4GZT8jyUPkFpuYE7S3L6hYzk8jZSTT5NiY",
        ]);
        let refusal = Refusal::new(0, ledger::ID, 2006, lines);
        assert_eq!(refusal.ledger_error(), None);
        assert_eq!(refusal.name, "ConstraintSeeds");
        assert_eq!(refusal.message, "A seeds constraint was violated");
        assert_eq!(refusal.account.as_deref(), Some("books"));
        assert_eq!(refusal.values.unwrap().1, "FsSaaZWPuP4GZT8jyUPkFpuYE7S3L6hYzk8jZSTT5NiY");
    }

    #[test]
    fn another_programs_number_is_not_the_ledgers() {
        let refusal = Refusal::new(0, Address::default(), 6000, Vec::new());
        assert_eq!(refusal.ledger_error(), None);
        assert!(refusal.to_string().contains("error 6000"));
    }

    #[test]
    fn the_program_that_failed_first_is_named() {
        let token = spl_token_interface::ID;
        let mut lines = vec![format!("Program {} invoke [1]", ledger::ID), format!("Program {token} invoke [2]")];
        lines.extend(logs(&["Error: insufficient funds"]));
        lines.push(format!("Program {token} failed: custom program error: 0x1"));
        lines.push(format!("Program {} failed: custom program error: 0x1", ledger::ID));
        let refusal = Refusal::new(0, ledger::ID, 1, lines);
        assert_eq!(refusal.program, token);
        assert_eq!(refusal.message, "insufficient funds");
    }

    #[test]
    fn precompiles_are_given_words() {
        let refusal = Refusal::new(0, solana_sdk_ids::ed25519_program::ID, 2, Vec::new());
        assert!(refusal.to_string().contains("a signature is not valid"));
    }
}
