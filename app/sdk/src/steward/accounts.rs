use anchor_lang::{AccountDeserialize, Discriminator, Space};
use solana_account::Account;
use solana_address::Address;

use crate::{
    SdkError,
    accounts::{DecodeError, short_name},
    transport::Transport,
};

/// Decodes an account of the steward program.
pub fn decode<T: AccountDeserialize + Discriminator + Space>(account: &Account) -> Result<T, DecodeError> {
    let (expected, right) = (short_name::<T>(), T::DISCRIMINATOR.len() + T::INIT_SPACE);
    if account.owner != steward::ID {
        return Err(DecodeError::WrongProgram { owner: account.owner, program: steward::ID });
    }
    if !account.data.starts_with(T::DISCRIMINATOR) {
        return Err(DecodeError::WrongType { expected });
    }
    let length = account.data.len();
    let wrong_length = DecodeError::WrongLength { expected, right, length };
    if length != right {
        return Err(wrong_length);
    }
    T::try_deserialize(&mut account.data.as_slice()).map_err(|_| wrong_length)
}

/// An account of the steward program; `None` if there is none at this address.
pub async fn find<T: AccountDeserialize + Discriminator + Space>(
    transport: &dyn Transport,
    address: Address,
) -> Result<Option<T>, SdkError> {
    let account = transport.account(&address).await?;
    let decoded = account.map(|account| decode(&account).map_err(|source| SdkError::Decode { address, source }));
    decoded.transpose()
}

#[cfg(test)]
mod tests {
    use anchor_lang::AccountSerialize;
    use solana_address::Address;
    use steward::state::{Stewardship, Succession};

    use super::*;

    fn stewardship() -> (Stewardship, Account) {
        let key = Address::new_from_array([7; 32]);
        let content =
            Stewardship { program: key, steward: key, pending_steward: key, rent_payer: key, version: 1, bump: 255 };
        let mut data = Vec::new();
        content.try_serialize(&mut data).unwrap();
        (content, Account { lamports: 1, data, owner: steward::ID, ..Account::default() })
    }

    #[test]
    fn an_account_is_decoded_as_what_it_is() {
        let (content, account) = stewardship();
        assert_eq!(decode(&account), Ok(content));
    }

    #[test]
    fn another_programs_account_another_type_and_another_length_are_refused() {
        let (_, account) = stewardship();
        let foreign = Account { owner: ledger::ID, ..account.clone() };
        let refusal = DecodeError::WrongProgram { owner: ledger::ID, program: steward::ID };
        assert_eq!(decode::<Stewardship>(&foreign), Err(refusal));
        assert_eq!(decode::<Succession>(&account), Err(DecodeError::WrongType { expected: "Succession" }));
        let right = account.data.len();
        for length in [right - 1, right + 1] {
            let mut account = account.clone();
            account.data.resize(length, 0);
            let refusal = DecodeError::WrongLength { expected: "Stewardship", right, length };
            assert_eq!(decode::<Stewardship>(&account), Err(refusal));
        }
    }
}
