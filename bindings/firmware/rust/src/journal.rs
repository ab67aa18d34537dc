//! The newest of a series of small records, in two blocks of flash, through any power cut: after one the newest record is the one that was
//! being written, or the one before it.
//!
//! A record is a page of its own. The pages of one block fill up; then the other block is erased and goes on. So a block is erased only while
//! the other one holds the newest record, and a page that a cut left half written is passed over.

use embedded_storage::nor_flash::NorFlash;

use crate::layout::{BLOCK, JOURNAL_BLOCKS, PAGE, PAGE_U32, PAGES_IN_BLOCK};
use crate::page::Page;

/// Bytes of a record.
pub const RECORD: usize = 112;

const MARK: [u8; 4] = *b"H4JR";
const SEQUENCE_AT: usize = 4;
const RECORD_AT: usize = 8;

/// Where the next record goes.
#[derive(Clone, Copy, Debug)]
pub struct Journal {
    base: u32,
    /// Of the newest record; 0 if there is none.
    sequence: u32,
    block: u32,
    page: u32,
}

impl Journal {
    /// A journal that was not opened yet.
    pub const EMPTY: Self = Self {
        base: 0,
        sequence: 0,
        block: 1,
        page: PAGES_IN_BLOCK,
    };

    /// Finds the newest record of the journal at an address, if there is one.
    ///
    /// # Errors
    /// The flash's own.
    pub fn open<F: NorFlash>(
        flash: &mut F,
        base: u32,
    ) -> Result<(Self, Option<[u8; RECORD]>), F::Error> {
        let mut journal = Self {
            base,
            ..Self::EMPTY
        };
        let mut newest = None;
        let mut page = Page([0; PAGE]);
        for block in 0..JOURNAL_BLOCKS {
            let mut used = 0;
            for number in 0..PAGES_IN_BLOCK {
                flash.read(journal.address(block, number), &mut page.0)?;
                if !page.is_blank() {
                    used = number + 1;
                }
                if page.is_whole(MARK) && page.number(SEQUENCE_AT) > journal.sequence {
                    journal.sequence = page.number(SEQUENCE_AT);
                    journal.block = block;
                    newest = Some(page.get(RECORD_AT));
                }
            }
            // Of a block without a record nothing is known, not even that erasing it came to its end: it is not written to as
            // it is.
            if newest.is_some() && journal.block == block {
                journal.page = used;
            }
        }
        Ok((journal, newest))
    }

    /// Writes a record. Once this returned it is the newest, whatever happens.
    ///
    /// # Errors
    /// The flash's own.
    pub fn put<F: NorFlash>(
        &mut self,
        flash: &mut F,
        record: &[u8; RECORD],
    ) -> Result<(), F::Error> {
        if self.page >= PAGES_IN_BLOCK {
            let other = 1 - self.block;
            let at = self.address(other, 0);
            flash.erase(at, at + BLOCK)?;
            self.block = other;
            self.page = 0;
        }
        let mut page = Page::new(MARK);
        page.put(SEQUENCE_AT, &(self.sequence + 1).to_be_bytes());
        page.put(RECORD_AT, record);
        flash.write(self.address(self.block, self.page), &page.sealed())?;
        self.page += 1;
        self.sequence += 1;
        Ok(())
    }

    fn address(&self, block: u32, page: u32) -> u32 {
        self.base + block * BLOCK + page * PAGE_U32
    }
}
