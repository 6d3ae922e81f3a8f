//! `whosaid add`: articles into a collection.
#![allow(clippy::print_stderr)]

use crate::args::Common;
use crate::clock;
use crate::desk::DeskArgs;
use crate::error::{CommandError, Outcome};
use crate::inputs::Inputs;
use crate::output::Output;
use crate::progress::Progress;
use crate::reading::{self, next_batch, tell_passed_over, tell_set_aside};
use clap::Args;
use whosaid::Mode;
use whosaid::ingest::{RawDocument, SetAside};
use whosaid_store::rows::ChangeRow;
use whosaid_store::{Added, AnyStore, Create, Desk, Store};

/// Add articles to a collection that lives, and tell which are new and what changed
///
/// Prints a line for each article that is new, once it is safely kept. Articles that are there already are passed over.
/// A changed article at the same address is kept beside the earlier version. Interrupted at any point, it goes on when
/// called again; without inputs it only finishes what was begun.
#[derive(Args, Debug)]
pub struct AddArgs {
    /// Files, folders (read to any depth), or - for standard input: plain text, Markdown, saved HTML, JSON, JSONL,
    /// feeds, agency items, mail, crawls (WARC, WACZ, ARC), .zip and .gz of these
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,
    #[command(flatten)]
    desk: DeskArgs,
    /// Read all articles again that an older version of the program had read
    #[arg(long)]
    again: bool,
}

/// What came of all batches.
#[derive(Default)]
struct Sums {
    n_new: usize,
    n_known: usize,
    n_versions: usize,
    n_set_aside: usize,
}

/// Does it.
pub fn run(common: &Common, args: &AddArgs) -> Result<Outcome, CommandError> {
    add_inputs(common, &args.desk, &args.inputs, args.again)
}

/// Adds inputs to a collection, and settles.
pub(super) fn add_inputs(
    common: &Common,
    at: &DeskArgs,
    inputs: &[String],
    again: bool,
) -> Result<Outcome, CommandError> {
    let create = if inputs.is_empty() { Create::Never } else { Create::IfMissing };
    let mut desk = at.adder(create, reading::resources(common)?)?;
    let mut progress = Progress::new(common.quiet);
    let sums = add_all(&mut desk, inputs, reading::options(common).mode, &mut progress)?;
    let mut tell = |n: usize| progress.stage(&format!("{n} stories weighed"));
    let settled = match again {
        true => desk.read_again(&clock::now(), &mut tell)?,
        false => desk.settle(&clock::now(), &mut tell)?,
    };
    progress.done();
    if !common.quiet {
        let counts = desk.store().counts()?;
        eprintln!(
            "whosaid: {} new, {} known, {} changed, {} set aside; {} stories weighed; {} articles in {} stories in {}",
            sums.n_new,
            sums.n_known,
            sums.n_versions,
            sums.n_set_aside,
            settled.n_stories,
            counts.articles,
            counts.stories,
            at.name()
        );
    }
    let nothing = sums.n_new + sums.n_known == 0 && !inputs.is_empty();
    Ok(if nothing { Outcome::NothingFound } else { Outcome::Done })
}

fn add_all(
    desk: &mut Desk<AnyStore>,
    inputs: &[String],
    mode: Mode,
    progress: &mut Progress,
) -> Result<Sums, CommandError> {
    let mut sums = Sums::default();
    let mut inputs = Inputs::new(inputs);
    loop {
        let batch = next_batch(&mut inputs, mode);
        if batch.is_empty() {
            break;
        }
        let documents: Vec<RawDocument<'_>> = batch
            .iter()
            .filter_map(|document| document.as_ref().ok())
            .map(|document| RawDocument { path: &document.path, bytes: &document.bytes })
            .collect();
        let refused: Vec<SetAside> = batch.iter().filter_map(|d| d.as_ref().err().cloned()).collect();
        let added = desk.add(&documents, &clock::now())?;
        tell_added(&added)?;
        tell_set_aside(&refused);
        tell_set_aside(&added.set_aside);
        progress.read(documents.len());
        sums.n_new += added.new.len();
        sums.n_known += added.n_known;
        sums.n_versions += added.versions.len();
        sums.n_set_aside += added.set_aside.len() + refused.len();
    }
    tell_passed_over(&inputs);
    Ok(sums)
}

/// Tells what is kept, as soon as it is.
fn tell_added(added: &Added) -> Result<(), CommandError> {
    let mut output = Output::open("-")?;
    for id in &added.new {
        output.write(&format!("{id}\n"))?;
    }
    output.finish()?;
    added.versions.iter().for_each(tell_change);
    Ok(())
}

fn tell_change(change: &ChangeRow) {
    let title = change.title.as_deref().unwrap_or("an article without a title");
    eprintln!("whosaid: changed: {title} ({} took the place of {})", change.newer, change.older);
    change.difference.lines().iter().for_each(|line| eprintln!("  {line}"));
}
