use super::*;

/// Blocks 0 to 5 of a sender, and of a copy of it that goes its own way from block 3 on.
fn two_senders() -> [Vec<Vec<u8>>; 2] {
    [b'a', b'b'].map(|own| {
        let mut sealer = sealer();
        (0..6)
            .map(|n| {
                if n < 3 {
                    seal(&mut sealer, &[n])
                } else {
                    seal(&mut sealer, &[own, n])
                }
            })
            .collect()
    })
}

#[test]
fn the_next_block_of_a_second_sender_is_a_fork() {
    let [one, two] = two_senders();
    let mut opener = opener::<4>(8);
    for block in &one[..4] {
        open(&mut opener, block).unwrap();
    }
    assert_eq!(open(&mut opener, &two[4]), Err(Error::Fork));
    assert!(open(&mut opener, &one[4]).is_ok());
}

#[test]
fn a_late_block_that_its_successor_contradicts_is_a_fork() {
    let [one, two] = two_senders();
    for highest in [4, 5] {
        let mut opener = opener::<4>(8);
        open(&mut opener, &one[4]).unwrap();
        if highest == 5 {
            // Now block 4 is in the window and not the highest itself.
            open(&mut opener, &one[5]).unwrap();
        }
        assert_eq!(open(&mut opener, &two[3]), Err(Error::Fork));
        assert!(open(&mut opener, &one[3]).is_ok());
    }
}

#[test]
fn a_late_block_that_its_predecessor_contradicts_is_a_fork() {
    let [one, two] = two_senders();
    // Blocks 4 and 5 are one sender's, 3 the other's. The first receiver knows from its gap what follows block 3, the others from
    // block 3 itself, which comes late.
    for order in [&[0, 1, 2, 3][..], &[0, 1, 2], &[2]] {
        let mut opener = opener::<4>(8);
        for n in order {
            open(&mut opener, &one[*n]).unwrap();
        }
        open(&mut opener, &two[5]).unwrap();
        if order.len() < 4 {
            open(&mut opener, &one[3]).unwrap();
        }
        assert_eq!(open(&mut opener, &two[4]), Err(Error::Fork));
    }
}

#[test]
fn a_fork_is_told_of_authentic_blocks_alone() {
    let [one, mut two] = two_senders();
    let mut opener = opener::<4>(8);
    for block in &one[..4] {
        open(&mut opener, block).unwrap();
    }
    *two[4].last_mut().unwrap() ^= 1;
    assert_eq!(open(&mut opener, &two[4]), Err(Error::Auth));
}

#[test]
fn blocks_without_a_common_neighbour_tell_no_fork() {
    let [one, two] = two_senders();
    let mut opener = opener::<4>(8);
    open(&mut opener, &one[2]).unwrap();
    assert!(
        open(&mut opener, &two[4]).is_ok(),
        "block 3 is still missing"
    );
    assert_eq!(open(&mut opener, &one[3]), Err(Error::Fork));
    assert!(open(&mut opener, &two[3]).is_ok());
}
