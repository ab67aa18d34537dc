# Sourced by checks that build a C program for a board and run it under QEMU; after .ci/tools.sh, from the root of the repository.
#
# A board is m4f (mps2-an386: Cortex-M4F, thumbv7em-none-eabihf) or m0 (mps2-an385: a Cortex-M3 that runs code for Cortex-M0,
# thumbv6m-none-eabi).

board_folder=bindings/firmware/board

board_target() {
  case $1 in
    m4f) echo thumbv7em-none-eabihf ;;
    m0) echo thumbv6m-none-eabi ;;
    *) echo "no board $1" >&2; return 1 ;;
  esac
}

board_machine() {
  case $1 in
    m4f) echo mps2-an386 ;;
    m0) echo mps2-an385 ;;
  esac
}

board_cflags() {
  case $1 in
    m4f) echo -mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16 ;;
    m0) echo -mcpu=cortex-m0 -mthumb ;;
  esac
}

# Whether the archive can be built for a board: the target is installed, or core can be built for it.
board_has_rust() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/$(board_target "$1")/lib" ] || has_source_rustc
}

# board_cargo BOARD COMMAND ARGUMENTS...: cargo for the board's target, into target/cross, with the compact backends. Rust's target is
# taken where it is installed (rustup target add), otherwise core is built with the program.
board_cargo() {
  local target command=$2
  target=$(board_target "$1")
  shift 2
  if [ -d "$(rustc --print sysroot)/lib/rustlib/$target/lib" ]; then
    cargo "$command" --config bindings/firmware/.cargo/config.toml --target-dir target/cross --target "$target" "$@"
  else
    cross_cargo "$target" "$command" --config bindings/firmware/.cargo/config.toml -Z build-std-features=optimize_for_size "$@"
  fi
}

# board_archive BOARD FEATURES: builds the archive without an operating system and says where it is.
board_archive() {
  board_cargo "$1" rustc --quiet --package h4core-ffi --lib --profile firmware --no-default-features --features "$2,panic-handler" \
    --crate-type staticlib >&2
  echo "target/cross/$(board_target "$1")/firmware/libh4core.a"
}

# board_program BOARD ARCHIVE OUTPUT SOURCE|OPTION...: compiles and links a C program for the board with no C library.
board_program() {
  local board=$1 archive=$2 output=$3
  shift 3
  # shellcheck disable=SC2046
  arm-none-eabi-gcc $(board_cflags "$board") -std=c11 -Os -g -Wall -Wextra -Werror -ffreestanding -ffunction-sections -fdata-sections \
    -Iinclude -I$board_folder -nostdlib -Wl,--gc-sections,-z,noexecstack -T $board_folder/mps2.ld -o "$output" \
    $board_folder/startup.c $board_folder/semihosting.c "$@" "$archive" -lgcc
}

# board_run BOARD PROGRAM SECONDS [DIRECTORY]: runs it, its files written to the directory, and returns its exit status; 124 if it took
# too long.
board_run() {
  local program
  program=$(realpath "$2")
  (cd "${4:-.}" && timeout "$3" qemu-system-arm -M "$(board_machine "$1")" -nographic -monitor none -serial none \
    -semihosting-config enable=on,target=native -kernel "$program" </dev/null)
}
