//! A headless Chromium, and wallets to put into its pages.

mod tab;
mod wallet;

use std::time::Duration;

use chromiumoxide::{Browser, BrowserConfig};
use futures::StreamExt;
use tokio::task::JoinHandle;

pub use self::{
    tab::Tab,
    wallet::{Signing, TestWallet},
};

/// How long a busy machine may take to start it, and to answer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser of its own, with nothing kept from before. It ends with the test.
pub struct Chromium {
    browser: Browser,
    handler: JoinHandle<()>,
    _profile: tempfile::TempDir,
}

impl Chromium {
    /// Starts the machine's Chromium, or the one that `CHROME` names. Without one the test fails.
    pub async fn start() -> Self {
        let profile = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let config = BrowserConfig::builder()
            .no_sandbox()
            .args(["disable-gpu", "disable-component-update"])
            .user_data_dir(profile.path())
            .viewport(None)
            .launch_timeout(PATIENCE)
            .request_timeout(PATIENCE)
            .build()
            .unwrap_or_else(|error| panic!("{error}: the browser's tests need Chromium; apt-get install chromium"));
        let (browser, mut events) = Browser::launch(config).await.expect("Chromium starts");
        let handler = tokio::spawn(async move { while events.next().await.is_some() {} });
        Self { browser, handler, _profile: profile }
    }

    /// A new tab with nothing in it.
    pub async fn tab(&self) -> Tab {
        Tab::new(self.browser.new_page("about:blank").await.unwrap())
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        self.handler.abort();
    }
}
