//! Nouns for roles ("actress", "company") and which of them one someone can be called by in turn.

use crate::gazetteer::lines;
use crate::keys::KeyMap;
use crate::titles::read_gender;
use crate::words::WordLists;
use crate::{EntityKind, Gender};
use std::collections::HashMap;
use whosaid_linear::hash;

const ROLES: &str = include_str!("../../../data/en/titles/roles.txt");
const SYNONYMS: &str = include_str!("../../../data/en/titles/synonyms.txt");

/// What a noun for a role tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Role {
    pub kind: EntityKind,
    pub gender: Option<Gender>,
    /// Stands for several: "officials".
    pub is_plural: bool,
}

/// The lists of roles.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roles {
    by_word: KeyMap<Option<Role>>,
    synonyms: HashMap<u32, Vec<u32>>,
}

impl Roles {
    /// The lists that are built in.
    pub fn english(lists: &WordLists) -> Self {
        let mut roles = Roles::default();
        for line in lines(ROLES) {
            let Some((head, words)) = line.split_once(':') else { continue };
            let (kind, gender) = head.split_once(' ').unwrap_or((head, ""));
            let kind = match kind {
                "organization" => EntityKind::Organization,
                "place" => EntityKind::Place,
                _ => EntityKind::Person,
            };
            for word in words.split_whitespace() {
                let role = Role { kind, gender: read_gender(gender), is_plural: is_plural(lists, word) };
                roles.by_word.entry(hash(word)).get_or_insert(role);
            }
        }
        for line in lines(SYNONYMS) {
            let words: Vec<u32> = line.split_whitespace().map(hash).collect();
            for &word in &words[1..] {
                roles.synonyms.entry(word).or_default().push(words[0]);
            }
        }
        roles
    }

    /// The role that a word in lower case names.
    pub fn get(&self, lower: u32) -> Option<Role> {
        self.by_word.get(lower)
    }

    /// Roles that the word can be a looser name of: "monarch" of "king".
    pub fn narrower(&self, lower: u32) -> &[u32] {
        self.synonyms.get(&lower).map_or(&[], Vec::as_slice)
    }
}

/// Plural nouns of the list end in "s" (but not "ss", "us", "is") or are irregular.
fn is_plural(lists: &WordLists, word: &str) -> bool {
    let regular = word.ends_with('s') && !["ss", "us", "is"].iter().any(|tail| word.ends_with(tail));
    regular || lists.plurals.has(word) || word.ends_with("men")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_tell_kind_number_and_gender() {
        let roles = Roles::english(&WordLists::english());
        let check = |word: &str, kind: EntityKind, gender: Option<Gender>, is_plural: bool| {
            assert_eq!(roles.get(hash(word)), Some(Role { kind, gender, is_plural }), "{word}");
        };
        check("actress", EntityKind::Person, Some(Gender::Feminine), false);
        check("officials", EntityKind::Person, None, true);
        check("spokesmen", EntityKind::Person, Some(Gender::Masculine), true);
        check("airline", EntityKind::Organization, None, false);
        assert_eq!(roles.get(hash("table")), None);
        assert!(roles.narrower(hash("monarch")).contains(&hash("king")));
    }
}
