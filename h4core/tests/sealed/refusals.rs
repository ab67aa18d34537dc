//! What a sealed writer refuses, and that a refusal changes nothing: neither the cipher nor the container goes on alone.

use core::num::NonZeroU32;

use h4core::error::Error;
use h4core::stream::{END_MAX_LEN, SealedReader, SealedWriter};
use h4core::wire::chunk::Tag;
use h4core::wire::seal::Mode;
use h4core::wire::seek::SeekEntry;

use crate::made::{Recipe, all_of, ended, open_all, sealed};

fn begin_error(recipe: &Recipe) -> Error {
    let mut out = [0xa5; 1024];
    let error = SealedWriter::begin(&recipe.secret, &recipe.seal(), &mut out).unwrap_err();
    assert_eq!(out, [0xa5; 1024]);
    error
}

#[test]
fn a_container_is_not_begun_with_what_it_could_not_be_read_by() {
    let mut recipe = Recipe::small();
    recipe.secret.truncate(31);
    assert_eq!(begin_error(&recipe), Error::ShortKey);
    let mut recipe = Recipe::small();
    recipe.mode = Mode::Mixing(NonZeroU32::MIN);
    assert_eq!(begin_error(&recipe), Error::Misplaced);
    if !cfg!(feature = "mixing") {
        assert_eq!(begin_error(&Recipe::announcing(1)), Error::Unsupported);
    }
}

#[test]
fn too_small_a_slice_is_told_the_length() {
    let recipe = Recipe::small();
    let (_, begun) = recipe.writer();
    for room in [0, 7, 8, 20, begun.len() - 1] {
        let mut out = vec![0xa5; room];
        let error = SealedWriter::begin(&recipe.secret, &recipe.seal(), &mut out).unwrap_err();
        let needed = begun.len() as u64;
        assert_eq!(error, Error::TooSmall { needed });
        assert!(out.iter().all(|byte| *byte == 0xa5));
    }
}

/// Does everything wrong between two blocks.
fn abuse(writer: &mut SealedWriter) {
    let before = (writer.position(), writer.media_len(), writer.blocks());
    for room in [0, 11, 12, 105, writer.overhead() - 1] {
        let mut chunk = vec![0xa5; room];
        let needed = writer.overhead() as u64;
        let random = Some(&[9; 32]);
        assert_eq!(
            writer.block(&mut chunk, random),
            Err(Error::TooSmall { needed })
        );
        assert!(chunk.iter().all(|byte| *byte == 0xa5));
    }
    if writer.takes_entropy() {
        let mut chunk = vec![0xa5; writer.overhead() + 3];
        assert_eq!(writer.block(&mut chunk, None), Err(Error::Entropy));
        assert!(chunk.iter().all(|byte| *byte == 0xa5));
    }
    let mut buf = [0xa5; 64];
    for tag in [
        Tag::SEAL,
        Tag::CORE,
        Tag::SEEK,
        Tag::META,
        Tag::SAFE,
        Tag::VERI,
    ] {
        assert_eq!(writer.chunk(tag, b"", &mut buf), Err(Error::ReservedTag));
    }
    let needed = 65;
    let long = writer.chunk(Tag(*b"NEW1"), &[0; 53], &mut buf);
    assert_eq!(long, Err(Error::TooSmall { needed }));
    assert_eq!(buf, [0xa5; 64]);
    assert_eq!(
        before,
        (writer.position(), writer.media_len(), writer.blocks())
    );
}

/// Tries to end it in every wrong way.
fn abuse_end(mut writer: SealedWriter) -> SealedWriter {
    let random = [9; 32];
    let past = SeekEntry {
        pts_us: 0,
        offset: writer.media_len() + 1,
    };
    let twice = [SeekEntry::EMPTY; 2];
    let mut out = [0xa5; END_MAX_LEN];
    type Case<'c> = (Option<&'c [u8; 32]>, &'c [SeekEntry], usize, Error);
    let cases: [Case<'_>; 4] = [
        (Some(&random), &[past], END_MAX_LEN, Error::SeekOffset),
        (Some(&random), &twice, END_MAX_LEN, Error::SeekOrder),
        (
            Some(&random),
            &[],
            writer.overhead() - 1,
            Error::TooSmall {
                needed: writer.overhead() as u64,
            },
        ),
        (None, &[], END_MAX_LEN, Error::Entropy),
    ];
    for (given, entries, room, expected) in cases {
        if expected == Error::Entropy && !writer.takes_entropy() {
            continue;
        }
        let entries = entries.iter().copied();
        let finished = writer.finish(given, entries, b"{}", b"{}", &mut out[..room]);
        let (back, error) = finished.err().unwrap();
        assert_eq!((error, out), (expected, [0xa5; END_MAX_LEN]));
        writer = back;
    }
    writer
}

fn check(recipe: &Recipe) {
    let (mut writer, mut out) = recipe.writer();
    for (index, block) in recipe.blocks.iter().enumerate() {
        abuse(&mut writer);
        let (chunk, _) = sealed(&mut writer, block, index as u64);
        out.extend_from_slice(&chunk);
    }
    abuse(&mut writer);
    let writer = abuse_end(writer);
    let entries = [SeekEntry::EMPTY];
    out.extend_from_slice(&ended(writer, &entries, "{}"));
    assert_eq!(open_all(&recipe.secret, &out).0, all_of(&recipe.blocks));
    // Not a byte is other than without the refusals.
    let (mut writer, mut plain) = recipe.writer();
    for (index, block) in recipe.blocks.iter().enumerate() {
        plain.extend_from_slice(&sealed(&mut writer, block, index as u64).0);
    }
    plain.extend_from_slice(&ended(writer, &entries, "{}"));
    assert!(plain == out);
}

#[test]
fn a_refusal_changes_nothing() {
    check(&Recipe::small());
    #[cfg(feature = "mixing")]
    for interval in 1..=4 {
        check(&Recipe::announcing(interval));
    }
}

#[test]
fn a_block_is_refused_where_the_end_would_have_no_time() {
    let recipe = Recipe {
        frame_time_us: u64::MAX / 2,
        ..Recipe::small()
    };
    let (mut writer, mut out) = recipe.writer();
    for index in 0..2 {
        out.extend_from_slice(&sealed(&mut writer, b"x", index).0);
    }
    let mut chunk = vec![0xa5; writer.overhead()];
    assert_eq!(writer.block(&mut chunk, None), Err(Error::Range));
    assert!(chunk.iter().all(|byte| *byte == 0xa5));
    out.extend_from_slice(&ended(writer, &[], "{}"));
    let blocks = vec![b"x".to_vec(); 2];
    assert_eq!(open_all(&recipe.secret, &out).0, all_of(&blocks));
}

#[test]
fn states_are_small_and_of_fixed_size() {
    assert!(
        size_of::<SealedWriter>() <= 1152,
        "{}",
        size_of::<SealedWriter>()
    );
    assert!(
        size_of::<SealedReader>() <= 768,
        "{}",
        size_of::<SealedReader>()
    );
}

#[cfg(feature = "mixing")]
#[test]
fn random_bytes_are_asked_for_at_boundaries() {
    let (mut writer, _) = Recipe::announcing(3).writer();
    for index in 0..7 {
        let at_boundary = index == 3 || index == 6;
        assert_eq!(writer.takes_entropy(), at_boundary);
        assert_eq!(writer.overhead(), if at_boundary { 138 } else { 106 });
        assert_eq!(writer.plaintext_at(), if at_boundary { 122 } else { 90 });
        sealed(&mut writer, b"x", index);
    }
}
