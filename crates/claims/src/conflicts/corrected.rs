//! A note of correction beside the telling that it corrects.

use super::{Found, Told};
use crate::ConflictKind;
use crate::corrections::Correction;
use crate::numbers::{Quantity, Unit};
use whosaid_text::RuleId;

/// Sentences behind a note of correction in which it gives the right number.
const NOTE_SENTENCES: usize = 2;

/// A note that corrects a telling.
pub(super) fn corrected(told: &Told, correction: Correction) -> Option<Found> {
    let Correction { wrong, note } = correction;
    let number = told.terms[note].quantities.first()?;
    let (b, about) = match right_number(told, note, number) {
        Some((at, right)) => {
            (at, format!("corrected: {}, now {}", told.number(note, number), told.number(at, right)))
        }
        None => (note, format!("corrected: {}", told.number(note, number))),
    };
    Some(Found {
        kind: ConflictKind::Update,
        a: wrong,
        b,
        sure: 1.0,
        about,
        rule: RuleId::new("conflict/correction"),
    })
}

/// The number that a note gives in place of a wrong one, and the piece that tells it.
fn right_number<'a>(told: &'a Told, note: usize, wrong: &Quantity) -> Option<(usize, &'a Quantity)> {
    let pieces = told.pieces;
    let last = pieces[note].sentence_idx + NOTE_SENTENCES;
    let behind = (note..pieces.len())
        .take_while(|&at| pieces[at].article == pieces[note].article && pieces[at].sentence_idx <= last);
    let mut numbers = behind.flat_map(|at| told.terms[at].quantities.iter().map(move |number| (at, number)));
    let same = |number: &Quantity| number.unit == wrong.unit || number.unit == Unit::Unknown;
    numbers.find(|(_, number)| !number.agrees(wrong) && number.value != wrong.value && same(number))
}
