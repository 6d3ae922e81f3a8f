//! What readers take away: a story or a claim in the formats of others, as a file.

use crate::error::Problem;
use crate::server::App;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use whosaid::Run;
use whosaid_report::export::{self, ExportOptions, Format};
use whosaid_store::{Filter, StoreError, StoryNo};

/// What can stand behind the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct ExportAsked {
    r#as: String,
    full_text: String,
}

/// `GET /api/v1/stories/{no}/export`.
pub async fn story(
    State(app): State<App>,
    Path(no): Path<i64>,
    Query(asked): Query<ExportAsked>,
) -> Result<Response, Problem> {
    let run = app.read(move |desk| desk.run(StoryNo(no))).await?;
    file(&app, &run, &format!("story-{no}"), &asked)
}

/// `GET /api/v1/claims/{name}/export`.
pub async fn claim(
    State(app): State<App>,
    Path(name): Path<String>,
    Query(asked): Query<ExportAsked>,
) -> Result<Response, Problem> {
    let run = app.read(move |desk| {
        let run = desk.run_of_claims(&name, &Filter::default(), 0)?;
        let is_there = !run.readings.is_empty();
        is_there.then_some(run).ok_or(StoreError::NoSuch { what: "claim", name })
    });
    file(&app, &run.await?, "claim", &asked)
}

/// The export as a file: never as a page of this desk, whose words it would then speak in.
fn file(app: &App, run: &Run, name: &str, asked: &ExportAsked) -> Result<Response, Problem> {
    let bad = || Problem::BadValue { what: "format of an export", value: asked.r#as.clone() };
    let format = Format::named(&asked.r#as).ok_or_else(bad)?;
    let full_text = matches!(asked.full_text.as_str(), "1" | "true" | "on" | "yes");
    let options = ExportOptions { full_text, figures: app.options().figures.clone() };
    let disposition = format!("attachment; filename=\"{name}.{}\"", format.extension());
    let headers =
        [(header::CONTENT_TYPE, format.media_type().to_owned()), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, export::export(run, format, &options)).into_response())
}
