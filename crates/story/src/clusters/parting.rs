//! Look-alikes told apart: a cluster falls in two where its halves are far less alike to each other than each is within.
//!
//! Two floods of one year share their words, so no likeness that holds for all stories parts them; but the articles on
//! each share more. The tree of average likeness of a cluster is looked at from below: where two branches of at least
//! two articles meet at less than a share of the likeness within the looser one, they stay apart. Few articles are weak
//! evidence of how alike a branch is within, so their likeness is drawn toward nothing.

use super::{days_of, nearness};
use crate::profile::Profile;

/// Share of the likeness within a branch that another branch must reach.
const LEAST_SHARE: f32 = 0.7;
/// Pairs of articles that are not at all alike, which every branch is thought to have beside its own.
const DOUBT: f32 = 2.5;
/// Articles under which a cluster cannot fall in two.
const LEAST_ARTICLES: usize = 4;
/// Articles of a cluster above which it is left as it is: their pairs would be too many.
const MOST_ARTICLES: usize = 500;

/// How alike the articles of a branch are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whole {
    n: f32,
    /// Likeness summed over its pairs.
    within: f32,
}

impl Whole {
    /// A branch of `n` articles, with the likeness summed over its pairs.
    pub fn new(n: f32, within: f32) -> Self {
        Whole { n, within }
    }

    /// Whether two branches are one, by the likeness summed over the pairs across them.
    pub fn is_one_with(&self, other: &Whole, across: f32) -> bool {
        if self.n < 2.0 || other.n < 2.0 {
            return true;
        }
        let mean = |whole: &Whole| whole.within / (whole.n * (whole.n - 1.0) / 2.0 + DOUBT);
        across / (self.n * other.n) >= LEAST_SHARE * mean(self).min(mean(other))
    }

    fn with(&self, other: &Whole, across: f32) -> Self {
        Whole { n: self.n + other.n, within: self.within + other.within + across }
    }
}

/// A branch of the tree, and the happenings it falls into so far.
struct Branch {
    whole: Whole,
    parts: Vec<Vec<usize>>,
}

/// The happenings that a cluster falls into.
pub(super) fn parted(profiles: &[Profile], members: Vec<usize>) -> Vec<Vec<usize>> {
    let n = members.len();
    if !(LEAST_ARTICLES..=MOST_ARTICLES).contains(&n) {
        return vec![members];
    }
    let mut likeness = likeness(profiles, &members);
    let mut branches: Vec<Option<Branch>> = members
        .iter()
        .map(|&at| Some(Branch { whole: Whole::new(1.0, 0.0), parts: vec![vec![at]] }))
        .collect();
    // Chains of nearest neighbors (Murtagh 1983): two branches that are each other's nearest are joined.
    let mut chain: Vec<usize> = Vec::new();
    let mut n_left = n;
    while n_left > 1 {
        let last = match chain.last() {
            Some(&last) => last,
            None => {
                let Some(first) = branches.iter().position(Option::is_some) else { break };
                chain.push(first);
                first
            }
        };
        let before = chain.len().checked_sub(2).map(|at| chain[at]);
        let Some(near) = nearest(&likeness[last], &branches, last, before) else { break };
        if Some(near) != before {
            chain.push(near);
            continue;
        }
        chain.truncate(chain.len() - 2);
        join(&mut branches, &mut likeness, last.min(near), last.max(near));
        n_left -= 1;
    }
    branches.into_iter().flatten().flat_map(|branch| branch.parts).collect()
}

fn likeness(profiles: &[Profile], members: &[usize]) -> Vec<Vec<f32>> {
    let mut rows = vec![vec![0.0; members.len()]; members.len()];
    for (i, &a) in members.iter().enumerate() {
        for (j, &b) in members.iter().enumerate().skip(i + 1) {
            let (a, b) = (&profiles[a], &profiles[b]);
            let near = nearness(days_of(a.published), days_of(b.published));
            let alike = product(&a.terms, &b.terms) * near;
            rows[i][j] = alike;
            rows[j][i] = alike;
        }
    }
    rows
}

pub(super) fn product(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.0.cmp(&y.0) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += x.1 * y.1;
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    sum
}

/// The branch most like one; among equals the one before it in the chain, then the first.
fn nearest(row: &[f32], branches: &[Option<Branch>], not: usize, before: Option<usize>) -> Option<usize> {
    let mut best: Option<(usize, f32)> = before.map(|at| (at, row[at]));
    for (at, &alike) in row.iter().enumerate() {
        if at != not && branches[at].is_some() && best.is_none_or(|(_, most)| alike > most) {
            best = Some((at, alike));
        }
    }
    best.map(|(at, _)| at)
}

/// Joins one branch to another: as one happening where both are whole and alike enough.
fn join(branches: &mut [Option<Branch>], likeness: &mut [Vec<f32>], into: usize, from: usize) {
    let (Some(a), Some(b)) = (branches[into].take(), branches[from].take()) else { return };
    let across = likeness[into][from] * a.whole.n * b.whole.n;
    let one = a.parts.len() == 1 && b.parts.len() == 1 && a.whole.is_one_with(&b.whole, across);
    let mut parts = a.parts;
    match parts.first_mut() {
        Some(first) if one => first.extend(b.parts.into_iter().flatten()),
        _ => parts.extend(b.parts),
    }
    let share = a.whole.n / (a.whole.n + b.whole.n);
    let pairs = likeness[into].iter().zip(&likeness[from]);
    let joined: Vec<f32> = pairs.map(|(of_a, of_b)| of_a * share + of_b * (1.0 - share)).collect();
    likeness.iter_mut().zip(&joined).for_each(|(row, &alike)| row[into] = alike);
    likeness[into] = joined;
    branches[into] = Some(Branch { whole: a.whole.with(&b.whole, across), parts });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Articles by their terms, each of length 1.
    fn check(articles: &[&[u32]], expected: &[&[usize]]) {
        let profiles: Vec<Profile> = articles.iter().map(|terms| profile(terms)).collect();
        let mut found = parted(&profiles, (0..articles.len()).collect());
        found.iter_mut().for_each(|list| list.sort_unstable());
        found.sort();
        assert_eq!(found, expected.iter().map(|list| list.to_vec()).collect::<Vec<_>>());
    }

    fn profile(terms: &[u32]) -> Profile {
        let weight = 1.0 / (terms.len() as f32).sqrt();
        Profile {
            words: Vec::new(),
            terms: terms.iter().map(|&key| (key, weight)).collect(),
            title: Vec::new(),
            outlet: None,
            published: None,
        }
    }

    #[test]
    fn look_alikes_fall_apart() {
        let (north, south): (&[u32], &[u32]) = (&[1, 2, 10, 11, 12, 13], &[1, 2, 20, 21, 22, 23]);
        check(&[north, south, north, south, north, south], &[&[0, 2, 4], &[1, 3, 5]]);
    }

    #[test]
    fn one_happening_stays_whole() {
        let (one, other): (&[u32], &[u32]) = (&[1, 2, 3, 4, 5, 6], &[1, 2, 3, 4, 5, 7]);
        check(&[one, other, one, other, one], &[&[0, 1, 2, 3, 4]]);
        check(&[one; 6], &[&[0, 1, 2, 3, 4, 5]]);
    }

    #[test]
    fn few_articles_are_left_as_they_are() {
        let (north, south): (&[u32], &[u32]) = (&[1, 10, 11], &[1, 20, 21]);
        check(&[north, south, south], &[&[0, 1, 2]]);
        check(&[], &[&[]]);
    }
}
