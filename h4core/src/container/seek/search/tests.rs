//! Answers against what is known of the times, and the pages that were looked at for them.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a test may panic"
)]

use super::*;
use std::collections::BTreeSet;
use std::vec::Vec;

/// The answer, and how many pages of the payload were looked at for it and for the offset of the entry found.
fn pages(count: u32, time: &dyn Fn(u32) -> u64, pts_us: u64) -> (Option<u32>, usize) {
    let mut seen = BTreeSet::new();
    let mut look = |place: u64| {
        seen.insert(place / PAGE_LEN as u64);
    };
    let table = SeekSummary {
        count,
        first_pts_us: time(0),
        last_pts_us: time(count - 1),
    };
    let found = search(&table, pts_us, |index| {
        assert!(0 < index && index < count - 1, "the ends are known");
        look(4 + 16 * u64::from(index));
        Ok::<u64, ()>(time(index))
    });
    if let Some(index) = found.unwrap() {
        look(4 + 16 * u64::from(index) + 8);
        look(4 + 16 * u64::from(index) + 15);
    }
    (found.unwrap(), seen.len())
}

fn bound(count: u32) -> usize {
    let mut log2_up = -5i32;
    while 32f64 * f64::from(log2_up).exp2() < f64::from(count) {
        log2_up += 1;
    }
    usize::try_from(log2_up + 5).unwrap().max(1)
}

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ (mixed >> 27)
    }
}

/// Checks answers and bound for times near every entry asked for, and far away.
fn check(count: u32, time: &dyn Fn(u32) -> u64, entries: impl Iterator<Item = u32>) {
    let most = bound(count);
    for index in entries {
        let at = time(index);
        let next = (index + 1 < count).then(|| time(index + 1));
        for pts_us in [
            at,
            at.saturating_add(1),
            next.map_or(u64::MAX, |next| next - 1),
        ] {
            if next.is_some_and(|next| pts_us >= next) {
                continue;
            }
            let (found, pages) = pages(count, time, pts_us);
            assert_eq!(found, Some(index));
            assert!(
                pages <= most,
                "{pages} pages for {index} of {count}, {most} allowed"
            );
        }
    }
    if let Some(before) = time(0).checked_sub(1) {
        assert_eq!(pages(count, time, before), (None, 0));
    }
}

/// Times of many shapes, all strictly increasing.
fn shapes(count: u32) -> Vec<Vec<u64>> {
    let mut random = Random(u64::from(count));
    let n = f64::from(count);
    let mut of = |shape: &mut dyn FnMut(u32, &mut Random) -> u64| -> Vec<u64> {
        let mut times: Vec<u64> = (0..count).map(|i| shape(i, &mut random)).collect();
        times.sort_unstable();
        for i in 1..times.len() {
            times[i] = times[i].max(times[i - 1] + 1);
        }
        times
    };
    std::vec![
        of(&mut |i, random| u64::from(i) * 33_333 + random.next() % 30_000),
        of(&mut |_, random| random.next() >> 1),
        of(&mut |i, _| (f64::from(i) / n * 60.0).exp2() as u64),
        of(&mut |i, _| u64::MAX / 2 - ((n - f64::from(i)) / n * 60.0).exp2() as u64),
        of(&mut |i, _| u64::from(i) * u64::from(i)),
        of(&mut |i, _| (f64::from(i).sqrt() * 1e9) as u64),
        of(&mut |i, _| if i < count / 3 {
            u64::from(i)
        } else {
            u64::from(i) + (1 << 50)
        }),
        of(&mut |i, random| u64::from(i / 64) * 1_000_000_000 + random.next() % 64),
        of(&mut |i, _| u64::from(i) + if i + 1 == count { u64::MAX / 2 } else { 0 }),
        of(&mut |i, _| u64::from(i) + if i == 0 { 0 } else { u64::MAX / 2 }),
        of(&mut |i, random| u64::from(i) * 1000 + (1 << (random.next() % 40))),
    ]
}

#[test]
fn an_even_table_of_ten_million_takes_three_pages() {
    let count = 10_000_000;
    let frames = |fps: f64| move |i: u32| (f64::from(i) * 1e6 / fps) as u64;
    let tables: [&dyn Fn(u32) -> u64; 5] = [
        &|i| u64::from(i) * 33_333,
        &|i| u64::from(i),
        &|i| u64::from(i) * (u64::MAX / 10_000_000),
        &frames(29.97),
        &frames(59.94),
    ];
    let mut random = Random(1);
    for time in tables {
        let near_ends = (0..70).chain(count - 70..count - 1);
        let edges = (0..300).map(|i| (i * 33_331 * 32 + i % 2 * 31) % (count - 1));
        let any = (0..3000).map(|_| random.next() as u32 % (count - 1));
        for index in near_ends.chain(edges).chain(any).collect::<Vec<u32>>() {
            for pts_us in [time(index), time(index + 1) - 1] {
                let (found, pages) = pages(count, time, pts_us);
                assert_eq!(found, Some(index));
                assert!(pages <= 3, "{pages} pages for {index}");
            }
        }
    }
}

#[test]
fn any_table_keeps_the_bound_of_pages() {
    for count in 1..=200 {
        for times in shapes(count) {
            check(count, &|i| times[i as usize], 0..count);
        }
    }
    let mut random = Random(3);
    for count in [
        255, 256, 257, 1000, 1024, 1056, 4096, 5000, 65_535, 65_536, 200_000,
    ] {
        for times in shapes(count) {
            let some: Vec<u32> = (0..300).map(|_| random.next() as u32 % count).collect();
            check(count, &|i| times[i as usize], some.into_iter());
        }
    }
}

#[test]
fn a_table_that_defeats_each_guess_keeps_the_bound_of_pages() {
    // Times are made as they are asked for, always where they shrink the rest least.
    let mut random = Random(5);
    for count in [33, 64, 100, 1000, 32_768, 1_000_000, 200_000_000] {
        for _ in 0..200 {
            let (mut low, mut high) = ((0, 0u64), (count - 1, u64::MAX));
            let pts_us = random.next() >> (random.next() % 60);
            let mut seen = BTreeSet::new();
            let table = SeekSummary {
                count,
                first_pts_us: 0,
                last_pts_us: u64::MAX,
            };
            let found = search(&table, pts_us.min(u64::MAX - 1), |index| {
                seen.insert((4 + 16 * u64::from(index)) / 512);
                let pts_us = pts_us.min(u64::MAX - 1);
                Ok::<u64, ()>(if index <= low.0 {
                    low.1.min(pts_us)
                } else if index >= high.0 {
                    high.1.max(pts_us + 1)
                } else if index - low.0 < high.0 - index {
                    low = (index, pts_us - pts_us.min(random.next() % 3));
                    low.1
                } else {
                    high = (index, pts_us + 1 + random.next() % 3 % (u64::MAX - pts_us));
                    high.1
                })
            });
            assert!(found.unwrap().unwrap() < count);
            assert!(
                seen.len() <= bound(count),
                "{} pages of {count}",
                seen.len()
            );
        }
    }
}

#[test]
fn times_without_order_end_the_search_all_the_same() {
    let mut random = Random(9);
    for count in 1..500 {
        let table = SeekSummary {
            count,
            first_pts_us: random.next(),
            last_pts_us: random.next(),
        };
        let mut asked = 0;
        let found = search(&table, random.next(), |_| {
            asked += 1;
            Ok::<u64, ()>(random.next())
        });
        assert!(found.unwrap().is_none_or(|index| index < count));
        assert!(asked < 40);
    }
}

#[test]
fn a_share_is_the_same_by_bits_and_by_division() {
    let numbers = [
        0,
        1,
        2,
        3,
        5,
        31,
        32,
        1000,
        65_535,
        65_536,
        0x1234_5678,
        0x7fff_ffff,
        0x8000_0000,
        0xffff_fffe,
        u32::MAX,
    ];
    for count in numbers {
        for whole in numbers {
            for part in numbers.into_iter().filter(|part| *part <= whole) {
                assert_eq!(
                    share_by_bits(count, part, whole),
                    share_by_division(count, part, whole),
                    "{count} {part} {whole}"
                );
            }
        }
    }
}
