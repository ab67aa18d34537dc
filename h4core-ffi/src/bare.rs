//! What the archive brings along for a program without Rust's standard library.

use core::panic::PanicInfo;

/// Nothing in the library panics; the compiler has to be told what would happen nevertheless.
#[cfg(not(feature = "panic-proof"))]
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}

/// Calls a function that nobody has: a program links only where no panic is left. It gets the place, so that each that is left has its
/// own in the archive.
#[cfg(feature = "panic-proof")]
#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    // SAFETY: where nobody has this function nothing links that could call it.
    #[allow(unsafe_code, reason = "the name is the point")]
    unsafe extern "C" {
        safe fn h4_panic_is_reachable(place: *const core::ffi::c_void) -> !;
    }
    h4_panic_is_reachable(core::ptr::from_ref(info).cast())
}

/// Where the compiler's own functions come compiled for a system that unwinds, their tables name it. Nothing here unwinds, so nobody
/// calls it.
#[cfg(feature = "eh-personality")]
#[allow(unsafe_code, reason = "the tables refer to this name")]
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}
