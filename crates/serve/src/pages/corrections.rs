//! `/corrections`: the log of what readers put right; and bringing in the log of others.

use super::{Answer, Shell, calm, shown};
use crate::error::Problem;
use crate::guard::Viewer;
use crate::links;
use crate::server::App;
use crate::uploads::Upload;
use askama::Template;
use axum::extract::{Multipart, Query, State};
use axum::response::Redirect;
use serde::Deserialize;
use whosaid_store::Store;
use whosaid_store::corrections::{self, Anchor, Correction, Link, What, active};

/// Corrections shown, the newest first.
const MOST: usize = 500;

#[derive(Template)]
#[template(path = "corrections_page.html", whitespace = "minimize")]
struct CorrectionsPage {
    shell: Shell,
    rows: Vec<CorrectionLine>,
}

/// A correction in the log.
struct CorrectionLine {
    id: String,
    when: String,
    who: String,
    why: String,
    what: String,
    holds: bool,
    /// Words it is pinned to: (address, words).
    places: Vec<(String, String)>,
}

impl CorrectionLine {
    fn of(correction: &Correction, holds: bool) -> Self {
        CorrectionLine {
            id: correction.id.clone(),
            when: calm(&correction.when, 30),
            who: calm(&correction.who, 80),
            why: calm(&correction.why, 300),
            what: in_words(&correction.what),
            holds,
            places: places(&correction.what),
        }
    }
}

/// What can stand behind the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CorrectionsAsked {
    done: String,
}

/// Shows the log.
pub async fn show(State(app): State<App>, viewer: Viewer, Query(asked): Query<CorrectionsAsked>) -> Answer {
    let log = app.read(|desk| desk.store().corrections()).await?;
    let holding: Vec<&str> = active(&log).iter().map(|correction| correction.id.as_str()).collect();
    let line =
        |correction: &Correction| CorrectionLine::of(correction, holding.contains(&correction.id.as_str()));
    let rows = log.iter().rev().take(MOST).map(line).collect();
    let shell = Shell::new(viewer, "Corrections", "/corrections").after(&asked.done, "/corrections".into());
    shown(&CorrectionsPage { shell, rows })
}

/// Brings in a file of corrections.
pub async fn import(State(app): State<App>, form: Multipart) -> Result<Redirect, Problem> {
    bring_in(&app, Upload::of_form(form).await?.first()).await?;
    Ok(Redirect::to("/corrections"))
}

/// Brings in corrections; gives how many were new.
pub async fn bring_in(app: &App, bytes: &[u8]) -> Result<usize, Problem> {
    let imported = corrections::import(&String::from_utf8_lossy(bytes))?;
    let now = app.now();
    app.write(move |desk| desk.correct(&imported, &now)).await
}

fn in_words(what: &What) -> String {
    let value = |value: &Option<String>| value.as_deref().map_or("not known".to_owned(), |v| calm(v, 80));
    match what {
        What::MergeClaims { .. } => "Two claims are one".to_owned(),
        What::SplitClaim { .. } => "A telling is of another claim".to_owned(),
        What::MergeStories { .. } => "Two stories are one".to_owned(),
        What::SplitStory { .. } => "An article is of another story".to_owned(),
        What::MergeEntities { .. } => "Two names are one".to_owned(),
        What::SplitEntity { .. } => "A name is of someone else".to_owned(),
        What::SetSpeaker { speaker: Some(speaker), .. } => format!("It is {} who says it", calm(speaker, 80)),
        What::SetSpeaker { speaker: None, .. } => "The outlet itself says it".to_owned(),
        What::SetArticle { field: corrections::Field::Published, value: set, .. } => {
            format!("Published: {}", value(set))
        }
        What::SetArticle { field: corrections::Field::Outlet, value: set, .. } => {
            format!("Outlet: {}", value(set))
        }
        What::SetArticle { field: corrections::Field::Wire, value: set, .. } => {
            format!("Agency: {}", value(set))
        }
        What::Judge { link, right } => {
            let link = match link {
                Link::Telling { .. } => "telling of a claim",
                Link::Conflict { .. } => "conflict",
                Link::Copy { .. } => "copy",
            };
            format!("{} a {link}", if *right { "Confirmed" } else { "Rejected" })
        }
        What::Undo { id } => format!("Undone: {id}"),
    }
}

fn places(what: &What) -> Vec<(String, String)> {
    let place = |anchor: &Anchor| (links::words(&anchor.article, anchor.span), calm(&anchor.words, 200));
    let article = |id: &String| (links::article(id), format!("Article {id}"));
    match what {
        What::MergeClaims { a, b }
        | What::MergeEntities { a, b }
        | What::SplitClaim { telling: a, from: b }
        | What::SplitEntity { mention: a, from: b }
        | What::Judge { link: Link::Telling { telling: a, claim: b } | Link::Conflict { a, b }, .. } => {
            vec![place(a), place(b)]
        }
        What::SetSpeaker { content, .. } => vec![place(content)],
        What::MergeStories { a, b }
        | What::SplitStory { article: a, from: b }
        | What::Judge { link: Link::Copy { article: a, of: b }, .. } => vec![article(a), article(b)],
        What::SetArticle { article: id, .. } => vec![article(id)],
        What::Undo { .. } => Vec::new(),
    }
}
