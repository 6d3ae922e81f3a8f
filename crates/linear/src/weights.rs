//! [`Weights`]: the weights of a model by key, laid out so that adding up many rows waits little.

use crate::{key_table::KeyTable, trainer::Row};

/// Most labels of a model.
pub(crate) const MOST_LABELS: usize = 64;
/// So many signed bytes fit sixteen bits when summed.
pub(crate) const MOST_SUMMED: usize = 256;
/// Most labels for which every row is whole.
const NARROW: usize = 8;
/// Weights of a row of many labels that is kept short.
const SHORT: usize = 4;
/// In place of the first label of a short row: the row is whole, its number is in the weights.
const IS_WHOLE: u8 = u8::MAX;

/// Labels that have a weight, with their weights.
type LabelWeights = Vec<(u8, i8)>;

/// Weights by the key of their feature.
#[derive(Clone, Debug)]
pub(crate) enum Weights {
    /// A weight for each of few labels.
    Narrow(KeyTable<[i8; NARROW], 5>),
    /// Rows of few weights are kept as these; common features have many, and theirs are kept whole.
    Wide {
        /// One for every key.
        short: KeyTable<ShortRow, 5>,
        /// A weight for each label.
        whole: Vec<WholeRow>,
    },
}

/// A few labels with their weights; what is left over adds zero to the first label.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ShortRow {
    labels: [u8; SHORT],
    weights: [i8; SHORT],
}

/// A weight for each label, within one line of the cache.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
pub(crate) struct WholeRow([i8; MOST_LABELS]);

impl Weights {
    /// Lays out the rows of a model, keys rising.
    pub fn new(n_labels: usize, rows: &[Row]) -> Self {
        if n_labels <= NARROW {
            let rows: Vec<(u32, [i8; NARROW])> = rows.iter().map(|row| (row.key, row.dense())).collect();
            return Weights::Narrow(KeyTable::new(&rows));
        }
        let mut whole = Vec::new();
        let short: Vec<(u32, ShortRow)> =
            rows.iter().map(|row| (row.key, ShortRow::new(row, &mut whole))).collect();
        Weights::Wide { short: KeyTable::new(&short), whole }
    }

    /// Number of features that have a weight.
    pub fn len(&self) -> usize {
        match self {
            Weights::Narrow(rows) => rows.len(),
            Weights::Wide { short, .. } => short.len(),
        }
    }

    /// Adds the weights of at most [`MOST_SUMMED`] features to `scores`.
    pub fn add(&self, features: &[u32], scores: &mut [i32]) {
        match self {
            Weights::Narrow(rows) => {
                let mut sums = [0i16; NARROW];
                rows.for_each(features, |_, row| add_row(&mut sums, row));
                add_sums(scores, &sums);
            }
            Weights::Wide { short, whole } => {
                let mut sums = [0i16; MOST_LABELS];
                short.for_each(features, |_, row| match row.whole() {
                    Some(number) => add_row(&mut sums, &whole[number].0),
                    None => row.add(&mut sums),
                });
                add_sums(scores, &sums);
            }
        }
    }

    /// Keys, rising, with the labels that have a weight.
    pub fn rows(&self) -> Box<dyn Iterator<Item = (u32, LabelWeights)> + '_> {
        let labelled = |weights: &[i8]| -> LabelWeights {
            let pairs = (0u8..).zip(weights.iter().copied());
            pairs.filter(|&(_, weight)| weight != 0).collect()
        };
        match self {
            Weights::Narrow(rows) => Box::new(rows.iter().map(move |(key, row)| (key, labelled(row)))),
            Weights::Wide { short, whole } => {
                Box::new(short.iter().map(move |(key, row)| match row.whole() {
                    Some(number) => (key, labelled(&whole[number].0)),
                    None => (key, row.pairs().filter(|&(_, weight)| weight != 0).collect()),
                }))
            }
        }
    }
}

impl ShortRow {
    /// The row, put among the whole ones if it is long.
    fn new(row: &Row, whole: &mut Vec<WholeRow>) -> Self {
        let mut short = ShortRow::default();
        if row.pairs.len() > SHORT {
            short.labels[0] = IS_WHOLE;
            short.weights = (whole.len() as u32).to_le_bytes().map(|byte| byte as i8);
            whole.push(WholeRow(row.dense()));
            return short;
        }
        for (place, &(label, weight)) in row.pairs.iter().enumerate() {
            (short.labels[place], short.weights[place]) = (label, weight);
        }
        short
    }

    /// Its number among the whole rows, if it is one.
    #[inline]
    fn whole(&self) -> Option<usize> {
        let number = u32::from_le_bytes(self.weights.map(|byte| byte as u8));
        (self.labels[0] == IS_WHOLE).then_some(number as usize)
    }

    fn pairs(&self) -> impl Iterator<Item = (u8, i8)> {
        self.labels.into_iter().zip(self.weights)
    }

    #[inline]
    fn add(&self, sums: &mut [i16; MOST_LABELS]) {
        for (label, weight) in self.pairs() {
            sums[usize::from(label) % MOST_LABELS] += i16::from(weight);
        }
    }
}

#[inline]
fn add_row<const N: usize>(sums: &mut [i16; N], row: &[i8; N]) {
    for (sum, &weight) in sums.iter_mut().zip(row) {
        *sum += i16::from(weight);
    }
}

#[inline]
fn add_sums(scores: &mut [i32], sums: &[i16]) {
    scores.iter_mut().zip(sums).for_each(|(score, &sum)| *score += i32::from(sum));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(n_labels: u8, pairs: &[(u8, i8)]) {
        let rows = [Row { key: 5, pairs: pairs.to_vec() }];
        let weights = Weights::new(usize::from(n_labels), &rows);
        assert!(weights.rows().eq([(5, pairs.to_vec())]));
        assert_eq!(weights.len(), 1);
        let mut scores = vec![1; usize::from(n_labels)];
        weights.add(&[5, 6], &mut scores);
        for label in 0..n_labels {
            let weight = pairs.iter().find(|pair| pair.0 == label).map_or(0, |pair| pair.1);
            assert_eq!(scores[usize::from(label)], 1 + i32::from(weight));
        }
    }

    #[test]
    fn rows_are_the_same_however_they_are_laid_out() {
        check(3, &[(0, -4), (2, 127)]);
        check(51, &[]);
        check(51, &[(3, 5), (50, -128)]);
        check(64, &[(0, 1), (1, 2), (2, 3), (60, -4), (63, 5)]);
    }
}
