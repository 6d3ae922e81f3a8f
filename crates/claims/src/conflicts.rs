//! Disagreements between tellings, precision first: numbers of the same thing, and explicit denials.
//!
//! Two numbers are in conflict only where the tellings count the same thing, name nobody else, give no other date, and
//! are much alike or tell one claim of the same dead, injured or missing; a figure of a later time is an update. Two
//! dates are in conflict where tellings that are much alike each give one day and the days differ. A denial is shown with the assertion that is
//! most like it.

use crate::alike::{Figures, OTHER_DATE, OTHER_NAMES, OTHER_NUMBER, SURROUNDINGS, WORDS, figures};
use crate::claims::pairs_of;
use crate::corrections::Correction;
use crate::counted::Counted;
use crate::numbers::{Quantity, Unit, Vague};
use crate::tellings::Piece;
use crate::terms::Terms;
use crate::{Claim, Conflict, ConflictKind, Side};
use std::collections::{BTreeMap, BTreeSet};
use whosaid_attribution::{Reading, Stance};
use whosaid_text::{ClaimId, Day, RuleId, Span};
use whosaid_time::{TimeKind, TimeMention};

/// Likeness in words that tellings of one number must have beside the number.
const ALIKE_FOR_NUMBER: f32 = 0.3;
/// The same where both count one kind of people and tell one claim, or not.
const ALIKE_FOR_COUNT: f32 = 0.05;
const ALIKE_FOR_COUNT_APART: f32 = 0.2;
/// Likeness in words that tellings of one date must have.
const ALIKE_FOR_DATE: f32 = 0.35;
/// Likeness in words of a denial and what it denies.
const ALIKE_FOR_DENIAL: f32 = 0.2;
/// The same where the two were not joined into one claim.
const ALIKE_APART: f32 = 0.35;
/// Likeness of what stands around a denial and what it denies.
const ALIKE_AROUND: f32 = 0.15;
/// Terms that a denial and what it denies must each have.
const LEAST_TERMS: usize = 4;
/// Conflicts of one kind and claim that are shown.
const MOST: usize = 2;

/// A conflict on its way, with how alike the two sides are.
struct Found {
    kind: ConflictKind,
    a: usize,
    b: usize,
    alike: f32,
    about: String,
    rule: RuleId,
}

/// The conflicts of a story, the surest first within each kind.
pub(crate) fn conflicts(
    counted: &Counted,
    readings: &[Reading],
    pieces: &[Piece],
    terms: &[Terms],
    claims: &[Claim],
    corrections: &[Correction],
) -> Vec<Conflict> {
    let claim_of = claims_of(claims);
    let claim_at = |at: usize| claim_of.get(&(pieces[at].article, pieces[at].span));
    let mut found: Vec<Found> =
        corrections.iter().filter_map(|&correction| corrected(readings, pieces, terms, correction)).collect();
    for (a, b) in pairs_of(terms) {
        if pieces[a].article == pieces[b].article && pieces[a].chain == pieces[b].chain {
            continue;
        }
        let figures = figures(&terms[a], &terms[b]);
        let one_claim = claim_at(a) == claim_at(b);
        // An article that tells two figures or days tells them of two things.
        if pieces[a].article != pieces[b].article {
            let number = number_conflict(readings, pieces, terms, &figures, a, b);
            let count = || count_conflict(counted, readings, pieces, terms, &figures, one_claim, a, b);
            found.extend(number.or_else(count));
            found.extend(date_conflict(readings, pieces, terms, &figures, a, b));
        }
        found.extend(denial(readings, pieces, terms, &figures, one_claim, a, b));
    }
    found.sort_by(|x, y| y.alike.total_cmp(&x.alike).then((x.a, x.b).cmp(&(y.a, y.b))));
    few_and_sure(readings, pieces, &claim_of, found)
}

/// The claim of each telling, by article and words.
fn claims_of(claims: &[Claim]) -> BTreeMap<(usize, Span), ClaimId> {
    let tellings =
        claims.iter().flat_map(|claim| claim.tellings.iter().map(move |telling| (claim.id, telling)));
    tellings.map(|(id, telling)| ((telling.article, telling.span), id)).collect()
}

/// A note that corrects a telling.
fn corrected(
    readings: &[Reading],
    pieces: &[Piece],
    terms: &[Terms],
    correction: Correction,
) -> Option<Found> {
    let Correction { wrong, note } = correction;
    let number = terms[note].quantities.first()?;
    let words = |number: &Quantity| readings[pieces[note].article].annotated.words(number.tokens);
    let rule = RuleId::new("conflict/correction");
    let (b, about) = match right_number(pieces, terms, note, number) {
        Some((at, right)) => (at, format!("corrected: {}, now {}", words(number), words(right))),
        None => (note, format!("corrected: {}", words(number))),
    };
    Some(Found { kind: ConflictKind::Update, a: wrong, b, alike: 1.0, about, rule })
}

/// Sentences behind a note of correction in which it gives the right number.
const NOTE_SENTENCES: usize = 2;

/// The number that a note gives in place of a wrong one, and the piece that tells it.
fn right_number<'a>(
    pieces: &[Piece],
    terms: &'a [Terms],
    note: usize,
    wrong: &Quantity,
) -> Option<(usize, &'a Quantity)> {
    let last = pieces[note].sentence_idx + NOTE_SENTENCES;
    let behind = (note..pieces.len())
        .take_while(|&at| pieces[at].article == pieces[note].article && pieces[at].sentence_idx <= last);
    let mut numbers = behind.flat_map(|at| terms[at].quantities.iter().map(move |number| (at, number)));
    let same = |number: &Quantity| number.unit == wrong.unit || number.unit == Unit::Unknown;
    numbers.find(|(_, number)| !number.agrees(wrong) && number.value != wrong.value && same(number))
}

/// Keeps the surest of each subject and of each telling.
fn few_and_sure(
    readings: &[Reading],
    pieces: &[Piece],
    claim_of: &BTreeMap<(usize, Span), ClaimId>,
    found: Vec<Found>,
) -> Vec<Conflict> {
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut of_subject: BTreeMap<(ConflictKind, String), usize> = BTreeMap::new();
    let mut shown = Vec::new();
    for found in found {
        let n = of_subject.entry((found.kind, found.about.clone())).or_default();
        if *n >= MOST || used.contains(&found.a) || used.contains(&found.b) {
            continue;
        }
        let side = |at: usize| {
            let piece = &pieces[at];
            let claim = claim_of.get(&(piece.article, piece.span)).copied()?;
            Some(Side { claim, article: piece.article, span: piece.span })
        };
        let moment = |at: usize| readings[pieces[at].article].annotated.article.published.value;
        let (first, second) =
            if moment(found.b) < moment(found.a) { (found.b, found.a) } else { (found.a, found.b) };
        let (Some(a), Some(b)) = (side(first), side(second)) else { continue };
        *n += 1;
        used.extend([found.a, found.b]);
        shown.push(Conflict { kind: found.kind, about: found.about, a, b, rule: found.rule });
    }
    shown.sort_by_key(|conflict| conflict.kind);
    shown
}

fn number_conflict(
    readings: &[Reading],
    pieces: &[Piece],
    terms: &[Terms],
    figures: &Figures,
    a: usize,
    b: usize,
) -> Option<Found> {
    let words = &figures[WORDS];
    let (other_number, other_names, other_date) =
        (figures[OTHER_NUMBER] > 0.0, figures[OTHER_NAMES] > 0.0, figures[OTHER_DATE] > 0.0);
    if !other_number || other_names || other_date || *words < ALIKE_FOR_NUMBER {
        return None;
    }
    let (x, y) =
        only_pair(&terms[a].quantities, &terms[b].quantities).filter(|(x, y)| x.is_of_the_size_of(y))?;
    let unit = unit_words(&readings[pieces[a].article], x).to_owned();
    Some(two_numbers(readings, pieces, &unit, (a, x), (b, y), *words))
}

/// Two numbers of one thing; a number that is told at a later time updates the earlier one.
fn two_numbers(
    readings: &[Reading],
    pieces: &[Piece],
    unit: &str,
    (a, x): (usize, &Quantity),
    (b, y): (usize, &Quantity),
    alike: f32,
) -> Found {
    let published = |at: usize| readings[pieces[at].article].annotated.article.published.value;
    let updates = match (published(a), published(b)) {
        (Some(a), Some(b)) => a.day != b.day || (a.clock.is_some() && b.clock.is_some() && a != b),
        _ => false,
    };
    let (kind, rule) = if updates {
        (ConflictKind::Update, "conflict/later-figure")
    } else {
        (ConflictKind::Number, "conflict/number")
    };
    let text = |at: usize, quantity: &Quantity| {
        readings[pieces[at].article].annotated.words(quantity.tokens).to_owned()
    };
    let about = format!("{unit}: {} or {}", text(a, x), text(b, y));
    Found { kind, a, b, alike, about, rule: RuleId::new(rule) }
}

/// Two numbers of the same dead, injured or missing.
#[expect(clippy::too_many_arguments, reason = "a pair with all that is known of it")]
fn count_conflict(
    counted: &Counted,
    readings: &[Reading],
    pieces: &[Piece],
    terms: &[Terms],
    figures: &Figures,
    one_claim: bool,
    a: usize,
    b: usize,
) -> Option<Found> {
    let (words, other_names, other_date) =
        (figures[WORDS], figures[OTHER_NAMES] > 0.0, figures[OTHER_DATE] > 0.0);
    let least = if one_claim { ALIKE_FOR_COUNT } else { ALIKE_FOR_COUNT_APART };
    if other_names || other_date || words < least {
        return None;
    }
    let kinds = |at: usize| {
        let annotated = &readings[pieces[at].article].annotated;
        let clause = pieces[at].tokens;
        let numbers = terms[at].quantities.iter();
        numbers.filter_map(move |number| Some((number, counted.kind(annotated, clause, number)?)))
    };
    let mut pairs = kinds(a).flat_map(|x| kinds(b).map(move |y| (x, y))).filter(|(x, y)| x.1 == y.1);
    let ((x, kind), (y, _)) = pairs.find(|((x, _), (y, _))| !x.agrees(y) && x.is_of_the_size_of(y))?;
    if kinds(a).any(|z| z.1 == kind && z.0.agrees(y)) || kinds(b).any(|z| z.1 == kind && z.0.agrees(x)) {
        return None;
    }
    Some(two_numbers(readings, pieces, counted.name(kind), (a, x), (b, y), words))
}

/// Two days of what is much alike.
fn date_conflict(
    readings: &[Reading],
    pieces: &[Piece],
    terms: &[Terms],
    figures: &Figures,
    a: usize,
    b: usize,
) -> Option<Found> {
    let (words, other_names) = (figures[WORDS], figures[OTHER_NAMES] > 0.0);
    if words < ALIKE_FOR_DATE || other_names || terms[a].negative != terms[b].negative {
        return None;
    }
    let (x, y) = (only_day(readings, &pieces[a])?, only_day(readings, &pieces[b])?);
    let text = |at: usize| {
        readings[pieces[at].article].annotated.article.text.slice(if at == a { x.1 } else { y.1 })
    };
    let about = format!("date: {} or {}", text(a), text(b));
    let rule = RuleId::new("conflict/date");
    // The same words of another day ("midnight") were counted from another date of publication.
    (x.0 != y.0 && text(a) != text(b)).then_some(Found {
        kind: ConflictKind::Date,
        a,
        b,
        alike: words,
        about,
        rule,
    })
}

/// The day that a piece tells, with its words, where it tells one time only.
fn only_day(readings: &[Reading], piece: &Piece) -> Option<(Day, Span)> {
    let times = &readings[piece.article].times;
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

/// The one number of each side that counts the same thing, where there is exactly one.
fn only_pair<'a>(a: &'a [Quantity], b: &'a [Quantity]) -> Option<(&'a Quantity, &'a Quantity)> {
    let mut pairs = a
        .iter()
        .flat_map(|x| b.iter().map(move |y| (x, y)))
        .filter(|(x, y)| matches!(x.unit, Unit::Things(_)) && x.unit == y.unit);
    let (x, y) = pairs.next()?;
    let alone = pairs.next().is_none();
    let clear = x.vague == Vague::No || y.vague == Vague::No;
    let scope = x.value.max(y.value) <= 20.0 * x.value.min(y.value);
    (alone && clear && scope && !x.agrees(y)).then_some((x, y))
}

/// The word that says what is counted.
fn unit_words(reading: &Reading, quantity: &Quantity) -> String {
    let annotated = &reading.annotated;
    let Unit::Things(key) = quantity.unit else { return String::new() };
    let from = quantity.tokens.end as usize;
    let words = (from..(from + 8).min(annotated.tokens.len())).map(|at| annotated.word(at));
    let mut words = words.filter(|word| whosaid_story::stem_key(word) == key);
    words.next().unwrap_or("number").to_owned()
}

fn denial(
    readings: &[Reading],
    pieces: &[Piece],
    terms: &[Terms],
    figures: &Figures,
    one_claim: bool,
    a: usize,
    b: usize,
) -> Option<Found> {
    let (denied, denier) = match (pieces[a].stance, pieces[b].stance) {
        (Stance::Denies, Stance::Asserts) => (b, a),
        (Stance::Asserts, Stance::Denies) => (a, b),
        _ => return None,
    };
    let (words, other_names) = (&figures[WORDS], figures[OTHER_NAMES] > 0.0);
    let too_short = terms[a].keys.len().min(terms[b].keys.len()) < LEAST_TERMS;
    let moment = |at: usize| readings[pieces[at].article].annotated.article.published.value;
    let in_time = matches!((moment(denied), moment(denier)), (Some(told), Some(then)) if told <= then);
    let least = if one_claim { ALIKE_FOR_DENIAL } else { ALIKE_APART };
    let apart = figures[SURROUNDINGS] < ALIKE_AROUND;
    if *words < least || apart || other_names || too_short || !in_time {
        return None;
    }
    let annotated = &readings[pieces[denier].article].annotated;
    let who = pieces[denier].chain.last().map_or("the outlet", |hop| hop.name(&annotated.article.text));
    let about = format!("denied by {who}");
    Some(Found {
        kind: ConflictKind::Denial,
        a: denied,
        b: denier,
        alike: *words,
        about,
        rule: RuleId::new("conflict/denial"),
    })
}
