//! The selection against a full sort.

use super::select::{largest, scratch_len};
use proptest::prelude::*;
use std::vec::Vec;

fn selected(power: &[f32], top: usize) -> Vec<(u16, f32)> {
    let mut scratch = std::vec![f32::NAN; scratch_len(top)];
    largest(power, &mut scratch, top).collect()
}

/// All of them, sorted by a sort that keeps the order of equal ones.
fn sorted(power: &[f32], top: usize) -> Vec<(u16, f32)> {
    let mut all: Vec<_> = (0..).zip(power.iter().copied()).collect();
    all.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    all.truncate(top);
    all
}

fn check(power: &[f32]) {
    for top in [1, 2, 3, 16, 31, 32, 33, 64, 128, 255, 256] {
        if top <= power.len() {
            assert_eq!(selected(power, top), sorted(power, top), "{top}");
        }
    }
    if power.len() <= 257 {
        assert_eq!(selected(power, power.len()), sorted(power, power.len()));
    }
}

#[test]
fn shapes_that_are_worst_for_a_list_are_selected_right() {
    for half in [128_u16, 256, 1024, 8192] {
        let shape = |f: &dyn Fn(u16) -> f32| (0..=half).map(f).collect::<Vec<_>>();
        check(&shape(&|_| 0.0));
        check(&shape(&|_| 7.0));
        check(&shape(&f32::from));
        check(&shape(&|bin| f32::from(half - bin)));
        check(&shape(&|bin| f32::from(bin % 3)));
        check(&shape(&|bin| f32::from(bin / 100)));
        check(&shape(&|bin| f32::from(u8::from(bin == half))));
        check(&shape(&|bin| f32::from(u8::from(bin > 0))));
        // Peaks that all fall into the same few groups.
        for distance in [2, 32, 64, 128, 512] {
            check(&shape(&|bin| {
                f32::from(bin) * f32::from(u8::from(bin % distance == 1))
            }));
        }
        check(&shape(&|bin| f32::from_bits(u32::from(bin))));
        check(&shape(&|bin| {
            f32::from_bits(f32::MAX.to_bits() - u32::from(bin))
        }));
    }
}

proptest! {
    #[test]
    fn the_largest_are_those_of_a_stable_sort(
        power in prop::collection::vec(
            prop_oneof![
                (0_u8..8).prop_map(f32::from),
                (0..f32::INFINITY.to_bits()).prop_map(f32::from_bits),
            ],
            129..1100,
        ),
        top in 1_usize..=256,
    ) {
        let top = top.min(power.len());
        prop_assert_eq!(selected(&power, top), sorted(&power, top));
    }

    #[test]
    fn bits_that_are_no_powers_do_no_harm(
        bits in prop::collection::vec(any::<u32>(), 129..400),
        top in 1_usize..=129,
    ) {
        let power: Vec<_> = bits.into_iter().map(f32::from_bits).collect();
        prop_assert!(selected(&power, top).len() <= top);
    }
}
