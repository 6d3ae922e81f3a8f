//! Precision, recall, F1, and the figures of a task.

use std::collections::BTreeMap;
use std::fmt;

/// Counts behind precision, recall and F1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prf {
    /// Right ones among the predicted.
    pub right: usize,
    /// All predicted.
    pub predicted: usize,
    /// All in gold.
    pub gold: usize,
}

impl Prf {
    /// Adds the counts of one document.
    pub fn add(&mut self, right: usize, predicted: usize, gold: usize) {
        self.right += right;
        self.predicted += predicted;
        self.gold += gold;
    }

    /// Share of the predicted that are right; 1 where nothing is predicted and nothing is in gold.
    pub fn precision(&self) -> f64 {
        match self.predicted {
            0 => f64::from(u8::from(self.gold == 0)),
            n => self.right as f64 / n as f64,
        }
    }

    /// Share of gold that is found; 1 where gold is empty.
    pub fn recall(&self) -> f64 {
        if self.gold == 0 { 1.0 } else { self.right as f64 / self.gold as f64 }
    }

    /// Harmonic mean of the two.
    pub fn f1(&self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
    }
}

/// The figures of one task by name; what floors are compared with.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures(pub BTreeMap<String, f64>);

impl Figures {
    /// Adds one figure.
    pub fn set(&mut self, name: &str, value: f64) {
        self.0.insert(name.to_owned(), value);
    }

    /// Adds precision, recall and F1 under `name/p`, `name/r`, `name/f1`.
    pub fn set_prf(&mut self, name: &str, counts: Prf) {
        self.set(&format!("{name}/p"), counts.precision());
        self.set(&format!("{name}/r"), counts.recall());
        self.set(&format!("{name}/f1"), counts.f1());
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(name, value)| writeln!(f, "{name:<44} {value:.4}"))
    }
}
