//! The one search in a seek table: a guess by interpolation, and binary search over pages as the bound. SPEC.md, "Seek search".

use super::check::SeekSummary;

/// Entries are read from storage by pages of this many bytes, counted from the start of the payload.
pub(super) const PAGE_LEN: usize = 512;

/// Entries whose times lie in one page. Times begin at byte 4 of the payload and never lie across two pages.
const PAGE_ENTRIES: u32 = 32;

/// Interpolations before the search halves what is left: the second and third mend a guess that missed by a little, and a
/// table that defeats three is not worth a fourth.
const GUESSES: u32 = 3;

/// The number of the page of an entry's time.
pub(super) const fn page(index: u32) -> u32 {
    index.div_euclid(PAGE_ENTRIES)
}

const fn page_first(page: u32) -> u32 {
    page.saturating_mul(PAGE_ENTRIES)
}

/// The last entry of the page of an entry.
const fn page_last(index: u32) -> u32 {
    index | PAGE_ENTRIES.saturating_sub(1)
}

/// The number of the last entry with a time not after `pts_us`. `time` gives the time of an entry strictly between the first and
/// the last, whose times are known. Whatever it gives, the search ends and stays inside the table.
pub(super) fn search<E>(
    table: &SeekSummary,
    pts_us: u64,
    mut time: impl FnMut(u32) -> Result<u64, E>,
) -> Result<Option<u32>, E> {
    let Some(last) = table.count.checked_sub(1) else {
        return Ok(None);
    };
    if pts_us < table.first_pts_us {
        return Ok(None);
    }
    if pts_us >= table.last_pts_us {
        return Ok(Some(last));
    }
    // From here on the entry `low` is not after the time and the entry `high` is.
    let (mut low, mut low_us) = (0, table.first_pts_us);
    let (mut high, mut high_us) = (last, table.last_pts_us);
    let mut guesses = GUESSES;
    while guesses > 0 && page(low) < page(high.saturating_sub(1)) {
        let probe = interpolate(low, low_us, high, high_us, pts_us);
        let probe_us = time(probe)?;
        guesses = match is_near(probe_us, pts_us, low_us) {
            true => guesses.saturating_sub(1),
            false => 0,
        };
        // The page is in reach now: its far edge tells whether the answer is in it.
        if probe_us <= pts_us {
            low = page_last(probe).min(high.saturating_sub(1));
            low_us = time(low)?;
            if low_us > pts_us {
                (low, high) = (probe, low);
                break;
            }
        } else {
            high = page_first(page(probe)).max(low.saturating_add(1));
            high_us = time(high)?;
            if high_us <= pts_us {
                (low, high) = (high, probe);
                break;
            }
        }
    }
    // Halve the pages by their first entries. The same pages are asked for whatever the guesses narrowed, so that caches keep
    // them; those that the guesses have settled cost nothing.
    let (mut first, mut past) = (0, page(last).saturating_add(1));
    while page(low) < page(high.saturating_sub(1)) {
        let middle = u32::midpoint(first, past);
        if middle > page(high.saturating_sub(1)) {
            past = middle;
        } else if middle <= page(low) {
            first = middle;
        } else if time(page_first(middle))? <= pts_us {
            (first, low) = (middle, page_first(middle));
        } else {
            (past, high) = (middle, page_first(middle));
        }
    }
    while high.saturating_sub(low) > 1 {
        let middle = u32::midpoint(low, high);
        if time(middle)? <= pts_us {
            low = middle;
        } else {
            high = middle;
        }
    }
    Ok(Some(low))
}

/// Where the time would stand between `low` and `high` if times grew evenly, strictly between them. The span is brought to 32
/// bits.
fn interpolate(low: u32, low_us: u64, high: u32, high_us: u64, pts_us: u64) -> u32 {
    let span = high_us.saturating_sub(low_us);
    let shift = u64::BITS
        .saturating_sub(u32::BITS)
        .saturating_sub(span.leading_zeros());
    let short = |time: u64| u32::try_from(time >> shift).unwrap_or(u32::MAX);
    let part = pts_us.saturating_sub(low_us).min(span);
    let ahead = share(high.saturating_sub(low), short(part), short(span));
    let most = high.saturating_sub(1);
    low.saturating_add(ahead)
        .min(most)
        .max(low.saturating_add(1))
}

#[cfg(target_pointer_width = "32")]
use share_by_bits as share;
#[cfg(not(target_pointer_width = "32"))]
use share_by_division as share;

/// `count` × `part` / `whole`, rounded down; `part` is at most `whole`. 0 for a `whole` of 0.
#[cfg(any(not(target_pointer_width = "32"), test))]
fn share_by_division(count: u32, part: u32, whole: u32) -> u32 {
    let product = u64::from(count).saturating_mul(u64::from(part));
    let share = product.checked_div(u64::from(whole)).unwrap_or_default();
    u32::try_from(share).unwrap_or(u32::MAX)
}

/// The same bit by bit: what divides any 64 bits by any others on a processor of 32 is much longer.
#[cfg(any(target_pointer_width = "32", test))]
fn share_by_bits(count: u32, part: u32, whole: u32) -> u32 {
    // The bits of the product go out at the top, those of the share come in at the bottom.
    let mut bits = u64::from(count).wrapping_mul(u64::from(part));
    let mut rest = 0_u32;
    for _ in 0..u64::BITS {
        let carried = rest.leading_zeros() == 0;
        rest = rest << 1 | u32::from(bits.leading_zeros() == 0);
        bits <<= 1;
        if whole > 0 && (carried || rest >= whole) {
            rest = rest.wrapping_sub(whole);
            bits |= 1;
        }
    }
    u32::try_from(bits).unwrap_or(u32::MAX)
}

/// Whether a guess says that times grow evenly: from `low_us` it came between half and twice as far as it should.
const fn is_near(probe_us: u64, pts_us: u64, low_us: u64) -> bool {
    let (came, should) = (
        probe_us.saturating_sub(low_us),
        pts_us.saturating_sub(low_us),
    );
    came >= should >> 1 && came >> 1 <= should
}

#[cfg(test)]
mod tests;
