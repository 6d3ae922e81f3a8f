//! The W3C Web Annotation Data Model: each telling marks its words in the article and says whose they are.
//!
//! A target names the article by its address and its words by two selectors that agree: a TextPositionSelector in code
//! points and a TextQuoteSelector with a little of what stands around. Positions hold in one text only: the TimeState
//! names it by its SHA-256 (`nih:`, RFC 6920). Long words are selected by their ends (RangeSelector) unless full text
//! is asked for.

use super::names;
use super::pretty;
use crate::voice;
use crate::words;
use serde_json::{Value, json};
use whosaid::Run;
use whosaid::claims::{Claim, Telling};
use whosaid::text::{Article, Span};

/// Characters of context on either side of a quote.
const CONTEXT: usize = 32;
/// Longest quote that is given whole, in characters.
const LONGEST: usize = 300;
/// Characters of either end of a longer one.
const END: usize = 100;

/// Writes the run.
pub fn write(run: &Run, full_text: bool) -> String {
    let mut items = Vec::new();
    for claim in run.dossiers.iter().flat_map(|dossier| &dossier.claims) {
        items.extend(claim.tellings.iter().filter_map(|telling| annotation(run, claim, telling, full_text)));
    }
    let inputs: Vec<String> = run.manifest.inputs.iter().map(|(id, _)| id.to_string()).collect();
    let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
    let titles = run.dossiers.iter().map(|dossier| words::clip(&words::calm(&dossier.story.title), 200));
    let mut collection = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": names::urn("annotations", &inputs),
        "type": "AnnotationCollection",
        "label": titles.collect::<Vec<_>>().join("; "),
        "total": items.len(),
        "generator": generator(run)
    });
    if !items.is_empty() {
        collection["first"] = json!({
            "id": names::urn("annotation page", &inputs),
            "type": "AnnotationPage",
            "partOf": collection["id"].clone(),
            "startIndex": 0,
            "items": items
        });
    }
    pretty(&collection)
}

fn generator(run: &Run) -> Value {
    let manifest = &run.manifest;
    json!({
        "id": names::urn("program", &[&manifest.version, &manifest.rules, &manifest.models]),
        "type": "Software",
        "name": format!("whosaid {}", manifest.version)
    })
}

fn annotation(run: &Run, claim: &Claim, telling: &Telling, full_text: bool) -> Option<Value> {
    let article = &run.readings.get(telling.article)?.annotated.article;
    let chain = voice::chain(article, &telling.chain).join(" ← ");
    let status = voice::status_words(claim.status);
    let counts = voice::backing(run, claim).counts;
    let stance = voice::stance_words(telling.stance);
    let gist = words::clip(&words::calm(words::head(&claim.gist, 2_000)), LONGEST);
    let words = |purpose: &str, value: String| {
        json!({
            "type": "TextualBody", "purpose": purpose, "format": "text/plain", "language": "en", "value": value
        })
    };
    Some(json!({
        "id": annotation_name(run, claim, article, telling.span),
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            words("describing", format!("{chain}: {stance}")),
            words("classifying", telling.stance.name().to_owned()),
            words("commenting", format!("{status}; {counts}: {gist}")),
            { "type": "SpecificResource", "purpose": "linking", "source": names::claim(run, claim) }
        ],
        "target": target(article, telling.span, full_text)
    }))
}

/// Two claims may have tellings at one place, so the claim is part of the name.
fn annotation_name(run: &Run, claim: &Claim, article: &Article, span: Span) -> String {
    names::urn("annotation", &[&names::claim(run, claim), &names::place(article, span)])
}

fn target(article: &Article, span: Span, full_text: bool) -> Value {
    let [start, end] = article.text.code_point_span(span);
    let source = names::address(article).unwrap_or_else(|| names::article(article));
    let position = json!({ "type": "TextPositionSelector", "start": start, "end": end });
    json!({
        "type": "SpecificResource",
        "source": source,
        "state": { "type": "TimeState", "cached": names::text(article) },
        "selector": [position, quote_selector(article, span, full_text)]
    })
}

fn quote_selector(article: &Article, span: Span, full_text: bool) -> Value {
    let words = article.text.slice(span);
    let after = first(article.text.get(span.range().end..).unwrap_or(""));
    let is_short = words.char_indices().nth(LONGEST).is_none();
    if full_text || is_short || after.is_empty() {
        return quote(article, span);
    }
    let head = words.char_indices().nth(END).map_or(words.len(), |(at, _)| at);
    let tail = words.char_indices().rev().nth(END - 1).map_or(0, |(at, _)| at);
    // A range ends where its second selector begins: right behind the words.
    json!({
        "type": "RangeSelector",
        "startSelector": quote(article, Span::new(span.start(), span.start() + head as u32)),
        "endSelector": { "type": "TextQuoteSelector", "exact": after, "prefix": &words[tail..] }
    })
}

/// Words with what stands around them.
fn quote(article: &Article, span: Span) -> Value {
    let text = article.text.as_str();
    let (before, after) = (text.get(..span.range().start), text.get(span.range().end..));
    json!({
        "type": "TextQuoteSelector",
        "exact": article.text.slice(span),
        "prefix": last(before.unwrap_or("")),
        "suffix": first(after.unwrap_or(""))
    })
}

fn first(text: &str) -> &str {
    text.char_indices().nth(CONTEXT).map_or(text, |(at, _)| &text[..at])
}

fn last(text: &str) -> &str {
    text.char_indices().rev().nth(CONTEXT - 1).map_or(text, |(at, _)| &text[at..])
}
