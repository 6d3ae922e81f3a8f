//! Lists with filters, as the commands print them with `--format json`.

use crate::asked::Asked;
use crate::error::Problem;
use crate::server::App;
use axum::Json;
use axum::extract::{Query, State};
use serde::Serialize;
use whosaid_store::corrections::{Correction, active};
use whosaid_store::rows::{
    AlertRow, ArticleRow, ChangeRow, ClaimRow, ConflictRow, QuoteRow, SearchRow, SpeakerRow, StoryRow,
    TimelineRow,
};
use whosaid_store::{AnyStore, Filter, Listing, Page, Store, StoreError};

/// One page of a list, and how long the whole list is.
#[derive(Serialize)]
pub struct List<T> {
    total: u64,
    rows: Vec<T>,
}

/// A list, or why there is none.
type Answer<T> = Result<Json<List<T>>, Problem>;

async fn list<T: Send + 'static>(
    app: App,
    asked: Asked,
    ask: impl FnOnce(&AnyStore, &Filter, Page) -> Result<Listing<T>, StoreError> + Send + 'static,
) -> Answer<T> {
    let (filter, page) = (asked.filter()?, asked.page()?);
    let Listing { total, rows } = app.read(move |desk| ask(desk.store(), &filter, page)).await?;
    Ok(Json(List { total, rows }))
}

/// `GET /api/v1/articles`.
pub async fn articles(State(app): State<App>, Query(asked): Query<Asked>) -> Answer<ArticleRow> {
    list(app, asked, |store, filter, page| store.articles(filter, page)).await
}

/// `GET /api/v1/stories`.
pub async fn stories(State(app): State<App>, Query(asked): Query<Asked>) -> Answer<StoryRow> {
    list(app, asked, |store, filter, page| store.stories(filter, page)).await
}

/// `GET /api/v1/claims`.
pub async fn claims(State(app): State<App>, Query(asked): Query<Asked>) -> Answer<ClaimRow> {
    list(app, asked, |store, filter, page| store.claims(filter, page)).await
}

/// `GET /api/v1/quotes`.
pub async fn quotes(State(app): State<App>, Query(asked): Query<Asked>) -> Answer<QuoteRow> {
    list(app, asked, |store, filter, page| store.quotes(filter, page)).await
}

/// `GET /api/v1/sources`.
pub async fn sources(State(app): State<App>, Query(asked): Query<Asked>) -> Answer<SpeakerRow> {
    list(app, asked, |store, filter, page| store.speakers(filter, page)).await
}

/// `GET /api/v1/timeline`.
pub async fn timeline(State(app): State<App>, Query(asked): Query<Asked>) -> Answer<TimelineRow> {
    list(app, asked, |store, filter, page| store.timeline(filter, page)).await
}

/// `GET /api/v1/conflicts`.
pub async fn conflicts(State(app): State<App>, Query(asked): Query<Asked>) -> Answer<ConflictRow> {
    list(app, asked, |store, filter, page| store.conflicts(filter, page)).await
}

/// `GET /api/v1/search`.
pub async fn search(State(app): State<App>, Query(asked): Query<Asked>) -> Answer<SearchRow> {
    list(app, asked, |store, filter, page| store.search(filter, page)).await
}

/// `GET /api/v1/changes`.
pub async fn changes(State(app): State<App>, Query(asked): Query<Asked>) -> Answer<ChangeRow> {
    list(app, asked, |store, filter, page| store.changes(filter, page)).await
}

/// `GET /api/v1/alerts`.
pub async fn alerts(State(app): State<App>, Query(asked): Query<Asked>) -> Answer<AlertRow> {
    list(app, asked, |store, filter, page| store.alerts(filter, page)).await
}

/// A correction, and whether it holds.
#[derive(Serialize)]
pub struct CorrectionRecord {
    #[serde(flatten)]
    correction: Correction,
    holds: bool,
}

/// `GET /api/v1/corrections`.
pub async fn corrections(State(app): State<App>) -> Answer<CorrectionRecord> {
    let log = app.read(|desk| desk.store().corrections()).await?;
    let holding: Vec<String> = active(&log).iter().map(|correction| correction.id.clone()).collect();
    let record = |correction: Correction| {
        let holds = holding.contains(&correction.id);
        CorrectionRecord { correction, holds }
    };
    let rows: Vec<_> = log.into_iter().map(record).collect();
    Ok(Json(List { total: rows.len() as u64, rows }))
}
