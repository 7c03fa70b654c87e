//! A network's parameters in words.

use girder_sdk::ledger::state::{Network, emission_kind, invitation};
use maud::{Markup, html};

use super::layout::facts;
use crate::words::{duration, grouped, percent, time, tokens};

/// All rules of a network that people ask for.
pub(super) fn in_words(network: &Network) -> Markup {
    let all = [times(network), emission(network), stake(network), slashing(network)].concat();
    let all: Vec<_> = all.into_iter().map(|(name, text)| (name, html! { (text) })).collect();
    facts(&all)
}

type Facts = Vec<(&'static str, String)>;

fn times(network: &Network) -> Facts {
    let p = &network.parameters;
    vec![
        ("Epochs", format!("{} each, the first from {} UTC", duration(p.epoch_length), time(p.genesis))),
        ("Proofs", format!("until {} after the epoch's end", duration(p.grace))),
        ("Payout", format!("harvested from {} after settling on", duration(p.dispute))),
        ("Evidence", format!("is taken until {} after the proofs' end", duration(p.evidence_age))),
        ("Appeal", format!("a slash can be overturned for {}, then anybody executes it", duration(p.appeal))),
        ("Unstaking", format!("takes {}; what is leaving can still be slashed", duration(p.unbonding))),
        ("Pauses", format!("last {} at most", duration(p.max_pause))),
    ]
}

fn emission(network: &Network) -> Facts {
    let p = &network.parameters;
    let first = tokens(p.emission_initial, network.reward_decimals);
    let emission = match p.emission_kind {
        emission_kind::FIXED => format!("{first} an epoch"),
        emission_kind::GEOMETRIC => {
            format!("{first} an epoch at first, changing by a factor every {} epochs", grouped(p.emission_period))
        }
        emission_kind::HALVING => {
            format!("{first} an epoch at first, halved every {} epochs", grouped(p.emission_period))
        }
        emission_kind::VAULT_FUNDED => format!("nothing is minted; up to {first} an epoch leave the reserve"),
        other => format!("kind {other}"),
    };
    let most = tokens(p.max_reward_per_million_credits, network.reward_decimals);
    vec![
        ("Emission", emission),
        ("Supply", format!("never above {}", tokens(p.supply_cap, network.reward_decimals))),
        ("Reward", format!("{most} for a million credits at most")),
        ("Attestors", format!("get {} of what an epoch gives", percent(p.attestor_bps))),
        (
            "Payout limit",
            format!("{} within {}", tokens(p.breaker_size, network.reward_decimals), duration(p.breaker_window)),
        ),
    ]
}

fn stake(network: &Network) -> Facts {
    let p = &network.parameters;
    let stake = |amount| tokens(amount, network.collateral_decimals);
    let who = if p.invited_operators == invitation::INVITED { "invited ones" } else { "anybody" };
    vec![
        ("Operators", who.to_owned()),
        ("Cover", format!("{} of stake for a million credits an epoch", stake(p.collateral_per_million_credits))),
        ("Leverage", format!("the whole stake is at most {} times the operator's own", tokens(p.leverage_bps, 4))),
        ("Deposits", format!("{} at least, {} for the operator's own", stake(p.min_deposit), stake(p.min_self_stake))),
        (
            "Commission",
            format!("{} at most, rising by {} at most", percent(p.max_commission_bps), percent(p.commission_step_bps)),
        ),
        ("Bonds", format!("of attestors: {} at least", stake(p.min_bond))),
    ]
}

fn slashing(network: &Network) -> Facts {
    let p = &network.parameters;
    vec![
        ("Two statements for one slot", format!("cost up to {} of the stake", percent(p.equivocation_slash_bps))),
        (
            "Downtime",
            format!(
                "below the floor in {} of {} epochs costs {}",
                grouped(p.downtime_misses),
                grouped(p.downtime_epochs),
                percent(p.downtime_slash_bps)
            ),
        ),
        (
            "Verdicts",
            format!("up to {} a case, {} a window", percent(p.verdict_case_bps), percent(p.verdict_window_bps)),
        ),
        ("Attestors who contradict themselves", format!("lose {} of their bond", percent(p.attestor_slash_bps))),
        ("Bounty", format!("{} of what is kept, for who reported first", percent(p.bounty_bps))),
        (
            "Jail",
            format!(
                "{} after {} offences within {}",
                duration(p.jail_time),
                grouped(p.jail_after),
                duration(p.jail_window)
            ),
        ),
    ]
}
