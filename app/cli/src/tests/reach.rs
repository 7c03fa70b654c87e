//! Every instruction of the three programs has a command that sends it.

use std::collections::BTreeSet;

use clap::CommandFactory;
use girder_sdk::due::Task;
use serde_json::Value;

use crate::Cli;

/// An instruction and the command that sends it.
type Reach = (&'static str, &'static str);

const LEDGER: &[Reach] = &[
    ("accept_network_role", "network accept-role"),
    ("accept_operator_authority", "operator accept-authority"),
    ("add_attestor", "attestor set-add"),
    ("add_class", "class add"),
    ("cancel_unstake", "stake cancel"),
    ("claim", "stake claim"),
    ("claim_attestor_pay", "attestor claim"),
    ("claim_commission", "operator claim-commission"),
    ("close_attestor_set", "attestor set-close"),
    ("close_device", "device close"),
    ("close_epoch", "crank --only close"),
    ("close_network", "network close"),
    ("close_operator", "operator close"),
    ("close_parameter_change", "network close-parameter-change"),
    ("close_position", "stake close"),
    ("close_report_ticket", "slash close-ticket"),
    ("close_shard", "crank --only close"),
    ("close_slash_case", "slash close"),
    ("close_verdict", "verdict close"),
    ("commit_report", "slash report-equivocation --commit"),
    ("create_attestor_set", "attestor set-create"),
    ("create_network", "deploy apply"),
    ("create_shard", "deploy apply"),
    ("declare_maintenance", "operator maintenance"),
    ("deposit", "stake deposit"),
    ("execute_parameters", "network execute-parameters"),
    ("execute_slash", "slash execute"),
    ("fund", "network fund"),
    ("harvest", "crank --only harvest"),
    ("license_device", "device license"),
    ("lock_shares", "stake lock"),
    ("migrate_account", "crank --only migrate"),
    ("offer_network_role", "network offer-role"),
    ("offer_operator_authority", "operator offer-authority"),
    ("open_position", "stake deposit"),
    ("overturn_slash", "slash overturn"),
    ("pause", "network pause"),
    ("post_bond", "attestor bond"),
    ("propose_parameters", "deploy apply"),
    ("register_attestor", "attestor register"),
    ("register_device", "device register"),
    ("register_operator", "operator register"),
    ("report_double_statement", "slash report-double-statement"),
    ("report_downtime", "slash report-downtime"),
    ("report_equivocation", "slash report-equivocation"),
    ("retire_class", "class retire"),
    ("retire_device", "device retire"),
    ("retire_network", "network retire"),
    ("reveal_report", "slash report-equivocation --ticket"),
    ("reweight_class", "class reweight"),
    ("rotate_device", "device rotate"),
    ("seal_attestor_set", "attestor set-seal"),
    ("set_commission", "operator commission"),
    ("set_licensor", "class licensor"),
    ("set_operator_manager", "operator manager"),
    ("set_payout_wallet", "operator payout"),
    ("settle_epoch", "crank --only settle"),
    ("sign_verdict", "verdict sign"),
    ("slash_by_verdict", "verdict slash"),
    ("strike_attestor", "attestor set-strike"),
    ("submit_contribution", "proof submit"),
    ("transfer_shares", "stake transfer"),
    ("unbond_attestor", "attestor unbond"),
    ("unjail", "operator unjail"),
    ("unstake", "stake unstake"),
    ("withdraw", "stake withdraw"),
    ("withdraw_bond", "attestor withdraw"),
];

const GOVERNOR: &[Reach] = &[
    ("add_instruction", "vote add"),
    ("cast_vote", "vote cast"),
    ("close_governance", "vote close-governance"),
    ("close_proposal", "vote close"),
    ("close_vote", "vote close-record"),
    ("close_voter_weight", "realm close-weight"),
    ("create_governance", "vote create"),
    ("create_voter_weight", "realm create-weight"),
    ("draft_proposal", "vote draft"),
    ("execute_proposal", "vote execute"),
    ("open_vote", "vote open"),
    ("register_realm", "realm register"),
    ("set_governance", "vote settings"),
    ("unregister_realm", "realm unregister"),
    ("update_voter_weight", "realm update-weight"),
];

const STEWARD: &[Reach] = &[
    ("accept_steward", "upgrade accept"),
    ("cancel_succession", "upgrade cancel-succession"),
    ("cancel_upgrade", "upgrade cancel"),
    ("close_buffer", "upgrade close-buffer"),
    ("close_stewardship", "upgrade close"),
    ("create_stewardship", "upgrade create"),
    ("execute_succession", "upgrade execute-succession"),
    ("execute_upgrade", "upgrade execute"),
    ("offer_steward", "upgrade offer"),
    ("propose_succession", "upgrade propose-succession"),
    ("propose_upgrade", "upgrade propose"),
];

const PROGRAMS: [(&str, &[Reach]); 3] = [
    (include_str!("../../../../sbf/artifacts/ledger.json"), LEDGER),
    (include_str!("../../../../sbf/artifacts/governor.json"), GOVERNOR),
    (include_str!("../../../../sbf/artifacts/steward.json"), STEWARD),
];

#[test]
fn every_instruction_has_a_command_that_sends_it() {
    for (idl, reach) in PROGRAMS {
        let idl: Value = serde_json::from_str(idl).unwrap();
        let instructions = idl["instructions"].as_array().unwrap();
        let instructions: BTreeSet<&str> = instructions.iter().map(|one| one["name"].as_str().unwrap()).collect();
        let reached: BTreeSet<&str> = reach.iter().map(|(instruction, _)| *instruction).collect();
        assert_eq!(reached.len(), reach.len(), "one is named twice");
        assert_eq!(reached, instructions, "of {}", idl["metadata"]["name"]);
    }
}

#[test]
fn every_command_of_the_table_is_one_and_sends_transactions() {
    for (instruction, command) in PROGRAMS.iter().flat_map(|(_, reach)| reach.iter()) {
        let mut words = command.split(' ');
        let mut found = &mut Cli::command();
        while let Some(word) = words.clone().next().filter(|word| !word.starts_with("--")) {
            words.next();
            found = found.find_subcommand_mut(word).unwrap_or_else(|| panic!("{instruction}: no command `{command}`"));
        }
        let has = |name: &str| found.get_arguments().any(|option| option.get_long() == Some(name));
        assert!(has("keypair"), "{instruction}: `{command}` signs nothing");
        match words.collect::<Vec<_>>().as_slice() {
            [] => {}
            ["--only", task] => assert!(has("only") && task.parse::<Task>().is_ok(), "{instruction}: `{command}`"),
            [option] => assert!(has(option.trim_start_matches('-')), "{instruction}: `{command}`"),
            others => panic!("{instruction}: {others:?}"),
        }
    }
}
