//! Correction notes: "An earlier version said that 32 people were hurt. It was 12.", tied to the tellings they correct.
//!
//! A note names the wrong number; a telling is corrected where an article that is no later tells that number of the
//! same thing, or says the same verb with it.

use crate::tellings::Piece;
use crate::terms::Terms;
use crate::words::ClaimWords;
use std::collections::{BTreeMap, BTreeSet};
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
    let notes: Vec<usize> =
        (0..pieces.len()).filter(|&at| is_note(words, &readings[pieces[at].article], &pieces[at])).collect();
    if notes.is_empty() {
        return Vec::new();
    }
    let mut of_number: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, terms) in terms.iter().enumerate() {
        for quantity in &terms.quantities {
            of_number.entry(quantity.value.to_bits()).or_default().push(at);
        }
    }
    of_number.values_mut().for_each(Vec::dedup);
    let mut stems: Vec<Option<BTreeSet<u32>>> = vec![None; pieces.len()];
    let mut found = Vec::new();
    for note in notes {
        let Some(number) = terms[note].quantities.first() else { continue };
        let own = self::stems(readings, &pieces[note]);
        for &wrong in of_number.get(&number.value.to_bits()).into_iter().flatten() {
            if !may_correct(readings, &pieces[note], &pieces[wrong]) {
                continue;
            }
            let others = stems[wrong].get_or_insert_with(|| self::stems(readings, &pieces[wrong]));
            if own.intersection(others).count() >= LEAST_SHARED {
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

/// Whether a note can be about what another article tells: one that is no later.
fn may_correct(readings: &[Reading], note: &Piece, wrong: &Piece) -> bool {
    let day = |piece: &Piece| readings[piece.article].annotated.article.published.value;
    let in_time = match (day(wrong), day(note)) {
        (Some(wrong), Some(note)) => wrong <= note,
        _ => true,
    };
    note.article != wrong.article && in_time
}

/// The tellings of a story that notes correct, and those of the notes.
#[derive(Default)]
pub(crate) struct Corrected {
    wrong: BTreeSet<usize>,
    notes: BTreeSet<usize>,
}

impl Corrected {
    pub fn by(corrections: &[Correction]) -> Self {
        Corrected {
            wrong: corrections.iter().map(|correction| correction.wrong).collect(),
            notes: corrections.iter().map(|correction| correction.note).collect(),
        }
    }

    /// Whether what a claim says with a number is, for the most part, what a note corrects.
    pub fn holds(&self, terms: &[Terms], group: &[usize]) -> bool {
        let wrong = group.iter().filter(|at| self.wrong.contains(at)).count();
        let told = group.iter().filter(|&&at| !terms[at].quantities.is_empty());
        let told = told.filter(|at| !self.notes.contains(at)).count();
        wrong > 0 && wrong * 2 > told
    }
}

/// Stems of the content words of a piece, numbers aside.
fn stems(readings: &[Reading], piece: &Piece) -> BTreeSet<u32> {
    let annotated = &readings[piece.article].annotated;
    let words = piece.tokens.range().map(|at| annotated.word(at));
    words.filter(|word| word.len() > 4 && word.chars().all(char::is_alphabetic)).map(stem_key).collect()
}
