//! The audio tokenizer and the mask, which have state.

use std::mem::{size_of_val, zeroed};
use std::ptr::from_mut;

use h4core::crypto::mask::MaskKey;
use h4core::token::audio::{Config, Tokenizer};
use h4core::wire::audio_token::Repr;

use crate::DIRT;
use crate::abi::audio::{
    h4_audio_config_t, h4_audio_frame_t, h4_audio_init, h4_audio_push, h4_audio_storage_len,
    h4_audio_token_t,
};
use crate::abi::mask::{h4_mask_apply, h4_mask_init, h4_mask_key_init};
use crate::abi::state::{h4_audio_t, h4_mask_key_t, h4_mask_t};
use crate::abi::status::H4_OK;

/// The tokenizer, its PCM in pieces.
pub fn audio(size: u32, top: u32, rate: u32, cut: usize, pcm: &[u8]) {
    // SAFETY: states and outputs are plain numbers.
    let (mut state, mut frame): (h4_audio_t, h4_audio_frame_t) = unsafe { (zeroed(), zeroed()) };
    let config = h4_audio_config_t {
        rate,
        frame_size: size,
        top,
        reserved: 0,
    };
    let mut floats = DIRT;
    let status = h4_audio_storage_len(&config, &mut floats);
    let rust = u16::try_from(size).ok().zip(u16::try_from(top).ok());
    let rust = rust.and_then(|(size, top)| Config::new(rate, size, top).ok());
    assert_eq!(status == H4_OK, rust.is_some());
    let Some(rust) = rust else {
        assert_eq!(floats, 0);
        return;
    };
    let (mut storage, mut own) = (vec![0.5; floats], vec![0.0; floats]);
    let (at, len) = (from_mut(&mut state).cast(), size_of_val(&state));
    assert_eq!(
        h4_audio_init(at, len, &config, storage.as_mut_ptr(), floats),
        H4_OK
    );
    let mut tokenizer = Tokenizer::new(rust, &mut own).unwrap();
    let empty = Repr {
        frequency: 0,
        magnitude: 0,
        phase: 0,
    };
    let mut expected = vec![empty; top as usize];
    let mut tokens: Vec<_> = (0..top)
        .map(|_| h4_audio_token_t {
            frequency: 0,
            magnitude: 0,
            phase: 0,
        })
        .collect();
    for piece in pcm.chunks(cut.max(1)) {
        let (mut here, mut there) = (piece, piece);
        loop {
            let mut consumed = DIRT;
            let status = h4_audio_push(
                &mut state,
                storage.as_mut_ptr(),
                floats,
                there.as_ptr(),
                there.len(),
                &mut consumed,
                tokens.as_mut_ptr(),
                tokens.len(),
                &mut frame,
            );
            there = &there[consumed..];
            let found = tokenizer.push(&mut here, &mut expected).unwrap();
            assert_eq!((status == H4_OK, here), (found.is_some(), there));
            let Some(found) = found else {
                assert_eq!(frame.count, 0);
                break;
            };
            assert_eq!(
                (frame.index, frame.pts_us, frame.count),
                (found.index, found.pts_us, found.count as u64)
            );
            for (a, b) in tokens.iter().zip(&expected) {
                assert_eq!(
                    (a.frequency, a.magnitude, a.phase),
                    (b.frequency, b.magnitude, b.phase)
                );
            }
        }
    }
}

/// A mask, applied twice.
pub fn mask(key: &[u8], context: Option<&[u8]>, index: u64, at: u64, data: &[u8]) {
    // SAFETY: as above.
    let (mut kept, mut state): (h4_mask_key_t, h4_mask_t) = unsafe { (zeroed(), zeroed()) };
    let rust = MaskKey::new(key);
    let (place, size) = (from_mut(&mut kept).cast(), size_of_val(&kept));
    let status = h4_mask_key_init(place, size, key.as_ptr(), key.len());
    assert_eq!(status == H4_OK, rust.is_ok());
    let (from, len) = context.map_or((std::ptr::null(), 0), |context| {
        (context.as_ptr(), context.len())
    });
    let (place, size) = (from_mut(&mut state).cast(), size_of_val(&state));
    let status = h4_mask_init(place, size, &kept, from, len, index);
    let mut masked = data.to_vec();
    let applied = h4_mask_apply(&state, at, masked.as_mut_ptr(), masked.len());
    assert!(applied != H4_OK || status == H4_OK);
    if applied == H4_OK {
        assert_eq!(
            h4_mask_apply(&state, at, masked.as_mut_ptr(), masked.len()),
            H4_OK
        );
    }
    assert_eq!(masked, data);
}
