//! [`Filter`]: tells of most keys that no table has them, in little memory.

/// Keys that are looked at together: what is found is as good as random, so every branch on it would be guessed wrong
/// half the time, and every step waits for memory.
pub(crate) const AT_ONCE: usize = 32;

/// Bits that tell of most absent keys that they are absent (Bloom 1970, both bits of a key in one word). About ten
/// bits a key let one absent key in twenty pass.
#[derive(Clone, Debug)]
pub(crate) struct Filter {
    /// Bits of a key below those that tell its word.
    shift: u32,
    words: Vec<u64>,
}

impl Filter {
    /// A filter that lets these keys pass.
    pub fn new(keys: impl ExactSizeIterator<Item = u32>) -> Self {
        let n_words = (keys.len() / 8).next_power_of_two().clamp(2, 1 << 20);
        let shift = 32 - n_words.trailing_zeros();
        let mut words = vec![0; n_words];
        keys.for_each(|key| words[(key >> shift) as usize] |= Self::bits(key));
        Filter { shift, words }
    }

    /// Notes the places of those of the first [`AT_ONCE`] keys that may be present; gives their number.
    #[inline]
    pub fn keep(&self, keys: &[u32], kept: &mut [u8; AT_ONCE]) -> usize {
        let mut n_kept = 0;
        for (place, &key) in keys.iter().enumerate().take(AT_ONCE) {
            let bits = Self::bits(key);
            kept[n_kept] = place as u8;
            n_kept += usize::from(self.words[(key >> self.shift) as usize] & bits == bits);
        }
        n_kept
    }

    #[inline]
    fn bits(key: u32) -> u64 {
        1 << (key & 63) | 1 << (key >> 6 & 63)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_pass_and_most_others_do_not() {
        let spread = |n: u32| n.wrapping_mul(0x9e37_79b1);
        let filter = Filter::new((0..800).map(spread));
        let n_passed = |keys: Vec<u32>| -> usize {
            keys.chunks(AT_ONCE).map(|keys| filter.keep(keys, &mut [0; AT_ONCE])).sum()
        };
        assert_eq!(n_passed((0..800).map(spread).collect()), 800);
        assert!(n_passed((800..8_800).map(spread).collect()) < 800);
        let none = Filter::new([].into_iter());
        assert_eq!(none.keep(&[0, 7, u32::MAX], &mut [0; AT_ONCE]), 0);
    }
}
