//! A sealed container to be, written by Rust and by C.

use std::mem::{size_of_val, zeroed};
use std::num::NonZeroU32;
use std::ptr::{from_mut, null};

use arbitrary::Arbitrary;
use h4core::stream::{END_MAX_LEN, SealedWriter};
use h4core::wire::binding::BlockBinding;
use h4core::wire::seal::{MAX_LEN, Mode, Repr, Role};

use crate::abi::seal::h4_seal_t;
use crate::abi::sealed_tail::{
    h4_sealed_writer_finish, h4_sealed_writer_tail, h4_sealed_writer_wipe,
};
use crate::abi::sealed_writer::{
    h4_sealed_room_t, h4_sealed_writer_begin, h4_sealed_writer_block, h4_sealed_writer_room,
};
use crate::abi::state_cipher::h4_sealed_writer_t;
use crate::abi::status::H4_OK;
use crate::abi::tail::h4_tail_input_t;
use crate::abi::types::h4_text_t;

pub const SECRET: [u8; 32] = [0x53; 32];
const RANDOM: [u8; 32] = [0x72; 32];
pub const ENGINE: &[u8] = b"engine";

#[derive(Arbitrary, Debug)]
pub struct Recipe {
    interval: u8,
    responder: bool,
    pub frame_time_us: u32,
    pub blocks: Vec<Vec<u8>>,
    /// How much room each step of the tail has.
    piece: u8,
}

pub fn text(of: &[u8]) -> h4_text_t {
    h4_text_t {
        data: of.as_ptr().cast(),
        len: of.len(),
    }
}

impl Recipe {
    fn repr(&self) -> Repr<'static> {
        Repr {
            mode: NonZeroU32::new(u32::from(self.interval % 4)).map_or(Mode::Off, Mode::Announce),
            role: if self.responder {
                Role::Responder
            } else {
                Role::Initiator
            },
            frame_time_us: u64::from(self.frame_time_us),
            session_id: &[1; 32],
            binding: BlockBinding::new("engine", &[2; 32], &[3; 32], "track").unwrap(),
        }
    }

    /// The same as C says it.
    fn seal(&self) -> h4_seal_t {
        // SAFETY: a seal of zeros has no pointers, and that is legal.
        let mut seal: h4_seal_t = unsafe { zeroed() };
        seal.mode = u32::from(self.interval % 4 > 0);
        seal.interval = u32::from(self.interval % 4);
        seal.role = 1 + u32::from(self.responder);
        seal.frame_time_us = u64::from(self.frame_time_us);
        seal.session_id = [1; 32];
        seal.binding.engine_id = text(ENGINE);
        seal.binding.track_id = text(b"track");
        seal.binding.engine_fingerprint = [2; 32];
        seal.binding.container_id = [3; 32];
        seal
    }

    pub fn from_rust(&self) -> Vec<u8> {
        let mut buf = [0; 8 + 12 + MAX_LEN];
        let (mut writer, len) = SealedWriter::begin(&SECRET, &self.repr(), &mut buf).unwrap();
        let mut file = buf[..len].to_vec();
        for block in &self.blocks {
            let mut chunk = vec![0; writer.overhead() + block.len()];
            chunk[writer.plaintext_at()..][..block.len()].copy_from_slice(block);
            writer.block(&mut chunk, Some(&RANDOM)).unwrap();
            file.extend_from_slice(&chunk);
        }
        let mut end = [0; END_MAX_LEN];
        let (mut tail, len) = writer
            .finish(Some(&RANDOM), [], b"{}", b"{}", &mut end)
            .map_err(|(_, error)| error)
            .unwrap();
        file.extend_from_slice(&end[..len]);
        while let len @ 1.. = tail.emit(&mut end).unwrap() {
            file.extend_from_slice(&end[..len]);
        }
        file
    }

    pub fn from_c(&self) -> Vec<u8> {
        // SAFETY: states and outputs are plain numbers, and an input of zeros has no pointers.
        let (mut writer, mut room, mut put, mut input): (
            h4_sealed_writer_t,
            h4_sealed_room_t,
            _,
            h4_tail_input_t,
        ) = unsafe { (zeroed(), zeroed(), zeroed(), zeroed()) };
        let (mut out, mut len, seal) = ([0; 2048], 0, self.seal());
        let (at, size) = (from_mut(&mut writer).cast(), size_of_val(&writer));
        let status = h4_sealed_writer_begin(
            at,
            size,
            SECRET.as_ptr(),
            32,
            &seal,
            out.as_mut_ptr(),
            out.len(),
            &mut len,
        );
        assert_eq!(status, H4_OK);
        let mut file = out[..len].to_vec();
        for block in &self.blocks {
            assert_eq!(h4_sealed_writer_room(&writer, &mut room), H4_OK);
            let mut chunk = vec![0; room.overhead as usize + block.len()];
            chunk[room.plaintext_at as usize..][..block.len()].copy_from_slice(block);
            let short = room.overhead as usize - 1;
            let refused = h4_sealed_writer_block(
                &mut writer,
                chunk.as_mut_ptr(),
                short,
                RANDOM.as_ptr(),
                &mut put,
            );
            assert_ne!(refused, H4_OK);
            let random = if room.takes_entropy == 1 {
                RANDOM.as_ptr()
            } else {
                null()
            };
            let status = h4_sealed_writer_block(
                &mut writer,
                chunk.as_mut_ptr(),
                chunk.len(),
                random,
                &mut put,
            );
            assert_eq!(status, H4_OK);
            file.extend_from_slice(&chunk);
        }
        (input.meta, input.meta_len) = (b"{}".as_ptr(), 2);
        (input.safe, input.safe_len) = (b"{}".as_ptr(), 2);
        let status = h4_sealed_writer_finish(
            &mut writer,
            &input,
            RANDOM.as_ptr(),
            out.as_mut_ptr(),
            out.len(),
            &mut len,
        );
        assert_eq!(status, H4_OK);
        file.extend_from_slice(&out[..len]);
        let piece = 1 + usize::from(self.piece);
        loop {
            let status =
                h4_sealed_writer_tail(&mut writer, &input, out.as_mut_ptr(), piece, &mut len);
            assert_eq!(status, H4_OK);
            if len == 0 {
                break;
            }
            file.extend_from_slice(&out[..len]);
        }
        assert_eq!(h4_sealed_writer_wipe(&mut writer), H4_OK);
        file
    }
}
