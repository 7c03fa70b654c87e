use girder_sdk::{instructions, tokens};
use solana_address::Address;

use super::{MOST_HARVESTS, Plan};
use crate::{error::ActionError, pool::Pool};

/// Pays a wallet what its position earned, and an operator's payout wallet its commission, with what can be harvested now;
/// creates the token account where there is none. Refuses a wallet that has neither.
pub async fn claim(pool: &Pool<'_>, wallet: Address) -> Result<Plan, ActionError> {
    let (addresses, operator) = (&pool.scene.addresses, pool.address);
    let commission = if wallet == pool.operator.payout_wallet { pool.operator.commission_owed } else { 0 };
    let position = if commission > 0 { pool.position(wallet).await? } else { Some(pool.held(wallet).await?) };
    let due = pool.due_harvests().await?;
    let mut steps = vec![tokens::create_account(&addresses.reward, wallet, wallet)];
    steps.extend(due.iter().take(MOST_HARVESTS).map(|epoch| instructions::harvest(addresses, operator, *epoch)));
    let destination = addresses.reward.account_of(wallet);
    let owed = position.map_or(0, |position| position.owed);
    let earns = position.is_some_and(|position| position.active_shares() > 0) && !due.is_empty();
    // A claim of nothing is refused, and would take the commission with it.
    if commission == 0 || owed > 0 || earns {
        steps.push(instructions::claim(addresses, operator, wallet, destination));
    }
    if commission > 0 {
        steps.push(instructions::claim_commission(addresses, operator, destination));
    }
    let known = owed.saturating_add(commission);
    let more = if due.is_empty() { "" } else { ", and what is harvested on the way" };
    Ok(Plan { instructions: steps, message: format!("Claim {}{more}", pool.scene.reward(known)) })
}
