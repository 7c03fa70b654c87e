//! What can be done to a ledger, and how bytes decide on it.

mod bytes;
mod choose;

pub use bytes::{Bytes, CHUNK};
pub use choose::choose;

use girder_sdk::ledger::state::Parameters;

use crate::ledger::{
    Account, AttestorKey, ClassTerms, Commitment, Condemnation, DeviceKey, DoubleStatement, Equivocation, Licence,
    NewDevice, NewNetwork, Offence, Offender, Purse, Reveal, ShareTransfer, Submission, VerdictSignatures, Wallet,
};

/// One step: time that passes, tokens or lamports sent past the program, or one of its instructions. What is called `by` is
/// who signs where somebody in particular must; the payers of new accounts sign as well.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "fields are named as the instructions' own accounts and arguments")]
pub enum Step {
    /// The clock moves on to a time.
    Wait { until: i64 },
    /// Tokens go straight to a vault.
    Donate { from: Purse, to_stake_vault: bool, amount: u64 },
    /// Lamports go to an account, existing or not.
    GiveLamports { from: Wallet, to: Account, lamports: u64 },
    /// `create_network`
    CreateNetwork { payer: Wallet, new: Box<NewNetwork> },
    /// `migrate_account`; `old`: the account has the first layout just before.
    MigrateAccount { payer: Wallet, account: Account, old: bool },
    /// `create_shard`
    CreateShard { payer: Wallet, number: u8 },
    /// `offer_network_role`
    OfferNetworkRole { by: Wallet, role: u8, to: Option<Wallet> },
    /// `accept_network_role`
    AcceptNetworkRole { by: Wallet, role: u8 },
    /// `pause`
    Pause { by: Wallet, subject: u8, seconds: i64 },
    /// `propose_parameters`
    ProposeParameters { payer: Wallet, by: Wallet, version: u64, parameters: Box<Parameters> },
    /// `execute_parameters`
    ExecuteParameters { by: Wallet, version: u64, rent_payer: Wallet },
    /// `close_parameter_change`
    CloseParameterChange { by: Wallet, version: u64, rent_payer: Wallet },
    /// `retire_network`
    RetireNetwork { by: Wallet, from_epoch: u64 },
    /// `close_shard`
    CloseShard { number: u8, rent_payer: Wallet },
    /// `close_network`; where rewards and collateral go.
    CloseNetwork { rent_payer: Wallet, to: [Purse; 2] },
    /// `add_class`
    AddClass { by: Wallet, class: ClassTerms, set: Option<u64> },
    /// `reweight_class`
    ReweightClass { by: Wallet, class: u16, weight: u64, from_epoch: u64 },
    /// `retire_class`
    RetireClass { by: Wallet, class: u16, from_epoch: u64 },
    /// `set_licensor`
    SetLicensor { by: Wallet, region: u32, licensor: Option<Wallet>, from_epoch: u64 },
    /// `register_attestor`
    RegisterAttestor { payer: Wallet, authority: Wallet, key: AttestorKey },
    /// `post_bond`
    PostBond { by: Wallet, from: Purse, key: AttestorKey, amount: u64 },
    /// `unbond_attestor`
    UnbondAttestor { by: Wallet, key: AttestorKey, sealed: Option<u64>, draft: Option<u64> },
    /// `withdraw_bond`
    WithdrawBond { key: AttestorKey, to: Purse, rent_payer: Wallet },
    /// `create_attestor_set`
    CreateAttestorSet { payer: Wallet, by: Wallet, version: u64 },
    /// `add_attestor`
    AddAttestor { by: Wallet, version: u64, key: AttestorKey, weight: u64 },
    /// `seal_attestor_set`; thresholds of proofs and of verdicts.
    SealAttestorSet { by: Wallet, version: u64, from_epoch: u64, thresholds: [u64; 2], predecessor: Option<u64> },
    /// `strike_attestor`; `attestor`: the one that is handed in to show its fault.
    StrikeAttestor { by: Wallet, version: u64, key: AttestorKey, attestor: Option<AttestorKey> },
    /// `claim_attestor_pay`
    ClaimAttestorPay { version: u64, key: AttestorKey, to: Purse },
    /// `close_attestor_set`
    CloseAttestorSet { version: u64, rent_payer: Wallet },
    /// `register_operator`
    RegisterOperator {
        payer: Wallet,
        identity: Wallet,
        authority: Option<Wallet>,
        commission_bps: u64,
        payout: Option<Wallet>,
    },
    /// `offer_operator_authority`
    OfferOperatorAuthority { by: Wallet, operator: Wallet, to: Option<Wallet> },
    /// `accept_operator_authority`
    AcceptOperatorAuthority { by: Wallet, operator: Wallet },
    /// `set_operator_manager`
    SetOperatorManager { by: Wallet, operator: Wallet, manager: Option<Wallet> },
    /// `set_payout_wallet`
    SetPayoutWallet { by: Wallet, operator: Wallet, payout: Option<Wallet> },
    /// `claim_commission`
    ClaimCommission { operator: Wallet, to: Purse },
    /// `unjail`
    Unjail { by: Wallet, operator: Wallet },
    /// `set_commission`
    SetCommission { by: Wallet, operator: Wallet, commission_bps: u64 },
    /// `declare_maintenance`
    DeclareMaintenance { by: Wallet, operator: Wallet, from_epoch: u64, epochs: u64 },
    /// `close_operator`
    CloseOperator { by: Wallet, operator: Wallet, rent_payer: Wallet },
    /// `open_position`
    OpenPosition { payer: Wallet, operator: Wallet, owner: Option<Wallet> },
    /// `close_position`
    ClosePosition { by: Wallet, operator: Wallet, owner: Wallet, rent_payer: Wallet },
    /// `transfer_shares`
    TransferShares(ShareTransfer),
    /// `lock_shares`
    LockShares { by: Wallet, operator: Wallet, owner: Wallet, until: i64 },
    /// `deposit`
    Deposit { by: Wallet, from: Purse, operator: Wallet, owner: Wallet, amount: u64 },
    /// `unstake`
    Unstake { by: Wallet, operator: Wallet, owner: Wallet, shares: u64 },
    /// `cancel_unstake`
    CancelUnstake { by: Wallet, operator: Wallet, owner: Wallet, ticket: u8 },
    /// `withdraw`; `signer`: who signs as the owner.
    Withdraw { signer: Option<Wallet>, operator: Wallet, owner: Wallet, ticket: u8, to: Purse },
    /// `register_device`
    RegisterDevice { payer: Wallet, by: Wallet, operator: Wallet, new: NewDevice },
    /// `rotate_device`
    RotateDevice { payer: Wallet, by: Wallet, operator: Wallet, predecessor: DeviceKey, new: NewDevice },
    /// `license_device`
    LicenseDevice(Licence),
    /// `retire_device`
    RetireDevice { by: Wallet, operator: Wallet, device: DeviceKey },
    /// `close_device`
    CloseDevice { operator: Wallet, device: DeviceKey, rent_payer: Wallet },
    /// `submit_contribution`
    SubmitContribution(Submission),
    /// `fund`
    Fund { by: Wallet, from: Purse, amount: u64 },
    /// `settle_epoch`
    SettleEpoch { settler: Wallet, epoch: u64, set: Option<u64>, tip: Option<Purse>, shards: Vec<u8> },
    /// `harvest`
    Harvest { operator: Wallet, epoch: u64 },
    /// `claim`
    Claim { operator: Wallet, owner: Wallet, to: Purse },
    /// `close_epoch`
    CloseEpoch { epoch: u64, rent_payer: Wallet },
    /// `report_equivocation`
    ReportEquivocation { reporter: Wallet, evidence: Equivocation },
    /// `report_double_statement`
    ReportDoubleStatement { reporter: Wallet, evidence: DoubleStatement },
    /// `report_downtime`
    ReportDowntime { reporter: Wallet, operator: Wallet, last_epoch: u64 },
    /// `sign_verdict`
    SignVerdict { payer: Wallet, signatures: VerdictSignatures },
    /// `slash_by_verdict`
    SlashByVerdict { reporter: Wallet, said: Condemnation, set: u64, operator: Wallet, rent_payer: Wallet },
    /// `close_verdict`
    CloseVerdict { said: Condemnation, rent_payer: Wallet },
    /// `commit_report`
    CommitReport { payer: Wallet, commitment: Commitment },
    /// `reveal_report`
    RevealReport(Reveal),
    /// `close_report_ticket`
    CloseReportTicket { commitment: Commitment, rent_payer: Wallet },
    /// `overturn_slash`
    OverturnSlash { by: Wallet, offender: Offender, offence: Offence, treasury: Option<Purse> },
    /// `execute_slash`; `bounty`: where the reporter's part goes.
    ExecuteSlash { offender: Offender, offence: Offence, bounty: Option<Purse>, treasury: Option<Purse> },
    /// `close_slash_case`
    CloseSlashCase { offence: Offence, rent_payer: Wallet },
}

impl Step {
    /// The name of its kind, as the program spells it.
    pub fn name(&self) -> String {
        let shown = format!("{self:?}");
        let kind = shown.split([' ', '(']).next().unwrap_or_default();
        let separated = kind.char_indices().flat_map(|(index, letter)| {
            let space = (index > 0 && letter.is_ascii_uppercase()).then_some('_');
            space.into_iter().chain([letter.to_ascii_lowercase()])
        });
        separated.collect()
    }
}
