//! A natural number of fixed size.

use core::cmp::Ordering;

/// Words of the largest number here: 769 digits, and 5 to the 1099th, doubled.
const WORDS: usize = 82;

/// A natural number, its lowest word first. Words from `used` on are 0.
#[derive(Clone)]
pub(super) struct Big {
    pub(super) words: [u32; WORDS],
    used: usize,
}

impl Big {
    pub(super) fn of(value: u64) -> Self {
        let mut words = [0; WORDS];
        let (low, high) = halves(value);
        for (to, half) in words.iter_mut().zip([low, high]) {
            *to = half;
        }
        Self { words, used: 2 }
    }

    pub(super) fn scale_and_add(&mut self, factor: u32, add: u32) {
        let mut carry = add;
        for word in self.words.iter_mut().take(self.used) {
            let product = u64::from(*word).wrapping_mul(u64::from(factor));
            (*word, carry) = halves(product.wrapping_add(u64::from(carry)));
        }
        self.append(carry);
    }

    pub(super) fn scale_by_power(&mut self, base: u32, mut exponent: u32) {
        while exponent > 0 {
            // 5 to the 13th fits in a word, and 2 to it.
            let part = exponent.min(13);
            self.scale_and_add(base.wrapping_pow(part), 0);
            exponent = exponent.wrapping_sub(part);
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.used = self.used.max(other.used);
        let mut carry = 0;
        for (word, other) in self.words.iter_mut().zip(&other.words).take(self.used) {
            let sum = u64::from(*word).wrapping_add(u64::from(*other));
            (*word, carry) = halves(sum.wrapping_add(u64::from(carry)));
        }
        self.append(carry);
    }

    /// Takes away a number that is not larger.
    pub(super) fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        for (word, other) in self.words.iter_mut().zip(&other.words).take(self.used) {
            let (difference, first) = word.overflowing_sub(*other);
            let (difference, second) = difference.overflowing_sub(u32::from(borrow));
            (*word, borrow) = (difference, first || second);
        }
    }

    fn append(&mut self, carry: u32) {
        if let (1.., Some(word)) = (carry, self.words.get_mut(self.used)) {
            *word = carry;
            self.used = self.used.wrapping_add(1);
        }
    }

    pub(super) fn order(&self, other: &Self) -> Ordering {
        let used = self.used.max(other.used);
        let mut order = Ordering::Equal;
        for (a, b) in self.words.iter().zip(&other.words).take(used) {
            order = a.cmp(b).then(order);
        }
        order
    }

    /// The length in bits.
    #[cfg(any(feature = "json", test))]
    pub(super) fn bits(&self) -> u32 {
        let mut bits = 0;
        for (at, word) in (0_u32..).zip(&self.words) {
            if *word > 0 {
                let end = at.wrapping_add(1).wrapping_mul(32);
                bits = end.wrapping_sub(word.leading_zeros());
            }
        }
        bits
    }
}

/// The lower and the upper half.
fn halves(value: u64) -> (u32, u32) {
    let [a, b, c, d, e, f, g, h] = value.to_le_bytes();
    (
        u32::from_le_bytes([a, b, c, d]),
        u32::from_le_bytes([e, f, g, h]),
    )
}
