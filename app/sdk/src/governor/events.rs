//! What transactions did: the governor program's events.

use anchor_lang::{AnchorDeserialize, Discriminator, event::EVENT_IX_TAG_LE};
use governor::events;

use crate::transport::Receipt;

macro_rules! governor_events {
    ($($name:ident),* $(,)?) => {
        /// An event of the program.
        #[derive(Clone, Debug)]
        pub enum GovernorEvent {
            $(
                #[doc = concat!("See [`governor::events::", stringify!($name), "`].")]
                $name(events::$name),
            )*
        }

        impl GovernorEvent {
            /// Decodes an inner instruction's data; `None` if it is no event of the program.
            pub fn decode(data: &[u8]) -> Option<Self> {
                let event = data.strip_prefix(EVENT_IX_TAG_LE)?;
                $(
                    if let Some(mut fields) = event.strip_prefix(events::$name::DISCRIMINATOR) {
                        return events::$name::deserialize(&mut fields).ok().map(Self::$name);
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

governor_events!(
    GovernanceCreated,
    GovernanceSet,
    GovernanceClosed,
    ProposalDrafted,
    InstructionAdded,
    VoteOpened,
    VoteCast,
    InstructionExecuted,
    ProposalClosed,
    VoteClosed,
    RealmRegistered,
    RealmUnregistered,
);

/// The governor program's events of a transaction, in their order. Only the program can call itself with an event, so what
/// another program passes off as one is not counted.
pub fn of(receipt: &Receipt) -> Vec<GovernorEvent> {
    let own = receipt.inner.iter().filter(|(program, _)| *program == governor::ID);
    own.filter_map(|(_, data)| GovernorEvent::decode(data)).collect()
}
