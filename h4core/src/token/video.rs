//! The tokens of a regular video stream: time, number and kind of each block. SPEC.md, "Video block token".

use core::iter::FusedIterator;

use crate::error::Error;
use crate::wire::video_token::Repr;

/// The highest frame rate, in frames per second.
pub const MAX_FPS: f64 = 1_000_000.0;

const US_PER_SECOND: f64 = 1_000_000.0;

/// The frame time in whole microseconds: 1 000 000 / `fps`, rounded down.
///
/// `fps` is greater than 0 and at most [`MAX_FPS`]. The quotient is the double nearest to the true one before it is rounded
/// down, as everywhere in the field; so the result is the same on every target.
///
/// # Errors
/// [`Error::Range`] for any other `fps`, and where the frame time does not fit 64 bits.
pub fn frame_time_us(fps: f64) -> Result<u64, Error> {
    if fps > 0.0 && fps <= MAX_FPS {
        floor(US_PER_SECOND / fps).ok_or(Error::Range)
    } else {
        Err(Error::Range)
    }
}

/// A double of at least 1, rounded down; none from 2⁶⁴ on.
fn floor(value: f64) -> Option<u64> {
    const FRACTION_BITS: u32 = 52;
    const BIAS: u64 = 1023;
    let bits = value.to_bits();
    let one = 1 << FRACTION_BITS;
    let significand = bits & (one - 1) | one;
    let exponent = (bits >> FRACTION_BITS).checked_sub(BIAS)?;
    let exponent = u32::try_from(exponent).ok().filter(|e| *e < u64::BITS)?;
    match exponent.checked_sub(FRACTION_BITS) {
        Some(left) => significand.checked_shl(left),
        None => significand.checked_shr(FRACTION_BITS.saturating_sub(exponent)),
    }
}

/// The tokens of a stream of `blocks` blocks, one frame each, in order. `nth` is constant work.
#[derive(Clone, Debug)]
pub struct VideoTokens {
    frame_time_us: u64,
    gop: u32,
    next: u32,
    end: u32,
}

impl VideoTokens {
    /// Blocks at `fps` frames per second (see [`frame_time_us`]), every `gop`-th of them a key block, the first one too.
    ///
    /// # Errors
    /// [`Error::Range`] when `fps` is out of range, `gop` is 0, or the time of the last block does not fit 64 bits.
    pub fn new(fps: f64, gop: u32, blocks: u32) -> Result<Self, Error> {
        let frame_time_us = frame_time_us(fps)?;
        let last = u64::from(blocks.saturating_sub(1));
        if gop == 0 || frame_time_us.checked_mul(last).is_none() {
            return Err(Error::Range);
        }
        Ok(Self {
            frame_time_us,
            gop,
            next: 0,
            end: blocks,
        })
    }

    /// The time from one block to the next, in microseconds.
    #[must_use]
    pub const fn frame_time_us(&self) -> u64 {
        self.frame_time_us
    }
}

impl Iterator for VideoTokens {
    type Item = Repr;

    fn next(&mut self) -> Option<Repr> {
        self.nth(0)
    }

    fn nth(&mut self, n: usize) -> Option<Repr> {
        let index = self
            .next
            .saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        if index >= self.end {
            self.next = self.end;
            return None;
        }
        self.next = index.saturating_add(1);
        Some(Repr {
            // The last block's time fits, so every block's does.
            pts_us: self.frame_time_us.saturating_mul(u64::from(index)),
            index,
            key: index.is_multiple_of(self.gop),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.end.saturating_sub(self.next)).unwrap_or(usize::MAX);
        (left, Some(left))
    }
}

impl ExactSizeIterator for VideoTokens {}
impl FusedIterator for VideoTokens {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frame_time_is_rounded_down() {
        for (fps, us) in [
            (30.0, 33_333),
            (24.0, 41_666),
            (29.97, 33_366),
            (30_000.0 / 1001.0, 33_366),
            (59.94, 16_683),
            (240.0, 4_166),
            (1.0, 1_000_000),
            (0.5, 2_000_000),
            (MAX_FPS, 1),
            (500_000.1, 1),
            (500_000.0, 2),
            (3.0, 333_333),
            (1e-10, 10_000_000_000_000_000),
        ] {
            assert_eq!(frame_time_us(fps), Ok(us), "{fps}");
        }
    }

    #[test]
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn frame_time_is_the_floor_of_the_double_quotient() {
        let mut fps = MAX_FPS;
        while fps > 1e-13 {
            let quotient = 1_000_000.0 / fps;
            if quotient < 18_446_744_073_709_551_616.0 {
                assert_eq!(frame_time_us(fps), Ok(quotient as u64), "{fps}");
            } else {
                assert_eq!(frame_time_us(fps), Err(Error::Range), "{fps}");
            }
            fps *= 0.999_7;
        }
    }

    #[test]
    fn a_rate_that_is_no_rate_is_out_of_range() {
        let above = MAX_FPS.next_up();
        for fps in [
            0.0,
            -0.0,
            -30.0,
            above,
            f64::MAX,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::MIN_POSITIVE,
            f64::from_bits(1),
            1e-300,
        ] {
            assert_eq!(frame_time_us(fps), Err(Error::Range), "{fps}");
            assert_eq!(VideoTokens::new(fps, 1, 1).err(), Some(Error::Range));
        }
    }

    #[test]
    fn frame_time_reaches_up_to_64_bits() {
        // 10⁶ / 2⁶⁴, and the next rate above it.
        let limit = 1_000_000.0 / 18_446_744_073_709_551_616.0;
        assert_eq!(frame_time_us(limit), Err(Error::Range));
        assert!(frame_time_us(limit.next_up()).unwrap() > u64::MAX - 8192);
    }

    #[test]
    fn every_block_has_its_token_and_nth_leads_to_it() {
        let tokens = VideoTokens::new(30.0, 4, 10).unwrap();
        assert_eq!(tokens.len(), 10);
        for (i, token) in tokens.clone().enumerate() {
            assert_eq!(token.index, u32::try_from(i).unwrap());
            assert_eq!(token.pts_us, 33_333 * u64::try_from(i).unwrap());
            assert_eq!(token.key, [0, 4, 8].contains(&i));
            let mut jump = tokens.clone();
            assert_eq!(jump.nth(i), Some(token));
            assert_eq!(jump.len(), 9 - i);
        }
        for far in [10, 11, usize::MAX] {
            let mut jump = tokens.clone();
            assert_eq!(jump.nth(far), None);
            assert_eq!((jump.len(), jump.next()), (0, None));
        }
    }

    #[test]
    fn the_longest_stream_ends_with_its_last_block() {
        let mut tokens = VideoTokens::new(MAX_FPS, u32::MAX, u32::MAX).unwrap();
        let last = tokens.nth(usize::try_from(u32::MAX - 1).unwrap()).unwrap();
        assert_eq!(
            (last.index, last.pts_us),
            (u32::MAX - 1, u64::from(u32::MAX - 1))
        );
        assert!(!last.key);
        assert_eq!(tokens.next(), None);
    }

    #[test]
    fn the_last_time_fits_64_bits_or_there_is_no_stream() {
        // The frame time is 2⁶³ µs.
        let fps = 1_000_000.0 / 9_223_372_036_854_775_808.0;
        assert_eq!(frame_time_us(fps), Ok(1 << 63));
        assert_eq!(
            VideoTokens::new(fps, 1, 2).unwrap().last().unwrap().pts_us,
            1 << 63
        );
        assert_eq!(VideoTokens::new(fps, 1, 3).err(), Some(Error::Range));
    }

    #[test]
    fn a_stream_without_blocks_has_no_tokens_and_a_gop_of_zero_no_stream() {
        assert_eq!(VideoTokens::new(30.0, 1, 0).unwrap().next(), None);
        assert_eq!(VideoTokens::new(30.0, 0, 1).err(), Some(Error::Range));
    }
}
