"""Prints the configuration that a Kconfig file gives: kconfig.py KCONFIG PRJ_CONF SYMBOL..., the symbols as the board would set them."""

import os
import sys
import tempfile

import kconfiglib

module, prj, *symbols = sys.argv[1:]
with tempfile.TemporaryDirectory() as folder:
    top = os.path.join(folder, "Kconfig")
    with open(top, "w", encoding="utf-8") as file:
        for symbol in symbols:
            file.write("config %s\n\tdef_bool y\n" % symbol)
        # Of Zephyr's own.
        file.write("config MAIN_STACK_SIZE\n\tint\n\tprompt \"stack\"\n")
        file.write('source "%s"\n' % os.path.abspath(module))
    kconfig = kconfiglib.Kconfig(top, warn_to_stderr=False)
    kconfig.load_config(prj)
    if kconfig.warnings:
        sys.exit("\n".join(kconfig.warnings))
    for symbol in kconfig.unique_defined_syms:
        sys.stdout.write(symbol.config_string)
