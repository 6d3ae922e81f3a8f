//! How alike two tellings are: a dozen figures of a pair, and a logistic model that weighs them.
//!
//! The weights are learned from the pairs of hand-made dossiers (`cargo xtask train same-claim`); what speaks against
//! a pair (numbers or dates of one thing that differ, another polarity) has weights of its own.

use crate::numbers::Unit;
use crate::terms::Terms;
use std::cmp::Ordering;

/// How many figures a pair has.
pub const N_FIGURES: usize = 16;

/// The figures of a pair, each about 0 to 1.
pub type Figures = [f32; N_FIGURES];

/// Names of the figures, for reasons and for the trainer.
pub const FIGURE_NAMES: [&str; N_FIGURES] = [
    "bias",
    "words",
    "rare words",
    "contained",
    "rarest word",
    "same number",
    "other number",
    "names",
    "other names",
    "polarity",
    "same date",
    "other date",
    "surroundings",
    "same speaker",
    "runs",
    "length",
];

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
    let words = Shared::of(&a.keys, &b.keys);
    let (same_number, other_number) = numbers(a, b);
    let names = names(a, b);
    let dates = match (a.when.as_deref(), b.when.as_deref()) {
        (Some(a), Some(b)) => Some(a.starts_with(b) || b.starts_with(a)),
        _ => None,
    };
    let speaker = matches!((a.speaker, b.speaker), (Some(a), Some(b)) if a == b);
    let flag = |holds: bool| f32::from(u8::from(holds));
    [
        1.0,
        words.product,
        words.product * words.product,
        words.contained,
        words.heaviest,
        flag(same_number),
        flag(other_number),
        names.unwrap_or(0.0),
        flag(names == Some(0.0)),
        flag(a.negative != b.negative),
        flag(dates == Some(true)),
        flag(dates == Some(false)),
        Shared::of(&a.around, &b.around).product,
        flag(speaker),
        runs(&a.bigrams, &b.bigrams),
        (a.keys.len().min(b.keys.len()) as f32 / 10.0).min(2.0),
    ]
}

/// What two weighted lists share.
struct Shared {
    product: f32,
    contained: f32,
    heaviest: f32,
}

impl Shared {
    fn of(a: &[(u32, f32)], b: &[(u32, f32)]) -> Self {
        let (mut product, mut of_a, mut of_b, mut heaviest) = (0.0, 0.0, 0.0, 0.0f32);
        let (mut i, mut j) = (0, 0);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            match x.0.cmp(&y.0) {
                Ordering::Less => i += 1,
                Ordering::Greater => j += 1,
                Ordering::Equal => {
                    product += x.1 * y.1;
                    of_a += x.1;
                    of_b += y.1;
                    heaviest = heaviest.max(x.1.min(y.1));
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        let sum = |terms: &[(u32, f32)]| terms.iter().map(|term| term.1).sum::<f32>().max(1e-6);
        Shared { product, contained: (of_a / sum(a)).max(of_b / sum(b)), heaviest }
    }
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

/// Share of the names of the one with fewer that the other has; `None` where one has none.
fn names(a: &Terms, b: &Terms) -> Option<f32> {
    let least = a.names.len().min(b.names.len());
    (least > 0).then(|| {
        a.names.iter().filter(|name| b.names.binary_search(name).is_ok()).count() as f32 / least as f32
    })
}

/// Share of the shorter one's word pairs that the other has.
fn runs(a: &[u32], b: &[u32]) -> f32 {
    let least = a.len().min(b.len()).max(3);
    a.iter().filter(|pair| b.binary_search(pair).is_ok()).count() as f32 / least as f32
}
