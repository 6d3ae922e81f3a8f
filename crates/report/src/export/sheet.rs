//! A run laid out for the eye: what the spreadsheet, the Markdown and the page of extracts have in common.

use super::names;
use crate::voice::{self, backing};
use crate::words;
use whosaid::Run;
use whosaid::attribution::Hop;
use whosaid::claims::{Claim, Conflict, Dossier, Side, Telling};
use whosaid::text::{Article, Span};

/// Longest extract, in characters.
pub const LONGEST: usize = 240;

/// One story.
pub struct Story<'a> {
    /// Its title.
    pub title: String,
    /// Its articles, by time.
    pub articles: Vec<Source<'a>>,
    /// Claims by rank.
    pub claims: Vec<ClaimLine<'a>>,
    /// What does not agree.
    pub conflicts: Vec<ConflictLine>,
    /// What happened when.
    pub timeline: Vec<[String; 4]>,
}

/// An article that is quoted.
#[derive(Clone)]
pub struct Source<'a> {
    /// The article.
    pub article: &'a Article,
    /// Outlet, or the name of the file.
    pub outlet: String,
    /// Headline or first words.
    pub title: String,
    /// "1 Mar 2031, 08:00 UTC", or "undated".
    pub when: String,
    /// Address, where it is one that can be opened.
    pub url: Option<String>,
}

/// One claim.
pub struct ClaimLine<'a> {
    /// The claim.
    pub claim: &'a Claim,
    /// Its name in this run.
    pub name: String,
    /// Its words.
    pub gist: String,
    /// "2 outlets, 1 origin".
    pub counts: String,
    /// "a source told The Sun".
    pub origins: String,
    /// Its tellings, by time.
    pub tellings: Vec<TellingLine<'a>>,
}

/// One telling.
pub struct TellingLine<'a> {
    /// The telling.
    pub telling: &'a Telling,
    /// Where it stands.
    pub source: Source<'a>,
    /// The words.
    pub words: String,
    /// Outlet and hops, outermost first.
    pub chain: Vec<String>,
}

/// Two extracts that do not agree.
pub struct ConflictLine {
    /// In what, in words.
    pub kind: &'static str,
    /// About what.
    pub about: String,
    /// Outlet, day and words of each side.
    pub sides: [[String; 3]; 2],
}

/// All stories of a run.
pub fn stories(run: &Run, full_text: bool) -> Vec<Story<'_>> {
    let sheet = Sheet { run, full_text };
    run.dossiers.iter().map(|dossier| sheet.story(dossier)).collect()
}

/// Lays out.
#[derive(Clone, Copy)]
struct Sheet<'a> {
    run: &'a Run,
    full_text: bool,
}

impl<'a> Sheet<'a> {
    fn story(self, dossier: &'a Dossier) -> Story<'a> {
        let story = &dossier.story;
        Story {
            title: words::clip(&words::calm(words::head(&story.title, 2_000)), 200),
            articles: story.articles.iter().filter_map(|&idx| self.source(idx)).collect(),
            claims: dossier.claims.iter().map(|claim| self.claim(dossier, claim)).collect(),
            conflicts: dossier.conflicts.iter().map(|conflict| self.conflict(conflict)).collect(),
            timeline: dossier.timeline.iter().filter_map(|entry| self.entry(entry)).collect(),
        }
    }

    fn article(self, idx: usize) -> Option<&'a Article> {
        self.run.readings.get(idx).map(|reading| &reading.annotated.article)
    }

    fn source(self, idx: usize) -> Option<Source<'a>> {
        let article = self.article(idx)?;
        Some(Source {
            article,
            outlet: words::outlet(article),
            title: words::title(article),
            when: article.published.value.map_or_else(|| "undated".to_owned(), words::moment),
            url: names::address(article),
        })
    }

    fn claim(self, dossier: &Dossier, claim: &'a Claim) -> ClaimLine<'a> {
        let backing = backing(self.run, claim);
        ClaimLine {
            claim,
            name: format!("{}/{}", dossier.story.id, claim.id),
            gist: self.clipped(&claim.gist),
            counts: backing.counts,
            origins: backing.origins,
            tellings: claim.tellings.iter().filter_map(|telling| self.telling(telling)).collect(),
        }
    }

    fn telling(self, telling: &'a Telling) -> Option<TellingLine<'a>> {
        let source = self.source(telling.article)?;
        let words = self.clipped(source.article.text.slice(telling.span));
        let chain = voice::chain(source.article, &telling.chain);
        Some(TellingLine { telling, source, words, chain })
    }

    fn conflict(self, conflict: &'a Conflict) -> ConflictLine {
        let side = |Side { article, span, .. }: Side| {
            let found = self.article(article);
            let told = |article: &Article| {
                let day = words::published_day(&article.published);
                [words::outlet(article), day, self.clipped(article.text.slice(span))]
            };
            found.map_or_else(Default::default, told)
        };
        ConflictLine {
            kind: voice::conflict_words(conflict.kind),
            about: self.clipped(&conflict.about),
            sides: [side(conflict.a), side(conflict.b)],
        }
    }

    /// When, what, outlet and day of one event.
    fn entry(self, entry: &whosaid::claims::TimelineEntry) -> Option<[String; 4]> {
        let article = self.article(entry.article)?;
        let when = words::timex(&entry.when);
        let when = if entry.future { format!("{when} (as to come)") } else { when };
        let day = words::published_day(&article.published);
        Some([when, self.clipped(&entry.what), words::outlet(article), day])
    }

    fn clipped(self, words: &str) -> String {
        match self.full_text {
            true => words::calm(words),
            false => words::clip(&words::calm(words::head(words, 8 * LONGEST)), LONGEST),
        }
    }
}

/// Words of an article: all, or an extract.
pub fn quoted(article: &Article, span: Span, full_text: bool) -> String {
    let words = article.text.slice(span);
    match full_text {
        true => words.to_owned(),
        false => words::clip(words::head(words, 8 * LONGEST), LONGEST),
    }
}

/// Kind of the source that a telling goes back to; the outlet's own voice has none.
pub fn origin_kind(hops: &[Hop]) -> &'static str {
    hops.last().map_or("", |hop| hop.kind.name())
}
