//! A page that says of itself whether it is whole: a mark, numbers and bytes, and a CRC-32 of all of that.

use h4core::hash::Crc32;

use crate::layout::PAGE;

const CRC_AT: usize = PAGE - 4;

/// A page of the flash.
#[derive(Clone, Copy, Debug)]
pub struct Page(pub [u8; PAGE]);

impl Page {
    /// A page of zeros with a mark.
    #[must_use]
    pub fn new(mark: [u8; 4]) -> Self {
        let mut page = Self([0; PAGE]);
        page.put(0, &mark);
        page
    }

    /// Puts bytes at an offset that is inside the page.
    pub fn put(&mut self, at: usize, bytes: &[u8]) {
        for (to, from) in self.0.iter_mut().skip(at).zip(bytes) {
            *to = *from;
        }
    }

    /// The bytes from an offset on; zeros past the end.
    #[must_use]
    pub fn get<const N: usize>(&self, at: usize) -> [u8; N] {
        let mut bytes = [0; N];
        for (to, from) in bytes.iter_mut().zip(self.0.iter().skip(at)) {
            *to = *from;
        }
        bytes
    }

    /// The number at an offset.
    #[must_use]
    pub fn number(&self, at: usize) -> u32 {
        u32::from_be_bytes(self.get(at))
    }

    /// The page with its checksum, as it is to be programmed.
    #[must_use]
    pub fn sealed(mut self) -> [u8; PAGE] {
        let crc = self.crc();
        self.put(CRC_AT, &crc.to_be_bytes());
        self.0
    }

    /// Whether it has this mark and its checksum.
    #[must_use]
    pub fn is_whole(&self, mark: [u8; 4]) -> bool {
        self.get(0) == mark && self.number(CRC_AT) == self.crc()
    }

    /// Whether nothing was ever programmed here, as far as can be seen.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.0.iter().all(|byte| *byte == 0xff)
    }

    fn crc(&self) -> u32 {
        Crc32::of(self.0.split_at(CRC_AT).0)
    }
}
