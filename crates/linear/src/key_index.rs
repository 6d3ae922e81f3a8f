//! [`KeyIndex`]: from the key of a feature to its row, in little memory, for keys that are known beforehand.

/// Features whose groups are looked up together.
const AT_ONCE: usize = 32;

/// Keys in rising order: the row of a key is its position. Keys are grouped by their high half, so that a group
/// holds few; a group keeps the low halves alone.
#[derive(Clone, Debug)]
pub(crate) struct KeyIndex {
    /// First row of each group; one entry more than groups.
    groups: Vec<u32>,
    low: Vec<u16>,
}

impl KeyIndex {
    /// An index of keys in strictly rising order.
    pub fn new(keys: impl ExactSizeIterator<Item = u32>) -> Self {
        let mut groups = vec![0u32; (1 << 16) + 1];
        let mut low = Vec::with_capacity(keys.len());
        for key in keys {
            groups[(key >> 16) as usize + 1] += 1;
            low.push(key as u16);
        }
        for group in 1..groups.len() {
            groups[group] += groups[group - 1];
        }
        KeyIndex { groups, low }
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.low.len()
    }

    /// Finds the rows of features. All groups are looked up before any is searched, so that the waits for memory
    /// overlap.
    #[inline]
    pub fn for_each_row(&self, features: &[u32], mut take: impl FnMut(usize)) {
        let mut groups = [(0, 0); AT_ONCE];
        for features in features.chunks(AT_ONCE) {
            for (group, &key) in groups.iter_mut().zip(features) {
                *group = self.group(key);
            }
            for (&group, &key) in groups.iter().zip(features) {
                if let Some(row) = self.find_in(group, key) {
                    take(row);
                }
            }
        }
    }

    /// The rows where a key can be.
    #[inline]
    fn group(&self, key: u32) -> (u32, u32) {
        let high = (key >> 16) as usize;
        (self.groups[high], self.groups[high + 1])
    }

    /// The row of a key within its group.
    #[inline]
    fn find_in(&self, group: (u32, u32), key: u32) -> Option<usize> {
        let (start, end) = (group.0 as usize, group.1 as usize);
        let found = self.low.get(start..end)?.iter().position(|&low| low == key as u16)?;
        Some(start + found)
    }

    /// All keys, rising.
    pub fn keys(&self) -> impl Iterator<Item = u32> + '_ {
        let groups = self.groups.windows(2).enumerate();
        groups.flat_map(|(high, rows)| {
            let rows = rows[0] as usize..rows[1] as usize;
            self.low[rows].iter().map(move |&low| (high as u32) << 16 | u32::from(low))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_row_and_no_other_key_has_one() {
        let keys: Vec<u32> = (0..500).map(|n| n * n * 17_000).collect();
        let index = KeyIndex::new(keys.iter().copied());
        assert!(index.keys().eq(keys.iter().copied()));
        for (row, &key) in keys.iter().enumerate() {
            assert_eq!(index.find_in(index.group(key), key), Some(row));
            assert_eq!(index.find_in(index.group(key + 1), key + 1), None);
        }
        let none = KeyIndex::new([].into_iter());
        assert_eq!((none.find_in(none.group(u32::MAX), u32::MAX), none.len()), (None, 0));
    }
}
