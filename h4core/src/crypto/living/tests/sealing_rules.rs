use super::super::AAD_MAX;
use super::*;
use crate::wire::sealed_header::{OVERHEAD, TAG_LEN};

#[test]
fn a_block_is_header_ciphertext_and_tag() {
    assert_eq!((OVERHEAD, TAG_LEN), (94, 16));
    for len in [0, 1, 15, 16, 17, 4096] {
        let (mut sealer, mut opener) = (sealer(), opener::<1>(1));
        let plain = vec![0x70; len];
        assert_eq!((sealer.header_len(), sealer.overhead()), (78, 94));
        let block = seal(&mut sealer, &plain);
        assert_eq!(block.len(), len + 94);
        assert_eq!(&block[..5], b"H4LC3");
        assert_eq!(open(&mut opener, &block), Ok(plain));
    }
}

#[test]
fn a_block_that_is_shorter_than_the_overhead_is_too_small() {
    let mut sealer = sealer();
    for len in [0, 77, 78, 93] {
        let mut block = vec![0xa5; len];
        let before = sealer_state(&sealer);
        let result = sealer.seal(&mut block, AAD, None, None);
        assert_eq!(result, Err(Error::TooSmall { needed: 94 }));
        assert_eq!((block, sealer_state(&sealer)), (vec![0xa5; len], before));
    }
    assert_eq!(sealer.seal(&mut [0; 94], AAD, None, None), Ok(0));
}

#[test]
fn the_callers_associated_data_is_at_most_1024_bytes() {
    let aad = vec![0x61; AAD_MAX + 1];
    assert_eq!(AAD_MAX, 1024);
    let (mut sealer, mut opener) = (sealer(), opener::<1>(1));
    let mut block = [0xa5; 100];
    let before = sealer_state(&sealer);
    assert_eq!(sealer.seal(&mut block, &aad, None, None), Err(Error::Range));
    assert_eq!((sealer_state(&sealer), block), (before, [0xa5; 100]));
    sealer.seal(&mut block, &aad[1..], None, None).unwrap();
    assert_eq!(
        open_with(&mut opener, &block, &aad, None),
        Err(Error::Range)
    );
    assert_eq!(
        open_with(&mut opener, &block, &aad[2..], None),
        Err(Error::Auth)
    );
    assert_eq!(
        open_with(&mut opener, &block, &aad[1..], None),
        Ok(vec![0xa5; 6])
    );
}

#[test]
fn counters_from_the_end_on_are_refused() {
    let (mut sealer, mut opener) = ends_at(END - 1);
    let last = seal(&mut sealer, b"last");
    assert_eq!(
        try_seal(&mut sealer, b"more", None, None),
        Err(Error::Exhausted)
    );
    assert_eq!(open(&mut opener, &last), Ok(b"last".to_vec()));
    assert_eq!(opener.tip(), sealer.tip());
    assert_eq!(opener.tip().0, END);
    sealer.next = END;
    let mut past = last.clone();
    past[37..45].copy_from_slice(&END.to_be_bytes());
    assert_eq!(open(&mut opener, &past), Err(Error::Header));
    assert_eq!(open(&mut opener, &last), Err(Error::Replay));
}

#[test]
fn the_window_works_up_to_the_last_counter() {
    let (mut sealer, mut opener) = ends_at(END - 5);
    let sealed: Vec<_> = (0..5).map(|n| seal(&mut sealer, &[n])).collect();
    for n in [4, 0, 2, 1, 3] {
        let plain = u8::try_from(n).unwrap();
        assert_eq!(open(&mut opener, &sealed[n]), Ok(vec![plain]));
        assert_eq!(open(&mut opener, &sealed[n]), Err(Error::Replay));
    }
}

#[test]
fn an_exchange_belongs_to_the_mode_mixing_alone() {
    let mut exchange = Exchange::new();
    let (mut sealer, mut opener) = (sealer(), opener::<1>(1));
    let refused = try_seal(&mut sealer, b"plain", Some(1), Some(&mut exchange));
    assert_eq!(refused, Err(Error::Misplaced));
    let block = seal(&mut sealer, b"plain");
    let refused = open_with(&mut opener, &block, AAD, Some(&mut exchange));
    assert_eq!(refused, Err(Error::Misplaced));
    assert!(open(&mut opener, &block).is_ok());
}

#[cfg(feature = "mixing")]
mod announcing {
    use super::*;
    use crate::crypto::exchange::public_key;
    use crate::crypto::secret::Secret;
    use crate::wire::sealed_header::OVERHEAD_WITH_KEY;

    fn announcing() -> (Sealer, Opener<4>) {
        let session = session(Role::Initiator, announce(2));
        let peer = super::session(Role::Responder, announce(2));
        (Sealer::new(&session).unwrap(), Opener::new(&peer).unwrap())
    }

    #[test]
    fn each_boundary_announces_a_fresh_key_that_is_never_used() {
        let (mut sealer, mut opener) = announcing();
        for n in 0..8_u8 {
            let boundary = n > 0 && n % 2 == 0;
            let overhead = if boundary {
                OVERHEAD_WITH_KEY
            } else {
                OVERHEAD
            };
            assert_eq!(sealer.overhead(), overhead);
            let entropy = boundary.then_some(n);
            let block = try_seal(&mut sealer, &[n], entropy, None).unwrap();
            assert_eq!(block.len(), overhead + 1);
            if boundary {
                let public = public_key(&Secret::new([n; 32])).unwrap();
                assert_eq!(block[78..110], public);
            }
            assert_eq!(open(&mut opener, &block), Ok(vec![n]));
        }
        let mut plain = super::sealer();
        let mut chain = plain.chain.clone();
        chain.walk(0, 8);
        assert_eq!(sealer.chain, chain, "nothing was mixed");
        assert!(try_seal(&mut plain, b"", None, None).is_ok());
    }

    #[test]
    fn a_new_key_needs_entropy_and_nothing_else_does() {
        let (mut sealer, _) = announcing();
        for n in 0..6 {
            if n == 2 || n == 4 {
                assert_eq!(try_seal(&mut sealer, b"", None, None), Err(Error::Entropy));
                assert!(try_seal(&mut sealer, b"", Some(n), None).is_ok());
            } else {
                assert!(try_seal(&mut sealer, b"", None, None).is_ok());
            }
        }
    }

    #[test]
    fn a_boundary_passed_over_is_not_pending_where_nothing_is_mixed() {
        let (mut sealer, mut opener) = announcing();
        let sealed: Vec<_> = (0..4)
            .map(|n| try_seal(&mut sealer, &[n], Some(n), None).unwrap())
            .collect();
        let mut forged = sealed[3].clone();
        forged[80] ^= 1;
        assert_eq!(open(&mut opener, &forged), Err(Error::Auth));
        assert_eq!(open(&mut opener, &sealed[3]), Ok(vec![3]));
        assert_eq!(open(&mut opener, &sealed[2]), Ok(vec![2]));
    }
}
