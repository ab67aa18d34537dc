//! The memory that one call was given, as stretches of addresses: what may overlap, and what may not.

use core::cell::Cell;

use super::status::{
    H4_ERR_ALIGNMENT, H4_ERR_LENGTH, H4_ERR_NULL, H4_ERR_OVERLAP, H4_ERR_STATE, H4_ERR_STATE_SIZE,
    h4_status_t,
};

/// What can be found out about a pointer, by its status.
#[derive(Clone, Copy)]
#[repr(i32)]
pub(super) enum Misuse {
    Null = H4_ERR_NULL,
    Alignment = H4_ERR_ALIGNMENT,
    Length = H4_ERR_LENGTH,
    Overlap = H4_ERR_OVERLAP,
    State = H4_ERR_STATE,
    StateSize = H4_ERR_STATE_SIZE,
}

/// A result that takes no more than a register or two, for what every call does first.
pub(super) type Misused<T> = Result<T, Misuse>;

impl Misuse {
    pub(super) const fn status(self) -> h4_status_t {
        self as h4_status_t
    }
}

/// A type of which a pointer leads to values, as far as addresses go: for code that all types share.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// The size in bytes.
    pub(super) size: usize,
    align: usize,
}

impl Shape {
    pub(super) const fn of<T>() -> Self {
        Self {
            size: size_of::<T>(),
            align: align_of::<T>(),
        }
    }
}

/// A stretch of the caller's memory that a call uses.
#[derive(Clone, Copy)]
pub(super) struct Span {
    start: usize,
    end: usize,
}

impl Span {
    /// A stretch of `count` values, if a pointer to them is possible.
    #[inline(never)]
    fn of(start: usize, shape: Shape, count: usize) -> Misused<Self> {
        if start == 0 {
            return Err(Misuse::Null);
        }
        if start & shape.align.wrapping_sub(1) != 0 {
            return Err(Misuse::Alignment);
        }
        let len = shape.size.checked_mul(count);
        let len = len.filter(|len| isize::try_from(*len).is_ok());
        let end = len.and_then(|len| start.checked_add(len));
        Ok(Self {
            start,
            end: end.ok_or(Misuse::Length)?,
        })
    }
}

/// What a call does with a stretch.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// It copies what is there.
    Shown,
    /// A reference leads there that is read through.
    Lent,
    /// A reference leads there that is written through.
    LentToWrite,
    /// It writes there without a reference.
    Written,
}

impl Use {
    const fn writes(self) -> bool {
        matches!(self, Self::LentToWrite | Self::Written)
    }

    const fn is_lent(self) -> bool {
        matches!(self, Self::Lent | Self::LentToWrite)
    }
}

/// At least as many stretches of memory as the function with the most of them takes: a field of JSON has a name for each part of its
/// path, beside four others; all else takes eight at most.
const MAX_SPANS: usize = if cfg!(feature = "json") { 12 } else { 9 };

/// Where each stretch starts and ends, and what it is for. Arrays of numbers, for those the compiler clears where they are.
type Slots<'s> = (&'s [Cell<usize>], &'s [Cell<usize>], &'s [Cell<Use>]);

/// All that one call was given so far.
pub(super) struct Spans {
    starts: Cell<[usize; MAX_SPANS]>,
    ends: Cell<[usize; MAX_SPANS]>,
    uses: Cell<[Use; MAX_SPANS]>,
    len: Cell<usize>,
}

impl Spans {
    pub(super) const fn new() -> Self {
        Self {
            starts: Cell::new([0; MAX_SPANS]),
            ends: Cell::new([0; MAX_SPANS]),
            uses: Cell::new([Use::Shown; MAX_SPANS]),
            len: Cell::new(0),
        }
    }

    /// Takes note of `count` values that the call uses; an error if they were given before and either use writes.
    #[inline(never)]
    pub(super) fn claim(&self, start: usize, shape: Shape, count: usize, used: Use) -> Misused<()> {
        self.note(Span::of(start, shape, count)?, used)
    }

    /// An error if a value there was given before to be written. No note is taken.
    #[cfg(feature = "cipher")]
    pub(super) fn look(&self, start: usize, shape: Shape) -> Misused<()> {
        self.refuse(Span::of(start, shape, 1)?, Use::writes)
    }

    /// Whether there can be a value.
    pub(super) fn possible(start: usize, shape: Shape) -> Misused<()> {
        Span::of(start, shape, 1).map(|_| ())
    }

    /// A value that the call writes, of which no note was taken yet; an error if a reference leads there.
    pub(super) fn unlent(&self, start: usize, shape: Shape) -> Misused<Span> {
        let span = Span::of(start, shape, 1)?;
        self.refuse(span, Use::is_lent)?;
        Ok(span)
    }

    /// Takes note of a stretch; an error if it was given before and either use writes.
    #[inline(never)]
    pub(super) fn note(&self, span: Span, used: Use) -> Misused<()> {
        if span.start == span.end {
            return Ok(());
        }
        self.refuse(span, |other| used.writes() || other.writes())?;
        let at = self.len.get();
        let (starts, ends, uses) = self.slots();
        let slots = (starts.get(at), ends.get(at), uses.get(at));
        let (Some(start), Some(end), Some(slot_use)) = slots else {
            return Err(Misuse::Overlap);
        };
        start.set(span.start);
        end.set(span.end);
        slot_use.set(used);
        self.len.set(at.saturating_add(1));
        Ok(())
    }

    fn slots(&self) -> Slots<'_> {
        let (starts, ends): (&Cell<[usize]>, &Cell<[usize]>) = (&self.starts, &self.ends);
        let uses: &Cell<[Use]> = &self.uses;
        (
            starts.as_slice_of_cells(),
            ends.as_slice_of_cells(),
            uses.as_slice_of_cells(),
        )
    }

    /// An error if some of the stretch was given before for a use that does not go with this one.
    fn refuse(&self, span: Span, clashes: impl Fn(Use) -> bool) -> Misused<()> {
        let (starts, ends, uses) = self.slots();
        let given = starts.iter().zip(ends).zip(uses).take(self.len.get());
        for ((start, end), used) in given {
            if span.start < end.get() && start.get() < span.end && clashes(used.get()) {
                return Err(Misuse::Overlap);
            }
        }
        Ok(())
    }
}
