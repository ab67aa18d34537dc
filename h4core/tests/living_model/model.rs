//! The rules of the Living Cipher v3 as a plain program: it allocates, copies and goes the long way, and shares no code with
//! the library. One value is one side of a session, both directions.

use std::collections::BTreeMap;

use aes_gcm::aead::AeadInOut as _;
use aes_gcm::{Aes256Gcm, KeyInit as _};
use hkdf::Hkdf;
use sha2::{Digest as _, Sha256};
use x25519_dalek::{PublicKey, StaticSecret};

pub(crate) type Key = [u8; 32];

const SUITE: &[u8] = b"H4-LIVING-AESGCM-HKDF-SHA256-v3";
const END: u64 = u64::MAX - 8192;

fn kdf<const N: usize>(key: &[u8], info: &[&[u8]]) -> [u8; N] {
    let mut out = [0; N];
    let hkdf = Hkdf::<Sha256>::new(None, key);
    hkdf.expand(&info.concat(), &mut out).unwrap();
    out
}

fn sha(bytes: &[u8]) -> Key {
    Sha256::digest(bytes).into()
}

/// The next chain and the message key.
fn step(chain: &Key, n: u64) -> (Key, Key) {
    let n = n.to_be_bytes();
    (
        kdf(chain, &[SUITE, b"|ratchet|ck|", &n]),
        kdf(chain, &[SUITE, b"|ratchet|mk|", &n]),
    )
}

fn mix(root: &Key, own: &Key, peer: &Key) -> Option<Key> {
    let shared = StaticSecret::from(*own).diffie_hellman(&PublicKey::from(*peer));
    let shared = shared.to_bytes();
    (shared != [0; 32]).then(|| kdf(&[*root, shared].concat(), &[SUITE, b"|root_mix"]))
}

fn link(transcript: &Key, header: &[u8], sealed: &[u8]) -> Key {
    sha(&[transcript.as_slice(), &sha(header), &sha(sealed)].concat())
}

fn encrypt(key: &Key, n: u64, plain: &[u8], aad: &[u8]) -> Vec<u8> {
    let nonce: [u8; 12] = kdf(key, &[b"nonce|", &n.to_be_bytes()]);
    let mut bytes = plain.to_vec();
    let cipher = Aes256Gcm::new(&(*key).into());
    let tag = cipher.encrypt_inout_detached(&nonce.into(), aad, bytes.as_mut_slice().into());
    bytes.extend_from_slice(&tag.unwrap());
    bytes
}

fn decrypt(key: &Key, n: u64, sealed: &[u8], aad: &[u8]) -> Option<Vec<u8>> {
    let nonce: [u8; 12] = kdf(key, &[b"nonce|", &n.to_be_bytes()]);
    let (body, tag) = sealed.split_last_chunk::<16>()?;
    let mut bytes = body.to_vec();
    let cipher = Aes256Gcm::new(&(*key).into());
    cipher
        .decrypt_inout_detached(
            &nonce.into(),
            aad,
            bytes.as_mut_slice().into(),
            &(*tag).into(),
        )
        .ok()?;
    Some(bytes)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Off,
    Announce,
    Mixing,
}

#[derive(Clone)]
enum Slot {
    Kept { key: Key, link: Option<Key> },
    Opened { link: Key },
}

/// The sending half.
#[derive(Clone)]
pub(crate) struct Sending {
    root: Key,
    chain: Key,
    label: &'static [u8],
    pub(crate) n: u64,
    pub(crate) transcript: Key,
    limit: Option<u64>,
}

/// The receiving half.
#[derive(Clone)]
pub(crate) struct Receiving {
    root: Key,
    chain: Key,
    label: &'static [u8],
    pub(crate) next: u64,
    pub(crate) expected: Key,
    slots: BTreeMap<u64, Slot>,
}

/// The keys announced, the newest first, and the peer's.
#[derive(Clone, Default)]
pub(crate) struct Keys {
    own: Vec<Key>,
    peer: Option<(u64, Key)>,
}

#[derive(Clone)]
pub(crate) struct Peer {
    pub(crate) kind: Kind,
    pub(crate) window: u64,
    pub(crate) jump: u64,
    pub(crate) interval: u64,
    pub(crate) sending: Sending,
    pub(crate) receiving: Receiving,
    pub(crate) keys: Keys,
}

impl Peer {
    pub(crate) fn new(
        initiator: bool,
        secret: &[u8],
        session_id: Option<&Key>,
        kind: Kind,
        [window, jump, interval]: [u64; 3],
    ) -> Self {
        let mut context = "HarmonyØ4|LivingCipher|v3".as_bytes().to_vec();
        if let Some(id) = session_id {
            context.push(b'|');
            context.extend_from_slice(id);
        }
        let root: Key = kdf(secret, &[&context, b"|root"]);
        let labels: [&'static [u8]; 2] = [b"|ck_send", b"|ck_recv"];
        let [sends, receives] = if initiator {
            labels
        } else {
            [labels[1], labels[0]]
        };
        Self {
            kind,
            window,
            jump,
            interval,
            sending: Sending {
                root,
                chain: kdf(&root, &[&context, sends]),
                label: sends,
                n: 0,
                transcript: [0; 32],
                limit: None,
            },
            receiving: Receiving {
                root,
                chain: kdf(&root, &[&context, receives]),
                label: receives,
                next: 0,
                expected: [0; 32],
                slots: BTreeMap::new(),
            },
            keys: Keys::default(),
        }
    }

    fn boundary(&self, n: u64) -> bool {
        n > 0 && self.interval > 0 && n.is_multiple_of(self.interval)
    }

    pub(crate) fn seal(
        &mut self,
        plain: &[u8],
        aad: &[u8],
        entropy: Option<Key>,
    ) -> Result<Vec<u8>, &'static str> {
        let mut sending = self.sending.clone();
        let mut own = self.keys.own.clone();
        let n = sending.n;
        if sending.limit.is_some_and(|limit| n >= limit) {
            return Err("lease");
        }
        if n >= END {
            return Err("exhausted");
        }
        let mut flags = vec![0];
        if self.boundary(n) {
            let scalar = if self.kind == Kind::Mixing && own.len() == 2 {
                own[0]
            } else {
                let scalar = entropy.ok_or("entropy")?;
                own.insert(0, scalar);
                scalar
            };
            flags = vec![1];
            flags.extend_from_slice(PublicKey::from(&StaticSecret::from(scalar)).as_bytes());
            if let (Kind::Mixing, Some((_, peer))) = (self.kind, self.keys.peer) {
                sending.root = mix(&sending.root, &scalar, &peer).ok_or("weak_key")?;
                sending.chain = kdf(&sending.root, &[SUITE, sending.label]);
            }
        }
        let (chain, key) = step(&sending.chain, n);
        let header = [
            b"H4LC3\x1f",
            SUITE,
            &n.to_be_bytes(),
            &sending.transcript,
            &flags,
        ]
        .concat();
        let sealed = encrypt(&key, n, plain, &[aad, &header].concat());
        sending.chain = chain;
        sending.transcript = link(&sending.transcript, &header, &sealed);
        sending.n = n + 1;
        self.sending = sending;
        if self.kind == Kind::Mixing {
            self.keys.own = own;
        }
        Ok([header, sealed].concat())
    }

    /// The sender that goes on behind a lease; this one may seal `blocks` more.
    pub(crate) fn lease(&mut self, blocks: u64) -> Result<Sending, &'static str> {
        if self.kind == Kind::Mixing {
            return Err("misplaced");
        }
        if blocks == 0 || blocks > self.jump / 4 {
            return Err("range");
        }
        let mut later = self.sending.clone();
        for n in later.n..=later.n + blocks {
            later.chain = step(&later.chain, n).0;
        }
        later.n += blocks + 1;
        later.transcript = [0; 32];
        later.limit = Some(later.n);
        self.sending.limit = Some(self.sending.n + blocks);
        Ok(later)
    }

    fn parse(&self, block: &[u8]) -> Option<(u64, Key, Option<Key>, usize)> {
        let fixed = block.get(..78)?;
        let len = if fixed[77] == 1 { 110 } else { 78 };
        let header = block.get(..len)?;
        let n = u64::from_be_bytes(fixed[37..45].try_into().ok()?);
        let legal = fixed[..6] == *b"H4LC3\x1f"
            && fixed[6..37] == *SUITE
            && fixed[77] <= 1
            && (fixed[77] == 1) == self.boundary(n)
            && n < END;
        let key = (len == 110).then(|| header[78..].try_into().unwrap());
        legal.then(|| (n, fixed[45..77].try_into().unwrap(), key, len))
    }

    pub(crate) fn open(&mut self, block: &[u8], aad: &[u8]) -> Result<Vec<u8>, &'static str> {
        let (n, link_in, public, len) = self.parse(block).ok_or("header")?;
        let (header, sealed) = block.split_at(len);
        let link_out = link(&link_in, header, sealed);
        let aad = [aad, header].concat();
        let mut receiving = self.receiving.clone();
        let mut own = self.keys.own.clone();
        let plain;
        if n >= receiving.next {
            if n - receiving.next > self.jump {
                return Err("too_far");
            }
            let mut gap = Vec::new();
            let mut chain = receiving.chain;
            for i in receiving.next..n {
                let (next, key) = step(&chain, i);
                chain = next;
                gap.push((i, key));
            }
            let mut candidates = Vec::new();
            if let (Kind::Mixing, Some(public)) = (self.kind, public) {
                for (place, scalar) in own.iter().enumerate() {
                    if let Some(root) = mix(&receiving.root, scalar, &public) {
                        let chain = kdf(&root, &[SUITE, receiving.label]);
                        candidates.push((root, chain, own[..=place].to_vec()));
                    }
                }
            }
            candidates.push((receiving.root, chain, own.clone()));
            let opened = candidates.into_iter().find_map(|(root, chain, own)| {
                let (chain, key) = step(&chain, n);
                decrypt(&key, n, sealed, &aad).map(|plain| (root, chain, own, plain))
            });
            let Some((root, chain, left, opened)) = opened else {
                let missing = (receiving.next..n).any(|i| self.boundary(i));
                let pending = missing && !self.keys.own.is_empty();
                return Err(if pending { "pending" } else { "auth" });
            };
            if n == receiving.next && link_in != receiving.expected {
                return Err("fork");
            }
            for (i, key) in gap {
                let link = (i == receiving.next).then_some(receiving.expected);
                receiving.slots.insert(i, Slot::Kept { key, link });
            }
            receiving.slots.insert(n, Slot::Opened { link: link_in });
            receiving.slots.retain(|i, _| i + self.window >= n);
            receiving.root = root;
            receiving.chain = chain;
            receiving.next = n + 1;
            receiving.expected = link_out;
            own = left;
            plain = opened;
        } else {
            if n + 1 + self.window < receiving.next {
                return Err("too_old");
            }
            let Some(Slot::Kept { key, link }) = receiving.slots.get(&n).cloned() else {
                return Err("replay");
            };
            plain = decrypt(&key, n, sealed, &aad).ok_or("auth")?;
            if link.is_some_and(|link| link != link_in) {
                return Err("fork");
            }
            match receiving.slots.get_mut(&(n + 1)) {
                Some(Slot::Opened { link }) if *link != link_out => return Err("fork"),
                Some(Slot::Kept { link, .. }) => *link = Some(link_out),
                _ => {}
            }
            receiving.slots.insert(n, Slot::Opened { link: link_in });
        }
        self.receiving = receiving;
        self.keys.own = own;
        if let (Kind::Mixing, Some(public)) = (self.kind, public)
            && self.keys.peer.is_none_or(|(at, _)| n > at)
        {
            self.keys.peer = Some((n, public));
        }
        Ok(plain)
    }
}
