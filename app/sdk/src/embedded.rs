//! The whole ledger in this process: LiteSVM with the compiled program, the real token programs and precompiles, and
//! mainnet's features. Deterministic: the same seed and calls give the same accounts.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use ledger::state::Network;
use litesvm::{LiteSVM, types::TransactionMetadata};
use sha2::{Digest, Sha256};
use solana_account::Account;
use solana_address::Address;
use solana_clock::{Clock, DEFAULT_MS_PER_SLOT, DEFAULT_SLOTS_PER_EPOCH};
use solana_hash::Hash;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_message::VersionedMessage;
use solana_signer::Signer;
use solana_slot_hashes::SlotHashes;
use solana_transaction::versioned::VersionedTransaction;

use crate::{
    Result, SdkError, Token,
    audit::{Balances, Snapshot},
    loader, lookup, outcome,
    tokens::{self, Holding, MintState, NewMint},
    transport::{self, Receipt, TransactionSigner, Transport},
};

pub use crate::artifacts::{GOVERNOR as GOVERNOR_PROGRAM, LEDGER as PROGRAM, STEWARD as STEWARD_PROGRAM};

/// When a new embedded ledger's clock starts: 1 January 2026, 00:00 UTC.
pub const START: i64 = 1_767_225_600;

/// A ledger in this process. Its methods take `&self`, so that concurrent tasks can share it.
pub struct EmbeddedLedger {
    seed: u64,
    svm: Mutex<LiteSVM>,
}

impl EmbeddedLedger {
    /// A ledger with the committed program.
    pub fn new(seed: u64) -> Result<Self> {
        Self::with_program(seed, PROGRAM)
    }

    /// A ledger whose programs nobody deployed yet; whoever does finds their addresses reserved, as nobody has their keys.
    pub fn without_programs(seed: u64) -> Result<Self> {
        let ledger = Self::with(seed, LiteSVM::new());
        let space = loader::program_space();
        let lamports = ledger.svm().minimum_balance_for_rent_exemption(space);
        let owner = solana_sdk_ids::bpf_loader_upgradeable::ID;
        let reserved = Account { lamports, data: vec![0; space], owner, ..Account::default() };
        for program in [ledger::ID, governor::ID, steward::ID] {
            ledger.set_account(program, reserved.clone())?;
        }
        Ok(ledger)
    }

    /// A ledger with this program in place of the committed one.
    pub fn with_program(seed: u64, program: &[u8]) -> Result<Self> {
        let mut svm = LiteSVM::new();
        svm.add_program(ledger::ID, program).map_err(|error| SdkError::Transport(format!("{error:?}")))?;
        Ok(Self::with(seed, svm))
    }

    fn with(seed: u64, mut svm: LiteSVM) -> Self {
        svm.set_sysvar(&Clock { unix_timestamp: START, ..svm.get_sysvar() });
        let ledger = Self { seed, svm: Mutex::new(svm) };
        ledger.set_time(START);
        ledger
    }

    /// A copy that goes its own way from here: a scene that was set up once serves many times.
    pub fn fork(&self) -> Self {
        Self { seed: self.seed, svm: Mutex::new(self.svm().clone()) }
    }

    /// Adds the program of stake votes.
    pub fn add_governor(&self) -> Result<()> {
        self.add_program(governor::ID, GOVERNOR_PROGRAM)
    }

    /// Adds another program: a class's verifier, for example.
    pub fn add_program(&self, address: Address, program: &[u8]) -> Result<()> {
        self.svm().add_program(address, program).map_err(|error| SdkError::Transport(format!("{error:?}")))
    }

    /// The ledger's clock.
    pub fn now(&self) -> Clock {
        self.svm().get_sysvar()
    }

    /// Moves the clock to a time (Unix seconds), and the slot on by as many slots as pass until then, none for a time in
    /// the past.
    pub fn warp_to(&self, time: i64) {
        self.set_time(time);
    }

    /// Moves the clock on by a number of seconds.
    pub fn warp_by(&self, seconds: i64) {
        self.set_time(self.now().unix_timestamp.saturating_add(seconds));
    }

    /// Gives lamports to an account.
    pub fn airdrop(&self, to: Address, lamports: u64) -> Result<()> {
        let mut account = self.find(&to).unwrap_or_default();
        account.lamports = account.lamports.saturating_add(lamports);
        self.set_account(to, account)
    }

    /// Puts any account in place, as no transaction could.
    pub fn set_account(&self, address: Address, account: Account) -> Result<()> {
        self.svm().set_account(address, account).map_err(|error| SdkError::Transport(format!("{error:?}")))
    }

    /// An account; `None` if there is none.
    pub fn find(&self, address: &Address) -> Option<Account> {
        // A closed account stays behind without lamports.
        self.svm().get_account(address).filter(|account| account.lamports > 0)
    }

    /// Reads and decodes an account of the ledger program.
    pub fn read<T: anchor_lang::ZeroCopy>(&self, address: Address) -> Result<T> {
        let what = crate::accounts::short_name::<T>();
        let account = self.find(&address).ok_or(SdkError::NotFound { what, address })?;
        crate::accounts::decode_account(&account).map_err(|source| SdkError::Decode { address, source })
    }

    /// All accounts of the ledger program whose data begins with `prefix`, in the order of their addresses.
    pub fn find_all(&self, prefix: &[u8]) -> Vec<(Address, Account)> {
        let mut accounts = self.svm().get_program_accounts(&ledger::ID);
        accounts.retain(|(_, account)| account.lamports > 0 && account.data.starts_with(prefix));
        accounts.sort_by_key(|(address, _)| *address);
        accounts
    }

    /// The blockhash to sign with: another one after every transaction, so that equal transactions are not duplicates.
    pub fn blockhash(&self) -> Hash {
        self.svm().latest_blockhash()
    }

    /// Signs instructions as one transaction and executes it. `signers`: those beside the payer,
    /// in any order; whoever is not needed does not sign.
    pub fn execute(
        &self,
        instructions: &[Instruction],
        payer: TransactionSigner,
        signers: &[TransactionSigner],
    ) -> Result<Receipt> {
        self.execute_transaction(transport::sign(instructions, payer, signers, self.blockhash())?)
    }

    /// Executes a signed transaction, whatever its size.
    pub fn execute_transaction(&self, transaction: VersionedTransaction) -> Result<Receipt> {
        let mut svm = self.svm();
        let outcome = svm.send_transaction(transaction.clone());
        svm.expire_blockhash();
        match outcome {
            Ok(done) => Ok(receipt(done, &transaction, &keys(&svm, &transaction.message))),
            Err(failed) => Err(outcome::failure(failed.err, &transaction, failed.meta.logs)),
        }
    }

    /// Creates a mint at its keypair's address. Signed and paid by `payer`.
    pub fn create_mint(&self, payer: &Keypair, mint: &Keypair, new: &NewMint) -> Result<Token> {
        let lamports = self.svm().minimum_balance_for_rent_exemption(new.space()?);
        self.execute(&new.instructions(payer.pubkey(), lamports)?, payer, &[mint])?;
        Ok(new.token)
    }

    /// Creates a wallet's associated token account, unless it exists, and returns its address.
    pub fn create_token_account(&self, payer: &Keypair, token: &Token, wallet: Address) -> Result<Address> {
        self.execute(&[tokens::create_account(token, payer.pubkey(), wallet)], payer, &[])?;
        Ok(token.account_of(wallet))
    }

    /// Mints to a token account. Signed by the mint's authority, who pays.
    pub fn mint_to(&self, authority: &Keypair, token: &Token, account: Address, amount: u64) -> Result<Receipt> {
        self.execute(&[tokens::mint_to(token, authority.pubkey(), account, amount)?], authority, &[])
    }

    /// A token account's content.
    pub fn holding(&self, address: Address) -> Result<Holding> {
        let account = self.find(&address).ok_or(SdkError::NotFound { what: "token account", address })?;
        tokens::decode_holding(address, &account)
    }

    /// A token account's balance, base units; 0 if there is no such account.
    pub fn token_balance(&self, address: Address) -> Result<u64> {
        if self.find(&address).is_none() { Ok(0) } else { Ok(self.holding(address)?.amount) }
    }

    /// A mint's content.
    pub fn mint_state(&self, address: Address) -> Result<MintState> {
        let account = self.find(&address).ok_or(SdkError::NotFound { what: "mint", address })?;
        tokens::decode_mint(address, &account)
    }

    /// All accounts of a network, to be audited.
    pub fn snapshot(&self, network: Address) -> Result<Snapshot> {
        let accounts: Network = self.read(network)?;
        let balances = Balances {
            reward_vault: self.holding(accounts.reward_vault)?.amount,
            stake_vault: self.holding(accounts.stake_vault)?.amount,
            reward_supply: self.mint_state(accounts.reward_mint)?.supply,
        };
        Snapshot::assemble(network, &self.find_all(&[]), balances)
    }

    fn svm(&self) -> MutexGuard<'_, LiteSVM> {
        self.svm.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the clock, and the slot hash that a cluster with this seed would have then.
    fn set_time(&self, time: i64) {
        let mut svm = self.svm();
        let mut clock: Clock = svm.get_sysvar();
        let passed = u64::try_from(time.saturating_sub(clock.unix_timestamp)).unwrap_or(0);
        clock.slot = clock.slot.saturating_add(passed.saturating_mul(1_000) / DEFAULT_MS_PER_SLOT);
        clock.unix_timestamp = time;
        clock.epoch = clock.slot / DEFAULT_SLOTS_PER_EPOCH;
        clock.leader_schedule_epoch = clock.epoch.saturating_add(1);
        svm.set_sysvar(&clock);
        let newest = clock.slot.saturating_sub(1);
        let hash = Sha256::new().chain_update(self.seed.to_le_bytes()).chain_update(newest.to_le_bytes()).finalize();
        svm.set_sysvar(&SlotHashes::new(&[(newest, Hash::new_from_array(hash.into()))]));
    }
}

/// A transaction's keys: its own, then those from lookup tables.
fn keys(svm: &LiteSVM, message: &VersionedMessage) -> Vec<Address> {
    let tables = message.address_table_lookups().unwrap_or_default().iter().map(|part| {
        let table =
            svm.get_account(&part.account_key).and_then(|account| lookup::decode(part.account_key, &account).ok());
        (part, table.map(|table| table.addresses).unwrap_or_default())
    });
    let tables: Vec<_> = tables.collect();
    let pick = |indices: &[u8], table: &[Address]| -> Vec<Address> {
        indices.iter().map(|&index| table.get(usize::from(index)).copied().unwrap_or_default()).collect()
    };
    let writable = tables.iter().flat_map(|(part, table)| pick(&part.writable_indexes, table));
    let readonly = tables.iter().flat_map(|(part, table)| pick(&part.readonly_indexes, table));
    message.static_account_keys().iter().copied().chain(writable).chain(readonly).collect()
}

fn receipt(done: TransactionMetadata, transaction: &VersionedTransaction, keys: &[Address]) -> Receipt {
    let inner = done.inner_instructions.into_iter().flatten().map(|inner| {
        let program = keys.get(usize::from(inner.instruction.program_id_index)).copied().unwrap_or_default();
        (program, inner.instruction.data)
    });
    let inner: Vec<(Address, Vec<u8>)> = inner.collect();
    Receipt {
        signature: done.signature,
        compute_units: done.compute_units_consumed,
        fee: done.fee,
        bytes: transport::wire_size(transaction),
        events: outcome::inner_events(&inner),
        inner,
        logs: done.logs,
    }
}

#[async_trait]
impl Transport for EmbeddedLedger {
    async fn account(&self, address: &Address) -> Result<Option<Account>> {
        Ok(self.find(address))
    }

    async fn accounts(&self, addresses: &[Address]) -> Result<Vec<Option<Account>>> {
        Ok(addresses.iter().map(|address| self.find(address)).collect())
    }

    async fn program_accounts(&self, prefix: &[u8]) -> Result<Vec<(Address, Account)>> {
        Ok(self.find_all(prefix))
    }

    async fn latest_blockhash(&self) -> Result<Hash> {
        Ok(self.blockhash())
    }

    async fn clock(&self) -> Result<Clock> {
        Ok(self.now())
    }

    async fn minimum_balance(&self, bytes: usize) -> Result<u64> {
        Ok(self.svm().minimum_balance_for_rent_exemption(bytes))
    }

    async fn simulate(&self, transaction: &VersionedTransaction) -> Result<Receipt> {
        let copy = self.svm().clone().with_sigverify(false).with_blockhash_check(false);
        match copy.simulate_transaction(transaction.clone()) {
            Ok(done) => Ok(receipt(done.meta, transaction, &keys(&copy, &transaction.message))),
            Err(failed) => Err(outcome::failure(failed.err, transaction, failed.meta.logs)),
        }
    }

    async fn submit(&self, transaction: VersionedTransaction) -> Result<Receipt> {
        self.execute_transaction(transaction)
    }
}
