use girder_sdk::{
    instructions::{self, Withdrawal},
    json::utc,
    ledger::state::{Position, Ticket},
    tokens,
};
use solana_address::Address;

use super::Plan;
use crate::{
    error::ActionError,
    input::{Inputs, Quantity, part_of},
    pool::Pool,
};

/// Marks shares for leaving: so many tokens' worth, rounded up, or a part of all that are active.
pub async fn unstake(pool: &Pool<'_>, wallet: Address, inputs: &Inputs) -> Result<Plan, ActionError> {
    let quantity = inputs.quantity(pool.scene.network.collateral_decimals)?;
    let quantity = quantity.ok_or_else(|| ActionError::bad("give `amount` in whole tokens, or `percent`"))?;
    let active = pool.held(wallet).await?.active_shares();
    let shares = match quantity {
        Quantity::Part(part) => part_of(active, part),
        Quantity::Amount(amount) => shares_worth(pool, amount),
    };
    let worth = |shares| pool.operator.stake_for(shares).unwrap_or_default();
    if shares > active {
        let (asked, held) = (pool.scene.collateral(worth(shares)), pool.scene.collateral(worth(active)));
        return Err(ActionError::bad(format!("{asked} were asked, and {held} of {wallet} can leave")));
    }
    let unstake = instructions::unstake(&pool.scene.addresses, pool.address, wallet, shares);
    let free = pool.scene.now.saturating_add(pool.scene.network.parameters.unbonding);
    let message = format!(
        "Unstake {}: they stop earning now, can still be slashed, and can be withdrawn from {} on",
        pool.scene.collateral(worth(shares)),
        utc(free)
    );
    Ok(Plan { instructions: vec![unstake], message })
}

/// The fewest shares that are worth this much; more than there are if the pool is worth less.
fn shares_worth(pool: &Pool<'_>, amount: u64) -> u64 {
    let (stake, all) = (pool.operator.stake, pool.operator.shares);
    let shares = u128::from(amount).saturating_mul(all.into()).div_ceil(u128::from(stake.max(1)));
    u64::try_from(shares).unwrap_or(u64::MAX)
}

/// Leaves in what was asked back. Without a number: the only ticket there is.
pub async fn cancel_unstake(pool: &Pool<'_>, wallet: Address, inputs: &Inputs) -> Result<Plan, ActionError> {
    let position = pool.held(wallet).await?;
    let number = match (inputs.ticket()?, tickets(&position).as_slice()) {
        (Some(number), _) => number,
        (None, [(number, _)]) => *number,
        (None, all) => {
            let numbers: Vec<_> = all.iter().map(|(number, _)| number.to_string()).collect();
            let text = format!("give `ticket`, one of: {}", numbers.join(", "));
            return Err(ActionError::bad(if all.is_empty() { nothing_leaves(wallet) } else { text }));
        }
    };
    let cancel = instructions::cancel_unstake(&pool.scene.addresses, pool.address, wallet, number);
    Ok(Plan { instructions: vec![cancel], message: format!("Cancel unstaking: ticket {number} earns again") })
}

/// Pays out a ticket, or without a number all that have matured, creating the token account where there is none.
pub async fn withdraw(pool: &Pool<'_>, wallet: Address, inputs: &Inputs) -> Result<Plan, ActionError> {
    let all = tickets(&pool.held(wallet).await?);
    let matures = |ticket: &Ticket| ticket.requested_at.saturating_add(ticket.unbonding);
    let first = all.iter().map(|(_, ticket)| matures(ticket)).min();
    let asked = inputs.ticket()?;
    let paid: Vec<_> = match asked {
        Some(number) => all.into_iter().filter(|(ticket, _)| *ticket == number).collect(),
        None => all.into_iter().filter(|(_, ticket)| matures(ticket) <= pool.scene.now).collect(),
    };
    if paid.is_empty() {
        return Err(ActionError::bad(match (asked, first) {
            (Some(number), _) => format!("the position of {wallet} has no ticket {number}"),
            (None, Some(time)) => format!("nothing can be withdrawn before {}", utc(time)),
            (None, None) => nothing_leaves(wallet),
        }));
    }
    let addresses = &pool.scene.addresses;
    let destination = addresses.collateral.account_of(wallet);
    let withdrawals = paid.iter().map(|(ticket, _)| {
        let (operator, ticket) = (pool.address, *ticket);
        let withdrawal = Withdrawal { operator, owner: wallet, destination, ticket, signed_by_owner: true };
        instructions::withdraw(addresses, &withdrawal)
    });
    let create = tokens::create_account(&addresses.collateral, wallet, wallet);
    let worth = paid.iter().filter_map(|(_, ticket)| pool.operator.stake_for(ticket.shares).ok());
    let message = format!("Withdraw {}", pool.scene.collateral(worth.fold(0, u64::saturating_add)));
    Ok(Plan { instructions: [create].into_iter().chain(withdrawals).collect(), message })
}

fn nothing_leaves(wallet: Address) -> String {
    format!("{wallet} has not asked for any of its stake back")
}

/// A position's tickets, by their numbers.
fn tickets(position: &Position) -> Vec<(u8, Ticket)> {
    (0u8..).zip(position.tickets).filter(|(_, ticket)| ticket.shares > 0).collect()
}
