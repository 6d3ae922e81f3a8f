//! `whosaid story`: one story of a collection, as the report shows it.

use super::report::measured;
use crate::desk::DeskArgs;
use crate::error::{CommandError, Outcome};
use crate::output::Output;
use clap::{Args, ValueEnum};
use whosaid::Mode;
use whosaid_report::{html, json, markdown};
use whosaid_store::StoryNo;

/// Write one story of a collection: the page, its JSON, or a summary
#[derive(Args, Debug)]
pub struct StoryArgs {
    /// Number of the story, as `stories` lists it
    #[arg(value_name = "N")]
    story: i64,
    /// Shape of the output
    #[arg(long, value_enum, default_value_t = StoryFormat::Markdown)]
    format: StoryFormat,
    /// Where to write, - for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: String,
    #[command(flatten)]
    desk: DeskArgs,
}

/// Shapes of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StoryFormat {
    /// The self-contained page
    Html,
    /// The JSON of `dossier` (whosaid.dossier/1)
    Json,
    /// A summary for the terminal
    Markdown,
}

/// Does it.
pub fn run(args: &StoryArgs) -> Result<Outcome, CommandError> {
    let run = args.desk.reader()?.run(StoryNo(args.story))?;
    let mut output = Output::open(&args.output)?;
    output.write(&match args.format {
        StoryFormat::Html => {
            html::page(&run, &html::PageOptions { title: None, figures: measured(Mode::Accurate) })
        }
        StoryFormat::Json => json::dossier(&run),
        StoryFormat::Markdown => markdown::summary(&run),
    })?;
    output.finish()?;
    Ok(Outcome::Done)
}
