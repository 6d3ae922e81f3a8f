//! [`KeyTable`]: from the key of a feature to its row, for keys that are known beforehand.
//!
//! Looking up is waiting for memory: a filter drops most keys that have no row, and of the others key and row lie in
//! one line of the cache.

use crate::filter::{AT_ONCE, Filter};

/// Rows by key. A bucket is chosen by the highest bits of a key; what does not fit goes into the next one.
#[derive(Clone, Debug)]
pub(crate) struct KeyTable<R, const SLOTS: usize> {
    filter: Filter,
    /// Bits of a key below those that tell its bucket.
    shift: u32,
    buckets: Vec<Bucket<R, SLOTS>>,
    len: usize,
}

/// Keys and their rows, the first slots filled. Rows are small enough for a bucket to fit a line of the cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Bucket<R, const SLOTS: usize> {
    keys: [u32; SLOTS],
    rows: [R; SLOTS],
    n_filled: u8,
    /// Whether a key went on to the next bucket.
    goes_on: bool,
}

impl<R: Copy + Default, const SLOTS: usize> Bucket<R, SLOTS> {
    fn empty() -> Self {
        Bucket { keys: [0; SLOTS], rows: [R::default(); SLOTS], n_filled: 0, goes_on: false }
    }

    fn is_full(&self) -> bool {
        usize::from(self.n_filled) == SLOTS
    }
}

impl<R: Copy + Default, const SLOTS: usize> KeyTable<R, SLOTS> {
    /// A table of rows by key, keys in strictly rising order.
    pub fn new(rows: &[(u32, R)]) -> Self {
        let len = rows.len();
        let n_buckets = (len / SLOTS.div_ceil(2)).next_power_of_two().clamp(2, 1 << 20);
        let shift = 32 - n_buckets.trailing_zeros();
        let mut buckets = vec![Bucket::empty(); n_buckets];
        // Keys rise, so what stands before the last bucket that was filled is never free for a later key.
        let mut last = 0;
        for &(key, row) in rows {
            last = last.max((key >> shift) as usize);
            if buckets[last].is_full() {
                buckets[last].goes_on = true;
                last += 1;
            }
            if last == buckets.len() {
                buckets.push(Bucket::empty());
            }
            let bucket = &mut buckets[last];
            let slot = usize::from(bucket.n_filled);
            (bucket.keys[slot], bucket.rows[slot]) = (key, row);
            bucket.n_filled += 1;
        }
        KeyTable { filter: Filter::new(rows.iter().map(|&(key, _)| key)), shift, buckets, len }
    }

    /// Number of keys.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Keys with their rows, keys rising.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &R)> + '_ {
        let filled = |bucket: &Bucket<R, SLOTS>| usize::from(bucket.n_filled);
        self.buckets
            .iter()
            .flat_map(move |bucket| bucket.keys.iter().copied().zip(&bucket.rows).take(filled(bucket)))
    }

    /// Takes the row of every feature that has one, with the place of the feature.
    #[inline]
    pub fn for_each(&self, features: &[u32], mut take: impl FnMut(usize, &R)) {
        let mut kept = [0; AT_ONCE];
        for (chunk, features) in features.chunks(AT_ONCE).enumerate() {
            let n_kept = self.filter.keep(features, &mut kept);
            for &place in &kept[..n_kept] {
                if let Some(row) = self.find(features[usize::from(place)]) {
                    take(chunk * AT_ONCE + usize::from(place), row);
                }
            }
        }
    }

    #[inline]
    fn find(&self, key: u32) -> Option<&R> {
        for bucket in self.buckets.get((key >> self.shift) as usize..)? {
            // All slots are compared, without a branch on which one it is; a free one counts last.
            let mut at = SLOTS;
            for slot in (0..SLOTS).rev() {
                at = if bucket.keys[slot] == key { slot } else { at };
            }
            if at < usize::from(bucket.n_filled) {
                return bucket.rows.get(at);
            }
            if !bucket.goes_on {
                return None;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_its_row_and_no_other_key_has_one() {
        let spread = |n: u32| n * n * 17_000;
        let dense = |n: u32| 77 + 2 * n;
        for keys in [
            (0..500).map(spread).collect::<Vec<_>>(),
            (0..500).map(dense).collect(),
            (0..9).rev().map(|n| u32::MAX - 2 * n).collect(),
            vec![],
        ] {
            let row = |key: u32| key.wrapping_mul(0x9e37_79b1);
            let table: KeyTable<u32, 3> =
                KeyTable::new(&keys.iter().map(|&key| (key, row(key))).collect::<Vec<_>>());
            assert!(table.iter().map(|(key, _)| key).eq(keys.iter().copied()));
            assert_eq!(table.len(), keys.len());
            let asked: Vec<u32> = keys.iter().flat_map(|&key| [key, key.wrapping_add(1)]).collect();
            let mut found = Vec::new();
            table.for_each(&asked, |place, row| found.push((place, *row)));
            let expected: Vec<(usize, u32)> =
                keys.iter().enumerate().map(|(nth, &key)| (2 * nth, row(key))).collect();
            assert_eq!(found, expected);
        }
    }
}
