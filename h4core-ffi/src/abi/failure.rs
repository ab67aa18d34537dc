//! Errors of the library as the statuses that C gets for them.

use core::convert::Infallible;

use h4core::container::ReadError;
use h4core::error::Error;

use super::status::*;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Status(match error {
            Error::Fault(fault) => return Self::Fault(fault),
            Error::TooSmall { .. } => H4_ERR_TOO_SMALL,
            Error::SeekFull => H4_ERR_ENTRIES_FULL,
            Error::SeekOrder => H4_ERR_ENTRY_ORDER,
            Error::SeekOffset => H4_ERR_ENTRY_OFFSET,
            Error::Range => H4_ERR_RANGE,
            Error::ReservedTag => H4_ERR_RESERVED_TAG,
            Error::ShortKey => H4_ERR_SHORT_KEY,
            Error::Misplaced => H4_ERR_MISPLACED,
            Error::FieldTwice => H4_ERR_FIELD_TWICE,
            Error::FieldType => H4_ERR_FIELD_TYPE,
            Error::Header => H4_ERR_SEALED_HEADER,
            Error::Replay => H4_ERR_REPLAY,
            Error::TooOld => H4_ERR_TOO_OLD,
            Error::TooFar => H4_ERR_TOO_FAR,
            Error::Auth => H4_ERR_AUTH,
            Error::Fork => H4_ERR_FORK,
            Error::Pending => H4_ERR_PENDING,
            Error::Entropy => H4_ERR_ENTROPY,
            Error::Lease => H4_ERR_LEASE,
            Error::Exhausted => H4_ERR_EXHAUSTED,
            Error::WeakKey => H4_ERR_WEAK_KEY,
            Error::Unsupported => H4_ERR_UNSUPPORTED,
            Error::Seal => H4_ERR_SEAL,
            Error::SealGeneration => H4_ERR_SEAL_GENERATION,
            Error::SealPlace => H4_ERR_SEAL_PLACE,
            Error::EngineUnknown => H4_ERR_ENGINE_UNKNOWN,
            Error::EngineMismatch => H4_ERR_ENGINE_MISMATCH,
            Error::EngineData => H4_ERR_ENGINE_DATA,
            _ => H4_ERR_OTHER,
        })
    }
}

impl<E: Into<Self>> From<ReadError<E>> for Failure {
    fn from(error: ReadError<E>) -> Self {
        match error {
            ReadError::Read(error) => error.into(),
            ReadError::Core(error) => error.into(),
        }
    }
}

impl From<Infallible> for Failure {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
