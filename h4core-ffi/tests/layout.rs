//! How the sources are laid out: where `unsafe` is, that the tree of `src/abi` stands by itself, and that no function escapes the tests.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn files(folder: &str, extension: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
        .iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn unsafe_code_is_for_pointers_and_one_declaration_and_says_why() {
    // What pointers from C are, and the name of a function that nobody has.
    let places = ["pointer.rs", "bare.rs"];
    for (name, text) in files("src/abi", "rs").into_iter().chain(files("src", "rs")) {
        let lines: Vec<&str> = text.lines().collect();
        let mut blocks = 0;
        for (number, line) in lines.iter().enumerate() {
            let code = line
                .split("//")
                .next()
                .unwrap()
                .replace("#[unsafe(no_mangle)]", "");
            let is_unsafe = [
                "unsafe {",
                "unsafe impl",
                "unsafe fn",
                "unsafe extern",
                "unsafe trait",
            ]
            .iter()
            .any(|word| code.contains(word));
            assert!(
                is_unsafe || !code.contains("unsafe ") || code.contains("`unsafe`"),
                "{name}: {line}"
            );
            if !is_unsafe {
                continue;
            }
            blocks += 1;
            assert!(places.contains(&name.as_str()), "{name}: {line}");
            let said = lines
                .iter()
                .take(number)
                .rev()
                .take(6)
                .any(|before| before.contains("SAFETY:") || before.contains("# Safety"));
            assert!(
                said,
                "{name}:{}: nothing says why this is sound",
                number + 1
            );
        }
        assert_eq!(blocks > 0, places.contains(&name.as_str()), "{name}");
        assert!(
            name != "bare.rs" || blocks == 1,
            "{name} has more than its declaration"
        );
    }
}

#[test]
fn the_tree_of_abi_stands_by_itself() {
    for (name, text) in files("src/abi", "rs") {
        assert!(
            !text.contains("crate::") && !text.contains("super::super"),
            "{name}"
        );
    }
}

#[test]
fn files_are_short_enough_to_read() {
    let shown = [
        ("src/abi", "rs"),
        ("tests", "rs"),
        ("tests/support", "rs"),
        ("tests/c", "c"),
        ("tests/c", "h"),
    ];
    for (folder, extension) in shown {
        for (name, text) in files(folder, extension) {
            assert!(text.lines().count() <= 300, "{name}");
        }
    }
}

#[test]
fn every_function_with_a_pointer_is_misused() {
    let header =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../include/h4core.h"))
            .unwrap();
    let code: String = header
        .lines()
        .filter(|line| !line.starts_with("//"))
        .collect::<Vec<_>>()
        .join(" ");
    let mut declared = BTreeSet::new();
    for statement in code.split(';') {
        let statement = statement.trim();
        if let Some(open) = statement.find('(')
            && statement.ends_with(')')
            && statement[open..].contains('*')
            && let Some(name) = statement[..open].rsplit([' ', '*']).next()
            && name.starts_with("h4_")
        {
            declared.insert(name.to_owned());
        }
    }
    let mut misused = BTreeSet::new();
    for (_, text) in files("tests/c", "c") {
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("CALL(") {
                misused.insert(format!("h4_{}", rest.split(',').next().unwrap()));
            }
        }
    }
    assert!(declared.len() > 50, "{declared:?}");
    assert_eq!(declared, misused);
}

#[test]
fn each_kind_of_state_has_a_word_of_its_own() {
    let mut states = 0;
    let mut words = BTreeSet::new();
    for (name, text) in files("src/abi", "rs") {
        states += text.matches(" State for ").count();
        for (_, rest) in text
            .match_indices("from_be_bytes(*b\"")
            .map(|(at, word)| (at, &text[at + word.len()..]))
        {
            let word = &rest[..8];
            assert!(words.insert(word.to_owned()), "{name}: {word}");
        }
    }
    assert_eq!((states, words.len()), (17, 17));
}
