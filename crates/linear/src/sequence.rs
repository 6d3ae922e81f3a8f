//! [`viterbi`]: the best sequence of labels under per-place scores and transitions.

/// Score of a transition that must not happen.
pub const FORBIDDEN: i32 = i32::MIN / 4;

/// Scores of one label following another; row `n_labels` is the start of the sequence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transitions {
    n_labels: usize,
    scores: Vec<i32>,
}

impl Transitions {
    /// All transitions allowed at no cost.
    pub fn free(n_labels: usize) -> Self {
        Transitions { n_labels, scores: vec![0; (n_labels + 1) * n_labels] }
    }

    /// Transitions by their place in the table: `from * n_labels + to`.
    pub(crate) fn new(n_labels: usize, score: impl Fn(usize) -> i32) -> Self {
        Transitions { n_labels, scores: (0..(n_labels + 1) * n_labels).map(score).collect() }
    }

    /// Number of labels.
    pub fn n_labels(&self) -> usize {
        self.n_labels
    }

    /// Score of `to` right after `from` (`from == n_labels()`: at the start).
    pub fn get(&self, from: usize, to: usize) -> i32 {
        self.scores[from * self.n_labels + to]
    }

    /// Sets the score of `to` right after `from`.
    pub fn set(&mut self, from: usize, to: usize, score: i32) {
        self.scores[from * self.n_labels + to] = score;
    }

    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        self.scores.iter().for_each(|score| out.extend_from_slice(&score.to_le_bytes()));
    }
}

/// The best path through `emissions` (row-major, `n_labels` scores a place). Lower labels win ties.
pub fn viterbi(emissions: &[i32], transitions: &Transitions) -> Vec<usize> {
    let n = transitions.n_labels;
    let n_places = emissions.len().checked_div(n).unwrap_or(0);
    if n_places == 0 {
        return Vec::new();
    }
    let mut best: Vec<i32> = (0..n).map(|to| emissions[to].saturating_add(transitions.get(n, to))).collect();
    let mut came_from = vec![0u8; n_places * n];
    let mut next = vec![0i32; n];
    for place in 1..n_places {
        for to in 0..n {
            let (mut from_best, mut score_best) = (0, i32::MIN);
            for (from, &score) in best.iter().enumerate() {
                let score = score.saturating_add(transitions.get(from, to));
                if score > score_best {
                    (from_best, score_best) = (from, score);
                }
            }
            next[to] = score_best.saturating_add(emissions[place * n + to]).max(FORBIDDEN * 2);
            came_from[place * n + to] = from_best as u8;
        }
        std::mem::swap(&mut best, &mut next);
    }
    let mut label = crate::model::argmax(&best);
    let mut path = vec![label];
    for place in (1..n_places).rev() {
        label = usize::from(came_from[place * n + label]);
        path.push(label);
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forbidden_step_is_never_taken() {
        let mut transitions = Transitions::free(2);
        transitions.set(2, 1, FORBIDDEN);
        transitions.set(0, 1, FORBIDDEN);
        assert_eq!(viterbi(&[0, 9, 0, 9, 0, 9], &transitions), [0, 0, 0]);
        transitions.set(0, 1, -5);
        assert_eq!(viterbi(&[0, 9, 0, 9, 0, 9], &transitions), [0, 1, 1]);
        assert!(viterbi(&[], &transitions).is_empty());
    }
}
