//! `whosaid claims`: what is claimed in a collection.

use crate::desk::ArticleFilterArgs;
use crate::error::{CommandError, Outcome};
use crate::listing::{Column, RowsArgs, further, known, shown};
use clap::Args;
use whosaid_store::rows::ClaimRow;
use whosaid_store::{Filter, Listing, Store, StoryNo, TracedClaim};

/// List claims that more than one outlet tells or somebody disputes, those of the newest story first
#[derive(Args, Debug)]
pub struct ClaimsArgs {
    /// Words that the claim's gist holds
    #[arg(value_name = "WORDS")]
    words: Option<String>,
    /// Of this story
    #[arg(long, value_name = "N")]
    story: Option<i64>,
    /// With this status: corroborated, single-origin, contested, denied, corrected, unattributed
    #[arg(long, value_name = "STATUS")]
    status: Option<String>,
    #[command(flatten)]
    articles: ArticleFilterArgs,
    /// All claims of the story, those that one outlet tells once too
    #[arg(long, requires = "story", conflicts_with_all = ["words", "status", "outlet", "from", "to"])]
    all: bool,
    #[command(flatten)]
    rows: RowsArgs,
}

/// Does it.
pub fn run(args: &ClaimsArgs) -> Result<Outcome, CommandError> {
    if let (true, Some(story)) = (args.all, args.story) {
        let page = args.rows.page();
        let claims = args.rows.desk().reader()?.all_claims(StoryNo(story))?;
        let total = claims.len() as u64;
        let rows = claims.into_iter().skip(page.offset as usize).take(page.limit as usize).collect();
        return args.rows.write(&Listing { total, rows }, &columns_of_all());
    }
    let filter = Filter {
        words: args.words.clone(),
        story: args.story.map(StoryNo),
        status: args.status.clone(),
        ..args.articles.filter()
    };
    args.rows.list(|store, page| store.claims(&filter, page), &columns())
}

fn columns() -> Vec<Column<ClaimRow>> {
    vec![
        shown("claim", |row| row.claim.clone()),
        shown("status", |row| row.status.clone()),
        shown("origins", |row| range(row.origins_min, row.origins_max)),
        shown("outlets", |row| row.outlets.to_string()),
        shown("tellings", |row| row.tellings.to_string()),
        shown("told first by", |row| known(&row.earliest_outlet)),
        further("told first in", |row| known(&row.earliest)),
        further("told first on", |row| known(&row.earliest_published)),
        further("story", |row| row.story.to_string()),
        shown("gist", |row| row.gist.clone()),
    ]
}

fn columns_of_all() -> Vec<Column<TracedClaim>> {
    vec![
        shown("claim", |row| row.claim.clone()),
        shown("status", |row| row.status.to_owned()),
        shown("origins", |row| range(row.origins_min, row.origins_max)),
        shown("tellings", |row| row.tellings.len().to_string()),
        further("told first in", |row| known(&row.earliest)),
        shown("gist", |row| row.gist.clone()),
    ]
}

/// "2" or "1 to 2".
pub fn range(min: u32, max: u32) -> String {
    if min == max { min.to_string() } else { format!("{min} to {max}") }
}
