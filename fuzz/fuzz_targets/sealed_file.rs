//! Sealed containers, changed in any way by someone who makes every checksum right again: what opens is what was sealed at that
//! number, the end is told only where it is, and any bytes as SEAL are refused or written again as they were.
#![no_main]

use std::num::NonZeroU32;

use arbitrary::Arbitrary;
use h4core::container::{Container, MediaLengths, Reader};
use h4core::engine::{EnginePin, Fingerprint};
use h4core::hash::{Crc32, Sha256};
use h4core::stream::{
    END_MAX_LEN, EndState, SealedReader, SealedWriter, Unsealed, seal_in, seal_of,
};
use h4core::wire::binding::BlockBinding;
use h4core::wire::chunk::{self, Tag};
use h4core::wire::seal::{MAX_LEN, Mode, Repr, Role, Seal};
use libfuzzer_sys::fuzz_target;

const SECRET: [u8; 32] = [0x53; 32];
const RANDOM: [u8; 32] = [0x72; 32];

#[derive(Arbitrary, Debug)]
struct Recipe {
    interval: u8,
    responder: bool,
    frame_time_us: u32,
    blocks: Vec<Vec<u8>>,
}

#[derive(Arbitrary, Debug)]
enum Edit {
    Set(u8, u16, u8),
    Swap(u8, u8),
    Remove(u8),
    Copy(u8, u8),
    Insert(u8, Vec<u8>),
    Shorten(u8, u16),
    Lengthen(u8, u8),
    Number(u8, u8),
    Retag(u8, u8),
}

type Chunks = Vec<(Tag, Vec<u8>)>;

impl Recipe {
    fn seal(&self) -> Repr<'static> {
        Repr {
            mode: NonZeroU32::new(u32::from(self.interval % 4)).map_or(Mode::Off, Mode::Announce),
            role: match self.responder {
                true => Role::Responder,
                false => Role::Initiator,
            },
            frame_time_us: u64::from(self.frame_time_us),
            session_id: &[1; 32],
            binding: BlockBinding::new("e", &[2; 32], &[3; 32], "track").unwrap(),
        }
    }

    fn chunks(&self) -> Chunks {
        let mut buf = [0; 8 + 12 + MAX_LEN];
        let (mut writer, len) = SealedWriter::begin(&SECRET, &self.seal(), &mut buf).unwrap();
        let mut file = buf[..len].to_vec();
        for block in &self.blocks {
            let mut chunk = vec![0; writer.overhead() + block.len()];
            chunk[writer.plaintext_at()..][..block.len()].copy_from_slice(block);
            writer.block(&mut chunk, Some(&RANDOM)).unwrap();
            file.extend_from_slice(&chunk);
        }
        let mut end = [0; END_MAX_LEN];
        let (mut tail, len) = writer
            .finish(Some(&RANDOM), [], b"{}", b"{}", &mut end)
            .map_err(|(_, error)| error)
            .unwrap();
        file.extend_from_slice(&end[..len]);
        while let len @ 1.. = tail.emit(&mut end).unwrap() {
            file.extend_from_slice(&end[..len]);
        }
        let verified = Container::open(&file).unwrap().verify().unwrap();
        verified
            .container()
            .chunks()
            .map(|chunk| chunk.unwrap())
            .map(|chunk| (chunk.info.tag, chunk.payload.to_vec()))
            .collect()
    }
}

fn edit(chunks: &mut Chunks, edit: Edit) {
    let last = chunks.len() - 1;
    let at = |place: u8| usize::from(place).min(last);
    match edit {
        Edit::Set(place, offset, byte) => {
            if let Some(there) = chunks[at(place)].1.get_mut(usize::from(offset)) {
                *there = byte;
            }
        }
        Edit::Swap(a, b) => chunks.swap(at(a), at(b)),
        Edit::Remove(place) if last > 0 => {
            chunks.remove(at(place));
        }
        Edit::Remove(_) => {}
        Edit::Copy(from, to) => {
            let copy = chunks[at(from)].clone();
            chunks.insert(at(to), copy);
        }
        Edit::Insert(place, bytes) => chunks.insert(at(place), (Tag::CORE, bytes)),
        Edit::Shorten(place, len) => chunks[at(place)].1.truncate(usize::from(len)),
        Edit::Lengthen(place, byte) => chunks[at(place)].1.push(byte),
        Edit::Number(place, number) => {
            if let Some(counter) = chunks[at(place)].1.get_mut(37..45) {
                counter.copy_from_slice(&u64::from(number).to_be_bytes());
            }
        }
        Edit::Retag(place, tag) => {
            let tags = [Tag::SEAL, Tag::CORE, Tag::META, Tag(*b"NEW1")];
            chunks[at(place)].0 = tags[usize::from(tag) % tags.len()];
        }
    }
}

fn file(chunks: &Chunks) -> Vec<u8> {
    let mut out = b"H4MK\0\x01\0\0".to_vec();
    for (tag, payload) in chunks {
        let digest;
        let payload = match *tag {
            Tag::VERI => {
                digest = Sha256::of(&out[8..]);
                &digest[..]
            }
            _ => payload,
        };
        let header = chunk::Repr {
            tag: *tag,
            payload_len: payload.len() as u32,
            crc: Crc32::of(payload),
        };
        out.extend_from_slice(&header.emit());
        out.extend_from_slice(payload);
    }
    out
}

/// Opens what opens; gives how much did.
fn check(recipe: &Recipe, bytes: &[u8], order: &[u8]) -> Option<(usize, EndState)> {
    let container = Container::open(bytes).unwrap();
    let found = seal_in(&container);
    let mut room = [0; MAX_LEN];
    let by_position = seal_of(&mut Reader::open(bytes).unwrap(), &mut room);
    assert_eq!(
        by_position.map_err(|error| format!("{error}")),
        found.map_err(|error| format!("{error}"))
    );
    let seal = found.ok()??;
    let pin = EnginePin {
        id: seal.binding.engine_id(),
        fingerprint: Fingerprint(*seal.binding.engine_fingerprint()),
    };
    let mut reader = SealedReader::new(&SECRET, &seal, &pin).unwrap();
    let mut payloads = Vec::new();
    let mut walk = container.block_walk(MediaLengths::Sealed);
    while let Ok(Some(block)) = walk.next_unverified(&mut { bytes }) {
        let from = block.chunk.payload_offset() as usize;
        payloads.push(&bytes[from..block.chunk.end() as usize]);
    }
    let try_block = |reader: &mut SealedReader, index: usize| {
        let Some(payload) = payloads.get(index) else {
            return false;
        };
        let mut block = payload.to_vec();
        match reader.open(index as u64, &mut block) {
            Ok(Unsealed::Media { plaintext, .. }) => {
                assert_eq!(plaintext, &recipe.blocks[index][..]);
                return true;
            }
            Ok(Unsealed::End) => assert_eq!(index, recipe.blocks.len()),
            Err(_) => assert_eq!(block, *payload),
        }
        false
    };
    let opened = (0..payloads.len())
        .filter(|index| try_block(&mut reader, *index))
        .count();
    let told = (opened, reader.end_state());
    for index in order {
        reader.restart(&SECRET).unwrap();
        try_block(&mut reader, usize::from(*index));
    }
    Some(told)
}

fuzz_target!(|input: (Recipe, Vec<Edit>, Vec<u8>, u16, &[u8])| {
    let (recipe, edits, order, cut, noise) = input;
    if let Ok(seal) = Repr::parse(&Seal::new(noise)) {
        assert_eq!(seal.emit(&mut [0; MAX_LEN]), noise);
    }
    let mut chunks = recipe.chunks();
    let whole = file(&chunks);
    let all = (recipe.blocks.len(), EndState::Ended);
    assert_eq!(check(&recipe, &whole, &order), Some(all));
    for change in edits.into_iter().take(16) {
        edit(&mut chunks, change);
    }
    let mut changed = file(&chunks);
    let kept = changed.len().saturating_sub(usize::from(cut)).max(8);
    changed.truncate(kept);
    check(&recipe, &changed, &order);
});
