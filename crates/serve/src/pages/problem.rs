//! The page for what could not be answered.

use crate::error::ProblemShown;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use whosaid_report::words::calm;

#[derive(Template)]
#[template(path = "problem.html", whitespace = "minimize")]
struct ProblemPage {
    heading: &'static str,
    error: String,
    hint: &'static str,
}

/// Puts a page in place of a problem, or of an answer without a body to read.
pub fn as_page(response: Response) -> Response {
    let status = response.status();
    let shown = response.extensions().get::<ProblemShown>().cloned();
    let shown = match (shown, status.is_client_error() || status.is_server_error()) {
        (Some(shown), _) => shown,
        (None, true) => ProblemShown { error: status.canonical_reason().unwrap_or("").to_owned(), hint: "" },
        (None, false) => return response,
    };
    if response.headers().get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    let page = ProblemPage { heading: heading(status), error: calm(&shown.error), hint: shown.hint };
    (status, Html(page.render().unwrap_or_default())).into_response()
}

fn heading(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "Not here",
        StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED | StatusCode::MISDIRECTED_REQUEST => "Not allowed",
        StatusCode::PAYLOAD_TOO_LARGE => "Too much",
        status if status.is_client_error() => "Not understood",
        _ => "That did not work",
    }
}
