//! Words that the room asks for by what they do: negation, joining words, words of correction, of the future.

use std::collections::BTreeMap;
use whosaid_language::{Annotated, TokenRange};
use whosaid_story::stem_key;

/// Lists of words and phrases, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct ClaimWords {
    /// Something is not so.
    pub negation: Phrases,
    /// What is told is left open.
    pub open: Phrases,
    /// Forms of verbs that only join: "an answer regarding the pier".
    pub joining_verbs: Phrases,
    /// What is told may be or should be so.
    pub may_be: Phrases,
    /// Words that measure the time before or after something.
    pub of_duration: Phrases,
    /// Words that hang a noun on what stands before it.
    pub prepositions: Phrases,
    /// What follows is whom an outlet rests on.
    pub cites: Phrases,
    /// Words that begin a clause that only says of whom, where or when something holds.
    pub restricting: Phrases,
    /// Words that begin a clause that states something of its own.
    pub clause: Phrases,
    /// The same where a comma stands before them or a verb behind.
    pub clause_joined: Phrases,
    /// The same behind a comma only.
    pub clause_after_comma: Phrases,
    /// A time begins or ends.
    pub bounds: Phrases,
    /// Joining words that do not begin what is said.
    pub loose_start: Phrases,
    /// Joining words that do not end what is said.
    pub loose_end: Phrases,
    /// Words that hang a clause on another one.
    pub joins: Phrases,
    /// Verbs that a hearer follows.
    pub told: Phrases,
    /// An earlier text of the same outlet.
    pub former: Phrases,
    /// Something was wrong in print.
    pub corrects: Phrases,
    /// How a note of correction begins.
    pub note: Phrases,
    /// What is told is still to come.
    pub to_come: Phrases,
    /// Something is about to start.
    pub starts: Phrases,
    /// What begins so is a button of a page.
    pub buttons: Phrases,
    /// In front of an age: "Ann Pike, aged 34".
    pub aged: Phrases,
    /// In front of "34-year-old".
    pub articles: Phrases,
    /// How words that tell an age end: "34-year-old".
    pub years_old: Phrases,
    /// The latest of its name: "last March".
    pub last: Phrases,
    /// Christmas.
    pub christmas: Phrases,
    /// The turn of the year.
    pub new_year: Phrases,
}

/// Words and phrases in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Phrases(Vec<Vec<&'static str>>);

impl ClaimWords {
    /// Reads lines of a name, a colon and phrases parted by commas; other lines are examples and comments.
    pub fn read(text: &'static str) -> Self {
        let lines = text.lines().filter(|line| !line.starts_with(['#', ' ']));
        let mut lists: BTreeMap<&str, Phrases> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, list)| (name, Phrases::read(list)))
            .collect();
        let mut take = |name: &str| lists.remove(name).unwrap_or_default();
        ClaimWords {
            negation: take("negation"),
            open: take("open"),
            joining_verbs: take("joining-verbs"),
            may_be: take("may-be"),
            of_duration: take("of-duration"),
            prepositions: take("prepositions"),
            cites: take("cites"),
            restricting: take("restricting"),
            clause: take("clause"),
            clause_joined: take("clause-joined"),
            clause_after_comma: take("clause-after-comma"),
            bounds: take("bounds"),
            loose_start: take("loose-start"),
            loose_end: take("loose-end"),
            joins: take("joins"),
            told: take("told"),
            former: take("former"),
            corrects: take("corrects"),
            note: take("note"),
            to_come: take("to-come"),
            starts: take("starts"),
            buttons: take("buttons"),
            aged: take("aged"),
            articles: take("articles"),
            years_old: take("years-old"),
            last: take("last"),
            christmas: take("christmas"),
            new_year: take("new-year"),
        }
    }
}

impl Phrases {
    /// Reads phrases parted by commas.
    pub fn read(list: &'static str) -> Self {
        Phrases(list.split(',').map(|phrase| phrase.split_whitespace().collect()).collect())
    }

    /// Whether a word is one of them, letter case aside.
    pub fn holds(&self, word: &str) -> bool {
        self.0.iter().any(|phrase| matches!(phrase.as_slice(), [only] if only.eq_ignore_ascii_case(word)))
    }

    /// The rest of a word that ends in one of them.
    pub fn strip_end<'a>(&self, word: &'a str) -> Option<&'a str> {
        self.0.iter().find_map(|phrase| word.strip_suffix(*phrase.first()?))
    }

    /// Whether one of them has a stem.
    pub fn holds_key(&self, key: u32) -> bool {
        self.0.iter().any(|phrase| matches!(phrase.as_slice(), [only] if stem_key(only) == key))
    }

    /// Whether one of them stands in a run of tokens.
    pub fn stands_in(&self, annotated: &Annotated, tokens: TokenRange) -> bool {
        tokens.range().any(|at| self.stands_at(annotated, at, tokens.end as usize))
    }

    /// Whether one of them fills the tokens from one place to another.
    pub fn ends_at(&self, annotated: &Annotated, start: usize, end: usize) -> bool {
        self.0.iter().any(|phrase| {
            start + phrase.len() == end
                && phrase.iter().zip(start..).all(|(word, at)| word.eq_ignore_ascii_case(annotated.word(at)))
        })
    }

    /// Whether one of them begins at a token and ends before `end`.
    pub fn stands_at(&self, annotated: &Annotated, at: usize, end: usize) -> bool {
        self.0.iter().any(|phrase| {
            at + phrase.len() <= end
                && phrase.iter().zip(at..).all(|(word, at)| word.eq_ignore_ascii_case(annotated.word(at)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::reading;
    use whosaid_language::Lexicon;

    #[test]
    fn the_examples_of_the_lists_hold() {
        let text = include_str!("../../../data/en/claims/words.txt");
        let (lexicon, words) = (Lexicon::english(), ClaimWords::read(text));
        let list = |name: &str| match name {
            "negation" => &words.negation,
            "open" => &words.open,
            "joining-verbs" => &words.joining_verbs,
            "may-be" => &words.may_be,
            "of-duration" => &words.of_duration,
            "prepositions" => &words.prepositions,
            "cites" => &words.cites,
            "restricting" => &words.restricting,
            "clause" => &words.clause,
            "clause-joined" => &words.clause_joined,
            "clause-after-comma" => &words.clause_after_comma,
            "bounds" => &words.bounds,
            "loose-start" => &words.loose_start,
            "loose-end" => &words.loose_end,
            "joins" => &words.joins,
            "told" => &words.told,
            "former" => &words.former,
            "corrects" => &words.corrects,
            "note" => &words.note,
            "to-come" => &words.to_come,
            "starts" => &words.starts,
            "buttons" => &words.buttons,
            "aged" => &words.aged,
            "articles" => &words.articles,
            "last" => &words.last,
            "christmas" => &words.christmas,
            "new-year" => &words.new_year,
            other => panic!("no list {other}"),
        };
        for line in text.lines() {
            let Some((kind, rest)) = line.split_once(' ').filter(|(kind, _)| ["yes", "no"].contains(kind))
            else {
                continue;
            };
            let (name, sentence) = rest.split_once(' ').unwrap();
            let annotated = reading(&lexicon, "a.example", "", sentence).annotated;
            let all = TokenRange { start: 0, end: annotated.tokens.len() as u32 };
            assert_eq!(list(name).stands_in(&annotated, all), kind == "yes", "{line}");
        }
    }
}
