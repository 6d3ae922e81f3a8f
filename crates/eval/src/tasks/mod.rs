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
mod timelines;
mod times;
mod word_speed;

use std::path::Path;
use whosaid::{Mode, ModelFiles, Resources};
use whosaid_eval::{Figures, Gold};

/// What a task needs: the gold alone, or also how articles are read.
enum Task {
    Plain(fn(&Gold) -> Result<Figures, String>),
    Reading(fn(&Gold, &Resources) -> Result<Figures, String>),
}
use Task::{Plain, Reading};

/// Stands after the name of a task that reads articles, for the accurate mode instead of the fast one.
const ACCURATE: &str = "-accurate";

/// All tasks by name.
#[rustfmt::skip]
const ALL: &[(&str, Task)] = &[
    ("chains", Reading(chains::sentences)),
    ("wikinews", Reading(chains::wikinews)),
    ("wikinews-train", Reading(chains::wikinews_train)),
    ("chains-intervals", Reading(chains::sentences_intervals)),
    ("wikinews-intervals", Reading(chains::wikinews_intervals)),
    ("polnear-intervals", Reading(polnear::intervals)),
    ("dossiers", Reading(dossiers::run)),
    ("names", Reading(names::run)),
    ("extraction", Plain(pages::extraction)),
    ("dates", Plain(pages::dates)),
    ("sections", Plain(sections::kept)),
    ("wire", Plain(sections::wire)),
    ("polnear", Reading(polnear::run)),
    ("sentences", Plain(sentences::run)),
    ("speed", Reading(speed::run)),
    ("stories", Reading(stories::run)),
    ("look-alikes", Reading(stories::look_alikes)),
    ("triples", Reading(stories::triples)),
    ("stories-in-blocks", Reading(stories::in_blocks)),
    ("timelines", Reading(timelines::run)),
    ("times", Plain(times::times)),
    ("wikiwars", Plain(times::wikiwars)),
    ("tags", Plain(tags::run)),
    ("word-speed", Plain(word_speed::run)),
];

/// The names of all tasks, for messages.
pub fn names() -> String {
    let name = |(name, task): &(&str, Task)| match task {
        Plain(_) => (*name).to_owned(),
        Reading(_) => format!("{name} {name}{ACCURATE}"),
    };
    ALL.iter().map(name).collect::<Vec<_>>().join(" ")
}

/// Runs one task; those that read articles in the fast mode, or with `-accurate` after the name in the accurate one.
pub fn run(gold: &Gold, name: &str) -> Result<Figures, String> {
    let (plain, mode) = match name.strip_suffix(ACCURATE) {
        Some(plain) => (plain, Mode::Accurate),
        None => (name, Mode::Fast),
    };
    let known = ALL.iter().find(|(known, _)| *known == plain);
    match known.map(|(_, task)| task) {
        Some(Reading(task)) => task(gold, &resources(mode)?),
        Some(Plain(task)) if mode == Mode::Fast => task(gold),
        _ => Err(format!("no task '{name}'; there are: {}", names())),
    }
}

/// The name of a task in the accurate mode, where it has one.
pub fn accurate(name: &str) -> Option<String> {
    let reads = ALL.iter().any(|(known, task)| *known == name && matches!(task, Reading(_)));
    reads.then(|| format!("{name}{ACCURATE}"))
}

/// The built-in models, or those of the folder that `WHOSAID_MODELS` names.
fn resources(mode: Mode) -> Result<Resources, String> {
    let Some(folder) = std::env::var_os("WHOSAID_MODELS") else { return Ok(Resources::english(mode)) };
    let files = ModelFiles::read(|name| std::fs::read(Path::new(&folder).join(name)));
    let files = files.map_err(|why| why.to_string())?;
    Resources::with_models(mode, &files).map_err(|why| why.to_string())
}

/// Runs one task and prints its figures.
pub fn print(gold: &Gold, name: &str) -> Result<(), String> {
    let figures = run(gold, name)?;
    println!("# {name}\n{figures}");
    Ok(())
}
