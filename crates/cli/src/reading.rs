//! Inputs read in batches on all threads, in the order of the inputs.

use crate::args::Common;
use crate::error::{CommandError, Outcome};
use crate::inputs::Inputs;
use crate::progress::Progress;
use whosaid::attribution::Reading;
use whosaid::ingest::{Document, RawDocument, SetAside};
use whosaid::{Mode, ModelFiles, Options, Resources, Run};

/// A batch is full at this many documents in the fast mode...
const BATCH_DOCUMENTS: usize = 128;
/// ...in the accurate mode, which takes a hundred times as long for each, at this many...
const ACCURATE_BATCH_DOCUMENTS: usize = 16;
/// ...or at this many bytes.
const BATCH_BYTES: usize = 32 << 20;

/// The options that the user's words stand for.
pub fn options(common: &Common) -> Options {
    Options { mode: if common.fast { Mode::Fast } else { Mode::Accurate } }
}

/// The rules and models that the user's words stand for.
pub fn resources(common: &Common) -> Result<Resources, CommandError> {
    let mode = options(common).mode;
    let Some(folder) = &common.models else { return Ok(Resources::english(mode)) };
    let failed = |source| CommandError::Model { folder: folder.clone(), source };
    let files = ModelFiles::read(|name| std::fs::read(folder.join(name))).map_err(failed)?;
    if files.is_empty() {
        return Err(CommandError::NoModels { folder: folder.clone(), names: ModelFiles::names().join(", ") });
    }
    Resources::with_models(mode, &files).map_err(failed)
}

/// Sets the number of threads for the whole process.
pub fn use_threads(threads: Option<usize>) -> Result<(), CommandError> {
    let Some(n_threads) = threads else { return Ok(()) };
    rayon::ThreadPoolBuilder::new()
        .num_threads(n_threads)
        .build_global()
        .map_err(|source| CommandError::CannotStartThreads { n_threads, source })
}

/// Reads all inputs, handing over each result in order. `take` says whether to go on.
pub fn read_each(
    resources: &Resources,
    inputs: &[String],
    mut take: impl FnMut(Result<Reading, SetAside>) -> Result<bool, CommandError>,
) -> Result<(), CommandError> {
    let mut inputs = Inputs::new(inputs);
    loop {
        let batch = next_batch(&mut inputs, resources.mode());
        if batch.is_empty() {
            break;
        }
        let documents: Vec<RawDocument<'_>> = batch
            .iter()
            .filter_map(|document| document.as_ref().ok())
            .map(|document| RawDocument { path: &document.path, bytes: &document.bytes })
            .collect();
        let read = whosaid::read_documents(resources, &documents).into_iter();
        let refused = batch.iter().filter_map(|document| document.as_ref().err().cloned()).map(Err);
        for result in read.chain(refused) {
            if !take(result)? {
                return Ok(());
            }
        }
    }
    tell_passed_over(&inputs);
    Ok(())
}

/// Documents of a full batch.
pub fn most_documents(mode: Mode) -> usize {
    match mode {
        Mode::Accurate => ACCURATE_BATCH_DOCUMENTS,
        Mode::Fast => BATCH_DOCUMENTS,
    }
}

/// The next documents, few enough to be held at once. Empty at the end.
pub fn next_batch(
    inputs: &mut impl Iterator<Item = Result<Document, SetAside>>,
    mode: Mode,
) -> Vec<Result<Document, SetAside>> {
    let most_documents = most_documents(mode);
    let mut batch = Vec::new();
    let mut size_bytes = 0;
    for document in inputs {
        size_bytes += document.as_ref().map_or(0, |document| document.bytes.len());
        batch.push(document);
        if batch.len() >= most_documents || size_bytes >= BATCH_BYTES {
            break;
        }
    }
    batch
}

/// The whole run over all inputs.
pub fn run(common: &Common, inputs: &[String]) -> Result<Run, CommandError> {
    let resources = resources(common)?;
    let mut progress = Progress::new(common.quiet);
    let (mut readings, mut set_aside) = (Vec::new(), Vec::new());
    read_each(&resources, inputs, |result| {
        match result {
            Ok(reading) => readings.push(reading),
            Err(why) => set_aside.push(why),
        }
        progress.read(1);
        Ok(true)
    })?;
    progress.stage("weighing the claims");
    let run = whosaid::finish(&resources, &options(common), readings, set_aside);
    progress.done();
    Ok(run)
}

/// Tells on standard error what was set aside.
#[allow(clippy::print_stderr)]
pub fn tell_set_aside(set_aside: &[SetAside]) {
    for SetAside { path, why } in set_aside {
        eprintln!("whosaid: set aside {path}: {why}");
    }
}

/// Tells on standard error what held nothing to read by its kind.
#[allow(clippy::print_stderr)]
pub fn tell_passed_over(inputs: &Inputs) {
    let told = inputs.passed_over().iter().map(|(what, n)| format!("{n} {what}"));
    let told = told.collect::<Vec<_>>().join(", ");
    if !told.is_empty() {
        eprintln!("whosaid: passed over: {told}");
    }
}

/// Tells on standard error that no input held an article.
#[allow(clippy::print_stderr)]
pub fn nothing_found(inputs: &[String]) -> Outcome {
    eprintln!("whosaid: no article found in {}; nothing written", inputs.join(" "));
    Outcome::NothingFound
}
