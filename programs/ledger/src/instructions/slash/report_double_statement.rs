use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::{Domain, Hash, key::KeyKind, offence::Offence};

use super::case::{CaseAccounts, Change, Evidence, create_case};
use crate::{
    error::{LedgerError, check},
    instructions::{Statement, VerdictStatement},
    math::slash,
    precompile::Signatures,
    state::{Attestor, AttestorSet, Books, LoadOf, Network, SlashCase},
};

/// Opens a slash case against an attestor that signed two different statements on one subject, and strikes its key. By
/// anybody who holds both signatures.
#[event_accounts]
#[derive(Accounts)]
pub struct ReportDoubleStatement<'info> {
    /// Reports, and pays the case's rent.
    #[account(mut)]
    pub reporter: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The set in force in the first statement's epoch: the key is struck from it.
    #[account(mut)]
    pub attestor_set: AccountLoader<'info, AttestorSet>,
    /// The attestor.
    #[account(mut)]
    pub attestor: AccountLoader<'info, Attestor>,
    /// CHECK: the case; created here, at the address of its seeds.
    #[account(mut)]
    pub slash_case: UncheckedAccount<'info>,
    /// CHECK: the network's stake vault, pinned by its address; for the solvency check.
    pub stake_vault: UncheckedAccount<'info>,
    /// CHECK: read by its address; holds the two signatures.
    #[account(address = solana_sdk_ids::sysvar::instructions::ID)]
    pub instructions: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// Two different statements on one subject.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug)]
pub enum DoubleStatement {
    /// About one epoch and sequence of one device.
    Contributions {
        /// The Device account that both name.
        device: Pubkey,
        /// The Operator account that each names.
        operators: [Pubkey; 2],
        /// The statements.
        statements: [Statement; 2],
    },
    /// About one operator and evidence.
    Verdicts {
        /// The Operator account that both name.
        operator: Pubkey,
        /// The statements.
        statements: [VerdictStatement; 2],
    },
}

/// What two statements have in common, and what was signed.
struct Signed {
    digests: [Hash; 2],
    subjects: [Hash; 2],
    epochs: [u64; 2],
}

impl DoubleStatement {
    fn signed(&self, domain: &Domain) -> Signed {
        match self {
            Self::Contributions { device, operators: [first, second], statements: [one, other] } => {
                let pair = [one.contribution(first, device), other.contribution(second, device)];
                Signed {
                    digests: pair.map(|statement| statement.digest(domain)),
                    subjects: pair.map(|statement| statement.subject()),
                    epochs: pair.map(|statement| statement.epoch),
                }
            }
            Self::Verdicts { operator, statements } => {
                let pair = statements.map(|statement| statement.verdict(operator));
                Signed {
                    digests: pair.map(|statement| statement.digest(domain)),
                    subjects: pair.map(|statement| statement.subject()),
                    epochs: pair.map(|statement| statement.epoch),
                }
            }
        }
    }
}

/// Refuses statements that are one or on different subjects, signatures not by the attestor's key, a key that was not in the
/// set in force in the first one's epoch, evidence before either epoch began and from `E(epoch) + G + A` on. Takes a part of
/// the bond. Sets that follow have the key struck by `strike_attestor`, for which anybody may call from now on.
pub(crate) fn report_double_statement(
    ctx: Context<ReportDoubleStatement>,
    evidence: DoubleStatement,
    signature_index: u8,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let parameters = accounts.network.load()?.parameters;
    let signed = evidence.signed(&accounts.network.load()?.domain(&accounts.network.key()));
    let [first, second] = signed.epochs;
    let [subject, other] = signed.subjects;
    let [digest, other_digest] = signed.digests;
    check(subject == other && digest != other_digest, LedgerError::NoDoubleStatement)?;
    accounts.network.load()?.check_evidence(first, now)?;
    accounts.network.load()?.check_evidence(second, now)?;
    let mut attestor = accounts.attestor.load_mut_of(&accounts.network.key())?;
    let signatures = Signatures::load(&accounts.instructions, signature_index, KeyKind::Ed25519, Some(1), 2)?;
    signatures.check_pair(attestor.key.as_ref(), &signed.digests, LedgerError::NotInSet)?;
    let mut set = accounts.attestor_set.load_mut_of(&accounts.network.key())?;
    set.check_in_force(first)?;
    set.ensure_struck(&attestor.key)?;

    let taken = slash::part(attestor.bond, parameters.attestor_slash_bps).ok_or(LedgerError::Overflow)?;
    let before = attestor.bond;
    let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
    books.seize_bond(&mut attestor.bond, taken)?;
    attestor.open_case()?;
    let attestor_key = accounts.attestor.key();
    let subject = Offence::DoubleStatement { attestor: &attestor_key.to_bytes(), subject: &subject };
    create_case(
        &CaseAccounts {
            reporter: &accounts.reporter,
            network: &accounts.network,
            slash_case: &accounts.slash_case,
            stake_vault: &accounts.stake_vault,
            event_authority: &accounts.event_authority,
            system_program: &accounts.system_program,
        },
        &mut books,
        &Evidence { subject, device: Pubkey::default(), digests: signed.digests, epoch: first.max(second) },
        SlashCase {
            offender: attestor_key,
            taken,
            shares_at_opening: before,
            own_shares_at_opening: before,
            ..bytemuck::Zeroable::zeroed()
        },
        Change { before, after: attestor.bond, excess: 0, jailed_until: 0 },
    )
}
