//! Dossiers against the six gold ones: means over the stories, and the main figures of each.

use std::collections::BTreeMap;
use whosaid::{Resources, dossiers};
use whosaid_eval::dossier_scores::{readings, scores};
use whosaid_eval::gold::dossiers::stories;
use whosaid_eval::{Figures, Gold};

/// Runs the whole line on every gold story.
pub fn run(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    let stories = stories(gold)?;
    let mut sums: BTreeMap<String, (f64, u32)> = BTreeMap::new();
    let mut figures = Figures::default();
    for story in &stories {
        let readings = readings(resources, story)?;
        let predicted = dossiers(resources, &readings);
        let scores = scores(story, &readings, &predicted);
        for (name, value) in &scores.0 {
            let sum = sums.entry(name.clone()).or_default();
            *sum = (sum.0 + value, sum.1 + 1);
        }
        for name in ["same_claim/f1", "told", "timeline/f1", "same_entity/f1"] {
            figures.set(
                &format!("story{}/{name}", story.gold.story),
                scores.0.get(name).copied().unwrap_or(0.0),
            );
        }
    }
    for (name, (sum, n)) in sums {
        figures.set(&name, sum / f64::from(n));
    }
    Ok(figures)
}
