//! `whosaid annotate`: each article alone, one after the other; memory does not grow with the input.

use crate::args::{Common, InputArgs};
use crate::error::{CommandError, Outcome};
use crate::output::Output;
use crate::progress::Progress;
use crate::reading;
use clap::{Args, ValueEnum};
use whosaid_report::json;

/// Print a reading a line: sentences, names, times and attributions of each article
///
/// Articles come out in the order they went in, each as soon as it is read.
#[derive(Args, Debug)]
pub struct AnnotateArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Shape of the output: jsonl (whosaid.reading/1)
    #[arg(long, value_enum, default_value_t = AnnotateFormat::Jsonl)]
    format: AnnotateFormat,
    /// Where to write, - for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: String,
}

/// Shapes of readings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnnotateFormat {
    Jsonl,
}

/// Does it.
pub fn run(common: &Common, args: &AnnotateArgs) -> Result<Outcome, CommandError> {
    let AnnotateFormat::Jsonl = args.format;
    let mut output = Output::open(&args.output)?;
    let mut progress = Progress::new(common.quiet);
    let mut n_read = 0;
    reading::read_each(&reading::resources(common)?, &args.input.inputs, |result| match result {
        Ok(reading) => {
            n_read += 1;
            progress.read(1);
            output.write(&format!("{}\n", json::reading(&reading)))
        }
        Err(set_aside) => {
            reading::tell_set_aside(&[set_aside]);
            Ok(true)
        }
    })?;
    progress.done();
    if n_read == 0 {
        return Ok(reading::nothing_found(&args.input.inputs));
    }
    output.finish()?;
    Ok(Outcome::Done)
}
