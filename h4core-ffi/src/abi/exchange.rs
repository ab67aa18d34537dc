//! The keys that two sides exchange in the mode mixing.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use core::ffi::c_void;

use h4core::crypto::living::Exchange;

use super::pointer::{Call, State};
use super::secret::{SESSION, secretly};
use super::state_cipher::h4_exchange_t;
use super::status::{H4_OK, end, h4_status_t};

/// Length in bytes of what h4_exchange_export writes.
pub const H4_EXCHANGE_STORED_LEN: usize = 112;

const _: () = assert!(H4_EXCHANGE_STORED_LEN == Exchange::STORED_LEN);

impl State for h4_exchange_t {
    type Inner = Exchange;
    const KIND: u64 = u64::from_be_bytes(*b"h4exchg1");
}

/// Makes an exchange that knows no key of either side. Sealer and opener of one side of a session in the mode mixing share one: it is
/// given to each of their calls, and to no other session's. A secret: h4_exchange_wipe when it is not needed any more.
///
/// memory: size bytes, at least H4_EXCHANGE_SIZE, aligned as h4_exchange_t; all of it is overwritten, also on failure.
/// Returns H4_OK, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one exchange.
#[unsafe(no_mangle)]
pub extern "C" fn h4_exchange_init(memory: *mut c_void, size: usize) -> h4_status_t {
    let call = Call::new();
    end(|| {
        call.place::<h4_exchange_t>(memory, size)?
            .put(Exchange::new());
        Ok(H4_OK)
    })
}

/// Writes an exchange to the front of out, to go on from later: H4_EXCHANGE_STORED_LEN bytes, to be kept like a secret.
///
/// out: out_len bytes. len: how many were written.
/// Returns H4_OK, H4_ERR_TOO_SMALL, or misuse. Any thread for one exchange.
#[unsafe(no_mangle)]
pub extern "C" fn h4_exchange_export(
    exchange: *const h4_exchange_t,
    out: *mut u8,
    out_len: usize,
    len: *mut usize,
) -> h4_status_t {
    let call = Call::new();
    let len = call.out(len, 0);
    end(|| {
        let mut len = len?;
        let exchange = call.state(exchange)?;
        len.set(exchange.export(call.output(out, out_len)?)?);
        Ok(H4_OK)
    })
}

/// Makes the exchange that h4_exchange_export wrote.
///
/// memory: as for h4_exchange_init. bytes: bytes_len bytes, H4_EXCHANGE_STORED_LEN.
/// Returns H4_OK, H4_ERR_RANGE for bytes that no export gives, H4_ERR_STATE_SIZE, or misuse. One thread at a time for one exchange.
#[unsafe(no_mangle)]
pub extern "C" fn h4_exchange_import(
    memory: *mut c_void,
    size: usize,
    bytes: *const u8,
    bytes_len: usize,
) -> h4_status_t {
    let call = Call::new();
    let place = call.place::<h4_exchange_t>(memory, size);
    secretly::<SESSION>(|| {
        let place = place?;
        place.put(Exchange::import(call.input(bytes, bytes_len)?)?);
        Ok(H4_OK)
    })
}

/// Ends an exchange and makes its memory zero. An exchange that is wiped stays so.
///
/// Returns H4_OK, H4_ERR_STATE if the memory holds something else, which is left as it is, or misuse.
#[unsafe(no_mangle)]
pub extern "C" fn h4_exchange_wipe(exchange: *mut h4_exchange_t) -> h4_status_t {
    let call = Call::new();
    end(|| {
        call.wipe(exchange)?;
        Ok(H4_OK)
    })
}
