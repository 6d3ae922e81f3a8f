//! From words to the claims that say them, with every telling and its chain.

use crate::StoreError;
use crate::decisions::key;
use crate::desk::Desk;
use crate::keys::parse_claim;
use crate::store::{Filter, Page, Store, StoryNo};
use crate::weighing::{Weighed, one_line};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use whosaid::claims::{Claim, Telling};
use whosaid::story::{WordWeights, stem_key};

/// Articles that are looked through for the words.
const MOST_ARTICLES: u32 = 60;
/// Stories that are looked through for the words.
const MOST_STORIES: usize = 12;
/// Part of the words, by weight, that a claim must hold.
const LEAST: f32 = 0.34;

/// A claim with all its tellings.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TracedClaim {
    /// How to name it.
    pub claim: String,
    /// Its story.
    pub story: i64,
    /// The words of its clearest telling.
    pub gist: String,
    /// How it stands.
    pub status: &'static str,
    /// Independent origins at least.
    pub origins_min: u32,
    /// Independent origins at most.
    pub origins_max: u32,
    /// Why so many.
    pub origins_why: Vec<String>,
    /// Id of the article that told it first in this collection.
    pub earliest: Option<String>,
    /// Part of the words asked for that it holds, by weight.
    pub likeness: f32,
    /// Its tellings, by time.
    pub tellings: Vec<TracedTelling>,
}

/// A telling with its chain.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TracedTelling {
    /// Its key.
    pub telling: String,
    /// Id of the article.
    pub article: String,
    /// Outlet.
    pub outlet: Option<String>,
    /// When the article was published.
    pub published: Option<String>,
    /// The words.
    pub words: String,
    /// Their place.
    pub span: [u32; 2],
    /// Stance.
    pub stance: &'static str,
    /// The hops, outermost first: kind and name. Empty for the outlet's own voice.
    pub chain: Vec<TracedHop>,
}

/// A hop by kind and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TracedHop {
    /// Kind of source.
    pub kind: &'static str,
    /// Full name, or the words.
    pub name: String,
}

/// Claims that match words.
#[derive(Default)]
pub(crate) struct Matching {
    /// The stories that were looked through.
    pub stories: BTreeMap<StoryNo, Weighed>,
    /// Story, index of the claim and likeness, the best match first.
    pub claims: Vec<(StoryNo, usize, f32)>,
}

impl<S: Store> Desk<S> {
    /// Claims that say what the words say, the best match first; or the one claim that is named.
    ///
    /// # Errors
    /// [`StoreError`] of the store.
    pub fn trace(&self, words: &str, filter: &Filter, limit: usize) -> Result<Vec<TracedClaim>, StoreError> {
        if let Ok((story, telling)) = parse_claim(words)
            && let Ok(found) = self.claim_named(story, telling)
        {
            return Ok(vec![found]);
        }
        let found = self.matching(words, filter, limit)?;
        let traced = found.claims.iter().filter_map(|&(story, claim, likeness)| {
            let weighed = found.stories.get(&story)?;
            Some(weighed.traced(story, weighed.dossier.claims.get(claim)?, likeness))
        });
        Ok(traced.collect())
    }

    /// Claims that say what the words say, the best match first, with their stories.
    pub(crate) fn matching(
        &self,
        words: &str,
        filter: &Filter,
        limit: usize,
    ) -> Result<Matching, StoreError> {
        let query = Query::new(&self.resources().stories.words, words);
        let mut found = Matching::default();
        let mut ranked = Vec::new();
        for story in self.stories_with(words, filter)? {
            let Some(weighed) = self.weighed(story)? else { continue };
            for (n, claim) in weighed.dossier.claims.iter().enumerate() {
                let likeness = query.likeness(&weighed, claim);
                if likeness >= LEAST {
                    let name = weighed.claim_name(story, claim);
                    ranked.push((likeness, std::cmp::Reverse(claim.tellings.len()), name, (story, n)));
                }
            }
            found.stories.insert(story, weighed);
        }
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        let best = ranked.into_iter().take(limit);
        found.claims = best.map(|(likeness, _, _, (story, claim))| (story, claim, likeness)).collect();
        Ok(found)
    }

    /// A claim by its story and the key of any of its tellings.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`], [`StoreError::Ambiguous`].
    pub fn claim_named(&self, story: StoryNo, telling: &str) -> Result<TracedClaim, StoreError> {
        let (today, weighed, claim) = self.named_claim(story, telling)?;
        let found = weighed.dossier.claims.get(claim).map(|claim| weighed.traced(today, claim, 1.0));
        found.ok_or_else(|| StoreError::NoSuch { what: "claim", name: format!("{story}-{telling}") })
    }

    /// A claim by its story and the key of any of its tellings: the story of today, and the claim's index.
    pub(crate) fn named_claim(
        &self,
        story: StoryNo,
        telling: &str,
    ) -> Result<(StoryNo, Weighed, usize), StoreError> {
        let name = || format!("{story}-{telling}");
        let no_such = || StoreError::NoSuch { what: "claim", name: name() };
        let today = StoryNo(self.store().story(story)?.story);
        let weighed = self.weighed(today)?.ok_or_else(no_such)?;
        let holds =
            |claim: &Claim| claim.tellings.iter().any(|t| weighed.telling_key(t).starts_with(telling));
        let mut found = weighed.dossier.claims.iter().enumerate().filter(|(_, claim)| holds(claim));
        match (found.next(), found.next()) {
            (Some((n, _)), None) => {
                drop(found);
                Ok((today, weighed, n))
            }
            (None, _) => Err(no_such()),
            _ => Err(StoreError::Ambiguous { what: "claim", name: name() }),
        }
    }

    /// All claims of a story, those that one outlet tells once too.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`].
    pub fn all_claims(&self, story: StoryNo) -> Result<Vec<TracedClaim>, StoreError> {
        let today = StoryNo(self.store().story(story)?.story);
        let Some(weighed) = self.weighed(today)? else { return Ok(Vec::new()) };
        Ok(weighed.dossier.claims.iter().map(|claim| weighed.traced(today, claim, 1.0)).collect())
    }

    /// Stories of the articles that hold the words best.
    fn stories_with(&self, words: &str, filter: &Filter) -> Result<Vec<StoryNo>, StoreError> {
        let filter = Filter { words: Some(words.to_owned()), any_word: true, ..filter.clone() };
        let found = self.store().search(&filter, Page { offset: 0, limit: MOST_ARTICLES })?;
        let mut stories: Vec<StoryNo> = Vec::new();
        for story in found.rows.iter().filter_map(|row| row.article.story).map(StoryNo) {
            if !stories.contains(&story) && stories.len() < MOST_STORIES {
                stories.push(story);
            }
        }
        Ok(stories)
    }
}

/// Stems that are asked for, with their weights.
struct Query<'a> {
    weights: &'a WordWeights,
    stems: BTreeMap<u32, f32>,
    whole: f32,
}

impl<'a> Query<'a> {
    fn new(weights: &'a WordWeights, words: &str) -> Self {
        let stems: BTreeMap<u32, f32> =
            stems(weights, words).into_iter().map(|stem| (stem, weights.weight(stem))).collect();
        let whole = stems.values().sum();
        Query { weights, stems, whole }
    }

    /// Part of the words, by weight, that the claim's best telling holds.
    fn likeness(&self, weighed: &Weighed, claim: &Claim) -> f32 {
        let of = |words: &str| {
            let held = stems(self.weights, words);
            let shared: f32 = held.iter().filter_map(|stem| self.stems.get(stem)).sum();
            if self.whole > 0.0 { shared / self.whole } else { 0.0 }
        };
        let tellings = claim.tellings.iter().filter_map(|telling| {
            Some(of(weighed.readings.get(telling.article)?.annotated.article.text.slice(telling.span)))
        });
        tellings.chain([of(&claim.gist)]).fold(0.0, f32::max)
    }
}

fn stems(weights: &WordWeights, words: &str) -> BTreeSet<u32> {
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| !weights.is_function_word(word)).map(stem_key).collect()
}

impl Weighed {
    fn telling_key(&self, telling: &Telling) -> String {
        let reading = self.readings.get(telling.article);
        reading.map_or_else(String::new, |reading| key(&reading.annotated.article, telling.span))
    }

    fn traced(&self, story: StoryNo, claim: &Claim, likeness: f32) -> TracedClaim {
        let id = |article: usize| Some(self.readings.get(article)?.annotated.article.id().to_string());
        TracedClaim {
            claim: self.claim_name(story, claim),
            story: story.0,
            gist: one_line(&claim.gist),
            status: claim.status.name(),
            origins_min: claim.origins.min,
            origins_max: claim.origins.max,
            origins_why: claim.origins.why.clone(),
            earliest: claim.earliest.and_then(id),
            likeness,
            tellings: claim.tellings.iter().filter_map(|telling| self.traced_telling(telling)).collect(),
        }
    }

    fn traced_telling(&self, telling: &Telling) -> Option<TracedTelling> {
        let article = &self.readings.get(telling.article)?.annotated.article;
        let hop = |hop: &whosaid::attribution::Hop| TracedHop {
            kind: hop.kind.name(),
            name: one_line(hop.name(&article.text)),
        };
        Some(TracedTelling {
            telling: self.telling_key(telling),
            article: article.id().to_string(),
            outlet: article.outlet.clone(),
            published: article.published.value.map(|moment| moment.to_string()),
            words: one_line(article.text.slice(telling.span)),
            span: article.text.code_point_span(telling.span),
            stance: telling.stance.name(),
            chain: telling.chain.iter().map(hop).collect(),
        })
    }
}
