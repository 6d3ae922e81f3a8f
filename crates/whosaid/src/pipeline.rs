//! The whole run: `Article -> Annotated -> Reading -> Story -> Dossier`.

use crate::Resources;
use whosaid_attribution::{Reading, attribute};
use whosaid_claims::{Dossier, weigh};
use whosaid_language::annotate;
use whosaid_story::gather;
use whosaid_text::Article;
use whosaid_time::read_times;

/// Reads one article alone.
pub fn read_article(resources: &Resources, article: Article) -> Reading {
    let annotated = annotate(&resources.lexicon, article);
    let times = read_times(&resources.times, &annotated);
    attribute(&resources.cues, annotated, times)
}

/// Gathers readings into stories and weighs each.
pub fn dossiers(readings: &[Reading]) -> Vec<Dossier> {
    gather(readings).into_iter().map(|story| weigh(readings, story)).collect()
}
