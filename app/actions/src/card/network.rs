use girder_sdk::{ledger::state::Operator, transport};

use super::{amount_parameter, button, card, disabled, place};
use crate::{
    error::ActionError,
    operation::Operation,
    origin::Origin,
    pool::{Scene, closed, short},
    spec::{Action, Choice, Parameter, ParameterKind},
};

/// Operators offered at most, those with most stake.
const MOST_OPERATORS: usize = 20;

/// The card of a network: to delegate to one of its operators.
pub async fn network(origin: &Origin, scene: &Scene<'_>) -> Result<Action, ActionError> {
    let all = transport::fetch_all::<Operator>(scene.transport, scene.addresses.network).await?;
    let count = all.len();
    let staked = all.iter().fold(0, |sum: u64, (_, operator)| sum.saturating_add(operator.stake));
    let mut open: Vec<_> =
        all.into_iter().filter(|(_, operator)| operator.stake > 0 && closed(scene, operator).is_none()).collect();
    open.sort_by_key(|(address, operator)| (u64::MAX - operator.stake, *address));
    open.truncate(MOST_OPERATORS);

    let options = open.iter().map(|(address, operator)| Choice {
        label: format!("{} ({})", short(address), scene.collateral(operator.stake)),
        value: address.to_string(),
    });
    let operator = Parameter {
        kind: ParameterKind::Select,
        name: "operator",
        label: "Operator".to_owned(),
        required: true,
        pattern: None,
        pattern_description: None,
        options: options.collect(),
    };
    let amount = amount_parameter("Amount", scene.network.collateral_decimals);
    let href = place(origin, scene.addresses.network, "{operator}", Operation::Delegate);
    let delegate = button(format!("{href}?amount={{amount}}"), "Delegate", vec![operator, amount]);
    let holders = if count == 1 { "1 operator holds".to_owned() } else { format!("{count} operators hold") };
    let description = format!("{holders} {}. Delegate to one of them.", scene.collateral(staked));
    let card = card(origin, scene.name(), description, "Delegate", vec![delegate]);
    Ok(if open.is_empty() { disabled(card, "no operator takes deposits now".to_owned()) } else { card })
}
