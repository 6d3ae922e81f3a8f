//! The JSON of the contract: a reading a line (`whosaid.reading/1`) and a whole run (`whosaid.dossier/1`).
//!
//! Start with [`reading`] and [`dossier`]. Offsets are code points, keys stand in a fixed order, what is not known is
//! `null` and never left out. The records here are a promise to others: they change only by addition.

use crate::words::extract;
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use whosaid::Run;
use whosaid::attribution::{self, Hop, Reading, SourceKind};
use whosaid::claims::{self, Dossier, Reason, Window};
use whosaid::story::{self, Story};
use whosaid::text::{Article, ArticleId, AttributionId, ClaimId, Dating, EntityId, Span};

/// Writes one reading as one line of JSON, without the line's end.
pub fn reading(reading: &Reading) -> String {
    line(&ReadingRecord::of(reading))
}

/// Writes a whole run as one JSON object.
pub fn dossier(run: &Run) -> String {
    line(&RunRecord::of(run, true))
}

/// Writes a whole run without its texts: `text` is null, and places that a reader looks up carry their `words`.
pub fn dossier_of_extracts(run: &Run) -> String {
    line(&RunRecord::of(run, false))
}

/// These records have string keys and finite depth, so writing them cannot fail.
fn line(record: &impl Serialize) -> String {
    serde_json::to_string(record).unwrap_or_default()
}

#[derive(Serialize)]
struct ReadingRecord<'a> {
    schema: &'static str,
    article: ArticleRecord<'a>,
    text: &'a str,
    sections: Vec<SectionRecord>,
    sentences: Vec<[u32; 2]>,
    entities: Vec<EntityRecord<'a>>,
    mentions: Vec<MentionRecord>,
    times: Vec<TimeRecord<'a>>,
    attributions: Vec<AttributionRecord<'a>>,
}

#[derive(Serialize)]
struct ArticleRecord<'a> {
    id: String,
    given_id: Option<&'a str>,
    path: Option<&'a str>,
    url: Option<&'a str>,
    outlet: Option<&'a str>,
    title: Option<&'a str>,
    byline: &'a [String],
    published: DatingRecord,
    modified: Option<DatingRecord>,
    language: Option<&'a str>,
    wire: Option<&'a str>,
    text_sha256: &'a str,
}

#[derive(Serialize)]
struct DatingRecord {
    value: Option<String>,
    how: &'static str,
    not_before: Option<String>,
    not_after: Option<String>,
}

#[derive(Serialize)]
struct SectionRecord {
    span: [u32; 2],
    kind: &'static str,
}

#[derive(Serialize)]
struct EntityRecord<'a> {
    id: String,
    kind: &'static str,
    name: &'a str,
    names: &'a [String],
}

#[derive(Serialize)]
struct MentionRecord {
    span: [u32; 2],
    kind: &'static str,
    entity: String,
}

#[derive(Serialize)]
struct TimeRecord<'a> {
    span: [u32; 2],
    r#type: &'static str,
    value: Option<&'a str>,
    r#mod: Option<&'static str>,
    anchor: Option<&'static str>,
    rule: &'a str,
}

#[derive(Serialize)]
struct AttributionRecord<'a> {
    id: String,
    source: Vec<[u32; 2]>,
    cue: Vec<[u32; 2]>,
    content: Vec<[u32; 2]>,
    form: &'static str,
    stance: &'static str,
    first_report: bool,
    confidence: f64,
    rule: &'a str,
    chain: Vec<HopRecord<'a>>,
    why: Vec<EvidenceRecord<'a>>,
}

#[derive(Serialize)]
struct EvidenceRecord<'a> {
    aspect: &'static str,
    rule: &'a str,
    span: [u32; 2],
}

#[derive(Serialize)]
struct HopRecord<'a> {
    kind: &'static str,
    text: &'a str,
    span: [u32; 2],
    entity: Option<String>,
    resolved: Option<&'a str>,
    plural: Option<bool>,
    described: Option<bool>,
}

impl<'a> ReadingRecord<'a> {
    fn of(reading: &'a Reading) -> Self {
        let annotated = &reading.annotated;
        let article = &annotated.article;
        let points = |span: Span| article.text.code_point_span(span);
        ReadingRecord {
            schema: "whosaid.reading/1",
            article: ArticleRecord::of(article, None),
            text: &article.text,
            sections: sections(article),
            sentences: annotated.sentences.iter().map(|s| points(annotated.span(s.tokens))).collect(),
            entities: annotated.entities.iter().map(EntityRecord::of).collect(),
            mentions: annotated
                .mentions
                .iter()
                .map(|mention| MentionRecord {
                    span: points(mention.span),
                    kind: mention.kind.name(),
                    entity: mention.entity.to_string(),
                })
                .collect(),
            times: reading
                .times
                .iter()
                .map(|time| TimeRecord {
                    span: points(time.span),
                    r#type: time.kind.name(),
                    value: time.value.as_deref(),
                    r#mod: time.modifier.map(|modifier| modifier.name()),
                    anchor: time.anchor.map(|anchor| anchor.name()),
                    rule: &time.rule.0,
                })
                .collect(),
            attributions: reading.attributions.iter().map(|a| AttributionRecord::of(article, a)).collect(),
        }
    }
}

impl<'a> ArticleRecord<'a> {
    fn of(article: &'a Article, window: Option<&Window>) -> Self {
        ArticleRecord {
            id: article.id().to_string(),
            given_id: article.given_id.as_deref(),
            path: article.path.as_deref(),
            url: article.url.as_deref(),
            outlet: article.outlet.as_deref(),
            title: article.title.as_deref(),
            byline: &article.byline,
            published: DatingRecord::of(&article.published, window),
            modified: article.modified.as_ref().map(|dating| DatingRecord::of(dating, None)),
            language: article.language.code(),
            wire: article.wire.as_deref(),
            text_sha256: article.text_sha256(),
        }
    }
}

impl DatingRecord {
    /// A date as the article has it; a window that the story gives stands in for a date that is missing.
    fn of(dating: &Dating, window: Option<&Window>) -> Self {
        let window = window.filter(|_| dating.value.is_none());
        let not_before = dating.not_before.or(window.and_then(|window| window.not_before));
        let not_after = dating.not_after.or(window.and_then(|window| window.not_after));
        let inferred = window.is_some() && (not_before.is_some() || not_after.is_some());
        DatingRecord {
            value: dating.value.map(|moment| moment.to_string()),
            how: if inferred { "inferred" } else { dating.how.name() },
            not_before: not_before.map(|day| day.to_string()),
            not_after: not_after.map(|day| day.to_string()),
        }
    }
}

impl<'a> EntityRecord<'a> {
    fn of(entity: &'a whosaid::language::Entity) -> Self {
        EntityRecord {
            id: entity.id.to_string(),
            kind: entity.kind.name(),
            name: &entity.name,
            names: &entity.names,
        }
    }
}

impl<'a> AttributionRecord<'a> {
    fn of(article: &'a Article, attribution: &'a attribution::Attribution) -> Self {
        let points = |spans: &[Span]| spans.iter().map(|&span| article.text.code_point_span(span)).collect();
        AttributionRecord {
            id: attribution.id.to_string(),
            source: points(&attribution.source),
            cue: points(&attribution.cue),
            content: points(&attribution.content),
            form: attribution.form.name(),
            stance: attribution.stance.name(),
            first_report: attribution.first_report,
            confidence: rounded(attribution.confidence),
            rule: &attribution.rule.0,
            chain: chain(article, &attribution.chain),
            why: attribution
                .why
                .iter()
                .map(|evidence| EvidenceRecord {
                    aspect: evidence.aspect.name(),
                    rule: &evidence.rule.0,
                    span: article.text.code_point_span(evidence.span),
                })
                .collect(),
        }
    }
}

fn sections(article: &Article) -> Vec<SectionRecord> {
    let record = |section: &whosaid::text::Section| SectionRecord {
        span: article.text.code_point_span(section.span),
        kind: section.kind.name(),
    };
    article.sections.iter().map(record).collect()
}

fn chain<'a>(article: &'a Article, hops: &'a [Hop]) -> Vec<HopRecord<'a>> {
    let record = |hop: &'a Hop| {
        let (plural, described) = match hop.kind {
            SourceKind::Unnamed { plural, described } => (Some(plural), Some(described)),
            _ => (None, None),
        };
        HopRecord {
            kind: hop.kind.name(),
            text: article.text.slice(hop.span),
            span: article.text.code_point_span(hop.span),
            entity: hop.entity.map(|id| id.to_string()),
            resolved: hop.resolved.as_deref(),
            plural,
            described,
        }
    };
    hops.iter().map(record).collect()
}

/// Four decimals say all there is to say.
fn rounded(value: f32) -> f64 {
    (f64::from(value) * 10_000.0).round() / 10_000.0
}

#[derive(Serialize)]
struct RunRecord<'a> {
    schema: &'static str,
    manifest: ManifestRecord<'a>,
    articles: Vec<FullArticleRecord<'a>>,
    stories: Vec<StoryRecord<'a>>,
    set_aside: Vec<SetAsideRecord<'a>>,
}

#[derive(Serialize)]
struct ManifestRecord<'a> {
    version: &'a str,
    rules: &'a str,
    models: &'a str,
    options: Pairs<'a>,
    inputs: Vec<InputRecord<'a>>,
}

/// An object written in the order of its list.
struct Pairs<'a>(&'a [(String, String)]);

#[derive(Serialize)]
struct InputRecord<'a> {
    article: String,
    text_sha256: &'a str,
}

#[derive(Serialize)]
struct FullArticleRecord<'a> {
    #[serde(flatten)]
    article: ArticleRecord<'a>,
    text: Option<&'a str>,
    sections: Vec<SectionRecord>,
}

#[derive(Serialize)]
struct StoryRecord<'a> {
    id: String,
    title: &'a str,
    articles: Vec<String>,
    entities: Vec<StoryEntityRecord<'a>>,
    claims: Vec<ClaimRecord<'a>>,
    conflicts: Vec<ConflictRecord<'a>>,
    timeline: Vec<TimelineRecord<'a>>,
    copies: Vec<CopyRecord>,
    passages: Vec<CopyRecord>,
    credits: Vec<CreditRecord<'a>>,
    windows: Vec<WindowRecord<'a>>,
}

#[derive(Serialize)]
struct StoryEntityRecord<'a> {
    id: String,
    kind: &'static str,
    name: &'a str,
    names: &'a [String],
    mentions: Vec<PlaceRecord>,
}

#[derive(Serialize)]
struct PlaceRecord {
    article: String,
    span: [u32; 2],
}

#[derive(Serialize)]
struct ClaimRecord<'a> {
    id: String,
    gist: &'a str,
    status: &'static str,
    origins: OriginsRecord<'a>,
    earliest: Option<String>,
    folded: bool,
    why: Vec<ReasonRecord<'a>>,
    tellings: Vec<TellingRecord<'a>>,
}

#[derive(Serialize)]
struct OriginsRecord<'a> {
    min: u32,
    max: u32,
    why: &'a [String],
}

#[derive(Serialize)]
struct ReasonRecord<'a> {
    rule: &'a str,
    weight: f64,
    words: &'a str,
}

#[derive(Serialize)]
struct TellingRecord<'a> {
    article: String,
    span: [u32; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    attribution: Option<String>,
    chain: Vec<HopRecord<'a>>,
    stance: &'static str,
    when: Option<&'a str>,
    confidence: f64,
    why: Vec<ReasonRecord<'a>>,
}

#[derive(Serialize)]
struct ConflictRecord<'a> {
    kind: &'static str,
    about: &'a str,
    a: SideRecord,
    b: SideRecord,
    rule: &'a str,
}

#[derive(Serialize)]
struct SideRecord {
    claim: String,
    article: String,
    span: [u32; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

#[derive(Serialize)]
struct TimelineRecord<'a> {
    when: &'a str,
    what: &'a str,
    claim: Option<String>,
    article: String,
    span: [u32; 2],
    future: bool,
    rule: &'a str,
}

#[derive(Serialize)]
struct CopyRecord {
    article: String,
    of: String,
    share: f64,
    kind: &'static str,
}

#[derive(Serialize)]
struct CreditRecord<'a> {
    article: String,
    outlet: &'a str,
    to: Option<String>,
    span: [u32; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    first_report: bool,
}

#[derive(Serialize)]
struct WindowRecord<'a> {
    article: String,
    not_before: Option<String>,
    not_after: Option<String>,
    why: Vec<WindowReasonRecord<'a>>,
}

#[derive(Serialize)]
struct WindowReasonRecord<'a> {
    span: [u32; 2],
    #[serde(flatten)]
    reason: ReasonRecord<'a>,
}

#[derive(Serialize)]
struct SetAsideRecord<'a> {
    path: &'a str,
    why: &'a str,
}

impl Serialize for Pairs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'a> RunRecord<'a> {
    fn of(run: &'a Run, texts: bool) -> Self {
        let manifest = &run.manifest;
        let input =
            |(id, sha): &'a (ArticleId, String)| InputRecord { article: id.to_string(), text_sha256: sha };
        RunRecord {
            schema: "whosaid.dossier/1",
            manifest: ManifestRecord {
                version: &manifest.version,
                rules: &manifest.rules,
                models: &manifest.models,
                options: Pairs(&manifest.options),
                inputs: manifest.inputs.iter().map(input).collect(),
            },
            articles: run
                .readings
                .iter()
                .enumerate()
                .map(|(idx, r)| full_article(run, idx, r, texts))
                .collect(),
            stories: run
                .dossiers
                .iter()
                .map(|dossier| Edge { readings: &run.readings, texts }.story(dossier))
                .collect(),
            set_aside: run.set_aside.iter().map(|s| SetAsideRecord { path: &s.path, why: &s.why }).collect(),
        }
    }
}

fn full_article<'a>(run: &'a Run, idx: usize, reading: &'a Reading, texts: bool) -> FullArticleRecord<'a> {
    let article = &reading.annotated.article;
    let window = run.dossiers.iter().flat_map(|dossier| &dossier.windows).find(|w| w.article == idx);
    FullArticleRecord {
        article: ArticleRecord::of(article, window),
        text: texts.then_some(article.text.as_str()),
        sections: sections(article),
    }
}

/// Turns article indexes into ids and bytes into code points.
#[derive(Clone, Copy)]
struct Edge<'a> {
    readings: &'a [Reading],
    /// Whether the texts are given, so that places need no words of their own.
    texts: bool,
}

impl<'a> Edge<'a> {
    fn id(self, article: usize) -> String {
        self.readings.get(article).map_or_else(String::new, |r| r.annotated.article.id().to_string())
    }

    fn points(self, article: usize, span: Span) -> [u32; 2] {
        self.readings.get(article).map_or([0, 0], |r| r.annotated.article.text.code_point_span(span))
    }

    /// The words of a place, as an extract, where the texts are not given.
    fn words(self, article: usize, span: Span) -> Option<String> {
        let reading = self.readings.get(article).filter(|_| !self.texts)?;
        Some(extract(&reading.annotated.article, span).words)
    }

    fn story(self, dossier: &'a Dossier) -> StoryRecord<'a> {
        let story = &dossier.story;
        StoryRecord {
            id: story.id.to_string(),
            title: &story.title,
            articles: story.articles.iter().map(|&article| self.id(article)).collect(),
            entities: self.entities(story),
            claims: dossier.claims.iter().map(|claim| self.claim(claim)).collect(),
            conflicts: dossier.conflicts.iter().map(|conflict| self.conflict(conflict)).collect(),
            timeline: dossier.timeline.iter().map(|entry| self.entry(entry)).collect(),
            copies: self.copies(story, |kind| kind != story::CopyKind::Excerpt),
            passages: self.copies(story, |kind| kind == story::CopyKind::Excerpt),
            credits: dossier.credits.iter().map(|credit| self.credit(credit)).collect(),
            windows: dossier.windows.iter().map(|window| self.window(window)).collect(),
        }
    }

    fn entities(self, story: &'a Story) -> Vec<StoryEntityRecord<'a>> {
        let place = |&(article, mention): &(usize, whosaid::text::MentionId)| {
            let mention = self.readings.get(article)?.annotated.mentions.get(mention.idx())?;
            Some(PlaceRecord { article: self.id(article), span: self.points(article, mention.span) })
        };
        let record = |entity: &'a story::StoryEntity| StoryEntityRecord {
            id: story_entity_id(entity.id),
            kind: entity.kind.name(),
            name: &entity.name,
            names: &entity.names,
            mentions: entity.mentions.iter().filter_map(place).collect(),
        };
        story.entities.iter().map(record).collect()
    }

    fn claim(self, claim: &'a claims::Claim) -> ClaimRecord<'a> {
        let origins = &claim.origins;
        ClaimRecord {
            id: claim.id.to_string(),
            gist: &claim.gist,
            status: claim.status.name(),
            origins: OriginsRecord { min: origins.min, max: origins.max, why: &origins.why },
            earliest: claim.earliest.map(|article| self.id(article)),
            folded: claim.folded,
            why: claim.why.iter().map(reason).collect(),
            tellings: claim.tellings.iter().filter_map(|telling| self.telling(telling)).collect(),
        }
    }

    fn telling(self, telling: &'a claims::Telling) -> Option<TellingRecord<'a>> {
        let article = &self.readings.get(telling.article)?.annotated.article;
        Some(TellingRecord {
            article: article.id().to_string(),
            span: article.text.code_point_span(telling.span),
            words: self.words(telling.article, telling.span),
            attribution: telling.attribution.map(|id: AttributionId| id.to_string()),
            chain: chain(article, &telling.chain),
            stance: telling.stance.name(),
            when: telling.when.as_deref(),
            confidence: rounded(telling.confidence),
            why: telling.why.iter().map(reason).collect(),
        })
    }

    fn conflict(self, conflict: &'a claims::Conflict) -> ConflictRecord<'a> {
        let side = |side: claims::Side| SideRecord {
            claim: side.claim.to_string(),
            article: self.id(side.article),
            span: self.points(side.article, side.span),
            words: self.words(side.article, side.span),
        };
        ConflictRecord {
            kind: conflict.kind.name(),
            about: &conflict.about,
            a: side(conflict.a),
            b: side(conflict.b),
            rule: &conflict.rule.0,
        }
    }

    fn entry(self, entry: &'a claims::TimelineEntry) -> TimelineRecord<'a> {
        TimelineRecord {
            when: &entry.when,
            what: &entry.what,
            claim: entry.claim.map(|id: ClaimId| id.to_string()),
            article: self.id(entry.article),
            span: self.points(entry.article, entry.span),
            future: entry.future,
            rule: &entry.rule.0,
        }
    }

    fn copies(self, story: &Story, is: impl Fn(story::CopyKind) -> bool) -> Vec<CopyRecord> {
        story.copies.iter().filter(|copied| is(copied.kind)).map(|copied| self.copied(copied)).collect()
    }

    fn copied(self, copied: &story::Copied) -> CopyRecord {
        CopyRecord {
            article: self.id(copied.article),
            of: self.id(copied.of),
            share: rounded(copied.share),
            kind: copied.kind.name(),
        }
    }

    fn credit(self, credit: &'a claims::Credit) -> CreditRecord<'a> {
        CreditRecord {
            article: self.id(credit.article),
            outlet: &credit.outlet,
            to: credit.to.map(|article| self.id(article)),
            span: self.points(credit.article, credit.span),
            words: self.words(credit.article, credit.span),
            first_report: credit.first_report,
        }
    }

    fn window(self, window: &'a Window) -> WindowRecord<'a> {
        let why = |(span, why): &'a (Span, Reason)| WindowReasonRecord {
            span: self.points(window.article, *span),
            reason: reason(why),
        };
        WindowRecord {
            article: self.id(window.article),
            not_before: window.not_before.map(|day| day.to_string()),
            not_after: window.not_after.map(|day| day.to_string()),
            why: window.why.iter().map(why).collect(),
        }
    }
}

fn reason(reason: &Reason) -> ReasonRecord<'_> {
    ReasonRecord { rule: &reason.rule.0, weight: rounded(reason.weight), words: &reason.words }
}

/// Entities of a story have a capital letter, those of one article a small one.
fn story_entity_id(id: EntityId) -> String {
    format!("E{}", id.0 + 1)
}
