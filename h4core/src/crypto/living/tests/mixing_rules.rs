use super::super::block;
use super::super::ratchet::MessageKey;
use super::*;
use crate::crypto::exchange::public_key;
use crate::crypto::secret::Secret;
use crate::wire::sealed_header::{LEN_WITH_KEY, Repr};

/// One side of a session that mixes at every second block.
pub(super) struct Side {
    pub(super) sealer: Sealer,
    pub(super) opener: Opener<4>,
    pub(super) exchange: Exchange,
}

impl Side {
    fn new(role: Role) -> Self {
        let session = session(role, Mode::Mixing(NonZeroU32::new(2).unwrap()));
        Self {
            sealer: Sealer::new(&session).unwrap(),
            opener: Opener::new(&session).unwrap(),
            exchange: Exchange::new(),
        }
    }

    pub(super) fn seal_with(&mut self, entropy: Option<u8>) -> Result<Vec<u8>, Error> {
        try_seal(
            &mut self.sealer,
            b"plain",
            entropy,
            Some(&mut self.exchange),
        )
    }

    /// Seals the next blocks; a new key is made of 32 bytes `entropy`.
    pub(super) fn seal(&mut self, count: usize, entropy: u8) -> Vec<Vec<u8>> {
        (0..count)
            .map(|_| self.seal_with(Some(entropy)).unwrap())
            .collect()
    }

    pub(super) fn open(&mut self, block: &[u8]) -> Result<Vec<u8>, Error> {
        open_with(&mut self.opener, block, AAD, Some(&mut self.exchange))
    }

    fn open_all(&mut self, blocks: &[Vec<u8>]) {
        for block in blocks {
            self.open(block).unwrap();
        }
    }

    fn announced(&self) -> Vec<[u8; 32]> {
        self.exchange.own().map(|scalar| *scalar.expose()).collect()
    }

    /// Whether the sender's chain is still the one it began with.
    fn unmixed(&self, role: Role) -> bool {
        let mut chain = Self::new(role).sealer.chain;
        chain.walk(0, self.sealer.next);
        chain == self.sealer.chain
    }
}

pub(super) fn sides() -> (Side, Side) {
    (Side::new(Role::Initiator), Side::new(Role::Responder))
}

fn public(entropy: u8) -> [u8; 32] {
    public_key(&Secret::new([entropy; 32])).unwrap()
}

#[test]
fn a_sender_mixes_once_it_knows_a_key_of_the_peer() {
    let (mut a, mut b) = sides();
    let from_a = a.seal(3, 1);
    assert_eq!(from_a[2][78..110], public(1));
    assert!(a.unmixed(Role::Initiator));
    b.open_all(&from_a);
    let from_b = b.seal(3, 2);
    assert!(!b.unmixed(Role::Responder));
    a.open_all(&from_b);
    assert_eq!(a.opener.tip(), b.sealer.tip());
    assert_ne!(a.opener.0.root, Side::new(Role::Initiator).opener.0.root);
    assert_eq!(a.opener.0.root, b.sealer.root);
    assert_eq!(
        a.sealer.root, b.opener.0.root,
        "each direction has its own root"
    );
    assert_ne!(a.sealer.root, b.sealer.root);
}

#[test]
fn both_directions_mix_at_once_and_go_on() {
    let (mut a, mut b) = sides();
    for round in 0..20_u8 {
        let (from_a, from_b) = (a.seal(2, 2 * round), b.seal(2, 2 * round + 1));
        a.open_all(&from_b);
        b.open_all(&from_a);
    }
    assert!(!a.unmixed(Role::Initiator) && !b.unmixed(Role::Responder));
}

#[test]
fn the_receiver_tries_its_newest_key_then_its_second_then_none() {
    let (mut a, mut b) = sides();
    let from_a = [a.seal(3, 1), a.seal(2, 5)].concat();
    assert_eq!(a.announced(), [[5; 32], [1; 32]]);
    let unmixed = b.seal(3, 2);
    a.open_all(&unmixed);
    assert_eq!(a.announced().len(), 2, "none was used");

    b.open_all(&from_a[..3]);
    let with_second = b.seal(2, 3);
    a.open_all(&with_second);
    assert_eq!(a.announced().len(), 2, "no key is older than the used one");

    b.open_all(&from_a[3..]);
    let with_newest = b.seal(2, 4);
    a.open_all(&with_newest);
    assert_eq!(
        a.announced(),
        [[5; 32]],
        "the older one is dropped, the used one stays"
    );
}

#[test]
fn a_boundary_reached_with_two_keys_announces_the_newest_again() {
    let (mut a, mut b) = sides();
    let mut from_a = a.seal(4, 1);
    from_a.extend(a.seal(2, 2));
    assert_eq!(a.announced(), [[2; 32], [1; 32]]);
    from_a.push(a.seal_with(None).unwrap());
    assert_eq!(from_a[6][78..110], public(2));
    assert_eq!(a.announced(), [[2; 32], [1; 32]]);

    // The peer uses the newest: the used one counts as announced until a newer one is used.
    b.open_all(&from_a);
    a.open_all(&b.seal(3, 3));
    assert_eq!(a.announced(), [[2; 32]]);
    a.seal(1, 9);
    assert_eq!(a.seal_with(None), Err(Error::Entropy));
    a.seal(1, 4);
    assert_eq!(a.announced(), [[4; 32], [2; 32]]);
    a.seal(1, 9);
    assert!(a.seal_with(None).is_ok());
}

#[test]
fn the_peers_key_is_the_one_of_the_highest_counter_opened() {
    let (mut a, mut b) = sides();
    let mut from_b = b.seal(4, 1);
    from_b.extend(b.seal(1, 2));
    a.open(&from_b[4]).unwrap();
    a.open(&from_b[2]).unwrap();
    assert_eq!(exchange_state(&a.exchange)[80..], public(2));
    b.open_all(&a.seal(3, 3));
    assert_eq!(b.announced(), [[2; 32]], "the key of block 4 was used");
}

#[test]
fn a_forged_public_key_moves_nothing() {
    let (mut a, mut b) = sides();
    b.open_all(&a.seal(3, 1));
    let from_b = b.seal(3, 2);
    a.open_all(&from_b[..2]);
    for bit in 0..256 {
        let mut forged = from_b[2].clone();
        forged[78 + bit / 8] ^= 1 << (bit % 8);
        assert_eq!(a.open(&forged), Err(Error::Auth));
    }
    a.open(&from_b[2]).unwrap();
}

#[test]
fn a_block_mixed_by_a_second_sender_is_a_fork_and_is_taken_back() {
    let (mut a, mut b) = sides();
    b.open_all(&a.seal(3, 1));
    let (_, mut twin) = sides();
    twin.open_all(&sides().0.seal(3, 1));
    let from_b = b.seal(3, 2);
    try_seal(&mut twin.sealer, b"another", None, Some(&mut twin.exchange)).unwrap();
    let from_twin = twin.seal(2, 2);
    a.open_all(&from_b[..2]);
    assert_eq!(a.open(&from_twin[1]), Err(Error::Fork));
    a.open(&from_b[2]).unwrap();
}

/// The next block of `side`, a boundary, with an all-zero public key: authentic, and what no honest sender sends.
fn with_weak_key(side: &Side) -> Vec<u8> {
    let header = Repr {
        counter: side.sealer.next,
        transcript: side.sealer.transcript,
        key: Some([0; 32]),
    };
    let mut room = [0; LEN_WITH_KEY];
    let bytes = header.emit(&mut room).to_vec();
    let mut key = MessageKey::ZERO;
    side.sealer.chain.message_key(header.counter, &mut key);
    let (tag, _) = block::seal(&key, &header, &bytes, AAD, &mut []).unwrap();
    [bytes, tag.to_vec()].concat()
}

#[test]
fn an_all_zero_result_is_skipped_in_opening_and_refused_in_sealing() {
    let (mut a, mut b) = sides();
    b.open_all(&a.seal(3, 1));
    a.open_all(&b.seal(2, 2));
    let weak = with_weak_key(&b);
    assert_eq!(a.open(&weak), Ok(Vec::new()), "the chain that is not mixed");
    a.seal(1, 3);
    assert_eq!(a.seal_with(Some(3)), Err(Error::WeakKey));
    assert_eq!(a.sealer.next, 4);
}

#[test]
fn an_exchange_goes_on_from_its_stored_state() {
    let (mut a, mut b) = sides();
    b.open_all(&a.seal(5, 1));
    let state = exchange_state(&a.exchange);
    a.exchange = Exchange::import(&state).unwrap();
    assert_eq!(exchange_state(&a.exchange), state);
    a.opener = Opener::import(&opener_state(&a.opener)).unwrap();
    a.open_all(&b.seal(7, 2));
    b.open_all(&a.seal(2, 3));
}

#[test]
fn the_mode_mixing_needs_the_exchange() {
    let (mut a, mut b) = sides();
    let refused = try_seal(&mut a.sealer, b"plain", Some(1), None);
    assert_eq!(refused, Err(Error::Misplaced));
    let block = a.seal(1, 1).remove(0);
    assert_eq!(
        open_with(&mut b.opener, &block, AAD, None),
        Err(Error::Misplaced)
    );
    assert!(b.open(&block).is_ok());
}
