//! The C interface from C: every vector, every rule, every function misused; as C99 and as C11, plain and under the sanitizers.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test may panic"
)]

#[allow(dead_code, reason = "each test file uses its own part")]
mod support;

use std::path::Path;

use support::{SANITIZERS, archive, compile, compiler, has_sanitizers, run, scratch, sources};

/// Builds the files of a folder in every way, and runs what comes out.
fn in_every_way(
    folder: &Path,
    standards: &[&str],
    flags: &[&str],
    extension: &str,
    compiler: &str,
) {
    let archive = archive();
    let libraries = archive.parent().unwrap();
    let dir = scratch(&format!("programs-{extension}"));
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/c");
    let include = format!("-I{}", here.display());
    let files = sources(folder, extension, &dir);
    let sanitized = has_sanitizers(compiler, &archive, &dir);
    let build_and_run = |name: &str, standard: &str, more: &[&str], library: &Path| {
        let program = dir.join(format!("{name}-{standard}"));
        let standard = format!("-std={standard}");
        let mut all = vec![standard.as_str(), include.as_str()];
        all.extend(flags);
        all.extend(more);
        if let Err(said) = compile(compiler, &all, &files, library, &program) {
            panic!("{said}");
        }
        run(&program, libraries);
    };
    for standard in standards {
        build_and_run("plain", standard, &[], &archive);
        if sanitized {
            build_and_run("sanitized", standard, &SANITIZERS, &archive);
        }
    }
    let shared = libraries.join("libh4core.so");
    if shared.exists() {
        build_and_run("shared", standards[0], &[], &shared);
    }
}

#[test]
fn c_programs_pass_every_vector_and_are_refused_every_misuse() {
    let Some(compiler) = compiler("CC", "cc") else {
        return;
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/c");
    in_every_way(&folder, &["c99", "c11"], &[], "c", &compiler);
}

#[test]
fn cpp_programs_pass_every_vector_without_exceptions() {
    let Some(compiler) = compiler("CXX", "c++") else {
        return;
    };
    let bindings = support::root().join("bindings/cpp");
    let include = format!("-I{}", bindings.display());
    let flags = [include.as_str(), "-fno-exceptions", "-fno-rtti"];
    in_every_way(
        &bindings.join("tests"),
        &["c++17"],
        &flags,
        "cpp",
        &compiler,
    );
}
