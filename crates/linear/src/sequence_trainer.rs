//! [`SequenceTrainer`]: the structured averaged perceptron over many sequences.

use crate::trainer::{Freeze, freeze};
use crate::{Examples, FORBIDDEN, Model, Transitions, viterbi};

/// Weights a row: the most labels that a sequence trainer takes.
const STRIDE: usize = 8;

/// Learns sequence labels from numbered [`Examples`]. Sixteen bytes a feature to read, thirty-two to average.
pub struct SequenceTrainer {
    labels: Vec<String>,
    now: Vec<[i16; STRIDE]>,
    /// Sum of step times change; the average is `now - sum / steps`.
    sum: Vec<[f32; STRIDE]>,
    transitions: Vec<(i32, f64)>,
    forbidden: Vec<bool>,
    step: u32,
}

/// How to learn.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// Times that all sequences are seen.
    pub n_epochs: usize,
    /// Added to the score of every wrong label while learning, in units of one update.
    pub margin: i32,
    /// Start of the shuffle.
    pub seed: u64,
}

impl SequenceTrainer {
    /// A trainer for these labels (at most eight) and the features of `examples`.
    pub fn new(labels: &[&str], examples: &Examples) -> Self {
        assert!(labels.len() <= STRIDE, "at most {STRIDE} labels");
        let n = labels.len();
        SequenceTrainer {
            labels: labels.iter().map(|&label| label.to_owned()).collect(),
            now: vec![[0; STRIDE]; examples.n_features()],
            sum: vec![[0.0; STRIDE]; examples.n_features()],
            transitions: vec![(0, 0.0); (n + 1) * n],
            forbidden: vec![false; (n + 1) * n],
            step: 0,
        }
    }

    /// Never lets `to` follow `from` (`from` equal to the number of labels: the start).
    pub fn forbid(&mut self, from: usize, to: usize) {
        self.forbidden[from * self.labels.len() + to] = true;
    }

    /// Learns from the sequences whose number `chosen` accepts, in shuffled order.
    pub fn learn(&mut self, examples: &Examples, schedule: Schedule, chosen: impl Fn(usize) -> bool) {
        let mut order: Vec<usize> =
            (0..examples.n_sequences()).filter(|&sequence| chosen(sequence)).collect();
        let mut random = schedule.seed | 1;
        for _ in 0..schedule.n_epochs {
            for last in (1..order.len()).rev() {
                random ^= random << 13;
                random ^= random >> 7;
                random ^= random << 17;
                order.swap(last, (random % (last as u64 + 1)) as usize);
            }
            for &sequence in &order {
                self.learn_one(examples, sequence, schedule.margin);
            }
        }
    }

    /// The best labels of a sequence under the present weights.
    pub fn decode(&self, examples: &Examples, sequence: usize) -> Vec<usize> {
        viterbi(&self.emissions(examples, sequence, 0), &self.transitions_now())
    }

    /// Puts the averaged weights in the place of the present ones, in a finer unit: the end of learning, the
    /// start of [`SequenceTrainer::decode`].
    pub fn settle(&mut self) {
        let steps = self.step.max(1) as f32;
        let averages = |now: &[i16; STRIDE], sum: &[f32; STRIDE]| -> [f32; STRIDE] {
            std::array::from_fn(|label| f32::from(now[label]) - sum[label] / steps)
        };
        let rows = self.now.iter().zip(&self.sum);
        let largest =
            rows.flat_map(|(now, sum)| averages(now, sum)).fold(0.0f32, |most, w| most.max(w.abs()));
        let scale = if largest > 0.0 { 30_000.0 / largest } else { 1.0 };
        for (now, sum) in self.now.iter_mut().zip(&mut self.sum) {
            *now = averages(now, sum).map(|weight| (weight * scale).round() as i16);
            *sum = [0.0; STRIDE];
        }
        for (now, sum) in &mut self.transitions {
            *now = ((f64::from(*now) - *sum / f64::from(steps)) * f64::from(scale)).round() as i32;
            *sum = 0.0;
        }
    }

    fn learn_one(&mut self, examples: &Examples, sequence: usize, margin: i32) {
        self.step += 1;
        let path = viterbi(&self.emissions(examples, sequence, margin), &self.transitions_now());
        let places = examples.places(sequence);
        let gold = examples.gold(places.clone());
        let (mut gold_before, mut path_before) = (self.labels.len(), self.labels.len());
        for (place, (&gold, &path)) in places.zip(gold.iter().zip(&path)) {
            let gold = usize::from(gold);
            if gold != path {
                self.change(examples.rows(place), gold, path);
            }
            if (gold_before, gold) != (path_before, path) {
                self.change_transition(gold_before, gold, 1);
                self.change_transition(path_before, path, -1);
            }
            (gold_before, path_before) = (gold, path);
        }
    }

    fn change(&mut self, rows: &[u32], gold: usize, path: usize) {
        let step = self.step as f32;
        for &row in rows {
            let (now, sum) = (&mut self.now[row as usize], &mut self.sum[row as usize]);
            now[gold] = now[gold].saturating_add(1);
            now[path] = now[path].saturating_sub(1);
            sum[gold] += step;
            sum[path] -= step;
        }
    }

    fn change_transition(&mut self, from: usize, to: usize, by: i32) {
        let (now, sum) = &mut self.transitions[from * self.labels.len() + to];
        *now += by;
        *sum += f64::from(by) * f64::from(self.step);
    }

    fn emissions(&self, examples: &Examples, sequence: usize, margin: i32) -> Vec<i32> {
        let n = self.labels.len();
        let places = examples.places(sequence);
        let gold = examples.gold(places.clone());
        let mut emissions = Vec::with_capacity(gold.len() * n);
        for (place, &gold) in places.zip(gold) {
            let mut scores = [0i32; STRIDE];
            for &row in examples.rows(place) {
                for (score, weight) in scores.iter_mut().zip(&self.now[row as usize]) {
                    *score += i32::from(*weight);
                }
            }
            scores.iter_mut().for_each(|score| *score += margin);
            scores[usize::from(gold)] -= margin;
            emissions.extend_from_slice(&scores[..n]);
        }
        emissions
    }

    fn transitions_now(&self) -> Transitions {
        self.make_transitions(|&(now, _)| now)
    }

    fn make_transitions(&self, value: impl Fn(&(i32, f64)) -> i32) -> Transitions {
        Transitions::new(self.labels.len(), |at| {
            if self.forbidden[at] { FORBIDDEN } else { value(&self.transitions[at]) }
        })
    }

    /// The averaged weights, pruned and rounded to signed bytes.
    pub fn freeze(&self, examples: &Examples, how: Freeze) -> Model {
        let n = self.labels.len();
        let steps = self.step.max(1) as f32;
        let rows = examples.keys().iter().zip(self.now.iter().zip(&self.sum)).map(|(&key, (now, sum))| {
            (key, (0..n).map(|label| f32::from(now[label]) - sum[label] / steps).collect())
        });
        freeze(&self.labels, rows, how, |unit| {
            self.make_transitions(|&(now, sum)| {
                let average = f64::from(now) - sum / f64::from(steps);
                (average / f64::from(unit)).round() as i32
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;

    #[test]
    fn sequences_are_learned_and_survive_freezing() {
        let mut examples = Examples::new();
        for words in [["x", "b", "i"], ["b", "i", "x"], ["x", "x", "b"], ["x", "i", "x"]] {
            for (place, word) in words.iter().enumerate() {
                let after_b = place > 0 && words[place - 1] == "b";
                let gold = if *word == "b" {
                    1
                } else if *word == "i" && after_b {
                    2
                } else {
                    0
                };
                examples.push_place(&[hash(word)], gold);
            }
            examples.end_sequence();
        }
        examples.number(1);
        let mut trainer = SequenceTrainer::new(&["O", "B", "I"], &examples);
        trainer.forbid(0, 2);
        trainer.forbid(3, 2);
        trainer.learn(&examples, Schedule { n_epochs: 30, margin: 1, seed: 7 }, |_| true);
        assert_eq!(trainer.decode(&examples, 0), [0, 1, 2]);
        assert_eq!(trainer.decode(&examples, 3), [0, 0, 0]);
        let model = trainer.freeze(&examples, Freeze { prune_below: 0.0 });
        let mut emissions = Vec::new();
        for word in ["x", "b", "i"] {
            let mut scores = [0; 3];
            model.add_scores(&[hash(word)], &mut scores);
            emissions.extend(scores);
        }
        assert_eq!(viterbi(&emissions, model.transitions()), [0, 1, 2]);
    }

    #[test]
    fn rare_features_are_dropped() {
        let mut examples = Examples::new();
        examples.push_place(&[1, 2], 0);
        examples.push_place(&[2, 3], 0);
        examples.end_sequence();
        examples.number(2);
        assert_eq!((examples.n_features(), examples.rows(0), examples.rows(1)), (1, &[0][..], &[0][..]));
    }
}
