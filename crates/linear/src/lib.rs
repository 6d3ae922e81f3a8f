//! Sparse linear models: training by averaged perceptron, a small int8 file, fast exact scoring.
//!
//! A model knows labels (an index each) and features (a 32-bit hash each); what they mean is its user's business.
//! Start with [`Features`] (how a feature is named), [`Model`] (frozen, scores), [`Trainer`] (learns and freezes
//! into a model), [`SequenceTrainer`] (the same for many sequences at once) and [`viterbi`] (the best sequence of labels). Scores are sums of integers, so they are the same
//! in any order and on any machine.
//!
//! Averaging follows Collins (2002), "Discriminative Training Methods for Hidden Markov Models".

mod examples;
mod features;
mod filter;
mod kept_sums;
mod key_table;
mod model;
mod pair;
mod sequence;
mod sequence_trainer;
mod slots;
mod token_scores;
mod trainer;
mod weights;

pub use examples::Examples;
pub use features::{Features, hash, mix};
pub use kept_sums::KeptSums;
pub use model::{Model, ModelError};
pub use pair::{Pair, PairSums};
pub use sequence::{FORBIDDEN, Transitions, viterbi};
pub use sequence_trainer::{Schedule, SequenceTrainer};
pub use token_scores::TokenScores;
pub use trainer::{Freeze, Trainer};
