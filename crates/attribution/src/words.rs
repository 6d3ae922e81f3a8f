//! Words by hash: lists of words that are asked in one look-up, without regard to case.

use std::collections::BTreeSet;
use whosaid_language::{Annotated, TokenRange};

const IRREGULAR: &str = include_str!("../../../data/en/cues/irregular.txt");
const PLURALS: &str = include_str!("../../../data/en/cues/plurals.txt");

/// Hash of a word in lower case; curly apostrophes count as straight ones.
pub(crate) fn lower_hash(word: &str) -> u32 {
    let mut state = 0x811c_9dc5_u32;
    let mut step = |byte: u8| state = (state ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    for c in word.chars() {
        if c.is_ascii() {
            step(c.to_ascii_lowercase() as u8);
        } else if c == '’' {
            step(b'\'');
        } else {
            let mut bytes = [0; 4];
            c.to_lowercase().for_each(|lower| lower.encode_utf8(&mut bytes).bytes().for_each(&mut step));
        }
    }
    state
}

/// The hashes of all tokens of an article.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hashes(Vec<u32>);

impl Hashes {
    pub fn of(annotated: &Annotated) -> Self {
        Hashes((0..annotated.tokens.len()).map(|idx| lower_hash(annotated.word(idx))).collect())
    }

    /// The hash at a place; 0 past the end.
    pub fn at(&self, token_idx: usize) -> u32 {
        self.0.get(token_idx).copied().unwrap_or(0)
    }
}

/// A list of words.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordSet(Vec<u32>);

impl WordSet {
    /// The words of a list file: one a line, `#` opens a comment line.
    pub fn listed(file: &str) -> Self {
        WordSet::from_words(entries(file).flat_map(str::split_whitespace))
    }

    /// The words of a list file, each also in its plural.
    pub fn listed_with_plurals(file: &str) -> Self {
        let words: Vec<String> = entries(file).flat_map(|word| [word.to_owned(), plural(word)]).collect();
        WordSet::from_words(words.iter().map(String::as_str))
    }

    pub fn from_words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let hashes: BTreeSet<u32> = words.into_iter().map(lower_hash).collect();
        WordSet(hashes.into_iter().collect())
    }

    /// The hashes of its words, rising.
    pub fn hashes(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().copied()
    }

    pub fn has(&self, hash: u32) -> bool {
        self.0.binary_search(&hash).is_ok()
    }
}

/// Entries of several words each, written with hyphens in their file.
#[derive(Clone, Debug, Default)]
pub(crate) struct PhraseSet(Vec<Vec<u32>>);

impl PhraseSet {
    pub fn listed(file: &str) -> Self {
        let mut phrases: Vec<Vec<u32>> =
            entries(file).map(|entry| entry.split('-').map(lower_hash).collect()).collect();
        phrases.sort();
        PhraseSet(phrases)
    }

    /// The first place in a range where one of the phrases stands.
    pub fn find(&self, hashes: &Hashes, range: TokenRange) -> Option<TokenRange> {
        (range.start..range.end).find_map(|start| {
            let first = hashes.at(start as usize);
            let from = self.0.partition_point(|phrase| phrase[0] < first);
            let candidates = self.0[from..].iter().take_while(|phrase| phrase[0] == first);
            let fitting = candidates.filter(|phrase| {
                start as usize + phrase.len() <= range.end as usize
                    && phrase.iter().enumerate().all(|(k, &hash)| hashes.at(start as usize + k) == hash)
            });
            let n = fitting.map(Vec::len).max()?;
            Some(TokenRange { start, end: start + n as u32 })
        })
    }
}

fn entries(file: &str) -> impl Iterator<Item = &str> {
    file.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The plural of a noun by the rules of spelling, with the few irregular ones that name people.
pub(crate) fn plural(noun: &str) -> String {
    if let Some(stem) = noun.strip_suffix("man").filter(|_| noun != "human") {
        return format!("{stem}men");
    }
    if let Some(plural) = entries(PLURALS).find_map(|line| line.strip_prefix(noun)?.strip_prefix(": ")) {
        return plural.to_owned();
    }
    if let Some(stem) = noun.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
    {
        return format!("{stem}ies");
    }
    if noun.ends_with(['s', 'x', 'z']) || noun.ends_with("ch") || noun.ends_with("sh") {
        return format!("{noun}es");
    }
    format!("{noun}s")
}

/// All forms of a verb: regular spelling, and the irregular ones that report.
pub(crate) fn forms(verb: &str) -> Vec<String> {
    let irregular = entries(IRREGULAR).find_map(|line| line.strip_prefix(verb)?.strip_prefix(": "));
    let mut all = vec![verb.to_owned()];
    if let Some(irregular) = irregular {
        all.extend(irregular.split_whitespace().map(str::to_owned));
        return all;
    }
    if let Some(stem) = verb.strip_suffix('e') {
        all.extend([format!("{verb}s"), format!("{verb}d"), format!("{stem}ing")]);
    } else if let Some(stem) = verb.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
        all.extend([format!("{stem}ies"), format!("{stem}ied"), format!("{verb}ing")]);
    } else {
        let es = if plural(verb).ends_with("es") { "es" } else { "s" };
        all.extend([format!("{verb}{es}"), format!("{verb}ed"), format!("{verb}ing")]);
        if let Some(last) = verb.chars().last().filter(|c| !"aeiouwxy".contains(*c)) {
            all.extend([format!("{verb}{last}ed"), format!("{verb}{last}ing")]);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_apostrophes_do_not_count() {
        assert_eq!(lower_hash("Didn’T"), lower_hash("didn't"));
        assert_ne!(lower_hash("deny"), lower_hash("denies"));
        assert_eq!(lower_hash("ÉCLAIR"), lower_hash("éclair"));
    }

    #[test]
    fn plurals_and_forms_follow_the_spelling() {
        assert_eq!(
            ["spokesman", "agency", "witness", "person", "aide"].map(plural),
            ["spokesmen", "agencies", "witnesses", "people", "aides"]
        );
        for (verb, form) in [
            ("deny", "denied"),
            ("say", "said"),
            ("be", "'re"),
            ("refute", "refuting"),
            ("rebut", "rebutted"),
            ("dismiss", "dismisses"),
        ] {
            assert!(forms(verb).iter().any(|known| known == form), "{verb} {form}");
        }
    }

    #[test]
    fn phrases_are_found_at_their_place() {
        let phrases = PhraseSet::listed("# heading\npress-secretary\nspokesman\n");
        let hashes = Hashes(["the", "press", "secretary", "said"].map(lower_hash).to_vec());
        assert_eq!(
            phrases.find(&hashes, TokenRange { start: 0, end: 4 }),
            Some(TokenRange { start: 1, end: 3 })
        );
        assert_eq!(phrases.find(&hashes, TokenRange { start: 0, end: 2 }), None);
    }
}
