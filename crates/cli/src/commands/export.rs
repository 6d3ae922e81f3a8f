//! `whosaid export`: a part of a collection in the formats of others.

use super::report::measured;
use crate::desk::{ArticleFilterArgs, DeskArgs};
use crate::error::{CommandError, Outcome};
use crate::output::Output;
use clap::{Args, ValueEnum};
use whosaid::{Mode, Run};
use whosaid_report::export::{self, ExportOptions, Format};
use whosaid_store::StoryNo;

/// Write stories, or the claims that match words, in the format of a spreadsheet, page, annotation or graph
///
/// Short extracts stand for the articles' words, each with its article, place and the hash of the text; no format
/// carries a rating.
#[derive(Args, Debug)]
pub struct ExportArgs {
    /// Numbers of stories as `stories` lists them, a claim's name as `claims` lists it, or words of claims
    #[arg(value_name = "STORY|CLAIM|WORDS", required = true)]
    what: Vec<String>,
    #[command(flatten)]
    shape: ExportShapeArgs,
    #[command(flatten)]
    articles: ArticleFilterArgs,
    /// Claims at most that match words
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    /// Where to write, - for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: String,
    #[command(flatten)]
    desk: DeskArgs,
}

/// Shape of an export.
#[derive(Args, Clone, Copy, Debug)]
struct ExportShapeArgs {
    /// Format of the export
    #[arg(long = "as", alias = "format", value_enum, default_value_t = ExportFormat::Markdown)]
    format: ExportFormat,
    /// Give whole texts and quotations, where the format holds them, instead of short extracts
    #[arg(long)]
    full_text: bool,
}

/// Formats of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// A telling a row; no cell is taken for a formula
    Csv,
    /// The JSON of `dossier` (whosaid.dossier/1)
    Json,
    /// Claims, tellings, conflicts and timeline
    Markdown,
    /// A page of extracts; with --full-text the report
    Html,
    /// schema.org NewsArticle, Quotation and Claim
    JsonLd,
    /// W3C Web Annotation
    WebAnnotation,
    /// W3C PROV-O: where each telling comes from
    Prov,
    /// Who told whom
    Graphml,
}

impl ExportShapeArgs {
    /// Writes a run.
    fn write(self, run: &Run, output: &mut Output) -> Result<(), CommandError> {
        let is_fast = run.manifest.options.iter().any(|(name, value)| name == "mode" && value == "fast");
        let mode = if is_fast { Mode::Fast } else { Mode::Accurate };
        let options = ExportOptions { full_text: self.full_text, figures: measured(mode) };
        output.write(&export::export(run, self.format.into(), &options)).map(|_| ())
    }
}

impl From<ExportFormat> for Format {
    fn from(format: ExportFormat) -> Self {
        match format {
            ExportFormat::Csv => Format::Csv,
            ExportFormat::Json => Format::Json,
            ExportFormat::Markdown => Format::Markdown,
            ExportFormat::Html => Format::Html,
            ExportFormat::JsonLd => Format::JsonLd,
            ExportFormat::WebAnnotation => Format::WebAnnotation,
            ExportFormat::Prov => Format::Prov,
            ExportFormat::Graphml => Format::Graphml,
        }
    }
}

/// Does it.
#[allow(clippy::print_stderr)]
pub fn run(args: &ExportArgs) -> Result<Outcome, CommandError> {
    let desk = args.desk.reader()?;
    let numbers: Result<Vec<StoryNo>, _> = args.what.iter().map(|typed| typed.parse().map(StoryNo)).collect();
    let run = match numbers {
        Ok(stories) => desk.run_of_stories(&stories)?,
        Err(_) => desk.run_of_claims(&args.what.join(" "), &args.articles.filter(), args.limit)?,
    };
    if run.readings.is_empty() {
        eprintln!("whosaid: nothing found");
        return Ok(Outcome::NothingFound);
    }
    let mut output = Output::open(&args.output)?;
    args.shape.write(&run, &mut output)?;
    output.finish()?;
    Ok(Outcome::Done)
}
