//! When what happened, from the dates that tellings give: days and months, and years that several articles give.
//!
//! One entry for a date and a claim, however many articles tell it; what an article tells as still to come is marked.
//! A date is worth a line where several articles give it, where several tell its claim, or where its sentence names
//! someone whom much of the story names; a date in brackets without a verb is a picture's. A coarse date goes where the
//! same claim has a finer one inside it.

use crate::tellings::Piece;
use crate::terms::Names;
use crate::words::ClaimWords;
use crate::{Claim, TimelineEntry};
use std::collections::{BTreeMap, BTreeSet};
use whosaid_attribution::Reading;
use whosaid_language::{Annotated, Tag};
use whosaid_story::Story;
use whosaid_text::{ClaimId, Day, Span};
use whosaid_time::{Modifier, TimeKind, TimeMention};

/// Articles that must give a year for it to stand in the timeline, or a day that nothing else ties to the story.
const LEAST_TELLERS: usize = 2;
/// Tokens around a time in which the brackets of a picture's credit are looked for.
const CREDIT: u32 = 10;

/// The timeline of a story, by time. `told_by` is in how many articles something like each piece is told.
pub(crate) fn timeline(
    words: &ClaimWords,
    readings: &[Reading],
    story: &Story,
    names: &Names,
    pieces: &[Piece],
    told_by: &[usize],
    claims: &[Claim],
) -> Vec<TimelineEntry> {
    let claim_of: BTreeMap<(usize, Span), ClaimId> = claims
        .iter()
        .flat_map(|claim| claim.tellings.iter().map(|telling| ((telling.article, telling.span), claim.id)))
        .collect();
    let main = main_entities(story);
    let mut by_event: BTreeMap<(String, Option<ClaimId>), (TimelineEntry, bool)> = BTreeMap::new();
    let mut tellers: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (piece, told_by) in pieces.iter().zip(told_by) {
        for (when, time) in dates(&readings[piece.article], piece.span) {
            if is_credit(&readings[piece.article], time) {
                continue;
            }
            tellers.entry(when.clone()).or_default().insert(piece.article);
            let claim = claim_of.get(&(piece.article, piece.span)).copied();
            let tied = names_any(readings, names, piece, &main);
            let event = by_event
                .entry((when.clone(), claim))
                .or_insert_with(|| (entry(words, readings, piece, when, time, claim), false));
            event.1 |= tied || *told_by >= LEAST_TELLERS;
        }
    }
    let several = |when: &String| tellers.get(when).is_some_and(|of| of.len() >= LEAST_TELLERS);
    let finer: BTreeSet<(String, Option<ClaimId>)> = by_event.keys().cloned().collect();
    by_event.retain(|(when, claim), (_, tied)| {
        let told = several(when) || (when.len() > 4 && *tied);
        told && !has_finer(&finer, when, *claim)
    });
    by_event.into_values().map(|(entry, _)| entry).collect()
}

/// The entities that at least half of the articles name, and two of them where there are two.
fn main_entities(story: &Story) -> BTreeSet<u32> {
    let n = story.articles.len();
    let least = n.div_ceil(2).max(n.min(2));
    let articles = |mentions: &[(usize, _)]| mentions.iter().map(|m| m.0).collect::<BTreeSet<usize>>().len();
    let main = story.entities.iter().filter(|entity| articles(&entity.mentions) >= least);
    main.map(|entity| entity.id.0).collect()
}

/// Whether the sentence of a piece names one of these.
fn names_any(readings: &[Reading], names: &Names, piece: &Piece, main: &BTreeSet<u32>) -> bool {
    let annotated = &readings[piece.article].annotated;
    let Some(sentence) = annotated.sentences.get(piece.sentence_idx) else { return false };
    let from = annotated.mentions.partition_point(|mention| mention.tokens.start < sentence.tokens.start);
    let inside = annotated.mentions[from..].iter();
    inside
        .take_while(|mention| mention.tokens.start < sentence.tokens.end)
        .filter_map(|mention| names.get(&(piece.article, mention.entity)))
        .any(|name| main.contains(name))
}

/// Whether a time stands in brackets that hold no verb, as under pictures: "(Tarsk, 4 May 2031)".
fn is_credit(reading: &Reading, time: &TimeMention) -> bool {
    let annotated = &reading.annotated;
    let tokens = annotated.tokens_in(time.span);
    let before = (tokens.start.saturating_sub(CREDIT)..tokens.start).rev().map(|at| at as usize);
    let after = (tokens.end as usize)..(tokens.end + CREDIT) as usize;
    let after = after.take_while(|&at| at < annotated.tokens.len());
    let is_verb = |at: &usize| {
        matches!(annotated.tags.get(*at), Some(Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD | Tag::VB | Tag::VBG))
    };
    let opens = before.take_while(|at| !is_verb(at)).find(|&at| matches!(annotated.word(at), "(" | ")"));
    let closes = after.take_while(|at| !is_verb(at)).find(|&at| matches!(annotated.word(at), "(" | ")"));
    let is = |at: Option<usize>, mark: &str| at.is_some_and(|at| annotated.word(at) == mark);
    is(opens, "(") && is(closes, ")")
}

/// Whether the same claim has a date inside this one.
fn has_finer(dates: &BTreeSet<(String, Option<ClaimId>)>, when: &str, claim: Option<ClaimId>) -> bool {
    let from = (format!("{when}-"), None);
    let inside = dates.range(from..).take_while(|(finer, _)| finer.starts_with(when));
    inside.clone().any(|(_, of)| *of == claim)
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
    words: &ClaimWords,
    readings: &[Reading],
    piece: &Piece,
    when: String,
    time: &TimeMention,
    claim: Option<ClaimId>,
) -> TimelineEntry {
    let reading = &readings[piece.article];
    TimelineEntry {
        what: reading.annotated.read_on(piece.span).trim().to_owned(),
        claim,
        article: piece.article,
        span: piece.span,
        future: is_future(words, reading, piece, &when),
        when,
        rule: time.rule.clone(),
    }
}

/// Whether the article tells it as still to come: its date lies after the article's, or the words say so.
fn is_future(words: &ClaimWords, reading: &Reading, piece: &Piece, when: &str) -> bool {
    let published = reading.annotated.article.published.value;
    if let (Some(published), Ok(day)) = (published, when.parse::<Day>()) {
        return day > published.day;
    }
    let annotated = &reading.annotated;
    is_to_come(words, annotated, piece)
}

/// Whether the words of a piece tell it as still to come.
pub(crate) fn is_to_come(words: &ClaimWords, annotated: &Annotated, piece: &Piece) -> bool {
    let modal = |at: usize| annotated.tags.get(at) == Some(&Tag::MD);
    piece.tokens.range().any(|at| modal(at) && words.to_come.holds(annotated.word(at)))
}
