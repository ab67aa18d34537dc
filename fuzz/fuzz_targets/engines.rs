//! Any bytes as a block: packed as the rules say and given back. Any bytes as packed: unpacked as the rules say, or refused. Any
//! META: an identity that is read can be written and reads the same.
#![no_main]

use h4core::engine::{Engine, EngineIdentity, MAX_NAME_LEN, RunLength, Store};
use h4core::error::Error;
use h4core::wire::json::Object;
use libfuzzer_sys::fuzz_target;

fn packed(input: &[u8]) -> Vec<u8> {
    let mut pairs: Vec<[u8; 2]> = Vec::new();
    for byte in input {
        match pairs.last_mut() {
            Some([value, run]) if value == byte && *run < 255 => *run += 1,
            _ => pairs.push([*byte, 1]),
        }
    }
    pairs.concat()
}

fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    let (pairs, odd) = packed.as_chunks::<2>();
    let legal = odd.is_empty() && pairs.iter().all(|[_, run]| *run > 0);
    let mut bytes = Vec::new();
    for [value, run] in pairs {
        bytes.resize(bytes.len() + usize::from(*run), *value);
    }
    (legal && bytes.len().is_multiple_of(256)).then_some(bytes)
}

type Call<'c> = &'c dyn Fn(&mut [u8]) -> Result<usize, Error>;

/// Into `room` bytes: what is expected and no byte more, or nothing and the length that is missing.
fn check(expected: Result<&[u8], Error>, room: usize, call: Call<'_>) {
    let mut out = vec![0xa5; room];
    let written = match expected {
        Ok(bytes) if bytes.len() <= room => {
            assert_eq!(call(&mut out), Ok(bytes.len()));
            assert_eq!(&out[..bytes.len()], bytes);
            bytes.len()
        }
        Ok(bytes) => {
            let needed = bytes.len() as u64;
            assert_eq!(call(&mut out), Err(Error::TooSmall { needed }));
            0
        }
        Err(error) => {
            assert_eq!(call(&mut out), Err(error));
            0
        }
    };
    assert_eq!(out[written..], vec![0xa5; room - written]);
}

fn run_length(bytes: &[u8], room: usize) {
    let expected = match bytes.len() % 256 {
        0 => Ok(packed(bytes)),
        _ => Err(Error::Range),
    };
    let most = RunLength.max_packed_len(bytes.len() as u64);
    assert_eq!(most.is_some(), expected.is_ok());
    let exact = expected.as_ref().map_or(room, Vec::len);
    assert!(most.is_none_or(|most| exact as u64 <= most));
    for room in [room, exact, exact.saturating_sub(1)] {
        let expected = expected.as_ref().map(Vec::as_slice).map_err(|e| *e);
        check(expected, room, &|out| RunLength.pack(bytes, out));
    }

    let expected = unpacked(bytes).ok_or(Error::EngineData);
    let exact = expected.as_ref().map_or(room, Vec::len);
    assert!(2 * exact <= 255 * bytes.len() || expected.is_err());
    for room in [room, exact, exact.saturating_sub(1)] {
        let expected = expected.as_ref().map(Vec::as_slice).map_err(|e| *e);
        check(expected, room, &|out| RunLength.unpack(bytes, out));
    }
    let len = RunLength.unpacked_len(bytes);
    assert_eq!(len, expected.map(|bytes| bytes.len() as u64));
}

fn identity(meta: &[u8]) {
    let mut scratch = vec![0; meta.len()];
    let mut names = [[0xa5; MAX_NAME_LEN]; 2];
    let Ok(object) = Object::parse(meta, &mut scratch) else {
        return;
    };
    let Ok(Some(identity)) = EngineIdentity::read(&object, &mut names, &mut scratch) else {
        return;
    };
    let mut out = vec![0xa5; identity.emitted_len().unwrap()];
    assert_eq!(identity.emit(&mut out), Ok(out.len()));
    let again = [b"{\"compression\":", out.as_slice(), b"}"].concat();
    let again = Object::parse(&again, &mut []).unwrap();
    let mut names = [[0xa5; MAX_NAME_LEN]; 2];
    let again = EngineIdentity::read(&again, &mut names, &mut []);
    assert_eq!(again, Ok(Some(identity)));
}

fuzz_target!(|input: (u16, bool, Vec<(u8, u16)>, &[u8])| {
    let (room, whole, runs, bytes) = input;
    let room = usize::from(room % 2048);
    run_length(bytes, room);
    check(Ok(bytes), room, &|out| Store.pack(bytes, out));
    check(Ok(bytes), room, &|out| Store.unpack(bytes, out));
    identity(bytes);
    let mut block = Vec::new();
    for (value, len) in runs.iter().take(8) {
        block.resize(block.len() + usize::from(*len) % 600, *value);
    }
    if whole {
        block.truncate(block.len() / 256 * 256);
    }
    run_length(&block, room);
    if whole {
        let packed = packed(&block);
        check(Ok(&block), room, &|out| RunLength.unpack(&packed, out));
        run_length(&packed, room);
    }
});
