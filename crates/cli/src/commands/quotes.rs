//! `whosaid quotes`: what was said by whom.

use crate::desk::ArticleFilterArgs;
use crate::error::{CommandError, Outcome};
use crate::listing::{Column, RowsArgs, further, known, shown};
use clap::Args;
use whosaid_store::rows::QuoteRow;
use whosaid_store::{Filter, Store, StoryNo};

/// List what was said by whom, newest article first
#[derive(Args, Debug)]
pub struct QuotesArgs {
    /// By someone whose name holds this
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// By this kind of source: person, spokesperson, organization, outlet, document, unnamed, unspecified
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// In this story
    #[arg(long, value_name = "N")]
    story: Option<i64>,
    #[command(flatten)]
    articles: ArticleFilterArgs,
    #[command(flatten)]
    rows: RowsArgs,
}

/// Does it.
pub fn run(args: &QuotesArgs) -> Result<Outcome, CommandError> {
    let filter = Filter {
        source: args.by.clone(),
        kind: args.kind.clone(),
        story: args.story.map(StoryNo),
        ..args.articles.filter()
    };
    args.rows.list(|store, page| store.quotes(&filter, page), &columns())
}

fn columns() -> Vec<Column<QuoteRow>> {
    vec![
        shown("published", |row| known(&row.published)),
        shown("outlet", |row| known(&row.outlet)),
        shown("speaker", |row| row.speaker.clone()),
        shown("kind", |row| row.kind.clone()),
        shown("stance", |row| row.stance.clone()),
        shown("words", |row| row.words.clone()),
        further("chain", |row| row.chain.clone()),
        further("form", |row| row.form.clone()),
        further("article", |row| row.article.clone()),
        further("start", |row| row.span[0].to_string()),
        further("end", |row| row.span[1].to_string()),
        further("story", |row| row.story.map_or(String::new(), |story| story.to_string())),
    ]
}
