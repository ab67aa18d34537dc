//! The image that the boards are to make, made another way: whole containers in memory, then laid out by what the headers of the C example
//! say. Nothing of the recorder's code is used but the tone and the numbers.
//!
//! host_image DIRECTORY writes image.bin, the containers tokens.h4mk, masked.h4mk and sealed.h4mk, and the secret.

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use h4core::container::Writer;
use h4core::crypto::mask::MaskKey;
use h4core::engine::Store;
use h4core::hash::Crc32;
use h4core::stream::SealedWriter;
use h4core::token::audio::{Config, Tokenizer};
use h4core::wire::audio_token::Repr as Token;
use h4core::wire::binding::BlockBinding;
use h4core::wire::meta::{ExportMeta, STANDARD_SAFE};
use h4core::wire::seal::{Mode, Repr, Role};
use h4core::wire::seek::SeekEntry;
use recorder::ids::{MASK_KEY, SEAL_SECRET};
use recorder::layout::{BLOCK, LEN, PAGE};
use recorder::record::{PCM_META, TOKENS_META};
use recorder::tone;

type Done<T> = Result<T, Box<dyn Error>>;

/// Boots up to the recording.
const BOOTS: u32 = 32;

fn main() -> Done<()> {
    let dir = env::args().nth(1).ok_or("host_image DIRECTORY")?;
    let dir = Path::new(&dir);
    let containers = [tokens()?, masked()?, sealed()?];
    let mut image = vec![0xff; LEN];
    for boot in 1..=BOOTS {
        put(
            &mut image,
            (boot as usize - 1) * PAGE,
            &page(b"H4JR", &[boot, boot]),
        );
    }
    for (number, container) in (1..).zip(&containers) {
        let at = BLOCK as usize * (2 + 2 * number as usize);
        put(&mut image, at, &page(b"H4AR", &[BOOTS, number, number, 0]));
        put(&mut image, at + PAGE, container);
    }
    fs::write(dir.join("image.bin"), image)?;
    for (name, container) in ["tokens", "masked", "sealed"].iter().zip(&containers) {
        fs::write(dir.join(name).with_extension("h4mk"), container)?;
    }
    fs::write(dir.join("secret"), SEAL_SECRET)?;
    Ok(())
}

fn put(image: &mut [u8], at: usize, bytes: &[u8]) {
    image[at..at + bytes.len()].copy_from_slice(bytes);
}

fn page(mark: &[u8; 4], numbers: &[u32]) -> Vec<u8> {
    let mut page = mark.to_vec();
    page.extend(numbers.iter().flat_map(|number| number.to_be_bytes()));
    page.resize(PAGE - 4, 0);
    page.extend(Crc32::of(&page).to_be_bytes());
    page
}

fn id(what: &str, serial: u32) -> [u8; 32] {
    let mut id = [0; 32];
    put(&mut id, 0, format!("h4 firmware example{what}").as_bytes());
    put(&mut id, 20, &BOOTS.to_be_bytes());
    put(&mut id, 24, &serial.to_be_bytes());
    id
}

/// A container of blocks with these seek entries.
fn container(blocks: &[Vec<u8>], entries: &[(u64, u64)], meta: &[u8]) -> Done<Vec<u8>> {
    let mut file = vec![0; 8192];
    let (mut writer, mut at) = Writer::begin(&mut file)?;
    for block in blocks {
        at += writer.block(block, &mut file[at..])?.len;
    }
    let entries = entries
        .iter()
        .map(|&(pts_us, offset)| SeekEntry { pts_us, offset });
    let safe = STANDARD_SAFE.as_bytes();
    let finished = writer.finish(entries, meta, safe);
    let mut tail = finished.map_err(|(_, error)| error)?;
    at += tail.emit(&mut file[at..])?;
    file.truncate(at);
    Ok(file)
}

fn samples(blocks: u32) -> Vec<Vec<u8>> {
    let mut all = vec![0; 160 * blocks as usize];
    tone::pcm(0, &mut all);
    all.chunks(160).map(<[u8]>::to_vec).collect()
}

fn tokens() -> Done<Vec<u8>> {
    let config = Config::new(8000, 256, 8)?;
    let mut storage = vec![0.0; config.storage_len()];
    let mut tokenizer = Tokenizer::new(config, &mut storage)?;
    let mut pcm = vec![0; 2 * (256 + 15 * 128)];
    tone::pcm(0, &mut pcm);
    let mut rest = pcm.as_slice();
    let mut tokens = [Token::default(); 8];
    let mut blocks = Vec::new();
    while tokenizer.push(&mut rest, &mut tokens)?.is_some() {
        blocks.push(tokens.iter().flat_map(Token::emit).collect());
    }
    let entries = [0, 4, 8, 12].map(|frame| (frame * 16_000, frame * 64));
    container(&blocks, &entries, TOKENS_META.as_bytes())
}

fn masked() -> Done<Vec<u8>> {
    let key = MaskKey::new(MASK_KEY)?;
    let mut blocks = samples(10);
    for (index, block) in (0..).zip(&mut blocks) {
        key.block(&id("M", 2), index).apply(0, block)?;
    }
    let meta = r#"{"project":"HarmonyØ4","domain":"video-transport","block_size":160,"fps_hint":100.0,"gop":4,"masked":true}"#;
    let entries = [0, 4, 8].map(|block| (block * 10_000, block * 160));
    container(&blocks, &entries, meta.as_bytes())
}

fn sealed() -> Done<Vec<u8>> {
    let (session_id, container_id) = (id("S", 3), id("C", 3));
    let pin = Store::PIN;
    let seal = Repr {
        mode: Mode::Off,
        role: Role::Initiator,
        frame_time_us: 10_000,
        session_id: &session_id,
        binding: BlockBinding::new(pin.id, &pin.fingerprint.0, &container_id, "mic")?,
    };
    let mut file = vec![0; 8192];
    let (mut writer, mut at) = SealedWriter::begin(SEAL_SECRET, &seal, &mut file)?;
    for block in samples(8) {
        let chunk = &mut file[at..at + block.len() + writer.overhead()];
        put(chunk, writer.plaintext_at(), &block);
        at += writer.block(chunk, None)?.len;
    }
    let mut meta = [0; 1024];
    let export = ExportMeta {
        seal: Some(seal),
        ..PCM_META.into()
    };
    let meta_len = export.emit(&mut meta)?;
    let entries = [0, 4].map(|block: u64| SeekEntry {
        pts_us: block * 10_000,
        offset: block * 160,
    });
    let safe = STANDARD_SAFE.as_bytes();
    let finished = writer.finish(None, entries, &meta[..meta_len], safe, &mut file[at..]);
    let (mut tail, len) = finished.map_err(|(_, error)| error)?;
    at += len;
    at += tail.emit(&mut file[at..])?;
    file.truncate(at);
    Ok(file)
}
