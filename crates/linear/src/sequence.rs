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

/// Most labels for which all steps to a place are taken side by side.
const FEW: usize = 8;

/// The best path through `emissions` (row-major, `n_labels` scores a place). Lower labels win ties.
pub fn viterbi(emissions: &[i32], transitions: &Transitions) -> Vec<usize> {
    match transitions.n_labels {
        0 => Vec::new(),
        n if n <= FEW => best_path::<FEW>(emissions, transitions),
        _ => best_path::<{ u8::MAX as usize }>(emissions, transitions),
    }
}

/// The same for at most `N` labels: rows of one length, so that one step of the machine serves several labels.
fn best_path<const N: usize>(emissions: &[i32], transitions: &Transitions) -> Vec<usize> {
    let n = transitions.n_labels;
    let row = |scores: &[i32]| -> [i32; N] {
        std::array::from_fn(|label| scores.get(label).copied().unwrap_or(FORBIDDEN))
    };
    let steps: Vec<[i32; N]> = transitions.scores.chunks_exact(n).map(row).collect();
    let mut places = emissions.chunks_exact(n);
    let (Some(first), Some(from_start)) = (places.next(), steps.get(n)) else { return Vec::new() };
    let mut best = row(first);
    best.iter_mut().zip(from_start).for_each(|(best, &step)| *best = best.saturating_add(step));
    let mut came_from: Vec<[u8; N]> = Vec::with_capacity(places.len());
    for emissions in places {
        let (mut next, mut from_best) = ([i32::MIN; N], [0; N]);
        for (from, (&before, steps)) in best.iter().zip(&steps).enumerate().take(n) {
            for ((next, from_best), &step) in next.iter_mut().zip(&mut from_best).zip(steps) {
                let score = before.saturating_add(step);
                *from_best = if score > *next { from as u8 } else { *from_best };
                *next = (*next).max(score);
            }
        }
        for (next, &emission) in next.iter_mut().zip(emissions) {
            *next = next.saturating_add(emission).max(FORBIDDEN * 2);
        }
        best = next;
        came_from.push(from_best);
    }
    let mut label = crate::model::argmax(&best[..n]);
    let mut path = vec![label];
    for came_from in came_from.iter().rev() {
        label = usize::from(came_from[label]);
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

    /// Checks paths against all that there are, for few labels and many.
    #[test]
    fn the_best_of_all_paths_is_found() {
        for n in [2, 3, 8, 9] {
            let number = |seed: usize| (seed.wrapping_mul(2_654_435_761) >> 7) as i32 % 50;
            let transitions = Transitions::new(n, |at| number(at + 7 * n));
            let emissions: Vec<i32> = (0..3 * n).map(|at| number(at + 1000)).collect();
            let score = |path: &[usize]| -> i32 {
                let steps = std::iter::once(&n).chain(path).zip(path);
                let steps = steps.map(|(&from, &to)| transitions.get(from, to)).sum::<i32>();
                steps + path.iter().enumerate().map(|(place, to)| emissions[place * n + to]).sum::<i32>()
            };
            let paths = (0..n * n * n).map(|number| [number / n / n, number / n % n, number % n]);
            let best = paths.map(|path| score(&path)).max().unwrap();
            assert_eq!(score(&viterbi(&emissions, &transitions)), best, "{n} labels");
        }
    }
}
