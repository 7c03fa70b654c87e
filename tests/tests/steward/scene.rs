//! A program that was deployed through the loader, and its steward.

use std::sync::{Arc, OnceLock};

use anchor_lang::{
    AccountDeserialize, Discriminator, Space,
    solana_program::bpf_loader_upgradeable::{self, UpgradeableLoaderState},
};
use girder_sdk::{
    Result,
    embedded::{EmbeddedLedger, STEWARD_PROGRAM},
    steward::{self as sdk, buffer, events::StewardEvent, instructions as build, pda},
    transport::{Receipt, TransactionSigner},
};
use solana_account::Account;
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;
use steward::state::{Stewardship, Succession, Upgrade};

/// A small program.
pub const PROGRAM: &[u8] = include_bytes!("../../programs/verifier.so");

/// Another build of it, of the same size.
pub fn next_program() -> Vec<u8> {
    patched(PROGRAM, "verifier", "Verifier")
}

/// The program with one text in place of another.
pub fn patched(program: &[u8], old: &str, new: &str) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let at = program.windows(old.len()).position(|part| part == old.as_bytes()).expect("the text is there");
    let mut program = program.to_vec();
    program[at..at + new.len()].copy_from_slice(new.as_bytes());
    program
}

/// Asserts that the steward program refused with this error.
#[macro_export]
macro_rules! assert_refused {
    ($result:expr, $error:ident) => {{
        let expected = steward::error::StewardError::$error.name();
        match $result {
            Ok(_) => panic!("not refused; expected {expected}"),
            Err(error) => match error.refusal() {
                Some(refusal) if refusal.program == steward::ID => assert_eq!(refusal.name, expected, "{error}"),
                _ => panic!("expected {expected}, failed otherwise: {error:?}"),
            },
        }
    }};
}

pub struct Scene {
    pub chain: Arc<EmbeddedLedger>,
    /// Pays every transaction, and so every rent.
    pub payer: Keypair,
    /// Deployed the program; becomes the steward.
    pub steward: Keypair,
    pub program: Address,
    pub stewardship: Address,
}

impl Scene {
    /// A program with a plain upgrade authority, `steward`.
    pub fn deployed() -> Self {
        static SCENE: OnceLock<(EmbeddedLedger, [Keypair; 3])> = OnceLock::new();
        let (chain, [payer, steward, program]) = SCENE.get_or_init(|| {
            let keys = [1, 2, 3].map(|number| Keypair::new_from_array([number; 32]));
            let scene = Self::on(EmbeddedLedger::new(1).unwrap().into(), &keys[0], &keys[1], keys[2].pubkey());
            let program = &keys[2];
            let rent = scene.rent(UpgradeableLoaderState::size_of_program());
            let source = scene.buffer(scene.steward.pubkey(), PROGRAM);
            let deploy = bpf_loader_upgradeable::deploy_with_max_program_len(
                &scene.payer.pubkey(),
                &scene.program,
                &source,
                &scene.steward.pubkey(),
                rent,
                PROGRAM.len(),
            );
            scene.send(&deploy.unwrap(), &[program, &scene.steward]).unwrap();
            scene.chain.warp_by(1);
            (scene.chain.fork(), keys)
        });
        Self::on(Arc::new(chain.fork()), payer, steward, program.pubkey())
    }

    /// A program in stewardship.
    pub fn new() -> Self {
        let scene = Self::deployed();
        scene.create().unwrap();
        scene
    }

    /// The steward program on a chain, beside a program that is or will be deployed there.
    pub fn on(chain: Arc<EmbeddedLedger>, payer: &Keypair, steward: &Keypair, program: Address) -> Self {
        chain.add_program(steward::ID, STEWARD_PROGRAM).unwrap();
        for wallet in [payer, steward] {
            chain.airdrop(wallet.pubkey(), 1_000_000_000_000).unwrap();
        }
        let stewardship = pda::stewardship(program);
        let (payer, steward) = (payer.insecure_clone(), steward.insecure_clone());
        Self { chain, payer, steward, program, stewardship }
    }

    pub fn send(&self, instructions: &[Instruction], signers: &[&Keypair]) -> Result<Receipt> {
        let signers: Vec<TransactionSigner> = signers.iter().map(|&signer| signer as TransactionSigner).collect();
        self.chain.execute(instructions, &self.payer, &signers)
    }

    pub fn wallet(&self) -> Keypair {
        let wallet = Keypair::new();
        self.chain.airdrop(wallet.pubkey(), 10_000_000_000).unwrap();
        wallet
    }

    pub fn rent(&self, bytes: usize) -> u64 {
        (128 + bytes as u64) * 6_960
    }

    pub fn lamports(&self, address: Address) -> u64 {
        self.chain.find(&address).map_or(0, |account| account.lamports)
    }

    pub fn now(&self) -> i64 {
        self.chain.now().unix_timestamp
    }

    /// A buffer that holds the program; `authority` is the steward or a wallet that becomes it by being handed over.
    pub fn buffer(&self, authority: Address, program: &[u8]) -> Address {
        let buffer = Keypair::new();
        let (payer, address) = (self.payer.pubkey(), buffer.pubkey());
        let rent = self.rent(buffer::space(program.len()));
        let create = buffer::create(payer, address, self.steward.pubkey(), rent, program.len());
        self.send(&create, &[&buffer]).unwrap();
        for write in buffer::write(address, self.steward.pubkey(), program) {
            self.send(&[write], &[&self.steward]).unwrap();
        }
        if authority != self.steward.pubkey() {
            self.send(&[buffer::hand_over(address, self.steward.pubkey(), authority)], &[&self.steward]).unwrap();
        }
        address
    }

    pub fn create(&self) -> Result<Receipt> {
        let create = build::create_stewardship(self.payer.pubkey(), self.steward.pubkey(), self.program);
        self.send(&[create], &[&self.steward])
    }

    /// Hands a buffer with the program over and proposes it.
    pub fn propose(&self, program: &[u8]) -> Address {
        let buffer = self.buffer(self.stewardship, program);
        self.propose_buffer(buffer, program).unwrap();
        buffer
    }

    pub fn propose_buffer(&self, buffer: Address, program: &[u8]) -> Result<Receipt> {
        let (payer, steward) = (self.payer.pubkey(), self.steward.pubkey());
        let propose = build::propose_upgrade(payer, steward, self.program, buffer, buffer::hash(program));
        self.send(&[buffer::compute_limit(program.len()), propose], &[&self.steward])
    }

    pub fn execute(&self, buffer: Address) -> Result<Receipt> {
        let bytes = self.chain.find(&buffer).map_or(0, |account| account.data.len());
        let execute = build::execute_upgrade(self.program, buffer, self.payer.pubkey());
        self.send(&[buffer::compute_limit(bytes), execute], &[])
    }

    pub fn cancel(&self, signer: &Keypair, buffer: Address) -> Result<Receipt> {
        let cancel = build::cancel_upgrade(self.program, signer.pubkey(), buffer, self.payer.pubkey());
        self.send(&[cancel], &[signer])
    }

    /// Moves the clock to the first second in which what was just proposed may be executed.
    pub fn wait(&self) {
        self.chain.warp_by(steward::state::WAIT);
    }

    /// An account of the steward program.
    pub fn read<T: AccountDeserialize + Discriminator + Space>(&self, address: Address) -> T {
        sdk::decode(&self.chain.find(&address).expect("the account exists")).unwrap()
    }

    pub fn stewardship(&self) -> Stewardship {
        self.read(self.stewardship)
    }

    pub fn upgrade(&self) -> Upgrade {
        self.read(pda::upgrade(self.stewardship))
    }

    pub fn succession(&self) -> Succession {
        self.read(pda::succession(self.stewardship))
    }

    pub fn program_data(&self) -> Account {
        self.chain.find(&pda::program_data(self.program)).unwrap()
    }

    /// Who may upgrade the program, as the loader has it.
    pub fn upgrade_authority(&self) -> Option<Address> {
        let state = UpgradeableLoaderState::try_deserialize(&mut self.program_data().data.as_slice());
        match state.unwrap() {
            UpgradeableLoaderState::ProgramData { upgrade_authority_address, .. } => upgrade_authority_address,
            other => panic!("no program data: {other:?}"),
        }
    }

    /// The program's code, with what is unused behind it.
    pub fn code(&self) -> Vec<u8> {
        self.program_data().data[UpgradeableLoaderState::size_of_programdata_metadata()..].to_vec()
    }

    pub fn is_gone(&self, address: Address) -> bool {
        self.chain.find(&address).is_none()
    }
}

/// The only event of a transaction.
pub fn event(receipt: &Receipt) -> StewardEvent {
    let [event] = sdk::events::of(receipt).try_into().expect("one event");
    event
}
