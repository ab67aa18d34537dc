//! Reading META and SAFE: whether a payload is one JSON object, and its named fields. SPEC.md, "META and SAFE".
//!
//! Escaped strings are written out in memory that the caller brings, the `scratch`. A payload without a backslash needs none;
//! one as long as the payload always suffices. Work is linear in the payload's length; to place a fault of grammar takes one
//! more pass for each doubling of it.

use core::ops::Range;

use picojson::{Event, ParseError, PullParser as _, SliceParser, String};

use crate::bytes::len_u64;
use crate::error::{Error, Fault, Rule};
use crate::wire::decimal::nearest;

/// How deep objects and arrays may nest, the outermost object included.
pub const MAX_DEPTH: u32 = 32;

/// Why a payload was not taken as a JSON object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refused {
    /// The scratch is too small for the payload's escaped strings.
    TooSmall {
        /// A length in bytes that always suffices.
        needed: u64,
    },
    /// The payload is not one JSON object in UTF-8.
    Illegal {
        /// The byte of the payload with which the first check that failed gave up; its last byte where it ends too soon.
        position: u64,
    },
}

impl Refused {
    /// The error of the chunk that the payload belongs to, where the payload begins `payload_offset` bytes into the file.
    #[must_use]
    pub const fn in_chunk(self, rule: Rule, payload_offset: u64, chunk: u64) -> Error {
        match self {
            Self::TooSmall { needed } => Error::TooSmall { needed },
            Self::Illegal { position } => Error::Fault(Fault::in_chunk(
                rule,
                payload_offset.saturating_add(position),
                chunk,
            )),
        }
    }
}

/// A payload that is one JSON object in UTF-8.
///
/// A field is named by its path from the outermost object, such as `["compression", "engine"]`. Names compare unescaped.
/// An absent field is `None`; a field of value `null` is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Object<'a>(&'a str);

impl<'a> Object<'a> {
    /// What a file without the chunk says.
    pub const EMPTY: Object<'static> = Object("{}");

    /// Checks UTF-8, then brackets, nesting and surrogates, then the rest of the grammar.
    ///
    /// # Errors
    /// [`Refused::Illegal`] if one of them fails, [`Refused::TooSmall`] if the scratch did not suffice to tell.
    pub fn parse(payload: &'a [u8], scratch: &mut [u8]) -> Result<Self, Refused> {
        let illegal = |position: usize| Refused::Illegal {
            position: len_u64(position),
        };
        let text = core::str::from_utf8(payload).map_err(|e| illegal(e.valid_up_to()))?;
        guard(text).map_err(illegal)?;
        match grammar(payload, scratch) {
            Ok(()) => Ok(Self(text)),
            Err(ParseError::ScratchBufferFull) => Err(Refused::TooSmall {
                needed: len_u64(payload.len()),
            }),
            Err(error) => Err(illegal(position(payload, scratch, &error))),
        }
    }

    /// The object as it is written.
    #[must_use]
    pub const fn text(&self) -> &'a str {
        self.0
    }

    /// Whether the field is there, of whatever type.
    ///
    /// # Errors
    /// [`Error::FieldTwice`] and [`Error::FieldType`] if a part of the path is there twice or is no object,
    /// [`Error::TooSmall`] with a length that always suffices.
    pub fn has(&self, path: &[&str], scratch: &mut [u8]) -> Result<bool, Error> {
        Ok(self.find(path, scratch)?.is_some())
    }

    /// The field as a string without its escapes: a part of the payload, or of `scratch` if it had escapes.
    ///
    /// # Errors
    /// As [`Object::has`], and [`Error::FieldType`] if it is not a string.
    pub fn str<'s>(&self, path: &[&str], scratch: &'s mut [u8]) -> Result<Option<&'s str>, Error>
    where
        'a: 's,
    {
        let text = match self.find(path, scratch)? {
            None => return Ok(None),
            Some(Value::Text(span)) => self.0.get(span),
            Some(Value::Scratch(span)) => scratch
                .get(span)
                .and_then(|bytes| core::str::from_utf8(bytes).ok()),
            Some(_) => None,
        };
        text.map(Some).ok_or(Error::FieldType)
    }

    /// The field as an integer of 64 bits without sign, in full range; `30.0`, `3e1` and `-0` are none.
    ///
    /// # Errors
    /// As [`Object::has`], and [`Error::FieldType`] if it is not such an integer.
    pub fn u64(&self, path: &[&str], scratch: &mut [u8]) -> Result<Option<u64>, Error> {
        self.number(path, scratch, |text| text.parse().ok())
    }

    /// The field as an integer of 64 bits with sign, in full range.
    ///
    /// # Errors
    /// As [`Object::has`], and [`Error::FieldType`] if it is not such an integer.
    pub fn i64(&self, path: &[&str], scratch: &mut [u8]) -> Result<Option<i64>, Error> {
        self.number(path, scratch, |text| text.parse().ok())
    }

    /// The field as the double nearest to the number as written, which may be an integer.
    ///
    /// # Errors
    /// As [`Object::has`], and [`Error::FieldType`] if it is not a number or too large for a finite double.
    pub fn f64(&self, path: &[&str], scratch: &mut [u8]) -> Result<Option<f64>, Error> {
        self.number(path, scratch, nearest)
    }

    /// The field as `true` or `false`.
    ///
    /// # Errors
    /// As [`Object::has`], and [`Error::FieldType`] if it is neither.
    pub fn bool(&self, path: &[&str], scratch: &mut [u8]) -> Result<Option<bool>, Error> {
        match self.find(path, scratch)? {
            None => Ok(None),
            Some(Value::Bool(value)) => Ok(Some(value)),
            Some(_) => Err(Error::FieldType),
        }
    }

    fn number<T>(
        &self,
        path: &[&str],
        scratch: &mut [u8],
        parse: fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let text = match self.find(path, scratch)? {
            None => return Ok(None),
            Some(Value::Number(span)) => self.0.get(span),
            Some(_) => None,
        };
        let number = text.and_then(parse);
        number.map(Some).ok_or(Error::FieldType)
    }

    /// Walks the whole object, for a second field of the same name may be its last.
    fn find(&self, path: &[&str], scratch: &mut [u8]) -> Result<Option<Value>, Error> {
        let bases = (self.0.as_ptr().addr(), scratch.as_ptr().addr());
        let mut parser = SliceParser::with_buffer(self.0, scratch);
        // Open containers; how many of them, from the outermost, the path leads through; how many names of it were seen.
        let (mut depth, mut entered, mut named) = (0_usize, 0_usize, 0_usize);
        // Whether the next value is the one named last; at first the outermost object, which needs no name.
        let mut awaited = true;
        let (mut found, mut blocked) = (None, false);
        loop {
            // The text was checked: nothing but the scratch can fail.
            let event = parser.next_event().map_err(|_| Error::TooSmall {
                needed: len_u64(self.0.len()),
            })?;
            match &event {
                Event::EndDocument => break,
                Event::Key(key) => {
                    let name = entered.checked_sub(1).and_then(|level| path.get(level));
                    if depth == entered && name.is_some_and(|name| *name == key.as_str()) {
                        if named >= entered {
                            return Err(Error::FieldTwice);
                        }
                        (named, awaited) = (entered, true);
                    }
                    continue;
                }
                Event::EndObject | Event::EndArray => {
                    if depth == entered {
                        entered = entered.saturating_sub(1);
                    }
                    depth = depth.saturating_sub(1);
                    continue;
                }
                Event::StartObject | Event::StartArray => depth = depth.saturating_add(1),
                _ => {}
            }
            if core::mem::take(&mut awaited) {
                if named == path.len() {
                    found = Some(Value::of(&event, bases));
                } else if event == Event::StartObject {
                    entered = entered.saturating_add(1);
                } else {
                    blocked = true;
                }
            }
        }
        if blocked {
            return Err(Error::FieldType);
        }
        Ok(found)
    }
}

/// A value by its place, for the parser lends its strings only until its next step.
enum Value {
    Text(Range<usize>),
    Scratch(Range<usize>),
    Number(Range<usize>),
    Bool(bool),
    Other,
}

impl Value {
    /// The value that an event begins, with the addresses of text and scratch.
    fn of(event: &Event<'_, '_>, (text, scratch): (usize, usize)) -> Self {
        let span = |base: usize, part: &str| {
            let start = part.as_ptr().addr().wrapping_sub(base);
            start..start.saturating_add(part.len())
        };
        match event {
            Event::String(String::Borrowed(part)) => Self::Text(span(text, part)),
            Event::String(String::Unescaped(part)) => Self::Scratch(span(scratch, part)),
            Event::Number(number) => Self::Number(span(text, number.as_str())),
            Event::Bool(value) => Self::Bool(*value),
            _ => Self::Other,
        }
    }
}

/// What the parser leaves unchecked or lets pass: that the outermost value is an object, that brackets match after a number,
/// nesting beyond the bits it keeps, and surrogates that are alone or apart. Fails with the position of the wrong byte.
fn guard(text: &str) -> Result<(), usize> {
    let bytes = text.as_bytes();
    let root = text.trim_start_matches([' ', '\t', '\n', '\r']);
    if !root.starts_with('{') {
        return Err(bytes.len().saturating_sub(root.len().max(1)));
    }
    let (mut at, mut quoted, mut depth, mut arrays) = (0_usize, false, 0_u32, 0_u32);
    while let Some(rest @ [byte, ..]) = bytes.get(at..) {
        let mut step = 1;
        match byte {
            b'"' => quoted = !quoted,
            b'\\' => {
                step = match (unit(rest), rest.get(6..).and_then(unit)) {
                    (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 12,
                    (Some(0xd800..=0xdfff), _) => return Err(at),
                    _ => 2,
                }
            }
            b'{' | b'[' if !quoted => {
                if depth == MAX_DEPTH {
                    return Err(at);
                }
                depth = depth.saturating_add(1);
                arrays = arrays << 1 | u32::from(*byte == b'[');
            }
            b'}' | b']' if !quoted => {
                if arrays & 1 != u32::from(*byte == b']') {
                    return Err(at);
                }
                depth = depth.saturating_sub(1);
                arrays >>= 1;
            }
            _ => {}
        }
        at = at.saturating_add(step);
    }
    Ok(())
}

/// The number of an escape `\uXXXX` at the front.
fn unit(bytes: &[u8]) -> Option<u16> {
    let [b'\\', b'u', digits @ ..] = bytes.first_chunk::<6>()? else {
        return None;
    };
    u16::from_str_radix(core::str::from_utf8(digits).ok()?, 16).ok()
}

fn grammar(bytes: &[u8], scratch: &mut [u8]) -> Result<(), ParseError> {
    let mut parser = SliceParser::with_buffer_from_slice(bytes, scratch);
    while parser.next_event()? != Event::EndDocument {}
    Ok(())
}

/// The parser keeps the position of an error to itself, but errors are equal only if their positions are:
/// the shortest beginning of the payload that fails with the same error ends with the wrong byte.
fn position(bytes: &[u8], scratch: &mut [u8], error: &ParseError) -> usize {
    let (mut sound, mut wrong) = (0, bytes.len());
    while wrong.saturating_sub(sound) > 1 {
        let middle = sound.midpoint(wrong);
        let begin = bytes.get(..middle).unwrap_or_default();
        match grammar(begin, scratch) {
            Err(e) if e == *error => wrong = middle,
            _ => sound = middle,
        }
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{format, string::String};

    /// Where the payload is refused; none where it is taken.
    fn refused(payload: impl AsRef<[u8]>) -> Option<u64> {
        match Object::parse(payload.as_ref(), &mut [0xa5; 512]) {
            Ok(_) => None,
            Err(Refused::Illegal { position }) => Some(position),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn brackets_match_after_a_number_too() {
        assert_eq!(refused(r#"{"a":1]"#), Some(6));
        assert_eq!(refused(r#"{"a":[1}}"#), Some(7));
        assert_eq!(refused(r#"{"a":[1}]"#), Some(7));
    }

    #[test]
    fn surrogates_alone_or_apart_are_refused_in_keys_and_strings() {
        for wrong in [
            r"\ud800",
            r"\ud800\n",
            r"\ud800a\udc00",
            r"\ud800\n\udc00",
            r"\udc00",
            r"\ud800\ud800\udc00",
        ] {
            assert_eq!(refused(format!("{{\"{wrong}\":1}}")), Some(2), "{wrong}");
            assert_eq!(
                refused(format!("{{\"a\":\"{wrong}\"}}")),
                Some(6),
                "{wrong}"
            );
        }
        assert_eq!(refused(r#"{"\ud83d\ude00":"\\ud800"}"#), None);
    }

    #[test]
    fn nesting_of_32_is_taken_and_of_33_refused() {
        let nested = |open: &str, close: &str, depth: usize| -> String {
            format!(
                "{{\"a\":{}1{}}}",
                open.repeat(depth - 1),
                close.repeat(depth - 1)
            )
        };
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
            assert_eq!(refused(nested(open, close, 32)), None);
            assert_eq!(
                refused(nested(open, close, 33)),
                Some(5 + 31 * open.len() as u64)
            );
            assert!(refused(nested(open, close, 90)).is_some());
        }
    }

    #[test]
    fn utf8_controls_and_the_outermost_value_are_checked_where_they_stand() {
        for (payload, position) in [
            (b"".as_slice(), 0),
            (b" \n", 1),
            (b" []", 1),
            (b"\xef\xbb\xbf{}", 0),
            (b"{\"\xff\":1}", 2),
            (b"{\"a\":\"\xed\xa0\x80\"}", 6),
            (b"{\"a\":\"b\0\"}", 7),
            (b"{\"\x1f\":1}", 2),
            (b"{}{}", 2),
            (b"{\"a\":1, }", 8),
            (b"{\"a\":01}", 6),
            (b"{\"a\":trux}", 8),
            (b"{\"a\":\"\\x\"}", 7),
            (b"{\"a\":1", 5),
        ] {
            assert_eq!(
                refused(payload),
                Some(position),
                "{}",
                payload.escape_ascii()
            );
        }
        assert_eq!(refused(b" {\"\x7f\":\"\xf4\x8f\xbf\xbf\"}\n"), None);
    }

    #[test]
    fn a_wrong_field_is_an_error_of_that_field_alone() {
        let payload = br#"{"a":1e999,"b":1,"\u0062":2,"c":{"d":"x\ny"},"e":30,"f":-0,"c2":[{"e":1}],"n":null}"#;
        let scratch = &mut [0xa5; 128];
        let object = Object::parse(payload, scratch).unwrap();
        assert_eq!(object.f64(&["a"], scratch), Err(Error::FieldType));
        assert_eq!(object.u64(&["b"], scratch), Err(Error::FieldTwice));
        assert_eq!(object.has(&["b", "d"], scratch), Err(Error::FieldTwice));
        assert_eq!(object.has(&["a", "d"], scratch), Err(Error::FieldType));
        assert_eq!(object.str(&["c", "d"], scratch), Ok(Some("x\ny")));
        assert_eq!(object.f64(&["e"], scratch), Ok(Some(30.0)));
        assert_eq!(object.u64(&["f"], scratch), Err(Error::FieldType));
        assert_eq!(object.has(&["n"], scratch), Ok(true));
        assert_eq!(object.bool(&["n"], scratch), Err(Error::FieldType));
        assert_eq!(Object::EMPTY.has(&["a"], &mut []), Ok(false));
    }

    #[test]
    fn a_refusal_becomes_a_fault_of_the_chunk() {
        let fault = Fault::in_chunk(Rule::MetaJson, 26, 1);
        let illegal = Refused::Illegal { position: 6 };
        assert_eq!(illegal.in_chunk(Rule::MetaJson, 20, 1), Error::Fault(fault));
        let payload = br#"{"a":"\n\n"}"#;
        let short = Object::parse(payload, &mut [0; 1]).unwrap_err();
        assert_eq!(
            short.in_chunk(Rule::MetaJson, 20, 1),
            Error::TooSmall { needed: 12 }
        );
        assert!(Object::parse(payload, &mut [0; 12]).is_ok());
    }
}
