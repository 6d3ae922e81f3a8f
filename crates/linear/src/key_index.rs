//! [`KeyIndex`]: from the key of a feature to its row, in little memory, for keys that are known beforehand.
//!
//! Features are as good as random, so every branch on what is found would be guessed wrong half the time, and every
//! step waits for memory. Hence the steps are taken side by side for many features, without branches, and a small
//! filter drops most of the features that have no row.

/// Features that are looked up together.
const AT_ONCE: usize = 32;
/// Keys of a group that are looked at in one go; larger groups are rare.
const WINDOW: usize = 4;

/// Keys in rising order: the row of a key is its position. Keys are grouped by their highest bits, about two a group.
#[derive(Clone, Debug)]
pub(crate) struct KeyIndex {
    filter: Filter,
    /// Bits of a key below those that tell its group.
    shift: u32,
    /// First row of each group.
    groups: Vec<u32>,
    /// The keys, then a window of the greatest number.
    keys: Vec<u32>,
}

impl KeyIndex {
    /// An index of keys in strictly rising order.
    pub fn new(keys: impl ExactSizeIterator<Item = u32>) -> Self {
        let n_groups = (keys.len() / 2).next_power_of_two().clamp(2, 1 << 20);
        let shift = 32 - n_groups.trailing_zeros();
        let mut keys: Vec<u32> = keys.collect();
        let filter = Filter::new(&keys);
        let group = |group: usize| keys.partition_point(|&key| (key >> shift) < group as u32) as u32;
        let groups = (0..n_groups).map(group).collect();
        keys.extend([u32::MAX; WINDOW]);
        KeyIndex { filter, shift, groups, keys }
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.keys.len() - WINDOW
    }

    /// Takes the row of every feature that has one; of some without one, the row after the last.
    #[inline]
    pub fn for_each_row(&self, features: &[u32], mut take: impl FnMut(usize)) {
        let (mut kept, mut rows) = ([0; AT_ONCE], [0; AT_ONCE]);
        for features in features.chunks(AT_ONCE) {
            let n_kept = self.filter.keep(features, &mut kept);
            for (row, &key) in rows.iter_mut().zip(&kept[..n_kept]) {
                *row = self.groups[(key >> self.shift) as usize];
            }
            for (row, &key) in rows.iter_mut().zip(&kept[..n_kept]) {
                *row = self.find_from(*row as usize, key) as u32;
            }
            rows[..n_kept].iter().for_each(|&row| take(row as usize));
        }
    }

    /// The row of a key whose group begins at a row; the number of rows if it has none.
    #[inline]
    fn find_from(&self, start: usize, key: u32) -> usize {
        let mut row = start;
        while let Some(window) = self.keys.get(row..row + WINDOW) {
            let smaller = window.iter().fold(0, |n, &other| n + usize::from(other < key));
            row += smaller;
            if smaller < WINDOW {
                break;
            }
        }
        let found = self.keys.get(row) == Some(&key);
        if found { row.min(self.len()) } else { self.len() }
    }

    /// All keys, rising.
    pub fn keys(&self) -> impl Iterator<Item = u32> + '_ {
        self.keys[..self.len()].iter().copied()
    }
}

/// Bits that tell of most absent keys that they are absent (Bloom 1970, both bits of a key in one word). About ten
/// bits a key let one absent key in twenty pass.
#[derive(Clone, Debug)]
struct Filter {
    /// Bits of a key below those that tell its word.
    shift: u32,
    words: Vec<u64>,
}

impl Filter {
    fn new(keys: &[u32]) -> Self {
        let n_words = (keys.len() / 8).next_power_of_two().clamp(2, 1 << 20);
        let shift = 32 - n_words.trailing_zeros();
        let mut words = vec![0; n_words];
        keys.iter().for_each(|&key| words[(key >> shift) as usize] |= Self::bits(key));
        Filter { shift, words }
    }

    /// Copies the keys that may be present; gives their number.
    #[inline]
    fn keep(&self, keys: &[u32], kept: &mut [u32; AT_ONCE]) -> usize {
        let mut n_kept = 0;
        for &key in keys {
            let bits = Self::bits(key);
            kept[n_kept] = key;
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

    fn row(index: &KeyIndex, key: u32) -> usize {
        let mut found = index.len();
        index.for_each_row(&[key], |row| found = row);
        found
    }

    #[test]
    fn every_key_has_its_row_and_no_other_key_has_one() {
        let spread = |n: u32| n * n * 17_000;
        let dense = |n: u32| 77 + 2 * n;
        for keys in
            [(0..500).map(spread).collect::<Vec<_>>(), (0..500).map(dense).collect(), vec![u32::MAX], vec![]]
        {
            let index = KeyIndex::new(keys.iter().copied());
            assert!(index.keys().eq(keys.iter().copied()));
            assert_eq!(index.len(), keys.len());
            for (expected, &key) in keys.iter().enumerate() {
                assert_eq!(row(&index, key), expected);
                assert_eq!(row(&index, key.wrapping_add(1)), keys.len());
            }
        }
        let none = KeyIndex::new([].into_iter());
        assert_eq!((row(&none, u32::MAX), row(&none, 0)), (0, 0));
    }
}
