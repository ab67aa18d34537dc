//! The Living Cipher from C in any order of calls, with states that are zero, of another kind or done with: what opens is, byte for
//! byte, what was sealed; what does not leaves block, state and exchange as they were and its outputs safe.
#![no_main]

#[path = "../../h4core-ffi/src/abi/mod.rs"]
#[allow(dead_code, missing_docs)]
mod abi;
#[path = "c_abi/cipher_world.rs"]
mod world;

use std::ffi::c_void;
use std::mem::zeroed;
use std::ptr::null;

use abi::exchange::{h4_exchange_export, h4_exchange_import, h4_exchange_wipe};
use abi::file_chain::{h4_file_chain_open, h4_file_chain_point, h4_file_chain_walk_to};
use abi::opener::{h4_opener_open, h4_opener_open_parts, h4_opener_wipe};
use abi::opener_stored::{h4_opener_export, h4_opener_import, h4_opener_tip};
use abi::sealer::{
    h4_sealer_lease, h4_sealer_resume, h4_sealer_room, h4_sealer_seal, h4_sealer_tip,
    h4_sealer_wipe,
};
use abi::session::h4_opened_t;
use abi::status::H4_OK;
use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use world::{Kind, Rules, STATES, Sealed, WORDS, World};

#[derive(Arbitrary, Debug)]
enum Call {
    Init(u8, Kind, Rules, Option<u16>),
    Seal {
        state: u8,
        exchange: Option<u8>,
        plain: u8,
        aad: bool,
        entropy: Option<u8>,
        short: bool,
    },
    Open {
        state: u8,
        exchange: Option<u8>,
        block: u8,
        aad: bool,
        change: Option<(u16, u8)>,
        cut: u8,
        parts: Option<u8>,
    },
    FileOpen(u8, u8, u16, bool, Option<(u16, u8)>),
    WalkTo(u8, u16),
    Point(u8, u8),
    Room(u8),
    Tips(u8),
    Lease(u8, u8, u8),
    Export(u8, bool, u8),
    /// Goes on from what was exported last, or from any bytes.
    Import(u8, u8, u8, Option<Vec<u8>>),
    Wipe(u8, u8),
}

const AAD: &[u8] = b"associated";
/// What no call may leave in an output.
const DIRT: usize = 0xa5a5;

fn aad(there: bool) -> (*const u8, usize) {
    if there {
        (AAD.as_ptr(), AAD.len())
    } else {
        (null(), 0)
    }
}

fn call(world: &mut World, call: Call) {
    let mut len = DIRT;
    match call {
        Call::Init(state, kind, rules, size) => world.init(state, &kind, rules, size),
        Call::Seal {
            state,
            exchange,
            plain,
            aad: with,
            entropy,
            short,
        } => {
            let (mut at, mut overhead) = (DIRT, DIRT);
            h4_sealer_room(world.state(state), &mut at, &mut overhead);
            let plain = vec![plain; usize::from(plain % 50)];
            let mut block = vec![0xa5; overhead + plain.len()];
            if let Some(room) = block.get_mut(at..at + plain.len()) {
                room.copy_from_slice(&plain);
            }
            let before = block.clone();
            let block_len = block.len() - usize::from(short).min(block.len());
            let bytes = entropy.map(|entropy| [entropy; 32]);
            let entropy = bytes.as_ref().map_or(null(), |bytes| bytes.as_ptr());
            let lent = world.lent(state, exchange);
            let ((aad, aad_len), mut counter) = (aad(with), u64::MAX);
            let status = h4_sealer_seal(
                world.state(state),
                block.as_mut_ptr(),
                block_len,
                aad,
                aad_len,
                entropy,
                lent,
                &mut counter,
            );
            if status == H4_OK {
                block.truncate(block_len);
                let plain = before[at..][..block_len - overhead].to_vec();
                world.sealed.push(Sealed { block, plain });
            } else {
                assert_eq!((block, counter), (before, 0));
            }
        }
        Call::Open {
            state,
            exchange,
            block,
            aad: with,
            change,
            cut,
            parts,
        } => {
            let mut block = world.block(block, change, cut);
            let (before, lent) = (block.clone(), world.lent(state, exchange));
            let memory = world.memory.clone();
            let (aad, aad_len) = aad(with);
            // SAFETY: the output is plain numbers.
            let mut opened: h4_opened_t = unsafe { zeroed() };
            opened.counter = u64::MAX;
            let opener = world.state(state);
            let status = if let Some(at) = parts {
                let (header, sealed) = block.split_at_mut(usize::from(at).min(before.len()));
                let status = h4_opener_open_parts(
                    opener,
                    header.as_ptr(),
                    header.len(),
                    sealed.as_mut_ptr(),
                    sealed.len(),
                    aad,
                    aad_len,
                    lent,
                    &mut opened,
                );
                opened.plaintext_at += if status == H4_OK { header.len() } else { 0 };
                status
            } else {
                h4_opener_open(
                    opener,
                    block.as_mut_ptr(),
                    block.len(),
                    aad,
                    aad_len,
                    lent,
                    &mut opened,
                )
            };
            world.judge(status, &before, &block, &opened);
            assert!(status == H4_OK || memory == world.memory);
        }
        Call::FileOpen(state, block, counter, with, change) => {
            let mut block = world.block(block, change, 0);
            let before = block.clone();
            let (aad, aad_len) = aad(with);
            // SAFETY: as above.
            let mut opened: h4_opened_t = unsafe { zeroed() };
            let counter = u64::from(counter % 1024);
            let status = h4_file_chain_open(
                world.state(state),
                counter,
                block.as_mut_ptr(),
                block.len(),
                aad,
                aad_len,
                &mut opened,
            );
            world.judge(status, &before, &block, &opened);
        }
        Call::WalkTo(state, counter) => {
            h4_file_chain_walk_to(world.state(state), u64::from(counter % 1024));
        }
        Call::Point(state, room) => {
            let (mut counter, mut out) = (u64::MAX, [0xa5; 40]);
            let room = usize::from(room) % 41;
            let status =
                h4_file_chain_point(world.state(state), &mut counter, out.as_mut_ptr(), room);
            assert!(status == H4_OK || counter == 0 && (out == [0xa5; 40] || out == [0; 40]));
        }
        Call::Room(state) => {
            let mut overhead = DIRT;
            let status = h4_sealer_room(world.state(state), &mut len, &mut overhead);
            assert!(status == H4_OK && overhead == len + 16 || (len, overhead) == (0, 0));
        }
        Call::Tips(state) => {
            // SAFETY: as above.
            let mut tip = unsafe { zeroed() };
            h4_sealer_tip(world.state(state), &mut tip);
            h4_opener_tip(world.state(state), &mut tip);
        }
        Call::Lease(state, blocks, room) => {
            let mut out = vec![0; usize::from(room)];
            let status = h4_sealer_lease(
                world.state(state),
                u32::from(blocks),
                out.as_mut_ptr(),
                out.len(),
                &mut len,
            );
            world.keep(status, &out, len);
        }
        Call::Export(state, opener, room) => {
            let mut out = vec![0; usize::from(room) * 16];
            let (to, room) = (out.as_mut_ptr(), out.len());
            let status = if opener {
                h4_opener_export(world.state(state), to, room, &mut len)
            } else {
                h4_exchange_export(world.state(state), to, room, &mut len)
            };
            world.keep(status, &out, len);
        }
        Call::Import(state, kind, window, bytes) => {
            let bytes = bytes.unwrap_or_else(|| world.stored.clone());
            let (from, len, whole) = (bytes.as_ptr(), bytes.len(), WORDS * 8);
            let at: *mut c_void = world.state(state);
            match kind % 3 {
                0 => h4_sealer_resume(at, whole, from, len),
                1 => h4_opener_import(at, whole, u32::from(window % 65), from, len),
                _ => h4_exchange_import(at, whole, from, len),
            };
        }
        Call::Wipe(state, kind) => {
            match kind % 3 {
                0 => h4_sealer_wipe(world.state(state)),
                1 => h4_opener_wipe(world.state(state)),
                _ => h4_exchange_wipe(world.state(state)),
            };
        }
    }
}

fuzz_target!(|calls: Vec<Call>| {
    let mut world = World {
        memory: Box::new([[0; WORDS]; STATES]),
        sealed: Vec::new(),
        stored: Vec::new(),
    };
    for each in calls.into_iter().take(64) {
        call(&mut world, each);
    }
});
