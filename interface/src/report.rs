//! A reporter's commitment: it proves who held the evidence before the case was opened.

use crate::{Address, Hash, hash};

/// Says what is hashed and in which version of its layout.
pub const TAG: [u8; 16] = *b"girder:report:1\0";

/// What a ReportTicket holds: sha256 of the offence's id, the digests of both statements, the reporter and a salt of its
/// own. The digests count in ascending order, so that it makes no difference in which order the case names them; that
/// they are in it means that nobody commits who does not hold the evidence.
pub fn commitment(offence_id: &Hash, digests: &[Hash; 2], reporter: &Address, salt: &[u8; 32]) -> Hash {
    let [first, second] = sorted(*digests);
    hash(&[&TAG, offence_id, &first, &second, reporter, salt])
}

/// Two digests in ascending order.
pub fn sorted([first, second]: [Hash; 2]) -> [Hash; 2] {
    if first <= second { [first, second] } else { [second, first] }
}
