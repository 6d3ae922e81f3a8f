//! One file a model; the list is here. Each trainer reads gold, writes `models/en/NAME.model`, prints its figures.

mod attribution;
mod encoder;
mod names;
mod same_claim;
mod tags;
mod word_weights;

use std::path::{Path, PathBuf};
use whosaid_eval::Gold;

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
