use std::sync::LazyLock;

use serde_json::Value;

/// An instruction as the committed IDL describes it.
pub struct IdlInstruction {
    /// Its name.
    pub name: String,
    /// Its accounts, in their order.
    pub accounts: Vec<IdlAccount>,
    discriminator: Vec<u8>,
}

/// An account of an instruction.
pub struct IdlAccount {
    /// Its name.
    pub name: String,
    /// Whether it may be left out.
    pub optional: bool,
}

static INSTRUCTIONS: LazyLock<Vec<IdlInstruction>> = LazyLock::new(|| {
    let idl: Value = serde_json::from_str(include_str!("../../../sbf/artifacts/ledger.json")).unwrap();
    idl["instructions"].as_array().unwrap().iter().map(instruction).collect()
});

/// All instructions of the program.
pub fn instructions() -> &'static [IdlInstruction] {
    &INSTRUCTIONS
}

pub(super) fn find(data: &[u8]) -> &'static IdlInstruction {
    let found = INSTRUCTIONS.iter().find(|instruction| data.starts_with(&instruction.discriminator));
    found.expect("the committed IDL knows every instruction")
}

fn instruction(value: &Value) -> IdlInstruction {
    let text = |value: &Value| value["name"].as_str().unwrap().to_owned();
    let account =
        |value: &Value| IdlAccount { name: text(value), optional: value["optional"].as_bool().unwrap_or(false) };
    let byte = |value: &Value| u8::try_from(value.as_u64().unwrap()).unwrap();
    IdlInstruction {
        name: text(value),
        accounts: value["accounts"].as_array().unwrap().iter().map(account).collect(),
        discriminator: value["discriminator"].as_array().unwrap().iter().map(byte).collect(),
    }
}
