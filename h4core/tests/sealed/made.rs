//! Sealed containers to be tried, and a reader that takes whatever it finds.

use core::num::NonZeroU32;

use h4core::container::{Container, MediaLengths};
use h4core::engine::{EnginePin, Store};
use h4core::error::Error;
use h4core::hash::{Crc32, Sha256};
use h4core::stream::{END_MAX_LEN, EndState, SealedReader, SealedWriter, Unsealed};
use h4core::wire::binding::BlockBinding;
use h4core::wire::chunk::{self, Tag};
use h4core::wire::seal::{self, Mode, Role, Seal};
use h4core::wire::seek::SeekEntry;

pub const SECRET: [u8; 32] = [0x53; 32];

/// Everything that a container is made of.
#[derive(Clone, Debug)]
pub struct Recipe {
    pub secret: Vec<u8>,
    pub mode: Mode,
    pub role: Role,
    pub frame_time_us: u64,
    pub session_id: [u8; 32],
    pub container_id: [u8; 32],
    pub engine_id: String,
    pub fingerprint: [u8; 32],
    pub track_id: String,
    pub blocks: Vec<Vec<u8>>,
    pub meta: String,
}

impl Recipe {
    /// Blocks of several lengths, one of them empty, one the last.
    pub fn small() -> Self {
        Self {
            secret: SECRET.to_vec(),
            mode: Mode::Off,
            role: Role::Initiator,
            frame_time_us: 33_333,
            session_id: [0x51; 32],
            container_id: [0xc1; 32],
            engine_id: Store::PIN.id.into(),
            fingerprint: Store::PIN.fingerprint.0,
            track_id: "video_main".into(),
            blocks: [&b"first"[..], b"", b"third block", b"4"]
                .map(Vec::from)
                .into(),
            meta: "{}".into(),
        }
    }

    pub fn announcing(interval: u32) -> Self {
        Self {
            mode: Mode::Announce(NonZeroU32::new(interval).unwrap()),
            ..Self::small()
        }
    }

    pub fn seal(&self) -> seal::Repr<'_> {
        seal::Repr {
            mode: self.mode,
            role: self.role,
            frame_time_us: self.frame_time_us,
            session_id: &self.session_id,
            binding: BlockBinding::new(
                &self.engine_id,
                &self.fingerprint,
                &self.container_id,
                &self.track_id,
            )
            .unwrap(),
        }
    }

    pub fn writer(&self) -> (SealedWriter, Vec<u8>) {
        let mut buf = [0xa5; 8 + 12 + seal::MAX_LEN];
        let (writer, len) = SealedWriter::begin(&self.secret, &self.seal(), &mut buf).unwrap();
        assert!(buf[len..].iter().all(|byte| *byte == 0xa5));
        assert_eq!(writer.position(), len as u64);
        (writer, buf[..len].to_vec())
    }

    /// The container, with a seek entry for every second block.
    pub fn file(&self) -> Vec<u8> {
        let (mut writer, mut out) = self.writer();
        let mut entries = Vec::new();
        for (index, block) in self.blocks.iter().enumerate() {
            let (bytes, put) = sealed(&mut writer, block, index as u64);
            assert_eq!(
                (put.file_offset, put.index),
                (out.len() as u64, index as u64)
            );
            if index % 2 == 0 && (self.frame_time_us > 0 || index == 0) {
                entries.push(SeekEntry {
                    pts_us: put.index * self.frame_time_us,
                    offset: put.media_offset,
                });
            }
            out.extend_from_slice(&bytes);
        }
        out.extend_from_slice(&ended(writer, &entries, &self.meta));
        out
    }
}

/// 32 bytes for the key of block `index`.
pub fn entropy(index: u64) -> [u8; 32] {
    Sha256::of(&index.to_be_bytes())
}

/// The chunk of the next block.
pub fn sealed(
    writer: &mut SealedWriter,
    plaintext: &[u8],
    index: u64,
) -> (Vec<u8>, h4core::container::Put) {
    let mut chunk = vec![0xa5; writer.overhead() + plaintext.len()];
    let at = writer.plaintext_at();
    chunk[at..at + plaintext.len()].copy_from_slice(plaintext);
    let given = writer.takes_entropy().then(|| entropy(index));
    let put = writer.block(&mut chunk, given.as_ref()).unwrap();
    assert_eq!(put.len, chunk.len());
    (chunk, put)
}

/// The end of the blocks and all behind it.
pub fn ended(writer: SealedWriter, entries: &[SeekEntry], meta: &str) -> Vec<u8> {
    let given = writer.takes_entropy().then(|| entropy(writer.blocks()));
    let mut buf = [0xa5; END_MAX_LEN];
    let (mut tail, len) = writer
        .finish(
            given.as_ref(),
            entries.iter().copied(),
            meta.as_bytes(),
            b"{}",
            &mut buf,
        )
        .map_err(|(_, error)| error)
        .unwrap();
    let mut out = buf[..len].to_vec();
    loop {
        match tail.emit(&mut buf).unwrap() {
            0 => return out,
            len => out.extend_from_slice(&buf[..len]),
        }
    }
}

/// What SEAL of these bytes says; they begin with it.
pub fn seal_of(bytes: &[u8]) -> seal::Repr<'_> {
    let len = u32::from_be_bytes(bytes[12..16].try_into().unwrap());
    seal::Repr::parse(&Seal::new(&bytes[20..20 + len as usize])).unwrap()
}

/// A reader that requires whatever engine the container names.
pub fn reader(secret: &[u8], bytes: &[u8]) -> SealedReader {
    let seal = seal_of(bytes);
    let pin = EnginePin {
        id: seal.binding.engine_id(),
        fingerprint: h4core::engine::Fingerprint(*seal.binding.engine_fingerprint()),
    };
    SealedReader::new(secret, &seal, &pin).unwrap()
}

/// The CORE payloads as stored, without regard to CRC and VERI, up to the end or a cut.
pub fn payloads(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut walk = Container::open(bytes)
        .unwrap()
        .block_walk(MediaLengths::Stored);
    let mut payloads = Vec::new();
    while let Ok(Some(block)) = walk.next_unverified(&mut { bytes }) {
        let at = block.chunk.payload_offset() as usize;
        payloads.push(bytes[at..block.chunk.end() as usize].to_vec());
    }
    payloads
}

/// What a block gave: its plaintext, or none for the end.
pub type Given = Result<Option<Vec<u8>>, Error>;

/// Opens one block. A block that does not open must be left as it was, and so must the reader.
pub fn open(reader: &mut SealedReader, index: u64, payload: &[u8]) -> Given {
    let mut block = payload.to_vec();
    let (place, chain) = reader.point();
    let before = (place, chain.clone(), reader.blocks());
    let given = match reader.open(index, &mut block) {
        Ok(Unsealed::Media { plaintext, .. }) => Ok(Some(plaintext.to_vec())),
        Ok(Unsealed::End) => Ok(None),
        Err(error) => Err(error),
    };
    if given.is_err() {
        assert_eq!(block, payload);
        let (place, chain) = reader.point();
        assert_eq!((place, chain.clone(), reader.blocks()), before);
    } else {
        assert_eq!(reader.point().0, index + 1);
    }
    given
}

/// Opens every block that there is, past those that do not open.
pub fn open_all(secret: &[u8], bytes: &[u8]) -> (Vec<Given>, EndState) {
    let mut reader = reader(secret, bytes);
    let given = payloads(bytes)
        .iter()
        .enumerate()
        .map(|(index, payload)| open(&mut reader, index as u64, payload))
        .collect();
    (given, reader.end_state())
}

/// What all blocks of a whole container give.
pub fn all_of(blocks: &[Vec<u8>]) -> Vec<Given> {
    let media = blocks.iter().map(|block| Ok(Some(block.clone())));
    media.chain([Ok(None)]).collect()
}

/// The chunks as tag and payload.
pub fn chunks(bytes: &[u8]) -> Vec<(Tag, Vec<u8>)> {
    Container::open(bytes)
        .unwrap()
        .chunks()
        .map(|chunk| chunk.unwrap())
        .map(|chunk| (chunk.info.tag, chunk.payload.to_vec()))
        .collect()
}

/// A file of these chunks, every CRC right, VERI made anew.
pub fn rebuilt(chunks: &[(Tag, Vec<u8>)]) -> Vec<u8> {
    let mut out = b"H4MK\0\x01\0\0".to_vec();
    for (tag, payload) in chunks {
        if *tag == Tag::VERI {
            let digest = Sha256::of(&out[8..]);
            push(&mut out, *tag, &digest);
        } else {
            push(&mut out, *tag, payload);
        }
    }
    out
}

pub fn push(out: &mut Vec<u8>, tag: Tag, payload: &[u8]) {
    let header = chunk::Repr {
        tag,
        payload_len: payload.len() as u32,
        crc: Crc32::of(payload),
    };
    out.extend_from_slice(&header.emit());
    out.extend_from_slice(payload);
}
