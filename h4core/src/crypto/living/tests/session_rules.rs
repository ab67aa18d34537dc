use super::super::{DEFAULT_JUMP, JUMP_MAX, SECRET_MIN};
use super::*;

#[test]
fn a_session_id_separates_two_uses_of_a_secret() {
    let contexts = [
        Context::of_session(ID),
        Context::of_session([0x1e; 32]),
        Context::bare_of_old_producers(),
    ];
    let sessions =
        contexts.map(|context| Session::new(&SECRET, context, Role::Initiator, Mode::Off).unwrap());
    for (i, from) in sessions.iter().enumerate() {
        let block = seal(&mut Sealer::new(from).unwrap(), b"plain");
        for (k, to) in contexts.iter().enumerate() {
            let to = Session::new(&SECRET, *to, Role::Responder, Mode::Off).unwrap();
            let result = open(&mut Opener::<1>::new(&to).unwrap(), &block);
            assert_eq!(result.is_ok(), i == k);
        }
    }
}

#[test]
fn a_secret_has_at_least_32_bytes() {
    let new = |len: usize| {
        let context = Context::of_session(ID);
        Session::new(&[7; 40][..len], context, Role::Initiator, Mode::Off).map(|_| ())
    };
    assert_eq!(new(SECRET_MIN - 1), Err(Error::ShortKey));
    assert_eq!(new(0), Err(Error::ShortKey));
    assert_eq!(new(SECRET_MIN), Ok(()));
    assert_eq!(new(SECRET_MIN + 1), Ok(()));
}

#[test]
fn a_side_does_not_open_what_its_own_role_seals() {
    for role in [Role::Initiator, Role::Responder] {
        let block = seal(
            &mut Sealer::new(&session(role, Mode::Off)).unwrap(),
            b"plain",
        );
        let mut own = Opener::<1>::new(&session(role, Mode::Off)).unwrap();
        assert_eq!(open(&mut own, &block), Err(Error::Auth));
        let mut peer = Opener::<1>::new(&session(role.peer(), Mode::Off)).unwrap();
        assert_eq!(open(&mut peer, &block), Ok(b"plain".to_vec()));
    }
}

#[test]
fn the_modes_off_and_announce_wipe_the_root() {
    let zero = [0; 32];
    for mode in [Mode::Off, announce(4)] {
        let opener = Opener::<1>::new(&session(Role::Responder, mode)).unwrap();
        assert_eq!(opener.0.root.secret().expose(), &zero);
        assert_ne!(opener.0.chain.secret().expose(), &zero);
    }
    assert_eq!(sealer().root.secret().expose(), &zero);
}

#[cfg(feature = "mixing")]
#[test]
fn the_mode_mixing_keeps_the_root_and_announce_sealing_does_not() {
    let mixing = session(Role::Initiator, Mode::Mixing(NonZeroU32::MIN));
    assert_ne!(
        Sealer::new(&mixing).unwrap().root.secret().expose(),
        &[0; 32]
    );
    assert_ne!(
        Opener::<1>::new(&mixing).unwrap().0.root.secret().expose(),
        &[0; 32]
    );
    let announce = session(Role::Initiator, announce(4));
    assert_eq!(
        Sealer::new(&announce).unwrap().root.secret().expose(),
        &[0; 32]
    );
}

#[cfg(not(feature = "mixing"))]
#[test]
fn without_key_exchange_there_is_no_mixing_and_no_announcing() {
    let context = Context::of_session(ID);
    let mode = Mode::Mixing(NonZeroU32::MIN);
    let mixing = Session::new(&SECRET, context, Role::Initiator, mode);
    assert_eq!(mixing.map(|_| ()), Err(Error::Unsupported));
    let sealer = Sealer::new(&session(Role::Initiator, announce(4)));
    assert_eq!(sealer.map(|_| ()), Err(Error::Unsupported));
}

#[test]
fn a_jump_is_at_least_the_window_and_at_most_65536() {
    let session = session(Role::Initiator, Mode::Off);
    for (jump, legal) in [
        (0, false),
        (1, true),
        (JUMP_MAX, true),
        (JUMP_MAX + 1, false),
    ] {
        assert_eq!(session.with_jump(jump).is_ok(), legal);
    }
    assert_eq!(DEFAULT_JUMP, 1024);
    let with = |jump| session.with_jump(jump).unwrap();
    assert_eq!(Opener::<8>::new(&with(7)).map(|_| ()), Err(Error::Range));
    assert_eq!(Opener::<8>::new(&with(8)).map(|_| ()), Ok(()));
}

#[test]
fn equal_inputs_give_equal_outputs() {
    assert_eq!(blocks(5), blocks(5));
}

#[test]
fn memory_is_a_constant_expression_of_the_window() {
    fn size<const W: usize>() -> usize {
        size_of::<Sealer>() + size_of::<Opener<W>>() + size_of::<Exchange>()
    }
    assert_eq!(size::<2>() - size::<1>(), 64);
    assert_eq!(size::<64>() - size::<1>(), 63 * 64);
    assert!(size::<1>() <= 432 + 64, "{}", size::<1>());
    assert!(size::<64>() <= 432 + 64 * 64);
}

#[test]
fn nothing_secret_prints() {
    let text = std::format!(
        "{:?} {:?} {:?}",
        session(Role::Initiator, Mode::Off),
        sealer(),
        opener::<1>(8)
    );
    assert!(!text.contains("83, 83"), "the bytes of the secret");
    let chain = std::format!("{:?}", sealer().chain.secret().expose());
    assert!(!text.contains(&chain));
}
