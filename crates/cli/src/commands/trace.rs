//! `whosaid trace`: from words to claims and their chains.

use super::claims::range;
use crate::desk::{ArticleFilterArgs, DeskArgs};
use crate::error::{CommandError, Outcome};
use crate::listing::{self, Column, ListingArgs, further, known, shown};
use clap::Args;
use serde::Serialize;
use whosaid_store::{Listing, TracedClaim, TracedHop, TracedTelling};

/// Follow words to the claims that say them, and each claim through its tellings to who said it
#[derive(Args, Debug)]
pub struct TraceArgs {
    /// Words of a claim, or a claim's name as `claims` lists it
    #[arg(value_name = "WORDS")]
    words: String,
    #[command(flatten)]
    articles: ArticleFilterArgs,
    /// Follow at most this many claims
    #[arg(long, value_name = "N", default_value_t = 5)]
    limit: usize,
    #[command(flatten)]
    listing: ListingArgs,
    #[command(flatten)]
    desk: DeskArgs,
}

/// One telling with the claim it tells.
#[derive(Serialize)]
struct Line {
    #[serde(flatten)]
    telling: TracedTelling,
    claim: String,
    gist: String,
    status: &'static str,
    origins: String,
}

/// Does it.
pub fn run(args: &TraceArgs) -> Result<Outcome, CommandError> {
    let found = args.desk.reader()?.trace(&args.words, &args.articles.filter(), args.limit)?;
    let rows: Vec<Line> = found.into_iter().flat_map(lines).collect();
    listing::write(&args.listing, &Listing { total: rows.len() as u64, rows }, &columns())
}

fn lines(claim: TracedClaim) -> Vec<Line> {
    let TracedClaim { claim, gist, status, origins_min, origins_max, tellings, .. } = claim;
    let line = |telling| Line {
        telling,
        claim: claim.clone(),
        gist: gist.clone(),
        status,
        origins: range(origins_min, origins_max),
    };
    tellings.into_iter().map(line).collect()
}

fn columns() -> Vec<Column<Line>> {
    vec![
        shown("claim", |row| row.claim.clone()),
        shown("status", |row| row.status.to_owned()),
        shown("origins", |row| row.origins.clone()),
        shown("published", |row| known(&row.telling.published)),
        shown("outlet", |row| known(&row.telling.outlet)),
        shown("stance", |row| row.telling.stance.to_owned()),
        shown("chain", |row| chain(&row.telling.chain)),
        shown("words", |row| row.telling.words.clone()),
        further("telling", |row| row.telling.telling.clone()),
        further("article", |row| row.telling.article.clone()),
        further("start", |row| row.telling.span[0].to_string()),
        further("end", |row| row.telling.span[1].to_string()),
        further("gist", |row| row.gist.clone()),
    ]
}

/// Hops from the outlet inwards: "The Sun (outlet) < a source (unnamed)".
fn chain(hops: &[TracedHop]) -> String {
    if hops.is_empty() {
        return "own voice".to_owned();
    }
    hops.iter().map(|hop| format!("{} ({})", hop.name, hop.kind)).collect::<Vec<_>>().join(" < ")
}
