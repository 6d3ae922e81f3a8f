//! One thing by its name: a story as a whole dossier, an article as a reading, a claim with its chains.

use super::written;
use crate::asked::Asked;
use crate::error::Problem;
use crate::server::App;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Serialize;
use whosaid_report::json;
use whosaid_store::keys::parse_claim;
use whosaid_store::{StoreError, StoryNo, TracedClaim};

/// Claims that are followed at most.
const MOST_CLAIMS: u32 = 50;

/// `GET /api/v1/stories/{no}`: the story as `whosaid.dossier/1`.
pub async fn story(State(app): State<App>, Path(no): Path<i64>) -> Result<Response, Problem> {
    let whole = app.read(move |desk| Ok(json::dossier(&*desk.run(StoryNo(no))?)));
    Ok(written(whole.await?))
}

/// `GET /api/v1/articles/{id}`: the article as `whosaid.reading/1`.
pub async fn article(State(app): State<App>, Path(id): Path<String>) -> Result<Response, Problem> {
    let reading = app.read(move |desk| {
        let shown = desk.article(&id)?;
        let reading = shown.run.readings.get(shown.place);
        reading.map(json::reading).ok_or(StoreError::NoSuch { what: "article", name: id })
    });
    Ok(written(reading.await?))
}

/// Claims with their tellings.
#[derive(Serialize)]
pub struct Traced {
    total: usize,
    rows: Vec<TracedClaim>,
}

impl Traced {
    fn of(rows: Vec<TracedClaim>) -> Json<Self> {
        Json(Traced { total: rows.len(), rows })
    }
}

/// `GET /api/v1/stories/{no}/claims`: all claims of a story, those told once too.
pub async fn story_claims(State(app): State<App>, Path(no): Path<i64>) -> Result<Json<Traced>, Problem> {
    Ok(Traced::of(app.read(move |desk| desk.all_claims(StoryNo(no))).await?))
}

/// `GET /api/v1/claims/{name}`.
pub async fn claim(State(app): State<App>, Path(name): Path<String>) -> Result<Json<TracedClaim>, Problem> {
    let traced = app.read(move |desk| {
        let (story, telling) = parse_claim(&name)?;
        desk.claim_named(story, telling)
    });
    Ok(Json(traced.await?))
}

/// `GET /api/v1/trace`: from words to the claims that say them.
pub async fn trace(State(app): State<App>, Query(asked): Query<Asked>) -> Result<Json<Traced>, Problem> {
    let (filter, limit) = (asked.filter()?, asked.page()?.limit.min(MOST_CLAIMS));
    let traced = app.read(move |desk| desk.trace(&asked.words, &filter, limit as usize));
    Ok(Traced::of(traced.await?))
}
