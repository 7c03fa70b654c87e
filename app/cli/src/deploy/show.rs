//! A plan as text.

use girder_migrations::Plan;
use girder_sdk::json::utc;

/// The steps and what waits, each with what it is about.
pub fn text(plan: &Plan) -> String {
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
    steps.chain(waiting).chain([end]).collect()
}

#[cfg(test)]
mod tests {
    use girder_migrations::Waiting;

    use super::*;

    #[test]
    fn what_waits_is_shown_with_its_time() {
        assert_eq!(text(&Plan::default()), "The cluster is what the file says: nothing to do.\n");
        let (subject, what) = ("ledger".to_owned(), "its upgrade".to_owned());
        let plan = Plan { waiting: vec![Waiting { subject, what, from: Some(0) }], ..Plan::default() };
        let expected = format!("  -  ledger  waits: its upgrade, until {}\nNothing to do now; waiting: 1.\n", utc(0));
        assert_eq!(text(&plan), expected);
    }
}
