use super::*;

fn changed(from: &str, to: &str) -> Result<NetworkFile> {
    assert!(DEMO.contains(from), "{from}");
    let file: NetworkFile = toml::from_str(&DEMO.replacen(from, to, 1))?;
    file.check()?;
    Ok(file)
}

fn refused(from: &str, to: &str) -> String {
    format!("{:#}", changed(from, to).expect_err("it is refused"))
}

#[test]
fn the_demos_network_keeps_the_ledgers_relations() {
    let file = NetworkFile::load(None).expect("it is valid");
    let parameters = file.parameters(1_000).expect("it has parameters");
    parameters.check(true).expect("the ledger takes them");
    assert_eq!(parameters.genesis, 4_600);
    assert_eq!(parameters.emission_ratio, (9 << 32) / 10);
    assert_eq!(parameters.settle_tip, 250_000);
    assert_eq!(parameters.min_bond, 5_000_000_000);
}

#[test]
fn a_mistyped_field_is_named() {
    assert!(refused("dispute =", "disputes =").contains("unknown field `disputes`"));
    assert!(refused("grace = \"10m\"", "grace = 600").contains("expected a string"));
    assert!(refused("grace = \"10m\"", "grace = \"10 minutes\"").contains("`10 minutes` is no time"));
    assert!(refused("schedule = \"geometric\"", "schedule = \"magic\"").contains("unknown variant `magic`"));
}

#[test]
fn what_the_ledger_cannot_know_is_checked_here() {
    assert!(refused("class = \"storage\"", "class = \"storagee\"").contains("there is no class `storagee`"));
    assert!(refused("\"borealis\"", "\"alpine\"").contains("`alpine` is the name of two"));
    assert!(refused("\"borealis\"", "\"north\"").contains("`north` is the name of two"));
    assert!(refused("\"mira\"", "\"dunes\"").contains("`dunes` is the name of two"));
    assert!(refused("challenges = 3", "challenges = 0").contains("demo.challenges is 0"));
    assert!(refused("epochs = 12\n# How", "epochs = 0\n# How").contains("demo.epochs is 0"));
}

#[test]
fn every_schedule_has_its_parameters() {
    let parameters = |from: &str, to: &str| changed(from, to).and_then(|file| file.parameters(0));
    let keep = "schedule = \"geometric\"\ninitial = 400\n# Epochs.\nperiod = 3\nkeep_bps = 9_000";
    for (name, kind) in [("fixed", 0), ("halving", 2), ("vault_funded", 3)] {
        let plan = format!("schedule = \"{name}\"\ninitial = 400\nperiod = 3");
        let parameters = parameters(keep, &plan).expect("it is valid");
        assert_eq!((parameters.emission_kind, parameters.emission_ratio), (kind, 0));
    }
    for (to, said) in [("keep_bps = 10_000", "from 1 to 9,999"), ("", "needs emission.keep_bps")] {
        let error = parameters("keep_bps = 9_000", to).expect_err("it is refused");
        assert!(error.to_string().contains(said), "{error}");
    }
    let error = parameters("schedule = \"geometric\"", "schedule = \"halving\"").expect_err("it is refused");
    assert!(error.to_string().contains("only for the geometric"), "{error}");
}

#[test]
fn offline_epochs_include_both_ends() {
    let away = Behaviour::Offline { from: 3, until: 5 };
    assert_eq!((2..=6).map(|epoch| away.is_offline(epoch)).collect::<Vec<_>>(), [false, true, true, true, false]);
    assert!(!Behaviour::Honest.is_offline(0));
}
