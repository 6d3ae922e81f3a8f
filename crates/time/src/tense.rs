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

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Clue {
    Tells(Tense),
    /// A past verb whose infinitive is past too: "was forced to resign".
    PastWithInfinitive,
    /// A word in -ed that is no past clue: "need", "hundred".
    Nothing,
    /// "be": what was told as past is still to come ("will be paid").
    Be,
    /// "the", "a": no infinitive stands behind "to".
    Determiner,
}

impl TenseWords {
    pub(crate) fn add(&mut self, vocabulary: &mut Vocabulary, kind: &str, word: &str) {
        let clue = match kind {
            "past" => Clue::Tells(Tense::Past),
            "present" => Clue::Tells(Tense::Present),
            "future" => Clue::Tells(Tense::Future),
            "past-with-infinitive" => Clue::PastWithInfinitive,
            "be" => Clue::Be,
            "determiner" => Clue::Determiner,
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
        let known = self.clues.get(usize::from(id)).copied().flatten();
        known.or((past_ending && !capital).then_some(Clue::Tells(Tense::Past)))
    }

    /// The tense at `at`, within its sentence: the nearest clue before it, else the nearest behind it.
    pub(crate) fn tense(&self, atoms: &[Atom], sentence: Range<usize>, at: Range<usize>) -> Option<Tense> {
        let before = sentence.start.max(at.start.saturating_sub(40))..at.start;
        let behind = at.end..sentence.end.min(at.end + 40);
        self.tense_before(atoms, before).or_else(|| self.tense_behind(atoms, behind))
    }

    fn tense_before(&self, atoms: &[Atom], range: Range<usize>) -> Option<Tense> {
        let mut infinitive = false;
        for idx in range.rev() {
            let atom = atoms.get(idx)?;
            if atom.word() == self.to && self.to != 0 {
                infinitive |= atoms.get(idx + 1).is_some_and(|next| self.is_plain_verb(next));
                continue;
            }
            match self.clue(atom) {
                Some(Clue::PastWithInfinitive) => return Some(Tense::Past),
                Some(Clue::Be) => return Some(Tense::Future),
                Some(Clue::Tells(Tense::Past)) if self.is_be(atoms, idx) => return Some(Tense::Future),
                Some(Clue::Tells(_)) if infinitive => return Some(Tense::Future),
                Some(Clue::Tells(tense)) => return Some(tense),
                _ => {}
            }
        }
        infinitive.then_some(Tense::Future)
    }

    fn tense_behind(&self, atoms: &[Atom], range: Range<usize>) -> Option<Tense> {
        range.filter_map(|idx| atoms.get(idx)).find_map(|atom| match self.clue(atom) {
            Some(Clue::Tells(tense)) => Some(tense),
            Some(Clue::PastWithInfinitive) => Some(Tense::Past),
            _ => None,
        })
    }

    /// Whether "be" stands one or two words before.
    fn is_be(&self, atoms: &[Atom], idx: usize) -> bool {
        atoms[idx.saturating_sub(2)..idx].iter().any(|atom| self.clue(atom) == Some(Clue::Be))
    }

    fn is_plain_verb(&self, atom: &Atom) -> bool {
        atom.is_word() && !atom.is_capital() && !matches!(self.clue(atom), Some(Clue::Determiner))
    }
}
