//! One run: a network from its creation until the coalition has all its tokens back, on the real program.

use anyhow::{Context, Result, ensure};
use girder_sdk::{
    audit::{Snapshot, audit},
    instructions::{self, Withdrawal},
    ledger::{Statement, error::LedgerError, state},
    pda,
    proof::Proof,
    tokens,
    transport::fetch,
};
use solana_address::Address;
use solana_signer::Signer;

use super::{
    evidence,
    setting::{Delegation, EPOCHS, PLAYER, Setting},
    strategy::{Caught, Reporter, Strategy},
};
use crate::demo::{
    cast::{Cast, Delegator, Device, Watcher},
    crank, fraud,
    keys::Secrets,
    proving, setup,
    stage::Stage,
};
use crate::network_file::{DelegatorPlan, KeyName, NetworkFile};

/// All runs have the same keys.
const SEED: u64 = 1;

/// The ledger and who plays on it.
pub struct World {
    pub stage: Stage,
    pub cast: Cast,
    /// A key of the player's own that reports it.
    pub sybil: Watcher,
    /// The player's Operator account.
    pub player: Address,
    strategy: Strategy,
    /// The player's devices beyond its first.
    more: Vec<Device>,
    /// Who delegates once the first epoch is harvested.
    late: Option<DelegatorPlan>,
    /// Whether the delegators leave before that.
    leaving: bool,
    file: NetworkFile,
    /// Attestors in the coalition: the first ones of the set.
    members: usize,
    /// What the coalition had before it staked, base units.
    invested: u64,
    /// Both statements of each device's first claim, if it signed two.
    lies: Vec<(Proof, Proof)>,
    missed: u64,
}

/// What a strategy brought, base units: by the coalition's token accounts, and by the bonds of its attestors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Tokens at the end less tokens before.
    pub profit: i128,
    /// Stake and bonds of the coalition.
    pub invested: u64,
}

/// What happens at some time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Moment {
    /// An epoch's last second: everybody claims what it did.
    Claim(u64),
    /// An epoch may be settled.
    Settle(u64),
    /// It may be harvested.
    Harvest,
    /// The last seconds in which evidence about the first epoch is taken.
    Evidence,
}

/// Plays a strategy on a network of its own. `members`: how many attestors belong to the coalition.
pub async fn play(setting: &Setting, strategy: Strategy, members: usize) -> Result<Outcome> {
    let mut world = World::create(setting, strategy, members).await?;
    for (time, moment) in world.moments()? {
        world.stage.ledger.warp_to(time.max(world.stage.now()));
        world.act(moment).await.with_context(|| format!("{moment:?} of `{}`", strategy.name()))?;
    }
    crank::finish(&mut world.stage, &world.cast, EPOCHS).await?;
    world.leave().await?;
    let outcome = world.outcome().await?;
    let checks = audit(&Snapshot::take(&world.stage.ledger, world.stage.network.network).await?);
    let broken = checks.iter().find(|check| !check.holds());
    ensure!(
        broken.is_none(),
        "the audit of `{}` finds {}",
        strategy.name(),
        broken.map_or(String::new(), |check| check.to_string())
    );
    Ok(outcome)
}

impl World {
    async fn create(setting: &Setting, strategy: Strategy, members: usize) -> Result<Self> {
        let (file, secrets) = (setting.file()?, Secrets::new(SEED));
        let mut stage = setup::create_network(&file, secrets, SEED).await?;
        let cast = Cast::join(&mut stage, &file, Vec::new(), secrets).await?;
        let sybil = Watcher::join(&mut stage, secrets, "sybil").await?;
        let player = cast.operators.get(PLAYER).context("there is no player")?.address;
        let mut more = Vec::new();
        for number in 1..setting.devices {
            let owner = cast.operators.get(PLAYER).map(|player| (player.address, &player.identity));
            let (owner, kind) = (owner.context("there is no player")?, ("storage", KeyName::Ed25519));
            let secret = format!("player {number}");
            more.push(Device::register(&mut stage, &file, owner, kind, secrets, &secret).await?);
        }
        let mut invested = fetch::<state::Operator>(&stage.ledger, player).await?.own_shares;
        for attestor in cast.attestors.iter().take(members) {
            let account = pda::attestor(stage.network.network, attestor.key.pubkey());
            invested += fetch::<state::Attestor>(&stage.ledger, account).await?.bond;
        }
        let late = setting.late(&file);
        Ok(Self {
            late,
            leaving: setting.delegation == Delegation::Leaving,
            file,
            stage,
            cast,
            sybil,
            player,
            strategy,
            more,
            members,
            invested,
            lies: Vec::new(),
            missed: 0,
        })
    }

    /// In the order of their times.
    fn moments(&self) -> Result<Vec<(i64, Moment)>> {
        let parameters = &self.stage.parameters;
        let mut moments = Vec::new();
        for epoch in 0..EPOCHS {
            let end = parameters.schedule().end(epoch).context("the epoch is beyond the clock")?;
            moments.push((end - 1, Moment::Claim(epoch)));
            moments.push((parameters.settle_time(epoch)?, Moment::Settle(epoch)));
            moments.push((parameters.harvest_time(epoch)?, Moment::Harvest));
        }
        if self.strategy.is_caught() {
            // Reports need a second each between commitment and evidence.
            let reports = 2 + (self.strategy.bribed() + self.more.len()) as i64;
            moments.push((parameters.evidence_end(0)? - reports, Moment::Evidence));
        }
        moments.sort_unstable();
        Ok(moments)
    }

    async fn act(&mut self, moment: Moment) -> Result<()> {
        match moment {
            Moment::Claim(epoch) => {
                for position in 0..self.cast.operators.len() {
                    self.claim(position, epoch).await?;
                }
                Ok(())
            }
            Moment::Settle(epoch) => {
                crank::turn(&mut self.stage, &self.cast, EPOCHS).await?;
                self.part().await?;
                self.watch(epoch).await
            }
            Moment::Harvest => {
                crank::turn(&mut self.stage, &self.cast, EPOCHS).await?;
                self.welcome().await
            }
            Moment::Evidence => self.come_out().await,
        }
    }

    /// An operator claims a full epoch, if it may.
    async fn claim(&mut self, position: usize, epoch: u64) -> Result<()> {
        let Some(operator) = self.cast.operators.get(position) else { return Ok(()) };
        let plays = position == PLAYER;
        if plays && !self.strategy.claims(epoch) {
            self.missed += 1;
            return Ok(());
        }
        let signers = if plays { self.strategy.signers() } else { self.cast.attestors.len().div_ceil(2) };
        let more = if plays { &*self.more } else { &[] };
        for device in [&operator.device].into_iter().chain(more) {
            let registered: state::Device = fetch(&self.stage.ledger, device.address).await?;
            let pool: state::Operator = fetch(&self.stage.ledger, operator.address).await?;
            if registered.check_active().is_err() || pool.check_not_jailed().is_err() {
                continue;
            }
            let statement = statement(&self.stage, device, epoch)?;
            let sign = |statement, signers| {
                let attestors = self.cast.attestors.iter().take(signers);
                proving::sign(&self.stage, operator.address, device, statement, attestors)
            };
            let proof = sign(statement, signers)?;
            if plays && epoch == 0 && self.strategy.is_caught() {
                let second = Statement { units: statement.units / 2, ..statement };
                self.lies.push((proof.clone(), sign(second, self.strategy.bribed())?));
            }
            match proving::submit(&mut self.stage, &proof, position).await {
                Err(error) if lacks_attestors(&error) => (),
                submitted => submitted?,
            }
        }
        Ok(())
    }

    /// Whoever is absent too often is reported as soon as the program takes it.
    async fn watch(&mut self, epoch: u64) -> Result<()> {
        let pool: state::Operator = fetch(&self.stage.ledger, self.player).await?;
        if self.missed < self.stage.parameters.downtime_misses || pool.check_not_jailed().is_err() {
            return Ok(());
        }
        evidence::downtime(self, epoch).await
    }

    /// Delegators who waited for the first harvest join.
    async fn welcome(&mut self) -> Result<()> {
        let Some(plan) = self.late.take() else { return Ok(()) };
        let secrets = Secrets::new(SEED);
        let joined = Delegator::join(&mut self.stage, &self.file, self.player, &plan, secrets).await?;
        self.cast.operators.get_mut(PLAYER).context("there is no player")?.delegators.push(joined);
        Ok(())
    }

    /// Delegators who don't wait for the first harvest ask to leave: they stop earning, and stay slashable.
    async fn part(&mut self) -> Result<()> {
        if !std::mem::take(&mut self.leaving) {
            return Ok(());
        }
        let Some(operator) = self.cast.operators.get(PLAYER) else { return Ok(()) };
        for Delegator { key, .. } in &operator.delegators {
            let owner = key.pubkey();
            let position: state::Position = fetch(&self.stage.ledger, pda::position(self.player, owner)).await?;
            let unstake = instructions::unstake(&self.stage.network, self.player, owner, position.shares);
            self.stage.send(&[unstake], &[key]).await?;
        }
        Ok(())
    }

    /// The first lie comes out.
    async fn come_out(&mut self) -> Result<()> {
        let stranger = self.strategy == Strategy::Equivocates { reporter: Reporter::Stranger };
        let reporter = if stranger { &self.cast.watcher } else { &self.sybil };
        let (reports, judged) = match self.strategy {
            Strategy::Invents { caught: Caught::Verdict, .. } => (0, true),
            Strategy::Invents { caught: Caught::VerdictAfterReport, .. } => (1, true),
            _ => (usize::MAX, false),
        };
        for (first, second) in self.lies.iter().take(reports) {
            fraud::report(&mut self.stage, first, second, reporter).await?;
        }
        if judged {
            return evidence::verdict(self, 0).await;
        }
        let (first, second) = self.lies.first().cloned().context("there is no lie")?;
        for number in 0..self.strategy.bribed() {
            evidence::double_statement(self, &first, &second, number).await?;
        }
        Ok(())
    }

    /// The player takes its stake out, as soon as it may.
    async fn leave(&mut self) -> Result<()> {
        let Some(operator) = self.cast.operators.get(PLAYER) else { return Ok(()) };
        let (owner, network) = (operator.identity.pubkey(), self.stage.network);
        let position: state::Position = fetch(&self.stage.ledger, pda::position(self.player, owner)).await?;
        let pool: state::Operator = fetch(&self.stage.ledger, self.player).await?;
        if pool.stake_for(position.shares)? == 0 {
            return Ok(());
        }
        let unstake = instructions::unstake(&network, self.player, owner, position.shares);
        self.stage.send(&[unstake], &[&operator.identity]).await?;
        self.stage.ledger.warp_by(self.stage.parameters.unbonding);
        let withdrawal = Withdrawal {
            operator: self.player,
            owner,
            destination: operator.tokens,
            ticket: 0,
            signed_by_owner: false,
        };
        self.stage.send(&[instructions::withdraw(&network, &withdrawal)], &[]).await
    }

    async fn outcome(&self) -> Result<Outcome> {
        let ledger = &self.stage.ledger;
        let operator = self.cast.operators.get(PLAYER).context("there is no player")?;
        let mut held = 0i128;
        for account in [operator.tokens, self.sybil.tokens] {
            held += i128::from(tokens::balance(ledger, account).await?);
        }
        for attestor in self.cast.attestors.iter().take(self.members) {
            let account = pda::attestor(self.stage.network.network, attestor.key.pubkey());
            held += i128::from(fetch::<state::Attestor>(ledger, account).await?.bond);
            held += i128::from(tokens::balance(ledger, attestor.tokens).await?);
        }
        Ok(Outcome { profit: held - i128::from(self.invested), invested: self.invested })
    }
}

/// The most that the class takes of a device.
fn statement(stage: &Stage, device: &Device, epoch: u64) -> Result<Statement> {
    Ok(Statement {
        epoch,
        sequence: u64::try_from(stage.now())? * 1_000,
        class: device.class,
        units: device.limit,
        evidence_hash: [0; 32],
    })
}

/// Too few signed, or a key that was struck.
fn lacks_attestors(error: &anyhow::Error) -> bool {
    let refusal = error.downcast_ref::<girder_sdk::SdkError>().and_then(girder_sdk::SdkError::refusal);
    let error = refusal.and_then(|refusal| refusal.ledger_error());
    error.is_some_and(|error| matches!(error, LedgerError::BelowThreshold | LedgerError::NotInSet))
}
