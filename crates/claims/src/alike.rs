//! How alike two tellings are: a score of figures of a pair, and a logistic model that weighs them.
//!
//! The weights are learned from the pairs of hand-made dossiers (`cargo xtask train same-claim`). Figures that only
//! conflicts ask for weigh nothing.

use crate::numbers::Unit;
use crate::terms::{Terms, Word};
use std::cmp::Ordering;

/// How many figures a pair has.
pub const N_FIGURES: usize = 20;

/// The figures of a pair, each about 0 to 1, those of length up to about 5.
pub type Figures = [f32; N_FIGURES];

/// Names of the figures, for reasons and for the trainer.
pub const FIGURE_NAMES: [&str; N_FIGURES] = [
    "bias",
    "words",
    "plain words",
    "shared",
    "shorter",
    "longer",
    "sentence",
    "surroundings",
    "same number",
    "runs",
    "same speaker",
    "lead",
    "other nouns",
    "other verbs",
    "names",
    "same date",
    "other number",
    "other names",
    "other date",
    "polarity",
];

/// Places of figures that conflicts ask for.
pub(crate) const WORDS: usize = 1;
pub(crate) const SENTENCE: usize = 6;
pub(crate) const OTHER_NUMBER: usize = 16;
pub(crate) const OTHER_NAMES: usize = 17;
pub(crate) const OTHER_DATE: usize = 18;

/// The weights of the figures.
#[derive(Clone, Debug, PartialEq)]
pub struct PairModel {
    /// One weight a figure.
    pub weights: Figures,
    /// Average probability from which tellings are one claim.
    pub same: f32,
}

impl PairModel {
    /// Reads lines of `name<TAB>weight`; `#` starts a comment, `same` is the threshold. A name that is missing weighs
    /// nothing.
    pub fn read(text: &str) -> Self {
        let mut model = PairModel { weights: [0.0; N_FIGURES], same: 0.5 };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, value)) = line.split_once('\t') else { continue };
            let Ok(value) = value.trim().parse::<f32>() else { continue };
            match FIGURE_NAMES.iter().position(|known| *known == name) {
                Some(at) => model.weights[at] = value,
                None => model.same = value,
            }
        }
        model
    }

    /// The model as [`PairModel::read`] reads it.
    pub fn write(&self) -> String {
        let rows =
            FIGURE_NAMES.iter().zip(self.weights).map(|(name, weight)| format!("{name}\t{weight:.4}\n"));
        rows.chain([format!("same\t{:.3}\n", self.same)]).collect()
    }

    /// Probability that a pair tells one claim.
    pub fn probability(&self, figures: &Figures) -> f32 {
        let score: f32 = self.weights.iter().zip(figures).map(|(weight, figure)| weight * figure).sum();
        1.0 / (1.0 + (-score).exp())
    }
}

/// The figures of a pair of tellings.
pub(crate) fn figures(a: &Terms, b: &Terms) -> Figures {
    let shared = Shared::of(&a.words, &b.words);
    let (same_number, other_number) = numbers(a, b);
    let dates = match (a.when.as_deref(), b.when.as_deref()) {
        (Some(a), Some(b)) => Some(a.starts_with(b) || b.starts_with(a)),
        _ => None,
    };
    let speaker = matches!((a.speaker, b.speaker), (Some(a), Some(b)) if a == b);
    let (told_a, told_b) = (told(&a.words), told(&b.words));
    let names = a.names.iter().filter(|name| b.names.binary_search(name).is_ok()).count();
    let all_names = a.names.len() + b.names.len() - names;
    let flag = |holds: bool| f32::from(u8::from(holds));
    [
        1.0,
        product(&a.keys, &b.keys),
        shared.plain,
        size(shared.info),
        size(told_a.min(told_b)),
        size(told_a.max(told_b)),
        product(&a.sentence, &b.sentence),
        product(&a.around, &b.around),
        flag(same_number),
        runs(&a.bigrams, &b.bigrams),
        flag(speaker),
        flag(a.lead && b.lead),
        shared.other_nouns(a, b),
        flag(shared.n_verbs == 0 && a.has_verb() && b.has_verb()),
        if all_names == 0 { NO_NAMES } else { names as f32 / all_names as f32 },
        flag(dates == Some(true)),
        flag(other_number),
        flag(names == 0 && !a.names.is_empty() && !b.names.is_empty()),
        flag(dates == Some(false)),
        flag(a.negative != b.negative),
    ]
}

/// What stands for the share of common names where neither telling names anyone.
const NO_NAMES: f32 = 0.3;

/// How much words tell in all.
fn told(words: &[Word]) -> f32 {
    words.iter().map(|word| word.info).sum()
}

/// An amount of what words tell, in the scale of the figures.
fn size(info: f32) -> f32 {
    (info / 10.0).ln_1p()
}

/// How much two tellings must have in common to be compared at all.
pub(crate) fn is_compared(a: &Terms, b: &Terms) -> bool {
    let (mut i, mut j, mut info) = (0, 0, 0.0);
    while let (Some(x), Some(y)) = (a.words.get(i), b.words.get(j)) {
        match x.key.cmp(&y.key) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                info += x.info.min(y.info);
                if info >= LEAST_SHARED {
                    return true;
                }
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    false
}

/// What tellings that are compared share at least, in the unit of [`Word::info`].
const LEAST_SHARED: f32 = 8.0;

/// What two tellings share of their words.
struct Shared {
    info: f32,
    plain: f32,
    n_nouns: usize,
    n_verbs: usize,
}

impl Shared {
    fn of(a: &[Word], b: &[Word]) -> Self {
        let mut shared = Shared { info: 0.0, plain: 0.0, n_nouns: 0, n_verbs: 0 };
        let (mut i, mut j) = (0, 0);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            match x.key.cmp(&y.key) {
                Ordering::Less => i += 1,
                Ordering::Greater => j += 1,
                Ordering::Equal => {
                    shared.info += x.info.min(y.info);
                    shared.plain += x.weight * y.weight;
                    shared.n_nouns += usize::from(x.is_noun && y.is_noun);
                    shared.n_verbs += usize::from(x.is_verb && y.is_verb);
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        let length = |words: &[Word]| words.iter().map(|word| word.weight * word.weight).sum::<f32>().sqrt();
        let lengths = length(a) * length(b);
        shared.plain = if lengths > 0.0 { shared.plain / lengths } else { 0.0 };
        shared
    }

    /// Share of the nouns of the one with fewer that the other lacks.
    fn other_nouns(&self, a: &Terms, b: &Terms) -> f32 {
        let nouns = |terms: &Terms| terms.words.iter().filter(|word| word.is_noun).count();
        let least = nouns(a).min(nouns(b));
        if least == 0 { 0.5 } else { 1.0 - (self.n_nouns as f32 / least as f32).min(1.0) }
    }
}

/// Cosine of two weighted lists of unit length, by key.
pub(crate) fn product(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.0.cmp(&y.0) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                sum += x.1 * y.1;
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    sum
}

/// Whether a number of one thing agrees, and whether one disagrees and none agrees.
fn numbers(a: &Terms, b: &Terms) -> (bool, bool) {
    let (mut same, mut other) = (false, false);
    for x in &a.quantities {
        for y in &b.quantities {
            let known = x.unit != Unit::Unknown && y.unit != Unit::Unknown;
            if known && x.unit != y.unit {
                continue;
            }
            let agree = x.agrees(y);
            same |= agree;
            other |= !agree && known;
        }
    }
    (same, other && !same)
}

/// Share of the shorter one's word pairs that the other has.
fn runs(a: &[u32], b: &[u32]) -> f32 {
    let least = a.len().min(b.len()).max(3);
    a.iter().filter(|pair| b.binary_search(pair).is_ok()).count() as f32 / least as f32
}
