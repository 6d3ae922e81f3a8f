//! [`Pair`]: two models over the same labels that share features, so that one lookup serves both.

use crate::{Model, Transitions, key_index::KeyIndex};
use std::collections::BTreeMap;

/// Most labels of each model.
const STRIDE: usize = 8;

/// Two models in one table. The second may know features that the first does not.
#[derive(Clone, Debug)]
pub struct Pair {
    n_labels: usize,
    index: KeyIndex,
    /// A row of zeros stands at the end, for features without one.
    weights: Vec<[i8; 2 * STRIDE]>,
    transitions: [Transitions; 2],
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
        let index = KeyIndex::new(rows.keys().copied());
        let weights = rows.into_values().chain([[0; 2 * STRIDE]]).collect();
        Pair { n_labels: first.labels().len(), index, weights, transitions }
    }

    /// Number of labels of each.
    pub fn n_labels(&self) -> usize {
        self.n_labels
    }

    /// Adds the weights of every feature to the scores of both models.
    pub fn add_both(&self, features: &[u32], first: &mut [i32], second: &mut [i32]) {
        let sums = self.sums(features);
        first.iter_mut().zip(&sums[..STRIDE]).for_each(|(score, &sum)| *score += i32::from(sum));
        second.iter_mut().zip(&sums[STRIDE..]).for_each(|(score, &sum)| *score += i32::from(sum));
    }

    /// Adds the weights of every feature to the scores of the second model.
    pub fn add_second(&self, features: &[u32], second: &mut [i32]) {
        let sums = self.sums(features);
        second.iter_mut().zip(&sums[STRIDE..]).for_each(|(score, &sum)| *score += i32::from(sum));
    }

    /// Sums of at most 256 signed bytes fit sixteen bits; more features than that saturate.
    fn sums(&self, features: &[u32]) -> [i16; 2 * STRIDE] {
        let mut sums = [0i16; 2 * STRIDE];
        self.index.for_each_row(features, |row| {
            for (sum, &weight) in sums.iter_mut().zip(&self.weights[row]) {
                *sum = sum.saturating_add(i16::from(weight));
            }
        });
        sums
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
            let (mut a, mut b, mut both) = ([0; 2], [0; 2], [[0; 2]; 2]);
            first.add_scores(features, &mut a);
            second.add_scores(features, &mut b);
            let [x, y] = &mut both;
            pair.add_both(features, x, y);
            assert_eq!(both, [a, b]);
            let mut alone = [0; 2];
            pair.add_second(features, &mut alone);
            assert_eq!(alone, b);
        }
    }
}
