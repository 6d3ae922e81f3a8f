//! `/story/{n}`: one story, as the report shows it, live; and `/story/{n}/graph`: who told whom in it.

use super::stories::StoryLine;
use super::{Answer, Shell, shown};
use crate::guard::Viewer;
use crate::keeper::AnyDesk;
use crate::links::{self, DeskSetting};
use crate::pages::conflicts::tools;
use crate::server::App;
use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use whosaid::Run;
use whosaid_report::html::parts::{self, Parts};
use whosaid_report::words;
use whosaid_store::{Filter, Page, Seen, Store, StoreError, StoryNo};

/// Names that are proposed in forms.
const MOST_NAMES: usize = 400;
/// Bytes of all stories that are kept written out, for those who read and for those who change things.
const MOST_BYTES: usize = 16 << 20;
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
    parts: Arc<StoryParts>,
    merge_words: String,
    candidates: Vec<StoryLine>,
}

/// What a page says of a story for as long as nothing in the story changes.
#[derive(Debug, Default)]
pub struct StoryParts {
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
#[derive(Debug)]
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
    let stories = app.stories();
    let page = app
        .read(move |desk| {
            let row = desk.store().story(StoryNo(no))?;
            let story = StoryNo(row.story);
            let parts = stories.parts(desk, story, may_write)?;
            let candidates = match merge.trim() {
                "" => Vec::new(),
                words => {
                    let filter = Filter { words: Some(words.to_owned()), ..Filter::default() };
                    desk.store().stories(&filter, Page { offset: 0, limit: MOST_CANDIDATES })?.rows
                }
            };
            let others = candidates.iter().filter(|other| other.story != row.story).map(StoryLine::of);
            Ok(StoryPage {
                no: row.story,
                title: StoryLine::of(&row).title,
                stale: row.stale,
                back: links::story(row.story),
                parts,
                candidates: others.collect(),
                ..StoryPage::default()
            })
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

/// Stories as they were written out last; shared by all readers.
#[derive(Debug)]
pub struct WrittenStories {
    to_read: Seen<StoryParts>,
    /// Who changes things sees more.
    to_change: Seen<StoryParts>,
}

impl Default for WrittenStories {
    fn default() -> Self {
        WrittenStories { to_read: Seen::new(MOST_BYTES), to_change: Seen::new(MOST_BYTES) }
    }
}

impl WrittenStories {
    /// A story written out, now or when it was the same. Two readers may write one at once, and none waits for another.
    fn parts(&self, desk: &AnyDesk, story: StoryNo, may_write: bool) -> Result<Arc<StoryParts>, StoreError> {
        let seen = if may_write { &self.to_change } else { &self.to_read };
        let stamp = desk.stamp(story)?;
        if let Some(parts) = seen.get(&stamp) {
            return Ok(parts);
        }
        let parts = Arc::new(StoryParts::of(story, &*desk.run(story)?, may_write));
        seen.keep(stamp, parts.n_bytes(), &parts);
        Ok(parts)
    }
}

impl StoryParts {
    fn of(story: StoryNo, run: &Run, may_write: bool) -> Self {
        let back = links::story(story.0);
        let conflict_tools = |name: &str| tools(name, &format!("{back}#conflicts"));
        let mut setting = DeskSetting::new(run, Some(story));
        if may_write {
            setting.conflict_tools = Some(&conflict_tools);
        }
        let Some(parts) = Parts::of(run, 0, &setting) else { return StoryParts::default() };
        let (filters, claims) = parts.claims(2);
        StoryParts {
            glance: parts.glance(),
            filters,
            claims,
            conflicts: parts.conflicts(2),
            timeline: parts.timeline(),
            flow: parts.flow(),
            sources: parts.sources(2),
            names: names(run),
            articles: articles(run, &setting),
        }
    }

    /// Bytes of its words.
    fn n_bytes(&self) -> usize {
        let parts = [
            &self.glance,
            &self.filters,
            &self.claims,
            &self.conflicts,
            &self.timeline,
            &self.flow,
            &self.sources,
        ];
        let of_line = |line: &ArticleLine| {
            [&line.id, &line.href, &line.title, &line.outlet, &line.when, &line.counts].map(String::len)
        };
        parts.iter().map(|part| part.len()).sum::<usize>()
            + self.names.iter().map(String::len).sum::<usize>()
            + self.articles.iter().flat_map(of_line).sum::<usize>()
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
