//! How single fields are written.

use girder_interface::{
    Hash,
    key::{DeviceKey, KeyKind},
    mint_risk,
    offence::OffenceKind,
};
use ledger::{
    NewKey,
    state::{Q64x64, device_state, emission_kind, network_role, outcome, pause_subject},
};
use serde_json::{Map, Value, json};
use solana_address::Address;

use crate::{network::decode_name, signer::hex};

/// The largest integer up to which every JSON reader is exact.
const EXACT: u64 = 1 << 53;

/// A field with one obvious form.
pub trait Field {
    /// That form.
    fn json(&self) -> Value;
}

macro_rules! small_numbers {
    ($($number:ty)*) => {
        $(impl Field for $number {
            fn json(&self) -> Value {
                json!(self)
            }
        })*
    };
}

small_numbers!(u8 u16 u32);

impl Field for bool {
    fn json(&self) -> Value {
        json!(self)
    }
}

impl Field for u64 {
    fn json(&self) -> Value {
        number(*self)
    }
}

/// A number, as text where readers of JSON may round it.
pub fn number(number: u64) -> Value {
    if number <= EXACT { json!(number) } else { json!(number.to_string()) }
}

impl Field for i64 {
    fn json(&self) -> Value {
        if self.unsigned_abs() <= EXACT { json!(self) } else { json!(self.to_string()) }
    }
}

impl Field for Address {
    fn json(&self) -> Value {
        json!(self.to_string())
    }
}

impl Field for Hash {
    fn json(&self) -> Value {
        json!(hex(self))
    }
}

impl Field for Q64x64 {
    fn json(&self) -> Value {
        fixed_point(&self.bits())
    }
}

impl Field for NewKey {
    fn json(&self) -> Value {
        device_key(self.kind, &self.key)
    }
}

/// An object's fields after one that names it.
pub fn first(name: &str, value: Value, fields: Value) -> Value {
    let mut object = Map::from_iter([(name.to_owned(), value)]);
    if let Value::Object(fields) = fields {
        object.extend(fields);
    }
    Value::Object(object)
}

/// An address, or `null` for the zero address.
pub fn optional(address: &Address) -> Value {
    if *address == Address::default() { Value::Null } else { address.json() }
}

/// An epoch, or `null` for "never".
pub fn epoch(epoch: &u64) -> Value {
    if *epoch == u64::MAX { Value::Null } else { epoch.json() }
}

/// A flag of 0 or 1.
pub fn flag<T: Copy + Into<u64>>(flag: &T) -> Value {
    json!((*flag).into() != 0)
}

/// A padded text.
pub fn text(padded: &[u8; 32]) -> Value {
    json!(decode_name(padded))
}

/// A time: `{"unix": 0, "utc": "1970-01-01T00:00:00Z"}`.
pub fn time(unix: &i64) -> Value {
    json!({ "unix": unix.json(), "utc": utc(*unix) })
}

/// A time, or `null` for 0.
pub fn optional_time(unix: &i64) -> Value {
    if *unix == 0 { Value::Null } else { time(unix) }
}

/// An amount, or "all" for the largest.
pub fn all(amount: &u64) -> Value {
    if *amount == u64::MAX { json!("all") } else { amount.json() }
}

/// The name of an [`OffenceKind`].
pub fn offence_kind(number: u64) -> Value {
    let kinds = [
        (OffenceKind::Equivocation, "equivocation"),
        (OffenceKind::DoubleStatement, "double statement"),
        (OffenceKind::Downtime, "downtime"),
        (OffenceKind::Verdict, "verdict"),
    ];
    let name = kinds.iter().find(|(kind, _)| *kind as u64 == number).map(|(_, name)| *name);
    name.map_or_else(|| number.json(), |name| json!(name))
}

/// A Q64.64 number as a decimal of at most 20 places, enough to tell any two apart.
pub fn fixed_point(bits: &u128) -> Value {
    const PLACES: usize = 20;
    let mut rest = bits & u128::from(u64::MAX);
    let mut digits = String::with_capacity(PLACES);
    for _ in 0..PLACES {
        rest *= 10;
        digits.push(char::from(b'0' + (rest >> 64) as u8));
        rest &= u128::from(u64::MAX);
    }
    let digits = digits.trim_end_matches('0');
    let integer = bits >> 64;
    if digits.is_empty() { json!(integer.to_string()) } else { json!(format!("{integer}.{digits}")) }
}

/// A device's public key: base58 if Ed25519, hexadecimal if secp256r1.
pub fn device_key(kind: u8, padded: &[u8; 33]) -> Value {
    match DeviceKey::from_padded(kind, padded) {
        Some(DeviceKey::Ed25519(key)) => Address::new_from_array(key).json(),
        Some(DeviceKey::Secp256r1(_)) | None => json!(hex(padded)),
    }
}

/// The name of a device key's kind.
pub fn kind(number: &u8) -> Value {
    match KeyKind::from_number(*number) {
        Some(kind) => json!(kind_name(kind)),
        None => number.json(),
    }
}

/// The names of what mints may do to holders.
pub fn risks(bits: u64) -> Value {
    mint_risk::NAMES.iter().filter(|(_, bit)| bits & u64::from(*bit) != 0).map(|(name, _)| json!(name)).collect()
}

/// The names of a set of kinds.
pub fn kinds(bits: &u8) -> Value {
    let kinds = [KeyKind::Ed25519, KeyKind::Secp256r1].into_iter().filter(|kind| bits & kind.bit() != 0);
    kinds.map(kind_name).collect()
}

/// The numbers of set bits.
pub fn slots(bits: u64) -> Value {
    (0..u64::BITS).filter(|bit| bits >> bit & 1 == 1).collect()
}

/// The name of [`outcome`].
pub fn outcome_name(number: u64) -> Value {
    let names = [(outcome::OPEN, "open"), (outcome::OVERTURNED, "overturned"), (outcome::EXECUTED, "executed")];
    named(number, &names)
}

/// The name of [`network_role`].
pub fn role_name(number: u64) -> Value {
    named(number, &[(network_role::AUTHORITY, "authority"), (network_role::GUARDIAN, "guardian")])
}

/// The name of [`pause_subject`].
pub fn subject_name(number: u64) -> Value {
    let names = [
        (pause_subject::INTAKE, "intake"),
        (pause_subject::SETTLEMENT, "settlement"),
        (pause_subject::CLAIMS, "claims"),
    ];
    named(number, &names)
}

/// The name of a number among these; itself if it has none.
fn named(number: u64, names: &[(u8, &str)]) -> Value {
    let name = names.iter().find(|(named, _)| u64::from(*named) == number).map(|(_, name)| *name);
    name.map_or_else(|| number.json(), |name| json!(name))
}

/// The name of [`device_state`].
pub fn state_name(number: &u8) -> Value {
    match *number {
        device_state::ACTIVE => json!("active"),
        device_state::RETIRED => json!("retired"),
        device_state::FAULTED => json!("faulted"),
        other => other.json(),
    }
}

/// The name of [`emission_kind`].
pub fn emission(number: &u64) -> Value {
    match *number {
        emission_kind::FIXED => json!("fixed"),
        emission_kind::GEOMETRIC => json!("geometric"),
        emission_kind::HALVING => json!("halving"),
        emission_kind::VAULT_FUNDED => json!("vault-funded"),
        other => other.json(),
    }
}

fn kind_name(kind: KeyKind) -> &'static str {
    match kind {
        KeyKind::Ed25519 => "ed25519",
        KeyKind::Secp256r1 => "secp256r1",
    }
}

/// RFC 3339 in UTC, by the proleptic Gregorian calendar.
pub fn utc(unix: i64) -> String {
    const DAY: i64 = 86_400;
    let (days, second) = (unix.div_euclid(DAY), unix.rem_euclid(DAY));
    // Howard Hinnant's `civil_from_days`: years begin in March, so that a leap day is a year's last.
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (second / 3_600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}
