//! Which mints a network may have.

use girder_tests::{
    Ledger, Setup, assert_failed, assert_refused, other_token_program,
    program::{error::LedgerError::*, state::emission_kind},
    sdk::{
        Result, Token,
        instructions::{self as build, NewNetwork},
        network::encode_name,
        tokens::NewMint,
        transport::Receipt,
    },
};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;
use spl_token_2022_interface::{
    extension::{self, ExtensionType},
    instruction as token,
    instruction::AuthorityType,
    state::AccountState,
};

fn create(ledger: &Ledger, new: &NewNetwork) -> Result<Receipt> {
    ledger.send(&[build::create_network(new)], &[&ledger.authority])
}

const PROGRAM: Address = spl_token_2022_interface::ID;

fn mint_with(ledger: &Ledger, extensions: Vec<(ExtensionType, Instruction)>, key: &Keypair) -> Token {
    let plain = NewMint::plain(Token::spl_2022(key.pubkey()), ledger.authority.pubkey(), 6);
    ledger.chain.create_mint(&ledger.authority, key, &NewMint { extensions, ..plain }).unwrap()
}

fn dangerous(mint: &Address, by: Address) -> Vec<(ExtensionType, Instruction)> {
    use ExtensionType::*;
    let (program, some) = (&PROGRAM, Some(&by));
    let fee = extension::transfer_fee::instruction::initialize_transfer_fee_config(program, mint, some, some, 1, 1);
    let state = AccountState::Initialized;
    let default_state =
        extension::default_account_state::instruction::initialize_default_account_state(program, mint, &state);
    let confidential =
        extension::confidential_transfer::instruction::initialize_mint(program, mint, Some(by), true, None);
    let all = [
        (TransferFeeConfig, fee),
        (TransferHook, extension::transfer_hook::instruction::initialize(program, mint, Some(by), Some(by))),
        (PermanentDelegate, token::initialize_permanent_delegate(program, mint, &by)),
        (MintCloseAuthority, token::initialize_mint_close_authority(program, mint, some)),
        (Pausable, extension::pausable::instruction::initialize(program, mint, &by)),
        (NonTransferable, token::initialize_non_transferable_mint(program, mint)),
        (DefaultAccountState, default_state),
        (ConfidentialTransferMint, confidential),
        (InterestBearingConfig, extension::interest_bearing_mint::instruction::initialize(program, mint, Some(by), 1)),
        (ScaledUiAmount, extension::scaled_ui_amount::instruction::initialize(program, mint, Some(by), 2.0)),
    ];
    all.into_iter().map(|(extension, instruction)| (extension, instruction.unwrap())).collect()
}

#[test]
fn every_dangerous_extension_is_refused_by_name_as_reward_and_as_collateral() {
    let (ledger, new) = Ledger::new().two_mints().prepare();
    let count = dangerous(&new.reward.mint, ledger.authority.pubkey()).len();
    for index in 0..count {
        let key = ledger.keypair();
        let (extension, instruction) = dangerous(&key.pubkey(), ledger.authority.pubkey()).swap_remove(index);
        let mint = mint_with(&ledger, vec![(extension, instruction)], &key);
        for new in [NewNetwork { reward: mint, ..new }, NewNetwork { collateral: mint, ..new }] {
            let result = create(&ledger, &new);
            let named = format!("has the extension {extension:?}");
            let logs = &result.as_ref().unwrap_err().refusal().unwrap().logs;
            assert!(logs.iter().any(|line| line.contains(&named)), "{named}: {logs:#?}");
            assert_refused!(result, MintExtensionRefused);
        }
    }
}

#[test]
fn pointers_to_metadata_and_groups_are_accepted() {
    let (ledger, new) = Ledger::new().two_mints().prepare();
    let key = ledger.keypair();
    let (mint, by) = (key.pubkey(), Some(ledger.authority.pubkey()));
    let metadata = extension::metadata_pointer::instruction::initialize(&PROGRAM, &mint, by, Some(mint));
    let group = extension::group_pointer::instruction::initialize(&PROGRAM, &mint, by, Some(mint));
    let member = extension::group_member_pointer::instruction::initialize(&PROGRAM, &mint, by, Some(mint));
    let extensions = vec![
        (ExtensionType::MetadataPointer, metadata.unwrap()),
        (ExtensionType::GroupPointer, group.unwrap()),
        (ExtensionType::GroupMemberPointer, member.unwrap()),
    ];
    let reward = mint_with(&ledger, extensions, &key);
    create(&ledger, &NewNetwork { reward, ..new }).unwrap();
}

#[test]
fn a_freeze_authority_is_refused_until_it_is_given_up() {
    let (ledger, new) = Ledger::new().two_mints().prepare();
    for token in [Token::spl, Token::spl_2022] {
        let key = ledger.keypair();
        let authority = ledger.authority.pubkey();
        let plain = NewMint::plain(token(key.pubkey()), authority, 6);
        let frozen = NewMint { freeze_authority: Some(authority), ..plain };
        let mint = ledger.chain.create_mint(&ledger.authority, &key, &frozen).unwrap();
        let name = encode_name(&mint.program.to_string()[..32]).unwrap();
        let as_reward = NewNetwork { reward: mint, name, ..new };
        let as_collateral = NewNetwork { collateral: mint, ..as_reward };
        assert_refused!(create(&ledger, &as_reward), MintHasFreezeAuthority);
        assert_refused!(create(&ledger, &as_collateral), MintHasFreezeAuthority);
        hand_over(&ledger, &mint, AuthorityType::FreezeAccount, None);
        create(&ledger, &as_reward).unwrap();
    }
}

fn hand_over(ledger: &Ledger, mint: &Token, kind: AuthorityType, to: Option<&Address>) {
    let authority = ledger.authority.pubkey();
    let set = token::set_authority(&mint.program, &mint.mint, to, kind, &authority, &[]).unwrap();
    ledger.send(&[set], &[&ledger.authority]).unwrap();
}

#[test]
fn what_is_no_mint_of_its_program_is_refused() {
    let (ledger, new) = Ledger::new().two_mints().prepare();
    let other_program = Token { program: other_token_program(&new.reward), ..new.reward };
    assert_refused!(create(&ledger, &NewNetwork { reward: other_program, ..new }), WrongTokenProgram);
    assert_refused!(create(&ledger, &NewNetwork { collateral: other_program, ..new }), WrongTokenProgram);
    let wallet = Token { mint: ledger.payer.pubkey(), ..new.reward };
    assert_refused!(create(&ledger, &NewNetwork { reward: wallet, ..new }), WrongTokenProgram);
    let account = Token { mint: ledger.stock(&new.reward), ..new.reward };
    assert_failed!(create(&ledger, &NewNetwork { collateral: account, ..new }), "nvalid account data");
}

#[test]
fn the_mint_authority_passes_to_the_network() {
    let (ledger, new) = Ledger::new().prepare();
    create(&ledger, &new).unwrap();
    let authority = ledger.chain.mint_state(new.reward.mint).unwrap().authority;
    assert_eq!(authority, Some(ledger.network.network));
}

#[test]
fn a_network_that_holds_the_mint_authority_already_keeps_it() {
    let (ledger, new) = Ledger::new().prepare();
    hand_over(&ledger, &new.reward, AuthorityType::MintTokens, Some(&ledger.network.network));
    create(&ledger, &new).unwrap();
}

#[test]
fn a_mint_authority_that_the_creator_does_not_hold_is_refused() {
    for holder in [None, Some(Address::new_from_array([9; 32]))] {
        let (ledger, new) = Ledger::new().prepare();
        hand_over(&ledger, &new.reward, AuthorityType::MintTokens, holder.as_ref());
        assert_refused!(create(&ledger, &new), NoMintAuthority);
    }
}

#[test]
fn vault_funded_rewards_leave_the_mint_authority_where_it_is() {
    let vault_funded = |setup: Setup| setup.parameters(|p| p.emission_kind = emission_kind::VAULT_FUNDED).prepare();
    for holder in [None, Some(Address::new_from_array([9; 32]))] {
        let (ledger, new) = vault_funded(Ledger::new());
        hand_over(&ledger, &new.reward, AuthorityType::MintTokens, holder.as_ref());
        create(&ledger, &new).unwrap();
        assert_eq!(ledger.chain.mint_state(new.reward.mint).unwrap().authority, holder);
    }
}

#[test]
fn a_supply_above_the_cap_is_refused() {
    let with = |supply| Ledger::new().initial_supply(supply).parameters(|p| p.supply_cap = 1_000).prepare();
    let (ledger, new) = with(1_001);
    assert_refused!(create(&ledger, &new), CapExceeded);
    let (ledger, new) = with(1_000);
    create(&ledger, &new).unwrap();
    assert_eq!(ledger.books().initial_supply, 1_000);
}
