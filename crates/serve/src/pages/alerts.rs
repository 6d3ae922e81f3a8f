//! `/alerts`: what readers should be told: a claim's status changed, a denial or correction came, an outlet edited what
//! a claim rests on.

use super::{Answer, Narrow, Pager, Shell, calm, day, outlet, shown, status_words};
use crate::asked::Asked;
use crate::error::Problem;
use crate::guard::Viewer;
use crate::links;
use crate::server::App;
use askama::Template;
use axum::extract::{Form, Query, State};
use axum::response::Redirect;
use serde::Deserialize;
use whosaid_store::Store;
use whosaid_store::rows::AlertRow;

#[derive(Template)]
#[template(path = "alerts_page.html", whitespace = "minimize")]
struct AlertsPage {
    shell: Shell,
    unseen: bool,
    /// Number of the newest alert; 0 where there is none.
    newest: i64,
    narrow: Narrow,
    /// Address of the same as a feed.
    feed: String,
    pager: Pager,
    rows: Vec<AlertLine>,
}

/// Something to be told.
struct AlertLine {
    what: String,
    gist: String,
    claim: String,
    words: String,
    article: String,
    told: String,
    noticed: String,
}

impl AlertLine {
    fn of(row: &AlertRow) -> Self {
        AlertLine {
            what: what(row),
            gist: calm(&row.gist, 260),
            claim: links::claim(&row.claim),
            words: row.words.as_deref().map(|words| calm(words, 300)).unwrap_or_default(),
            article: row.article.as_deref().map(links::article).unwrap_or_default(),
            told: format!("{}, {}", outlet(row.outlet.as_deref()), day(row.published.as_deref())),
            noticed: day(Some(&row.noticed)),
        }
    }
}

/// What happened, in a few words.
fn what(row: &AlertRow) -> String {
    let happened = match row.kind.as_str() {
        "denial" => "A denial came",
        "correction" => "A correction came",
        "edit" => "An outlet edited what it rests on",
        _ => "Its status changed",
    };
    match &row.before {
        Some(before) if *before != row.status => {
            format!("{happened}: {} → {}", status_words(before), status_words(&row.status))
        }
        _ => happened.to_owned(),
    }
}

/// Shows what was not seen yet; all where that is asked for.
pub async fn show(State(app): State<App>, viewer: Viewer, Query(asked): Query<Asked>) -> Answer {
    let unseen = asked.unseen != "no";
    let (filter, page) = (asked.filter()?, asked.page()?);
    let filter = whosaid_store::Filter { unseen, ..filter };
    let listing = app.read(move |desk| desk.store().alerts(&filter, page)).await?;
    shown(&AlertsPage {
        shell: Shell::new(viewer, "Alerts", "/alerts"),
        unseen,
        newest: listing.rows.iter().map(|row| row.alert).max().unwrap_or(0),
        narrow: Narrow::of("/alerts", &asked, &["unseen", "alert", "outlet", "story"]),
        feed: format!("/alerts.atom{}", asked.narrowing()),
        pager: Pager::of(&asked, &listing)?,
        rows: listing.rows.iter().map(AlertLine::of).collect(),
    })
}

/// Up to which alert all are seen.
#[derive(Deserialize)]
pub struct Seen {
    upto: i64,
}

/// Marks alerts as seen.
pub async fn seen(State(app): State<App>, Form(Seen { upto }): Form<Seen>) -> Result<Redirect, Problem> {
    app.write(move |desk| desk.see_alerts(upto)).await?;
    Ok(Redirect::to("/alerts"))
}
