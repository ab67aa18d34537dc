//! Two programs that take turns, and the median of what each round's quotient is.

use std::time::{Duration, Instant};

/// What rounds of two programs gave.
pub struct Pair {
    /// Median time of the one that is measured.
    pub ours: Duration,
    /// Median time of the one beside it.
    pub other: Duration,
    /// Median over the rounds of the other's time divided by ours: above 1, ours is faster.
    pub ratio: f64,
}

/// Runs both once to warm up, then in turn for some rounds.
pub fn pair(rounds: usize, mut ours: impl FnMut(), mut other: impl FnMut()) -> Pair {
    ours();
    other();
    let mut times = Vec::new();
    for _ in 0..rounds.max(1) {
        let (a, b) = (time(&mut ours), time(&mut other));
        times.push((a, b));
    }
    let median = |mut all: Vec<f64>| {
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    let seconds = |of: fn(&(Duration, Duration)) -> Duration| {
        Duration::from_secs_f64(median(times.iter().map(|t| of(t).as_secs_f64()).collect()))
    };
    Pair {
        ours: seconds(|t| t.0),
        other: seconds(|t| t.1),
        ratio: median(
            times
                .iter()
                .map(|t| t.1.as_secs_f64() / t.0.as_secs_f64())
                .collect(),
        ),
    }
}

fn time(run: &mut impl FnMut()) -> Duration {
    let start = Instant::now();
    run();
    start.elapsed()
}

/// Bytes that do not repeat, equal in every run.
pub fn noise(len: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    (0..len).map(|_| next().to_le_bytes()[3]).collect()
}

/// A line of a table of throughputs.
pub fn throughput(name: &str, bytes: usize, pair: &Pair) {
    let rate = |time: Duration| bytes as f64 / time.as_secs_f64() / 1e6;
    println!(
        "{name:<44} {:>8.0} MB/s {:>8.0} MB/s {:>6.2}",
        rate(pair.ours),
        rate(pair.other),
        pair.ratio
    );
}
