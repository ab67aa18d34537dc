//! After a power cut: what is whole of an unfinished container becomes a container that verifies, in an area of its own.

use embedded_storage::nor_flash::NorFlash;
use h4core::container::{
    Chunk, MediaLengths, ReadAt, Reader, Salvage, Survey, media_lengths, object,
};

use crate::area::{self, AreaSource, AreaWriter, Header};
use crate::error::Error;
use crate::layout::AREAS;
use crate::recorder::Recorder;

impl<F: NorFlash> Recorder<'_, F> {
    /// Recovers all that is unfinished.
    pub(crate) fn recover(&mut self) -> Result<(), Error<F::Error>> {
        for area in 0..AREAS {
            let header = area::header(&mut self.flash, area).map_err(Error::Flash)?;
            if let Some(header) = header.filter(|header| !header.recovered)
                && !self.is_verified(area)?
            {
                self.recover_area(area, header)?;
            }
        }
        Ok(())
    }

    fn recover_area(&mut self, area: u32, header: Header) -> Result<(), Error<F::Error>> {
        let copy = Header {
            recovered: true,
            ..header
        };
        if !self.has_copy(&copy)? {
            let to = self.find_free()?;
            match self.survey(area)? {
                // A cut does not leave that; it is left for somebody to look at.
                Some(salvage) if salvage.veri_is_wrong() => return Ok(()),
                Some(salvage) => self.copy(area, &salvage, to, &copy)?,
                // Not even the file header was written.
                None => return area::free(&mut self.flash, area).map_err(Error::Flash),
            }
            if !self.has_copy(&copy)? {
                return Err(h4core::error::Error::Misplaced.into());
            }
        }
        // Only now that the copy is whole: a cut before this line does all of it again, one after it finds nothing to do.
        area::free(&mut self.flash, area).map_err(Error::Flash)
    }

    /// Whether there is a finished copy with this header.
    fn has_copy(&mut self, copy: &Header) -> Result<bool, Error<F::Error>> {
        for area in 0..AREAS {
            let header = area::header(&mut self.flash, area).map_err(Error::Flash)?;
            if header == Some(*copy) && self.is_verified(area)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Reads all of a container that has something sound in it; none without a file header.
    fn survey(&mut self, area: u32) -> Result<Option<Salvage>, Error<F::Error>> {
        let mut source = AreaSource::open(&mut self.flash, area).map_err(Error::Flash)?;
        let mut survey = Survey::new();
        let mut at = 0;
        loop {
            let read = source.read_at(at, &mut self.memory.buf);
            let bytes = &self.memory.buf[..read.map_err(Error::Flash)?];
            if bytes.is_empty() || !survey.update(bytes) {
                return Ok(survey.finish().ok());
            }
            at += bytes.len() as u64;
        }
    }

    /// Writes what the survey kept to another area.
    fn copy(
        &mut self,
        area: u32,
        salvage: &Salvage,
        to: u32,
        header: &Header,
    ) -> Result<(), Error<F::Error>> {
        let mut out = AreaWriter::begin(&mut self.flash, to, header).map_err(Error::Flash)?;
        let buf = &mut self.memory.buf;
        let meta = &mut self.memory.meta;
        let mut source = AreaSource::open(&mut self.flash, area).map_err(Error::Flash)?;
        let lengths = lengths(&mut source, salvage, meta, buf)?;
        let mut rebuild = salvage.rebuild(&mut source, lengths, buf)?;
        loop {
            // One flash, read and written in turns.
            let mut source = AreaSource::open(&mut self.flash, area).map_err(Error::Flash)?;
            let len = rebuild.emit(&mut source, buf)?;
            if len == 0 {
                return out.end(&mut self.flash);
            }
            out.append(&mut self.flash, &buf[..len])?;
        }
    }
}

/// What SEEK offsets count: META says it where it was written before the cut, and what stands in its place otherwise.
fn lengths<F: NorFlash>(
    source: &mut AreaSource<'_, F>,
    salvage: &Salvage,
    meta: &mut [u8],
    scratch: &mut [u8],
) -> Result<Option<MediaLengths>, Error<F::Error>> {
    let without = salvage.lengths_without_meta();
    let Some(info) = salvage.meta() else {
        return Ok(without);
    };
    let len = source.len();
    let Chunk { info, payload } = Reader::resume(source, len).chunk(info, meta)?;
    let object = object(&Chunk { info, payload }, scratch)?;
    Ok(media_lengths(&object, scratch)?)
}
