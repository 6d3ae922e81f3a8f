//! [`TokenScores`]: scores of labels for every token of a text, however they were made.

use crate::{Transitions, viterbi};
use std::ops::Range;

/// Scores of each label for each token, and of one label following another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenScores {
    transitions: Transitions,
    scores: Vec<i32>,
}

impl TokenScores {
    /// No score for any of `n_tokens` tokens.
    pub fn new(transitions: Transitions, n_tokens: usize) -> Self {
        let scores = vec![0; n_tokens * transitions.n_labels()];
        TokenScores { transitions, scores }
    }

    /// Number of labels.
    pub fn n_labels(&self) -> usize {
        self.transitions.n_labels()
    }

    /// Scores of one label following another.
    pub fn transitions(&self) -> &Transitions {
        &self.transitions
    }

    /// The scores of one token, by label. Empty past the last token.
    pub fn of(&self, token_idx: usize) -> &[i32] {
        let n = self.n_labels();
        self.scores.get(token_idx * n..(token_idx + 1) * n).unwrap_or(&[])
    }

    /// The scores of one token, to be written. Empty past the last token.
    pub fn of_mut(&mut self, token_idx: usize) -> &mut [i32] {
        let n = self.n_labels();
        self.scores.get_mut(token_idx * n..(token_idx + 1) * n).unwrap_or(&mut [])
    }

    /// The best labels of a run of tokens taken as one sequence. Tokens past the last have none.
    pub fn best(&self, tokens: Range<usize>) -> Vec<usize> {
        let n = self.n_labels();
        let end = (tokens.end * n).min(self.scores.len());
        viterbi(&self.scores[(tokens.start * n).min(end)..end], &self.transitions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FORBIDDEN;

    #[test]
    fn a_run_is_labeled_by_its_own_tokens_alone() {
        let mut transitions = Transitions::free(2);
        transitions.set(2, 1, FORBIDDEN);
        let mut scores = TokenScores::new(transitions, 3);
        (0..3).for_each(|token_idx| scores.of_mut(token_idx)[1] = 5);
        assert_eq!(scores.best(0..3), [0, 1, 1]);
        assert_eq!(scores.best(1..3), [0, 1]);
        assert_eq!(scores.best(2..9), [0]);
        assert!(scores.best(7..9).is_empty());
        assert!(scores.of(3).is_empty());
    }
}
