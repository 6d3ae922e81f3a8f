//! One someone across articles: full names, last names with a first name that fits, acronyms, names with and without
//! a company's legal form. Namesakes stay apart; unnamed sources are never joined.
//!
//! An entity of an article brings all its names, roles and descriptions along, since its article already tied them
//! together. What no article names is left out.

use crate::{StoryEntity, phrases};
use std::collections::{BTreeMap, BTreeSet};
use whosaid_attribution::Reading;
use whosaid_language::{Entity, EntityKind, MentionForm};
use whosaid_text::EntityId;

const TITLES: &str = include_str!("../../../data/en/titles/titles.txt");
/// Words at the end of a name that do not tell one body or person from another.
const TAILS: &[&str] = &[
    "inc",
    "inc.",
    "corp",
    "corp.",
    "corporation",
    "ltd",
    "ltd.",
    "limited",
    "co",
    "co.",
    "company",
    "plc",
    "llc",
    "ag",
    "gmbh",
    "jr",
    "jr.",
    "sr",
    "sr.",
    "ii",
    "iii",
    "group",
    "holdings",
];

/// An entity of one article on its way into a story.
struct Local<'a> {
    article: usize,
    entity: &'a Entity,
    /// Words of its names in lower case, titles and legal forms left out; the fullest first.
    names: Vec<Vec<String>>,
    /// What else the article calls it, around its names.
    phrases: Vec<String>,
}

/// Joins the named entities of a story's articles; most mentioned first.
pub(crate) fn join(readings: &[Reading], articles: &[usize]) -> Vec<StoryEntity> {
    let titles: BTreeSet<&str> = TITLES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| line.split('|').next().unwrap_or("").split_whitespace())
        .collect();
    let locals: Vec<Local> =
        articles.iter().flat_map(|&article| locals(&titles, article, &readings[article])).collect();
    let mut groups = Groups::new(locals.len());
    join_equal_names(&locals, &mut groups);
    join_short_names(&locals, &mut groups);
    join_acronyms(&locals, &mut groups);
    join_first_words(&locals, &mut groups);
    let mut entities: Vec<StoryEntity> =
        groups.into_lists().into_iter().map(|list| entity(&locals, &list)).collect();
    entities.sort_by_key(|entity| std::cmp::Reverse(entity.mentions.len()));
    for (n, entity) in entities.iter_mut().enumerate() {
        entity.id = EntityId(n as u32);
    }
    entities
}

fn locals<'a>(titles: &BTreeSet<&str>, article: usize, reading: &'a Reading) -> Vec<Local<'a>> {
    let annotated = &reading.annotated;
    let named = |entity: &'a Entity| {
        let mentions = entity.mentions.iter().filter_map(|id| annotated.mentions.get(id.idx()));
        let texts: BTreeSet<&str> = mentions
            .filter(|mention| mention.form == MentionForm::Name)
            .map(|mention| annotated.article.text.slice(mention.span))
            .collect();
        if texts.is_empty() {
            return None;
        }
        let mut names: Vec<Vec<String>> =
            texts.into_iter().chain([entity.name.as_str()]).map(|name| words(titles, name)).collect();
        names.retain(|name| !name.is_empty());
        names.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        names.dedup();
        let by_name = entity.mentions.iter().filter_map(|id| annotated.mentions.get(id.idx()));
        let phrases = by_name
            .filter(|mention| mention.form == MentionForm::Name)
            .flat_map(|mention| phrases::around(annotated, mention))
            .map(str::to_owned)
            .collect();
        (!names.is_empty()).then_some(Local { article, entity, names, phrases })
    };
    annotated.entities.iter().filter_map(named).collect()
}

fn words(titles: &BTreeSet<&str>, name: &str) -> Vec<String> {
    let mut words: Vec<&str> = name.split_whitespace().collect();
    while words.len() > 1 && (titles.contains(words[0]) || matches!(words[0], "the" | "The" | "THE")) {
        words.remove(0);
    }
    let plain = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').replace('’', "'");
        word.strip_suffix("'s").unwrap_or(&word).to_lowercase()
    };
    let mut words: Vec<String> = words.iter().map(plain).filter(|word| !word.is_empty()).collect();
    while words.len() > 1 && words.last().is_some_and(|last| TAILS.contains(&last.as_str())) {
        words.pop();
    }
    words
}

/// The same words name the same, unless one is a person by a single name and the other is not.
fn join_equal_names(locals: &[Local], groups: &mut Groups) {
    let mut by_name: BTreeMap<(Option<EntityKind>, &[String]), usize> = BTreeMap::new();
    for (at, local) in locals.iter().enumerate() {
        for name in &local.names {
            if is_short_name(local, name) {
                continue;
            }
            let kind = (name.len() == 1).then_some(local.entity.kind);
            let first = *by_name.entry((kind, name.as_slice())).or_insert(at);
            groups.join(first, at);
        }
    }
    let mut single: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, local) in locals.iter().enumerate() {
        let fullest = &local.names[0];
        if fullest.len() == 1 && local.entity.kind != EntityKind::Person {
            let first = *single.entry(fullest[0].as_str()).or_insert(at);
            groups.join(first, at);
        }
    }
}

/// A last name, or a first name, of someone who has more names.
fn is_short_name(local: &Local, name: &[String]) -> bool {
    local.entity.kind == EntityKind::Person && name.len() == 1
}

/// Someone called by a last name alone is the only one of that last name; with a first name, the one it fits.
fn join_short_names(locals: &[Local], groups: &mut Groups) {
    let is_person = |local: &&Local| local.entity.kind == EntityKind::Person;
    let mut by_last: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, local) in locals.iter().enumerate().filter(|(_, local)| is_person(local)) {
        if let Some(last) = local.names[0].last() {
            by_last.entry(last).or_default().push(at);
        }
    }
    for of_last in by_last.values() {
        join_fitting(locals, of_last, groups);
    }
    let roots: Vec<usize> = (0..locals.len()).collect();
    let full: Vec<usize> = roots
        .iter()
        .copied()
        .filter(|&at| is_person(&&locals[at]) && locals[at].names[0].len() > 1)
        .collect();
    for at in roots {
        let local = &locals[at];
        if local.entity.kind != EntityKind::Person || local.names[0].len() != 1 {
            continue;
        }
        let called = &local.names[0][0];
        let known: BTreeSet<usize> = full
            .iter()
            .copied()
            .filter(|&other| locals[other].names[0].iter().any(|word| word == called))
            .map(|other| groups.root(other))
            .collect();
        if let (1, Some(&only)) = (known.len(), known.first()) {
            groups.join(only, at);
        }
    }
}

fn join_fitting(locals: &[Local], of_last: &[usize], groups: &mut Groups) {
    let full: Vec<usize> = of_last.iter().copied().filter(|&at| locals[at].names[0].len() > 1).collect();
    for (n, &a) in full.iter().enumerate().take(200) {
        for &b in full[..n].iter() {
            let genders = (locals[a].entity.gender, locals[b].entity.gender);
            let other_gender = matches!(genders, (Some(a), Some(b)) if a != b);
            if !other_gender && first_names_fit(&locals[a].names[0], &locals[b].names[0]) {
                groups.join(b, a);
            }
        }
    }
    if full.is_empty() {
        of_last.windows(2).for_each(|pair| groups.join(pair[0], pair[1]));
    }
}

/// "richard f. smith" and "richard smith", "r. smith".
fn first_names_fit(a: &[String], b: &[String]) -> bool {
    let (x, y) = (a[0].trim_end_matches('.'), b[0].trim_end_matches('.'));
    x == y || (x.chars().count() == 1 || y.chars().count() == 1) && x.chars().next() == y.chars().next()
}

fn join_acronyms(locals: &[Local], groups: &mut Groups) {
    let mut by_initials: BTreeMap<String, usize> = BTreeMap::new();
    for (at, local) in locals.iter().enumerate().filter(|(_, local)| local.entity.kind != EntityKind::Person)
    {
        for name in local.names.iter().filter(|name| name.len() > 2) {
            let content = name.iter().filter(|word| !matches!(word.as_str(), "of" | "the" | "and" | "for"));
            let initials: String = content.filter_map(|word| word.chars().next()).collect();
            by_initials.entry(initials).or_insert(at);
        }
    }
    for (at, local) in locals.iter().enumerate() {
        let [only] = local.names[0].as_slice() else { continue };
        let written_in_capitals = local
            .entity
            .names
            .iter()
            .any(|name| name.eq_ignore_ascii_case(only) && name.chars().all(|c| !c.is_lowercase()));
        if let Some(&full) = by_initials.get(&only.replace('.', "")).filter(|_| written_in_capitals) {
            groups.join(full, at);
        }
    }
}

/// "All Nippon" is "All Nippon Airways" where no other body of the story begins so.
fn join_first_words(locals: &[Local], groups: &mut Groups) {
    let bodies: Vec<usize> =
        (0..locals.len()).filter(|&at| locals[at].entity.kind == EntityKind::Organization).collect();
    let mut by_first: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &at in &bodies {
        by_first.entry(locals[at].names[0][0].as_str()).or_default().push(at);
    }
    for of_first in by_first.values() {
        for &short in of_first {
            let own = groups.root(short);
            let name = &locals[short].names[0];
            let longer: BTreeSet<usize> = of_first
                .iter()
                .take(200)
                .filter(|&&other| {
                    locals[other].names[0].len() > name.len() && locals[other].names[0].starts_with(name)
                })
                .map(|&other| groups.root(other))
                .filter(|&root| root != own)
                .collect();
            if let (1, Some(&only)) = (longer.len(), longer.first()) {
                groups.join(only, short);
            }
        }
    }
}

fn entity(locals: &[Local], list: &[usize]) -> StoryEntity {
    let mut kinds: BTreeMap<EntityKind, usize> = BTreeMap::new();
    let (mut names, mut mentions) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    let mut fullest: Option<(usize, &str)> = None;
    for local in list.iter().map(|&at| &locals[at]) {
        *kinds.entry(local.entity.kind).or_default() += local.entity.mentions.len();
        let called = local.entity.names.iter().chain(&local.phrases);
        names.extend(called.filter(|name| seen.insert(name.as_str())).cloned());
        mentions.extend(local.entity.mentions.iter().map(|&mention| (local.article, mention)));
        let length = local.names[0].len();
        if fullest.is_none_or(|(most, _)| length > most && length < 7) {
            fullest = Some((length, &local.entity.name));
        }
    }
    let kind = kinds.iter().max_by_key(|(kind, n)| (**n, std::cmp::Reverse(**kind))).map(|(kind, _)| *kind);
    StoryEntity {
        id: EntityId(0),
        kind: kind.unwrap_or(EntityKind::Person),
        name: fullest.map_or("", |(_, name)| name).to_owned(),
        names,
        mentions,
    }
}

/// Disjoint groups; the root of a group is its first member.
struct Groups {
    parents: Vec<usize>,
}

impl Groups {
    fn new(n: usize) -> Self {
        Groups { parents: (0..n).collect() }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.parents[a.max(b)] = a.min(b);
    }

    fn into_lists(mut self) -> Vec<Vec<usize>> {
        let mut lists: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for at in 0..self.parents.len() {
            let root = self.root(at);
            lists.entry(root).or_default().push(at);
        }
        lists.into_values().collect()
    }
}
