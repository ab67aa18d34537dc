"""What a linked image says of panics and calls; no-panic calls it.

sites IMAGE       the place in the sources of each panic that is left, one a line
calls IMAGE       fails on recursion: a cycle of direct calls or, in a Thumb image, one through pointers, other than formatting
names IMAGE       every symbol, as Rust writes it
"""

import re
import struct
import subprocess
import sys


class Image:
    """An ELF file, little-endian, of 32 or 64 bits."""

    def __init__(self, path):
        self.path = path
        with open(path, "rb") as file:
            self.data = file.read()
        self.wide = self.data[4] == 2
        at, of = (40, 58) if self.wide else (32, 46)
        table = struct.unpack_from("<Q" if self.wide else "<I", self.data, at)[0]
        entry, count, _ = struct.unpack_from("<HHH", self.data, of)
        form = "<IIQQQQIIQQ" if self.wide else "<IIIIIIIIII"
        # name, type, flags, address, offset, size, link, info, alignment, entry size
        self.sections = [struct.unpack_from(form, self.data, table + i * entry) for i in range(count)]
        self.symbols = list(self._symbols())

    def _symbols(self):
        for section in self.sections:
            if section[1] != 2:
                continue
            names = self.sections[section[6]][4]
            for at in range(section[4], section[4] + section[5], section[9]):
                if self.wide:
                    name, info, _, where, value, size = struct.unpack_from("<IBBHQQ", self.data, at)
                else:
                    name, value, size, info, _, where = struct.unpack_from("<IIIBBH", self.data, at)
                end = self.data.index(b"\0", names + name)
                yield self.data[names + name:end].decode(), info & 15, where, value, size

    def read(self, address, length):
        for _, kind, flags, start, offset, size, *_ in self.sections:
            if kind == 1 and flags & 2 and start <= address and address + length <= start + size:
                return self.data[offset + address - start:offset + address - start + length]
        return None

    def functions(self):
        """Names by address; a Thumb function's address is odd in the table."""
        clear = ~1 if not self.wide else ~0
        return {value & clear: (name, size) for name, kind, where, value, size in self.symbols if kind == 2 and where}

    def places(self):
        """core::panic::Location, wherever it lies: a file's name by address and length, line and column."""
        form, step = ("<QQII", 8) if self.wide else ("<IIII", 4)
        length = struct.calcsize(form)
        for _, kind, flags, start, offset, size, *_ in self.sections:
            if kind != 1 or not flags & 2 or flags & 4:
                continue
            for at in range(-start % step, size - length + 1, step):
                name, name_len, line, column = struct.unpack_from(form, self.data, offset + at)
                if 3 < name_len < 1000 and 0 < line < 1 << 20 and 0 < column < 1 << 12:
                    file = self.read(name, name_len)
                    if file and file.endswith(b".rs"):
                        yield file.decode(), line, column


def demangled(names):
    names = list(names)
    done = subprocess.run(["llvm-cxxfilt"], input="\n".join(names), capture_output=True, text=True, check=True)
    return dict(zip(names, done.stdout.split("\n")))


def sites(path):
    for file, line, column in sorted(set(Image(path).places())):
        file = re.sub(r"^.*/registry/src/[^/]+/", "", file)
        file = re.sub(r"^.*/library/(\w+/src/)", r"\1", file)
        print(f"{file}:{line}:{column}")


BRANCH = re.compile(r"^\s*([0-9a-f]+):\s+(\S+)\s+(.*)$")
DIRECT = re.compile(r"^(?:r\d+, |[a-z]+, )?(?:#)?(?:0x)?([0-9a-f]+) <")
# Where a pointer may be called: x86-64, then Thumb. A jump in a function is one too, but not bx lr or a jump table.
POINTER = re.compile(r"^(callq?\s+\*|jmpq?\s+\*|blx\s+r|bx\s+(?!lr))")


def graph(image):
    """Edges by direct calls, functions that call through pointers, functions whose address is taken."""
    functions = image.functions()
    edges = {at: set() for at in functions}
    through = set()
    said = subprocess.run(
        ["llvm-objdump", "-d", "--no-show-raw-insn", image.path], capture_output=True, text=True, check=True).stdout
    current = end = None
    instructions = 0
    for line in said.split("\n"):
        found = BRANCH.match(line)
        if not found:
            continue
        at, name, operands = int(found[1], 16), found[2], found[3]
        if name == "addr32":
            # What a linker makes of a call through a table.
            name, _, operands = operands.partition("\t")
        if at in functions:
            current, end = at, at + functions[at][1]
        if current is None or at >= end:
            continue
        instructions += 1
        if POINTER.match(f"{name} {operands}"):
            through.add(current)
        elif re.match(r"^(call|j|b|cb)", name) and (target := DIRECT.match(operands)):
            target = int(target[1], 16)
            # A jump to the function's own start is a loop, for it needs no stack.
            if target in functions and (target != current or name.startswith(("call", "bl"))):
                edges[current].add(target)
    assert instructions > 1000 and sum(map(len, edges.values())) > 100, "the disassembly was not understood"
    return functions, edges, through, taken(image, functions)


def taken(image, functions):
    """Functions whose address is in data, or in code other than as the target of a branch."""
    found = set()
    step, form, clear = (8, "<Q", ~0) if image.wide else (4, "<I", ~1)
    for _, kind, flags, start, offset, size, *_ in image.sections:
        if kind == 1 and flags & 2:
            # Code too: Thumb keeps addresses between functions.
            for at in range(-start % step, size - step + 1, step):
                word = struct.unpack_from(form, image.data, offset + at)[0]
                if word & clear in functions and (image.wide or word & 1):
                    found.add(word & clear)
    # Relocations that are no branches: x86-64 (all but PLT32), Arm (all but calls, jumps and unwinding).
    branches = {4} if image.wide else {10, 30, 51, 102, 103, 42, 0}
    for section in image.sections:
        if section[1] not in (4, 9) or not image.sections[section[7]][2] & 4:
            continue
        symbols = image.sections[section[6]]
        for at in range(section[4], section[4] + section[5], section[9]):
            addend = 0
            if section[1] == 4:
                _, info, addend = struct.unpack_from("<QQq", image.data, at)
                number, kind = info >> 32, info & 0xffffffff
                value = struct.unpack_from("<Q", image.data, symbols[4] + number * symbols[9] + 8)[0]
                # Relative to the end of an instruction.
                addend += 4 if kind == 2 else 0
            else:
                _, info = struct.unpack_from("<II", image.data, at)
                number, kind = info >> 8, info & 255
                value = struct.unpack_from("<I", image.data, symbols[4] + number * symbols[9] + 4)[0]
            if kind not in branches and (value + addend) & clear in functions:
                found.add((value + addend) & clear)
    return found


def cycles(edges):
    """Strongly connected parts with a cycle, without recursion (Tarjan)."""
    index, low, on, stack, parts = {}, {}, set(), [], []
    for root in edges:
        if root in index:
            continue
        work = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on.add(root)
        while work:
            node, targets = work[-1]
            for target in targets:
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on.add(target)
                    work.append((target, iter(edges[target])))
                    break
                if target in on:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    part = []
                    while not part or part[-1] != node:
                        part.append(stack.pop())
                        on.discard(part[-1])
                    if len(part) > 1 or node in edges[node]:
                        parts.append(part)
    return parts


def calls(path):
    image = Image(path)
    functions, edges, through, pointers = graph(image)
    names = demangled(name for name, _ in functions.values())
    name = lambda at: names[functions[at][0]]
    for part in cycles(edges):
        sys.exit("recursion: " + ", ".join(sorted(map(name, part))))
    if image.wide:
        # Copying and comparing of memory is called through pointers here, so every function seems to call every other.
        print(f"{len(functions)} functions, no cycle of direct calls")
        return
    # Any pointer may be any function whose address is taken: more than there is, never less.
    for at in through:
        edges[at] |= pointers
    # What is formatted may have parts that are formatted: as deep as types are nested.
    wrong = sorted({name(at) for part in cycles(edges) for at in part if "core::fmt::" not in name(at)})
    if wrong:
        sys.exit("perhaps recursion through pointers:\n" + "\n".join(wrong))
    print(f"{len(functions)} functions, no cycle; {len(through)} of them call through pointers, to {len(pointers)} functions")


def names(path):
    image = Image(path)
    for name in sorted(set(demangled(name for name, *_ in image.symbols if name).values())):
        print(name)


if __name__ == "__main__":
    {"sites": sites, "calls": calls, "names": names}[sys.argv[1]](sys.argv[2])
