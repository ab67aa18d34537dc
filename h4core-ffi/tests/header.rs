//! The header is made of the comments in `src/abi`, and the one that is committed is up to date.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use std::{env, fs, path::Path};

/// The files of `src/abi` in the order of the manual.
const SOURCES: [&str; 36] = [
    "version",
    "status",
    "text",
    "types",
    "state",
    "writer",
    "tail",
    "parser",
    "verifier",
    "container",
    "source",
    "reader",
    "seek",
    "locator",
    "object",
    "json",
    "meta",
    "mask",
    "token",
    "audio",
    "engine_identity",
    "engine",
    "engine_read",
    "state_cipher",
    "session",
    "sealer",
    "exchange",
    "opener",
    "opener_stored",
    "file_chain",
    "binding",
    "seal",
    "sealed_writer",
    "sealed_tail",
    "sealed_reader",
    "recover",
];

/// A size that depends on the program's choice, and so is no constant.
const OPENER_SIZE: &str = "\
/** Length in bytes of the memory of a h4_opener_t with a window of 1, 4, 8, 16, 32 or 64. */
#define H4_OPENER_SIZE(window) ((H4_OPENER_BASE_WORDS + H4_OPENER_SLOT_WORDS * (size_t)(window)) * 8)";

fn generated() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut config = cbindgen::Config::from_file(root.join("cbindgen.toml")).unwrap();
    // The version has one source.
    config.after_includes = Some(format!(
        "\n/** The version of the library that this header is of. */\n#define H4_VERSION \"{}\"\n\n{OPENER_SIZE}",
        env!("CARGO_PKG_VERSION")
    ));
    let mut builder = cbindgen::Builder::new().with_config(config);
    for name in SOURCES {
        builder = builder.with_src(root.join("src/abi").join(name).with_extension("rs"));
    }
    let mut out = Vec::new();
    builder.generate().unwrap().write(&mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn the_committed_header_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../include/h4core.h");
    let generated = generated();
    if env::var_os("H4_WRITE_HEADER").is_some() {
        fs::write(&path, &generated).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "include/h4core.h is not up to date: run this test with H4_WRITE_HEADER=1"
    );
}
