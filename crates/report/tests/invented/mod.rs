//! A run made by hand, of invented articles: what the formats are tested on without any stage of the pipeline.

#![allow(dead_code)]

use whosaid::attribution::{Attribution, Form, Hop, Reading, SourceKind, Stance};
use whosaid::claims::{
    Claim, Conflict, ConflictKind, Credit, Dossier, Origins, Reason, Side, Status, Telling, TimelineEntry,
    Window,
};
use whosaid::ingest::SetAside;
use whosaid::language::{Annotated, Entity, EntityKind, Mention, MentionForm, Sentence, Token, TokenRange};
use whosaid::story::{Copied, CopyKind, Story, StoryEntity};
use whosaid::text::{
    Article, ArticleParts, AttributionId, ClaimId, Dating, EntityId, HowDated, Language, MentionId, RuleId,
    Section, SectionKind, SourceText, Span, StoryId,
};
use whosaid::time::{Anchor, TimeKind, TimeMention};
use whosaid::{Manifest, Run};

const RULE: RuleId = RuleId::new("test/by-hand");

/// An article of `outlet`, its first line the headline, its last line boilerplate where it starts with "Read more".
pub fn article(outlet: &str, published: Option<&str>, text: &str) -> Article {
    let source = SourceText::new(text).unwrap();
    let head = text.find('\n').unwrap_or(text.len());
    let mut sections = vec![Section { span: Span::new(0, head as u32), kind: SectionKind::Headline }];
    if let Some(tail) = text.rfind("\nRead more") {
        let span = Span::new(tail as u32 + 1, text.len() as u32);
        sections.push(Section { span, kind: SectionKind::Boilerplate });
    }
    Article::new(ArticleParts {
        given_id: None,
        path: Some(format!("in/{}.txt", outlet.to_lowercase().replace(' ', "-"))),
        url: None,
        outlet: Some(outlet.to_owned()),
        title: Some(text[..head].to_owned()),
        byline: vec!["Ada Quill".to_owned()],
        published: match published {
            Some(when) => Dating::known(when.parse().unwrap(), HowDated::Header),
            None => Dating::unknown(),
        },
        modified: None,
        language: Language::English,
        wire: None,
        text: source,
        sections,
    })
}

/// A reading without attributions: tokens at blanks, one sentence a line.
pub fn reading(article: Article) -> Reading {
    let mut annotated = Annotated::bare(article);
    let text = annotated.article.text.clone();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let first = annotated.tokens.len() as u32;
        let mut from = at;
        for word in line.split_inclusive(char::is_whitespace) {
            let trimmed = word.trim_end();
            if !trimmed.is_empty() {
                annotated.tokens.push(Token { span: Span::new(from, from + trimmed.len() as u32) });
            }
            from += word.len() as u32;
        }
        let tokens = TokenRange { start: first, end: annotated.tokens.len() as u32 };
        if !tokens.is_empty() {
            annotated.sentences.push(Sentence { tokens, paragraph_idx: 0 });
        }
        at += line.len() as u32;
    }
    Reading { annotated, times: Vec::new(), attributions: Vec::new() }
}

/// Where `words` first stand in the reading.
pub fn find(reading: &Reading, words: &str) -> Span {
    let text = &reading.annotated.article.text;
    let start = text.find(words).unwrap_or_else(|| panic!("'{words}' is not in the article"));
    text.span(start..start + words.len()).unwrap()
}

/// Adds who `source` is, as an entity with one mention.
pub fn name(reading: &mut Reading, words: &str, kind: EntityKind) -> EntityId {
    let span = find(reading, words);
    let id = EntityId(reading.annotated.entities.len() as u32);
    let mention = MentionId(reading.annotated.mentions.len() as u32);
    let tokens = reading.annotated.tokens_in(span);
    let form = MentionForm::Name;
    reading.annotated.mentions.push(Mention { tokens, span, kind, form, entity: id });
    let names = vec![words.to_owned()];
    reading.annotated.entities.push(Entity {
        id,
        kind,
        name: words.to_owned(),
        names,
        gender: None,
        mentions: vec![mention],
    });
    id
}

/// Adds an attribution; each hop is (kind, words, entity).
pub fn attribute(
    reading: &mut Reading,
    [source, cue, content]: [&str; 3],
    stance: Stance,
    hops: &[(SourceKind, &str, Option<EntityId>)],
) -> AttributionId {
    let id = AttributionId(reading.attributions.len() as u32);
    let hop = |&(kind, words, entity): &(SourceKind, &str, Option<EntityId>)| Hop {
        kind,
        span: find(reading, words),
        entity,
        resolved: None,
    };
    let attribution = Attribution {
        id,
        source: vec![find(reading, source)],
        cue: vec![find(reading, cue)],
        content: vec![find(reading, content)],
        form: Form::Indirect,
        stance,
        first_report: false,
        confidence: 0.9375,
        rule: RULE,
        chain: hops.iter().map(hop).collect(),
        why: Vec::new(),
    };
    reading.attributions.push(attribution);
    id
}

/// A telling of `words`, with the chain of its attribution.
pub fn telling(
    readings: &[Reading],
    article: usize,
    words: &str,
    attribution: Option<AttributionId>,
) -> Telling {
    let reading = &readings[article];
    let found = attribution.map(|id| &reading.attributions[id.idx()]);
    Telling {
        article,
        span: find(reading, words),
        attribution,
        chain: found.map_or_else(Vec::new, |found| found.chain.clone()),
        stance: found.map_or(Stance::Asserts, |found| found.stance),
        when: None,
        confidence: 0.8,
        why: Vec::new(),
    }
}

/// A claim with one to two origins.
pub fn claim(id: u32, gist: &str, status: Status, tellings: Vec<Telling>) -> Claim {
    Claim {
        id: ClaimId(id),
        gist: gist.to_owned(),
        status,
        origins: Origins { min: 1, max: 1, why: vec!["the Mercury credits the Herald".to_owned()] },
        earliest: tellings.first().map(|telling| telling.article),
        folded: tellings.len() == 1,
        tellings,
        why: vec![Reason { rule: RULE, weight: 2.0, words: "told by two outlets".to_owned() }],
    }
}

/// A run of one story: an insider told the Herald, the Mercury repeats it, a spokesman denies it to the Gazette.
pub fn run() -> Run {
    let mut readings = readings();
    let insider = SourceKind::Unnamed { plural: false, described: true };
    let herald = name(&mut readings[1], "The Herald", EntityKind::Outlet);
    let spokesman = name(&mut readings[2], "Tom Bell", EntityKind::Person);
    let told = attribute(
        &mut readings[0],
        ["a board member", "said", "Orla Finch will leave in May"],
        Stance::Asserts,
        &[(insider, "a board member", None)],
    );
    let repeated = attribute(
        &mut readings[1],
        ["The Herald", "reported", "Ms Finch is to leave in May"],
        Stance::Asserts,
        &[
            (SourceKind::Outlet, "The Herald", Some(herald)),
            (SourceKind::Unnamed { plural: false, described: false }, "an insider", None),
        ],
    );
    let denied = attribute(
        &mut readings[2],
        ["Tom Bell", "denied", "Ms Finch would leave"],
        Stance::Denies,
        &[(SourceKind::Spokesperson, "Tom Bell", Some(spokesman))],
    );
    let span = find(&readings[0], "in May");
    readings[0].times.push(TimeMention {
        span,
        kind: TimeKind::Date,
        value: Some("2031-05".to_owned()),
        modifier: None,
        anchor: Some(Anchor::Published),
        rule: RULE,
    });
    let dossier = dossier(&readings, [told, repeated, denied]);
    let inputs = readings.iter().map(|r| &r.annotated.article);
    let manifest = Manifest {
        version: "0.0.0".to_owned(),
        rules: "sha256:aa".to_owned(),
        models: "sha256:bb".to_owned(),
        options: vec![("mode".to_owned(), "fast".to_owned())],
        inputs: inputs.map(|article| (article.id(), article.text_sha256().to_owned())).collect(),
    };
    let why = "broken JSON at line 3; mend the line".to_owned();
    Run {
        readings,
        dossiers: vec![dossier],
        set_aside: vec![SetAside { path: "in/x.jsonl:3".to_owned(), why }],
        manifest,
    }
}

fn readings() -> Vec<Reading> {
    let herald = "Finch to go\n\nOrla Finch will leave in May, a board member said. It’s “over”.\n\
                  Read more: ten trams <b>you</b> must see";
    let mercury =
        "Tram chief to go\n\nThe Herald reported, citing an insider, that Ms Finch is to leave in May.";
    let gazette = "‘Nonsense’\n\nTom Bell, a spokesman, denied that Ms Finch would leave.";
    let undated = "Trams run late\n\nNobody on the platform knew why on 2 March.";
    let french = "Le tram\n\nLes trams sont en retard ce matin et personne ne sait pourquoi.";
    let texts = [
        ("Herald", Some("2031-03-01T08:00:00Z"), herald),
        ("Mercury", Some("2031-03-02"), mercury),
        ("Gazette", Some("2031-03-03"), gazette),
        ("Echo", None, undated),
        ("Courrier", None, french),
    ];
    texts
        .into_iter()
        .map(|(outlet, published, text)| {
            let made = article(outlet, published, text);
            if outlet != "Courrier" {
                return reading(made);
            }
            let mut parts = made.into_parts();
            parts.language = Language::Other("fr".to_owned());
            reading(Article::new(parts))
        })
        .collect()
}

fn dossier(readings: &[Reading], [told, repeated, denied]: [AttributionId; 3]) -> Dossier {
    let leaves = vec![
        telling(readings, 0, "Orla Finch will leave in May", Some(told)),
        telling(readings, 1, "Ms Finch is to leave in May", Some(repeated)),
        telling(readings, 2, "Ms Finch would leave", Some(denied)),
    ];
    let late = vec![telling(readings, 3, "Nobody on the platform knew why on 2 March", None)];
    let claims = vec![
        claim(0, "Orla Finch will leave in May", Status::Denied, leaves),
        claim(1, "Nobody on the platform knew why on 2 March", Status::Unattributed, late),
    ];
    let side = |article: usize, words: &str| Side {
        claim: ClaimId(0),
        article,
        span: find(&readings[article], words),
    };
    Dossier {
        story: story(),
        conflicts: vec![Conflict {
            kind: ConflictKind::Denial,
            about: "Ms Finch leaving".to_owned(),
            a: side(0, "Orla Finch will leave in May"),
            b: side(2, "Ms Finch would leave"),
            rule: RULE,
        }],
        timeline: vec![TimelineEntry {
            when: "2031-05".to_owned(),
            what: "Orla Finch will leave".to_owned(),
            claim: Some(ClaimId(0)),
            article: 0,
            span: find(&readings[0], "in May"),
            future: true,
            rule: RULE,
        }],
        credits: vec![Credit {
            article: 1,
            outlet: "Herald".to_owned(),
            to: Some(0),
            span: find(&readings[1], "The Herald reported"),
            first_report: false,
        }],
        windows: vec![Window {
            article: 3,
            not_before: Some("2031-03-02".parse().unwrap()),
            not_after: None,
            why: vec![(
                find(&readings[3], "2 March"),
                Reason { rule: RULE, weight: 1.0, words: "it looks back on 2 March".to_owned() },
            )],
        }],
        claims,
    }
}

fn story() -> Story {
    let finch = StoryEntity {
        id: EntityId(0),
        kind: EntityKind::Person,
        name: "Tom Bell".to_owned(),
        names: vec!["Tom Bell".to_owned()],
        mentions: vec![(2, MentionId(0))],
        described: Vec::new(),
    };
    Story {
        id: StoryId(0),
        title: "Tram chief to go".to_owned(),
        articles: vec![0, 1, 2, 3, 4],
        entities: vec![finch],
        copies: vec![Copied { article: 1, of: 0, share: 0.5, kind: CopyKind::Excerpt }],
    }
}
