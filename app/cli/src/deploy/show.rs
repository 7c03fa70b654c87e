//! A plan as text.

use girder_migrations::{ClusterFile, Plan};
use girder_sdk::json::utc;

/// What people have to do themselves.
const IDLS: &str = "Not done here: IDLs. Whoever may upgrade a program publishes its IDL, before giving that away (docs/upgrades.md): \
                    npx @solana-program/program-metadata@0.7.0 write idl ADDRESS sbf/artifacts/NAME.json\n";

/// The steps and what waits, each with what it is about; then what is left to people, if the file has programs.
pub fn text(file: &ClusterFile, plan: &Plan) -> String {
    let subjects = plan.steps.iter().map(|step| &step.subject).chain(plan.waiting.iter().map(|wait| &wait.subject));
    let width = subjects.map(|subject| subject.chars().count()).max().unwrap_or(0);
    let steps = (1..).zip(&plan.steps).map(|(number, step)| {
        let (subject, what) = (&step.subject, &step.what);
        format!("{number:>3}  {subject:<width$}  {what}\n")
    });
    let waiting = plan.waiting.iter().map(|wait| {
        let (subject, what) = (&wait.subject, &wait.what);
        let from = wait.from.map(|from| format!(", until {}", utc(from))).unwrap_or_default();
        format!("  -  {subject:<width$}  waits: {what}{from}\n")
    });
    let end = match (plan.steps.len(), plan.waiting.len()) {
        (0, 0) => "The cluster is what the file says: nothing to do.\n".to_owned(),
        (0, waiting) => format!("Nothing to do now; waiting: {waiting}.\n"),
        (steps, waiting) => format!("Steps: {steps}; waiting: {waiting}.\n"),
    };
    let idls = (!file.programs.is_empty()).then(|| IDLS.to_owned());
    steps.chain(waiting).chain([end]).chain(idls).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use girder_migrations::Waiting;

    use super::*;

    #[test]
    fn what_waits_is_shown_with_its_time() {
        let file = ClusterFile::default();
        assert_eq!(text(&file, &Plan::default()), "The cluster is what the file says: nothing to do.\n");
        let (subject, what) = ("ledger".to_owned(), "its upgrade".to_owned());
        let plan = Plan { waiting: vec![Waiting { subject, what, from: Some(0) }], ..Plan::default() };
        let expected = format!("  -  ledger  waits: its upgrade, until {}\nNothing to do now; waiting: 1.\n", utc(0));
        assert_eq!(text(&file, &plan), expected);
    }

    #[test]
    fn whoever_deploys_programs_is_told_how_their_idls_are_published() {
        let file = ClusterFile::parse("[[program]]\nname = \"ledger\"", Path::new("")).unwrap();
        let told = text(&file, &Plan::default());
        assert!(
            told.lines().nth(1).is_some_and(|line| line.contains("write idl ADDRESS sbf/artifacts/NAME.json")),
            "{told}"
        );
    }
}
