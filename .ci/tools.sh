# Sourced by the checks that need more than Rust and a C compiler.
#
# Where a tool is missing a check says so and passes, unless H4_REQUIRE_TOOLS is set, as .ci/run does after installing them.

# skip REASON: says what was not checked.
skip() {
  printf 'SKIPPED: %s\n' "$1"
  [ -z "${H4_REQUIRE_TOOLS:-}" ] || { echo 'H4_REQUIRE_TOOLS is set'; exit 1; }
}

# need TOOL...: ends the check, loudly, where one of them is not there.
need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || { skip "$(basename "$0"): no $tool"; exit 0; }
  done
}

# The compiler that brings its library as source: Debian's rustc-web with rust-web-src.
H4_SOURCE_RUSTC=${H4_SOURCE_RUSTC:-/usr/bin/rustc}

# Whether libraries can be built for any target, core with them.
has_source_rustc() {
  [ -x "$H4_SOURCE_RUSTC" ] && [ -d "$("$H4_SOURCE_RUSTC" --print sysroot)/lib/rustlib/src/rust/library/core" ]
}

# cross_cargo TARGET COMMAND ARGUMENTS...: cargo for another target, into target/cross, whose core is built with it.
cross_cargo() {
  local target=$1 command=$2 linkers
  shift 2
  linkers=$(rustc --print sysroot)/lib/rustlib/$(rustc -vV | sed -n 's/^host: //p')/bin
  RUSTC_BOOTSTRAP=1 RUSTC=$H4_SOURCE_RUSTC PATH=$PATH:$linkers \
    cargo "$command" --target-dir target/cross -Z build-std=core --target "$target" "$@"
}
