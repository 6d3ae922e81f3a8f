//! [`Slots`]: an open-addressed table from feature key to row number.

const EMPTY: u32 = u32::MAX;

/// Keys are hashes already, so their low bits choose the slot.
#[derive(Clone, Debug)]
pub(crate) struct Slots {
    keys: Vec<u32>,
    rows: Vec<u32>,
    n_rows: usize,
}

impl Slots {
    /// An empty table with room for `n` keys.
    pub fn with_room(n: usize) -> Self {
        let size = (n * 2).next_power_of_two().max(2);
        Slots { keys: vec![0; size], rows: vec![EMPTY; size], n_rows: 0 }
    }

    /// The row of a key, if it has one.
    pub fn find(&self, key: u32) -> Option<usize> {
        let at = self.slot_of(key);
        let row = self.rows[at];
        (row != EMPTY).then_some(row as usize)
    }

    /// The row of a key; a new key gets the next number.
    pub fn find_or_add(&mut self, key: u32) -> usize {
        let mut at = self.slot_of(key);
        if self.rows[at] != EMPTY {
            return self.rows[at] as usize;
        }
        if (self.n_rows + 1) * 2 > self.keys.len() {
            self.grow();
            at = self.slot_of(key);
        }
        self.keys[at] = key;
        self.rows[at] = self.n_rows as u32;
        self.n_rows += 1;
        self.n_rows - 1
    }

    /// Keys and rows, in no useful order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, usize)> + Clone + '_ {
        let filled = self.keys.iter().zip(&self.rows).filter(|&(_, &row)| row != EMPTY);
        filled.map(|(&key, &row)| (key, row as usize))
    }

    /// The slot that holds the key, or the empty slot where it belongs.
    fn slot_of(&self, key: u32) -> usize {
        let mask = self.keys.len() - 1;
        let mut at = key as usize & mask;
        while self.rows[at] != EMPTY && self.keys[at] != key {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let mut larger = Slots::with_room(self.keys.len());
        for (key, row) in self.iter() {
            let at = larger.slot_of(key);
            larger.keys[at] = key;
            larger.rows[at] = row as u32;
        }
        larger.n_rows = self.n_rows;
        *self = larger;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_keep_their_rows_while_the_table_grows() {
        let mut slots = Slots::with_room(0);
        for n in 0..1000u32 {
            assert_eq!(slots.find_or_add(n.wrapping_mul(64)), n as usize);
        }
        for n in 0..1000u32 {
            assert_eq!(slots.find(n.wrapping_mul(64)), Some(n as usize));
        }
        assert_eq!((slots.find(1), slots.n_rows), (None, 1000));
    }
}
