//! Fixed-size fields of fixed-size structures, read and written without an index that could miss.

/// The `N` bytes that begin at `AT` in a structure of `L` bytes.
pub(crate) fn field<const AT: usize, const N: usize, const L: usize>(bytes: &[u8; L]) -> [u8; N] {
    const { assert!(AT <= L && N <= L - AT, "a field lies inside its structure") };
    core::array::from_fn(|i| bytes.get(AT.saturating_add(i)).copied().unwrap_or_default())
}

/// Writes `value` at `AT` in a structure of `L` bytes.
pub(crate) fn put<const AT: usize, const N: usize, const L: usize>(
    bytes: &mut [u8; L],
    value: [u8; N],
) {
    const { assert!(AT <= L && N <= L - AT, "a field lies inside its structure") };
    for (to, from) in bytes.iter_mut().skip(AT).zip(value) {
        *to = from;
    }
}

/// A length in memory as a length in a file: no target that this crate builds for has more than 64 bits.
pub(crate) const fn len_u64(len: usize) -> u64 {
    const { assert!(size_of::<usize>() <= size_of::<u64>()) };
    len as u64
}

/// Copies what fits from the front of `from` to the front of `to` and gives its length.
pub(crate) fn copy_front(to: &mut [u8], from: &[u8]) -> usize {
    let len = to.len().min(from.len());
    if let (Some(to), Some(from)) = (to.get_mut(..len), from.get(..len)) {
        to.copy_from_slice(from);
    }
    len
}

/// Copies what fits from the front of `from` to the front of `to` and gives the rest of `to`.
pub(crate) fn put_front<'t>(to: &'t mut [u8], from: &[u8]) -> &'t mut [u8] {
    let len = copy_front(to, from);
    to.get_mut(len..).unwrap_or_default()
}

/// Bytes gathered until a structure of up to `N` bytes is complete, for input that arrives in pieces.
#[derive(Clone, Debug)]
pub(crate) struct Gather<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Gather<N> {
    pub(crate) const EMPTY: Self = Self {
        bytes: [0; N],
        len: 0,
    };

    /// How many bytes are held.
    pub(crate) const fn len(&self) -> usize {
        self.len
    }

    /// Takes what is missing from the front of `input`; gives the structure, and is empty again, once it is complete.
    pub(crate) fn take(&mut self, input: &mut &[u8]) -> Option<[u8; N]> {
        let missing = N.saturating_sub(self.len);
        let (now, later) = input.split_at(missing.min(input.len()));
        *input = later;
        let room = self.bytes.get_mut(self.len..).unwrap_or_default();
        self.len = self.len.saturating_add(copy_front(room, now));
        (self.len >= N).then(|| {
            self.len = 0;
            self.bytes
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_where_they_were_put() {
        let mut bytes = [0xa5; 8];
        put::<2, 4, 8>(&mut bytes, [1, 2, 3, 4]);
        assert_eq!(bytes, [0xa5, 0xa5, 1, 2, 3, 4, 0xa5, 0xa5]);
        assert_eq!(field::<1, 3, 8>(&bytes), [0xa5, 1, 2]);
    }

    #[test]
    fn gather_gives_a_structure_however_it_is_cut() {
        for cut in 0..=5 {
            let mut gather = Gather::<5>::EMPTY;
            let (mut a, mut b) = ([1u8, 2, 3, 4, 5, 6].as_slice()).split_at(cut);
            let whole = gather.take(&mut a).or_else(|| gather.take(&mut b));
            assert_eq!(whole, Some([1, 2, 3, 4, 5]));
            assert_eq!(a.len() + b.len(), 1);
            assert_eq!(gather.len(), 0);
        }
    }
}
