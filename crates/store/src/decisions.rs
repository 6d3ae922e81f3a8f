//! Corrections applied on the way from readings to a dossier.
//!
//! Each stage takes what concerns it: the article before it is read, the reading before stories are gathered, the story
//! before it is weighed, the dossier at the end. A correction whose words cannot be found any more changes nothing.

use crate::corrections::{Anchor, Correction, Field, Link, What};
use crate::keys::telling_key;
use std::collections::{BTreeMap, BTreeSet};
use whosaid::attribution::{Aspect, Attribution, Evidence, Form, Hop, Reading, SourceKind, Stance};
use whosaid::claims::{Conflict, Dossier, Place, Reason, Tie};
use whosaid::story::{Story, StoryEntity};
use whosaid::text::{Article, AttributionId, Dating, EntityId, HowDated, MentionId, Moment, RuleId, Span};

/// Names corrections where a rule is named.
const RULE: RuleId = RuleId::new("correction");

/// The corrections that hold, with today's version of every article they name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decisions {
    corrections: Vec<Correction>,
    newest: BTreeMap<String, String>,
}

impl Decisions {
    /// Takes the corrections that hold; `newest` leads from an article to today's version of it.
    pub fn new(corrections: Vec<Correction>, newest: BTreeMap<String, String>) -> Self {
        Decisions { corrections, newest }
    }

    fn newest<'a>(&'a self, id: &'a str) -> &'a str {
        self.newest.get(id).map_or(id, String::as_str)
    }

    /// Decisions about stories, as pairs of article ids: whether they belong together.
    pub fn stories(&self) -> impl Iterator<Item = (&str, &str, bool)> {
        self.corrections.iter().filter_map(|correction| match &correction.what {
            What::MergeStories { a, b } => Some((self.newest(a), self.newest(b), true)),
            What::SplitStory { article, from } => Some((self.newest(article), self.newest(from), false)),
            _ => None,
        })
    }

    /// The article as corrected, if anything about it is.
    pub fn article(&self, article: &Article) -> Option<Article> {
        let id = article.id().to_string();
        let mut corrected: Option<Article> = None;
        for correction in &self.corrections {
            let What::SetArticle { article: about, field, value } = &correction.what else { continue };
            if self.newest(about) == id {
                let before = corrected.take().unwrap_or_else(|| article.clone());
                corrected = Some(set(before, *field, value.as_deref()));
            }
        }
        corrected
    }

    /// Puts the speakers right.
    pub fn speakers(&self, reading: &mut Reading) {
        let id = reading.annotated.article.id().to_string();
        for correction in &self.corrections {
            let What::SetSpeaker { content, speaker } = &correction.what else { continue };
            if self.newest(&content.article) != id {
                continue;
            }
            if let Some(span) = find(&reading.annotated.article, content) {
                set_speaker(reading, span, speaker.as_deref());
            }
        }
    }

    /// Puts the people, bodies and copies of a story right.
    pub fn story(&self, readings: &[Reading], story: &mut Story) {
        let at = Places::of(self, readings);
        for correction in &self.corrections {
            match &correction.what {
                What::MergeEntities { a, b } => {
                    if let (Some(a), Some(b)) = (at.entity(story, a), at.entity(story, b)) {
                        merge_entities(story, a, b);
                    }
                }
                What::SplitEntity { mention, from } => {
                    if let (Some(a), Some(b)) = (at.entity(story, mention), at.entity(story, from))
                        && a == b
                        && let Some(place) = at.place(mention)
                    {
                        split_entity(readings, story, a, place.article);
                    }
                }
                What::Judge { link: Link::Copy { article, of }, right: false } => {
                    let (Some(article), Some(of)) = (at.article(article), at.article(of)) else { continue };
                    story.copies.retain(|copied| (copied.article, copied.of) != (article, of));
                }
                _ => {}
            }
        }
    }

    /// Decisions about which tellings tell one claim.
    pub fn ties(&self, readings: &[Reading]) -> Vec<Tie> {
        let at = Places::of(self, readings);
        let tie = |correction: &Correction| {
            let (a, b, together) = match &correction.what {
                What::MergeClaims { a, b } => (a, b, true),
                What::SplitClaim { telling, from } => (telling, from, false),
                What::Judge { link: Link::Telling { telling, claim }, right } => (telling, claim, *right),
                _ => return None,
            };
            let (a, b) = (at.place(a)?, at.place(b)?);
            Some(if together { Tie::Together(a, b) } else { Tie::Apart(a, b) })
        };
        self.corrections.iter().filter_map(tie).collect()
    }

    /// Takes away the conflicts that were rejected, and says who confirmed what.
    pub fn dossier(&self, readings: &[Reading], dossier: &mut Dossier) {
        let at = Places::of(self, readings);
        for correction in &self.corrections {
            let What::Judge { link, right } = &correction.what else { continue };
            match link {
                Link::Conflict { a, b } => {
                    let (Some(a), Some(b)) = (at.place(a), at.place(b)) else { continue };
                    judge_conflict(&mut dossier.conflicts, a, b, correction, *right);
                }
                Link::Telling { telling, .. } if *right => {
                    if let Some(place) = at.place(telling) {
                        confirm_telling(dossier, place, correction);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Places of a story's articles.
struct Places<'a> {
    decisions: &'a Decisions,
    readings: &'a [Reading],
    by_id: BTreeMap<String, usize>,
}

impl<'a> Places<'a> {
    fn of(decisions: &'a Decisions, readings: &'a [Reading]) -> Self {
        let ids = readings.iter().enumerate().map(|(n, r)| (r.annotated.article.id().to_string(), n));
        Places { decisions, readings, by_id: ids.collect() }
    }

    fn article(&self, id: &str) -> Option<usize> {
        self.by_id.get(self.decisions.newest(id)).copied()
    }

    fn place(&self, anchor: &Anchor) -> Option<Place> {
        let article = self.article(&anchor.article)?;
        let span = find(&self.readings[article].annotated.article, anchor)?;
        Some(Place { article, span })
    }

    /// Whom the words name.
    fn entity(&self, story: &Story, anchor: &Anchor) -> Option<usize> {
        let place = self.place(anchor)?;
        let mentions = &self.readings[place.article].annotated.mentions;
        story.entities.iter().position(|entity| {
            entity.mentions.iter().any(|&(article, mention): &(usize, MentionId)| {
                article == place.article
                    && mentions.get(mention.idx()).is_some_and(|mention| mention.span == place.span)
            })
        })
    }
}

/// Where the words of an anchor stand: at their place, or else where they stand first.
pub(crate) fn find(article: &Article, anchor: &Anchor) -> Option<Span> {
    let text = &article.text;
    let ends = (text.byte_of(anchor.span[0]), text.byte_of(anchor.span[1]));
    if let (Some(start), Some(end)) = ends
        && start < end
        && let Some(span) = text.span(start as usize..end as usize)
        && text.slice(span) == anchor.words
    {
        return Some(span);
    }
    let start = text.find(&anchor.words).filter(|_| !anchor.words.is_empty())?;
    text.span(start..start + anchor.words.len())
}

fn set(article: Article, field: Field, value: Option<&str>) -> Article {
    let value = value.map(str::to_owned);
    article.corrected(|parts| match field {
        Field::Outlet => parts.outlet = value,
        Field::Wire => parts.wire = value,
        Field::Published => {
            parts.published = match value.and_then(|value| value.parse::<Moment>().ok()) {
                Some(moment) => Dating::known(moment, HowDated::Given),
                None => Dating::unknown(),
            }
        }
    })
}

/// Sets who says what stands at a place, in the narrowest attribution that covers it, or in a new one.
fn set_speaker(reading: &mut Reading, span: Span, speaker: Option<&str>) {
    let shared = |content: &[Span]| content.iter().map(|piece| piece.shared(span)).sum::<u32>();
    let width = |content: &[Span]| content.iter().map(|piece| piece.len()).sum::<u32>();
    let found = reading.attributions.iter_mut().filter(|a| shared(&a.content) > 0);
    let narrowest = found.min_by_key(|a| (std::cmp::Reverse(shared(&a.content)), width(&a.content)));
    let Some(attribution) = narrowest else {
        reading.attributions.extend(speaker.map(|name| said_by(reading.attributions.len(), span, name)));
        return;
    };
    let words = attribution.source.first().or(attribution.cue.first()).copied().unwrap_or(span);
    match speaker {
        None => attribution.chain.clear(),
        Some(name) => {
            let kind = match attribution.chain.last().map(|hop| hop.kind) {
                Some(SourceKind::Unnamed { .. } | SourceKind::Unspecified) | None => SourceKind::Person,
                Some(kind) => kind,
            };
            let hop = Hop { kind, span: words, entity: None, resolved: Some(name.to_owned()) };
            attribution.chain.pop();
            attribution.chain.push(hop);
        }
    }
    attribution.why.retain(|evidence| evidence.aspect != Aspect::Speaker);
    attribution.why.push(Evidence { aspect: Aspect::Speaker, rule: RULE, span: words });
}

/// What stands at a place, said by someone.
fn said_by(number: usize, span: Span, name: &str) -> Attribution {
    let hop = Hop { kind: SourceKind::Person, span, entity: None, resolved: Some(name.to_owned()) };
    Attribution {
        id: AttributionId(number as u32),
        source: Vec::new(),
        cue: Vec::new(),
        content: vec![span],
        form: Form::Indirect,
        stance: Stance::Asserts,
        first_report: false,
        confidence: 1.0,
        rule: RULE,
        chain: vec![hop],
        why: vec![Evidence { aspect: Aspect::Speaker, rule: RULE, span }],
    }
}

fn merge_entities(story: &mut Story, a: usize, b: usize) {
    if a == b {
        return;
    }
    let (into, from) = (a.min(b), a.max(b));
    let gone = story.entities.remove(from);
    let kept = &mut story.entities[into];
    for name in gone.names {
        if !kept.names.contains(&name) {
            kept.names.push(name);
        }
    }
    kept.mentions.extend(gone.mentions);
    kept.mentions.sort_unstable();
    kept.described.extend(gone.described);
    kept.described.sort_unstable();
    number(&mut story.entities);
}

/// What one article calls someone becomes someone else.
fn split_entity(readings: &[Reading], story: &mut Story, entity: usize, article: usize) {
    let Some(whole) = story.entities.get(entity).cloned() else { return };
    let (leaving, staying): (Vec<_>, Vec<_>) =
        whole.mentions.iter().partition(|mention| mention.0 == article);
    if leaving.is_empty() || staying.is_empty() {
        return;
    }
    let part = |mentions: Vec<(usize, MentionId)>, here: bool| {
        let names = names_of(readings, &mentions);
        let name = names.iter().max_by_key(|name| name.len()).cloned().unwrap_or_else(|| whole.name.clone());
        let described =
            whole.described.iter().filter(|words| (words.0 == article) == here).copied().collect();
        StoryEntity { id: whole.id, kind: whole.kind, name, names, mentions, described }
    };
    let (leaving, staying) = (part(leaving, true), part(staying, false));
    story.entities[entity] = StoryEntity { name: whole.name.clone(), ..staying };
    story.entities.insert(entity + 1, leaving);
    number(&mut story.entities);
}

fn names_of(readings: &[Reading], mentions: &[(usize, MentionId)]) -> Vec<String> {
    let mut names = Vec::new();
    let mut seen = BTreeSet::new();
    for &(article, mention) in mentions {
        let annotated = &readings[article].annotated;
        let entity =
            annotated.mentions.get(mention.idx()).and_then(|m| annotated.entities.get(m.entity.idx()));
        for name in entity.iter().flat_map(|entity| &entity.names) {
            if seen.insert(name.clone()) {
                names.push(name.clone());
            }
        }
    }
    names
}

fn number(entities: &mut [StoryEntity]) {
    entities.iter_mut().enumerate().for_each(|(n, entity)| entity.id = EntityId(n as u32));
}

fn judge_conflict(conflicts: &mut Vec<Conflict>, a: Place, b: Place, by: &Correction, right: bool) {
    let is = |conflict: &Conflict, a: Place, b: Place| {
        let (x, y) = (conflict.a, conflict.b);
        x.article == a.article && y.article == b.article && x.span.overlaps(a.span) && y.span.overlaps(b.span)
    };
    let judged = |conflict: &Conflict| is(conflict, a, b) || is(conflict, b, a);
    if right {
        for conflict in conflicts.iter_mut().filter(|conflict| judged(conflict)) {
            conflict.rule = RuleId(format!("{}, confirmed by {}", conflict.rule, by.who).into());
        }
    } else {
        conflicts.retain(|conflict| !judged(conflict));
    }
}

fn confirm_telling(dossier: &mut Dossier, place: Place, by: &Correction) {
    let tellings = dossier.claims.iter_mut().flat_map(|claim| &mut claim.tellings);
    for telling in tellings.filter(|t| t.article == place.article && t.span == place.span) {
        telling.confidence = 1.0;
        let words = format!("confirmed by {} on {}: {}", by.who, by.when, by.why);
        telling.why.push(Reason { rule: RULE, weight: 1.0, words });
    }
}

/// Words of an article as an anchor.
pub(crate) fn anchor(article: &Article, span: Span) -> Anchor {
    Anchor {
        article: article.id().to_string(),
        span: article.text.code_point_span(span),
        words: article.text.slice(span).to_owned(),
    }
}

/// The key of a telling.
pub(crate) fn key(article: &Article, span: Span) -> String {
    telling_key(&article.id().to_string(), article.text.code_point_span(span))
}
