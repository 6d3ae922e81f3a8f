//! When what happened, from the dates that tellings give: days and months, and years that several articles give.
//!
//! One entry for a date and a claim, however many articles tell it; what an article tells as still to come is marked.

use crate::tellings::Piece;
use crate::{Claim, TimelineEntry};
use std::collections::{BTreeMap, BTreeSet};
use whosaid_attribution::Reading;
use whosaid_language::Tag;
use whosaid_text::{ClaimId, Day, Span};
use whosaid_time::{Modifier, TimeKind, TimeMention};

/// Articles that must give a year for it to stand in the timeline.
const LEAST_FOR_YEAR: usize = 2;

/// The timeline of a story, by time.
pub(crate) fn timeline(readings: &[Reading], pieces: &[Piece], claims: &[Claim]) -> Vec<TimelineEntry> {
    let claim_of: BTreeMap<(usize, Span), ClaimId> = claims
        .iter()
        .flat_map(|claim| claim.tellings.iter().map(|telling| ((telling.article, telling.span), claim.id)))
        .collect();
    let mut by_event: BTreeMap<(String, Option<ClaimId>), TimelineEntry> = BTreeMap::new();
    let mut tellers: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for piece in pieces {
        for (when, time) in dates(&readings[piece.article], piece.span) {
            tellers.entry(when.clone()).or_default().insert(piece.article);
            let claim = claim_of.get(&(piece.article, piece.span)).copied();
            by_event
                .entry((when.clone(), claim))
                .or_insert_with(|| entry(readings, piece, when, time, claim));
        }
    }
    by_event.retain(|(when, _), _| {
        when.len() > 4 || tellers.get(when).is_some_and(|of| of.len() >= LEAST_FOR_YEAR)
    });
    by_event.into_values().collect()
}

/// Days, months and years that a span tells, each with its expression.
fn dates(reading: &Reading, span: Span) -> Vec<(String, &TimeMention)> {
    let from = reading.times.partition_point(|time| time.span.end() <= span.start());
    let inside = reading.times[from..].iter().take_while(|time| time.span.start() < span.end());
    inside.filter_map(|time| Some((calendar_value(time)?, time))).collect()
}

fn calendar_value(time: &TimeMention) -> Option<String> {
    if !matches!(time.kind, TimeKind::Date | TimeKind::Time)
        || matches!(time.modifier, Some(Modifier::Before | Modifier::After | Modifier::Approx))
    {
        return None;
    }
    let value = time.value.as_deref()?;
    let date = value.split('T').next()?;
    let mut parts = date.split('-');
    let number = |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    let fits = number(parts.next()?, 4) && parts.all(|part| number(part, 2)) && date.len() <= 10;
    fits.then(|| date.to_owned())
}

fn entry(
    readings: &[Reading],
    piece: &Piece,
    when: String,
    time: &TimeMention,
    claim: Option<ClaimId>,
) -> TimelineEntry {
    let reading = &readings[piece.article];
    let article = &reading.annotated.article;
    TimelineEntry {
        what: article.text.slice(piece.span).trim().to_owned(),
        claim,
        article: piece.article,
        span: piece.span,
        future: is_future(reading, piece, &when),
        when,
        rule: time.rule.clone(),
    }
}

/// Whether the article tells it as still to come: its date lies after the article's, or the words say so.
fn is_future(reading: &Reading, piece: &Piece, when: &str) -> bool {
    let published = reading.annotated.article.published.value;
    if let (Some(published), Ok(day)) = (published, when.parse::<Day>()) {
        return day > published.day;
    }
    let annotated = &reading.annotated;
    piece.tokens.range().any(|at| {
        annotated.tags.get(at) == Some(&Tag::MD)
            && matches!(annotated.word(at).to_ascii_lowercase().as_str(), "will" | "'ll" | "shall")
    })
}
