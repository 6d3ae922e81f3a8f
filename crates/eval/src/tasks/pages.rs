//! Saved pages: how much of the article's body is taken out of them, and whether the day of publication is right.

use std::collections::HashMap;
use std::time::Instant;
use whosaid::ingest::{RawDocument, read};
use whosaid::text::{Article, HowDated, SectionKind};
use whosaid_eval::gold::pages::{self, GoldPage};
use whosaid_eval::{Figures, Gold};

/// Body text against the article extraction benchmark: precision, recall and F1 of 4-word shingles, averaged over
/// pages as its `evaluate.py` does, once over all of the text but the headline and once over what is read.
pub fn extraction(gold: &Gold) -> Result<Figures, String> {
    let pages = pages::bodies(gold)?;
    let mut figures = Figures::default();
    let start = Instant::now();
    let articles: Vec<Option<Article>> = pages.iter().map(read_page).collect();
    let seconds = start.elapsed().as_secs_f64();
    figures.set("pages_per_second", pages.len() as f64 / seconds);
    figures.set("set_aside", articles.iter().filter(|article| article.is_none()).count() as f64);
    for (name, wanted) in [
        ("text", (|kind| kind != SectionKind::Headline) as fn(SectionKind) -> bool),
        ("read", |kind| matches!(kind, SectionKind::Body | SectionKind::Standfirst)),
    ] {
        let counts: Vec<Shared> = pages
            .iter()
            .zip(&articles)
            .map(|(page, article)| {
                Shared::of(
                    &page.fact,
                    &article.as_ref().map_or(String::new(), |article| text_of(article, wanted)),
                )
            })
            .collect();
        let precision = mean(counts.iter().filter_map(Shared::precision));
        let recall = mean(counts.iter().filter_map(Shared::recall));
        figures.set(&format!("{name}/p"), precision);
        figures.set(&format!("{name}/r"), recall);
        figures.set(&format!("{name}/f1"), 2.0 * precision * recall / (precision + recall));
    }
    Ok(figures)
}

/// The day of publication against htmldate's evaluation: accuracy over pages with a date, and precision of the days
/// given. Pages are given without their address.
pub fn dates(gold: &Gold) -> Result<Figures, String> {
    let pages = pages::dated(gold)?;
    let (mut right, mut given) = (0usize, 0usize);
    for page in &pages {
        let published = read_page(page).map(|article| article.published.clone());
        let day = published.filter(|known| known.how != HowDated::Unknown).and_then(|known| known.value);
        given += usize::from(day.is_some());
        right += usize::from(day.is_some_and(|moment| moment.day.to_string() == page.fact));
    }
    let n_pages = pages.len().max(1) as f64;
    let mut figures = Figures::default();
    figures.set("accuracy", right as f64 / n_pages);
    figures.set("precision", right as f64 / given.max(1) as f64);
    figures.set("given", given as f64 / n_pages);
    figures.set("pages", pages.len() as f64);
    Ok(figures)
}

fn read_page(page: &GoldPage) -> Option<Article> {
    read(RawDocument { path: "page.html", bytes: &page.bytes }).into_iter().flatten().next()
}

fn text_of(article: &Article, wanted: fn(SectionKind) -> bool) -> String {
    let sections = article.sections.iter().filter(|section| wanted(section.kind));
    sections.map(|section| article.text.slice(section.span)).collect::<Vec<_>>().join("\n")
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0usize), |(sum, n), value| (sum + value, n + 1));
    sum / n.max(1) as f64
}

/// Shingles that two texts share, and those of one alone.
struct Shared {
    both: usize,
    predicted_only: usize,
    gold_only: usize,
}

impl Shared {
    fn of(gold: &str, predicted: &str) -> Self {
        let mut counts: HashMap<Vec<&str>, (usize, usize)> = HashMap::new();
        shingles(gold).for_each(|shingle| counts.entry(shingle).or_default().0 += 1);
        shingles(predicted).for_each(|shingle| counts.entry(shingle).or_default().1 += 1);
        let sum = |count: fn((usize, usize)) -> usize| counts.values().map(|&pair| count(pair)).sum();
        Shared {
            both: sum(|(gold, predicted)| gold.min(predicted)),
            predicted_only: sum(|(gold, predicted)| predicted.saturating_sub(gold)),
            gold_only: sum(|(gold, predicted)| gold.saturating_sub(predicted)),
        }
    }

    fn precision(&self) -> Option<f64> {
        let predicted = self.both + self.predicted_only;
        (predicted > 0).then(|| self.both as f64 / predicted as f64)
    }

    fn recall(&self) -> Option<f64> {
        let gold = self.both + self.gold_only;
        (gold > 0).then(|| self.both as f64 / gold as f64)
    }
}

fn shingles(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<&str> = text.split(|c: char| !is_word(c)).filter(|word| !word.is_empty()).collect();
    let n = if words.is_empty() { 0 } else { words.len().saturating_sub(3).max(1) };
    (0..n).map(move |at| words[at..words.len().min(at + 4)].to_vec())
}
