use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::{key::KeyKind, limits::BASIS_POINTS, seeds, verdict};

use crate::{
    create::Creator,
    error::{LedgerError, check, check_numbers},
    events::{VerdictSigned, emit_plain},
    precompile::Signatures,
    state::{AttestorSet, Books, LAYOUT_VERSION, LoadOf, Network, Operator, Verdict},
};

/// Adds attestors' signatures to a verdict, which the first of them opens. By anybody who holds them; a quorum may take
/// several transactions.
#[event_accounts]
#[derive(Accounts)]
pub struct SignVerdict<'info> {
    /// Pays the rent of a verdict that is new.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its totals.
    #[account(mut)]
    pub books: AccountLoader<'info, Books>,
    /// The operator that it is about.
    pub operator: AccountLoader<'info, Operator>,
    /// The set in force in the verdict's epoch.
    pub attestor_set: AccountLoader<'info, AttestorSet>,
    /// CHECK: the verdict, at the address of its seeds; created here if it is new.
    #[account(mut)]
    pub verdict: UncheckedAccount<'info>,
    /// CHECK: read by its address; holds the signatures.
    #[account(address = solana_sdk_ids::sysvar::instructions::ID)]
    pub instructions: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// What the attestors signed, without the operator, which is an account.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerdictStatement {
    /// The epoch that it is about.
    pub epoch: u64,
    /// sha256 of the evidence.
    pub evidence_hash: [u8; 32],
    /// The part of the stake that it takes, basis points: 1 to 10^4.
    pub fraction_bps: u64,
}

impl VerdictStatement {
    /// The statement about this operator.
    pub fn verdict(&self, operator: &Pubkey) -> verdict::Verdict {
        verdict::Verdict {
            operator: operator.to_bytes(),
            epoch: self.epoch,
            evidence_hash: self.evidence_hash,
            fraction_bps: self.fraction_bps,
        }
    }
}

/// Refuses a fraction out of range, an epoch that has not begun or whose evidence is old (from `E(epoch) + G + A` on), and
/// signatures of another statement, by others than the set's live members, or of which none is new.
pub(crate) fn sign_verdict<'info>(
    ctx: Context<'info, SignVerdict<'info>>,
    statement: VerdictStatement,
    signature_index: u8,
) -> Result<()> {
    let accounts = &*ctx.accounts;
    let VerdictStatement { epoch, evidence_hash, fraction_bps } = statement;
    let network = accounts.network.load()?;
    check_numbers((1..=BASIS_POINTS).contains(&fraction_bps), LedgerError::BadFraction, fraction_bps, BASIS_POINTS)?;
    network.check_evidence(epoch, Clock::get()?.unix_timestamp)?;
    accounts.operator.load_of(&accounts.network.key())?;
    let mut books = accounts.books.load_mut_of(&accounts.network.key())?;
    let set = accounts.attestor_set.load_of(&accounts.network.key())?;
    set.check_in_force(epoch)?;
    let digest = statement.verdict(&accounts.operator.key()).digest(&network.domain(&accounts.network.key()));
    let signatures = Signatures::load(&accounts.instructions, signature_index, KeyKind::Ed25519, None, 1)?;
    let (signers, _) = set.signers(&signatures, 0, &[], &digest)?;

    if accounts.verdict.data_is_empty() {
        let creator = Creator { payer: &accounts.payer, system_program: &accounts.system_program };
        let network = accounts.network.key();
        let seeds = [seeds::VERDICT, network.as_ref(), &digest];
        let (mut verdict, bump) = creator.create::<Verdict>(&accounts.verdict, &seeds)?;
        *verdict = Verdict {
            network,
            rent_payer: accounts.payer.key(),
            operator: accounts.operator.key(),
            evidence_hash,
            epoch,
            fraction_bps,
            signers: 0,
            version: LAYOUT_VERSION,
            bump,
            reserved: [0; 2],
        };
        books.open_account()?;
    }
    let loader = AccountLoader::<Verdict>::try_from(&accounts.verdict)?;
    let mut verdict = loader.load_mut_of(&accounts.network.key())?;
    let same = verdict.statement() == statement.verdict(&accounts.operator.key());
    check(same, LedgerError::WrongAddress)?;
    verdict.add_signers(signers)?;

    emit_plain(
        &accounts.event_authority,
        VerdictSigned {
            verdict: accounts.verdict.key(),
            operator: verdict.operator,
            epoch,
            evidence_hash,
            fraction_bps,
            weight: verdict.weight(&set),
            threshold: set.verdict_threshold,
        },
    )
}
