use super::*;

/// Blocks 0 to 2 of a sender, and 0 to 4 of it and of a copy that goes its own way from block 3 on.
fn two_senders() -> [Vec<Vec<u8>>; 2] {
    [b'a', b'b'].map(|own| {
        let mut sealer = sealer();
        (0..5)
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
            let mut sealer = sealer();
            sealer.next = 5;
            sealer.transcript = opener.tip().1;
            sealer.chain.walk(0, 5);
            open(&mut opener, &seal(&mut sealer, b"five")).unwrap();
        }
        assert_eq!(open(&mut opener, &two[3]), Err(Error::Fork));
        assert!(open(&mut opener, &one[3]).is_ok());
    }
}

#[test]
fn a_late_block_that_its_predecessor_contradicts_is_a_fork() {
    let [one, two] = two_senders();
    // Block 3 of one sender is opened in order, and late; block 4 of the other one comes after it.
    for order in [&[0, 1, 2, 3][..], &[0, 1, 2], &[2]] {
        let mut sealer = sealer();
        sealer.next = 5;
        sealer.chain.walk(0, 5);
        let fifth = seal(&mut sealer, b"five");
        let mut opener = opener::<4>(8);
        for n in order {
            open(&mut opener, &one[*n]).unwrap();
        }
        open(&mut opener, &fifth).unwrap();
        if order.len() < 4 {
            open(&mut opener, &one[3]).unwrap();
        }
        // The first receiver knows what follows block 3 from its gap, the others from the late block itself.
        let forked = open(&mut opener, &two[4]);
        assert_eq!(forked, Err(Error::Fork));
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
