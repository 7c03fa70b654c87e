use anyhow::{Context, Result, ensure};
use girder_sdk::{
    Token,
    ledger::state::Network,
    network::encode_name,
    tokens::{self, NewMint},
};
use solana_address::Address;

use crate::{cluster_file::NetworkEntry, planner::Planner};

/// The network's token; it is created if the file names none and it does not exist.
pub async fn plan(
    planner: &mut Planner<'_>,
    entry: &NetworkEntry,
    founder: Address,
    network: Option<&Network>,
) -> Result<Token> {
    let plan = &entry.plan.token;
    let named = entry.mint.as_ref().map(|text| planner.named(text)).transpose()?;
    let derived = tokens::founded_mint(founder, &encode_name(&entry.plan.name)?)?;
    let mint = named.as_ref().map_or(derived, |key| key.address);
    let account = planner.transport.account(&mint).await?;
    if named.is_none() && account.as_ref().is_none_or(|account| account.data.is_empty()) {
        let lamports = account.map_or(0, |account| account.lamports);
        return create(planner, entry, founder, Token::spl(mint), lamports).await;
    }

    let account = account.with_context(|| format!("there is no mint at {mint}"))?;
    let state = tokens::decode_mint(mint, &account)?;
    ensure!(
        state.decimals == plan.decimals,
        "its mint {mint} has {} decimals, the file says {}",
        state.decimals,
        plan.decimals
    );
    if network.is_none() && !entry.plan.emission.is_vault_funded() {
        let authority = state.authority.map_or("nobody".to_owned(), |authority| authority.to_string());
        ensure!(
            state.authority == Some(founder),
            "the right to mint {mint} belongs to {authority}: the founder {founder} must have it to hand it to the network"
        );
    }
    Ok(Token { mint, program: account.owner })
}

/// Creates the mint and hands its initial supply to the founder, in one transaction: it never exists without.
async fn create(
    planner: &mut Planner<'_>,
    entry: &NetworkEntry,
    founder: Address,
    token: Token,
    held: u64,
) -> Result<Token> {
    let (plan, payer) = (&entry.plan.token, planner.payer);
    let new = NewMint::plain(token, founder, plan.decimals);
    let lamports = planner.transport.minimum_balance(new.space()?).await?.saturating_sub(held);
    let supply = entry.plan.base(&plan.initial_supply)?;
    let mut instructions = new.found(payer, &encode_name(&entry.plan.name)?, lamports)?;
    instructions.push(tokens::create_account(&token, payer, founder));
    instructions.push(tokens::mint_to(&token, founder, token.account_of(founder), supply)?);
    let (symbol, supply) = (&plan.symbol, &plan.initial_supply);
    planner.send(format!("create the mint {} and {supply} {symbol} for {founder}", token.mint), instructions)?;
    Ok(token)
}
