//! Any bytes as META: legal by us if and only if by serde_json, and fields read alike.
#![no_main]

use h4core::error::Error;
use h4core::wire::json::{Object, Refused};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// Whether a legal text is deeper than the limit; serde_json has a higher one.
fn too_deep(text: &[u8]) -> bool {
    let (mut depth, mut in_string, mut escaped) = (0u32, false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 32 {
            return true;
        }
    }
    false
}

fuzz_target!(|input: (u8, &[u8])| {
    let (short, bytes) = input;
    let mut scratch = vec![0; bytes.len()];
    let ours = Object::parse(bytes, &mut scratch);
    let theirs = serde_json::from_slice::<serde_json::Map<String, Value>>(bytes);
    let object = match (ours, theirs) {
        (Ok(object), _) if too_deep(bytes) => panic!("too deep: {}", object.text()),
        (Err(_), _) if too_deep(bytes) => return,
        (Err(Refused::Illegal { position }), Err(_)) => {
            assert!(position <= bytes.len() as u64);
            return;
        }
        (Ok(object), Ok(_)) => object,
        // The one difference: a number beyond a double is a matter of its field, not of the text.
        (Ok(_), Err(error)) if error.to_string().contains("number out of range") => return,
        (ours, theirs) => panic!("{ours:?} {theirs:?}"),
    };
    let mut small = vec![0; usize::from(short).min(bytes.len())];
    match Object::parse(bytes, &mut small) {
        Ok(_) => {}
        Err(Refused::TooSmall { needed }) => assert!(needed <= bytes.len() as u64),
        Err(other) => panic!("{other:?}"),
    }
    for name in ["a", "gop", "fps_hint", "masked", "compression", "é"] {
        let path = &[name][..];
        let number = object.u64(path, &mut scratch);
        let text = object
            .str(path, &mut scratch)
            .map(|text| text.map(str::to_owned));
        let truth = object.bool(path, &mut scratch);
        let there = object.has(path, &mut scratch);
        let value: Value = serde_json::from_slice(bytes).unwrap();
        match there {
            Ok(false) => {
                assert_eq!((number, text, truth), (Ok(None), Ok(None), Ok(None)));
                assert!(value.get(name).is_none());
            }
            Ok(true) => {
                let value = value.get(name).unwrap();
                assert_eq!(text.ok().flatten().as_deref(), value.as_str());
                assert_eq!(truth.ok().flatten(), value.as_bool());
                if let Ok(Some(number)) = number {
                    assert_eq!(Some(number), value.as_u64());
                }
            }
            Err(error) => assert_eq!(error, Error::FieldTwice),
        }
    }
});
