//! Whether the words around an expression speak of the past or the future: what a bare "Friday" depends on.

use crate::atoms::{Atom, AtomKind, Vocabulary, WordId};
use std::ops::Range;

/// The time a clause speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tense {
    Past,
    Present,
    Future,
}

/// Words that tell the tense.
#[derive(Clone, Debug, Default)]
pub(crate) struct TenseWords {
    /// By word.
    clues: Vec<Option<Clue>>,
    to: WordId,
}

/// An expression leads its sentence when at most so many atoms stand before it.
pub(crate) const LEADING: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clue {
    Tells(Tense),
    /// A word in -ed that is no past clue: "need", "hundred".
    Nothing,
    /// "be": what was told as past is still to come ("will be paid").
    Be,
    /// "until": what stands behind it is to come.
    Until,
}

impl TenseWords {
    pub(crate) fn add(&mut self, vocabulary: &mut Vocabulary, kind: &str, word: &str) {
        let clue = match kind {
            "past" => Clue::Tells(Tense::Past),
            "present" => Clue::Tells(Tense::Present),
            "future" => Clue::Tells(Tense::Future),
            "be" => Clue::Be,
            "until" => Clue::Until,
            _ => Clue::Nothing,
        };
        let id = usize::from(vocabulary.add(word));
        if self.clues.len() <= id {
            self.clues.resize(id + 1, None);
        }
        self.clues[id] = Some(clue);
        self.to = vocabulary.add("to");
    }

    fn clue(&self, atom: &Atom) -> Option<Clue> {
        let AtomKind::Word { id, past_ending, capital } = atom.kind else { return None };
        if capital {
            return None;
        }
        let known = self.clues.get(usize::from(id)).copied().flatten();
        known.or(past_ending.then_some(Clue::Tells(Tense::Past)))
    }

    /// The tense at `at`, within its sentence: that of the nearest clue before it; for an expression that leads its
    /// sentence, that of the first clue behind it.
    pub(crate) fn tense(&self, atoms: &[Atom], sentence: Range<usize>, at: Range<usize>) -> Option<Tense> {
        let before = sentence.start.max(at.start.saturating_sub(40))..at.start;
        let behind = at.end..sentence.end.min(at.end + 40);
        let found = before.rev().find_map(|idx| self.told_by(atoms, idx));
        let until = at.start.checked_sub(1).is_some_and(|idx| self.clue_at(atoms, idx) == Some(Clue::Until));
        if until && at.start > sentence.start + 1 {
            return Some(Tense::Future);
        }
        if atoms.get(at.end).is_some_and(|atom| atom.is_mark('\'') && !atom.spaced) {
            return found.filter(|tense| *tense == Tense::Past);
        }
        if found.is_some() || at.start > sentence.start + LEADING {
            return found;
        }
        behind.into_iter().find_map(|idx| self.told_by(atoms, idx))
    }

    fn clue_at(&self, atoms: &[Atom], idx: usize) -> Option<Clue> {
        self.clue(atoms.get(idx)?)
    }

    /// The tense that one word tells.
    fn told_by(&self, atoms: &[Atom], idx: usize) -> Option<Tense> {
        let previous = idx.checked_sub(1).and_then(|idx| atoms.get(idx));
        match self.clue(atoms.get(idx)?)? {
            Clue::Tells(Tense::Past) if self.is_be(atoms, idx) => Some(Tense::Future),
            Clue::Tells(Tense::Past) if previous.is_some_and(|atom| atom.word() == self.to) => None,
            Clue::Tells(tense) => Some(tense),
            Clue::Be | Clue::Until | Clue::Nothing => None,
        }
    }

    /// Whether "to be" or "will be" stands before, perhaps with a word between.
    fn is_be(&self, atoms: &[Atom], idx: usize) -> bool {
        let be = (idx.saturating_sub(2)..idx).find(|idx| self.clue_at(atoms, *idx) == Some(Clue::Be));
        let Some(before) = be.and_then(|idx| idx.checked_sub(1)).and_then(|idx| atoms.get(idx)) else {
            return false;
        };
        before.word() == self.to || self.clue(before) == Some(Clue::Tells(Tense::Future))
    }
}
