//! Video block tokens.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use h4core::token::video::{self, VideoTokens};
use h4core::wire::video_token::{self, Repr, VideoToken};

use super::pointer::Call;
use super::status::{Failure, H4_ERR_RANGE, H4_ERR_TOO_SMALL, H4_OK, end, h4_status_t};

/// Length of a video block token in bytes.
pub const H4_VIDEO_TOKEN_LEN: usize = 13;

const _: () = assert!(H4_VIDEO_TOKEN_LEN == video_token::LEN);

/// A video block token.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_video_token_t {
    /// The block's time in microseconds.
    pub pts_us: u64,
    /// The block's number, from 0.
    pub index: u32,
    /// 1 if decoding can begin here, otherwise 0.
    pub key: u32,
}

impl h4_video_token_t {
    const NONE: Self = Self {
        pts_us: 0,
        index: 0,
        key: 0,
    };

    fn of(token: &Repr) -> Self {
        Self {
            pts_us: token.pts_us,
            index: token.index,
            key: u32::from(token.key),
        }
    }
}

/// The frame time in whole microseconds: 1 000 000 / fps, rounded down, the same on every target.
///
/// fps: greater than 0, at most 1 000 000.
/// Returns H4_OK, H4_ERR_RANGE for any other fps and where the frame time does not fit 64 bits, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_video_frame_time(fps: f64, frame_time_us: *mut u64) -> h4_status_t {
    let call = Call::new();
    let time = call.out(frame_time_us, 0);
    end(|| {
        time?.set(video::frame_time_us(fps)?);
        Ok(H4_OK)
    })
}

/// The token of one block of a regular stream: one frame a block, every gop-th a key block, the first one too. Constant work.
///
/// fps: as for h4_video_frame_time. gop: at least 1. blocks: the number of blocks of the stream. index: the block's number, from 0.
/// Returns H4_OK, H4_NONE for an index past the last block, H4_ERR_RANGE for a stream that is none, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_video_token_at(
    fps: f64,
    gop: u32,
    blocks: u32,
    index: u32,
    token: *mut h4_video_token_t,
) -> h4_status_t {
    let call = Call::new();
    let token = call.out(token, h4_video_token_t::NONE);
    end(|| {
        let token = token?;
        let mut tokens = VideoTokens::new(fps, gop, blocks)?;
        let found = tokens.nth(usize::try_from(index).unwrap_or(usize::MAX));
        Ok(token.answer(found.map(|found| h4_video_token_t::of(&found))))
    })
}

/// Reads a token from the front of bytes.
///
/// bytes: bytes_len bytes, at least H4_VIDEO_TOKEN_LEN.
/// Returns H4_OK, H4_ERR_TOO_SMALL, H4_ERR_RANGE for a key flag that is neither 0 nor 1, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_video_token_parse(
    bytes: *const u8,
    bytes_len: usize,
    token: *mut h4_video_token_t,
) -> h4_status_t {
    let call = Call::new();
    let token = call.out(token, h4_video_token_t::NONE);
    end(|| {
        let mut token = token?;
        let bytes = call.input(bytes, bytes_len)?.first_chunk();
        let bytes = bytes.ok_or(Failure::of(H4_ERR_TOO_SMALL))?;
        let found = Repr::parse(&VideoToken::new(bytes));
        token.set(h4_video_token_t::of(
            &found.ok_or(Failure::of(H4_ERR_RANGE))?,
        ));
        Ok(H4_OK)
    })
}

/// Writes a token to the front of out: H4_VIDEO_TOKEN_LEN bytes.
///
/// out: out_len bytes.
/// Returns H4_OK, H4_ERR_TOO_SMALL, H4_ERR_RANGE for a key that is neither 0 nor 1, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_video_token_emit(
    token: *const h4_video_token_t,
    out: *mut u8,
    out_len: usize,
) -> h4_status_t {
    let call = Call::new();
    end(|| {
        let out = call.output(out, out_len)?.first_chunk_mut();
        let token = call.value(token)?;
        let repr = Repr {
            pts_us: token.pts_us,
            index: token.index,
            key: flag(token.key)?,
        };
        *out.ok_or(Failure::of(H4_ERR_TOO_SMALL))? = repr.emit();
        Ok(H4_OK)
    })
}

/// A flag that the caller shows.
pub(super) fn flag(value: u32) -> Result<bool, Failure> {
    match value {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Failure::of(H4_ERR_RANGE)),
    }
}
