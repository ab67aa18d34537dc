//! Sealed containers from C: written byte for byte as Rust writes them, and read, changed in any way, as what was sealed or not at all.
//! Any bytes as SEAL, and any file, are judged as Rust judges them.
#![no_main]

#[path = "../../h4core-ffi/src/abi/mod.rs"]
#[allow(dead_code, missing_docs)]
mod abi;
#[path = "c_abi/sealed_recipe.rs"]
mod recipe;

use std::mem::{size_of, zeroed};
use std::ptr::{from_mut, null_mut};

use abi::seal::{h4_container_seal, h4_reader_seal, h4_seal_parse, h4_seal_t};
use abi::sealed_reader::{
    H4_UNSEALED_END, H4_UNSEALED_MEDIA, h4_sealed_reader_end, h4_sealed_reader_init,
    h4_sealed_reader_init_at, h4_sealed_reader_open, h4_sealed_reader_point,
    h4_sealed_reader_restart, h4_sealed_reader_resume, h4_sealed_reader_walk_to,
    h4_sealed_reader_wipe, h4_unsealed_t,
};
use abi::state_cipher::h4_sealed_reader_t;
use abi::status::H4_OK;
use arbitrary::Arbitrary;
use h4core::container::{Container, MediaLengths};
use h4core::stream::seal_in;
use h4core::wire::seal::{MAX_LEN, Repr, Seal};
use libfuzzer_sys::fuzz_target;
use recipe::{ENGINE, Recipe, SECRET, text};

#[derive(Arbitrary, Debug)]
enum Step {
    /// Opens a block, its bytes perhaps changed, under a number that is perhaps another.
    Open {
        block: u8,
        number: u8,
        change: Option<(u16, u8)>,
        cut: u8,
    },
    Restart,
    WalkTo(u8),
    Keep,
    Resume,
    InitAtKept,
    Wipe,
}

fn read(recipe: &Recipe, file: &[u8], steps: Vec<Step>) {
    let container = Container::open(file).unwrap();
    let mut payloads = Vec::new();
    let mut walk = container.block_walk(MediaLengths::Sealed);
    while let Ok(Some(block)) = walk.next_unverified(&mut { file }) {
        payloads
            .push(file[block.chunk.payload_offset() as usize..block.chunk.end() as usize].to_vec());
    }
    // SAFETY: states and outputs are plain numbers.
    let (mut reader, mut seal): (h4_sealed_reader_t, h4_seal_t) = unsafe { (zeroed(), zeroed()) };
    assert_eq!(
        h4_container_seal(file.as_ptr(), file.len(), &mut seal, null_mut()),
        H4_OK
    );
    let (size, engine) = (size_of::<h4_sealed_reader_t>(), text(ENGINE));
    let at = from_mut(&mut reader).cast();
    let status = h4_sealed_reader_init(
        at,
        size,
        SECRET.as_ptr(),
        32,
        &seal,
        &engine,
        [2; 32].as_ptr(),
    );
    assert_eq!(status, H4_OK);
    let (mut chain, mut index) = ([0; 32], 0);
    for step in steps.into_iter().take(64) {
        match step {
            Step::Open {
                block,
                number,
                change,
                cut,
            } => {
                let mut bytes = payloads[usize::from(block) % payloads.len()].clone();
                if let Some((at, bits)) = change {
                    let at = usize::from(at) % bytes.len();
                    bytes[at] ^= bits;
                }
                bytes.truncate(bytes.len() - usize::from(cut).min(bytes.len()));
                let before = bytes.clone();
                // SAFETY: as above.
                let mut unsealed: h4_unsealed_t = unsafe { zeroed() };
                unsealed.kind = 9;
                let status = h4_sealed_reader_open(
                    &mut reader,
                    u64::from(number),
                    bytes.as_mut_ptr(),
                    bytes.len(),
                    &mut unsealed,
                );
                let number = usize::from(number);
                if status != H4_OK {
                    assert_eq!(
                        (unsealed.kind, unsealed.plaintext_len, bytes),
                        (0, 0, before)
                    );
                    continue;
                }
                // It is, as it was sealed, the block of this number.
                assert_eq!(before, payloads[number]);
                if number == recipe.blocks.len() {
                    assert_eq!(unsealed.kind, H4_UNSEALED_END);
                } else {
                    assert_eq!(unsealed.kind, H4_UNSEALED_MEDIA);
                    let plain =
                        &bytes[unsealed.plaintext_at as usize..][..unsealed.plaintext_len as usize];
                    assert_eq!(plain, recipe.blocks[number]);
                    assert_eq!(
                        unsealed.pts_us,
                        number as u64 * u64::from(recipe.frame_time_us)
                    );
                }
            }
            Step::Restart => {
                h4_sealed_reader_restart(&mut reader, SECRET.as_ptr(), 32);
            }
            Step::WalkTo(number) => {
                h4_sealed_reader_walk_to(&mut reader, u64::from(number));
            }
            Step::Keep => {
                let (mut now, mut kept) = (0, [0; 32]);
                if h4_sealed_reader_point(&reader, &mut now, kept.as_mut_ptr(), 32) == H4_OK {
                    (index, chain) = (now, kept);
                }
            }
            Step::Resume => {
                h4_sealed_reader_resume(&mut reader, index, chain.as_ptr(), 32);
            }
            Step::InitAtKept => {
                let at = from_mut(&mut reader).cast();
                h4_sealed_reader_init_at(
                    at,
                    size,
                    index,
                    chain.as_ptr(),
                    32,
                    &seal,
                    &engine,
                    [2; 32].as_ptr(),
                );
            }
            Step::Wipe => {
                assert!(
                    h4_sealed_reader_wipe(&mut reader) == H4_OK
                        || reader.opaque.iter().all(|word| *word == 0)
                );
            }
        }
        let mut count = u64::MAX;
        if h4_sealed_reader_end(&reader, &mut count) == H4_OK {
            assert_eq!(count, recipe.blocks.len() as u64);
        } else {
            assert_eq!(count, 0);
        }
    }
}

/// Any file: C finds a seal where Rust does.
fn judge(file: &[u8]) {
    // SAFETY: as above.
    let (mut seal, mut fault): (h4_seal_t, _) = unsafe { (zeroed(), zeroed()) };
    let found =
        Container::open(file)
            .map_err(|_| ())
            .and_then(|container| match seal_in(&container) {
                Ok(found) => Ok(found.is_some()),
                Err(_) => Err(()),
            });
    let status = h4_container_seal(file.as_ptr(), file.len(), &mut seal, &mut fault);
    assert_eq!(found == Ok(true), status == H4_OK);
    let mut source: abi::source::h4_source_t = unsafe { zeroed() };
    (source.bytes, source.file_len) = (file.as_ptr(), file.len() as u64);
    let mut room = [0; MAX_LEN];
    let again = h4_reader_seal(
        &source,
        room.as_mut_ptr(),
        room.len(),
        &mut seal,
        &mut fault,
    );
    assert_eq!(again, status);
}

fuzz_target!(|input: (Recipe, Vec<Step>, Option<(u16, u8)>, &[u8])| {
    let (recipe, steps, change, noise) = input;
    // SAFETY: as above.
    let mut seal: h4_seal_t = unsafe { zeroed() };
    let status = h4_seal_parse(noise.as_ptr(), noise.len(), &mut seal);
    assert_eq!(status == H4_OK, Repr::parse(&Seal::new(noise)).is_ok());
    judge(noise);
    let mut file = recipe.from_c();
    assert_eq!(file, recipe.from_rust());
    read(&recipe, &file, steps);
    if let Some((at, bits)) = change {
        let at = usize::from(at) % file.len();
        file[at] ^= bits;
        judge(&file);
    }
});
