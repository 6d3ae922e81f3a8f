//! Words in names that do not tell one bearer from another: titles, legal forms, particles.

use crate::nouns::lines;
use std::collections::BTreeSet;

const TITLES: &str = include_str!("../../../data/en/titles/titles.txt");
const NAME_WORDS: &str = include_str!("../../../data/en/story/name_words.txt");

/// The lists of words in names.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameWords {
    titles: BTreeSet<&'static str>,
    tails: BTreeSet<&'static str>,
    particles: BTreeSet<&'static str>,
}

impl NameWords {
    /// The lists that are built in.
    pub fn english() -> Self {
        let titles = lines(TITLES).flat_map(|line| line.split('|').next().unwrap_or("").split_whitespace());
        NameWords { titles: titles.collect(), tails: listed("tails"), particles: listed("particles") }
    }

    /// Whether a word is one of a title, as it is written there: "President".
    pub fn is_title(&self, word: &str) -> bool {
        self.titles.contains(word)
    }

    /// Whether a word in lower case ends names and does not tell one body or person from another: "inc", "jr".
    pub fn is_tail(&self, word: &str) -> bool {
        self.tails.contains(word)
    }

    /// Whether a word is a small one inside names of persons: "von".
    pub fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }
}

fn listed(name: &str) -> BTreeSet<&'static str> {
    let words = lines(NAME_WORDS).find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    words.unwrap_or("").split_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_names_are_told_apart() {
        let names = NameWords::english();
        assert!(names.is_title("President") && !names.is_title("Pike"));
        assert!(names.is_tail("inc.") && !names.is_tail("harbor"));
        assert!(names.is_particle("von") && !names.is_particle("of"));
    }
}
