//! `whosaid dossier`: the same as the report, for programs and terminals.

use crate::args::{Common, InputArgs};
use crate::commands::report::measured;
use crate::error::{CommandError, Outcome};
use crate::output::Output;
use crate::reading;
use clap::{Args, ValueEnum};
use whosaid_report::export::{ExportOptions, Format, export};
use whosaid_report::{json, markdown};

/// Print the claims, origins, conflicts and timeline of each story
#[derive(Args, Debug)]
pub struct DossierArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Shape of the output
    #[arg(long, alias = "as", value_enum, default_value_t = DossierFormat::Markdown)]
    format: DossierFormat,
    /// Give whole texts and quotations, where an export holds them, instead of short extracts
    #[arg(long)]
    full_text: bool,
    /// Where to write, - for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: String,
}

/// Shapes of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DossierFormat {
    /// The JSON of the contract, with the texts (whosaid.dossier/1)
    Json,
    /// A summary for the terminal
    Markdown,
    /// A telling a row; no cell is taken for a formula
    Csv,
    /// schema.org NewsArticle, Quotation and Claim
    JsonLd,
    /// W3C Web Annotation
    WebAnnotation,
    /// W3C PROV-O: where each telling comes from
    Prov,
    /// Who told whom
    Graphml,
}

/// Does it.
pub fn run(common: &Common, args: &DossierArgs) -> Result<Outcome, CommandError> {
    let mut output = Output::open(&args.output)?;
    let run = reading::run(common, &args.input.inputs)?;
    reading::tell_set_aside(&run.set_aside);
    if run.readings.is_empty() {
        return Ok(reading::nothing_found(&args.input.inputs));
    }
    let figures = measured(reading::options(common).mode);
    let options = ExportOptions { full_text: args.full_text, figures };
    let exported = |format| export(&run, format, &options);
    output.write(&match args.format {
        DossierFormat::Json => json::dossier(&run),
        DossierFormat::Markdown => markdown::summary(&run),
        DossierFormat::Csv => exported(Format::Csv),
        DossierFormat::JsonLd => exported(Format::JsonLd),
        DossierFormat::WebAnnotation => exported(Format::WebAnnotation),
        DossierFormat::Prov => exported(Format::Prov),
        DossierFormat::Graphml => exported(Format::Graphml),
    })?;
    output.finish()?;
    Ok(Outcome::Done)
}
