//! Scores of a predicted dossier against a gold one.
//!
//! All stories of a run are taken together. A predicted telling matches a gold one when it lies in the same article
//! and their spans overlap by at least half of the shorter. Spans are compared in code points over headline, newline,
//! text, as the gold has them.

use crate::gold::dossiers::{GoldQuote, GoldStory};
use crate::{Figures, Prf};
use std::collections::{BTreeMap, BTreeSet};
use whosaid::{Resources, read_article};
use whosaid_attribution::Reading;
use whosaid_claims::{Claim, Dossier, Telling};
use whosaid_story::CopyKind;
use whosaid_text::{ClaimId, Span, StoryId};

type ClaimKey = (StoryId, ClaimId);
type Chars = (usize, usize);
type Place = (usize, Chars);

/// Reads the articles of a gold story.
///
/// # Errors
/// An article that cannot be read.
pub fn readings(resources: &Resources, story: &GoldStory) -> Result<Vec<Reading>, String> {
    let articles = story.articles.iter().map(|article| whosaid_ingest::article(&article.id, article.given()));
    articles.map(|article| Ok(read_article(resources, article.map_err(|set_aside| set_aside.why)?))).collect()
}

/// All figures of one story.
pub fn scores(story: &GoldStory, readings: &[Reading], dossiers: &[Dossier]) -> Figures {
    Scored::new(story, readings, dossiers).figures()
}

/// The gold claims that many spans tell, in their order.
pub fn gold_claims_of(
    story: &GoldStory,
    readings: &[Reading],
    spans: &[(usize, Span)],
) -> Vec<BTreeSet<usize>> {
    let scored = Scored::new(story, readings, &[]);
    spans.iter().map(|&(article, span)| scored.claims_at(article, span)).collect()
}

/// A gold story beside what was predicted for it.
struct Scored<'a> {
    story: &'a GoldStory,
    readings: &'a [Reading],
    dossiers: &'a [Dossier],
    wholes: Vec<String>,
    gold: Vec<Told<'a>>,
}

/// A gold telling and the predicted tellings that match it.
struct Told<'a> {
    claim_idx: usize,
    at: Place,
    kinds: Vec<&'a str>,
    stance: Option<&'a str>,
    hits: BTreeSet<ClaimKey>,
    best: Option<Predicted<'a>>,
}

#[derive(Clone)]
struct Predicted<'a> {
    claim: ClaimKey,
    at: Place,
    telling: &'a Telling,
}

impl<'a> Scored<'a> {
    fn new(story: &'a GoldStory, readings: &'a [Reading], dossiers: &'a [Dossier]) -> Self {
        let wholes = story.articles.iter().map(|a| format!("{}\n{}", a.title, a.text)).collect();
        let mut scored = Scored { story, readings, dossiers, wholes, gold: Vec::new() };
        let predicted = scored.predicted_tellings();
        let mut gold = Vec::new();
        for (claim_idx, claim) in story.gold.claims.iter().enumerate() {
            for telling in &claim.tellings {
                let Some(at) = scored.find(&telling.article, &telling.quote) else { continue };
                let mut told = Told {
                    claim_idx,
                    at,
                    kinds: telling.chain.iter().map(|hop| hop.kind.as_str()).collect(),
                    stance: telling.stance.as_deref(),
                    hits: BTreeSet::new(),
                    best: None,
                };
                told.match_with(&predicted);
                gold.push(told);
            }
        }
        scored.gold = gold;
        scored
    }

    fn predicted_tellings(&self) -> Vec<Predicted<'a>> {
        let mut out = Vec::new();
        for dossier in self.dossiers {
            for claim in &dossier.claims {
                for telling in &claim.tellings {
                    if let Some(at) = self.place(telling.article, telling.span) {
                        out.push(Predicted { claim: (dossier.story.id, claim.id), at, telling });
                    }
                }
            }
        }
        out
    }

    fn article_idx(&self, id: &str) -> Option<usize> {
        self.story.articles.iter().position(|article| article.id == id)
    }

    /// A literal quote as a place; words that stand in the text are looked for behind the headline.
    fn find(&self, article: &str, quote: &str) -> Option<Place> {
        let idx = self.article_idx(article)?;
        let (whole, fields) = (&self.wholes[idx], &self.story.articles[idx]);
        let behind = fields.title.len() + 1;
        let start = match fields.text.find(quote) {
            Some(_) => whole[behind..].find(quote).map(|at| at + behind)?,
            None => whole.find(quote)?,
        };
        Some((idx, chars(whole, start, start + quote.len())))
    }

    fn find_quote(&self, quote: &GoldQuote) -> Option<Place> {
        self.find(&quote.article, &quote.quote)
    }

    /// A predicted span as a place, by its words.
    fn place(&self, idx: usize, span: Span) -> Option<Place> {
        let text = &self.readings[idx].annotated.article.text;
        let whole = &self.wholes[idx];
        let words = text.slice(span);
        if words.is_empty() {
            return None;
        }
        let relative = f64::from(text.code_points(span.start())) / (text.chars().count().max(1) as f64);
        let n_chars = whole.chars().count().max(1) as f64;
        let near =
            whole.match_indices(words).map(|(at, _)| chars(whole, at, at + words.len())).min_by(|a, b| {
                let distance = |c: &Chars| (c.0 as f64 / n_chars - relative).abs();
                distance(a).total_cmp(&distance(b))
            });
        near.or_else(|| squashed(whole, words)).map(|at| (idx, at))
    }

    fn claims_at(&self, article: usize, span: Span) -> BTreeSet<usize> {
        let Some(at) = self.place(article, span) else { return BTreeSet::new() };
        self.gold.iter().filter(|told| share(told.at, at) >= 0.5).map(|told| told.claim_idx).collect()
    }

    fn figures(&self) -> Figures {
        let mut out = Figures::default();
        self.same_claim(&mut out);
        self.of_tellings(&mut out);
        self.of_claims(&mut out);
        self.conflicts(&mut out);
        self.timeline(&mut out);
        out.set_prf("same_entity", self.same_entity());
        out.set_prf("copies", self.copies());
        out.set_prf("wire", self.wire());
        out.set_prf("credits", self.credits());
        out
    }

    fn same_claim(&self, out: &mut Figures) {
        let overlapping: Vec<BTreeSet<usize>> = self
            .gold
            .iter()
            .map(|x| self.gold.iter().filter(|y| share(x.at, y.at) >= 0.5).map(|y| y.claim_idx).collect())
            .collect();
        let (mut gold_pairs, mut found, mut predicted, mut right) = (0usize, 0usize, 0usize, 0usize);
        for i in 0..self.gold.len() {
            for j in i + 1..self.gold.len() {
                let (a, b) = (&self.gold[i], &self.gold[j]);
                if a.at.0 == b.at.0 {
                    continue;
                }
                let same = !a.hits.is_disjoint(&b.hits);
                let gold_same = a.claim_idx == b.claim_idx;
                gold_pairs += usize::from(gold_same);
                found += usize::from(gold_same && same);
                predicted += usize::from(same);
                right += usize::from(same && !overlapping[i].is_disjoint(&overlapping[j]));
            }
        }
        let p = if predicted > 0 { right as f64 / predicted as f64 } else { 0.0 };
        let r = if gold_pairs > 0 { found as f64 / gold_pairs as f64 } else { 1.0 };
        out.set("same_claim/p", p);
        out.set("same_claim/r", r);
        out.set("same_claim/f1", if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 });
    }

    fn of_tellings(&self, out: &mut Figures) {
        let matched: Vec<(&Told, &Predicted)> =
            self.gold.iter().filter_map(|told| Some((told, told.best.as_ref()?))).collect();
        let n_all: usize = self.story.gold.claims.iter().map(|claim| claim.tellings.len()).sum();
        out.set("told", matched.len() as f64 / n_all.max(1) as f64);
        let accuracy = |right: &dyn Fn(&Told, &Predicted) -> bool| {
            matched.iter().filter(|(g, p)| right(g, p)).count() as f64 / matched.len().max(1) as f64
        };
        out.set("origin_kind", accuracy(&|g, p| g.kinds.last().copied() == p.kinds().last().copied()));
        out.set("chain", accuracy(&|g, p| g.kinds == p.kinds()));
        out.set("stance", accuracy(&|g, p| g.stance == Some(p.telling.stance.name())));
    }

    fn of_claims(&self, out: &mut Figures) {
        let claims: BTreeMap<ClaimKey, &Claim> =
            self.dossiers.iter().flat_map(|d| d.claims.iter().map(|c| ((d.story.id, c.id), c))).collect();
        let (mut exact, mut overlap, mut status, mut early, mut n_early) = (0, 0, 0, 0, 0);
        for (claim_idx, gold) in self.story.gold.claims.iter().enumerate() {
            let best = self.predicted_claim(claim_idx).and_then(|key| claims.get(&key));
            if let Some(claim) = best {
                let (o, g) = (&claim.origins, gold.origins);
                exact += u32::from(o.min == g.min && o.max == g.max);
                overlap += u32::from(o.min <= g.max && g.min <= o.max);
                status += u32::from(claim.status.name() == gold.status);
            }
            if let Some(earliest) = &gold.earliest {
                n_early += 1;
                let told = best.and_then(|claim| claim.earliest);
                early += u32::from(told.is_some_and(|idx| self.story.articles[idx].id == *earliest));
            }
        }
        let n = self.story.gold.claims.len().max(1) as f64;
        out.set("origins/exact", f64::from(exact) / n);
        out.set("origins/overlap", f64::from(overlap) / n);
        out.set("status", f64::from(status) / n);
        if n_early > 0 {
            out.set("earliest", f64::from(early) / f64::from(n_early));
        }
    }

    /// The predicted claim that holds most matched tellings of a gold claim; names in alphabetical order break ties.
    fn predicted_claim(&self, claim_idx: usize) -> Option<ClaimKey> {
        let mut votes: BTreeMap<(String, String), (ClaimKey, u32)> = BTreeMap::new();
        for told in self.gold.iter().filter(|told| told.claim_idx == claim_idx && told.best.is_some()) {
            for &key in &told.hits {
                votes.entry((key.0.to_string(), key.1.to_string())).or_insert((key, 0)).1 += 1;
            }
        }
        let most = votes.values().map(|(_, n)| *n).max()?;
        votes.values().find(|(_, n)| *n == most).map(|(key, _)| *key)
    }

    fn conflicts(&self, out: &mut Figures) {
        let locate = |a: &GoldQuote, b: &GoldQuote| (self.find_quote(a), self.find_quote(b));
        let gold: Vec<_> = self.story.gold.conflicts.iter().map(|c| locate(&c.a, &c.b)).collect();
        let also: Vec<_> = self.story.gold.also_conflicts.iter().map(|c| locate(&c.a, &c.b)).collect();
        let predicted: Vec<_> = self
            .dossiers
            .iter()
            .flat_map(|d| &d.conflicts)
            .map(|c| (self.place(c.a.article, c.a.span), self.place(c.b.article, c.b.span)))
            .collect();
        let hit =
            |x: Option<Place>, y: Option<Place>| matches!((x, y), (Some(x), Some(y)) if share(x, y) >= 0.5);
        let matches = |x: &(Option<Place>, Option<Place>), y: &(Option<Place>, Option<Place>)| {
            (hit(x.0, y.0) && hit(x.1, y.1)) || (hit(x.0, y.1) && hit(x.1, y.0))
        };
        let right = predicted.iter().filter(|y| gold.iter().chain(&also).any(|x| matches(x, y))).count();
        let found = gold.iter().filter(|x| predicted.iter().any(|y| matches(x, y))).count();
        let precision = match predicted.len() {
            0 => f64::from(u8::from(gold.is_empty())),
            n => right as f64 / n as f64,
        };
        let recall = if gold.is_empty() { 1.0 } else { found as f64 / gold.len() as f64 };
        out.set("conflicts/p", precision);
        out.set("conflicts/r", recall);
        out.set("conflicts/shown", predicted.len() as f64);
    }

    fn timeline(&self, out: &mut Figures) {
        let day = |when: &str| when.chars().take(10).collect::<String>();
        let predicted: Vec<(String, Option<Place>)> = self
            .dossiers
            .iter()
            .flat_map(|d| &d.timeline)
            .map(|entry| (day(&entry.when), self.place(entry.article, entry.span)))
            .collect();
        let gold: BTreeSet<String> = self.story.gold.timeline.iter().map(|event| day(&event.when)).collect();
        let days: BTreeSet<String> = predicted.iter().map(|(when, _)| when.clone()).collect();
        let mut counts = Prf::default();
        counts.add(gold.intersection(&days).count(), days.len(), gold.len());
        out.set_prf("timeline", counts);
        let backed = self.story.gold.timeline.iter().filter(|event| {
            let at = self.find(&event.article, &event.quote);
            let when = day(&event.when);
            predicted.iter().any(|(day, place)| {
                *day == when && matches!((place, at), (Some(p), Some(g)) if share(*p, g) >= 0.5)
            })
        });
        let n = self.story.gold.timeline.len().max(1);
        out.set("timeline/evidence", backed.count() as f64 / n as f64);
    }

    fn same_entity(&self) -> Prf {
        let groups: Vec<BTreeSet<String>> = self
            .dossiers
            .iter()
            .flat_map(|d| &d.story.entities)
            .map(|entity| entity.names.iter().map(|name| plain(name)).collect())
            .collect();
        let gold: Vec<BTreeSet<String>> = self
            .story
            .gold
            .same_entity
            .iter()
            .map(|names| names.iter().map(|name| plain(name)).collect())
            .collect();
        let together = |groups: &[BTreeSet<String>], a: &String, b: &String| {
            groups.iter().any(|group| group.contains(a) && group.contains(b))
        };
        let strings: Vec<&String> = gold.iter().flatten().collect::<BTreeSet<_>>().into_iter().collect();
        let mut counts = Prf::default();
        for (i, a) in strings.iter().enumerate() {
            for b in &strings[i + 1..] {
                let (p, g) = (together(&groups, a, b), together(&gold, a, b));
                counts.add(usize::from(p && g), usize::from(p), usize::from(g));
            }
        }
        counts
    }

    fn copies(&self) -> Prf {
        let pair = |a: String, b: String| if a < b { (a, b) } else { (b, a) };
        let gold: BTreeSet<_> = self
            .story
            .gold
            .articles
            .iter()
            .filter_map(|a| Some(pair(a.id.clone(), a.near_copy_of.clone()?)))
            .collect();
        let id = |idx: usize| self.story.articles[idx].id.clone();
        let predicted: BTreeSet<_> = self
            .dossiers
            .iter()
            .flat_map(|d| &d.story.copies)
            .filter(|copied| copied.kind != CopyKind::Excerpt)
            .map(|copied| pair(id(copied.article), id(copied.of)))
            .collect();
        of_sets(&gold, &predicted)
    }

    fn wire(&self) -> Prf {
        let gold: BTreeSet<_> = self
            .story
            .gold
            .articles
            .iter()
            .filter_map(|a| Some((a.id.clone(), key(a.wire.as_deref()?))))
            .collect();
        let predicted: BTreeSet<_> = self
            .readings
            .iter()
            .zip(&self.story.articles)
            .filter_map(|(reading, a)| Some((a.id.clone(), key(reading.annotated.article.wire.as_deref()?))))
            .collect();
        of_sets(&gold, &predicted)
    }

    fn credits(&self) -> Prf {
        let gold: BTreeSet<_> = self
            .story
            .gold
            .articles
            .iter()
            .flat_map(|a| a.credits.iter().map(|outlet| (a.id.clone(), key(outlet))))
            .collect();
        let predicted: BTreeSet<_> = self
            .dossiers
            .iter()
            .flat_map(|d| &d.credits)
            .map(|credit| (self.story.articles[credit.article].id.clone(), key(&credit.outlet)))
            .collect();
        of_sets(&gold, &predicted)
    }
}

impl<'a> Told<'a> {
    fn match_with(&mut self, predicted: &[Predicted<'a>]) {
        let mut most = 0.0;
        for candidate in predicted {
            let overlap = share(self.at, candidate.at);
            if overlap >= 0.5 {
                self.hits.insert(candidate.claim);
                if overlap > most {
                    (most, self.best) = (overlap, Some(candidate.clone()));
                }
            }
        }
    }
}

impl<'a> Predicted<'a> {
    fn kinds(&self) -> Vec<&'a str> {
        self.telling.chain.iter().map(|hop| hop.kind.name()).collect()
    }
}

fn of_sets<T: Ord>(gold: &BTreeSet<T>, predicted: &BTreeSet<T>) -> Prf {
    let mut counts = Prf::default();
    counts.add(gold.intersection(predicted).count(), predicted.len(), gold.len());
    counts
}

/// Shared characters as a share of the shorter place; 0 in different articles.
fn share(a: Place, b: Place) -> f64 {
    if a.0 != b.0 {
        return 0.0;
    }
    let (a, b) = (a.1, b.1);
    let shared = a.1.min(b.1).saturating_sub(a.0.max(b.0));
    shared as f64 / (a.1 - a.0).min(b.1 - b.0).max(1) as f64
}

fn chars(whole: &str, start: usize, end: usize) -> Chars {
    let before = whole[..start].chars().count();
    (before, before + whole[start..end].chars().count())
}

/// Finds words whatever blanks stand between and within them.
fn squashed(whole: &str, words: &str) -> Option<Chars> {
    let wanted: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let dense: String = whole.chars().filter(|c| !c.is_whitespace()).collect();
    let start = dense[..dense.find(&wanted)?].chars().count();
    let n = wanted.chars().count();
    let positions: Vec<usize> =
        whole.chars().enumerate().filter(|(_, c)| !c.is_whitespace()).map(|(at, _)| at).collect();
    (n > 0).then(|| (positions[start], positions[start + n - 1] + 1))
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace('’', "'").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    let bare = lower.strip_prefix("the ").unwrap_or(&lower);
    bare.chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit()).collect()
}
