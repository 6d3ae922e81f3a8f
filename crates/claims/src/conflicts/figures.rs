//! Numbers of one thing in tellings that are much alike: "repairs will cost 1.1 million", "repairs will cost 2 million".

use super::{Found, Pair, Told};
use crate::alike::{OTHER_DATE, OTHER_NAMES, OTHER_NUMBER, WORDS};
use crate::numbers::{Quantity, Unit, Vague};
use whosaid_attribution::Reading;
use whosaid_language::Tag;

/// Likeness in words that tellings of one number must have beside the number.
const ALIKE: f32 = 0.3;
/// The same for sums of money and shares, which name no thing that is counted.
const ALIKE_UNNAMED: f32 = 0.45;
/// Probability that both tell one claim.
const LIKELY: f32 = 0.6;
/// Tokens in front of a number in which "of" makes it a whole.
const WHOLE_REACH: usize = 4;

/// Two numbers that count the same thing, where each side has exactly one of it.
pub(super) fn figures(told: &Told, pair: &Pair) -> Option<Found> {
    let figures = &pair.figures;
    let other = |figure: usize| figures[figure] > 0.0;
    if !other(OTHER_NUMBER)
        || other(OTHER_NAMES)
        || other(OTHER_DATE)
        || figures[WORDS] < ALIKE
        || pair.likely < LIKELY
        || !told.terms[pair.a].in_one_scene(&told.terms[pair.b])
        || !told.of_one_subject(pair.a, pair.b)
    {
        return None;
    }
    let (a, b) = (&told.terms[pair.a].quantities, &told.terms[pair.b].quantities);
    let (x, y) = only_pair(a, b).filter(|(x, y)| x.is_of_the_size_of(y))?;
    if !matches!(x.unit, Unit::Things(_)) && figures[WORDS] < ALIKE_UNNAMED {
        return None;
    }
    let elsewhere = |at: usize, number: &Quantity| {
        is_of(told, at, number) || is_counted(told, at, number) || is_named(told, at, number)
    };
    if elsewhere(pair.a, x) || elsewhere(pair.b, y) || tell_other_deeds(told, pair) {
        return None;
    }
    let unit = unit_words(&told.readings[told.pieces[pair.a].article], x);
    Some(told.two_numbers(unit, (pair.a, x), (pair.b, y), true, figures[WORDS]))
}

/// Whether both say what was done, in no word alike: "lost three games", "took two games".
fn tell_other_deeds(told: &Told, pair: &Pair) -> bool {
    let light = &told.rules.words_of_claims.joining_verbs;
    let deeds = |at: usize| -> Vec<u32> {
        let words = told.terms[at].words.iter().filter(|word| word.is_verb && !light.holds_key(word.key));
        words.map(|word| word.key).collect()
    };
    let (a, b) = (deeds(pair.a), deeds(pair.b));
    let stands_in = |keys: &[u32], at: usize| keys.iter().any(|&key| told.terms[at].has_word(key));
    !a.is_empty() && !b.is_empty() && !stands_in(&a, pair.b) && !stands_in(&b, pair.a)
}

/// Whether a number is that of which another is a part: "21 of the more than 200".
fn is_of(told: &Told, at: usize, number: &Quantity) -> bool {
    let annotated = &told.readings[told.pieces[at].article].annotated;
    let start = number.tokens.start as usize;
    let mut before = (start.saturating_sub(WHOLE_REACH)..start).rev();
    before.any(|at| annotated.word(at) == "of")
}

/// Whether a number belongs to a name: "Apollo 11".
fn is_named(told: &Told, at: usize, number: &Quantity) -> bool {
    let annotated = &told.readings[told.pieces[at].article].annotated;
    let before = number.tokens.start.checked_sub(1).and_then(|at| annotated.tags.get(at as usize));
    matches!(before, Some(Tag::NNP | Tag::NNPS))
}

/// Whether a number is one of the counts that are put in order of time.
fn is_counted(told: &Told, at: usize, number: &Quantity) -> bool {
    let piece = &told.pieces[at];
    told.rules.counted.kind(&told.readings[piece.article].annotated, piece.tokens, number).is_some()
}

/// The one number of each side that counts the same thing, where there is exactly one.
fn only_pair<'a>(a: &'a [Quantity], b: &'a [Quantity]) -> Option<(&'a Quantity, &'a Quantity)> {
    let mut pairs = a
        .iter()
        .flat_map(|x| b.iter().map(move |y| (x, y)))
        .filter(|(x, y)| x.unit != Unit::Unknown && x.unit == y.unit);
    let (x, y) = pairs.next()?;
    let alone = pairs.next().is_none();
    let clear = x.vague == Vague::No || y.vague == Vague::No;
    (alone && clear && !x.agrees(y)).then_some((x, y))
}

/// The word that says what is counted.
fn unit_words<'a>(reading: &'a Reading, quantity: &Quantity) -> &'a str {
    let annotated = &reading.annotated;
    let Unit::Things(key) = quantity.unit else { return "number" };
    let from = quantity.tokens.end as usize;
    let mut words = (from..(from + 8).min(annotated.tokens.len())).map(|at| annotated.word(at));
    words.find(|word| whosaid_story::stem_key(word) == key).unwrap_or("number")
}
