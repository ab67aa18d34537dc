//! Lower layers never import higher ones, and each third-party crate is named in one module.
#![allow(
    missing_docs,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The layer of each top-level module; `lib.rs` is a table of contents and stands above all.
const LAYERS: [(&str, u32); 10] = [
    ("error", 0),
    ("bytes", 0),
    ("text", 0),
    ("wire", 1),
    ("hash", 1),
    ("token", 2),
    ("crypto", 2),
    ("engine", 2),
    ("container", 3),
    ("stream", 4),
];

/// Crates, each with the one file that names it.
const CRATES: [(&str, &str); 11] = [
    ("aes_gcm", "crypto/aead.rs"),
    ("crc", "hash.rs"),
    ("crc32fast", "hash.rs"),
    ("sha2", "hash.rs"),
    ("ctutils", "crypto/secret.rs"),
    ("hkdf", "crypto/kdf.rs"),
    ("x25519_dalek", "crypto/exchange.rs"),
    ("zeroize", "crypto/secret.rs"),
    ("libm", "token/math.rs"),
    ("microfft", "token/fft.rs"),
    ("picojson", "wire/json.rs"),
];

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for item in fs::read_dir(dir).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            sources(&path, found);
        } else if path.is_file() && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// Every library source with its path below `src` and its text without comments and tests.
fn library() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    found
        .iter()
        .map(|path| {
            let name = path
                .strip_prefix(&root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            let text = fs::read_to_string(path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
            let code: Vec<&str> = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect();
            (name, code.join("\n"))
        })
        .collect()
}

fn layer(module: &str) -> Option<u32> {
    LAYERS
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, layer)| *layer)
}

#[test]
fn lower_layers_never_import_higher_ones() {
    let mut arrows = 0;
    for (name, code) in library() {
        if name == "lib.rs" {
            continue;
        }
        let own = name.split(['/', '.']).next().unwrap();
        let level = layer(own).unwrap_or_else(|| panic!("{name} has no layer"));
        for module in imports(&code) {
            let other = layer(module).unwrap_or_else(|| panic!("{name} imports {module}"));
            assert!(other <= level, "{name} imports {module}");
            assert!(
                own == module || other < level || level == 0 || own == "wire",
                "{name} imports its neighbour {module}"
            );
            arrows += 1;
        }
    }
    assert!(arrows > 50, "the imports were found");
}

/// The modules of the crate that a source names.
fn imports(code: &str) -> BTreeSet<&str> {
    code.split("crate::")
        .skip(1)
        .filter_map(|used| {
            used.split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
        })
        .collect()
}

#[test]
fn container_and_crypto_meet_in_stream_and_nowhere_else() {
    let mut met = false;
    for (name, code) in library() {
        let (own, used) = (name.split(['/', '.']).next().unwrap(), imports(&code));
        let has = |module: &str| own == module || used.contains(module);
        let both = has("container") && has("crypto");
        assert!(!both || own == "stream", "{name}");
        met |= both;
    }
    assert!(met, "the meeting place was found");
}

#[test]
fn each_crate_is_named_in_one_module() {
    for (krate, home) in CRATES {
        let users: Vec<String> = library()
            .into_iter()
            .filter(|(_, code)| {
                code.contains(&format!("{krate}::")) || code.contains(&format!("use {krate}"))
            })
            .map(|(name, _)| name)
            .collect();
        assert_eq!(users, [home], "{krate}");
    }
}

#[test]
fn every_section_that_the_sources_name_is_in_the_specification() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let spec = fs::read_to_string(root.join("docs/SPEC.md")).unwrap();
    let headings: Vec<&str> = spec
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| line.trim_start_matches(|c: char| "#. ".contains(c) || c.is_ascii_digit()))
        .collect();
    let mut found = Vec::new();
    sources(&root.join("src"), &mut found);
    let mut named = 0;
    for path in found {
        let text = fs::read_to_string(&path).unwrap();
        for rest in text.split("SPEC.md, \"").skip(1) {
            let section = rest.split('"').next().unwrap();
            let path = path.display();
            assert!(headings.contains(&section), "{path} names {section}");
            named += 1;
        }
    }
    assert!(named > 30, "the names were found");
}
