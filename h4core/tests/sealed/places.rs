//! Where SEAL stands, and what is not taken for it.

use core::convert::Infallible;

use h4core::container::{Container, ReadAt, ReadError, Reader};
use h4core::error::{Error, Rule};
use h4core::stream::{seal_in, seal_of};
use h4core::wire::chunk::Tag;
use h4core::wire::seal::{MAX_LEN, Repr};

use crate::made::{Recipe, chunks, push};

const BEGUN: &[u8] = b"H4MK\0\x01\0\0";

/// Both ways to find SEAL; they must agree.
fn find(bytes: &[u8]) -> Result<Option<Repr<'_>>, Error> {
    let found = seal_in(&Container::open(bytes).unwrap());
    let mut buf = [0xa5; MAX_LEN];
    let mut reader = Reader::open(bytes).unwrap();
    let by_position = seal_of(&mut reader, &mut buf).map_err(|error| match error {
        ReadError::Core(error) => error,
    });
    assert_eq!(by_position, found);
    found
}

fn rule(found: Result<Option<Repr<'_>>, Error>) -> (Rule, Option<u64>) {
    match found {
        Err(Error::Fault(fault)) => (fault.rule, fault.chunk),
        other => panic!("{other:?}"),
    }
}

fn seal() -> Vec<u8> {
    chunks(&Recipe::small().file())[0].1.clone()
}

#[test]
fn a_container_without_seal_is_not_sealed() {
    assert_eq!(find(BEGUN), Ok(None));
    let mut bytes = BEGUN.to_vec();
    push(&mut bytes, Tag::CORE, b"block");
    assert_eq!(find(&bytes), Ok(None));
    // Nor is one that was cut behind its first chunk.
    bytes.extend_from_slice(b"SEAL");
    assert_eq!(find(&bytes), Ok(None));
}

#[test]
fn seal_behind_another_chunk_seals_nothing() {
    for before in [Tag::CORE, Tag::META, Tag(*b"NEW1")] {
        let mut bytes = BEGUN.to_vec();
        push(&mut bytes, before, b"{}");
        push(&mut bytes, Tag::CORE, b"block");
        push(&mut bytes, Tag::SEAL, &seal());
        assert_eq!(find(&bytes), Err(Error::SealPlace));
        *bytes.last_mut().unwrap() ^= 1;
        assert_eq!(find(&bytes), Err(Error::SealPlace), "whatever it holds");
    }
}

#[test]
fn behind_the_first_chunk_no_other_seal_counts() {
    let recipe = Recipe::small();
    let mut bytes = recipe.file();
    let at = 20 + seal().len();
    let mut second = Vec::new();
    push(&mut second, Tag::SEAL, b"anything");
    bytes.splice(at..at, second);
    assert_eq!(find(&bytes), Ok(Some(recipe.seal())));
}

#[test]
fn a_first_chunk_that_is_cut_or_damaged_is_a_fault() {
    let bytes = Recipe::small().file();
    let len = 20 + seal().len();
    for cut in 9..len {
        assert_eq!(
            rule(find(&bytes[..cut])),
            (Rule::Truncated, Some(0)),
            "{cut}"
        );
    }
    assert!(find(&bytes[..len]).is_ok());
    let mut damaged = bytes.clone();
    damaged[40] ^= 1;
    assert_eq!(rule(find(&damaged)), (Rule::Crc, Some(0)));
}

#[test]
fn another_generation_is_told_whatever_its_length() {
    for len in [4, 5, MAX_LEN, MAX_LEN + 1, 5000] {
        let mut payload = vec![0xa5; len];
        payload[..4].copy_from_slice(&[4, 0, 4, 1]);
        let mut bytes = BEGUN.to_vec();
        push(&mut bytes, Tag::SEAL, &payload);
        assert_eq!(find(&bytes), Err(Error::SealGeneration), "{len}");
        // Of this generation it is illegal, and so it is where there is not even a generation.
        payload[..4].copy_from_slice(&[3, 0, 3, 1]);
        for payload in [&payload[..], &[4, 0, 4]] {
            let mut bytes = BEGUN.to_vec();
            push(&mut bytes, Tag::SEAL, payload);
            assert_eq!(find(&bytes), Err(Error::Seal), "{len}");
        }
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        assert_eq!(rule(find(&bytes)), (Rule::Crc, Some(0)));
    }
}

#[test]
fn too_small_a_buffer_is_told_the_length() {
    let bytes = Recipe::small().file();
    let mut reader = Reader::open(&bytes[..]).unwrap();
    let needed = seal().len() as u64;
    let mut buf = vec![0xa5; seal().len()];
    let short = seal_of(&mut reader, &mut buf[1..]);
    assert_eq!(short, Err(ReadError::Core(Error::TooSmall { needed })));
    assert!(seal_of(&mut reader, &mut buf).unwrap().is_some());
}

/// A source that fails from an offset on.
struct Failing<'a>(&'a [u8], u64);

impl ReadAt for Failing<'_> {
    type Error = &'static str;

    fn size(&mut self) -> Result<u64, Self::Error> {
        Ok(self.0.len() as u64)
    }

    fn read_at(&mut self, offset: u64, buf: &mut [u8]) -> Result<usize, Self::Error> {
        match offset < self.1 {
            true => self
                .0
                .read_at(offset, buf)
                .map_err(|never: Infallible| match never {}),
            false => Err("broken"),
        }
    }
}

#[test]
fn a_source_that_fails_is_no_container_without_seal() {
    let mut bytes = BEGUN.to_vec();
    push(&mut bytes, Tag::CORE, b"block");
    push(&mut bytes, Tag::CORE, b"block");
    for from in [8, 25] {
        let mut reader = Reader::open(Failing(&bytes, from)).unwrap();
        let mut buf = [0; MAX_LEN];
        let found = seal_of(&mut reader, &mut buf);
        assert_eq!(found, Err(ReadError::Read("broken")), "{from}");
    }
}
