//! Tellings joined into claims: average-link clustering over the pairs that have something in common.
//!
//! Likeness of two tellings is the probability that the pair model gives. Only pairs of different articles that share a
//! heavy word are ever compared, so the work grows with what is told twice. Where an article tells a telling nearly word
//! for word, what else it tells is most likely another claim: copies tell each of their claims apart.

use crate::alike::PairModel;
use crate::linkage::Linkage;
use crate::pairs::Compared;
use crate::terms::Terms;
use std::collections::BTreeMap;

/// Likeness under which a pair is not kept.
const LEAST: f32 = 0.01;
/// Likeness from which an article tells a telling of another one again.
const AGAIN: f32 = 0.85;
/// What the likeness of two tellings is worth where the article of one tells the other again, elsewhere.
const ELSEWHERE: f32 = 0.4;

/// Groups of indexes into `terms`, each sorted, by their first member.
pub(crate) fn group(model: &PairModel, terms: &[Terms]) -> Vec<Vec<usize>> {
    let nodes = nodes(terms);
    let linkage = compared(model, terms, &nodes);
    let members = |cluster: Vec<u32>| {
        let members = cluster.into_iter().flat_map(|node| nodes[node as usize].iter().copied());
        let mut members: Vec<usize> = members.collect();
        members.sort_unstable();
        members
    };
    let mut groups: Vec<Vec<usize>> = linkage.joined().into_iter().map(members).collect();
    groups.sort();
    groups
}

/// The nodes with how alike they are.
fn compared(model: &PairModel, terms: &[Terms], nodes: &[Vec<usize>]) -> Linkage {
    let articles: Vec<Vec<usize>> = nodes.iter().map(|node| articles(terms, node)).collect();
    let mut linkage = Linkage::new(model.same, nodes.iter().map(|node| node.len() as f32).collect());
    let mut again = Again::of(&articles);
    Compared::new(nodes.iter().map(|node| &terms[node[0]]).collect()).each(
        |a, b| articles[a].len() > 1 || articles[a] != articles[b],
        |a, b, figures| {
            let likeness = model.probability(figures);
            if likeness >= LEAST {
                linkage.add(a, b, likeness);
            }
            if likeness >= AGAIN {
                again.tells(a, &articles[b]);
                again.tells(b, &articles[a]);
            }
        },
    );
    linkage.change(|a, b, likeness| {
        if likeness >= AGAIN {
            likeness
        } else {
            likeness * again.weight((a, &articles[a]), (b, &articles[b]))
        }
    });
    linkage
}

/// The articles of a node, sorted.
fn articles(terms: &[Terms], node: &[usize]) -> Vec<usize> {
    let mut articles: Vec<usize> = node.iter().map(|&at| terms[at].article).collect();
    articles.sort_unstable();
    articles.dedup();
    articles
}

/// Which articles tell each node nearly word for word, sorted.
struct Again(Vec<Vec<usize>>);

impl Again {
    /// A node of several articles is told by each of them.
    fn of(articles: &[Vec<usize>]) -> Self {
        let told =
            articles.iter().map(|of_node| if of_node.len() > 1 { of_node.clone() } else { Vec::new() });
        Again(told.collect())
    }

    fn tells(&mut self, node: usize, articles: &[usize]) {
        let known = &mut self.0[node];
        for article in articles {
            if let Err(at) = known.binary_search(article) {
                known.insert(at, *article);
            }
        }
    }

    /// What the likeness of two nodes is worth: less for the articles of each that tell the other elsewhere.
    fn weight(&self, (a, of_a): (usize, &[usize]), (b, of_b): (usize, &[usize])) -> f32 {
        let weight = |of_one: &[usize], other: usize| {
            let told = &self.0[other];
            let n = of_one.iter().filter(|article| told.binary_search(article).is_ok()).count();
            1.0 - (1.0 - ELSEWHERE) * n as f32 / of_one.len() as f32
        };
        weight(of_a, b) * weight(of_b, a)
    }
}

/// Tellings with the very same terms are one node from the start.
fn nodes(terms: &[Terms]) -> Vec<Vec<usize>> {
    let mut same: BTreeMap<Vec<u32>, Vec<usize>> = BTreeMap::new();
    let mut nodes = Vec::new();
    for (idx, terms) in terms.iter().enumerate() {
        if terms.keys.is_empty() {
            nodes.push(vec![idx]);
        } else {
            same.entry(terms.keys.iter().map(|key| key.0).collect()).or_default().push(idx);
        }
    }
    nodes.extend(same.into_values());
    nodes.sort();
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_article_tells_beside_a_telling_is_another_claim() {
        let articles = [vec![0], vec![1], vec![0, 1]];
        let weight = |again: &Again, a: usize, b: usize| {
            (100.0 * again.weight((a, &articles[a]), (b, &articles[b]))).round() as u32
        };
        let mut again = Again::of(&articles);
        assert_eq!(weight(&again, 0, 1), 100);
        assert_eq!((weight(&again, 0, 2), weight(&again, 2, 0)), (40, 40));
        again.tells(0, &articles[1]);
        assert_eq!((weight(&again, 0, 1), weight(&again, 1, 0)), (40, 40));
        again.tells(1, &articles[0]);
        assert_eq!((weight(&again, 0, 1), weight(&again, 0, 2)), (16, 28));
    }
}
