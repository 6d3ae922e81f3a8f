//! Archives parted into blocks of articles that can be gathered one by one, on any number of machines.
//!
//! A cluster takes in an article, and two clusters become one, only where some pair of their articles is as alike as
//! [`JOIN`] asks; so articles that no chain of such pairs connects never meet, and gathering each connected block alone
//! gives what gathering all at once gives. An archive has too many pairs to look at. Those that are worth a look share a
//! key: an article has some [`keys`](Sketch::keys), each drawn from its heaviest terms so that alike articles draw alike
//! (bands of min-wise hashes of weighted sets, after Moulton and Jiang 2018, "Maximally consistent sampling and the
//! Jaccard index of probability distributions"), and most of them bound to a window of time. Of the pairs, the strongest that
//! connect everything are kept ([`forest`]), and a block that is still too large for one process falls apart at its
//! weakest links ([`blocks`]).
//!
//! [`gather_in_blocks`] is the whole on one machine; the steps are public, so that an engine can shuffle between them.

use crate::clusters::growth::{Outline, grow};
use crate::clusters::{JOIN, days_of, likeness};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use whosaid_linear::mix;
use whosaid_text::{ArticleId, Moment};

/// Bands of an article: a key each.
const BANDS: u32 = 32;
/// The first bands draw two terms and know no time, for stories that sleep and articles without a date...
const BANDS_OF_ALL_TIME: u32 = 12;
/// ...those up to here draw two terms; the others draw one, for short articles and loose stories.
const BANDS_OF_TWO: u32 = 22;
/// Days of a window; each band begins its windows on another day, so that no day parts all bands.
const WINDOW_DAYS: i32 = 64;
/// Terms of a sketch, the heaviest.
const MOST_TERMS: usize = 48;
/// How many articles before it, among those of one key, an article is compared with.
const NEIGHBORS: usize = 64;
/// Parts into which the keys of an archive fall, looked at one after the other.
const SHARES: u64 = 16;
/// Articles of a block above which it falls apart at its weakest links.
const MOST_IN_BLOCK: usize = 10_000;

/// What of an article is needed to find the articles that may be of its story.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch {
    /// Articles that share one of these are worth comparing; by number, each once.
    pub keys: Vec<u64>,
    /// Its heaviest terms and its time.
    pub outline: Outline,
}

/// Two articles that are as alike as articles of one story.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The one with the smaller id.
    pub a: ArticleId,
    /// The other.
    pub b: ArticleId,
    /// How alike, 0 to 1.
    pub likeness: f32,
}

impl Sketch {
    /// Of an article's outline.
    pub fn of(outline: &Outline) -> Self {
        let mut terms = outline.terms.clone();
        terms.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        terms.truncate(MOST_TERMS);
        let mut terms = terms.to_vec();
        terms.sort_unstable_by_key(|term| term.0);
        let mut keys = Vec::with_capacity(BANDS as usize);
        keys.extend((0..BANDS).filter_map(|band| key(band, &terms, outline.published)));
        keys.sort_unstable();
        keys.dedup();
        Sketch { keys, outline: Outline { terms, published: outline.published } }
    }
}

/// The key of a band: the terms drawn, and the window of time.
fn key(band: u32, terms: &[(u32, f32)], published: Option<Moment>) -> Option<u64> {
    let rows = if band < BANDS_OF_TWO { 2 } else { 1 };
    let mut drawn = (0..rows).map(|row| draw(band * 2 + row, terms));
    let (first, second) = (drawn.next()??, drawn.next().unwrap_or(Some(0))?);
    let begins = (band as i32 * WINDOW_DAYS) / BANDS as i32;
    let day = published.filter(|_| band >= BANDS_OF_ALL_TIME).map(|at| at.day.ordinal());
    let window = day.map_or(-1, |day| (day + begins).div_euclid(WINDOW_DAYS));
    let of_band = mix(band, window as u32);
    Some(u64::from(mix(of_band, first)) << 32 | u64::from(mix(first ^ of_band, second)))
}

/// A term, each with a chance of its share of the length: of all races against time the one that is over first.
fn draw(seed: u32, terms: &[(u32, f32)]) -> Option<u32> {
    let race = |&(term, weight): &(u32, f32)| {
        let chance = (f64::from(mix(seed.wrapping_mul(0x9e37_79b9), term)) + 1.0) / 4_294_967_297.0;
        (-chance.ln() / f64::from(weight * weight), term)
    };
    let raced = terms.iter().filter(|term| term.1 > 0.0).map(race);
    raced.min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).map(|(_, term)| term)
}

/// The links among articles that share a key, as few as connect what is connected.
///
/// An article is compared with those before it in time, the nearest [`NEIGHBORS`], so that the work grows with the
/// articles however many share the key.
pub fn links(mut articles: Vec<(ArticleId, Outline)>) -> Vec<Link> {
    articles.sort_by_key(|(id, outline)| (outline.published.is_none(), outline.published, *id));
    articles.dedup_by_key(|article| article.0);
    let mut links = Vec::new();
    for (at, (later, outline)) in articles.iter().enumerate() {
        for (earlier, other) in &articles[at.saturating_sub(NEIGHBORS)..at] {
            let likeness =
                likeness(&outline.terms, days_of(outline.published), &other.terms, days_of(other.published));
            if likeness >= JOIN {
                links.push(Link { a: *earlier.min(later), b: *earlier.max(later), likeness });
            }
        }
    }
    forest(links)
}

/// The strongest links that connect what is connected; those of several parts of an archive can be put together and
/// thinned again, in any order.
pub fn forest(mut links: Vec<Link>) -> Vec<Link> {
    links.sort_unstable_by(strongest_first);
    let mut groups = Groups::of(&links);
    links.retain(|link| groups.join(link, usize::MAX));
    links
}

/// The articles of linked blocks, each by id; blocks by their first.
pub fn blocks(links: Vec<Link>) -> Vec<Vec<ArticleId>> {
    blocks_of(links, MOST_IN_BLOCK)
}

fn blocks_of(links: Vec<Link>, most_in_block: usize) -> Vec<Vec<ArticleId>> {
    let links = forest(links);
    let mut groups = Groups::of(&links);
    for link in &links {
        groups.join(link, most_in_block);
    }
    groups.into_lists()
}

fn strongest_first(x: &Link, y: &Link) -> Ordering {
    y.likeness.total_cmp(&x.likeness).then(x.a.cmp(&y.a)).then(x.b.cmp(&y.b))
}

/// Articles on their way into groups (union by size).
struct Groups {
    ids: Vec<ArticleId>,
    parent: Vec<u32>,
    size: Vec<u32>,
}

impl Groups {
    /// Every article that a link names, alone.
    fn of(links: &[Link]) -> Self {
        let mut ids: Vec<ArticleId> = links.iter().flat_map(|link| [link.a, link.b]).collect();
        ids.sort_unstable();
        ids.dedup();
        let n = ids.len();
        Groups { ids, parent: (0..n as u32).collect(), size: vec![1; n] }
    }

    fn top(&mut self, id: ArticleId) -> Option<usize> {
        let mut at = self.ids.binary_search(&id).ok()?;
        while self.parent[at] as usize != at {
            self.parent[at] = self.parent[self.parent[at] as usize];
            at = self.parent[at] as usize;
        }
        Some(at)
    }

    /// Joins two groups, unless they are one or would be larger than asked. Whether it did.
    fn join(&mut self, link: &Link, most: usize) -> bool {
        let (Some(a), Some(b)) = (self.top(link.a), self.top(link.b)) else { return false };
        if a == b || (self.size[a] + self.size[b]) as usize > most {
            return false;
        }
        let (into, from) = if self.size[a] >= self.size[b] { (a, b) } else { (b, a) };
        self.parent[from] = into as u32;
        self.size[into] += self.size[from];
        true
    }

    fn into_lists(mut self) -> Vec<Vec<ArticleId>> {
        let mut lists: BTreeMap<usize, Vec<ArticleId>> = BTreeMap::new();
        for id in self.ids.clone() {
            let Some(top) = self.top(id) else { continue };
            lists.entry(top).or_default().push(id);
        }
        let mut lists: Vec<Vec<ArticleId>> = lists.into_values().collect();
        lists.sort_unstable();
        lists
    }
}

/// The stories of one block, each by time; stories by their first article.
pub fn gather_block(mut articles: Vec<(ArticleId, Outline)>) -> Vec<Vec<ArticleId>> {
    articles.sort_by_key(|(id, outline)| (outline.published.is_none(), outline.published, *id));
    articles.dedup_by_key(|article| article.0);
    let (ids, outlines): (Vec<ArticleId>, Vec<Outline>) = articles.into_iter().unzip();
    let order: Vec<usize> = (0..ids.len()).collect();
    let lists = grow(&outlines, &[], &order).into_iter();
    lists.map(|list| list.into_iter().map(|at| ids[at]).collect()).collect()
}

/// Gathers articles in blocks on one machine: what an engine gives that shuffles between the steps. Stories by their
/// smallest id.
pub fn gather_in_blocks(articles: &[(ArticleId, Outline)]) -> Vec<Vec<ArticleId>> {
    let by_id: BTreeMap<ArticleId, &Outline> = articles.iter().map(|(id, outline)| (*id, outline)).collect();
    let found = all_links(&by_id);
    let mut left = by_id;
    let mut stories = Vec::new();
    for block in blocks(found) {
        let articles = block.iter().filter_map(|id| Some((*id, left.remove(id)?.clone())));
        stories.extend(gather_block(articles.collect()));
    }
    stories.extend(left.into_keys().map(|alone| vec![alone]));
    stories.sort_unstable_by_key(|story| story.iter().min().copied());
    stories
}

/// The links of an archive, thinned. Keys are looked at a share at a time, so that only a share of all (key, article)
/// is held at once.
fn all_links(by_id: &BTreeMap<ArticleId, &Outline>) -> Vec<Link> {
    let sketches: Vec<(ArticleId, Sketch)> =
        by_id.iter().map(|(id, outline)| (*id, Sketch::of(outline))).collect();
    let mut found = Vec::new();
    for share in 0..SHARES {
        let mut sharing: Vec<(u64, u32)> = Vec::new();
        for (at, (_, sketch)) in sketches.iter().enumerate() {
            let keys = sketch.keys.iter().filter(|key| **key % SHARES == share);
            sharing.extend(keys.map(|key| (*key, at as u32)));
        }
        sharing.sort_unstable();
        for together in sharing.chunk_by(|a, b| a.0 == b.0).filter(|together| together.len() > 1) {
            let articles = together.iter().filter_map(|&(_, at)| sketches.get(at as usize));
            found.extend(links(articles.map(|(id, sketch)| (*id, sketch.outline.clone())).collect()));
        }
        found = forest(found);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u64) -> ArticleId {
        ArticleId(n.to_be_bytes())
    }

    /// An article of a few terms, each of equal weight, of a day of April.
    fn article(n: u64, day: u8, terms: &[u32]) -> (ArticleId, Outline) {
        let weight = 1.0 / (terms.len() as f32).sqrt();
        let mut terms: Vec<(u32, f32)> = terms.iter().map(|&key| (mix(key, 7), weight)).collect();
        terms.sort_unstable_by_key(|term| term.0);
        (id(n), Outline { terms, published: format!("2031-04-{day:02}").parse().ok() })
    }

    /// Many stories of a few articles each; articles of one story share half their terms, all share some.
    fn archive() -> Vec<(ArticleId, Outline)> {
        (0..240u64)
            .map(|n| {
                let (story, day) = ((n / 4) as u32, (n % 27 + 1) as u8);
                let own: Vec<u32> = (0..8).map(|term| 10_000 + n as u32 * 8 + term).collect();
                let shared: Vec<u32> = (0..8).map(|term| 100 + story * 8 + term).collect();
                article(n, day, &[&own[..], &shared[..], &[1, 2]].concat())
            })
            .collect()
    }

    #[test]
    fn blocks_gather_as_the_whole_does() {
        let articles = archive();
        let mut whole = gather_block(articles.clone());
        whole.sort_unstable_by_key(|story| story.iter().min().copied());
        assert_eq!(gather_in_blocks(&articles), whole);
        let mut reversed = articles;
        reversed.reverse();
        assert_eq!(gather_in_blocks(&reversed), whole);
        assert!(whole.len() >= 60);
    }

    #[test]
    fn shares_of_keys_give_the_links_of_all() {
        let articles = archive();
        let by_id: BTreeMap<ArticleId, &Outline> =
            articles.iter().map(|(id, outline)| (*id, outline)).collect();
        let mut sharing: BTreeMap<u64, Vec<(ArticleId, Outline)>> = BTreeMap::new();
        for (id, outline) in &articles {
            let sketch = Sketch::of(outline);
            for key in sketch.keys {
                sharing.entry(key).or_default().push((*id, sketch.outline.clone()));
            }
        }
        let all = forest(sharing.into_values().flat_map(links).collect());
        assert_eq!(all_links(&by_id), all);
        assert!(all.len() > 150);
    }

    #[test]
    fn parts_of_an_archive_are_linked_in_any_order() {
        let articles = archive();
        let all = links(articles.clone());
        let (first, second): (Vec<Link>, Vec<Link>) = all
            .iter()
            .enumerate()
            .map(|(n, link)| (n, *link))
            .fold(Default::default(), |mut parts, (n, link)| {
                if n % 3 == 0 {
                    parts.0.push(link)
                } else {
                    parts.1.push(link)
                }
                parts
            });
        let put_together = forest([forest(second), forest(first)].concat());
        assert_eq!(put_together, forest(all));
    }

    #[test]
    fn a_block_that_is_too_large_falls_apart_at_its_weakest_link() {
        let link = |a, b, likeness| Link { a: id(a), b: id(b), likeness };
        let chain = vec![link(1, 2, 0.9), link(2, 3, 0.2), link(3, 4, 0.8)];
        assert_eq!(blocks(chain.clone()), [[1, 2, 3, 4].map(id)]);
        assert_eq!(blocks_of(chain, 3), [vec![id(1), id(2)], vec![id(3), id(4)]]);
        assert!(blocks(Vec::new()).is_empty());
    }

    #[test]
    fn articles_far_apart_in_time_share_fewer_keys() {
        let near = Sketch::of(&article(1, 1, &[1, 2, 3]).1);
        let same = Sketch::of(&article(2, 3, &[1, 2, 3]).1);
        assert!(near.keys.iter().filter(|key| same.keys.contains(key)).count() > BANDS as usize / 2);
        let mut far = article(3, 1, &[1, 2, 3]).1;
        far.published = "2032-04-01".parse().ok();
        let shared = Sketch::of(&far).keys.iter().filter(|key| near.keys.contains(key)).count();
        assert!((1..=BANDS_OF_ALL_TIME as usize).contains(&shared));
        assert!(Sketch::of(&article(4, 1, &[]).1).keys.is_empty());
    }

    #[test]
    fn a_key_that_everybody_shares_costs_no_square() {
        let crowd: Vec<_> = (0..20_000).map(|n| article(n, 1, &[1, 2, 3])).collect();
        assert_eq!(links(crowd).len(), 19_999);
    }
}
