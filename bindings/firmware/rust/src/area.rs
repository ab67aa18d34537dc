//! Where containers lie: areas of some blocks of flash, one container each. A header page says which container it is; behind it stand the
//! container's bytes, written once from front to end.
//!
//! The header is programmed after all blocks of the area are erased, so an area with a header was erased as a whole, and one without is
//! free. A container says itself where it ends: with VERI.

use embedded_storage::nor_flash::NorFlash;
use h4core::container::{ReadAt, Reader, Walk};
use h4core::wire::chunk::Tag;

use crate::error::Error;
use crate::layout::{AREA_BLOCKS, AREA_FIRST_BLOCK, AREA_ROOM, BLOCK, PAGE, PAGE_U32};
use crate::page::Page;

const MARK: [u8; 4] = *b"H4AR";
const BOOT_AT: usize = 4;
const SERIAL_AT: usize = 8;
const KIND_AT: usize = 12;
const RECOVERED_AT: usize = 16;

/// What a container holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Tokens of frames.
    Tokens,
    /// Masked samples.
    Masked,
    /// Sealed samples.
    Sealed,
}

impl Kind {
    /// As it stands in a header.
    #[must_use]
    pub const fn number(self) -> u32 {
        match self {
            Self::Tokens => 1,
            Self::Masked => 2,
            Self::Sealed => 3,
        }
    }

    /// From a header.
    #[must_use]
    pub const fn of(number: u32) -> Option<Self> {
        match number {
            1 => Some(Self::Tokens),
            2 => Some(Self::Masked),
            3 => Some(Self::Sealed),
            _ => None,
        }
    }
}

/// Which container an area holds: the serial-th that was begun after the boot-th boot, as recorded or as recovered from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// The boot.
    pub boot: u32,
    /// The number since then, from 1.
    pub serial: u32,
    /// What is in it.
    pub kind: Kind,
    /// Whether this is a recovered copy.
    pub recovered: bool,
}

const fn header_address(area: u32) -> u32 {
    (AREA_FIRST_BLOCK + area * AREA_BLOCKS) * BLOCK
}

/// The address of the container in an area.
#[must_use]
pub const fn address(area: u32) -> u32 {
    header_address(area) + PAGE_U32
}

/// The header of an area; none of one that is free.
///
/// # Errors
/// The flash's own.
pub fn header<F: NorFlash>(flash: &mut F, area: u32) -> Result<Option<Header>, F::Error> {
    let mut page = Page([0; PAGE]);
    flash.read(header_address(area), &mut page.0)?;
    if !page.is_whole(MARK) {
        return Ok(None);
    }
    Ok(Kind::of(page.number(KIND_AT)).map(|kind| Header {
        boot: page.number(BOOT_AT),
        serial: page.number(SERIAL_AT),
        kind,
        recovered: page.number(RECOVERED_AT) != 0,
    }))
}

/// Gives an area up: takes its header away.
///
/// # Errors
/// The flash's own.
pub fn free<F: NorFlash>(flash: &mut F, area: u32) -> Result<(), F::Error> {
    flash.erase(header_address(area), header_address(area) + BLOCK)
}

/// A container being written to an area. What does not fill a page waits for more.
#[derive(Debug)]
pub struct AreaWriter {
    next: u32,
    end: u32,
    fill: usize,
    page: [u8; PAGE],
}

impl AreaWriter {
    /// Erases an area and gives it a header.
    ///
    /// # Errors
    /// The flash's own.
    pub fn begin<F: NorFlash>(flash: &mut F, area: u32, header: &Header) -> Result<Self, F::Error> {
        // From the front: the header goes first, so that a cut in here leaves an area without one.
        for block in 0..AREA_BLOCKS {
            let at = header_address(area) + block * BLOCK;
            flash.erase(at, at + BLOCK)?;
        }
        let mut page = Page::new(MARK);
        page.put(BOOT_AT, &header.boot.to_be_bytes());
        page.put(SERIAL_AT, &header.serial.to_be_bytes());
        page.put(KIND_AT, &header.kind.number().to_be_bytes());
        page.put(RECOVERED_AT, &u32::from(header.recovered).to_be_bytes());
        flash.write(header_address(area), &page.sealed())?;
        Ok(Self {
            next: address(area),
            end: address(area) + AREA_ROOM,
            fill: 0,
            page: [0xff; PAGE],
        })
    }

    /// Appends bytes of the container.
    ///
    /// # Errors
    /// The flash's own, and [`Error::Full`].
    pub fn append<F: NorFlash>(
        &mut self,
        flash: &mut F,
        bytes: &[u8],
    ) -> Result<(), Error<F::Error>> {
        for byte in bytes {
            if let Some(to) = self.page.get_mut(self.fill) {
                *to = *byte;
                self.fill += 1;
            }
            if self.fill == PAGE {
                self.program(flash)?;
            }
        }
        Ok(())
    }

    /// Programs what waits.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub fn end<F: NorFlash>(mut self, flash: &mut F) -> Result<(), Error<F::Error>> {
        if self.fill > 0 {
            self.program(flash)?;
        }
        Ok(())
    }

    fn program<F: NorFlash>(&mut self, flash: &mut F) -> Result<(), Error<F::Error>> {
        if self.next >= self.end {
            return Err(Error::Full);
        }
        flash.write(self.next, &self.page).map_err(Error::Flash)?;
        self.next += PAGE_U32;
        self.fill = 0;
        self.page = [0xff; PAGE];
        Ok(())
    }
}

/// The container of an area, to be read at any offset.
#[derive(Debug)]
pub struct AreaSource<'f, F> {
    flash: &'f mut F,
    area: u32,
    len: u64,
}

impl<'f, F: NorFlash> AreaSource<'f, F> {
    /// Up to its VERI, or all of the area if there is none.
    ///
    /// # Errors
    /// The flash's own.
    pub fn open(flash: &'f mut F, area: u32) -> Result<Self, F::Error> {
        let mut source = Self {
            flash,
            area,
            len: u64::from(AREA_ROOM),
        };
        match Reader::open(&mut source) {
            Ok(_) => {}
            Err(h4core::container::ReadError::Read(error)) => return Err(error),
            Err(h4core::container::ReadError::Core(_)) => return Ok(source),
        }
        let veri = Walk::new(source.len).find_unverified(&mut source, Tag::VERI);
        if let Ok(Some(veri)) = veri {
            source.len = veri.payload_offset() + u64::from(veri.payload_len);
        }
        Ok(source)
    }

    /// The length of the container, or of all the area.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.len
    }

    /// Whether there is nothing; never so.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }
}

impl<F: NorFlash> ReadAt for AreaSource<'_, F> {
    type Error = F::Error;

    fn size(&mut self) -> Result<u64, F::Error> {
        Ok(self.len)
    }

    fn read_at(&mut self, offset: u64, buf: &mut [u8]) -> Result<usize, F::Error> {
        let left = self.len.saturating_sub(offset);
        let len = usize::try_from(left).map_or(buf.len(), |left| left.min(buf.len()));
        let (Ok(offset), Some(buf)) = (u32::try_from(offset), buf.get_mut(..len)) else {
            return Ok(0);
        };
        if buf.is_empty() {
            return Ok(0);
        }
        self.flash.read(address(self.area) + offset, buf)?;
        Ok(len)
    }
}
