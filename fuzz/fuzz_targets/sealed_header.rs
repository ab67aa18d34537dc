//! Any bytes as the header of a sealed block: legal ones are written back as they were, and every rule is a plain condition.
#![no_main]

use h4core::wire::sealed_header::{
    END, LEN, LEN_WITH_KEY, MAGIC, Repr, SUITE, SealedHeader, end_in,
};
use libfuzzer_sys::fuzz_target;

fn plain(bytes: &[u8], interval: u32) -> bool {
    if bytes.len() != LEN && bytes.len() != LEN_WITH_KEY {
        return false;
    }
    let counter = u64::from_be_bytes(bytes[37..45].try_into().unwrap());
    let boundary = interval != 0 && counter != 0 && counter.is_multiple_of(u64::from(interval));
    bytes[..5] == MAGIC
        && bytes[5] == 31
        && bytes[6..37] == SUITE
        && counter < END
        && bytes[77] == u8::from(boundary)
        && bytes.len() == if boundary { LEN_WITH_KEY } else { LEN }
}

fn check(bytes: &[u8], interval: u32) {
    let parsed = SealedHeader::new(bytes).and_then(|view| Repr::parse(&view, interval).ok());
    assert_eq!(parsed.is_some(), plain(bytes, interval));
    if let Some(repr) = parsed {
        assert_eq!(repr.emit(&mut [0; LEN_WITH_KEY]), bytes);
        assert_eq!(end_in(bytes), Some(bytes.len()));
    }
}

fuzz_target!(|input: (u32, u64, bool, Option<(u8, u8)>, &[u8])| {
    let (interval, counter, key, change, bytes) = input;
    check(bytes, interval);
    // One that is legal but for what is changed.
    let mut made = MAGIC.to_vec();
    made.push(31);
    made.extend_from_slice(&SUITE);
    made.extend_from_slice(&counter.to_be_bytes());
    made.extend_from_slice(&[7; 32]);
    made.push(u8::from(key));
    made.resize(if key { LEN_WITH_KEY } else { LEN }, 9);
    for interval in [interval, interval % 8, 0, 1] {
        check(&made, interval);
    }
    if let Some((at, byte)) = change {
        let at = usize::from(at) % made.len();
        made[at] = byte;
        check(&made, interval % 8);
    }
});
