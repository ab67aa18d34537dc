//! The audio tokenizer against three others of the same output, in multiples of real time on one core.
//!
//! 60 s of mono at 48 kHz, frames of 2048, 32 tokens each. Everything takes its turn in several rounds; of each 64 frames the
//! best round counts, so that a neighbour on the machine disturbs little.
//! `H4_PYTHON` names a Python with numpy and scipy for the last rows. Arguments: frame size and tokens a frame.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::unreachable,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a program that measures"
)]

use std::f32::consts::{PI, TAU};
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
const ROUNDS: usize = 25;

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
    let tone = |hz: f64| (std::f64::consts::TAU * hz * f64::from(i) / f64::from(RATE)).sin();
    32_767.0 * (0.3 * tone(440.0) + 0.2 * tone(880.0))
}

fn lcg(state: &mut u32) -> f64 {
    *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    f64::from((*state >> 16) as u16 as i16)
}

/// The best time of each 64 frames.
#[derive(Default)]
struct Laps {
    best: Vec<f64>,
    frames: usize,
    start: Option<Instant>,
}

impl Laps {
    const FRAMES: usize = 64;

    fn begin(&mut self) {
        self.frames = 0;
        self.start = Some(Instant::now());
    }

    fn frame(&mut self) {
        self.frames += 1;
        if self.frames.is_multiple_of(Self::FRAMES) {
            let now = Instant::now();
            let lap = (now - self.start.unwrap()).as_secs_f64();
            let at = self.frames / Self::FRAMES - 1;
            match self.best.get_mut(at) {
                Some(best) => *best = best.min(lap),
                None => self.best.push(lap),
            }
            self.start = Some(Instant::now());
        }
    }

    /// Microseconds a frame.
    fn us(&self) -> f64 {
        self.best.iter().sum::<f64>() * 1e6 / (self.best.len() * Self::FRAMES) as f64
    }
}

fn h4(pcm: &[u8], n: usize, k: usize, laps: &mut Laps) {
    let config = Config::new(RATE, n as u16, k as u16).unwrap();
    let mut storage = vec![0.0; config.storage_len()];
    let mut tokenizer = Tokenizer::new(config, &mut storage).unwrap();
    let mut out = vec![Repr::EMPTY; k];
    let mut pcm = pcm;
    laps.begin();
    while tokenizer.push(&mut pcm, &mut out).unwrap().is_some() {
        black_box(&out);
        laps.frame();
    }
}

fn window(n: usize) -> Vec<f32> {
    (0..n)
        .map(|k| (0.5 - 0.5 * (std::f64::consts::TAU * k as f64 / (n - 1) as f64).cos()) as f32)
        .collect()
}

/// The plain way: transform, a square root for each bin, insertion into a list of the K largest.
fn plain(
    pcm: &[u8],
    n: usize,
    k: usize,
    laps: &mut Laps,
    spectrum: &mut dyn FnMut(&mut [f32], &mut [Complex32]),
) {
    let window = window(n);
    let mut frame = vec![0.0; n];
    let mut bins = vec![Complex32::default(); n / 2 + 1];
    let mut top: Vec<(f32, usize)> = Vec::with_capacity(k + 1);
    let samples = pcm.as_chunks::<2>().0;
    laps.begin();
    for samples in samples.windows(n).step_by(n / 2) {
        for ((f, s), w) in frame.iter_mut().zip(samples).zip(&window) {
            *f = f32::from(i16::from_le_bytes(*s)) / 32_768.0 * w;
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
            black_box(Repr {
                frequency: (hz * 10.0) as u32,
                magnitude: (m / max * 65_535.0) as u16,
                phase: ((c.im.atan2(c.re) + PI) / TAU * 65_535.0) as u16,
            });
        }
        laps.frame();
    }
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

/// The powers of every frame, to measure the selection alone.
fn powers(pcm: &[u8], n: usize) -> Vec<Vec<f32>> {
    let mut powers = Vec::new();
    plain(pcm, n, 1, &mut Laps::default(), &mut |frame, bins| {
        with_microfft(frame, bins);
        powers.push(bins.iter().map(|c| c.re * c.re + c.im * c.im).collect());
    });
    powers
}

fn selection(powers: &[Vec<f32>], k: usize, laps: &mut Laps) {
    let mut scratch = vec![0.0; select::scratch_len(k)];
    laps.begin();
    for power in powers {
        let bins =
            select::largest(black_box(power), &mut scratch, k).map(|(bin, _)| usize::from(bin));
        black_box(bins.sum::<usize>());
        laps.frame();
    }
}

/// Names, and microseconds a frame.
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
        .map(|(name, us)| (name.to_owned(), us.parse().unwrap()))
        .collect()
}

fn main() {
    let mut args = std::env::args().skip(1).map(|arg| arg.parse().unwrap());
    let (n, k) = (args.next().unwrap_or(2048), args.next().unwrap_or(32));
    println!("frame size {n}, {k} tokens a frame, {SAMPLES} samples at {RATE} Hz");
    let mut planner = realfft::RealFftPlanner::<f32>::new();
    let plan = planner.plan_fft_forward(n);
    let mut scratch = plan.make_scratch_vec();
    let mut with_realfft = |frame: &mut [f32], bins: &mut [Complex32]| {
        plan.process_with_scratch(frame, bins, &mut scratch)
            .unwrap();
    };
    for (name, samples) in signals() {
        let pcm: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
        let powers = powers(&pcm, n);
        let mut laps: [Laps; 4] = Default::default();
        let [ours, microfft, realfft, alone] = &mut laps;
        for _ in 0..ROUNDS {
            h4(&pcm, n, k, ours);
            plain(&pcm, n, k, microfft, &mut with_microfft);
            plain(&pcm, n, k, realfft, &mut with_realfft);
            selection(&powers, k, alone);
        }
        let mut rows = python(&pcm, n, k);
        rows.insert(0, ("microfft, insertion".to_owned(), microfft.us()));
        rows.insert(1, ("realfft, insertion".to_owned(), realfft.us()));
        // How many microseconds a frame moves on.
        let hop = (n / 2) as f64 * 1e6 / f64::from(RATE);
        println!("\n{name:20} us a frame   x real time   h4core is faster by");
        println!(
            "{:20} {:10.2} {:13.0}",
            "h4core",
            ours.us(),
            hop / ours.us()
        );
        for (name, us) in rows {
            println!(
                "{name:20} {us:10.2} {:13.0} {:21.2}",
                hop / us,
                us / ours.us()
            );
        }
        println!(
            "{:20} {:10.2} {:13.1} % of h4core",
            "selection alone",
            alone.us(),
            alone.us() / ours.us() * 100.0
        );
    }
}
