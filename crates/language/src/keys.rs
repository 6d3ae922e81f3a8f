//! [`KeyMap`]: a table from 32-bit hashes to small values, faster than a general hash map and the same on any machine.

/// A table from keys that are hashes already to small values.
#[derive(Clone, Debug)]
pub(crate) struct KeyMap<V> {
    /// Key, value and whether the slot is filled; the length is a power of two.
    slots: Vec<(u32, V, bool)>,
    n_filled: usize,
}

impl<V: Copy + Default> Default for KeyMap<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V: Copy + Default> KeyMap<V> {
    /// An empty table.
    pub fn new() -> Self {
        KeyMap { slots: vec![(0, V::default(), false); 16], n_filled: 0 }
    }

    /// The value of a key, or the default.
    pub fn get(&self, key: u32) -> V {
        self.find(key).unwrap_or_default()
    }

    /// The value of a key, if it has one.
    pub fn find(&self, key: u32) -> Option<V> {
        let (_, value, filled) = self.slots[self.slot(key)];
        filled.then_some(value)
    }

    /// The value of a key, to change; the default is put in first where there is none.
    pub fn entry(&mut self, key: u32) -> &mut V {
        if self.n_filled * 2 >= self.slots.len() {
            self.grow();
        }
        let at = self.slot(key);
        if !self.slots[at].2 {
            self.slots[at] = (key, V::default(), true);
            self.n_filled += 1;
        }
        &mut self.slots[at].1
    }

    fn slot(&self, key: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = key as usize & mask;
        while self.slots[at].2 && self.slots[at].0 != key {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let bigger = vec![(0, V::default(), false); self.slots.len() * 2];
        let old = std::mem::replace(&mut self.slots, bigger);
        for filled in old.into_iter().filter(|slot| slot.2) {
            let at = self.slot(filled.0);
            self.slots[at] = filled;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_their_values_while_the_table_grows() {
        let mut map = KeyMap::new();
        for key in 0..1000u32 {
            *map.entry(key.wrapping_mul(16)) += key;
        }
        assert!((0..1000).all(|key| map.find(key * 16) == Some(key)));
        assert_eq!((map.find(8), map.get(8)), (None, 0));
    }
}
