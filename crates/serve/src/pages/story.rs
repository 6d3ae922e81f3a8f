//! `/story/{n}`: one story, as the report shows it, live; and `/story/{n}/graph`: who told whom in it.

use super::stories::StoryLine;
use super::{Answer, Shell, shown};
use crate::guard::Viewer;
use crate::links::{self, DeskSetting};
use crate::pages::conflicts::tools;
use crate::server::App;
use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use std::collections::BTreeSet;
use whosaid::Run;
use whosaid_report::html::parts::{self, Parts};
use whosaid_report::words;
use whosaid_store::rows::StoryRow;
use whosaid_store::{Filter, Page, Store, StoryNo};

/// Names that are proposed in forms.
const MOST_NAMES: usize = 400;
/// Stories that are proposed as the same.
const MOST_CANDIDATES: u32 = 12;

#[derive(Template, Default)]
#[template(path = "story_page.html", whitespace = "minimize")]
struct StoryPage {
    shell: Shell,
    no: i64,
    back: String,
    title: String,
    stale: bool,
    glance: String,
    filters: String,
    claims: String,
    conflicts: String,
    timeline: String,
    flow: String,
    sources: String,
    /// Everyone and everything named in the story.
    names: Vec<String>,
    articles: Vec<ArticleLine>,
    several: bool,
    merge_words: String,
    candidates: Vec<StoryLine>,
}

#[derive(Template)]
#[template(path = "graph.html", whitespace = "minimize")]
struct GraphPage {
    shell: Shell,
    story_href: String,
    story_title: String,
    flow: String,
}

/// An article in the list of a story.
struct ArticleLine {
    id: String,
    href: String,
    title: String,
    outlet: String,
    when: String,
    counts: String,
}

/// What can stand behind the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct StoryAsked {
    done: String,
    merge: String,
}

/// Shows one story.
pub async fn show(
    State(app): State<App>,
    viewer: Viewer,
    Path(no): Path<i64>,
    Query(asked): Query<StoryAsked>,
) -> Answer {
    let may_write = viewer.may_write;
    let merge = asked.merge.clone();
    let page = app
        .read(move |desk| {
            let row = desk.store().story(StoryNo(no))?;
            let run = desk.run(StoryNo(row.story))?;
            let candidates = match merge.trim() {
                "" => Vec::new(),
                words => {
                    let filter = Filter { words: Some(words.to_owned()), ..Filter::default() };
                    desk.store().stories(&filter, Page { offset: 0, limit: MOST_CANDIDATES })?.rows
                }
            };
            let others = candidates.iter().filter(|other| other.story != row.story).map(StoryLine::of);
            Ok(StoryPage { candidates: others.collect(), ..StoryPage::of(&row, &run, may_write) })
        })
        .await?;
    let shell = Shell::new(viewer, &page.title, "/").after(&asked.done, page.back.clone());
    shown(&StoryPage { shell, merge_words: asked.merge, ..page })
}

/// Shows who told whom in one story.
pub async fn graph(State(app): State<App>, viewer: Viewer, Path(no): Path<i64>) -> Answer {
    let page = app
        .read(move |desk| {
            let row = desk.store().story(StoryNo(no))?;
            let run = desk.run(StoryNo(row.story))?;
            let setting = DeskSetting::new(&run, Some(StoryNo(row.story)));
            let flow = Parts::of(&run, 0, &setting).map(Parts::flow);
            Ok((row, flow.unwrap_or_default()))
        })
        .await?;
    let (row, flow) = page;
    let line = StoryLine::of(&row);
    let shell = Shell::new(viewer, &format!("Who told whom: {}", line.title), "/");
    shown(&GraphPage { shell, story_href: line.href, story_title: line.title, flow })
}

impl StoryPage {
    fn of(row: &StoryRow, run: &Run, may_write: bool) -> Self {
        let back = links::story(row.story);
        let conflict_tools = |name: &str| tools(name, &format!("{back}#conflicts"));
        let mut setting = DeskSetting::new(run, Some(StoryNo(row.story)));
        if may_write {
            setting.conflict_tools = Some(&conflict_tools);
        }
        let Some(parts) = Parts::of(run, 0, &setting) else { return StoryPage::default() };
        let (filters, claims) = parts.claims(2);
        StoryPage {
            no: row.story,
            title: StoryLine::of(row).title,
            stale: row.stale,
            glance: parts.glance(),
            filters,
            claims,
            conflicts: parts.conflicts(2),
            timeline: parts.timeline(),
            flow: parts.flow(),
            sources: parts.sources(2),
            names: names(run),
            articles: articles(run, &setting),
            several: run.readings.len() > 1,
            back: back.clone(),
            ..StoryPage::default()
        }
    }
}

fn names(run: &Run) -> Vec<String> {
    let entities = run.dossiers.iter().flat_map(|dossier| &dossier.story.entities);
    let names: BTreeSet<String> = entities.map(|entity| words::calm(&entity.name)).collect();
    names.into_iter().take(MOST_NAMES).collect()
}

fn articles(run: &Run, setting: &DeskSetting<'_>) -> Vec<ArticleLine> {
    let line = |(idx, reading): (usize, &whosaid::attribution::Reading)| {
        let article = &reading.annotated.article;
        ArticleLine {
            id: article.id().to_string(),
            href: links::article(&article.id().to_string()),
            title: words::title(article),
            outlet: words::outlet(article),
            when: parts::day(run, idx, setting),
            counts: words::count(reading.attributions.len(), "attribution"),
        }
    };
    run.readings.iter().enumerate().map(line).collect()
}
