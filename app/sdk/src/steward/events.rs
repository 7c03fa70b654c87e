//! What transactions did: the steward program's events.

use anchor_lang::{AnchorDeserialize, Discriminator, event::EVENT_IX_TAG_LE};
use steward::events;

use crate::transport::Receipt;

macro_rules! steward_events {
    ($($name:ident),* $(,)?) => {
        /// An event of the steward program.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum StewardEvent {
            $(
                #[doc = concat!("See [`steward::events::", stringify!($name), "`].")]
                $name(events::$name),
            )*
        }

        impl StewardEvent {
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

steward_events!(
    StewardshipCreated,
    StewardOffered,
    StewardAccepted,
    UpgradeProposed,
    UpgradeExecuted,
    UpgradeCancelled,
    BufferClosed,
    SuccessionProposed,
    SuccessionExecuted,
    SuccessionCancelled,
    StewardshipClosed,
);

/// The steward program's events of a transaction, in their order. Only the program can call itself with an event, so what
/// another program passes off as one is not counted.
pub fn of(receipt: &Receipt) -> Vec<StewardEvent> {
    let own = receipt.inner.iter().filter(|(program, _)| *program == steward::ID);
    own.filter_map(|(_, data)| StewardEvent::decode(data)).collect()
}
