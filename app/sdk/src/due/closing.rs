//! Accounts that are of no use any more.

use girder_interface::limits::EPOCH_LIFETIME;
use ledger::{
    VerdictStatement,
    state::{AttestorSet, Device, Epoch, ReportTicket, SlashCase, Verdict, device_state, later, outcome},
};

use super::Scene;
use crate::{instructions, pda, proof::VerdictSignatures};

pub(super) fn find(scene: &mut Scene) {
    cases(scene);
    verdicts(scene);
    report_tickets(scene);
    epochs(scene);
    devices(scene);
    attestor_sets(scene);
}

fn cases(scene: &mut Scene) {
    let snapshot = scene.snapshot;
    for (address, case) in &snapshot.cases {
        let evidence_end = snapshot.network.parameters.evidence_end(case.epoch).map(|end| end.max(case.evidence_end));
        if case.outcome != outcome::OPEN && scene.is_past(evidence_end) {
            let close = instructions::close_slash_case(scene.network, *address, case.rent_payer);
            let what = format!("close the decided case of {}", case.offender);
            scene.close::<SlashCase>(*address, what, close, case.rent_payer);
        }
    }
}

fn verdicts(scene: &mut Scene) {
    let snapshot = scene.snapshot;
    let domain = snapshot.network.domain(&snapshot.address);
    for (address, verdict) in &snapshot.verdicts {
        if !scene.is_past(snapshot.network.parameters.evidence_end(verdict.epoch)) {
            continue;
        }
        let Verdict { epoch, evidence_hash, fraction_bps, .. } = *verdict;
        let statement = VerdictStatement { epoch, evidence_hash, fraction_bps };
        let digest = VerdictSignatures::new(&domain, verdict.operator, 0, statement).digest();
        let close = instructions::close_verdict(scene.network, &digest, verdict.rent_payer);
        let what = format!("close the verdict about operator {} that came to nothing", verdict.operator);
        scene.close::<Verdict>(*address, what, close, verdict.rent_payer);
    }
}

fn report_tickets(scene: &mut Scene) {
    let snapshot = scene.snapshot;
    for (address, ticket) in &snapshot.tickets {
        if scene.is_past(ticket.expires_at(&snapshot.network.parameters)) {
            let close = instructions::close_report_ticket(scene.network, &ticket.hash, ticket.rent_payer);
            scene.close::<ReportTicket>(
                *address,
                format!("close the report ticket {address}"),
                close,
                ticket.rent_payer,
            );
        }
    }
}

fn epochs(scene: &mut Scene) {
    let snapshot = scene.snapshot;
    for (address, epoch) in &snapshot.epochs {
        let end = snapshot.network.parameters.schedule().end(epoch.index);
        let expired = end.is_some_and(|end| scene.is_past(later(end, EPOCH_LIFETIME)));
        if expired || epoch.credit_left == 0 {
            let close = instructions::close_epoch(scene.network, epoch.index, epoch.rent_payer);
            scene.close::<Epoch>(*address, format!("close epoch {}", epoch.index), close, epoch.rent_payer);
        }
    }
}

fn devices(scene: &mut Scene) {
    let snapshot = scene.snapshot;
    for (address, device) in &snapshot.devices {
        let old = scene.is_past(snapshot.network.parameters.evidence_end(device.last_epoch));
        if device.state == device_state::ACTIVE || !old {
            continue;
        }
        let case = pda::equivocation_case(snapshot.address, *address);
        if snapshot.cases.iter().all(|(address, _)| *address != case) {
            let close = instructions::close_device(scene.network, device.operator, *address, device.rent_payer);
            scene.close::<Device>(*address, format!("close device {address}"), close, device.rent_payer);
        }
    }
}

fn attestor_sets(scene: &mut Scene) {
    let snapshot = scene.snapshot;
    let last_epoch = snapshot.network.retired_from.saturating_sub(1);
    for (address, set) in &snapshot.attestor_sets {
        let over = match set.sealed {
            0 => snapshot.network.is_retired(scene.now),
            _ => {
                let last = { *set }.check_over(snapshot.books.next_epoch, last_epoch);
                last.is_ok_and(|last| scene.is_past(snapshot.network.parameters.evidence_end(last)))
            }
        };
        if over {
            let close = instructions::close_attestor_set(scene.network, set.set_version, set.rent_payer);
            let what = format!("close attestor set {}", set.set_version);
            scene.close::<AttestorSet>(*address, what, close, set.rent_payer);
        }
    }
}
