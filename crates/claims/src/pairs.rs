//! The pairs of tellings that are worth comparing, and what the two of a pair share.
//!
//! Tellings that share one of their heaviest words are found by an index, so the work grows with what is told twice.
//! One telling at a time is laid out over the story's vocabulary; what another one shares with it then takes one look
//! at each of the other's terms. Sums run in order of the keys, as in a merge of two sorted lists, so that figures are
//! the same to the last bit. Terms that only one telling holds are left out beforehand.

use crate::alike::{Figures, LEAST_SHARED, Shared, figures_of};
use crate::terms::{Terms, Word};

/// A telling's heaviest words, by which others are found.
const PROBES: usize = 16;
/// Tellings of one word that are compared with each other.
const MOST_HOLDERS: usize = 120;

/// Tellings of a story, ready to be compared.
pub(crate) struct Compared<'a> {
    tellings: Vec<&'a Terms>,
    words: Rows<Word>,
    sentences: Rows<f32>,
    keys: Rows<f32>,
    around: Rows<f32>,
    runs: Rows<()>,
    /// For each word of the vocabulary, the tellings among whose heaviest it is.
    holders: Vec<Vec<u32>>,
    /// For each telling, the numbers of its heaviest words.
    heaviest: Vec<Vec<u32>>,
}

impl<'a> Compared<'a> {
    /// Makes tellings ready.
    pub fn new(tellings: Vec<&'a Terms>) -> Self {
        let words = Rows::of(&tellings, |terms| terms.words.iter().map(|word| (word.key, *word)).collect());
        let heaviest: Vec<Vec<u32>> =
            tellings.iter().map(|terms| words.numbers(heaviest(terms)).collect()).collect();
        let mut holders = vec![Vec::new(); words.vocabulary.len()];
        for (at, numbers) in heaviest.iter().enumerate() {
            numbers.iter().for_each(|&number| holders[number as usize].push(at as u32));
        }
        Compared {
            sentences: Rows::of(&tellings, |terms| terms.sentence.clone()),
            keys: Rows::of(&tellings, |terms| terms.keys.clone()),
            around: Rows::of(&tellings, |terms| terms.around.clone()),
            runs: Rows::of(&tellings, |terms| terms.bigrams.iter().map(|&run| (run, ())).collect()),
            tellings,
            words,
            holders,
            heaviest,
        }
    }

    /// Visits each pair that shares a heavy word, and enough in all, with its figures, in order, the lower place
    /// first. Only `wanted` pairs are looked at.
    pub fn each(&self, wanted: impl Fn(usize, usize) -> bool, mut visit: impl FnMut(usize, usize, &Figures)) {
        let mut laid = Laid::new(self);
        let mut passed = vec![0usize; self.holders.len()];
        let mut seen_by = vec![usize::MAX; self.tellings.len()];
        let mut met: Vec<(usize, Shared)> = Vec::new();
        for a in 0..self.tellings.len() {
            laid.lay_words(a);
            met.clear();
            for &word in &self.heaviest[a] {
                let holders = &self.holders[word as usize];
                passed[word as usize] += 1;
                for &b in holders[passed[word as usize]..].iter().take(MOST_HOLDERS) {
                    let b = b as usize;
                    if seen_by[b] == a || !wanted(a, b) {
                        continue;
                    }
                    seen_by[b] = a;
                    let shared = laid.shared_words(b);
                    if shared.info >= LEAST_SHARED {
                        met.push((b, shared));
                    }
                }
            }
            if !met.is_empty() {
                met.sort_unstable_by_key(|(b, _)| *b);
                laid.lay_rest(a);
                for (b, shared) in met.drain(..) {
                    let shared = laid.shared_rest(b, shared);
                    visit(a, b, &figures_of(self.tellings[a], self.tellings[b], &shared));
                }
                laid.lift_rest(a);
            }
            laid.lift_words(a);
        }
    }
}

fn heaviest(terms: &Terms) -> impl Iterator<Item = u32> {
    let mut words: Vec<(u32, f32)> = terms.words.iter().map(|word| (word.key, word.info)).collect();
    words.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    words.into_iter().take(PROBES).map(|word| word.0)
}

/// Terms of one kind, a row a telling, each with its number in their vocabulary: the sorted keys that two hold.
struct Rows<T> {
    vocabulary: Vec<u32>,
    starts: Vec<u32>,
    items: Vec<(u32, T)>,
}

impl<T> Rows<T> {
    fn of(tellings: &[&Terms], terms: impl Fn(&Terms) -> Vec<(u32, T)>) -> Self {
        let given: Vec<Vec<(u32, T)>> = tellings.iter().map(|telling| terms(telling)).collect();
        let mut keys: Vec<u32> = given.iter().flatten().map(|(key, _)| *key).collect();
        keys.sort_unstable();
        let shared = keys.chunk_by(|a, b| a == b).filter(|same| same.len() > 1);
        let mut rows =
            Rows { vocabulary: shared.map(|same| same[0]).collect(), starts: vec![0], items: Vec::new() };
        for row in given {
            for (key, value) in row {
                if let Some(number) = rows.number(key) {
                    rows.items.push((number, value));
                }
            }
            rows.starts.push(rows.items.len() as u32);
        }
        rows
    }

    fn number(&self, key: u32) -> Option<u32> {
        self.vocabulary.binary_search(&key).ok().map(|number| number as u32)
    }

    fn numbers(&self, keys: impl Iterator<Item = u32>) -> impl Iterator<Item = u32> {
        keys.filter_map(|key| self.number(key))
    }

    fn row(&self, at: usize) -> &[(u32, T)] {
        &self.items[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// One telling laid out over the vocabularies, nothing where it holds nothing.
struct Laid<'a> {
    of: &'a Compared<'a>,
    words: Vec<Word>,
    sentence: Vec<f32>,
    keys: Vec<f32>,
    around: Vec<f32>,
    runs: Vec<bool>,
}

impl<'a> Laid<'a> {
    fn new(of: &'a Compared<'a>) -> Self {
        Laid {
            words: vec![Word::default(); of.words.vocabulary.len()],
            sentence: vec![0.0; of.sentences.vocabulary.len()],
            keys: vec![0.0; of.keys.vocabulary.len()],
            around: vec![0.0; of.around.vocabulary.len()],
            runs: vec![false; of.runs.vocabulary.len()],
            of,
        }
    }

    fn lay_words(&mut self, at: usize) {
        self.of.words.row(at).iter().for_each(|&(number, word)| self.words[number as usize] = word);
    }

    fn lift_words(&mut self, at: usize) {
        self.of.words.row(at).iter().for_each(|&(number, _)| self.words[number as usize] = Word::default());
    }

    fn lay_rest(&mut self, at: usize) {
        lay(&mut self.sentence, self.of.sentences.row(at));
        lay(&mut self.keys, self.of.keys.row(at));
        lay(&mut self.around, self.of.around.row(at));
        self.of.runs.row(at).iter().for_each(|&(number, ())| self.runs[number as usize] = true);
    }

    fn lift_rest(&mut self, at: usize) {
        lift(&mut self.sentence, self.of.sentences.row(at));
        lift(&mut self.keys, self.of.keys.row(at));
        lift(&mut self.around, self.of.around.row(at));
        self.of.runs.row(at).iter().for_each(|&(number, ())| self.runs[number as usize] = false);
    }

    fn shared_words(&self, other: usize) -> Shared {
        let mut shared = Shared::default();
        for (number, word) in self.of.words.row(other) {
            shared.add(&self.words[*number as usize], word);
        }
        shared
    }

    fn shared_rest(&self, other: usize, shared: Shared) -> Shared {
        let runs = self.of.runs.row(other).iter();
        Shared {
            keys: product(&self.keys, self.of.keys.row(other)),
            sentence: product(&self.sentence, self.of.sentences.row(other)),
            around: product(&self.around, self.of.around.row(other)),
            n_runs: runs.filter(|&&(number, ())| self.runs[number as usize]).count(),
            ..shared
        }
    }
}

fn lay(laid: &mut [f32], row: &[(u32, f32)]) {
    row.iter().for_each(|&(number, weight)| laid[number as usize] = weight);
}

fn lift(laid: &mut [f32], row: &[(u32, f32)]) {
    row.iter().for_each(|&(number, _)| laid[number as usize] = 0.0);
}

fn product(laid: &[f32], row: &[(u32, f32)]) -> f32 {
    row.iter().fold(0.0, |sum, &(number, weight)| sum + laid[number as usize] * weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alike::figures;

    /// A telling of words that each tell as much as their number.
    fn telling(article: usize, words: &[u32]) -> Terms {
        let word = |&key: &u32| Word {
            key,
            weight: key as f32,
            info: key as f32,
            is_noun: key % 2 == 0,
            is_verb: key % 3 == 0,
            at: 0,
        };
        let weighted = |by: f32| words.iter().map(|&key| (key, key as f32 * by)).collect::<Vec<_>>();
        let mut terms = Terms {
            article,
            words: words.iter().map(word).collect(),
            sentence: weighted(0.1),
            keys: weighted(0.03),
            around: weighted(0.07),
            bigrams: words.windows(2).map(|pair| pair[0] * 100 + pair[1]).collect(),
            ..Terms::default()
        };
        terms.take_measure();
        terms
    }

    #[test]
    fn figures_are_those_of_the_pair_alone() {
        let told = [
            telling(0, &[1, 2, 5, 7, 9]),
            telling(1, &[1, 2, 5, 8]),
            telling(2, &[3, 4]),
            telling(2, &[2, 5, 7, 9, 11]),
        ];
        let compared = Compared::new(told.iter().collect());
        let mut met = Vec::new();
        compared.each(
            |_, _| true,
            |a, b, of_pair| {
                assert_eq!(*of_pair, figures(&told[a], &told[b]), "{a} {b}");
                met.push((a, b));
            },
        );
        assert_eq!(met, [(0, 1), (0, 3)]);
        compared.each(|a, _| a > 0, |a, b, _| panic!("{a} {b}"));
    }
}
