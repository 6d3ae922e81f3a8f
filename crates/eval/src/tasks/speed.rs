//! Speed of reading plain text on one core, as a ratio to counting the words of the same text in the same run.
//!
//! Machines are shared and noisy: compare the ratio, not the seconds.

use serde::Deserialize;
use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};
use whosaid::ingest::RawDocument;
use whosaid::{Resources, read_article};
use whosaid_eval::{Figures, Gold};
use whosaid_report::json;

/// How often each is timed; the best counts.
const N_ROUNDS: usize = 3;

#[derive(Deserialize)]
struct Line {
    title: Option<String>,
    date: Option<String>,
    text: String,
}

/// Reads a stream of real articles as plain text, from bytes to a line of JSON each.
pub fn run(gold: &Gold) -> Result<Figures, String> {
    let lines =
        gold.gunzipped("multi-outlet-stream/articles-2020-03-04.jsonl.gz").map_err(|why| why.to_string())?;
    let texts: Vec<String> = lines
        .lines()
        .filter_map(|line| serde_json::from_str::<Line>(line).ok())
        .map(|line| {
            let date = line.date.map_or(String::new(), |date| format!("date {date}\n"));
            format!("{date}{}\n\n{}", line.title.unwrap_or_default(), line.text)
        })
        .collect();
    let n_words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    let resources = Resources::english();
    let (mut reading, mut counting) = (Duration::MAX, Duration::MAX);
    for _ in 0..N_ROUNDS {
        counting = counting.min(timed(|| texts.iter().map(|text| count_words(text)).sum::<usize>()));
        reading = reading.min(timed(|| texts.iter().map(|text| read_one(&resources, text)).sum::<usize>()));
    }
    let mut figures = Figures::default();
    let seconds = reading.as_secs_f64();
    figures.set("articles_per_second_and_core", texts.len() as f64 / seconds);
    figures.set("words_per_second_and_core", n_words as f64 / seconds);
    figures.set("words_an_article", n_words as f64 / texts.len().max(1) as f64);
    figures.set("ratio_to_counting_words", counting.as_secs_f64() / seconds);
    Ok(figures)
}

fn timed(work: impl FnOnce() -> usize) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn read_one(resources: &Resources, text: &str) -> usize {
    let articles = whosaid::ingest::read(RawDocument { path: "article.txt", bytes: text.as_bytes() });
    let readings = articles.into_iter().flatten().map(|article| read_article(resources, article));
    readings.map(|reading| json::reading(&reading).len()).sum()
}

fn count_words(text: &str) -> usize {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    text.split_whitespace().for_each(|word| *counts.entry(word).or_default() += 1);
    counts.len()
}
