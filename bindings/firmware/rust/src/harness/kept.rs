//! What the tests know and the device does not: it lies outside of its RAM and outlives every reset.

use core::mem;

use h4core::crypto::living::Opener;

use super::chip::Chip;
use crate::layout::{TOKENS_BLOCK_LEN, TOKENS_BLOCKS};

/// Containers that are looked for.
pub(super) const EXPECTED_MAX: usize = 24;
/// Sessions of one chip.
pub(super) const SESSIONS_MAX: usize = 8;
/// Counters of a session.
pub(super) const COUNTERS_MAX: usize = 4096;

/// What must be found again of a container: so many CORE chunks, the end of a sealed one included.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub(super) struct Expected {
    pub(super) boot: u32,
    pub(super) serial: u32,
    pub(super) kind: u32,
    pub(super) chunks: u32,
    pub(super) finished: u32,
}

/// The counters that were sealed in a session, a bit each.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
pub(super) struct SealedIn {
    pub(super) session: u32,
    pub(super) sealed: [u8; COUNTERS_MAX / 8],
}

/// What was done in a phase: for the report, and so that no test passes for lack of anything to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Counts {
    /// Cuts that happened.
    pub cuts: u32,
    /// Lives of the device.
    pub lives: u32,
    /// Blocks that were found again after a cut.
    pub found: u32,
    /// Blocks that were sealed live.
    pub sealed: u32,
}

/// All of it: numbers and bytes, for which every value is legal.
#[derive(Clone, Debug)]
#[repr(C)]
pub struct Kept {
    pub(super) phase: u32,
    /// Since the chip was new, from 0.
    pub(super) life: u32,
    pub(super) first_cut: u32,
    pub(super) first_torn: u32,
    pub(super) second_cut: u32,
    pub(super) second_torn: u32,
    /// The first cuts after which every second one is tried: one of so many, or all.
    pub second_cuts_every: u32,
    /// The most stack that a life used, noted by the board.
    pub stack_used: u32,
    pub(super) last_boot: u32,
    pub(super) random: u32,
    pub(super) counts: Counts,
    pub(super) expected_count: u32,
    pub(super) expected: [Expected; EXPECTED_MAX],
    pub(super) tokens: [[u8; TOKENS_BLOCK_LEN]; TOKENS_BLOCKS as usize],
    pub(super) session_count: u32,
    pub(super) sessions: [SealedIn; SESSIONS_MAX],
    pub(super) receiver_session: u32,
    pub(super) receiver: [u8; Opener::<32>::STORED_LEN],
    /// The chip.
    pub chip: Chip,
    /// As the device is before it records.
    pub(super) seed: Chip,
    /// After it recorded without a cut: the image.
    pub whole: Chip,
}

impl Kept {
    /// Before the first life. All zero.
    pub const EMPTY: Self = Self {
        phase: 0,
        life: 0,
        first_cut: 0,
        first_torn: 0,
        second_cut: 0,
        second_torn: 0,
        second_cuts_every: 0,
        stack_used: 0,
        last_boot: 0,
        random: 0,
        counts: Counts {
            cuts: 0,
            lives: 0,
            found: 0,
            sealed: 0,
        },
        expected_count: 0,
        expected: [Expected {
            boot: 0,
            serial: 0,
            kind: 0,
            chunks: 0,
            finished: 0,
        }; EXPECTED_MAX],
        tokens: [[0; TOKENS_BLOCK_LEN]; TOKENS_BLOCKS as usize],
        session_count: 0,
        sessions: [SealedIn {
            session: 0,
            sealed: [0; COUNTERS_MAX / 8],
        }; SESSIONS_MAX],
        receiver_session: 0,
        receiver: [0; Opener::<32>::STORED_LEN],
        chip: Chip::EMPTY,
        seed: Chip::EMPTY,
        whole: Chip::EMPTY,
    };

    pub(super) fn next_phase(&mut self) -> Counts {
        let counts = mem::take(&mut self.counts);
        self.phase += 1;
        self.life = 0;
        (self.first_cut, self.first_torn) = (0, 0);
        (self.second_cut, self.second_torn) = (0, 0);
        counts
    }
}
