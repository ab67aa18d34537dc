//! Power is cut at every write of a recording; then the device boots, finds what was whole, and records again. Power is cut in that, too.
//!
//! Life 0 records three containers and is cut at its first_cut-th write. Life 1 recovers and records a sealed container; with second_cut it
//! is cut as well, and life 2 does the same without a cut. Between lives the device is reset.

use super::chip::{Chip, Fault, TORN_KINDS, TORN_SOME};
use super::kept::Kept;
use super::{Device, expect};
use crate::error::Error;
use crate::layout::{AREA_BLOCKS, AREA_FIRST_BLOCK, BLOCK, LEN};
use crate::recorder::Recorder;

type Done<T> = Result<T, Error<Fault>>;

pub(super) fn life(kept: &mut Kept, device: &mut Device) -> bool {
    kept.first_cut = kept.first_cut.max(1);
    kept.counts.lives += 1;
    if kept.life == 0 {
        first_life(kept, device)
    } else {
        later_life(kept, device);
        false
    }
}

fn record_all(recorder: &mut Recorder<'_, &mut Chip>) -> Done<()> {
    recorder.boot()?;
    recorder.tokens()?;
    recorder.masked()?;
    recorder.sealed()?;
    Ok(())
}

fn recover_and_record(recorder: &mut Recorder<'_, &mut Chip>) -> Done<u32> {
    recorder.boot()?;
    recorder.sealed()
}

fn first_life(kept: &mut Kept, device: &mut Device) -> bool {
    kept.chip.copy(&kept.seed);
    kept.last_boot = 0;
    kept.expected_count = 0;
    kept.chip.power(kept.first_cut, kept.first_torn);
    let mut recorder = Recorder::new(&mut kept.chip, &mut device.memory);
    let done = record_all(&mut recorder);
    let boot = recorder.boot_number();
    if let Err(error) = done {
        cut_happened(kept, boot, error);
        check_note(kept);
        kept.life = 1;
        return false;
    }
    // There are no more writes than that.
    assert!(kept.counts.cuts > 0 && kept.counts.found > kept.counts.cuts);
    true
}

fn later_life(kept: &mut Kept, device: &mut Device) {
    let cut = if kept.life == 1 { kept.second_cut } else { 0 };
    kept.chip.power(cut, kept.second_torn);
    let mut recorder = Recorder::new(&mut kept.chip, &mut device.memory);
    let done = recover_and_record(&mut recorder);
    let boot = recorder.boot_number();
    assert!(!kept.chip.was_misused());
    match done {
        Ok(area) => {
            check_boot(kept, boot);
            expect::plays_sealed(kept, device, area);
            expect::found(kept, device);
            advance(kept, cut != 0);
        }
        Err(error) => {
            assert!(cut != 0, "{error:?}");
            cut_happened(kept, boot, error);
            kept.life = 2;
        }
    }
}

fn cut_happened(kept: &mut Kept, boot: u32, error: Error<Fault>) {
    assert_eq!(error, Error::Flash(Fault::Off));
    assert!(kept.chip.is_off());
    kept.counts.cuts += 1;
    check_boot(kept, boot);
    expect::note(kept);
}

/// No boot has the number of one before that got far enough to use it, and so no session its id.
fn check_boot(kept: &mut Kept, boot: u32) {
    if boot != 0 {
        assert!(boot > kept.last_boot);
        kept.last_boot = boot;
    }
}

/// Of the container that was being written all blocks whose bytes were programmed are seen to be whole: those of the uncut recording.
fn check_note(kept: &Kept) {
    let (at, len) = kept.chip.whole();
    let Some(block) = (at / BLOCK)
        .checked_sub(AREA_FIRST_BLOCK)
        .filter(|_| len > 0)
    else {
        return;
    };
    let area = block / AREA_BLOCKS;
    let (noted, _) = expect::whole_chunks(&kept.chip.bytes, area, LEN);
    let (whole, _) = expect::whole_chunks(&kept.whole.bytes, area, (at + len) as usize);
    assert_eq!(noted, whole);
}

/// The next cuts.
fn advance(kept: &mut Kept, second_done: bool) {
    let every = kept.second_cuts_every;
    let all = every == 1
        || (every != 0 && kept.first_cut.is_multiple_of(every) && kept.first_torn == TORN_SOME);
    let was_second = kept.second_cut != 0;
    let went_on = kept.life == 2;
    kept.life = 0;
    if !was_second && all {
        kept.second_cut = 1;
    } else if was_second && (went_on || !second_done) {
        next(&mut kept.second_cut, &mut kept.second_torn);
    } else {
        (kept.second_cut, kept.second_torn) = (0, 0);
        next(&mut kept.first_cut, &mut kept.first_torn);
    }
}

/// The next way of tearing, or the next cut.
pub(super) const fn next(cut: &mut u32, torn: &mut u32) {
    *torn += 1;
    if *torn == TORN_KINDS {
        *torn = 0;
        *cut += 1;
    }
}
