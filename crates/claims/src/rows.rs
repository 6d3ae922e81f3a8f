//! Rows of numbered values, packed to six bytes an entry and little beside.
//!
//! A large story has tens of millions of pairs of tellings that are a little alike, so what a pair takes decides the memory
//! of weighing. Blocks are of one size: what one row gives back another takes, and no room is left between them.

/// Entries of a block, which then fills half a kilobyte.
const ROOM: usize = 82;

/// Values by number, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    #[expect(
        clippy::vec_box,
        reason = "blocks of one size never move, and any row can take the room of another's"
    )]
    blocks: Vec<Box<Block>>,
}

impl Row {
    /// Adds a value; its number is greater than those before.
    pub fn push(&mut self, number: u32, value: f32) {
        if !self.blocks.last_mut().is_some_and(|block| block.push(number, value)) {
            self.blocks.push(Box::new(Block::of(number, value)));
        }
    }

    /// Gives each value anew, by its number.
    pub fn change(&mut self, mut value: impl FnMut(u32, f32) -> f32) {
        for block in &mut self.blocks {
            let n = usize::from(block.n);
            for (far, known) in block.from_first[..n].iter().zip(&mut block.values[..n]) {
                *known = value(block.first + u32::from(*far), *known);
            }
        }
    }

    /// The entries in order.
    pub fn entries(&self) -> impl Iterator<Item = (u32, f32)> {
        self.blocks.iter().flat_map(|block| block.entries())
    }
}

/// Some entries of a row: how far each number lies from the first, and the values.
#[derive(Clone, Debug)]
struct Block {
    first: u32,
    n: u16,
    from_first: [u16; ROOM],
    values: [f32; ROOM],
}

impl Block {
    fn of(number: u32, value: f32) -> Self {
        let mut block = Block { first: number, n: 1, from_first: [0; ROOM], values: [0.0; ROOM] };
        block.values[0] = value;
        block
    }

    /// Adds an entry where there is room and its number is not too far.
    fn push(&mut self, number: u32, value: f32) -> bool {
        let at = usize::from(self.n);
        let Ok(from_first) = u16::try_from(number - self.first) else { return false };
        if at == ROOM {
            return false;
        }
        self.from_first[at] = from_first;
        self.values[at] = value;
        self.n += 1;
        true
    }

    fn entries(&self) -> impl Iterator<Item = (u32, f32)> {
        let n = usize::from(self.n);
        let numbers = self.from_first[..n].iter().map(|&far| self.first + u32::from(far));
        numbers.zip(self.values[..n].iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(numbers: impl Iterator<Item = u32>, n_blocks: usize) {
        let entries: Vec<(u32, f32)> = numbers.map(|number| (number, number as f32 / 3.0)).collect();
        let mut row = Row::default();
        entries.iter().for_each(|&(number, value)| row.push(number, value));
        assert_eq!(row.entries().collect::<Vec<_>>(), entries);
        assert_eq!(row.blocks.len(), n_blocks);
    }

    #[test]
    fn entries_come_back() {
        check(0..0, 0);
        check(5..6, 1);
        check(7..7 + ROOM as u32, 1);
        check(0..1_000, 1_000_usize.div_ceil(ROOM));
        check([3, 3 + 65_535].into_iter(), 1);
        check([3, 3 + 65_536, u32::MAX].into_iter(), 3);
    }

    #[test]
    fn values_change_in_place() {
        let mut row = Row::default();
        (0..100).for_each(|number| row.push(2 * number, 1.0));
        row.change(|number, value| value + number as f32);
        assert_eq!(
            row.entries().collect::<Vec<_>>(),
            (0..100).map(|n| (2 * n, 1.0 + 2.0 * n as f32)).collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_block_fills_half_a_kilobyte() {
        assert!(size_of::<Block>() <= 504);
    }
}
