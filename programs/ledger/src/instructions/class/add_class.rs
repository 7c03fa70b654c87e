use anchor_lang::prelude::*;
use event_accounts::event_accounts;
use girder_interface::key::KeyKind;

use crate::{
    error::{LedgerError, check},
    events::{ClassAdded, emit},
    state::{AttestorSet, Class, Classes, LoadOf, Network},
};

/// Adds a class. By the network's authority.
#[event_accounts]
#[derive(Accounts)]
pub struct AddClass<'info> {
    /// The network's authority.
    pub authority: Signer<'info>,
    /// The network.
    pub network: AccountLoader<'info, Network>,
    /// Its class table.
    #[account(mut)]
    pub classes: AccountLoader<'info, Classes>,
    /// The newest sealed set: needed where the class allows secp256r1 and a set was sealed.
    pub attestor_set: Option<AccountLoader<'info, AttestorSet>>,
}

/// What a new class is.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug)]
pub struct NewClass {
    /// Credits per unit.
    pub weight: u64,
    /// Most units of one device in one epoch, above 0.
    pub limit: u64,
    /// Credits that each device adds to its operator's floor in an epoch; 0: none is expected.
    pub floor: u64,
    /// Bits of the key kinds that its devices may have.
    pub key_kinds: u8,
    /// The program through which alone it takes credit; zero: attestors sign.
    pub verifier: Pubkey,
}

/// Refuses a class without key kind or limit, limit x weight beyond 2^52 or below the floor, and secp256r1 where the newest attestor set
/// needs more signatures than fit beside it.
pub(crate) fn add_class(ctx: Context<AddClass>, class: NewClass) -> Result<()> {
    let accounts = &ctx.accounts;
    accounts.network.load()?.check_authority(accounts.authority.key)?;
    let NewClass { weight, limit, floor, key_kinds, verifier } = class;
    let mut classes = accounts.classes.load_mut_of(&accounts.network.key())?;
    let number = classes.add(Class {
        weight,
        next_weight: weight,
        next_from: 0,
        limit,
        floor,
        retired_from: u64::MAX,
        verifier,
        key_kinds,
        reserved: [0; 7],
    })?;
    let newest = accounts.network.load()?.attestor_set_version;
    if key_kinds & KeyKind::Secp256r1.bit() != 0 && newest > 0 {
        let set = accounts.attestor_set.as_ref().ok_or(LedgerError::SetNotInForce)?.load_of(&accounts.network.key())?;
        check(set.set_version == newest, LedgerError::SetNotInForce)?;
        set.check_quorum(classes.attestors_per_statement())?;
    }

    emit(
        &accounts.event_authority,
        ClassAdded { network: accounts.network.key(), class: number, weight, limit, floor, key_kinds, verifier },
    )?;
    Ok(())
}
