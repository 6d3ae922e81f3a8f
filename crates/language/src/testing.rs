//! Articles made of a text alone, for the tests of this room.

use crate::{Annotated, Lexicon, annotate};
use std::sync::LazyLock;
use whosaid_text::{Article, ArticleParts, Dating, Language, SourceText};

/// An article in English that is nothing but its text.
pub(crate) fn article(text: &str) -> Article {
    Article::new(ArticleParts {
        given_id: None,
        path: None,
        url: None,
        outlet: None,
        title: None,
        byline: Vec::new(),
        published: Dating::unknown(),
        modified: None,
        language: Language::English,
        wire: None,
        text: SourceText::new(text).unwrap(),
        sections: Vec::new(),
    })
}

pub(crate) static ENGLISH: LazyLock<Lexicon> = LazyLock::new(Lexicon::english);

/// A text annotated with the built-in English.
pub(crate) fn read(text: &str) -> Annotated {
    annotate(&ENGLISH, article(text))
}
