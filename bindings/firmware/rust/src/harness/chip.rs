//! The emulated flash, its power, and what a cut leaves.

use embedded_storage::nor_flash::{
    ErrorType, NorFlash, NorFlashError, NorFlashErrorKind, ReadNorFlash,
};

use crate::layout::{BLOCK, BLOCKS, LEN, PAGE, PAGES_IN_BLOCK};

/// Why the chip did not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no power.
    Off,
    /// Not aligned, past the end, or a page that was programmed since its block was erased.
    Misuse,
}

impl NorFlashError for Fault {
    fn kind(&self) -> NorFlashErrorKind {
        NorFlashErrorKind::Other
    }
}

/// How much is done of the write at which power goes, by number.
pub const TORN_KINDS: u32 = 4;
/// Some bytes from the front. 0 is nothing.
pub const TORN_SOME: u32 = 1;
/// All bytes but the last.
pub const TORN_BUT_ONE: u32 = 2;
/// Of every byte some bits.
pub const TORN_WEAK: u32 = 3;

/// The chip. Zeros are no chip: [`Chip::make`].
#[derive(Clone, Debug)]
#[repr(C)]
pub struct Chip {
    /// What can be read.
    pub bytes: [u8; LEN],
    /// 1 for pages that may not be programmed before their block is erased.
    used: [u8; (BLOCKS * PAGES_IN_BLOCK) as usize],
    writes: u32,
    cut: u32,
    torn: u32,
    off: u32,
    misused: u32,
    whole_at: u32,
    whole_len: u32,
}

impl Chip {
    /// Memory that a chip can be made in.
    pub const EMPTY: Self = Self {
        bytes: [0; LEN],
        used: [0; (BLOCKS * PAGES_IN_BLOCK) as usize],
        writes: 0,
        cut: 0,
        torn: 0,
        off: 0,
        misused: 0,
        whole_at: 0,
        whole_len: 0,
    };

    /// A chip that was erased.
    pub fn make(&mut self) {
        self.bytes.fill(0xff);
        self.used.fill(0);
        self.misused = 0;
        self.power(0, 0);
    }

    /// The contents of another chip.
    pub fn copy(&mut self, from: &Self) {
        self.bytes.copy_from_slice(&from.bytes);
        self.used.copy_from_slice(&from.used);
        self.misused = from.misused;
    }

    /// Power comes back, and goes at the `cut`-th write from now, or never if it is 0.
    pub const fn power(&mut self, cut: u32, torn: u32) {
        self.writes = 0;
        self.cut = cut;
        self.torn = torn;
        self.off = 0;
    }

    /// Whether power went.
    #[must_use]
    pub const fn is_off(&self) -> bool {
        self.off != 0
    }

    /// Whether a driver of a real chip would have complained.
    #[must_use]
    pub const fn was_misused(&self) -> bool {
        self.misused != 0
    }

    /// Where the write that was cut began, and how many of its bytes were programmed as wanted.
    #[must_use]
    pub const fn whole(&self) -> (u32, u32) {
        (self.whole_at, self.whole_len)
    }

    /// Whether the first page of a block was written to.
    #[must_use]
    pub fn is_block_used(&self, at: u32) -> bool {
        self.used[(at / PAGE as u32) as usize] != 0
    }

    fn check(&mut self, holds: bool) -> Result<(), Fault> {
        if self.is_off() {
            return Err(Fault::Off);
        }
        if !holds {
            self.misused = 1;
            return Err(Fault::Misuse);
        }
        Ok(())
    }

    /// Counts a write; whether power goes at it.
    const fn goes(&mut self) -> bool {
        self.writes += 1;
        if self.writes == self.cut {
            self.off = 1;
        }
        self.is_off()
    }

    const fn torn_len(&self, len: usize) -> usize {
        match self.torn {
            TORN_SOME => len / 2 - 3,
            TORN_BUT_ONE => len - 1,
            _ => 0,
        }
    }

    fn program(&mut self, at: usize, page: &[u8]) -> Result<(), Fault> {
        self.check(self.used[at / PAGE] == 0)?;
        let cut = self.goes();
        let len = if cut { self.torn_len(PAGE) } else { PAGE };
        let bytes = &mut self.bytes[at..at + PAGE];
        // Programming clears bits and sets none.
        for (to, from) in bytes.iter_mut().zip(page).take(len) {
            *to &= from;
        }
        if !cut {
            self.used[at / PAGE] = 1;
            return Ok(());
        }
        if self.torn == TORN_WEAK {
            for (i, (to, from)) in bytes.iter_mut().zip(page).enumerate() {
                *to &= from | weak(i);
            }
        }
        self.used[at / PAGE] |= u8::from(self.torn != 0);
        (self.whole_at, self.whole_len) = (at as u32, len as u32);
        Err(Fault::Off)
    }

    fn erase_block(&mut self, at: usize) -> Result<(), Fault> {
        self.check(true)?;
        let cut = self.goes();
        let block = BLOCK as usize;
        let len = if cut { self.torn_len(block) } else { block };
        let used = &mut self.used[at / PAGE..(at + block) / PAGE];
        let bytes = &mut self.bytes[at..at + block];
        bytes[..len].fill(0xff);
        if !cut {
            used.fill(0);
            return Ok(());
        }
        if self.torn == TORN_WEAK {
            for (i, to) in bytes.iter_mut().enumerate() {
                *to |= weak(i);
            }
        }
        if self.torn != 0 {
            // A block that was half erased is erased again before it is programmed, whatever it reads as.
            used.fill(1);
        }
        (self.whole_at, self.whole_len) = (at as u32, 0);
        Err(Fault::Off)
    }
}

/// Bits of a byte that a cut write does not get to, or gets to alone.
const fn weak(i: usize) -> u8 {
    (0x49_u8).wrapping_shl((i % 3) as u32)
}

impl ErrorType for Chip {
    type Error = Fault;
}

impl ReadNorFlash for Chip {
    const READ_SIZE: usize = 1;

    fn read(&mut self, offset: u32, bytes: &mut [u8]) -> Result<(), Fault> {
        let at = offset as usize;
        let inside = at <= LEN && bytes.len() <= LEN - at;
        self.check(inside)?;
        bytes.copy_from_slice(&self.bytes[at..at + bytes.len()]);
        Ok(())
    }

    fn capacity(&self) -> usize {
        LEN
    }
}

impl NorFlash for Chip {
    const WRITE_SIZE: usize = PAGE;
    const ERASE_SIZE: usize = BLOCK as usize;

    fn erase(&mut self, from: u32, to: u32) -> Result<(), Fault> {
        let legal = from.is_multiple_of(BLOCK) && to.is_multiple_of(BLOCK) && to as usize <= LEN;
        self.check(legal)?;
        (from..to)
            .step_by(BLOCK as usize)
            .try_for_each(|at| self.erase_block(at as usize))
    }

    fn write(&mut self, offset: u32, bytes: &[u8]) -> Result<(), Fault> {
        let at = offset as usize;
        let legal =
            at.is_multiple_of(PAGE) && bytes.len().is_multiple_of(PAGE) && at + bytes.len() <= LEN;
        self.check(legal)?;
        bytes
            .chunks_exact(PAGE)
            .zip((at..).step_by(PAGE))
            .try_for_each(|(page, at)| self.program(at, page))
    }
}
