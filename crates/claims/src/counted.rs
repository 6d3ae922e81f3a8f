//! What a number counts, by a word beside it: the dead, the injured, the missing.

use crate::numbers::{Quantity, Unit};
use std::collections::BTreeMap;
use whosaid_language::{Annotated, TokenRange};
use whosaid_story::stem_key;

/// Tokens between a number and the word that tells what it counts.
const REACH: u32 = 7;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Kind(u16);

/// Words that tell what a number counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counted {
    names: Vec<&'static str>,
    kinds: BTreeMap<u32, Kind>,
    people: Vec<u32>,
}

impl Counted {
    /// Reads lines of a name, a colon and words; other lines are examples and comments.
    pub fn read(text: &'static str) -> Self {
        let mut counted = Counted::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, words)) = line.split_once(": ") else { continue };
            if name == "people" {
                counted.people = words.split_whitespace().map(stem_key).collect();
                continue;
            }
            let kind = Kind(counted.names.len() as u16);
            counted.names.push(name);
            counted.kinds.extend(words.split_whitespace().map(|word| (stem_key(word), kind)));
        }
        counted
    }

    /// The name of a kind.
    pub fn name(&self, kind: Kind) -> &'static str {
        self.names.get(kind.0 as usize).copied().unwrap_or("number")
    }

    /// What a number counts, by the nearest word within the clause that tells it; a word behind the number comes
    /// before one in front that is as near.
    pub fn kind(&self, annotated: &Annotated, clause: TokenRange, quantity: &Quantity) -> Option<Kind> {
        if !self.may_count_people(quantity.unit) {
            return None;
        }
        let TokenRange { start, end } = quantity.tokens;
        let after = (end..clause.end.min(end + REACH)).map(|at| (2 * (at - end), at));
        let before =
            (clause.start.max(start.saturating_sub(REACH))..start).map(|at| (2 * (start - 1 - at) + 1, at));
        let told = after.chain(before).filter_map(|(gap, at)| {
            let kind = self.kinds.get(&stem_key(annotated.word(at as usize)))?;
            Some((gap, *kind))
        });
        told.min_by_key(|(gap, _)| *gap).map(|(_, kind)| kind)
    }

    /// Whether what stands behind a number may be people told by nothing else.
    fn may_count_people(&self, unit: Unit) -> bool {
        match unit {
            Unit::Things(noun) => self.people.contains(&noun) || self.kinds.contains_key(&noun),
            Unit::Unknown => true,
            Unit::Money | Unit::Percent => false,
        }
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
        let text = include_str!("../../../data/en/claims/counted.txt");
        let (lexicon, counted) = (Lexicon::english(), Counted::read(text));
        let told = |sentence: &str| {
            let reading = reading(&lexicon, "a.example", "", sentence);
            let all = TokenRange { start: 0, end: reading.annotated.tokens.len() as u32 };
            let quantities = quantities(&reading, all);
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
