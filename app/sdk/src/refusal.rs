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
    WrongNetwork WrongOperator WrongAuthority WrongMint WrongVault WrongDestination
    WrongTokenProgram WrongRentPayer WrongAddress AlreadyExists WrongShards ShardOutOfRange
    BadName ParameterOutOfBounds GraceExceedsEpoch EvidenceOutlivesUnbonding DelaysExceedRing EvidenceOutlivesBonds
    LyingWouldPay
    MintHasFreezeAuthority MintExtensionRefused NoMintAuthority TreasuryNeeded BadTreasury ZeroAmount
    SetSealed SetNotSealed SetNotInForce SetFull DuplicateAttestor NotInSet BadWeight BadProofThreshold
    BadVerdictThreshold QuorumTooWide EpochNotAhead BondTooSmall AttestorLeaving AttestorInForce BondNotUnbonding
    NoSuchClass ClassesFull BadClass ReweightTooSoon ClassRetired KeyKindNotAllowed
    CommissionTooHigh Jailed NotJailed BadKey DeviceNotActive DeviceActive WrongClass
    OutsideProofWindow EpochSettled DeviceTooNew OldSequence TooManyUnits NotPrecompile MalformedSignatures
    WrongMessage WrongDeviceKey AttestorSignedTwice BelowThreshold VerifierNeeded
    HarvestFirst SettleFirst SettleInOrder TooEarly TooLate EpochNotSettled NothingToHarvest NothingOwed
    EpochNotHarvested
    DepositTooSmall SelfStakeTooSmall LeverageExceeded PoolFull PoolDraining CaseOpen NotEnoughShares TicketsFull
    NoSuchTicket OwnerMustWithdraw
    NoEquivocation CaseDecided CaseUndecided
    Overflow Insolvent CapExceeded InvariantBroken NoHandover ZeroAddress
}

/// Why a program refused an instruction, in its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Which of the transaction's instructions, counted from 0.
    pub instruction: u8,
    /// The program that this instruction called.
    pub program: Address,
    /// The program's error number.
    pub code: u32,
    /// The error's name; empty if the program gave none.
    pub name: String,
    /// What was wrong and what would be right; empty if the program gave nothing.
    pub message: String,
    /// The account that was at fault, if the program named one.
    pub account: Option<String>,
    /// The two numbers (or addresses) that decided, if any did.
    pub values: Option<(String, String)>,
    /// The transaction's log.
    pub logs: Vec<String>,
}

impl Refusal {
    /// Reads a refusal from the number and the log of a failed transaction.
    pub fn new(instruction: u8, program: Address, code: u32, logs: Vec<String>) -> Self {
        let mut logged = Logged::find(&logs, code);
        if let Some(error) = ledger_error(code).filter(|_| program == ledger::ID && logged.name.is_empty()) {
            logged.name = error.name();
            logged.message = error.to_string();
        }
        let Logged { name, message, account, values } = logged;
        Self { instruction, program, code, name, message, account, values, logs }
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
            write!(f, "refused with error {} by program {}", self.code, self.program)?;
        } else {
            write!(f, "refused: {} ({})", self.message, self.name)?;
        }
        if let Some(account) = &self.account {
            write!(f, "; account: {account}")?;
        }
        if let Some((left, right)) = &self.values {
            write!(f, "; Left: {left}, Right: {right}")?;
        }
        write!(f, " [instruction {}]", self.instruction)
    }
}

impl std::error::Error for Refusal {}

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
        let rest = logs.get(index + 1..).unwrap_or_default();
        Self {
            name: name.unwrap_or_default().to_owned(),
            message: message.unwrap_or_default().to_owned(),
            account: account.map(str::to_owned),
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
}
