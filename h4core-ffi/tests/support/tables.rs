//! The vectors as tables of C: `tests/c/vectors.h` says what they look like.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use super::root;

pub(super) fn cases(name: &str) -> Vec<Value> {
    let path = root().join("h4core/tests/vectors").join(name);
    let all: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    all["cases"].as_array().unwrap().clone()
}

pub(super) fn hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().unwrap();
    (0..text.len() / 2)
        .map(|i| u8::from_str_radix(&text[2 * i..2 * i + 2], 16).unwrap())
        .collect()
}

/// Tables being written: arrays first, which cases then name.
pub(super) struct Tables {
    out: String,
    count: usize,
}

impl Tables {
    /// An array of at least one element, for C has no empty ones; gives its name.
    pub(super) fn array(&mut self, of: &str, items: impl IntoIterator<Item = String>) -> String {
        self.count += 1;
        let name = format!("a{}", self.count);
        let mut items: Vec<String> = items.into_iter().collect();
        if items.is_empty() {
            items.push(
                if of == "h4_seek_entry_t" {
                    "{0, 0}"
                } else {
                    "0"
                }
                .to_owned(),
            );
        }
        let _ = writeln!(
            self.out,
            "static const {of} {name}[] = {{{}}};",
            items.join(",")
        );
        name
    }

    /// Bytes as `{array, length}`.
    pub(super) fn bytes(&mut self, bytes: &[u8]) -> String {
        let name = self.array("uint8_t", bytes.iter().map(u8::to_string));
        format!("{{{name}, {}}}", bytes.len())
    }

    pub(super) fn table(&mut self, of: &str, name: &str, rows: &[String]) {
        let _ = writeln!(
            self.out,
            "const {of} {name}[] = {{\n{}\n}};\nconst size_t {name}_count = {};\n",
            rows.join(",\n"),
            rows.len()
        );
    }

    fn known(&mut self) {
        let rows: Vec<String> = cases("h4mk.json")
            .iter()
            .map(|case| {
                let blocks: Vec<String> = case["blocks"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|block| self.bytes(&hex(block)))
                    .collect();
                let entries = case["seek"].as_array().unwrap();
                let shown = entries
                    .iter()
                    .map(|pair| format!("{{{}U, {}U}}", pair[0], pair[1]));
                let shown: Vec<String> = shown.collect();
                let seek = self.array("h4_seek_entry_t", shown);
                let meta = self.bytes(case["meta"].as_str().unwrap().as_bytes());
                let safe = self.bytes(case["safe"].as_str().unwrap().as_bytes());
                let container = self.bytes(&hex(&case["container"]));
                let list = self.array_of_bytes(&blocks);
                format!(
                    "{{{}, {list}, {}, {seek}, {}, {meta}, {safe}, {container}}}",
                    case["name"],
                    blocks.len(),
                    entries.len()
                )
            })
            .collect();
        self.table("known_t", "known", &rows);
    }

    fn array_of_bytes(&mut self, blocks: &[String]) -> String {
        let none = ["{0, 0}".to_owned()];
        let blocks = if blocks.is_empty() { &none } else { blocks };
        self.array("bytes_t", blocks.iter().cloned())
    }

    fn damaged(&mut self) {
        let rows: Vec<String> = cases("h4mk-damaged.json")
            .iter()
            .map(|case| {
                let container = self.bytes(&hex(&case["container"]));
                format!(
                    "{{{}, {}, {}, {container}}}",
                    case["name"], case["state"], case["rule"]
                )
            })
            .collect();
        self.table("damaged_t", "damaged", &rows);
    }

    fn seek(&mut self) {
        let rows: Vec<String> = cases("seek.json")
            .iter()
            .map(|case| {
                let payload = self.bytes(&hex(&case["payload"]));
                let asked = case["at_or_before"].as_array().unwrap();
                let times: Vec<String> = asked.iter().map(|pair| format!("{}U", pair[0])).collect();
                let found: Vec<String> = asked
                    .iter()
                    .map(|pair| {
                        pair[1]
                            .as_u64()
                            .map_or("NONE".to_owned(), |n| format!("{n}U"))
                    })
                    .collect();
                let (times, found) = (self.array("uint64_t", times), self.array("uint64_t", found));
                format!(
                    "{{{}, {payload}, {times}, {found}, {}}}",
                    case["name"],
                    asked.len()
                )
            })
            .collect();
        self.table("seek_t", "seek", &rows);
    }

    fn mask(&mut self) {
        let rows: Vec<String> = cases("mask.json")
            .iter()
            .map(|case| {
                let key = self.bytes(&hex(&case["master_key"]));
                let context = match &case["context"] {
                    Value::Null => "{0, 0}".to_owned(),
                    context => self.bytes(&hex(context)),
                };
                let (plain, masked) = (
                    self.bytes(&hex(&case["plain"])),
                    self.bytes(&hex(&case["masked"])),
                );
                format!(
                    "{{{key}, {context}, {}U, {plain}, {masked}}}",
                    case["index"]
                )
            })
            .collect();
        self.table("mask_t", "mask", &rows);
    }

    fn tokens(&mut self) {
        let rows: Vec<String> = cases("video-tokens.json")
            .iter()
            .map(|case| {
                let tokens = case["tokens"].as_array().unwrap();
                let all: Vec<u8> = tokens.iter().flat_map(hex).collect();
                let all = self.bytes(&all);
                let shown = tokens.len();
                format!(
                    "{{{:?}, {}U, {}U, {shown}, {all}}}",
                    case["fps"].as_f64().unwrap(),
                    case["gop"],
                    case["blocks"]
                )
            })
            .collect();
        self.table("tokens_t", "tokens", &rows);
    }
}

/// A value as C writes it, with the suffix of an unsigned number.
pub(super) fn unsigned(value: &Value) -> String {
    format!("{value}U")
}

/// All of them.
pub(crate) fn of_all() -> String {
    let mut tables = Tables {
        out: "#include \"vectors.h\"\n\n".to_owned(),
        count: 0,
    };
    tables.known();
    tables.damaged();
    tables.seek();
    tables.mask();
    tables.tokens();
    tables.audio();
    tables.living();
    tables.out
}
