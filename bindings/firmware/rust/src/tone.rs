//! What is recorded: a tone of two triangle waves, in integers, so that it is the same on every machine. A product has a microphone.

/// Samples a second.
pub const RATE: u32 = 8000;

// A turn of the wave is 2^32: 1000 Hz and 1234 Hz.
const STEP_A: u32 = 536_870_912;
const STEP_B: u32 = 662_499_705;

/// A triangle between -16384 and 16383.
fn triangle(turn: u32) -> i32 {
    let [high, low, ..] = turn.to_be_bytes();
    let part = i32::from(u16::from_be_bytes([high, low]));
    if part < 32_768 {
        part - 16_384
    } else {
        49_151 - part
    }
}

/// Writes the samples from `first` on, 16 bits little-endian.
pub fn pcm(first: u32, pcm: &mut [u8]) {
    for (n, sample) in (first..).zip(pcm.as_chunks_mut::<2>().0) {
        let sum = triangle(n.wrapping_mul(STEP_A)) + triangle(n.wrapping_mul(STEP_B)) / 4;
        let [low, high, ..] = sum.to_le_bytes();
        *sample = [low, high];
    }
}
