//! Everyone who is quoted in a story, and on what. Unnamed sources stand apart, by outlet, and are never merged.

use super::anchors::first_words;
use super::lens::Lens;
use crate::voice::{self, stance_words};
use crate::words;
use std::collections::BTreeMap;
use whosaid::attribution::{Attribution, Hop, SourceKind, Stance};
use whosaid::claims::Dossier;
use whosaid::text::{Article, EntityId};

/// Sources shown in each list; the rest is counted.
const MOST_SOURCES: usize = 80;

/// Sources quoted once are folded from this number on.
const MANY: usize = 12;

/// Quotes shown of one source; the rest is counted.
const MOST_QUOTES: usize = 12;

/// Longest quote, in characters.
const LONGEST: usize = 180;

/// All sources of a story.
#[derive(Default)]
pub struct SourcesView {
    /// Named, most quoted first.
    pub named: Vec<SourceView>,
    /// Named and quoted once, folded where there are many.
    pub once: Vec<SourceView>,
    /// Named sources not shown.
    pub n_named_left_out: usize,
    /// Unnamed, one entry an outlet.
    pub unnamed: Vec<SourceView>,
    /// Quotes of nobody in particular, one entry an outlet.
    pub unspecified: Vec<SourceView>,
}

/// One source, or the unnamed sources of one outlet.
pub struct SourceView {
    /// Name, or outlet.
    pub name: String,
    /// Other names it goes by.
    pub also: String,
    /// Link to all that it said; empty where there is no such place.
    pub href: String,
    /// Kind in words.
    pub kind_words: &'static str,
    /// Kind for filters.
    pub kind: &'static str,
    /// "12 quotes in 4 outlets".
    pub counts: String,
    /// Outlets, for filters.
    pub outlets: String,
    /// What it is quoted on, by time.
    pub quotes: Vec<QuoteView>,
    /// Quotes, the same words counted every time.
    pub n_quotes: usize,
    /// Quotes not shown.
    pub n_left_out: usize,
}

/// One quote.
pub struct QuoteView {
    /// What is said.
    pub content: String,
    /// Outlet.
    pub outlet: String,
    /// Day.
    pub when: String,
    /// Link to the words.
    pub href: String,
    /// Where else the same words stand: (outlet, link).
    pub same: Vec<(String, String)>,
    /// How the article calls the source, where that is not the name above.
    pub called: String,
    /// Through whom: outlets or people between.
    pub via: String,
    /// What the source does, unless it just says so.
    pub stance: Option<&'static str>,
}

/// What quotes are gathered under.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    /// Someone known across the story.
    Known(usize),
    /// Someone known in one article only.
    Local(usize, u32),
    /// Words that stand for nobody known, in one article.
    Words(usize, String),
}

struct Gathered {
    name: String,
    also: String,
    kind: SourceKind,
    quotes: Vec<QuoteView>,
}

impl SourcesView {
    /// Looks at the attributions of one story's articles.
    pub fn of(lens: Lens<'_>, dossier: &Dossier) -> Self {
        let known = known_entities(lens, dossier);
        let mut named: BTreeMap<Key, Gathered> = BTreeMap::new();
        let mut unnamed: BTreeMap<String, Gathered> = BTreeMap::new();
        let mut unspecified: BTreeMap<String, Gathered> = BTreeMap::new();
        for &idx in &dossier.story.articles {
            let Some(reading) = lens.run.readings.get(idx) else { continue };
            let article = &reading.annotated.article;
            for attribution in &reading.attributions {
                let Some((origin, before)) = attribution.chain.split_last() else { continue };
                let quote = quote(lens, idx, attribution, before);
                let own_list = match origin.kind {
                    SourceKind::Unnamed { .. } => Some(&mut unnamed),
                    SourceKind::Unspecified => Some(&mut unspecified),
                    _ => None,
                };
                let gathered = match own_list {
                    Some(list) => list
                        .entry(words::outlet(article))
                        .or_insert_with(|| Gathered::under(words::outlet(article), origin)),
                    None => named
                        .entry(key(&known, idx, article, origin))
                        .or_insert_with(|| named_source(lens, dossier, &known, idx, origin)),
                };
                let name = voice::hop_name(article, origin);
                let called =
                    if own_list_name(origin) || name != gathered.name { name } else { String::new() };
                gathered.quotes.push(QuoteView { called, ..quote });
            }
        }
        let view = |gathered: Gathered| {
            let href = lens.setting.source(&gathered.name).unwrap_or_default();
            SourceView { href, ..SourceView::of(gathered) }
        };
        let mut named: Vec<_> = named.into_values().map(view).collect();
        named.sort_by(|a, b| b.n_quotes.cmp(&a.n_quotes).then_with(|| a.name.cmp(&b.name)));
        let n_named_left_out = named.len().saturating_sub(MOST_SOURCES);
        named.truncate(MOST_SOURCES);
        let n_often = named.partition_point(|source| source.n_quotes > 1);
        let once = if named.len() > MANY { named.split_off(n_often) } else { Vec::new() };
        let by_outlet = |list: BTreeMap<_, Gathered>| list.into_values().map(SourceView::of).collect();
        SourcesView {
            named,
            once,
            n_named_left_out,
            unnamed: by_outlet(unnamed),
            unspecified: by_outlet(unspecified),
        }
    }

    /// Whether nobody is quoted.
    pub fn is_empty(&self) -> bool {
        self.named.is_empty()
            && self.once.is_empty()
            && self.unnamed.is_empty()
            && self.unspecified.is_empty()
    }
}

impl SourceView {
    fn of(gathered: Gathered) -> Self {
        let mut outlets: Vec<_> = gathered.quotes.iter().map(|quote| quote.outlet.clone()).collect();
        outlets.sort();
        outlets.dedup();
        let n_quotes = gathered.quotes.len();
        let quotes = once_each(gathered.quotes);
        SourceView {
            name: gathered.name,
            also: gathered.also,
            href: String::new(),
            kind_words: voice::kind_words(gathered.kind),
            kind: gathered.kind.name(),
            counts: format!(
                "{} in {}",
                words::count(n_quotes, "attribution"),
                words::count(outlets.len(), "outlet")
            ),
            outlets: format!("|{}|", outlets.join("|")),
            n_quotes,
            n_left_out: quotes.len().saturating_sub(MOST_QUOTES),
            quotes: quotes.into_iter().take(MOST_QUOTES).collect(),
        }
    }
}

/// The same words said in the same way stand once, at their earliest.
fn once_each(quotes: Vec<QuoteView>) -> Vec<QuoteView> {
    let mut kept: Vec<QuoteView> = Vec::new();
    let mut at: BTreeMap<[String; 3], usize> = BTreeMap::new();
    for quote in quotes {
        let stance = quote.stance.unwrap_or("");
        let key =
            [quote.content.to_lowercase(), format!("{stance}|{}", quote.via), quote.called.to_lowercase()];
        match at.get(&key) {
            Some(&first) => kept[first].same.push((quote.outlet, quote.href)),
            None => {
                at.insert(key, kept.len());
                kept.push(quote);
            }
        }
    }
    kept
}

impl Gathered {
    fn under(name: String, hop: &Hop) -> Self {
        Gathered { name, also: String::new(), kind: hop.kind, quotes: Vec::new() }
    }
}

/// Whether a source is listed under its outlet, and so needs its words with every quote.
fn own_list_name(hop: &Hop) -> bool {
    matches!(hop.kind, SourceKind::Unnamed { .. } | SourceKind::Unspecified)
}

fn quote(lens: Lens<'_>, idx: usize, attribution: &Attribution, before: &[Hop]) -> QuoteView {
    let article = &lens.run.readings[idx].annotated.article;
    let pieces =
        attribution.content.iter().map(|&span| words::calm(words::head(article.text.slice(span), 4_000)));
    let via = before.iter().rev().map(|hop| voice::hop_name(article, hop));
    QuoteView {
        content: words::clip(&pieces.collect::<Vec<_>>().join(" … "), LONGEST),
        outlet: words::outlet(article),
        when: lens.day(idx),
        href: first_words(attribution).map_or_else(|| lens.article_href(idx), |span| lens.href(idx, span)),
        same: Vec::new(),
        called: String::new(),
        via: via.collect::<Vec<_>>().join(", via "),
        stance: (attribution.stance != Stance::Asserts).then(|| stance_words(attribution.stance)),
    }
}

/// For each entity of an article, who it is across the story.
fn known_entities(lens: Lens<'_>, dossier: &Dossier) -> BTreeMap<(usize, EntityId), usize> {
    let mut known = BTreeMap::new();
    for (idx, entity) in dossier.story.entities.iter().enumerate() {
        for &(article, mention) in &entity.mentions {
            let reading = lens.run.readings.get(article);
            if let Some(mention) = reading.and_then(|reading| reading.annotated.mentions.get(mention.idx())) {
                known.entry((article, mention.entity)).or_insert(idx);
            }
        }
    }
    known
}

fn key(known: &BTreeMap<(usize, EntityId), usize>, idx: usize, article: &Article, hop: &Hop) -> Key {
    match hop.entity {
        Some(entity) => {
            known.get(&(idx, entity)).map_or(Key::Local(idx, entity.0), |&known| Key::Known(known))
        }
        None => Key::Words(idx, voice::hop_name(article, hop).to_lowercase()),
    }
}

fn named_source(
    lens: Lens<'_>,
    dossier: &Dossier,
    known: &BTreeMap<(usize, EntityId), usize>,
    idx: usize,
    hop: &Hop,
) -> Gathered {
    let reading = &lens.run.readings[idx];
    let across = hop.entity.and_then(|entity| known.get(&(idx, entity)));
    let across = across.and_then(|&known| dossier.story.entities.get(known));
    let local = hop.entity.and_then(|entity| reading.annotated.entities.get(entity.idx()));
    let (name, names) = match (across, local) {
        (Some(entity), _) => (words::clip(&words::calm(&entity.name), 90), &entity.names[..]),
        (None, Some(entity)) => (words::clip(&words::calm(&entity.name), 90), &entity.names[..]),
        (None, None) => (voice::hop_name(&reading.annotated.article, hop), &[][..]),
    };
    let others = names.iter().map(|name| words::calm(name)).filter(|other| *other != name).take(6);
    let also = words::clip(&others.collect::<Vec<_>>().join(", "), 200);
    Gathered { name, also, kind: hop.kind, quotes: Vec::new() }
}
