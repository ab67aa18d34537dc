"""The symbols by which an archive of ELF or Mach-O objects meets others, one a line: "exported NAME" and "undefined NAME".

Exported is what is global and not hidden; undefined is what no member defines. Names are as C writes them.
"""

import struct
import sys


def members(data):
    """The contents of an archive's files: those of GNU's and of BSD's kind."""
    assert data.startswith(b"!<arch>\n")
    at = 8
    while at + 60 <= len(data):
        name, size = data[at:at + 16].rstrip(), int(data[at + 48:at + 58])
        start = at + 60
        at = start + size + size % 2
        if name in (b"/", b"//", b"/SYM64/") or name.startswith(b"__.SYMDEF"):
            continue
        skip = int(name[3:]) if name.startswith(b"#1/") else 0
        inner = data[start:start + skip].rstrip(b"\0")
        if not inner.startswith(b"__.SYMDEF"):
            yield data[start + skip:start + size]


def text(data, at):
    return data[at:data.index(b"\0", at)].decode()


def elf(data):
    wide, order = data[4] == 2, "<>"[data[5] - 1]
    table = struct.unpack_from(order + ("Q" if wide else "I"), data, 40 if wide else 32)[0]
    entry, count = struct.unpack_from(order + "HH", data, 58 if wide else 46)
    form = order + ("IIQQQQIIQQ" if wide else "IIIIIIIIII")
    sections = [struct.unpack_from(form, data, table + i * entry) for i in range(count)]
    for section in sections:
        if section[1] != 2:
            continue
        names = sections[section[6]][4]
        for at in range(section[4], section[4] + section[5], section[9]):
            if wide:
                name, info, other, where = struct.unpack_from(order + "IBBH", data, at)
            else:
                name, _, _, info, other, where = struct.unpack_from(order + "IIIBBH", data, at)
            if info >> 4 != 0 and name:
                yield text(data, names + name), where != 0, other & 3 in (0, 3)


def macho(data):
    count = struct.unpack_from("<I", data, 16)[0]
    at = 32
    for _ in range(count):
        command, size = struct.unpack_from("<II", data, at)
        if command == 2:
            symbols, number, names, _ = struct.unpack_from("<IIII", data, at + 8)
            for symbol in range(symbols, symbols + number * 16, 16):
                name, kind = struct.unpack_from("<IB", data, symbol)
                # Of debuggers, or of this object alone.
                if kind & 0xe0 or not kind & 1:
                    continue
                yield text(data, names + name).removeprefix("_"), kind & 0x0e != 0, not kind & 0x10
        at += size


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    exported, defined, wanted, count = set(), set(), set(), 0
    for member in members(data):
        count += 1
        if member.startswith(b"\x7fELF"):
            found = elf(member)
        elif member.startswith(b"\xcf\xfa\xed\xfe"):
            found = macho(member)
        else:
            sys.exit(f"a member of {sys.argv[1]} is no object: {member[:4]!r}")
        for name, here, visible in found:
            (defined if here else wanted).add(name)
            if here and visible:
                exported.add(name)
    assert count > 0
    for name in sorted(exported):
        print("exported", name)
    for name in sorted(wanted - defined):
        print("undefined", name)


main()
