//! Articles gathered into stories: B-cubed precision, recall and F1 over labelled events, all mixed.

use std::collections::BTreeMap;
use whosaid::{Resources, read_article};
use whosaid_attribution::Reading;
use whosaid_eval::gold::dossiers::{StoryArticle, articles};
use whosaid_eval::gold::{basil, ecbplus};
use whosaid_eval::{Figures, Gold};

/// Gathers the labelled articles of news-cluster-5w1h.
pub fn run(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    let folder = gold
        .unpacked("news-cluster-5w1h/news-cluster-5w1h.tar.zst")
        .map_err(|why| format!("news-cluster-5w1h: {why}"))?;
    gathered(resources, &articles(&folder.join("news_cluster/data"))?)
}

/// Gathers the articles of ECB+: every topic holds two happenings that look alike.
pub fn look_alikes(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    let folder =
        gold.unpacked("ecbplus/ecbplus-lrec2014.tar.zst").map_err(|why| format!("ecbplus: {why}"))?;
    gathered(resources, &ecbplus::articles(&folder.join("ECB+"))?)
}

/// Gathers the triples of BASIL: one happening as three outlets tell it, over ten years.
pub fn triples(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    let folder = gold.unpacked("basil/basil-v2.tar.zst").map_err(|why| format!("basil: {why}"))?;
    gathered(resources, &basil::articles(&folder.join("articles"))?)
}

/// Gathers the articles that have a label, all mixed.
fn gathered(resources: &Resources, articles: &[StoryArticle]) -> Result<Figures, String> {
    let labelled: Vec<_> = articles.iter().filter(|article| article.event.is_some()).collect();
    let readings: Vec<Reading> = labelled
        .iter()
        .map(|article| whosaid_ingest::article(&article.id, article.given()))
        .map(|article| article.map(|article| read_article(resources, article)).map_err(|e| e.why))
        .collect::<Result<_, _>>()?;
    let mut predicted = vec![usize::MAX; readings.len()];
    let stories = whosaid_story::gather(&resources.lexicon, &resources.stories, &readings);
    for (story_idx, story) in stories.iter().enumerate() {
        for &article in &story.articles {
            predicted[article] = story_idx;
        }
    }
    let events: Vec<&str> = labelled.iter().filter_map(|article| article.event.as_deref()).collect();
    let mut figures = bcubed(&events, &predicted);
    figures.set("articles", readings.len() as f64);
    figures.set("stories", stories.len() as f64);
    Ok(figures)
}

/// B-cubed figures of a grouping; an article left out counts as a story of one.
fn bcubed(gold: &[&str], predicted: &[usize]) -> Figures {
    let (mut of_gold, mut of_story, mut both) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let story = |idx: usize| if predicted[idx] == usize::MAX { (true, idx) } else { (false, predicted[idx]) };
    for (idx, event) in gold.iter().enumerate() {
        *of_gold.entry(event).or_insert(0u32) += 1;
        *of_story.entry(story(idx)).or_insert(0u32) += 1;
        *both.entry((event, story(idx))).or_insert(0u32) += 1;
    }
    let (mut p, mut r) = (0.0, 0.0);
    for (idx, event) in gold.iter().enumerate() {
        let shared = f64::from(both[&(event, story(idx))]);
        p += shared / f64::from(of_story[&story(idx)]);
        r += shared / f64::from(of_gold[event]);
    }
    let n = gold.len().max(1) as f64;
    let (p, r) = (p / n, r / n);
    let mut figures = Figures::default();
    figures.set("bcubed/p", p);
    figures.set("bcubed/r", r);
    figures.set("bcubed/f1", if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 });
    figures
}
