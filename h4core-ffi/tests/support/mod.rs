//! What the tests share: a compiler for C and C++, and the vectors as tables of C.

mod living_tables;
pub(crate) mod tables;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// A directory of this test run, empty.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    dir
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The archive, built as these tests are: cargo builds it for no test, because tests cannot link it.
pub(crate) fn archive() -> PathBuf {
    let test = env::current_exe().unwrap();
    let profile = test.ancestors().nth(2).expect("tests lie two folders deep");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo
        .args([
            "build",
            "--quiet",
            "--lib",
            "--package",
            "h4core-ffi",
            "--no-default-features",
        ])
        .args(["--features", "audio,json,mask,mixing,std"])
        .current_dir(root());
    // <target>/<profile>, or <target>/<triple>/<profile>.
    let mut target = profile.parent().expect("a profile lies in a target");
    if let Some(triple) = target.file_name().and_then(|name| name.to_str())
        && triple.matches('-').count() >= 2
    {
        cargo.args(["--target", triple]);
        target = target.parent().expect("a triple lies in a target");
    }
    match profile.file_name().and_then(|name| name.to_str()) {
        None | Some("debug") => {}
        Some(other) => {
            cargo.args(["--profile", other]);
        }
    }
    assert!(
        cargo
            .arg("--target-dir")
            .arg(target)
            .status()
            .unwrap()
            .success()
    );
    profile.join("libh4core.a")
}

/// What an archive of Rust's standard library needs of the system.
pub(crate) const SYSTEM_LIBRARIES: [&str; 3] = ["-lpthread", "-ldl", "-lm"];

/// The compiler of a language, `cc` or `c++` unless the environment names another. None if there is none, which is told loudly, and is a
/// failure where `H4_REQUIRE_CC` is set.
pub(crate) fn compiler(variable: &str, default: &str) -> Option<String> {
    let compiler = env::var(variable).unwrap_or_else(|_| default.to_owned());
    match Command::new(&compiler).arg("--version").output() {
        Ok(found) if found.status.success() => Some(compiler),
        _ if env::var_os("H4_REQUIRE_CC").is_some() => {
            panic!("H4_REQUIRE_CC is set and there is no {compiler}")
        }
        _ => {
            eprintln!("SKIPPED: there is no {compiler}; nothing of the C interface was tested");
            None
        }
    }
}

/// Compiles, and gives what the compiler said where it failed.
pub(crate) fn compile(
    compiler: &str,
    flags: &[&str],
    inputs: &[PathBuf],
    library: &Path,
    output: &Path,
) -> Result<(), String> {
    let include = root().join("include");
    let mut command = Command::new(compiler);
    command
        .args(["-g", "-O1", "-Wall", "-Wextra", "-Werror", "-pedantic"])
        .args(flags)
        .arg("-I")
        .arg(&include)
        .args(inputs)
        .arg(library)
        .args(SYSTEM_LIBRARIES)
        .arg("-o")
        .arg(output);
    let done = command.output().unwrap();
    if done.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&done.stderr).into_owned())
}

/// Runs a program, which says on its own what is wrong. Shared libraries are found in `libraries`.
pub(crate) fn run(program: &Path, libraries: &Path) {
    let done = Command::new(program)
        .env("LD_LIBRARY_PATH", libraries)
        .env("ASAN_OPTIONS", "detect_stack_use_after_return=1")
        .env("UBSAN_OPTIONS", "halt_on_error=1:print_stacktrace=1")
        .output()
        .unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr),
    );
    assert!(done.status.success(), "{}\n{out}{err}", program.display());
    // A program that checked nothing has not passed.
    let checks = out.split_whitespace().next().and_then(|n| n.parse().ok());
    assert!(checks.unwrap_or(0_u32) > 0, "no checks were made: {out}");
    println!("{}: {}", program.display(), out.trim());
}

/// The C files of a folder, and the tables of the vectors.
pub(crate) fn sources(folder: &Path, extension: &str, dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let tables = dir.join("vectors").with_extension(extension);
    fs::write(&tables, tables::of_all()).unwrap();
    files.push(tables);
    files
}

/// Whether programs can be built and run with the sanitizers for addresses and undefined behaviour.
pub(crate) fn has_sanitizers(compiler: &str, archive: &Path, dir: &Path) -> bool {
    let source = dir.join("probe.c");
    fs::write(&source, "int main(void) { return 0; }\n").unwrap();
    let program = dir.join("probe");
    let built = compile(compiler, &SANITIZERS, &[source], archive, &program).is_ok();
    let runs = built
        && Command::new(&program)
            .status()
            .is_ok_and(|status| status.success());
    if !runs {
        eprintln!("SKIPPED: {compiler} has no sanitizers");
    }
    runs
}

/// Flags of the sanitizers.
pub(crate) const SANITIZERS: [&str; 2] =
    ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
