use super::*;

fn lease(sealer: &mut Sealer, blocks: u32) -> Result<Vec<u8>, Error> {
    let before = sealer_state(sealer);
    let mut out = vec![0xa5; Sealer::STORED_LEN];
    match sealer.lease(blocks, &mut out) {
        Ok(len) => {
            assert_eq!(len, Sealer::STORED_LEN);
            Ok(out)
        }
        Err(error) => {
            assert_eq!(sealer_state(sealer), before);
            assert_eq!(out, vec![0xa5; Sealer::STORED_LEN]);
            Err(error)
        }
    }
}

#[test]
fn a_lease_of_r_seals_r_blocks_and_no_more() {
    let mut sealer = sealer();
    seal(&mut sealer, b"before");
    lease(&mut sealer, 3).unwrap();
    for _ in 0..3 {
        seal(&mut sealer, b"leased");
    }
    assert_eq!(try_seal(&mut sealer, b"", None, None), Err(Error::Lease));
    lease(&mut sealer, 1).unwrap();
    seal(&mut sealer, b"leased");
    assert_eq!(try_seal(&mut sealer, b"", None, None), Err(Error::Lease));
}

#[test]
fn a_resumed_sender_goes_on_behind_the_counter_that_was_never_sealed() {
    let mut opener = opener::<4>(1024);
    let mut first = sealer();
    open(&mut opener, &seal(&mut first, b"0")).unwrap();
    let stored = lease(&mut first, 3).unwrap();
    let sealed: Vec<_> = (1..4).map(|n| seal(&mut first, &[n])).collect();
    let mut resumed = Sealer::resume(&stored).unwrap();
    assert_eq!(resumed.tip(), (1 + 3 + 1, [0; 32]));
    assert_eq!(try_seal(&mut resumed, b"", None, None), Err(Error::Lease));
    lease(&mut resumed, 2).unwrap();
    let after = seal(&mut resumed, b"after");
    // Whatever of the leased blocks arrived, and in what order.
    open(&mut opener, &sealed[2]).unwrap();
    assert_eq!(open(&mut opener, &after), Ok(b"after".to_vec()));
    assert_eq!(open(&mut opener, &sealed[0]), Ok(vec![1]));
    assert_eq!(
        open(&mut opener, &seal(&mut resumed, b"more")),
        Ok(b"more".to_vec())
    );
}

#[test]
fn a_lease_is_at_most_a_quarter_of_the_jump() {
    for (jump, most) in [(1024, 256), (8, 2), (7, 1), (4, 1), (3, 0)] {
        let session = session(Role::Initiator, Mode::Off).with_jump(jump).unwrap();
        let mut sealer = Sealer::new(&session).unwrap();
        assert_eq!(lease(&mut sealer, most + 1).map(|_| ()), Err(Error::Range));
        assert_eq!(lease(&mut sealer, 0).map(|_| ()), Err(Error::Range));
        if most > 0 {
            assert!(lease(&mut sealer, most).is_ok());
        }
    }
}

#[test]
fn a_receiver_follows_three_power_cuts_in_a_row() {
    let mut opener = opener::<4>(1024);
    let mut sealer = sealer();
    open(&mut opener, &seal(&mut sealer, b"0")).unwrap();
    for _ in 0..3 {
        let stored = lease(&mut sealer, 256).unwrap();
        sealer = Sealer::resume(&stored).unwrap();
    }
    lease(&mut sealer, 256).unwrap();
    assert!(open(&mut opener, &seal(&mut sealer, b"still here")).is_ok());
}

#[test]
fn a_lease_does_not_pass_the_end() {
    let (mut sealer, _) = ends_at(END - 3);
    assert_eq!(lease(&mut sealer, 3).map(|_| ()), Err(Error::Exhausted));
    let stored = lease(&mut sealer, 2).unwrap();
    let mut resumed = Sealer::resume(&stored).unwrap();
    assert_eq!(resumed.tip().0, END);
    assert_eq!(lease(&mut resumed, 1).map(|_| ()), Err(Error::Exhausted));
}

#[test]
fn a_lease_needs_room_for_its_state() {
    let mut sealer = sealer();
    let before = sealer_state(&sealer);
    let mut small = vec![0xa5; Sealer::STORED_LEN - 1];
    let needed = Sealer::STORED_LEN as u64;
    assert_eq!(sealer.lease(1, &mut small), Err(Error::TooSmall { needed }));
    assert_eq!(sealer_state(&sealer), before);
    assert!(small.iter().all(|byte| *byte == 0xa5));
}

#[cfg(feature = "mixing")]
#[test]
fn in_the_mode_mixing_a_sender_is_not_resumed() {
    let mode = Mode::Mixing(NonZeroU32::MIN);
    let mut sealer = Sealer::new(&session(Role::Initiator, mode)).unwrap();
    assert_eq!(lease(&mut sealer, 1).map(|_| ()), Err(Error::Misplaced));
    let mut stored = lease(&mut super::sealer(), 1).unwrap();
    stored[7] = 2;
    stored[11] = 1;
    assert_eq!(Sealer::resume(&stored).map(|_| ()), Err(Error::Range));
}

#[cfg(feature = "mixing")]
#[test]
fn a_sender_that_announces_is_resumed() {
    let announcing = session(Role::Initiator, announce(3));
    let mut opener = Opener::<4>::new(&session(Role::Responder, announce(3))).unwrap();
    let mut first = Sealer::new(&announcing).unwrap();
    let stored = lease(&mut first, 4).unwrap();
    let mut resumed = Sealer::resume(&stored).unwrap();
    lease(&mut resumed, 4).unwrap();
    for n in 5..9 {
        let block = try_seal(&mut resumed, &[n], Some(n), None).unwrap();
        assert_eq!(open(&mut opener, &block), Ok(vec![n]));
    }
}

#[test]
fn bytes_that_no_lease_gives_are_refused() {
    let stored = lease(&mut sealer(), 1).unwrap();
    assert!(Sealer::resume(&stored).is_ok());
    for len in 0..stored.len() {
        assert_eq!(
            Sealer::resume(&stored[..len]).map(|_| ()),
            Err(Error::Range)
        );
    }
    let longer = [stored.clone(), vec![0]].concat();
    assert_eq!(Sealer::resume(&longer).map(|_| ()), Err(Error::Range));
    // Mark, version, zero, direction, mode, interval, jump and counter: each has values that are none.
    for field in (0..8).map(|at| at..at + 1).chain([8..12, 12..16, 16..24]) {
        let at = field.start;
        let mut wrong = stored.clone();
        wrong[field].fill(0xff);
        assert_eq!(
            Sealer::resume(&wrong).map(|_| ()),
            Err(Error::Range),
            "byte {at}"
        );
    }
}
