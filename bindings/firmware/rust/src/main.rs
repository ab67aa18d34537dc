//! All tests, one after the other: on a board, where between two lives of the device it is reset and begins here again; or on the host.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod board;
#[cfg(not(target_os = "none"))]
mod host;

#[cfg(not(target_os = "none"))]
fn main() -> std::io::Result<()> {
    host::run()
}
