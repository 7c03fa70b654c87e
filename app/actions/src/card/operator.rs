use super::{button, card, operation, percent, place};
use crate::{
    operation::Operation,
    origin::Origin,
    pool::{Pool, short},
    spec::{Action, Message},
};

/// The card of an operator: what it has, and a button for everything that a delegator can do.
pub fn operator(origin: &Origin, pool: &Pool) -> Action {
    let (scene, operator) = (&pool.scene, &pool.operator);
    let epoch = scene.network.parameters.schedule().epoch_at(scene.now).unwrap_or_default();
    let description = format!(
        "Holds {}, pays its delegators their part of its rewards less {} commission.",
        scene.collateral(operator.stake),
        percent(operator.commission_at(epoch)),
    );
    let href = |operation| place(origin, scene.addresses.network, &pool.address.to_string(), operation);
    let mut buttons = operation::buttons(origin, pool, Operation::Delegate);
    for simple in [Operation::Claim, Operation::Withdraw] {
        buttons.push(button(href(simple), operation::label(simple), Vec::new()));
    }
    buttons.push(button(format!("{}?percent=100", href(Operation::Unstake)), "Unstake all", Vec::new()));
    let title = format!("{} · operator {}", scene.name(), short(&pool.address));
    let card = card(origin, title, description, "Delegate", buttons);
    // Not disabled: its buttons for leaving stay of use.
    Action { error: pool.closed().map(|reason| Message { message: reason.to_string() }), ..card }
}
