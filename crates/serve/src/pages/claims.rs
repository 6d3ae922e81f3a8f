//! `/claims`: what more than one outlet tells or somebody disputes, in all stories.

use super::{Answer, Narrow, Pager, Shell, backing, calm, day, shown, status_words};
use crate::asked::Asked;
use crate::guard::Viewer;
use crate::links;
use crate::server::App;
use askama::Template;
use axum::extract::{Query, State};
use whosaid_store::Store;
use whosaid_store::rows::ClaimRow;

#[derive(Template)]
#[template(path = "claims_page.html", whitespace = "minimize")]
struct ClaimsPage {
    shell: Shell,
    narrow: Narrow,
    pager: Pager,
    rows: Vec<ClaimLine>,
}

/// A claim in a list.
struct ClaimLine {
    href: String,
    gist: String,
    status: String,
    status_words: &'static str,
    counts: String,
    earliest: String,
    story: String,
}

impl ClaimLine {
    fn of(row: &ClaimRow) -> Self {
        let earliest = row
            .earliest_outlet
            .as_deref()
            .map(|outlet| format!("{}, {}", calm(outlet, 80), day(row.earliest_published.as_deref())));
        ClaimLine {
            href: links::claim(&row.claim),
            gist: calm(&row.gist, 260),
            status_words: status_words(&row.status),
            status: row.status.clone(),
            counts: backing(row.outlets, (row.origins_min, row.origins_max)),
            earliest: earliest.unwrap_or_default(),
            story: links::story(row.story),
        }
    }
}

/// Shows the list.
pub async fn show(State(app): State<App>, viewer: Viewer, Query(asked): Query<Asked>) -> Answer {
    let (filter, page) = (asked.filter()?, asked.page()?);
    let listing = app.read(move |desk| desk.store().claims(&filter, page)).await?;
    shown(&ClaimsPage {
        shell: Shell::new(viewer, "Claims", "/claims"),
        narrow: Narrow::of("/claims", &asked, &["words", "status", "outlet", "from", "to"]),
        pager: Pager::of(&asked, &listing)?,
        rows: listing.rows.iter().map(ClaimLine::of).collect(),
    })
}
