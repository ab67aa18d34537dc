//! Engines, tokenizers, mask, bindings and numbers in JSON from C, over any bytes: what comes out is what Rust makes of them.
#![no_main]

#[path = "../../h4core-ffi/src/abi/mod.rs"]
#[allow(dead_code, missing_docs)]
mod abi;
#[path = "c_abi/media_states.rs"]
mod states;

use std::mem::zeroed;

use abi::audio::{h4_audio_token_emit, h4_audio_token_parse, h4_audio_token_t};
use abi::binding::{h4_binding_emit, h4_binding_t, h4_sealed_header_parse_unverified};
use abi::engine::{h4_engine_find, h4_engine_pack, h4_engine_unpack, h4_engine_unpacked_len};
use abi::engine_identity::{
    h4_engine_identity_emit, h4_engine_identity_t, h4_engine_require_unpinned_reference,
};
use abi::engine_read::h4_engine_identity_read;
use abi::json::h4_json_f64;
use abi::meta::{h4_standard_meta_emit, h4_standard_meta_t};
use abi::status::H4_OK;
use abi::token::{
    H4_VIDEO_TOKEN_LEN, h4_video_token_at, h4_video_token_emit, h4_video_token_parse,
};
use abi::types::h4_text_t;
use arbitrary::Arbitrary;
use h4core::engine::{Engine, RunLength, Store};
use libfuzzer_sys::fuzz_target;
use states::{audio, mask};

/// What no call may leave in an output.
const DIRT: usize = 0xa5a5;

#[derive(Arbitrary, Debug)]
enum Call<'a> {
    Pack(u32, &'a [u8], u16),
    Identity(&'a [u8], u16),
    Audio(u8, u16, u32, u16, &'a [u8]),
    AudioToken(&'a [u8]),
    Mask(&'a [u8], Option<&'a [u8]>, u64, u16, &'a [u8]),
    Binding(&'a [u8], &'a [u8], u64, u64, u16),
    SealedHeader(&'a [u8], u32),
    Video(f64, u32, u32, u32, &'a [u8]),
    Number(&'a [u8]),
    Meta(f64, u32, u8, u16),
}

fn text(of: &[u8]) -> h4_text_t {
    h4_text_t {
        data: of.as_ptr().cast(),
        len: of.len(),
    }
}

fn pack(engine: u32, bytes: &[u8], room: usize) {
    let mut out = vec![0xa5; room];
    let mut expected = vec![0xa5; room];
    let mut len = DIRT;
    let status = h4_engine_pack(
        engine,
        bytes.as_ptr(),
        bytes.len(),
        out.as_mut_ptr(),
        room,
        &mut len,
    );
    let packed = match engine {
        1 => Store.pack(bytes, &mut expected).ok(),
        2 => RunLength.pack(bytes, &mut expected).ok(),
        _ => None,
    };
    assert_eq!((status == H4_OK).then_some(len), packed);
    assert_eq!((&out, packed.is_some() || len == 0), (&expected, true));
    let status = h4_engine_unpack(
        engine,
        bytes.as_ptr(),
        bytes.len(),
        out.as_mut_ptr(),
        room,
        &mut len,
    );
    let unpacked = match engine {
        1 => Store.unpack(bytes, &mut expected).ok(),
        2 => RunLength.unpack(bytes, &mut expected).ok(),
        _ => None,
    };
    assert_eq!((status == H4_OK).then_some(len), unpacked);
    assert_eq!(out, expected);
    let mut long = 0;
    h4_engine_unpacked_len(engine, bytes.as_ptr(), bytes.len(), &mut long);
    assert!(unpacked.is_none_or(|len| len as u64 == long));
}

fn identity(json: &[u8], scratch: usize) {
    // SAFETY: an identity of zeros has no pointers, and that is legal.
    let mut found: h4_engine_identity_t = unsafe { zeroed() };
    let (mut scratch, mut names, mut out) = (vec![0; scratch], [0; 510], [0; 700]);
    let status = h4_engine_identity_read(
        json.as_ptr(),
        json.len(),
        scratch.as_mut_ptr(),
        scratch.len(),
        names.as_mut_ptr(),
        names.len(),
        &mut found,
    );
    let (mut engine, mut len) = (9, DIRT);
    let known = h4_engine_find(&found, &mut engine);
    h4_engine_require_unpinned_reference(&found);
    let emitted = h4_engine_identity_emit(&found, out.as_mut_ptr(), out.len(), &mut len);
    assert!(status != H4_OK || emitted == H4_OK);
    assert!(known == H4_OK && engine < 3 || engine == 0);
}

fn call(call: Call<'_>) {
    let mut len = DIRT;
    match call {
        Call::Pack(engine, bytes, room) => pack(engine % 4, bytes, usize::from(room % 4096)),
        Call::Identity(json, scratch) => identity(json, usize::from(scratch)),
        Call::Audio(size, top, rate, cut, pcm) => {
            audio(
                128 << (size % 4),
                u32::from(top),
                rate,
                usize::from(cut),
                pcm,
            );
        }
        Call::AudioToken(bytes) => {
            let (mut token, mut out) = (
                h4_audio_token_t {
                    frequency: 0,
                    magnitude: 0,
                    phase: 0,
                },
                [0; 8],
            );
            if h4_audio_token_parse(bytes.as_ptr(), bytes.len(), &mut token) == H4_OK {
                assert_eq!(h4_audio_token_emit(&token, out.as_mut_ptr(), 8), H4_OK);
                assert_eq!(out, bytes[..8]);
            }
        }
        Call::Mask(key, context, index, at, data) => mask(key, context, index, u64::from(at), data),
        Call::Binding(engine, track, pts_us, index, room) => {
            // SAFETY: a binding of zeros has no pointers, and that is legal.
            let mut binding: h4_binding_t = unsafe { zeroed() };
            (binding.engine_id, binding.track_id) = (text(engine), text(track));
            let mut out = vec![0xa5; usize::from(room % 1024)];
            let status = h4_binding_emit(
                &binding,
                pts_us,
                index,
                out.as_mut_ptr(),
                out.len(),
                &mut len,
            );
            assert!(status == H4_OK && len <= out.len() || len == 0);
        }
        Call::SealedHeader(block, interval) => {
            // SAFETY: as above.
            let mut header = unsafe { zeroed() };
            h4_sealed_header_parse_unverified(block.as_ptr(), block.len(), interval, &mut header);
        }
        Call::Video(fps, gop, blocks, index, bytes) => {
            // SAFETY: as above.
            let (mut token, mut out) = (unsafe { zeroed() }, [0; 64]);
            h4_video_token_at(fps, gop, blocks, index, &mut token);
            if h4_video_token_parse(bytes.as_ptr(), bytes.len(), &mut token) == H4_OK {
                assert_eq!(
                    h4_video_token_emit(&token, out.as_mut_ptr(), out.len()),
                    H4_OK
                );
                assert_eq!(out[..H4_VIDEO_TOKEN_LEN], bytes[..H4_VIDEO_TOKEN_LEN]);
            }
        }
        Call::Number(number) => {
            // As a field: what JSON takes as a number is what the language reads.
            let json = [b"{\"a\":", number, b"}"].concat();
            let (path, mut value) = ([text(b"a")], 7.0);
            let status = h4_json_f64(
                json.as_ptr(),
                json.len(),
                path.as_ptr(),
                1,
                std::ptr::null_mut(),
                0,
                &mut value,
            );
            let parsed: Option<f64> = std::str::from_utf8(number)
                .ok()
                .and_then(|text| text.trim().parse().ok());
            if status != H4_OK {
                assert_eq!(value, 0.0);
            } else if let Some(parsed) = parsed {
                assert_eq!(parsed.to_bits(), value.to_bits());
            }
        }
        Call::Meta(fps_hint, gop, masked, room) => {
            let meta = h4_standard_meta_t {
                fps_hint,
                block_size: gop,
                gop,
                masked: u32::from(masked),
                reserved: 0,
            };
            let mut out = vec![0; usize::from(room % 1024)];
            let status = h4_standard_meta_emit(&meta, out.as_mut_ptr(), out.len(), &mut len);
            if status == H4_OK {
                let (_, rest) = str::from_utf8(&out[..len])
                    .unwrap()
                    .split_once("\"fps_hint\":")
                    .unwrap();
                assert_eq!(rest.split_once(',').unwrap().0.parse(), Ok(fps_hint));
            } else {
                assert_eq!(len, 0);
            }
        }
    }
}

fuzz_target!(|calls: Vec<Call<'_>>| {
    for each in calls.into_iter().take(32) {
        call(each);
    }
});
