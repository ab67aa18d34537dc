//! Doubles as JSON writes them: the double nearest to a decimal, and the shortest decimal of a double. Exact, in integers of fixed
//! size: no table, nothing that could panic, and no float instruction, which a bare machine may lack.

mod big;
#[cfg(any(feature = "json", test))]
mod nearest;
mod shortest;
#[cfg(test)]
mod tests;

#[cfg(any(feature = "json", test))]
pub(super) use nearest::nearest;
pub(super) use shortest::Shortest;

/// Length of the fraction of a double in bits.
const FRACTION_BITS: u32 = 52;
/// The first bit of a double that is not subnormal, which is not stored.
const HIDDEN: u64 = 1 << FRACTION_BITS;
/// The exponent of the last bit of a subnormal double.
const LEAST: i64 = -1074;
