//! Titles before names: "Mr", "Prime Minister", "Queen".

use crate::gazetteer::{LONGEST_PHRASE, lines, phrase_key};
use crate::keys::KeyMap;
use crate::{Annotated, Gender, TokenRange};
use whosaid_linear::hash;

const TITLES: &str = include_str!("../../../data/en/titles/titles.txt");

/// A title and the gender it tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Title {
    pub gender: Option<Gender>,
}

/// The list of titles.
#[derive(Clone, Debug)]
pub(crate) struct Titles {
    by_phrase: KeyMap<Title>,
}

impl Titles {
    /// The list that is built in.
    pub fn english() -> Self {
        let mut by_phrase: KeyMap<Title> = KeyMap::new();
        for line in lines(TITLES) {
            let (title, gender) = line.split_once('|').unwrap_or((line, ""));
            by_phrase.entry(phrase_key(title.split(' ').map(hash))).gender = read_gender(gender);
        }
        Titles { by_phrase }
    }

    /// All titles as written.
    pub fn phrases(&self) -> impl Iterator<Item = &'static str> {
        lines(TITLES).map(|line| line.split('|').next().unwrap_or_default())
    }

    /// The longest title among the tokens from `start` on, with its number of tokens.
    pub fn at(&self, annotated: &Annotated, tokens: TokenRange) -> Option<(usize, Title)> {
        let end = tokens.range().end.min(tokens.start as usize + LONGEST_PHRASE);
        (tokens.start as usize + 1..=end).rev().find_map(|end| {
            let words = (tokens.start as usize..end).map(|idx| hash(annotated.word(idx)));
            let title = self.by_phrase.find(phrase_key(words))?;
            Some((end - tokens.start as usize, title))
        })
    }

    /// The longest title that ends right before `token_idx`, not reaching before `least`.
    pub fn before(&self, annotated: &Annotated, token_idx: usize, least: usize) -> Option<(usize, Title)> {
        let start = token_idx.saturating_sub(LONGEST_PHRASE).max(least);
        (start..token_idx).find_map(|start| {
            let words = (start..token_idx).map(|idx| hash(annotated.word(idx)));
            let title = self.by_phrase.find(phrase_key(words))?;
            Some((token_idx - start, title))
        })
    }
}

/// "m", "f", or anything else for none.
pub(crate) fn read_gender(letter: &str) -> Option<Gender> {
    match letter {
        "m" => Some(Gender::Masculine),
        "f" => Some(Gender::Feminine),
        _ => None,
    }
}
