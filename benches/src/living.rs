//! The Living Cipher beside the same calls made straight to `aes-gcm`, `hkdf` and `sha2`.

use std::hint::black_box;
use std::process::Command;

use aes_gcm::aead::AeadInOut;
use aes_gcm::{Aes256Gcm, KeyInit};
use h4core::crypto::living::{Context, Mode, Opener, Role, Sealer, Session};
use hkdf::Hkdf;
use sha2::{Digest, Sha256};

use crate::timing::{noise, pair, throughput};

const AAD: &[u8] = b"H4MK|identity|00|00|video_main|0|0";
const HEADER: usize = 78;
pub const OVERHEAD: usize = 94;
const SUITE: &[u8] = b"H4-LIVING-AESGCM-HKDF-SHA256-v3";

/// One direction without any check: a chain, a transcript, a counter.
#[derive(Clone)]
pub struct Straight {
    chain: [u8; 32],
    transcript: [u8; 32],
    pub counter: u64,
}

impl Straight {
    pub const NEW: Self = Self {
        chain: [0x53; 32],
        transcript: [0; 32],
        counter: 0,
    };

    /// Goes on by one block; gives its cipher and nonce.
    fn step(&mut self) -> (Aes256Gcm, [u8; 12]) {
        let n = self.counter.to_be_bytes();
        let mut key = [0; 32];
        let mut nonce = [0; 12];
        let hkdf = Hkdf::<Sha256>::new(None, &self.chain);
        hkdf.expand_multi_info(&[SUITE, b"|ratchet|mk|", &n], &mut key)
            .expect("short");
        hkdf.expand_multi_info(&[SUITE, b"|ratchet|ck|", &n], &mut self.chain)
            .expect("short");
        Hkdf::<Sha256>::new(None, &key)
            .expand_multi_info(&[b"nonce|", &n], &mut nonce)
            .expect("short");
        self.counter += 1;
        (Aes256Gcm::new(&key.into()), nonce)
    }

    /// Goes on by one block without its key.
    pub fn pass(&mut self) {
        let n = self.counter.to_be_bytes();
        Hkdf::<Sha256>::new(None, &self.chain)
            .expand_multi_info(&[SUITE, b"|ratchet|ck|", &n], &mut self.chain)
            .expect("short");
        self.counter += 1;
    }

    fn link(&mut self, header: &[u8], sealed: &[u8]) {
        self.transcript = Sha256::new()
            .chain_update(self.transcript)
            .chain_update(Sha256::digest(header))
            .chain_update(Sha256::digest(sealed))
            .finalize()
            .into();
    }

    pub fn seal(&mut self, block: &mut [u8]) {
        let (header, sealed) = block.split_at_mut(HEADER);
        header[..5].copy_from_slice(b"H4LC3");
        header[5] = 31;
        header[6..37].copy_from_slice(SUITE);
        header[37..45].copy_from_slice(&self.counter.to_be_bytes());
        header[45..77].copy_from_slice(&self.transcript);
        header[77] = 0;
        let (cipher, nonce) = self.step();
        let aad = [AAD, header].concat();
        let (body, tag) = sealed.split_at_mut(sealed.len() - 16);
        tag.copy_from_slice(
            &cipher
                .encrypt_inout_detached(&nonce.into(), &aad, body.into())
                .expect("short"),
        );
        self.link(header, sealed);
    }

    pub fn open(&mut self, block: &mut [u8]) {
        let (header, sealed) = block.split_at_mut(HEADER);
        let (cipher, nonce) = self.step();
        let aad = [AAD, header].concat();
        self.link(header, sealed);
        let (body, tag) = sealed.split_at_mut(sealed.len() - 16);
        let tag: [u8; 16] = (&*tag).try_into().expect("16 bytes");
        cipher
            .decrypt_inout_detached(&nonce.into(), &aad, body.into(), &tag.into())
            .expect("authentic");
    }
}

/// Sealing and opening in order.
pub fn living() {
    println!(
        "\n{:<44} {:>13} {:>13} {:>6}",
        "living cipher", "h4core", "straight", "ratio"
    );
    for (name, len, count, rounds) in [
        ("10000 blocks of 64 B", 64, 10_000, 41),
        ("10000 blocks of 4 KiB", 4096, 10_000, 41),
        ("1000 blocks of 512 KiB", 512 * 1024, 1000, 3),
    ] {
        let sealed = seal(name, len, count, rounds);
        open(name, len, count, rounds);
        beside_openssl(len, sealed);
    }
}

/// What OpenSSL makes of AES-256-GCM alone, where it is installed: no keys derived, no transcript, its own assembly.
fn beside_openssl(len: usize, sealed: f64) {
    let size = len.to_string();
    let arguments = [
        "speed",
        "-evp",
        "aes-256-gcm",
        "-bytes",
        &size,
        "-seconds",
        "1",
    ];
    let said = Command::new("openssl").args(arguments).output();
    let rate = said.ok().and_then(|said| {
        let text = String::from_utf8(said.stdout).ok()?;
        let kilo = text.lines().last()?.split_whitespace().last()?;
        kilo.strip_suffix('k')?.parse::<f64>().ok()
    });
    match rate {
        Some(kilo) => println!(
            "{:<44} {:>13} {:>8.0} MB/s {:>6.2}",
            "  sealing beside AES-256-GCM of OpenSSL",
            "",
            kilo / 1e3,
            sealed / (kilo * 1e3)
        ),
        None => println!("  OpenSSL: not installed"),
    }
}

fn session(role: Role) -> Session<'static> {
    Session::new(&[0x53; 32], Context::of_session([7; 32]), role, Mode::Off).expect("long enough")
}

/// Gives the bytes sealed in a second.
fn seal(name: &str, len: usize, count: usize, rounds: usize) -> f64 {
    let (mut a, mut b) = (noise(len + OVERHEAD), noise(len + OVERHEAD));
    let mut sealer = Sealer::new(&session(Role::Initiator)).expect("off");
    let mut straight = Straight::NEW;
    let measured = pair(
        rounds,
        || {
            for _ in 0..count {
                sealer.seal(&mut a, AAD, None, None).expect("fits");
                black_box(&a);
            }
        },
        || {
            for _ in 0..count {
                straight.seal(&mut b);
                black_box(&b);
            }
        },
    );
    throughput(&format!("seal, {name}"), len * count, &measured);
    (len * count) as f64 / measured.ours.as_secs_f64()
}

/// Opens blocks sealed beforehand; both sides copy a block in before each.
fn open(name: &str, len: usize, count: usize, rounds: usize) {
    // As many blocks as fit 64 MiB; the receivers begin anew behind them.
    let distinct = count.min((64 << 20) / len);
    let (mut ours, mut others) = (Vec::new(), Vec::new());
    let mut sealer = Sealer::new(&session(Role::Initiator)).expect("off");
    let mut straight = Straight::NEW;
    for _ in 0..distinct {
        let mut block = noise(len + OVERHEAD);
        sealer.seal(&mut block, AAD, None, None).expect("fits");
        ours.push(block);
        let mut block = noise(len + OVERHEAD);
        straight.seal(&mut block);
        others.push(block);
    }
    let (mut a, mut b) = (ours[0].clone(), others[0].clone());
    let measured = pair(
        rounds,
        || {
            for round in 0..count.div_ceil(distinct) {
                let mut opener = Opener::<32>::new(&session(Role::Responder)).expect("off");
                for block in ours.iter().take(count - round * distinct) {
                    a.copy_from_slice(block);
                    opener.open(&mut a, AAD, None).expect("authentic");
                    black_box(&a);
                }
            }
        },
        || {
            for round in 0..count.div_ceil(distinct) {
                let mut straight = Straight::NEW;
                for block in others.iter().take(count - round * distinct) {
                    b.copy_from_slice(block);
                    straight.open(&mut b);
                    black_box(&b);
                }
            }
        },
    );
    throughput(&format!("open, {name}"), len * count, &measured);
}
