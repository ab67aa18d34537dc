//! The Living Cipher v3: blocks sealed on a chain of keys that moves on with each of them. SPEC.md, "Living Cipher v3".
//!
//! A [`Session`] says who talks to whom. A [`Sealer`] seals one direction of it, an [`Opener`] opens the other one live, in
//! any order within its window; a [`FileChain`] opens what was stored. In the mode [`Mode::Mixing`] sealer and opener of one
//! side share an [`Exchange`].
//!
//! Every call checks first, then changes its state, then shows plaintext. A call that fails leaves state and buffer as they
//! were. Nothing here has randomness: equal inputs give equal outputs.
//!
//! What the cipher does not promise. Counter and transcript of a block are visible. GCM does not commit to its key: never
//! seal under a password, never try many keys. Forward secrecy is per block only while the root is wiped (off, announce),
//! per interval in the mode mixing, and none while the shared secret is kept. Opening block k of a file after a seek costs k
//! steps of the chain.

mod block;
mod exchange_state;
mod file_chain;
mod lease;
mod opener;
mod opener_stored;
mod ratchet;
mod rules;
mod sealer;
mod session;
mod stored;
#[cfg(test)]
mod tests;
mod transcript;
mod window;

pub use block::{AAD_MAX, Opened};
pub use exchange_state::Exchange;
pub use file_chain::FileChain;
pub use opener::{Opener, Receiver};
pub use sealer::Sealer;
pub use session::{
    Context, DEFAULT_INTERVAL, DEFAULT_JUMP, JUMP_MAX, Mode, Role, SECRET_MIN, Session,
};
pub use window::{DEFAULT_WINDOW, WINDOW_MAX};
