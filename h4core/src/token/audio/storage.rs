//! The caller's storage, divided.

use super::{Config, select};
use crate::bytes::len_u64;
use crate::error::Error;

/// The parts of a storage of [`Config::storage_len`] words.
pub(super) struct Parts<'s> {
    /// The first half of the window.
    pub(super) window: &'s mut [f32],
    /// The samples of the present half frame, for the first half of the next frame.
    pub(super) hop: &'s mut [f32],
    /// The present frame, windowed as far as it is there.
    pub(super) frame: &'s mut [f32],
    /// The power of each bin.
    pub(super) power: &'s mut [f32],
    /// What the selection works with.
    pub(super) scratch: &'s mut [f32],
}

impl<'s> Parts<'s> {
    /// Divides `storage`; what is longer than needed is left alone.
    pub(super) fn of(config: &Config, storage: &'s mut [f32]) -> Result<Self, Error> {
        let words = config.storage_len();
        Self::divide(config, storage).ok_or(Error::TooSmall {
            needed: len_u64(words.saturating_mul(size_of::<f32>())),
        })
    }

    fn divide(config: &Config, storage: &'s mut [f32]) -> Option<Self> {
        let half = config.half();
        let (window, storage) = storage.split_at_mut_checked(half)?;
        let (hop, storage) = storage.split_at_mut_checked(half)?;
        let (frame, storage) = storage.split_at_mut_checked(half.saturating_mul(2))?;
        let (power, storage) = storage.split_at_mut_checked(half.saturating_add(1))?;
        let scratch = storage.get_mut(..select::scratch_len(usize::from(config.top())))?;
        Some(Self {
            window,
            hop,
            frame,
            power,
            scratch,
        })
    }
}
