//! Attestor sets: weights, thresholds, and one set an epoch.

use ledger::state::{AttestorSet, outcome};

use super::{Report, Snapshot, sum};

pub fn check(snapshot: &Snapshot, report: &mut Report) {
    for (address, set) in &snapshot.attestor_sets {
        let subject = Some(*address);
        let weights = sum(set.members().iter().map(|member| member.weight));
        report.equal(subject, "total weight = weight of the members", set.total_weight, weights);
        if set.sealed == 1 {
            let total = u128::from(set.total_weight);
            report.at_most(subject, "total weight < 2 x proof threshold", total + 1, doubled(set.proof_threshold));
            report.at_most(subject, "proof threshold <= total weight", set.proof_threshold, total);
            report.at_most(subject, "verdict threshold <= total weight", set.verdict_threshold, total);
        }
    }
    check_succession(snapshot, report);
    for (address, attestor) in &snapshot.attestors {
        let open = snapshot.cases.iter().filter(|(_, case)| case.offender == *address && case.outcome == outcome::OPEN);
        let subject = Some(*address);
        report.equal(subject, "open cases = cases that are open", attestor.open_cases, open.count() as u64);
        report.at_most(subject, "open cases <= slashed statements", attestor.open_cases, attestor.slashed_statements);
    }
}

/// Each sealed set ends where its successor begins, and the newest does not end.
fn check_succession(snapshot: &Snapshot, report: &mut Report) {
    let mut sealed: Vec<&AttestorSet> =
        snapshot.attestor_sets.iter().map(|(_, set)| set).filter(|set| set.sealed == 1).collect();
    sealed.sort_by_key(|set| set.set_version);
    let newest = sealed.last().map_or(0, |set| set.set_version);
    report.equal(
        None,
        "version of the newest sealed set = the network's",
        newest,
        snapshot.network.attestor_set_version,
    );
    let first = sealed.first().map_or(u64::MAX, |set| set.from_epoch);
    report.equal(None, "first attested epoch = start of the first set", snapshot.network.first_attested_epoch, first);
    let successors = sealed.iter().skip(1).map(|set| u128::from(set.from_epoch)).chain([1 << 64]);
    for (set, next) in sealed.iter().zip(successors) {
        let name = format!("end of attestor set {} = start of the next", set.set_version);
        report.equal(None, name, u128::from(set.until_epoch) + 1, next);
    }
}

fn doubled(threshold: u64) -> u128 {
    u128::from(threshold) * 2
}
