use super::*;

fn opener_with_a_gap() -> (Opener<4>, Vec<Vec<u8>>) {
    let sealed = blocks(12);
    let mut opener = opener::<4>(8);
    for n in [0, 1, 5, 3] {
        open(&mut opener, &sealed[n]).unwrap();
    }
    (opener, sealed)
}

#[test]
fn a_receiver_goes_on_from_its_stored_state() {
    let (opener, sealed) = opener_with_a_gap();
    let state = opener_state(&opener);
    let mut imported = Opener::<4>::import(&state).unwrap();
    assert_eq!(opener_state(&imported), state);
    assert_eq!(imported.tip(), opener.tip());
    assert_eq!(open(&mut imported, &sealed[3]), Err(Error::Replay));
    for n in [4, 2, 6, 11] {
        assert!(open(&mut imported, &sealed[n]).is_ok());
    }
}

#[test]
fn a_stored_state_needs_room() {
    let (opener, _) = opener_with_a_gap();
    let needed = Opener::<4>::STORED_LEN as u64;
    let mut small = vec![0xa5; Opener::<4>::STORED_LEN - 1];
    assert_eq!(opener.export(&mut small), Err(Error::TooSmall { needed }));
    assert!(small.iter().all(|byte| *byte == 0xa5));
    let mut roomy = vec![0xa5; Opener::<4>::STORED_LEN + 3];
    assert_eq!(opener.export(&mut roomy), Ok(Opener::<4>::STORED_LEN));
    assert_eq!(roomy[Opener::<4>::STORED_LEN..], [0xa5; 3]);
    let needed = Exchange::STORED_LEN as u64;
    assert_eq!(
        Exchange::new().export(&mut []),
        Err(Error::TooSmall { needed })
    );
}

#[test]
fn bytes_that_no_receiver_stores_are_refused() {
    let refused = |bytes: &[u8]| Opener::<4>::import(bytes).map(|_| ()) == Err(Error::Range);
    let (opener, _) = opener_with_a_gap();
    let state = opener_state(&opener);
    for len in 0..state.len() {
        assert!(refused(&state[..len]));
    }
    assert!(refused(&[state.clone(), vec![0]].concat()));
    assert!(Opener::<5>::import(&state).is_err(), "another window");
    // Mark, version, zero, direction, mode, interval, jump, counter, the slots that keep keys, those with links.
    let fields = [8..12, 12..16, 16..24, 120..128, 128..136];
    for field in (0..8).map(|at| at..at + 1).chain(fields) {
        let at = field.start;
        let mut wrong = state.clone();
        wrong[field].fill(0xff);
        assert!(refused(&wrong), "byte {at}");
    }
    let mut narrow = state.clone();
    narrow[12..16].copy_from_slice(&3_u32.to_be_bytes());
    assert!(refused(&narrow), "a jump below the window");
}

#[test]
fn bytes_that_no_exchange_stores_are_refused() {
    let refused = |bytes: &[u8]| Exchange::import(bytes).map(|_| ()) == Err(Error::Range);
    let state = exchange_state(&Exchange::new());
    assert!(Exchange::import(&state).is_ok());
    for len in 0..state.len() {
        assert!(refused(&state[..len]));
    }
    assert!(refused(&[state.clone(), vec![0]].concat()));
    for at in 0..8 {
        let mut wrong = state.clone();
        wrong[at] = 0xff;
        assert!(refused(&wrong), "byte {at}");
    }
}
