//! What one large story takes: `cargo xtask story FILE.jsonl [N_ARTICLES]` reads the first so many articles of a file in the
//! fast mode and weighs them as one story, whatever they tell.
//!
//! Memory is that of the readings, then the most that the process held while it weighed them; "digest" is equal where the
//! dossiers are.

use crate::collection::{document, lines, megabytes, memory, timed};
use crate::scale::{digest, one_of_each};
use std::fs;
use whosaid::claims::weigh;
use whosaid::ingest::RawDocument;
use whosaid::story::gather_as_one;
use whosaid::{Mode, Resources, read_documents};

/// Reads, then weighs.
pub fn run(of: &str, n_articles: Option<&str>) -> Result<(), String> {
    let resources = Resources::english(Mode::Fast);
    let most = n_articles.and_then(|number| number.parse().ok()).unwrap_or(usize::MAX);
    let lines: Vec<String> = lines(of)?.take(most).collect();
    let documents: Vec<RawDocument<'_>> = lines.iter().map(|line| document(line)).collect();
    let readings = one_of_each(read_documents(&resources, &documents).into_iter().filter_map(Result::ok));
    let story = gather_as_one(&resources.stories, &readings);
    let held = memory("VmRSS").map_or("not known".to_owned(), megabytes);
    // From here on the system counts the most anew; where it does not, the readings' own peak may be told.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let (took, dossier) = timed(|| weigh(&resources.lexicon, &resources.claims, &readings, story));
    let most = memory("VmHWM").map_or("not known".to_owned(), megabytes);
    println!("| articles | claims | weigh | memory before | at most | digest |\n|---|---|---|---|---|---|");
    println!(
        "| {} | {} | {:.2} s | {held} | {most} | {:08x} |",
        readings.len(),
        dossier.claims.len(),
        took.as_secs_f64(),
        digest(&[dossier]),
    );
    Ok(())
}
