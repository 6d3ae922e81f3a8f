//! `/conflicts`: what does not agree, in all stories or one.

use super::{Answer, Narrow, Pager, Shell, calm, conflict_words, day, outlet, shown};
use crate::asked::Asked;
use crate::guard::Viewer;
use crate::links;
use crate::server::App;
use askama::Template;
use axum::extract::{Query, State};
use whosaid_store::Store;
use whosaid_store::rows::{ConflictRow, SideRow};

#[derive(Template)]
#[template(path = "conflicts_page.html", whitespace = "minimize")]
struct ConflictsPage {
    shell: Shell,
    narrow: Narrow,
    pager: Pager,
    rows: Vec<ConflictLine>,
}

#[derive(Template)]
#[template(path = "conflict_tools.html", whitespace = "minimize")]
struct ConflictTools<'a> {
    name: &'a str,
    back: &'a str,
}

/// Two extracts that do not agree.
struct ConflictLine {
    kind: &'static str,
    about: String,
    sides: [SideLine; 2],
    story: String,
    tools: String,
}

/// One of them.
struct SideLine {
    words: String,
    href: String,
    outlet: String,
    when: String,
    claim: String,
}

impl ConflictLine {
    fn of(row: &ConflictRow, may_write: bool, back: &str) -> Self {
        let side = |side: &SideRow| SideLine {
            words: calm(&side.words, 400),
            href: links::words(&side.article, side.span),
            outlet: outlet(side.outlet.as_deref()),
            when: day(side.published.as_deref()),
            claim: links::claim(&side.claim),
        };
        ConflictLine {
            kind: conflict_words(&row.kind),
            about: calm(&row.about, 200),
            sides: [side(&row.a), side(&row.b)],
            story: links::story(row.story),
            tools: if may_write { tools(&row.conflict, back) } else { String::new() },
        }
    }
}

/// What can be done about a conflict, leading back to an address.
pub fn tools(name: &str, back: &str) -> String {
    ConflictTools { name, back }.render().unwrap_or_default()
}

/// Shows the list.
pub async fn show(State(app): State<App>, viewer: Viewer, Query(asked): Query<Asked>) -> Answer {
    let (filter, page) = (asked.filter()?, asked.page()?);
    let listing = app.read(move |desk| desk.store().conflicts(&filter, page)).await?;
    let back = format!("/conflicts{}", asked.starting_at(u64::from(page.offset)));
    let line = |row: &ConflictRow| ConflictLine::of(row, viewer.may_write, &back);
    let rows = listing.rows.iter().map(line).collect();
    shown(&ConflictsPage {
        shell: Shell::new(viewer, "Conflicts", "/conflicts").after(&asked.done, back),
        narrow: Narrow::of("/conflicts", &asked, &["conflict", "story"]),
        pager: Pager::of(&asked, &listing)?,
        rows,
    })
}
