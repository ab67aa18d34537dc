//! The C interface in any order of calls, over any file, with states that are zero, of another kind or done with: every call gives
//! a status, outputs are safe, and what it finds is what Rust finds.
#![no_main]

#[path = "../../h4core-ffi/src/abi/mod.rs"]
#[allow(dead_code, missing_docs)]
mod abi;

use std::ffi::c_void;
use std::mem::{size_of, zeroed};
use std::ptr::{null, null_mut};

use abi::container::{h4_container_find, h4_container_seek, h4_container_verify};
use abi::locator::{h4_locator_init, h4_reader_locate_unverified};
use abi::parser::{h4_parser_finish, h4_parser_init, h4_parser_init_for_blocks, h4_parser_push};
use abi::reader::{
    h4_blocks_init, h4_reader_next_block_unverified, h4_reader_next_unverified, h4_walk_init,
};
use abi::recover::{
    h4_recovery_emit, h4_recovery_init, h4_recovery_rebuild, h4_recovery_survey, h4_recovery_update,
};
use abi::seek::{h4_seek_at_or_before, h4_seek_entry, h4_seek_open};
use abi::status::H4_OK;
use abi::tail::{h4_writer_finish, h4_writer_tail};
use abi::verifier::{h4_verifier_finish, h4_verifier_init, h4_verifier_update};
use abi::writer::{h4_writer_begin, h4_writer_block, h4_writer_chunk};
use arbitrary::Arbitrary;
use h4core::container::Verifier;
use h4core_fuzz::Made;
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Call {
    Init { state: u8, size: Option<u8> },
    Block(Vec<u8>, u8),
    Chunk([u8; 4], u8),
    Finish(Vec<(u64, u8)>),
    Tail(u8),
    Push(u8, u8),
    ParserFinish(u8),
    Verify(u8, u8),
    VerifierFinish(u8),
    Next(u8),
    NextBlock(u8),
    SeekOpen(u8),
    Seek(u8, u64),
    Entry(u8, u32),
    Locate(u8, u8, u64),
    Survey(u8, u8),
    Rebuild(u8, u8),
    Emit(u8, u8),
}

const STATES: usize = 4;
const WORDS: usize = 128;
/// What no call may leave in an output.
const DIRT: usize = 0xa5a5;

struct World {
    memory: [[u64; WORDS]; STATES],
    file: Vec<u8>,
    out: [u8; 300],
}

impl World {
    fn state<T>(&mut self, index: u8) -> *mut T {
        assert!(size_of::<T>() <= WORDS * 8);
        self.memory[usize::from(index) % STATES].as_mut_ptr().cast()
    }

    fn source(&self) -> abi::source::h4_source_t {
        // SAFETY: a source of zeros has no pointers, and that is legal.
        let mut source: abi::source::h4_source_t = unsafe { zeroed() };
        source.bytes = self.file.as_ptr();
        source.file_len = self.file.len() as u64;
        source
    }

    fn init(&mut self, which: u8, size: Option<u8>) {
        let size = size.map_or(WORDS * 8, |size| usize::from(size) * 4);
        let at: *mut c_void = self.state(which);
        let (out, mut len) = (self.out.as_mut_ptr(), DIRT);
        let file_len = self.file.len() as u64;
        let status = match which / 4 % 8 {
            0 => h4_writer_begin(at, size, out, self.out.len(), &mut len),
            1 => h4_parser_init(at, size),
            2 => h4_parser_init_for_blocks(at, size),
            3 => h4_verifier_init(at, size),
            4 => h4_walk_init(at, size, file_len),
            5 => h4_blocks_init(at, size, file_len, null(), null()),
            6 => h4_locator_init(at, size, file_len, null()),
            _ => h4_recovery_init(at, size),
        };
        assert!(status == H4_OK || size < WORDS * 8);
    }
}

/// Outputs of a status that is not success are safe.
fn safe(status: i32, len: usize) {
    assert_ne!(len, DIRT);
    assert!(status == H4_OK || len == 0);
}

fn call(world: &mut World, call: Call) {
    // SAFETY: the outputs are plain numbers.
    let (mut fault, mut chunk, mut block, mut entry) =
        unsafe { (zeroed(), zeroed(), zeroed(), zeroed()) };
    let (source, mut len) = (world.source(), DIRT);
    let part = |file: &[u8], at: u8, most: u8| -> (usize, usize) {
        let at = usize::from(at).min(file.len());
        (at, usize::from(most).min(file.len() - at))
    };
    match call {
        Call::Init { state, size } => world.init(state, size),
        Call::Block(bytes, room) => {
            // SAFETY: as above.
            let mut put = unsafe { zeroed() };
            let out = world.out.as_mut_ptr();
            h4_writer_block(
                world.state(0),
                bytes.as_ptr(),
                bytes.len(),
                out,
                usize::from(room),
                &mut put,
            );
        }
        Call::Chunk(tag, room) => {
            let out = world.out.as_mut_ptr();
            let status = h4_writer_chunk(
                world.state(0),
                tag.as_ptr(),
                null(),
                0,
                out,
                usize::from(room),
                &mut len,
            );
            safe(status, len);
        }
        Call::Finish(entries) => {
            with_tail(&entries, |input| {
                h4_writer_finish(world.state(0), input);
            });
        }
        Call::Tail(room) => {
            let out = world.out.as_mut_ptr();
            with_tail(&[], |input| {
                let status =
                    h4_writer_tail(world.state(0), input, out, usize::from(room), &mut len);
                safe(status, len);
            });
        }
        Call::Push(state, most) => {
            let (at, most) = part(&world.file, state, most);
            let input = world.file[at..].as_ptr();
            // SAFETY: as above.
            let mut event = unsafe { zeroed() };
            let status = h4_parser_push(
                world.state(state),
                input,
                most,
                &mut len,
                &mut event,
                &mut fault,
            );
            assert!(len <= most);
            safe(status, len.min(if status == H4_OK { len } else { 0 }));
        }
        Call::ParserFinish(state) => {
            h4_parser_finish(world.state(state), &mut chunk, &mut fault);
        }
        Call::Verify(state, most) => {
            let (at, most) = part(&world.file, state, most);
            let bytes = world.file[at..].as_ptr();
            h4_verifier_update(world.state(state), bytes, most, &mut fault);
        }
        Call::VerifierFinish(state) => {
            // SAFETY: as above.
            let mut verdict = unsafe { zeroed() };
            h4_verifier_finish(world.state(state), &mut verdict);
        }
        Call::Next(state) => {
            h4_reader_next_unverified(&source, world.state(state), null(), &mut chunk, &mut fault);
        }
        Call::NextBlock(state) => {
            h4_reader_next_block_unverified(&source, world.state(state), &mut block, &mut fault);
        }
        Call::SeekOpen(state) => {
            let (buf, room) = (world.out.as_mut_ptr(), world.out.len());
            h4_seek_open(
                world.state(state),
                WORDS * 8,
                &source,
                buf,
                room,
                &mut fault,
            );
        }
        Call::Seek(state, pts_us) => {
            let mut number = 0;
            h4_seek_at_or_before(world.state(state), &source, pts_us, &mut number, &mut entry);
        }
        Call::Entry(state, number) => {
            h4_seek_entry(world.state(state), &source, number, &mut entry);
        }
        Call::Locate(locator, seek, offset) => {
            let seek = world.state(seek);
            let locator = world.state(locator);
            if !std::ptr::addr_eq(seek, locator) {
                h4_reader_locate_unverified(
                    &source, locator, seek, 0, offset, &mut block, &mut fault,
                );
            }
        }
        Call::Survey(state, most) => {
            let (at, most) = part(&world.file, state, most);
            let bytes = world.file[at..].as_ptr();
            // SAFETY: as above.
            let mut more = unsafe { zeroed() };
            h4_recovery_update(world.state(state), bytes, most, &mut more);
        }
        Call::Rebuild(state, room) => {
            // SAFETY: as above.
            let mut found = unsafe { zeroed() };
            h4_recovery_survey(world.state(state), &mut found, &mut fault);
            let out = world.out.as_mut_ptr();
            h4_recovery_rebuild(
                world.state(state),
                &source,
                null(),
                out,
                usize::from(room),
                null_mut(),
            );
        }
        Call::Emit(state, room) => {
            let out = world.out.as_mut_ptr();
            let status = h4_recovery_emit(
                world.state(state),
                &source,
                out,
                usize::from(room),
                &mut len,
            );
            safe(status, len);
        }
    }
}

fn with_tail(entries: &[(u64, u8)], then: impl FnOnce(*const abi::tail::h4_tail_input_t)) {
    let entries: Vec<_> = entries
        .iter()
        .map(|(pts_us, offset)| abi::types::h4_seek_entry_t {
            pts_us: *pts_us,
            offset: u64::from(*offset),
        })
        .collect();
    // SAFETY: an input of zeros has no pointers, and that is legal.
    let mut input: abi::tail::h4_tail_input_t = unsafe { zeroed() };
    input.entries = entries.as_ptr();
    input.entry_count = entries.len();
    input.meta = b"{}".as_ptr();
    input.meta_len = 2;
    input.safe = b"{}".as_ptr();
    input.safe_len = 2;
    then(&input);
}

fuzz_target!(|input: (Vec<Call>, Result<Made, Vec<u8>>)| {
    let (calls, file) = input;
    let file = file.map_or_else(|raw| raw, |made| made.bytes());
    let mut verifier = Verifier::new();
    let _ = verifier.update(&file);
    let fault = verifier.finish().fault();
    // SAFETY: the outputs are plain numbers.
    let (mut verdict, mut chunk, mut block) = unsafe { (zeroed(), zeroed(), zeroed()) };
    let status = h4_container_verify(file.as_ptr(), file.len(), &mut verdict);
    assert_eq!(
        status,
        fault.map_or(H4_OK, |fault| i32::from(fault.rule as u16))
    );
    h4_container_find(
        file.as_ptr(),
        file.len(),
        b"META".as_ptr(),
        &mut chunk,
        null_mut(),
    );
    h4_container_seek(file.as_ptr(), file.len(), 9, null(), &mut block, null_mut());
    let mut world = World {
        memory: [[0; WORDS]; STATES],
        file,
        out: [0; 300],
    };
    for each in calls {
        call(&mut world, each);
    }
});
