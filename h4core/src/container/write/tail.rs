//! What stands behind the blocks of a finished file: SEEK, META, SAFE and VERI, given piece by piece. SPEC.md, "Writing".

use crate::bytes;
use crate::error::Error;
use crate::hash::{Crc32, Sha256};
use crate::wire::chunk::{self, Tag};
use crate::wire::seek::{self, SeekEntry};

use crate::container::VERI_LEN;

/// The headers of SEEK, META and SAFE, computed before the first of their bytes is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TailPlan {
    count: u32,
    seek: chunk::Repr,
    meta: chunk::Repr,
    safe: chunk::Repr,
}

impl TailPlan {
    pub(super) fn of(
        media_len: u64,
        entries: impl Iterator<Item = SeekEntry> + Clone,
        meta: &[u8],
        safe: &[u8],
    ) -> Result<Self, Error> {
        let (count, seek) = seek_header(media_len, entries)?;
        Ok(Self {
            count,
            seek,
            meta: json_header(Tag::META, meta)?,
            safe: json_header(Tag::SAFE, safe)?,
        })
    }
}

fn json_header(tag: Tag, json: &[u8]) -> Result<chunk::Repr, Error> {
    Ok(chunk::Repr {
        tag,
        payload_len: u32::try_from(json.len()).map_err(|_| Error::Range)?,
        crc: Crc32::of(json),
    })
}

/// The header of a SEEK chunk with these entries, and their count. The count stands before the entries in the payload, so
/// one walk counts and checks and a second one takes the checksum.
fn seek_header(
    media_len: u64,
    entries: impl Iterator<Item = SeekEntry> + Clone,
) -> Result<(u32, chunk::Repr), Error> {
    let mut count = 0u32;
    let mut last = None;
    for entry in entries.clone() {
        if last.is_some_and(|last| entry.pts_us <= last) {
            return Err(Error::SeekOrder);
        }
        if entry.offset > media_len {
            return Err(Error::SeekOffset);
        }
        if count >= seek::MAX_ENTRIES {
            return Err(Error::Range);
        }
        last = Some(entry.pts_us);
        count = count.saturating_add(1);
    }
    let mut crc = Crc32::new();
    crc.update(&count.to_be_bytes());
    entries.for_each(|entry| crc.update(&entry.emit()));
    let header = chunk::Repr {
        tag: Tag::SEEK,
        payload_len: u32::try_from(seek::payload_len(count)).map_err(|_| Error::Range)?,
        crc: crc.value(),
    };
    Ok((count, header))
}

/// Where in the tail the next byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    SeekHeader,
    Entries,
    MetaHeader,
    Meta,
    SafeHeader,
    Safe,
    Veri,
    End,
}

/// The place in a tail and what is needed to go on, without the entries and objects themselves: a state that can be kept
/// where no pointers may be.
#[derive(Clone, Debug)]
pub struct TailState {
    plan: TailPlan,
    sha: Sha256,
    /// Over SEEK's payload as it is written: other entries than those of the plan are found out at its end.
    crc: Crc32,
    part: Part,
    /// Fixed-size bytes that are due: `staged[from..to]`.
    staged: [u8; STAGE_LEN],
    from: usize,
    to: usize,
    entries_done: u32,
    object_done: usize,
}

/// The longest fixed-size run of a tail: VERI, header and digest.
const STAGE_LEN: usize = chunk::LEN + VERI_LEN as usize;

impl TailState {
    pub(super) fn new(sha: Sha256, plan: TailPlan) -> Self {
        Self {
            plan,
            sha,
            crc: Crc32::new(),
            part: Part::SeekHeader,
            staged: [0; STAGE_LEN],
            from: 0,
            to: 0,
            entries_done: 0,
            object_done: 0,
        }
    }

    /// The number of entries that are no longer asked for: where the iterator of the next call begins.
    #[must_use]
    pub const fn entries_done(&self) -> u32 {
        self.entries_done
    }

    /// Fills `out` from the front with the next bytes of the tail and gives their number; 0 once all are given. `entries`
    /// begins at [`TailState::entries_done`]; it and the objects are those the tail was made with.
    ///
    /// # Errors
    /// [`Error::TooSmall`] for an empty `out`, [`Error::Misplaced`] where the entries or objects are others than before.
    pub fn emit(
        &mut self,
        entries: &mut impl Iterator<Item = SeekEntry>,
        meta: &[u8],
        safe: &[u8],
        out: &mut [u8],
    ) -> Result<usize, Error> {
        if out.is_empty() {
            return Err(Error::TooSmall { needed: 1 });
        }
        let room = out.len();
        let mut rest = out;
        while !rest.is_empty() {
            let object = match self.part {
                Part::Meta => meta,
                Part::Safe => safe,
                _ => &[],
            };
            let due = match self.staged.get(self.from..self.to) {
                Some(staged) if !staged.is_empty() => staged,
                _ => object.get(self.object_done..).unwrap_or_default(),
            };
            if due.is_empty() {
                if self.part == Part::End {
                    break;
                }
                self.advance(entries, meta, safe)?;
                continue;
            }
            let len = due.len().min(rest.len());
            rest = bytes::put_front(rest, due);
            if self.from < self.to {
                self.from = self.from.saturating_add(len);
            } else {
                self.object_done = self.object_done.saturating_add(len);
            }
        }
        Ok(room.saturating_sub(rest.len()))
    }

    /// The bytes at hand are given; moves to the next ones.
    fn advance(
        &mut self,
        entries: &mut impl Iterator<Item = SeekEntry>,
        meta: &[u8],
        safe: &[u8],
    ) -> Result<(), Error> {
        match self.part {
            Part::SeekHeader => {
                let (header, count) = (self.plan.seek.emit(), self.plan.count.to_be_bytes());
                self.crc.update(&count);
                self.stage_hashed(&[&header, &count]);
                self.part = Part::Entries;
            }
            Part::Entries if self.entries_done < self.plan.count => {
                let entry = entries.next().ok_or(Error::Misplaced)?.emit();
                self.crc.update(&entry);
                self.stage_hashed(&[&entry]);
                self.entries_done = self.entries_done.saturating_add(1);
            }
            Part::Entries if self.crc.value() != self.plan.seek.crc => {
                return Err(Error::Misplaced);
            }
            Part::Entries => self.part = Part::MetaHeader,
            Part::MetaHeader => self.begin_object(Part::Meta, self.plan.meta, meta)?,
            Part::Meta => self.part = Part::SafeHeader,
            Part::SafeHeader => self.begin_object(Part::Safe, self.plan.safe, safe)?,
            Part::Safe => self.part = Part::Veri,
            Part::Veri => {
                let digest = self.sha.so_far();
                let header = chunk::Repr {
                    tag: Tag::VERI,
                    payload_len: VERI_LEN,
                    crc: Crc32::of(&digest),
                };
                self.stage(&[&header.emit(), &digest]);
                self.part = Part::End;
            }
            Part::End => {}
        }
        Ok(())
    }

    fn begin_object(
        &mut self,
        part: Part,
        header: chunk::Repr,
        object: &[u8],
    ) -> Result<(), Error> {
        if json_header(header.tag, object)? != header {
            return Err(Error::Misplaced);
        }
        self.stage_hashed(&[&header.emit()]);
        self.sha.update(object);
        self.object_done = 0;
        self.part = part;
        Ok(())
    }

    fn stage_hashed(&mut self, parts: &[&[u8]]) {
        for part in parts {
            self.sha.update(part);
        }
        self.stage(parts);
    }

    fn stage(&mut self, parts: &[&[u8]]) {
        let mut len = 0usize;
        for part in parts {
            let room = self.staged.get_mut(len..).unwrap_or_default();
            len = len.saturating_add(bytes::copy_front(room, part));
        }
        (self.from, self.to) = (0, len);
    }
}

/// The tail of a file: its last bytes, given in pieces of any size.
#[derive(Clone, Debug)]
pub struct Tail<'m, I> {
    state: TailState,
    entries: I,
    meta: &'m [u8],
    safe: &'m [u8],
}

impl<'m, I: Iterator<Item = SeekEntry>> Tail<'m, I> {
    pub(crate) const fn resume(
        state: TailState,
        entries: I,
        meta: &'m [u8],
        safe: &'m [u8],
    ) -> Self {
        Self {
            state,
            entries,
            meta,
            safe,
        }
    }

    /// Fills `out` from the front with the next bytes of the file and gives their number; 0 once the file is whole.
    ///
    /// # Errors
    /// [`Error::TooSmall`] for an empty `out`; [`Error::Misplaced`] if the entries came out fewer than at first.
    pub fn emit(&mut self, out: &mut [u8]) -> Result<usize, Error> {
        self.state
            .emit(&mut self.entries, self.meta, self.safe, out)
    }

    /// The state alone, for callers that keep entries and objects elsewhere.
    #[must_use]
    pub fn into_state(self) -> TailState {
        self.state
    }
}
