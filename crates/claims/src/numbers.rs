//! Numbers of things as an article writes them: "143 million consumers", "two dozen", "£1.3m", "40 per cent".
//!
//! Years, dates and times of day are left to the time room.

use whosaid_attribution::Reading;
use whosaid_language::{Tag, TokenRange};
use whosaid_story::stem_key;
use whosaid_time::TimeKind;

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

const SMALL: &[(&str, f64)] = &[
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("one", 1.0),
];

const SCALES: &[(&str, f64)] = &[
    ("hundred", 1e2),
    ("dozen", 12.0),
    ("thousand", 1e3),
    ("k", 1e3),
    ("million", 1e6),
    ("m", 1e6),
    ("mn", 1e6),
    ("billion", 1e9),
    ("bn", 1e9),
    ("b", 1e9),
    ("trillion", 1e12),
    ("tn", 1e12),
];

/// The quantities in a range of tokens, by position.
pub(crate) fn quantities(reading: &Reading, tokens: TokenRange) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = tokens.start;
    while at < tokens.end {
        match read_at(reading, at, tokens.end) {
            Some(quantity) => {
                at = quantity.tokens.end;
                found.push(quantity);
            }
            None => at += 1,
        }
    }
    found
}

fn read_at(reading: &Reading, start: u32, end: u32) -> Option<Quantity> {
    let annotated = &reading.annotated;
    let word = |at: u32| annotated.word(at as usize);
    let (mut value, mut after) = (plain_value(word(start))?, start + 1);
    let money = start > 0 && matches!(word(start - 1), "$" | "£" | "€" | "US$")
        || word(start).starts_with(['$', '£', '€']);
    while after < end {
        let Some(scale) = scale(word(after)) else { break };
        value *= scale;
        after += 1;
    }
    let tokens = TokenRange { start, end: after };
    if is_time(reading, tokens) || (is_year(word(start)) && after == start + 1 && !money) {
        return None;
    }
    let unit = if money { Unit::Money } else { unit(reading, after, end) };
    let vague = vague(reading, start, after);
    let alone = after == start + 1 && word(start).starts_with(char::is_alphabetic) && unit == Unit::Unknown;
    // "rose to at least six" counts; "the two" does not.
    let reached = vague != Vague::No || start > 0 && word(start - 1) == "to";
    (value != 1.0 && (!alone || reached)).then_some(Quantity { value, unit, vague, tokens })
}

/// "1,200", "44million", "$3.5bn", "twenty-one".
fn plain_value(word: &str) -> Option<f64> {
    let word = word.trim_start_matches(['$', '£', '€']);
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        let digits_end =
            word.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(word.len());
        let value: f64 = word[..digits_end].trim_end_matches(['.', ',']).replace(',', "").parse().ok()?;
        return match &word[digits_end..] {
            "" => Some(value),
            "%" => Some(value),
            rest => self::scale(rest).map(|scale| value * scale),
        };
    }
    let lower = word.to_ascii_lowercase();
    let small = |word: &str| SMALL.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
    match lower.split_once('-') {
        Some((tens, ones)) => {
            Some(small(tens).filter(|tens| *tens >= 20.0)? + small(ones).filter(|ones| *ones < 10.0)?)
        }
        None => small(&lower).or((lower == "dozen").then_some(12.0)),
    }
}

fn scale(word: &str) -> Option<f64> {
    SCALES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name)).map(|(_, scale)| *scale)
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
fn unit(reading: &Reading, start: u32, end: u32) -> Unit {
    let annotated = &reading.annotated;
    let word = |at: u32| annotated.word(at as usize);
    if start < end && matches!(word(start), "%" | "percent" | "pct") {
        return Unit::Percent;
    }
    if start + 1 < end && word(start) == "per" && word(start + 1) == "cent" {
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
            Tag::IN | Tag::DT | Tag::PRPS if noun.is_none() && is_of_phrase(annotated.word(at as usize)) => {}
            _ => break,
        }
    }
    noun.map_or(Unit::Unknown, |at| Unit::Things(stem_key(word(at))))
}

fn is_of_phrase(word: &str) -> bool {
    matches!(word, "of" | "the" | "its" | "their" | "these" | "those" | "his" | "her" | "our")
}

fn vague(reading: &Reading, start: u32, after: u32) -> Vague {
    let annotated = &reading.annotated;
    let back = |n: u32| start.checked_sub(n).map_or("", |at| annotated.word(at as usize));
    let skip = u32::from(matches!(back(1), "$" | "£" | "€" | "US$" | "a"));
    let (before, two) = (back(1 + skip).to_ascii_lowercase(), back(2 + skip).to_ascii_lowercase());
    let behind = (after as usize) < annotated.tokens.len() && annotated.word(after as usize) == "or";
    match (two.as_str(), before.as_str()) {
        ("more" | "greater" | "higher", "than")
        | ("at", "least")
        | (_, "over" | "least" | "exceeding" | "above") => Vague::AtLeast,
        ("less" | "fewer" | "lower", "than")
        | ("up", "to")
        | ("at", "most")
        | (_, "under" | "nearly" | "almost" | "below") => Vague::AtMost,
        (
            _,
            "about" | "around" | "some" | "roughly" | "approximately" | "estimated" | "another" | "circa",
        ) => Vague::About,
        _ if behind => Vague::About,
        _ => Vague::No,
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
