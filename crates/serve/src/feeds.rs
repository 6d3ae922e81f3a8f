//! What readers should be told and what outlets changed, as feeds: for commands that write a file, and over HTTP for
//! readers of feeds that poll.
//!
//! A feed holds the newest, seen or not, and marks nothing. Its ids come from the collection's name and what the list is
//! narrowed to, so that the same entry has one id however often the feed is written.

use crate::asked::Asked;
use crate::error::Problem;
use crate::links;
use crate::server::App;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use whosaid_report::export::atom::{self, Entry, Feed};
use whosaid_store::rows::{AlertRow, ChangeRow};
use whosaid_store::{Filter, Store};

/// What Atom is called on the wire (RFC 4287).
pub(crate) const MEDIA_TYPE: &str = "application/atom+xml; charset=utf-8";

/// Alerts of a collection as a feed. `desk` is where its pages lie, such as `http://127.0.0.1:7117`, if they do.
pub fn alerts(collection: &str, filter: &Filter, alerts: &[AlertRow], desk: Option<&str>) -> Feed {
    let story = filter.story.map(|story| story.0);
    Feed {
        title: "What changed about the claims of a collection".to_owned(),
        about: format!("alerts of {collection}, {story:?}, {:?}, {:?}", filter.outlet, filter.kind),
        page: desk.map(|desk| format!("{desk}/alerts")),
        entries: alerts.iter().map(|row| alert(row, desk)).collect(),
        ..Feed::default()
    }
}

fn alert(row: &AlertRow, desk: Option<&str>) -> Entry {
    let outlet = row.outlet.as_deref().unwrap_or("an unknown outlet");
    let brought = match &row.words {
        Some(words) => format!("{outlet}: “{words}”"),
        None => outlet.to_owned(),
    };
    Entry {
        about: format!("{} {} {}", row.alert, row.noticed, row.claim),
        title: format!("{}: {}", what(row), row.gist),
        updated: row.noticed.clone(),
        words: format!("Claim {}, now {}\n{brought}", row.claim, row.status),
        link: desk.map(|desk| format!("{desk}{}", links::claim(&row.claim))),
        related: row.url.clone().filter(|url| url.starts_with("http")),
        category: Some(row.kind.clone()),
    }
}

/// What an alert tells, in a few words.
pub fn what(row: &AlertRow) -> String {
    match (row.kind.as_str(), &row.before) {
        ("edit", _) => "edited".to_owned(),
        (kind, Some(before)) if *before != row.status => {
            let change = format!("{before} → {}", row.status);
            if kind == "status" { change } else { format!("{kind}, {change}") }
        }
        (kind, _) => kind.to_owned(),
    }
}

/// Changed articles of a collection as a feed. `desk` is where its pages lie, if they do.
pub fn changes(collection: &str, filter: &Filter, changes: &[ChangeRow], desk: Option<&str>) -> Feed {
    let story = filter.story.map(|story| story.0);
    Feed {
        title: "Articles that outlets changed".to_owned(),
        about: format!("changes of {collection}, {story:?}, {:?}", filter.outlet),
        page: desk.map(|desk| format!("{desk}/changes")),
        entries: changes.iter().map(|row| change(row, desk)).collect(),
        ..Feed::default()
    }
}

fn change(row: &ChangeRow, desk: Option<&str>) -> Entry {
    let outlet = row.outlet.as_deref().unwrap_or("an unknown outlet");
    let title = row.title.as_deref().unwrap_or("an article without a title");
    Entry {
        about: format!("{} {}", row.older, row.newer),
        title: format!("{outlet} changed: {title}"),
        updated: row.added.clone(),
        words: row.difference.lines().join("\n"),
        link: desk.map(|desk| format!("{desk}{}", links::article(&row.newer))),
        related: None,
        category: Some("edit".to_owned()),
    }
}

/// `GET /alerts.atom`.
pub(crate) async fn alerts_atom(
    State(app): State<App>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let filter = Filter { unseen: false, ..asked.filter()? };
    let (page, narrowed) = (asked.page()?, filter.clone());
    let rows = app.read(move |desk| desk.store().alerts(&narrowed, page)).await?.rows;
    let desk = desk_address(&headers);
    let feed = alerts(&app.options().collection, &filter, &rows, Some(&desk));
    Ok(answer(feed, &format!("{desk}/alerts.atom{}", asked.narrowing())))
}

/// `GET /changes.atom`.
pub(crate) async fn changes_atom(
    State(app): State<App>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let (filter, page) = (asked.filter()?, asked.page()?);
    let narrowed = filter.clone();
    let rows = app.read(move |desk| desk.store().changes(&narrowed, page)).await?.rows;
    let desk = desk_address(&headers);
    let feed = changes(&app.options().collection, &filter, &rows, Some(&desk));
    Ok(answer(feed, &format!("{desk}/changes.atom{}", asked.narrowing())))
}

fn answer(feed: Feed, own: &str) -> Response {
    let feed = Feed { own: Some(own.to_owned()), ..feed };
    ([(header::CONTENT_TYPE, MEDIA_TYPE)], atom::feed(&feed)).into_response()
}

/// Where the desk lies for whoever asks: under the name that the guard let through, over TLS where a proxy says so.
fn desk_address(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let scheme = if crate::guard::came_over_tls(headers) { "https" } else { "http" };
    format!("{scheme}://{host}")
}
