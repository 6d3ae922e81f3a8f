//! Texts too alike to count as two witnesses: found by the runs of words they share.
//!
//! An inverted index of five-word shingles gives each article the earlier articles it shares most with; then the words
//! that lie in shared four-word runs are counted (containment, after Broder 1997, "On the resemblance and containment
//! of documents"). Footers that a site repeats under its articles do not count.

use crate::profile::Profile;
use crate::{Copied, CopyKind};
use std::collections::BTreeMap;
use whosaid_attribution::Reading;
use whosaid_linear::mix;

/// Words of a shingle that finds candidates.
const SHINGLE: usize = 5;
/// Words of a run that counts as shared.
const RUN: usize = 4;
/// Earliest holders of a shingle that a later article is compared with.
const MOST_HOLDERS: usize = 8;
/// Articles of one outlet from which a shared shingle is its footer.
const FOOTER: usize = 3;
/// Shared part of the text that copies from which it is a near copy.
const NEAR_COPY: f32 = 0.5;
/// Shared part of the shorter text from which one holds an excerpt of the other.
const EXCERPT: f32 = 0.25;
/// Words in one shared run that an excerpt must have.
const PASSAGE: usize = 40;

/// For each article that holds much of an earlier one, the one it holds most of. `order` is the order of time.
pub(crate) fn find(readings: &[Reading], profiles: &[Profile], order: &[usize]) -> Vec<Copied> {
    let mut best: BTreeMap<usize, Copied> = BTreeMap::new();
    for (earlier, later) in candidates(profiles, order) {
        let Some(shared) = Shared::between(&profiles[earlier].words, &profiles[later].words) else {
            continue;
        };
        let (article, of) = direction(readings, earlier, later);
        let of_copy = shared.n_words as f32 / profiles[article].words.len().max(1) as f32;
        let Some(kind) = shared.kind(of_copy) else { continue };
        let kind = if kind == CopyKind::NearCopy && one_agency(readings, article, of) {
            CopyKind::WireCopy
        } else {
            kind
        };
        let copied = Copied { article, of, share: of_copy, kind };
        match best.get(&article) {
            Some(known) if known.share >= copied.share => {}
            _ => drop(best.insert(article, copied)),
        }
    }
    best.into_values().collect()
}

/// What two texts share.
struct Shared {
    /// Words of the shorter text that stand in the longer one.
    n_words: usize,
    /// The same as a share of the shorter text.
    share: f32,
    longest_run: usize,
}

impl Shared {
    fn between(a: &[u32], b: &[u32]) -> Option<Self> {
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let mut runs: Vec<u32> = long.windows(RUN).map(key).collect();
        runs.sort_unstable();
        let (mut covered, mut covered_until, mut run, mut longest_run) = (0, 0, 0, 0);
        for (at, window) in short.windows(RUN).enumerate() {
            if runs.binary_search(&key(window)).is_err() {
                continue;
            }
            let fresh = at + RUN - covered_until.max(at);
            covered += fresh;
            run = if at < covered_until { run + fresh } else { RUN };
            longest_run = longest_run.max(run);
            covered_until = at + RUN;
        }
        (!short.is_empty()).then(|| Shared {
            n_words: covered,
            share: covered as f32 / short.len() as f32,
            longest_run,
        })
    }

    /// What one text is to the other, if `of_copy` is the shared part of the text that copies.
    fn kind(&self, of_copy: f32) -> Option<CopyKind> {
        if of_copy >= NEAR_COPY {
            Some(CopyKind::NearCopy)
        } else if self.share >= EXCERPT && self.longest_run >= PASSAGE {
            Some(CopyKind::Excerpt)
        } else {
            None
        }
    }
}

fn key(words: &[u32]) -> u32 {
    words.iter().fold(words.len() as u32, |hash, &word| mix(hash, word))
}

/// Pairs (earlier, later) that share enough shingles to be worth a look.
fn candidates(profiles: &[Profile], order: &[usize]) -> Vec<(usize, usize)> {
    let shingles = shingles(profiles, order);
    let footers = footers(profiles, order, &shingles);
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for holders in shingles.chunk_by(|a, b| a.0 == b.0).filter(|holders| holders.len() > 1) {
        let is_footer = |at: u32| footers.binary_search(&(holders[0].0, at)).is_ok();
        let holders: Vec<u32> = holders.iter().map(|&(_, at)| at).filter(|&at| !is_footer(at)).collect();
        for (n, &later) in holders.iter().enumerate().skip(1) {
            pairs.extend(holders[..n.min(MOST_HOLDERS)].iter().map(|&earlier| (earlier, later)));
        }
    }
    pairs.sort_unstable();
    let enough = |pair: &&[(u32, u32)]| {
        let words = |at: u32| profiles[order[at as usize]].words.len();
        let shorter = words(pair[0].0).min(words(pair[0].1));
        pair.len() >= (shorter / 12).max(2)
    };
    pairs
        .chunk_by(|a, b| a == b)
        .filter(enough)
        .map(|pair| (order[pair[0].0 as usize], order[pair[0].1 as usize]))
        .collect()
}

/// Every shingle with each place in `order` that holds it, sorted.
fn shingles(profiles: &[Profile], order: &[usize]) -> Vec<(u32, u32)> {
    let mut all = Vec::new();
    for (at, &article) in order.iter().enumerate() {
        all.extend(profiles[article].words.windows(SHINGLE).map(|words| (key(words), at as u32)));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// The (shingle, place) that are a footer of the place's outlet. An article of little else has none.
fn footers(profiles: &[Profile], order: &[usize], shingles: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut footers = Vec::new();
    let mut lost = vec![0usize; order.len()];
    for holders in shingles.chunk_by(|a, b| a.0 == b.0).filter(|holders| holders.len() >= FOOTER) {
        let outlet = |at: u32| profiles[order[at as usize]].outlet;
        let mut of_outlet: BTreeMap<u32, usize> = BTreeMap::new();
        for outlet in holders.iter().filter_map(|&(_, at)| outlet(at)) {
            *of_outlet.entry(outlet).or_default() += 1;
        }
        for &(shingle, at) in holders {
            if outlet(at).is_some_and(|outlet| of_outlet[&outlet] >= FOOTER) {
                footers.push((shingle, at));
                lost[at as usize] += 1;
            }
        }
    }
    let little_else = |at: u32| lost[at as usize] * 5 > profiles[order[at as usize]].words.len() * 4;
    footers.retain(|&(_, at)| !little_else(at));
    footers
}

/// Who copies whom: the later by time; where times do not tell, the one that credits the other's outlet.
fn direction(readings: &[Reading], earlier: usize, later: usize) -> (usize, usize) {
    let article = |idx: usize| &readings[idx].annotated.article;
    let (first, second) = (article(earlier), article(later));
    let told = matches!((first.published.value, second.published.value), (Some(a), Some(b)) if a != b);
    let credits = |wire: &Option<String>, outlet: &Option<String>| match (wire, outlet) {
        (Some(wire), Some(outlet)) => outlet.to_lowercase().contains(&wire.to_lowercase()),
        _ => false,
    };
    let swapped = !told && credits(&first.wire, &second.outlet);
    if swapped { (earlier, later) } else { (later, earlier) }
}

fn one_agency(readings: &[Reading], a: usize, b: usize) -> bool {
    let wire = |idx: usize| readings[idx].annotated.article.wire.as_deref();
    matches!((wire(a), wire(b)), (Some(a), Some(b)) if a == b)
}
