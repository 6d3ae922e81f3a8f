//! Articles gathered into stories: B-cubed precision, recall and F1 over labelled events, all mixed.

use std::collections::BTreeMap;
use whosaid::{Resources, read_article};
use whosaid_attribution::Reading;
use whosaid_eval::gold::dossiers::{StoryArticle, articles};
use whosaid_eval::gold::{basil, ecbplus};
use whosaid_eval::{Figures, Gold};
use whosaid_story::Outline;

/// Gathers the labelled articles of news-cluster-5w1h.
pub fn run(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    let folder = gold
        .unpacked("news-cluster-5w1h/news-cluster-5w1h.tar.zst")
        .map_err(|why| format!("news-cluster-5w1h: {why}"))?;
    gathered(resources, &articles(&folder.join("news_cluster/data"))?, Way::AtOnce)
}

/// Gathers the articles of all three collections at once in blocks, as an archive is.
pub fn in_blocks(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    let folder = |path: &str| gold.unpacked(path).map_err(|why| format!("{path}: {why}"));
    let mut all =
        articles(&folder("news-cluster-5w1h/news-cluster-5w1h.tar.zst")?.join("news_cluster/data"))?;
    let mut figures = Figures::default();
    let mut both_ways = |name: &str, articles: &[StoryArticle]| {
        for (way, word) in [(Way::AtOnce, "at-once"), (Way::InBlocks, "in-blocks")] {
            let found = gathered(resources, articles, way)?;
            let f1 = found.0.get("bcubed/f1").copied().unwrap_or(0.0);
            figures.set(&format!("{name}/{word}/f1"), f1);
        }
        Ok::<_, String>(())
    };
    both_ways("stories", &all)?;
    let look_alikes = ecbplus::articles(&folder("ecbplus/ecbplus-lrec2014.tar.zst")?.join("ECB+"))?;
    both_ways("look-alikes", &look_alikes)?;
    let triples = basil::articles(&folder("basil/basil-v2.tar.zst")?.join("articles"))?;
    both_ways("triples", &triples)?;
    all.extend(look_alikes);
    all.extend(triples);
    both_ways("all", &all)?;
    Ok(figures)
}

/// How articles are gathered.
#[derive(Clone, Copy)]
enum Way {
    AtOnce,
    InBlocks,
}

/// Gathers the articles of ECB+: every topic holds two happenings that look alike.
pub fn look_alikes(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    let folder =
        gold.unpacked("ecbplus/ecbplus-lrec2014.tar.zst").map_err(|why| format!("ecbplus: {why}"))?;
    gathered(resources, &ecbplus::articles(&folder.join("ECB+"))?, Way::AtOnce)
}

/// Gathers the triples of BASIL: one happening as three outlets tell it, over ten years.
pub fn triples(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    let folder = gold.unpacked("basil/basil-v2.tar.zst").map_err(|why| format!("basil: {why}"))?;
    gathered(resources, &basil::articles(&folder.join("articles"))?, Way::AtOnce)
}

/// Gathers the articles that have a label, all mixed.
fn gathered(resources: &Resources, articles: &[StoryArticle], way: Way) -> Result<Figures, String> {
    let labelled: Vec<_> = articles.iter().filter(|article| article.event.is_some()).collect();
    let readings: Vec<Reading> = labelled
        .iter()
        .map(|article| whosaid_ingest::article(&article.id, article.given()))
        .map(|article| article.map(|article| read_article(resources, article)).map_err(|e| e.why))
        .collect::<Result<_, _>>()?;
    let mut predicted = vec![usize::MAX; readings.len()];
    let stories = lists(resources, &readings, way);
    for (story_idx, story) in stories.iter().enumerate() {
        for &article in story {
            predicted[article] = story_idx;
        }
    }
    let events: Vec<&str> = labelled.iter().filter_map(|article| article.event.as_deref()).collect();
    let mut figures = bcubed(&events, &predicted);
    figures.set("articles", readings.len() as f64);
    figures.set("stories", stories.len() as f64);
    Ok(figures)
}

/// The stories as indexes of readings.
fn lists(resources: &Resources, readings: &[Reading], way: Way) -> Vec<Vec<usize>> {
    if let Way::AtOnce = way {
        let stories = whosaid_story::gather(&resources.lexicon, &resources.stories, readings);
        return stories.into_iter().map(|story| story.articles).collect();
    }
    let outlines: Vec<_> = readings
        .iter()
        .map(|reading| (reading.annotated.article.id(), Outline::of(&resources.stories, reading)))
        .collect();
    let place: BTreeMap<_, _> = outlines.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
    let stories = whosaid_story::gather_in_blocks(&outlines).into_iter();
    stories.map(|story| story.iter().filter_map(|id| place.get(id).copied()).collect()).collect()
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
