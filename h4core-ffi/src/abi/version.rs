//! Versions of the library, of this interface and of the format.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_char;

use h4core::wire::file_header;

/// The version of this interface. It grows with every change after which a program must be compiled anew.
pub const H4_ABI_VERSION: u32 = 1;
/// The version of the format that is written and read.
pub const H4_FORMAT_VERSION: u16 = 1;

const _: () = assert!(H4_FORMAT_VERSION == file_header::VERSION);

/// The version of the library that runs, as H4_VERSION is that of the header: three numbers with points between them. The text is
/// constant, ends with NUL and is never NULL. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_version() -> *const c_char {
    const TEXT: &core::ffi::CStr = match core::ffi::CStr::from_bytes_with_nul(
        concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes(),
    ) {
        Ok(text) => text,
        Err(_) => c"",
    };
    TEXT.as_ptr()
}

/// The version of the interface of the library that runs: equal to H4_ABI_VERSION, or the program was compiled with the header of
/// another one. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_abi_version() -> u32 {
    H4_ABI_VERSION
}

/// The version of the format that the library reads and writes: H4_FORMAT_VERSION. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_format_version() -> u16 {
    H4_FORMAT_VERSION
}
