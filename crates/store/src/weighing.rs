//! One story from kept readings to a dossier and the rows of lists.

use crate::codec::write_dossier;
use crate::decisions::{Decisions, key};
use crate::rows::{ClaimRecord, ConflictRecord, MemberRow, QuoteRecord, StoryRow, StoryRows, TimelineRecord};
use crate::store::{ArticleNo, StoryNo};
use std::collections::{BTreeMap, BTreeSet};
use whosaid::Resources;
use whosaid::attribution::{Attribution, Hop, Reading};
use whosaid::claims::{Claim, Dossier, Side, weigh_with};
use whosaid::story::gather_as_one;
use whosaid::text::{Article, ArticleId, EntityId, Moment, Span};

/// A story that was weighed, with the readings that its dossier names by their place.
pub(crate) struct Weighed {
    pub numbers: Vec<ArticleNo>,
    pub readings: Vec<Reading>,
    pub dossier: Dossier,
}

/// Weighs the articles of one story, as readers corrected them.
pub(crate) fn weigh(
    resources: &Resources,
    decisions: &Decisions,
    articles: Vec<(ArticleNo, Reading)>,
) -> Weighed {
    let (numbers, readings) = in_order(resources, decisions, articles);
    let mut story = gather_as_one(&resources.stories, &readings);
    decisions.story(&readings, &mut story);
    let ties = decisions.ties(&readings);
    let mut dossier = weigh_with(&resources.lexicon, &resources.claims, &readings, story, &ties);
    decisions.dossier(&readings, &mut dossier);
    Weighed { numbers, readings, dossier }
}

/// The articles as corrected, in the order of a run.
pub(crate) fn in_order(
    resources: &Resources,
    decisions: &Decisions,
    articles: Vec<(ArticleNo, Reading)>,
) -> (Vec<ArticleNo>, Vec<Reading>) {
    let corrected = articles.into_iter().map(|(no, mut reading)| {
        if let Some(article) = decisions.article(&reading.annotated.article) {
            // Only the values of times hang on what can be corrected about an article.
            reading.annotated.article = article;
            reading.times = whosaid::time::read_times(&resources.times, &reading.annotated);
        }
        decisions.speakers(&mut reading);
        (no, reading)
    });
    let mut articles: Vec<(ArticleNo, Reading)> = corrected.collect();
    articles.sort_by_cached_key(|(_, reading)| place_in_time(&reading.annotated.article));
    articles.into_iter().unzip()
}

/// What the articles of a story are ordered by, once they are corrected.
pub(crate) fn place_in_time(article: &Article) -> (bool, Option<Moment>, ArticleId) {
    (article.published.value.is_none(), article.published.value, article.id())
}

impl Weighed {
    /// What lists need of it.
    pub fn rows(&self, no: StoryNo, made_with: &str) -> StoryRows {
        let speakers = Speakers::of(self);
        StoryRows {
            no,
            members: self.members(),
            row: self.row(no),
            made_with: made_with.to_owned(),
            dossier: write_dossier(&self.dossier),
            order: self.numbers.clone(),
            alerts: Vec::new(),
            claims: self.dossier.claims.iter().filter(|claim| !claim.folded).map(|c| self.claim(c)).collect(),
            quotes: (0..self.readings.len()).flat_map(|article| self.quotes(&speakers, article)).collect(),
            timeline: self.timeline(),
            conflicts: self.conflicts(),
        }
    }

    fn members(&self) -> Vec<MemberRow> {
        let mut members: Vec<MemberRow> = (self.numbers.iter().zip(&self.readings))
            .map(|(&no, reading)| {
                let article = &reading.annotated.article;
                let published = article.published.value.map(|moment| moment.to_string());
                MemberRow { no, outlet: article.outlet.clone(), published }
            })
            .collect();
        members.sort_by_key(|member| member.no);
        members
    }

    fn row(&self, no: StoryNo) -> StoryRow {
        let articles = || self.readings.iter().map(|reading| &reading.annotated.article);
        let days = articles().filter_map(|article| article.published.value).map(|m| m.day.to_string());
        let outlets: BTreeSet<&str> = articles().filter_map(outlet_or_file).collect();
        let n_folded = self.dossier.claims.iter().filter(|claim| claim.folded).count();
        StoryRow {
            story: no.0,
            title: self.dossier.story.title.clone(),
            first: days.clone().min(),
            last: days.max(),
            articles: self.readings.len() as u32,
            outlets: outlets.len() as u32,
            claims: (self.dossier.claims.len() - n_folded) as u32,
            folded: n_folded as u32,
            conflicts: self.dossier.conflicts.len() as u32,
            stale: false,
        }
    }

    fn key(&self, article: usize, span: Span) -> String {
        self.readings.get(article).map_or_else(String::new, |reading| key(&reading.annotated.article, span))
    }

    fn points(&self, article: usize, span: Span) -> [u32; 2] {
        self.readings.get(article).map_or([0, 0], |r| r.annotated.article.text.code_point_span(span))
    }

    fn number(&self, article: usize) -> ArticleNo {
        self.numbers.get(article).copied().unwrap_or(ArticleNo(0))
    }

    /// The key of a claim: that of its first telling.
    pub fn claim_key(&self, claim: &Claim) -> String {
        claim.tellings.first().map_or_else(String::new, |telling| self.key(telling.article, telling.span))
    }

    fn claim(&self, claim: &Claim) -> ClaimRecord {
        let outlet = |article: usize| outlet_or_file(&self.readings.get(article)?.annotated.article);
        let articles: BTreeSet<usize> = claim.tellings.iter().map(|telling| telling.article).collect();
        let backing = claim.backing();
        let outlets: BTreeSet<&str> = backing.iter().filter_map(|telling| outlet(telling.article)).collect();
        let mut numbers: Vec<ArticleNo> = articles.iter().map(|&article| self.number(article)).collect();
        numbers.sort_unstable();
        ClaimRecord {
            key: self.claim_key(claim),
            gist: one_line(&claim.gist),
            status: claim.status.name(),
            origins: (claim.origins.min, claim.origins.max),
            n_outlets: outlets.len() as u32,
            n_tellings: claim.tellings.len() as u32,
            earliest: claim.earliest.map(|article| self.number(article)),
            articles: numbers,
        }
    }

    fn quotes(&self, speakers: &Speakers, article: usize) -> Vec<QuoteRecord> {
        let reading = &self.readings[article];
        let text = &reading.annotated.article.text;
        let quote = |(n, attribution): (usize, &Attribution)| {
            let origin = attribution.origin()?;
            let spans = || attribution.content.iter().copied();
            let content = spans().reduce(Span::cover)?;
            Some(QuoteRecord {
                article: self.number(article),
                number: n as u32,
                speaker: one_line(speakers.name(article, reading, origin)),
                kind: origin.kind.name(),
                chain: one_line(&attribution.chain_in_words(text)),
                form: attribution.form.name(),
                stance: attribution.stance.name(),
                span: text.code_point_span(content),
            })
        };
        reading.attributions.iter().enumerate().filter_map(quote).collect()
    }

    fn timeline(&self) -> Vec<TimelineRecord> {
        let claim_key = |id: whosaid::text::ClaimId| Some(self.claim_key(self.dossier.claims.get(id.idx())?));
        let entries = self.dossier.timeline.iter();
        entries
            .map(|entry| TimelineRecord {
                when: entry.when.clone(),
                what: one_line(&entry.what),
                future: entry.future,
                claim: entry.claim.and_then(claim_key),
                article: self.number(entry.article),
                span: self.points(entry.article, entry.span),
            })
            .collect()
    }

    fn conflicts(&self) -> Vec<ConflictRecord> {
        let side = |side: Side| {
            let claim = self.dossier.claims.get(side.claim.idx());
            let key = claim.map_or_else(String::new, |claim| self.claim_key(claim));
            (key, self.number(side.article), self.points(side.article, side.span))
        };
        let conflicts = self.dossier.conflicts.iter();
        conflicts
            .map(|conflict| ConflictRecord {
                kind: conflict.kind.name(),
                about: one_line(&conflict.about),
                a: side(conflict.a),
                b: side(conflict.b),
                rule: conflict.rule.to_string(),
            })
            .collect()
    }
}

/// What an article's outlet is counted under: its name, or else the file, as pages show it.
fn outlet_or_file(article: &Article) -> Option<&str> {
    article.outlet.as_deref().or(article.path.as_deref())
}

/// The fullest name that a story has for those of its articles.
struct Speakers<'a> {
    names: BTreeMap<(usize, EntityId), &'a str>,
}

impl<'a> Speakers<'a> {
    fn of(weighed: &'a Weighed) -> Self {
        let mut names = BTreeMap::new();
        for entity in &weighed.dossier.story.entities {
            for &(article, mention) in &entity.mentions {
                let mentions = weighed.readings.get(article).map(|reading| &reading.annotated.mentions);
                if let Some(mention) = mentions.and_then(|mentions| mentions.get(mention.idx())) {
                    names.insert((article, mention.entity), entity.name.as_str());
                }
            }
        }
        Speakers { names }
    }

    fn name<'b>(&self, article: usize, reading: &'b Reading, hop: &'b Hop) -> &'b str
    where
        'a: 'b,
    {
        let named = hop.entity.and_then(|entity| self.names.get(&(article, entity)).copied());
        match hop.kind {
            whosaid::attribution::SourceKind::Person
            | whosaid::attribution::SourceKind::Organization
            | whosaid::attribution::SourceKind::Outlet => named,
            _ => None,
        }
        .unwrap_or_else(|| hop.name(&reading.annotated.article.text))
    }
}

/// Words on one line.
pub(crate) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
