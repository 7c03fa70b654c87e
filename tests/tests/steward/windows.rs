//! When a proposal may be executed and when anybody may cancel it, to the second.

use girder_interface::limits::bounds::MAX_UNBONDING;
use steward::state::{EXECUTABLE, WAIT};

use crate::{
    assert_refused,
    scene::{Scene, next_program},
};

// Whoever asks for their stake on the day an upgrade is proposed has it before the upgrade, with two days to notice.
const _: () = assert!(WAIT >= MAX_UNBONDING + 2 * 86_400);

#[test]
fn an_upgrade_executes_from_the_first_second_after_its_wait() {
    let scene = Scene::new();
    let buffer = scene.propose(&next_program());
    scene.chain.warp_by(WAIT - 1);
    assert_refused!(scene.execute(buffer), TooEarly);
    scene.chain.warp_by(1);
    scene.execute(buffer).unwrap();
}

#[test]
fn an_upgrade_executes_until_its_last_second() {
    let scene = Scene::new();
    let buffer = scene.propose(&next_program());
    scene.chain.warp_by(WAIT + EXECUTABLE - 1);
    scene.execute(buffer).unwrap();
}

#[test]
fn an_upgrade_expires_after_its_last_second() {
    let scene = Scene::new();
    let buffer = scene.propose(&next_program());
    scene.chain.warp_by(WAIT + EXECUTABLE);
    assert_refused!(scene.execute(buffer), TooLate);
}

#[test]
fn anybody_cancels_an_upgrade_once_it_expired_and_not_a_second_before() {
    let scene = Scene::new();
    let buffer = scene.propose(&next_program());
    let stranger = scene.wallet();
    scene.chain.warp_by(WAIT + EXECUTABLE - 1);
    assert_refused!(scene.cancel(&stranger, buffer), WrongSteward);
    scene.chain.warp_by(1);
    scene.cancel(&stranger, buffer).unwrap();
}

#[test]
fn a_refusal_says_from_when_on() {
    let scene = Scene::new();
    let buffer = scene.propose(&next_program());
    let error = scene.execute(buffer).unwrap_err();
    let (now, from) = (scene.now().to_string(), (scene.now() + WAIT).to_string());
    assert_eq!(error.refusal().unwrap().values, Some((now, from)));
}
