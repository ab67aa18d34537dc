//! The C interface of `h4core`. Its manual is `include/h4core.h`; its functions are in `abi`, one file a noun.
#![cfg_attr(not(feature = "std"), no_std)]

pub mod abi;

#[cfg(all(feature = "panic-handler", not(feature = "std")))]
mod bare {
    //! What the archive brings along for a program without Rust's standard library.

    /// Nothing in the library panics; the compiler has to be told what would happen nevertheless.
    #[panic_handler]
    fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
        loop {
            core::hint::spin_loop();
        }
    }

    /// On systems that unwind, tables of the compiler's own functions name it. Nothing here unwinds, so nobody calls it.
    #[allow(unsafe_code, reason = "the tables refer to this name")]
    #[unsafe(no_mangle)]
    extern "C" fn rust_eh_personality() {}
}
