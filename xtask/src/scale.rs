//! How long it takes from finished readings to dossiers: `cargo xtask scale N [SIZE...]` with N invented articles,
//! `cargo xtask scale FILE.jsonl [SIZE...]` with one's own. A row for each size, the first articles of the input.
//!
//! Articles are read first, in the fast mode. Threads are those that `RAYON_NUM_THREADS` allows. The column "of
//! reading" sets the time against the reading of the same articles in the same run, so that tables of two machines
//! compare; "digest" is equal where the dossiers are.

use crate::collection::{document, lines, megabytes, peak_memory, timed};
use std::collections::BTreeSet;
use std::fmt::Write;
use whosaid::attribution::Reading;
use whosaid::claims::Dossier;
use whosaid::ingest::RawDocument;
use whosaid::story::gather;
use whosaid::{Mode, Resources, read_documents, weigh_stories};

/// Reads the articles, then gathers and weighs each size.
pub fn run(of: &str, sizes: &[&str]) -> Result<(), String> {
    let resources = Resources::english(Mode::Fast);
    let lines: Vec<String> = lines(of)?.collect();
    let documents: Vec<RawDocument<'_>> = lines.iter().map(|line| document(line)).collect();
    let sizes: Vec<usize> = match sizes {
        [] => vec![documents.len()],
        several => several.iter().filter_map(|size| size.parse().ok()).collect(),
    };
    let most = sizes.iter().copied().max().unwrap_or(0).min(documents.len());
    let (took, read) = timed(|| read_documents(&resources, &documents[..most]));
    let per_article = took.as_secs_f64() / most.max(1) as f64;
    let readings = one_of_each(read.into_iter().filter_map(Result::ok));
    let n_threads = rayon::current_num_threads();
    println!("Read {most} articles in {:.1} s on {n_threads} threads.\n", took.as_secs_f64());
    println!(
        "| articles | stories | largest | claims | gather | weigh | ms an article | of reading | memory | digest |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for size in sizes {
        row(&resources, &readings[..size.min(readings.len())], per_article);
    }
    Ok(())
}

/// Readings without those of an article that came before.
pub(crate) fn one_of_each(readings: impl Iterator<Item = Reading>) -> Vec<Reading> {
    let mut seen = BTreeSet::new();
    readings.filter(|reading| seen.insert(reading.annotated.article.id())).collect()
}

/// Gathers and weighs; prints what it took.
fn row(resources: &Resources, readings: &[Reading], per_article: f64) {
    let (gathering, stories) = timed(|| gather(&resources.lexicon, &resources.stories, readings));
    let n_stories = stories.len();
    let largest = stories.iter().map(|story| story.articles.len()).max().unwrap_or(0);
    let (weighing, dossiers) = timed(|| weigh_stories(resources, readings, stories));
    let n_claims: usize = dossiers.iter().map(|dossier| dossier.claims.len()).sum();
    let (gathering, weighing) = (gathering.as_secs_f64(), weighing.as_secs_f64());
    let each = (gathering + weighing) / readings.len().max(1) as f64;
    let (each_ms, of_reading) = (each * 1000.0, each / per_article);
    let memory = peak_memory().map_or("not known".to_owned(), megabytes);
    println!(
        "| {} | {n_stories} | {largest} | {n_claims} | {gathering:.2} s | {weighing:.2} s | {each_ms:.2} | {of_reading:.2} | {memory} | {:08x} |",
        readings.len(),
        digest(&dossiers),
    );
}

/// A number that tells dossiers apart.
pub(crate) fn digest(dossiers: &[Dossier]) -> u32 {
    let mut words = String::new();
    dossiers.iter().fold(0, |digest, dossier| {
        words.clear();
        let _ = write!(words, "{dossier:?}");
        whosaid_linear::mix(digest, whosaid_linear::hash(&words))
    })
}
