//! What tests of this room share: an invented article, annotated.

use whosaid_language::{Annotated, Lexicon, annotate};
use whosaid_text::{Article, ArticleParts, Dating, Language, SourceText};

/// An annotated text of "Springfield Gazette".
pub(crate) fn annotated(text: &str) -> Annotated {
    let article = Article::new(ArticleParts {
        given_id: None,
        path: None,
        url: None,
        outlet: Some("Springfield Gazette".to_owned()),
        title: None,
        byline: Vec::new(),
        published: Dating::unknown(),
        modified: None,
        language: Language::English,
        wire: None,
        text: SourceText::new(text).expect("a test's text is short"),
        sections: Vec::new(),
    });
    annotate(&Lexicon::english(), article)
}
