//! [`explain`]: what was concluded at one place of one article, by which rule or model, from which words.

use crate::Run;
use whosaid_attribution::{Attribution, Hop, Reading};
use whosaid_claims::{Claim, Conflict, Reason, Telling};
use whosaid_text::{RuleId, Span};

/// One conclusion and what it rests on: a node of the tree that `whosaid explain` prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was concluded.
    pub what: String,
    /// The rule or model that made it; `None` where it follows from the findings below it.
    pub rule: Option<RuleId>,
    /// The words it rests on.
    pub words: String,
    /// What it was made from.
    pub because: Vec<Finding>,
}

impl Finding {
    fn new(what: impl Into<String>, words: &str) -> Self {
        Finding { what: what.into(), rule: None, words: one_line(words), because: Vec::new() }
    }

    fn by(mut self, rule: &RuleId) -> Self {
        self.rule = Some(rule.clone());
        self
    }

    fn because(mut self, because: Vec<Finding>) -> Self {
        self.because = because;
        self
    }
}

/// What was concluded about the byte at `place` of one article: its sentence, names, times and attributions.
pub fn explain_reading(reading: &Reading, place: u32) -> Vec<Finding> {
    let mut findings = vec![section(reading, place)];
    findings.extend(sentence(reading, place));
    findings.extend(mentions(reading, place));
    findings.extend(times(reading, place));
    findings.extend(
        reading.attributions.iter().filter(|a| covers(a, place)).map(|found| attribution(reading, found)),
    );
    findings
}

/// What the stories of a run make of the byte at `place` of article `article_idx`: claims, origins, conflicts.
pub fn explain_claims(run: &Run, article_idx: usize, place: u32) -> Vec<Finding> {
    let here = |telling: &Telling| telling.article == article_idx && at(telling.span, place);
    let mut findings = Vec::new();
    for dossier in &run.dossiers {
        for told in dossier.claims.iter().filter(|claim| claim.tellings.iter().any(here)) {
            let conflicts = dossier.conflicts.iter().filter(|c| c.a.claim == told.id || c.b.claim == told.id);
            findings.push(claim(run, told, conflicts));
        }
    }
    findings
}

fn section(reading: &Reading, place: u32) -> Finding {
    let kind = reading.annotated.article.section_at(place);
    let read = if kind.is_read() { "" } else { ", nothing is read from it" };
    Finding::new(format!("section: {}{read}", kind.name()), "")
}

fn sentence(reading: &Reading, place: u32) -> Option<Finding> {
    let annotated = &reading.annotated;
    let found = annotated.sentences.iter().find(|sentence| at(annotated.span(sentence.tokens), place))?;
    let tokens = found.tokens.range().map(|token_idx| {
        let tag = annotated.tags.get(token_idx).map_or("", |tag| tag.name());
        format!("{}/{tag}", annotated.word(token_idx))
    });
    let tagged = Finding::new(tokens.collect::<Vec<_>>().join(" "), "").by(&RuleId::new("language/tags"));
    Some(Finding::new("sentence", annotated.words(found.tokens)).because(vec![tagged]))
}

fn mentions(reading: &Reading, place: u32) -> Vec<Finding> {
    let annotated = &reading.annotated;
    let here = annotated.mentions.iter().filter(|mention| at(mention.span, place));
    here.filter_map(|mention| {
        let entity = annotated.entities.get(mention.entity.idx())?;
        let names = Finding::new(format!("known in this article as {}", entity.names.join(", ")), "");
        let what = format!("{}: {}", mention.kind.name(), entity.name);
        Some(Finding::new(what, annotated.article.text.slice(mention.span)).because(vec![names]))
    })
    .collect()
}

fn times(reading: &Reading, place: u32) -> Vec<Finding> {
    let text = &reading.annotated.article.text;
    let here = reading.times.iter().filter(|time| at(time.span, place));
    here.map(|time| {
        let value = time.value.as_deref().unwrap_or("value unknown");
        let anchor = time.anchor.map_or(String::new(), |a| format!(", counted from the time {}", a.name()));
        let what = format!("time: {} {value}{anchor}", time.kind.name());
        Finding::new(what, text.slice(time.span)).by(&time.rule)
    })
    .collect()
}

fn attribution(reading: &Reading, found: &Attribution) -> Finding {
    let text = &reading.annotated.article.text;
    let words = |spans: &[Span]| spans.iter().map(|&span| text.slice(span)).collect::<Vec<_>>().join(" … ");
    let mut because = vec![
        Finding::new("source", &words(&found.source)),
        Finding::new("cue", &words(&found.cue)),
        Finding::new("content", &words(&found.content)),
    ];
    because.extend(found.chain.iter().map(|hop| hop_finding(reading, hop)));
    because.extend(found.why.iter().map(|evidence| {
        Finding::new(format!("{} decided by", evidence.aspect.name()), text.slice(evidence.span))
            .by(&evidence.rule)
    }));
    let first = if found.first_report { ", credited with being first" } else { "" };
    let what = format!(
        "attribution {}: {} {}, confidence {:.2}{first}",
        found.id,
        found.form.name(),
        found.stance.name(),
        found.confidence
    );
    Finding::new(what, "").by(&found.rule).because(because)
}

fn hop_finding(reading: &Reading, hop: &Hop) -> Finding {
    let resolved = hop.resolved.as_ref().map_or(String::new(), |name| format!(", stands for {name}"));
    Finding::new(
        format!("hop: {}{resolved}", hop.kind.name()),
        reading.annotated.article.text.slice(hop.span),
    )
}

fn claim<'a>(run: &Run, claim: &Claim, conflicts: impl Iterator<Item = &'a Conflict>) -> Finding {
    let text_of = |article: usize, span: Span| {
        run.readings.get(article).map_or("", |reading| reading.annotated.article.text.slice(span))
    };
    let origins = &claim.origins;
    let range = match (origins.min, origins.max) {
        (min, max) if min == max => format!("{min}"),
        (min, max) => format!("{min} to {max}"),
    };
    let why = origins.why.iter().map(|reason| Finding::new(reason.as_str(), "")).collect();
    let mut because = vec![Finding::new(format!("independent origins: {range}"), "").because(why)];
    because.extend(claim.why.iter().map(reason));
    because.extend(claim.tellings.iter().map(|telling| {
        let outlet = run.readings.get(telling.article).and_then(|r| r.annotated.article.outlet.as_deref());
        let what = format!(
            "told by {}: {}, confidence {:.2}",
            outlet.unwrap_or("an article without an outlet"),
            telling.stance.name(),
            telling.confidence
        );
        let why = telling.why.iter().map(reason).collect();
        Finding::new(what, text_of(telling.article, telling.span)).because(why)
    }));
    because.extend(conflicts.map(|conflict| {
        let other = if conflict.a.claim == claim.id { conflict.b } else { conflict.a };
        let what = format!("conflict of {}: {}", conflict.kind.name(), conflict.about);
        Finding::new(what, text_of(other.article, other.span)).by(&conflict.rule)
    }));
    Finding::new(format!("claim {}: {}", claim.id, claim.status.name()), &claim.gist).because(because)
}

fn reason(reason: &Reason) -> Finding {
    Finding::new(format!("{} (weight {:.2})", reason.words, reason.weight), "").by(&reason.rule)
}

fn covers(attribution: &Attribution, place: u32) -> bool {
    let spans = [&attribution.source, &attribution.cue, &attribution.content];
    spans.into_iter().flatten().any(|&span| at(span, place))
}

fn at(span: Span, place: u32) -> bool {
    (span.start()..span.end()).contains(&place)
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
