//! Who may not do what: every instruction, in a valid use, with each of its accounts and signers swapped for a wrong one.

use girder_tests::{
    Ledger,
    catalogue::{self, Step, Visitor},
    program,
    program::state::{Attestor, Network, Operator},
    sdk::accounts::decode_account,
};
use solana_account::Account;
use solana_address::Address;
use solana_instruction::AccountMeta;
use solana_keypair::Keypair;
use solana_signer::Signer;

/// What is done to one account of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Swap {
    /// Somebody else signs in its place.
    OtherSigner,
    /// It does not sign.
    NoSignature,
    /// A wallet stands in its place.
    Wallet,
    /// The System program stands in its place.
    SystemProgram,
    /// Another account of the ledger, of another type.
    OtherType,
    /// An account that is equal but for the network it belongs to.
    OtherNetwork,
    /// An account that is equal but for the operator it belongs to; or another's Operator account.
    OtherOperator,
    /// An account that is equal but for the attestor it belongs to; or another's Attestor account.
    OtherAttestor,
    /// A token account or mint that is equal, at another address.
    OtherToken,
    /// The other token program.
    OtherTokenProgram,
    /// It is left out, as only an optional account can be.
    LeftOut,
}

use Swap::*;

const ALL: [Swap; 11] = [
    OtherSigner,
    NoSignature,
    Wallet,
    SystemProgram,
    OtherType,
    OtherNetwork,
    OtherOperator,
    OtherAttestor,
    OtherToken,
    OtherTokenProgram,
    LeftOut,
];

/// Swaps that are right: instruction (`*` any, or in one of its uses alone), account, the swaps, and why.
const FREE: &[(&str, &str, &[Swap], &str)] = &[
    ("*", "payer", &[OtherSigner], "anybody may pay"),
    ("*", "reporter", &[OtherSigner], "anybody may report"),
    ("*", "settler", &[OtherSigner], "anybody may settle"),
    ("*", "source", &[OtherToken], "any account of the signer"),
    ("*", "destination", &[OtherToken], "any account of who is paid"),
    ("*", "tip_destination", &[OtherToken, LeftOut], "any account of the settler, or no tip"),
    ("*", "program", &[Wallet, SystemProgram], "the framework's: the program calls itself by its own address"),
    ("set_operator_manager", "operator", &[OtherNetwork], "the authority's operator of any network"),
    ("set_payout_wallet", "operator", &[OtherNetwork], "the authority's operator of any network"),
    ("offer_operator_authority", "operator", &[OtherNetwork], "the authority's operator of any network"),
    ("accept_operator_authority", "operator", &[OtherNetwork], "an operator of any network"),
    ("migrate_account", "account", &[OtherType, OtherNetwork, OtherOperator, OtherAttestor], "any old account"),
    ("lock_shares", "position", &[OtherOperator], "the owner's position in any pool"),
    ("rotate_device", "predecessor", &[OtherNetwork], "a device is in the network of its operator"),
    ("retire_device", "device", &[OtherNetwork], "a device is in the network of its operator"),
    ("overturn_slash", "slash_case", &[OtherNetwork], "a case is in the network of its operator"),
    ("execute_slash", "slash_case", &[OtherNetwork], "a case is in the network of its operator"),
    ("offer_network_role", "network", &[OtherNetwork], "the authority's network"),
    ("accept_network_role", "network", &[OtherNetwork], "a network that is offered"),
    ("execute_parameters", "signer", &[OtherSigner], "anybody may execute"),
    ("close_parameter_change (stale)", "signer", &[OtherSigner], "anybody may close what is stale"),
    ("create_network", "reward_mint", &[OtherToken], "any mint whose authority the creator holds"),
    ("create_network", "collateral_mint", &[OtherToken], "any harmless mint"),
    ("register_attestor", "authority", &[OtherSigner], "the key consents to any owner"),
    ("create_network", "treasury", &[Wallet, SystemProgram], "any wallet"),
    ("execute_slash", "treasury", &[OtherToken], "any account of the treasury's wallet"),
    ("withdraw", "owner", &[OtherSigner, LeftOut], "while no case is open anybody may"),
    ("harvest", "operator", &[OtherOperator], "anybody may harvest for any operator"),
    ("post_bond", "attestor", &[OtherAttestor], "anybody may add to any bond"),
    ("add_attestor", "attestor", &[OtherAttestor], "the authority adds whom it likes"),
    ("reveal_report", "slash_case", &[OtherOperator], "the ticket's hash names the offence"),
    ("execute_slash", "bounty_destination", &[OtherToken], "any account of the reporter"),
    ("strike_attestor (by anybody)", "signer", &[OtherSigner], "anybody may strike who was slashed"),
    ("close_slash_case", "account", &[OtherOperator], "anybody may close any operator's decided case"),
    ("retire_network", "network", &[OtherNetwork], "any network of the authority"),
    ("retire_device (by anybody)", "signer", &[OtherSigner], "the network is retired"),
    ("unstake (by anybody)", "signer", &[OtherSigner], "the network is retired"),
    ("unbond_attestor (by anybody)", "signer", &[OtherSigner], "the network is retired"),
    ("unbond_attestor (by anybody)", "attestor", &[OtherAttestor], "anybody may let any attestor go"),
    ("close_position (by anybody)", "signer", &[OtherSigner], "the pool has no shares"),
    ("close_operator (by anybody)", "signer", &[OtherSigner], "the network is retired"),
    ("close_network", "reward_destination", &[OtherToken], "any account of who is paid"),
    ("close_network", "collateral_destination", &[OtherToken], "any account of who is paid"),
];

fn is_free(step: &Step, account: &str, swap: Swap) -> bool {
    let names = ["*", &step.interface().name, &step.title()];
    FREE.iter().any(|(name, swapped, swaps, _)| names.contains(name) && *swapped == account && swaps.contains(&swap))
}

struct Intruder {
    wallet: Keypair,
    complaints: Vec<String>,
    attempts: usize,
}

impl Visitor for Intruder {
    fn before(&mut self, step: &Step) {
        step.ledger.chain.airdrop(self.wallet.pubkey(), 10_000_000_000).unwrap();
        let before = step.ledger.chain.find_all(&[]);
        let count = step.transaction[step.index()].accounts.len();
        for account in 0..count {
            for swap in ALL {
                self.attempt(step, account, swap);
            }
        }
        assert!(step.ledger.chain.find_all(&[]) == before, "{}: accounts changed", step.title());
    }
}

impl Intruder {
    fn attempt(&mut self, step: &Step, account: usize, swap: Swap) {
        let name = step.interface().accounts.get(account).map_or("remaining", |account| &account.name);
        let mut transaction = step.transaction.clone();
        let meta = &mut transaction[step.index()].accounts[account];
        let original = meta.clone();
        let optional = step.interface().accounts.get(account).is_some_and(|account| account.optional);
        let forged = self.swap(step.ledger, meta, optional, swap);
        if *meta == original || is_free(step, name, swap) {
            return;
        }

        let mut signers = step.signers.clone();
        signers.retain(|signer| {
            let key = signer.pubkey();
            transaction.iter().any(|one| one.accounts.iter().any(|meta| meta.is_signer && meta.pubkey == key))
        });
        if swap == OtherSigner {
            signers.push(&self.wallet);
        }
        let chain = &step.ledger.chain;
        let touched: Vec<Address> = transaction.iter().flat_map(|one| one.accounts.iter().map(|m| m.pubkey)).collect();
        let saved: Vec<_> = touched.iter().map(|address| (*address, chain.find(address))).collect();
        let is_forged = forged.is_some();
        if let Some(account) = forged {
            chain.set_account(FORGED, account).unwrap();
        }
        self.attempts += 1;
        if step.ledger.send(&transaction, &signers).is_ok() {
            self.complaints.push(format!("{}: {name} {swap:?}", step.title()));
            for (address, account) in saved {
                chain.set_account(address, account.unwrap_or_default()).unwrap();
            }
        }
        if is_forged {
            chain.set_account(FORGED, Account::default()).unwrap();
        }
    }

    /// Changes the account, if that swap makes sense for it; returns what has to be at [`FORGED`] for it.
    fn swap(&self, ledger: &Ledger, meta: &mut AccountMeta, optional: bool, swap: Swap) -> Option<Account> {
        let found = ledger.chain.find(&meta.pubkey);
        let left_out = meta.pubkey == program::ID;
        match swap {
            OtherSigner if meta.is_signer => meta.pubkey = self.wallet.pubkey(),
            NoSignature if meta.is_signer && meta.pubkey != ledger.payer.pubkey() => meta.is_signer = false,
            Wallet if !meta.is_signer => meta.pubkey = self.wallet.pubkey(),
            SystemProgram if !meta.is_signer => {
                *meta = AccountMeta::new_readonly(solana_sdk_ids::system_program::ID, false);
            }
            LeftOut if optional => *meta = AccountMeta::new_readonly(program::ID, false),
            OtherTokenProgram if meta.pubkey == spl_token_interface::ID => {
                meta.pubkey = spl_token_2022_interface::ID;
            }
            OtherTokenProgram if meta.pubkey == spl_token_2022_interface::ID => {
                meta.pubkey = spl_token_interface::ID;
            }
            _ if left_out => {}
            OtherType => meta.pubkey = other_type(ledger, meta.pubkey, found.as_ref()?)?,
            OtherNetwork | OtherOperator | OtherAttestor | OtherToken => {
                let forged = forge(ledger, swap, found?)?;
                meta.pubkey = FORGED;
                return Some(forged);
            }
            _ => {}
        }
        None
    }
}

/// Where forged accounts are put.
const FORGED: Address = Address::new_from_array([0x77; 32]);

/// An account of the ledger of another type than this one's; `None` if that is none of the ledger.
fn other_type(ledger: &Ledger, address: Address, account: &Account) -> Option<Address> {
    if account.owner != program::ID {
        return None;
    }
    let network = &ledger.network;
    [network.books, network.classes].into_iter().find(|&other| other != address)
}

/// The account as somebody else's would be.
fn forge(ledger: &Ledger, swap: Swap, mut account: Account) -> Option<Account> {
    let stranger = Address::new_from_array([0x55; 32]);
    if swap == OtherToken {
        let programs = [spl_token_interface::ID, spl_token_2022_interface::ID];
        return programs.contains(&account.owner).then_some(account);
    }
    if account.owner != program::ID {
        return None;
    }
    if let (OtherNetwork, Ok(_)) = (swap, decode_account::<Network>(&account)) {
        return Some(account);
    }
    if let (OtherOperator, Ok(mut operator)) = (swap, decode_account::<Operator>(&account)) {
        operator.identity = stranger;
        operator.authority = stranger;
        operator.pending_authority = stranger;
        operator.payout_wallet = stranger;
        account.data[8..].copy_from_slice(bytemuck::bytes_of(&operator));
        return Some(account);
    }
    if let (OtherAttestor, Ok(mut attestor)) = (swap, decode_account::<Attestor>(&account)) {
        (attestor.key, attestor.authority) = (stranger, stranger);
        account.data[8..].copy_from_slice(bytemuck::bytes_of(&attestor));
        return Some(account);
    }
    // Accounts begin with what they belong to: the network, the operator or attestor, or both.
    let parents = [8..40, 40..72].into_iter().find(|range| {
        let parent = Address::try_from(&account.data[range.clone()]).unwrap();
        match swap {
            OtherOperator => decode_at::<Operator>(ledger, parent),
            OtherAttestor => decode_at::<Attestor>(ledger, parent),
            _ => parent == ledger.network.network,
        }
    })?;
    account.data[parents].copy_from_slice(stranger.as_ref());
    Some(account)
}

fn decode_at<T: anchor_lang::ZeroCopy>(ledger: &Ledger, address: Address) -> bool {
    ledger.chain.read::<T>(address).is_ok()
}

#[test]
fn no_account_or_signer_of_any_instruction_can_be_swapped_for_a_wrong_one() {
    let wallet = Keypair::new_from_array([0x66; 32]);
    let mut intruder = Intruder { wallet, complaints: Vec::new(), attempts: 0 };
    catalogue::walk(&mut intruder);
    assert!(intruder.attempts > 1_000, "{} attempts", intruder.attempts);
    assert!(intruder.complaints.is_empty(), "accepted:\n{}", intruder.complaints.join("\n"));
}

#[test]
fn every_free_swap_names_an_account_that_exists() {
    for (instruction, account, _, reason) in FREE {
        let known = catalogue::instructions().iter().any(|one| {
            (*instruction == "*" || instruction.split(' ').next() == Some(&one.name))
                && one.accounts.iter().any(|other| other.name == *account)
        });
        assert!(known, "{instruction}: {account} ({reason})");
    }
}
