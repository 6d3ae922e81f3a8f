//! Everyone who tells something in a run: outlets, named sources, and unnamed ones, which stay apart by article.
//!
//! One outlet is one whether it publishes or is quoted. Someone named is one across the articles of a story, as the
//! story joined them, never across stories. An unnamed source is never taken for one of another article.

use super::names::urn;
use crate::voice::hop_name;
use crate::words;
use std::collections::BTreeMap;
use whosaid::Run;
use whosaid::attribution::{Hop, SourceKind};
use whosaid::text::{Article, EntityId};

/// Someone who tells.
#[derive(Clone, Debug)]
pub struct Who {
    /// Name, or the words that describe someone unnamed.
    pub name: String,
    /// Kind of source.
    pub kind: SourceKind,
    /// A name that holds outside this file; `None` for someone unnamed.
    pub urn: Option<String>,
    /// The article that alone knows this source, by index; `None` for someone known across articles.
    pub only_in: Option<usize>,
}

/// What makes two mentions one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Outlet(String),
    /// Number of the story and of the entity in it.
    Known(usize, usize),
    /// Number of the story and the full name.
    Named(usize, String),
    /// Index of the article and the words.
    Words(usize, String),
}

/// Everyone, by number.
pub struct Everyone<'a> {
    run: &'a Run,
    list: Vec<Who>,
    numbers: BTreeMap<Key, usize>,
    entities: BTreeMap<(usize, EntityId), (usize, usize)>,
    story_of: BTreeMap<usize, usize>,
}

impl<'a> Everyone<'a> {
    /// Knows who is who in every story of a run.
    pub fn of(run: &'a Run) -> Self {
        let (mut entities, mut story_of) = (BTreeMap::new(), BTreeMap::new());
        for (n, dossier) in run.dossiers.iter().enumerate() {
            story_of.extend(dossier.story.articles.iter().map(|&article| (article, n)));
            for (idx, entity) in dossier.story.entities.iter().enumerate() {
                for &(article, mention) in &entity.mentions {
                    let mentions = run.readings.get(article).map(|reading| &reading.annotated.mentions);
                    if let Some(mention) = mentions.and_then(|mentions| mentions.get(mention.idx())) {
                        entities.entry((article, mention.entity)).or_insert((n, idx));
                    }
                }
            }
        }
        Everyone { run, list: Vec::new(), numbers: BTreeMap::new(), entities, story_of }
    }

    /// Everyone asked for so far, by number.
    pub fn list(&self) -> &[Who] {
        &self.list
    }

    /// The number of an article's outlet.
    pub fn outlet(&mut self, article: &Article) -> usize {
        self.outlet_named(&words::outlet(article))
    }

    /// The number of an outlet.
    pub fn outlet_named(&mut self, name: &str) -> usize {
        let key = outlet_key(name);
        let urn = urn("outlet", &[&key]);
        let who = Who { name: name.to_owned(), kind: SourceKind::Outlet, urn: Some(urn), only_in: None };
        self.number(Key::Outlet(key), who)
    }

    /// The number of a hop; `None` for nobody in particular.
    pub fn hop(&mut self, article: usize, hop: &Hop) -> Option<usize> {
        let reading = self.run.readings.get(article)?;
        let words = hop_name(&reading.annotated.article, hop);
        let story = self.story_of.get(&article).copied().unwrap_or(usize::MAX);
        let known = hop.entity.and_then(|entity| self.entities.get(&(article, entity)).copied());
        let entity = known.and_then(|(n, idx)| self.run.dossiers.get(n)?.story.entities.get(idx));
        let name = entity.map_or_else(|| words.clone(), |entity| words::clip(&words::calm(&entity.name), 90));
        let whole = |key: Key, name: String, kind: SourceKind| {
            let urn = urn("source", &[&self.story_name(story), kind.name(), &name]);
            (key, Who { name, kind, urn: Some(urn), only_in: None })
        };
        let (key, who) = match (hop.kind, known) {
            (SourceKind::Unspecified, _) => return None,
            (SourceKind::Outlet, _) => return Some(self.outlet_named(&name)),
            (SourceKind::Unnamed { .. }, _) => {
                let who = Who { name: words.clone(), kind: hop.kind, urn: None, only_in: Some(article) };
                (Key::Words(article, words.to_lowercase()), who)
            }
            (SourceKind::Person | SourceKind::Organization, Some((n, idx))) => {
                whole(Key::Known(n, idx), name, hop.kind)
            }
            (SourceKind::Person | SourceKind::Organization, None) if hop.resolved.is_some() => {
                whole(Key::Named(story, words.to_lowercase()), words, hop.kind)
            }
            (kind, _) => {
                let id = reading.annotated.article.id().to_string();
                let urn = urn("source", &[&id, kind.name(), &words]);
                let key = Key::Words(article, format!("{}: {}", kind.name(), words.to_lowercase()));
                (key, Who { name: words, kind, urn: Some(urn), only_in: Some(article) })
            }
        };
        Some(self.number(key, who))
    }

    /// What tells one story from another: the id of its first article.
    fn story_name(&self, story: usize) -> String {
        let first = self.run.dossiers.get(story).and_then(|dossier| dossier.story.articles.first());
        let reading = first.and_then(|&article| self.run.readings.get(article));
        reading.map_or_else(String::new, |reading| reading.annotated.article.id().to_string())
    }

    fn number(&mut self, key: Key, who: Who) -> usize {
        let list = &mut self.list;
        *self.numbers.entry(key).or_insert_with(|| {
            list.push(who);
            list.len() - 1
        })
    }
}

/// "The Ellery Post", "ellerypost.com" and "Ellery Post" are one outlet.
fn outlet_key(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    let bare = lower.strip_prefix("www.").unwrap_or(&lower);
    let bare = bare.strip_prefix("the ").unwrap_or(bare);
    let ending = [".com", ".org", ".net", ".co.uk"].into_iter().find(|ending| bare.ends_with(ending));
    let bare = ending.and_then(|ending| bare.strip_suffix(ending)).unwrap_or(bare);
    let key: String = bare.chars().filter(|c| c.is_alphanumeric()).collect();
    if key.is_empty() { lower } else { key }
}

#[cfg(test)]
mod tests {
    use super::outlet_key;

    #[test]
    fn one_outlet_has_one_key() {
        for name in ["The Ellery Post", "Ellery Post", "ellerypost.com", "www.ellerypost.com"] {
            assert_eq!(outlet_key(name), "ellerypost", "{name}");
        }
        assert_eq!(outlet_key(".com"), ".com");
    }
}
