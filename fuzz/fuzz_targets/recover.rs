//! Whatever is surveyed and not refused comes out verified, with the blocks that could be read, and needs no second recovery.
#![no_main]

use h4core::container::{Container, MediaLengths, Survey, check_seek_offsets};
use h4core::wire::chunk::Tag;
use h4core_fuzz::Made;
use libfuzzer_sys::fuzz_target;

fn rebuilt(bytes: &[u8], piece: usize) -> Option<Vec<u8>> {
    let mut survey = Survey::new();
    for piece in bytes.chunks(piece) {
        survey.update(piece);
    }
    let salvage = survey.finish().ok()?;
    let mut source = bytes;
    let lengths = Some(MediaLengths::Stored);
    let mut rebuild = salvage
        .rebuild(&mut source, lengths, &mut vec![0; piece])
        .unwrap();
    let (mut out, mut room) = (Vec::new(), vec![0; piece]);
    loop {
        match rebuild.emit(&mut source, &mut room).unwrap() {
            0 => return Some(out),
            len => out.extend_from_slice(&room[..len]),
        }
    }
}

fuzz_target!(|input: (u8, Result<Made, Vec<u8>>)| {
    let (piece, file) = input;
    let bytes = &file.map_or_else(|raw| raw, |made| made.bytes())[..];
    let Some(out) = rebuilt(bytes, usize::from(piece).max(1)) else {
        assert!(Container::open(bytes).is_err());
        return;
    };
    let verified = Container::open(&out).unwrap().verify().unwrap();
    if Container::open(bytes).unwrap().verify().is_ok() {
        assert!(out == bytes);
        return;
    }
    let container = verified.container();
    let (seek, table) = container.seek_table().unwrap().unwrap();
    check_seek_offsets(&seek, table.iter(), verified.proof().media_len()).unwrap();
    let blocks = |bytes| {
        Container::open(bytes)
            .unwrap()
            .chunks_tagged(Tag::CORE)
            .map_while(Result::ok)
            .map(|chunk| chunk.payload)
            .collect::<Vec<_>>()
    };
    assert_eq!(blocks(bytes), blocks(&out));
    assert_eq!(rebuilt(&out, 64).as_ref(), Some(&out));
});
