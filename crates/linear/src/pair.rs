//! [`Pair`]: two models over the same labels that share features, so that one lookup serves both.

use crate::{Model, Transitions, key_table::KeyTable};
use std::collections::BTreeMap;

/// Most labels of each model.
const STRIDE: usize = 8;

/// Two models in one table. The second may know features that the first does not.
#[derive(Clone, Debug)]
pub struct Pair {
    n_labels: usize,
    rows: KeyTable<[i8; 2 * STRIDE], 3>,
    transitions: [Transitions; 2],
}

/// Sums of the weights of some features, for both models; sums of groups of features add up to those of all.
///
/// At most 256 signed bytes fit sixteen bits: no place may have more features than that.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairSums([i16; 2 * STRIDE]);

impl PairSums {
    /// Adds the sums of other features.
    #[inline]
    pub fn add(&mut self, other: &PairSums) {
        self.add_all(other.0);
    }

    #[inline]
    fn add_row(&mut self, row: &[i8; 2 * STRIDE]) {
        self.add_all(row.map(i16::from));
    }

    /// On a copy, which the compiler knows to lie apart, so that all labels are added at once.
    #[inline]
    fn add_all(&mut self, more: [i16; 2 * STRIDE]) {
        let sums = self.0;
        self.0 = std::array::from_fn(|label| sums[label].wrapping_add(more[label]));
    }

    /// By label, those of the first model; zero past its labels.
    pub fn first(&self) -> &[i16] {
        &self.0[..STRIDE]
    }

    /// By label, those of the second model; zero past its labels.
    pub fn second(&self) -> &[i16] {
        &self.0[STRIDE..]
    }
}

impl Pair {
    /// Joins two models with the same labels, at most eight.
    pub fn new(first: &Model, second: &Model) -> Self {
        assert!(first.labels() == second.labels() && first.labels().len() <= STRIDE);
        let mut rows: BTreeMap<u32, [i8; 2 * STRIDE]> = BTreeMap::new();
        for (model, offset) in [(first, 0), (second, STRIDE)] {
            for (key, pairs) in model.rows() {
                let row = rows.entry(key).or_default();
                pairs.iter().for_each(|&(label, weight)| row[offset + usize::from(label)] = weight);
            }
        }
        let transitions = [first.transitions().clone(), second.transitions().clone()];
        let rows = KeyTable::new(&rows.into_iter().collect::<Vec<_>>());
        Pair { n_labels: first.labels().len(), rows, transitions }
    }

    /// Number of labels of each.
    pub fn n_labels(&self) -> usize {
        self.n_labels
    }

    /// The sums of the weights of some features.
    pub fn sums(&self, features: &[u32]) -> PairSums {
        let mut sums = PairSums::default();
        self.rows.for_each(features, |_, row| sums.add_row(row));
        sums
    }

    /// Adds to `sums` those of many lists of features at once: all lists one after the other, and where each ends.
    pub fn sums_of_each(&self, features: &[u32], ends: &[u32], sums: &mut Vec<PairSums>) {
        let first = sums.len();
        sums.resize(first + ends.len(), PairSums::default());
        let sums = &mut sums[first..];
        let mut list = 0;
        self.rows.for_each(features, |place, row| {
            while ends[list] as usize <= place {
                list += 1;
            }
            sums[list].add_row(row);
        });
    }

    /// Transitions of the first model.
    pub fn first_transitions(&self) -> &Transitions {
        &self.transitions[0]
    }

    /// Transitions of the second model.
    pub fn second_transitions(&self) -> &Transitions {
        &self.transitions[1]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Freeze, Trainer};

    fn model(features: &[u32]) -> Model {
        let mut trainer = Trainer::new(&["no", "yes"]);
        trainer.next_example();
        trainer.change(features, 1, 1.0);
        trainer.next_example();
        trainer.freeze(Freeze { prune_below: 0.0 })
    }

    #[test]
    fn a_pair_scores_as_its_models_do() {
        let (first, second) = (model(&[1, 2]), model(&[2, 3]));
        let pair = Pair::new(&first, &second);
        for features in [&[1][..], &[2], &[3], &[1, 2, 3], &[9]] {
            let (mut a, mut b) = ([0; 2], [0; 2]);
            first.add_scores(features, &mut a);
            second.add_scores(features, &mut b);
            let sums = pair.sums(features);
            let of_labels = |sums: &[i16]| [0, 1].map(|label| i32::from(sums[label]));
            assert_eq!([of_labels(sums.first()), of_labels(sums.second())], [a, b]);
            let mut apart = PairSums::default();
            features.iter().for_each(|&feature| apart.add(&pair.sums(&[feature])));
            assert_eq!(apart, sums);
        }
    }
}
