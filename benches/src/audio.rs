//! The audio tokenizer against three others of the same output, in multiples of real time on one core.
//!
//! 60 s of mono at 48 kHz, frames of 2048, 32 tokens each; the best of several rounds in which everything takes its turn.
//! `H4_PYTHON` names a Python with numpy and scipy for the last rows. Arguments: frame size and tokens a frame.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a program that measures"
)]

use std::f64::consts::TAU;
use std::hint::black_box;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use h4core::token::audio::{Config, Tokenizer};
use h4core::wire::audio_token::Repr;
use realfft::num_complex::Complex32;

#[path = "../../h4core/src/token/audio/select.rs"]
mod select;

const RATE: u32 = 48_000;
const SAMPLES: u32 = 60 * RATE;
const ROUNDS: usize = 15;
/// Frames of which the selection is measured alone: many enough to be no pattern that a processor learns.
const ALONE: usize = 512;

/// The signals: what is easy, what is worst for a selection that keeps a list, what has no shape.
fn signals() -> [(&'static str, Vec<i16>); 5] {
    let each = |f: &mut dyn FnMut(u32) -> f64| (0..SAMPLES).map(|i| f(i) as i16).collect();
    let mut noise = 1_u32;
    [
        ("tones", each(&mut |i| tones(i))),
        ("noise", each(&mut |_| lcg(&mut noise))),
        ("ramp", each(&mut |i| f64::from(i % 65_536) - 32_768.0)),
        ("constant", each(&mut |_| 12_345.0)),
        ("silence", each(&mut |_| 0.0)),
    ]
}

fn tones(i: u32) -> f64 {
    let tone = |hz: f64| (TAU * hz * f64::from(i) / f64::from(RATE)).sin();
    32_767.0 * (0.3 * tone(440.0) + 0.2 * tone(880.0))
}

fn lcg(state: &mut u32) -> f64 {
    *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    f64::from((*state >> 16) as u16 as i16)
}

fn h4(pcm: &[u8], n: usize, k: usize) -> usize {
    let config = Config::new(RATE, n as u16, k as u16).unwrap();
    let mut storage = vec![0.0; config.storage_len()];
    let mut tokenizer = Tokenizer::new(config, &mut storage).unwrap();
    let mut out = vec![Repr::EMPTY; k];
    let mut tokens = 0;
    let mut pcm = pcm;
    while let Some(frame) = tokenizer.push(&mut pcm, &mut out).unwrap() {
        tokens += black_box(&out)[..frame.count].len();
    }
    tokens
}

fn window(n: usize) -> Vec<f32> {
    (0..n)
        .map(|k| (0.5 - 0.5 * (TAU * k as f64 / (n - 1) as f64).cos()) as f32)
        .collect()
}

/// The plain way: transform, a square root for each bin, insertion into a list of the K largest.
fn plain(
    pcm: &[u8],
    n: usize,
    k: usize,
    spectrum: &mut dyn FnMut(&mut [f32], &mut [Complex32]),
) -> usize {
    let samples: Vec<f32> = pcm
        .as_chunks::<2>()
        .0
        .iter()
        .map(|s| f32::from(i16::from_le_bytes(*s)) / 32_768.0)
        .collect();
    let window = window(n);
    let mut frame = vec![0.0; n];
    let mut bins = vec![Complex32::default(); n / 2 + 1];
    let mut top: Vec<(f32, usize)> = Vec::with_capacity(k + 1);
    let mut tokens = 0;
    let mut at = 0;
    while at + n <= samples.len() {
        for ((f, s), w) in frame.iter_mut().zip(&samples[at..]).zip(&window) {
            *f = s * w;
        }
        spectrum(&mut frame, &mut bins);
        top.clear();
        for (bin, c) in bins.iter().enumerate() {
            let m = (c.re * c.re + c.im * c.im).sqrt();
            if top.len() < k || m > top[k - 1].0 {
                let place = top.partition_point(|(other, _)| *other >= m);
                top.insert(place, (m, bin));
                top.truncate(k);
            }
        }
        let max = if top[0].0 == 0.0 { 1.0 } else { top[0].0 };
        for (m, bin) in &top {
            let c = bins[*bin];
            let hz = (*bin as f32 * RATE as f32 / n as f32).min(20_000.0);
            let token = Repr {
                frequency: (hz * 10.0) as u32,
                magnitude: (m / max * 65_535.0) as u16,
                phase: ((c.im.atan2(c.re) + std::f32::consts::PI) / std::f32::consts::TAU
                    * 65_535.0) as u16,
            };
            black_box(token);
        }
        tokens += top.len();
        at += n / 2;
    }
    tokens
}

fn with_microfft(frame: &mut [f32], bins: &mut [Complex32]) {
    macro_rules! sizes {
        ($($size:literal $rfft:ident)*) => {
            match frame.len() {
                $($size => &microfft::real::$rfft(frame.first_chunk_mut().unwrap())[..],)*
                _ => unreachable!("a size of the format"),
            }
        };
    }
    let packed = sizes! {
        256 rfft_256 512 rfft_512 1024 rfft_1024 2048 rfft_2048
        4096 rfft_4096 8192 rfft_8192 16384 rfft_16384
    };
    let (last, head) = bins.split_last_mut().unwrap();
    for (to, from) in head.iter_mut().zip(packed) {
        *to = Complex32::new(from.re, from.im);
    }
    *last = Complex32::new(head[0].im, 0.0);
    head[0].im = 0.0;
}

/// The powers of the first frames, to measure the selection alone.
fn powers(pcm: &[u8], n: usize) -> Vec<Vec<f32>> {
    let mut powers = Vec::new();
    plain(
        &pcm[..pcm.len().min((ALONE + 1) * n)],
        n,
        1,
        &mut |frame, bins| {
            with_microfft(frame, bins);
            powers.push(bins.iter().map(|c| c.re * c.re + c.im * c.im).collect());
        },
    );
    powers
}

fn selection(powers: &[Vec<f32>], k: usize) -> usize {
    let mut scratch = vec![0.0; select::scratch_len(k)];
    powers
        .iter()
        .map(|power| {
            select::largest(black_box(power), &mut scratch, k)
                .map(|(bin, _)| usize::from(bin))
                .sum::<usize>()
        })
        .sum()
}

fn best(best: &mut f64, run: impl FnOnce() -> usize) {
    let start = Instant::now();
    black_box(run());
    *best = best.min(start.elapsed().as_secs_f64());
}

fn python(pcm: &[u8], n: usize, k: usize) -> Vec<(String, f64)> {
    let Some(python) = std::env::var_os("H4_PYTHON") else {
        return Vec::new();
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/audio_numpy.py");
    let mut child = Command::new(python)
        .args([script, &RATE.to_string(), &n.to_string(), &k.to_string()])
        .env("OMP_NUM_THREADS", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(pcm).unwrap();
    let output = child.wait_with_output().unwrap();
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, seconds)| (name.to_owned(), seconds.parse().unwrap()))
        .collect()
}

fn main() {
    let mut args = std::env::args().skip(1).map(|arg| arg.parse().unwrap());
    let (n, k) = (args.next().unwrap_or(2048), args.next().unwrap_or(32));
    let frames = (SAMPLES as usize - n) / (n / 2) + 1;
    println!("frame size {n}, {k} tokens a frame, {frames} frames of {RATE} Hz");
    let mut planner = realfft::RealFftPlanner::<f32>::new();
    let plan = planner.plan_fft_forward(n);
    let mut scratch = plan.make_scratch_vec();
    for (name, samples) in signals() {
        let pcm: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
        let powers = powers(&pcm, n);
        let mut seconds = [f64::MAX; 4];
        let mut others: Vec<(String, f64)> = Vec::new();
        for round in 0..ROUNDS {
            best(&mut seconds[0], || h4(&pcm, n, k));
            best(&mut seconds[1], || plain(&pcm, n, k, &mut with_microfft));
            best(&mut seconds[2], || {
                plain(&pcm, n, k, &mut |frame, bins| {
                    plan.process_with_scratch(frame, bins, &mut scratch)
                        .unwrap();
                })
            });
            best(&mut seconds[3], || selection(&powers, k));
            if round % 5 == 0 {
                for (i, (name, time)) in python(&pcm, n, k).into_iter().enumerate() {
                    match others.get_mut(i) {
                        Some((_, best)) => *best = best.min(time),
                        None => others.push((name, time)),
                    }
                }
            }
        }
        let [h4, plain, realfft, alone] = seconds;
        let alone = alone / powers.len() as f64 * frames as f64;
        println!("\n{name}");
        let rows = [
            ("h4core", h4),
            ("microfft, insertion", plain),
            ("realfft, insertion", realfft),
        ];
        let others = others.iter().map(|(name, time)| (name.as_str(), *time));
        for (name, time) in rows.into_iter().chain(others) {
            println!(
                "  {name:24} {:7.0} x real time {:7.2} us a frame; h4core is {:5.2} of it",
                60.0 / time,
                time / frames as f64 * 1e6,
                time / h4
            );
        }
        println!(
            "  selection alone          {:7.2} us a frame, {:.1} % of h4core",
            alone / frames as f64 * 1e6,
            alone / h4 * 100.0
        );
    }
}
