//! What can be typed. The doc comments are the help.

#[cfg(feature = "watch")]
use crate::commands;
use crate::commands::{
    add, alerts, annotate, changes, claims, conflicts, corrections, dossier, explain, export, judge, list,
    merge, quotes, report, search, serve, set, sources, split, stories, story, timeline, trace, undo,
};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Read the coverage of a story and show who said what, through whom, and who told it first
#[derive(Debug, Parser)]
#[command(name = "whosaid", version, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Args, Clone, Debug)]
pub struct Common {
    /// Use the fast linear models alone: a hundred times quicker, less accurate
    #[arg(long, global = true)]
    pub fast: bool,
    /// Use models of this folder instead of the built-in ones, where it has them (files named as in models/en)
    #[arg(long, global = true, value_name = "FOLDER")]
    pub models: Option<PathBuf>,
    /// Read on this many threads [default: one a core]; the output is the same with any number
    #[arg(long, short = 'j', global = true, value_name = "N")]
    pub threads: Option<usize>,
    /// Tell no progress
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    Report(report::ReportArgs),
    Dossier(dossier::DossierArgs),
    Annotate(annotate::AnnotateArgs),
    #[cfg(feature = "archive")]
    Archive(crate::commands::archive::ArchiveArgs),
    Explain(explain::ExplainArgs),
    Add(add::AddArgs),
    List(list::ListArgs),
    Stories(stories::StoriesArgs),
    Story(story::StoryArgs),
    Export(export::ExportArgs),
    Claims(claims::ClaimsArgs),
    Trace(trace::TraceArgs),
    Quotes(quotes::QuotesArgs),
    Sources(sources::SourcesArgs),
    Timeline(timeline::TimelineArgs),
    Search(search::SearchArgs),
    Conflicts(conflicts::ConflictsArgs),
    Changes(changes::ChangesArgs),
    Alerts(alerts::AlertsArgs),
    Merge(merge::MergeArgs),
    Split(split::SplitArgs),
    Set(set::SetArgs),
    Confirm(judge::ConfirmArgs),
    Reject(judge::RejectArgs),
    Undo(undo::UndoArgs),
    Corrections(corrections::CorrectionsArgs),
    #[cfg(feature = "watch")]
    Watch(commands::watch::WatchArgs),
    Serve(serve::ServeArgs),
}

/// What to read.
#[derive(Args, Clone, Debug)]
pub struct InputArgs {
    /// Files, folders (read to any depth), or - for standard input: plain text, Markdown, saved HTML, JSON, JSONL,
    /// feeds, agency items, mail, crawls (WARC, WACZ, ARC), .zip and .gz of these
    #[arg(required = true, value_name = "INPUT")]
    pub inputs: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::Cli;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }
}
