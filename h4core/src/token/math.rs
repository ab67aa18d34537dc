//! Functions of real numbers with the same bits on every target: the one place that names libm.
//!
//! The sine and the arc tangent are sequences of basic operations, none of them fused; the square root is correctly
//! rounded, in hardware or not.

/// The sine of `x` radians.
pub(super) fn sine(x: f32) -> f32 {
    libm::sinf(x)
}

/// The square root of `x`.
pub(super) fn square_root(x: f32) -> f32 {
    libm::sqrtf(x)
}

/// The angle of the point `(re, im)` in [−π, π].
pub(super) fn angle(re: f32, im: f32) -> f32 {
    libm::atan2f(im, re)
}

/// `x` rounded down, held to 0..=65535; 0 for what is not a number.
pub(super) fn floor_u16(x: f32) -> u16 {
    // From 2^23 on a unit in the last place is 1: the sum rounds `x` to an integer, which stands in its low bits.
    const ONES: f32 = 8_388_608.0;
    let x = x.clamp(0.0, 65_535.0);
    let rounded = x + ONES;
    let floor = if rounded - ONES > x {
        rounded - 1.0
    } else {
        rounded
    };
    let [_, _, high, low] = floor.to_bits().to_be_bytes();
    u16::from_be_bytes([high, low])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floor_is_exact_at_every_step_and_held_at_both_ends() {
        for n in 0..=u16::MAX {
            let x = f32::from(n);
            assert_eq!(floor_u16(x), n);
            assert_eq!(floor_u16(x.next_up()), n);
            assert_eq!(floor_u16(x.next_down()), n.saturating_sub(1));
        }
        assert_eq!(floor_u16(1e30), u16::MAX);
        assert_eq!(floor_u16(f32::NEG_INFINITY), 0);
        assert_eq!(floor_u16(f32::NAN), 0);
    }
}
