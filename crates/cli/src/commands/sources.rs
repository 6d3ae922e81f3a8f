//! `whosaid sources`: everyone who is quoted.

use crate::error::{CommandError, Outcome};
use crate::listing::{Column, RowsArgs, known, shown};
use clap::Args;
use whosaid_store::rows::SpeakerRow;
use whosaid_store::{Filter, Store};

/// List everyone who is quoted by name, the most quoted first
///
/// Unnamed sources are not here: they are never taken for one another. `quotes --kind unnamed` lists them.
#[derive(Args, Debug)]
pub struct SourcesArgs {
    /// Part of the name
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// Of this kind: person, spokesperson, organization, outlet, document
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[command(flatten)]
    rows: RowsArgs,
}

/// Does it.
pub fn run(args: &SourcesArgs) -> Result<Outcome, CommandError> {
    let filter = Filter { source: args.name.clone(), kind: args.kind.clone(), ..Filter::default() };
    args.rows.list(|store, page| store.speakers(&filter, page), &columns())
}

fn columns() -> Vec<Column<SpeakerRow>> {
    vec![
        shown("quotes", |row| row.quotes.to_string()),
        shown("articles", |row| row.articles.to_string()),
        shown("outlets", |row| row.outlets.to_string()),
        shown("first", |row| known(&row.first)),
        shown("last", |row| known(&row.last)),
        shown("speaker", |row| row.speaker.clone()),
    ]
}
