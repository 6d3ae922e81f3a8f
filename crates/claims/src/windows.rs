//! When an undated article must have been written: from the times it treats as past or as to come, and from the dated
//! articles that tell the same claims.
//!
//! A day without a year and a month without one take the year that lies nearest to the dated articles telling the same.

use crate::tellings::Piece;
use crate::timeline::is_to_come;
use crate::words::{ClaimWords, Phrases};
use crate::{Claim, Reason, Window};
use std::collections::BTreeMap;
use whosaid_attribution::Reading;
use whosaid_language::TokenRange;
use whosaid_text::{Day, RuleId, Span};

/// Days into a year in which an article still speaks of starting it.
const START_OF_YEAR: u8 = 5;

/// A bound on its way.
struct Bound {
    after: bool,
    day: Day,
    span: Span,
    rule: &'static str,
    words: String,
}

/// The windows of a story's undated articles.
pub(crate) fn windows(
    words: &ClaimWords,
    readings: &[Reading],
    articles: &[usize],
    pieces: &[Piece],
    claims: &[Claim],
) -> Vec<Window> {
    let undated = articles.iter().filter(|&&at| published(readings, at).is_none());
    undated.filter_map(|&article| window(words, readings, article, pieces, claims)).collect()
}

/// Leaves open who told a claim first where an undated article that tells it was surely written before.
pub(crate) fn settle_earliest(readings: &[Reading], windows: &[Window], claim: &mut Claim) {
    let Some(first) = claim.earliest.and_then(|article| published(readings, article)) else { return };
    let before = |window: &Window| window.not_after.is_some_and(|day| day < first);
    let tells = |window: &Window| claim.tellings.iter().any(|telling| telling.article == window.article);
    if windows.iter().any(|window| before(window) && tells(window)) {
        claim.earliest = None;
    }
}

fn published(readings: &[Reading], article: usize) -> Option<Day> {
    readings[article].annotated.article.published.value.map(|moment| moment.day)
}

fn window(
    words: &ClaimWords,
    readings: &[Reading],
    article: usize,
    pieces: &[Piece],
    claims: &[Claim],
) -> Option<Window> {
    let anchor = anchor(readings, article, claims)?;
    let mut bounds: Vec<Bound> = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.article == article) {
        bounds.extend(bounds_of(words, &readings[article], piece, anchor));
    }
    let latest = bounds.iter().filter(|bound| bound.after).max_by_key(|bound| bound.day);
    let not_before = latest.map(|bound| bound.day);
    let later = |bound: &&Bound| !bound.after && not_before.is_none_or(|from| bound.day >= from);
    let soonest = bounds.iter().filter(later).min_by_key(|bound| bound.day);
    let not_after = soonest.map(|bound| bound.day);
    let used = [latest, soonest];
    let why: Vec<(Span, Reason)> = used
        .iter()
        .flatten()
        .map(|bound| {
            let reason = Reason { rule: RuleId::new(bound.rule), weight: 1.0, words: bound.words.clone() };
            (bound.span, reason)
        })
        .collect();
    (!why.is_empty()).then_some(Window { article, not_before, not_after, why })
}

/// The day of the dated article that shares most claims with an undated one: years are counted from it.
fn anchor(readings: &[Reading], article: usize, claims: &[Claim]) -> Option<Day> {
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    let told = |claim: &&Claim| claim.tellings.iter().any(|telling| telling.article == article);
    for claim in claims.iter().filter(told) {
        let mut others: Vec<usize> = claim.tellings.iter().map(|telling| telling.article).collect();
        others.sort_unstable();
        others.dedup();
        for other in others {
            *shared.entry(other).or_default() += 1;
        }
    }
    let dated = shared.into_iter().filter_map(|(other, n)| Some((n, published(readings, other)?)));
    dated.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, day)| day)
}

/// What the times of a piece say of the day on which it was written.
fn bounds_of(claim_words: &ClaimWords, reading: &Reading, piece: &Piece, anchor: Day) -> Vec<Bound> {
    let annotated = &reading.annotated;
    let future = is_to_come(claim_words, annotated, piece);
    let text = &annotated.article.text;
    let from = reading.times.partition_point(|time| time.span.end() <= piece.span.start());
    let inside = reading.times[from..].iter().take_while(|time| time.span.start() < piece.span.end());
    let mut bounds: Vec<Bound> = Vec::new();
    for time in inside {
        let words = text.slice(time.span);
        let Some((first, last)) = days(time.value.as_deref(), anchor) else { continue };
        let bare_month = first != last;
        if future {
            let words = format!("“{words}” is told as still to come");
            bounds.push(Bound { after: false, day: last, span: time.span, rule: "window/to-come", words });
        } else {
            let first_word = words.split_whitespace().next().unwrap_or("");
            let told = if bare_month && claim_words.last.holds(first_word) {
                bounds.extend(next_months(last).map(|day| Bound {
                    after: false,
                    day,
                    span: time.span,
                    rule: "window/last-month-named",
                    words: format!("“{words}” is the last one of that name"),
                }));
                last
            } else {
                first
            };
            let words = format!("“{words}” is told as past");
            bounds.push(Bound { after: true, day: told, span: time.span, rule: "window/past", words });
        }
    }
    bounds.extend(feasts(claim_words, reading, piece, anchor, future));
    bounds
}

/// The first days of a time, with the year that lies nearest to the anchor where it tells none.
fn days(value: Option<&str>, anchor: Day) -> Option<(Day, Day)> {
    let value = value.and_then(|value| value.split('T').next()).unwrap_or("");
    let mut parts = value.split('-');
    let mut part = || parts.next().unwrap_or("");
    let (year, month, day) = (part(), part(), part());
    let year: Option<i16> = year.parse().ok();
    let month: Option<u8> = month.parse().ok();
    let (year, month) = match (year, month) {
        (Some(year), None) if value.len() == 4 => {
            return Some((Day::new(year, 1, 1)?, Day::new(year, 12, 31)?));
        }
        (year, Some(month)) => (year.unwrap_or_else(|| nearest_year(anchor, month)), month),
        _ => return None,
    };
    match day.parse::<u8>().ok() {
        Some(day) => Day::new(year, month, day).map(|day| (day, day)),
        None if day.is_empty() => Some((Day::new(year, month, 1)?, last_of(year, month)?)),
        None => None,
    }
}

/// The year in which a month lies nearest to a day.
fn nearest_year(anchor: Day, month: u8) -> i16 {
    let middle = |year: i16| {
        Day::new(year, month, 15).map_or(i32::MAX, |day| (day.ordinal() - anchor.ordinal()).abs())
    };
    let years = [anchor.year(), anchor.year() - 1, anchor.year() + 1];
    years.into_iter().min_by_key(|&year| middle(year)).unwrap_or(anchor.year())
}

fn last_of(year: i16, month: u8) -> Option<Day> {
    (28..=31).rev().find_map(|day| Day::new(year, month, day))
}

/// The day before the month comes round again.
fn next_months(last: Day) -> Option<Day> {
    let (year, month) =
        if last.month() == 1 { (last.year(), 12) } else { (last.year() + 1, last.month() - 1) };
    last_of(year, month)
}

/// Christmas told as past, and a new year that is about to start or has just started.
fn feasts(
    claim_words: &ClaimWords,
    reading: &Reading,
    piece: &Piece,
    anchor: Day,
    future: bool,
) -> Vec<Bound> {
    let annotated = &reading.annotated;
    let end = piece.tokens.end;
    let first_of = |phrases: &Phrases| {
        piece.tokens.range().find(|&at| phrases.stands_at(annotated, at, end as usize)).map(|at| at as u32)
    };
    let span_of = |at: u32, n: u32| annotated.span(TokenRange { start: at, end: (at + n).min(end) });
    let mut bounds = Vec::new();
    let winter = if anchor.month() <= 6 { anchor.year() - 1 } else { anchor.year() };
    let christmas = first_of(&claim_words.christmas);
    if let (Some(at), Some(day), false) = (christmas, Day::new(winter, 12, 25), future) {
        let words = "Christmas is told as past".to_owned();
        bounds.push(Bound { after: true, day, span: span_of(at, 1), rule: "window/christmas", words });
    }
    let year = first_of(&claim_words.new_year);
    if let (Some(at), true, Some(day)) =
        (year, claim_words.starts.stands_in(annotated, piece.tokens), Day::new(winter + 1, 2, START_OF_YEAR))
    {
        let words = "the new year is told as just starting".to_owned();
        bounds.push(Bound { after: false, day, span: span_of(at, 2), rule: "window/new-year", words });
    }
    bounds
}
