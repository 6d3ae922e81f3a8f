//! [`Desk`]: a collection at work. Adds articles, gathers them into stories, weighs what changed, corrects.
//!
//! Adding keeps articles at once, in batches, each whole; [`Desk::settle`] then gathers and weighs. Interrupted between
//! the two, the articles wait, and the next settling goes on: nothing is lost and nothing is half there.

use crate::alerts::{Before, alerts};
use crate::codec::{read_dossier, read_layers, read_outline, write_layers, write_outline};
use crate::corrections::{self, Correction, What};
use crate::decisions::{Decisions, key};
use crate::gathering::placement;
use crate::rows::{ChangeRow, StoryRows, TouchedRow};
use crate::seen::{Runs, Stamp};
use crate::store::{ArticleNo, Kept, Layers, NewArticle, Store, StoredReading, StoryNo, Version};
use crate::trace::Told;
use crate::versions::{Difference, difference};
use crate::weighing::{Weighed, in_order, one_line, place_in_time, weigh};
use crate::{StoreError, codec};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use whosaid::attribution::Reading;
use whosaid::claims::Dossier;
use whosaid::ingest::{RawDocument, SetAside};
use whosaid::story::Outline;
use whosaid::text::{Article, ArticleId};
use whosaid::{Manifest, Mode, Options, Resources, Run};

/// Stories weighed between two commits.
const WEIGHED_AT_ONCE: u32 = 64;
/// Articles read again between two commits.
const READ_AT_ONCE: u32 = 256;
/// Names the fast mode in a making.
const FAST: &str = "fast";
/// Shared part of the sentences from which two texts at one path are versions of one article.
const VERSION_LIKENESS: f32 = 0.3;

/// A collection at work, on top of any [`Store`].
pub struct Desk<S> {
    store: S,
    making: Making,
    runs: Arc<Runs>,
}

/// What readings are made with.
struct Making {
    resources: Arc<Resources>,
    made_with: String,
}

/// What became of a batch of documents.
#[derive(Debug, Default)]
pub struct Added {
    /// Articles that are new.
    pub new: Vec<ArticleId>,
    /// Articles whose content was there already.
    pub n_known: usize,
    /// Versions of articles that were there, with what changed.
    pub versions: Vec<ChangeRow>,
    /// What could not be read.
    pub set_aside: Vec<SetAside>,
}

/// What settling did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Stories weighed.
    pub n_stories: usize,
    /// Articles read again because other rules or models had read them.
    pub n_read_again: usize,
}

impl<S: Store> Desk<S> {
    /// Sits down at a collection. Several desks may share their resources.
    pub fn new(store: S, resources: impl Into<Arc<Resources>>) -> Self {
        let resources = resources.into();
        let made_with = made_with(&resources);
        Desk { store, making: Making { resources, made_with }, runs: Arc::default() }
    }

    /// Shares what it shows with other desks over the same collection and resources.
    #[must_use]
    pub fn sharing(self, runs: Arc<Runs>) -> Self {
        Desk { runs, ..self }
    }

    /// Marks alerts up to a number as seen.
    ///
    /// # Errors
    /// [`StoreError`]; then they are not.
    pub fn see_alerts(&mut self, upto: i64) -> Result<(), StoreError> {
        self.store.see_alerts(upto)
    }

    /// Gives the store back.
    pub fn into_store(self) -> S {
        self.store
    }

    /// What keeps the collection.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// The rules and models it reads with.
    pub fn resources(&self) -> &Resources {
        &self.making.resources
    }

    /// Reads documents and keeps the articles that are not there yet, all in one step, at the time `now`.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing of this batch was kept.
    pub fn add(&mut self, documents: &[RawDocument<'_>], now: &str) -> Result<Added, StoreError> {
        let mut added = Added::default();
        let mut articles = Vec::new();
        let read: Vec<_> = documents.par_iter().flat_map_iter(|d| whosaid::ingest::read(*d)).collect();
        for result in read {
            match result {
                Ok(article) => articles.push(article),
                Err(why) => added.set_aside.push(why),
            }
        }
        let ids: Vec<ArticleId> = articles.iter().map(Article::id).collect();
        let known = self.store.known(&ids)?;
        let mut fresh: Vec<Article> = Vec::new();
        for (article, known) in articles.into_iter().zip(known) {
            match known.is_some() || fresh.iter().any(|other| other.id() == article.id()) {
                true => added.n_known += 1,
                false => fresh.push(article),
            }
        }
        let resources = &self.making.resources;
        let readings: Vec<Reading> =
            fresh.into_par_iter().map(|article| whosaid::read_article(resources, article)).collect();
        for batch in parted_by_address(readings) {
            self.keep(&batch, now, &mut added)?;
        }
        Ok(added)
    }

    /// Keeps readings of which no two have one address.
    fn keep(&mut self, readings: &[Reading], now: &str, added: &mut Added) -> Result<(), StoreError> {
        let addresses: Vec<Option<String>> =
            readings.iter().map(|reading| address(&reading.annotated.article)).collect();
        let mut new = Vec::with_capacity(readings.len());
        for (reading, address) in readings.iter().zip(&addresses) {
            let version = match address {
                Some(address) => self.version(reading, address, now)?,
                None => None,
            };
            new.push(NewArticle {
                article: &reading.annotated.article,
                address: address.as_deref(),
                reading: self.making.layers(reading),
                version,
            });
        }
        let kept = self.store.add_articles(&new, now)?;
        for (new, kept) in new.into_iter().zip(kept) {
            match kept {
                Kept::Known(_) => added.n_known += 1,
                Kept::New(_) => {
                    added.new.push(new.article.id());
                    added.versions.extend(new.version.map(|version| version.change));
                }
            }
        }
        Ok(())
    }

    /// How a new article stands to the version that is kept under its address.
    fn version(&self, reading: &Reading, address: &str, now: &str) -> Result<Option<Version>, StoreError> {
        let there = self.store.readings(&self.store.at_address(address)?)?;
        let Some(other) = there.into_iter().rfind(|version| version.stored.newer.is_none()) else {
            return Ok(None);
        };
        let (no, story) = (other.stored.no, other.stored.story);
        let before = self.making.reading(other);
        let takes_place = !is_older(&reading.annotated.article, &before.annotated.article);
        let (older, newer) = if takes_place { (&before, reading) } else { (reading, &before) };
        let found = difference(older, newer);
        if !address.starts_with("url:") && found.likeness < VERSION_LIKENESS {
            return Ok(None);
        }
        let mut change = change(older, newer, &found, now);
        if let Some(story) = story.filter(|_| takes_place) {
            change.difference.claims_touched = self.touched(story, older, &found)?;
        }
        Ok(Some(Version { other: no, takes_place, change }))
    }

    /// Claims of a story that rest on what an article lost or changed.
    fn touched(
        &self,
        story: StoryNo,
        older: &Reading,
        found: &Difference,
    ) -> Result<Vec<TouchedRow>, StoreError> {
        let Some(weighed) = self.weighed(story)? else { return Ok(Vec::new()) };
        let id = older.annotated.article.id();
        let is_touched = |claim: &&whosaid::claims::Claim| {
            claim.tellings.iter().any(|telling| {
                weighed.readings[telling.article].annotated.article.id() == id
                    && found.older_spans.iter().any(|span| span.overlaps(telling.span))
            })
        };
        let row = |claim: &whosaid::claims::Claim| TouchedRow {
            claim: weighed.claim_name(story, claim),
            gist: one_line(&claim.gist),
            status: claim.status.name().to_owned(),
        };
        Ok(weighed.dossier.claims.iter().filter(is_touched).map(row).collect())
    }

    /// Gathers what waits and weighs what changed. `tell` is told how many stories are weighed, now and then.
    ///
    /// # Errors
    /// [`StoreError`]; all that was told is kept.
    pub fn settle(&mut self, now: &str, mut tell: impl FnMut(usize)) -> Result<Settled, StoreError> {
        let decisions = self.decisions()?;
        while !self.gather(&decisions)? {}
        let mut settled = Settled::default();
        loop {
            let stale = self.store.stale(WEIGHED_AT_ONCE)?;
            if stale.is_empty() {
                return Ok(settled);
            }
            settled.n_read_again += self.weigh(&decisions, &stale, now)?;
            settled.n_stories += stale.len();
            tell(settled.n_stories);
        }
    }

    /// Puts every article into its story. `false` if another process did something meanwhile.
    fn gather(&mut self, decisions: &Decisions) -> Result<bool, StoreError> {
        let gathering = self.store.gathering()?;
        let outlines = || -> Result<Vec<Outline>, StoreError> {
            let kept = self.store.outlines()?;
            let read = |(bytes, article): (&Vec<u8>, &crate::Gatherable)| match read_outline(bytes) {
                Some(outline) => Ok(outline),
                None => self.outline_again(article.no),
            };
            kept.iter().zip(&gathering.articles).map(read).collect()
        };
        match placement(&gathering, decisions, outlines)? {
            Some(placement) => self.store.place(&placement),
            None => Ok(true),
        }
    }

    fn outline_again(&self, no: ArticleNo) -> Result<Outline, StoreError> {
        let mut readings = self.store.readings(&[no])?;
        let empty = Outline { terms: Vec::new(), published: None };
        Ok(readings
            .pop()
            .map_or(empty, |kept| Outline::of(&self.making.resources.stories, &self.making.reading(kept))))
    }

    /// Weighs stories and puts what they say in place. Gives how many articles had to be read again.
    fn weigh(&mut self, decisions: &Decisions, stories: &[StoryNo], now: &str) -> Result<usize, StoreError> {
        let mut kept = Vec::with_capacity(stories.len());
        for &story in stories {
            kept.push((story, self.before(story)?, self.store.readings(&self.store.members(story)?)?));
        }
        let making = &self.making;
        let weigh_one = |(story, before, kept): (StoryNo, Option<Before>, Vec<StoredReading>)| {
            let others: Vec<ArticleNo> = kept
                .iter()
                .filter(|k| !same_but_mode(&k.made_with, &making.made_with))
                .map(|k| k.stored.no)
                .collect();
            let made_with = making.of_all(&kept);
            let articles: Vec<_> = kept.into_iter().map(|k| (k.stored.no, making.reading(k))).collect();
            let again: Vec<(ArticleNo, Layers)> = (articles.iter().filter(|(no, _)| others.contains(no)))
                .map(|(no, reading)| (*no, making.layers(reading)))
                .collect();
            let weighed = weigh(&making.resources, decisions, articles);
            let alerts = before.map_or_else(Vec::new, |before| alerts(&before, &weighed));
            (StoryRows { alerts, ..weighed.rows(story, &made_with) }, again)
        };
        let (rows, again): (Vec<_>, Vec<_>) = kept.into_par_iter().map(weigh_one).unzip();
        let again: Vec<(ArticleNo, Layers)> = again.into_iter().flatten().collect();
        if !again.is_empty() {
            self.store.put_readings(&again)?;
        }
        self.store.put_stories(&rows, now)?;
        Ok(again.len())
    }

    /// What a story said before, where the same rules and models made it.
    fn before(&self, story: StoryNo) -> Result<Option<Before>, StoreError> {
        let Some((made_with, bytes)) = self.store.dossier(story)? else { return Ok(None) };
        if !same_but_mode(&made_with, &self.making.made_with) {
            return Ok(None);
        }
        let Some(numbers) = self.store.dossier_members(story)? else { return Ok(None) };
        Ok(read_dossier(&bytes, numbers.len()).map(|dossier| Before { numbers, dossier }))
    }

    /// Reads again what other rules or models read, and weighs all stories of it. `tell` is told how many.
    ///
    /// # Errors
    /// [`StoreError`]; what was told is kept.
    pub fn read_again(&mut self, now: &str, mut tell: impl FnMut(usize)) -> Result<Settled, StoreError> {
        let mut n_read_again = 0;
        loop {
            let wanted = self.store.made_otherwise(&self.making.made_with, READ_AT_ONCE)?;
            if wanted.is_empty() {
                break;
            }
            let kept = self.store.readings(&wanted)?;
            let making = &self.making;
            let layers: Vec<(ArticleNo, Layers)> = kept
                .into_par_iter()
                .map(|k| (k.stored.no, making.layers(&making.read(k.stored.article))))
                .collect();
            n_read_again += layers.len();
            self.store.put_readings(&layers)?;
            tell(n_read_again);
        }
        let settled = self.settle(now, tell)?;
        Ok(Settled { n_read_again: n_read_again + settled.n_read_again, ..settled })
    }

    /// The corrections that hold, ready to be applied.
    pub(crate) fn decisions(&self) -> Result<Decisions, StoreError> {
        let log = self.store.corrections()?;
        let active: Vec<Correction> = corrections::active(&log).into_iter().cloned().collect();
        let mut newest = BTreeMap::new();
        for id in active.iter().flat_map(Correction::articles) {
            if let Some(today) = self.store.newest(id)? {
                newest.insert(id.to_owned(), today.to_string());
            }
        }
        Ok(Decisions::new(active, newest))
    }

    /// Makes corrections and settles what they touch. Gives how many were new.
    ///
    /// # Errors
    /// [`StoreError`], among them [`StoreError::NoSuch`] for an undoing of what is not there.
    pub fn correct(&mut self, corrections: &[Correction], now: &str) -> Result<usize, StoreError> {
        let log = self.store.corrections()?;
        let mut touched = Vec::new();
        for correction in corrections {
            for id in articles_of(correction, &log, corrections)? {
                touched.extend(self.store.newest(&id)?);
            }
        }
        let n_new = self.store.correct(corrections, &touched)?;
        self.settle(now, |_| {})?;
        Ok(n_new)
    }

    /// A story as it was weighed last. `None` where it waits for its first weighing.
    pub(crate) fn weighed(&self, story: StoryNo) -> Result<Option<Weighed>, StoreError> {
        let story = StoryNo(self.store.story(story)?.story);
        let Some((made_with, bytes)) = self.store.dossier(story)? else { return Ok(None) };
        let decisions = self.decisions()?;
        let kept = self.store.readings(&self.store.members(story)?)?;
        let making = &self.making;
        let articles: Vec<_> = kept.into_par_iter().map(|k| (k.stored.no, making.reading(k))).collect();
        let Some(dossier) = making.dossier(&made_with, &bytes, articles.len()) else {
            return Ok(Some(weigh(&making.resources, &decisions, articles)));
        };
        let (numbers, readings) = in_order(&making.resources, &decisions, articles);
        Ok(Some(Weighed { numbers, readings, dossier }))
    }

    /// What a story tells and the articles that tell it, without their layers: much less to unpack.
    pub(crate) fn told(&self, story: StoryNo, decisions: &Decisions) -> Result<Option<Told>, StoreError> {
        let story = StoryNo(self.store.story(story)?.story);
        let Some((made_with, bytes)) = self.store.dossier(story)? else { return Ok(None) };
        let members = self.store.members(story)?;
        let Some(dossier) = self.making.dossier(&made_with, &bytes, members.len()) else {
            return Ok(self.weighed(story)?.map(Told::of));
        };
        let kept = self.store.readings(&members)?.into_iter().map(|kept| kept.stored.article);
        let mut articles: Vec<Article> =
            kept.map(|article| decisions.article(&article).unwrap_or(article)).collect();
        articles.sort_by_cached_key(place_in_time);
        Ok(Some(Told { articles, dossier }))
    }

    /// What a story is made of now: as long as it is the same, [`Desk::run`] gives the same.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] for a story that is not there.
    pub fn stamp(&self, story: StoryNo) -> Result<Stamp, StoreError> {
        let name = || StoreError::NoSuch { what: "story", name: story.to_string() };
        let story = StoryNo(self.store.story(story)?.story);
        let n_corrections = self.store.corrections()?.len();
        Ok(Stamp { story, making: self.store.making(story)?.ok_or_else(name)?, n_corrections })
    }

    /// A story as the product of a run, for the page, the JSON and the terminal.
    ///
    /// # Errors
    /// [`StoreError::NoSuch`] for a story that is not there.
    pub fn run(&self, story: StoryNo) -> Result<Arc<Run>, StoreError> {
        let name = || StoreError::NoSuch { what: "story", name: story.to_string() };
        // Taken before the story is read: what changes meanwhile makes it look older than it is, never newer.
        let stamp = self.stamp(story)?;
        if let Some(run) = self.runs.get(&stamp) {
            return Ok(run);
        }
        let weighed = self.weighed(stamp.story)?.ok_or_else(name)?;
        let manifest = self.manifest(stamp.story, &weighed.readings)?;
        let (readings, dossiers) = (weighed.readings, vec![weighed.dossier]);
        let run = Arc::new(Run { readings, dossiers, set_aside: Vec::new(), manifest });
        self.runs.keep(stamp, run.readings.len(), &run);
        Ok(run)
    }

    /// What a story's readings were made with.
    pub(crate) fn manifest(&self, story: StoryNo, readings: &[Reading]) -> Result<Manifest, StoreError> {
        let articles = readings.iter().map(|reading| &reading.annotated.article);
        let mut inputs: Vec<_> = articles.map(|a| (a.id(), a.text_sha256().to_owned())).collect();
        inputs.sort_unstable();
        let made = self.store.dossier(StoryNo(self.store.story(story)?.story))?;
        let mode = made.map_or(self.making.resources.mode(), |made| mode_of(&made.0));
        Ok(Manifest { inputs, ..manifest(&self.making.resources, mode) })
    }

    /// One article as corrected, as the product of a run without stories.
    pub(crate) fn run_of_one(&self, kept: StoredReading) -> Result<Run, StoreError> {
        let (no, mode) = (kept.stored.no, mode_of(&kept.made_with));
        let reading = self.making.reading(kept);
        let (_, readings) = in_order(&self.making.resources, &self.decisions()?, vec![(no, reading)]);
        let articles = readings.iter().map(|reading| &reading.annotated.article);
        let inputs = articles.map(|a| (a.id(), a.text_sha256().to_owned())).collect();
        let manifest = Manifest { inputs, ..manifest(&self.making.resources, mode) };
        Ok(Run { readings, dossiers: Vec::new(), set_aside: Vec::new(), manifest })
    }
}

impl Making {
    fn layers(&self, reading: &Reading) -> Layers {
        let is_read = reading.annotated.article.language.is_read();
        let outline = || write_outline(&Outline::of(&self.resources.stories, reading));
        Layers {
            made_with: self.made_with.clone(),
            layers: write_layers(reading),
            outline: is_read.then(outline),
        }
    }

    /// A kept dossier of so many articles; `None` where it cannot be used.
    fn dossier(&self, made_with: &str, bytes: &[u8], n_articles: usize) -> Option<Dossier> {
        let usable = same_but_mode(made_with, &self.made_with);
        let dossier = usable.then(|| read_dossier(bytes, n_articles)).flatten();
        dossier.filter(|dossier| dossier.story.articles.len() == n_articles)
    }

    /// A kept reading; read again where its layers cannot be used.
    fn reading(&self, kept: StoredReading) -> Reading {
        let article = kept.stored.article;
        let usable = same_but_mode(&kept.made_with, &self.made_with);
        let layers = usable.then(|| read_layers(article.clone(), &kept.layers)).flatten();
        layers.unwrap_or_else(|| self.read(article))
    }

    fn read(&self, article: Article) -> Reading {
        whosaid::read_article(&self.resources, article)
    }

    /// Names what made the readings of a story, once those of another making are read again: the lesser mode of all.
    fn of_all(&self, kept: &[StoredReading]) -> String {
        let made_with = |kept: &'_ StoredReading| match same_but_mode(&kept.made_with, &self.made_with) {
            true => kept.made_with.clone(),
            false => self.made_with.clone(),
        };
        let lesser = kept.iter().map(made_with).min_by_key(|made_with| mode_of(made_with) != Mode::Fast);
        lesser.unwrap_or_else(|| self.made_with.clone())
    }
}

/// What a run of nothing is made with.
pub(crate) fn manifest(resources: &Resources, mode: Mode) -> Manifest {
    whosaid::finish(resources, &Options { mode }, Vec::new(), Vec::new()).manifest
}

/// Names the program, rules, models, the form of the bytes, and last the mode.
fn made_with(resources: &Resources) -> String {
    let hash = |text: &str| text.trim_start_matches("sha256:").chars().take(16).collect::<String>();
    let (version, form) = (env!("CARGO_PKG_VERSION"), codec::FORMAT);
    let (rules, models) = (hash(resources.rules_hash()), hash(resources.models_hash()));
    let mode = match resources.mode() {
        Mode::Fast => FAST,
        Mode::Accurate => "accurate",
    };
    format!("{version}/{rules}/{models}/{form}/{mode}")
}

/// The mode that a making names.
fn mode_of(made_with: &str) -> Mode {
    if made_with.ends_with(FAST) { Mode::Fast } else { Mode::Accurate }
}

/// Whether two makings differ in the mode at most: what one mode read, the other shows and weighs as it is.
fn same_but_mode(a: &str, b: &str) -> bool {
    let without_mode = |making: &'_ str| making.rfind('/').map(|at| making[..at].to_owned());
    without_mode(a) == without_mode(b)
}

/// What versions of an article share: its address, the giver's id, or the path of its file.
fn address(article: &Article) -> Option<String> {
    if let Some(url) = &article.url {
        return Some(format!("url:{}", url.split('#').next().unwrap_or(url)));
    }
    if let Some(id) = &article.given_id {
        return Some(format!("id:{}:{id}", article.outlet.as_deref().unwrap_or("")));
    }
    let holds_one = |path: &&String| {
        let lower = path.to_lowercase();
        *path != "-" && ![".json", ".jsonl", ".ndjson"].iter().any(|kind| lower.contains(kind))
    };
    article.path.as_ref().filter(holds_one).map(|path| format!("path:{path}"))
}

/// Runs of readings of which no two have one address, in order.
fn parted_by_address(readings: Vec<Reading>) -> Vec<Vec<Reading>> {
    let mut batches: Vec<Vec<Reading>> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for reading in readings {
        let address = address(&reading.annotated.article);
        if batches.is_empty() || address.as_ref().is_some_and(|address| seen.contains(address)) {
            batches.push(Vec::new());
            seen.clear();
        }
        seen.extend(address);
        if let Some(batch) = batches.last_mut() {
            batch.push(reading);
        }
    }
    batches
}

/// Whether an article says that it is older than another.
fn is_older(article: &Article, other: &Article) -> bool {
    let stated = |article: &Article| {
        let modified = article.modified.as_ref().and_then(|dating| dating.value);
        modified.or(article.published.value)
    };
    matches!((stated(article), stated(other)), (Some(a), Some(b)) if a < b)
}

fn change(older: &Reading, newer: &Reading, found: &Difference, now: &str) -> ChangeRow {
    let article = &newer.annotated.article;
    ChangeRow {
        older: older.annotated.article.id().to_string(),
        newer: article.id().to_string(),
        title: article.title.clone(),
        outlet: article.outlet.clone(),
        added: now.to_owned(),
        difference: found.row.clone(),
    }
}

/// Ids of the articles that a correction is about; those of what it undoes for an undoing.
fn articles_of(
    correction: &Correction,
    log: &[Correction],
    with: &[Correction],
) -> Result<Vec<String>, StoreError> {
    let mut correction = correction;
    while let What::Undo { id } = &correction.what {
        let found = log.iter().chain(with).find(|other| other.id == *id && other.id != correction.id);
        correction = found.ok_or_else(|| StoreError::NoSuch { what: "correction", name: id.clone() })?;
    }
    Ok(correction.articles().into_iter().map(str::to_owned).collect())
}

impl Weighed {
    /// How a claim is named.
    pub(crate) fn claim_name(&self, story: StoryNo, claim: &whosaid::claims::Claim) -> String {
        let first = claim.tellings.first();
        let key = first.and_then(|t| Some(key(&self.readings.get(t.article)?.annotated.article, t.span)));
        format!("{story}-{}", key.unwrap_or_default())
    }
}
