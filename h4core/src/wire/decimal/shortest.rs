//! The shortest decimal that is nearest to a double.

use core::fmt::{self, Write as _};

use super::big::Big;
use super::{FRACTION_BITS, HIDDEN, LEAST};

/// Writes a finite double greater than 0 with the fewest digits that are nearest to it, without exponent, and with at least one
/// digit behind the point.
pub(in crate::wire) struct Shortest(pub(in crate::wire) f64);

impl fmt::Display for Shortest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 17];
        let (count, whole) = shortest(self.0, &mut digits);
        if whole <= 0 {
            f.write_str("0.")?;
            for _ in whole..0 {
                f.write_char('0')?;
            }
        }
        let mut at = 0;
        for digit in digits.iter().take(count) {
            if at == whole && at > 0 {
                f.write_char('.')?;
            }
            f.write_char(char::from(b'0'.wrapping_add(*digit)))?;
            at = at.wrapping_add(1);
        }
        if at <= whole {
            for _ in at..whole {
                f.write_char('0')?;
            }
            f.write_str(".0")?;
        }
        Ok(())
    }
}

/// Fills `digits` and says how many, and how many of them stand before the point: fewer than none after zeros.
fn shortest(value: f64, digits: &mut [u8; 17]) -> (usize, i32) {
    let bits = value.to_bits();
    let (biased, fraction) = (bits >> FRACTION_BITS & 0x7ff, bits & HIDDEN.wrapping_sub(1));
    let mantissa = if biased == 0 {
        fraction
    } else {
        fraction | HIDDEN
    };
    let exponent = i64::try_from(biased.saturating_sub(1)).unwrap_or_default();
    let exponent = exponent.wrapping_add(LEAST);
    // Everything in quarters of the last bit: the neighbours are two halves away, the lower one of a power of two is nearer.
    let nearer = fraction == 0 && biased > 1;
    let mut number = Big::of(mantissa << 2);
    let mut below = Big::of(if nearer { 1 } else { 2 });
    let mut above = Big::of(2);
    let mut unit = Big::of(4);
    let twos = u32::try_from(exponent.unsigned_abs()).unwrap_or_default();
    if exponent < 0 {
        unit.scale_by_power(2, twos);
    } else {
        for big in [&mut number, &mut below, &mut above] {
            big.scale_by_power(2, twos);
        }
    }
    // A decimal half way to a neighbour is read as the even one of the two.
    let even = mantissa & 1 == 0;
    let reaches = |number: &Big, above: &Big, unit: &Big| {
        let mut sum = number.clone();
        sum.add(above);
        let order = sum.order(unit);
        order.is_gt() || even && order.is_eq()
    };

    let mut whole = 0_i32;
    while reaches(&number, &above, &unit) {
        unit.scale_and_add(10, 0);
        whole = whole.wrapping_add(1);
    }
    let mut count = 0_usize;
    let mut first = true;
    while count < digits.len() {
        for big in [&mut number, &mut below, &mut above] {
            big.scale_and_add(10, 0);
        }
        if first && !reaches(&number, &above, &unit) {
            whole = whole.wrapping_sub(1);
            continue;
        }
        first = false;
        let mut digit = 0_u8;
        while number.order(&unit).is_ge() {
            number.subtract(&unit);
            digit = digit.wrapping_add(1);
        }
        let down = number.order(&below);
        let down = down.is_lt() || even && down.is_eq();
        let up = reaches(&number, &above, &unit);
        if up && down {
            number.scale_and_add(2, 0);
        }
        if up && (!down || number.order(&unit).is_ge()) {
            digit = digit.wrapping_add(1);
        }
        if let Some(to) = digits.get_mut(count) {
            *to = digit;
        }
        count = count.wrapping_add(1);
        if up || down {
            break;
        }
    }
    (count, whole)
}
