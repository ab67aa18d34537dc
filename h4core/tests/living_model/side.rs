//! One side of a session twice: the library's and the model's. Each call goes to both, and both must say the same.

use core::num::NonZeroU32;

use h4core::crypto::living::{Context, Exchange, Mode, Opener, Role, Sealer, Session};
use h4core::error::Error;

use crate::model::{Key, Keys, Kind, Peer, Receiving, Sending};

/// What a session is made of, besides the role.
#[derive(Clone, Debug)]
pub(crate) struct Terms {
    pub(crate) secret: Vec<u8>,
    pub(crate) session_id: Option<Key>,
    pub(crate) kind: Kind,
    pub(crate) jump: u32,
    pub(crate) interval: NonZeroU32,
}

impl Terms {
    pub(crate) fn session(&self, role: Role) -> Session<'_> {
        let mode = match self.kind {
            Kind::Off => Mode::Off,
            Kind::Announce => Mode::Announce(self.interval),
            Kind::Mixing => Mode::Mixing(self.interval),
        };
        let context = self
            .session_id
            .map_or(Context::bare_of_old_producers(), Context::of_session);
        let session = Session::new(&self.secret, context, role, mode).unwrap();
        session.with_jump(self.jump).unwrap()
    }
}

pub(crate) struct Side<const W: usize> {
    sealer: Sealer,
    opener: Opener<W>,
    exchange: Exchange,
    model: Peer,
    leases: Vec<(Vec<u8>, Sending)>,
    twin: Option<Sending>,
    saved: Option<(Vec<u8>, Vec<u8>, Receiving, Keys)>,
}

fn name(error: Error) -> &'static str {
    match error {
        Error::Auth => "auth",
        Error::Entropy => "entropy",
        Error::Exhausted => "exhausted",
        Error::Fork => "fork",
        Error::Header => "header",
        Error::Lease => "lease",
        Error::Misplaced => "misplaced",
        Error::Pending => "pending",
        Error::Range => "range",
        Error::Replay => "replay",
        Error::TooFar => "too_far",
        Error::TooOld => "too_old",
        Error::WeakKey => "weak_key",
        _ => "other",
    }
}

impl<const W: usize> Side<W> {
    pub(crate) fn new(role: Role, terms: &Terms) -> Self {
        let session = terms.session(role);
        let interval = match terms.kind {
            Kind::Off => 0,
            _ => u64::from(terms.interval.get()),
        };
        Self {
            sealer: Sealer::new(&session).unwrap(),
            opener: Opener::new(&session).unwrap(),
            exchange: Exchange::new(),
            model: Peer::new(
                role == Role::Initiator,
                &terms.secret,
                terms.session_id.as_ref(),
                terms.kind,
                [W.try_into().unwrap(), terms.jump.into(), interval],
            ),
            leases: Vec::new(),
            twin: None,
            saved: None,
        }
    }

    fn exchange(&mut self) -> (&mut Sealer, &mut Opener<W>, Option<&mut Exchange>) {
        let mixing = self.model.kind == Kind::Mixing;
        let exchange = mixing.then_some(&mut self.exchange);
        (&mut self.sealer, &mut self.opener, exchange)
    }

    fn state(&self) -> (Vec<u8>, Vec<u8>) {
        let mut opener = vec![0xa5; Opener::<W>::STORED_LEN];
        let mut exchange = vec![0xa5; Exchange::STORED_LEN];
        self.opener.export(&mut opener).unwrap();
        self.exchange.export(&mut exchange).unwrap();
        (opener, exchange)
    }

    /// The counter that this side has not opened yet.
    pub(crate) fn next(&self) -> u64 {
        self.opener.tip().0
    }

    pub(crate) fn seal(
        &mut self,
        plain: &[u8],
        aad: &[u8],
        entropy: Option<Key>,
    ) -> Result<Vec<u8>, &'static str> {
        let expected = self.model.seal(plain, aad, entropy);
        let before = (self.sealer.tip(), self.state());
        let at = self.sealer.header_len();
        let mut block = vec![0xa5; plain.len() + self.sealer.overhead()];
        block[at..at + plain.len()].copy_from_slice(plain);
        let untouched = block.clone();
        let (sealer, _, exchange) = self.exchange();
        let result = sealer.seal(&mut block, aad, entropy.as_ref(), exchange);
        if result.is_err() {
            assert_eq!(block, untouched);
            assert_eq!((self.sealer.tip(), self.state()), before);
        }
        let result = result.map(|_| block).map_err(name);
        assert_eq!(result, expected);
        let sending = &self.model.sending;
        assert_eq!(self.sealer.tip(), (sending.n, sending.transcript));
        result
    }

    pub(crate) fn open(&mut self, block: &[u8], aad: &[u8]) -> &'static str {
        let expected = self.model.open(block, aad);
        let before = self.state();
        let mut bytes = block.to_vec();
        let (_, opener, exchange) = self.exchange();
        let result = opener
            .open(&mut bytes, aad, exchange)
            .map(|opened| opened.plaintext.to_vec())
            .map_err(name);
        if result.is_err() {
            assert_eq!(bytes, block);
            assert_eq!(self.state(), before);
        }
        assert_eq!(result, expected);
        let receiving = &self.model.receiving;
        assert_eq!(self.opener.tip(), (receiving.next, receiving.expected));
        result.err().unwrap_or("ok")
    }

    /// The model's sender alone: the library's cannot be copied.
    pub(crate) fn twin_seal(&mut self, plain: &[u8], entropy: Key) -> Option<Vec<u8>> {
        let mut twin = self.model.clone();
        twin.sending = self.twin.take().unwrap_or(twin.sending);
        let block = twin.seal(plain, &[], Some(entropy)).ok();
        self.twin = Some(twin.sending);
        block
    }

    pub(crate) fn lease(&mut self, blocks: u32) -> &'static str {
        let expected = self.model.lease(blocks.into());
        let mut stored = vec![0xa5; Sealer::STORED_LEN];
        let result = self.sealer.lease(blocks, &mut stored).map_err(name);
        assert_eq!(result.err(), expected.as_ref().err().copied());
        if let Ok(later) = expected {
            self.leases.push((stored, later));
        }
        result.err().unwrap_or("ok")
    }

    /// The power goes; the sender is resumed from a lease, `back` before the last one: past 0 that is what a sender must not do.
    pub(crate) fn cut(&mut self, back: usize) {
        let at = self.leases.len().checked_sub(back + 1);
        if let Some((stored, later)) = at.and_then(|at| self.leases.get(at)) {
            self.sealer = Sealer::resume(stored).unwrap();
            self.model.sending = later.clone();
        }
    }

    /// The receiver and the exchange leave the memory and come back.
    pub(crate) fn export_and_import(&mut self) {
        let before = self.state();
        self.opener = Opener::import(&before.0).unwrap();
        self.exchange = Exchange::import(&before.1).unwrap();
        assert_eq!(self.state(), before);
    }

    pub(crate) fn save(&mut self) {
        let (opener, exchange) = self.state();
        let model = &self.model;
        self.saved = Some((
            opener,
            exchange,
            model.receiving.clone(),
            model.keys.clone(),
        ));
    }

    pub(crate) fn restore(&mut self) {
        if let Some((opener, exchange, receiving, keys)) = &self.saved {
            self.opener = Opener::import(opener).unwrap();
            self.exchange = Exchange::import(exchange).unwrap();
            self.model.receiving = receiving.clone();
            self.model.keys = keys.clone();
        }
    }
}
