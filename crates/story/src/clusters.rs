//! Articles gathered into happenings: one pass in order of time, then clusters that grew apart are joined.
//!
//! An article joins the cluster whose articles it is most like on average, if it is like enough; the average over a
//! cluster is one product with the sum of its articles, and an inverted index finds the clusters that share a term,
//! so the work grows with the articles and not with their square. Tomorrow's articles meet today's clusters in the
//! same way. Look-alikes (two attacks, two recalls) that fell together are parted at the end. After Miranda et al.
//! (2018), "Multilingual Clustering of Streaming News", with fixed weights.

pub(crate) mod growth;
mod parting;

use crate::profile::Profile;
use std::collections::HashMap;
use whosaid_text::Moment;

/// Likeness from which an article joins a cluster.
pub(crate) const JOIN: f32 = 0.10;
/// Likeness from which two clusters become one.
const MERGE: f32 = 0.10;
/// Days after which likeness counts half.
const HALF_DAYS: f32 = 45.0;
/// Likeness never counts less than this for the days between: a story may sleep for a year and wake again.
const LEAST_NEARNESS: f32 = 0.4;

/// Clusters as lists of indexes into `order`'s articles, each in the given order; clusters by their first article.
pub(crate) fn cluster(profiles: &[Profile], order: &[usize]) -> Vec<Vec<usize>> {
    let mut clusters = Clusters::default();
    for &article in order {
        let profile = &profiles[article];
        let days = days_of(profile.published);
        match clusters.nearest(&profile.terms, days, None, 1.0) {
            Some((cluster, likeness)) if likeness >= JOIN => clusters.add(cluster, article, profile, days),
            _ => clusters.open(article, profile, days),
        }
    }
    while clusters.merge_round() {}
    let lists = clusters.into_lists(order);
    in_order(lists.into_iter().flat_map(|list| parting::parted(profiles, list)).collect(), order)
}

/// Lists with their members in the given order, by first member.
fn in_order(mut lists: Vec<Vec<usize>>, order: &[usize]) -> Vec<Vec<usize>> {
    let mut place = vec![0; order.len()];
    for (at, &article) in order.iter().enumerate() {
        if let Some(slot) = place.get_mut(article) {
            *slot = at;
        }
    }
    let at = |article: &usize| place.get(*article).copied().unwrap_or(usize::MAX);
    for list in &mut lists {
        list.sort_by_key(at);
    }
    lists.sort_by_key(|list| list.first().map(at));
    lists
}

/// First and last day of a cluster or article.
pub(crate) type Days = Option<(i32, i32)>;

/// How alike two articles are, by their terms and the days between them.
pub(crate) fn likeness(a: &[(u32, f32)], of_a: Days, b: &[(u32, f32)], of_b: Days) -> f32 {
    parting::product(a, b) * nearness(of_a, of_b)
}

pub(crate) fn days_of(published: Option<Moment>) -> Days {
    published.map(|moment| (moment.day.ordinal(), moment.day.ordinal()))
}

#[derive(Default)]
struct Clusters {
    members: Vec<Vec<usize>>,
    days: Vec<Days>,
    sums: Vec<HashMap<u32, f32>>,
    /// For each term, the clusters that hold it, by number, with their sums: what is read again and again lies together.
    index: HashMap<u32, Vec<(u32, f32)>>,
}

impl Clusters {
    /// The cluster most like `terms` on average; among equals the first. `terms` may be a sum over `n` articles.
    fn nearest(&self, terms: &[(u32, f32)], days: Days, not: Option<usize>, n: f32) -> Option<(usize, f32)> {
        let mut products = vec![0.0; self.members.len()];
        for (key, weight) in terms {
            for &(cluster, sum) in self.index.get(key).map_or(&[][..], Vec::as_slice) {
                products[cluster as usize] += weight * sum;
            }
        }
        let likeness = |cluster: usize, product: f32| {
            product / (self.members[cluster].len() as f32 * n) * nearness(days, self.days[cluster])
        };
        products
            .into_iter()
            .enumerate()
            .filter(|&(cluster, product)| product > 0.0 && Some(cluster) != not)
            .map(|(cluster, product)| (cluster, likeness(cluster, product)))
            .min_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)))
    }

    fn open(&mut self, article: usize, profile: &Profile, days: Days) {
        self.members.push(Vec::new());
        self.days.push(None);
        self.sums.push(HashMap::new());
        self.add(self.members.len() - 1, article, profile, days);
    }

    fn add(&mut self, cluster: usize, article: usize, profile: &Profile, days: Days) {
        self.members[cluster].push(article);
        self.days[cluster] = cover(self.days[cluster], days);
        for &(key, weight) in &profile.terms {
            self.add_term(cluster, key, weight);
        }
    }

    fn add_term(&mut self, cluster: usize, key: u32, weight: f32) {
        let sum = self.sums[cluster].entry(key).or_insert(0.0);
        *sum += weight;
        let holders = self.index.entry(key).or_default();
        match holders.binary_search_by_key(&(cluster as u32), |holder| holder.0) {
            Ok(at) => holders[at].1 = *sum,
            Err(at) => holders.insert(at, (cluster as u32, *sum)),
        }
    }

    /// Joins every pair of clusters that are each other's nearest and like enough. Whether anything was joined.
    fn merge_round(&mut self) -> bool {
        let nearest: Vec<Option<(usize, f32)>> =
            (0..self.members.len()).map(|cluster| self.nearest_cluster(cluster)).collect();
        let mut joined = false;
        for (cluster, near) in nearest.iter().enumerate() {
            let Some((other, _)) = near.filter(|(_, likeness)| *likeness >= MERGE) else { continue };
            if cluster < other && nearest[other].is_some_and(|(back, _)| back == cluster) {
                self.absorb(cluster, other);
                joined = true;
            }
        }
        joined
    }

    fn nearest_cluster(&self, cluster: usize) -> Option<(usize, f32)> {
        if self.members[cluster].is_empty() {
            return None;
        }
        let terms = self.sorted_terms(cluster);
        self.nearest(&terms, self.days[cluster], Some(cluster), self.members[cluster].len() as f32)
    }

    fn sorted_terms(&self, cluster: usize) -> Vec<(u32, f32)> {
        let mut terms: Vec<(u32, f32)> = self.sums[cluster].iter().map(|(&key, &sum)| (key, sum)).collect();
        terms.sort_unstable_by_key(|term| term.0);
        terms
    }

    fn absorb(&mut self, into: usize, from: usize) {
        let members = std::mem::take(&mut self.members[from]);
        self.members[into].extend(members);
        self.days[into] = cover(self.days[into], self.days[from]);
        for (key, weight) in self.sorted_terms(from) {
            self.add_term(into, key, weight);
            if let Some(holders) = self.index.get_mut(&key)
                && let Ok(at) = holders.binary_search_by_key(&(from as u32), |holder| holder.0)
            {
                holders.remove(at);
            }
        }
        self.sums[from] = HashMap::new();
    }

    fn into_lists(self, order: &[usize]) -> Vec<Vec<usize>> {
        in_order(self.members.into_iter().filter(|list| !list.is_empty()).collect(), order)
    }

    /// Whether two clusters are as alike to each other as each is within, as far as one happening asks.
    fn is_one(&self, a: usize, b: usize) -> bool {
        let products = |x: usize, y: usize| -> f32 {
            let (x, y) = if self.sums[x].len() <= self.sums[y].len() { (x, y) } else { (y, x) };
            let terms = self.sorted_terms(x);
            terms.iter().filter_map(|(key, sum)| Some(sum * self.sums[y].get(key)?)).sum()
        };
        let n = |cluster: usize| self.members[cluster].len() as f32;
        let within = |cluster: usize| (products(cluster, cluster) - n(cluster)) / 2.0;
        let (of_a, of_b) = (parting::Whole::new(n(a), within(a)), parting::Whole::new(n(b), within(b)));
        of_a.is_one_with(&of_b, products(a, b))
    }
}

fn cover(a: Days, b: Days) -> Days {
    match (a, b) {
        (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
        (a, b) => a.or(b),
    }
}

/// How much likeness counts over the days between two stretches: 1 for none or unknown.
fn nearness(a: Days, b: Days) -> f32 {
    match (a, b) {
        (Some(a), Some(b)) => {
            let gap = (b.0 - a.1).max(a.0 - b.1).max(0) as f32;
            (HALF_DAYS / (HALF_DAYS + gap)).max(LEAST_NEARNESS)
        }
        _ => 1.0,
    }
}
