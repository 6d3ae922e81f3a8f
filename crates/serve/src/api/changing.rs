//! What changes the collection: articles in, corrections made, undone, given away and brought in.

use super::written;
use crate::error::Problem;
use crate::guard::Viewer;
use crate::jobs::{self, Job};
use crate::pages::correct::make;
use crate::pages::corrections::bring_in;
use crate::server::App;
use crate::uploads::Upload;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Path, Query, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use whosaid_store::corrections::{self, Correction};
use whosaid_store::{Store, Wish};

/// What can stand behind the address of an import.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AddAsked {
    name: String,
}

/// `POST /api/v1/articles`: files of a form, or one document as the body; answers with a job.
pub async fn add(
    State(app): State<App>,
    Query(asked): Query<AddAsked>,
    request: Request,
) -> Result<Response, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let upload = match kind.starts_with("multipart/form-data") {
        true => {
            let form =
                Multipart::from_request(request, &app).await.map_err(|why| bad_body(why.body_text()))?;
            Upload::of_form(form).await?
        }
        false => {
            let bytes = Bytes::from_request(request, &app).await.map_err(|why| bad_body(why.body_text()))?;
            let name = if asked.name.is_empty() { "document" } else { &asked.name };
            Upload::of(name, bytes.to_vec())
        }
    };
    let job = app.jobs().get(jobs::import(&app, upload)?).ok_or(Problem::Broken)?;
    Ok((StatusCode::ACCEPTED, Json(job)).into_response())
}

/// `GET /api/v1/jobs/{job}`.
pub async fn job(State(app): State<App>, Path(no): Path<u64>) -> Result<Json<Job>, Problem> {
    app.jobs().get(no).map(Json).ok_or(Problem::NoPage)
}

/// Up to which alert all are seen.
#[derive(Deserialize)]
pub struct Seen {
    upto: i64,
}

/// `POST /api/v1/alerts/seen`.
pub async fn seen(State(app): State<App>, body: Bytes) -> Result<StatusCode, Problem> {
    let Seen { upto } = serde_json::from_slice(&body).map_err(|why| bad_body(why.to_string()))?;
    app.write(move |desk| desk.see_alerts(upto)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was made.
#[derive(Serialize)]
pub struct Made {
    corrections: Vec<Correction>,
}

/// `POST /api/v1/corrections`: a wish, with `why` beside it.
pub async fn correct(State(app): State<App>, viewer: Viewer, body: Bytes) -> Result<Json<Made>, Problem> {
    let mut wish: Value = serde_json::from_slice(&body).map_err(|why| bad_body(why.to_string()))?;
    let why = wish.as_object_mut().and_then(|object| object.remove("why"));
    let why = why.as_ref().and_then(Value::as_str).unwrap_or("").to_owned();
    let wish: Wish = serde_json::from_value(wish).map_err(|why| bad_body(why.to_string()))?;
    Ok(Json(Made { corrections: make(&app, viewer, why, wish).await? }))
}

/// `GET /api/v1/corrections/export`: all corrections as one file.
pub async fn export(State(app): State<App>) -> Result<Response, Problem> {
    let log = app.read(|desk| desk.store().corrections()).await?;
    Ok(written(corrections::export(&log)))
}

/// How many corrections were new.
#[derive(Serialize)]
pub struct BroughtIn {
    new: usize,
}

/// `POST /api/v1/corrections/import`: a file that `export` wrote, as the body.
pub async fn import(State(app): State<App>, body: Bytes) -> Result<Json<BroughtIn>, Problem> {
    Ok(Json(BroughtIn { new: bring_in(&app, &body).await? }))
}

fn bad_body(why: String) -> Problem {
    Problem::BadBody { why }
}
