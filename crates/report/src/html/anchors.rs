//! Where on the page the words of an article stand: every place that anything links to gets an id.

use std::collections::{BTreeMap, BTreeSet};
use whosaid::Run;
use whosaid::attribution::Attribution;
use whosaid::text::{Article, ClaimId, Span};

/// Bytes of one article's text that the page shows; a longer text is cut there, and says so.
pub const SHOWN_BYTES: usize = 200_000;

/// All places of all articles that can be linked to.
pub struct Anchors {
    places: Vec<BTreeSet<Span>>,
}

/// A claim told at a place of an article, to link back to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// The words.
    pub span: Span,
    /// Index of the story.
    pub story: usize,
    /// The claim.
    pub claim: ClaimId,
}

impl Anchors {
    /// Collects every place that a view of the run may link to.
    pub fn of(run: &Run) -> Self {
        let mut anchors = Anchors { places: vec![BTreeSet::new(); run.readings.len()] };
        for (idx, reading) in run.readings.iter().enumerate() {
            for attribution in &reading.attributions {
                anchors.add(run, idx, first_words(attribution));
            }
        }
        for dossier in &run.dossiers {
            for telling in dossier.claims.iter().flat_map(|claim| &claim.tellings) {
                anchors.add(run, telling.article, Some(telling.span));
            }
            for side in dossier.conflicts.iter().flat_map(|conflict| [conflict.a, conflict.b]) {
                anchors.add(run, side.article, Some(side.span));
            }
            for entry in &dossier.timeline {
                anchors.add(run, entry.article, Some(entry.span));
            }
            for credit in &dossier.credits {
                anchors.add(run, credit.article, Some(credit.span));
            }
            for window in &dossier.windows {
                window.why.iter().for_each(|(span, _)| anchors.add(run, window.article, Some(*span)));
            }
        }
        anchors
    }

    fn add(&mut self, run: &Run, article: usize, span: Option<Span>) {
        let Some(reading) = run.readings.get(article) else { return };
        let text = &reading.annotated.article;
        if let Some(span) = span.and_then(|span| trimmed(text, span)) {
            self.places[article].insert(span);
        }
    }

    /// The places of one article, by position.
    pub fn places(&self, article: usize) -> impl Iterator<Item = Span> {
        self.places.get(article).into_iter().flatten().copied()
    }

    /// The address of words: their own where the page shows them, else that of their article.
    pub fn href(&self, run: &Run, article: usize, span: Span) -> String {
        let place = run.readings.get(article).and_then(|r| trimmed(&r.annotated.article, span));
        match place.filter(|place| self.places.get(article).is_some_and(|known| known.contains(place))) {
            Some(place) => format!("#{}", place_id(&run.readings[article].annotated.article, article, place)),
            None => format!("#{}", article_id(article)),
        }
    }
}

/// The id of an article on the page.
pub fn article_id(article: usize) -> String {
    format!("a{}", article + 1)
}

/// The id of words on the page: the article and the words' code points.
pub fn place_id(article: &Article, idx: usize, span: Span) -> String {
    let [start, end] = article.text.code_point_span(span);
    format!("a{}-{start}-{end}", idx + 1)
}

/// Where an attribution is shown to begin: its first content, else its source or cue.
pub fn first_words(attribution: &Attribution) -> Option<Span> {
    let parts = [&attribution.content, &attribution.source, &attribution.cue];
    parts.into_iter().find_map(|part| part.first().copied())
}

/// The span without blanks at its ends, if it lies in the shown part of the text and holds a word.
pub fn trimmed(article: &Article, span: Span) -> Option<Span> {
    let text = article.text.as_str();
    let words = text.get(span.range())?;
    let start = span.start() as usize + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    if start >= end || end > shown(text).len() {
        return None;
    }
    article.text.span(start..end)
}

/// The part of a text that the page shows.
pub fn shown(text: &str) -> &str {
    crate::words::head(text, SHOWN_BYTES)
}

/// For each article, the claims told in it that have a place of their own on the page.
pub fn told(run: &Run, on_page: impl Fn(usize, ClaimId) -> bool) -> BTreeMap<usize, Vec<Told>> {
    let mut by_article: BTreeMap<usize, Vec<Told>> = BTreeMap::new();
    for (story, dossier) in run.dossiers.iter().enumerate() {
        for claim in dossier.claims.iter().filter(|claim| on_page(story, claim.id)) {
            for telling in &claim.tellings {
                let Some(reading) = run.readings.get(telling.article) else { continue };
                if let Some(span) = trimmed(&reading.annotated.article, telling.span) {
                    by_article.entry(telling.article).or_default().push(Told {
                        span,
                        story,
                        claim: claim.id,
                    });
                }
            }
        }
    }
    by_article.values_mut().for_each(|told| told.sort());
    by_article
}
