//! Any samples, cut anywhere: the same tokens, as many frames as the length says, peaks in falling order.
#![no_main]

use h4core::token::audio::{Config, Tokenizer};
use h4core::wire::audio_token::Repr;
use libfuzzer_sys::fuzz_target;

fn tokens(config: Config, pcm: &[u8], cut: usize) -> Vec<(u64, u64, Vec<Repr>)> {
    let mut storage = vec![f32::NAN; config.storage_len()];
    let mut tokenizer = Tokenizer::new(config, &mut storage).unwrap();
    let empty = Repr {
        frequency: 0,
        magnitude: 0,
        phase: 0,
    };
    let mut out = vec![empty; usize::from(config.top())];
    let mut frames = Vec::new();
    for mut piece in pcm.chunks(cut.max(1)) {
        while let Some(frame) = tokenizer.push(&mut piece, &mut out).unwrap() {
            frames.push((frame.index, frame.pts_us, out[..frame.count].to_vec()));
        }
        assert!(piece.is_empty());
    }
    frames
}

fuzz_target!(|input: (u8, u16, u32, u16, u8, &[u8])| {
    let (size, top, rate, cut, repeat, seed) = input;
    let size = 256 << (size % 3);
    let Ok(config) = Config::new(rate % 200_000, size, top % 300) else {
        return;
    };
    let pcm: Vec<u8> = seed
        .iter()
        .copied()
        .cycle()
        .take(seed.len() * usize::from(repeat % 16 + 1))
        .collect();
    let whole = tokens(config, &pcm, pcm.len());
    let (samples, hop) = (pcm.len() / 2, usize::from(size) / 2);
    let frames = (samples / hop).saturating_sub(1);
    assert_eq!(whole.len(), frames);
    for (number, (index, pts_us, tokens)) in whole.iter().enumerate() {
        assert_eq!(*index, number as u64);
        let exact = number as u128 * hop as u128 * 1_000_000 / u128::from(config.rate());
        assert_eq!(u128::from(*pts_us), exact);
        assert_eq!(tokens.len(), usize::from(config.top()));
        assert!(
            tokens
                .windows(2)
                .all(|pair| pair[0].magnitude >= pair[1].magnitude)
        );
        assert!(tokens[0].magnitude == 65_535 || tokens[0].magnitude == 0);
        assert!(tokens.iter().all(|token| token.frequency <= 200_000));
    }
    assert_eq!(tokens(config, &pcm, usize::from(cut)), whole);
});
