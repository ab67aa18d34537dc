use super::*;

#[test]
fn every_flipped_bit_is_refused_and_changes_nothing() {
    let sealed = blocks(8);
    for (opened_before, n) in [(vec![], 0), (vec![0, 1], 2), (vec![0, 4], 2), (vec![0], 5)] {
        let mut opener = opener::<4>(8);
        for before in opened_before {
            open(&mut opener, &sealed[before]).unwrap();
        }
        for bit in 0..sealed[n].len() * 8 {
            let mut forged = sealed[n].clone();
            forged[bit / 8] ^= 1 << (bit % 8);
            let error = open(&mut opener, &forged).unwrap_err();
            match bit / 8 {
                0..37 | 77 => assert_eq!(error, Error::Header),
                37..45 => assert!(matches!(
                    error,
                    Error::Header | Error::TooFar | Error::TooOld | Error::Replay | Error::Auth
                )),
                _ => assert_eq!(error, Error::Auth),
            }
        }
        assert!(
            open(&mut opener, &sealed[n]).is_ok(),
            "the block itself still opens"
        );
    }
}

#[test]
fn every_cut_and_every_longer_block_is_refused() {
    let mut sealer = sealer();
    let block = seal(&mut sealer, b"plaintext");
    let mut opener = opener::<4>(8);
    for len in 0..block.len() {
        let expected = if len < 78 { Error::Header } else { Error::Auth };
        assert_eq!(open(&mut opener, &block[..len]), Err(expected));
    }
    let mut longer = block.clone();
    longer.push(0);
    assert_eq!(open(&mut opener, &longer), Err(Error::Auth));
    assert!(open(&mut opener, &block).is_ok());
}

#[test]
fn failed_authentication_explains_nothing() {
    let block = seal(&mut sealer(), b"plaintext");
    let other_secret = Session::new(
        &[9; 32],
        Context::of_session(ID),
        Role::Responder,
        Mode::Off,
    );
    let mut wrong_secret = Opener::<4>::new(&other_secret.unwrap()).unwrap();
    assert_eq!(open(&mut wrong_secret, &block), Err(Error::Auth));
    let mut opener = opener::<4>(8);
    for aad in [&b""[..], &AAD[1..], b"something else entirely"] {
        assert_eq!(open_with(&mut opener, &block, aad, None), Err(Error::Auth));
    }
    for at in [45, 78, 87, block.len() - 1] {
        let mut forged = block.clone();
        forged[at] ^= 0x80;
        assert_eq!(open(&mut opener, &forged), Err(Error::Auth));
    }
}

#[test]
fn the_header_and_the_body_may_lie_apart() {
    let block = seal(&mut sealer(), b"plaintext");
    let mut opener = opener::<4>(8);
    let (header, sealed) = block.split_at(78);
    for (header, expected) in [
        (&block[..77], Error::Header),
        (&block[..79], Error::Header),
        (&block[..0], Error::Header),
    ] {
        let mut bytes = sealed.to_vec();
        let result = opener.open_parts(header, &mut bytes, AAD, None);
        assert_eq!(result, Err(expected));
        assert_eq!(bytes, sealed);
    }
    let mut bytes = sealed.to_vec();
    let opened = opener.open_parts(header, &mut bytes, AAD, None).unwrap();
    assert_eq!((opened.counter, &*opened.plaintext), (0, &b"plaintext"[..]));
}

#[test]
fn the_plaintext_lies_where_the_ciphertext_was() {
    let mut block = seal(&mut sealer(), b"plaintext");
    let before = block.clone();
    let mut opener = opener::<4>(8);
    opener.open(&mut block, AAD, None).unwrap();
    assert_eq!(&block[78..87], b"plaintext");
    assert_eq!((&block[..78], &block[87..]), (&before[..78], &before[87..]));
}
