//! The states that calls are made on, and what was sealed with them.

use std::ffi::c_void;
use std::mem::zeroed;
use std::ptr::null_mut;

use arbitrary::Arbitrary;

use crate::abi::exchange::h4_exchange_init;
use crate::abi::file_chain::{h4_file_chain_init, h4_file_chain_init_at};
use crate::abi::opener::h4_opener_init;
use crate::abi::sealer::h4_sealer_init;
use crate::abi::session::{h4_opened_t, h4_session_t};
use crate::abi::state_cipher::{H4_OPENER_BASE_WORDS, H4_OPENER_SLOT_WORDS, h4_exchange_t};
use crate::abi::status::H4_OK;

#[derive(Arbitrary, Clone, Copy, Debug)]
pub struct Rules {
    role: bool,
    mode: u8,
    interval: u8,
    jump: u8,
    window: u8,
    secret_len: u8,
    other_secret: bool,
}

#[derive(Arbitrary, Debug)]
pub enum Kind {
    Sealer,
    Opener,
    Exchange,
    FileChain,
    /// From a point of a chain, which nobody has to have given.
    FileChainAt(u8),
}

pub const STATES: usize = 6;
pub const WORDS: usize = H4_OPENER_BASE_WORDS + H4_OPENER_SLOT_WORDS * 64;
const SECRETS: [[u8; 40]; 2] = [[0x53; 40], [0x35; 40]];
const SESSION_ID: [u8; 32] = [7; 32];

pub struct Sealed {
    pub block: Vec<u8>,
    pub plain: Vec<u8>,
}

pub struct World {
    pub memory: Box<[[u64; WORDS]; STATES]>,
    pub sealed: Vec<Sealed>,
    pub stored: Vec<u8>,
}

impl World {
    pub fn state<T>(&mut self, index: u8) -> *mut T {
        self.memory[usize::from(index) % STATES].as_mut_ptr().cast()
    }

    /// The exchange that is lent, never the state that it is lent to.
    pub fn lent(&mut self, state: u8, exchange: Option<u8>) -> *mut h4_exchange_t {
        match exchange {
            Some(index) if usize::from(index) % STATES != usize::from(state) % STATES => {
                self.state(index)
            }
            _ => null_mut(),
        }
    }

    pub fn init(&mut self, index: u8, kind: &Kind, rules: Rules, size: Option<u16>) {
        // SAFETY: a session of zeros has no pointers, and that is legal.
        let mut session: h4_session_t = unsafe { zeroed() };
        let secret = &SECRETS[usize::from(rules.other_secret)];
        let secret_len = 40 - usize::from(rules.secret_len % 10);
        session.secret = secret.as_ptr();
        session.secret_len = secret_len;
        session.session_id = SESSION_ID.as_ptr();
        session.role = 1 + u32::from(rules.role);
        session.mode = u32::from(rules.mode % 4);
        session.interval = u32::from(rules.interval % 5);
        session.jump = u32::from(rules.jump);
        let window = [1, 4, 8, 16, 32, 64, 3][usize::from(rules.window % 7)];
        let whole = WORDS * 8;
        let size = size.map_or(whole, |size| usize::from(size) % (whole + 1));
        let at: *mut c_void = self.state(index);
        let status = match kind {
            Kind::Sealer => h4_sealer_init(at, size, &session),
            Kind::Opener => h4_opener_init(at, size, &session, window),
            Kind::Exchange => h4_exchange_init(at, size),
            Kind::FileChain => h4_file_chain_init(at, size, &session),
            Kind::FileChainAt(counter) => {
                let (mode, interval) = (session.mode, session.interval);
                let counter = u64::from(*counter);
                h4_file_chain_init_at(at, size, counter, secret.as_ptr(), 32, mode, interval)
            }
        };
        let legal = match (session.mode, session.interval) {
            (0, 0) => true,
            (1 | 2, 1..) => true,
            _ => false,
        };
        let legal = legal && (secret_len >= 32 || matches!(kind, Kind::FileChainAt(_)));
        assert!(status != H4_OK || legal || matches!(kind, Kind::Exchange));
    }

    /// What a call on a block has to leave behind.
    pub fn judge(&self, status: i32, before: &[u8], block: &[u8], opened: &h4_opened_t) {
        if status != H4_OK {
            assert_eq!(block, before);
            assert_eq!(
                (opened.counter, opened.plaintext_at, opened.plaintext_len),
                (0, 0, 0)
            );
            return;
        }
        let sealed = self.sealed.iter().find(|sealed| sealed.block == before);
        let sealed = sealed.expect("a block opens that nobody sealed");
        let plain = &block[opened.plaintext_at..][..opened.plaintext_len];
        assert_eq!(plain, sealed.plain);
    }

    pub fn block(&self, which: u8, change: Option<(u16, u8)>, cut: u8) -> Vec<u8> {
        let which = usize::from(which) % self.sealed.len().max(1);
        let mut block = self
            .sealed
            .get(which)
            .map_or(vec![0xa5; 90], |s| s.block.clone());
        if let Some((at, bits)) = change {
            let at = usize::from(at) % block.len();
            block[at] ^= bits;
        }
        block.truncate(block.len() - usize::from(cut).min(block.len()));
        block
    }

    pub fn keep(&mut self, status: i32, out: &[u8], len: usize) {
        assert!(status == H4_OK || len == 0);
        if status == H4_OK {
            self.stored = out[..len].to_vec();
        }
    }
}
