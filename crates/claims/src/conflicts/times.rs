//! Two days, or two times of day, for what is much alike.

use super::{Found, Pair, Told};
use crate::ConflictKind;
use crate::alike::{OTHER_NAMES, OTHER_NOUNS, WORDS};
use crate::terms::Word;
use whosaid_language::Tag;
use whosaid_text::{Day, RuleId, Span};
use whosaid_time::{TimeKind, TimeMention};

/// Likeness in words that tellings of one day must have.
const ALIKE: f32 = 0.35;
/// Probability that both tell one claim.
const LIKELY: f32 = 0.6;
/// Share of the nouns of one that the other may lack.
const MOST_OTHER_NOUNS: f32 = 0.5;
/// Likeness in words where one says on what day and the other until what day.
const ALIKE_OTHERWISE: f32 = 0.6;

/// Minutes by which times of day differ, and by which they do where either is told as about.
const APART: i32 = 10;
const APART_ABOUT: i32 = 30;
/// Minutes from which times of day are those of two events.
const FAR_APART: i32 = 180;

/// Two days or times of day of what is much alike.
pub(super) fn times(told: &Told, pair: &Pair) -> Option<Found> {
    let (a, b) = (pair.a, pair.b);
    let (words, other_names) = (pair.figures[WORDS], pair.figures[OTHER_NAMES] > 0.0);
    if words < ALIKE
        || pair.likely < LIKELY
        || other_names
        || pair.figures[OTHER_NOUNS] > MOST_OTHER_NOUNS
        || !told.of_one_subject(a, b)
        || !told.terms[a].in_one_scene(&told.terms[b])
        || told.terms[a].negative != told.terms[b].negative
    {
        return None;
    }
    let (x, y) = two_days(told, a, b, words).or_else(|| two_clocks(told, a, b))?;
    let (x, y) = (told.words(a, x), told.words(b, y));
    // The same words of another day ("midnight", "last Monday") were counted from another date of publication.
    let ends_alike = x.rsplit(' ').next() == y.rsplit(' ').next();
    let are_named_alike = x == y || ends_alike && !x.bytes().any(|byte| byte.is_ascii_digit());
    (!are_named_alike).then(|| Found {
        kind: ConflictKind::Date,
        a,
        b,
        sure: words,
        about: format!("{x} or {y}"),
        rule: RuleId::new("conflict/date"),
    })
}

/// Whether both tell of one deed: the first verb of each that says something is the same.
fn tell_one_deed(told: &Told, a: usize, b: usize) -> bool {
    let deed = |at: usize| {
        let tags = &told.readings[told.pieces[at].article].annotated.tags;
        let is_deed = |word: &&Word| word.is_verb && tags.get(word.at as usize) != Some(&Tag::VBG);
        told.terms[at].words.iter().filter(is_deed).min_by_key(|word| word.at).map(|word| word.key)
    };
    deed(a).is_some() && deed(a) == deed(b)
}

/// The words of two days: of one deed, or that of an event and that until which something holds.
fn two_days(told: &Told, a: usize, b: usize, words: f32) -> Option<(Span, Span)> {
    let (x, y) = (told.only_day(a)?, told.only_day(b)?);
    let ends_otherwise = is_bound(told, a, x.1) != is_bound(told, b, y.1);
    let of_one = if ends_otherwise { words >= ALIKE_OTHERWISE } else { tell_one_deed(told, a, b) };
    (x.0 != y.0 && of_one).then_some((x.1, y.1))
}

/// The words of two times of day.
fn two_clocks(told: &Told, a: usize, b: usize) -> Option<(Span, Span)> {
    let (x, y) = (told.only_clock(a)?, told.only_clock(b)?);
    let least = if x.is_about || y.is_about { APART_ABOUT } else { APART };
    let gap = (x.minutes - y.minutes).abs();
    let are_two = (least..FAR_APART).contains(&gap) && x.zone == y.zone;
    (are_two && tell_one_deed(told, a, b)).then_some((x.words, y.words))
}

/// Whether a telling gives one day or one time of day.
pub(super) fn gives_time(told: &Told, at: usize) -> bool {
    told.only_day(at).is_some() || told.only_clock(at).is_some()
}

/// Whether a day is told as the first or last of a time ("until Monday"), not as that of an event.
fn is_bound(told: &Told, at: usize, day: Span) -> bool {
    let annotated = &told.readings[told.pieces[at].article].annotated;
    let start = annotated.tokens_in(day).start as usize;
    start > 0 && told.rules.words_of_claims.bounds.holds(annotated.word(start - 1))
}

impl Told<'_> {
    /// The day that a telling gives, with its words, where it gives one only.
    fn only_day(&self, at: usize) -> Option<(Day, Span)> {
        let of = |time: &TimeMention| time.value.as_deref()?.split('T').next()?.parse::<Day>().ok();
        let mut inside = self.times(at);
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

    /// The time of day that a telling gives, where it gives one only.
    fn only_clock(&self, at: usize) -> Option<Clock<'_>> {
        let mut inside = self.times(at).filter_map(|time| Some((time, minutes(time.value.as_deref()?)?)));
        let (time, minutes) = inside.next()?;
        let is_alone = inside.next().is_none();
        is_alone.then(|| Clock {
            minutes,
            is_about: time.modifier.is_some(),
            zone: zone(self.words(at, time.span)),
            words: time.span,
        })
    }

    /// The dates and times of day that a telling gives.
    fn times(&self, at: usize) -> impl Iterator<Item = &TimeMention> {
        let (times, span) = (&self.readings[self.pieces[at].article].times, self.pieces[at].span);
        let from = times.partition_point(|time| time.span.end() <= span.start());
        let inside = times[from..].iter().take_while(move |time| time.span.start() < span.end());
        inside.filter(|time| matches!(time.kind, TimeKind::Date | TimeKind::Time))
    }
}

/// A time of day.
struct Clock<'a> {
    /// From midnight.
    minutes: i32,
    /// Whether it is told as about.
    is_about: bool,
    /// "GMT"; empty where none is told.
    zone: &'a str,
    words: Span,
}

/// Minutes from midnight of a TIMEX3 value that ends in a time of day: `2031-05-02T23:30`.
fn minutes(value: &str) -> Option<i32> {
    let (hour, minute) = value.split_once('T')?.1.split_once(':')?;
    Some(60 * hour.parse::<i32>().ok()? + minute.get(..2)?.parse::<i32>().ok()?)
}

/// The zone that ends a time of day: three or four capitals.
fn zone(words: &str) -> &str {
    let last = words.trim_end_matches([')', '.']).rsplit([' ', '(']).next().unwrap_or("");
    let is_zone = (3..=4).contains(&last.len()) && last.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_zone { last } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_read_from_values_and_words() {
        assert_eq!(minutes("2031-05-02T23:30"), Some(1410));
        assert_eq!(minutes("2031-05-02T07:05:12"), Some(425));
        assert_eq!((minutes("2031-05-02TNI"), minutes("2031-05-02")), (None, None));
        assert_eq!((zone("1930 GMT"), zone("7 p.m. (CEST)"), zone("11 p.m.")), ("GMT", "CEST", ""));
    }
}
