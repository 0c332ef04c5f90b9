//! A progress bar on stderr for what takes longer than a second; none where stderr is no terminal.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

/// What takes no longer than this shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// The bar is looked at once in so many entries: there may be millions.
const LOOK_EVERY: u64 = 32;

/// How often a line moves that has nothing to count.
const TICK: Duration = Duration::from_millis(200);

/// How far the reading of one input has come.
pub(super) struct Progress {
    bar: ProgressBar,
    begun: Instant,
    is_shown: bool,
    entry_count: u64,
    /// The same, for the bar.
    shown_count: Arc<AtomicU64>,
}

impl Progress {
    /// A bar that is not shown yet, for an input of some bytes; `None` where the size is not known.
    pub(super) fn new(name: &str, byte_count: Option<u64>) -> Self {
        let bar = ProgressBar::with_draw_target(byte_count, ProgressDrawTarget::hidden());
        let template = if byte_count.is_some() {
            "{msg}: {wide_bar} {bytes} of {total_bytes}, {entry_rate} entries/s, {eta} left"
        } else {
            "{msg}: {spinner} {bytes} read, {entry_rate} entries/s"
        };
        let shown_count = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&shown_count);
        let rate = move |state: &ProgressState, out: &mut dyn Write| {
            let rate = count.load(Ordering::Relaxed) as f64 / state.elapsed().as_secs_f64().max(0.001);
            // What cannot be drawn is not missed.
            let _ = write!(out, "{}", HumanCount(rate as u64));
        };
        bar.set_style(style(template).with_key("entry_rate", rate));
        bar.set_message(crate::terminal_text::terminal_safe(name).into_owned());
        Self { bar, begun: Instant::now(), is_shown: false, entry_count: 0, shown_count }
    }

    /// One more entry has been taken in; so many bytes have been read.
    pub(super) fn count_entry(&mut self, byte_count: impl FnOnce() -> u64) {
        self.entry_count += 1;
        if !self.entry_count.is_multiple_of(LOOK_EVERY) {
            return;
        }
        if !self.is_shown && self.begun.elapsed() > PATIENCE {
            self.is_shown = true;
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.shown_count.store(self.entry_count, Ordering::Relaxed);
        self.bar.set_position(byte_count());
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

/// Does what is left when all is read, and says so where reading since `begun` took long enough to be seen: what was read in
/// less is indexed in less.
pub(super) fn making_indexes<T>(name: &str, begun: Instant, work: impl FnOnce() -> T) -> T {
    if begun.elapsed() <= PATIENCE {
        return work();
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    bar.set_style(style("{msg}: making indexes {spinner} {elapsed}"));
    bar.set_message(crate::terminal_text::terminal_safe(name).into_owned());
    if !bar.is_hidden() {
        bar.enable_steady_tick(TICK);
    }
    let done = work();
    bar.finish_and_clear();
    done
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is well-formed")
}
