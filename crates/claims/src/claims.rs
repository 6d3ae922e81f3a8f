//! Tellings joined into claims: average-link clustering over the pairs that have something in common.
//!
//! Likeness of two tellings is the probability that the pair model gives. Only pairs of different articles that share a
//! heavy word are ever compared, so the work grows with what is told twice.

use crate::alike::{Figures, PairModel, figures, is_compared};
use crate::terms::Terms;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

/// Likeness under which a pair is not kept.
const LEAST: f32 = 0.01;
/// A telling's heaviest words, by which others are found.
const PROBES: usize = 16;
/// Tellings of one word that are compared with each other.
const MOST_HOLDERS: usize = 120;

/// Groups of indexes into `terms`, each sorted, by their first member.
pub(crate) fn group(model: &PairModel, terms: &[Terms]) -> Vec<Vec<usize>> {
    let nodes = nodes(terms);
    let one_article = |node: usize| {
        let first = terms[nodes[node][0]].article;
        nodes[node].iter().all(|&at| terms[at].article == first).then_some(first)
    };
    let across = |a: usize, b: usize| one_article(a).is_none() || one_article(a) != one_article(b);
    let pairs = pairs(terms, &nodes)
        .into_iter()
        .filter(|&(a, b)| across(a, b))
        .map(|(a, b)| (a, b, model.probability(&figures(&terms[nodes[a][0]], &terms[nodes[b][0]]))))
        .filter(|pair| pair.2 >= LEAST)
        .collect();
    let sizes: Vec<f32> = nodes.iter().map(|node| node.len() as f32).collect();
    let clusters = average_link(model.same, &sizes, pairs);
    let mut groups: Vec<Vec<usize>> = clusters
        .into_iter()
        .map(|cluster| {
            let mut members: Vec<usize> = cluster.into_iter().flat_map(|node| nodes[node].clone()).collect();
            members.sort_unstable();
            members
        })
        .collect();
    groups.sort();
    groups
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

/// Every pair that shares a heavy word, also within one article.
pub(crate) fn pairs_of(terms: &[Terms]) -> Vec<(usize, usize)> {
    let alone: Vec<Vec<usize>> = (0..terms.len()).map(|idx| vec![idx]).collect();
    pairs(terms, &alone)
}

/// Every pair that is compared, with its figures: what the pair model learns from.
pub(crate) fn compared(terms: &[Terms]) -> Vec<(usize, usize, Figures)> {
    pairs_of(terms).into_iter().map(|(a, b)| (a, b, figures(&terms[a], &terms[b]))).collect()
}

/// The pairs of nodes that share a heavy word, and enough in all.
fn pairs(terms: &[Terms], nodes: &[Vec<usize>]) -> Vec<(usize, usize)> {
    let of = |node: usize| &terms[nodes[node][0]];
    let mut holders: HashMap<u32, Vec<u32>> = HashMap::new();
    for node in 0..nodes.len() {
        for key in heaviest(of(node)) {
            holders.entry(key).or_default().push(node as u32);
        }
    }
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for list in holders.values() {
        for (n, &a) in list.iter().enumerate() {
            pairs.extend(list[n + 1..].iter().take(MOST_HOLDERS).map(|&b| (a, b)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let pairs = pairs.into_iter().map(|(a, b)| (a as usize, b as usize));
    pairs.filter(|&(a, b)| is_compared(of(a), of(b))).collect()
}

fn heaviest(terms: &Terms) -> Vec<u32> {
    let mut words: Vec<(u32, f32)> = terms.words.iter().map(|word| (word.key, word.info)).collect();
    words.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    words.into_iter().take(PROBES).map(|word| word.0).collect()
}

/// Joins the two clusters of greatest average likeness until none reaches `same`.
fn average_link(same: f32, sizes: &[f32], pairs: Vec<(usize, usize, f32)>) -> Vec<Vec<usize>> {
    let mut links = Links::new(sizes, &pairs);
    let mut heap: BinaryHeap<Joint> = BinaryHeap::new();
    // Who may be joined to each cluster. An average over two clusters lies between their averages, so a cluster that
    // grew can be joined to nobody that neither of its parts could be joined to: the many weak neighbors of a large
    // cluster are not looked at again.
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); sizes.len()];
    for (a, b, likeness) in pairs {
        if likeness >= same {
            heap.push(Joint { average: likeness, a, b, version: (0, 0) });
            near[a].push(b);
            near[b].push(a);
        }
    }
    while let Some(joint) = heap.pop() {
        if joint.version != (links.version[joint.a], links.version[joint.b]) {
            continue;
        }
        links.join(joint.a, joint.b);
        let mut others = std::mem::take(&mut near[joint.a]);
        others.append(&mut near[joint.b]);
        others.sort_unstable();
        others.dedup();
        others.retain(|&other| {
            let Some(sum) = links.sums[joint.a].get(&other) else { return false };
            let average = sum / (links.sizes[joint.a] * links.sizes[other]);
            if average >= same {
                let (a, b) = (joint.a.min(other), joint.a.max(other));
                heap.push(Joint { average, a, b, version: (links.version[a], links.version[b]) });
            }
            average >= same
        });
        others.iter().for_each(|&other| near[other].push(joint.a));
        near[joint.a] = others;
    }
    links.members.into_iter().filter(|members| !members.is_empty()).collect()
}

/// Clusters under way, and the summed likeness between neighbors.
struct Links {
    members: Vec<Vec<usize>>,
    sizes: Vec<f32>,
    version: Vec<u32>,
    sums: Vec<BTreeMap<usize, f32>>,
}

impl Links {
    fn new(sizes: &[f32], pairs: &[(usize, usize, f32)]) -> Self {
        let mut sums = vec![BTreeMap::new(); sizes.len()];
        for &(a, b, likeness) in pairs {
            let sum = likeness * sizes[a] * sizes[b];
            sums[a].insert(b, sum);
            sums[b].insert(a, sum);
        }
        Links {
            members: (0..sizes.len()).map(|node| vec![node]).collect(),
            sizes: sizes.to_vec(),
            version: vec![0; sizes.len()],
            sums,
        }
    }

    fn join(&mut self, into: usize, from: usize) {
        let moved = std::mem::take(&mut self.members[from]);
        self.members[into].extend(moved);
        self.sizes[into] += self.sizes[from];
        self.version[into] += 1;
        self.version[from] = u32::MAX;
        for (other, sum) in std::mem::take(&mut self.sums[from]) {
            self.sums[other].remove(&from);
            if other != into {
                *self.sums[into].entry(other).or_default() += sum;
                *self.sums[other].entry(into).or_default() += sum;
            }
        }
    }
}

/// Two clusters that may be joined; greatest average first, then the lower numbers.
struct Joint {
    average: f32,
    a: usize,
    b: usize,
    version: (u32, u32),
}

impl Ord for Joint {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = self.average.total_cmp(&other.average);
        order.then(other.a.cmp(&self.a)).then(other.b.cmp(&self.b)).then(self.version.cmp(&other.version))
    }
}

impl PartialOrd for Joint {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Joint {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Joint {}
