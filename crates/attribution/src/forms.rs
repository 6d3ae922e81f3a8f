//! [`Forms`]: the different words of an article, each spelled out once.

use crate::lexicon::{Entry, Lexicon};
use rustc_hash::FxHashMap;
use std::hash::{Hash, Hasher};
use whosaid_linear::{Features, hash, mix};

/// How far from a place a word may stand whose spelling counts there.
pub(crate) const REACH: usize = 3;
/// Number of the form that stands before the first word of a line.
pub(crate) const BEFORE: u32 = 0;
/// Number of the form that stands after the last word of a line.
pub(crate) const AFTER: u32 = 1;

const WORDS: u32 = 100;
const SHAPES: u32 = 200;
const LISTS: u32 = 300;

/// All that is known of a word by its letters alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Form {
    /// Hash of the lower-case form.
    pub low: u32,
    /// Hash of the form as written.
    exact: u32,
    /// Hashes of the last two, three and four letters; zero for words that are not longer.
    suffixes: [u32; 3],
    /// Hash of the first three letters, for longer words.
    prefix: u32,
    /// Hash of the shape, as "Xx-d".
    shape: u32,
    /// What the lists say.
    pub entry: Entry,
    /// Begins with a capital letter.
    pub capital: bool,
}

impl Hash for Form {
    /// The hash of the form as written tells nearly all forms apart.
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u32(self.exact);
    }
}

/// The forms of one article's words, numbered by first use.
pub(crate) struct Forms<'a> {
    lexicon: &'a Lexicon,
    numbers: FxHashMap<&'a str, u32>,
    all: Vec<Form>,
    lower: String,
}

impl<'a> Forms<'a> {
    /// No word yet.
    pub fn new(lexicon: &'a Lexicon) -> Self {
        let outside = |number: u32| Form { low: number, exact: number, ..Form::default() };
        let all = vec![outside(BEFORE + 1), outside(AFTER + 1)];
        Forms { lexicon, numbers: FxHashMap::default(), all, lower: String::new() }
    }

    /// The number of a word's form, with the form.
    pub fn number(&mut self, word: &'a str) -> (u32, &Form) {
        let number = *self.numbers.entry(word).or_insert_with(|| {
            self.all.push(spell(self.lexicon, word, &mut self.lower));
            self.all.len() as u32 - 1
        });
        (number, &self.all[number as usize])
    }

    /// All forms, by number.
    pub fn all(&self) -> &[Form] {
        &self.all
    }
}

impl Form {
    /// Adds the features of a place from which a word of this form stands at an offset.
    pub fn describe(&self, offset: isize, f: &mut Features) {
        let nth = (offset + REACH as isize) as u32;
        f.add(WORDS + 1 + nth, self.low);
        if offset == 0 {
            self.describe_here(f);
        }
        if offset.abs() <= 1 {
            f.add(SHAPES + 3 + nth, self.shape);
        }
        match offset {
            -1 => f.add(SHAPES + 11, self.suffixes[1]),
            1 => f.add(SHAPES + 12, self.suffixes[1]),
            _ => {}
        }
        let template = LISTS + 10 * nth;
        if self.entry.lemma != 0 {
            f.add(template, self.entry.lemma);
            f.add(template + 1, u32::from(self.entry.verb));
        }
        if self.capital {
            f.push(template + 2);
        }
        if self.entry.source != 0 {
            f.add(template + 3, u32::from(self.entry.source));
        }
    }

    fn describe_here(&self, f: &mut Features) {
        f.push(WORDS);
        f.add(WORDS + 15, self.exact);
        for (k, &suffix) in self.suffixes.iter().enumerate().filter(|(_, suffix)| **suffix != 0) {
            f.add(SHAPES + k as u32, suffix);
        }
        if self.prefix != 0 {
            f.add(SHAPES + 3, self.prefix);
        }
        if self.entry.noun != 0 {
            f.add(LISTS + 80, u32::from(self.entry.noun));
        }
        if self.entry.little != 0 {
            f.add(LISTS + 81, u32::from(self.entry.little));
        }
    }
}

fn spell(lexicon: &Lexicon, word: &str, lower: &mut String) -> Form {
    lower.clear();
    if word.is_ascii() {
        lower.push_str(word);
        lower.make_ascii_lowercase();
    } else {
        lower.extend(word.chars().map(straight).flat_map(char::to_lowercase));
    }
    let low = hash(lower);
    let first = word.chars().next().unwrap_or(' ');
    let end_of = |n: usize| {
        let starts = lower.char_indices().rev().nth(n - 1).map(|(at, _)| at);
        starts.filter(|&at| at > 0).map_or(0, |at| hash(&lower[at..]))
    };
    let start_of = |n: usize| lower.char_indices().nth(n).map_or(0, |(at, _)| hash(&lower[..at]));
    Form {
        low,
        exact: hash_straight(word),
        suffixes: [end_of(2), end_of(3), end_of(4)],
        prefix: start_of(3),
        shape: shape(word),
        entry: lexicon.get(low),
        capital: first.is_uppercase(),
    }
}

/// Quotation marks and apostrophes as a typewriter has them, so that either kind is read alike.
pub(crate) fn straight(c: char) -> char {
    match c {
        '“' | '”' | '„' => '"',
        '‘' | '’' | 'ʼ' | '`' | '´' => '\'',
        c => c,
    }
}

/// Hash of a word as written, its marks straight.
fn hash_straight(word: &str) -> u32 {
    if word.is_ascii() { hash(word) } else { hash(&word.chars().map(straight).collect::<String>()) }
}

/// Hash of a word in lower case, its marks straight.
pub(crate) fn hash_low(word: &str) -> u32 {
    hash(&word.chars().map(straight).flat_map(char::to_lowercase).collect::<String>())
}

/// Hash of a word's kinds of characters, equal neighbours once.
fn shape(word: &str) -> u32 {
    let mut last = ' ';
    let mut shape = 7;
    for c in word.chars().map(straight).take(32) {
        let kind = match c {
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c if c.is_numeric() => 'd',
            c => c,
        };
        if kind != last {
            shape = mix(shape, kind as u32);
            last = kind;
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_spelled_out_once() {
        let lexicon = Lexicon::english();
        let mut forms = Forms::new(&lexicon);
        let words = ["The", "minister", "said", "the", "minister", "“", "\"", "said"];
        let numbers = words.map(|word| forms.number(word).0);
        assert_eq!(numbers, [2, 3, 4, 5, 3, 6, 7, 4]);
        let [the, said, small, curly, plain] = [2, 4, 5, 6, 7].map(|number| forms.all()[number]);
        assert_eq!((the.low, the.capital), (small.low, true));
        assert_eq!(said.entry.lemma, hash("say"));
        assert_eq!(curly, plain);
    }
}
