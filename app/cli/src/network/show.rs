//! Networks told to people and machines.

use anyhow::{Result, bail};
use girder_sdk::{
    accounts::AnyAccount,
    amount, json,
    ledger::state::{Books, Network},
    network::{decode_name, encode_name},
    pda,
    transport::{self, Transport},
};
use serde_json::{Value, json};
use solana_address::Address;

use crate::output;

/// Prints all networks.
pub async fn list(ledger: &dyn Transport, as_json: bool) -> Result<()> {
    let networks = transport::networks(ledger).await?;
    if as_json {
        let line = |(address, network): &(Address, Network)| {
            json!({
                "address": address.to_string(),
                "name": decode_name(&network.name),
                "authority": network.authority.to_string(),
            })
        };
        return output::print(&format!("{:#}", networks.iter().map(line).collect::<Value>()));
    }
    let line = |(address, network): &(Address, Network)| format!("{address}  {}\n", name(network));
    let lines: String = networks.iter().map(line).collect();
    output::print(if lines.is_empty() { "There is no network." } else { &lines })
}

/// Prints the address of the only network with a name.
pub async fn find(ledger: &dyn Transport, wanted: &str) -> Result<()> {
    let name = encode_name(wanted)?;
    let networks = transport::networks(ledger).await?.into_iter();
    let found: Vec<Address> =
        networks.filter(|(_, network)| network.name == name).map(|(address, _)| address).collect();
    output::print(&only(&found, wanted)?.to_string())
}

fn only(found: &[Address], wanted: &str) -> Result<Address> {
    match found {
        [address] => Ok(*address),
        [] => bail!("there is no network `{wanted}`: `girder network list` shows all"),
        several => {
            let several: Vec<String> = several.iter().map(ToString::to_string).collect();
            bail!("`{wanted}` is the name of {}: say which by its address", several.join(" and "))
        }
    }
}

/// Prints a network and its totals.
pub async fn show(ledger: &dyn Transport, address: Address, as_json: bool) -> Result<()> {
    let network: Network = transport::fetch(ledger, address).await?;
    let books: Books = transport::fetch(ledger, pda::books(address)).await?;
    if as_json {
        let (network, books) = (AnyAccount::Network(network.into()), AnyAccount::Books(books.into()));
        let shown = json!({ "network": json::account(&network), "books": json::account(&books) });
        return output::print(&format!("{shown:#}"));
    }
    output::print(&text(address, &network, &books))
}

fn text(address: Address, network: &Network, books: &Books) -> String {
    let reward = |base| amount::show(base, network.reward_decimals);
    let collateral = |base| amount::show(base, network.collateral_decimals);
    let retired = if network.retired_from == u64::MAX { "never".to_owned() } else { network.retired_from.to_string() };
    let somebody = |key: Address| if key == Address::default() { "nobody".to_owned() } else { key.to_string() };
    let lines = [
        ("network", format!("{}  {address}", name(network))),
        ("authority", network.authority.to_string()),
        ("guardian", somebody(network.guardian)),
        ("reward mint", network.reward_mint.to_string()),
        ("collateral mint", network.collateral_mint.to_string()),
        ("reserve", reward(books.reserve)),
        ("in epochs' pots", reward(books.pots)),
        ("claimable", reward(books.owed)),
        ("staked", collateral(books.staked)),
        ("in escrow", collateral(books.escrow)),
        ("bonds", collateral(books.bonds)),
        ("next to settle", format!("epoch {}", books.next_epoch)),
        ("attestor set", network.attestor_set_version.to_string()),
        ("parameters", format!("version {}", network.parameters_version)),
        ("retired from", retired),
    ];
    lines.iter().map(|(name, value)| format!("{name:<16} {value}\n")).collect()
}

/// Somebody else chose it: without what would move a terminal's cursor.
fn name(network: &Network) -> String {
    decode_name(&network.name).chars().filter(|letter| !letter.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_address_where_several_networks_have_it_or_none() {
        let [one, other] = [(); 2].map(|()| Address::new_unique());
        assert_eq!(only(&[one], "mine").unwrap(), one);
        assert!(only(&[], "mine").unwrap_err().to_string().contains("no network `mine`"));
        let refused = only(&[one, other], "mine").unwrap_err().to_string();
        assert!(refused.contains(&one.to_string()) && refused.contains(&other.to_string()), "{refused}");
    }
}
