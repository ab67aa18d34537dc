//! The K largest of the powers of a frame: the largest first, and of equal ones the lower bin.
//!
//! Work grows with the number of bins, and with log K for each that is among the K largest of those before it. A floor that at
//! least K of them exceed comes from the maxima of groups of bins; what exceeds it enters a heap of K. Nothing here recurses,
//! and nothing could panic.

use core::hint;

/// Bins looked at together: a mask has a bit for each.
const BLOCK: usize = 64;

/// A peak: what is left from its bin to 65535, as the bits of a float that nothing computes with, and its power. Read as one
/// integer, the power above, the larger peak comes first.
type Peak = [f32; 2];

/// Peaks that are sorted without a loop.
const FEW: usize = 4;

/// The words of scratch that [`largest`] needs for `top` peaks: for the groups of [`floor`], then for the heap and as much again to sort it.
pub(super) const fn scratch_len(top: usize) -> usize {
    top.saturating_mul(2)
        .saturating_add(BLOCK)
        .saturating_mul(2)
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
    let (room, spare) = peaks
        .split_at_mut_checked(top.next_multiple_of(FEW))
        .unwrap_or_default();
    let peaks = room.get_mut(..top).unwrap_or_default();
    let mut kept = 0_usize;
    let mut left = u32::from(u16::MAX);
    for block in power.chunks(BLOCK) {
        let mut above = above(block, floor);
        while above != 0 {
            let bit = above.trailing_zeros();
            above &= above.wrapping_sub(1);
            let at = usize::try_from(bit).unwrap_or(usize::MAX);
            let Some(power) = block.get(at) else { continue };
            let peak = [f32::from_bits(left.saturating_sub(bit)), *power];
            if let Some(free) = peaks.get_mut(kept) {
                *free = peak;
                kept = kept.saturating_add(1);
                if kept < top {
                    continue;
                }
                pile(peaks);
            } else if peaks.first().is_some_and(|least| rank(&peak) > rank(least)) {
                sift(peaks, 0, peak);
            }
            // Bins rise: a later one with the power of the least that stays comes after it.
            floor = peaks.first().map_or(floor, |[_, power]| *power);
        }
        left = left.saturating_sub(64);
    }
    let (peaks, _) = sort(room, spare, kept);
    let peaks = peaks.get(..kept).unwrap_or_default();
    peaks.iter().map(|[left, power]| {
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
    // The largest number that `top` of them reach: its exponent and three bits behind it, from the highest.
    let reached = |bits: u32| {
        let least = f32::from_bits(bits);
        let reach = maxima.iter().map(|maximum| u32::from(*maximum >= least));
        reach.fold(0, u32::wrapping_add)
    };
    let wanted = u32::try_from(top).unwrap_or(u32::MAX);
    let bits = (20..31).rev().fold(0_u32, |bits, place| {
        let more = bits | 1_u32.wrapping_shl(place);
        if reached(more) >= wanted { more } else { bits }
    });
    if bits > 0 {
        f32::from_bits(bits).next_down()
    } else {
        NONE
    }
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

/// The larger power first, then the lower bin. The bits of floats that are not negative have the order of the floats.
fn rank([left, power]: &Peak) -> u64 {
    u64::from(power.to_bits()).wrapping_shl(32) | u64::from(left.to_bits())
}

/// Makes a heap: none is larger than those at twice its place and one or two more, so the least is at the front.
fn pile(peaks: &mut [Peak]) {
    for hole in (0..peaks.len().wrapping_div(2)).rev() {
        if let Some(peak) = peaks.get(hole) {
            sift(peaks, hole, *peak);
        }
    }
}

/// Puts a peak into a heap whose place `hole` is free, or as far below as it belongs.
fn sift(heap: &mut [Peak], mut hole: usize, peak: Peak) {
    loop {
        let mut child = hole.saturating_mul(2).saturating_add(1);
        let (least, moved) = match heap.get(child..) {
            // Which of two is less depends on nothing that could be foreseen, so no branch depends on it.
            Some([a, b, ..]) => {
                let second = rank(b) < rank(a);
                child = child.saturating_add(usize::from(second));
                let less = hint::select_unpredictable(second, b, a);
                (rank(less), *less)
            }
            Some([a]) => (rank(a), *a),
            _ => break,
        };
        if least >= rank(&peak) {
            break;
        }
        if let Some(to) = heap.get_mut(hole) {
            *to = moved;
        }
        hole = child;
    }
    if let Some(to) = heap.get_mut(hole) {
        *to = peak;
    }
}

/// Sorts the first `len` of `peaks`, the largest first, with as much `spare` room; gives the sorted ones and the room that is left.
fn sort<'p>(
    mut peaks: &'p mut [Peak],
    mut spare: &'p mut [Peak],
    len: usize,
) -> (&'p mut [Peak], &'p mut [Peak]) {
    let (fews, _) = peaks.as_chunks_mut();
    if let Some(rest) = fews.get_mut(len.wrapping_div(FEW)) {
        // What is no peak comes after all that are.
        for none in rest.iter_mut().skip(len.wrapping_rem(FEW)) {
            *none = [0.0; 2];
        }
    }
    for few in fews.iter_mut().take(len.div_ceil(FEW)) {
        sort_few(few);
    }
    let mut run = FEW;
    while run < len {
        let both = run.saturating_mul(2).max(1);
        let unsorted = peaks.get(..len).unwrap_or_default();
        for (pair, merged) in unsorted.chunks(both).zip(spare.chunks_mut(both)) {
            let (a, b) = pair.split_at_checked(run).unwrap_or((pair, &[]));
            merge(a, b, merged);
        }
        (peaks, spare) = (spare, peaks);
        run = both;
    }
    (peaks, spare)
}

/// The same five comparisons whatever there is.
fn sort_few([a, b, c, d]: &mut [Peak; FEW]) {
    exchange(a, b);
    exchange(c, d);
    exchange(a, c);
    exchange(b, d);
    exchange(b, c);
}

/// The larger peak to the front.
fn exchange(a: &mut Peak, b: &mut Peak) {
    let (first, second) = (*a, *b);
    let turned = rank(&second) > rank(&first);
    *a = *hint::select_unpredictable(turned, &second, &first);
    *b = *hint::select_unpredictable(turned, &first, &second);
}

/// Which of two comes first depends on nothing that could be foreseen, so no branch depends on it.
fn merge(a: &[Peak], b: &[Peak], merged: &mut [Peak]) {
    let (mut at_a, mut at_b) = (0_usize, 0_usize);
    for to in merged {
        *to = match (a.get(at_a), b.get(at_b)) {
            (Some(first), Some(second)) => {
                let turned = rank(second) > rank(first);
                at_a = at_a.wrapping_add(usize::from(!turned));
                at_b = at_b.wrapping_add(usize::from(turned));
                *hint::select_unpredictable(turned, second, first)
            }
            (Some(rest), None) => {
                at_a = at_a.wrapping_add(1);
                *rest
            }
            (None, Some(rest)) => {
                at_b = at_b.wrapping_add(1);
                *rest
            }
            (None, None) => return,
        };
    }
}
