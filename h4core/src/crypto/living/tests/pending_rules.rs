use super::mixing_rules::{Side, sides};
use super::*;

/// The initiator has announced a key, and the responder has sealed blocks 0 to 3, mixed at 2; 0 and 1 have arrived.
fn boundary_missing() -> (Side, Vec<Vec<u8>>) {
    let (mut a, mut b) = sides();
    for block in a.seal(3, 1) {
        b.open(&block).unwrap();
    }
    let sealed = b.seal(4, 2);
    a.open(&sealed[0]).unwrap();
    a.open(&sealed[1]).unwrap();
    (a, sealed)
}

#[test]
fn a_block_behind_a_missing_boundary_is_pending_until_it_comes() {
    let (mut a, sealed) = boundary_missing();
    assert_eq!(a.open(&sealed[3]), Err(Error::Pending));
    assert_eq!(a.open(&sealed[3]), Err(Error::Pending));
    assert!(a.open(&sealed[2]).is_ok());
    assert!(a.open(&sealed[3]).is_ok());
}

#[test]
fn pending_does_not_mean_authentic() {
    let (mut a, sealed) = boundary_missing();
    let mut forged = sealed[3].clone();
    *forged.last_mut().unwrap() ^= 1;
    assert_eq!(a.open(&forged), Err(Error::Pending));
    assert_eq!(a.open(&sealed[3][..79]), Err(Error::Pending));
    a.open(&sealed[2]).unwrap();
    assert_eq!(a.open(&forged), Err(Error::Auth));
}

#[test]
fn the_boundary_block_itself_is_not_pending() {
    let (mut a, sealed) = boundary_missing();
    let mut forged = sealed[2].clone();
    *forged.last_mut().unwrap() ^= 1;
    assert_eq!(a.open(&forged), Err(Error::Auth));
}

#[test]
fn a_side_that_announced_no_key_has_nothing_pending() {
    let (mut a, mut b) = sides();
    let sealed = b.seal(4, 2);
    a.open(&sealed[0]).unwrap();
    let mut forged = sealed[3].clone();
    *forged.last_mut().unwrap() ^= 1;
    assert_eq!(a.open(&forged), Err(Error::Auth));
    assert!(a.open(&sealed[3]).is_ok(), "nothing was mixed");
    assert!(a.open(&sealed[2]).is_ok());
}

#[test]
fn a_late_block_is_never_pending() {
    let (mut a, mut b) = sides();
    for block in a.seal(3, 1) {
        b.open(&block).unwrap();
    }
    let (_, mut unmixed) = sides();
    let sealed = unmixed.seal(6, 2);
    a.open(&sealed[5]).unwrap();
    let mut forged = sealed[3].clone();
    *forged.last_mut().unwrap() ^= 1;
    assert_eq!(a.open(&forged), Err(Error::Auth));
}
