use super::super::ratchet::steps;
use super::*;

/// The counters whose keys the receiver keeps.
fn kept<const W: usize>(opener: &Opener<W>, sealed: &[Vec<u8>]) -> Vec<usize> {
    let keeps = |n: &usize| {
        let mut copy = Opener::<W>::import(&opener_state(opener)).unwrap();
        (*n as u64) < opener.0.next && open(&mut copy, &sealed[*n]).is_ok()
    };
    (0..sealed.len()).filter(keeps).collect()
}

#[test]
fn a_jump_of_j_opens_and_one_more_is_too_far() {
    let sealed = blocks(20);
    for jump in [4, 5, 8] {
        let at = usize::try_from(jump).unwrap();
        let mut opener = opener::<4>(jump);
        assert_eq!(open(&mut opener, &sealed[at + 1]), Err(Error::TooFar));
        assert!(open(&mut opener, &sealed[at]).is_ok());
        assert_eq!(open(&mut opener, &sealed[2 * at + 2]), Err(Error::TooFar));
        assert!(open(&mut opener, &sealed[2 * at + 1]).is_ok());
    }
}

#[test]
fn a_gap_keeps_the_keys_of_its_last_w_counters() {
    let sealed = blocks(20);
    let mut opener = opener::<4>(8);
    open(&mut opener, &sealed[8]).unwrap();
    assert_eq!(kept(&opener, &sealed), [4, 5, 6, 7]);
    open(&mut opener, &sealed[11]).unwrap();
    assert_eq!(kept(&opener, &sealed), [7, 9, 10]);
    open(&mut opener, &sealed[16]).unwrap();
    assert_eq!(kept(&opener, &sealed), [12, 13, 14, 15]);
}

#[test]
fn a_late_block_opens_once_within_the_window_and_is_too_old_behind_it() {
    let sealed = blocks(20);
    let mut opener = opener::<4>(19);
    open(&mut opener, &sealed[0]).unwrap();
    open(&mut opener, &sealed[6]).unwrap();
    for block in &sealed[2..6] {
        assert!(open(&mut opener, block).is_ok());
        assert_eq!(open(&mut opener, block), Err(Error::Replay));
    }
    for block in &sealed[..2] {
        assert_eq!(open(&mut opener, block), Err(Error::TooOld));
    }
}

#[test]
fn the_highest_block_is_a_replay_and_so_is_every_opened_one() {
    let sealed = blocks(8);
    let mut opener = opener::<4>(8);
    for n in 0..8 {
        open(&mut opener, &sealed[n]).unwrap();
        for (k, block) in sealed.iter().enumerate().take(n + 1) {
            let expected = if n - k <= 4 {
                Error::Replay
            } else {
                Error::TooOld
            };
            assert_eq!(open(&mut opener, block), Err(expected));
        }
    }
}

#[test]
fn a_replay_is_told_without_looking_at_the_tag() {
    let sealed = blocks(2);
    let mut opener = opener::<4>(8);
    open(&mut opener, &sealed[0]).unwrap();
    let mut damaged = sealed[0].clone();
    damaged[80] ^= 1;
    steps::take();
    assert_eq!(open(&mut opener, &damaged), Err(Error::Replay));
    assert_eq!(steps::take(), 0);
}

#[test]
fn a_block_that_never_comes_stops_nothing() {
    let sealed = blocks(200);
    let mut opener = opener::<4>(8);
    for n in (0..200).filter(|n| n % 3 != 1) {
        assert!(open(&mut opener, &sealed[n]).is_ok());
    }
}

#[test]
fn every_order_of_five_blocks_opens_each_once() {
    fn orders(left: &[usize]) -> Vec<Vec<usize>> {
        if left.is_empty() {
            return vec![Vec::new()];
        }
        let with = |n: &usize| {
            let rest: Vec<_> = left.iter().copied().filter(|k| k != n).collect();
            orders(&rest)
                .into_iter()
                .map(|mut order| {
                    order.push(*n);
                    order
                })
                .collect::<Vec<_>>()
        };
        left.iter().flat_map(with).collect()
    }
    let sealed = blocks(5);
    let all = orders(&[0, 1, 2, 3, 4]);
    assert_eq!(all.len(), 120);
    let mut tips = Vec::new();
    for order in all {
        let mut opener = opener::<4>(4);
        for n in &order {
            assert_eq!(
                open(&mut opener, &sealed[*n]),
                Ok(vec![u8::try_from(*n).unwrap()])
            );
            assert_eq!(open(&mut opener, &sealed[*n]), Err(Error::Replay));
        }
        tips.push(opener.tip());
    }
    tips.dedup();
    assert_eq!(tips.len(), 1, "all receivers report the same tip");
}

#[test]
fn a_refused_block_costs_at_most_j_plus_w_steps() {
    let sealed = blocks(30);
    for n in [0, 1, 7, 8, 9, 29] {
        let mut opener = opener::<1>(8);
        let mut forged = sealed[n].clone();
        *forged.last_mut().unwrap() ^= 1;
        steps::take();
        assert!(open(&mut opener, &forged).is_err());
        assert!(steps::take() <= 8 + 1);
    }
}

#[test]
fn a_block_that_opens_costs_at_most_j_plus_w_and_one_steps() {
    let sealed = blocks(30);
    for jump in [0, 1, 4, 5, 20] {
        let mut opener = opener::<4>(20);
        steps::take();
        open(&mut opener, &sealed[jump]).unwrap();
        assert_eq!(
            steps::take(),
            u64::try_from(jump + jump.min(4) + 1).unwrap()
        );
    }
}

#[test]
fn keys_are_wiped_when_used_and_when_given_up() {
    let sealed = blocks(20);
    let mut opener = opener::<4>(12);
    open(&mut opener, &sealed[5]).unwrap();
    let mut chain = sealer().chain.clone();
    let keys: Vec<_> = (0..5)
        .map(|n| {
            let mut key = super::super::ratchet::MessageKey::ZERO;
            chain.step(n, &mut key);
            *key.secret().expose()
        })
        .collect();
    let holds = |opener: &Opener<4>, n: usize| {
        opener_state(opener)
            .windows(32)
            .any(|window| window == keys[n])
    };
    assert!(!holds(&opener, 0), "given up by the jump");
    assert!((1..5).all(|n| holds(&opener, n)));
    open(&mut opener, &sealed[3]).unwrap();
    assert!(!holds(&opener, 3), "used");
    open(&mut opener, &sealed[6]).unwrap();
    assert!(!holds(&opener, 1), "left behind by the window");
    open(&mut opener, &sealed[18]).unwrap();
    assert!(
        (0..5).all(|n| !holds(&opener, n)),
        "given up by the next jump"
    );
}
