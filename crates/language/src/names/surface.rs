//! [`Surface`]: what each word of an article looks like, what the lists say of it, and how the article uses it.

use crate::gazetteer::{Facts, LONGEST_PHRASE};
use crate::keys::KeyMap;
use crate::{Annotated, Lexicon, TokenRange};
use whosaid_linear::{hash, mix};

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Shape {
    Lower,
    Capital,
    AllCapitals,
    Initial,
    Mixed,
    Number,
    Mark,
    CapitalDigits,
}

/// One word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub exact: u32,
    pub lower: u32,
    pub shape: Shape,
    pub prefix: u32,
    pub suffix: u32,
    pub suffix2: u32,
    /// What the lists say about the word alone.
    pub facts: Facts,
    /// What they say about a longer phrase that covers it; bit 15 where the phrase begins.
    pub phrase: u16,
    /// A small word that stands inside names: "of", "and", "al", a hyphen.
    pub is_link: bool,
}

/// All words of an article, and how the article uses them elsewhere.
pub(super) struct Surface {
    pub words: Vec<Word>,
    /// Bits of [`usage`] by the word in lower case.
    usage: KeyMap<u8>,
    /// Sentences written in capitals or title case, a flag a token.
    pub loud: Vec<bool>,
}

/// How an article uses a word, one bit each.
pub(super) mod usage {
    pub const IN_LOWER_CASE: u8 = 1;
    pub const CAPITAL_INSIDE_SENTENCE: u8 = 2;
    pub const AFTER_TITLE_OR_FIRST_NAME: u8 = 4;
    pub const AFTER_PREPOSITION_OF_PLACE: u8 = 8;
    pub const BEFORE_BODY_WORD: u8 = 16;
    pub const AFTER_ARTICLE: u8 = 32;
    pub const BEFORE_SPEECH: u8 = 64;
    pub const BEFORE_SURNAME: u8 = 128;
}

impl Surface {
    pub fn new(lexicon: &Lexicon, annotated: &Annotated) -> Self {
        let mut words: Vec<Word> = (0..annotated.tokens.len())
            .map(|token_idx| look_at(lexicon, annotated.word(token_idx)))
            .collect();
        let mut loud = vec![false; words.len()];
        for sentence in &annotated.sentences {
            mark_phrases(lexicon, &mut words[sentence.tokens.range()]);
            let is_loud = is_loud(&words[sentence.tokens.range()]);
            loud[sentence.tokens.range()].fill(is_loud);
        }
        let mut surface = Surface { words, usage: KeyMap::new(), loud };
        annotated.sentences.iter().for_each(|sentence| surface.note_usage(sentence.tokens));
        surface
    }

    /// Whether a name may begin or end with the word.
    pub fn may_be_name(&self, token_idx: usize) -> bool {
        !matches!(self.words[token_idx].shape, Shape::Lower | Shape::Number | Shape::Mark)
    }

    pub fn may_stand_inside(&self, token_idx: usize) -> bool {
        let word = &self.words[token_idx];
        word.is_link || word.shape == Shape::Number
    }

    /// How the article uses the word of a token.
    pub fn usage_of(&self, token_idx: usize) -> u8 {
        self.usage.get(self.words[token_idx].lower)
    }

    fn note_usage(&mut self, sentence: TokenRange) {
        let range = sentence.range();
        for token_idx in range.clone() {
            let word = self.words[token_idx];
            let mut bits = 0;
            match word.shape {
                Shape::Lower => bits |= usage::IN_LOWER_CASE,
                Shape::Number | Shape::Mark => continue,
                _ if self.loud[token_idx] => {}
                _ => {
                    let before = (token_idx > range.start).then(|| self.words[token_idx - 1]);
                    let after = (token_idx + 1 < range.end).then(|| self.words[token_idx + 1]);
                    bits |= usage_between(before, after);
                }
            }
            *self.usage.entry(word.lower) |= bits;
        }
    }
}

fn usage_between(before: Option<Word>, after: Option<Word>) -> u8 {
    let mut bits = 0;
    if let Some(before) = before {
        bits |= if before.shape == Shape::Mark { 0 } else { usage::CAPITAL_INSIDE_SENTENCE };
        if before.facts.has(Facts::TITLE) || before.facts.is_first_name() {
            bits |= usage::AFTER_TITLE_OR_FIRST_NAME;
        }
        if IN_PLACE.contains(&before.lower) {
            bits |= usage::AFTER_PREPOSITION_OF_PLACE;
        }
        if before.lower == THE {
            bits |= usage::AFTER_ARTICLE;
        }
    }
    if let Some(after) = after {
        if after.facts.has(Facts::BODY) {
            bits |= usage::BEFORE_BODY_WORD;
        }
        if after.facts.has(Facts::SURNAME) {
            bits |= usage::BEFORE_SURNAME;
        }
        if SPEECH.contains(&after.lower) {
            bits |= usage::BEFORE_SPEECH;
        }
    }
    bits
}

/// Hash of a short text, at compile time; the same as [`hash`].
const fn word_hash(text: &str) -> u32 {
    let bytes = text.as_bytes();
    let mut state = 0x811c_9dc5_u32;
    let mut at = 0;
    while at < bytes.len() {
        state = (state ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    state ^= state >> 16;
    state = state.wrapping_mul(0x7feb_352d);
    state ^= state >> 15;
    state = state.wrapping_mul(0x846c_a68b);
    state ^ (state >> 16)
}

const THE: u32 = word_hash("the");
const IN_PLACE: [u32; 6] = [
    word_hash("in"),
    word_hash("at"),
    word_hash("near"),
    word_hash("from"),
    word_hash("across"),
    word_hash("around"),
];
const SPEECH: [u32; 8] = [
    word_hash("said"),
    word_hash("says"),
    word_hash("told"),
    word_hash("added"),
    word_hash("wrote"),
    word_hash("tweeted"),
    word_hash("who"),
    word_hash("claimed"),
];
/// Words and marks that stand inside names.
const LINKS: [u32; 30] = [
    word_hash("of"),
    word_hash("the"),
    word_hash("and"),
    word_hash("for"),
    word_hash("de"),
    word_hash("la"),
    word_hash("le"),
    word_hash("del"),
    word_hash("della"),
    word_hash("di"),
    word_hash("da"),
    word_hash("do"),
    word_hash("dos"),
    word_hash("du"),
    word_hash("des"),
    word_hash("van"),
    word_hash("von"),
    word_hash("der"),
    word_hash("den"),
    word_hash("bin"),
    word_hash("ibn"),
    word_hash("al"),
    word_hash("el"),
    word_hash("ul"),
    word_hash("-"),
    word_hash("&"),
    word_hash("'s"),
    word_hash("’s"),
    word_hash("."),
    word_hash("on"),
];

fn look_at(lexicon: &Lexicon, text: &str) -> Word {
    let exact = hash(text);
    let shape = shape_of(text);
    let is_ascii_lower = shape == Shape::Lower && text.is_ascii();
    let lower =
        if is_ascii_lower || shape == Shape::Mark { exact } else { hash_folded(text, str::to_lowercase) };
    let facts = match shape {
        Shape::Lower | Shape::Mark | Shape::Number => Facts::default(),
        Shape::AllCapitals => lexicon.facts(exact).with(lexicon.facts(hash_folded(text, in_title_case))),
        _ => lexicon.facts(exact),
    };
    let (prefix, suffix, suffix2) = match shape {
        Shape::Lower | Shape::Mark | Shape::Number => (0, 0, 0),
        _ => affixes(text),
    };
    let is_link = matches!(shape, Shape::Lower | Shape::Mark) && LINKS.contains(&lower);
    Word { exact, lower, shape, prefix, suffix, suffix2, facts, phrase: 0, is_link }
}

fn hash_folded(text: &str, fold: impl Fn(&str) -> String) -> u32 {
    hash(&fold(text))
}

fn in_title_case(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next();
    first.into_iter().chain(chars.flat_map(char::to_lowercase)).collect()
}

fn affixes(text: &str) -> (u32, u32, u32) {
    let cut = |n: usize| text.char_indices().nth(n).map_or(text, |(at, _)| &text[..at]);
    let tail = |n: usize| text.char_indices().rev().nth(n - 1).map_or(text, |(at, _)| &text[at..]);
    (hash(cut(3)), hash(tail(3)), hash(tail(2)))
}

fn shape_of(text: &str) -> Shape {
    let (mut n_upper, mut n_lower, mut n_digits) = (0, 0, 0);
    for c in text.chars() {
        n_upper += usize::from(c.is_uppercase());
        n_lower += usize::from(c.is_lowercase());
        n_digits += usize::from(c.is_ascii_digit());
    }
    let starts_upper = text.chars().next().is_some_and(char::is_uppercase);
    match (n_upper, n_lower, n_digits) {
        (0, 0, 0) if !text.chars().any(char::is_alphabetic) => Shape::Mark,
        (0, 0, 1..) => Shape::Number,
        (0, ..) => Shape::Lower,
        (_, _, 1..) => Shape::CapitalDigits,
        (1, 0, _) => Shape::Initial,
        (_, 0, _) => Shape::AllCapitals,
        (1, ..) if starts_upper => Shape::Capital,
        _ => Shape::Mixed,
    }
}

/// Whether nearly all longer words of a sentence are capitalized, as in headlines.
fn is_loud(words: &[Word]) -> bool {
    let n_capital = words
        .iter()
        .filter(|word| !word.is_link && !matches!(word.shape, Shape::Lower | Shape::Number | Shape::Mark));
    let n_lower = words.iter().filter(|word| !word.is_link && word.shape == Shape::Lower).count();
    let n_capital = n_capital.count();
    n_capital >= 4 && n_capital > 3 * n_lower
}

const PHRASE_BEGINS: u16 = 1 << 15;

fn mark_phrases(lexicon: &Lexicon, words: &mut [Word]) {
    let mut token_idx = 0;
    while token_idx < words.len() {
        token_idx += 1;
        let first = words[token_idx - 1];
        if matches!(first.shape, Shape::Lower | Shape::Number | Shape::Mark) {
            continue;
        }
        let mut key = first.exact;
        let mut longest = (1, Facts::default());
        for n_words in 2..=LONGEST_PHRASE {
            let Some(word) = words.get(token_idx + n_words - 2) else { break };
            key = mix(key, word.exact);
            let facts = lexicon.facts(key);
            if facts != Facts::default() {
                longest = (n_words, facts);
            }
        }
        let (n_words, facts) = longest;
        if n_words > 1 {
            let covered = &mut words[token_idx - 1..token_idx - 1 + n_words];
            covered.iter_mut().for_each(|word| word.phrase = facts.0);
            covered[0].phrase |= PHRASE_BEGINS;
            token_idx += n_words - 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        let check = |text: &str, shape: Shape| assert_eq!(shape_of(text), shape, "{text}");
        check("claim", Shape::Lower);
        check("Claim", Shape::Capital);
        check("AP", Shape::AllCapitals);
        check("U.S.", Shape::AllCapitals);
        check("J.", Shape::Initial);
        check("McBride", Shape::Mixed);
        check("iPlayer", Shape::Mixed);
        check("3,000", Shape::Number);
        check("“", Shape::Mark);
        check("G20", Shape::CapitalDigits);
        check("Émile", Shape::Capital);
    }

    #[test]
    fn hashes_at_compile_time_are_the_same() {
        assert_eq!((THE, word_hash("’s")), (hash("the"), hash("’s")));
    }
}
