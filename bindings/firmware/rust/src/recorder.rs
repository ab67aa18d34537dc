//! A recorder: at each boot it recovers what a power cut left unfinished, then it records.

use embedded_storage::nor_flash::NorFlash;
use h4core::container::{ReadAt, Verdict, Verifier};
use h4core::wire::seek::SeekEntry;

use crate::area::{self, AreaSource};
use crate::error::Error;
use crate::journal::{Journal, RECORD};
use crate::layout::{AREAS, BOOTS_AT, TOKENS_STORAGE};

/// The memory that a recorder works in; it is static.
#[derive(Debug)]
pub struct Memory {
    pub(crate) buf: [u8; 1024],
    pub(crate) meta: [u8; 512],
    pub(crate) entries: [SeekEntry; 8],
    pub(crate) storage: [f32; TOKENS_STORAGE],
}

impl Memory {
    /// Memory before its first use.
    pub const EMPTY: Self = Self {
        buf: [0; 1024],
        meta: [0; 512],
        entries: [SeekEntry::EMPTY; 8],
        storage: [0.0; TOKENS_STORAGE],
    };
}

/// A recorder on a flash. Recording is in `record.rs`, recovery in `recover.rs`.
#[derive(Debug)]
pub struct Recorder<'m, F> {
    pub(crate) flash: F,
    pub(crate) memory: &'m mut Memory,
    pub(crate) boot: u32,
    pub(crate) serial: u32,
}

impl<'m, F: NorFlash> Recorder<'m, F> {
    /// A recorder that was not booted yet.
    pub const fn new(flash: F, memory: &'m mut Memory) -> Self {
        Self {
            flash,
            memory,
            boot: 0,
            serial: 0,
        }
    }

    /// Counts the boot, then recovers.
    ///
    /// # Errors
    /// The flash's own, and [`Error::Full`].
    pub fn boot(&mut self) -> Result<(), Error<F::Error>> {
        let (mut boots, record) = Journal::open(&mut self.flash, BOOTS_AT).map_err(Error::Flash)?;
        let before = record.and_then(|record| record.first_chunk().copied());
        let boot = before.map_or(0, u32::from_be_bytes) + 1;
        let mut record = [0; RECORD];
        for (to, from) in record.iter_mut().zip(boot.to_be_bytes()) {
            *to = from;
        }
        // Before anything is made with this number it stands on the flash: a cut in here uses it up or leaves it unused.
        boots.put(&mut self.flash, &record).map_err(Error::Flash)?;
        self.boot = boot;
        self.recover()
    }

    /// How often this device was started, never the same twice; 0 before it is counted.
    #[must_use]
    pub const fn boot_number(&self) -> u32 {
        self.boot
    }

    /// The flash.
    pub const fn flash(&mut self) -> &mut F {
        &mut self.flash
    }

    /// Whether the container of an area is finished and sound.
    ///
    /// # Errors
    /// The flash's own.
    pub fn is_verified(&mut self, area: u32) -> Result<bool, Error<F::Error>> {
        let mut source = AreaSource::open(&mut self.flash, area).map_err(Error::Flash)?;
        let mut verifier = Verifier::new();
        let mut at = 0;
        loop {
            let read = source.read_at(at, &mut self.memory.buf);
            let bytes = &self.memory.buf[..read.map_err(Error::Flash)?];
            if bytes.is_empty() || verifier.update(bytes).is_err() {
                break;
            }
            at += bytes.len() as u64;
        }
        Ok(matches!(verifier.finish(), Verdict::Verified(_)))
    }

    /// Finds an area to write to.
    pub(crate) fn find_free(&mut self) -> Result<u32, Error<F::Error>> {
        for area in 0..AREAS {
            let header = area::header(&mut self.flash, area).map_err(Error::Flash)?;
            // A copy that was not ended is no copy: what it was made of is still there.
            let free = match header {
                None => true,
                Some(header) => header.recovered && !self.is_verified(area)?,
            };
            if free {
                return Ok(area);
            }
        }
        Err(Error::Full)
    }
}
