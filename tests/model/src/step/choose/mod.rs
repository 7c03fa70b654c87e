//! From bytes to steps that mean something in the ledger as it is: most arguments fit, each is odd now and then.

use crate::{
    ledger::{Account, AttestorKey, DeviceKey, Ledger, Mint, Purse, Wallet},
    step::{Bytes, Step},
};

mod attestors;
mod classes;
mod control;
mod devices;
mod ends;
mod instants;
mod operators;
mod opportunities;
mod proofs;
mod rewards;
mod slashes;
mod stakes;
mod verdicts;

/// How often an argument is odd: once in so many times.
const ODD: u8 = 24;

/// How many choices are looked at for one that would be done.
const ATTEMPTS: usize = 4;

/// From a choice to the next one to look at, far enough that it is of another sort.
const STRIDE: usize = 17;

type Choice = fn(&mut Chooser) -> Step;

macro_rules! choices {
    ($($weight:literal $method:ident,)*) => {
        &[$(($weight, |chooser| chooser.$method())),*]
    };
}

/// What may be chosen, and how often.
const CHOICES: &[(u16, Choice)] = choices! {
    36 wait,
    2 donate,
    3 give_lamports,
    3 create_network,
    3 migrate_account,
    2 create_shard,
    4 offer_network_role,
    4 accept_network_role,
    5 pause,
    5 propose_parameters,
    2 execute_parameters,
    2 close_parameter_change,
    1 retire_network,
    1 close_shard,
    1 close_network,
    3 add_class,
    4 reweight_class,
    1 retire_class,
    3 set_licensor,
    4 register_attestor,
    4 post_bond,
    3 unbond_attestor,
    4 withdraw_bond,
    5 create_attestor_set,
    6 add_attestor,
    5 seal_attestor_set,
    2 strike_attestor,
    3 claim_attestor_pay,
    1 close_attestor_set,
    6 register_operator,
    3 offer_operator_authority,
    3 accept_operator_authority,
    2 set_operator_manager,
    2 set_payout_wallet,
    3 claim_commission,
    5 unjail,
    4 set_commission,
    4 declare_maintenance,
    1 close_operator,
    5 open_position,
    2 close_position,
    5 transfer_shares,
    2 lock_shares,
    14 deposit,
    8 unstake,
    4 cancel_unstake,
    8 withdraw,
    14 register_device,
    3 rotate_device,
    6 license_device,
    2 retire_device,
    2 close_device,
    44 submit_contribution,
    4 fund,
    12 settle_epoch,
    8 harvest,
    6 claim,
    3 close_epoch,
    7 report_equivocation,
    5 report_double_statement,
    5 report_downtime,
    8 sign_verdict,
    4 slash_by_verdict,
    2 close_verdict,
    5 commit_report,
    5 reveal_report,
    2 close_report_ticket,
    4 overturn_slash,
    4 execute_slash,
    3 close_slash_case,
};

/// Chooses a step.
pub struct Chooser<'a> {
    ledger: &'a Ledger,
    bytes: Bytes<'a>,
}

/// The step that bytes mean in a ledger: half of the time whatever comes, otherwise mostly one that would be done.
pub fn choose(ledger: &Ledger, bytes: &[u8]) -> Step {
    let mut bytes = Bytes::new(bytes);
    let whatever = bytes.rarely(2);
    if bytes.rarely(4) {
        let mut chooser = Chooser { ledger, bytes: bytes.clone() };
        let open = chooser.opportunities();
        let kind = chooser.bytes.pick(&open);
        if let Some(step) = kind.and_then(|kind| chooser.bytes.pick(&kind)) {
            return step;
        }
    }
    let first = heavy(&mut bytes);
    let attempts = (0..ATTEMPTS).map(|attempt| {
        let (_, choice) = CHOICES[(first + attempt * STRIDE) % CHOICES.len()];
        choice(&mut Chooser { ledger, bytes: bytes.clone() })
    });
    let mut attempts = attempts.peekable();
    let chosen = attempts.peek().cloned();
    let done = if whatever { None } else { attempts.find(|step| would_do(ledger, step)) };
    done.or(chosen).expect("there are attempts")
}

/// The number of a choice, as often as its weight says.
fn heavy(bytes: &mut Bytes) -> usize {
    let all: u16 = CHOICES.iter().map(|(weight, _)| weight).sum();
    let mut at = bytes.below(usize::from(all)) as u16;
    let found = CHOICES.iter().position(|(weight, _)| {
        let here = at < *weight;
        at = at.saturating_sub(*weight);
        here
    });
    found.expect("the weights add up")
}

/// Whether a step would be done.
fn would_do(ledger: &Ledger, step: &Step) -> bool {
    ledger.clone().take(step).is_ok()
}

impl Chooser<'_> {
    /// Whether this argument is odd.
    fn odd(&mut self) -> bool {
        self.bytes.rarely(ODD)
    }

    /// Any wallet.
    fn anybody(&mut self) -> Wallet {
        Wallet(self.bytes.byte() % Wallet::COUNT)
    }

    /// This wallet, mostly.
    fn mostly(&mut self, wallet: Wallet) -> Wallet {
        if self.odd() { self.anybody() } else { wallet }
    }

    /// Some account or other, mostly as one of the first layout.
    fn migrate_account(&mut self) -> Step {
        let accounts: Vec<_> = self.ledger.lamports.accounts.keys().copied().collect();
        let account = self.bytes.pick(&accounts).unwrap_or(Account::Network(0));
        let old = !self.bytes.rarely(4) && self.ledger.can_be_old(account);
        Step::MigrateAccount { payer: self.anybody(), account, old }
    }

    /// The network's authority, mostly.
    fn authority(&mut self) -> Wallet {
        self.mostly(self.ledger.authority)
    }

    /// A wallet as an option, mostly somebody.
    fn somebody(&mut self) -> Option<Wallet> {
        if self.bytes.rarely(8) { None } else { Some(self.anybody()) }
    }

    /// A token account of this wallet and mint, mostly.
    fn purse(&mut self, owner: Wallet, mint: Mint) -> Purse {
        let owner = self.mostly(owner);
        let other = if mint == Mint::Reward { Mint::Collateral } else { Mint::Reward };
        Purse { owner, mint: if self.odd() { other } else { mint } }
    }

    /// One of these, mostly; otherwise, or without any, what `any` gives.
    fn one_of<T: Clone>(&mut self, these: &[T], any: impl FnOnce(&mut Self) -> T) -> T {
        if self.odd() || these.is_empty() { any(self) } else { self.bytes.pick(these).expect("not empty") }
    }

    /// An operator's identity.
    fn operator(&mut self) -> Wallet {
        let known: Vec<_> = self.ledger.operators.keys().copied().collect();
        self.one_of(&known, Self::anybody)
    }

    /// An operator that fits, or any.
    fn operator_with(&mut self, fits: impl Fn(Wallet) -> bool) -> Wallet {
        let fitting: Vec<_> = self.ledger.operators.keys().copied().filter(|&identity| fits(identity)).collect();
        self.one_of(&fitting, Self::operator)
    }

    /// Who may manage an operator.
    fn authority_of(&mut self, operator: Wallet) -> Wallet {
        let authority = self.ledger.operators.get(&operator).map_or(operator, |operator| operator.authority);
        self.mostly(authority)
    }

    /// A key of a device.
    fn device_key(&mut self) -> DeviceKey {
        DeviceKey(self.bytes.byte() % DeviceKey::COUNT)
    }

    /// A registered device that fits, or any key.
    fn device_with(&mut self, fits: impl Fn(DeviceKey) -> bool) -> DeviceKey {
        let fitting: Vec<_> = self.ledger.devices.keys().copied().filter(|&key| fits(key)).collect();
        self.one_of(&fitting, Self::device_key)
    }

    /// A key of an attestor.
    fn attestor_key(&mut self) -> AttestorKey {
        AttestorKey(self.bytes.byte() % AttestorKey::COUNT)
    }

    /// Part of an amount, or a number at its edges, or any.
    fn part(&mut self, whole: u64) -> u64 {
        let byte = self.bytes.byte();
        match byte {
            255 => self.bytes.number(),
            254 => u64::MAX,
            253 => whole.saturating_add(1),
            252 => 0,
            251 => 1,
            200..251 => whole,
            _ => (u128::from(whole) * u128::from(byte) / 199) as u64,
        }
    }

    /// An epoch near this one, mostly this one.
    fn epoch_near(&mut self, epoch: u64) -> u64 {
        match self.bytes.byte() {
            0..220 => epoch,
            220..232 => epoch.saturating_sub(1),
            232..244 => epoch.saturating_add(1),
            244..250 => epoch.saturating_add(u64::from(self.bytes.byte() % 40)),
            250..254 => epoch.saturating_sub(u64::from(self.bytes.byte() % 40)),
            _ => self.bytes.number(),
        }
    }

    /// The current epoch; 0 before genesis.
    fn current(&self) -> u64 {
        crate::ledger::time::epoch_at(&self.ledger.parameters, self.ledger.now).unwrap_or(0)
    }

    /// The attestor set in force in an epoch.
    fn set_in_force(&self, epoch: u64) -> Option<u64> {
        let sets = self.ledger.sets.iter().rev();
        sets.filter(|(_, set)| set.check_in_force(epoch).is_ok()).map(|(version, _)| *version).next()
    }

    /// This set, mostly.
    fn mostly_set(&mut self, set: Option<u64>) -> Option<u64> {
        if !self.odd() {
            return set;
        }
        let versions: Vec<_> = self.ledger.sets.keys().copied().collect();
        if self.bytes.rarely(3) { None } else { self.bytes.pick(&versions) }
    }
}
