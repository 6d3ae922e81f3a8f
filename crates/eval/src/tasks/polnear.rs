//! Source, cue and content of attributions on PolNeAR's development part. Its attributions do not nest, so what is
//! found inside another's content counts as found in vain.

use rayon::prelude::*;
use whosaid::attribution::Attribution;
use whosaid::{Resources, read_article};
use whosaid_eval::bootstrap;
use whosaid_eval::gold::brat::{self, Annotators, BratDocument, Pieces};
use whosaid_eval::gold::plain_article;
use whosaid_eval::{AttributionScorer, Figures, Gold};

const ARCHIVE: &str = "polnear/polnear-text-attributions.tar.zst";

/// Runs the task.
pub fn run(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    let scores = scores(gold, resources)?;
    Ok(merged(&scores, &(0..scores.len()).collect::<Vec<_>>()))
}

/// How far the figures would move with other documents.
pub fn intervals(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    let scores = scores(gold, resources)?;
    Ok(bootstrap::intervals(scores.len(), |drawn| merged(&scores, drawn)))
}

/// One scorer a document.
fn scores(gold: &Gold, resources: &Resources) -> Result<Vec<AttributionScorer>, String> {
    let folder = gold.unpacked(ARCHIVE).map_err(|why| why.to_string())?.join("dev");
    let documents = brat::read(&folder, Annotators::First).map_err(|why| why.to_string())?;
    let score = |document: &BratDocument| {
        let reading = read_article(resources, plain_article(&document.text));
        let predicted: Vec<Pieces> = reading.attributions.iter().map(pieces).collect();
        let mut scorer = AttributionScorer::default();
        scorer.add(document, &predicted);
        scorer
    };
    Ok(documents.par_iter().map(score).collect())
}

fn merged(scores: &[AttributionScorer], chosen: &[usize]) -> Figures {
    let mut all = AttributionScorer::default();
    chosen.iter().for_each(|&idx| all.merge(&scores[idx]));
    all.figures()
}

fn pieces(attribution: &Attribution) -> Pieces {
    Pieces {
        source: attribution.source.clone(),
        cue: attribution.cue.clone(),
        content: attribution.content.clone(),
    }
    .merged()
}
