//! Records without a cut and reads all of it back.

use h4core::wire::audio_token::{AudioToken, Repr};

use super::kept::Kept;
use super::{Device, expect};
use crate::area::Kind;
use crate::layout::{
    MASKED_BLOCKS, PAGES_IN_BLOCK, PCM_FRAME_TIME_US, TOKENS_BLOCK_LEN, TOKENS_BLOCKS,
};
use crate::player::Player;
use crate::recorder::Recorder;

/// Boots before the first recording: enough that the next boot fills its block of the journal, and the one after that erases one.
pub const BOOTS_BEFORE: u32 = PAGES_IN_BLOCK - 1;

pub(super) fn life(kept: &mut Kept, device: &mut Device) -> bool {
    kept.chip.make();
    for _ in 0..BOOTS_BEFORE {
        let mut recorder = Recorder::new(&mut kept.chip, &mut device.memory);
        recorder.boot().unwrap();
    }
    kept.seed.copy(&kept.chip);
    let mut recorder = Recorder::new(&mut kept.chip, &mut device.memory);
    recorder.boot().unwrap();
    let tokens = recorder.tokens().unwrap();
    let masked = recorder.masked().unwrap();
    let sealed = recorder.sealed().unwrap();
    note_tokens(kept, device, tokens);
    expect::plays(kept, device, tokens, Kind::Tokens, TOKENS_BLOCKS);
    expect::plays(kept, device, masked, Kind::Masked, MASKED_BLOCKS);
    expect::plays_sealed(kept, device, sealed);
    seek(kept, device, tokens, 5 * 16_000, 4);
    seek(kept, device, tokens, 8 * 16_000 - 1, 4);
    seek(kept, device, masked, 9 * PCM_FRAME_TIME_US, 8);
    seek(kept, device, sealed, 7 * PCM_FRAME_TIME_US, 4);
    assert!(!kept.chip.was_misused());
    kept.whole.copy(&kept.chip);
    true
}

fn note_tokens(kept: &mut Kept, device: &mut Device, area: u32) {
    let mut player = Player::open(&mut kept.chip, area).unwrap().unwrap();
    for tokens in &mut kept.tokens {
        let block = player.next(&mut device.block).unwrap().unwrap();
        let bytes: &[u8; TOKENS_BLOCK_LEN] = block.data.unwrap().try_into().unwrap();
        *tokens = *bytes;
        // The first token of a block is its loudest peak.
        let loudest = Repr::parse(&AudioToken::new(bytes.first_chunk().unwrap()));
        assert_eq!((loudest.frequency, loudest.magnitude), (10_000, 65_535));
    }
}

fn seek(kept: &mut Kept, device: &mut Device, area: u32, pts_us: u64, index: u64) {
    let mut player = Player::open(&mut kept.chip, area).unwrap().unwrap();
    assert!(player.seek(pts_us).unwrap());
    let block = player.next(&mut device.block).unwrap().unwrap();
    assert_eq!(block.index, index);
}
