//! [`Trainer`]: the averaged perceptron, for single decisions and for sequences.

use crate::{FORBIDDEN, Model, Transitions};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Learns weights. Deterministic: the same updates in the same order give the same model.
pub struct Trainer {
    labels: Vec<String>,
    rows: HashMap<u32, Vec<Weight>, BuildHasherDefault<KeyHasher>>,
    transitions: Vec<Weight>,
    forbidden: Vec<bool>,
    step: u32,
}

/// How to freeze a trained model.
#[derive(Clone, Copy, Debug)]
pub struct Freeze {
    /// Averaged weights below this share of the largest are dropped (0.01 is a good start).
    pub prune_below: f32,
}

#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    now: f32,
    sum: f64,
    since: u32,
}

/// A feature's weights on their way into or out of a file.
pub(crate) struct Row {
    pub key: u32,
    pub pairs: Vec<(u8, i8)>,
}

impl Row {
    pub fn dense<const N: usize>(&self) -> [i8; N] {
        let mut row = [0; N];
        self.pairs.iter().for_each(|&(label, weight)| row[usize::from(label)] = weight);
        row
    }
}

/// Keys are hashes already.
#[derive(Default)]
pub struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {
        debug_assert!(false, "only u32 keys are hashed");
    }
    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Weight {
    fn change(&mut self, by: f32, step: u32) {
        self.sum += f64::from(self.now) * f64::from(step - self.since);
        self.since = step;
        self.now += by;
    }

    fn average(&self, step: u32) -> f32 {
        let sum = self.sum + f64::from(self.now) * f64::from(step - self.since);
        (sum / f64::from(step.max(1))) as f32
    }
}

impl Trainer {
    /// A trainer for these labels, nothing learned.
    pub fn new(labels: &[&str]) -> Self {
        let n = labels.len();
        Trainer {
            labels: labels.iter().map(|&label| label.to_owned()).collect(),
            rows: HashMap::default(),
            transitions: vec![Weight::default(); (n + 1) * n],
            forbidden: vec![false; (n + 1) * n],
            step: 0,
        }
    }

    /// Number of labels.
    pub fn n_labels(&self) -> usize {
        self.labels.len()
    }

    /// Never lets `to` follow `from` (`from == n_labels()`: the start).
    pub fn forbid(&mut self, from: usize, to: usize) {
        self.forbidden[from * self.labels.len() + to] = true;
    }

    /// Starts the next example; averages count examples.
    pub fn next_example(&mut self) {
        self.step += 1;
    }

    /// Adds the present weights of the features to `scores` (one entry a label).
    pub fn add_scores(&self, features: &[u32], scores: &mut [f32]) {
        for row in features.iter().filter_map(|key| self.rows.get(key)) {
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += weight.now;
            }
        }
    }

    /// Adds `by` to the weights of these features for one label.
    pub fn change(&mut self, features: &[u32], label: usize, by: f32) {
        let (n, step) = (self.labels.len(), self.step);
        for &key in features {
            self.rows.entry(key).or_insert_with(|| vec![Weight::default(); n])[label].change(by, step);
        }
    }

    /// One greedy step: predicts, and on an error moves towards gold. Gives the prediction.
    pub fn learn_one(&mut self, features: &[u32], gold: usize) -> usize {
        self.next_example();
        let mut scores = vec![0.0; self.n_labels()];
        self.add_scores(features, &mut scores);
        let predicted = argmax(&scores);
        if predicted != gold {
            self.change(features, gold, 1.0);
            self.change(features, predicted, -1.0);
        }
        predicted
    }

    /// One structured step over a sequence: `features[k]` holds at place `k`. Gives the number of wrong labels.
    pub fn learn_sequence(&mut self, features: &[Vec<u32>], gold: &[usize]) -> usize {
        self.next_example();
        let path = self.decode(features);
        let wrong = path.iter().zip(gold).filter(|(a, b)| a != b).count();
        if wrong == 0 {
            return 0;
        }
        let start = self.n_labels();
        for place in 0..gold.len() {
            if path[place] != gold[place] {
                self.change(&features[place], gold[place], 1.0);
                self.change(&features[place], path[place], -1.0);
            }
            let before = |labels: &[usize]| if place == 0 { start } else { labels[place - 1] };
            let (from_gold, from_path) = (before(gold), before(&path));
            if (from_gold, gold[place]) != (from_path, path[place]) {
                self.change_transition(from_gold, gold[place], 1.0);
                self.change_transition(from_path, path[place], -1.0);
            }
        }
        wrong
    }

    /// The best path under the present weights.
    pub fn decode(&self, features: &[Vec<u32>]) -> Vec<usize> {
        let n = self.n_labels();
        let mut emissions = Vec::with_capacity(features.len() * n);
        let mut scores = vec![0.0; n];
        for place in features {
            scores.fill(0.0);
            self.add_scores(place, &mut scores);
            emissions.extend(scores.iter().map(|score| (score * 64.0) as i32));
        }
        crate::viterbi(&emissions, &self.transitions_now())
    }

    fn transitions_now(&self) -> Transitions {
        self.make_transitions(|weight| (weight.now * 64.0) as i32)
    }

    fn make_transitions(&self, value: impl Fn(&Weight) -> i32) -> Transitions {
        let n = self.n_labels();
        let mut transitions = Transitions::free(n);
        for from in 0..=n {
            for to in 0..n {
                let at = from * n + to;
                let score = if self.forbidden[at] { FORBIDDEN } else { value(&self.transitions[at]) };
                transitions.set(from, to, score);
            }
        }
        transitions
    }

    fn change_transition(&mut self, from: usize, to: usize, by: f32) {
        let (n, step) = (self.n_labels(), self.step);
        self.transitions[from * n + to].change(by, step);
    }

    /// The averaged weights, pruned and rounded to signed bytes.
    pub fn freeze(&self, how: Freeze) -> Model {
        let averages = |weights: &[Weight]| -> Vec<f32> {
            weights.iter().map(|weight| weight.average(self.step)).collect()
        };
        let mut rows: Vec<(u32, Vec<f32>)> =
            self.rows.iter().map(|(&key, weights)| (key, averages(weights))).collect();
        rows.sort_unstable_by_key(|row| row.0);
        let largest = rows.iter().flat_map(|row| &row.1).fold(0.0f32, |most, weight| most.max(weight.abs()));
        let unit = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let least = largest * how.prune_below;
        let frozen: Vec<Row> = rows
            .iter()
            .map(|(key, weights)| {
                let kept = weights.iter().enumerate().filter(|(_, weight)| weight.abs() >= least);
                let bytes = kept.map(|(label, weight)| (label as u8, (weight / unit).round() as i8));
                Row { key: *key, pairs: bytes.filter(|&(_, weight)| weight != 0).collect() }
            })
            .filter(|row| !row.pairs.is_empty())
            .collect();
        let transitions = self.make_transitions(|weight| (weight.average(self.step) / unit).round() as i32);
        Model::from_rows(self.labels.clone(), unit, transitions, &frozen)
    }
}

fn argmax(scores: &[f32]) -> usize {
    let mut best = 0;
    for (idx, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = idx;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ModelError, hash};

    fn small_model() -> Model {
        let mut trainer = Trainer::new(&["no", "yes"]);
        for _ in 0..50 {
            trainer.learn_one(&[hash("a"), hash("b")], 1);
            trainer.learn_one(&[hash("b")], 0);
        }
        trainer.freeze(Freeze { prune_below: 0.1 })
    }

    #[test]
    fn a_model_learns_and_survives_its_file() {
        let model = small_model();
        let bytes = model.to_bytes();
        let read = Model::from_bytes(&bytes).unwrap();
        assert_eq!(read.to_bytes(), bytes);
        let mut scores = Vec::new();
        assert_eq!(read.best(&[hash("a"), hash("b")], &mut scores), 1);
        assert_eq!(read.best(&[hash("b")], &mut scores), 0);
    }

    #[test]
    fn damaged_and_foreign_files_are_refused() {
        let bytes = small_model().to_bytes();
        assert_eq!(Model::from_bytes(b"PK").unwrap_err(), ModelError::NotAModel);
        for cut in 4..bytes.len() {
            assert!(Model::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
        }
        assert!(small_model().expect_labels(&["yes", "no"]).is_err());
    }

    #[test]
    fn a_sequence_is_learned() {
        let mut trainer = Trainer::new(&["O", "B", "I"]);
        trainer.forbid(0, 2);
        trainer.forbid(3, 2);
        let words = ["x", "x", "b", "i", "x"].map(|word| vec![hash(word)]);
        let gold = [0, 0, 1, 2, 0];
        for _ in 0..50 {
            trainer.learn_sequence(&words, &gold);
        }
        assert_eq!(trainer.decode(&words), gold);
    }
}
