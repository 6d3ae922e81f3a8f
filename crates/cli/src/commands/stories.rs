//! `whosaid stories`: the stories of a collection.

use crate::desk::ArticleFilterArgs;
use crate::error::{CommandError, Outcome};
use crate::listing::{Column, RowsArgs, known, shown};
use clap::Args;
use whosaid_store::rows::StoryRow;
use whosaid_store::{Filter, Store};

/// List the stories of a collection, those with the newest article first
#[derive(Args, Debug)]
pub struct StoriesArgs {
    /// Words that the story's title holds
    #[arg(value_name = "WORDS")]
    words: Option<String>,
    #[command(flatten)]
    articles: ArticleFilterArgs,
    #[command(flatten)]
    rows: RowsArgs,
}

/// Does it.
pub fn run(args: &StoriesArgs) -> Result<Outcome, CommandError> {
    let filter = Filter { words: args.words.clone(), ..args.articles.filter() };
    args.rows.list(|store, page| store.stories(&filter, page), &columns())
}

fn columns() -> Vec<Column<StoryRow>> {
    vec![
        shown("story", |row| row.story.to_string()),
        shown("first", |row| known(&row.first)),
        shown("last", |row| known(&row.last)),
        shown("articles", |row| row.articles.to_string()),
        shown("outlets", |row| row.outlets.to_string()),
        shown("claims", |row| row.claims.to_string()),
        shown("folded", |row| row.folded.to_string()),
        shown("conflicts", |row| row.conflicts.to_string()),
        shown("title", |row| {
            if row.stale { format!("{} (not weighed yet)", row.title) } else { row.title.clone() }
        }),
    ]
}
