//! A live sender that survives power cuts: sealed blocks go out by radio, and no counter is ever sealed twice.
//!
//! Before it seals, the sender leases some counters and puts the state behind them on flash. After a cut it goes on behind the lease; what
//! was left of it is never used. The state holds a key: a product keeps it where its other keys are, or encrypts it.

use embedded_storage::nor_flash::NorFlash;
use h4core::crypto::living::{Context, Mode, Role, Sealer, Session};

use crate::error::Error;
use crate::ids::{self, SEAL_SECRET};
use crate::journal::{Journal, RECORD};
use crate::layout::LEASES_AT;

/// Counters to a lease: fewer cost more writes, more leave greater gaps after a cut. A receiver's jump is at least four times as many.
pub const LEASE: u32 = 4;

/// What both sides of a session agree on.
///
/// # Errors
/// None in practice: the secret is long enough.
pub fn session(session: u32, role: Role) -> Result<Session<'static>, h4core::error::Error> {
    // Serial 0 is no container's.
    let context = Context::of_session(ids::id(b'S', session, 0));
    Session::new(SEAL_SECRET, context, role, Mode::Off)
}

/// The sender.
#[derive(Debug)]
pub struct Live {
    leases: Journal,
    session: u32,
    /// Counters of the lease that are not used yet.
    left: u32,
    sealer: Sealer,
}

impl Live {
    /// Resumes the session whose lease is on flash, or begins one, named after this boot.
    ///
    /// # Errors
    /// The flash's own.
    pub fn open<F: NorFlash>(flash: &mut F, boot: u32) -> Result<Self, Error<F::Error>> {
        let (leases, record) = Journal::open(flash, LEASES_AT).map_err(Error::Flash)?;
        let stored = record
            .as_ref()
            .and_then(|record| record.split_first_chunk());
        let (name, sealer) = match stored {
            Some((name, rest)) => {
                let state = &rest[..Sealer::STORED_LEN];
                (u32::from_be_bytes(*name), Sealer::resume(state)?)
            }
            None => (boot, Sealer::new(&session(boot, Role::Initiator)?)?),
        };
        Ok(Self {
            leases,
            session: name,
            left: 0,
            sealer,
        })
    }

    /// The boot in which the session began.
    #[must_use]
    pub const fn session(&self) -> u32 {
        self.session
    }

    /// The counter of the next block.
    #[must_use]
    pub const fn counter(&self) -> u64 {
        self.sealer.tip().0
    }

    /// Seals a block in place and gives its counter; the plaintext stands 78 bytes behind its front, and 16 before its end.
    ///
    /// # Errors
    /// The flash's own.
    pub fn seal<F: NorFlash>(
        &mut self,
        flash: &mut F,
        block: &mut [u8],
    ) -> Result<u64, Error<F::Error>> {
        if self.left == 0 {
            self.lease(flash)?;
        }
        let counter = self.sealer.seal(block, &[], None, None)?;
        self.left -= 1;
        Ok(counter)
    }

    fn lease<F: NorFlash>(&mut self, flash: &mut F) -> Result<(), Error<F::Error>> {
        let mut record = [0; RECORD];
        let (name, state) = record.split_at_mut(4);
        name.copy_from_slice(&self.session.to_be_bytes());
        self.sealer.lease(LEASE, state)?;
        // Until this returns nothing may be sealed.
        self.leases.put(flash, &record).map_err(Error::Flash)?;
        self.left = LEASE;
        Ok(())
    }
}
