//! Reading META and SAFE agrees with an independent reader of JSON, on legal and on broken payloads, and with a plain model
//! of what a named field is.
#![cfg(feature = "json")]
#![allow(clippy::arithmetic_side_effects, reason = "tests may panic")]

use h4core::error::Error;
use h4core::wire::json::{Object, Refused};
use h4core::wire::meta::{STANDARD_SAFE, StandardMeta};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;

fn depth(value: &Value) -> u32 {
    let deepest = match value {
        Value::Array(items) => items.iter().map(depth).max(),
        Value::Object(fields) => fields.values().map(depth).max(),
        _ => return 0,
    };
    1 + deepest.unwrap_or(0)
}

/// Whether the other reader takes the payload; none where it refuses a number for its size alone.
fn legal(payload: &[u8]) -> Option<bool> {
    match serde_json::from_slice::<Value>(payload) {
        Ok(value) => Some(value.is_object() && depth(&value) <= 32),
        Err(e) => (!e.to_string().starts_with("number out of range")).then_some(false),
    }
}

fn taken(payload: &[u8]) -> bool {
    Object::parse(payload, &mut vec![0xa5; payload.len()]).is_ok()
}

fn string() -> impl Strategy<Value = String> {
    let escaped = |c: char| -> String {
        let units = c.encode_utf16(&mut [0; 2]).to_vec();
        units.iter().map(|unit| format!("\\u{unit:04X}")).collect()
    };
    const SIMPLE: [&str; 7] = ["a", "\\n", "\\\"", "\\\\", "\\/", "\\u0000", "\u{7f}"];
    let atom = prop_oneof![
        "[^\"\\\\\0-\x1f]",
        any::<char>().prop_map(escaped),
        select(SIMPLE.as_slice()).prop_map(String::from),
    ];
    vec(atom, 0..4).prop_map(|atoms| format!("\"{}\"", atoms.concat()))
}

fn scalar() -> impl Strategy<Value = String> {
    const EDGES: [&str; 6] = [
        "null",
        "true",
        "false",
        "-0",
        "30.0",
        "18446744073709551615",
    ];
    prop_oneof![
        select(EDGES.as_slice()).prop_map(String::from),
        any::<i64>().prop_map(|n| n.to_string()),
        "-?(0|[1-9][0-9]{0,19})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?",
        string(),
    ]
}

/// A value as a tree, with fields that come twice, and names as they are spelled.
#[derive(Clone, Debug)]
enum Node {
    Scalar(String),
    Items(Vec<Node>),
    Fields(Vec<(&'static str, Node)>),
}

const NAMES: [(&str, &str); 5] = [
    ("a", "\"a\""),
    ("a", "\"\\u0061\""),
    ("Ø", "\"Ø\""),
    ("Ø", "\"\\u00d8\""),
    ("", "\"\""),
];

fn fields(value: impl Strategy<Value = Node>) -> impl Strategy<Value = Node> {
    let spelled = select(NAMES.as_slice()).prop_map(|(_, spelled)| spelled);
    vec((spelled, value), 0..4).prop_map(Node::Fields)
}

fn object() -> impl Strategy<Value = Node> {
    let value = scalar().prop_map(Node::Scalar);
    fields(value.prop_recursive(4, 20, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Node::Items),
            fields(inner)
        ]
    }))
}

impl Node {
    fn text(&self, space: &str) -> String {
        let comma = format!("{space},{space}");
        match self {
            Self::Scalar(text) => text.clone(),
            Self::Items(items) => {
                let items: Vec<_> = items.iter().map(|item| item.text(space)).collect();
                format!("[{space}{}{space}]", items.join(&comma))
            }
            Self::Fields(fields) => {
                let field = |(name, value): &(&str, Self)| {
                    format!("{name}{space}:{space}{}", value.text(space))
                };
                let fields: Vec<_> = fields.iter().map(field).collect();
                format!("{space}{{{space}{}{space}}}{space}", fields.join(&comma))
            }
        }
    }

    fn find(&self, path: &[&str]) -> Result<Option<&Self>, Error> {
        let [name, rest @ ..] = path else {
            return Ok(Some(self));
        };
        let Self::Fields(fields) = self else {
            return Err(Error::FieldType);
        };
        let mut hits = fields
            .iter()
            .filter(|(spelled, _)| NAMES.contains(&(name, spelled)));
        match (hits.next(), hits.next()) {
            (Some((_, value)), None) => value.find(rest),
            (hit, _) => hit.map_or(Ok(None), |_| Err(Error::FieldTwice)),
        }
    }

    fn typed<T>(
        &self,
        path: &[&str],
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        match self.find(path)? {
            None => Ok(None),
            Some(Self::Scalar(text)) => read(text).map(Some).ok_or(Error::FieldType),
            Some(_) => Err(Error::FieldType),
        }
    }
}

const PIECES: [&[u8]; 33] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"a\"",
    b"\"",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"\\udc00",
    b"0",
    b"-",
    b"1",
    b".5",
    b"e1",
    b"E-",
    b"+",
    b"true",
    b"fals",
    b" ",
    b"\n",
    b"\0",
    b"\x1f",
    b"\x7f",
    b"\x80",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"\xef\xbb\xbf",
    b"\xf4\x90\x80\x80",
    b"'",
];

proptest! {
    #[test]
    fn every_legal_object_is_taken(node in object(), space in "[ \t\n\r]{0,2}") {
        let text = node.text(&space);
        prop_assert_eq!(legal(text.as_bytes()), Some(true));
        prop_assert!(taken(text.as_bytes()));
    }

    #[test]
    fn a_broken_object_is_taken_by_both_readers_or_by_none(
        node in object(), edits in vec((any::<Index>(), 0..3_usize, select(PIECES.as_slice())), 1..4),
    ) {
        let mut payload = node.text("").into_bytes();
        for (at, cut, piece) in edits {
            let at = at.index(payload.len() + 1);
            payload.splice(at..payload.len().min(at + cut), piece.iter().copied());
        }
        if let Some(legal) = legal(&payload) {
            prop_assert_eq!(taken(&payload), legal, "{:?}", payload);
        }
    }

    #[test]
    fn pieces_in_any_order_are_taken_by_both_readers_or_by_none(pieces in vec(select(PIECES.as_slice()), 0..8), wrapped: bool) {
        let mut payload = pieces.concat();
        if wrapped {
            payload = [b"{\"a\":", payload.as_slice(), b"}"].concat();
        }
        if let Some(legal) = legal(&payload) {
            prop_assert_eq!(taken(&payload), legal, "{:?}", payload);
        }
    }

    #[test]
    fn a_named_field_is_what_the_model_says(
        node in object(), names in vec(select(NAMES.as_slice()), 0..4), scratch_len in 0..40_usize,
    ) {
        let text = node.text("");
        let path: Vec<_> = names.iter().map(|(name, _)| *name).collect();
        let mut scratch = vec![0xa5; text.len()];
        let object = Object::parse(text.as_bytes(), &mut scratch).unwrap();
        prop_assert_eq!(object.has(&path, &mut scratch), node.find(&path).map(|hit| hit.is_some()));
        prop_assert_eq!(object.u64(&path, &mut scratch), node.typed(&path, |text| text.parse().ok()));
        prop_assert_eq!(object.i64(&path, &mut scratch), node.typed(&path, |text| text.parse().ok()));
        prop_assert_eq!(object.f64(&path, &mut scratch), node.typed(&path, |text| text.parse().ok()));
        prop_assert_eq!(object.bool(&path, &mut scratch), node.typed(&path, |text| text.parse().ok()));
        let want = node.typed(&path, |text| serde_json::from_str::<String>(text).ok());
        prop_assert_eq!(object.str(&path, &mut scratch).map(|hit| hit.map(String::from)), want.clone());
        let needed = text.len() as u64;
        let mut short = vec![0xa5; scratch_len];
        match object.str(&path, &mut short) {
            Err(Error::TooSmall { needed: n }) => prop_assert!(n == needed && scratch_len < text.len()),
            hit => prop_assert_eq!(hit.map(|hit| hit.map(String::from)), want),
        }
        match Object::parse(text.as_bytes(), &mut short) {
            Err(Refused::TooSmall { needed: n }) => prop_assert!(n == needed && scratch_len < text.len()),
            same => prop_assert_eq!(same, Ok(object)),
        }
    }

    #[test]
    fn a_standard_export_reads_back(block_size: u32, fps_hint in 1e-9..=1e6, gop: u32, masked: bool) {
        let meta = StandardMeta { block_size, fps_hint, gop, masked };
        let mut out = [0; 256];
        let len = meta.emit(&mut out).unwrap();
        let object = Object::parse(&out[..len], &mut []).unwrap();
        prop_assert_eq!(object.str(&["project"], &mut []), Ok(Some("HarmonyØ4")));
        prop_assert_eq!(object.u64(&["block_size"], &mut []), Ok(Some(block_size.into())));
        prop_assert_eq!(object.f64(&["fps_hint"], &mut []), Ok(Some(fps_hint)));
        prop_assert_eq!(object.u64(&["gop"], &mut []), Ok(Some(gop.into())));
        prop_assert_eq!(object.bool(&["masked"], &mut []), Ok(Some(masked)));
        prop_assert!(taken(STANDARD_SAFE.as_bytes()));
    }
}
