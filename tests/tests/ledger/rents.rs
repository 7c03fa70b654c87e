//! Rent, over every instruction: anybody may pay it, the account that it opens says who did, and it comes back to them when
//! the account closes.

use std::collections::BTreeSet;

use girder_sdk::{accounts::AnyAccount, embedded::EmbeddedLedger};
use girder_tests::{
    catalogue::{self, Step, Visitor},
    program,
};
use solana_account::Account;
use solana_address::Address;
use solana_keypair::Keypair;
use solana_signer::Signer;

/// Names of who pays for what an instruction opens.
const PAYERS: [&str; 3] = ["payer", "reporter", "settler"];

/// Pays in place of the one in the catalogue; what the test itself needs is paid by somebody else.
struct Sponsor {
    wallet: Keypair,
    other_payer: Keypair,
    opened: BTreeSet<&'static str>,
    closed: BTreeSet<&'static str>,
}

impl Visitor for Sponsor {
    fn before(&mut self, step: &Step) {
        let chain = step.ledger.chain.fork();
        for key in [&self.wallet, &self.other_payer] {
            chain.airdrop(key.pubkey(), 100_000_000_000).unwrap();
        }
        let transaction = self.sponsored(step, &chain);
        let touched: BTreeSet<Address> =
            transaction.iter().flat_map(|one| one.accounts.iter().map(|meta| meta.pubkey)).collect();
        let find = |address: &Address| chain.find(address);
        let before: Vec<_> = touched.iter().map(find).collect();
        let funds = |key: &Keypair| chain.find(&key.pubkey()).map_or(0, |account| account.lamports);
        let (sponsor, first_payer) = (funds(&self.wallet), funds(&step.ledger.payer));
        let mut signers = step.signers.clone();
        signers.extend([&self.wallet, &step.ledger.payer]);
        let signers: Vec<_> = signers.into_iter().map(|key| key as girder_sdk::transport::TransactionSigner).collect();
        let receipt = chain.execute(&transaction, &self.wallet, &signers);
        let fee = receipt.unwrap_or_else(|error| panic!("{}: {error:?}", step.title())).fee;

        let after: Vec<_> = touched.iter().map(find).collect();
        let changes = || before.iter().zip(&after);
        let opened: Vec<&Account> =
            changes().filter(|(old, _)| old.is_none()).filter_map(|(_, new)| new.as_ref()).collect();
        let closed: Vec<&Account> =
            changes().filter(|(_, new)| new.is_none()).filter_map(|(old, _)| old.as_ref()).collect();
        let lamports = |accounts: &[&Account]| accounts.iter().map(|account| account.lamports).sum::<u64>();
        if !opened.is_empty() {
            assert_eq!(funds(&self.wallet) + fee + lamports(&opened), sponsor, "{}: a stranger pays all", step.title());
        }
        assert_eq!(funds(&step.ledger.payer), first_payer + lamports(&closed), "{}: all comes back", step.title());
        self.note(step, &opened, &closed);
    }
}

impl Sponsor {
    /// The step's transaction with another payer, who gets the tip where there is one.
    fn sponsored(&self, step: &Step, chain: &EmbeddedLedger) -> Vec<solana_instruction::Instruction> {
        let mut transaction = step.transaction.clone();
        let metas = &mut transaction[step.index()].accounts;
        for (meta, account) in metas.iter_mut().zip(&step.interface().accounts) {
            if PAYERS.contains(&&*account.name) {
                meta.pubkey = self.wallet.pubkey();
            } else if account.name == "tip_destination" && meta.pubkey != program::ID {
                let reward = &step.ledger.network.reward;
                meta.pubkey = chain.create_token_account(&self.other_payer, reward, self.wallet.pubkey()).unwrap();
            }
        }
        transaction
    }

    /// Checks that accounts say whose their rent is.
    fn note(&mut self, step: &Step, opened: &[&Account], closed: &[&Account]) {
        let (ours, theirs) = (self.wallet.pubkey(), step.ledger.payer.pubkey());
        for (accounts, payer, types) in [(opened, ours, &mut self.opened), (closed, theirs, &mut self.closed)] {
            for account in accounts.iter().filter(|account| account.owner == program::ID) {
                let decoded = AnyAccount::decode_account(account).unwrap();
                let said = format!("{decoded:?}").contains(&format!("rent_payer: {payer}"));
                assert!(said, "{}: {decoded:?}", step.title());
                types.insert(decoded.type_name());
            }
        }
    }
}

#[test]
fn anybody_pays_the_rent_of_every_kind_of_account_and_gets_exactly_that_back() {
    let [wallet, other_payer] = [0x51, 0x52].map(|number| Keypair::new_from_array([number; 32]));
    let mut sponsor = Sponsor { wallet, other_payer, opened: BTreeSet::new(), closed: BTreeSet::new() };
    catalogue::walk(&mut sponsor);
    let all = [
        "Attestor",
        "AttestorSet",
        "Books",
        "Classes",
        "Device",
        "Epoch",
        "Network",
        "Operator",
        "ParameterChange",
        "Position",
        "ReportTicket",
        "Shard",
        "SlashCase",
        "Verdict",
    ];
    assert_eq!(sponsor.opened, BTreeSet::from(all));
    assert_eq!(sponsor.closed, BTreeSet::from(all));
}
