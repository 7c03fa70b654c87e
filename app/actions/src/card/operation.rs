use super::{amount_parameter, button, card, disabled, place};
use crate::{
    error::ActionError,
    input::Inputs,
    operation::Operation,
    origin::Origin,
    pool::{Pool, short},
    spec::{Action, LinkedAction, Parameter, ParameterKind},
};

/// The card of one operation. What the address already says needs no button.
pub fn operation(origin: &Origin, pool: &Pool, operation: Operation, inputs: &Inputs) -> Result<Action, ActionError> {
    let given = inputs.quantity(pool.scene.network.collateral_decimals)?.is_some() || inputs.ticket()?.is_some();
    let buttons = if given { Vec::new() } else { buttons(origin, pool, operation) };
    let title = format!("{} · operator {}", pool.scene.name(), short(&pool.address));
    let card = card(origin, title, description(pool, operation), label(operation), buttons);
    let deposits = matches!(operation, Operation::Stake | Operation::Delegate);
    Ok(match pool.closed().filter(|_| deposits) {
        Some(reason) => disabled(card, reason.to_string()),
        None => card,
    })
}

/// The buttons of an operation; none where there is nothing to choose.
pub(super) fn buttons(origin: &Origin, pool: &Pool, operation: Operation) -> Vec<LinkedAction> {
    let href = place(origin, pool.scene.addresses.network, &pool.address.to_string(), operation);
    let label = label(operation);
    let parts = |parts: [&str; 3]| {
        let shortcuts = parts.map(|part| button(format!("{href}?percent={part}"), format!("{label} {part} %"), vec![]));
        let amount = amount_parameter("Amount", pool.scene.network.collateral_decimals);
        shortcuts.into_iter().chain([button(format!("{href}?amount={{amount}}"), label, vec![amount])]).collect()
    };
    match operation {
        Operation::Stake | Operation::Delegate => parts(["25", "50", "100"]),
        Operation::Unstake => parts(["25", "50", "100"]),
        Operation::CancelUnstake => vec![button(format!("{href}?ticket={{ticket}}"), label, vec![ticket()])],
        Operation::Withdraw | Operation::Claim => Vec::new(),
    }
}

fn ticket() -> Parameter {
    Parameter {
        kind: ParameterKind::Text,
        name: "ticket",
        label: "Ticket (empty: the only one)".to_owned(),
        required: false,
        pattern: Some("^[0-9]?$".to_owned()),
        pattern_description: Some("The number of what you asked back, from 0".to_owned()),
        options: Vec::new(),
    }
}

/// What the button of an operation says.
pub(super) fn label(operation: Operation) -> &'static str {
    match operation {
        Operation::Stake => "Stake",
        Operation::Delegate => "Delegate",
        Operation::Unstake => "Unstake",
        Operation::CancelUnstake => "Cancel unstaking",
        Operation::Withdraw => "Withdraw",
        Operation::Claim => "Claim",
    }
}

fn description(pool: &Pool, operation: Operation) -> String {
    let hours = pool.scene.network.parameters.unbonding.max(0) / 3_600;
    match operation {
        Operation::Stake => {
            "Deposit in your own pool, which covers what your devices earn. It can be slashed.".to_owned()
        }
        Operation::Delegate => format!(
            "Deposit in this operator's pool and share its rewards. It can be slashed with the operator's own stake. \
             Leaving takes {hours} hours."
        ),
        Operation::Unstake => format!(
            "Ask for stake back. It stops earning now, can still be slashed, and can be withdrawn after {hours} hours."
        ),
        Operation::CancelUnstake => "Leave in what you asked back: it earns again.".to_owned(),
        Operation::Withdraw => "Take what you asked back, once its time is over.".to_owned(),
        Operation::Claim => "Take your rewards, and an operator's payout wallet its commission.".to_owned(),
    }
}
