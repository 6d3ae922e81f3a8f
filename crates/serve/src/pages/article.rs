//! `/article/{id}`: one article with all marks, its versions, and the claims told in it.

use super::changes::ChangeView;
use super::{Answer, Shell, calm, shown};
use crate::guard::Viewer;
use crate::links::{self, DeskSetting};
use crate::server::App;
use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use std::collections::BTreeSet;
use whosaid::Run;
use whosaid::claims::Claim;
use whosaid::text::{Article, Span};
use whosaid_report::html::anchors::{Told, trimmed};
use whosaid_report::html::parts::{self, ArticlePart};
use whosaid_report::{voice, words};
use whosaid_store::rows::ChangeRow;
use whosaid_store::{Filter, Page, ShownArticle, Store, StoreError};

#[derive(Template)]
#[template(path = "article_page.html", whitespace = "minimize")]
struct ArticlePage {
    shell: Shell,
    id: String,
    href_own: String,
    title: String,
    outlet: String,
    byline: String,
    wire: String,
    url: String,
    path: String,
    text_sha256: String,
    added: String,
    newer: String,
    story_href: String,
    story_title: String,
    part: ArticlePart,
    changes: Vec<ChangeView>,
    claims: Vec<ClaimLine>,
    /// What can be set: its name, its label, an example.
    fields: [(&'static str, &'static str, &'static str); 3],
}

/// A claim told in the article.
struct ClaimLine {
    href: String,
    gist: String,
    status: &'static str,
    status_words: &'static str,
    counts: String,
}

/// What can stand behind the address.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct ArticleAsked {
    done: String,
    /// Words to go to: first code point and one past the last, joined by a hyphen.
    at: String,
}

/// Shows one article.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(id): Path<String>,
    Query(asked): Query<ArticleAsked>,
) -> Answer {
    let page = app
        .read(move |desk| {
            let shown = desk.article(&id)?;
            let no_such = StoreError::NoSuch { what: "article", name: id };
            let Some(reading) = shown.run.readings.get(shown.place) else { return Err(no_such) };
            let own = reading.annotated.article.id().to_string();
            let filter = Filter { article: Some(own), ..Filter::default() };
            let changes = desk.store().changes(&filter, Page { offset: 0, limit: 50 })?.rows;
            ArticlePage::of(viewer, &shown, &changes, &asked).ok_or(no_such)
        })
        .await?;
    shown(&page)
}

impl ArticlePage {
    fn of(viewer: Viewer, shown: &ShownArticle, changes: &[ChangeRow], asked: &ArticleAsked) -> Option<Self> {
        let ShownArticle { run, place, story, .. } = shown;
        let article = &run.readings.get(*place)?.annotated.article;
        let told = parts::told(run, *place);
        let setting =
            DeskSetting { places: places(article, &told, &asked.at), ..DeskSetting::new(run, *story) };
        let part = parts::article(run, *place, &setting, &told)?;
        let (id, title) = (article.id().to_string(), words::title(article));
        let href_own = links::article(&id);
        let story_title = run.dossiers.first().map(|dossier| calm(&dossier.story.title, 120));
        Some(ArticlePage {
            shell: Shell::new(viewer, &title, "/").after(&asked.done, href_own.clone()),
            outlet: words::outlet(article),
            byline: calm(&article.byline.join(", "), 120),
            wire: article.wire.as_deref().map(words::calm).unwrap_or_default(),
            url: parts::safe_url(article.url.as_deref()),
            path: article.path.as_deref().map(words::calm).unwrap_or_default(),
            text_sha256: article.text_sha256().to_owned(),
            added: shown.added.clone(),
            newer: shown.newer.as_deref().map(links::article).unwrap_or_default(),
            story_href: story.map(|story| links::story(story.0)).unwrap_or_default(),
            story_title: story_title.unwrap_or_else(|| "its story".to_owned()),
            claims: claims(&setting, *place),
            changes: changes.iter().map(ChangeView::of).collect(),
            fields: [
                ("outlet", "Outlet", "The Daily Example"),
                ("published", "Published", "2031-03-04 or 2031-03-04T09:30:00Z"),
                ("wire", "Agency", "as the article credits it"),
            ],
            part,
            id,
            href_own,
            title,
        })
    }

    /// Id of the article that an address on this desk leads to.
    fn copy_of(&self, href: &str) -> Option<String> {
        href.strip_prefix("/article/").map(str::to_owned)
    }
}

/// Words that get an id: those of claims, and those that the address asks for.
fn places(article: &Article, told: &[Told], at: &str) -> Vec<Span> {
    let mut places: BTreeSet<Span> = told.iter().map(|told| told.span).collect();
    places.extend(asked_for(article, at));
    places.into_iter().collect()
}

/// Words by their code points.
fn asked_for(article: &Article, at: &str) -> Option<Span> {
    let (start, end) = at.split_once('-')?;
    let byte = |point: &str| article.text.byte_of(point.parse().ok()?);
    let (start, end) = (byte(start)?, byte(end)?);
    let span = article.text.span(start as usize..end as usize)?;
    // An id is made of the very words that were asked for; blanks at their ends would make it another.
    trimmed(article, span).filter(|inner| *inner == span)
}

fn claims(setting: &DeskSetting<'_>, article: usize) -> Vec<ClaimLine> {
    let claims = setting.run.dossiers.iter().flat_map(|dossier| &dossier.claims);
    let told = claims.filter(|claim| claim.tellings.iter().any(|telling| telling.article == article));
    told.filter_map(|claim| line(setting, setting.run, claim)).collect()
}

fn line(setting: &DeskSetting<'_>, run: &Run, claim: &Claim) -> Option<ClaimLine> {
    Some(ClaimLine {
        href: links::claim(&setting.claim_name(claim)?),
        gist: calm(&claim.gist, 200),
        status: claim.status.name(),
        status_words: voice::status_words(claim.status),
        counts: voice::backing(run, claim).counts,
    })
}
