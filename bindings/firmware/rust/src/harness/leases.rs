//! Power is cut around the leases of a live sender: no counter is ever sealed twice, and a receiver that heard all of it opens all of it.
//!
//! First every pair of cuts on a new chip, or on a slow machine every pair of places; then many lives on one chip, cut anywhere, through the
//! erasures of the journal.

use h4core::crypto::living::{Opener, Role};

use super::Device;
use super::chip::{Chip, Fault, TORN_KINDS};
use super::cuts::next;
use super::kept::{COUNTERS_MAX, Kept, SESSIONS_MAX};
use crate::error::Error;
use crate::layout::{BLOCK, LEASES_AT};
use crate::live::{self, Live};
use crate::recorder::Recorder;

const BLOCKS_A_LIFE: u32 = 10;
const PLAINTEXT: usize = 20;
const HEADER: usize = 78;
const LIVES_OF_A_CHIP: u32 = 150;

pub(super) fn life_of_pairs(kept: &mut Kept, device: &mut Device) -> bool {
    if kept.first_cut == 0 {
        (kept.first_cut, kept.second_cut) = (1, 1);
    }
    match kept.life {
        0 => {
            new_chip(kept);
            if life(kept, device, kept.first_cut, kept.first_torn) {
                assert!(kept.first_cut > 1);
                new_chip(kept);
                return true;
            }
            kept.life = 1;
        }
        1 => {
            let all = life(kept, device, kept.second_cut, kept.second_torn);
            kept.life = if all { 0 } else { 2 };
            if all {
                (kept.second_cut, kept.second_torn) = (1, 0);
                next(&mut kept.first_cut, &mut kept.first_torn);
            }
        }
        _ => {
            assert!(life(kept, device, 0, 0));
            if kept.second_cuts_every == 1 {
                next(&mut kept.second_cut, &mut kept.second_torn);
            } else {
                kept.second_cut += 1;
            }
            kept.life = 0;
        }
    }
    false
}

pub(super) fn life_of_many(kept: &mut Kept, device: &mut Device) -> bool {
    kept.random = kept
        .random
        .wrapping_mul(1_664_525)
        .wrapping_add(1_013_904_223);
    let (cut, torn) = (1 + (kept.random >> 8) % 6, (kept.random >> 16) % TORN_KINDS);
    life(kept, device, cut, torn);
    kept.life += 1;
    if kept.life < LIVES_OF_A_CHIP {
        return false;
    }
    assert!(life(kept, device, 0, 0));
    assert!(kept.chip.is_block_used(LEASES_AT) && kept.chip.is_block_used(LEASES_AT + BLOCK));
    true
}

fn new_chip(kept: &mut Kept) {
    kept.chip.make();
    kept.session_count = 0;
    kept.receiver_session = 0;
}

/// One life with a cut, or without if it is 0; whether it came to its end before the cut.
fn life(kept: &mut Kept, device: &mut Device, cut: u32, torn: u32) -> bool {
    kept.chip.power(cut, torn);
    let done = send_all(kept, device);
    assert!(!kept.chip.was_misused());
    kept.counts.lives += 1;
    match done {
        Ok(()) => true,
        Err(error) => {
            assert!(error == Error::Flash(Fault::Off) && cut != 0, "{error:?}");
            kept.counts.cuts += 1;
            false
        }
    }
}

fn send_all(kept: &mut Kept, device: &mut Device) -> Result<(), Error<Fault>> {
    let chip: &mut Chip = &mut kept.chip;
    let mut recorder = Recorder::new(chip, &mut device.memory);
    recorder.boot()?;
    let boot = recorder.boot_number();
    let mut live = Live::open(&mut kept.chip, boot)?;
    for _ in 0..BLOCKS_A_LIFE {
        let mut block = [0; PLAINTEXT + HEADER + 16];
        let plaintext = text(live.counter());
        block[HEADER..HEADER + PLAINTEXT].copy_from_slice(&plaintext);
        let counter = live.seal(&mut kept.chip, &mut block)?;
        kept.counts.sealed += 1;
        not_sealed_before(kept, live.session(), counter);
        receive(kept, live.session(), &mut block, counter);
    }
    Ok(())
}

fn text(counter: u64) -> [u8; PLAINTEXT] {
    let [.., low] = counter.to_be_bytes();
    let mut text = [0; PLAINTEXT];
    for (i, byte) in (0..).zip(&mut text) {
        *byte = low.wrapping_add(i);
    }
    text
}

fn not_sealed_before(kept: &mut Kept, session: u32, counter: u64) {
    let count = kept.session_count as usize;
    let known = kept.sessions[..count]
        .iter()
        .position(|of| of.session == session);
    let at = known.unwrap_or_else(|| {
        assert!(count < SESSIONS_MAX);
        kept.sessions[count].session = session;
        kept.sessions[count].sealed.fill(0);
        kept.session_count += 1;
        count
    });
    let counter = counter as usize;
    assert!(counter < COUNTERS_MAX);
    let byte = &mut kept.sessions[at].sealed[counter / 8];
    let bit = 1 << (counter % 8);
    assert!(*byte & bit == 0, "counter {counter} is sealed twice");
    *byte |= bit;
}

fn receive(kept: &mut Kept, session: u32, block: &mut [u8], counter: u64) {
    let mut receiver: Opener<32> = if session == kept.receiver_session {
        Opener::import(&kept.receiver).unwrap()
    } else {
        Opener::new(&live::session(session, Role::Responder).unwrap()).unwrap()
    };
    kept.receiver_session = session;
    let opened = receiver.open(block, &[], None).unwrap();
    assert!(opened.counter == counter && *opened.plaintext == text(counter));
    receiver.export(&mut kept.receiver).unwrap();
}
