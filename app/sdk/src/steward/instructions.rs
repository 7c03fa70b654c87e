//! Builders of the steward program's instructions.

use anchor_lang::{InstructionData, ToAccountMetas};
use girder_interface::Hash;
use solana_address::Address;
use solana_instruction::Instruction;
use solana_sdk_ids::{bpf_loader_upgradeable, system_program, sysvar};
use steward::{accounts, instruction as data};

use super::pda;

/// Takes a program into stewardship. Signed by `payer` and by `authority`, its upgrade authority, which becomes the steward.
pub fn create_stewardship(payer: Address, authority: Address, program: Address) -> Instruction {
    build(
        accounts::CreateStewardship {
            payer,
            authority,
            stewardship: pda::stewardship(program),
            program_account: program,
            program_data: pda::program_data(program),
            loader: bpf_loader_upgradeable::ID,
            system_program: system_program::ID,
            event_authority: pda::event_authority(),
            program: steward::ID,
        },
        data::CreateStewardship {},
    )
}

/// Offers a stewardship to `to`; the zero address withdraws the offer. Signed by the steward.
pub fn offer_steward(program: Address, steward: Address, to: Address) -> Instruction {
    build(
        accounts::OfferSteward {
            steward,
            stewardship: pda::stewardship(program),
            event_authority: pda::event_authority(),
            program: steward::ID,
        },
        data::OfferSteward { to },
    )
}

/// Takes an offered stewardship over. Signed by whom it was offered to.
pub fn accept_steward(program: Address, pending_steward: Address) -> Instruction {
    build(
        accounts::AcceptSteward {
            pending_steward,
            stewardship: pda::stewardship(program),
            event_authority: pda::event_authority(),
            program: steward::ID,
        },
        data::AcceptSteward {},
    )
}

/// Proposes an upgrade of `program` to what `buffer` holds, whose authority must be the stewardship. Signed by `payer`, who
/// gets rent and the buffer's lamports, and by the steward. Needs [`compute_limit`](super::buffer::compute_limit).
pub fn propose_upgrade(payer: Address, steward: Address, program: Address, buffer: Address, hash: Hash) -> Instruction {
    let stewardship = pda::stewardship(program);
    build(
        accounts::ProposeUpgrade {
            payer,
            steward,
            stewardship,
            upgrade: pda::upgrade(stewardship),
            buffer,
            system_program: system_program::ID,
            event_authority: pda::event_authority(),
            program: steward::ID,
        },
        data::ProposeUpgrade { hash },
    )
}

/// Upgrades `program` to the proposed `buffer`. Signed by nobody in particular. Needs
/// [`compute_limit`](super::buffer::compute_limit).
pub fn execute_upgrade(program: Address, buffer: Address, rent_payer: Address) -> Instruction {
    let stewardship = pda::stewardship(program);
    build(
        accounts::ExecuteUpgrade {
            stewardship,
            upgrade: pda::upgrade(stewardship),
            program_account: program,
            program_data: pda::program_data(program),
            buffer,
            rent_payer,
            rent: sysvar::rent::ID,
            clock: sysvar::clock::ID,
            loader: bpf_loader_upgradeable::ID,
            event_authority: pda::event_authority(),
            program: steward::ID,
        },
        data::ExecuteUpgrade {},
    )
}

/// Takes a proposed upgrade back. Signed by the steward; once it expired by anybody.
pub fn cancel_upgrade(program: Address, signer: Address, buffer: Address, rent_payer: Address) -> Instruction {
    let stewardship = pda::stewardship(program);
    build(
        accounts::CancelUpgrade {
            signer,
            stewardship,
            upgrade: pda::upgrade(stewardship),
            buffer,
            rent_payer,
            loader: bpf_loader_upgradeable::ID,
            event_authority: pda::event_authority(),
            program: steward::ID,
        },
        data::CancelUpgrade {},
    )
}

/// Closes a buffer that was handed over and is not proposed; its lamports go to `destination`. Signed by the steward.
pub fn close_buffer(program: Address, steward: Address, buffer: Address, destination: Address) -> Instruction {
    let stewardship = pda::stewardship(program);
    build(
        accounts::CloseBuffer {
            steward,
            stewardship,
            upgrade: pda::upgrade(stewardship),
            buffer,
            destination,
            loader: bpf_loader_upgradeable::ID,
            event_authority: pda::event_authority(),
            program: steward::ID,
        },
        data::CloseBuffer {},
    )
}

/// Proposes to hand the upgrade authority to `successor`; the zero address gives it up for ever. Signed by `payer` and the
/// steward.
pub fn propose_succession(payer: Address, steward: Address, program: Address, successor: Address) -> Instruction {
    let stewardship = pda::stewardship(program);
    build(
        accounts::ProposeSuccession {
            payer,
            steward,
            stewardship,
            succession: pda::succession(stewardship),
            system_program: system_program::ID,
            event_authority: pda::event_authority(),
            program: steward::ID,
        },
        data::ProposeSuccession { successor },
    )
}

/// Hands the upgrade authority to the proposed `successor`, who signs; without one it is given up for ever.
pub fn execute_succession(program: Address, successor: Option<Address>, rent_payer: Address) -> Instruction {
    let stewardship = pda::stewardship(program);
    build(
        accounts::ExecuteSuccession {
            successor,
            stewardship,
            succession: pda::succession(stewardship),
            program_data: pda::program_data(program),
            rent_payer,
            loader: bpf_loader_upgradeable::ID,
            event_authority: pda::event_authority(),
            program: steward::ID,
        },
        data::ExecuteSuccession {},
    )
}

/// Takes a proposed succession back. Signed by the steward; once it expired by anybody.
pub fn cancel_succession(program: Address, signer: Address, rent_payer: Address) -> Instruction {
    let stewardship = pda::stewardship(program);
    build(
        accounts::CancelSuccession {
            signer,
            stewardship,
            succession: pda::succession(stewardship),
            rent_payer,
            event_authority: pda::event_authority(),
            program: steward::ID,
        },
        data::CancelSuccession {},
    )
}

/// Closes a stewardship that holds its program no more. Signed by nobody in particular.
pub fn close_stewardship(program: Address, rent_payer: Address) -> Instruction {
    let stewardship = pda::stewardship(program);
    build(
        accounts::CloseStewardship {
            stewardship,
            upgrade: pda::upgrade(stewardship),
            succession: pda::succession(stewardship),
            program_data: pda::program_data(program),
            rent_payer,
            event_authority: pda::event_authority(),
            program: steward::ID,
        },
        data::CloseStewardship {},
    )
}

fn build(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: steward::ID, accounts: accounts.to_account_metas(None), data: data.data() }
}
