//! What is tokenized how: sample rate, frame size, tokens a frame.

use super::{FRAME_SIZES, select};
use crate::error::Error;

/// A legal sample rate, frame size and number of tokens a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Config {
    rate: u32,
    frame_size: u16,
    top: u16,
}

impl Config {
    /// Checks `rate` in hertz (8000 to 192 000), `frame_size` in samples (one of [`FRAME_SIZES`]) and `top`, the tokens of
    /// a frame (1 to 256, at most `frame_size` / 2 + 1).
    ///
    /// # Errors
    /// [`Error::Range`] for any other value, and for a frame size whose feature this build does not have.
    pub fn new(rate: u32, frame_size: u16, top: u16) -> Result<Self, Error> {
        let config = Self {
            rate,
            frame_size,
            top,
        };
        let bins = config.half().saturating_add(1);
        let legal = (8_000..=192_000).contains(&rate)
            && FRAME_SIZES.contains(&frame_size)
            && (1..=256).contains(&top)
            && usize::from(top) <= bins;
        legal.then_some(config).ok_or(Error::Range)
    }

    /// Samples a second.
    #[must_use]
    pub const fn rate(&self) -> u32 {
        self.rate
    }

    /// Samples in a frame; the next begins half as many later.
    #[must_use]
    pub const fn frame_size(&self) -> u16 {
        self.frame_size
    }

    /// Tokens of a frame.
    #[must_use]
    pub const fn top(&self) -> u16 {
        self.top
    }

    /// How many 32-bit words of storage a tokenizer needs: 2.5 `frame_size` + 4 `top` + 129, thus 21.0 KiB for 2048 and 32.
    #[must_use]
    pub fn storage_len(&self) -> usize {
        let frame = usize::from(self.frame_size);
        // Window and hop are half a frame each, then the frame itself, then the powers of its bins.
        frame
            .saturating_mul(2)
            .saturating_add(self.half())
            .saturating_add(1)
            .saturating_add(select::scratch_len(usize::from(self.top)))
    }

    /// The frequency of bin `bin` in tenths of a hertz: ⌊min(bin × rate / frame size, 20 000) × 10⌋.
    #[must_use]
    pub fn frequency(&self, bin: u16) -> u32 {
        // A frame size is a power of two.
        let tenths = u64::from(bin)
            .saturating_mul(u64::from(self.rate))
            .saturating_mul(10)
            .wrapping_shr(self.frame_size.trailing_zeros());
        u32::try_from(tenths).map_or(200_000, |tenths| tenths.min(200_000))
    }

    /// Where frame `index` starts, in microseconds: ⌊index × (frame size / 2) × 10⁶ / rate⌋; `u64::MAX` where that or the
    /// number of samples needs more than 64 bits, 500 000 years from the start.
    #[must_use]
    pub fn pts_us(&self, index: u64) -> u64 {
        let rate = u64::from(self.rate);
        let exact = || {
            let samples = index.checked_mul(u64::from(self.frame_size.checked_div(2)?))?;
            let seconds = samples.checked_div(rate)?.checked_mul(1_000_000)?;
            let rest = samples.checked_rem(rate)?.checked_mul(1_000_000)?;
            seconds.checked_add(rest.checked_div(rate)?)
        };
        exact().unwrap_or(u64::MAX)
    }

    /// Half a frame in samples.
    pub(super) fn half(&self) -> usize {
        usize::from(self.frame_size).wrapping_shr(1)
    }
}

#[cfg(test)]
#[allow(
    clippy::arithmetic_side_effects,
    reason = "exact in the types that the tests use"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_configuration_is_legal_between_its_bounds_and_nowhere_else() {
        for &size in FRAME_SIZES {
            let most = (size / 2 + 1).min(256);
            for (rate, top, legal) in [
                (8_000, 1, true),
                (192_000, most, true),
                (7_999, 1, false),
                (192_001, 1, false),
                (48_000, 0, false),
                (48_000, most + 1, false),
                (48_000, u16::MAX, false),
            ] {
                assert_eq!(
                    Config::new(rate, size, top).is_ok(),
                    legal,
                    "{rate} {size} {top}"
                );
            }
            assert_eq!(Config::new(48_000, size + 1, 1), Err(Error::Range));
        }
        for size in [0, 1, 128, 32_768, u16::MAX] {
            assert_eq!(Config::new(48_000, size, 1), Err(Error::Range));
        }
    }

    #[test]
    fn storage_is_as_long_as_it_says() {
        for &size in FRAME_SIZES {
            let words = Config::new(48_000, size, 32).map(|config| config.storage_len());
            assert_eq!(words, Ok(usize::from(size) / 2 * 5 + 4 * 32 + 129));
        }
    }

    fn any_config() -> impl Strategy<Value = Config> {
        (8_000_u32..=192_000, 8_u32..=14).prop_map(|(rate, log)| Config {
            rate,
            frame_size: 1 << log,
            top: 1,
        })
    }

    proptest! {
        #[test]
        fn times_are_exact_or_the_largest(config in any_config(), index in any::<u64>(), bits in 0_u32..64) {
            for index in [index, index >> bits] {
                let samples = u128::from(index) * u128::from(config.frame_size / 2);
                let exact = samples * 1_000_000 / u128::from(config.rate);
                let fits = samples <= u128::from(u64::MAX);
                let exact = u64::try_from(exact).ok().filter(|_| fits).unwrap_or(u64::MAX);
                prop_assert_eq!(config.pts_us(index), exact);
            }
        }

        #[test]
        fn frequencies_are_exact_and_end_at_20_kilohertz(config in any_config(), bin in any::<u16>()) {
            let exact = f64::from(bin) * f64::from(config.rate) / f64::from(config.frame_size);
            let tenths = (exact.min(20_000.0) * 10.0).floor();
            prop_assert_eq!(f64::from(config.frequency(bin)), tenths);
        }
    }
}
