//! Girder's ledger program: operators stake collateral, prove with signatures what their devices contributed, are paid for it
//! in a token, and lose stake when they lie. Many networks share one deployment.
//!
//! Modules point one way: `instructions -> state -> math`, and all of them to the interface crate that clients and firmware
//! share. Below is the table of contents: one line an instruction, with who may call it; what each refuses is said in its
//! own file.

// A test that overflows fails, as it should.
#![cfg_attr(test, allow(clippy::arithmetic_side_effects))]

use anchor_lang::prelude::*;

mod create;
pub mod error;
pub mod events;
pub mod instructions;
pub mod math;
mod precompile;
pub mod state;
mod tokens;

pub use instructions::*;
use state::Parameters;

declare_id!("FsSaaZWPuP4GZT8jyUPkFpuYE7S3L6hYzk8jZSTT5NiY");

// Explorers show it beside the program. Only the program itself has it, not a program that calls it.
#[cfg(not(feature = "no-entrypoint"))]
solana_security_txt::security_txt! {
    name: "Girder ledger",
    project_url: env!("CARGO_PKG_REPOSITORY"),
    contacts: "link:https://github.com/girder/girder/security/advisories/new",
    policy: "https://github.com/girder/girder/blob/main/SECURITY.md",
    preferred_languages: "en",
    source_code: env!("CARGO_PKG_REPOSITORY")
}

/// The instructions.
#[program]
pub mod ledger {
    use super::*;

    /// Creates a network. Its creator; whoever pays.
    pub fn create_network(
        ctx: Context<CreateNetwork>,
        name: [u8; 32],
        parameters: Parameters,
        mint_risks: u8,
    ) -> Result<()> {
        instructions::create_network(ctx, name, parameters, mint_risks)
    }

    /// Creates a shard of a network. Anybody.
    pub fn create_shard(ctx: Context<CreateShard>, number: u8) -> Result<()> {
        instructions::create_shard(ctx, number)
    }

    /// Offers a role in a network to a key. The network's authority.
    pub fn offer_network_role(ctx: Context<ChangeNetworkRole>, role: u8, to: Pubkey) -> Result<()> {
        instructions::offer_network_role(ctx, role, to)
    }

    /// Takes an offered role in a network over. The key it was offered to.
    pub fn accept_network_role(ctx: Context<ChangeNetworkRole>, role: u8) -> Result<()> {
        instructions::accept_network_role(ctx, role)
    }

    /// Pauses intake, settlement or claims for a while, or ends that. The network's guardian.
    pub fn pause(ctx: Context<PauseNetwork>, subject: u8, seconds: i64) -> Result<()> {
        instructions::pause(ctx, subject, seconds)
    }

    /// Proposes other parameters. The network's authority.
    pub fn propose_parameters(ctx: Context<ProposeParameters>, parameters: Parameters) -> Result<()> {
        instructions::propose_parameters(ctx, parameters)
    }

    /// Puts proposed parameters in force after their timelock. Anybody.
    pub fn execute_parameters(ctx: Context<EndParameterChange>) -> Result<()> {
        instructions::execute_parameters(ctx)
    }

    /// Withdraws a proposal for the parameters. The network's authority; anybody if it is stale or the network is retired.
    pub fn close_parameter_change(ctx: Context<EndParameterChange>) -> Result<()> {
        instructions::close_parameter_change(ctx)
    }

    /// Moves an account from an old layout to today's. Anybody.
    pub fn migrate_account(ctx: Context<MigrateAccount>) -> Result<()> {
        instructions::migrate_account(ctx)
    }

    /// Announces a network's end. The network's authority.
    pub fn retire_network(ctx: Context<RetireNetwork>, from_epoch: u64) -> Result<()> {
        instructions::retire_network(ctx, from_epoch)
    }

    /// Closes a shard of a network that is over. Anybody.
    pub fn close_shard(ctx: Context<CloseAccount>) -> Result<()> {
        instructions::close_shard(ctx)
    }

    /// Closes a network that is over and empty. Anybody.
    pub fn close_network(ctx: Context<CloseNetwork>) -> Result<()> {
        instructions::close_network(ctx)
    }

    /// Adds a class. The network's authority.
    pub fn add_class(ctx: Context<AddClass>, class: NewClass) -> Result<()> {
        instructions::add_class(ctx, class)
    }

    /// Changes a class's weight from a later epoch on. The network's authority.
    pub fn reweight_class(ctx: Context<ChangeClass>, class: u16, weight: u64, from_epoch: u64) -> Result<()> {
        instructions::reweight_class(ctx, class, weight, from_epoch)
    }

    /// Retires a class from a later epoch on. The network's authority.
    pub fn retire_class(ctx: Context<ChangeClass>, class: u16, from_epoch: u64) -> Result<()> {
        instructions::retire_class(ctx, class, from_epoch)
    }

    /// Names who licenses the devices of a region from a later epoch on. The network's authority.
    pub fn set_licensor(ctx: Context<ChangeClass>, region: u32, licensor: Pubkey, from_epoch: u64) -> Result<()> {
        instructions::set_licensor(ctx, region, licensor, from_epoch)
    }

    /// Opens an attestor's account. The attestor's key and owner.
    pub fn register_attestor(ctx: Context<RegisterAttestor>) -> Result<()> {
        instructions::register_attestor(ctx)
    }

    /// Adds to an attestor's bond. Anybody.
    pub fn post_bond(ctx: Context<PostBond>, amount: u64) -> Result<()> {
        instructions::post_bond(ctx, amount)
    }

    /// Asks for an attestor's bond back. Its authority; anybody once the network is retired.
    pub fn unbond_attestor(ctx: Context<UnbondAttestor>) -> Result<()> {
        instructions::unbond_attestor(ctx)
    }

    /// Pays an attestor's bond back when it is due. Anybody.
    pub fn withdraw_bond(ctx: Context<WithdrawBond>) -> Result<()> {
        instructions::withdraw_bond(ctx)
    }

    /// Opens the draft of the next attestor set. The network's authority.
    pub fn create_attestor_set(ctx: Context<CreateAttestorSet>) -> Result<()> {
        instructions::create_attestor_set(ctx)
    }

    /// Adds an attestor to the draft. The network's authority.
    pub fn add_attestor(ctx: Context<AddAttestor>, weight: u64) -> Result<()> {
        instructions::add_attestor(ctx, weight)
    }

    /// Makes the draft final, in force from a later epoch on. The network's authority.
    pub fn seal_attestor_set(
        ctx: Context<SealAttestorSet>,
        from_epoch: u64,
        proof_threshold: u64,
        verdict_threshold: u64,
    ) -> Result<()> {
        instructions::seal_attestor_set(ctx, from_epoch, proof_threshold, verdict_threshold)
    }

    /// Strikes a key from a set at once. The network's authority, the key's payee; anybody if it is at fault.
    pub fn strike_attestor(ctx: Context<StrikeAttestor>, key: Pubkey) -> Result<()> {
        instructions::strike_attestor(ctx, key)
    }

    /// Pays an attestor. Anybody.
    pub fn claim_attestor_pay(ctx: Context<ClaimAttestorPay>, key: Pubkey) -> Result<()> {
        instructions::claim_attestor_pay(ctx, key)
    }

    /// Closes an attestor set that is over. Anybody.
    pub fn close_attestor_set(ctx: Context<CloseAccount>) -> Result<()> {
        instructions::close_attestor_set(ctx)
    }

    /// Opens an operator. Its identity; where operators are invited the network's authority, too.
    pub fn register_operator(ctx: Context<RegisterOperator>, commission_bps: u64, payout_wallet: Pubkey) -> Result<()> {
        instructions::register_operator(ctx, commission_bps, payout_wallet)
    }

    /// Offers an operator's authority to a key. The operator's authority.
    pub fn offer_operator_authority(ctx: Context<ManageOperator>, to: Pubkey) -> Result<()> {
        instructions::offer_operator_authority(ctx, to)
    }

    /// Takes an offered authority over. The key it was offered to.
    pub fn accept_operator_authority(ctx: Context<AcceptOperatorAuthority>) -> Result<()> {
        instructions::accept_operator_authority(ctx)
    }

    /// Names who manages an operator's devices. The operator's authority.
    pub fn set_operator_manager(ctx: Context<ManageOperator>, manager: Pubkey) -> Result<()> {
        instructions::set_operator_manager(ctx, manager)
    }

    /// Names who gets an operator's commission. The operator's authority.
    pub fn set_payout_wallet(ctx: Context<ManageOperator>, payout_wallet: Pubkey) -> Result<()> {
        instructions::set_payout_wallet(ctx, payout_wallet)
    }

    /// Sets an operator's commission from a later epoch on. The operator's authority.
    pub fn set_commission(ctx: Context<GovernOperator>, commission_bps: u64) -> Result<()> {
        instructions::set_commission(ctx, commission_bps)
    }

    /// Declares maintenance in epochs that have not begun. The operator's authority or manager.
    pub fn declare_maintenance(ctx: Context<GovernOperator>, from_epoch: u64, epochs: u64) -> Result<()> {
        instructions::declare_maintenance(ctx, from_epoch, epochs)
    }

    /// Pays an operator's commission. Anybody.
    pub fn claim_commission(ctx: Context<ClaimCommission>) -> Result<()> {
        instructions::claim_commission(ctx)
    }

    /// Lets an operator out of jail. Its authority.
    pub fn unjail(ctx: Context<Unjail>) -> Result<()> {
        instructions::unjail(ctx)
    }

    /// Closes an operator with its own position. Its authority; anybody once the network is retired.
    pub fn close_operator(ctx: Context<CloseOperator>) -> Result<()> {
        instructions::close_operator(ctx)
    }

    /// Opens a position in an operator's pool. Anybody, for anybody.
    pub fn open_position(ctx: Context<OpenPosition>) -> Result<()> {
        instructions::open_position(ctx)
    }

    /// Buys shares of an operator's pool. The position's owner.
    pub fn deposit(ctx: Context<Deposit>, amount: u64) -> Result<()> {
        instructions::deposit(ctx, amount)
    }

    /// Marks shares for leaving. The position's owner; anybody once the network is retired.
    pub fn unstake(ctx: Context<ChangePosition>, shares: u64) -> Result<()> {
        instructions::unstake(ctx, shares)
    }

    /// Takes a mark away. The position's owner.
    pub fn cancel_unstake(ctx: Context<ChangePosition>, ticket: u8) -> Result<()> {
        instructions::cancel_unstake(ctx, ticket)
    }

    /// Pays a matured ticket out. Anybody; while a case is open the owner.
    pub fn withdraw(ctx: Context<Withdraw>, ticket: u8) -> Result<()> {
        instructions::withdraw(ctx, ticket)
    }

    /// Moves shares to another owner. The position's owner, and the receiver unless its position is new.
    pub fn transfer_shares(ctx: Context<TransferShares>, shares: u64) -> Result<()> {
        instructions::transfer_shares(ctx, shares)
    }

    /// Locks a position's shares for a vote. The position's owner.
    pub fn lock_shares(ctx: Context<LockShares>, until: i64) -> Result<()> {
        instructions::lock_shares(ctx, until)
    }

    /// Closes an empty position. Its owner, or who paid its rent; anybody while the pool has no shares.
    pub fn close_position(ctx: Context<ClosePosition>) -> Result<()> {
        instructions::close_position(ctx)
    }

    /// Registers a device key. The operator's authority or manager, with the key's signature.
    pub fn register_device(
        ctx: Context<RegisterDevice>,
        key: NewKey,
        class: u16,
        region: u32,
        signature_index: u8,
    ) -> Result<()> {
        instructions::register_device(ctx, key, class, region, signature_index)
    }

    /// Moves a device to a new key. The operator's authority or manager, with the new key's signature.
    pub fn rotate_device(ctx: Context<RotateDevice>, key: NewKey, signature_index: u8) -> Result<()> {
        instructions::rotate_device(ctx, key, signature_index)
    }

    /// Gives a device the licence of its region's licensor. Anybody who holds it.
    pub fn license_device(
        ctx: Context<LicenseDevice>,
        issued_at: i64,
        expires_at: i64,
        signature_index: u8,
    ) -> Result<()> {
        instructions::license_device(ctx, issued_at, expires_at, signature_index)
    }

    /// Ends a device's life. The operator's authority or manager; anybody once the network is retired.
    pub fn retire_device(ctx: Context<RetireDevice>) -> Result<()> {
        instructions::retire_device(ctx)
    }

    /// Closes the account of a device that is over. Anybody.
    pub fn close_device(ctx: Context<CloseDevice>) -> Result<()> {
        instructions::close_device(ctx)
    }

    /// Counts a signed contribution. Anybody who holds the signatures.
    pub fn submit_contribution(
        ctx: Context<SubmitContribution>,
        statement: Statement,
        indices: SignatureIndices,
    ) -> Result<()> {
        instructions::submit_contribution(ctx, statement, indices)
    }

    /// Adds rewards to a network's reserve. Anybody.
    pub fn fund(ctx: Context<Fund>, amount: u64) -> Result<()> {
        instructions::fund(ctx, amount)
    }

    /// Settles the next epoch. Anybody.
    pub fn settle_epoch<'info>(ctx: Context<'info, SettleEpoch<'info>>, epoch: u64) -> Result<()> {
        instructions::settle_epoch(ctx, epoch)
    }

    /// Moves an operator's reward out of an epoch's pot. Anybody.
    pub fn harvest<'info>(ctx: Context<'info, Harvest<'info>>, epoch: u64) -> Result<()> {
        instructions::harvest(ctx, epoch)
    }

    /// Pays a position's rewards. Anybody.
    pub fn claim(ctx: Context<Claim>) -> Result<()> {
        instructions::claim(ctx)
    }

    /// Closes a settled epoch. Anybody.
    pub fn close_epoch(ctx: Context<CloseEpoch>) -> Result<()> {
        instructions::close_epoch(ctx)
    }

    /// Commits to evidence before it is reported. Anybody.
    pub fn commit_report(ctx: Context<CommitReport>, hash: [u8; 32]) -> Result<()> {
        instructions::commit_report(ctx, hash)
    }

    /// Opens a case against a device that signed two statements. Anybody who holds both.
    pub fn report_equivocation(ctx: Context<ReportEquivocation>, equivocation: Equivocation) -> Result<()> {
        instructions::report_equivocation(ctx, equivocation)
    }

    /// Opens a case against an attestor that signed two statements. Anybody who holds both.
    pub fn report_double_statement(
        ctx: Context<ReportDoubleStatement>,
        evidence: DoubleStatement,
        signature_index: u8,
    ) -> Result<()> {
        instructions::report_double_statement(ctx, evidence, signature_index)
    }

    /// Opens a case against an operator that was down too often. Anybody.
    pub fn report_downtime(ctx: Context<ReportDowntime>, last_epoch: u64) -> Result<()> {
        instructions::report_downtime(ctx, last_epoch)
    }

    /// Adds attestors' signatures to a verdict. Anybody who holds them.
    pub fn sign_verdict<'info>(
        ctx: Context<'info, SignVerdict<'info>>,
        statement: VerdictStatement,
        signature_index: u8,
    ) -> Result<()> {
        instructions::sign_verdict(ctx, statement, signature_index)
    }

    /// Opens a case by a verdict that a quorum signed. Anybody.
    pub fn slash_by_verdict(ctx: Context<SlashByVerdict>) -> Result<()> {
        instructions::slash_by_verdict(ctx)
    }

    /// Closes a verdict about an epoch of which evidence is old. Anybody.
    pub fn close_verdict(ctx: Context<CloseAccount>) -> Result<()> {
        instructions::close_verdict(ctx)
    }

    /// Shows that a ticket was made with a case's evidence. Anybody.
    pub fn reveal_report(ctx: Context<RevealReport>, reporter: Pubkey, salt: [u8; 32]) -> Result<()> {
        instructions::reveal_report(ctx, reporter, salt)
    }

    /// Closes a ticket that is of no use any more. Anybody.
    pub fn close_report_ticket(ctx: Context<CloseAccount>) -> Result<()> {
        instructions::close_report_ticket(ctx)
    }

    /// Overturns a case before its deadline. The network's authority.
    pub fn overturn_slash<'info>(ctx: Context<'info, OverturnSlash<'info>>) -> Result<()> {
        instructions::overturn_slash(ctx)
    }

    /// Executes a case after its deadline. Anybody.
    pub fn execute_slash<'info>(ctx: Context<'info, ExecuteSlash<'info>>) -> Result<()> {
        instructions::execute_slash(ctx)
    }

    /// Closes a decided case. Anybody.
    pub fn close_slash_case<'info>(ctx: Context<'info, CloseAccount<'info>>) -> Result<()> {
        instructions::close_slash_case(ctx)
    }
}
