//! `/changes`: articles that their outlets changed, with the difference in substance.

use super::{Answer, Narrow, Pager, Shell, calm, outlet, shown, status_words};
use crate::asked::Asked;
use crate::guard::Viewer;
use crate::links;
use crate::server::App;
use askama::Template;
use axum::extract::{Query, State};
use whosaid_store::Store;
use whosaid_store::rows::{ChangeRow, SentenceRow};

/// Sentences shown of each kind.
const MOST_SENTENCES: usize = 60;
/// Longest sentence, in characters.
const LONGEST: usize = 600;

#[derive(Template)]
#[template(path = "changes_page.html", whitespace = "minimize")]
struct ChangesPage {
    shell: Shell,
    narrow: Narrow,
    /// Address of the same as a feed.
    feed: String,
    pager: Pager,
    changes: Vec<ChangeView>,
}

/// From one version to the next.
pub struct ChangeView {
    /// Headline of the newer version.
    pub title: String,
    /// Outlet.
    pub outlet: String,
    /// Address of the older version.
    pub older: String,
    /// Address of the newer version.
    pub newer: String,
    /// When the newer version was added.
    pub added: String,
    /// Sentences that are gone.
    pub removed: Vec<String>,
    /// Sentences before and after.
    pub changed: Vec<(String, String)>,
    /// Sentences that are new.
    pub added_words: Vec<String>,
    /// Claims that rested on what changed: address, gist, status.
    pub touched: Vec<(String, String, &'static str)>,
}

impl ChangeView {
    /// From a row of the list.
    pub fn of(row: &ChangeRow) -> Self {
        let difference = &row.difference;
        let words = |sentence: &SentenceRow| calm(&sentence.words, LONGEST);
        let list = |list: &[SentenceRow]| list.iter().take(MOST_SENTENCES).map(words).collect();
        let changed = difference.sentences_changed.iter().take(MOST_SENTENCES);
        let touched = difference.claims_touched.iter();
        ChangeView {
            title: row.title.as_deref().map_or_else(|| "Without a headline".to_owned(), |t| calm(t, 200)),
            outlet: outlet(row.outlet.as_deref()),
            older: links::article(&row.older),
            newer: links::article(&row.newer),
            added: row.added.clone(),
            removed: list(&difference.sentences_removed),
            changed: changed.map(|[before, after]| (words(before), words(after))).collect(),
            added_words: list(&difference.sentences_added),
            touched: touched
                .map(|claim| {
                    (links::claim(&claim.claim), calm(&claim.gist, 200), status_words(&claim.status))
                })
                .collect(),
        }
    }

    /// Whether nothing changed in substance.
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty() && self.changed.is_empty() && self.added_words.is_empty()
    }
}

/// Shows the list.
pub async fn show(State(app): State<App>, viewer: Viewer, Query(asked): Query<Asked>) -> Answer {
    let (filter, page) = (asked.filter()?, asked.page()?);
    let listing = app.read(move |desk| desk.store().changes(&filter, page)).await?;
    shown(&ChangesPage {
        shell: Shell::new(viewer, "Changes", "/changes"),
        narrow: Narrow::of("/changes", &asked, &["outlet", "story"]),
        feed: format!("/changes.atom{}", asked.narrowing()),
        pager: Pager::of(&asked, &listing)?,
        changes: listing.rows.iter().map(ChangeView::of).collect(),
    })
}
