//! The tests: they run on the device, or on the host, and know what the device does not.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

pub mod chip;
mod cuts;
mod expect;
mod image;
pub mod kept;
mod leases;

use kept::{Counts, Kept};

use crate::player::STORED_LEN;
use crate::recorder::Memory;

/// All the RAM that the device has, and loses.
#[derive(Debug)]
pub struct Device {
    /// The recorder's.
    pub memory: Memory,
    /// A block that is played.
    pub block: [u8; STORED_LEN],
}

impl Device {
    /// Memory before its first use.
    pub const EMPTY: Self = Self {
        memory: Memory::EMPTY,
        block: [0; STORED_LEN],
    };
}

/// What came of a life of the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// The device is to be reset, and to live again.
    Reset,
    /// As [`Life::Reset`], and a phase of the tests came to its end, in which so much was done.
    EndOf(&'static str, Counts),
    /// All is done.
    Done,
}

/// One life of the device in a phase of the tests; true if it was the last.
type Phase = fn(&mut Kept, &mut Device) -> bool;

/// One life of the device, from a reset to the next.
///
/// # Panics
/// Where something is not as it is to be.
pub fn live(kept: &mut Kept, device: &mut Device) -> Life {
    let phases: [(&str, Phase); 4] = [
        ("recording", image::life),
        ("cuts", cuts::life),
        ("cuts around leases", leases::life_of_pairs),
        ("leases of a long life", leases::life_of_many),
    ];
    let Some((name, life)) = phases.get(kept.phase as usize) else {
        return Life::Done;
    };
    if !life(kept, device) {
        return Life::Reset;
    }
    Life::EndOf(name, kept.next_phase())
}
