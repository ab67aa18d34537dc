//! The audio tokenizer.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::token::audio::{Config, TokenizerState};
use h4core::wire::audio_token::{self, AudioToken, Repr};

use super::pointer::{Call, State};
use super::state::h4_audio_t;
use super::status::{Failure, H4_ERR_RANGE, H4_ERR_TOO_SMALL, H4_NONE, H4_OK, end, h4_status_t};

/// Length of an audio token in bytes.
pub const H4_AUDIO_TOKEN_LEN: usize = 8;
/// The most tokens of a frame.
pub const H4_AUDIO_TOP_MAX: usize = 256;

const _: () = assert!(H4_AUDIO_TOKEN_LEN == audio_token::LEN);

impl State for h4_audio_t {
    type Inner = TokenizerState;
    const KIND: u64 = u64::from_be_bytes(*b"h4audio1");
}

/// What is tokenized how.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_audio_config_t {
    /// Samples a second, 8000 to 192000.
    pub rate: u32,
    /// Samples in a frame: a power of two, 256 to 16384. The next frame begins half as many later.
    pub frame_size: u32,
    /// Tokens of a frame: 1 to 256, at most frame_size / 2 + 1.
    pub top: u32,
    /// Not used; 0.
    pub reserved: u32,
}

impl h4_audio_config_t {
    fn config(&self) -> Result<Config, Failure> {
        let short = |value| u16::try_from(value).map_err(|_| Failure::of(H4_ERR_RANGE));
        Ok(Config::new(
            self.rate,
            short(self.frame_size)?,
            short(self.top)?,
        )?)
    }
}

/// The token of one spectral peak.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_audio_token_t {
    /// The frequency in tenths of a hertz; the tokenizer gives at most 200000.
    pub frequency: u32,
    /// The magnitude: 65535 is the largest of the frame.
    pub magnitude: u16,
    /// The phase: 0 is -pi, 65535 is pi.
    pub phase: u16,
}

impl h4_audio_token_t {
    const NONE: Self = Self {
        frequency: 0,
        magnitude: 0,
        phase: 0,
    };

    const fn of(token: &Repr) -> Self {
        Self {
            frequency: token.frequency,
            magnitude: token.magnitude,
            phase: token.phase,
        }
    }

    const fn repr(&self) -> Repr {
        Repr {
            frequency: self.frequency,
            magnitude: self.magnitude,
            phase: self.phase,
        }
    }
}

/// A complete frame.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_audio_frame_t {
    /// The frame's number, from 0.
    pub index: u64,
    /// Where the frame starts, in microseconds after the first sample.
    pub pts_us: u64,
    /// How many tokens it has: the configuration's top. 0 where no frame is complete.
    pub count: u64,
}

impl h4_audio_frame_t {
    const NONE: Self = Self {
        index: 0,
        pts_us: 0,
        count: 0,
    };
}

/// How many floats of storage a tokenizer of this configuration needs: 2.5 frame_size + 4 top + 129.
///
/// Returns H4_OK, H4_ERR_RANGE for a configuration that is not legal, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_audio_storage_len(
    config: *const h4_audio_config_t,
    floats: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let floats = call.out(floats, 0);
    end(|| {
        let mut floats = floats?;
        floats.set(call.value(config)?.config()?.storage_len());
        Ok(H4_OK)
    })
}

/// Makes a tokenizer before its first sample. The storage comes with every call and is the same one each time; another one gives wrong
/// tokens and no other harm. Costs one sine for each two samples of a frame.
///
/// memory: size bytes, at least H4_AUDIO_SIZE, aligned as h4_audio_t; all of it is overwritten, also on failure. storage: storage_len
/// floats, at least as many as h4_audio_storage_len says; whatever they hold.
/// Returns H4_OK, H4_ERR_RANGE for a configuration that is not legal, H4_ERR_TOO_SMALL for too short a storage, H4_ERR_STATE_SIZE, or
/// misuse. One thread at a time for one tokenizer and one storage.
#[unsafe(no_mangle)]
pub extern "C" fn h4_audio_init(
    memory: *mut c_void,
    size: usize,
    config: *const h4_audio_config_t,
    storage: *mut f32,
    storage_len: usize,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_audio_t>(memory, size);
    end(|| {
        let place = place?;
        let storage = call.output(storage, storage_len)?;
        let config = call.value(config)?.config()?;
        place.put(TokenizerState::new(config, storage)?);
        Ok(H4_OK)
    })
}

/// Takes PCM, 16 bits little-endian and mono, cut at any byte, until a frame is complete. Then its tokens stand at the front of out, and
/// the call is repeated with the rest of pcm. What is there when input ends belongs to no frame. Costs a few operations a byte, and for a
/// complete frame of N samples one FFT and a selection.
///
/// storage: as given to h4_audio_init. pcm: pcm_len bytes; NULL if pcm_len is 0. consumed: how many of them were taken. tokens: room for
/// token_count tokens, at least the configuration's top. frame: the frame.
/// Returns H4_OK for a frame, H4_NONE when all of pcm is taken and no frame is complete, H4_ERR_TOO_SMALL for too short tokens or
/// storage, and nothing was taken then, or misuse. One thread at a time for one tokenizer and one storage.
#[unsafe(no_mangle)]
pub extern "C" fn h4_audio_push(
    audio: *mut h4_audio_t,
    storage: *mut f32,
    storage_len: usize,
    pcm: *const u8,
    pcm_len: usize,
    consumed: *mut usize,
    tokens: *mut h4_audio_token_t,
    token_count: usize,
    frame: *mut h4_audio_frame_t,
) -> h4_status_t {
    let call = Call::new();
    let consumed = call.out(consumed, 0);
    let frame = call.out(frame, h4_audio_frame_t::NONE);
    end(|| {
        let (mut consumed, mut frame) = (consumed?, frame?);
        let audio = call.state_mut(audio)?;
        let storage = call.output(storage, storage_len)?;
        let mut pcm = call.input(pcm, pcm_len)?;
        let tokens = call.output(tokens, token_count)?;
        let mut room = [Repr::EMPTY; H4_AUDIO_TOP_MAX];
        let count = tokens.len().min(H4_AUDIO_TOP_MAX);
        let found = audio.push(storage, &mut pcm, room.get_mut(..count).unwrap_or_default())?;
        consumed.set(pcm_len.saturating_sub(pcm.len()));
        let Some(found) = found else {
            return Ok(H4_NONE);
        };
        for (to, from) in tokens.iter_mut().zip(room.iter().take(found.count)) {
            *to = h4_audio_token_t::of(from);
        }
        frame.set(h4_audio_frame_t {
            index: found.index,
            pts_us: found.pts_us,
            count: found.count as u64,
        });
        Ok(H4_OK)
    })
}

/// Reads a token from the front of bytes. Every value of every field is legal.
///
/// bytes: bytes_len bytes, at least H4_AUDIO_TOKEN_LEN.
/// Returns H4_OK, H4_ERR_TOO_SMALL, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_audio_token_parse(
    bytes: *const u8,
    bytes_len: usize,
    token: *mut h4_audio_token_t,
) -> h4_status_t {
    let call = Call::new();
    let token = call.out(token, h4_audio_token_t::NONE);
    end(|| {
        let mut token = token?;
        let bytes = call.input(bytes, bytes_len)?.first_chunk();
        let bytes = bytes.ok_or(Failure::of(H4_ERR_TOO_SMALL))?;
        token.set(h4_audio_token_t::of(&Repr::parse(&AudioToken::new(bytes))));
        Ok(H4_OK)
    })
}

/// Writes a token to the front of out: H4_AUDIO_TOKEN_LEN bytes.
///
/// out: out_len bytes.
/// Returns H4_OK, H4_ERR_TOO_SMALL, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_audio_token_emit(
    token: *const h4_audio_token_t,
    out: *mut u8,
    out_len: usize,
) -> h4_status_t {
    let call = Call::new();
    end(|| {
        let out = call.output(out, out_len)?.first_chunk_mut();
        let token = call.value(token)?;
        *out.ok_or(Failure::of(H4_ERR_TOO_SMALL))? = token.repr().emit();
        Ok(H4_OK)
    })
}
