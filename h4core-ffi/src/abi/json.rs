//! Fields of META and SAFE.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use h4core::error::Error;
use h4core::wire::json::{Object, Refused};

use super::pointer::Call;
use super::status::{Failure, H4_ERR_JSON, H4_ERR_RANGE, H4_ERR_TOO_SMALL, end, h4_status_t};
use super::types::{h4_text_t, text_of};

/// The most names in the path of a field.
pub const H4_JSON_MAX_PATH: usize = 8;

/// The object that the caller shows.
pub(super) fn object_of<'j>(json: &'j [u8], scratch: &mut [u8]) -> Result<Object<'j>, Failure> {
    Object::parse(json, scratch).map_err(|refused| {
        Failure::of(match refused {
            Refused::TooSmall { .. } => H4_ERR_TOO_SMALL,
            Refused::Illegal { .. } => H4_ERR_JSON,
        })
    })
}

/// The object and the path of a field, as the functions for fields take them.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub(super) json: *const u8,
    pub(super) json_len: usize,
    pub(super) path: *const h4_text_t,
    pub(super) path_len: usize,
    pub(super) scratch: *mut u8,
    pub(super) scratch_len: usize,
}

/// Gives a field of one type to the caller.
pub(super) fn give<'c, T: Copy, V>(
    call: &'c Call,
    field: Field,
    (out, safe): (*mut T, T),
    read: impl FnOnce(&Object<'c>, &[&str], &'c mut [u8]) -> Result<Option<V>, Error>,
    as_c: impl FnOnce(V) -> T,
) -> h4_status_t {
    let out = call.out(out, safe);
    end(|| {
        let out = out?;
        let scratch = call.output(field.scratch, field.scratch_len)?;
        let json = call.input(field.json, field.json_len)?;
        let shown = call.input(field.path, field.path_len)?;
        let mut path = [""; H4_JSON_MAX_PATH];
        let path = path.get_mut(..shown.len());
        let path = path.ok_or(Failure::of(H4_ERR_RANGE))?;
        for (to, from) in path.iter_mut().zip(shown) {
            *to = text_of(call, *from)?;
        }
        let object = object_of(json, scratch)?;
        let found = read(&object, path, scratch)?;
        Ok(out.answer(found.map(as_c)))
    })
}

/// Whether a field is there, of whatever type.
///
/// A field is named by its path from the outermost object, such as "compression", "engine". Names compare unescaped. A field of value
/// null is there. A file without META or SAFE says {}.
///
/// In all of these functions json are the json_len bytes of the object, which is checked at each call; path are path_len names, at
/// most H4_JSON_MAX_PATH; and scratch are scratch_len bytes, for strings with escapes: json_len always suffices, none are needed
/// without a backslash. Nothing overlaps scratch.
/// there: 1 if it is there, otherwise 0.
/// Returns H4_OK, H4_NONE if it is not there, H4_ERR_JSON if json is not one JSON object in UTF-8, H4_ERR_FIELD_TWICE and
/// H4_ERR_FIELD_TYPE if a part of the path is there twice or is no object, H4_ERR_TOO_SMALL for the scratch, H4_ERR_RANGE for a path
/// that is too long or not UTF-8, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_json_has(
    json: *const u8,
    json_len: usize,
    path: *const h4_text_t,
    path_len: usize,
    scratch: *mut u8,
    scratch_len: usize,
    there: *mut u32,
) -> h4_status_t {
    let field = Field {
        json,
        json_len,
        path,
        path_len,
        scratch,
        scratch_len,
    };
    let has = |object: &Object<'_>, path: &[&str], scratch: &mut [u8]| {
        object.has(path, scratch).map(|has| has.then_some(1))
    };
    give(&Call::new(), field, (there, 0), has, |there| there)
}

/// A field as text without its escapes.
///
/// text: where it lies, in json or, if it had escapes, in scratch; it ends without NUL and lives as long as both are left alone.
/// Everything else as h4_json_has, and H4_ERR_FIELD_TYPE if the field is not a string.
#[unsafe(no_mangle)]
pub extern "C" fn h4_json_text(
    json: *const u8,
    json_len: usize,
    path: *const h4_text_t,
    path_len: usize,
    scratch: *mut u8,
    scratch_len: usize,
    text: *mut h4_text_t,
) -> h4_status_t {
    let field = Field {
        json,
        json_len,
        path,
        path_len,
        scratch,
        scratch_len,
    };
    let call = Call::new();
    let as_c = |text: &str| h4_text_t {
        data: text.as_ptr().cast(),
        len: text.len(),
    };
    give(
        &call,
        field,
        (text, h4_text_t::NONE),
        |o, p, s| o.str(p, s),
        as_c,
    )
}

/// A field as an integer of 64 bits without sign, in full range; 30.0, 3e1 and -0 are none.
///
/// Everything else as h4_json_has, and H4_ERR_FIELD_TYPE if the field is not such an integer.
#[unsafe(no_mangle)]
pub extern "C" fn h4_json_u64(
    json: *const u8,
    json_len: usize,
    path: *const h4_text_t,
    path_len: usize,
    scratch: *mut u8,
    scratch_len: usize,
    value: *mut u64,
) -> h4_status_t {
    let field = Field {
        json,
        json_len,
        path,
        path_len,
        scratch,
        scratch_len,
    };
    give(
        &Call::new(),
        field,
        (value, 0),
        |o, p, s| o.u64(p, s),
        |v| v,
    )
}

/// A field as an integer of 64 bits with sign, in full range.
///
/// Everything else as h4_json_u64.
#[unsafe(no_mangle)]
pub extern "C" fn h4_json_i64(
    json: *const u8,
    json_len: usize,
    path: *const h4_text_t,
    path_len: usize,
    scratch: *mut u8,
    scratch_len: usize,
    value: *mut i64,
) -> h4_status_t {
    let field = Field {
        json,
        json_len,
        path,
        path_len,
        scratch,
        scratch_len,
    };
    give(
        &Call::new(),
        field,
        (value, 0),
        |o, p, s| o.i64(p, s),
        |v| v,
    )
}

/// A field as the double nearest to the number as written, which may be an integer.
///
/// Everything else as h4_json_has, and H4_ERR_FIELD_TYPE if the field is not a number or too large for a finite double.
#[unsafe(no_mangle)]
pub extern "C" fn h4_json_f64(
    json: *const u8,
    json_len: usize,
    path: *const h4_text_t,
    path_len: usize,
    scratch: *mut u8,
    scratch_len: usize,
    value: *mut f64,
) -> h4_status_t {
    let field = Field {
        json,
        json_len,
        path,
        path_len,
        scratch,
        scratch_len,
    };
    give(
        &Call::new(),
        field,
        (value, 0.0),
        |o, p, s| o.f64(p, s),
        |v| v,
    )
}

/// A field as 1 for true or 0 for false.
///
/// Everything else as h4_json_has, and H4_ERR_FIELD_TYPE if the field is neither.
#[unsafe(no_mangle)]
pub extern "C" fn h4_json_bool(
    json: *const u8,
    json_len: usize,
    path: *const h4_text_t,
    path_len: usize,
    scratch: *mut u8,
    scratch_len: usize,
    value: *mut u32,
) -> h4_status_t {
    let field = Field {
        json,
        json_len,
        path,
        path_len,
        scratch,
        scratch_len,
    };
    give(
        &Call::new(),
        field,
        (value, 0),
        |o, p, s| o.bool(p, s),
        u32::from,
    )
}
