//! The seek table: its rules, its search, in memory and behind a [`ReadAt`](super::ReadAt), and where entries come from.

pub(super) mod check;
pub(super) mod file;
pub(super) mod regular;
mod search;
pub(super) mod store;
pub(super) mod table;
