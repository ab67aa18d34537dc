//! Seeking beside plain binary search in the same bytes, and beside `partition_point` on native integers.

use std::hint::black_box;

use h4core::container::SeekTable;
use h4core::wire::seek::SeekEntry;

use crate::timing::{Pair, pair};

const QUERIES: usize = 20_000;
const ROUNDS: usize = 11;

struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let high = u128::from(self.0 ^ (self.0 >> 29)) * u128::from(end.max(1));
        u64::try_from(high >> 64).expect("below the end")
    }
}

/// Times in microseconds, strictly increasing.
fn times(shape: &str, count: u32) -> Vec<u64> {
    let mut random = Random(7);
    let last = f64::from(count);
    (0..count)
        .map(|i| match shape {
            "even" => u64::from(i) * 33_333,
            "jittered" => u64::from(i) * 33_333 + random.below(30_000),
            _ => u64::from(i) + (f64::from(i) / last * 60.0).exp2() as u64,
        })
        .collect()
}

fn payload(times: &[u64]) -> Vec<u8> {
    let mut bytes = u32::try_from(times.len())
        .expect("count")
        .to_be_bytes()
        .to_vec();
    for (i, pts_us) in times.iter().enumerate() {
        let entry = SeekEntry {
            pts_us: *pts_us,
            offset: i as u64 * 4096,
        };
        bytes.extend_from_slice(&entry.emit());
    }
    bytes
}

/// Plain binary search in place: what a reader without a better idea does.
fn plain(payload: &[u8], pts_us: u64) -> Option<u32> {
    let entries = &payload[4..];
    let (mut low, mut high) = (0, entries.len() / 16);
    while low < high {
        let middle = usize::midpoint(low, high);
        let bytes = entries[middle * 16..middle * 16 + 8]
            .try_into()
            .expect("eight bytes");
        if u64::from_be_bytes(bytes) <= pts_us {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low.checked_sub(1).map(|index| index as u32)
}

/// Seeking.
pub fn seek() {
    println!(
        "\n{:<12} {:>10} {:>12} {:>14} {:>20}",
        "seek table", "entries", "h4core", "plain binary", "partition_point"
    );
    for shape in ["even", "jittered", "exponential"] {
        for count in [1_000, 100_000, 10_000_000] {
            let times = times(shape, count);
            let payload = payload(&times);
            let table = SeekTable::parse(&payload).expect("sorted");
            let mut random = Random(99);
            // Times as a viewer asks for them: entries chosen evenly, then anywhere up to the next one.
            let queries: Vec<u64> = (0..QUERIES)
                .map(|_| {
                    let at = random.below(u64::from(count)) as usize;
                    let next = times.get(at + 1).copied().unwrap_or(times[at] + 1);
                    times[at] + random.below(next - times[at])
                })
                .collect();
            for query in &queries {
                assert_eq!(table.at_or_before(*query), plain(&payload, *query));
            }
            let ours = || {
                for query in &queries {
                    black_box(table.at_or_before(*query));
                }
            };
            let against_plain = pair(ROUNDS, ours, || {
                for query in &queries {
                    black_box(plain(&payload, *query));
                }
            });
            let against_native = pair(ROUNDS, ours, || {
                for query in &queries {
                    black_box(times.partition_point(|time| *time <= *query));
                }
            });
            let nanos = |pair: &Pair, ours: bool| {
                let time = if ours { pair.ours } else { pair.other };
                time.as_secs_f64() * 1e9 / QUERIES as f64
            };
            println!(
                "{shape:<12} {count:>10} {:>9.0} ns {:>8.0} ns {:>5.2} {:>12.0} ns {:>5.2}",
                nanos(&against_plain, true),
                nanos(&against_plain, false),
                against_plain.ratio,
                nanos(&against_native, false),
                against_native.ratio,
            );
        }
    }
}
