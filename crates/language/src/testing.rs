//! Articles made of a text alone, for the tests of this room.

use crate::{Annotated, Lexicon, annotate};
use std::sync::LazyLock;
use whosaid_text::{Article, ArticleParts, SourceText};

/// An article in English that is nothing but its text.
pub(crate) fn article(text: &str) -> Article {
    Article::new(ArticleParts::of_text(SourceText::new(text).unwrap()))
}

pub(crate) static ENGLISH: LazyLock<Lexicon> = LazyLock::new(Lexicon::english);

/// A text annotated with the built-in English.
pub(crate) fn read(text: &str) -> Annotated {
    annotate(&ENGLISH, article(text))
}
