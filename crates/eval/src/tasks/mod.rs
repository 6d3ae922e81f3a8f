//! One file a task; the list is here.

mod chains;
mod dossiers;
mod names;
mod pages;
mod polnear;
mod sections;
mod sentences;
mod speed;
mod stories;
mod tags;
mod times;
mod word_speed;

use whosaid_eval::{Figures, Gold};

type Task = fn(&Gold) -> Result<Figures, String>;

/// All tasks by name.
#[rustfmt::skip]
pub const ALL: &[(&str, Task)] = &[
    ("chains", chains::sentences),
    ("wikinews", chains::wikinews),
    ("wikinews-train", chains::wikinews_train),
    ("dossiers", dossiers::run),
    ("names", names::run),
    ("extraction", pages::extraction),
    ("dates", pages::dates),
    ("sections", sections::kept),
    ("wire", sections::wire),
    ("polnear", polnear::run),
    ("sentences", sentences::run),
    ("speed", speed::run),
    ("stories", stories::run),
    ("times", times::times),
    ("wikiwars", times::wikiwars),
    ("tags", tags::run),
    ("word-speed", word_speed::run),
];

/// The names of all tasks, for messages.
pub fn names() -> String {
    ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}

/// Runs one task.
pub fn run(gold: &Gold, name: &str) -> Result<Figures, String> {
    let (_, task) = ALL
        .iter()
        .find(|(known, _)| *known == name)
        .ok_or_else(|| format!("no task '{name}'; there are: {}", names()))?;
    task(gold)
}

/// Runs one task and prints its figures.
pub fn print(gold: &Gold, name: &str) -> Result<(), String> {
    let figures = run(gold, name)?;
    println!("# {name}\n{figures}");
    Ok(())
}
