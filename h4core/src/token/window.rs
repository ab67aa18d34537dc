//! The window of an audio frame. SPEC.md, "Audio token".

use super::math;

/// A power of two in every weight. It cancels when magnitudes are divided by the largest, and keeps squares far from the
/// subnormal numbers, which some processors take for 0: the smallest weight is above 2^5, the largest power below 2^122.
const SCALE: f32 = 1_073_741_824.0;

/// Writes the first half of the window of `2 × half.len()` samples, times [`SCALE`]; the second half mirrors it.
///
/// 0.5 − 0.5 cos 2x is sin² x, which is as exact near 0 as elsewhere.
pub(super) fn fill(half: &mut [f32]) {
    let last = half.len().saturating_mul(2).saturating_sub(1);
    let last = f32::from(u16::try_from(last).unwrap_or(u16::MAX));
    for (k, weight) in (0_u16..).zip(half) {
        let sine = math::sine(core::f32::consts::PI * (f32::from(k) / last));
        *weight = sine * sine * SCALE;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_those_of_the_definition() {
        for half in [128_u16, 1024, 8192] {
            let mut window = std::vec![f32::NAN; usize::from(half)];
            fill(&mut window);
            for (k, weight) in (0_u16..).zip(&window) {
                let x = core::f64::consts::TAU * f64::from(k) / f64::from(2 * half - 1);
                let weight = f64::from(*weight) / f64::from(SCALE);
                assert!((weight - (0.5 - 0.5 * libm_cos(x))).abs() < 2e-7);
            }
            assert_eq!(window[0], 0.0);
            assert!(window[1] > 32.0);
        }
    }

    fn libm_cos(x: f64) -> f64 {
        x.cos()
    }
}
