//! One file a model; the list is here. Each trainer reads gold, writes `models/en/NAME.model`, prints its figures.

mod attribution;
mod encoder;
mod names;
mod same_claim;
mod tags;
mod word_weights;

use serde::Deserialize;
use std::path::{Path, PathBuf};
use whosaid_eval::Gold;
use whosaid_text::SourceText;

type Trainer = fn(&Gold) -> Result<(), String>;

/// All trainers by the name of their model.
#[rustfmt::skip]
const ALL: &[(&str, Trainer)] = &[
    ("attribution", attribution::run),
    ("names", names::run),
    ("same-claim", same_claim::run),
    ("tags", tags::run),
    ("word-weights", word_weights::run),
];

/// The names of all trainers, for messages.
pub fn names() -> String {
    ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}

/// Writes the examples of the encoder to a folder.
pub fn encoder_examples(folder: &str) -> Result<(), String> {
    encoder::write_examples(&gold()?, Path::new(folder))
}

/// Trains one model.
pub fn run(model: &str) -> Result<(), String> {
    let (_, trainer) = ALL
        .iter()
        .find(|(name, _)| *name == model)
        .ok_or_else(|| format!("no model '{model}'; there are: {}", names()))?;
    trainer(&gold()?)
}

fn gold() -> Result<Gold, String> {
    Gold::find().ok_or_else(|| "no gold beside the project (set WHOSAID_GOLD to its folder)".to_owned())
}

/// A line of the stream of articles that nobody annotated.
#[derive(Deserialize)]
struct Unannotated {
    title: Option<String>,
    text: String,
}

/// News of many outlets that nobody annotated: title and text of each article.
fn unannotated(gold: &Gold) -> std::io::Result<Vec<SourceText>> {
    let lines = gold.gunzipped("multi-outlet-stream/articles-2020-03-04.jsonl.gz")?;
    let article = |line: &str| {
        let Unannotated { title, text } = serde_json::from_str(line).ok()?;
        SourceText::new(format!("{}\n\n{text}", title.unwrap_or_default())).ok()
    };
    Ok(lines.lines().filter_map(article).collect())
}

/// The project's root.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Writes a file below the project's root, making its folder.
fn write(relative: &str, bytes: &[u8]) -> Result<(), String> {
    let path = root().join(relative);
    let failed = |why: std::io::Error| format!("{}: {why}", path.display());
    std::fs::create_dir_all(path.parent().unwrap_or(&path)).map_err(failed)?;
    std::fs::write(&path, bytes).map_err(failed)
}
