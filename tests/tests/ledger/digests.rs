//! What is signed and hashed, byte by byte: the preimages are put together here by hand, and hashed by another library.

use std::collections::HashSet;

use girder_tests::interface::{
    Domain, Hash,
    contribution::Contribution,
    offence::{Offence, OffenceKind},
    report,
    verdict::Verdict,
};
use sha2::{Digest, Sha256};

const DOMAIN: Domain = Domain { program_id: [0xa1; 32], network: [0xa2; 32], instance: [0xa3; 32] };

const CONTRIBUTION: Contribution = Contribution {
    operator: [0xb1; 32],
    device: [0xb2; 32],
    epoch: 0x0102_0304_0506_0708,
    sequence: 0x1112_1314_1516_1718,
    class: 0x2122,
    units: 0x3132_3334_3536_3738,
    evidence_hash: [0xb3; 32],
};

const VERDICT: Verdict =
    Verdict { operator: [0xb1; 32], epoch: 0x0102_0304_0506_0708, evidence_hash: [0xb3; 32], fraction_bps: 0x2710 };

const EPOCH: [u8; 8] = [8, 7, 6, 5, 4, 3, 2, 1];
const SEQUENCE: [u8; 8] = [0x18, 0x17, 0x16, 0x15, 0x14, 0x13, 0x12, 0x11];

fn sha256(parts: &[&[u8]]) -> Hash {
    Sha256::digest(parts.concat()).into()
}

/// The first bytes of all that is signed.
fn domain(tag: &[u8; 16]) -> Vec<u8> {
    [&tag[..], &[0xa1; 32], &[0xa2; 32], &[0xa3; 32]].concat()
}

#[test]
fn a_contribution_is_signed_in_234_bytes() {
    let units = [0x38, 0x37, 0x36, 0x35, 0x34, 0x33, 0x32, 0x31];
    let domain = domain(b"girder:contrib:1");
    let preimage: [&[u8]; 8] =
        [&domain, &[0xb1; 32], &[0xb2; 32], &EPOCH, &SEQUENCE, &[0x22, 0x21], &units, &[0xb3; 32]];
    assert_eq!(preimage.concat().len(), 16 + 3 * 32 + 2 * 32 + 8 + 8 + 2 + 8 + 32);
    assert_eq!(CONTRIBUTION.digest(&DOMAIN), sha256(&preimage));
}

#[test]
fn a_verdict_is_signed_in_192_bytes() {
    let domain = domain(b"girder:verdict:1");
    let preimage: [&[u8]; 5] = [&domain, &[0xb1; 32], &EPOCH, &[0xb3; 32], &[0x10, 0x27, 0, 0, 0, 0, 0, 0]];
    assert_eq!(preimage.concat().len(), 192);
    assert_eq!(VERDICT.digest(&DOMAIN), sha256(&preimage));
}

#[test]
fn subjects_are_device_epoch_and_sequence_or_operator_and_evidence() {
    assert_eq!(CONTRIBUTION.subject(), sha256(&[b"girder:subj:cont", &[0xb2; 32], &EPOCH, &SEQUENCE]));
    assert_eq!(VERDICT.subject(), sha256(&[b"girder:subj:verd", &[0xb1; 32], &[0xb3; 32]]));
}

#[test]
fn a_subject_is_the_same_whatever_else_is_said_about_it() {
    let same = Contribution { operator: [0; 32], class: 0, units: 0, evidence_hash: [0; 32], ..CONTRIBUTION };
    assert_eq!(same.subject(), CONTRIBUTION.subject());
    assert_eq!(Verdict { epoch: 0, fraction_bps: 1, ..VERDICT }.subject(), VERDICT.subject());
    for other in [
        Contribution { device: [0; 32], ..CONTRIBUTION },
        Contribution { epoch: 0, ..CONTRIBUTION },
        Contribution { sequence: 0, ..CONTRIBUTION },
    ] {
        assert_ne!(other.subject(), CONTRIBUTION.subject());
    }
    for other in [Verdict { operator: [0; 32], ..VERDICT }, Verdict { evidence_hash: [0; 32], ..VERDICT }] {
        assert_ne!(other.subject(), VERDICT.subject());
    }
}

#[test]
fn an_offence_is_its_kind_and_its_subject() {
    let (one, other) = ([0xc1; 32], [0xc2; 32]);
    let cases: [(Offence, Vec<u8>); 4] = [
        (Offence::Equivocation { device: &one }, [&[0][..], &one].concat()),
        (Offence::DoubleStatement { attestor: &one, subject: &other }, [&[1][..], &one, &other].concat()),
        (Offence::Downtime { operator: &one, last_epoch: CONTRIBUTION.epoch }, [&[2][..], &one, &EPOCH].concat()),
        (Offence::Verdict { operator: &one, evidence_hash: &other }, [&[3][..], &one, &other].concat()),
    ];
    for (offence, subject) in cases {
        assert_eq!(offence.id(), sha256(&[b"girder:offence:1", &subject]), "{offence:?}");
        assert_eq!(offence.kind() as u8, subject[0]);
    }
}

#[test]
fn no_two_kinds_share_an_id_or_a_subject() {
    let keys: [Hash; 4] = [[0; 32], [0xc1; 32], CONTRIBUTION.subject(), VERDICT.subject()];
    let mut ids = HashSet::new();
    let mut count = 0;
    for one in &keys {
        let mut all = vec![Offence::Equivocation { device: one }];
        for other in &keys {
            all.push(Offence::DoubleStatement { attestor: one, subject: other });
            all.push(Offence::Verdict { operator: one, evidence_hash: other });
        }
        all.extend([0, 1, u64::MAX].map(|last_epoch| Offence::Downtime { operator: one, last_epoch }));
        count += all.len();
        ids.extend(all.iter().map(Offence::id));
    }
    assert_eq!(ids.len(), count);
    // What looks alike in either layout: the same 32 bytes first, then 16 or 32 equal ones.
    let contribution = Contribution { device: [7; 32], epoch: 0, sequence: 0, ..CONTRIBUTION };
    assert_ne!(contribution.subject(), Verdict { operator: [7; 32], evidence_hash: [0; 32], ..VERDICT }.subject());
    assert_eq!([OffenceKind::Equivocation as u8, OffenceKind::Verdict as u8], [0, 3]);
}

#[test]
fn a_commitment_names_offence_both_digests_reporter_and_salt_in_176_bytes() {
    let (low, high) = ([1; 32], [2; 32]);
    let [offence, reporter, salt] = [[3; 32], [4; 32], [5; 32]];
    let expected = sha256(&[b"girder:report:1\0", &offence, &low, &high, &reporter, &salt]);
    assert_eq!(report::commitment(&offence, &[low, high], &reporter, &salt), expected);
    assert_eq!(report::commitment(&offence, &[high, low], &reporter, &salt), expected, "in either order");
    let others = [
        report::commitment(&low, &[low, high], &reporter, &salt),
        report::commitment(&offence, &[low, low], &reporter, &salt),
        report::commitment(&offence, &[low, high], &offence, &salt),
        report::commitment(&offence, &[low, high], &reporter, &reporter),
    ];
    assert!(!others.contains(&expected));
}
