//! Sealed containers beside the same calls made straight to `aes-gcm`, `hkdf`, `sha2` and `crc32fast`.

use std::hint::black_box;
use std::time::Duration;

use h4core::container::Put;
use h4core::engine::Store;
use h4core::hash::{Crc32, Sha256};
use h4core::stream::{SealedReader, SealedWriter};
use h4core::wire::binding::BlockBinding;
use h4core::wire::seal::{MAX_LEN, Mode, Repr, Role};

use crate::living::{OVERHEAD, Straight};
use crate::timing::{noise, pair, throughput};

const CHUNK: usize = 12;
const SECRET: [u8; 32] = [0x53; 32];

fn seal() -> Repr<'static> {
    let pin = const { &Store::PIN };
    Repr {
        mode: Mode::Off,
        role: Role::Initiator,
        frame_time_us: 33_333,
        session_id: &[7; 32],
        binding: BlockBinding::new(pin.id, &pin.fingerprint.0, &[9; 32], "video_main")
            .expect("legal"),
    }
}

fn writer() -> SealedWriter {
    let mut out = [0; 20 + MAX_LEN];
    let (writer, _) = SealedWriter::begin(&SECRET, &seal(), &mut out).expect("fits");
    writer
}

/// Writing and reading in order, and the way to a block far behind.
pub fn stream() {
    println!(
        "\n{:<44} {:>13} {:>13} {:>6}",
        "sealed containers", "h4core", "straight", "ratio"
    );
    for (name, len, count, rounds) in [
        ("10000 blocks of 64 B", 64, 10_000, 21),
        ("10000 blocks of 4 KiB", 4096, 10_000, 21),
        ("400 blocks of 512 KiB", 512 * 1024, 400, 7),
    ] {
        write(name, len, count, rounds);
        read(name, len, count, rounds);
    }
    alone();
}

/// The straight side takes the checksums of the container too.
fn write(name: &str, len: usize, count: usize, rounds: usize) {
    let (mut a, mut b) = (noise(CHUNK + OVERHEAD + len), noise(OVERHEAD + len));
    let mut writer = writer();
    let mut straight = Straight::NEW;
    let mut veri = Sha256::new();
    let measured = pair(
        rounds,
        || {
            for _ in 0..count {
                let put: Put = writer.block(&mut a, None).expect("fits");
                black_box((&a, put));
            }
        },
        || {
            for _ in 0..count {
                straight.seal(&mut b);
                veri.update(&[0; CHUNK]);
                veri.update(&b);
                black_box((&b, Crc32::of(&b)));
            }
        },
    );
    throughput(&format!("write, {name}"), len * count, &measured);
}

/// Both sides copy a block in and take its CRC before they open it.
fn read(name: &str, len: usize, count: usize, rounds: usize) {
    let distinct = count.min((64 << 20) / len);
    let (mut ours, mut others) = (Vec::new(), Vec::new());
    let mut writer = writer();
    let mut straight = Straight::NEW;
    for _ in 0..distinct {
        let mut chunk = noise(CHUNK + OVERHEAD + len);
        writer.block(&mut chunk, None).expect("fits");
        ours.push(chunk[CHUNK..].to_vec());
        let mut block = noise(OVERHEAD + len);
        straight.seal(&mut block);
        others.push(block);
    }
    let (mut a, mut b) = (ours[0].clone(), others[0].clone());
    let measured = pair(
        rounds,
        || {
            for round in 0..count.div_ceil(distinct) {
                let mut reader = SealedReader::new(&SECRET, &seal(), &Store::PIN).expect("pinned");
                for (block, index) in ours.iter().zip(0..).take(count - round * distinct) {
                    a.copy_from_slice(block);
                    black_box(Crc32::of(&a));
                    black_box(reader.open(index, &mut a).expect("authentic"));
                }
            }
        },
        || {
            for round in 0..count.div_ceil(distinct) {
                let mut straight = Straight::NEW;
                for block in others.iter().take(count - round * distinct) {
                    b.copy_from_slice(block);
                    black_box(Crc32::of(&b));
                    straight.open(&mut b);
                    black_box(&b);
                }
            }
        },
    );
    throughput(&format!("read, {name}"), len * count, &measured);
}

/// The way to a block far behind the reader, which is what opening it alone costs.
fn alone() {
    for (far, rounds) in [(1_000, 201), (100_000, 11)] {
        let measured = pair(
            rounds,
            || {
                let mut reader = SealedReader::new(&SECRET, &seal(), &Store::PIN).expect("pinned");
                reader.walk_to(far).expect("ahead");
                black_box(&reader);
            },
            || {
                let mut straight = Straight::NEW;
                for _ in 0..far {
                    straight.pass();
                }
                black_box(&straight.counter);
            },
        );
        let rate = |time: Duration| far as f64 / time.as_secs_f64() / 1e6;
        println!(
            "{:<44} {:>6.2} /us    {:>6.2} /us    {:>6.2}",
            format!("steps to block {far} alone"),
            rate(measured.ours),
            rate(measured.other),
            measured.ratio
        );
    }
}
