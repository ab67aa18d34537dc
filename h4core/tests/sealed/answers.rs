//! Known answers, made by another program: equal inputs give equal bytes, on every target.

use h4core::container::Container;
use h4core::hash::Sha256;
use h4core::stream::EndState;
use serde_json::Value;

use crate::made::{Recipe, all_of, open_all};

/// The container of a case, and its blocks.
fn case(name: &str) -> (Vec<u8>, Vec<Vec<u8>>) {
    let text = include_str!("../vectors/sealed-containers.json");
    let all: Value = serde_json::from_str(text).unwrap();
    let case = all["cases"]
        .as_array()
        .unwrap()
        .iter()
        .find(|case| case["name"] == name);
    let case = case.unwrap();
    let blocks = case["blocks"].as_array().unwrap();
    (
        unhex(&case["container"]),
        blocks.iter().map(unhex).collect(),
    )
}

pub fn unhex(value: &Value) -> Vec<u8> {
    let pairs = value.as_str().unwrap().as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect()
}

fn hex(digest: [u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_small_container_is_byte_for_byte_the_known_one() {
    let bytes = Recipe::small().file();
    assert_eq!(
        hex(Sha256::of(&bytes)),
        "fd51db7e6a7da5d1234010a28272e239fa0aa257ef6ad24522df3b2db0d5e998"
    );
    assert!(bytes == case("off").0);
}

#[cfg(feature = "mixing")]
#[test]
fn a_container_that_announces_is_byte_for_byte_the_known_one() {
    let bytes = Recipe::announcing(2).file();
    assert_eq!(
        hex(Sha256::of(&bytes)),
        "f961c5683554de631288cdff7227224ddefd240c4bb3f5e99157b1a2a43ca250"
    );
    assert!(bytes == case("announce-2").0);
}

#[test]
fn known_containers_open() {
    for name in ["off", "announce-2"] {
        let (bytes, blocks) = case(name);
        Container::open(&bytes).unwrap().verify().unwrap();
        let opened = open_all(&Recipe::small().secret, &bytes);
        assert_eq!(opened, (all_of(&blocks), EndState::Ended), "{name}");
    }
}
