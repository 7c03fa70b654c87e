//! Progress bars, on stderr: none where that is no terminal, or where a machine reads the output.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Makes the bars.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    shown: bool,
}

impl Progress {
    /// `quiet`: no bars at all. indicatif itself hides them where stderr is no terminal.
    pub fn new(quiet: bool) -> Self {
        Self { shown: !quiet }
    }

    /// Bytes read so far.
    pub fn bytes(self) -> ProgressBar {
        self.bar(None, "{spinner} reading the data: {bytes}, {bytes_per_sec}")
    }

    /// Steps of the run.
    pub fn epochs(self, steps: u64) -> ProgressBar {
        self.bar(Some(steps), "{bar:32} {msg}, {elapsed}")
    }

    /// Runs of a simulation.
    pub fn runs(self, runs: u64) -> ProgressBar {
        self.bar(Some(runs), "{bar:32} {pos} of {len} runs: {msg}, {elapsed}")
    }

    fn bar(self, length: Option<u64>, template: &str) -> ProgressBar {
        let target = if self.shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let style = ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::with_draw_target(length, target).with_style(style)
    }
}
