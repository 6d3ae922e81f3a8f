//! How many dead, injured, missing: the figures of one event put in order of time, each change shown once.
//!
//! Counts need no other words in common ("at least two fatalities", "the toll rose to six"), so they are not looked for
//! among alike tellings: any two of one kind are compared that stand in like surroundings or both in the lead.

use super::counted::Kind;
use super::{Found, Told};
use crate::alike::product;
use crate::numbers::{Quantity, Vague};

/// Likeness of surroundings from which two counts are of one event.
const ALIKE_AROUND: f32 = 0.12;
/// What it is worth that someone stands behind a count.
const ON_WORD: f32 = 0.1;
/// Days behind a figure within which a lower one disagrees with it; later it is of something else.
const FALLS_WITHIN: i32 = 2;
/// Counts of one kind that are compared.
const MOST_COUNTS: usize = 300;

/// Share by which equal counts may differ.
const EQUAL: f64 = 0.04;
/// The same where one of them is rounded.
const ROUNDED: f64 = 0.22;

/// A number of people to whom one thing happened.
#[derive(Clone, Copy)]
struct Count<'a> {
    at: usize,
    kind: Kind,
    number: &'a Quantity,
}

/// The counts of a story, by kind and time.
pub(super) struct Counts<'a>(Vec<Count<'a>>);

impl<'a> Counts<'a> {
    /// Reads the counts of a story.
    pub fn of(told: &Told<'a>) -> Self {
        let mut all = all_counts(told);
        all.sort_by(|x, y| {
            let order = x.kind.cmp(&y.kind).then(told.moment(x.at).cmp(&told.moment(y.at)));
            // An article's body says on whose word it counts, its headline does not.
            let headline = |count: &Count| told.pieces[count.at].headline;
            let article = |count: &Count| told.pieces[count.at].article;
            order.then(article(x).cmp(&article(y))).then(headline(x).cmp(&headline(y))).then(x.at.cmp(&y.at))
        });
        Counts(all)
    }

    /// Counts of one kind, as many as are compared.
    fn kinds(&self) -> impl Iterator<Item = &[Count<'a>]> {
        let kinds = self.0.chunk_by(|x, y| x.kind == y.kind);
        kinds.map(|of_kind| &of_kind[..of_kind.len().min(MOST_COUNTS)])
    }

    /// The changes in the counts of each kind.
    pub fn changes(&self, told: &Told) -> Vec<Found> {
        let kinds = self.kinds();
        kinds
            .flat_map(|of_kind| {
                let later = of_kind.iter().enumerate();
                later.flat_map(|(n, later)| changes(told, &of_kind[..n], later))
            })
            .collect()
    }

    /// Tellings that count the same people of one event.
    pub fn of_one_event(&self, told: &Told) -> Vec<Vec<usize>> {
        self.kinds().flat_map(|of_kind| events(told, of_kind)).collect()
    }
}

/// Tellings of counts of one kind, put together where they are of one event, first come first: each joins the event of
/// the count that is most like it.
fn events(told: &Told, counts: &[Count]) -> Vec<Vec<usize>> {
    let mut events: Vec<Vec<usize>> = Vec::new();
    let mut event_of: Vec<usize> = Vec::new();
    for (n, count) in counts.iter().enumerate() {
        let alike = counts[..n].iter().zip(&event_of);
        let alike = alike.filter_map(|(other, event)| Some((one_event(told, other, count)?, *event)));
        let nearest = alike.filter(|(alike, _)| *alike >= ALIKE_AROUND).max_by(|x, y| x.0.total_cmp(&y.0));
        let event = nearest.map_or(events.len(), |(_, event)| event);
        if event == events.len() {
            events.push(Vec::new());
        }
        events[event].push(count.at);
        event_of.push(event);
    }
    events.retain(|event| event.len() > 1);
    events
}

/// A count that is new beside those told before of the same event, with the nearest lower one, which it updates, and the
/// nearest higher one, with which it disagrees: a toll rises, a lower figure is another source's.
fn changes(told: &Told, before: &[Count], later: &Count) -> Vec<Found> {
    let comparable = before.iter().filter_map(|earlier| Some((earlier, one_event(told, earlier, later)?)));
    let comparable: Vec<(&Count, f32)> = comparable.collect();
    let told_before = comparable.iter().any(|(earlier, _)| agree(earlier.number, later.number));
    if told_before || before.iter().any(|earlier| is_repeated(told, earlier, later)) {
        return Vec::new();
    }
    let name = told.rules.counted.name(later.kind);
    let worth =
        |(earlier, alike): &(&Count, f32)| alike + if is_told_of(told, earlier) { ON_WORD } else { 0.0 };
    let (lower, mut higher): (Vec<_>, Vec<_>) =
        comparable.into_iter().partition(|(earlier, _)| earlier.number.value < later.number.value);
    higher.retain(|(earlier, _)| {
        told.days_between(earlier.at, later.at).is_none_or(|days| days <= FALLS_WITHIN)
    });
    let changes = [(lower, true), (higher, false)].into_iter().filter_map(|(earlier, rises)| {
        let (earlier, sure) = earlier.into_iter().rev().max_by(|x, y| worth(x).total_cmp(&worth(y)))?;
        Some(told.two_numbers(name, (earlier.at, earlier.number), (later.at, later.number), rises, sure))
    });
    changes.collect()
}

/// Whether a count is told on someone's word.
fn is_told_of(told: &Told, count: &Count) -> bool {
    !told.pieces[count.at].chain.is_empty()
}

/// Whether an article tells one count twice.
fn is_repeated(told: &Told, x: &Count, y: &Count) -> bool {
    told.pieces[x.at].article == told.pieces[y.at].article && agree(x.number, y.number)
}

/// Whether two counts are the same but for rounding: "at least 30" and 32, "more than 100" and 120; "at least two" and six
/// are not.
fn agree(x: &Quantity, y: &Quantity) -> bool {
    let (low, high) = (x.value.min(y.value), x.value.max(y.value));
    let near = |number: &Quantity| number.vague != Vague::No && number.value % 10.0 == 0.0;
    let gap = if near(x) || near(y) { ROUNDED } else { EQUAL };
    high - low <= gap * high
}

/// How surely two counts are of one event; `None` where they are not.
fn one_event(told: &Told, x: &Count, y: &Count) -> Option<f32> {
    let (a, b) = (x.at, y.at);
    let (one, other) = (&told.terms[a], &told.terms[b]);
    let share_none = |a: &[u32], b: &[u32]| {
        !a.is_empty() && !b.is_empty() && !a.iter().any(|name| b.binary_search(name).is_ok())
    };
    let elsewhere = share_none(&one.names, &other.names) || share_none(&one.scene, &other.scene);
    if told.pieces[a].article == told.pieces[b].article
        || elsewhere
        || !told.one_time(a, b)
        || !x.number.is_of_the_size_of(y.number)
        || !told.rules.counted.of_like_people(x.number.unit, y.number.unit)
    {
        return None;
    }
    let around = product(&one.around, &other.around);
    let alike = product(&one.sentence, &other.sentence).max(around);
    (alike >= ALIKE_AROUND || one.lead && other.lead).then_some(alike)
}

/// Every count in a story that is no part of another and no end of a range, and denies nothing.
fn all_counts<'a>(told: &Told<'a>) -> Vec<Count<'a>> {
    let mut all = Vec::new();
    let terms = told.terms;
    for (at, piece) in told.pieces.iter().enumerate() {
        let annotated = &told.readings[piece.article].annotated;
        let counted = &told.rules.counted;
        for number in terms[at].quantities.iter().filter(|_| !terms[at].negative) {
            let Some(kind) = counted.kind(annotated, piece.tokens, number) else { continue };
            if !counted.is_part(annotated, number) && !counted.is_of_range(annotated, number) {
                all.push(Count { at, kind, number });
            }
        }
    }
    all
}
