use girder_sdk::instructions;
use solana_address::Address;

use super::{MOST_HARVESTS, Plan};
use crate::{
    error::ActionError,
    input::{Inputs, Quantity, part_of},
    pool::{Pool, short},
};

/// Deposits in the own pool. Refuses any wallet but the operator's identity.
pub async fn stake(pool: &Pool<'_>, wallet: Address, inputs: &Inputs) -> Result<Plan, ActionError> {
    let identity = pool.operator.identity;
    if wallet != identity {
        return Err(ActionError::bad(format!(
            "to stake is for the operator's own wallet, {identity}; {wallet} can delegate to it"
        )));
    }
    let amount = amount(pool, wallet, inputs).await?;
    let message = format!("Stake {} of your own", pool.scene.collateral(amount));
    deposit(pool, wallet, amount, message).await
}

/// Deposits in the pool of another, opening the position where there is none. Refuses the operator's identity.
pub async fn delegate(pool: &Pool<'_>, wallet: Address, inputs: &Inputs) -> Result<Plan, ActionError> {
    if wallet == pool.operator.identity {
        return Err(ActionError::bad(format!("{wallet} is the operator itself: it can stake, not delegate")));
    }
    let amount = amount(pool, wallet, inputs).await?;
    let message = format!("Delegate {} to {}", pool.scene.collateral(amount), short(&pool.address));
    deposit(pool, wallet, amount, message).await
}

/// What to deposit. Refuses more than the wallet has.
async fn amount(pool: &Pool<'_>, wallet: Address, inputs: &Inputs) -> Result<u64, ActionError> {
    let quantity = inputs.quantity(pool.scene.network.collateral_decimals)?;
    let quantity = quantity.ok_or_else(|| ActionError::bad("give `amount` in whole tokens, or `percent`"))?;
    let balance = pool.balance(wallet).await?;
    let amount = match quantity {
        Quantity::Amount(amount) => amount,
        Quantity::Part(part) => part_of(balance, part),
    };
    if amount == 0 || amount > balance {
        let (held, mint) = (pool.scene.collateral(balance), pool.scene.network.collateral_mint);
        let asked = pool.scene.collateral(amount);
        return Err(ActionError::bad(format!(
            "the wallet {wallet} holds {held} (mint {mint}), and {asked} were asked"
        )));
    }
    Ok(amount)
}

async fn deposit(pool: &Pool<'_>, wallet: Address, amount: u64, message: String) -> Result<Plan, ActionError> {
    let (addresses, operator) = (&pool.scene.addresses, pool.address);
    let due = pool.due_harvests().await?;
    let mut steps: Vec<_> =
        due.iter().take(MOST_HARVESTS).map(|epoch| instructions::harvest(addresses, operator, *epoch)).collect();
    if pool.position(wallet).await?.is_none() {
        steps.push(instructions::open_position(addresses, wallet, operator, wallet));
    }
    let source = addresses.collateral.account_of(wallet);
    steps.push(instructions::deposit(addresses, operator, wallet, source, amount));
    Ok(Plan { instructions: steps, message })
}
