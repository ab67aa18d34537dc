//! A recorder that keeps H4MK containers on a NOR flash, through power cuts at any write.
//!
//! The flash is whatever implements [`embedded_storage::nor_flash::NorFlash`]: erased in blocks of 4 KiB to 0xff, programmed in pages of 128
//! bytes, each page once between two erasures. The image on it is the one of the C example beside this, byte for byte.
#![no_std]

pub mod area;
pub mod error;
pub mod harness;
pub mod ids;
pub mod journal;
pub mod layout;
pub mod live;
pub mod page;
pub mod player;
pub mod record;
pub mod recorder;
pub mod recover;
pub mod tone;
