//! `/help`: how to read the desk, its keys, and how often it is right.

use super::{Answer, Shell, shown, statuses};
use crate::guard::Viewer;
use crate::server::App;
use askama::Template;
use axum::extract::State;
use whosaid_report::html::Figure;

#[derive(Template)]
#[template(path = "help.html", whitespace = "minimize")]
struct HelpPage<'a> {
    shell: Shell,
    statuses: Vec<(&'static str, &'static str, &'static str)>,
    figures: &'a [Figure],
}

/// Shows it.
pub async fn show(State(app): State<App>, viewer: Viewer) -> Answer {
    let shell = Shell::new(viewer, "How to read this", "/help");
    shown(&HelpPage { shell, statuses: statuses(), figures: &app.options().figures })
}
