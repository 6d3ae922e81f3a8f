//! 95 % intervals of figures, by drawing documents anew (Efron 1979, the bootstrap).

use crate::Figures;
use std::collections::BTreeMap;

/// How often the documents are drawn.
const N_DRAWS: usize = 1000;
/// Share of the draws that lie below, and above, an interval.
const TAIL: f64 = 0.025;

/// Low and high ends of every figure of a task, as `NAME/low` and `NAME/high`.
///
/// `figures` measures any choice of the documents, some of them taken several times. The draws are the same on every
/// run.
pub fn intervals(n_documents: usize, figures: impl Fn(&[usize]) -> Figures) -> Figures {
    let mut values: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    let mut state = 1u64;
    for _ in 0..N_DRAWS {
        let drawn: Vec<usize> = (0..n_documents).map(|_| draw(&mut state, n_documents)).collect();
        for (name, value) in figures(&drawn).0 {
            values.entry(name).or_default().push(value);
        }
    }
    let mut ends = Figures::default();
    for (name, mut values) in values {
        values.sort_by(f64::total_cmp);
        let at = |share: f64| values[((values.len() - 1) as f64 * share).round() as usize];
        ends.set(&format!("{name}/low"), at(TAIL));
        ends.set(&format!("{name}/high"), at(1.0 - TAIL));
    }
    ends
}

/// A number below `below`, by a linear congruential generator (Knuth's constants).
fn draw(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize % below.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_the_mean_and_narrows_with_the_number_of_documents() {
        let width = |n_documents: usize| {
            let ends = intervals(n_documents, |drawn| {
                let mut figures = Figures::default();
                let ones = drawn.iter().filter(|&&document| document % 2 == 0).count();
                figures.set("share", ones as f64 / drawn.len() as f64);
                figures
            });
            let (low, high) = (ends.0["share/low"], ends.0["share/high"]);
            assert!(low < 0.5 && high > 0.5, "{low} to {high}");
            high - low
        };
        assert!(width(400) < width(40));
    }
}
