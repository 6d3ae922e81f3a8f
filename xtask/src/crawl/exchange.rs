//! [`Exchange`]: other words for what a text is about, the same ones all over a text.
//!
//! Words that the program knows stay: function words, verbs and nouns of saying, roles, times. Every other word becomes one
//! of the same ending and about the same frequency, a name becomes a name, and a number one of as many digits, so that
//! a text is read as easily as before, and is about something else.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use whosaid_linear::{hash, mix};
use whosaid_story::stem_key;

/// Lists of words that stay.
const KEPT: [&str; 11] = [
    include_str!("../../../data/en/story/function_words.txt"),
    include_str!("../../../data/en/cues/verbs.txt"),
    include_str!("../../../data/en/cues/irregular.txt"),
    include_str!("../../../data/en/cues/nouns.txt"),
    include_str!("../../../data/en/cues/sources.txt"),
    include_str!("../../../data/en/cues/words.txt"),
    include_str!("../../../data/en/cues/grammar.txt"),
    include_str!("../../../data/en/titles/roles.txt"),
    include_str!("../../../data/en/times/calendar.words"),
    include_str!("../../../data/en/times/tense.words"),
    include_str!("../../../data/en/claims/words.txt"),
];
/// Endings that tell what a word is in its sentence; the first that fits.
const ENDINGS: [&str; 9] = ["tion", "ment", "ness", "ing", "ed", "ly", "er", "al", "s"];
/// Words of about the same frequency, which take each other's places.
const RANK: usize = 64;
/// Made-up words of an ending.
const MADE_UP: u32 = 4_000;
/// Years, which stay.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2099;

/// Which words take the places of which.
pub struct Exchange {
    kept: BTreeSet<u32>,
    /// Words that take each other's places.
    ranks: Vec<Vec<String>>,
    /// Rank of a word, and its place there.
    places: HashMap<String, (usize, usize)>,
    made_up: bool,
}

impl Exchange {
    /// Made-up words for all but names.
    pub fn of_made_up_words() -> Self {
        Exchange { kept: kept(), ranks: Vec::new(), places: HashMap::new(), made_up: true }
    }

    /// Words of these texts.
    pub fn among<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let kept = kept();
        let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        for word in texts.flat_map(words).filter(|word| is_word(word)) {
            let (n_capital, n_small) = counts.entry(word.to_lowercase()).or_default();
            *(if word.starts_with(char::is_uppercase) { n_capital } else { n_small }) += 1;
        }
        let mut kinds: BTreeMap<&str, Vec<(u32, String)>> = BTreeMap::new();
        for (word, (n_capital, n_small)) in counts {
            if !kept.contains(&stem_key(&word)) {
                let kind = if n_small * 20 < n_capital { "name" } else { ending(&word) };
                kinds.entry(kind).or_default().push((n_capital + n_small, word));
            }
        }
        let (mut ranks, mut places) = (Vec::new(), HashMap::new());
        for (_, mut of_kind) in kinds {
            of_kind.sort_unstable_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            for rank in of_kind.chunks(RANK) {
                let words: Vec<String> = rank.iter().map(|(_, word)| word.clone()).collect();
                let rank = ranks.len();
                places.extend(words.iter().enumerate().map(|(at, word)| (word.clone(), (rank, at))));
                ranks.push(words);
            }
        }
        Exchange { kept, ranks, places, made_up: false }
    }

    /// A text in other words; the same seed gives the same word for a word.
    pub fn text(&self, text: &str, seed: u32) -> String {
        words(text).map(|word| self.word(word, seed)).collect()
    }

    fn word(&self, word: &str, seed: u32) -> String {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return number(word, seed);
        }
        let lower = word.to_lowercase();
        if !is_word(word) || self.kept.contains(&stem_key(&lower)) {
            return word.to_owned();
        }
        let other = match self.places.get(&lower) {
            Some(&(rank, at)) => {
                let words = &self.ranks[rank];
                let turn = mix(seed, rank as u32) as usize;
                words[(at + turn) % words.len()].clone()
            }
            None if self.made_up && !word.starts_with(char::is_uppercase) => {
                made_up_word(mix(seed, hash(&lower)), ending(&lower))
            }
            None => return word.to_owned(),
        };
        in_case_of(word, other)
    }
}

/// Keys of the words that stay.
fn kept() -> BTreeSet<u32> {
    let lines = KEPT.iter().flat_map(|list| list.lines()).filter(|line| !line.starts_with('#'));
    let each = lines.flat_map(|line| line.split(|c: char| !c.is_alphabetic()));
    each.filter(|word| word.len() > 1).map(stem_key).collect()
}

/// Runs of letters, runs of digits, and what is between them, in order.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let kind = |c: char| if c.is_alphabetic() { 1 } else { 2 * u8::from(c.is_ascii_digit()) };
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = kind(rest.chars().next()?);
        let end = rest.find(|c| kind(c) != first).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

/// Whether it may be exchanged: letters, more than three of them.
fn is_word(word: &str) -> bool {
    word.len() > 3 && word.starts_with(char::is_alphabetic)
}

fn ending(lower: &str) -> &'static str {
    let fits = |ending: &&&str| lower.ends_with(**ending) && lower.len() > ending.len() + 1;
    ENDINGS.iter().find(fits).copied().unwrap_or("")
}

/// The letters of one word, written as another: with a capital, or all capitals.
fn in_case_of(word: &str, other: String) -> String {
    let mut letters = word.chars();
    let is_capital = |c: Option<char>| c.is_some_and(char::is_uppercase);
    match (is_capital(letters.next()), is_capital(letters.next())) {
        (true, true) => other.to_uppercase(),
        (true, false) => {
            let mut letters = other.chars();
            letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
        }
        _ => other,
    }
}

/// As many digits; days of a month and years stay.
fn number(digits: &str, seed: u32) -> String {
    if digits.parse().is_ok_and(|value: u32| value <= 31 || YEARS.contains(&value)) {
        return digits.to_owned();
    }
    let mut state = mix(seed, hash(digits));
    let digit = |nth: usize| {
        state = mix(state, nth as u32);
        let least = u32::from(nth == 0);
        char::from_digit(least + state % (10 - least), 10).unwrap_or('0')
    };
    (0..digits.len()).map(digit).collect()
}

/// One of some thousand made-up words, with an ending.
pub fn made_up_word(number: u32, ending: &str) -> String {
    let mut number = number % MADE_UP;
    const BEGINNINGS: [&str; 20] = [
        "b", "br", "c", "cl", "d", "dr", "f", "g", "gr", "h", "l", "m", "n", "p", "pl", "r", "s", "st", "t",
        "tr",
    ];
    const MIDDLES: [&str; 10] = ["a", "e", "i", "o", "u", "ea", "oo", "ai", "ou", "ee"];
    const ENDS: [&str; 20] = [
        "b", "ck", "d", "ft", "g", "ld", "lk", "m", "mp", "n", "nd", "ng", "nk", "p", "rd", "rk", "rm", "rn",
        "st", "t",
    ];
    let mut part = |list: &[&'static str]| {
        let part = list[number as usize % list.len()];
        number /= list.len() as u32;
        part
    };
    let (beginning, middle, end) = (part(&BEGINNINGS), part(&MIDDLES), part(&ENDS));
    format!("{beginning}{middle}{end}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_saying_stay() {
        let exchange = Exchange::of_made_up_words();
        let text = "The bridge in Torwick is unsafe, a spokesman for the firm told reporters on Monday.";
        let other = exchange.text(text, 3);
        for word in ["The ", " in ", "Torwick", "spokesman for the firm told reporters on Monday."] {
            assert!(other.contains(word), "{other}");
        }
        assert!(!other.contains("bridge") && !other.contains("unsafe"), "{other}");
        assert_eq!(other, exchange.text(text, 3));
        assert_ne!(other, exchange.text(text, 4));
    }

    #[test]
    fn words_take_the_places_of_their_like() {
        let texts = ["The barge was painted and loaded near Dunmore, 450 of 1,200 crates in 1987 on May 12."];
        let exchange = Exchange::among(texts.iter().copied());
        let expected: BTreeSet<String> = words(texts[0]).map(str::to_lowercase).collect();
        for seed in 1..9 {
            let other = exchange.text(texts[0], seed);
            assert!(other.contains("1987 on May 12") && !other.contains("450"), "{other}");
            let letters = words(&other).filter(|word| is_word(word)).map(str::to_lowercase);
            assert!(letters.into_iter().all(|word| expected.contains(&word)), "{other}");
            assert!(other.contains("painted and loaded") || other.contains("loaded and painted"), "{other}");
        }
    }

    #[test]
    fn any_text_passes() {
        let exchange = Exchange::of_made_up_words();
        for text in ["", " ", "ßtraße Ünder 12345678901234567890", "\n\n\u{1F600}x", "ǅungla ﬁne-tuned"]
        {
            assert_eq!(words(text).collect::<String>(), text);
            exchange.text(text, 1);
        }
        assert_eq!(number("12345678901234567890", 1).len(), 20);
    }
}
