//! The memory that one call was given, as stretches of addresses: what may overlap, and what may not.

use core::cell::Cell;

use super::status::{Failure, H4_ERR_ALIGNMENT, H4_ERR_LENGTH, H4_ERR_NULL, H4_ERR_OVERLAP};

/// A stretch of the caller's memory that a call uses.
#[derive(Clone, Copy, Default)]
pub(super) struct Span {
    start: usize,
    end: usize,
    /// Whether the call may write there.
    written: bool,
    /// Whether a reference leads there.
    pub(super) lent: bool,
}

impl Span {
    /// A stretch of `count` values, if a pointer to them is possible.
    pub(super) fn of<T>(ptr: *const T, count: usize, written: bool) -> Result<Self, Failure> {
        if ptr.is_null() {
            return Err(Failure::of(H4_ERR_NULL));
        }
        if !ptr.is_aligned() {
            return Err(Failure::of(H4_ERR_ALIGNMENT));
        }
        let len = size_of::<T>().checked_mul(count);
        let len = len.filter(|len| isize::try_from(*len).is_ok());
        let end = len.and_then(|len| ptr.addr().checked_add(len));
        Ok(Self {
            start: ptr.addr(),
            end: end.ok_or(Failure::of(H4_ERR_LENGTH))?,
            written,
            lent: false,
        })
    }

    /// The same, where a reference is to lead.
    pub(super) fn lent<T>(ptr: *const T, count: usize, written: bool) -> Result<Self, Failure> {
        let span = Self::of(ptr, count, written)?;
        Ok(Self { lent: true, ..span })
    }
}

/// More pointers than any one function takes.
const MAX_SPANS: usize = 16;

/// All that one call was given so far.
#[derive(Default)]
pub(super) struct Spans {
    spans: [Cell<Span>; MAX_SPANS],
    len: Cell<usize>,
}

impl Spans {
    /// Takes note of a stretch; an error if it was given before and either use writes.
    pub(super) fn claim(&self, span: Span) -> Result<(), Failure> {
        if span.start == span.end {
            return Ok(());
        }
        self.refuse_overlap(span, |_| true)?;
        let slot = self.spans.get(self.len.get());
        slot.ok_or(Failure::of(H4_ERR_OVERLAP))?.set(span);
        self.len.set(self.len.get().saturating_add(1));
        Ok(())
    }

    /// An error if the stretch was given before, among some, and either use writes.
    pub(super) fn refuse_overlap(
        &self,
        span: Span,
        among: impl Fn(&Span) -> bool,
    ) -> Result<(), Failure> {
        let given = self.spans.iter().take(self.len.get()).map(Cell::get);
        let overlaps = given.filter(among).any(|other| {
            (span.written || other.written) && span.start < other.end && other.start < span.end
        });
        match overlaps {
            true => Err(Failure::of(H4_ERR_OVERLAP)),
            false => Ok(()),
        }
    }
}
