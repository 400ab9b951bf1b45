#!/usr/bin/env python3
"""What must be true of the linked library on macOS: exports what the header declares and nothing else,
needs libSystem alone, and is signed where the system loads nothing else. Reads the Mach-O file itself:
no tool that does is installed where it is cross-compiled.

Usage: check_library.py HEADER LIBRARY...
"""
import re
import struct
import sys

ARCHITECTURES = {0x01000007: "x86_64", 0x0100000C: "aarch64"}
DYNAMIC_LIBRARY = 6
LOAD_DYLIB, SYMTAB, DYSYMTAB, CODE_SIGNATURE = 0xC, 0x2, 0xB, 0x1D
DYLD_INFO, DYLD_INFO_ONLY, EXPORTS_TRIE, BUILD_VERSION = 0x22, 0x80000022, 0x80000033, 0x32
SEGMENT = 0x19
SYSTEM = "/usr/lib/libSystem.B.dylib"
# Zig's linker exports these two of its own from every library.
LINKERS_OWN = {"___dso_handle", "__mh_dylib_header"}
MOST_BYTES = 160 * 1024


def uleb(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def exports_of(trie):
    """The names in an export trie."""
    names, todo = [], [(0, b"")] if trie else []
    while todo:
        at, prefix = todo.pop()
        size, at = uleb(trie, at)
        if size:
            names.append(prefix.decode())
        at += size
        children = trie[at]
        at += 1
        for _ in range(children):
            end = trie.index(0, at)
            part = trie[at:end]
            node, at = uleb(trie, end + 1)
            todo.append((node, prefix + part))
    return sorted(names)


def commands_of(data):
    count = struct.unpack_from("<I", data, 16)[0]
    at = 32
    for _ in range(count):
        command, size = struct.unpack_from("<II", data, at)
        yield command, data[at : at + size]
        at += size


def read(path):
    """Architecture, exports, undefined names, libraries, whether it is signed, writable code."""
    data = open(path, "rb").read()
    magic, cpu, _, kind = struct.unpack_from("<IIII", data, 0)
    assert magic == 0xFEEDFACF and kind == DYNAMIC_LIBRARY, "no 64-bit dynamic library"
    it = dict(arch=ARCHITECTURES[cpu], bytes=len(data), libraries=[], signed=False, trie=b"",
              undefined=[], writable_code=False, minimum="?")
    for command, body in commands_of(data):
        if command == LOAD_DYLIB:
            start = struct.unpack_from("<I", body, 8)[0]
            it["libraries"].append(body[start:].split(b"\0")[0].decode())
        elif command == CODE_SIGNATURE:
            it["signed"] = True
        elif command in (DYLD_INFO, DYLD_INFO_ONLY):
            start, size = struct.unpack_from("<II", body, 40)
            it["trie"] = data[start : start + size]
        elif command == EXPORTS_TRIE:
            start, size = struct.unpack_from("<II", body, 8)
            it["trie"] = data[start : start + size]
        elif command == BUILD_VERSION:
            version = struct.unpack_from("<I", body, 12)[0]
            it["minimum"] = f"{version >> 16}.{version >> 8 & 255}"
        elif command == SEGMENT:
            most, first = struct.unpack_from("<II", body, 56)
            it["writable_code"] |= (most | first) & 6 == 6
        elif command == SYMTAB:
            symbols, count, strings, _ = struct.unpack_from("<IIII", body, 8)
            for i in range(count):
                name, flags, _, _, _ = struct.unpack_from("<IBBHQ", data, symbols + 16 * i)
                if flags & 0x0E == 0:
                    end = data.index(0, strings + name)
                    it["undefined"].append(data[strings + name : end].decode())
    return it


def own_exports(it):
    return [name for name in exports_of(it["trie"]) if name not in LINKERS_OWN]


def problems(it, declared):
    exported = own_exports(it)
    if exported != declared:
        yield f"exports differ from the header: {sorted(set(exported) ^ set(declared))}"
    if it["libraries"] != [SYSTEM]:
        yield f"needs {it['libraries']}, not {SYSTEM} alone"
    if it["arch"] == "aarch64" and not it["signed"]:
        yield "has no signature"
    if it["writable_code"]:
        yield "has a segment that can be written and executed"
    if it["bytes"] > MOST_BYTES:
        yield f"has {it['bytes']} bytes: is it stripped?"


def main(header, *libraries):
    text = open(header).read()
    declared = sorted("_" + name for name in re.findall(r"PP_EXPORT int32_t (pp_[a-z_]+)", text))
    assert len(declared) > 10, "no declarations found"
    failed = False
    for path in libraries:
        it = read(path)
        found = list(problems(it, declared))
        failed = failed or bool(found)
        for problem in found:
            print(f"{path}: {problem}", file=sys.stderr)
        print(f"{it['arch']}: {it['bytes']} bytes, {len(own_exports(it))} exports, "
              f"needs {', '.join(it['libraries'])}, {'signed' if it['signed'] else 'not signed'}, "
              f"macOS {it['minimum']}+, calls {' '.join(sorted(it['undefined'])) or '?'}")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
