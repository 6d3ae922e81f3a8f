//! Tellings joined into claims: average-link clustering over the pairs that have something in common.
//!
//! Likeness of two tellings is the probability that the pair model gives. Only pairs of different articles that share a
//! heavy word are ever compared, so the work grows with what is told twice.

use crate::alike::PairModel;
use crate::linkage::Linkage;
use crate::pairs::Compared;
use crate::terms::Terms;
use std::collections::BTreeMap;

/// Likeness under which a pair is not kept.
const LEAST: f32 = 0.01;

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
    let article: Vec<Option<usize>> = nodes.iter().map(|node| one_article(terms, node)).collect();
    let mut linkage = Linkage::new(model.same, nodes.iter().map(|node| node.len() as f32).collect());
    Compared::new(nodes.iter().map(|node| &terms[node[0]]).collect()).each(
        |a, b| article[a].is_none() || article[a] != article[b],
        |a, b, figures| {
            let likeness = model.probability(figures);
            if likeness >= LEAST {
                linkage.add(a, b, likeness);
            }
        },
    );
    linkage
}

/// The article of a node, where all its tellings stand in one.
fn one_article(terms: &[Terms], node: &[usize]) -> Option<usize> {
    let first = terms[node[0]].article;
    node.iter().all(|&at| terms[at].article == first).then_some(first)
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
