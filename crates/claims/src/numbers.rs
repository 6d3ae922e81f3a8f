//! Numbers of things as an article writes them: "143 million consumers", "two dozen", "£1.3m", "40 per cent".
//!
//! Years, dates and times of day are left to the time room.

use crate::words::Phrases;
use std::collections::BTreeMap;
use whosaid_attribution::Reading;
use whosaid_language::{Tag, TokenRange};
use whosaid_story::stem_key;
use whosaid_time::TimeKind;

/// Signs of money that stand at the front of a number.
const SIGNS: [char; 3] = ['$', '£', '€'];

/// A number of something.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Quantity {
    /// The value, scale words multiplied in.
    pub value: f64,
    /// What is counted.
    pub unit: Unit,
    /// Whether the text says that it is not exact: "about", "nearly", "more than", "up to".
    pub vague: Vague,
    /// Its tokens, with the scale word.
    pub tokens: TokenRange,
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A sum of money.
    Money,
    /// Hundredths.
    Percent,
    /// Things of a kind: the stem of the head noun.
    Things(u32),
    /// Not told.
    Unknown,
}

/// In which way a number is not exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vague {
    /// It is exact, as far as the text says.
    No,
    /// About so many.
    About,
    /// So many or more.
    AtLeast,
    /// So many or fewer.
    AtMost,
}

/// The English of numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct NumberWords {
    values: BTreeMap<&'static str, f64>,
    scales: BTreeMap<&'static str, f64>,
    at_least: Phrases,
    at_most: Phrases,
    about: Phrases,
    percent: Phrases,
    money: Phrases,
    of_phrase: Phrases,
}

impl NumberWords {
    /// Reads lines of a name, a colon and words: with their values after `=`, or phrases parted by commas. Other lines
    /// are examples and comments.
    pub fn read(text: &'static str) -> Self {
        let mut words = NumberWords::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, list)) = line.split_once(": ") else { continue };
            match name {
                "value" => words.values.extend(valued(list)),
                "scale" => words.scales.extend(valued(list)),
                "at-least" => words.at_least = Phrases::read(list),
                "at-most" => words.at_most = Phrases::read(list),
                "about" => words.about = Phrases::read(list),
                "percent" => words.percent = Phrases::read(list),
                "money" => words.money = Phrases::read(list),
                "of-phrase" => words.of_phrase = Phrases::read(list),
                _ => {}
            }
        }
        words
    }
}

/// Words with their values: "two=2 three=3".
fn valued(list: &'static str) -> impl Iterator<Item = (&'static str, f64)> {
    let pairs = list.split_whitespace().filter_map(|pair| pair.split_once('='));
    pairs.filter_map(|(word, value)| Some((word, value.parse().ok()?)))
}

/// The quantities in a range of tokens, by position.
pub(crate) fn quantities(words: &NumberWords, reading: &Reading, tokens: TokenRange) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        match read_at(words, reading, at, tokens.end) {
            Some(quantity) => {
                at = quantity.tokens.end;
                found.push(quantity);
            }
            None => at += 1,
        }
    }
    found
}

fn read_at(words: &NumberWords, reading: &Reading, start: u32, end: u32) -> Option<Quantity> {
    let annotated = &reading.annotated;
    let word = |at: u32| annotated.word(at as usize);
    let (mut value, mut after) = (plain_value(words, word(start))?, start + 1);
    let money = start > 0 && words.money.holds(word(start - 1)) || word(start).starts_with(SIGNS);
    while after < end {
        let Some(scale) = scale(words, word(after)) else { break };
        value *= scale;
        after += 1;
    }
    let tokens = TokenRange { start, end: after };
    if is_time(reading, tokens) || (is_year(word(start)) && after == start + 1 && !money) {
        return None;
    }
    let unit = if money { Unit::Money } else { unit(words, reading, after, end) };
    let vague = vague(words, reading, start, after);
    let alone = after == start + 1 && word(start).starts_with(char::is_alphabetic) && unit == Unit::Unknown;
    // "rose to at least six" counts; "the two" does not.
    let reached = vague != Vague::No || start > 0 && word(start - 1) == "to";
    (value != 1.0 && (!alone || reached)).then_some(Quantity { value, unit, vague, tokens })
}

/// "1,200", "44million", "$3.5bn", "twenty-one".
fn plain_value(words: &NumberWords, word: &str) -> Option<f64> {
    let word = word.trim_start_matches(SIGNS);
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits_end =
            word.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(word.len());
        let value: f64 = word[..digits_end].trim_end_matches(['.', ',']).replace(',', "").parse().ok()?;
        return match &word[digits_end..] {
            "" | "%" => Some(value),
            rest => scale(words, rest).map(|scale| value * scale),
        };
    }
    let lower = word.to_ascii_lowercase();
    let value = |word: &str| words.values.get(word).copied();
    match lower.split_once('-') {
        Some((tens, ones)) => {
            Some(value(tens).filter(|tens| *tens >= 20.0)? + value(ones).filter(|ones| *ones < 10.0)?)
        }
        None => value(&lower),
    }
}

fn scale(words: &NumberWords, word: &str) -> Option<f64> {
    words.scales.get(word.to_ascii_lowercase().as_str()).copied()
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u32>().is_ok_and(|year| (1500..2100).contains(&year))
}

fn is_time(reading: &Reading, tokens: TokenRange) -> bool {
    let span = reading.annotated.span(tokens);
    let after = reading.times.partition_point(|time| time.span.end() <= span.start());
    reading.times.get(after).is_some_and(|time| {
        time.span.overlaps(span) && matches!(time.kind, TimeKind::Date | TimeKind::Time | TimeKind::Set)
    })
}

/// The head noun behind a number: "of the kidnapped girls" gives "girls".
fn unit(words: &NumberWords, reading: &Reading, start: u32, end: u32) -> Unit {
    let annotated = &reading.annotated;
    if words.percent.stands_at(annotated, start as usize, end as usize) {
        return Unit::Percent;
    }
    let mut noun = None;
    for at in start..end.min(start + 7) {
        let tag = annotated.tags.get(at as usize).copied().unwrap_or(Tag::NN);
        let one = TokenRange { start: at, end: at + 1 };
        match tag {
            // "rose to six Friday" counts no Fridays.
            Tag::NNP | Tag::NN if noun.is_none() && is_time(reading, one) => break,
            Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS => noun = Some(at),
            Tag::JJ | Tag::JJR | Tag::JJS | Tag::CD | Tag::HYPH | Tag::VBN | Tag::VBG if noun.is_none() => {}
            Tag::IN | Tag::DT | Tag::PRPS
                if noun.is_none() && words.of_phrase.holds(annotated.word(at as usize)) => {}
            _ => break,
        }
    }
    noun.map_or(Unit::Unknown, |at| Unit::Things(stem_key(annotated.word(at as usize))))
}

fn vague(words: &NumberWords, reading: &Reading, start: u32, after: u32) -> Vague {
    let annotated = &reading.annotated;
    let before = start.checked_sub(1).map(|at| annotated.word(at as usize));
    let skip = u32::from(before.is_some_and(|word| words.money.holds(word) || word == "a"));
    let end = start.saturating_sub(skip) as usize;
    let stands = |phrases: &Phrases| (1..=2).any(|n| n <= end && phrases.ends_at(annotated, end - n, end));
    let or_so = (after as usize) < annotated.tokens.len() && annotated.word(after as usize) == "or";
    match () {
        () if stands(&words.at_least) => Vague::AtLeast,
        () if stands(&words.at_most) => Vague::AtMost,
        () if stands(&words.about) || or_so => Vague::About,
        () => Vague::No,
    }
}

impl Quantity {
    /// Whether one is at most ten times the other; otherwise they hardly count the same.
    pub fn is_of_the_size_of(&self, other: &Quantity) -> bool {
        let (low, high) = (self.value.min(other.value), self.value.max(other.value));
        low > 0.0 && high <= 10.0 * low
    }

    /// Whether two numbers of one thing could both be right: equal up to rounding, or one bounds the other.
    pub fn agrees(&self, other: &Quantity) -> bool {
        let (low, high) = (self.value.min(other.value), self.value.max(other.value));
        let near = if self.vague == Vague::No && other.vague == Vague::No { 0.005 } else { 0.06 };
        if high - low <= near * high.abs() || rounds_to(low, high) {
            return true;
        }
        let bounded = |bound: &Quantity, value: f64| match bound.vague {
            Vague::AtLeast => value >= bound.value && value <= bound.value * 1.6,
            Vague::AtMost => value <= bound.value && value >= bound.value * 0.6,
            Vague::About => (value - bound.value).abs() <= 0.15 * bound.value,
            Vague::No => false,
        };
        bounded(self, other.value) || bounded(other, self.value)
    }
}

/// Whether one value is the other rounded to its own digits: 145.5 million and 146 million.
fn rounds_to(a: f64, b: f64) -> bool {
    let rounded = |coarse: f64, fine: f64| {
        let mut step = 1.0;
        while coarse % (step * 10.0) == 0.0 && step < coarse {
            step *= 10.0;
        }
        step > 1.0 && (fine / step).round() * step == coarse && (fine - coarse).abs() <= 0.05 * coarse
    };
    rounded(a, b) || rounded(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::reading;
    use whosaid_language::Lexicon;

    #[test]
    fn the_examples_of_the_list_hold() {
        let text = include_str!("../../../data/en/claims/numbers.txt");
        let (lexicon, words) = (Lexicon::english(), NumberWords::read(text));
        let read = |sentence: &str| {
            let reading = reading(&lexicon, "a.example", "", sentence);
            let all = TokenRange { start: 0, end: reading.annotated.tokens.len() as u32 };
            let numbers = quantities(&words, &reading, all).into_iter();
            let shown = numbers.map(|number| format!("{} {:?}", number.value, number.vague));
            shown.collect::<Vec<_>>().join(", ")
        };
        for line in text.lines() {
            if let Some((sentence, numbers)) =
                line.strip_prefix("yes ").and_then(|line| line.split_once(" = "))
            {
                assert_eq!(read(sentence), numbers, "{sentence}");
            } else if let Some(sentence) = line.strip_prefix("no ") {
                assert_eq!(read(sentence), "", "{sentence}");
            }
        }
    }
}
