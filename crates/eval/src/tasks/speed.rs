//! Speed of reading plain text on one core, as a ratio to counting the words of the same text in the same run.
//!
//! Machines are shared and noisy: compare the ratio, not the seconds.

use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::hint::black_box;
use std::time::{Duration, Instant};
use whosaid::attribution::{RoleScores, attribute};
use whosaid::ingest::RawDocument;
use whosaid::language::{Annotated, TokenRange, annotate_names, annotate_words};
use whosaid::time::read_times;
use whosaid::{Mode, Resources};
use whosaid_eval::{Figures, Gold};
use whosaid_report::json;

/// In the accurate mode one article of so many is read: it takes a hundred times as long.
const ACCURATE_STEP: usize = 40;
/// How often each is timed; the best counts.
const N_ROUNDS: usize = 3;

#[derive(Deserialize)]
struct Line {
    title: Option<String>,
    date: Option<String>,
    text: String,
}

/// Reads a stream of real articles as plain text, from bytes to a line of JSON each.
pub fn run(gold: &Gold, resources: &Resources) -> Result<Figures, String> {
    let lines =
        gold.gunzipped("multi-outlet-stream/articles-2020-03-04.jsonl.gz").map_err(|why| why.to_string())?;
    let texts: Vec<String> = lines
        .lines()
        .filter_map(|line| serde_json::from_str::<Line>(line).ok())
        .map(|line| {
            let date = line.date.map_or(String::new(), |date| format!("date {date}\n"));
            format!("{date}{}\n\n{}", line.title.unwrap_or_default(), line.text)
        })
        .step_by(if resources.mode() == Mode::Accurate { ACCURATE_STEP } else { 1 })
        .collect();
    let n_words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
    let (mut stages, mut counting) = (Stages::default(), Duration::MAX);
    for _ in 0..N_ROUNDS {
        counting = counting.min(timed(|| texts.iter().map(|text| count_words(text)).sum::<usize>()).0);
        let mut round = Stages::default();
        texts.iter().for_each(|text| round.read(resources, text));
        if stages.total() == Duration::ZERO || round.total() < stages.total() {
            stages = round;
        }
    }
    let mut figures = Figures::default();
    let seconds = stages.total().as_secs_f64();
    figures.set("articles_per_second_and_core", texts.len() as f64 / seconds);
    figures.set("words_per_second_and_core", n_words as f64 / seconds);
    figures.set("words_an_article", n_words as f64 / texts.len().max(1) as f64);
    figures.set("ratio_to_counting_words", counting.as_secs_f64() / seconds);
    for (stage, spent) in stages.0 {
        figures.set(&format!("share/{stage}"), spent.as_secs_f64() / seconds);
    }
    Ok(figures)
}

/// Time spent in each stage.
#[derive(Default)]
struct Stages(BTreeMap<&'static str, Duration>);

impl Stages {
    fn total(&self) -> Duration {
        self.0.values().sum()
    }

    fn measure<T>(&mut self, stage: &'static str, work: impl FnOnce() -> T) -> T {
        let (spent, product) = timed(work);
        *self.0.entry(stage).or_default() += spent;
        product
    }

    fn read(&mut self, resources: &Resources, text: &str) {
        let document = RawDocument { path: "article.txt", bytes: text.as_bytes() };
        let articles = self.measure("ingest", || whosaid::ingest::read(document));
        for article in articles.into_iter().flatten() {
            let (lexicon, encoder) = (&resources.lexicon, resources.encoder.as_ref());
            let annotated = self.measure("language", || annotate_words(lexicon, article));
            let scores = encoder.map(|encoder| self.measure("encoder", || encoder.score(&annotated)));
            let names = scores.as_ref().map(|scores| &scores.names);
            let annotated = self.measure("language", || annotate_names(lexicon, annotated, names));
            let times = self.measure("time", || read_times(&resources.times, &annotated));
            let inner = |annotated: &Annotated, contents: &[TokenRange]| {
                let encoder = encoder.expect("there are scores only where there is an encoder");
                encoder.score_runs(annotated, contents)
            };
            let roles = scores.as_ref().map(|scores| RoleScores {
                outer: &scores.roles,
                inner: &inner,
                kinds: &scores.kinds,
            });
            let reading = self.measure("attribution", || attribute(&resources.cues, annotated, times, roles));
            black_box(self.measure("json", || json::reading(&reading)));
        }
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let product = black_box(work());
    (start.elapsed(), product)
}

fn count_words(text: &str) -> usize {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    text.split_whitespace().for_each(|word| *counts.entry(word).or_default() += 1);
    counts.len()
}
