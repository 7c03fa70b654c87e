use girder_sdk::{governor::program::state::Stage, json::utc};

use super::{button, card, disabled};
use crate::{error::ActionError, input::Inputs, origin::Origin, pool::short, spec::Action, vote::Motion};

/// The card of a proposal: its votes so far, and a button for each choice.
pub fn proposal(origin: &Origin, motion: &Motion, inputs: &Inputs) -> Result<Action, ActionError> {
    let (scene, proposal) = (&motion.scene, &motion.proposal);
    let href = format!("{}/api/{}/proposals/{}/vote", origin.0, scene.addresses.network, motion.address);
    let buttons = match inputs.find("choice")? {
        Some(_) => Vec::new(),
        None => [("yes", "Vote yes"), ("no", "Vote no")]
            .map(|(choice, label)| button(format!("{href}?choice={choice}"), label, Vec::new()))
            .into(),
    };
    let description = format!(
        "Yes {}, no {}; {} must say yes. Voting ends {}. Your vote is final and locks your stake until then.",
        scene.collateral(proposal.yes),
        scene.collateral(proposal.no),
        scene.collateral(proposal.quorum),
        utc(proposal.end),
    );
    let description = if proposal.start == 0 { "A draft: nobody can vote on it yet.".to_owned() } else { description };
    let title = format!("{} · proposal {}", scene.name(), short(&motion.address));
    let card = card(origin, title, description, "Vote", buttons);
    Ok(match motion.stage() {
        Stage::Voting => card,
        Stage::Draft => disabled(card, "its vote is not open yet".to_owned()),
        stage => disabled(card, format!("its vote is over: {}", format!("{stage:?}").to_lowercase())),
    })
}
