use girder_sdk::{
    Result,
    instructions::{self as build, Withdrawal},
    ledger::state::{
        Attestor, AttestorSet, Device, Epoch, Operator, ParameterChange, Position, ReportTicket, Shard, SlashCase,
        Verdict, device_state::ACTIVE, outcome,
    },
    transport::Receipt,
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_signer::Signer;

use crate::{Ledger, TestOperator};

/// What anybody can do about accounts that are left.
type Crank = fn(&Ledger) -> Vec<Instruction>;

impl Ledger {
    /// The first epoch from which on the network can be retired if that is announced now.
    pub fn earliest_end(&self) -> u64 {
        let notice = self.now() + self.parameters.unbonding - self.parameters.genesis;
        notice.div_euclid(self.parameters.epoch_length).max(0) as u64 + 1
    }

    /// Announces the network's end, by its authority.
    pub fn retire_network(&self, from_epoch: u64) -> Result<Receipt> {
        self.send(&[build::retire_network(&self.network, self.authority.pubkey(), from_epoch)], &[&self.authority])
    }

    /// Announces the earliest end and moves the clock to it; returns its epoch.
    pub fn reach_end(&self) -> u64 {
        let end = self.earliest_end();
        self.retire_network(end).unwrap();
        self.enter_epoch(end);
        end
    }

    /// Closes an operator, by its identity.
    pub fn close_operator(&self, operator: &TestOperator) -> Result<Receipt> {
        let (identity, payer) = (operator.identity.pubkey(), self.operator_account(operator).rent_payer);
        self.send(&[build::close_operator(&self.network, identity, identity, payer)], &[&operator.identity])
    }

    /// Closes an attestor set, whose rent the harness's payer paid.
    pub fn close_attestor_set(&self, version: u64) -> Result<Receipt> {
        self.send(&[build::close_attestor_set(&self.network, version, self.payer.pubkey())], &[])
    }

    /// Closes a shard, whose rent the harness's payer paid.
    pub fn close_shard(&self, number: u8) -> Result<Receipt> {
        self.send(&[build::close_shard(&self.network, number, self.payer.pubkey())], &[])
    }

    /// Closes the network, whose rent the harness's payer paid.
    pub fn close_network(&self) -> Result<Receipt> {
        self.send(&[build::close_network(&self.network, self.payer.pubkey(), self.heirs_accounts())], &[])
    }

    /// Where what is left of rewards and of collateral goes, when the network closes.
    pub fn heirs_accounts(&self) -> [Address; 2] {
        let network = self.network_account();
        let heir = if network.treasury == Address::default() { network.authority } else { network.treasury };
        let open = |token| self.chain.create_token_account(&self.payer, token, heir).unwrap();
        [open(&self.network.reward), open(&self.network.collateral)]
    }

    /// Lets the network that is retired run empty, and closes all of its accounts but its own. All of it is done by the
    /// harness's payer: nobody else is needed.
    pub fn wind_up(&self) {
        let last = self.network_account().retired_from - 1;
        self.settle_up_to(last);
        self.take_all(&[retirements, unbondings]);
        self.chain.warp_by(self.parameters.appeal.max(self.parameters.dispute));
        self.take_all(&[executions, harvests, unstakings]);
        let longest = self.parameters.unbonding.max(self.parameters.bond_unbonding).max(self.parameters.appeal);
        let evidence = self.parameters.epoch_length + self.parameters.grace + self.parameters.evidence_age;
        self.chain.warp_by(longest.max(evidence) + self.parameters.appeal);
        self.take_all(&[withdrawals, payments]);
        self.take_all(&[
            cases, devices, tickets, verdicts, positions, operators, bonds, sets, epochs, shards, proposals,
        ]);
    }

    fn take_all(&self, cranks: &[Crank]) {
        for instruction in cranks.iter().flat_map(|crank| crank(self)) {
            self.send(&[instruction], &[]).unwrap();
        }
    }

    fn all_positions(&self) -> Vec<(Address, Operator, Position)> {
        let operators = self.accounts_of::<Operator>(self.network.network);
        let of = |(at, operator): &(Address, Operator)| {
            let mut positions: Vec<_> = self.accounts_of::<Position>(*at).into_iter().map(|(_, found)| found).collect();
            positions.iter_mut().for_each(|position| position.accrue(operator).unwrap());
            positions.into_iter().map(|position| (*at, *operator, position)).collect::<Vec<_>>()
        };
        operators.iter().flat_map(of).collect()
    }

    fn collateral_account(&self, wallet: Address) -> Address {
        self.chain.create_token_account(&self.payer, &self.network.collateral, wallet).unwrap()
    }
}

fn retirements(ledger: &Ledger) -> Vec<Instruction> {
    let devices = ledger.accounts_of::<Device>(ledger.network.network).into_iter();
    let retire = |(at, device): (Address, Device)| {
        build::retire_device(&ledger.network, device.operator, ledger.payer.pubkey(), at)
    };
    devices.filter(|(_, device)| device.state == ACTIVE).map(retire).collect()
}

fn unstakings(ledger: &Ledger) -> Vec<Instruction> {
    let (network, payer) = (&ledger.network, ledger.payer.pubkey());
    let staying = ledger.all_positions().into_iter().filter(|(_, _, position)| position.active_shares() > 0);
    let unstake = |(operator, _, position): (Address, Operator, Position)| {
        build::unstake_for(network, operator, position.owner, payer, position.active_shares())
    };
    staying.map(unstake).collect()
}

fn unbondings(ledger: &Ledger) -> Vec<Instruction> {
    let (network, payer) = (&ledger.network, ledger.payer.pubkey());
    let attestors = ledger.accounts_of::<Attestor>(network.network).into_iter();
    let staying_attestors = attestors.filter(|(_, attestor)| !attestor.is_leaving());
    let unbond = |(_, attestor): (Address, Attestor)| build::unbond_attestor(network, attestor.key, payer, None, None);
    staying_attestors.map(unbond).collect()
}

fn executions(ledger: &Ledger) -> Vec<Instruction> {
    let cases = ledger.accounts_of::<SlashCase>(ledger.network.network).into_iter();
    let execute = |(at, case): (Address, SlashCase)| {
        let bounty = Some(case.bounty_recipient).filter(|wallet| *wallet != Address::default());
        let bounty = bounty.map(|wallet| ledger.collateral_account(wallet));
        build::execute_slash(&ledger.network, case.offender, at, bounty)
    };
    cases.filter(|(_, case)| case.outcome == outcome::OPEN).map(execute).collect()
}

fn harvests(ledger: &Ledger) -> Vec<Instruction> {
    let operators = ledger.accounts_of::<Operator>(ledger.network.network);
    let due = |(at, operator): &(Address, Operator)| {
        let due: Vec<u64> = operator.ring.iter().filter(|slot| slot.is_due()).map(|slot| slot.epoch).collect();
        due.into_iter().map(|epoch| build::harvest(&ledger.network, *at, epoch)).collect::<Vec<_>>()
    };
    operators.iter().flat_map(due).collect()
}

fn withdrawals(ledger: &Ledger) -> Vec<Instruction> {
    let of = |(operator, _, position): (Address, Operator, Position)| {
        let tickets = position.tickets.into_iter().zip(0..).filter(|(ticket, _)| ticket.shares > 0);
        let withdraw = |(_, ticket)| {
            let destination = ledger.collateral_account(position.owner);
            let withdrawal =
                Withdrawal { operator, owner: position.owner, destination, ticket, signed_by_owner: false };
            build::withdraw(&ledger.network, &withdrawal)
        };
        tickets.map(withdraw).collect::<Vec<_>>()
    };
    ledger.all_positions().into_iter().flat_map(of).collect()
}

fn payments(ledger: &Ledger) -> Vec<Instruction> {
    let network = &ledger.network;
    let owed = ledger.all_positions().into_iter().filter(|(_, _, position)| position.owed > 0);
    let claim = |(operator, _, position): (Address, Operator, Position)| {
        build::claim(network, operator, position.owner, ledger.reward_account(position.owner))
    };
    let operators = ledger.accounts_of::<Operator>(network.network).into_iter();
    let commission = |(at, operator): (Address, Operator)| {
        build::claim_commission(network, at, ledger.reward_account(operator.payout_wallet))
    };
    let commissions = operators.filter(|(_, operator)| operator.commission_owed > 0).map(commission);
    let sets = ledger.accounts_of::<AttestorSet>(network.network);
    let pay = sets.into_iter().flat_map(|(_, mut set)| {
        let members = set.members().to_vec();
        let owed = (0..members.len()).filter(|&index| set.accrue(index).unwrap().owed > 0).collect::<Vec<_>>();
        let claim = |index: usize| {
            let destination = ledger.reward_account(members[index].payee);
            build::claim_attestor_pay(network, set.set_version, members[index].key, destination)
        };
        owed.into_iter().map(claim).collect::<Vec<_>>()
    });
    owed.map(claim).chain(commissions).chain(pay).collect()
}

fn cases(ledger: &Ledger) -> Vec<Instruction> {
    let cases = ledger.accounts_of::<SlashCase>(ledger.network.network).into_iter();
    cases.map(|(at, case)| build::close_slash_case(&ledger.network, at, case.rent_payer)).collect()
}

fn devices(ledger: &Ledger) -> Vec<Instruction> {
    let devices = ledger.accounts_of::<Device>(ledger.network.network).into_iter();
    devices.map(|(at, device)| build::close_device(&ledger.network, device.operator, at, device.rent_payer)).collect()
}

fn tickets(ledger: &Ledger) -> Vec<Instruction> {
    let tickets = ledger.accounts_of::<ReportTicket>(ledger.network.network).into_iter();
    tickets.map(|(_, ticket)| build::close_report_ticket(&ledger.network, &ticket.hash, ticket.rent_payer)).collect()
}

fn verdicts(ledger: &Ledger) -> Vec<Instruction> {
    let verdicts = ledger.accounts_of::<Verdict>(ledger.network.network).into_iter();
    let close = |(_, verdict): (Address, Verdict)| {
        build::close_verdict(&ledger.network, &verdict.statement().digest(&ledger.domain), verdict.rent_payer)
    };
    verdicts.map(close).collect()
}

fn positions(ledger: &Ledger) -> Vec<Instruction> {
    let others = ledger.all_positions().into_iter().filter(|(_, operator, position)| !position.is_own(operator));
    let close = |(operator, _, position): (Address, Operator, Position)| {
        let payer = ledger.payer.pubkey();
        build::close_position(&ledger.network, operator, position.owner, payer, position.rent_payer)
    };
    others.map(close).collect()
}

fn operators(ledger: &Ledger) -> Vec<Instruction> {
    let operators = ledger.accounts_of::<Operator>(ledger.network.network).into_iter();
    let close = |(_, operator): (Address, Operator)| {
        build::close_operator(&ledger.network, operator.identity, ledger.payer.pubkey(), operator.rent_payer)
    };
    operators.map(close).collect()
}

fn bonds(ledger: &Ledger) -> Vec<Instruction> {
    let attestors = ledger.accounts_of::<Attestor>(ledger.network.network).into_iter();
    let withdraw = |(_, attestor): (Address, Attestor)| {
        let destination = ledger.collateral_account(attestor.authority);
        build::withdraw_bond(&ledger.network, attestor.key, destination, attestor.rent_payer)
    };
    attestors.map(withdraw).collect()
}

fn sets(ledger: &Ledger) -> Vec<Instruction> {
    let sets = ledger.accounts_of::<AttestorSet>(ledger.network.network).into_iter();
    sets.map(|(_, set)| build::close_attestor_set(&ledger.network, set.set_version, set.rent_payer)).collect()
}

fn epochs(ledger: &Ledger) -> Vec<Instruction> {
    let epochs = ledger.accounts_of::<Epoch>(ledger.network.network).into_iter();
    epochs.map(|(_, epoch)| build::close_epoch(&ledger.network, epoch.index, epoch.rent_payer)).collect()
}

fn shards(ledger: &Ledger) -> Vec<Instruction> {
    let shards = ledger.accounts_of::<Shard>(ledger.network.network).into_iter();
    shards.map(|(_, shard)| build::close_shard(&ledger.network, shard.number, shard.rent_payer)).collect()
}

fn proposals(ledger: &Ledger) -> Vec<Instruction> {
    let changes = ledger.accounts_of::<ParameterChange>(ledger.network.network).into_iter();
    let close = |(_, change): (Address, ParameterChange)| {
        build::close_parameter_change(&ledger.network, ledger.payer.pubkey(), change.base_version, change.rent_payer)
    };
    changes.map(close).collect()
}
