//! Speed of the layers of words and marks (tokens, quotations, sentences, tags) on one core, on real articles.
//!
//! Machines are shared and noisy: compare the ratio to counting words in the same run.

use std::hint::black_box;
use std::time::{Duration, Instant};
use whosaid_eval::gold::plain_article;
use whosaid_eval::{Figures, Gold};
use whosaid_language::{Lexicon, annotate_words};
use whosaid_text::{Article, SourceText};

/// How often each is timed; the best counts.
const N_ROUNDS: usize = 5;

/// Articles of a stream of news, without their titles.
pub fn run(gold: &Gold) -> Result<Figures, String> {
    let lines =
        gold.gunzipped("multi-outlet-stream/articles-2020-03-04.jsonl.gz").map_err(|why| why.to_string())?;
    let articles: Vec<Article> = lines.lines().filter_map(article).collect();
    let lexicon = Lexicon::english();
    let (mut counting, mut reading, mut n_tokens) = (Duration::MAX, Duration::MAX, 0);
    for _ in 0..N_ROUNDS {
        let (time, _) =
            timed(|| articles.iter().map(|article| article.text.split_whitespace().count()).sum());
        counting = counting.min(time);
        let tokens = |article: &Article| annotate_words(&lexicon, article.clone()).tags.len();
        let (time, n) = timed(|| articles.iter().map(tokens).sum());
        (reading, n_tokens) = (reading.min(time), n);
    }
    let mut figures = Figures::default();
    figures.set("articles", articles.len() as f64);
    figures.set("tokens_per_second", n_tokens as f64 / reading.as_secs_f64());
    figures.set("ratio_to_counting_words", counting.as_secs_f64() / reading.as_secs_f64());
    Ok(figures)
}

fn article(line: &str) -> Option<Article> {
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    Some(plain_article(&SourceText::new(value["text"].as_str()?).ok()?))
}

fn timed(work: impl FnOnce() -> usize) -> (Duration, usize) {
    let start = Instant::now();
    let n = black_box(work());
    (start.elapsed(), n)
}
