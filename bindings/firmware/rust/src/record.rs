//! Recording: each call of the library gives the next bytes of a container, and they go to flash.

use embedded_storage::nor_flash::NorFlash;
use h4core::container::{RegularSeek, SeekStore, Tail, Writer};
use h4core::crypto::mask::MaskKey;
use h4core::stream::SealedWriter;
use h4core::token::audio::{Config, Tokenizer};
use h4core::wire::audio_token::{self, Repr as Token};
use h4core::wire::meta::{ExportMeta, STANDARD_SAFE, StandardMeta};
use h4core::wire::seek::SeekEntry;

use crate::area::{AreaWriter, Header, Kind};
use crate::error::Error;
use crate::ids::{self, MASK_KEY, SEAL_SECRET};
use crate::layout::{
    GOP, MASKED_BLOCKS, PCM_BLOCK_LEN, PCM_BLOCK_SAMPLES, PCM_FRAME_TIME_US, SEALED_BLOCKS,
    TOKENS_BLOCK_LEN, TOKENS_BLOCKS, TOKENS_FRAME, TOKENS_TOP,
};
use crate::recorder::{Memory, Recorder};
use crate::tone;

/// META of tokens.
pub const TOKENS_META: &str = r#"{"project":"HarmonyØ4","domain":"audio-tokens","block_size":64,"fps_hint":62.5,"gop":4,"masked":false,"blocks":16,"audio":{"rate":8000,"frame_size":256,"top":8}}"#;

/// META of samples.
pub const PCM_META: StandardMeta = StandardMeta {
    block_size: 160,
    fps_hint: 100.0,
    gop: GOP,
    masked: false,
};

impl<F: NorFlash> Recorder<'_, F> {
    /// Records tokens of the tone into a free area, and says which.
    ///
    /// # Errors
    /// The flash's own, and [`Error::Full`].
    pub fn tokens(&mut self) -> Result<u32, Error<F::Error>> {
        let (area, _, mut out) = self.begin(Kind::Tokens)?;
        let flash = &mut self.flash;
        let Memory {
            buf,
            entries,
            storage,
            ..
        } = &mut *self.memory;
        let config = Config::new(tone::RATE, TOKENS_FRAME, 8)?;
        let mut tokenizer = Tokenizer::new(config, storage)?;
        let mut tokens = [Token::default(); TOKENS_TOP];
        let mut seek = SeekStore::new(entries);
        let (mut writer, len) = Writer::begin(buf)?;
        out.append(flash, &buf[..len])?;
        let (mut pcm, mut sample, mut blocks) = ([0; 64], 0, 0);
        while blocks < TOKENS_BLOCKS {
            tone::pcm(sample, &mut pcm);
            sample += 32;
            let mut rest = pcm.as_slice();
            while let Some(frame) = tokenizer.push(&mut rest, &mut tokens)? {
                let mut block = [0; TOKENS_BLOCK_LEN];
                for (to, token) in block
                    .as_chunks_mut::<{ audio_token::LEN }>()
                    .0
                    .iter_mut()
                    .zip(&tokens)
                {
                    *to = token.emit();
                }
                let put = writer.block(&block, buf)?;
                out.append(flash, &buf[..put.len])?;
                if blocks % GOP == 0 {
                    seek.push(frame.pts_us, put.media_offset)?;
                }
                blocks += 1;
            }
        }
        let entries = seek.entries().iter().copied();
        let tail = writer
            .finish(entries, TOKENS_META.as_bytes(), STANDARD_SAFE.as_bytes())
            .map_err(|(_, error)| error)?;
        end(flash, out, tail, buf)?;
        Ok(area)
    }

    /// Records masked samples into a free area, and says which.
    ///
    /// # Errors
    /// The flash's own, and [`Error::Full`].
    pub fn masked(&mut self) -> Result<u32, Error<F::Error>> {
        let (area, header, mut out) = self.begin(Kind::Masked)?;
        let flash = &mut self.flash;
        let Memory { buf, meta, .. } = &mut *self.memory;
        let key = MaskKey::new(MASK_KEY)?;
        let context = ids::id(b'M', header.boot, header.serial);
        let (mut writer, len) = Writer::begin(buf)?;
        out.append(flash, &buf[..len])?;
        for index in 0..MASKED_BLOCKS {
            let mut block = [0; PCM_BLOCK_LEN];
            tone::pcm(index * PCM_BLOCK_SAMPLES, &mut block);
            key.block(&context, index.into()).apply(0, &mut block)?;
            let put = writer.block(&block, buf)?;
            out.append(flash, &buf[..put.len])?;
        }
        let masked = StandardMeta {
            masked: true,
            ..PCM_META
        };
        let meta_len = masked.emit(meta)?;
        // Blocks of one length at equal times need no table while they are written.
        let entries = RegularSeek::new(PCM_FRAME_TIME_US, GOP, masked.block_size, MASKED_BLOCKS)?;
        let tail = writer
            .finish(entries, &meta[..meta_len], STANDARD_SAFE.as_bytes())
            .map_err(|(_, error)| error)?;
        end(flash, out, tail, buf)?;
        Ok(area)
    }

    /// Records sealed samples into a free area, and says which.
    ///
    /// # Errors
    /// The flash's own, and [`Error::Full`].
    pub fn sealed(&mut self) -> Result<u32, Error<F::Error>> {
        let (area, header, mut out) = self.begin(Kind::Sealed)?;
        let flash = &mut self.flash;
        let Memory {
            buf, meta, entries, ..
        } = &mut *self.memory;
        let session_id = ids::id(b'S', header.boot, header.serial);
        let container_id = ids::id(b'C', header.boot, header.serial);
        let seal = ids::seal(&session_id, &container_id)?;
        let mut seek = SeekStore::new(entries);
        let (mut writer, len) = SealedWriter::begin(SEAL_SECRET, &seal, buf)?;
        out.append(flash, &buf[..len])?;
        for index in 0..SEALED_BLOCKS {
            let (at, len) = (writer.plaintext_at(), PCM_BLOCK_LEN + writer.overhead());
            tone::pcm(index * PCM_BLOCK_SAMPLES, &mut buf[at..at + PCM_BLOCK_LEN]);
            let put = writer.block(&mut buf[..len], None)?;
            out.append(flash, &buf[..put.len])?;
            if index % GOP == 0 {
                seek.push(u64::from(index) * PCM_FRAME_TIME_US, put.media_offset)?;
            }
        }
        let sealed = ExportMeta {
            seal: Some(seal),
            ..PCM_META.into()
        };
        let meta_len = sealed.emit(meta)?;
        let entries = seek.entries().iter().copied();
        let safe = STANDARD_SAFE.as_bytes();
        let (tail, len) = writer
            .finish(None, entries, &meta[..meta_len], safe, buf)
            .map_err(|(_, error)| error)?;
        out.append(flash, &buf[..len])?;
        end(flash, out, tail, buf)?;
        Ok(area)
    }

    /// A container of this kind in a free area.
    fn begin(&mut self, kind: Kind) -> Result<(u32, Header, AreaWriter), Error<F::Error>> {
        let area = self.find_free()?;
        self.serial += 1;
        let header = Header {
            boot: self.boot,
            serial: self.serial,
            kind,
            recovered: false,
        };
        let out = AreaWriter::begin(&mut self.flash, area, &header).map_err(Error::Flash)?;
        Ok((area, header, out))
    }
}

/// SEEK, META, SAFE and VERI.
fn end<F: NorFlash>(
    flash: &mut F,
    mut out: AreaWriter,
    mut tail: Tail<'_, impl Iterator<Item = SeekEntry>>,
    buf: &mut [u8],
) -> Result<(), Error<F::Error>> {
    loop {
        let len = tail.emit(buf)?;
        if len == 0 {
            return out.end(flash);
        }
        out.append(flash, &buf[..len])?;
    }
}
