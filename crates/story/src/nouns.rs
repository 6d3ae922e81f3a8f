//! Nouns that describe persons and bodies: of which kind they are, and which can stand for one another.

use std::collections::{BTreeMap, BTreeSet};
use whosaid_language::EntityKind;

const ROLES: &str = include_str!("../../../data/en/titles/roles.txt");
const SYNONYMS: &str = include_str!("../../../data/en/titles/synonyms.txt");
const LIKE: &str = include_str!("../../../data/en/story/like_nouns.txt");
const TELLERS: &str = include_str!("../../../data/en/story/tellers.txt");

/// The lists of nouns.
#[derive(Clone, Debug, Default)]
pub(crate) struct Nouns {
    kinds: BTreeMap<&'static str, EntityKind>,
    lines: BTreeMap<&'static str, Vec<usize>>,
    members: BTreeSet<&'static str>,
    tellers: BTreeSet<&'static str>,
}

impl Nouns {
    /// The lists that are built in.
    pub fn english() -> Self {
        let mut nouns = Nouns::default();
        for line in lines(ROLES) {
            let Some((head, words)) = line.split_once(':') else { continue };
            let kind = match head.split(' ').next() {
                Some("organization") => EntityKind::Organization,
                Some("place") => EntityKind::Place,
                _ => EntityKind::Person,
            };
            words.split_whitespace().for_each(|word| {
                nouns.kinds.entry(word).or_insert(kind);
            });
        }
        for (number, line) in lines(SYNONYMS).chain(lines(LIKE)).enumerate() {
            let members = line.strip_prefix("members:");
            for word in members.unwrap_or(line).split_whitespace() {
                nouns.lines.entry(word).or_default().push(number);
                nouns.kinds.entry(word).or_insert(EntityKind::Organization);
                if members.is_some() {
                    nouns.members.insert(word);
                }
            }
        }
        nouns.tellers = lines(TELLERS).flat_map(str::split_whitespace).collect();
        nouns
    }

    /// What a noun in lower case describes.
    pub fn kind(&self, noun: &str) -> Option<EntityKind> {
        self.kinds.get(noun).copied()
    }

    /// Whether a noun, in the plural, stands for the body its bearers belong to.
    pub fn is_of_members(&self, noun: &str) -> bool {
        self.members.contains(noun)
    }

    /// Whether someone called by one noun can be called by the other.
    pub fn alike(&self, a: &str, b: &str) -> bool {
        let of = |noun: &str| self.lines.get(noun).map_or(&[][..], Vec::as_slice);
        a == b || of(a).iter().any(|line| of(b).contains(line))
    }

    /// Whether a noun stands for someone who tells something and is not named.
    pub fn is_teller(&self, noun: &str) -> bool {
        let single = noun.strip_suffix('s').unwrap_or(noun);
        self.tellers.contains(noun) || self.tellers.contains(single)
    }
}

/// The lines of a list without comments and empty ones.
pub(crate) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_stand_for_one_another() {
        let nouns = Nouns::english();
        assert!(nouns.alike("carrier", "airline") && nouns.alike("firm", "company"));
        assert!(nouns.alike("insurgents", "movement") && nouns.is_of_members("insurgents"));
        assert!(!nouns.alike("airline", "ministry") && !nouns.alike("singer", "minister"));
        assert_eq!(nouns.kind("firm"), Some(EntityKind::Organization));
        assert!(nouns.is_teller("sources") && nouns.is_teller("official") && !nouns.is_teller("singer"));
    }
}
