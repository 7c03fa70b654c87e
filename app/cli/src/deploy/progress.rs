//! How far `girder deploy apply` is, on stderr.

use girder_migrations::{Progress, Step};
use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A line for each step, and a bar while a program is written. Where stderr is no terminal only the lines.
pub struct Steps {
    bar: ProgressBar,
    is_quiet: bool,
}

impl Steps {
    /// `is_quiet`: says nothing.
    pub fn new(is_quiet: bool) -> Self {
        let target = if is_quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let style = ProgressStyle::with_template("{bar:32} {pos} of {len} writes, {elapsed}");
        let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
        Self { bar: ProgressBar::with_draw_target(None, target).with_style(style), is_quiet }
    }
}

impl Progress for Steps {
    fn step(&self, number: usize, steps: usize, step: &Step) {
        if self.is_quiet {
            return;
        }
        let (number, elapsed) = (number.saturating_add(1), HumanDuration(self.bar.elapsed()));
        self.bar.suspend(|| eprintln!("[{number}/{steps}] {}: {} ({elapsed})", step.subject, step.what));
    }

    fn wrote(&self, done: usize, all: usize) {
        self.bar.set_length(all as u64);
        self.bar.set_position(done as u64);
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
