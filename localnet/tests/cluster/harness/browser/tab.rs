//! A browser's tab, as who sits before it uses it: by what is written there.

use std::time::{Duration, Instant};

use chromiumoxide::{
    Element, Page,
    cdp::browser_protocol::{
        emulation::{MediaFeature, SetDeviceMetricsOverrideParams},
        page::CaptureScreenshotFormat,
    },
    page::ScreenshotParams,
};
use serde_json::Value;

/// How long a page may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(90);

/// A tab.
pub struct Tab {
    page: Page,
}

impl Tab {
    pub(super) fn new(page: Page) -> Self {
        Self { page }
    }

    pub(super) fn page(&self) -> &Page {
        &self.page
    }

    /// Goes to a URL and waits until it is loaded.
    pub async fn open(&self, url: &str) {
        self.page.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// All that is to be read on the page now.
    pub async fn text(&self) -> String {
        let text = self.evaluate("document.body.innerText").await;
        text.and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Waits until a text is to be read.
    pub async fn wait_for(&self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let shown = self.text().await;
            if shown.contains(text) {
                return;
            }
            assert!(Instant::now() < deadline, "'{text}' does not appear: {shown}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Presses the button with this text, once it is there and can be pressed.
    pub async fn press(&self, text: &str) {
        let deadline = Instant::now() + PATIENCE;
        while self.buttons(text).await == 0 {
            assert!(Instant::now() < deadline, "no button '{text}': {}", self.text().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.find(&format!("//button[normalize-space()='{text}']")).await.click().await.unwrap();
    }

    /// Follows the link with this text, and waits until the page that it leads to is loaded.
    pub async fn follow(&self, text: &str) {
        let before = self.evaluate("location.href").await.unwrap();
        self.find(&format!("//a[normalize-space()='{text}']")).await.click().await.unwrap();
        let deadline = Instant::now() + PATIENCE;
        let arrived = format!("location.href !== {before} && document.readyState === 'complete'");
        while self.evaluate(&arrived).await != Some(Value::from(true)) {
            assert!(Instant::now() < deadline, "the link '{text}' leads nowhere");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Types into the field with this label.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.find(&format!("//input[@id=//label[normalize-space()='{label}']/@for]")).await;
        field.click().await.unwrap();
        self.evaluate("document.activeElement.select()").await;
        field.type_str(text).await.unwrap();
    }

    /// How many buttons can be pressed whose text begins so.
    pub async fn buttons(&self, start: &str) -> u64 {
        let start = Value::from(start);
        let count = format!(
            "[...document.querySelectorAll('button:enabled')]\
             .filter((one) => one.checkVisibility() && one.textContent.startsWith({start})).length"
        );
        self.evaluate(&count).await.and_then(|count| count.as_u64()).unwrap_or_default()
    }

    /// The value of an expression in the page; nothing while the page is being left.
    pub async fn evaluate(&self, expression: &str) -> Option<Value> {
        self.page.evaluate_expression(expression).await.ok()?.value().cloned()
    }

    /// Makes the window so wide, as a phone's where it is narrow, with light or dark colours.
    pub async fn look(&self, width: u32, dark: bool) {
        let phone = width < 600;
        let metrics = SetDeviceMetricsOverrideParams::new(width, 844, 1.0, phone);
        self.page.execute(metrics).await.unwrap();
        let scheme = MediaFeature::new("prefers-color-scheme", if dark { "dark" } else { "light" });
        self.page.emulate_media_features(vec![scheme]).await.unwrap();
    }

    /// The whole page as a PNG picture.
    pub async fn picture(&self) -> Vec<u8> {
        let whole = ScreenshotParams::builder().format(CaptureScreenshotFormat::Png).full_page(true).build();
        self.page.screenshot(whole).await.unwrap()
    }

    async fn find(&self, path: &str) -> Element {
        let found = self.page.find_xpath(path).await;
        match found {
            Ok(found) => found,
            Err(error) => panic!("{path}: {error}: {}", self.text().await),
        }
    }
}
