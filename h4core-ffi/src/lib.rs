//! The C interface of `h4core`. Its manual is `include/h4core.h`; its functions are in `abi`, one file a noun.
#![cfg_attr(not(feature = "std"), no_std)]

pub mod abi;

#[cfg(all(
    any(feature = "panic-handler", feature = "panic-proof"),
    not(feature = "std")
))]
mod bare;
