//! `/`: the stories of the collection.

use super::{Answer, Narrow, Pager, Shell, calm, days, shown};
use crate::asked::Asked;
use crate::guard::Viewer;
use crate::links;
use crate::server::App;
use askama::Template;
use axum::extract::{Query, State};
use whosaid_report::words::{count, thousands};
use whosaid_store::rows::StoryRow;
use whosaid_store::{Counts, Store};

#[derive(Template)]
#[template(path = "stories.html", whitespace = "minimize")]
struct StoriesPage {
    shell: Shell,
    empty: bool,
    counts: String,
    narrow: Narrow,
    pager: Pager,
    rows: Vec<StoryLine>,
}

/// A story in a list.
pub struct StoryLine {
    /// Its number.
    pub no: i64,
    /// Its address.
    pub href: String,
    /// What it is about.
    pub title: String,
    /// How much there is of it.
    pub counts: String,
    /// Whether it waits to be weighed.
    pub stale: bool,
}

impl StoryLine {
    /// From a row of the list.
    pub fn of(row: &StoryRow) -> Self {
        let StoryRow { first, last, articles, outlets, claims, conflicts, .. } = row;
        let mut counts =
            format!("{} in {}", count(*articles as usize, "article"), count(*outlets as usize, "outlet"));
        counts += &format!(" · {}", days(first.as_deref(), last.as_deref()));
        if *claims > 0 {
            counts += &format!(" · {} told by several or disputed", count(*claims as usize, "claim"));
        }
        if *conflicts > 0 {
            counts += &format!(" · {}", count(*conflicts as usize, "conflict"));
        }
        let title = if row.title.is_empty() { "A story without a title yet" } else { &row.title };
        StoryLine {
            no: row.story,
            href: links::story(row.story),
            title: calm(title, 200),
            counts,
            stale: row.stale,
        }
    }
}

/// Shows the list.
pub async fn show(State(app): State<App>, viewer: Viewer, Query(asked): Query<Asked>) -> Answer {
    let (filter, page) = (asked.filter()?, asked.page()?);
    let (counts, listing) =
        app.read(move |desk| Ok((desk.store().counts()?, desk.store().stories(&filter, page)?))).await?;
    shown(&StoriesPage {
        shell: Shell::new(viewer, "Stories", "/"),
        empty: counts.articles == 0,
        counts: in_all(counts),
        narrow: Narrow::of("/", &asked, &["words", "outlet", "from", "to"]),
        pager: Pager::of(&asked, &listing)?,
        rows: listing.rows.iter().map(StoryLine::of).collect(),
    })
}

fn in_all(counts: Counts) -> String {
    let stories = match counts.stories {
        1 => "1 story".to_owned(),
        n => format!("{} stories", thousands(n as usize)),
    };
    let mut told = format!("{} in {stories}", count(counts.articles as usize, "article"));
    if counts.older_versions > 0 {
        told += &format!(", {} kept besides", count(counts.older_versions as usize, "older version"));
    }
    if counts.waiting + counts.stale > 0 {
        told += "; some are still being gathered and weighed";
    }
    told + "."
}
