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
pub(crate) const OTHER_NOUNS: usize = 12;
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
    figures_of(a, b, &Shared::of(a, b))
}

/// The figures of a pair of tellings that share so much.
pub(crate) fn figures_of(a: &Terms, b: &Terms, shared: &Shared) -> Figures {
    let (same_number, other_number) = numbers(a, b);
    let dates = match (a.when.as_deref(), b.when.as_deref()) {
        (Some(a), Some(b)) => Some(a.starts_with(b) || b.starts_with(a)),
        _ => None,
    };
    let speaker = matches!((a.speaker, b.speaker), (Some(a), Some(b)) if a == b);
    let (shorter, longer) = if a.measure.info <= b.measure.info { (a, b) } else { (b, a) };
    let names = a.names.iter().filter(|name| b.names.binary_search(name).is_ok()).count();
    let all_names = a.names.len() + b.names.len() - names;
    let flag = |holds: bool| f32::from(u8::from(holds));
    [
        1.0,
        shared.keys,
        shared.plain(a, b),
        size(shared.info),
        shorter.measure.size,
        longer.measure.size,
        shared.sentence,
        shared.around,
        flag(same_number),
        shared.n_runs as f32 / a.bigrams.len().min(b.bigrams.len()).max(3) as f32,
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

/// What the words of one telling come to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Measure {
    /// How much they tell in all.
    info: f32,
    /// The same in the scale of the figures.
    size: f32,
    /// Length of their weights as a vector.
    length: f32,
    n_nouns: usize,
    /// Whether one of them is a verb.
    pub has_verb: bool,
}

impl Measure {
    /// Sums up words.
    pub fn of(words: &[Word]) -> Self {
        let info = words.iter().map(|word| word.info).sum();
        Measure {
            info,
            size: size(info),
            length: words.iter().map(|word| word.weight * word.weight).sum::<f32>().sqrt(),
            n_nouns: words.iter().filter(|word| word.is_noun).count(),
            has_verb: words.iter().any(|word| word.is_verb),
        }
    }
}

/// An amount of what words tell, in the scale of the figures.
fn size(info: f32) -> f32 {
    (info / 10.0).ln_1p()
}

/// What tellings that are compared share at least, in the unit of [`Word::info`].
pub(crate) const LEAST_SHARED: f32 = 8.0;

/// What two tellings share.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shared {
    /// How much the words tell that both have.
    pub info: f32,
    /// Products of the weights of the words that both have.
    pub weights: f32,
    pub n_nouns: usize,
    pub n_verbs: usize,
    /// Cosines of their keys, their sentences, their surroundings.
    pub keys: f32,
    pub sentence: f32,
    pub around: f32,
    /// Pairs of neighboring words that both have.
    pub n_runs: usize,
}

impl Shared {
    fn of(a: &Terms, b: &Terms) -> Self {
        let mut shared = Shared {
            keys: product(&a.keys, &b.keys),
            sentence: product(&a.sentence, &b.sentence),
            around: product(&a.around, &b.around),
            n_runs: a.bigrams.iter().filter(|pair| b.bigrams.binary_search(pair).is_ok()).count(),
            ..Shared::default()
        };
        let (mut i, mut j) = (0, 0);
        while let (Some(x), Some(y)) = (a.words.get(i), b.words.get(j)) {
            match x.key.cmp(&y.key) {
                Ordering::Less => i += 1,
                Ordering::Greater => j += 1,
                Ordering::Equal => {
                    shared.add(x, y);
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        shared
    }

    /// Counts a word that both have, as each has it.
    pub fn add(&mut self, x: &Word, y: &Word) {
        self.info += x.info.min(y.info);
        self.weights += x.weight * y.weight;
        self.n_nouns += usize::from(x.is_noun && y.is_noun);
        self.n_verbs += usize::from(x.is_verb && y.is_verb);
    }

    /// Cosine of the words, each with its plain weight.
    fn plain(&self, a: &Terms, b: &Terms) -> f32 {
        let lengths = a.measure.length * b.measure.length;
        if lengths > 0.0 { self.weights / lengths } else { 0.0 }
    }

    /// Share of the nouns of the one with fewer that the other lacks.
    fn other_nouns(&self, a: &Terms, b: &Terms) -> f32 {
        let least = a.measure.n_nouns.min(b.measure.n_nouns);
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
