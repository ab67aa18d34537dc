//! A bar for work that takes its time, on standard error and only if that is a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// Less than this is done before a bar can be read.
const LEAST: u64 = 32 << 20;

/// The way of a command through bytes.
#[derive(Debug)]
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// No bar.
    pub(crate) fn hidden() -> Self {
        Self(ProgressBar::hidden())
    }

    /// Through `total` bytes; without a total it counts only.
    pub(crate) fn new(total: Option<u64>) -> Self {
        let (bar, template) = match total {
            Some(total) if total < LEAST => return Self::hidden(),
            Some(total) => (
                ProgressBar::new(total),
                "{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}",
            ),
            None => (
                ProgressBar::no_length(),
                "{spinner} {bytes} {bytes_per_sec}",
            ),
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// `position` bytes are done.
    pub(crate) fn at(&self, position: u64) {
        self.0.set_position(position);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
