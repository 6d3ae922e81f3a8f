//! Average-link clustering: again and again the two clusters of greatest average likeness become one, until none reaches
//! the threshold.
//!
//! Each cluster holds one packed row, its summed likeness to the others. A row is brought up to date only when its cluster
//! is looked at; until then it still names clusters that became part of others. Each cluster also knows the best of those
//! that come after it, and a heap holds that one pair of each: when clusters grow it can only have become worse, which
//! is found out when its turn comes (the generic algorithm of D. Müllner, "Modern hierarchical, agglomerative clustering
//! algorithms", 2011). Sums are added in the order in which clusters were joined, so that nothing depends on when a row
//! is looked at.

use crate::rows::Row;
use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

/// Entries that wait: put into their rows one by one, each would be a walk through memory.
const MOST_WAITING: usize = 1 << 20;

/// Nodes, how alike they are, and the clusters that they come to.
pub(crate) struct Linkage {
    /// Average likeness from which clusters are joined.
    same: f32,
    /// By cluster, which has the number of its first node; values as [`Clusters::sum`] takes them.
    rows: Vec<Row>,
    /// Cluster, other cluster and value of entries that are not in their rows yet.
    waiting: Vec<(u32, u32, f32)>,
    clusters: Clusters,
    /// The best pair of each cluster with one after it; no pair of it is better now.
    best: Vec<Option<Joint>>,
    heap: BinaryHeap<Joint>,
    laid: Laid,
}

impl Linkage {
    /// Takes nodes, each of which stands for so many.
    pub fn new(same: f32, sizes: Vec<f32>) -> Self {
        Linkage {
            same,
            rows: vec![Row::default(); sizes.len()],
            waiting: Vec::new(),
            best: vec![None; sizes.len()],
            heap: BinaryHeap::new(),
            laid: Laid { values: vec![0.0; sizes.len()], held: Vec::new() },
            clusters: Clusters::new(sizes),
        }
    }

    /// Adds two nodes that are alike, the lower first. Pairs come in order; what is not added is not alike at all.
    pub fn add(&mut self, a: usize, b: usize, likeness: f32) {
        if self.waiting.len() >= MOST_WAITING {
            self.put_into_rows();
        }
        let (a, b) = (a as u32, b as u32);
        self.waiting.extend([(a, b, -likeness), (b, a, -likeness)]);
    }

    /// Changes the likeness of every two nodes that were added; what is made of two nodes and their likeness is the same
    /// either way round.
    pub fn change(&mut self, likeness: impl Fn(usize, usize, f32) -> f32) {
        self.put_into_rows();
        for (a, row) in self.rows.iter_mut().enumerate() {
            row.change(|b, value| -likeness(a, b as usize, -value));
        }
    }

    fn put_into_rows(&mut self) {
        self.waiting.sort_unstable_by_key(|&(cluster, other, _)| (cluster, other));
        for (cluster, other, value) in self.waiting.drain(..) {
            self.rows[cluster as usize].push(other, value);
        }
    }

    /// The nodes of each cluster.
    pub fn joined(mut self) -> Vec<Vec<u32>> {
        self.put_into_rows();
        self.waiting = Vec::new();
        (0..self.rows.len() as u32).for_each(|node| self.look_at(node));
        while let Some(joint) = self.heap.pop() {
            if self.best[joint.a as usize] != Some(joint) {
                continue;
            }
            match self.clusters.is_unchanged(joint.b, joint.step) {
                true => self.join(joint.a, joint.b),
                false => self.look_at(joint.a),
            }
        }
        self.clusters.members.into_iter().filter(|members| !members.is_empty()).collect()
    }

    /// Brings a row up to date and finds its best pair.
    fn look_at(&mut self, cluster: u32) {
        self.lay(cluster);
        self.lift(cluster);
    }

    fn join(&mut self, into: u32, from: u32) {
        self.lay(from);
        let moved = self.laid.take();
        self.lay(into);
        for &other in &self.laid.held {
            let value = &mut self.laid.values[other as usize];
            *value = self.clusters.sum(into, other, *value);
        }
        for (other, value) in moved {
            self.laid.add(other, self.clusters.sum(from, other, value));
        }
        self.laid.forget(into);
        self.laid.forget(from);
        self.clusters.join(into, from);
        self.best[from as usize] = None;
        self.lift(into);
    }

    /// Lays out the row of a cluster. What it names that became part of another counts for that one, in the order in
    /// which this happened.
    fn lay(&mut self, cluster: u32) {
        let row = std::mem::take(&mut self.rows[cluster as usize]);
        for (other, value) in row.entries() {
            self.laid.add(other, value);
        }
        let clusters = &self.clusters;
        let gone = |other: u32| clusters.left(other).map(|step| Reverse((step, other)));
        let mut leaving: BinaryHeap<_> = self.laid.held.iter().filter_map(|&other| gone(other)).collect();
        while let Some(Reverse((_, other))) = leaving.pop() {
            let into = clusters.into[other as usize];
            let moved = clusters.sum(cluster, other, self.laid.forget(other));
            let known = &mut self.laid.values[into as usize];
            *known = clusters.sum(cluster, into, *known);
            if self.laid.add(into, moved) {
                leaving.extend(gone(into));
            }
        }
    }

    /// Packs the row that is laid out as that of a cluster, and finds its best pair; a pair with a cluster before it can
    /// be the best of that one.
    fn lift(&mut self, cluster: u32) {
        let mut best: Option<Joint> = None;
        for (other, value) in self.laid.take() {
            self.rows[cluster as usize].push(other, value);
            let average = self.clusters.average(cluster, other, value);
            if average < self.same {
                continue;
            }
            let (a, b) = (cluster.min(other), cluster.max(other));
            let joint = Joint { average, a, b, step: self.clusters.step };
            if a == cluster {
                best = best.max(Some(joint));
            } else if Some(joint) > self.best[a as usize] {
                self.best[a as usize] = Some(joint);
                self.heap.push(joint);
            }
        }
        self.best[cluster as usize] = best;
        self.heap.extend(best);
    }
}

/// What became of each node.
struct Clusters {
    /// Empty where a node is part of an earlier one's cluster.
    members: Vec<Vec<u32>>,
    /// What each node stands for.
    node_sizes: Vec<f32>,
    /// What each cluster stands for.
    sizes: Vec<f32>,
    /// The cluster that each became part of; itself as long as it is one.
    into: Vec<u32>,
    /// The step at which each grew or became part of another; 0 for nodes as given.
    changed: Vec<u32>,
    /// Clusters joined so far.
    step: u32,
}

impl Clusters {
    fn new(sizes: Vec<f32>) -> Self {
        let nodes = 0..sizes.len() as u32;
        Clusters {
            members: nodes.clone().map(|node| vec![node]).collect(),
            into: nodes.collect(),
            changed: vec![0; sizes.len()],
            sizes: sizes.clone(),
            node_sizes: sizes,
            step: 0,
        }
    }

    fn join(&mut self, into: u32, from: u32) {
        self.step += 1;
        let (at, gone) = (into as usize, from as usize);
        let moved = std::mem::take(&mut self.members[gone]);
        self.members[at].extend(moved);
        self.sizes[at] += self.sizes[gone];
        self.into[gone] = into;
        self.changed[at] = self.step;
        self.changed[gone] = self.step;
    }

    /// The step at which a cluster became part of another.
    fn left(&self, cluster: u32) -> Option<u32> {
        let at = cluster as usize;
        (self.into[at] != cluster).then_some(self.changed[at])
    }

    /// Whether a cluster is what it was at a step.
    fn is_unchanged(&self, cluster: u32, step: u32) -> bool {
        self.changed[cluster as usize] <= step
    }

    /// The summed likeness that a value of a row tells: the sum itself or, under 0, the likeness of two nodes, which
    /// counts once for each two that they stand for.
    fn sum(&self, a: u32, b: u32, value: f32) -> f32 {
        if value >= 0.0 {
            return value;
        }
        -value * self.node_sizes[a.min(b) as usize] * self.node_sizes[a.max(b) as usize]
    }

    /// The average likeness that a value of a row tells.
    fn average(&self, a: u32, b: u32, value: f32) -> f32 {
        let (x, y) = (a as usize, b as usize);
        if value < 0.0 && self.changed[x] == 0 && self.changed[y] == 0 {
            return -value;
        }
        self.sum(a, b, value) / (self.sizes[x] * self.sizes[y])
    }
}

/// A row laid out over all clusters, 0 where it holds nothing.
struct Laid {
    values: Vec<f32>,
    /// The clusters that it holds, and some that it holds no more.
    held: Vec<u32>,
}

impl Laid {
    /// Adds to a value; tells whether there was none.
    fn add(&mut self, cluster: u32, value: f32) -> bool {
        let known = &mut self.values[cluster as usize];
        let is_new = *known == 0.0;
        if is_new {
            self.held.push(cluster);
        }
        *known += value;
        is_new
    }

    /// Takes one value away.
    fn forget(&mut self, cluster: u32) -> f32 {
        std::mem::take(&mut self.values[cluster as usize])
    }

    /// Takes everything away, in order.
    fn take(&mut self) -> Vec<(u32, f32)> {
        let mut held = std::mem::take(&mut self.held);
        held.sort();
        let values =
            held.iter().map(|&cluster| (cluster, std::mem::take(&mut self.values[cluster as usize])));
        let taken = values.filter(|&(_, value)| value != 0.0).collect();
        held.clear();
        self.held = held;
        taken
    }
}

/// Two clusters that may be joined, greatest average first, then the lower numbers; as they were at a step.
#[derive(Clone, Copy, Debug)]
struct Joint {
    average: f32,
    a: u32,
    b: u32,
    step: u32,
}

impl Ord for Joint {
    fn cmp(&self, other: &Self) -> Ordering {
        let order = self.average.total_cmp(&other.average);
        order.then(other.a.cmp(&self.a)).then(other.b.cmp(&self.b)).then(self.step.cmp(&other.step))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Joins the best two of all again and again, every pair looked at each time.
    fn plainly(same: f32, sizes: &[f32], likeness: impl Fn(usize, usize) -> f32) -> Vec<Vec<u32>> {
        let n = sizes.len();
        let mut clusters: Vec<(f32, Vec<u32>)> =
            sizes.iter().zip(0..).map(|(&size, node)| (size, vec![node])).collect();
        let mut sums = vec![vec![0.0; n]; n];
        let mut averages = vec![vec![0.0; n]; n];
        for (a, b) in (0..n).flat_map(|b| (0..b).map(move |a| (a, b))) {
            averages[a][b] = likeness(a, b);
            sums[a][b] = likeness(a, b) * sizes[a] * sizes[b];
            sums[b][a] = sums[a][b];
        }
        loop {
            let pairs = (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b)));
            let open = pairs.filter(|&(a, b)| !clusters[a].1.is_empty() && !clusters[b].1.is_empty());
            let best = open.min_by(|&(a, b), &(c, d)| averages[c][d].total_cmp(&averages[a][b]));
            let Some((into, from)) = best.filter(|&(a, b)| averages[a][b] >= same) else { break };
            let (size, moved) = std::mem::take(&mut clusters[from]);
            clusters[into].0 += size;
            clusters[into].1.extend(moved);
            for other in (0..n).filter(|&other| other != into) {
                sums[into][other] += sums[from][other];
                sums[other][into] = sums[into][other];
                let average = sums[into][other] / (clusters[into].0 * clusters[other].0);
                averages[into.min(other)][into.max(other)] = average;
            }
        }
        clusters.into_iter().map(|cluster| cluster.1).filter(|nodes| !nodes.is_empty()).collect()
    }

    /// Nodes and pairs drawn from a seed, of which one in so many is alike, in so many grades.
    #[track_caller]
    fn check(seed: u32, n: usize, one_in: u32, n_grades: u32, same: f32) {
        let drawn = |a: usize, b: usize| whosaid_linear::mix(seed, whosaid_linear::mix(a as u32, b as u32));
        let sizes: Vec<f32> = (0..n).map(|node| (1 + drawn(node, node) % 8 / 5) as f32).collect();
        let likeness = |a: usize, b: usize| {
            let drawn = drawn(a, b) >> 4;
            let grade = drawn / one_in % n_grades + 1;
            if drawn.is_multiple_of(one_in) { grade as f32 / n_grades as f32 } else { 0.0 }
        };
        let mut linkage = Linkage::new(same, sizes.clone());
        for (a, b) in (0..n).flat_map(|a| (a + 1..n).map(move |b| (a, b))) {
            if likeness(a, b) > 0.0 {
                linkage.add(a, b, likeness(a, b));
            }
        }
        assert_eq!(
            linkage.joined(),
            plainly(same, &sizes, likeness),
            "{seed} {n} {one_in} {n_grades} {same}"
        );
    }

    #[test]
    fn likeness_can_change_before_joining() {
        let mut linkage = Linkage::new(0.5, vec![1.0; 3]);
        linkage.add(0, 1, 0.6);
        linkage.add(1, 2, 0.9);
        linkage.change(|a, b, likeness| if a + b == 1 { likeness } else { likeness / 2.0 });
        assert_eq!(linkage.joined(), [vec![0, 1], vec![2]]);
    }

    #[test]
    fn clusters_are_those_of_looking_at_every_pair() {
        check(0, 0, 1, 1, 0.5);
        check(0, 1, 1, 1, 0.5);
        for seed in 0..200 {
            for (n, one_in) in [(5, 1), (12, 1), (12, 3), (40, 2), (40, 8)] {
                check(seed, n, one_in, 1000, 0.1);
                check(seed, n, one_in, 7, 0.3);
            }
        }
    }
}
