//! Mints, plain ones and such that can do things to holders.

use girder_interface::mint_risk;
use girder_sdk::{Token, embedded::EmbeddedLedger, tokens::NewMint};
use solana_address::Address;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_signer::Signer;
use spl_token_2022_interface::extension::ExtensionType;

/// Creates a mint whose authority is `authority`, with the risks that these bits of the interface's `mint_risk` name.
pub(crate) fn create_mint(
    chain: &EmbeddedLedger,
    authority: &Keypair,
    mint: &Keypair,
    token_2022: bool,
    risks: u8,
) -> Token {
    let token = if token_2022 { Token::spl_2022(mint.pubkey()) } else { Token::spl(mint.pubkey()) };
    let plain = NewMint::plain(token, authority.pubkey(), 6);
    let freeze_authority = (risks & mint_risk::FREEZE_AUTHORITY != 0).then(|| authority.pubkey());
    let new = NewMint { freeze_authority, extensions: risky_extensions(&token, authority.pubkey(), risks), ..plain };
    chain.create_mint(authority, mint, &new).unwrap()
}

/// The extensions of a mint that these risks name, each with the instruction that sets it up.
fn risky_extensions(token: &Token, by: Address, risks: u8) -> Vec<(ExtensionType, Instruction)> {
    use spl_token_2022_interface::{extension, instruction};
    let (program, mint, some) = (&token.program, &token.mint, Some(&by));
    let fee = extension::transfer_fee::instruction::initialize_transfer_fee_config;
    let all = [
        (mint_risk::TRANSFER_FEE, ExtensionType::TransferFeeConfig, fee(program, mint, some, some, 100, u64::MAX)),
        (
            mint_risk::PERMANENT_DELEGATE,
            ExtensionType::PermanentDelegate,
            instruction::initialize_permanent_delegate(program, mint, &by),
        ),
        (
            mint_risk::PAUSABLE,
            ExtensionType::Pausable,
            extension::pausable::instruction::initialize(program, mint, &by),
        ),
    ];
    let named = all.into_iter().filter(|(risk, ..)| risks & risk != 0);
    named.map(|(_, extension, set_up)| (extension, set_up.unwrap())).collect()
}
