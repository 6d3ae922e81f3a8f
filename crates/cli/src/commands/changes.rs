//! `whosaid changes`: articles that outlets changed.

use crate::error::{CommandError, Outcome};
use crate::listing::{Column, FeedArgs, RowsArgs, further, known, shown};
use clap::Args;
use whosaid_serve::feeds;
use whosaid_store::rows::{ChangeRow, SentenceRow};
use whosaid_store::{Filter, Store, StoryNo};

/// List articles that changed at their address, with the difference in substance and the claims it touches
#[derive(Args, Debug)]
pub struct ChangesArgs {
    /// In this story
    #[arg(long, value_name = "N")]
    story: Option<i64>,
    /// Of outlets whose name holds this
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    #[command(flatten)]
    feed: FeedArgs,
    #[command(flatten)]
    rows: RowsArgs,
}

/// Does it.
pub fn run(args: &ChangesArgs) -> Result<Outcome, CommandError> {
    let filter = Filter { story: args.story.map(StoryNo), outlet: args.outlet.clone(), ..Filter::default() };
    let found = args.rows.ask(|store, page| store.changes(&filter, page))?;
    if args.feed.is_feed() {
        return args.rows.write_feed(&feeds::changes(&args.rows.desk().name(), &filter, &found.rows, None));
    }
    args.rows.write(&found, &columns())
}

fn columns() -> Vec<Column<ChangeRow>> {
    vec![
        shown("older", |row| row.older.clone()),
        shown("newer", |row| row.newer.clone()),
        shown("added", |row| row.added.clone()),
        shown("outlet", |row| known(&row.outlet)),
        shown("title", |row| known(&row.title)),
        shown("+", |row| row.difference.sentences_added.len().to_string()),
        shown("-", |row| row.difference.sentences_removed.len().to_string()),
        shown("~", |row| row.difference.sentences_changed.len().to_string()),
        shown("claims", |row| row.difference.claims_touched.len().to_string()),
        further("sentences added", |row| sentences(&row.difference.sentences_added)),
        further("sentences removed", |row| sentences(&row.difference.sentences_removed)),
        further("sentences changed", |row| {
            let pairs = row.difference.sentences_changed.iter();
            pairs.map(|[a, b]| format!("{}\n=> {}", a.words, b.words)).collect::<Vec<_>>().join("\n")
        }),
        further("claims touched", |row| {
            let claims = row.difference.claims_touched.iter();
            claims.map(|claim| format!("{} {}", claim.claim, claim.gist)).collect::<Vec<_>>().join("\n")
        }),
    ]
}

fn sentences(list: &[SentenceRow]) -> String {
    list.iter().map(|sentence| sentence.words.as_str()).collect::<Vec<_>>().join("\n")
}
