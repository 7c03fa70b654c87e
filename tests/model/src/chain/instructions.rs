//! Steps as transactions: the SDK's builders, bent where a step asks for what they would never build.

use girder_sdk::{
    instructions::{self as build, NewNetwork, Seal, Withdrawal},
    ledger::{self as program, NewClass},
    tokens,
};
use solana_address::Address;
use solana_instruction::{AccountMeta, Instruction};
use solana_signer::Signer;

use super::{Addresses, VERIFIER, addresses, signatures::Signing};
use crate::{
    ledger::{Account, ClassTerms, DeviceKey, Ledger, Mint, Offence, Purse, ShareTransfer, Wallet},
    step::Step,
};

/// Base units of a token are 10^-6.
pub const DECIMALS: u8 = 6;

/// Builds the instructions of steps.
pub struct Builder<'a> {
    /// The ledger that they are for: a rotation names the class of the old key.
    pub ledger: &'a Ledger,
    /// Where everything is, and who signs.
    pub signing: Signing<'a>,
}

impl Builder<'_> {
    /// The instructions of a step; none for time that passes.
    pub fn build(&self, step: &Step) -> Vec<Instruction> {
        match step {
            Step::Wait { .. } => Vec::new(),
            Step::RegisterDevice { payer, by, operator, new } => {
                self.signing.registration([*payer, *by, *operator], None, new, (new.class, new.region))
            }
            Step::RotateDevice { payer, by, operator, predecessor, new } => {
                let old = self.ledger.device(*predecessor);
                let place = old.map_or((0, 0), |old| (old.class, old.region));
                self.signing.registration([*payer, *by, *operator], Some(*predecessor), new, place)
            }
            Step::LicenseDevice(licence) => {
                let region = self.ledger.device(licence.device).map_or(0, |device| device.region);
                self.signing.licence(licence, region)
            }
            Step::SubmitContribution(submission) => self.signing.submission(submission),
            Step::ReportEquivocation { reporter, evidence } => self.signing.equivocation(*reporter, evidence),
            Step::ReportDoubleStatement { reporter, evidence } => self.signing.double_statement(*reporter, evidence),
            Step::SignVerdict { payer, signatures } => self.signing.verdict(*payer, signatures),
            _ => vec![self.one(step)],
        }
    }

    /// A step that is one instruction.
    fn one(&self, step: &Step) -> Instruction {
        let people = || self.attestor(step).or_else(|| self.operator(step)).or_else(|| self.stake(step));
        let network = || self.network(step).or_else(|| self.control(step));
        let found = network().or_else(people).or_else(|| self.reward(step)).or_else(|| self.report(step));
        found.unwrap_or_else(|| self.slash(step))
    }

    fn addresses(&self) -> &Addresses {
        self.signing.addresses
    }

    fn wallet(&self, wallet: Wallet) -> Address {
        self.addresses().keys.wallet(wallet)
    }

    fn network(&self, step: &Step) -> Option<Instruction> {
        let network = &self.addresses().network;
        Some(match step {
            Step::Donate { from, to_stake_vault, amount } => {
                let to = if *to_stake_vault { network.stake_vault } else { network.reward_vault };
                let token = self.addresses().token(if *to_stake_vault { Mint::Collateral } else { Mint::Reward });
                let (owner, purse) = (self.wallet(from.owner), self.addresses().purse(*from));
                tokens::transfer(&token, DECIMALS, owner, purse, to, *amount).expect("a token program")
            }
            Step::GiveLamports { from, to, lamports } => {
                let to = self.addresses().of(*to);
                solana_system_interface::instruction::transfer(&self.wallet(*from), &to, *lamports)
            }
            Step::CreateNetwork { payer, new } => build::create_network(&self.new_network(*payer, new)),
            Step::MigrateAccount { payer, account, .. } => {
                build::migrate_account(self.addresses().of(*account), self.wallet(*payer))
            }
            Step::CreateShard { payer, number } => build::create_shard(network, self.wallet(*payer), *number),
            Step::AddClass { by, class, set } => build::add_class(network, self.wallet(*by), new_class(class), *set),
            Step::ReweightClass { by, class, weight, from_epoch } => {
                build::reweight_class(network, self.wallet(*by), *class, *weight, *from_epoch)
            }
            Step::RetireNetwork { by, from_epoch } => build::retire_network(network, self.wallet(*by), *from_epoch),
            Step::CloseShard { number, rent_payer } => build::close_shard(network, *number, self.wallet(*rent_payer)),
            Step::CloseNetwork { rent_payer, to } => {
                build::close_network(network, self.wallet(*rent_payer), to.map(|purse| self.addresses().purse(purse)))
            }
            Step::RetireClass { by, class, from_epoch } => {
                build::retire_class(network, self.wallet(*by), *class, *from_epoch)
            }
            Step::SetLicensor { by, region, licensor, from_epoch } => {
                let licensor = self.addresses().keys.optional(*licensor);
                build::set_licensor(network, self.wallet(*by), *region, licensor, *from_epoch)
            }
            _ => return None,
        })
    }

    fn control(&self, step: &Step) -> Option<Instruction> {
        let network = &self.addresses().network;
        Some(match step {
            Step::OfferNetworkRole { by, role, to } => {
                let to = self.addresses().keys.optional(*to);
                build::offer_network_role(network.network, self.wallet(*by), *role, to)
            }
            Step::AcceptNetworkRole { by, role } => {
                build::accept_network_role(network.network, *role, self.wallet(*by))
            }
            Step::Pause { by, subject, seconds } => build::pause(network, self.wallet(*by), *subject, *seconds),
            Step::ProposeParameters { payer, by, version, parameters } => {
                build::propose_parameters(network, self.wallet(*payer), self.wallet(*by), *version, **parameters)
            }
            Step::ExecuteParameters { by, version, rent_payer } => {
                build::execute_parameters(network, self.wallet(*by), *version, self.wallet(*rent_payer))
            }
            Step::CloseParameterChange { by, version, rent_payer } => {
                build::close_parameter_change(network, self.wallet(*by), *version, self.wallet(*rent_payer))
            }
            _ => return None,
        })
    }

    /// A network of that number, in the form of the SDK.
    pub fn new_network(&self, payer: Wallet, new: &crate::ledger::NewNetwork) -> NewNetwork {
        let network = &self.addresses().network;
        NewNetwork {
            payer: self.wallet(payer),
            creator: self.wallet(Wallet::AUTHORITY),
            name: if new.bad_name { [0; 32] } else { addresses::name(new.number) },
            reward: network.reward,
            collateral: network.collateral,
            treasury: new.treasury.map(|wallet| self.wallet(wallet)),
            parameters: new.parameters,
            mint_risks: 0,
        }
    }

    fn attestor(&self, step: &Step) -> Option<Instruction> {
        let network = &self.addresses().network;
        let key = |key| self.addresses().keys.attestor(key).pubkey();
        Some(match step {
            Step::RegisterAttestor { payer, authority, key: who } => {
                build::register_attestor(network, self.wallet(*payer), self.wallet(*authority), key(*who))
            }
            Step::PostBond { by, from, key: who, amount } => {
                build::post_bond(network, key(*who), self.wallet(*by), self.addresses().purse(*from), *amount)
            }
            Step::UnbondAttestor { by, key: who, sealed, draft } => {
                build::unbond_attestor(network, key(*who), self.wallet(*by), *sealed, *draft)
            }
            Step::WithdrawBond { key: who, to, rent_payer } => {
                build::withdraw_bond(network, key(*who), self.addresses().purse(*to), self.wallet(*rent_payer))
            }
            Step::CreateAttestorSet { payer, by, version } => {
                build::create_attestor_set(network, *version, self.wallet(*payer), self.wallet(*by))
            }
            Step::AddAttestor { by, version, key: who, weight } => {
                build::add_attestor(network, *version, self.wallet(*by), key(*who), *weight)
            }
            Step::SealAttestorSet { by, version, from_epoch, thresholds, predecessor } => {
                let [proof_threshold, verdict_threshold] = *thresholds;
                let seal = Seal { from_epoch: *from_epoch, proof_threshold, verdict_threshold };
                let mut sealing = build::seal_attestor_set(network, *version, self.wallet(*by), seal);
                let before = predecessor.map(|version| self.addresses().of(Account::Set(version)));
                sealing.accounts[4] = before.map_or(nobody(), |before| AccountMeta::new(before, false));
                sealing
            }
            Step::StrikeAttestor { by, version, key: who, attestor } => {
                let mut strike = build::strike_attestor(network, *version, self.wallet(*by), key(*who), false);
                let shown = attestor.map(|key| self.addresses().of(Account::Attestor(key)));
                strike.accounts[3] = shown.map_or(nobody(), |shown| AccountMeta::new_readonly(shown, false));
                strike
            }
            Step::CloseAttestorSet { version, rent_payer } => {
                build::close_attestor_set(network, *version, self.wallet(*rent_payer))
            }
            Step::ClaimAttestorPay { version, key: who, to } => {
                build::claim_attestor_pay(network, *version, key(*who), self.addresses().purse(*to))
            }
            _ => return None,
        })
    }

    fn operator(&self, step: &Step) -> Option<Instruction> {
        let network = &self.addresses().network;
        let account = |identity| self.addresses().operator(identity);
        let optional = |wallet| self.addresses().keys.optional(wallet);
        Some(match step {
            Step::RegisterOperator { payer, identity, authority, commission_bps, payout } => {
                let (payer, identity) = (self.wallet(*payer), self.wallet(*identity));
                match authority.map(|wallet| self.wallet(wallet)) {
                    None => build::register_operator(network, payer, identity, *commission_bps, optional(*payout)),
                    Some(by) => {
                        build::invite_operator(network, payer, identity, by, *commission_bps, optional(*payout))
                    }
                }
            }
            Step::OfferOperatorAuthority { by, operator, to } => {
                build::offer_operator_authority(account(*operator), self.wallet(*by), optional(*to))
            }
            Step::AcceptOperatorAuthority { by, operator } => {
                build::accept_operator_authority(account(*operator), self.wallet(*by))
            }
            Step::CloseOperator { by, operator, rent_payer } => {
                let (identity, signer) = (self.wallet(*operator), self.wallet(*by));
                build::close_operator(network, identity, signer, self.wallet(*rent_payer))
            }
            Step::SetOperatorManager { by, operator, manager } => {
                build::set_operator_manager(account(*operator), self.wallet(*by), optional(*manager))
            }
            Step::SetPayoutWallet { by, operator, payout } => {
                build::set_payout_wallet(account(*operator), self.wallet(*by), optional(*payout))
            }
            Step::ClaimCommission { operator, to } => {
                build::claim_commission(network, account(*operator), self.addresses().purse(*to))
            }
            Step::Unjail { by, operator } => build::unjail(network, account(*operator), self.wallet(*by)),
            Step::SetCommission { by, operator, commission_bps } => {
                build::set_commission(network, account(*operator), self.wallet(*by), *commission_bps)
            }
            Step::DeclareMaintenance { by, operator, from_epoch, epochs } => {
                build::declare_maintenance(network, account(*operator), self.wallet(*by), *from_epoch, *epochs)
            }
            Step::RetireDevice { by, operator, device } => {
                build::retire_device(network, account(*operator), self.wallet(*by), self.device(*device))
            }
            Step::CloseDevice { operator, device, rent_payer } => {
                build::close_device(network, account(*operator), self.device(*device), self.wallet(*rent_payer))
            }
            _ => return None,
        })
    }

    fn stake(&self, step: &Step) -> Option<Instruction> {
        let network = &self.addresses().network;
        Some(match step {
            Step::Deposit { by, from, operator, owner, amount } => {
                let (pool, source) = (self.addresses().operator(*operator), self.addresses().purse(*from));
                let deposit = build::deposit(network, pool, self.wallet(*by), source, *amount);
                self.with_position(deposit, *operator, *by, *owner)
            }
            Step::Unstake { by, operator, owner, shares } => {
                let pool = self.addresses().operator(*operator);
                let unstake = build::unstake(network, pool, self.wallet(*by), *shares);
                self.with_position(unstake, *operator, *by, *owner)
            }
            Step::CancelUnstake { by, operator, owner, ticket } => {
                let pool = self.addresses().operator(*operator);
                let cancel = build::cancel_unstake(network, pool, self.wallet(*by), *ticket);
                self.with_position(cancel, *operator, *by, *owner)
            }
            Step::OpenPosition { payer, operator, owner } => {
                let (pool, owner) = (self.addresses().operator(*operator), self.addresses().keys.optional(*owner));
                build::open_position(network, self.wallet(*payer), pool, owner)
            }
            Step::ClosePosition { by, operator, owner, rent_payer } => {
                let (pool, owner) = (self.addresses().operator(*operator), self.wallet(*owner));
                build::close_position(network, pool, owner, self.wallet(*by), self.wallet(*rent_payer))
            }
            Step::TransferShares(transfer) => self.transfer(transfer),
            Step::LockShares { by, operator, owner, until } => {
                let lock = build::lock_shares(self.addresses().operator(*operator), self.wallet(*by), *until);
                self.with_position(lock, *operator, *by, *owner)
            }
            Step::Withdraw { signer, operator, owner, ticket, to } => {
                let withdrawal = Withdrawal {
                    operator: self.addresses().operator(*operator),
                    owner: self.wallet(*owner),
                    destination: self.addresses().purse(*to),
                    ticket: *ticket,
                    signed_by_owner: false,
                };
                let mut withdraw = build::withdraw(network, &withdrawal);
                if let Some(signer) = signer {
                    withdraw.accounts[0] = AccountMeta::new_readonly(self.wallet(*signer), true);
                }
                withdraw
            }
            _ => return None,
        })
    }

    fn reward(&self, step: &Step) -> Option<Instruction> {
        let network = &self.addresses().network;
        let purse = |purse: Purse| self.addresses().purse(purse);
        Some(match step {
            Step::Fund { by, from, amount } => build::fund(network, self.wallet(*by), purse(*from), *amount),
            Step::SettleEpoch { settler, epoch, set, tip, shards } => {
                let mut settle = build::settle_epoch(network, *epoch, self.wallet(*settler), *set, tip.map(purse));
                settle.accounts.truncate(settle.accounts.len() - usize::from(network.shards));
                let given = shards.iter().map(|number| self.addresses().of(Account::Shard(*number)));
                settle.accounts.extend(given.map(|shard| AccountMeta::new(shard, false)));
                settle
            }
            Step::Harvest { operator, epoch } => build::harvest(network, self.addresses().operator(*operator), *epoch),
            Step::Claim { operator, owner, to } => {
                build::claim(network, self.addresses().operator(*operator), self.wallet(*owner), purse(*to))
            }
            Step::CloseEpoch { epoch, rent_payer } => build::close_epoch(network, *epoch, self.wallet(*rent_payer)),
            _ => return None,
        })
    }

    fn report(&self, step: &Step) -> Option<Instruction> {
        let network = &self.addresses().network;
        let hash = |commitment| self.addresses().commitment(commitment);
        Some(match step {
            Step::ReportDowntime { reporter, operator, last_epoch } => {
                let operator = self.addresses().operator(*operator);
                build::report_downtime(network, self.wallet(*reporter), operator, *last_epoch)
            }
            Step::CommitReport { payer, commitment } => {
                build::commit_report(network, self.wallet(*payer), hash(commitment))
            }
            Step::RevealReport(reveal) => build::reveal_report(
                network,
                &build::Reveal {
                    slash_case: self.case(reveal.offence),
                    hash: hash(&reveal.ticket),
                    reporter: self.addresses().keys.optional(reveal.reporter),
                    salt: [reveal.salt; 32],
                    rent_payer: self.wallet(reveal.rent_payer),
                },
            ),
            Step::CloseReportTicket { commitment, rent_payer } => {
                build::close_report_ticket(network, &hash(commitment), self.wallet(*rent_payer))
            }
            Step::SlashByVerdict { reporter, said, set, operator, rent_payer } => {
                let verdict = self.signing.condemned(said, *set);
                let (reporter, rent_payer) = (self.wallet(*reporter), self.wallet(*rent_payer));
                let mut slash = build::slash_by_verdict(network, reporter, &verdict, rent_payer);
                slash.accounts[4] = AccountMeta::new(self.addresses().operator(*operator), false);
                slash
            }
            Step::CloseVerdict { said, rent_payer } => {
                let digest = self.signing.condemned(said, 0).digest;
                build::close_verdict(network, &digest, self.wallet(*rent_payer))
            }
            _ => return None,
        })
    }

    fn slash(&self, step: &Step) -> Instruction {
        let network = &self.addresses().network;
        let purse = |purse: Option<Purse>| {
            purse.map_or(nobody(), |purse| AccountMeta::new(self.addresses().purse(purse), false))
        };
        match step {
            Step::OverturnSlash { by, offender, offence, treasury } => {
                let offender = self.addresses().offender(*offender);
                let mut overturn = build::overturn_slash(network, self.wallet(*by), offender, self.case(*offence));
                overturn.accounts[5] = purse(*treasury);
                overturn
            }
            Step::ExecuteSlash { offender, offence, bounty, treasury } => {
                let offender = self.addresses().offender(*offender);
                let mut execute = build::execute_slash(network, offender, self.case(*offence), None);
                execute.accounts[4] = purse(*bounty);
                execute.accounts[5] = purse(*treasury);
                execute
            }
            Step::CloseSlashCase { offence, rent_payer } => {
                build::close_slash_case(network, self.case(*offence), self.wallet(*rent_payer))
            }
            _ => unreachable!("{step:?} is built elsewhere"),
        }
    }

    fn transfer(&self, transfer: &ShareTransfer) -> Instruction {
        let ShareTransfer { by, recipient, operator, from, to, shares } = *transfer;
        let giving = build::ShareTransfer {
            operator: self.addresses().operator(operator),
            from: self.wallet(from),
            to: self.wallet(to),
            shares,
            signed_by_recipient: false,
        };
        let mut built = build::transfer_shares(&self.addresses().network, &giving);
        built.accounts[0] = AccountMeta::new_readonly(self.wallet(by), true);
        built.accounts[1] = recipient.map_or(nobody(), |owner| AccountMeta::new_readonly(self.wallet(owner), true));
        built
    }

    fn case(&self, offence: Offence) -> Address {
        self.addresses().of(Account::Case(offence))
    }

    /// The instruction for the position of `owner` in place of the signer's.
    fn with_position(&self, mut built: Instruction, operator: Wallet, by: Wallet, owner: Wallet) -> Instruction {
        let signers = self.addresses().of(Account::Position(operator, by));
        let position = self.addresses().of(Account::Position(operator, owner));
        built.accounts.iter_mut().filter(|meta| meta.pubkey == signers).for_each(|meta| meta.pubkey = position);
        built
    }

    fn device(&self, key: DeviceKey) -> Address {
        self.addresses().of(Account::Device(key))
    }
}

/// An optional account that is not handed in.
fn nobody() -> AccountMeta {
    AccountMeta::new_readonly(program::ID, false)
}

fn new_class(class: &ClassTerms) -> NewClass {
    let ClassTerms { weight, limit, floor, key_kinds, verified } = *class;
    NewClass { weight, limit, floor, key_kinds, verifier: if verified { VERIFIER } else { Address::default() } }
}
