//! Who told whom: outlets that credit outlets and texts that share words, as a drawing and a table.

use super::lens::Lens;
use crate::svg::{self, Edge, Node};
use crate::{voice, words};
use std::collections::{BTreeMap, BTreeSet};
use whosaid::claims::Dossier;

/// Outlets in the drawing; the rest stands in the table only.
const MOST_NODES: usize = 30;

/// Links to words in one row.
const MOST_LINKS: usize = 6;

/// Who told whom in one story.
pub struct FlowView {
    /// The drawing, as HTML; empty where nobody credits or copies.
    pub svg: String,
    /// The table.
    pub rows: Vec<FlowRow>,
    /// Outlets that the drawing leaves out.
    pub n_left_out: usize,
    /// Outlets that neither credit nor copy nor are credited or copied.
    pub apart: Vec<String>,
}

/// One outlet repeating another.
pub struct FlowRow {
    /// Who repeats.
    pub from: String,
    /// In which way.
    pub does: &'static str,
    /// Who is repeated.
    pub to: String,
    /// Whether the collection holds what is repeated.
    pub to_inside: bool,
    /// Whether it is credited with being first.
    pub first: bool,
    /// Links to the words, or to the articles that share text.
    pub links: Vec<(String, String)>,
    /// How many more links there would be.
    pub n_more: usize,
}

#[derive(PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Key {
    from: String,
    to: String,
    does: &'static str,
}

#[derive(Default)]
struct Repeats {
    inside: bool,
    first: bool,
    links: Vec<(String, String)>,
}

impl FlowView {
    /// Looks at the credits and copies of one story.
    pub fn of(lens: Lens<'_>, story: usize, dossier: &Dossier) -> Self {
        let repeats = repeats(lens, dossier);
        let outlets: Vec<_> = dossier.story.articles.iter().map(|&idx| lens.outlet(idx)).collect();
        let (nodes, edges, n_left_out) = graph(&repeats, &outlets);
        let named = named(&repeats);
        let mut apart: Vec<_> = outlets.into_iter().filter(|name| !named.contains(name.as_str())).collect();
        apart.sort();
        apart.dedup();
        let svg = match edges.is_empty() {
            true => String::new(),
            false => svg::flow(&nodes, &edges, &format!("s{}-flow-note", story + 1)),
        };
        FlowView { svg, rows: repeats.into_iter().map(row).collect(), n_left_out, apart }
    }
}

fn row((key, repeats): (Key, Repeats)) -> FlowRow {
    let n_more = repeats.links.len().saturating_sub(MOST_LINKS);
    FlowRow {
        from: key.from,
        does: key.does,
        to: key.to,
        to_inside: repeats.inside,
        first: repeats.first,
        links: repeats.links.into_iter().take(MOST_LINKS).collect(),
        n_more,
    }
}

fn repeats(lens: Lens<'_>, dossier: &Dossier) -> BTreeMap<Key, Repeats> {
    let mut found: BTreeMap<Key, Repeats> = BTreeMap::new();
    for credit in &dossier.credits {
        let Some(article) = lens.article(credit.article) else { continue };
        let to = credit.to.map_or_else(|| words::calm(&credit.outlet), |idx| lens.outlet(idx));
        let key = Key { from: lens.outlet(credit.article), to, does: "credits" };
        let entry = found.entry(key).or_default();
        entry.inside |= credit.to.is_some();
        entry.first |= credit.first_report;
        let said = words::clip(&words::calm(article.text.slice(credit.span)), 60);
        entry.links.push((format!("“{said}”"), lens.href(credit.article, credit.span)));
    }
    for copied in &dossier.story.copies {
        let does = voice::copy_words(copied.kind);
        let key = Key { from: lens.outlet(copied.article), to: lens.outlet(copied.of), does };
        let entry = found.entry(key).or_default();
        entry.inside = true;
        let share = format!("{:.0}% shared", f64::from(copied.share) * 100.0);
        entry.links.push((share, lens.article_href(copied.article)));
    }
    found
}

/// Outlets that credit or copy, or are credited or copied.
fn named(repeats: &BTreeMap<Key, Repeats>) -> BTreeSet<&str> {
    repeats.keys().flat_map(|key| [key.from.as_str(), key.to.as_str()]).collect()
}

/// Outlets in the order of their first article, those outside of the collection first.
fn graph(repeats: &BTreeMap<Key, Repeats>, outlets: &[String]) -> (Vec<Node>, Vec<Edge>, usize) {
    let named = named(repeats);
    let names: BTreeSet<&String> = repeats.keys().map(|key| &key.to).chain(outlets).collect();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    outlets.iter().enumerate().for_each(|(at, outlet)| {
        places.entry(outlet).or_insert(at + 1);
    });
    let mut names: Vec<&String> = names.into_iter().filter(|name| named.contains(name.as_str())).collect();
    names.sort_by_key(|name| (places.get(name.as_str()).copied().unwrap_or(0), name.as_str()));
    let n_left_out = names.len().saturating_sub(MOST_NODES);
    names.truncate(MOST_NODES);
    let at = |name: &String| names.iter().position(|known| *known == name);
    let edge = |(key, repeats): (&Key, &Repeats)| {
        let (from, to) = (at(&key.from)?, at(&key.to)?);
        let copies = key.does != "credits";
        (from != to).then_some(Edge { from, to, copies, n: repeats.links.len() })
    };
    let edges = repeats.iter().filter_map(edge).collect();
    let node = |name: &&String| Node { name: (*name).clone(), inside: outlets.contains(name) };
    (names.iter().map(node).collect(), edges, n_left_out)
}
