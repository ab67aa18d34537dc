use super::super::FileChain;
use super::*;

fn file() -> FileChain {
    FileChain::new(&session(Role::Responder, Mode::Off))
}

fn open_at(file: &mut FileChain, n: usize, block: &[u8]) -> Result<Vec<u8>, Error> {
    let before = std::format!("{:?}", file.point().0);
    let chain = *file.point().1.expose();
    let mut bytes = block.to_vec();
    let result = file
        .open(n as u64, &mut bytes, AAD)
        .map(|opened| opened.plaintext.to_vec());
    if result.is_err() {
        assert_eq!(bytes, block);
        assert_eq!(std::format!("{:?}", file.point().0), before);
        assert_eq!(file.point().1.expose(), &chain);
    }
    result
}

#[test]
fn a_file_has_neither_window_nor_jump() {
    let mut sealer = sealer();
    let sealed: Vec<_> = (0..1500_u32)
        .map(|n| seal(&mut sealer, &n.to_be_bytes()))
        .collect();
    let mut file = file();
    for n in [0, 1, 1499] {
        let plain = u32::try_from(n).unwrap().to_be_bytes();
        assert_eq!(open_at(&mut file, n, &sealed[n]), Ok(plain.to_vec()));
    }
}

#[test]
fn a_chain_goes_forward_from_the_secret_or_from_a_stored_point() {
    let sealed = blocks(20);
    let mut file = file();
    file.walk_to(7).unwrap();
    let (counter, chain) = file.point();
    let mut stored = FileChain::at(counter, chain.clone(), Mode::Off).unwrap();
    for from in [&mut file, &mut stored] {
        assert_eq!(from.point().0, 7);
        assert_eq!(open_at(from, 6, &sealed[6]), Err(Error::TooOld));
        assert_eq!(from.walk_to(6), Err(Error::TooOld));
        assert_eq!(open_at(from, 7, &sealed[7]), Ok(vec![7]));
        assert_eq!(open_at(from, 7, &sealed[7]), Err(Error::TooOld));
        assert_eq!(open_at(from, 12, &sealed[12]), Ok(vec![12]));
    }
    assert_eq!(
        FileChain::at(END + 1, chain_of(&file), Mode::Off).map(|_| ()),
        Err(Error::Range)
    );
    let mut last = FileChain::at(END, chain_of(&file), Mode::Off).unwrap();
    assert_eq!(last.walk_to(END), Err(Error::Exhausted));
}

fn chain_of(file: &FileChain) -> crate::crypto::secret::Secret<32> {
    file.point().1.clone()
}

#[test]
fn the_caller_says_which_block_it_is() {
    let sealed = blocks(4);
    let mut file = file();
    assert_eq!(open_at(&mut file, 1, &sealed[2]), Err(Error::Header));
    assert_eq!(open_at(&mut file, 1, &sealed[0]), Err(Error::Header));
    assert_eq!(open_at(&mut file, 1, &sealed[1]), Ok(vec![1]));
}

#[test]
fn a_damaged_block_of_a_file_changes_nothing() {
    let sealed = blocks(4);
    let mut file = file();
    open_at(&mut file, 0, &sealed[0]).unwrap();
    for bit in 0..sealed[2].len() * 8 {
        let mut damaged = sealed[2].clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert!(matches!(
            open_at(&mut file, 2, &damaged),
            Err(Error::Header | Error::Auth)
        ));
    }
    for len in 0..sealed[2].len() {
        assert!(open_at(&mut file, 2, &sealed[2][..len]).is_err());
    }
    assert_eq!(open_at(&mut file, 2, &sealed[2]), Ok(vec![2]));
}

#[test]
fn neighbours_of_two_senders_are_a_fork_in_a_file_too() {
    let mut other = sealer();
    seal(&mut other, b"other");
    let second = seal(&mut other, b"other");
    let mut file = file();
    open_at(&mut file, 0, &blocks(1)[0]).unwrap();
    assert_eq!(open_at(&mut file, 1, &second), Err(Error::Fork));
    let mut after_a_seek = self::file();
    assert_eq!(
        open_at(&mut after_a_seek, 1, &second),
        Ok(b"other".to_vec())
    );
}
