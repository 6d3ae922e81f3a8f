//! Part of a collection as the product of a run: stories, or the claims that match words, with the articles that tell
//! them and nothing else. What a run can be written as, a selection can.

use crate::StoreError;
use crate::desk::Desk;
use crate::keys::parse_claim;
use crate::store::{Filter, Store, StoryNo};
use crate::weighing::Weighed;
use std::collections::{BTreeMap, BTreeSet};
use whosaid::Run;
use whosaid::attribution::Reading;
use whosaid::claims::{Claim, Conflict, Credit, Dossier, Side, Telling, TimelineEntry, Window};
use whosaid::story::{Copied, Story, StoryEntity};
use whosaid::text::{ClaimId, EntityId, StoryId};

impl<S: Store> Desk<S> {
    /// Stories as one run, in the order asked for.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] for a story that is not there or was not weighed yet.
    pub fn run_of_stories(&self, stories: &[StoryNo]) -> Result<Run, StoreError> {
        let mut parts = Vec::new();
        let mut seen = BTreeSet::new();
        for &story in stories {
            let today = StoryNo(self.store().story(story)?.story);
            let no_such = || StoreError::NoSuch { what: "story", name: story.to_string() };
            if seen.insert(today) {
                parts.push((today, self.weighed(today)?.ok_or_else(no_such)?, None));
            }
        }
        self.joined(parts)
    }

    /// The claims that match words best, or the one that is named by story and key, as one run of their stories: the
    /// articles that tell them, and what lies between these. Empty where nothing matches.
    ///
    /// # Errors
    /// [`StoreError`] of the store.
    pub fn run_of_claims(&self, words: &str, filter: &Filter, limit: usize) -> Result<Run, StoreError> {
        if let Ok((story, telling)) = parse_claim(words)
            && let Ok((today, _, claim)) = self.named_claim(story, telling)
            && let Some(weighed) = self.weighed(today)?
        {
            return self.joined(vec![(today, weighed, Some(BTreeSet::from([claim])))]);
        }
        let found = self.matching(words, filter, limit)?;
        let mut wanted: BTreeMap<StoryNo, BTreeSet<usize>> = BTreeMap::new();
        let mut order = Vec::new();
        for (story, claim, _) in found.claims {
            if !order.contains(&story) {
                order.push(story);
            }
            wanted.entry(story).or_default().insert(claim);
        }
        let mut parts = Vec::new();
        for story in order {
            if let Some(weighed) = self.weighed(story)? {
                parts.push((story, weighed, wanted.remove(&story)));
            }
        }
        self.joined(parts)
    }

    /// Puts parts of stories behind each other; where claims are named, only these are kept.
    fn joined(&self, parts: Vec<(StoryNo, Weighed, Option<BTreeSet<usize>>)>) -> Result<Run, StoreError> {
        let (mut readings, mut dossiers) = (Vec::new(), Vec::new());
        let mut manifests = Vec::new();
        for (story, weighed, claims) in parts {
            let kept = Kept::of(&weighed, claims.as_ref(), readings.len());
            let id = StoryId(dossiers.len() as u32);
            dossiers.push(kept.dossier(id, &weighed.dossier));
            let part = kept.readings(weighed.readings);
            manifests.push(self.manifest(story, &part)?);
            readings.extend(part);
        }
        let mut inputs: Vec<_> = manifests.iter().flat_map(|manifest| manifest.inputs.clone()).collect();
        inputs.sort_unstable();
        let manifest = match manifests.into_iter().next() {
            Some(first) => whosaid::Manifest { inputs, ..first },
            None => crate::desk::manifest(self.resources(), self.resources().mode()),
        };
        Ok(Run { readings, dossiers, set_aside: Vec::new(), manifest })
    }
}

/// What is kept of a story: claims and articles, by their old place and with their new one.
struct Kept {
    claims: BTreeMap<usize, ClaimId>,
    articles: BTreeMap<usize, usize>,
}

impl Kept {
    /// All, or some claims with the articles that tell them. Articles are numbered from `from` on.
    fn of(weighed: &Weighed, claims: Option<&BTreeSet<usize>>, from: usize) -> Self {
        let all = &weighed.dossier.claims;
        let is_kept = |n: usize| claims.is_none_or(|claims| claims.contains(&n));
        let kept: Vec<usize> = (0..all.len()).filter(|&n| is_kept(n)).collect();
        let telling = kept.iter().flat_map(|&n| &all[n].tellings).map(|telling| telling.article);
        let articles: BTreeSet<usize> = match claims {
            Some(_) => telling.collect(),
            None => (0..weighed.readings.len()).collect(),
        };
        Kept {
            claims: kept.into_iter().enumerate().map(|(new, old)| (old, ClaimId(new as u32))).collect(),
            articles: articles.into_iter().enumerate().map(|(new, old)| (old, from + new)).collect(),
        }
    }

    fn readings(&self, readings: Vec<Reading>) -> Vec<Reading> {
        let all = readings.into_iter().enumerate();
        all.filter(|(old, _)| self.articles.contains_key(old)).map(|(_, reading)| reading).collect()
    }

    fn article(&self, old: usize) -> Option<usize> {
        self.articles.get(&old).copied()
    }

    fn claim_id(&self, old: ClaimId) -> Option<ClaimId> {
        self.claims.get(&old.idx()).copied()
    }

    fn dossier(&self, id: StoryId, whole: &Dossier) -> Dossier {
        let claims = self.claims.iter().filter_map(|(&old, &id)| self.claim(id, whole.claims.get(old)?));
        Dossier {
            story: self.story(id, &whole.story),
            claims: claims.collect(),
            conflicts: whole.conflicts.iter().filter_map(|conflict| self.conflict(conflict)).collect(),
            timeline: whole.timeline.iter().filter_map(|entry| self.entry(entry, whole)).collect(),
            credits: whole.credits.iter().filter_map(|credit| self.credit(credit)).collect(),
            windows: whole.windows.iter().filter_map(|window| self.window(window)).collect(),
        }
    }

    fn story(&self, id: StoryId, whole: &Story) -> Story {
        let copies = whole.copies.iter().filter_map(|copied| {
            let (article, of) = (self.article(copied.article)?, self.article(copied.of)?);
            Some(Copied { article, of, ..copied.clone() })
        });
        let named = whole.entities.iter().filter_map(|entity| {
            let here = |&(article, mention)| Some((self.article(article)?, mention));
            let mentions: Vec<_> = entity.mentions.iter().filter_map(here).collect();
            let described =
                entity.described.iter().filter_map(|&(article, words)| Some((self.article(article)?, words)));
            let described = described.collect();
            (!mentions.is_empty()).then(|| StoryEntity { mentions, described, ..entity.clone() })
        });
        let numbered = named.enumerate().map(|(n, entity)| StoryEntity { id: EntityId(n as u32), ..entity });
        Story {
            id,
            title: whole.title.clone(),
            articles: whole.articles.iter().filter_map(|&old| self.article(old)).collect(),
            entities: numbered.collect(),
            copies: copies.collect(),
        }
    }

    fn claim(&self, id: ClaimId, claim: &Claim) -> Option<Claim> {
        let telling =
            |telling: &Telling| Some(Telling { article: self.article(telling.article)?, ..telling.clone() });
        let tellings = claim.tellings.iter().map(telling).collect::<Option<_>>()?;
        let earliest = claim.earliest.and_then(|old| self.article(old));
        Some(Claim { id, earliest, tellings, ..claim.clone() })
    }

    fn conflict(&self, conflict: &Conflict) -> Option<Conflict> {
        let side = |side: Side| {
            Some(Side { claim: self.claim_id(side.claim)?, article: self.article(side.article)?, ..side })
        };
        Some(Conflict { a: side(conflict.a)?, b: side(conflict.b)?, ..conflict.clone() })
    }

    /// An event stays with its claim; one without a claim where the whole story stays.
    fn entry(&self, entry: &TimelineEntry, whole: &Dossier) -> Option<TimelineEntry> {
        let is_whole = self.claims.len() == whole.claims.len();
        let claim = entry.claim.and_then(|old| self.claim_id(old));
        (is_whole || claim.is_some()).then_some(())?;
        Some(TimelineEntry { claim, article: self.article(entry.article)?, ..entry.clone() })
    }

    fn credit(&self, credit: &Credit) -> Option<Credit> {
        let to = credit.to.and_then(|old| self.article(old));
        Some(Credit { article: self.article(credit.article)?, to, ..credit.clone() })
    }

    fn window(&self, window: &Window) -> Option<Window> {
        Some(Window { article: self.article(window.article)?, ..window.clone() })
    }
}
