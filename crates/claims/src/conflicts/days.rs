//! Two days for what is much alike.

use super::{Found, Pair, Told};
use crate::ConflictKind;
use crate::alike::{OTHER_NAMES, WORDS};
use crate::tellings::Piece;
use whosaid_attribution::Reading;
use whosaid_text::{Day, RuleId, Span};
use whosaid_time::{TimeKind, TimeMention};

/// Likeness in words that tellings of one day must have.
const ALIKE: f32 = 0.35;
/// Probability that both tell one claim.
const LIKELY: f32 = 0.6;
/// Likeness in words where one says on what day and the other until what day.
const ALIKE_OTHERWISE: f32 = 0.6;

/// Two days of what is much alike.
pub(super) fn days(told: &Told, pair: &Pair) -> Option<Found> {
    let (a, b) = (pair.a, pair.b);
    let (words, other_names) = (pair.figures[WORDS], pair.figures[OTHER_NAMES] > 0.0);
    if words < ALIKE
        || pair.likely < LIKELY
        || other_names
        || told.terms[a].negative != told.terms[b].negative
    {
        return None;
    }
    let day = |at: usize| only_day(&told.readings[told.pieces[at].article], &told.pieces[at]);
    let (x, y) = (day(a)?, day(b)?);
    let ends_otherwise = is_bound(told, a, x.1) != is_bound(told, b, y.1);
    if ends_otherwise && words < ALIKE_OTHERWISE {
        return None;
    }
    let (x_words, y_words) = (told.words(a, x.1), told.words(b, y.1));
    // The same words of another day ("midnight") were counted from another date of publication.
    (x.0 != y.0 && x_words != y_words).then(|| Found {
        kind: ConflictKind::Date,
        a,
        b,
        sure: words,
        about: format!("{x_words} or {y_words}"),
        rule: RuleId::new("conflict/date"),
    })
}

/// Whether a telling gives one day.
pub(super) fn gives_day(told: &Told, at: usize) -> bool {
    only_day(&told.readings[told.pieces[at].article], &told.pieces[at]).is_some()
}

/// Whether a day is told as the first or last of a time ("until Monday"), not as that of an event.
fn is_bound(told: &Told, at: usize, day: Span) -> bool {
    let annotated = &told.readings[told.pieces[at].article].annotated;
    let start = annotated.tokens_in(day).start as usize;
    start > 0 && told.rules.words_of_claims.bounds.holds(annotated.word(start - 1))
}

/// The day that a piece tells, with its words, where it tells one time only.
fn only_day(reading: &Reading, piece: &Piece) -> Option<(Day, Span)> {
    let times = &reading.times;
    let from = times.partition_point(|time| time.span.end() <= piece.span.start());
    let mut inside = times[from..]
        .iter()
        .take_while(|time| time.span.start() < piece.span.end())
        .filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time));
    let of = |time: &TimeMention| time.value.as_deref()?.split('T').next()?.parse::<Day>().ok();
    let only = inside.next()?;
    let day = of(only)?;
    // A time of day names no day: it is counted from the date of publication.
    if only.modifier.is_some()
        || only.kind == TimeKind::Time
        || inside.any(|time| of(time).is_some_and(|other| other != day))
    {
        return None;
    }
    Some((day, only.span))
}
