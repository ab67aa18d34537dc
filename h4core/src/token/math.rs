//! Functions of real numbers with the same bits on every target: the one place that names libm.
//!
//! Sine and arc tangent are sequences of basic operations, none of them fused; the square root is correctly rounded, in
//! hardware or not.

/// The sine of `x` radians.
pub(super) fn sine(x: f32) -> f32 {
    libm::sinf(x)
}

/// The square root of `x`.
pub(super) fn square_root(x: f32) -> f32 {
    libm::sqrtf(x)
}

/// The angle of the point `(re, im)` in [−π, π], π for one on the negative real axis; the point is not (0, 0).
pub(super) fn angle(re: f32, im: f32) -> f32 {
    use core::f32::consts::{FRAC_PI_2, FRAC_PI_4, PI, SQRT_2};
    // Below tan(π/8) libm's arc tangent is one polynomial: a point is folded into a sixteenth of a turn by arithmetic,
    // where libm's cases would be branches that no processor foresees.
    let one = |is: bool| f32::from(u8::from(is));
    let (x, y) = (re.abs(), im.abs());
    let low = if y < x { y } else { x };
    let high = if y > x { y } else { x };
    let far = one(low > (SQRT_2 - 1.0) * high);
    let steep = one(y > x);
    let left = one(re < 0.0);
    let under = one(im < 0.0);
    let eighth = libm::atanf((low - far * high) / (high + far * low)) + far * FRAC_PI_4;
    let quarter = steep * FRAC_PI_2 + (1.0 - 2.0 * steep) * eighth;
    let half = left * PI + (1.0 - 2.0 * left) * quarter;
    (1.0 - 2.0 * under) * half
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
#[allow(clippy::cast_possible_truncation, reason = "rounded on purpose")]
mod tests {
    use super::*;
    use core::f32::consts::{FRAC_PI_2, FRAC_PI_4, PI};

    #[test]
    fn angles_are_those_of_the_arc_tangent_all_around() {
        for size in [1e-12, 1.0, 1e18] {
            for step in 0_u16..=20_000 {
                let exact = (f64::from(step) / 10_000.0 - 1.0) * core::f64::consts::PI;
                let (im, re) = exact.sin_cos();
                let (re, im) = ((re * size) as f32, (im * size) as f32);
                let turn = (f64::from(angle(re, im)) - f64::from(im).atan2(f64::from(re))).abs();
                assert!(turn < 4e-7, "{re} {im}");
            }
        }
        for (re, im, exact) in [
            (1.0, 0.0, 0.0),
            (1.0, -0.0, 0.0),
            (0.0, 1.0, FRAC_PI_2),
            (-0.0, 1.0, FRAC_PI_2),
            (-1.0, 0.0, PI),
            (-1.0, -0.0, PI),
            (0.0, -1.0, -FRAC_PI_2),
            (1.0, 1.0, FRAC_PI_4),
            (-1.0, -1.0, FRAC_PI_4 - PI),
        ] {
            assert_eq!(angle(re, im), exact, "{re} {im}");
        }
    }

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
