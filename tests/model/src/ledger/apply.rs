//! Taking a step.

use super::{Ledger, Outcome, tokens::Holder};
use crate::step::Step;

impl Ledger {
    /// Takes a step, or says why not; then nothing is changed.
    pub fn take(&mut self, step: &Step) -> Outcome {
        let mut after = self.clone();
        after.apply(step)?;
        *self = after;
        Ok(())
    }

    fn apply(&mut self, step: &Step) -> Outcome {
        match step {
            Step::Wait { until } => {
                // The chain's clock has 400 ms a slot.
                self.slot += (until - self.now) as u64 * 1_000 / 400;
                self.now = *until;
            }
            Step::Donate { from, to_stake_vault, amount } => {
                self.check_not_closed()?;
                let vault = if *to_stake_vault { Holder::StakeVault } else { Holder::RewardVault };
                self.tokens.transfer(Holder::Purse(*from), vault, *amount)?;
            }
            Step::GiveLamports { from, to, lamports } => self.lamports.give(*from, *to, *lamports)?,
            Step::MigrateAccount { payer, account, old } => self.migrate_account(*payer, *account, *old)?,
            Step::CreateNetwork { payer, new } => self.create_network(*payer, **new)?,
            _ => {
                self.check_not_closed()?;
                return self.apply_to_network(step);
            }
        }
        Ok(())
    }

    /// Roles, pauses and parameters.
    fn apply_to_control(&mut self, step: &Step) -> Outcome {
        match step {
            Step::OfferNetworkRole { by, role, to } => self.offer_network_role(*by, *role, *to),
            Step::AcceptNetworkRole { by, role } => self.accept_network_role(*by, *role),
            Step::Pause { by, subject, seconds } => self.pause(*by, *subject, *seconds),
            Step::ProposeParameters { payer, by, version, parameters } => {
                self.propose_parameters(*payer, *by, *version, **parameters)
            }
            Step::ExecuteParameters { version, rent_payer, .. } => self.execute_parameters(*version, *rent_payer),
            Step::CloseParameterChange { by, version, rent_payer } => {
                self.close_parameter_change(*by, *version, *rent_payer)
            }
            _ => self.apply_to_people(step),
        }
    }

    /// The network itself and its classes.
    fn apply_to_network(&mut self, step: &Step) -> Outcome {
        match step {
            Step::CreateShard { payer, number } => self.create_shard(*payer, *number),
            Step::RetireNetwork { by, from_epoch } => self.retire_network(*by, *from_epoch),
            Step::CloseShard { number, rent_payer } => self.close_shard(*number, *rent_payer),
            Step::CloseNetwork { rent_payer, to } => self.close_network(*rent_payer, *to),
            Step::AddClass { by, class, set } => self.add_class(*by, *class, *set),
            Step::ReweightClass { by, class, weight, from_epoch } => {
                self.reweight_class(*by, *class, *weight, *from_epoch)
            }
            Step::RetireClass { by, class, from_epoch } => self.retire_class(*by, *class, *from_epoch),
            Step::SetLicensor { by, region, licensor, from_epoch } => {
                self.set_licensor(*by, *region, *licensor, *from_epoch)
            }
            _ => self.apply_to_control(step),
        }
    }

    /// Attestors and operators.
    fn apply_to_people(&mut self, step: &Step) -> Outcome {
        match step {
            Step::RegisterAttestor { payer, authority, key } => self.register_attestor(*payer, *authority, *key),
            Step::PostBond { by, from, key, amount } => self.post_bond(*by, *from, *key, *amount),
            Step::UnbondAttestor { by, key, sealed, draft } => self.unbond_attestor(*by, *key, *sealed, *draft),
            Step::WithdrawBond { key, to, rent_payer } => self.withdraw_bond(*key, *to, *rent_payer),
            Step::CreateAttestorSet { payer, by, version } => self.create_attestor_set(*payer, *by, *version),
            Step::AddAttestor { by, version, key, weight } => self.add_attestor(*by, *version, *key, *weight),
            Step::SealAttestorSet { by, version, from_epoch, thresholds, predecessor } => {
                self.seal_attestor_set(*by, *version, *from_epoch, *thresholds, *predecessor)
            }
            Step::StrikeAttestor { by, version, key, attestor } => self.strike_attestor(*by, *version, *key, *attestor),
            Step::ClaimAttestorPay { version, key, to } => self.claim_attestor_pay(*version, *key, *to),
            Step::CloseAttestorSet { version, rent_payer } => self.close_attestor_set(*version, *rent_payer),
            Step::CloseOperator { by, operator, rent_payer } => self.close_operator(*by, *operator, *rent_payer),
            Step::RegisterOperator { payer, identity, authority, commission_bps, payout } => {
                self.register_operator(*payer, *identity, *authority, *commission_bps, *payout)
            }
            Step::OfferOperatorAuthority { by, operator, to } => self.offer_operator_authority(*by, *operator, *to),
            Step::AcceptOperatorAuthority { by, operator } => self.accept_operator_authority(*by, *operator),
            Step::SetOperatorManager { by, operator, manager } => self.set_operator_manager(*by, *operator, *manager),
            Step::SetPayoutWallet { by, operator, payout } => self.set_payout_wallet(*by, *operator, *payout),
            Step::ClaimCommission { operator, to } => self.claim_commission(*operator, *to),
            Step::Unjail { by, operator } => self.unjail(*by, *operator),
            Step::SetCommission { by, operator, commission_bps } => {
                self.set_commission(*by, *operator, *commission_bps)
            }
            Step::DeclareMaintenance { by, operator, from_epoch, epochs } => {
                self.declare_maintenance(*by, *operator, *from_epoch, *epochs)
            }
            _ => self.apply_to_stake(step),
        }
    }

    /// Stake and devices.
    fn apply_to_stake(&mut self, step: &Step) -> Outcome {
        match step {
            Step::Deposit { by, from, operator, owner, amount } => self.deposit(*by, *from, *operator, *owner, *amount),
            Step::Unstake { by, operator, owner, shares } => self.unstake(*by, *operator, *owner, *shares),
            Step::CancelUnstake { by, operator, owner, ticket } => self.cancel_unstake(*by, *operator, *owner, *ticket),
            Step::Withdraw { signer, operator, owner, ticket, to } => {
                self.withdraw(*signer, *operator, *owner, *ticket, *to)
            }
            Step::OpenPosition { payer, operator, owner } => self.open_position(*payer, *operator, *owner),
            Step::ClosePosition { by, operator, owner, rent_payer } => {
                self.close_position(*by, *operator, *owner, *rent_payer)
            }
            Step::TransferShares(transfer) => self.transfer_shares(transfer),
            Step::LockShares { by, operator, owner, until } => self.lock_shares(*by, *operator, *owner, *until),
            Step::RegisterDevice { payer, by, operator, new } => self.register_device(*payer, *by, *operator, *new),
            Step::RotateDevice { payer, by, operator, predecessor, new } => {
                self.rotate_device(*payer, *by, *operator, *predecessor, *new)
            }
            Step::LicenseDevice(licence) => self.license_device(licence),
            Step::RetireDevice { by, operator, device } => self.retire_device(*by, *operator, *device),
            Step::CloseDevice { operator, device, rent_payer } => self.close_device(*operator, *device, *rent_payer),
            _ => self.apply_to_rewards(step),
        }
    }

    /// Proofs, rewards and slash cases.
    fn apply_to_rewards(&mut self, step: &Step) -> Outcome {
        match step {
            Step::SubmitContribution(submission) => self.submit_contribution(submission),
            Step::Fund { by, from, amount } => self.fund(*by, *from, *amount),
            Step::SettleEpoch { settler, epoch, set, tip, shards } => {
                self.settle_epoch(*settler, *epoch, *set, *tip, shards)
            }
            Step::Harvest { operator, epoch } => self.harvest(*operator, *epoch),
            Step::Claim { operator, owner, to } => self.claim(*operator, *owner, *to),
            Step::CloseEpoch { epoch, rent_payer } => self.close_epoch(*epoch, *rent_payer),
            _ => self.apply_to_cases(step),
        }
    }

    /// Evidence and cases.
    fn apply_to_cases(&mut self, step: &Step) -> Outcome {
        match step {
            Step::ReportEquivocation { reporter, evidence } => self.report_equivocation(*reporter, evidence),
            Step::ReportDoubleStatement { reporter, evidence } => self.report_double_statement(*reporter, evidence),
            Step::ReportDowntime { reporter, operator, last_epoch } => {
                self.report_downtime(*reporter, *operator, *last_epoch)
            }
            Step::SignVerdict { payer, signatures } => self.sign_verdict(*payer, signatures),
            Step::SlashByVerdict { reporter, said, set, operator, rent_payer } => {
                self.slash_by_verdict(*reporter, *said, *set, *operator, *rent_payer)
            }
            Step::CloseVerdict { said, rent_payer } => self.close_verdict(*said, *rent_payer),
            Step::CommitReport { payer, commitment } => self.commit_report(*payer, *commitment),
            Step::RevealReport(reveal) => self.reveal_report(reveal),
            Step::CloseReportTicket { commitment, rent_payer } => self.close_report_ticket(*commitment, *rent_payer),
            Step::OverturnSlash { by, offender, offence, treasury } => {
                self.overturn_slash(*by, *offender, *offence, *treasury)
            }
            Step::ExecuteSlash { offender, offence, bounty, treasury } => {
                self.execute_slash(*offender, *offence, *bounty, *treasury)
            }
            Step::CloseSlashCase { offence, rent_payer } => self.close_slash_case(*offence, *rent_payer),
            _ => unreachable!("{step:?} is taken elsewhere"),
        }
    }
}
