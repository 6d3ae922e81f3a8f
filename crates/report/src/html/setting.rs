//! [`Setting`]: where the parts of a story are shown, and so how they link to each other: one page that holds all of
//! them, or a desk with a page for each.

use super::anchors::{Anchors, article_id, place_id};
use super::{claims, lens};
use std::collections::BTreeSet;
use whosaid::Run;
use whosaid::text::{ClaimId, Span};

/// Addresses of what the parts of a story link to, and what a reader can do there. Articles and stories are named by
/// their places in the run that is shown.
pub trait Setting {
    /// Address of an article.
    fn article(&self, article: usize) -> String;

    /// Address of words in an article.
    fn words(&self, article: usize, span: Span) -> String;

    /// Words of an article that can be linked to, by position, with their ids.
    fn places(&self, article: usize) -> Vec<(Span, String)>;

    /// Address of a claim; `None` where it has no place of its own.
    fn claim(&self, story: usize, claim: ClaimId) -> Option<String>;

    /// Address of the page that a claim has to itself; `None` where its card is all there is.
    fn claim_page(&self, _story: usize, _claim: ClaimId) -> Option<String> {
        None
    }

    /// Address of all that someone said; `None` where there is no such place.
    fn source(&self, _name: &str) -> Option<String> {
        None
    }

    /// HTML of what can be done about a telling.
    fn about_telling(&self, _article: usize, _span: Span) -> String {
        String::new()
    }

    /// HTML of what can be done about a conflict, by its place in its story.
    fn about_conflict(&self, _story: usize, _conflict: usize) -> String {
        String::new()
    }
}

/// One page that holds everything: addresses are fragments of it.
pub struct OnePage<'a> {
    run: &'a Run,
    anchors: Anchors,
    cards: Vec<BTreeSet<ClaimId>>,
}

impl<'a> OnePage<'a> {
    /// Looks for every place that a view of the run may link to.
    pub fn of(run: &'a Run) -> Self {
        let cards = run.dossiers.iter().map(claims::cards).collect();
        OnePage { run, anchors: Anchors::of(run), cards }
    }
}

impl Setting for OnePage<'_> {
    fn article(&self, article: usize) -> String {
        format!("#{}", article_id(article))
    }

    fn words(&self, article: usize, span: Span) -> String {
        self.anchors.href(self.run, article, span)
    }

    fn places(&self, article: usize) -> Vec<(Span, String)> {
        let Some(reading) = self.run.readings.get(article) else { return Vec::new() };
        let id = |span| (span, place_id(&reading.annotated.article, article, span));
        self.anchors.places(article).map(id).collect()
    }

    fn claim(&self, story: usize, claim: ClaimId) -> Option<String> {
        let has_card = self.cards.get(story).is_some_and(|cards| cards.contains(&claim));
        has_card.then(|| format!("#{}", lens::claim_id(story, claim)))
    }
}
