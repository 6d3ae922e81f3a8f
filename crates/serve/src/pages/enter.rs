//! `/enter`: the door. With the key that the server printed, or the password of a shared one, a browser gets a cookie.

use crate::asked::percent;
use crate::error::Problem;
use crate::guard::{NAME_COOKIE, came_over_tls};
use crate::server::App;
use askama::Template;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::time::Duration;

/// How long a wrong key waits for its answer.
const WRONG_KEY: Duration = Duration::from_millis(700);

#[derive(Template)]
#[template(path = "enter.html", whitespace = "minimize")]
struct EnterPage {
    wrong: bool,
}

/// What is handed in at the door.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Knock {
    key: String,
    name: String,
}

/// Comes in by the address that was printed, or shows the door.
pub async fn knock(
    State(app): State<App>,
    headers: HeaderMap,
    Query(knock): Query<Knock>,
) -> Result<Response, Problem> {
    match knock.key.is_empty() {
        true => Ok(door(false, StatusCode::OK)),
        false => enter(&app, &headers, &knock).await,
    }
}

/// Comes in by the form.
pub async fn come_in(
    State(app): State<App>,
    headers: HeaderMap,
    Form(knock): Form<Knock>,
) -> Result<Response, Problem> {
    enter(&app, &headers, &knock).await
}

/// The door, where everything is behind it.
pub fn locked() -> Response {
    door(false, StatusCode::UNAUTHORIZED)
}

async fn enter(app: &App, headers: &HeaderMap, knock: &Knock) -> Result<Response, Problem> {
    if !app.key().fits(&knock.key) {
        // One guess at a time: guessing on many lines at once gains nothing.
        app.one_guess(WRONG_KEY).await;
        return Ok(door(true, StatusCode::UNAUTHORIZED));
    }
    let secure = came_over_tls(headers);
    let name = percent(knock.name.trim());
    let named = format!("{NAME_COOKIE}={name}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000");
    let cookies =
        AppendHeaders([(header::SET_COOKIE, app.key().cookie(secure)), (header::SET_COOKIE, named)]);
    Ok((cookies, Redirect::to("/")).into_response())
}

fn door(wrong: bool, status: StatusCode) -> Response {
    let page = EnterPage { wrong }.render().unwrap_or_default();
    (status, Html(page)).into_response()
}
