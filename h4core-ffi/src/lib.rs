//! The C interface of `h4core`. Its manual is `include/h4core.h`; its functions are in `abi`, one file a noun.
#![cfg_attr(not(feature = "std"), no_std)]

pub mod abi;

/// Nothing in the library panics; a program for a bare machine has to say what would happen nevertheless.
#[cfg(all(feature = "panic-handler", not(feature = "std")))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}
