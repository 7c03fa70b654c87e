//! Address lookup tables: accounts that hold addresses, so that a transaction names 32 bytes with one. They pay where a
//! transaction touches many accounts, or the same ones again and again; a table's rent comes back when it is closed.

use solana_account::Account;
use solana_address::Address;
use solana_address_lookup_table_interface::{
    instruction as table,
    state::{AddressLookupTable, LOOKUP_TABLE_MAX_ADDRESSES},
};
use solana_clock::Slot;
use solana_hash::Hash;
use solana_instruction::Instruction;
use solana_message::{AddressLookupTableAccount, Message, VersionedMessage, v0};

use crate::{
    Result, SdkError,
    transport::{MAX_TRANSACTION_BYTES, TransactionSigner, Transport, message_size},
};

/// Addresses that fit one transaction which adds them.
const ADDRESSES_AT_ONCE: usize = 20;

/// Makes a table of addresses and returns where it is. Transactions can use it from the next slot on. Signed and paid by
/// `authority`, who may extend and close it. Refuses more than 256 addresses.
pub async fn create(
    transport: &dyn Transport,
    authority: TransactionSigner<'_>,
    addresses: &[Address],
) -> Result<Address> {
    let owner = authority.pubkey();
    let (instruction, address) = table::create_lookup_table(owner, owner, newest_slot(transport).await?);
    check_count(addresses.len())?;
    transport.send(&[instruction], authority, &[]).await?;
    extend(transport, authority, address, addresses).await?;
    Ok(address)
}

/// Adds addresses to a table. Signed and paid by its authority. Refuses more than 256 addresses at once.
pub async fn extend(
    transport: &dyn Transport,
    authority: TransactionSigner<'_>,
    address: Address,
    addresses: &[Address],
) -> Result<()> {
    check_count(addresses.len())?;
    let owner = authority.pubkey();
    for some in addresses.chunks(ADDRESSES_AT_ONCE) {
        let instruction = table::extend_lookup_table(address, owner, Some(owner), some.to_vec());
        transport.send(&[instruction], authority, &[]).await?;
    }
    Ok(())
}

/// Takes a table out of use: some 500 slots later [`close`] may close it. Signed by its authority.
pub fn deactivate(authority: Address, address: Address) -> Instruction {
    table::deactivate_lookup_table(address, authority)
}

/// Closes a table that was taken out of use; its rent goes to `recipient`. Signed by its authority.
pub fn close(authority: Address, address: Address, recipient: Address) -> Instruction {
    table::close_lookup_table(address, authority, recipient)
}

/// Reads a table.
pub async fn fetch(transport: &dyn Transport, address: Address) -> Result<AddressLookupTableAccount> {
    let account = transport.account(&address).await?;
    decode(address, &account.ok_or(SdkError::NotFound { what: "lookup table", address })?)
}

/// The table that an account is.
pub fn decode(address: Address, account: &Account) -> Result<AddressLookupTableAccount> {
    let none = SdkError::NotFound { what: "lookup table", address };
    if account.owner != solana_sdk_ids::address_lookup_table::ID {
        return Err(none);
    }
    let table = AddressLookupTable::deserialize(&account.data).map_err(|_| none)?;
    Ok(AddressLookupTableAccount { key: address, addresses: table.addresses.to_vec() })
}

/// The message of a transaction with these instructions: a plain one if that fits a packet, otherwise one that uses the
/// tables. Refuses what fits neither way.
pub fn message(
    instructions: &[Instruction],
    payer: Address,
    tables: &[AddressLookupTableAccount],
    blockhash: Hash,
) -> Result<VersionedMessage> {
    let plain = VersionedMessage::Legacy(Message::new_with_blockhash(instructions, Some(&payer), &blockhash));
    let bytes = message_size(&plain);
    if bytes <= MAX_TRANSACTION_BYTES {
        return Ok(plain);
    }
    if tables.is_empty() {
        return Err(SdkError::TooLarge { bytes, most: MAX_TRANSACTION_BYTES });
    }
    let short = v0::Message::try_compile(&payer, instructions, tables, blockhash);
    let short = VersionedMessage::V0(short.map_err(|error| SdkError::BadTransaction(error.to_string()))?);
    match message_size(&short) {
        bytes if bytes <= MAX_TRANSACTION_BYTES => Ok(short),
        bytes => Err(SdkError::TooLarge { bytes, most: MAX_TRANSACTION_BYTES }),
    }
}

fn check_count(count: usize) -> Result<()> {
    if count > LOOKUP_TABLE_MAX_ADDRESSES {
        return Err(SdkError::TooManyAddresses { count, most: LOOKUP_TABLE_MAX_ADDRESSES });
    }
    Ok(())
}

/// The newest slot with a hash: a table's address is made of one.
async fn newest_slot(transport: &dyn Transport) -> Result<Slot> {
    let address = solana_sdk_ids::sysvar::slot_hashes::ID;
    let missing = SdkError::NotFound { what: "slot hash", address };
    // A count of 8 bytes, then slots with their hashes, the newest first.
    let account = transport.account(&address).await?;
    let slot = account.and_then(|account| account.data.get(8..16)?.try_into().ok().map(u64::from_le_bytes));
    slot.ok_or(missing)
}

#[cfg(test)]
mod tests {
    use solana_instruction::AccountMeta;

    use super::*;

    fn touching(accounts: &[Address]) -> Instruction {
        let accounts = accounts.iter().map(|&address| AccountMeta::new(address, false)).collect();
        Instruction { program_id: ledger::ID, accounts, data: Vec::new() }
    }

    #[test]
    fn a_table_is_used_only_where_a_plain_message_does_not_fit() {
        let payer = Address::new_unique();
        let addresses: Vec<Address> = (0..60).map(|_| Address::new_unique()).collect();
        let tables = [AddressLookupTableAccount { key: Address::new_unique(), addresses: addresses.clone() }];
        let choose =
            |count: usize, tables: &[_]| message(&[touching(&addresses[..count])], payer, tables, Hash::default());
        assert!(matches!(choose(20, &tables), Ok(VersionedMessage::Legacy(_))));
        assert!(matches!(choose(60, &[]), Err(SdkError::TooLarge { .. })));
        let Ok(VersionedMessage::V0(short)) = choose(60, &tables) else { panic!("no table was used") };
        assert_eq!(short.account_keys, [payer, ledger::ID]);
        assert_eq!(short.address_table_lookups[0].writable_indexes.len(), 60);
        let strangers: Vec<Address> = (0..60).map(|_| Address::new_unique()).collect();
        assert!(matches!(
            message(&[touching(&strangers)], payer, &tables, Hash::default()),
            Err(SdkError::TooLarge { .. })
        ));
    }
}
