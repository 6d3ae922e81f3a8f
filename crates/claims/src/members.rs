//! Who belongs to a claim beyond likeness in words.
//!
//! Average likeness lets in what is a little like many, and what shares one phrase ("the Security Council") and nothing
//! else; such strangers are parted again ([`without_strangers`]). Counts of one event ("two dead", "the toll rose to
//! six") and a denial and what it denies share few words and are one claim all the same ([`Groups`]).

use crate::alike::{PairModel, figures};
use crate::tellings::Piece;
use crate::terms::{Terms, Word};
use std::collections::{BTreeMap, BTreeSet};

/// Probability that a telling of a claim and the other that is most like it tell the same; less parts it from the claim.
const LEAST_CLOSE: f32 = 0.2;
/// The same for a telling that states little.
const LEAST_CLOSE_FRAGMENT: f32 = 0.4;
/// Words beside a phrase that both share from which a telling says more than the phrase.
const BESIDE: usize = 2;
/// Tellings of a claim that each of them is compared with.
const MOST_COMPARED: usize = 120;

/// In how many articles the group of each telling is told.
pub(crate) fn n_articles(pieces: &[Piece], groups: &[Vec<usize>]) -> Vec<usize> {
    let mut told_by = vec![1; pieces.len()];
    for group in groups {
        let articles: BTreeSet<usize> = group.iter().map(|&at| pieces[at].article).collect();
        group.iter().for_each(|&at| told_by[at] = articles.len());
    }
    told_by
}

/// Groups of which each member surely tells the same as some other one of another article; the rest stand alone.
pub(crate) fn without_strangers(
    model: &PairModel,
    terms: &[Terms],
    groups: Vec<Vec<usize>>,
) -> Vec<Vec<usize>> {
    let mut parted: Vec<Vec<usize>> =
        groups.into_iter().flat_map(|group| parted(model, terms, group)).collect();
    parted.sort();
    parted
}

fn parted(model: &PairModel, terms: &[Terms], group: Vec<usize>) -> Vec<Vec<usize>> {
    if group.len() < 2 {
        return vec![group];
    }
    let others = &group[..group.len().min(MOST_COMPARED)];
    let least = |at: usize| if terms[at].states_little() { LEAST_CLOSE_FRAGMENT } else { LEAST_CLOSE };
    let is_close = |at: usize| {
        let mut across = others.iter().filter(|&&other| terms[other].article != terms[at].article);
        across.any(|&other| {
            let (one, other) = (&terms[at], &terms[other]);
            !share_a_phrase_only(one, other) && model.probability(&figures(one, other)) >= least(at)
        })
    };
    let (kept, strangers): (Vec<usize>, Vec<usize>) = group.iter().partition(|&&at| is_close(at));
    let strangers = strangers.into_iter().map(|at| vec![at]);
    std::iter::once(kept).chain(strangers).filter(|group| !group.is_empty()).collect()
}

/// Whether all that two tellings share is one phrase without a verb ("the peninsula", "the Security Council"), and each
/// says more than that.
fn share_a_phrase_only(a: &Terms, b: &Terms) -> bool {
    let (in_a, in_b) = (a.shared_words(b), b.shared_words(a));
    let is_phrase = |words: &[&Word]| {
        let places = words.iter().map(|word| word.at as usize);
        let width = places.clone().max().unwrap_or(0) - places.min().unwrap_or(0);
        width <= words.len() && !words.iter().any(|word| word.is_verb)
    };
    let says_more = |terms: &Terms| terms.words.len() >= in_a.len() + BESIDE;
    let one_number = a.quantities.iter().any(|x| b.quantities.iter().any(|y| x.agrees(y)));
    !one_number && says_more(a) && says_more(b) && is_phrase(&in_a) && is_phrase(&in_b)
}

/// Which telling stands in which group.
pub(crate) struct Groups {
    groups: Vec<Vec<usize>>,
    of: Vec<usize>,
}

impl Groups {
    /// Takes groups of `n_tellings` tellings, each of which stands in one.
    pub fn new(groups: Vec<Vec<usize>>, n_tellings: usize) -> Self {
        let mut of = vec![0; n_tellings];
        for (n, group) in groups.iter().enumerate() {
            group.iter().for_each(|&at| of[at] = n);
        }
        Groups { groups, of }
    }

    /// Brings tellings together in the group that holds most of them.
    pub fn join(&mut self, link: &[usize]) {
        if let Some(into) = most_held(&self.of, link) {
            self.put(link, into);
        }
    }

    /// Puts a telling into the group of which it denies the greatest share, surest first.
    pub fn put_beside(&mut self, denier: usize, denied: &[(usize, f32)]) {
        let mut shares: BTreeMap<usize, f32> = BTreeMap::new();
        for &(telling, sure) in denied {
            let group = self.of[telling];
            *shares.entry(group).or_default() += sure / self.groups[group].len() as f32;
        }
        let greatest = shares.into_iter().rev().max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((group, _)) = greatest {
            self.put(&[denier], group);
        }
    }

    /// Takes tellings out of their groups into one of their own.
    pub fn part(&mut self, tellings: &[usize]) {
        self.groups.push(Vec::new());
        let own = self.groups.len() - 1;
        self.put(tellings, own);
    }

    fn put(&mut self, tellings: &[usize], into: usize) {
        let mut left = Vec::new();
        for &at in tellings {
            let from = std::mem::replace(&mut self.of[at], into);
            if from != into {
                left.push(from);
                self.groups[into].push(at);
            }
        }
        left.sort_unstable();
        left.dedup();
        for from in left {
            self.groups[from].retain(|&member| self.of[member] == from);
        }
    }

    /// The groups, each sorted, by their first member.
    pub fn sorted(mut self) -> Vec<Vec<usize>> {
        self.groups.retain(|group| !group.is_empty());
        self.groups.iter_mut().for_each(|group| group.sort_unstable());
        self.groups.sort();
        self.groups
    }
}

/// The group that holds most of a link's members, the first of several.
fn most_held(group_of: &[usize], link: &[usize]) -> Option<usize> {
    let mut held: Vec<usize> = link.iter().map(|&at| group_of[at]).collect();
    held.sort_unstable();
    let runs = held.chunk_by(|a, b| a == b);
    runs.rev().max_by_key(|run| run.len()).and_then(|run| run.first().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tellings_come_together_where_most_of_them_stand() {
        let check = |links: &[&[usize]], expected: &[Vec<usize>]| {
            let mut groups = Groups::new(vec![vec![0, 1, 5], vec![2, 6], vec![3], vec![4]], 7);
            links.iter().for_each(|link| groups.join(link));
            assert_eq!(groups.sorted(), expected);
        };
        check(&[], &[vec![0, 1, 5], vec![2, 6], vec![3], vec![4]]);
        check(&[&[0, 1, 2, 3]], &[vec![0, 1, 2, 3, 5], vec![4], vec![6]]);
        check(&[&[3, 4]], &[vec![0, 1, 5], vec![2, 6], vec![3, 4]]);
        check(&[&[3, 4], &[4, 0]], &[vec![0, 1, 4, 5], vec![2, 6], vec![3]]);
    }

    #[test]
    fn a_denial_stands_with_what_it_denies_most() {
        let mut groups = Groups::new(vec![vec![0, 1, 2], vec![3, 4], vec![5]], 6);
        groups.put_beside(5, &[(0, 0.9), (3, 0.4), (4, 0.4)]);
        assert_eq!(groups.sorted(), [vec![0, 1, 2], vec![3, 4, 5]]);
    }

    #[test]
    fn what_is_corrected_stands_alone() {
        let mut groups = Groups::new(vec![vec![0, 1, 2], vec![3]], 4);
        groups.part(&[2, 3]);
        assert_eq!(groups.sorted(), [vec![0, 1], vec![2, 3]]);
    }

    /// A telling of words by their numbers, in order; those under 10 are verbs.
    fn telling(words: &[u32]) -> Terms {
        let word = |(at, &key): (usize, &u32)| Word {
            key,
            is_verb: key < 10,
            is_noun: key >= 10,
            at: at as u32,
            ..Word::default()
        };
        let mut words: Vec<Word> = words.iter().enumerate().map(word).collect();
        words.sort_by_key(|word| word.key);
        Terms { words, ..Terms::default() }
    }

    #[test]
    fn a_phrase_alone_is_no_claim() {
        let check = |a: &[u32], b: &[u32], expected: bool| {
            assert_eq!(share_a_phrase_only(&telling(a), &telling(b)), expected, "{a:?} {b:?}");
        };
        check(&[20, 1, 11, 12], &[11, 12, 2, 21], true);
        check(&[20, 1, 12], &[12, 2, 21], true);
        // A verb, words that stand apart, or a telling that is the phrase.
        check(&[20, 1, 11, 12], &[11, 12, 1, 21], false);
        check(&[11, 1, 20, 21, 12], &[11, 12, 2, 22], false);
        check(&[20, 1, 11, 12], &[11, 12], false);
    }
}
