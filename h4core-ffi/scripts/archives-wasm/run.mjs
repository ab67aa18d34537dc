// Runs the tests, a module of their own, against the library, a module without imports. They share its memory and its table.
// Arguments: the library, the tests, where the tests' memory begins, a file that names the functions of the header.
import { readFileSync } from "node:fs";

const [library, tests] = process.argv.slice(2, 4).map((path) => new WebAssembly.Module(readFileSync(path)));
const base = Number(process.argv[4]);

function fail(what) {
  console.error(what);
  process.exit(1);
}

const imported = WebAssembly.Module.imports(library);
if (imported.length > 0) fail(`the library imports ${imported.map((each) => each.name).join(", ")}`);
const exported = WebAssembly.Module.exports(library);
// What a host needs to give memory and functions, and where the library's own memory ends.
const others = ["memory", "__indirect_function_table", "__data_end", "__heap_base"];
for (const { name } of exported) {
  if (!name.startsWith("h4_") && !others.includes(name)) fail(`the library exports ${name}`);
}
const functions = new Set(exported.filter((each) => each.kind === "function").map((each) => each.name));
for (const name of readFileSync(process.argv[5], "utf8").trim().split("\n")) {
  if (!functions.has(name)) fail(`the library lacks ${name}`);
}

const h4core = new WebAssembly.Instance(library).exports;
const { memory, __indirect_function_table } = h4core;
if (h4core.__heap_base.value > base) fail("the library's memory reaches into that of the tests");
memory.grow(Math.ceil(base / 65536) + 128 - memory.buffer.byteLength / 65536);

const streams = { 1: process.stdout, 2: process.stderr };
const host = {
  memory,
  __indirect_function_table,
  sin: Math.sin,
  print: (to, text, len) => streams[to].write(Buffer.from(memory.buffer.slice(text, text + len))),
  exit: (status) => process.exit(status),
};
const env = Object.fromEntries(
  WebAssembly.Module.imports(tests).map(({ name }) => {
    const found = name.startsWith("h4_") ? h4core[name] : host[name];
    return found === undefined ? fail(`the tests import ${name}`) : [name, found];
  }),
);
const status = new WebAssembly.Instance(tests, { env }).exports.run_tests();
if (status !== 0) fail(`the tests returned ${status}`);
