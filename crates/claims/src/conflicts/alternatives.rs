//! Words of which one thing is only one: a truck or a car, a call or a video, accepted or refused.

use super::{Found, Pair, Told};
use crate::ConflictKind;
use crate::alike::{OTHER_DATE, OTHER_NAMES, SENTENCE, WORDS};
use crate::tellings::Piece;
use std::collections::BTreeMap;
use whosaid_language::{Annotated, Tag, TokenRange};
use whosaid_text::RuleId;

/// Sets of words that exclude each other: number of the set and of the word's meaning in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alternatives {
    meanings: BTreeMap<&'static str, (u16, u16)>,
}

/// Likeness in words that both tellings must have.
const ALIKE: f32 = 0.2;
/// Probability that both tell one claim.
const LIKELY: f32 = 0.3;
/// The same where the words stand elsewhere in their sentences.
const LIKELY_AROUND: f32 = 0.5;
/// Likeness of the sentences then.
const ALIKE_SENTENCE: f32 = 0.38;

impl Alternatives {
    /// Reads lines of a name, a colon and meanings parted by bars; words of one meaning are parted by spaces. Other
    /// lines are examples and comments.
    pub fn read(text: &'static str) -> Self {
        let sets =
            text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(": "));
        let mut meanings = BTreeMap::new();
        for (set, (_, list)) in sets.enumerate() {
            for (meaning, words) in list.split('|').enumerate() {
                for word in words.split_whitespace() {
                    meanings.insert(word, (set as u16, meaning as u16));
                }
            }
        }
        Alternatives { meanings }
    }

    /// The words of sets in a run of tokens: set, meaning, token; of a compound ("video call") the last.
    fn of(&self, annotated: &Annotated, tokens: TokenRange, frame: &[TokenRange]) -> Vec<(u16, u16, usize)> {
        let known = |at: usize| {
            let named = matches!(annotated.tags.get(at), Some(Tag::NNP | Tag::NNPS));
            self.meanings.get(annotated.word(at).to_ascii_lowercase().as_str()).filter(|_| !named).copied()
        };
        let told = tokens.range().filter(|&at| !frame.iter().any(|frame| frame.holds(at)));
        let mut found: Vec<_> = told
            .filter_map(|at| {
                let (set, meaning) = known(at)?;
                let next = if at + 1 < tokens.end as usize { known(at + 1) } else { None };
                next.is_none_or(|next| next.0 != set).then_some((set, meaning, at))
            })
            .collect();
        found.sort_unstable();
        found
    }
}

/// The words of sets in a telling and in its sentence.
pub(super) struct Members {
    of_piece: Vec<(u16, u16, usize)>,
    of_sentence: Vec<(u16, u16, usize)>,
}

impl Members {
    /// Looks at one telling.
    pub fn of(told: &Told, at: usize) -> Self {
        Members { of_piece: of_piece(told, at), of_sentence: of_sentence(told, at) }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.of_piece.is_empty() && self.of_sentence.is_empty()
    }
}

/// Two tellings much alike that name different members of one set.
pub(super) fn alternatives(told: &Told, pair: &Pair, members: &[Members]) -> Option<Found> {
    let (a, b, figures) = (pair.a, pair.b, &pair.figures);
    let other = |figure: usize| figures[figure] > 0.0;
    let differ = told.terms[a].negative != told.terms[b].negative;
    let elsewhere = !told.terms[a].in_one_scene(&told.terms[b]) || !told.of_one_subject(a, b);
    if pair.likely < LIKELY || other(OTHER_NAMES) || other(OTHER_DATE) || differ || elsewhere {
        return None;
    }
    let alike = figures[WORDS] >= ALIKE;
    let within = || {
        only_other(&members[a].of_piece, &members[b].of_piece)
            .filter(|_| alike && !share_member(&members[a].of_sentence, &members[b].of_sentence))
    };
    let around = || {
        only_other(&members[a].of_sentence, &members[b].of_sentence)
            .filter(|_| pair.likely >= LIKELY_AROUND && figures[SENTENCE] >= ALIKE_SENTENCE)
    };
    let (x, y) = within().or_else(around)?;
    let word = |at: usize, token: usize| told.readings[told.pieces[at].article].annotated.word(token);
    let mut words = [word(a, x).to_lowercase(), word(b, y).to_lowercase()];
    words.sort_unstable();
    Some(Found {
        kind: ConflictKind::What,
        a: holder(told, a, x),
        b: holder(told, b, y),
        sure: pair.likely,
        about: words.join(" or "),
        rule: RuleId::new("conflict/alternatives"),
    })
}

/// The telling of the same sentence that holds a word.
fn holder(told: &Told, at: usize, token: usize) -> usize {
    let piece = &told.pieces[at];
    let of_sentence =
        |other: &Piece| (other.article, other.sentence_idx) == (piece.article, piece.sentence_idx);
    let from = (0..at).rev().take_while(|&other| of_sentence(&told.pieces[other])).last().unwrap_or(at);
    let mut others = (from..told.pieces.len()).take_while(|&other| of_sentence(&told.pieces[other]));
    others.find(|&other| told.pieces[other].tokens.holds(token)).unwrap_or(at)
}

fn of_piece(told: &Told, at: usize) -> Vec<(u16, u16, usize)> {
    let piece = &told.pieces[at];
    let annotated = &told.readings[piece.article].annotated;
    told.rules.alternatives.of(annotated, piece.tokens, &piece.frame)
}

fn of_sentence(told: &Told, at: usize) -> Vec<(u16, u16, usize)> {
    let piece = &told.pieces[at];
    let annotated = &told.readings[piece.article].annotated;
    let sentence =
        annotated.sentences.get(piece.sentence_idx).map_or(piece.tokens, |sentence| sentence.tokens);
    told.rules.alternatives.of(annotated, sentence, &piece.frame)
}

/// Whether both sentences hold a word of one meaning: "her mother called for her daughter", "her mother called".
fn share_member(a: &[(u16, u16, usize)], b: &[(u16, u16, usize)]) -> bool {
    a.iter().any(|x| b.iter().any(|y| (x.0, x.1) == (y.0, y.1)))
}

/// Tokens of the words of one set that differ, where each side has one meaning of it only.
fn only_other(a: &[(u16, u16, usize)], b: &[(u16, u16, usize)]) -> Option<(usize, usize)> {
    let single = |known: &[(u16, u16, usize)], set: u16| {
        let mut of_set = known.iter().filter(|known| known.0 == set);
        let first = *of_set.next()?;
        of_set.all(|known| known.1 == first.1).then_some(first)
    };
    a.iter().find_map(|x| {
        let (x, y) = (single(a, x.0)?, single(b, x.0)?);
        (x.1 != y.1).then_some((x.2, y.2))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::reading;
    use whosaid_language::Lexicon;

    #[test]
    fn the_examples_of_the_list_hold() {
        let text = include_str!("../../../../data/en/claims/alternatives.txt");
        let (lexicon, alternatives) = (Lexicon::english(), Alternatives::read(text));
        let words = |sentence: &str| {
            let annotated = reading(&lexicon, "a.example", "", sentence).annotated;
            let all = TokenRange { start: 0, end: annotated.tokens.len() as u32 };
            alternatives.of(&annotated, all, &[])
        };
        for line in text.lines() {
            let Some((kind, pair)) = line.split_once(' ').filter(|(kind, _)| ["yes", "no"].contains(kind))
            else {
                continue;
            };
            let (one, other) = pair.split_once(" | ").unwrap();
            assert_eq!(only_other(&words(one), &words(other)).is_some(), kind == "yes", "{line}");
        }
    }
}
