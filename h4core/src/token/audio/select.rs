//! The K largest of the powers of a frame: the largest first, and of equal ones the lower bin.
//!
//! Work grows with the number of bins plus K log K, whatever the powers. A floor that at least K of them exceed comes from
//! the maxima of groups of bins; what exceeds it is kept, and twice K kept ones are cut back to K.

use core::cmp::Ordering;

/// Bins looked at together: a mask has a bit for each.
const BLOCK: usize = 64;

/// A peak: what is left from its bin to 65535, as the bits of a float that nothing computes with, and its power. Read as one
/// integer, the power above, peaks have the order that is wanted, backwards.
type Peak = [f32; 2];

/// How many peaks can be kept: a block more than twice K.
const fn capacity(top: usize) -> usize {
    top.saturating_mul(2).saturating_add(BLOCK)
}

/// The words of scratch that [`largest`] needs for `top` peaks.
pub(super) const fn scratch_len(top: usize) -> usize {
    capacity(top).saturating_mul(2)
}

/// The bins and powers of the `top` largest of `power`, in order. `scratch` has [`scratch_len`] words, whatever they hold;
/// `power` has at most 65536.
pub(super) fn largest<'s>(
    power: &[f32],
    scratch: &'s mut [f32],
    top: usize,
) -> impl Iterator<Item = (u16, f32)> + use<'s> {
    let mut floor = floor(power, scratch, top);
    let (peaks, _) = scratch.as_chunks_mut();
    let mut kept = 0_usize;
    let mut left = u32::from(u16::MAX);
    for block in power.chunks(BLOCK) {
        let mut above = above(block, floor);
        while above != 0 {
            let bit = above.trailing_zeros();
            above &= above.wrapping_sub(1);
            let at = usize::try_from(bit).unwrap_or(usize::MAX);
            if let (Some(peak), Some(power)) = (peaks.get_mut(kept), block.get(at)) {
                *peak = [f32::from_bits(left.saturating_sub(bit)), *power];
                kept = kept.saturating_add(1);
            }
        }
        if kept >= top.saturating_mul(2) {
            // Bins rise: a later one with the power of the last that stays comes after it.
            floor = cut(peaks, kept, top);
            kept = top;
        }
        left = left.saturating_sub(64);
    }
    let peaks = peaks.get_mut(..kept).unwrap_or_default();
    peaks.sort_unstable_by(order);
    peaks.iter().take(top).map(|[left, power]| {
        let bin = u32::from(u16::MAX).saturating_sub(left.to_bits());
        (u16::try_from(bin).unwrap_or(u16::MAX), *power)
    })
}

/// A number below the `top` largest powers, if possible above most others.
fn floor(power: &[f32], scratch: &mut [f32], top: usize) -> f32 {
    const NONE: f32 = -1.0;
    // A group is bins at equal distances: the neighbours that make up a peak are in different ones.
    let groups = top.saturating_mul(2).next_power_of_two();
    let groups = groups.min(power.len().saturating_sub(1)).max(1);
    let maxima = scratch.get_mut(..groups).unwrap_or_default();
    maxima.fill(0.0);
    for row in power.chunks_exact(groups) {
        for (maximum, power) in maxima.iter_mut().zip(row) {
            *maximum = if *power > *maximum { *power } else { *maximum };
        }
    }
    let nth = top.saturating_sub(1);
    if nth >= maxima.len() {
        return NONE;
    }
    let (_, nth, _) = maxima.select_nth_unstable_by_key(nth, |maximum| !maximum.to_bits());
    if *nth > 0.0 { nth.next_down() } else { NONE }
}

/// A bit for each of up to 64 powers that is larger than `floor`, from the lowest.
fn above(powers: &[f32], floor: f32) -> u64 {
    let bit =
        |mask: u64, (at, power): (u32, &f32)| mask | u64::from(*power > floor).wrapping_shl(at);
    match powers.first_chunk::<BLOCK>() {
        // Parts of a fixed length, and no branch: vector instructions.
        Some(block) => (0_u32..)
            .step_by(16)
            .zip(block.as_chunks().0)
            .fold(0, |mask, (at, part)| {
                mask | u64::from(above_16(part, floor)).wrapping_shl(at)
            }),
        None => (0_u32..).zip(powers).fold(0, bit),
    }
}

fn above_16(powers: &[f32; 16], floor: f32) -> u16 {
    (0_u32..).zip(powers).fold(0, |mask, (at, power)| {
        mask | u16::from(*power > floor).wrapping_shl(at)
    })
}

/// Moves the `top` first of `kept` peaks to the front, in any order; gives the least power among them.
fn cut(peaks: &mut [Peak], kept: usize, top: usize) -> f32 {
    let peaks = peaks.get_mut(..kept).unwrap_or_default();
    let nth = top.saturating_sub(1);
    if nth >= peaks.len() {
        return f32::INFINITY;
    }
    let (_, [_, power], _) = peaks.select_nth_unstable_by(nth, order);
    *power
}

/// The larger power first, then the lower bin. The bits of floats that are not negative have the order of the floats.
fn order(a: &Peak, b: &Peak) -> Ordering {
    let rank = |[left, power]: &Peak| {
        u64::from(power.to_bits()).wrapping_shl(32) | u64::from(left.to_bits())
    };
    rank(b).cmp(&rank(a))
}
