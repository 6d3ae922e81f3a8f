//! [`Model`]: frozen weights, one signed byte each, found by the exact 32-bit key of their feature.
//!
//! File: magic `WSLM`, version, then label names, transitions and rows sorted by key. A row is its key (4 bytes,
//! little endian), the number of its weights, and for each a label and a signed byte.

use crate::weights::{MOST_LABELS, MOST_SUMMED, Weights};
use crate::{Transitions, trainer::Row};
use thiserror::Error;

const MAGIC: &[u8; 4] = b"WSLM";
const VERSION: u8 = 1;

/// A frozen linear model. Scores are integers in units of [`Model::unit`].
#[derive(Clone, Debug)]
pub struct Model {
    labels: Vec<String>,
    unit: f32,
    transitions: Transitions,
    weights: Weights,
}

/// A file that is not a model of this version, or is damaged.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum ModelError {
    /// The file does not begin as a model does.
    #[error("not a whosaid model file")]
    NotAModel,
    /// Made by another version of the format.
    #[error("model file of format {found}, this program reads format {VERSION}")]
    OtherVersion {
        /// Version byte of the file.
        found: u8,
    },
    /// The file ends early or holds impossible numbers.
    #[error("model file damaged at byte {at}")]
    Damaged {
        /// Where reading stopped.
        at: usize,
    },
    /// The labels are not those that the program expects.
    #[error("model has labels {found:?}, expected {expected:?}")]
    OtherLabels {
        /// Labels of the file.
        found: Vec<String>,
        /// Labels asked for.
        expected: Vec<String>,
    },
}

impl Model {
    /// The label names, by index.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// What one point of score is worth in the trainer's scale.
    pub fn unit(&self) -> f32 {
        self.unit
    }

    /// Scores of one label following another, in the same unit.
    pub fn transitions(&self) -> &Transitions {
        &self.transitions
    }

    /// Number of features that have a weight.
    pub fn n_features(&self) -> usize {
        self.weights.len()
    }

    /// Refuses a model whose labels are not the expected ones, in order.
    ///
    /// # Errors
    /// [`ModelError::OtherLabels`].
    pub fn expect_labels(self, expected: &[&str]) -> Result<Self, ModelError> {
        if self.labels.iter().map(String::as_str).eq(expected.iter().copied()) {
            return Ok(self);
        }
        Err(ModelError::OtherLabels {
            found: self.labels,
            expected: expected.iter().map(|&label| label.to_owned()).collect(),
        })
    }

    /// Adds the weights of every feature to `scores` (one entry a label; the caller sets the start).
    pub fn add_scores(&self, features: &[u32], scores: &mut [i32]) {
        for features in features.chunks(MOST_SUMMED) {
            self.weights.add(features, scores);
        }
    }

    /// The label with the greatest score; the lower index wins a tie.
    pub fn best(&self, features: &[u32], scores: &mut Vec<i32>) -> usize {
        scores.clear();
        scores.resize(self.labels.len(), 0);
        self.add_scores(features, scores);
        argmax(scores)
    }

    /// The weights by key, keys rising.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (u32, Vec<(u8, i8)>)> + '_ {
        self.weights.rows()
    }

    /// The model as a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend_from_slice(MAGIC);
        out.push(VERSION);
        out.push(self.labels.len() as u8);
        for label in &self.labels {
            out.push(label.len() as u8);
            out.extend_from_slice(label.as_bytes());
        }
        out.extend_from_slice(&self.unit.to_le_bytes());
        self.transitions.write(&mut out);
        out.extend_from_slice(&(self.weights.len() as u32).to_le_bytes());
        for (key, pairs) in self.rows() {
            out.extend_from_slice(&key.to_le_bytes());
            out.push(pairs.len() as u8);
            for (label, weight) in pairs {
                out.extend_from_slice(&[label, weight as u8]);
            }
        }
        out
    }

    /// Reads a file made by [`Model::to_bytes`]. Never panics, whatever the bytes.
    ///
    /// # Errors
    /// [`ModelError`] says what is wrong with the file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let mut reader = Reader { bytes, at: 0 };
        if reader.take(4).ok() != Some(MAGIC) {
            return Err(ModelError::NotAModel);
        }
        let version = reader.byte()?;
        if version != VERSION {
            return Err(ModelError::OtherVersion { found: version });
        }
        let n_labels = usize::from(reader.byte()?);
        if n_labels > MOST_LABELS {
            return Err(reader.damaged());
        }
        let mut labels = Vec::new();
        for _ in 0..n_labels {
            let len = usize::from(reader.byte()?);
            let name = reader.take(len)?;
            labels.push(String::from_utf8(name.to_vec()).map_err(|_| reader.damaged())?);
        }
        let unit = f32::from_le_bytes(reader.array()?);
        let mut transitions = Transitions::free(n_labels);
        for from in 0..=n_labels {
            for to in 0..n_labels {
                transitions.set(from, to, i32::from_le_bytes(reader.array()?));
            }
        }
        let n_rows = u32::from_le_bytes(reader.array()?) as usize;
        if n_rows > bytes.len() / 5 {
            return Err(reader.damaged());
        }
        let mut rows = Vec::with_capacity(n_rows);
        for _ in 0..n_rows {
            let key = u32::from_le_bytes(reader.array()?);
            let n_pairs = usize::from(reader.byte()?);
            let mut pairs = Vec::with_capacity(n_pairs);
            for _ in 0..n_pairs {
                let [label, weight] = reader.array()?;
                if usize::from(label) >= n_labels {
                    return Err(reader.damaged());
                }
                pairs.push((label, weight as i8));
            }
            rows.push(Row { key, pairs });
        }
        if reader.at != bytes.len() || !rows.is_sorted_by(|a, b| a.key < b.key) {
            return Err(reader.damaged());
        }
        Ok(Model::from_rows(labels, unit, transitions, &rows))
    }

    /// A model of rows whose keys rise strictly.
    pub(crate) fn from_rows(labels: Vec<String>, unit: f32, transitions: Transitions, rows: &[Row]) -> Self {
        let weights = Weights::new(labels.len(), rows);
        Model { labels, unit, transitions, weights }
    }
}

/// Index of the greatest value; the first of equals.
pub(crate) fn argmax(scores: &[i32]) -> usize {
    let mut best = 0;
    for (idx, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = idx;
        }
    }
    best
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    fn damaged(&self) -> ModelError {
        ModelError::Damaged { at: self.at }
    }

    fn take(&mut self, n: usize) -> Result<&'a [u8], ModelError> {
        let taken = self.bytes.get(self.at..self.at + n).ok_or(self.damaged())?;
        self.at += n;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, ModelError> {
        Ok(self.take(1)?[0])
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        let taken = self.take(N)?;
        taken.try_into().map_err(|_| self.damaged())
    }
}
