//! SEAL: what a container is sealed with.

#![allow(
    unsafe_code,
    reason = "the names of exported functions are not mangled"
)]

use h4core::container::{Container, Reader};
use h4core::stream::{seal_in, seal_of};
use h4core::wire::seal::{MAX_LEN, Mode, Repr, Role, Seal};

use super::binding::h4_binding_t;
use super::pointer::Call;
use super::session::{
    H4_MODE_ANNOUNCE, H4_MODE_MIXING, H4_MODE_OFF, H4_ROLE_INITIATOR, H4_ROLE_RESPONDER, mode_of,
    role_of,
};
use super::source::{Source, h4_source_t};
use super::status::{Failure, H4_OK, end, end_with, h4_fault_t, h4_status_t};

/// The longest payload of SEAL in bytes.
pub const H4_SEAL_MAX: usize = 628;

const _: () = assert!(H4_SEAL_MAX == MAX_LEN);

/// What a container is sealed with: all that a reader needs, beside the secret.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct h4_seal_t {
    /// Engine, container and track, to which the blocks are bound. A writer's container id is new: 32 random bytes.
    pub binding: h4_binding_t,
    /// The session's id: 32 random bytes that were never used with the secret before, in a container or elsewhere.
    pub session_id: [u8; 32],
    /// The time from one block to the next in microseconds. 0 where blocks have no regular times; then all are bound to 0.
    pub frame_time_us: u64,
    /// The side of the session that writes the container: H4_ROLE_...; never 0.
    pub role: u32,
    /// H4_MODE_...
    pub mode: u32,
    /// Blocks from one boundary block to the next, at least 1; 0 with H4_MODE_OFF.
    pub interval: u32,
    /// Not used; 0.
    pub reserved: u32,
}

impl h4_seal_t {
    const NONE: Self = Self {
        binding: h4_binding_t::NONE,
        session_id: [0; 32],
        frame_time_us: 0,
        role: 0,
        mode: 0,
        interval: 0,
        reserved: 0,
    };

    fn of(seal: &Repr<'_>) -> Self {
        Self {
            binding: h4_binding_t::of(&seal.binding),
            session_id: *seal.session_id,
            frame_time_us: seal.frame_time_us,
            role: match seal.role {
                Role::Initiator => H4_ROLE_INITIATOR,
                Role::Responder => H4_ROLE_RESPONDER,
            },
            mode: match seal.mode {
                Mode::Off => H4_MODE_OFF,
                Mode::Announce(_) => H4_MODE_ANNOUNCE,
                Mode::Mixing(_) => H4_MODE_MIXING,
            },
            interval: seal.mode.interval(),
            reserved: 0,
        }
    }

    /// What the caller shows, as the library takes it.
    pub(super) fn repr<'c>(&'c self, call: &'c Call) -> Result<Repr<'c>, Failure> {
        Ok(Repr {
            mode: mode_of(self.mode, self.interval)?,
            role: role_of(self.role)?,
            frame_time_us: self.frame_time_us,
            session_id: &self.session_id,
            binding: self.binding.binding(call)?,
        })
    }
}

/// Reads the payload of SEAL.
///
/// payload: payload_len bytes, in which the texts of seal lie.
/// Returns H4_OK, H4_ERR_SEAL_GENERATION, H4_ERR_SEAL, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_seal_parse(
    payload: *const u8,
    payload_len: usize,
    seal: *mut h4_seal_t,
) -> h4_status_t {
    let call = Call::new();
    let seal = call.out(seal, h4_seal_t::NONE);
    end(|| {
        let mut seal = seal?;
        let payload = call.input(payload, payload_len)?;
        seal.set(h4_seal_t::of(&Repr::parse(&Seal::new(payload))?));
        Ok(H4_OK)
    })
}

/// What a file in memory is sealed with. Constant work where the first chunk is SEAL; otherwise all chunk headers are walked over.
///
/// seal: its texts lie in the file. fault: may be NULL.
/// Returns H4_OK, H4_NONE if it is not sealed, H4_ERR_SEAL_PLACE, H4_ERR_SEAL_GENERATION, H4_ERR_SEAL, H4_ERR_TRUNCATED of the first chunk,
/// H4_ERR_CRC of SEAL, a fault of the file header, or misuse. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn h4_container_seal(
    bytes: *const u8,
    file_len: usize,
    seal: *mut h4_seal_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let seal = call.out(seal, h4_seal_t::NONE);
    let fault = call.fault(fault);
    end_with(fault, || {
        let seal = seal?;
        let container = Container::open(call.input(bytes, file_len)?)?;
        let found = seal_in(&container)?;
        Ok(seal.answer(found.map(|found| h4_seal_t::of(&found))))
    })
}

/// The same of a file that is read where it is.
///
/// buf: buf_len bytes, at least H4_SEAL_MAX, to which SEAL is read and in which the texts of seal lie. fault: may be NULL.
/// Returns what h4_container_seal does, H4_ERR_TOO_SMALL for a SEAL that is longer than buf, and H4_ERR_READ. One thread at a time for one
/// source whose read function demands it.
#[unsafe(no_mangle)]
pub extern "C" fn h4_reader_seal(
    source: *const h4_source_t,
    buf: *mut u8,
    buf_len: usize,
    seal: *mut h4_seal_t,
    fault: *mut h4_fault_t,
) -> h4_status_t {
    let call = Call::new();
    let seal = call.out(seal, h4_seal_t::NONE);
    let fault = call.fault(fault);
    end_with(fault, || {
        let seal = seal?;
        let buf = call.output(buf, buf_len)?;
        let mut file = Reader::open(Source::of(&call, source)?)?;
        let found = seal_of(&mut file, buf)?;
        Ok(seal.answer(found.map(|found| h4_seal_t::of(&found))))
    })
}
