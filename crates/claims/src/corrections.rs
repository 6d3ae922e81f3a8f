//! Correction notes: "An earlier version said that 32 people were hurt. It was 12.", tied to the tellings they correct.
//!
//! A note names the wrong number; a telling is corrected where an article that is no later tells that number of the
//! same thing, or says the same verb with it.

use crate::numbers::Quantity;
use crate::tellings::Piece;
use crate::terms::Terms;
use crate::words::ClaimWords;
use std::collections::BTreeSet;
use whosaid_attribution::Reading;
use whosaid_language::TokenRange;
use whosaid_story::stem_key;

/// A telling that a note corrects, and the telling of the note.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Correction {
    /// Index of the telling that is wrong by the note.
    pub wrong: usize,
    /// Index of the piece in the note.
    pub note: usize,
}

/// Words that a note and what it corrects must share beside the number.
const LEAST_SHARED: usize = 1;

/// The corrections of a story, by note.
pub(crate) fn corrections(
    words: &ClaimWords,
    readings: &[Reading],
    pieces: &[Piece],
    terms: &[Terms],
) -> Vec<Correction> {
    let mut found = Vec::new();
    for (note, piece) in pieces.iter().enumerate() {
        if !is_note(words, &readings[piece.article], piece) {
            continue;
        }
        for wrong in 0..pieces.len() {
            if corrects(readings, pieces, terms, note, wrong) {
                found.push(Correction { wrong, note });
            }
        }
    }
    found
}

/// What each note corrects, with the note itself: a claim of its own.
pub(crate) fn of_one_note(corrections: &[Correction]) -> Vec<Vec<usize>> {
    let notes = corrections.chunk_by(|a, b| a.note == b.note);
    let with_note = |of_note: &[Correction]| {
        let wrong = of_note.iter().map(|correction| correction.wrong);
        wrong.chain(of_note.first().map(|correction| correction.note)).collect()
    };
    notes.map(with_note).collect()
}

/// Whether a piece stands in a sentence that says what an earlier text of the outlet said wrongly.
fn is_note(words: &ClaimWords, reading: &Reading, piece: &Piece) -> bool {
    let annotated = &reading.annotated;
    let Some(sentence) = annotated.sentences.get(piece.sentence_idx) else { return false };
    let next = annotated.sentences.get(piece.sentence_idx + 1);
    let end = next.map_or(sentence.tokens.end, |next| next.tokens.end);
    let both = TokenRange { start: sentence.tokens.start, end };
    let first = sentence.tokens.start as usize;
    words.former.stands_in(annotated, sentence.tokens)
        && (words.note.stands_at(annotated, first, end as usize) || words.corrects.stands_in(annotated, both))
}

fn corrects(readings: &[Reading], pieces: &[Piece], terms: &[Terms], note: usize, wrong: usize) -> bool {
    let (of_note, of_wrong) = (&pieces[note], &pieces[wrong]);
    if of_note.article == of_wrong.article {
        return false;
    }
    let day = |piece: &Piece| readings[piece.article].annotated.article.published.value;
    let in_time = match (day(of_wrong), day(of_note)) {
        (Some(wrong), Some(note)) => wrong <= note,
        _ => true,
    };
    let same = |x: &Quantity, y: &Quantity| x.value == y.value;
    let first = terms[note].quantities.first();
    let number = first.is_some_and(|x| terms[wrong].quantities.iter().any(|y| same(x, y)));
    in_time && number && shared_words(readings, of_note, of_wrong) >= LEAST_SHARED
}

/// Whether what a claim says with a number is, for the most part, what a note corrects.
pub(crate) fn is_corrected(corrections: &[Correction], terms: &[Terms], group: &[usize]) -> bool {
    let wrong =
        group.iter().filter(|&&at| corrections.iter().any(|correction| correction.wrong == at)).count();
    let told = group.iter().filter(|&&at| !terms[at].quantities.is_empty());
    let told = told.filter(|&&at| corrections.iter().all(|correction| correction.note != at)).count();
    wrong > 0 && wrong * 2 > told
}

/// How many stems of content words both tell, numbers aside.
fn shared_words(readings: &[Reading], a: &Piece, b: &Piece) -> usize {
    let stems = |piece: &Piece| -> BTreeSet<u32> {
        let annotated = &readings[piece.article].annotated;
        let words = piece.tokens.range().map(|at| annotated.word(at));
        words.filter(|word| word.len() > 4 && word.chars().all(char::is_alphabetic)).map(stem_key).collect()
    };
    stems(a).intersection(&stems(b)).count()
}
