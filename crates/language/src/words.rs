//! [`WordLists`]: the lists of `data/en/words` that tell the borders of tokens, sentences and descriptions.

use crate::keys::KeyMap;
use whosaid_linear::hash;

const ABBREVIATIONS: &str = include_str!("../../../data/en/words/abbreviations.txt");
const BORDERS: &str = include_str!("../../../data/en/words/borders.txt");
const DESCRIPTIONS: &str = include_str!("../../../data/en/words/descriptions.txt");

/// How the full stop of an abbreviation behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// Never the end of a sentence: "Mr.".
    Inner,
    /// An abbreviation only before a number: "No. 10".
    BeforeNumber,
    /// An abbreviation only after a comma: "Seattle, Wash.".
    AfterComma,
    /// The end of a sentence where a word follows that begins sentences: "Inc.".
    Either,
    /// The end of a sentence before any capital letter: "etc.".
    Closing,
}

/// Words that tell borders, and what describes someone.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordLists {
    abbreviations: Vec<(&'static str, Abbreviation)>,
    pub elisions: WordSet,
    pub domains: WordSet,
    pub before_short_years: WordSet,
    pub starters: WordSet,
    pub after_clock: WordSet,
    pub exclaimed: WordSet,
    pub taken_up: WordSet,
    split: Vec<(String, usize)>,
    /// Words that open a description of someone known: "the".
    pub definite: WordSet,
    /// Words that open a description by whose someone is: "his".
    pub owners: WordSet,
    /// Words that open a description of someone new: "a", "two".
    pub indefinite: WordSet,
    /// Words that do not stand between an article and its noun, by their hashes in lower case.
    pub no_modifiers: KeyMap<bool>,
    /// "His [Majesty]".
    pub styles: WordSet,
    /// Words that go on from the noun of an apposition: "Hugh Hill, a doctor [of] the town".
    pub after_appositions: WordSet,
    /// Nouns for any company, by their hashes.
    pub any_body: KeyMap<bool>,
    /// Plurals of nouns for roles that spelling does not tell.
    pub plurals: WordSet,
}

/// A sorted list of words.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordSet(Vec<&'static str>);

impl WordSet {
    fn new(words: impl Iterator<Item = &'static str>) -> Self {
        let mut words: Vec<&str> = words.collect();
        words.sort_unstable();
        words.dedup();
        WordSet(words)
    }

    /// Whether the list has this word, letter case counting.
    pub fn has(&self, word: &str) -> bool {
        self.0.binary_search(&word).is_ok()
    }
}

impl WordLists {
    /// The lists that are built in.
    pub fn english() -> Self {
        let borders = |name| WordSet::new(section(BORDERS, name));
        let descriptions = |name| WordSet::new(section(DESCRIPTIONS, name));
        WordLists {
            abbreviations: abbreviations(),
            elisions: borders("elisions"),
            domains: borders("domains"),
            before_short_years: borders("before-short-years"),
            starters: borders("starters"),
            after_clock: borders("after-clock"),
            exclaimed: borders("exclaimed"),
            taken_up: borders("taken-up"),
            split: splits(),
            definite: descriptions("definite"),
            owners: descriptions("owners"),
            indefinite: descriptions("indefinite"),
            no_modifiers: hashed(section(DESCRIPTIONS, "no-modifiers")),
            styles: descriptions("styles"),
            after_appositions: descriptions("after-appositions"),
            any_body: hashed(section(DESCRIPTIONS, "any-body")),
            plurals: descriptions("plurals"),
        }
    }

    /// How a word behaves that is written with a full stop (given here without it).
    pub fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        let found = self.abbreviations.binary_search_by_key(&word, |entry| entry.0).ok()?;
        Some(self.abbreviations[found].1)
    }

    /// Length of the first part of a word that the Penn treebank splits in two ("cannot": 3).
    pub fn split(&self, word: &str) -> Option<usize> {
        if !matches!(word.len(), 5..=6) {
            return None;
        }
        let found = self.split.iter().find(|(whole, _)| whole.eq_ignore_ascii_case(word))?;
        Some(found.1)
    }
}

fn hashed(words: impl Iterator<Item = &'static str>) -> KeyMap<bool> {
    let mut hashed = KeyMap::new();
    words.for_each(|word| *hashed.entry(hash(word)) = true);
    hashed
}

fn abbreviations() -> Vec<(&'static str, Abbreviation)> {
    let kinds = [
        ("inner", Abbreviation::Inner),
        ("number", Abbreviation::BeforeNumber),
        ("after-comma", Abbreviation::AfterComma),
        ("either", Abbreviation::Either),
        ("closing", Abbreviation::Closing),
    ];
    let mut all: Vec<(&str, Abbreviation)> = Vec::new();
    for (name, kind) in kinds {
        all.extend(section(ABBREVIATIONS, name).map(|word| (word, kind)));
    }
    all.sort_by_key(|entry| entry.0);
    all
}

fn splits() -> Vec<(String, usize)> {
    let parts = section(BORDERS, "split").filter_map(|word| word.split_once('|'));
    parts.map(|(first, rest)| (format!("{first}{rest}"), first.len())).collect()
}

/// The words of one section of a list file: `[name]` opens a section, `#` begins a comment, blanks part words.
fn section<'a>(file: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let lines = file.lines().map(|line| line.split('#').next().unwrap_or("").trim());
    lines
        .skip_while(move |line| line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) != Some(name))
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_filled_and_no_abbreviation_stands_twice() {
        let words = WordLists::english();
        let borders = [&words.elisions, &words.domains, &words.before_short_years, &words.starters];
        let sentences = [&words.after_clock, &words.exclaimed, &words.taken_up];
        let openings = [&words.definite, &words.owners, &words.indefinite];
        let described = [&words.styles, &words.after_appositions, &words.plurals];
        let mut lists = borders.iter().chain(&sentences).chain(&openings).chain(&described);
        assert!(lists.all(|list| !list.0.is_empty()));
        assert!(words.no_modifiers.get(hash("of")) && words.any_body.get(hash("firm")));
        for pair in words.abbreviations.windows(2) {
            assert_ne!(pair[0].0, pair[1].0);
        }
    }

    #[test]
    fn words_are_found_in_their_section() {
        let words = WordLists::english();
        assert_eq!(words.abbreviation("Mr"), Some(Abbreviation::Inner));
        assert_eq!(words.abbreviation("No"), Some(Abbreviation::BeforeNumber));
        assert_eq!(words.abbreviation("Wash"), Some(Abbreviation::AfterComma));
        assert_eq!(words.abbreviation("mr"), None);
        assert_eq!(words.split("Cannot"), Some(3));
        assert_eq!(words.split("canno"), None);
    }
}
