//! What a number counts, by a word beside it: the dead, the injured, the missing.

use crate::numbers::{Quantity, Unit};
use crate::words::Phrases;
use std::collections::BTreeMap;
use whosaid_language::{Annotated, Tag, TokenRange};
use whosaid_story::stem_key;

/// Tokens between a number and the word that tells what it counts.
const REACH: u32 = 7;
/// The same for the words that reach over a whole clause: "the toll from the fire on the pier rose to six".
const FAR: u32 = 24;

/// What it costs a word to stand behind a joining word or mark: "killing two and wounding ninety".
const JOINED: u32 = 8;
/// Tokens in front of a number in which a word can say that it counts a part.
const PART_REACH: u32 = 4;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Kind(u16);

/// Words that tell what a number counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counted {
    names: Vec<&'static str>,
    kinds: BTreeMap<&'static str, Kind>,
    far: Vec<&'static str>,
    units: Vec<u32>,
    people: Vec<u32>,
    anyone: Vec<u32>,
    part_before: Phrases,
    part_behind: Phrases,
    not_yet: Phrases,
    joining: Phrases,
    range_to: Phrases,
    range_between: Phrases,
}

impl Counted {
    /// Reads lines of a name, a colon and words; other lines are examples and comments.
    pub fn read(text: &'static str) -> Self {
        let mut counted = Counted::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, words)) = line.split_once(": ") else { continue };
            match name {
                "people" => counted.people = words.split_whitespace().map(stem_key).collect(),
                "anyone" => counted.anyone = words.split_whitespace().map(stem_key).collect(),
                "far" => counted.far = words.split_whitespace().collect(),
                "part-before" => counted.part_before = Phrases::read(words),
                "part-behind" => counted.part_behind = Phrases::read(words),
                "not-yet" => counted.not_yet = Phrases::read(words),
                "joining" => counted.joining = Phrases::read(words),
                "range-to" => counted.range_to = Phrases::read(words),
                "range-between" => counted.range_between = Phrases::read(words),
                _ => counted.add(name, words),
            }
        }
        counted
    }

    fn add(&mut self, name: &'static str, words: &'static str) {
        let kind = Kind(self.names.len() as u16);
        self.names.push(name);
        self.units.extend(words.split_whitespace().map(stem_key));
        self.kinds.extend(words.split_whitespace().map(|word| (word, kind)));
    }

    /// The name of a kind.
    pub fn name(&self, kind: Kind) -> &'static str {
        self.names.get(kind.0 as usize).copied().unwrap_or("number")
    }

    /// What a number counts, by the nearest word within the clause that tells it; a word behind the number comes
    /// before one in front that is as near. What may come is not counted.
    pub fn kind(&self, annotated: &Annotated, clause: TokenRange, quantity: &Quantity) -> Option<Kind> {
        if !self.may_count_people(quantity.unit) || self.not_yet.stands_in(annotated, clause) {
            return None;
        }
        let TokenRange { start, end } = quantity.tokens;
        let behind = end..clause.end.min(end + FAR);
        let before = clause.start.max(start.saturating_sub(FAR))..start;
        let barrier = |at: u32| self.joins(annotated.word(at as usize));
        let (barrier_behind, barrier_before) =
            (behind.clone().find(|&at| barrier(at)), before.clone().rfind(|&at| barrier(at)));
        let over = |over: bool| if over { JOINED } else { 0 };
        let behind = behind.map(|at| (2 * (at - end) + over(barrier_behind.is_some_and(|it| it < at)), at));
        let before =
            before.map(|at| (2 * (start - 1 - at) + 1 + over(barrier_before.is_some_and(|it| it > at)), at));
        let told = behind.chain(before).filter_map(|(gap, at)| {
            let word = annotated.word(at as usize).to_ascii_lowercase();
            let kind = *self.kinds.get(word.as_str())?;
            (gap < 2 * REACH || self.far.contains(&word.as_str())).then_some((gap, kind))
        });
        told.min_by_key(|(gap, _)| *gap).map(|(_, kind)| kind)
    }

    /// Whether two counts can be of the same people: one of them says only that they are people, or both say the same.
    pub fn of_like_people(&self, a: Unit, b: Unit) -> bool {
        let anyone = |unit: Unit| match unit {
            Unit::Things(noun) => self.anyone.contains(&noun) || self.units.contains(&noun),
            _ => true,
        };
        a == b || anyone(a) && anyone(b)
    }

    /// Whether a number counts some of those that another number counts: "including at least 10 children", "12 more".
    pub fn is_part(&self, annotated: &Annotated, quantity: &Quantity) -> bool {
        let TokenRange { start, end } = quantity.tokens;
        let before = TokenRange { start: start.saturating_sub(PART_REACH), end: start };
        let n = annotated.tokens.len();
        self.part_before.stands_in(annotated, before)
            || self.part_behind.stands_at(annotated, end as usize, n)
    }

    /// Whether a number is an end of a range: "100 to 200", "between 100 and 200".
    pub fn is_of_range(&self, annotated: &Annotated, quantity: &Quantity) -> bool {
        let TokenRange { start, end } = quantity.tokens;
        let is_number = |at: u32| annotated.tags.get(at as usize) == Some(&Tag::CD);
        let word =
            |at: u32| if (at as usize) < annotated.tokens.len() { annotated.word(at as usize) } else { "" };
        let before = |n: u32| start.checked_sub(n).map_or("", word);
        let to = |word: &str| matches!(word, "-" | "–") || self.range_to.holds(word);
        let between = |word: &str| self.range_between.holds(word);
        to(word(end)) && is_number(end + 1)
            || to(before(1)) && start > 1 && is_number(start - 2)
            || between(before(1))
            || self.joining.holds(before(1)) && between(before(3))
    }

    /// Whether what stands behind a number may be people told by nothing else.
    fn may_count_people(&self, unit: Unit) -> bool {
        match unit {
            Unit::Things(noun) => self.people.contains(&noun) || self.units.contains(&noun),
            Unit::Unknown => true,
            Unit::Money | Unit::Percent => false,
        }
    }

    fn joins(&self, word: &str) -> bool {
        matches!(word, "," | ";" | "–" | "—" | "-" | "(") || self.joining.holds(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::quantities;
    use crate::tests::reading;
    use whosaid_language::Lexicon;

    #[test]
    fn the_examples_of_the_list_hold() {
        let text = include_str!("../../../../data/en/claims/counted.txt");
        let (lexicon, counted) = (Lexicon::english(), Counted::read(text));
        let words = crate::ClaimRules::english().numbers;
        let told = |sentence: &str| {
            let reading = reading(&lexicon, "a.example", "", sentence);
            let all = TokenRange { start: 0, end: reading.annotated.tokens.len() as u32 };
            let quantities = quantities(&words, &reading, all);
            let kind = quantities.first().and_then(|number| counted.kind(&reading.annotated, all, number));
            kind.map(|kind| counted.name(kind))
        };
        for line in text.lines() {
            if let Some((kind, sentence)) = line.strip_prefix("yes ").and_then(|line| line.split_once(' ')) {
                assert_eq!(told(sentence), Some(kind), "{sentence}");
            } else if let Some(sentence) = line.strip_prefix("no ") {
                assert_eq!(told(sentence), None, "{sentence}");
            }
        }
    }
}
