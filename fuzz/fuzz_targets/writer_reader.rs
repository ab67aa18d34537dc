//! What the writer makes, every reader verifies and gives back; what it refuses it gives back unchanged.
#![no_main]

use h4core::container::{Container, SeekStore, Writer};
use h4core::error::Error;
use h4core::wire::chunk::Tag;
use h4core::wire::seek::SeekEntry;
use libfuzzer_sys::fuzz_target;

fuzz_target!(
    |input: (Vec<(Option<u64>, Vec<u8>)>, [u8; 4], &str, &str, u8, u8)| {
        let (blocks, tag, meta, safe, slots, piece) = input;
        let longest = blocks
            .iter()
            .map(|(_, block)| block.len())
            .max()
            .unwrap_or(0);
        let mut buf = vec![0; longest + 64];
        let (mut writer, len) = Writer::begin(&mut buf).unwrap();
        let mut out = buf[..len].to_vec();
        let mut slots = vec![SeekEntry::EMPTY; usize::from(slots)];
        let mut store = SeekStore::new(&mut slots);
        let (mut expected, mut media) = (Vec::new(), 0);
        match writer.chunk(Tag(tag), b"new", &mut buf) {
            Ok(len) => out.extend_from_slice(&buf[..len]),
            Err(error) => assert!(error == Error::ReservedTag && Tag(tag).is_known()),
        }
        for (pts_us, block) in &blocks {
            let before = (writer.position(), writer.media_len(), writer.blocks());
            let error = writer
                .block(block, &mut buf[..block.len() + 11])
                .unwrap_err();
            assert!(matches!(error, Error::TooSmall { .. }));
            assert_eq!(
                before,
                (writer.position(), writer.media_len(), writer.blocks())
            );
            let put = writer.block_header(block, &mut buf).unwrap();
            assert_eq!(
                (put.media_offset, put.file_offset),
                (media, out.len() as u64)
            );
            out.extend_from_slice(&buf[..put.len]);
            out.extend_from_slice(block);
            media += block.len() as u64;
            if let Some(pts_us) = pts_us
                && store.push(*pts_us, put.media_offset).is_ok()
            {
                expected.push(SeekEntry {
                    pts_us: *pts_us,
                    offset: put.media_offset,
                });
            }
        }
        let bad = [SeekEntry {
            pts_us: 0,
            offset: media + 1,
        }];
        let (writer, error) = writer.finish(bad, b"", b"").err().unwrap();
        assert_eq!(error, Error::SeekOffset);
        let entries = store.entries().iter().copied();
        let mut tail = writer
            .finish(entries, meta.as_bytes(), safe.as_bytes())
            .unwrap();
        let mut room = vec![0; usize::from(piece).max(1)];
        loop {
            match tail.emit(&mut room).unwrap() {
                0 => break,
                len => out.extend_from_slice(&room[..len]),
            }
        }
        let verified = Container::open(&out).unwrap().verify().unwrap();
        assert_eq!(verified.proof().media_len(), media);
        let container = verified.container();
        let read: Vec<&[u8]> = container
            .chunks_tagged(Tag::CORE)
            .map(|chunk| chunk.unwrap().payload)
            .collect();
        assert!(
            read.iter()
                .copied()
                .eq(blocks.iter().map(|(_, block)| &block[..]))
        );
        let (_, table) = container.seek_table().unwrap().unwrap();
        assert!(table.iter().eq(expected));
        assert_eq!(
            container.find(Tag::META).unwrap().unwrap().payload,
            meta.as_bytes()
        );
        assert_eq!(
            container.find(Tag::SAFE).unwrap().unwrap().payload,
            safe.as_bytes()
        );
    }
);
