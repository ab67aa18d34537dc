//! Ids that are never used twice, and keys.

use h4core::engine::Store;
use h4core::error::Error;
use h4core::wire::binding::BlockBinding;
use h4core::wire::seal::{Mode, Repr, Role};

use crate::layout::PCM_FRAME_TIME_US;

/// Bytes of an id.
pub const ID_LEN: usize = 32;

/// Of the example. A product has its own, one for each device, where nobody reads it out with the flash.
pub const SEAL_SECRET: &[u8; 32] = b"example secret of 32 bytes: mic1";
/// Of the example, as [`SEAL_SECRET`].
pub const MASK_KEY: &[u8; 32] = b"example of a master key, mask: 2";

/// The id of a session (`S`) or container (`C`) of the cipher, or the context of a mask (`M`).
///
/// The boot counter alone makes them differ, on one device. A product fills the rest from its random generator (TRNG) when a container
/// begins, and keeps the counter: it is what holds when the generator is broken, or a flash image is copied to another device.
#[must_use]
pub fn id(what: u8, boot: u32, serial: u32) -> [u8; ID_LEN] {
    let mut id = [0; ID_LEN];
    let text = b"h4 firmware example".iter().copied().chain([what]);
    let numbers = boot.to_be_bytes().into_iter().chain(serial.to_be_bytes());
    for (to, from) in id.iter_mut().zip(text.chain(numbers)) {
        *to = from;
    }
    id
}

/// What the sealed container with these ids is sealed with.
///
/// # Errors
/// None in practice: the names are legal.
pub fn seal<'a>(
    session_id: &'a [u8; ID_LEN],
    container_id: &'a [u8; ID_LEN],
) -> Result<Repr<'a>, Error> {
    let pin = Store::PIN;
    Ok(Repr {
        mode: Mode::Off,
        role: Role::Initiator,
        frame_time_us: PCM_FRAME_TIME_US,
        session_id,
        binding: BlockBinding::new(pin.id, &ENGINE, container_id, "mic")?,
    })
}

/// The fingerprint of the engine that stores blocks as they are.
static ENGINE: [u8; 32] = Store::PIN.fingerprint.0;
