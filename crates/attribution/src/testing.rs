//! What tests of this room share: an invented article, annotated.

use whosaid_language::{Annotated, Lexicon, annotate};
use whosaid_text::{Article, ArticleParts, SourceText};

/// An annotated text of "Springfield Gazette".
pub(crate) fn annotated(text: &str) -> Annotated {
    let article = Article::new(ArticleParts {
        outlet: Some("Springfield Gazette".to_owned()),
        ..ArticleParts::of_text(SourceText::new(text).expect("a test's text is short"))
    });
    annotate(&Lexicon::english(), article)
}
