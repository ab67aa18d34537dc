//! The transport mask. SPEC.md, "Transport mask".
//!
//! Not encryption: it hides bytes from casual reading and has no authenticity. Whoever knows one block's plain bytes has its
//! keystream, two blocks masked with one key, context and index give away their difference, and a changed bit goes unseen.

use core::fmt;

use crate::bytes;
use crate::crypto::kdf::Prk;
use crate::crypto::secret::{Secret, wipe, wipe_stack};
use crate::error::Error;
use crate::hash::one_block::{self, Words};

/// The context of a mask whose caller gives no other: `HarmonyØ4|Mask|v1` in UTF-8.
pub const DEFAULT_CONTEXT: &[u8] = "HarmonyØ4|Mask|v1".as_bytes();
/// The least length of a master key in bytes.
pub const MIN_KEY_LEN: usize = 16;
/// The most bytes that a block's mask covers: 2³² digests of 32 bytes.
pub const MAX_BLOCK_LEN: u64 = 1 << 37;

/// Bytes of keystream that one hash gives.
const DIGEST_LEN: usize = 32;
/// Hashes made before the first is used. A processor that runs ahead then works on several at once; small ones save the stack.
const BATCH: usize = if cfg!(target_pointer_width = "64") {
    16
} else {
    2
};
/// Hashes made for a piece of few bytes, where filling and wiping a batch would cost more than it gives.
const FEW: usize = 2;

/// A master key, ready to mask blocks. Wiped on drop.
///
/// Not encryption: a mask hides bytes from casual reading and has no authenticity.
pub struct MaskKey(Prk);

impl MaskKey {
    /// Takes a master key of at least [`MIN_KEY_LEN`] bytes.
    ///
    /// Not encryption: a mask hides bytes from casual reading and has no authenticity.
    ///
    /// # Errors
    /// [`Error::ShortKey`].
    pub fn new(master_key: &[u8]) -> Result<Self, Error> {
        if master_key.len() < MIN_KEY_LEN {
            return Err(Error::ShortKey);
        }
        Ok(Self(Prk::extract(&[master_key])))
    }

    /// The mask of block `index`, under `context`: [`DEFAULT_CONTEXT`] or bytes of the caller's own.
    ///
    /// Not encryption: a mask hides bytes from casual reading and has no authenticity.
    #[must_use]
    pub fn block(&self, context: &[u8], index: u64) -> BlockMask {
        let mask = self.derive(context, index);
        // Moved out of the frame of the call, the mask has left a copy there.
        wipe_stack::<512>();
        mask
    }

    #[inline(never)]
    fn derive(&self, context: &[u8], index: u64) -> BlockMask {
        let mut digits = [0; MAX_DIGITS];
        let mut key = Secret::<32>::ZERO;
        self.0
            .derive(&[context, b"|", decimal(index, &mut digits)], &mut key);
        let mut mask = BlockMask(Secret::ZERO);
        let block = mask.0.expose_mut();
        for (to, from) in block.iter_mut().zip(key.expose()) {
            *to = *from;
        }
        one_block::pad::<36>(block);
        mask
    }
}

impl fmt::Debug for MaskKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MaskKey(..)")
    }
}

/// The mask of one block. Wiped on drop.
///
/// Not encryption: a mask hides bytes from casual reading and has no authenticity.
#[derive(Clone)]
pub struct BlockMask(
    /// Key and counter 0 as SHA-256 hashes them.
    Secret<64>,
);

impl BlockMask {
    /// Masks `data` in place, or unmasks it: the same call does both.
    ///
    /// `at` is the offset of `data` in the block, in bytes: a block can be masked in pieces of any size, in any order. Pieces that
    /// begin at a multiple of 32 cost no hash twice.
    ///
    /// Not encryption: a mask hides bytes from casual reading and has no authenticity.
    ///
    /// # Errors
    /// [`Error::Range`] when `data` reaches past [`MAX_BLOCK_LEN`]; nothing was changed then.
    pub fn apply(&self, at: u64, data: &mut [u8]) -> Result<(), Error> {
        let end = at.checked_add(bytes::len_u64(data.len()));
        if end.is_none_or(|end| end > MAX_BLOCK_LEN) {
            return Err(Error::Range);
        }
        let Ok(first) = u32::try_from(at / 32) else {
            // Past the last digest lies nothing but the empty piece.
            return Ok(());
        };
        let [low, ..] = at.to_le_bytes();
        let skip = usize::from(low % 32);
        if skip.saturating_add(data.len()) <= FEW * DIGEST_LEN {
            let mut stream = Keystream::<FEW>::EMPTY;
            stream.mask(&self.0, first, skip, data);
        } else {
            let mut stream = Keystream::<BATCH>::EMPTY;
            stream.mask(&self.0, first, skip, data);
        }
        Ok(())
    }
}

impl fmt::Debug for BlockMask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlockMask(..)")
    }
}

/// The digests of key and counter, up to `B` at a time. Wiped on drop.
struct Keystream<const B: usize> {
    blocks: [[u8; 64]; B],
    digests: [Words; B],
    counter: u32,
}

impl<const B: usize> Keystream<B> {
    const EMPTY: Self = Self {
        blocks: [[0; 64]; B],
        digests: [[0; 8]; B],
        counter: 0,
    };

    /// Masks `data` with the stream from byte `skip`, less than a digest, of digest `counter` on.
    fn mask(&mut self, block: &Secret<64>, counter: u32, skip: usize, data: &mut [u8]) {
        // Filled where they are: a stream made by a function would leave a copy on the way.
        let needed = skip.saturating_add(data.len()).div_ceil(DIGEST_LEN);
        for to in self.blocks.iter_mut().take(needed) {
            *to = *block.expose();
        }
        self.counter = counter;
        let batch = const { B * DIGEST_LEN };
        let (first, rest) = data.split_at_mut(data.len().min(batch.saturating_sub(skip)));
        self.mask_batch(skip, first);
        for piece in rest.chunks_mut(batch) {
            self.mask_batch(0, piece);
        }
    }

    /// Masks `data`, which ends where the batch does or before.
    fn mask_batch(&mut self, skip: usize, data: &mut [u8]) {
        let count = skip.saturating_add(data.len()).div_ceil(DIGEST_LEN);
        let mut words = self.digests(count).as_flattened().iter().skip(skip / 4);
        let mut rest = data;
        if !skip.is_multiple_of(4) {
            let bytes = words.next().copied().unwrap_or_default().to_be_bytes();
            let keys = bytes.iter().skip(skip % 4);
            let (now, later) = rest.split_at_mut(rest.len().min(keys.len()));
            xor(now, keys);
            rest = later;
        }
        // Words over the whole batch: a loop for each digest would make the next hash wait for it.
        let (whole, tail) = rest.as_chunks_mut::<4>();
        for (bytes, word) in whole.iter_mut().zip(&mut words) {
            *bytes = (u32::from_be_bytes(*bytes) ^ word).to_be_bytes();
        }
        let last = words.next().copied().unwrap_or_default().to_be_bytes();
        xor(tail, last.iter());
    }

    /// The next `count` digests, at most `B`.
    fn digests(&mut self, count: usize) -> &[Words] {
        let (Some(blocks), Some(digests)) =
            (self.blocks.get_mut(..count), self.digests.get_mut(..count))
        else {
            return &[];
        };
        for block in blocks.iter_mut() {
            bytes::put::<32, 4, 64>(block, self.counter.to_be_bytes());
            // The step after the last digest is never used.
            self.counter = self.counter.wrapping_add(1);
        }
        one_block::digests(blocks, digests);
        digests
    }
}

impl<const B: usize> Drop for Keystream<B> {
    fn drop(&mut self) {
        wipe(&mut self.blocks, [[0; 64]; B]);
        wipe(&mut self.digests, [[0; 8]; B]);
    }
}

fn xor<'a>(data: &mut [u8], keys: impl Iterator<Item = &'a u8>) {
    for (byte, key) in data.iter_mut().zip(keys) {
        *byte ^= key;
    }
}

/// Room for the longest index in decimal.
const MAX_DIGITS: usize = 20;

/// `value` in decimal ASCII, in the end of `digits`.
fn decimal(value: u64, digits: &mut [u8; MAX_DIGITS]) -> &[u8] {
    let mut rest = value;
    let mut len: usize = 0;
    for digit in digits.iter_mut().rev() {
        let [low, ..] = (rest % 10).to_le_bytes();
        *digit = b'0' | low;
        len = len.saturating_add(1);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    let (_, shown) = digits.split_at(MAX_DIGITS.saturating_sub(len));
    shown
}
