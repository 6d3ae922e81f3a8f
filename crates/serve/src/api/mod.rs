//! The JSON API under `/api/v1`: everything that the pages show and do, for programs. Objects are those of the JSON
//! contract and of the lists that the commands print; `openapi.json` describes every address.

pub mod changing;
pub mod exports;
pub mod lists;
pub mod single;
#[cfg(test)]
mod tests;

use crate::error::Problem;
use crate::server::App;
use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use whosaid_store::Store;

const OPENAPI: &str = include_str!("openapi.json");

/// What this is, and how much it holds.
#[derive(Serialize)]
struct About {
    program: &'static str,
    version: &'static str,
    collection: String,
    articles: u64,
    older_versions: u64,
    stories: u64,
    waiting: u64,
    stale: u64,
    job: Option<u64>,
    description: &'static str,
}

/// `GET /api/v1`.
pub async fn about(State(app): State<App>) -> Result<Response, Problem> {
    let counts = app.read(|desk| desk.store().counts()).await?;
    let about = About {
        program: "whosaid",
        version: env!("CARGO_PKG_VERSION"),
        collection: app.options().collection.clone(),
        articles: counts.articles,
        older_versions: counts.older_versions,
        stories: counts.stories,
        waiting: counts.waiting,
        stale: counts.stale,
        job: app.jobs().at_work().map(|job| job.job),
        description: "/api/v1/openapi.json",
    };
    Ok(Json(about).into_response())
}

/// `GET /api/v1/openapi.json`.
pub async fn openapi() -> Response {
    written(OPENAPI.to_owned())
}

/// JSON that is written already.
pub fn written(json: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], json).into_response()
}

/// Puts JSON in place of an error that came without.
pub fn as_json(response: Response) -> Response {
    let status = response.status();
    let is_json = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    if is_json || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let error = status.canonical_reason().unwrap_or("error").to_lowercase();
    (status, Json(serde_json::json!({ "error": error }))).into_response()
}
