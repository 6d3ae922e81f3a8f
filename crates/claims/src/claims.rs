//! Tellings joined into claims: average-link clustering over the pairs that have something in common.
//!
//! Likeness of two tellings is the probability that the pair model gives. Only pairs of different articles that share a
//! heavy word are ever compared, so the work grows with what is told twice.

use crate::alike::PairModel;
use crate::pairs::Compared;
use crate::terms::Terms;
use std::cmp::Ordering;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

/// Likeness under which a pair is not kept.
const LEAST: f32 = 0.01;

/// Groups of indexes into `terms`, each sorted, by their first member.
pub(crate) fn group(model: &PairModel, terms: &[Terms]) -> Vec<Vec<usize>> {
    let nodes = nodes(terms);
    let one_article = |node: usize| {
        let first = terms[nodes[node][0]].article;
        nodes[node].iter().all(|&at| terms[at].article == first).then_some(first)
    };
    let compared = Compared::new(nodes.iter().map(|node| &terms[node[0]]).collect());
    let article: Vec<Option<usize>> = (0..nodes.len()).map(one_article).collect();
    let mut pairs = Vec::new();
    compared.each(
        |a, b| article[a].is_none() || article[a] != article[b],
        |a, b, figures| {
            let likeness = model.probability(figures);
            if likeness >= LEAST {
                pairs.push(Pair { a: a as u32, b: b as u32, likeness });
            }
        },
    );
    let sizes: Vec<f32> = nodes.iter().map(|node| node.len() as f32).collect();
    let clusters = average_link(model.same, &sizes, &pairs);
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

/// Joins the two clusters of greatest average likeness until none reaches `same`.
///
/// An average reaches `same` only where a pair does, so clusters lie within what such pairs tie together: each of these
/// parts is joined alone, and pairs across them count for nothing.
fn average_link(same: f32, sizes: &[f32], pairs: &[Pair]) -> Vec<Vec<usize>> {
    let mut parts = Parts::new(sizes.len());
    pairs.iter().filter(|pair| pair.likeness >= same).for_each(|pair| parts.tie(pair.a, pair.b));
    let part_of: Vec<u32> = (0..sizes.len() as u32).map(|node| parts.root(node)).collect();
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); sizes.len()];
    let mut place = vec![0; sizes.len()];
    for (node, &part) in part_of.iter().enumerate() {
        place[node] = members[part as usize].len() as u32;
        members[part as usize].push(node);
    }
    let mut within: Vec<Vec<Pair>> = vec![Vec::new(); sizes.len()];
    for pair in pairs.iter().filter(|pair| part_of[pair.a as usize] == part_of[pair.b as usize]) {
        let (a, b) = (place[pair.a as usize], place[pair.b as usize]);
        within[part_of[pair.a as usize] as usize].push(Pair { a, b, ..*pair });
    }
    let mut clusters = Vec::new();
    for (members, pairs) in members.iter().zip(&within).filter(|(members, _)| !members.is_empty()) {
        let sizes: Vec<f32> = members.iter().map(|&node| sizes[node]).collect();
        let joined = joined(same, &sizes, pairs).into_iter();
        clusters
            .extend(joined.map(|list| list.into_iter().map(|at| members[at as usize]).collect::<Vec<_>>()));
    }
    clusters
}

/// Two nodes, the lower number first, and how alike they are.
#[derive(Clone, Copy, Debug)]
struct Pair {
    a: u32,
    b: u32,
    likeness: f32,
}

/// Nodes that are tied together, each part named by its first node.
struct Parts {
    parents: Vec<u32>,
}

impl Parts {
    fn new(n_nodes: usize) -> Self {
        Parts { parents: (0..n_nodes as u32).collect() }
    }

    fn root(&mut self, mut node: u32) -> u32 {
        while self.parents[node as usize] != node {
            let parent = self.parents[node as usize];
            self.parents[node as usize] = self.parents[parent as usize];
            node = parent;
        }
        node
    }

    fn tie(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b) as usize] = a.min(b);
    }
}

/// The clusters of one part.
fn joined(same: f32, sizes: &[f32], pairs: &[Pair]) -> Vec<Vec<u32>> {
    let mut links = Links::new(sizes, pairs);
    let mut heap: BinaryHeap<Joint> = BinaryHeap::new();
    // Who may be joined to each cluster. An average over two clusters lies between their averages, so a cluster that
    // grew can be joined to nobody that neither of its parts could be joined to: the many weak neighbors of a large
    // cluster are not looked at again.
    let mut near: Vec<Vec<u32>> = vec![Vec::new(); sizes.len()];
    for &Pair { a, b, likeness } in pairs.iter().filter(|pair| pair.likeness >= same) {
        heap.push(Joint { average: likeness, a, b, version: (0, 0) });
        near[a as usize].push(b);
        near[b as usize].push(a);
    }
    while let Some(joint) = heap.pop() {
        let (into, from) = (joint.a as usize, joint.b as usize);
        if joint.version != (links.version[into], links.version[from]) {
            continue;
        }
        links.join(joint.a, joint.b);
        let mut others = std::mem::take(&mut near[into]);
        others.append(&mut near[from]);
        others.sort_unstable();
        others.dedup();
        others.retain(|&other| {
            let Some(sum) = links.sums.get(&key(joint.a, other)) else { return false };
            let average = sum / (links.sizes[into] * links.sizes[other as usize]);
            if average >= same {
                let (a, b) = (joint.a.min(other), joint.a.max(other));
                let version = (links.version[a as usize], links.version[b as usize]);
                heap.push(Joint { average, a, b, version });
            }
            average >= same
        });
        others.iter().for_each(|&other| near[other as usize].push(joint.a));
        near[into] = others;
    }
    links.members.into_iter().filter(|members| !members.is_empty()).collect()
}

/// Clusters under way, and the summed likeness between neighbors.
struct Links {
    members: Vec<Vec<u32>>,
    sizes: Vec<f32>,
    version: Vec<u32>,
    /// By [`key`].
    sums: HashMap<u64, f32, BuildHasherDefault<KeyHasher>>,
    /// Neighbors of each cluster; some were joined to others meanwhile.
    neighbors: Vec<Vec<u32>>,
}

impl Links {
    fn new(sizes: &[f32], pairs: &[Pair]) -> Self {
        let mut links = Links {
            members: (0..sizes.len() as u32).map(|node| vec![node]).collect(),
            sizes: sizes.to_vec(),
            version: vec![0; sizes.len()],
            sums: HashMap::with_capacity_and_hasher(pairs.len(), BuildHasherDefault::default()),
            neighbors: vec![Vec::new(); sizes.len()],
        };
        for &Pair { a, b, likeness } in pairs {
            links.sums.insert(key(a, b), likeness * sizes[a as usize] * sizes[b as usize]);
            links.neighbors[a as usize].push(b);
            links.neighbors[b as usize].push(a);
        }
        links
    }

    fn join(&mut self, into: u32, from: u32) {
        let (at, gone) = (into as usize, from as usize);
        let moved = std::mem::take(&mut self.members[gone]);
        self.members[at].extend(moved);
        self.sizes[at] += self.sizes[gone];
        self.version[at] += 1;
        self.version[gone] = u32::MAX;
        for other in std::mem::take(&mut self.neighbors[gone]) {
            let Some(sum) = self.sums.remove(&key(from, other)).filter(|_| other != into) else { continue };
            match self.sums.entry(key(into, other)) {
                Entry::Occupied(mut known) => *known.get_mut() += sum,
                Entry::Vacant(new) => {
                    new.insert(sum);
                    self.neighbors[at].push(other);
                    self.neighbors[other as usize].push(into);
                }
            }
        }
    }
}

/// The name of a pair of clusters.
fn key(a: u32, b: u32) -> u64 {
    u64::from(a.min(b)) << 32 | u64::from(a.max(b))
}

/// Spreads the bits of one [`key`]; nothing depends on the order of a map.
#[derive(Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|&byte| self.write_u64(u64::from(byte)));
    }

    fn write_u64(&mut self, key: u64) {
        let spread = (self.0 ^ key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = spread ^ (spread >> 32);
    }
}

/// Two clusters that may be joined; greatest average first, then the lower numbers.
struct Joint {
    average: f32,
    a: u32,
    b: u32,
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
