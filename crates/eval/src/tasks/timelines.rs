//! Timelines of long topics: the days that journalists chose, against as many of the product's days that most articles
//! give, within the time that the journalists' timeline spans; and, as `shown`, against all days of the product.

use std::collections::{BTreeMap, BTreeSet};
use whosaid::{Resources, dossiers, read_article};
use whosaid_eval::gold::timeline17::{Topic, topics};
use whosaid_eval::{Figures, Gold};
use whosaid_text::Day;

/// Date F1 over the topics of Timeline17: the mean over the timelines of each topic, then over topics.
pub fn run(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    let folder = gold
        .unpacked("timeline17/timeline17-articles-and-gold.tar.zst")
        .map_err(|why| format!("timeline17: {why}"))?;
    let topics = topics(&folder)?;
    let mut figures = Figures::default();
    let (mut sum, mut shown) = (0.0, 0.0);
    for topic in &topics {
        let days = ranked_days(resources, topic)?;
        let scores = topic.timelines.iter().map(|gold| date_f1(gold, &days));
        let mean = scores.sum::<f64>() / topic.timelines.len().max(1) as f64;
        figures.set(&format!("{}/date/f1", topic.name), mean);
        sum += mean;
        let all: BTreeSet<Day> = days.iter().copied().collect();
        shown += topic.timelines.iter().map(|gold| shared_f1(gold, &all)).sum::<f64>()
            / topic.timelines.len().max(1) as f64;
    }
    figures.set("shown/f1", shown / topics.len().max(1) as f64);
    figures.set("date/f1", sum / topics.len().max(1) as f64);
    Ok(figures)
}

/// The days of all timelines of a topic, those first that most articles give.
fn ranked_days(resources: &Resources, topic: &Topic) -> Result<Vec<Day>, String> {
    let readings = topic
        .articles
        .iter()
        .map(|article| whosaid_ingest::article(&article.id, article.given()))
        .map(|article| article.map(|article| read_article(resources, article)).map_err(|e| e.why))
        .collect::<Result<Vec<_>, _>>()?;
    let mut articles: BTreeMap<Day, BTreeSet<usize>> = BTreeMap::new();
    for dossier in dossiers(resources, &readings) {
        for entry in &dossier.timeline {
            let Ok(day) = entry.when.parse::<Day>() else { continue };
            let tellings =
                entry.claim.and_then(|id| dossier.claims.get(id.idx())).map(|claim| &claim.tellings);
            let of_day =
                tellings.into_iter().flatten().filter(|telling| telling.when.as_deref() == Some(&entry.when));
            articles
                .entry(day)
                .or_default()
                .extend(of_day.map(|telling| telling.article).chain([entry.article]));
        }
    }
    let mut days: Vec<(Day, usize)> = articles.into_iter().map(|(day, of)| (day, of.len())).collect();
    days.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    Ok(days.into_iter().map(|(day, _)| day).collect())
}

/// F1 of the first days within the time of a timeline, as many as it has.
fn date_f1(gold: &BTreeSet<Day>, ranked: &[Day]) -> f64 {
    let (Some(first), Some(last)) = (gold.first(), gold.last()) else { return 0.0 };
    let chosen = ranked.iter().filter(|day| (first..=last).contains(day)).take(gold.len());
    shared_f1(gold, &chosen.copied().collect())
}

/// F1 of a set of days.
fn shared_f1(gold: &BTreeSet<Day>, chosen: &BTreeSet<Day>) -> f64 {
    2.0 * gold.intersection(chosen).count() as f64 / (gold.len() + chosen.len()).max(1) as f64
}
