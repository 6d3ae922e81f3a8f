//! [`Examples`]: many labelled sequences in flat arrays, as [`SequenceTrainer`](crate::SequenceTrainer) reads them.

use crate::slots::Slots;
use std::ops::Range;

/// Labelled sequences. Four bytes a feature; nothing else grows with the features.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    /// Keys at first, row numbers once [`Examples::number`] has run.
    features: Vec<u32>,
    place_ends: Vec<usize>,
    gold: Vec<u8>,
    sequence_ends: Vec<usize>,
    /// Key of each row.
    keys: Vec<u32>,
}

impl Examples {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next place of the present sequence.
    pub fn push_place(&mut self, features: &[u32], gold: usize) {
        debug_assert!(self.keys.is_empty(), "examples are numbered already");
        self.features.extend_from_slice(features);
        self.place_ends.push(self.features.len());
        self.gold.push(gold as u8);
    }

    /// Ends the present sequence; one without places is not counted.
    pub fn end_sequence(&mut self) {
        if self.sequence_ends.last().copied().unwrap_or(0) < self.gold.len() {
            self.sequence_ends.push(self.gold.len());
        }
    }

    /// Number of sequences.
    pub fn n_sequences(&self) -> usize {
        self.sequence_ends.len()
    }

    /// Number of distinct features, once numbered.
    pub fn n_features(&self) -> usize {
        self.keys.len()
    }

    /// Drops features that occur fewer than `least` times and numbers the others by first occurrence.
    pub fn number(&mut self, least: u32) {
        let mut slots = Slots::with_room(self.features.len() / 16);
        let mut counts: Vec<u32> = Vec::new();
        for feature in &mut self.features {
            let key = *feature;
            let row = slots.find_or_add(key);
            *feature = row as u32;
            if row == counts.len() {
                counts.push(0);
                self.keys.push(key);
            }
            counts[row] += 1;
        }
        drop(slots);
        let mut kept = 0;
        let renumbered: Vec<u32> = (0..counts.len())
            .map(|row| {
                if counts[row] < least {
                    return u32::MAX;
                }
                self.keys[kept] = self.keys[row];
                kept += 1;
                kept as u32 - 1
            })
            .collect();
        self.keys.truncate(kept);
        self.renumber(&renumbered);
    }

    fn renumber(&mut self, renumbered: &[u32]) {
        let (mut write, mut start) = (0, 0);
        for end in &mut self.place_ends {
            for read in start..*end {
                let row = renumbered[self.features[read] as usize];
                if row != u32::MAX {
                    self.features[write] = row;
                    write += 1;
                }
            }
            start = *end;
            *end = write;
        }
        self.features.truncate(write);
    }

    pub(crate) fn places(&self, sequence: usize) -> Range<usize> {
        let start = if sequence == 0 { 0 } else { self.sequence_ends[sequence - 1] };
        start..self.sequence_ends[sequence]
    }

    pub(crate) fn rows(&self, place: usize) -> &[u32] {
        let start = if place == 0 { 0 } else { self.place_ends[place - 1] };
        &self.features[start..self.place_ends[place]]
    }

    pub(crate) fn gold(&self, places: Range<usize>) -> &[u8] {
        &self.gold[places]
    }

    pub(crate) fn keys(&self) -> &[u32] {
        &self.keys
    }
}
