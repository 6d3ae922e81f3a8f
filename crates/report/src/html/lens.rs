//! [`Lens`]: how the views look at a run: an article by its index, words with their link.

use super::setting::Setting;
use crate::voice;
use crate::words::{self, Extract};
use whosaid::Run;
use whosaid::attribution::Hop;
use whosaid::claims::Window;
use whosaid::text::{Article, ClaimId, Span};

/// A run and where it is shown.
#[derive(Clone, Copy)]
pub struct Lens<'a> {
    /// What is shown.
    pub run: &'a Run,
    /// Where it is shown.
    pub setting: &'a dyn Setting,
}

/// Words in a little context, with the way to them.
#[derive(Clone, Debug)]
pub struct Words {
    /// The words and what stands around them.
    pub extract: Extract,
    /// Link to the words in the article.
    pub href: String,
    /// Name of the outlet.
    pub outlet: String,
    /// When the article was published, to the day.
    pub when: String,
}

impl<'a> Lens<'a> {
    /// An article by its index.
    pub fn article(self, idx: usize) -> Option<&'a Article> {
        self.run.readings.get(idx).map(|reading| &reading.annotated.article)
    }

    /// Link to words.
    pub fn href(self, article: usize, span: Span) -> String {
        self.setting.words(article, span)
    }

    /// Link to an article.
    pub fn article_href(self, article: usize) -> String {
        self.setting.article(article)
    }

    /// Link to a claim and its number, where it has a place of its own.
    pub fn claim_link(self, story: usize, claim: ClaimId) -> Option<(String, String)> {
        Some((self.setting.claim(story, claim)?, claim.to_string()))
    }

    /// Words with their context, link, outlet and day.
    pub fn words(self, idx: usize, span: Span) -> Option<Words> {
        let article = self.article(idx)?;
        Some(Words {
            extract: words::extract(article, span),
            href: self.href(idx, span),
            outlet: words::outlet(article),
            when: self.day(idx),
        })
    }

    /// Name of the outlet of an article.
    pub fn outlet(self, idx: usize) -> String {
        self.article(idx).map_or_else(String::new, words::outlet)
    }

    /// When an article was published, to the day; for one without a date the window, if there is one.
    pub fn day(self, idx: usize) -> String {
        let Some(article) = self.article(idx) else { return String::new() };
        let window = if article.published.value.is_none() { self.window(idx) } else { None };
        window.map_or_else(|| words::published_day(&article.published), window_words)
    }

    /// The window of an undated article.
    pub fn window(self, idx: usize) -> Option<&'a Window> {
        self.run.dossiers.iter().flat_map(|dossier| &dossier.windows).find(|window| window.article == idx)
    }

    /// Names from the outlet down to the origin.
    pub fn chain(self, article: usize, hops: &[Hop]) -> Vec<String> {
        self.article(article).map_or_else(Vec::new, |article| voice::chain(article, hops))
    }
}

/// "undated, between 1 Mar 2031 and 3 Mar 2031".
pub fn window_words(window: &Window) -> String {
    match (window.not_before.map(words::day), window.not_after.map(words::day)) {
        (Some(from), Some(to)) if from == to => format!("undated, on {from}"),
        (Some(from), Some(to)) => format!("undated, {from} to {to}"),
        (Some(from), None) => format!("undated, not before {from}"),
        (None, Some(to)) => format!("undated, not after {to}"),
        (None, None) => "undated".to_owned(),
    }
}

/// The id of a claim on the page.
pub fn claim_id(story: usize, claim: ClaimId) -> String {
    format!("s{}-{claim}", story + 1)
}
