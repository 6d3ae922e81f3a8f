//! `whosaid dossier`: the same as the report, for programs and terminals.

use crate::args::{Common, InputArgs};
use crate::error::{CommandError, Outcome};
use crate::output::Output;
use crate::reading;
use clap::{Args, ValueEnum};
use whosaid_report::{json, markdown};

/// Print the claims, origins, conflicts and timeline of each story
#[derive(Args, Debug)]
pub struct DossierArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Shape of the output: json (whosaid.dossier/1) or markdown
    #[arg(long, value_enum, default_value_t = DossierFormat::Markdown)]
    format: DossierFormat,
    /// Where to write, - for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: String,
}

/// Shapes of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DossierFormat {
    Json,
    Markdown,
}

/// Does it.
pub fn run(common: &Common, args: &DossierArgs) -> Result<Outcome, CommandError> {
    let mut output = Output::open(&args.output)?;
    let run = reading::run(common, &args.input.inputs)?;
    reading::tell_set_aside(&run.set_aside);
    if run.readings.is_empty() {
        return Ok(reading::nothing_found(&args.input.inputs));
    }
    output.write(&match args.format {
        DossierFormat::Json => json::dossier(&run),
        DossierFormat::Markdown => markdown::summary(&run),
    })?;
    output.finish()?;
    Ok(Outcome::Done)
}
