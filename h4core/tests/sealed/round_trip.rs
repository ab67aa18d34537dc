//! What is written opens, and ends where it ended.

use h4core::container::{Container, MediaLengths, Writer, check_seek_offsets};
use h4core::error::Error;
use h4core::stream::{EndState, Unsealed, seal_in};
use h4core::wire::chunk::Tag;
use h4core::wire::seal::{MAX_LEN, Role};

use crate::made::{Recipe, all_of, ended, open, open_all, payloads, reader, sealed};

#[cfg(feature = "mixing")]
fn recipes() -> Vec<Recipe> {
    let announcing = (1..=5).map(Recipe::announcing);
    announcing.chain([Recipe::small()]).collect()
}

#[cfg(not(feature = "mixing"))]
fn recipes() -> Vec<Recipe> {
    vec![Recipe::small()]
}

#[test]
fn every_block_opens_and_the_end_is_told() {
    for recipe in recipes() {
        for (role, frame_time_us) in [(Role::Initiator, 33_333), (Role::Responder, 0)] {
            let recipe = Recipe {
                role,
                frame_time_us,
                ..recipe.clone()
            };
            let bytes = recipe.file();
            Container::open(&bytes).unwrap().verify().unwrap();
            assert_eq!(
                seal_in(&Container::open(&bytes).unwrap()),
                Ok(Some(recipe.seal()))
            );
            let given = open_all(&recipe.secret, &bytes);
            assert_eq!(given, (all_of(&recipe.blocks), EndState::Ended));
        }
    }
}

#[test]
fn a_container_without_media_is_its_end() {
    let recipe = Recipe {
        blocks: Vec::new(),
        ..Recipe::small()
    };
    let bytes = recipe.file();
    assert_eq!(
        open_all(&recipe.secret, &bytes),
        (all_of(&[]), EndState::Ended)
    );
}

#[test]
fn an_empty_block_is_media_and_not_the_end() {
    let recipe = Recipe {
        blocks: vec![Vec::new(); 3],
        ..Recipe::small()
    };
    let payloads = payloads(&recipe.file());
    let mut reader = reader(&recipe.secret, &recipe.file());
    for (index, payload) in payloads.iter().take(3).enumerate() {
        assert_eq!(
            open(&mut reader, index as u64, payload),
            Ok(Some(Vec::new()))
        );
        assert_eq!((reader.end_state(), reader.blocks()), (EndState::Cut, None));
    }
    assert_eq!(open(&mut reader, 3, &payloads[3]), Ok(None));
    assert_eq!(reader.end_state(), EndState::Ended);
}

#[test]
fn the_end_is_no_block_of_media() {
    let recipe = Recipe::small();
    let (mut writer, _) = recipe.writer();
    for (index, block) in recipe.blocks.iter().enumerate() {
        sealed(&mut writer, block, index as u64);
    }
    let media_len: usize = recipe.blocks.iter().map(Vec::len).sum();
    assert_eq!((writer.blocks(), writer.media_len()), (4, media_len as u64));
    let bytes = recipe.file();
    let (_, state) = open_all(&recipe.secret, &bytes);
    assert_eq!(state, EndState::Ended);
    let mut reader = reader(&recipe.secret, &bytes);
    assert_eq!(open(&mut reader, 4, &payloads(&bytes)[4]), Ok(None));
    assert_eq!(reader.blocks(), Some(4));
    // The container counts CORE chunks, and the end is one; in media it has no length.
    let container = Container::open(&bytes).unwrap();
    assert_eq!(container.verify().unwrap().proof().blocks(), 5);
    let mut walk = container.block_walk(MediaLengths::Sealed);
    let mut last = None;
    while let Ok(Some(block)) = walk.next_unverified(&mut { &bytes[..] }) {
        last = Some((block.index, block.media_len));
    }
    assert_eq!(last, Some((4, 0)));
    assert_eq!(walk.media_offset(), media_len as u64);
}

#[test]
fn times_are_block_numbers_times_the_frame_time() {
    let recipe = Recipe::small();
    let mut reader = reader(&recipe.secret, &recipe.file());
    for (index, payload) in payloads(&recipe.file()).iter().take(4).enumerate() {
        let mut block = payload.clone();
        let start = block.as_ptr() as usize;
        let Ok(Unsealed::Media { pts_us, plaintext }) = reader.open(index as u64, &mut block)
        else {
            panic!("block {index}");
        };
        assert_eq!(pts_us, index as u64 * 33_333);
        assert_eq!(plaintext.as_ptr() as usize, start + 78);
    }
}

#[test]
fn seek_offsets_count_plaintext() {
    let recipe = Recipe::small();
    let bytes = recipe.file();
    let container = Container::open(&bytes).unwrap();
    let (info, table) = container.seek_table().unwrap().unwrap();
    let offsets: Vec<u64> = table.iter().map(|entry| entry.offset).collect();
    assert_eq!(offsets, [0, 5]);
    check_seek_offsets(&info, table.iter(), 17).unwrap();
    // Of the two blocks at offset 5 the first, which is empty.
    let (block, chunk) = container
        .seek(66_666, MediaLengths::Sealed)
        .unwrap()
        .unwrap();
    assert_eq!(block.index, 1);
    let mut reader = reader(&recipe.secret, &bytes);
    assert_eq!(open(&mut reader, 1, chunk.payload), Ok(Some(Vec::new())));
    // At the end of the media stands the end, where a table may lead too.
    let found = container
        .locate(&info, 2, 17, MediaLengths::Sealed)
        .unwrap();
    assert_eq!(found.unwrap().0.index, 4);
    let past = container.locate(&info, 2, 18, MediaLengths::Sealed);
    assert!(matches!(past, Err(Error::Fault(_))));
}

#[test]
fn a_block_that_an_engine_made_counts_what_it_was_made_of() {
    let recipe = Recipe::small();
    let (mut writer, mut out) = recipe.writer();
    for media_len in [512, 300] {
        let mut chunk = vec![0x7e; writer.overhead() + 20];
        let put = writer
            .transformed_block(&mut chunk, media_len, None)
            .unwrap();
        assert_eq!(put.media_offset, if media_len == 512 { 0 } else { 512 });
        out.extend_from_slice(&chunk);
    }
    assert_eq!(writer.media_len(), 812);
    out.extend_from_slice(&ended(writer, &[], "{}"));
    let blocks = vec![vec![0x7e; 20]; 2];
    assert_eq!(
        open_all(&recipe.secret, &out),
        (all_of(&blocks), EndState::Ended)
    );
}

#[test]
fn other_chunks_stand_among_the_blocks() {
    let recipe = Recipe::small();
    let (mut writer, mut out) = recipe.writer();
    let (first, _) = sealed(&mut writer, b"one", 0);
    out.extend_from_slice(&first);
    let mut buf = [0; 64];
    let len = writer
        .chunk(Tag(*b"NEW1"), b"in the clear", &mut buf)
        .unwrap();
    out.extend_from_slice(&buf[..len]);
    let (second, put) = sealed(&mut writer, b"two", 1);
    assert_eq!((put.file_offset, put.media_offset), (out.len() as u64, 3));
    out.extend_from_slice(&second);
    out.extend_from_slice(&ended(writer, &[], "{}"));
    Container::open(&out).unwrap().verify().unwrap();
    let blocks = [b"one".to_vec(), b"two".to_vec()];
    assert_eq!(
        open_all(&recipe.secret, &out),
        (all_of(&blocks), EndState::Ended)
    );
}

#[test]
fn the_container_below_sees_an_unknown_chunk_and_opaque_blocks() {
    let recipe = Recipe::small();
    let bytes = recipe.file();
    let (mut writer, mut out) = (None, Vec::new());
    let mut buf = vec![0; 4096];
    for (tag, payload) in crate::made::chunks(&bytes) {
        let (writer, _) = writer.get_or_insert_with(|| {
            let begun = Writer::begin(&mut buf).unwrap();
            out.extend_from_slice(&buf[..begun.1]);
            begun
        });
        let len = match tag {
            Tag::CORE => writer.block(&payload, &mut buf).unwrap().len,
            Tag::SEAL => writer.chunk(tag, &payload, &mut buf).unwrap(),
            _ => break,
        };
        out.extend_from_slice(&buf[..len]);
    }
    assert!(bytes.starts_with(&out));
    assert!(out.len() > 20 + MAX_LEN - 510);
}

#[cfg(feature = "json")]
#[test]
fn meta_repeats_what_seal_says() {
    use h4core::container::{media_lengths, object};
    use h4core::engine::EngineIdentity;
    use h4core::wire::meta::{ExportMeta, StandardMeta};

    let recipe = Recipe {
        track_id: r#"a"b\c"#.into(),
        ..Recipe::small()
    };
    let meta = ExportMeta {
        standard: StandardMeta {
            block_size: 64,
            fps_hint: 30.0,
            gop: 2,
            masked: false,
        },
        seal: Some(recipe.seal()),
        compression: None,
    };
    let mut out = vec![0; meta.emitted_len().unwrap()];
    meta.emit(&mut out).unwrap();
    let bytes = Recipe {
        meta: String::from_utf8(out).unwrap(),
        ..recipe.clone()
    }
    .file();
    let chunk = Container::open(&bytes).unwrap().find(Tag::META).unwrap();
    let mut scratch = [0; 1024];
    let read = object(&chunk.unwrap(), &mut scratch).unwrap();
    assert_eq!(
        media_lengths(&read, &mut scratch),
        Ok(Some(MediaLengths::Sealed))
    );
    let text = |name: &str| {
        let mut scratch = [0; 1024];
        let text = read.str(&["encryption", name], &mut scratch).unwrap();
        text.unwrap().to_owned()
    };
    assert_eq!(text("cipher"), "living-cipher-v3");
    assert_eq!(text("mode"), "off");
    assert_eq!(text("session_id"), "51".repeat(32));
    assert_eq!(text("container_id"), "c1".repeat(32));
    assert_eq!(text("role"), "initiator");
    assert_eq!(text("track_id"), r#"a"b\c"#);
    for name in ["context_binding", "sealed"] {
        let flag = read.bool(&["encryption", name], &mut scratch);
        assert_eq!(flag, Ok(Some(true)), "{name}");
    }
    assert_eq!(
        read.u64(&["encryption", "interval"], &mut scratch),
        Ok(Some(0))
    );
    assert_eq!(read.bool(&["encrypted"], &mut scratch), Ok(Some(true)));

    // With an engine the offsets count what the engine was given.
    let mut identity = [0; 1024];
    let len = h4core::engine::Store::IDENTITY.emit(&mut identity).unwrap();
    let both = ExportMeta {
        seal: Some(recipe.seal()),
        compression: Some(str::from_utf8(&identity[..len]).unwrap()),
        ..meta
    };
    let mut out = vec![0; both.emitted_len().unwrap()];
    both.emit(&mut out).unwrap();
    let packed = Recipe {
        meta: String::from_utf8(out).unwrap(),
        ..recipe.clone()
    };
    let bytes = packed.file();
    let chunk = Container::open(&bytes).unwrap().find(Tag::META).unwrap();
    let read = object(&chunk.unwrap(), &mut scratch).unwrap();
    assert_eq!(
        media_lengths(&read, &mut scratch),
        Ok(Some(MediaLengths::Fixed(64)))
    );
    let mut names = [[0; 255]; 2];
    let identity = EngineIdentity::read(&read, &mut names, &mut scratch).unwrap();
    assert_eq!(identity, Some(h4core::engine::Store::IDENTITY));
}
