//! The pair model of the claims room: which two tellings tell one claim, learned from the gold dossiers.
//!
//! Each story is held out once: a model is learned from the others, its threshold chosen on the others, and the figure
//! of the story left out is printed. The model learned from all goes to standard output: it is
//! `models/en/same-claim.tsv`, beneath its header.

use whosaid::{Mode, Resources, dossiers};
use whosaid_attribution::Reading;
use whosaid_claims::{FIGURE_NAMES, Figures, N_FIGURES, PairModel, compared_pairs};
use whosaid_eval::Gold;
use whosaid_eval::dossier_scores::{gold_claims_of, readings, scores};
use whosaid_eval::gold::dossiers::{GoldStory, stories};

/// Thresholds that are tried.
const THRESHOLDS: [f32; 9] = [0.04, 0.06, 0.08, 0.1, 0.12, 0.14, 0.17, 0.2, 0.25];
/// Pull of the weights toward zero.
const RIDGE: f64 = 3.0;
/// What a pair counts of which only one side is told by a gold claim, beside one where both are.
const ONE_SIDED: f64 = 0.5;
/// Figures that are not learned: conflicts ask for them.
const NOT_LEARNED: [&str; 4] = ["other number", "other names", "other date", "polarity"];

struct Story {
    gold: GoldStory,
    readings: Vec<Reading>,
    pairs: Vec<(Figures, bool, f64)>,
}

/// Learns, and prints a model in the form of `models/en/same-claim.tsv`.
pub fn run(gold: &Gold) -> Result<(), String> {
    let mut resources = Resources::english(Mode::Fast);
    let stories: Vec<Story> =
        stories(gold)?.into_iter().map(|story| prepare(&resources, story)).collect::<Result<_, _>>()?;
    let mut held_out = 0.0;
    for out in 0..stories.len() {
        let others: Vec<&Story> =
            stories.iter().enumerate().filter(|(n, _)| *n != out).map(|(_, s)| s).collect();
        let model = learn(&mut resources, &others);
        resources.claims.pairs = model.clone();
        let f1 = same_claim(&resources, &stories[out]);
        eprintln!(
            "story {} held out: same-claim F1 {f1:.4}, threshold {}",
            stories[out].gold.gold.story, model.same
        );
        held_out += f1;
    }
    let all: Vec<&Story> = stories.iter().collect();
    let model = learn(&mut resources, &all);
    resources.claims.pairs = model.clone();
    let seen: f64 = all.iter().map(|story| same_claim(&resources, story)).sum();
    let n = stories.len() as f64;
    eprintln!("mean held out {:.4}, mean of the model learned from all {:.4}", held_out / n, seen / n);
    let rows = FIGURE_NAMES.iter().zip(model.weights).map(|(name, weight)| format!("{name} {weight:.2}"));
    eprintln!("{}", rows.collect::<Vec<_>>().join(", "));
    print!("{}", model.write());
    Ok(())
}

fn prepare(resources: &Resources, gold: GoldStory) -> Result<Story, String> {
    let readings = readings(resources, &gold)?;
    let mut pairs = Vec::new();
    for story in whosaid_story::gather(&resources.lexicon, &resources.stories, &readings) {
        let compared = compared_pairs(&resources.claims, &readings, &story);
        let spans: Vec<_> = compared.iter().flat_map(|pair| [pair.a, pair.b]).collect();
        let mut unique = spans.clone();
        unique.sort_unstable();
        unique.dedup();
        let claims = gold_claims_of(&gold, &readings, &unique);
        let of = |at: &(usize, whosaid_text::Span)| {
            unique.binary_search(at).map_or(&claims[0], |found| &claims[found])
        };
        for pair in compared.iter().filter(|pair| pair.a.0 != pair.b.0) {
            let (a, b) = (of(&pair.a), of(&pair.b));
            if !a.is_empty() || !b.is_empty() {
                let weight = if a.is_empty() || b.is_empty() { ONE_SIDED } else { 1.0 };
                pairs.push((learned(pair.figures), !a.is_disjoint(b), weight));
            }
        }
    }
    Ok(Story { gold, readings, pairs })
}

fn learned(mut figures: Figures) -> Figures {
    for (name, figure) in FIGURE_NAMES.iter().zip(&mut figures) {
        if NOT_LEARNED.contains(name) {
            *figure = 0.0;
        }
    }
    figures
}

fn learn(resources: &mut Resources, stories: &[&Story]) -> PairModel {
    let weights = fit(stories);
    let mut best = (0.0, PairModel { weights, same: THRESHOLDS[0] });
    for same in THRESHOLDS {
        resources.claims.pairs = PairModel { weights, same };
        let f1: f64 = stories.iter().map(|story| same_claim(resources, story)).sum();
        if f1 > best.0 {
            best = (f1, PairModel { weights, same });
        }
    }
    best.1
}

fn same_claim(resources: &Resources, story: &Story) -> f64 {
    let dossiers = dossiers(resources, &story.readings);
    scores(&story.gold, &story.readings, &dossiers).0.get("same_claim/f1").copied().unwrap_or(0.0)
}

/// Logistic regression by Newton's method; every story counts the same.
fn fit(stories: &[&Story]) -> Figures {
    let mut weights = [0.0f64; N_FIGURES];
    for _ in 0..12 {
        let mut gradient = [0.0f64; N_FIGURES];
        let mut hessian = [[0.0f64; N_FIGURES]; N_FIGURES];
        for story in stories {
            let all: f64 = story.pairs.iter().map(|pair| pair.2).sum();
            for (figures, same, weight) in &story.pairs {
                let share = 1000.0 * weight / all.max(1.0);
                let score: f64 = weights.iter().zip(figures).map(|(w, f)| w * f64::from(*f)).sum();
                let p = 1.0 / (1.0 + (-score).exp());
                let error = (f64::from(u8::from(*same)) - p) * share;
                for i in 0..N_FIGURES {
                    gradient[i] += error * f64::from(figures[i]);
                    for j in 0..N_FIGURES {
                        hessian[i][j] +=
                            share * p * (1.0 - p) * f64::from(figures[i]) * f64::from(figures[j]);
                    }
                }
            }
        }
        for i in 0..N_FIGURES {
            gradient[i] -= RIDGE * weights[i];
            hessian[i][i] += RIDGE;
        }
        let step = solve(hessian, gradient);
        weights.iter_mut().zip(step).for_each(|(weight, step)| *weight += step);
    }
    weights.map(|weight| weight as f32)
}

/// Solves a positive definite system by elimination.
fn solve(mut a: [[f64; N_FIGURES]; N_FIGURES], mut b: [f64; N_FIGURES]) -> [f64; N_FIGURES] {
    for i in 0..N_FIGURES {
        for j in i + 1..N_FIGURES {
            let factor = a[j][i] / a[i][i];
            let pivot = a[i];
            a[j].iter_mut().zip(pivot).skip(i).for_each(|(cell, above)| *cell -= factor * above);
            b[j] -= factor * b[i];
        }
    }
    for i in (0..N_FIGURES).rev() {
        let known: f64 = (i + 1..N_FIGURES).map(|k| a[i][k] * b[k]).sum();
        b[i] = (b[i] - known) / a[i][i];
    }
    b
}
