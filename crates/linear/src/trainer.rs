//! [`Trainer`]: the averaged perceptron, for single decisions and for sequences.

use crate::{FORBIDDEN, Model, Transitions, slots::Slots};

/// Learns weights. Eight bytes a feature and label. Deterministic: the same updates in the same order give the same model.
pub struct Trainer {
    labels: Vec<String>,
    slots: Slots,
    /// The weights of row `k` stand from `k * n_labels`.
    weights: Vec<Weight>,
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

/// A weight now, and the sum of its changes times their step: the average is `now - sum / steps`.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    now: f32,
    sum: f32,
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

impl Weight {
    fn change(&mut self, by: f32, step: u32) {
        self.now += by;
        self.sum += by * step as f32;
    }

    fn average(&self, step: u32) -> f32 {
        self.now - self.sum / step.max(1) as f32
    }
}

impl Trainer {
    /// A trainer for these labels, nothing learned.
    pub fn new(labels: &[&str]) -> Self {
        let n = labels.len();
        Trainer {
            labels: labels.iter().map(|&label| label.to_owned()).collect(),
            slots: Slots::with_room(1 << 12),
            weights: Vec::new(),
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
        let n = self.labels.len();
        for row in features.iter().filter_map(|&key| self.slots.find(key)) {
            for (score, weight) in scores.iter_mut().zip(&self.weights[row * n..]) {
                *score += weight.now;
            }
        }
    }

    /// Adds `by` to the weights of these features for one label.
    pub fn change(&mut self, features: &[u32], label: usize, by: f32) {
        let (n, step) = (self.labels.len(), self.step);
        for &key in features {
            let row = self.slots.find_or_add(key);
            if row * n == self.weights.len() {
                self.weights.resize((row + 1) * n, Weight::default());
            }
            self.weights[row * n + label].change(by, step);
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
        Transitions::new(self.n_labels(), |at| {
            if self.forbidden[at] { FORBIDDEN } else { value(&self.transitions[at]) }
        })
    }

    fn change_transition(&mut self, from: usize, to: usize, by: f32) {
        let (n, step) = (self.n_labels(), self.step);
        self.transitions[from * n + to].change(by, step);
    }

    /// The averaged weights, pruned and rounded to signed bytes.
    pub fn freeze(&self, how: Freeze) -> Model {
        let n = self.n_labels();
        let rows = self.slots.iter().map(|(key, row)| {
            let weights = &self.weights[row * n..(row + 1) * n];
            (key, weights.iter().map(|weight| weight.average(self.step)).collect())
        });
        freeze(&self.labels, rows, how, |unit| {
            self.make_transitions(|weight| (weight.average(self.step) / unit).round() as i32)
        })
    }
}

/// Prunes and rounds averaged weights; `transitions` gives its scores for the unit that is chosen.
pub(crate) fn freeze(
    labels: &[String],
    rows: impl Iterator<Item = (u32, Vec<f32>)> + Clone,
    how: Freeze,
    transitions: impl Fn(f32) -> Transitions,
) -> Model {
    let most = |most: f32, weights: &[f32]| weights.iter().fold(most, |most, weight| most.max(weight.abs()));
    let largest = rows.clone().fold(0.0, |so_far, (_, weights)| most(so_far, &weights));
    let unit = if largest > 0.0 { largest / 127.0 } else { 1.0 };
    let least = largest * how.prune_below;
    let mut frozen: Vec<Row> = rows
        .map(|(key, weights)| {
            let kept = weights.iter().enumerate().filter(|(_, weight)| weight.abs() >= least);
            let bytes = kept.map(|(label, weight)| (label as u8, (weight / unit).round() as i8));
            Row { key, pairs: bytes.filter(|&(_, weight)| weight != 0).collect() }
        })
        .filter(|row| !row.pairs.is_empty())
        .collect();
    frozen.sort_unstable_by_key(|row| row.key);
    Model::from_rows(labels.to_vec(), unit, transitions(unit), &frozen)
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
