"""Links the archive of h4core that was built for the processor of the board."""

import os
import platform
import sys

Import("env")  # noqa: F821

# By build.cpu of a board; the second one where floating point arguments are passed in registers.
TARGETS = {
    "cortex-m0": ("thumbv6m-none-eabi", None),
    "cortex-m0plus": ("thumbv6m-none-eabi", None),
    "cortex-m3": ("thumbv7m-none-eabi", None),
    "cortex-m4": ("thumbv7em-none-eabi", "thumbv7em-none-eabihf"),
    "cortex-m7": ("thumbv7em-none-eabi", "thumbv7em-none-eabihf"),
    "cortex-m23": ("thumbv8m.base-none-eabi", None),
    "cortex-m33": ("thumbv8m.main-none-eabi", "thumbv8m.main-none-eabihf"),
}
CHIPS = {
    "esp32c2": "riscv32imc-unknown-none-elf",
    "esp32c3": "riscv32imc-unknown-none-elf",
    "esp32c6": "riscv32imac-unknown-none-elf",
    "esp32h2": "riscv32imac-unknown-none-elf",
    "esp32": "xtensa-esp32-none-elf",
    "esp32s2": "xtensa-esp32s2-none-elf",
    "esp32s3": "xtensa-esp32s3-none-elf",
}


def target():
    """The Rust target: custom_h4core_target of platformio.ini, or what follows from the board."""
    chosen = env.GetProjectOption("custom_h4core_target", "")
    if chosen:
        return chosen
    if "BOARD" not in env:
        return platform.machine() + "-unknown-linux-gnu"
    board = env.BoardConfig()
    soft, hard = TARGETS.get(board.get("build.cpu", ""), (None, None))
    flags = env.Flatten(env.get("CCFLAGS", []) + env.get("LINKFLAGS", []))
    if hard and "-mfloat-abi=hard" in flags:
        return hard
    return soft or CHIPS.get(board.get("build.mcu", ""))


triple = target()
folder = os.path.join(os.getcwd(), "lib", str(triple))
if not os.path.isfile(os.path.join(folder, "libh4core.a")):
    sys.stderr.write(
        "There is no libh4core.a in %s.\n"
        "In the sources of h4core: h4core-ffi/scripts/package platformio %s\n"
        % (folder, triple or "<target>, and custom_h4core_target in platformio.ini")
    )
    env.Exit(1)
env.Append(LIBPATH=[folder], LIBS=["h4core"])
