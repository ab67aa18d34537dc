//! The double nearest to a decimal.

use core::cmp::Ordering;

use super::big::Big;
use super::{FRACTION_BITS, LEAST};

/// No number half way between two doubles has more digits, so what follows them counts only as more than nothing.
const MOST_DIGITS: i64 = 768;
/// A decimal below 10 to this power is nearest to 0, one that is not below 10 to [`HUGE`] has no nearest finite double.
const TINY: i64 = -330;
const HUGE: i64 = 310;

/// The double nearest to a decimal as JSON writes numbers; the even one of two. None if that is not finite, or the text is no such number.
pub(in crate::wire) fn nearest(text: &str) -> Option<f64> {
    let (sign, text) = match text.as_bytes() {
        [b'-', rest @ ..] => (1 << 63, rest),
        all => (0, all),
    };
    let (mut number, mut digits, mut exponent) = (Big::of(0), 0_i64, 0_i64);
    let (mut fraction, mut more) = (false, false);
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'0'..=b'9' => {
                let digit = u32::from(byte.wrapping_sub(b'0'));
                if digits == MOST_DIGITS {
                    more |= digit > 0;
                    exponent = exponent.wrapping_add(i64::from(!fraction));
                    continue;
                }
                number.scale_and_add(10, digit);
                digits = digits.wrapping_add(i64::from(digits > 0 || digit > 0));
                exponent = exponent.wrapping_sub(i64::from(fraction));
            }
            b'.' => fraction = true,
            b'e' | b'E' => {
                exponent = exponent.saturating_add(written_exponent(bytes.as_slice())?);
                break;
            }
            _ => return None,
        }
    }
    if more {
        number.scale_and_add(10, 1);
        exponent = exponent.wrapping_sub(1);
    }
    let magnitude = exponent.saturating_add(digits);
    let bits = if digits == 0 || magnitude < TINY {
        0
    } else if magnitude > HUGE {
        return None;
    } else {
        nearest_bits(number, exponent)?
    };
    Some(f64::from_bits(sign | bits))
}

/// The number behind the `e`, or one beyond every double.
fn written_exponent(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        all => (false, all),
    };
    let mut value = 0_i64;
    for byte in digits {
        if !byte.is_ascii_digit() {
            return None;
        }
        let digit = i64::from(byte.wrapping_sub(b'0'));
        value = value.saturating_mul(10).saturating_add(digit);
    }
    Some(if negative {
        value.wrapping_neg()
    } else {
        value
    })
}

/// The bits of the double nearest to `number` · 10 to the `exponent`, of a magnitude from [`TINY`] to [`HUGE`].
fn nearest_bits(mut number: Big, exponent: i64) -> Option<u64> {
    let fives = u32::try_from(exponent.unsigned_abs()).ok()?;
    let mut unit = Big::of(1);
    if exponent < 0 { &mut unit } else { &mut number }.scale_by_power(5, fives);

    // number / unit · 2 to the exponent, where the quotient is to be from 1 to 2.
    let longer = i64::from(number.bits()).wrapping_sub(i64::from(unit.bits()));
    let twos = u32::try_from(longer.unsigned_abs()).ok()?;
    if longer < 0 { &mut number } else { &mut unit }.scale_by_power(2, twos);
    let mut exponent = exponent.wrapping_add(longer);
    if number.order(&unit).is_lt() {
        number.scale_and_add(2, 0);
        exponent = exponent.wrapping_sub(1);
    }

    // A double has 53 bits, or as many as there are down to the last one of all.
    let last = exponent.wrapping_sub(i64::from(FRACTION_BITS)).max(LEAST);
    let bits = exponent.wrapping_sub(last).wrapping_add(1);
    if bits < 0 {
        return Some(0);
    }
    let mut quotient = 0_u64;
    for _ in 0..bits {
        let fits = number.order(&unit).is_ge();
        if fits {
            number.subtract(&unit);
        }
        quotient = quotient << 1 | u64::from(fits);
        number.scale_and_add(2, 0);
    }
    // What is left, doubled, is compared with a whole: up from more than a half, and from a half to the even number.
    let up = match number.order(&unit) {
        Ordering::Greater => 1,
        Ordering::Equal => quotient & 1,
        Ordering::Less => 0,
    };
    // The hidden bit, if it is there, and a carry into it both count the exponent up.
    let biased = u64::try_from(last.wrapping_sub(LEAST)).ok()?;
    let bits = (biased << FRACTION_BITS)
        .wrapping_add(quotient)
        .wrapping_add(up);
    (bits < f64::INFINITY.to_bits()).then_some(bits)
}
