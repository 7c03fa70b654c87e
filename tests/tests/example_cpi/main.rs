//! `examples/cpi`, which knows only the ledger's IDL: the two compiled programs, one calling the other.

use anchor_lang::{InstructionData, ToAccountMetas};
use cpi::{HIGHEST_COMMISSION_BPS, PATRON};
use girder_sdk::{
    Result,
    ledger::{self, error::LedgerError, state::Position},
    pda,
    transport::Receipt,
};
use girder_tests::{Ledger, TestOperator, assert_refused};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_signer::Signer;

/// An operator with a commission and a stake of 1,000, and somebody's tokens in the hands of its patron.
struct Scene {
    ledger: Ledger,
    operator: TestOperator,
    patron: Address,
    tokens: Address,
}

impl Scene {
    fn new(commission_bps: u64) -> Self {
        let ledger = Ledger::new().two_mints().build();
        ledger.chain.add_program(cpi::ID, include_bytes!("../../programs/cpi.so")).unwrap();
        let operator = ledger.operator().commission(commission_bps).stake(1_000).build();
        let patron = Address::find_program_address(&[PATRON, operator.address.as_ref()], &cpi::ID).0;
        let tokens = ledger.give(&ledger.network.collateral, patron, 500);
        Self { ledger, operator, patron, tokens }
    }

    fn position(&self) -> Address {
        pda::position(self.operator.address, self.patron)
    }

    fn open(&self) -> Result<Receipt> {
        let accounts = cpi::accounts::Open {
            payer: self.ledger.payer.pubkey(),
            patron: self.patron,
            network: self.ledger.network.network,
            operator: self.operator.address,
            position: self.position(),
            system_program: Address::default(),
            event_authority: pda::event_authority(),
            ledger: ledger::ID,
        };
        self.call(accounts, cpi::instruction::Open {})
    }

    fn stake(&self, amount: u64) -> Result<Receipt> {
        let network = &self.ledger.network;
        let accounts = cpi::accounts::Stake {
            patron: self.patron,
            network: network.network,
            books: network.books,
            operator: self.operator.address,
            position: self.position(),
            source: self.tokens,
            stake_vault: network.stake_vault,
            collateral_mint: network.collateral.mint,
            token_program: network.collateral.program,
            event_authority: pda::event_authority(),
            ledger: ledger::ID,
        };
        self.call(accounts, cpi::instruction::Stake { amount })
    }

    fn call(&self, accounts: impl ToAccountMetas, data: impl InstructionData) -> Result<Receipt> {
        let call = Instruction { program_id: cpi::ID, accounts: accounts.to_account_metas(None), data: data.data() };
        self.ledger.send(&[call], &[])
    }
}

#[test]
fn a_patron_stakes_what_it_was_given() {
    let scene = Scene::new(HIGHEST_COMMISSION_BPS);
    scene.open().unwrap();
    scene.stake(300).unwrap();

    let position: Position = scene.ledger.chain.read(scene.position()).unwrap();
    assert_eq!((position.owner, position.shares), (scene.patron, 300));
    assert_eq!(scene.ledger.chain.token_balance(scene.tokens).unwrap(), 200);
    assert_eq!(scene.ledger.operator_account(&scene.operator).stake, 1_300);
    scene.ledger.assert_solvent();
}

#[test]
fn a_patron_reads_the_operator_and_keeps_away_from_a_high_commission() {
    let scene = Scene::new(HIGHEST_COMMISSION_BPS + 1);
    scene.open().unwrap();
    let refused = scene.stake(300).unwrap_err();
    let refusal = refused.refusal().unwrap();
    assert_eq!((refusal.program, refusal.name.as_str()), (cpi::ID, "CommissionTooHigh"));
    assert_eq!(scene.ledger.operator_account(&scene.operator).stake, 1_000);
}

#[test]
fn what_the_ledger_refuses_reaches_whoever_called_the_patron() {
    let scene = Scene::new(0);
    scene.open().unwrap();
    assert_refused!(scene.stake(0), LedgerError::DepositTooSmall);
}
