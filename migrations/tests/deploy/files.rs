use crate::scene::{Scene, network_with};

fn refused(scene: &Scene, text: &str) -> String {
    format!("{:#}", scene.file(text).expect_err("it is refused"))
}

#[tokio::test]
async fn what_contradicts_itself_is_named() {
    let scene = Scene::empty();
    for (text, expected) in [
        ("[[program]]\nname = \"clerk\"", "unknown variant `clerk`"),
        ("[[program]]\nname = \"ledger\"\n[[program]]\nname = \"ledger\"", "`ledger` is there twice"),
        ("[[program]]\nname = \"steward\"\ncustody = \"steward\"", "can't be its own steward"),
        ("[[program]]\nname = \"ledger\"\nsteward = \"x\"", "ledger.steward is only for custody = \"steward\""),
        ("[[program]]\nname = \"governor\"\nmigrate_accounts = true", "only for the ledger"),
        ("[[programs]]\nname = \"ledger\"", "unknown field `programs`"),
    ] {
        let said = refused(&scene, text);
        assert!(said.contains(expected), "{text}: {said}");
    }
    let said = refused(&scene, &network_with("shards = 2", "shards = 2\nshard = 3"));
    assert!(said.contains("unknown field `shard`"), "{said}");
}

#[tokio::test]
async fn a_file_that_is_no_key_is_named_without_its_content() {
    let scene = Scene::with_ledger();
    scene.write("bad.json", b"[1,2,3,\"secret\"]");
    for (key, name) in [("bad.json", "bad.json"), ("missing.json", "missing.json")] {
        let said = scene.refusal(&network_with("shards = 2", &format!("shards = 2\nfounder = \"{key}\""))).await;
        assert!(said.contains(name) && said.contains("neither an address nor a keypair file"), "{said}");
        assert!(!said.contains("secret"), "{said}");
    }
}

#[tokio::test]
async fn a_program_that_is_none_is_refused() {
    let scene = Scene::empty();
    scene.write("text.so", b"no program");
    let said = scene.refusal("[[program]]\nname = \"ledger\"\nartifact = \"text.so\"").await;
    assert!(said.contains("is no compiled program"), "{said}");
}
