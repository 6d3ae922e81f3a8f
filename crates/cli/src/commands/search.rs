//! `whosaid search`: articles by their words and by who says what in them.

use crate::desk::ArticleFilterArgs;
use crate::error::{CommandError, Outcome};
use crate::listing::{Column, RowsArgs, further, known, shown};
use clap::Args;
use whosaid_store::rows::SearchRow;
use whosaid_store::{Filter, Store, StoryNo};

/// Search the articles of a collection, the best match first
#[derive(Args, Debug)]
pub struct SearchArgs {
    /// Words that all occur; in quotation marks for a phrase. Without words the filters alone decide
    #[arg(value_name = "WORDS")]
    words: Option<String>,
    #[command(flatten)]
    articles: ArticleFilterArgs,
    /// Quoting someone whose name holds this
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Quoting this kind of source: person, spokesperson, organization, outlet, document, unnamed, unspecified
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Telling a claim with this status
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    /// Of this story
    #[arg(long, value_name = "N")]
    story: Option<i64>,
    /// Older versions too
    #[arg(long)]
    versions: bool,
    #[command(flatten)]
    rows: RowsArgs,
}

/// Does it.
pub fn run(args: &SearchArgs) -> Result<Outcome, CommandError> {
    let filter = Filter {
        words: args.words.clone(),
        source: args.source.clone(),
        kind: args.kind.clone(),
        status: args.status.clone(),
        story: args.story.map(StoryNo),
        versions: args.versions,
        ..args.articles.filter()
    };
    args.rows.list(|store, page| store.search(&filter, page), &columns())
}

fn columns() -> Vec<Column<SearchRow>> {
    vec![
        shown("id", |row| row.article.id.clone()),
        shown("published", |row| known(&row.article.published)),
        shown("outlet", |row| known(&row.article.outlet)),
        shown("story", |row| row.article.story.map_or(String::new(), |story| story.to_string())),
        shown("title", |row| known(&row.article.title)),
        shown("extract", |row| row.extract.clone()),
        further("url", |row| known(&row.article.url)),
        further("path", |row| known(&row.article.path)),
    ]
}
