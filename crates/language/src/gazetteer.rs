//! [`Gazetteer`]: what lists of names say about words and phrases as written.

use crate::keys::KeyMap;
use whosaid_linear::{hash, mix};

const FIRST_NAMES_MALE: &str = include_str!("../../../data/en/names/first_names_male.txt");
const FIRST_NAMES_FEMALE: &str = include_str!("../../../data/en/names/first_names_female.txt");
const SURNAMES: &str = include_str!("../../../data/en/names/surnames.txt");
const PLACES: &str = include_str!("../../../data/en/names/places.txt");
const NATIONS: &str = include_str!("../../../data/en/names/nations.txt");
const BODIES: &str = include_str!("../../../data/en/names/bodies.txt");
const KNOWN_BODIES: &str = include_str!("../../../data/en/names/known_bodies.txt");

/// Longest phrase that is looked up, in words.
pub(crate) const LONGEST_PHRASE: usize = 4;

/// What the lists say about a word or phrase, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Facts(pub u16);

impl Facts {
    pub const MALE: Facts = Facts(1);
    pub const FEMALE: Facts = Facts(2);
    pub const SURNAME: Facts = Facts(4);
    pub const PLACE: Facts = Facts(8);
    /// "American", "Parisian": of a country or people.
    pub const NATION: Facts = Facts(16);
    /// "Inc", "University": a word that bodies have in their names.
    pub const BODY: Facts = Facts(32);
    pub const TITLE: Facts = Facts(64);
    pub const OUTLET: Facts = Facts(128);
    /// "Airbus", "House of Lords": the name of a body.
    pub const KNOWN_BODY: Facts = Facts(256);

    /// Whether all bits of `other` are set.
    pub fn has(self, other: Facts) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether it is a first name.
    pub fn is_first_name(self) -> bool {
        self.0 & (Facts::MALE.0 | Facts::FEMALE.0) != 0
    }

    /// Both sets of facts.
    pub fn with(self, other: Facts) -> Facts {
        Facts(self.0 | other.0)
    }
}

/// The lists, by the hash of the words as written.
#[derive(Clone, Debug)]
pub(crate) struct Gazetteer {
    facts: KeyMap<Facts>,
}

impl Gazetteer {
    /// The English lists that are built in.
    pub fn english() -> Self {
        let mut gazetteer = Gazetteer { facts: KeyMap::new() };
        for (list, fact) in [
            (FIRST_NAMES_MALE, Facts::MALE),
            (FIRST_NAMES_FEMALE, Facts::FEMALE),
            (SURNAMES, Facts::SURNAME),
            (PLACES, Facts::PLACE),
            (NATIONS, Facts::NATION),
            (BODIES, Facts::BODY),
        ] {
            lines(list).for_each(|phrase| gazetteer.add(phrase, fact));
        }
        for name in lines(KNOWN_BODIES) {
            // A possessive ending is a token of its own: "Sotheby 's".
            gazetteer.add(&name.replace("'s", " 's"), Facts::KNOWN_BODY);
            if name.contains("'s") {
                gazetteer.add(&name.replace("'s", " ’s"), Facts::KNOWN_BODY);
            }
        }
        gazetteer
    }

    /// Adds a fact about a phrase.
    pub fn add(&mut self, phrase: &str, fact: Facts) {
        let facts = self.facts.entry(phrase_key(phrase.split(' ').map(hash)));
        *facts = facts.with(fact);
    }

    /// What the lists say about the phrase of this key.
    pub fn facts(&self, key: u32) -> Facts {
        self.facts.get(key)
    }
}

/// The key of a phrase from the hashes of its words.
pub(crate) fn phrase_key(words: impl IntoIterator<Item = u32>) -> u32 {
    words.into_iter().reduce(mix).unwrap_or_default()
}

/// The lines of a list without comments and blank lines.
pub(crate) fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(phrase: &str, fact: Facts) {
        let facts = Gazetteer::english().facts(phrase_key(phrase.split(' ').map(hash)));
        assert!(facts.has(fact), "{phrase}: {facts:?}");
    }

    #[test]
    fn lists_are_looked_up_by_phrase() {
        check("Margaret", Facts::FEMALE);
        check("South Korea", Facts::PLACE);
        check("Corp.", Facts::BODY);
        check("Nigerian", Facts::NATION);
        check("Smith", Facts::SURNAME);
        check("Deutsche Bank", Facts::KNOWN_BODY);
        check("Sainsbury 's", Facts::KNOWN_BODY);
    }
}
