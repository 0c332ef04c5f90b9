//! A progress bar on stderr for what takes longer than a second; none where stderr is no terminal.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What takes no longer than this shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far the reading of one input has come.
pub(super) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    is_shown: bool,
}

impl Progress {
    /// A bar that is not shown yet, for an input of some bytes; `None` where the size is not known.
    pub(super) fn new(name: &str, byte_count: Option<u64>) -> Self {
        let bar = ProgressBar::with_draw_target(byte_count, ProgressDrawTarget::hidden());
        let template = if byte_count.is_some() {
            "{msg}: {wide_bar} {bytes} of {total_bytes}, {eta} left"
        } else {
            "{msg}: {spinner} {bytes} read"
        };
        bar.set_style(ProgressStyle::with_template(template).expect("the template is well-formed"));
        bar.set_message(crate::terminal_text::terminal_safe(name).into_owned());
        Self { bar, begun: Instant::now(), is_shown: false }
    }

    /// So many bytes have been read.
    pub(super) fn reach(&mut self, byte_count: u64) {
        if !self.is_shown && self.begun.elapsed() > PATIENCE {
            self.is_shown = true;
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_position(byte_count);
    }

    /// Prints beside the bar without tearing it.
    pub(super) fn beside<T>(&self, print: impl FnOnce() -> T) -> T {
        self.bar.suspend(print)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
