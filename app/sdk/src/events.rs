//! What transactions did: the program's events, which it records as inner instructions to itself.

use std::sync::Arc;

use anchor_lang::{AnchorDeserialize, Discriminator, event::EVENT_IX_TAG_LE};
use ledger::events;
use solana_address::Address;

macro_rules! ledger_events {
    ($($name:ident),* $(,)?) => {
        /// An event of the program.
        #[derive(Clone, Debug)]
        pub enum LedgerEvent {
            $(
                #[doc = concat!("See [`ledger::events::", stringify!($name), "`].")]
                $name(Arc<events::$name>),
            )*
        }

        impl LedgerEvent {
            /// Decodes an inner instruction's data; `None` if it is no event of the program.
            pub fn decode(data: &[u8]) -> Option<Self> {
                let event = data.strip_prefix(EVENT_IX_TAG_LE)?;
                $(
                    if let Some(mut fields) = event.strip_prefix(events::$name::DISCRIMINATOR) {
                        return events::$name::deserialize(&mut fields).ok().map(|event| Self::$name(Arc::new(event)));
                    }
                )*
                None
            }

            /// The event's name.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => stringify!($name),)*
                }
            }
        }
    };
}

ledger_events!(
    NetworkCreated,
    ShardCreated,
    NetworkRoleOffered,
    NetworkRoleAccepted,
    PauseSet,
    ParametersProposed,
    ParametersExecuted,
    ParameterChangeClosed,
    AccountMigrated,
    ShardClosed,
    NetworkRetired,
    NetworkClosed,
    ClassAdded,
    ClassReweighted,
    ClassRetired,
    LicensorSet,
    AttestorRegistered,
    BondPosted,
    AttestorLeaving,
    BondWithdrawn,
    AttestorSetCreated,
    AttestorAdded,
    AttestorSetSealed,
    AttestorStruck,
    AttestorPaid,
    AttestorSetClosed,
    OperatorRegistered,
    OperatorAuthorityOffered,
    OperatorAuthorityAccepted,
    OperatorManagerSet,
    PayoutWalletSet,
    CommissionPaid,
    OperatorUnjailed,
    OperatorClosed,
    CommissionSet,
    MaintenanceDeclared,
    PositionOpened,
    PositionClosed,
    SharesTransferred,
    SharesLocked,
    Deposited,
    Unstaked,
    UnstakeCancelled,
    Withdrawn,
    DeviceRegistered,
    DeviceLicensed,
    DeviceRetired,
    DeviceClosed,
    ContributionCounted,
    Funded,
    EpochSettled,
    Harvested,
    Claimed,
    EpochClosed,
    CaseOpened,
    CaseDecided,
    CaseClosed,
    ReportCommitted,
    ReportRevealed,
    ReportTicketClosed,
    VerdictSigned,
    VerdictClosed,
);

/// The events among a transaction's inner instructions, given as pairs of program and data, in their order. Only the
/// program can call itself with an event, so what another program passes off as one is not counted.
pub fn from_inner_instructions<'a>(inner: impl IntoIterator<Item = (Address, &'a [u8])>) -> Vec<LedgerEvent> {
    inner
        .into_iter()
        .filter(|(program, _)| *program == ledger::ID)
        .filter_map(|(_, data)| LedgerEvent::decode(data))
        .collect()
}
