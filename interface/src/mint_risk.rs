//! What a network may put up with in its mints, if it says so when it is created: a bit each. Without the bit such a mint is
//! refused. What they can do to holders of the token, they can do to the network's vaults.

/// Somebody can freeze token accounts: a frozen vault takes and pays nothing until it is thawed.
pub const FREEZE_AUTHORITY: u8 = 1;
/// Transfers cost a part of the amount: what arrives in a vault is what counts, and who is paid bears the fee.
pub const TRANSFER_FEE: u8 = 1 << 1;
/// Somebody can take tokens out of any account, the vaults included: then the solvency check refuses what would pay with
/// others' money.
pub const PERMANENT_DELEGATE: u8 = 1 << 2;
/// Somebody can pause all transfers and mints: payouts, deposits and settling wait.
pub const PAUSABLE: u8 = 1 << 3;
/// All of them.
pub const ALL: u8 = FREEZE_AUTHORITY | TRANSFER_FEE | PERMANENT_DELEGATE | PAUSABLE;

/// Their names, as people write them.
pub const NAMES: [(&str, u8); 4] = [
    ("freeze-authority", FREEZE_AUTHORITY),
    ("transfer-fee", TRANSFER_FEE),
    ("permanent-delegate", PERMANENT_DELEGATE),
    ("pausable", PAUSABLE),
];
