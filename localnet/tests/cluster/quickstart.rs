//! The quickstarts, as somebody reads them who pastes every block: each command is run, and shows what the document says.

use crate::harness::{Document, Reader};

#[test]
fn who_follows_the_quickstarts_founds_a_network_operates_in_it_and_stakes_by_a_wallet() {
    let mut reader = Reader::with_a_clone();
    for name in ["docs/quickstart-founder.md", "docs/quickstart-operator.md", "docs/wallets.md"] {
        reader.read(&Document::read(name)).unwrap_or_else(|trouble| panic!("{trouble}"));
    }
}

/// Reads a page of its own.
fn read(page: &str) -> Result<(), String> {
    Reader::with_a_clone().read(&Document::parse("page.md", page))
}

#[test]
fn a_command_that_fails_is_named_with_its_line() {
    let page = "Two blocks:\n\n```sh\nWORD=said\n```\n\n```sh\ntrue\necho \"$WORD\"\nfalse | cat\necho never\n```\n";
    let trouble = read(page).unwrap_err();
    assert!(trouble.starts_with("page.md:10: ") && trouble.contains("    said\n"), "{trouble}");
    assert!(!trouble.contains("never"), "{trouble}");
    let trouble = read("```sh\nNETWORK=$(girder network find '')\n```\n").unwrap_err();
    assert!(trouble.starts_with("page.md:2: "), "{trouble}");
}

#[test]
fn what_is_shown_is_what_the_page_says_but_for_what_it_leaves_open() {
    let page = |output: &str| format!("```sh\nprintf 'fee 5000\\none\\ntwo\\n'\n```\n\n```output\n{output}\n```\n");
    for right in ["fee 5000\none\ntwo", "fee …\n…", "…\ntwo", "…", "f… 5…0\n…\ntwo\n…"] {
        read(&page(right)).unwrap();
    }
    for wrong in ["fee 5000\none", "fee 5001\n…", "fee …\n…\none", "fee …0…0…0…0\n…", "two\n…"] {
        let trouble = read(&page(wrong)).unwrap_err();
        assert!(trouble.starts_with("page.md:1: what is shown is\n    fee 5000\n"), "{trouble}");
    }
}

#[test]
#[should_panic(expected = "page.md:3: no block is called `bash`")]
fn a_block_that_does_not_say_what_it_is_is_refused() {
    let _refused = Document::parse("page.md", "Run\n\n```bash\ngirder\n```\n");
}
