//! From words to the claims that say them, with every telling and its chain.

use crate::StoreError;
use crate::decisions::key;
use crate::desk::Desk;
use crate::keys::parse_claim;
use crate::store::{Filter, Store, StoryNo};
use crate::weighing::{Weighed, one_line};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use whosaid::claims::{Claim, Dossier, Telling};
use whosaid::story::{WordWeights, stem_key};
use whosaid::text::Article;

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

/// What a story tells, and the articles that tell it, as corrected and in the dossier's order.
pub(crate) struct Told {
    pub articles: Vec<Article>,
    pub dossier: Dossier,
}

/// Claims that match words.
#[derive(Default)]
pub(crate) struct Matching {
    /// The stories that were looked through.
    pub stories: BTreeMap<StoryNo, Told>,
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
            let told = found.stories.get(&story)?;
            Some(told.traced(story, told.dossier.claims.get(claim)?, likeness))
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
        let decisions = self.decisions()?;
        for story in self.stories_with(words, filter)? {
            let Some(told) = self.told(story, &decisions)? else { continue };
            for (n, claim) in told.dossier.claims.iter().enumerate() {
                let likeness = query.likeness(&told, claim);
                if likeness >= LEAST {
                    let name = told.claim_name(story, claim);
                    ranked.push((likeness, std::cmp::Reverse(claim.tellings.len()), name, (story, n)));
                }
            }
            found.stories.insert(story, told);
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
        let (today, told, claim) = self.named_claim(story, telling)?;
        let found = told.dossier.claims.get(claim).map(|claim| told.traced(today, claim, 1.0));
        found.ok_or_else(|| StoreError::NoSuch { what: "claim", name: format!("{story}-{telling}") })
    }

    /// A claim by its story and the key of any of its tellings: the story of today, and the claim's index.
    pub(crate) fn named_claim(
        &self,
        story: StoryNo,
        telling: &str,
    ) -> Result<(StoryNo, Told, usize), StoreError> {
        let name = || format!("{story}-{telling}");
        let no_such = || StoreError::NoSuch { what: "claim", name: name() };
        let today = StoryNo(self.store().story(story)?.story);
        let told = self.told(today, &self.decisions()?)?.ok_or_else(no_such)?;
        let holds = |claim: &Claim| claim.tellings.iter().any(|t| told.telling_key(t).starts_with(telling));
        let mut found = told.dossier.claims.iter().enumerate().filter(|(_, claim)| holds(claim));
        match (found.next(), found.next()) {
            (Some((n, _)), None) => {
                drop(found);
                Ok((today, told, n))
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
        let Some(told) = self.told(today, &self.decisions()?)? else { return Ok(Vec::new()) };
        Ok(told.dossier.claims.iter().map(|claim| told.traced(today, claim, 1.0)).collect())
    }

    /// Stories of the articles that hold the words best.
    fn stories_with(&self, words: &str, filter: &Filter) -> Result<Vec<StoryNo>, StoreError> {
        let words = telling_words(&self.resources().stories.words, words);
        let filter = Filter { words: Some(words), any_word: true, ..filter.clone() };
        let mut stories: Vec<StoryNo> = Vec::new();
        for story in self.store().stories_with(&filter, MOST_ARTICLES)? {
            if !stories.contains(&story) && stories.len() < MOST_STORIES {
                stories.push(story);
            }
        }
        Ok(stories)
    }
}

/// The words without function words, which nearly every article has and no likeness counts; phrases stay whole.
fn telling_words(weights: &WordWeights, words: &str) -> String {
    let is_phrase = words.contains(['"', '“', '”']);
    let tells = |word: &&str| is_phrase || parted(word).any(|part| !weights.is_function_word(part));
    words.split_whitespace().filter(tells).collect::<Vec<_>>().join(" ")
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
    fn likeness(&self, told: &Told, claim: &Claim) -> f32 {
        let of = |words: &str| if self.whole > 0.0 { self.shared(words) / self.whole } else { 0.0 };
        let tellings = claim
            .tellings
            .iter()
            .filter_map(|telling| Some(of(told.articles.get(telling.article)?.text.slice(telling.span))));
        tellings.chain([of(&claim.gist)]).fold(0.0, f32::max)
    }

    /// Weight of the stems asked for that the words hold, each once.
    fn shared(&self, words: &str) -> f32 {
        let mut held: Vec<u32> = Vec::new();
        for word in parted(words) {
            let stem = stem_key(word);
            if self.stems.contains_key(&stem) && !held.contains(&stem) && !self.weights.is_function_word(word)
            {
                held.push(stem);
            }
        }
        // In the order of stems, so that sums are the same whatever the order of the words.
        held.sort_unstable();
        held.iter().filter_map(|stem| self.stems.get(stem)).sum()
    }
}

fn stems(weights: &WordWeights, words: &str) -> BTreeSet<u32> {
    parted(words).filter(|word| !weights.is_function_word(word)).map(stem_key).collect()
}

fn parted(words: &str) -> impl Iterator<Item = &str> {
    words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

impl Told {
    /// Of a story that was weighed.
    pub fn of(weighed: Weighed) -> Self {
        let articles = weighed.readings.into_iter().map(|reading| reading.annotated.article);
        Told { articles: articles.collect(), dossier: weighed.dossier }
    }

    fn claim_name(&self, story: StoryNo, claim: &Claim) -> String {
        let key = claim.tellings.first().map(|telling| self.telling_key(telling));
        format!("{story}-{}", key.unwrap_or_default())
    }

    fn telling_key(&self, telling: &Telling) -> String {
        self.articles.get(telling.article).map_or_else(String::new, |article| key(article, telling.span))
    }

    fn traced(&self, story: StoryNo, claim: &Claim, likeness: f32) -> TracedClaim {
        let id = |article: usize| Some(self.articles.get(article)?.id().to_string());
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
        let article = self.articles.get(telling.article)?;
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
