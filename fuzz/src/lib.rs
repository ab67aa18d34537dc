//! Files that a fuzzer can reach the depths of: checksums are right unless it wants them wrong.

use arbitrary::Arbitrary;
use h4core::hash::{Crc32, Sha256};
use h4core::wire::chunk::{Repr, Tag};
use h4core::wire::seek::SeekEntry;

/// What a payload is made of.
#[derive(Arbitrary, Debug)]
pub enum Payload {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A table, in order if the flag says so.
    Table(Vec<(u64, u8)>, bool),
}

/// A chunk to be.
#[derive(Arbitrary, Debug)]
pub struct Part {
    tag: u8,
    payload: Payload,
    wrong_crc: bool,
}

/// A file to be.
#[derive(Arbitrary, Debug)]
pub struct Made {
    parts: Vec<Part>,
    /// 0: no VERI; 1: a wrong one; 2: one of another length; else the right one.
    veri: u8,
    behind: Vec<u8>,
    /// Cut off the end.
    cut: u8,
    /// One byte of the whole is changed, if it is there.
    change: Option<(u16, u8)>,
}

impl Made {
    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = b"H4MK\0\x01\0\0".to_vec();
        for part in &self.parts {
            let tag = match part.tag % 8 {
                0..3 => Tag::CORE,
                3 => Tag::SEEK,
                4 => Tag::META,
                5 => Tag::SAFE,
                6 => Tag(*b"NEW1"),
                _ => Tag([part.tag; 4]),
            };
            let payload = match &part.payload {
                Payload::Bytes(bytes) => bytes.clone(),
                Payload::Table(entries, sorted) => table(entries, *sorted),
            };
            push(&mut out, tag, &payload, part.wrong_crc);
        }
        let mut digest = Sha256::of(&out[8..]);
        match self.veri % 8 {
            0 => {}
            1 => {
                digest[31] ^= 1;
                push(&mut out, Tag::VERI, &digest, false);
            }
            2 => push(&mut out, Tag::VERI, &digest[1..], false),
            _ => push(&mut out, Tag::VERI, &digest, false),
        }
        out.extend_from_slice(&self.behind);
        out.truncate(out.len().saturating_sub(usize::from(self.cut)));
        if let Some((at, byte)) = self.change
            && let Some(changed) = out.get_mut(usize::from(at))
        {
            *changed = byte;
        }
        out
    }
}

fn table(entries: &[(u64, u8)], sorted: bool) -> Vec<u8> {
    let mut entries = entries.to_vec();
    if sorted {
        entries.sort_unstable();
        entries.dedup_by_key(|entry| entry.0);
    }
    let mut payload = (entries.len() as u32).to_be_bytes().to_vec();
    for (pts_us, offset) in entries {
        let offset = u64::from(offset);
        payload.extend_from_slice(&SeekEntry { pts_us, offset }.emit());
    }
    payload
}

fn push(out: &mut Vec<u8>, tag: Tag, payload: &[u8], wrong_crc: bool) {
    let header = Repr {
        tag,
        payload_len: payload.len() as u32,
        crc: Crc32::of(payload) ^ u32::from(wrong_crc),
    };
    out.extend_from_slice(&header.emit());
    out.extend_from_slice(payload);
}
