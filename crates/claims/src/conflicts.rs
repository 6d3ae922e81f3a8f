//! Disagreements between tellings, precision first: numbers of the same thing, and explicit denials.
//!
//! Two numbers are in conflict only where the tellings are otherwise much alike, count the same thing, name nobody
//! else, and give no other date; a figure of a later day is an update. A denial is shown with the assertion that is
//! most like it.

use crate::alike::{Figures, figures};
use crate::claims::pairs_of;
use crate::corrections::Correction;
use crate::numbers::{Quantity, Unit, Vague};
use crate::tellings::Piece;
use crate::terms::Terms;
use crate::{Claim, Conflict, ConflictKind, Side};
use std::collections::{BTreeMap, BTreeSet};
use whosaid_attribution::{Reading, Stance};
use whosaid_text::{ClaimId, RuleId, Span};

/// Likeness in words that tellings of one number must have beside the number.
const ALIKE_FOR_NUMBER: f32 = 0.3;
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
        found.extend(number_conflict(readings, pieces, terms, &figures, a, b));
        found.extend(denial(readings, pieces, terms, &figures, claim_at(a) == claim_at(b), a, b));
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
    let reading = &readings[pieces[note].article];
    let about = format!("corrected: {}", reading.annotated.words(number.tokens));
    let rule = RuleId::new("conflict/correction");
    Some(Found { kind: ConflictKind::Update, a: wrong, b: note, alike: 1.0, about, rule })
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
    let words = &figures[1];
    let (other_number, other_names, other_date) = (figures[6] > 0.0, figures[8] > 0.0, figures[11] > 0.0);
    if !other_number || other_names || other_date || *words < ALIKE_FOR_NUMBER {
        return None;
    }
    let (x, y) = only_pair(&terms[a].quantities, &terms[b].quantities)?;
    let day = |at: usize| readings[pieces[at].article].annotated.article.published.value.map(|m| m.day);
    let updates = matches!((day(a), day(b)), (Some(a), Some(b)) if a != b);
    let (kind, rule) = if updates {
        (ConflictKind::Update, "conflict/later-figure")
    } else {
        (ConflictKind::Number, "conflict/number")
    };
    let text = |at: usize, quantity: &Quantity| {
        readings[pieces[at].article].annotated.words(quantity.tokens).to_owned()
    };
    let unit = unit_words(&readings[pieces[a].article], x);
    let about = format!("{unit}: {} or {}", text(a, x), text(b, y));
    Some(Found { kind, a, b, alike: *words, about, rule: RuleId::new(rule) })
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
    let (words, other_names) = (&figures[1], figures[8] > 0.0);
    let too_short = terms[a].keys.len().min(terms[b].keys.len()) < LEAST_TERMS;
    let moment = |at: usize| readings[pieces[at].article].annotated.article.published.value;
    let in_time = matches!((moment(denied), moment(denier)), (Some(told), Some(then)) if told <= then);
    let least = if one_claim { ALIKE_FOR_DENIAL } else { ALIKE_APART };
    let apart = figures[12] < ALIKE_AROUND;
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
