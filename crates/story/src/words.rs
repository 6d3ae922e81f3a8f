//! Words as keys: what makes "negotiated" and "negotiations" one word, and how much a word says.
//!
//! Stems follow the idea of Porter (1980), "An algorithm for suffix stripping", cut down to what news needs; they are
//! never shown. Weights come from a table of how many articles of a large sample hold a stem.

use whosaid_linear::hash;

/// Longest word that is stemmed; anything longer keeps all its letters.
const LONGEST: usize = 40;

/// Endings of derived words, tried in this order once inflection is gone.
const ENDINGS: &[&str] = &[
    "ization", "ational", "fulness", "ousness", "iveness", "ement", "ation", "ition", "ments", "ment",
    "ness", "ator", "ally", "ship", "ion", "ist", "iti", "ous", "ful", "ive", "iv", "ize", "iz", "at", "al",
    "er", "li",
];

/// Words that only look inflected.
const KEPT: &[&str] = &["police", "news", "united", "states", "texas", "paris", "physics", "politics"];

/// Key of a word as written, letter case aside.
pub fn word_key(word: &str) -> u32 {
    with_lower(word, hash)
}

/// Key of a word's stem.
pub fn stem_key(word: &str) -> u32 {
    with_lower(word, |lower| hash(stem(lower)))
}

/// Calls `use_it` with the word in lower case, without allocating for short ASCII words.
fn with_lower<T>(word: &str, use_it: impl Fn(&str) -> T) -> T {
    let mut buffer = [0u8; LONGEST];
    if word.is_ascii() && word.len() <= LONGEST {
        let lower = &mut buffer[..word.len()];
        lower.copy_from_slice(word.as_bytes());
        lower.make_ascii_lowercase();
        return use_it(std::str::from_utf8(lower).unwrap_or(word));
    }
    use_it(&word.to_lowercase())
}

/// The stem of a word in lower case: always one of its beginnings.
pub fn stem(lower: &str) -> &str {
    if lower.len() > LONGEST || !lower.bytes().all(|b| b.is_ascii_lowercase()) {
        return lower;
    }
    if KEPT.contains(&lower) {
        return lower;
    }
    without_ending(without_final_vowel(without_inflection(without_plural(lower))))
}

fn without_plural(word: &str) -> &str {
    if let Some(rest) = word.strip_suffix("ies").filter(|rest| rest.len() > 1) {
        return &word[..rest.len() + 1];
    }
    if word.ends_with("sses") || (word.ends_with("xes") || word.ends_with("ches") || word.ends_with("shes")) {
        return &word[..word.len() - 2];
    }
    match word.strip_suffix('s') {
        Some(rest) if rest.len() > 2 && !rest.ends_with(['s', 'u', 'i']) => rest,
        _ => word,
    }
}

fn without_inflection(word: &str) -> &str {
    let rest =
        word.strip_suffix("ing").or_else(|| word.strip_suffix("ied").map(|rest| &word[..rest.len() + 1]));
    let rest = rest.or_else(|| word.strip_suffix("ed"));
    match rest {
        Some(rest) if rest.len() > 2 && rest.bytes().any(is_vowel) => without_double(rest),
        _ => word,
    }
}

fn without_double(word: &str) -> &str {
    let bytes = word.as_bytes();
    match bytes {
        [.., a, b] if a == b && !is_vowel(*a) && !matches!(a, b'l' | b's' | b'z') => &word[..word.len() - 1],
        _ => word,
    }
}

fn without_final_vowel(word: &str) -> &str {
    match word.as_bytes() {
        [.., before, b'y' | b'i'] if word.len() > 3 && !is_vowel(*before) => &word[..word.len() - 1],
        [.., b'e'] if word.len() > 4 => &word[..word.len() - 1],
        _ => word,
    }
}

fn without_ending(word: &str) -> &str {
    let cut = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(|rest| rest.len() >= 4));
    cut.unwrap_or(word)
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// How much each word says: function words nothing, rare words most.
#[derive(Clone, Debug, Default)]
pub struct WordWeights {
    function_words: Vec<u32>,
    /// Stem keys with the weight in sixteenths, by key.
    table: Vec<(u32, u8)>,
}

/// Weight of a stem that the sample does not hold.
const UNSEEN: f32 = 8.0;

impl WordWeights {
    /// Takes a list of function words (one a line, `#` starts a comment) and a table of (key, weight) rows: four bytes
    /// of key, little endian, and one of weight in sixteenths.
    pub fn new(function_words: &str, table: &[u8]) -> Self {
        let lines = function_words.lines().map(|line| line.split('#').next().unwrap_or("").trim());
        let mut words: Vec<u32> = lines.flat_map(str::split_whitespace).map(word_key).collect();
        words.sort_unstable();
        words.dedup();
        let mut rows: Vec<(u32, u8)> = table
            .chunks_exact(5)
            .map(|row| (u32::from_le_bytes([row[0], row[1], row[2], row[3]]), row[4]))
            .collect();
        rows.sort_unstable();
        WordWeights { function_words: words, table: rows }
    }

    /// Whether a word only holds the others together.
    pub fn is_function_word(&self, word: &str) -> bool {
        self.function_words.binary_search(&word_key(word)).is_ok()
    }

    /// How much a stem says: the logarithm of how rare it is, 0 to about 9.
    pub fn weight(&self, stem_key: u32) -> f32 {
        match self.table.binary_search_by_key(&stem_key, |row| row.0) {
            Ok(found) => f32::from(self.table[found].1) / 16.0,
            Err(_) => UNSEEN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_share_a_stem() {
        for (a, b) in [
            ("negotiated", "negotiations"),
            ("released", "release"),
            ("releasing", "releases"),
            ("announcement", "announced"),
            ("swapped", "swap"),
            ("countries", "country"),
            ("attackers", "attack"),
            ("crashes", "crash"),
            ("carried", "carry"),
        ] {
            assert_eq!(stem(a), stem(b), "{a} {b}");
        }
    }

    #[test]
    fn other_words_stay_apart() {
        for (a, b) in [("police", "policy"), ("bus", "but"), ("sing", "s"), ("news", "new"), ("rate", "rat")]
        {
            assert_ne!(stem(a), stem(b), "{a} {b}");
        }
        assert_eq!(stem("straße"), "straße");
        assert_eq!(stem(""), "");
    }

    #[test]
    fn weights_are_looked_up_by_stem() {
        let mut table = stem_key("dogs").to_le_bytes().to_vec();
        table.push(32);
        let weights = WordWeights::new("the # article\nof and", &table);
        assert!(weights.is_function_word("The") && !weights.is_function_word("article"));
        assert_eq!(weights.weight(stem_key("dog")), 2.0);
        assert_eq!(weights.weight(stem_key("zyx")), UNSEEN);
    }
}
