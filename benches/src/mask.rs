//! The mask beside a plain loop over `sha2`.

use std::hint::black_box;

use h4core::crypto::mask::{DEFAULT_CONTEXT, MaskKey};
use sha2::{Digest, Sha256};

use crate::timing::{noise, pair, throughput};

const ROUNDS: usize = 15;

/// The same keystream, one hash at a time.
fn plain(key: &[u8; 32], data: &mut [u8]) {
    for (j, piece) in (0u32..).zip(data.chunks_mut(32)) {
        let stream = Sha256::new()
            .chain_update(key)
            .chain_update(j.to_be_bytes())
            .finalize();
        for (byte, mask) in piece.iter_mut().zip(stream) {
            *byte ^= mask;
        }
    }
}

/// Masking.
pub fn mask() {
    println!(
        "\n{:<44} {:>13} {:>13} {:>6}",
        "mask", "h4core", "plain loop", "ratio"
    );
    let key = MaskKey::new(b"sixteen bytes or more").expect("long enough");
    for (name, len, repeat) in [
        ("64 B", 64, 4000),
        ("1 KiB", 1024, 1000),
        ("512 KiB", 512 * 1024, 8),
    ] {
        let (mut a, mut b) = (noise(len), noise(len));
        let block = key.block(DEFAULT_CONTEXT, 0);
        let measured = pair(
            ROUNDS,
            || {
                for _ in 0..repeat {
                    block.apply(0, &mut a).expect("in range");
                    black_box(&a);
                }
            },
            || {
                for _ in 0..repeat {
                    plain(&[7; 32], &mut b);
                    black_box(&b);
                }
            },
        );
        throughput(name, len * repeat, &measured);
    }
}
