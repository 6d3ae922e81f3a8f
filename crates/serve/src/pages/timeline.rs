//! `/timeline`: what happened when, in all stories or one.

use super::{Answer, Narrow, Pager, Shell, calm, day, outlet, shown};
use crate::asked::Asked;
use crate::guard::Viewer;
use crate::links;
use crate::server::App;
use askama::Template;
use axum::extract::{Query, State};
use whosaid_report::words;
use whosaid_store::Store;
use whosaid_store::rows::TimelineRow;

#[derive(Template)]
#[template(path = "timeline_page.html", whitespace = "minimize")]
struct TimelinePage {
    shell: Shell,
    narrow: Narrow,
    pager: Pager,
    rows: Vec<EventLine>,
}

/// Something that happened.
struct EventLine {
    when: String,
    value: String,
    what: String,
    future: bool,
    told: String,
    href: String,
    claim: String,
    story: String,
}

impl EventLine {
    fn of(row: &TimelineRow) -> Self {
        EventLine {
            when: words::timex(&row.when),
            value: calm(&row.when, 40),
            what: calm(&row.what, 240),
            future: row.future,
            told: format!("{}, {}", outlet(row.outlet.as_deref()), day(row.published.as_deref())),
            href: links::words(&row.article, row.span),
            claim: row.claim.as_deref().map(links::claim).unwrap_or_default(),
            story: links::story(row.story),
        }
    }
}

/// Shows the list.
pub async fn show(State(app): State<App>, viewer: Viewer, Query(asked): Query<Asked>) -> Answer {
    let (filter, page) = (asked.filter()?, asked.page()?);
    let listing = app.read(move |desk| desk.store().timeline(&filter, page)).await?;
    shown(&TimelinePage {
        shell: Shell::new(viewer, "Timeline", "/timeline"),
        narrow: Narrow::of("/timeline", &asked, &["from", "to", "story"]),
        pager: Pager::of(&asked, &listing)?,
        rows: listing.rows.iter().map(EventLine::of).collect(),
    })
}
