use anchor_lang::prelude::*;

/// What a weight in a realm is for; the program leaves it open.
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoterWeightAction {
    /// Casting a vote.
    CastVote,
    /// Commenting on a proposal.
    CommentProposal,
    /// Creating a governance.
    CreateGovernance,
    /// Creating a proposal.
    CreateProposal,
    /// Signing a proposal off.
    SignOffProposal,
}

/// What somebody's stake weighs in a realm of spl-governance, which reads it: name, fields and their order are those of the
/// crate `spl-governance-addin-api`, whose readers ignore what follows them.
///
/// The weight is the sum of what the owner's positions are worth, of those whose newest shares came longer ago than the
/// realm's votes last. So shares that change hands during a vote count in it once at most: when they count again it is
/// over. They are not locked, and can leave after the vote was cast.
///
/// Seeds: `voter-weight-record`, realm, governing token mint, owner.
#[account]
#[derive(InitSpace, Debug, PartialEq, Eq)]
pub struct VoterWeightRecord {
    /// The realm.
    pub realm: Pubkey,
    /// The realm's mint in whose place the stake counts.
    pub governing_token_mint: Pubkey,
    /// Whose weight it is.
    pub governing_token_owner: Pubkey,
    /// Base units of collateral.
    pub voter_weight: u64,
    /// The slot after which it counts no more: the one it was written in.
    pub voter_weight_expiry: Option<u64>,
    /// Nothing: it counts for every action.
    pub weight_action: Option<VoterWeightAction>,
    /// Nothing: it counts for every proposal of the realm.
    pub weight_action_target: Option<Pubkey>,
    /// Zero.
    pub reserved: [u8; 8],
    /// Who paid this account's rent. Not spl-governance's.
    pub rent_payer: Pubkey,
}

impl VoterWeightRecord {
    /// Bytes that the account occupies at most.
    pub const SPACE: usize = Self::DISCRIMINATOR.len() + Self::INIT_SPACE;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the published crate `spl-governance-addin-api` 0.1.4 writes for a record with the fields below. Made by a program
    /// apart: that crate needs Solana's of 2023, which don't resolve beside today's.
    const PUBLISHED: &str = "2ef99b4b99f87409010101010101010101010101010101010101010101010101010101010101010102020202020202020202\
        0202020202020202020202020202020202020202020203030303030303030303030303030303030303030303030303030303\
        03030303080706050403020101181716151413121100000000000000000000";

    #[test]
    fn a_record_begins_with_what_the_published_crate_writes() {
        let record = VoterWeightRecord {
            realm: [1; 32].into(),
            governing_token_mint: [2; 32].into(),
            governing_token_owner: [3; 32].into(),
            voter_weight: 0x0102_0304_0506_0708,
            voter_weight_expiry: Some(0x1112_1314_1516_1718),
            weight_action: None,
            weight_action_target: None,
            reserved: [0; 8],
            rent_payer: [9; 32].into(),
        };
        let mut bytes = Vec::new();
        record.try_serialize(&mut bytes).unwrap();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, format!("{PUBLISHED}{}", "09".repeat(32)));
    }
}
