//! Fixed-size fields of fixed-size structures, read and written without an index that could miss.

/// The `N` bytes that begin at `AT` in a structure of `L` bytes.
pub(crate) fn field<const AT: usize, const N: usize, const L: usize>(bytes: &[u8; L]) -> [u8; N] {
    const { assert!(AT <= L && N <= L - AT, "a field lies inside its structure") };
    let found = bytes.get(AT..).and_then(|rest| rest.first_chunk());
    found.copied().unwrap_or([0; N])
}

/// Writes `value` at `AT` in a structure of `L` bytes.
pub(crate) fn put<const AT: usize, const N: usize, const L: usize>(
    bytes: &mut [u8; L],
    value: [u8; N],
) {
    const { assert!(AT <= L && N <= L - AT, "a field lies inside its structure") };
    if let Some(to) = bytes.get_mut(AT..).and_then(|rest| rest.first_chunk_mut()) {
        *to = value;
    }
}

/// A length in memory as a length in a file: no target that this crate builds for has more than 64 bits.
pub(crate) const fn len_u64(len: usize) -> u64 {
    const { assert!(size_of::<usize>() <= size_of::<u64>()) };
    len as u64
}

/// Copies what fits from the front of `from` to the front of `to` and gives its length. The compiler makes it one copy of memory,
/// and finds no lengths that could differ.
pub(crate) fn copy_front(to: &mut [u8], from: &[u8]) -> usize {
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
    to.len().min(from.len())
}

/// Copies what fits from the front of `from` to the front of `to` and gives the rest of `to`.
pub(crate) fn put_front<'t>(to: &'t mut [u8], from: &[u8]) -> &'t mut [u8] {
    let len = copy_front(to, from);
    to.get_mut(len..).unwrap_or_default()
}

/// Bytes gathered until a structure of up to `N` bytes is complete, for input that arrives in pieces.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gather<const N: usize> {
    bytes: [u8; N],
    len: u8,
}

impl<const N: usize> Gather<N> {
    pub(crate) const EMPTY: Self = Self {
        bytes: [0; N],
        len: 0,
    };

    /// How many bytes are held.
    pub(crate) fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Takes what is missing from the front of `input`; gives the structure, and is empty again, once it is complete.
    pub(crate) fn take(&mut self, input: &mut &[u8]) -> Option<[u8; N]> {
        self.take_front(input)
    }

    /// The same for a structure of `M` bytes, no more than `N`.
    pub(crate) fn take_front<const M: usize>(&mut self, input: &mut &[u8]) -> Option<[u8; M]> {
        const { assert!(M <= N && N <= 255, "the structure fits") };
        let held = self.bytes.first_chunk_mut::<M>()?;
        gather(held, &mut self.len, input).then_some(*held)
    }
}

/// Fills `held`, of which there are `len` bytes, from the front of `input`. Once it is full `len` is 0 again.
fn gather(held: &mut [u8], len: &mut u8, input: &mut &[u8]) -> bool {
    let room = held.get_mut(usize::from(*len)..).unwrap_or_default();
    let now = copy_front(room, input);
    *input = input.get(now..).unwrap_or_default();
    let full = now == room.len();
    *len = match u8::try_from(now) {
        Ok(now) if !full => len.saturating_add(now),
        _ => 0,
    };
    full
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
